"""The end of a round: who goes on, or who has won what.

A table with nothing left to decide in; the record of the round's end out.
"""

from __future__ import annotations

from neuguong.contest.book import Closing, Won
from neuguong.contest.score_table import ScoreTable


def of(table: ScoreTable, units: tuple[Won, ...] = ()) -> Closing:
    """Return the end of the round; `units`: the collective prizes of the last one.

    Raises ValueError where something is left to be read or decided.
    """
    if not table.is_final:
        raise ValueError(f"round {table.round} is not finished")
    won = table.won
    if not table.is_last:
        return Closing(round=table.round, advanced=tuple(place.code for place in won), table=table.digest)
    reasons = {code: each.reason for each in table.decided for code in each.order}
    prizes = tuple(
        Won(prize=place.prize or "", code=place.code, reason=reasons.get(place.code, "")) for place in won
    )
    return Closing(round=table.round, prizes=(*prizes, *units), table=table.digest)


def is_overtaken(closing: Closing, table: ScoreTable) -> bool:
    """Return whether others would go on by the round's table as it is now than when it was closed.

    A sheet that came later may do that, or an entry that was withdrawn.
    """
    if closing.table == table.digest:
        return False
    still_there = {result.code for result in table.results}.intersection(closing.advanced)
    return not table.is_final or still_there != {place.code for place in table.won}
