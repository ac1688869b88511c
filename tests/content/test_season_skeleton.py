from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong import marked_yaml
from neuguong.content import season_skeleton
from neuguong.content.season import Collective, Criterion, Limits, Phase, Prize, Round, Rules, read_rules
from neuguong.records import keys_of
from tests.content.checks.test_judging import faults

START = date(2027, 1, 15)
DAYS = st.dates(date(2014, 1, 1), date(2090, 1, 1))


@given(DAYS, st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_season_of_any_day_and_organiser_has_no_fault(day: date, organiser: str) -> None:
    written = season_skeleton.contest("2027", organiser, day)
    assert faults(written) == []
    _, rules, _ = read_rules(written, "contest.yml")
    assert rules is not None
    assert rules.organiser == unicodedata.normalize("NFC", organiser)


def test_stages_follow_from_the_day() -> None:
    _, rules, _ = read_rules(season_skeleton.contest("2027", "Sở", START), "contest.yml")
    assert rules is not None
    assert [(phase.start, phase.end) for phase in rules.phases] == [
        (START, date(2027, 4, 14)),
        (date(2027, 4, 15), date(2027, 5, 14)),
        (date(2027, 5, 15), date(2027, 6, 13)),
        (date(2027, 6, 28), date(2027, 6, 28)),
    ]
    assert rules.phases[0].end == START + timedelta(days=89)


@pytest.mark.parametrize("record", [Rules, Phase, Limits, Criterion, Round, Prize, Collective])
def test_every_key_of_a_season_is_written_or_explained(record: type[object]) -> None:
    written = season_skeleton.contest("2027", "Sở", START)
    assert [info.name for info in keys_of(record) if f"{info.name}:" not in written] == []


def test_every_top_key_has_an_explanation_above_it() -> None:
    lines = season_skeleton.contest("2027", "Sở", START).split("\n")
    marked, _ = marked_yaml.parse("\n".join(lines), "contest.yml")
    assert marked is not None
    assert isinstance(marked.data, dict)
    above = {key: lines[marked.line((key,)) - 2] for key in marked.data}
    del above["summary"], above["organiser"]  # explained together with the name
    assert [key for key, line in above.items() if not line.startswith("#")] == []


def test_call_names_the_days_for_sending_in() -> None:
    assert "Nhận bài từ ngày 15/1/2027 đến hết ngày 14/4/2027." in season_skeleton.call(START)
