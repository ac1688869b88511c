"""The quick way to make a record and pydantic's agree: what the one makes, the other makes too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content import season
from neuguong.content.model import Meta
from neuguong.content.vocabulary import AgeGroup, Period, Place
from neuguong.marked_yaml import Marked
from neuguong.records import KeyInfo, convert, examine, keys_of
from neuguong.settings import Settings

RECORDS = (Meta, Settings, Place, Period, AgeGroup, season.Rules, season.Results)
WORDS = (
    "2015-11-20", "2015-1-5", "20151120", "2015-02-30", "2015-W47-5", "2015-11-20T00:00:00", " 2015-11-20",
    "true", "false", "True", "yes", "1", "0", "007", "12", "-3", "1_000", "1.0", "１２", "null", "~", "",
    "0.5", "0,5", "1e3", "NaN", "Infinity", "-0.5", "2.", ".5", "0.50001", "00.5",
    "published", "PUBLISHED", "draft", "vi", "nhan-bai", "district", "presumed", "Một dòng chữ",
)  # fmt: skip
WORD = st.sampled_from(WORDS)
JUNK: st.SearchStrategy[Any] = st.one_of(
    WORD, st.none(), st.lists(WORD, max_size=2), st.just({"file": "a.jpg"})
)


def fitting(info: KeyInfo) -> st.SearchStrategy[Any]:
    """Data as a person might write it under the key: mostly right."""
    one = written(info.record) if info.record else WORD
    return st.lists(one, max_size=2) if info.many else one


@st.composite
def written(draw: st.DrawFn, record: type[Any]) -> dict[str, Any]:
    data = {}
    for info in keys_of(record):
        if info.required or draw(st.booleans()):
            data[info.name] = draw(JUNK if draw(st.integers(0, 30)) == 0 else fitting(info))
    if draw(st.integers(0, 20)) == 0:
        data["la"] = "x"
    return data


@given(st.sampled_from(RECORDS).flatmap(lambda record: st.tuples(st.just(record), written(record))))
def test_quick_record_is_the_one_pydantic_makes(case: tuple[type[Any], dict[str, Any]]) -> None:
    record, data = case
    quick = convert(record, {key: value for key, value in data.items() if value is not None})
    if quick is not None:
        assert examine(record, Marked(data), "a.md") == (quick, ())


@pytest.mark.parametrize("record", [record for record in RECORDS if record is not season.Results])
def test_quick_record_is_made_of_right_data(record: type[Any]) -> None:
    data = {info.name: right(info) for info in keys_of(record)}
    quick = convert(record, data)
    assert quick is not None
    assert examine(record, Marked(data), "a.md") == (quick, ())


def right(info: KeyInfo) -> Any:
    """The simplest right value under a key."""
    if info.record:
        one: Any = {inner.name: right(inner) for inner in keys_of(info.record)}
    else:
        words = {"date": "2015-11-20", "bool": "true", "int": "3", "Decimal": "0.5"}
        members = getattr(info.type, "__members__", {})
        one = next(iter(members.values())).value if members else words.get(info.type.__name__, "chữ")
    return [one] if info.many else one
