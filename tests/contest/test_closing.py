"""The end of a round: who goes on in order, who has won what, and never while something is open."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from neuguong.contest import closing, score_table
from neuguong.contest.book import Closing, DecisionRecord, Standing, Won
from tests.contest.seasons import RULES, book
from tests.contest.test_score_table import CLEAR, EQUAL, FINAL, marks


def test_round_before_the_last_ends_with_those_who_go_on() -> None:
    table = score_table.build(book(CLEAR, "so-khao", advanced=False), RULES, "so-khao")
    assert closing.of(table) == Closing(round="so-khao", advanced=("B1", "B2", "B3"), table=table.digest)


def test_last_round_ends_with_prizes_and_the_jurys_reasons() -> None:
    decision = DecisionRecord(round=FINAL, order=("B4", "B1", "B2"), reason="chi tiết mới", by="Hội đồng")
    table = score_table.build(replace(book(EQUAL), decisions=(decision,)), RULES, FINAL)
    unit = Won(prize="tap-the", unit="Trường TH Mẫu")
    assert closing.of(table, (unit,)) == Closing(
        round=FINAL,
        prizes=(
            Won(prize="nhat", code="B3"),
            Won(prize="nhi", code="B4", reason="chi tiết mới"),
            Won(prize="nhi", code="B1", reason="chi tiết mới"),
            unit,
        ),
        table=table.digest,
    )


def test_round_with_something_left_to_decide_has_no_end() -> None:
    with pytest.raises(ValueError, match="not finished"):
        closing.of(score_table.build(book(EQUAL), RULES, FINAL))


def test_round_is_overtaken_once_others_would_go_on() -> None:
    first = book(CLEAR, "so-khao", advanced=False)
    closed = closing.of(score_table.build(first, RULES, "so-khao"))

    def overtaken(**marks_of: tuple[tuple[str, str], ...]) -> bool:
        now = book({**CLEAR, **marks_of}, "so-khao", advanced=False)
        return closing.is_overtaken(closed, score_table.build(now, RULES, "so-khao"))

    assert not overtaken()
    assert not overtaken(B3=marks(71, 73))
    assert overtaken(B4=marks(75, 76))
    assert overtaken(B4=marks(95, 40))


def test_round_is_overtaken_where_a_withdrawn_entry_leaves_its_place_to_another() -> None:
    first = book({**CLEAR, "B4": marks(60, 62)}, "so-khao", advanced=False)
    closed = closing.of(score_table.build(first, RULES, "so-khao"))
    gone = msgspec.structs.replace(first.entries["B3"], standing=Standing.WITHDRAWN)
    now = score_table.build(replace(first, entries={**first.entries, "B3": gone}), RULES, "so-khao")
    assert closing.is_overtaken(closed, now)
