"""Handouts out of the book: what each judge of a round reads, and what is known when sheets return.

The book, the rules and the names of fields in; handouts and what sheets are held against out. A handout is
made of `BlindText` records alone, which hold nothing of who wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import PurePosixPath

from neuguong.content.season import Rules, Stage
from neuguong.contest.book import BlindText, Book, PacketRecord, SheetRecord, Standing
from neuguong.contest.collect import Known, KnownJudge, Origin, Received
from neuguong.contest.handout import BlindEntry, Guide, Handout, Picture, plain
from neuguong.contest.rules import rubric_of
from neuguong.contest.score_table import sheet_of

ROUND_NAMES = {Stage.FIRST_ROUND: "Vòng sơ khảo", Stage.FINAL_ROUND: "Vòng chung khảo"}


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What the book does not know of a round: the season's slug, field names by slug, whom to send to."""

    season: str
    fields: Mapping[str, str]
    send_to: str = ""


class NoText(LookupError):  # noqa: N818 - says what happened
    """An entry that is to be read has no text for judges yet."""


def readers(book: Book, slug: str) -> tuple[str, ...]:
    """Return the ids of the judges who have readings in the round."""
    assignment = book.assignments.get(slug)
    return tuple(sorted({each.judge for each in assignment.readings})) if assignment else ()


def codes_of(book: Book, slug: str, judge: str) -> tuple[str, ...]:
    """Return the codes that a judge reads, in an order of the judge's own.

    What is read first or last is scored otherwise than in the middle, so nothing comes first everywhere.
    """
    assignment = book.assignments[slug]
    own = (each.code for each in assignment.readings if each.judge == judge)
    return tuple(sorted(own, key=lambda code: _drawn(assignment.seed, judge, code)))


def codes_to_read(book: Book, slug: str, judge: str) -> tuple[str, ...]:
    """Return those of them that are still in the contest: what was withdrawn is shown to nobody."""
    return tuple(c for c in codes_of(book, slug, judge) if book.entries[c].standing is Standing.ACCEPTED)


def handout(book: Book, rules: Rules, slug: str, judge_id: str, about: About) -> Handout:
    """Return what a judge is given. Raises NoText."""
    judge = book.judges[judge_id]
    stage = Stage(slug)
    return Handout(
        season=about.season,
        season_name=rules.name,
        round=slug,
        round_name=ROUND_NAMES[stage],
        judge=judge_id,
        judge_name=judge.name,
        judge_unit=judge.unit,
        guides=tuple(
            Guide(criterion=criterion, low=words.low, middle=words.middle, high=words.high)
            for criterion, words in zip(rubric_of(rules).criteria, rules.criteria, strict=True)
        ),
        entries=tuple(_entry(book, code, about.fields) for code in codes_to_read(book, slug, judge_id)),
        deadline=deadline_of(book, rules, slug),
        send_to=about.send_to,
    )


def deadline_of(book: Book, rules: Rules, slug: str) -> date:
    """Return the day that was set with the assignment, or else the round's last one."""
    assignment = book.assignments.get(slug)
    last = next(phase.end for phase in rules.phases if phase.phase.value == slug)
    return assignment.deadline if assignment and assignment.deadline else last


def known(book: Book, rules: Rules, slug: str, season: str) -> Known:
    """Return what sheets of the round are held against."""
    assignment = book.assignments[slug]
    third = {(each.judge, each.code) for each in assignment.readings if each.third}
    judges = []
    for judge in readers(book, slug):
        name = f"{slug}/{judge}"
        packet = book.packets.get(name)
        codes = codes_of(book, slug, judge)
        judges.append(
            KnownJudge(
                id=judge,
                packet=packet.digest if packet else "",
                older_packets=book.packets_before.get(name, ()),
                codes=codes,
                third=tuple(code for code in codes if (judge, code) in third),
            )
        )
    return Known(
        season=season,
        round=slug,
        rubric=rubric_of(rules),
        judges=tuple(judges),
        codes=frozenset(book.entries),
    )


def held(book: Book, slug: str, season: str) -> tuple[Received, ...]:
    """Return the sheets of a round that the book holds, as collecting takes them."""
    return tuple(
        Received(
            season=season,
            sheet=sheet_of(sheet),
            notes=sheet.notes,
            reason_words=sheet.reason_words,
            packet=sheet.packet,
            origin=Origin(file=sheet.file, digest=sheet.digest, version=sheet.version),
        )
        for _, sheet in sorted(book.sheets.items())
        if sheet.round == slug
    )


def record_of(received: Received) -> SheetRecord:
    """Return a sheet as the book holds it."""
    sheet = received.sheet
    return SheetRecord(
        round=sheet.round,
        judge=sheet.judge,
        code=sheet.code,
        scores=tuple((criterion, plain(score)) for criterion, score in sheet.scores),
        state=sheet.state.value,
        reason=sheet.reason,
        reason_words=received.reason_words,
        third=sheet.third,
        notes=received.notes,
        packet=received.packet,
        file=PurePosixPath(received.origin.file).name,
        digest=received.origin.digest,
        version=received.origin.version,
    )


def new_sheets(book: Book, collected: Sequence[Received]) -> tuple[SheetRecord, ...]:
    """Return the sheets that the book does not hold as they are."""
    records = map(record_of, collected)
    return tuple(record for record in records if book.sheets.get(record.key) != record)


def packet_record(given: Handout, digest: str) -> PacketRecord:
    """Return a packet as the book knows it."""
    return PacketRecord(round=given.round, judge=given.judge, digest=digest)


def _entry(book: Book, code: str, fields: Mapping[str, str]) -> BlindEntry:
    text = book.texts.get(code)
    if text is None:
        raise NoText(code)
    return BlindEntry(
        code=code,
        title=text.title,
        field=fields.get(text.field, ""),
        markdown=text.markdown,
        pictures=_pictures(text),
    )


def _pictures(text: BlindText) -> tuple[Picture, ...]:
    """Return the pictures without credits: whoever took them may be the writer."""
    return tuple(Picture(data=each.data, alt=each.alt, caption=each.caption) for each in text.pictures)


def _drawn(*words: str) -> bytes:
    return blake2b("\0".join(words).encode(), digest_size=16).digest()
