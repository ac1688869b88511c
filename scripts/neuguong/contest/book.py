"""The season's book: everything a vault keeps about a season, as records known by their lasting names.

An open vault in, a `Book` out; records in, what the vault appends out. Nothing is decided here. The classes
below are the one table of what may be kept: each has its kind and its name in the vault, and holds plain
values, scores as the decimal text of score files.

    entry       by code            who wrote it, about whom, the text as it came in, where it stands
    text        by code            what judges read: nothing in it may tell who wrote it
    judge       by id              full name, unit, fields, how to reach them, relatives
    conflict    by judge and code  why a judge may not read an entry, or why that was dismissed
    assignment  by round           who reads what, the third readings among them
    packet      by round and judge which packet was given out; its versions are those of before
    sheet       by round, judge, code
    closing     by round           who goes on, or won
    decision    alone              what the jury decided where numbers could not
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeVar

import msgspec

from neuguong.contest.keys import Sealed
from neuguong.contest.vault import New, Vault
from neuguong.problems import Problem, Text


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something inside a record."""


class Record(_Part, frozen=True, kw_only=True):
    """A record. `v` is the version of its form."""

    kind: ClassVar[str]
    v: int = 1

    @property
    def key(self) -> str:
        """Return the record's lasting name; "" for one that stands alone, one after the other."""
        return ""


class Picture(_Part, frozen=True, kw_only=True):
    """A picture without metadata (JPEG, PNG or WebP), what it shows, the line beneath it."""

    data: bytes
    alt: str = ""
    caption: str = ""
    credit: str = ""
    consent: str = ""


class Writer(_Part, frozen=True, kw_only=True):
    """Who wrote an entry. `age_group` as in vocabulary/subjects.yml."""

    name: str
    unit: str = ""
    place: str = ""
    email: str = ""
    phone: str = ""
    age_group: str = ""


class About(_Part, frozen=True, kw_only=True):
    """Whom or what an entry is about, in the words and slugs of a story's front matter."""

    name: str = ""
    form: str = ""
    role: str = ""
    age_group: str = ""
    unit: str = ""


class Source(_Part, frozen=True, kw_only=True):
    """A file that came in: its name, and the SHA-256 by which it is known when it comes again."""

    name: str
    digest: str


class Standing(StrEnum):
    """Where an entry stands: somebody has to look at it, it is judged, or it is out."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Entry(Record, frozen=True, kw_only=True):
    """An entry with all that is known of it. Slugs as in a story's front matter; "" is not known yet.

    `unit`: the school or office it comes from, in full. `markdown`: as it came, without the lines about the
    author, which are in `block`; `[Ảnh 1]` stands for the first of `pictures`. `consent`: the reference of
    the form that lets it be published. `words`: as Word counts them.
    """

    kind: ClassVar[str] = "entry"
    code: str
    title: str
    writers: tuple[Writer, ...]
    about: About = About()
    unit: str = ""
    place: str = ""
    field: str = ""
    summary: str = ""
    unit_type: str = ""
    level: str = ""
    lessons: tuple[str, ...] = ()
    happened: str = ""
    consent: str = ""
    guardian_consent: str = ""
    received: date | None = None
    sources: tuple[Source, ...] = ()
    markdown: str = ""
    block: str = ""
    words: int = 0
    pictures: tuple[Picture, ...] = ()
    standing: Standing = Standing.WAITING
    reasons: tuple[str, ...] = ()
    """Why it waits, was refused or withdrawn, in words for the secretary."""

    @property
    def key(self) -> str:
        """Return the code."""
        return self.code


class BlindText(Record, frozen=True, kw_only=True):
    """What judges read of an entry. `field` is a slug of the vocabulary."""

    kind: ClassVar[str] = "text"
    code: str
    title: str
    field: str
    markdown: str
    pictures: tuple[Picture, ...] = ()

    @property
    def key(self) -> str:
        """Return the code."""
        return self.code


class Relative(_Part, frozen=True, kw_only=True):
    """Somebody close to a judge: full name, unit, how they are related."""

    name: str
    unit: str = ""
    relation: str = ""


class JudgeRecord(Record, frozen=True, kw_only=True):
    """A judge. `gone`: why the judge no longer takes part; "" for one who does.

    `apart_from`: units whose entries the judge asks not to read.
    """

    kind: ClassVar[str] = "judge"
    id: str
    name: str
    unit: str
    place: str = ""
    fields: tuple[str, ...] = ()
    cap: int | None = None
    expert: bool = False
    email: str = ""
    phone: str = ""
    relatives: tuple[Relative, ...] = ()
    apart_from: tuple[str, ...] = ()
    gone: str = ""

    @property
    def key(self) -> str:
        """Return the judge's id."""
        return self.id


class Ground(StrEnum):
    """Why a judge may not read an entry."""

    UNIT = "unit"
    SUBJECT_UNIT = "subject-unit"
    SELF = "self"
    RELATIVE = "relative"
    DECLARED = "declared"


class ConflictRecord(Record, frozen=True, kw_only=True):
    """A conflict and where it was learnt (all sources, in words).

    `dismissed`, `dismissed_by`: why it is none after all, and who says so; "" while it holds.
    """

    kind: ClassVar[str] = "conflict"
    judge: str
    code: str
    ground: Ground
    source: str
    dismissed: str = ""
    dismissed_by: str = ""

    @property
    def key(self) -> str:
        """Return judge and code."""
        return f"{self.judge}/{self.code}"


