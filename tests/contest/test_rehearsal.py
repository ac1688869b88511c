"""A rehearsed season: the real chain, no planted name found; without redaction each of them is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import rehearsal
from neuguong.contest.rehearsal import Outcome
from neuguong.contest.simulate import Setting

SMALL = Setting(entries=12, judges=4, readings=2, seed="7", conflicts=0.0)


def play(folder: Path, vocabularies: Vocabularies, setting: Setting, *, redact: bool = True) -> Outcome:
    folder.mkdir()
    return rehearsal.play(setting, folder, vocabularies, redact=redact)


def test_season_is_read_in_full_and_tells_nobody(tmp_path: Path, vocabularies: Vocabularies) -> None:
    found = play(tmp_path / "a", vocabularies, SMALL)
    assert (found.leaks, found.report.unread, found.report.load_spread) == ((), 0, 0)
    assert found.report.tau_adjusted is not None


def test_same_seed_gives_the_same_season_and_another_gives_another(
    tmp_path: Path, vocabularies: Vocabularies
) -> None:
    first = play(tmp_path / "a", vocabularies, SMALL)
    assert play(tmp_path / "b", vocabularies, SMALL) == first
    assert play(tmp_path / "c", vocabularies, replace(SMALL, seed="8")).report != first.report


def test_every_planted_name_would_be_seen(tmp_path: Path, vocabularies: Vocabularies) -> None:
    found = play(tmp_path / "a", vocabularies, SMALL, redact=False)
    seen = {leak.partition(": ")[0] for leak in found.leaks}
    planted = {name for number in range(12) for name in rehearsal.identity_of(number)}
    assert seen == planted
    assert {leak.rpartition(".")[2] for leak in found.leaks} == {"html"}  # score sheets have no texts


def test_judges_who_leave_are_replaced(tmp_path: Path, vocabularies: Vocabularies) -> None:
    found = play(tmp_path / "a", vocabularies, replace(SMALL, judges=6, dropouts=2))
    assert (found.report.unread, found.leaks) == (0, ())


@pytest.mark.parametrize("number", [0, 155, 156, 2027, 4999])
def test_identities_are_never_the_same(number: int) -> None:
    others = {name for each in range(5000) if each != number for name in rehearsal.identity_of(each)}
    assert others.isdisjoint(rehearsal.identity_of(number))
