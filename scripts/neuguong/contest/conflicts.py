"""Who may not read what: conflicts that the book itself shows, declared ones, and those dismissed.

The season's book in; conflicts with their sources out. Two people of one full name are held to be the same
until somebody says why not: a wrong guess costs one reading, a missed one costs trust in the contest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from neuguong.contest.book import Book, ConflictRecord, Entry, Ground, JudgeRecord, SheetRecord
from neuguong.contest.handout import REASONS
from neuguong.contest.judges import person_key
from neuguong.contest.judging import SheetState
from neuguong.contest.units import same_unit


class _Cause(NamedTuple):
    ground: Ground
    source: str


def detect(book: Book) -> tuple[ConflictRecord, ...]:
    """Return the conflicts that the book shows and does not hold yet, and those that have got a new source.

    A conflict that was dismissed stays so while its sources are the same.
    """
    abstained = _abstained(book.sheets)
    found = []
    for _, judge in sorted(book.judges.items()):
        for _, entry in sorted(book.entries.items()):
            causes = [*_causes(judge, entry), *abstained.get((judge.id, entry.code), ())]
            if causes:
                record = _record(judge, entry, causes, book.conflicts.get(f"{judge.id}/{entry.code}"))
                if record is not None:
                    found.append(record)
    return tuple(found)


def holding(book: Book) -> frozenset[tuple[str, str]]:
    """Return the pairs (judge, code) that may never be."""
    return frozenset((each.judge, each.code) for each in book.conflicts.values() if not each.dismissed)


def declared(book: Book, judge: str, code: str, source: str) -> ConflictRecord:
    """Return a conflict that somebody declares, beside what is known of the pair already."""
    before = book.conflicts.get(f"{judge}/{code}")
    sources = [before.source] if before and source not in before.source else []
    return ConflictRecord(
        judge=judge,
        code=code,
        ground=before.ground if before else Ground.DECLARED,
        source="; ".join([*sources, source]),
    )


def dropped(book: Book, judge: str, code: str, reason: str) -> tuple[SheetRecord, ...]:
    """Return the judge's sheets of an entry, in whatever round, as handed back unread with a reason."""
    return tuple(
        replace(sheet, state=SheetState.ABSTAINED.value, scores=(), reason="ly-do-khac", reason_words=reason)
        for _, sheet in sorted(book.sheets.items())
        if (sheet.judge, sheet.code) == (judge, code) and sheet.state != SheetState.ABSTAINED
    )


def _record(
    judge: JudgeRecord, entry: Entry, causes: list[_Cause], before: ConflictRecord | None
) -> ConflictRecord | None:
    """Return the conflict to be written, or None where the book holds it as it is."""
    known = before.source.split("; ") if before else []
    told = (cause.source.replace(";", ",") for cause in causes)
    new = [source for source in dict.fromkeys(told) if source not in known]
    if not new:
        return None
    return ConflictRecord(
        judge=judge.id,
        code=entry.code,
        ground=before.ground if before else causes[0].ground,
        source="; ".join([*known, *new]),
    )


def _causes(judge: JudgeRecord, entry: Entry) -> Iterator[_Cause]:
    own = [(entry.unit, entry.place), *((writer.unit, writer.place) for writer in entry.writers)]
    if any(same_unit(judge.unit, unit, judge.place, place) for unit, place in own):
        yield _Cause(Ground.UNIT, f"bài của đơn vị giám khảo ({judge.unit})")
    if same_unit(judge.unit, entry.about.unit, judge.place, ""):
        yield _Cause(Ground.SUBJECT_UNIT, f"bài viết về đơn vị giám khảo ({judge.unit})")
    for asked in judge.apart_from:
        if any(same_unit(asked, unit, "", place) for unit, place in [*own, (entry.about.unit, "")]):
            yield _Cause(Ground.DECLARED, f"giám khảo xin không chấm {asked}")
    yield from _people(judge, entry)


def _people(judge: JudgeRecord, entry: Entry) -> Iterator[_Cause]:
    people = {person_key(writer.name): ("người viết", writer.unit) for writer in entry.writers}
    if entry.about.name:
        people.setdefault(person_key(entry.about.name), ("người được viết", entry.about.unit))
    own = people.get(person_key(judge.name))
    if own is not None:
        role, unit = own
        elsewhere = f", dù đơn vị ghi là {unit}" if unit and not same_unit(unit, judge.unit) else ""
        yield _Cause(Ground.SELF, f"{role} cùng họ tên với giám khảo{elsewhere}")
    for relative in judge.relatives:
        near = people.get(person_key(relative.name))
        if near is not None:
            how = relative.relation or "người thân"
            yield _Cause(Ground.RELATIVE, f"{near[0]} {relative.name} là {how} của giám khảo")


def _abstained(sheets: Mapping[str, SheetRecord]) -> dict[tuple[str, str], list[_Cause]]:
    """Return why judges handed entries back unread."""
    labels = {reason.slug: reason.label for reason in REASONS}
    found: dict[tuple[str, str], list[_Cause]] = {}
    for sheet in sheets.values():
        if sheet.state == SheetState.ABSTAINED:
            words = f" ({sheet.reason_words})" if sheet.reason_words else ""
            why = f"giám khảo trả lại bài: {labels.get(sheet.reason, sheet.reason)}{words}"
            found.setdefault((sheet.judge, sheet.code), []).append(_Cause(Ground.DECLARED, why))
    return found