class ReadingRecord(_Part, frozen=True, kw_only=True):
    """One judge reads one entry; `third`: called because the first readings lay too far apart."""

    code: str
    judge: str
    third: bool = False


class AssignmentRecord(Record, frozen=True, kw_only=True):
    """Who reads what in a round, and what it was made with."""

    kind: ClassVar[str] = "assignment"
    round: str
    readings: tuple[ReadingRecord, ...]
    seed: str
    cap: int | None = None
    school_cap: int | None = None
    deadline: date | None = None

    @property
    def key(self) -> str:
        """Return the round."""
        return self.round


class PacketRecord(Record, frozen=True, kw_only=True):
    """A packet that was given out, known by its digest."""

    kind: ClassVar[str] = "packet"
    round: str
    judge: str
    digest: str

    @property
    def key(self) -> str:
        """Return round and judge."""
        return f"{self.round}/{self.judge}"


class SheetRecord(Record, frozen=True, kw_only=True):
    """A score sheet that was accepted. `scores`: (criterion, decimal text), only those given.

    `state`, `reason`: as in judging.Sheet; `file`, `digest`, `version`: the score file it came in.
    """

    kind: ClassVar[str] = "sheet"
    round: str
    judge: str
    code: str
    scores: tuple[tuple[str, str], ...] = ()
    state: str
    reason: str = ""
    reason_words: str = ""
    third: bool = False
    notes: str = ""
    packet: str
    file: str
    digest: str
    version: int

    @property
    def key(self) -> str:
        """Return round, judge and code."""
        return f"{self.round}/{self.judge}/{self.code}"


class Won(_Part, frozen=True, kw_only=True):
    """A prize of an entry, or of a unit as a whole."""

    prize: str
    code: str = ""
    unit: str = ""
    reason: str = ""


class Closing(Record, frozen=True, kw_only=True):
    """The end of a round: the codes that go on to the next one, in their order; in the last round the prizes.

    `table`: SHA-256 of the table of scores that it was decided by.
    """

    kind: ClassVar[str] = "closing"
    round: str
    advanced: tuple[str, ...] = ()
    prizes: tuple[Won, ...] = ()
    table: str

    @property
    def key(self) -> str:
        """Return the round."""
        return self.round


class DecisionRecord(Record, frozen=True, kw_only=True):
    """The jury's order of entries that numbers could not part, its reason, and who decided."""

    kind: ClassVar[str] = "decision"
    round: str
    order: tuple[str, ...]
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Book:
    """The latest version of everything, by name; decisions in the order in which they were made.

    `packets_before`: digests of packets that were given out and replaced, by name.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    texts: dict[str, BlindText] = field(default_factory=dict)
    judges: dict[str, JudgeRecord] = field(default_factory=dict)
    conflicts: dict[str, ConflictRecord] = field(default_factory=dict)
    assignments: dict[str, AssignmentRecord] = field(default_factory=dict)
    packets: dict[str, PacketRecord] = field(default_factory=dict)
    packets_before: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: dict[str, SheetRecord] = field(default_factory=dict)
    closings: dict[str, Closing] = field(default_factory=dict)
    decisions: tuple[DecisionRecord, ...] = ()

    @property
    def accepted(self) -> tuple[Entry, ...]:
        """Return the entries that are judged, by code."""
        return tuple(e for _, e in sorted(self.entries.items()) if e.standing is Standing.ACCEPTED)


_Kind = TypeVar("_Kind", bound=Record)


def read(vault: Vault) -> Book:
    """Return what the vault keeps. Raises Sealed where a record is of a newer program."""
    packets: dict[str, PacketRecord] = {}
    before: dict[str, tuple[str, ...]] = {}
    for name, packet in _records(vault, PacketRecord).items():
        packets[name] = packet
        earlier = vault.versions(PacketRecord.kind, name)
        digests = (_decoded(vault, each.id, each.body, PacketRecord).digest for each in earlier)
        before[name] = tuple(digest for digest in digests if digest != packet.digest)
    return Book(
        entries=_records(vault, Entry),
        texts=_records(vault, BlindText),
        judges=_records(vault, JudgeRecord),
        conflicts=_records(vault, ConflictRecord),
        assignments=_records(vault, AssignmentRecord),
        packets=packets,
        packets_before=before,
        sheets=_records(vault, SheetRecord),
        closings=_records(vault, Closing),
        decisions=tuple(
            _decoded(vault, kept.id, kept.body, DecisionRecord) for kept in vault.records(DecisionRecord.kind)
        ),
    )


def new_of(record: Record) -> New:
    """Return the record as the vault appends it."""
    return New(record.kind, msgspec.json.encode(record), record.key)


def news_of(records: Iterable[Record]) -> list[New]:
    """Return records as the vault appends them in one action."""
    return [new_of(record) for record in records]


def _records(vault: Vault, kind: type[_Kind]) -> dict[str, _Kind]:
    """Return the latest records of a kind, by name."""
    return {kept.name: _decoded(vault, kept.id, kept.body, kind) for kept in vault.records(kind.kind)}


def _decoded(vault: Vault, record_id: str, body: bytes, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError:
        raise Sealed(Problem(vault.folder.record_path(record_id), 0, "record-is-known", *_NEWER)) from None


_NEWER = (
    Text("bản ghi này do bản Nêu Gương mới hơn ghi", "this record was written by a newer program"),
    Text("cập nhật Nêu Gương trên máy này rồi chạy lại", "update the program on this machine and run again"),
)
