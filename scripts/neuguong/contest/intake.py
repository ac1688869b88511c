"""Intake: files and what a list says of them → entries with codes, each with why somebody must look at it.

Documents, rows, the season's book and rules, the day and a source of randomness in; new and changed entries
and texts for judges out. The same files again change nothing, in whatever order they come. Nothing is thrown
away: an entry beyond a limit waits for a person. Reads no disk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from neuguong.content.season import Rules, Stage
from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import arrival, blind
from neuguong.contest.arrival import Candidate
from neuguong.contest.book import BlindText, Book, Entry, Picture, Standing
from neuguong.contest.near_duplicates import Overlap
from neuguong.contest.redaction import whole
from neuguong.contest.units import unit_key
from neuguong.problems import Problem, Text
from neuguong.text import nfc, spelling_key

WATCHED = 50
"""Per cent of the shorter text shared with another from which on somebody must look at it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What entries are held against. `late`: why those who come after the last day are taken nevertheless."""

    rules: Rules
    vocabularies: Vocabularies
    day: date
    late: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What intake came to.

    `entries`: as they are now, in the order of files; `changed`: those that are new or changed; `texts`: what
    judges may read at once; `problems`: files that are no entry.
    """

    entries: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    texts: tuple[BlindText, ...]
    problems: tuple[Problem, ...]
    unchanged: int


def take(candidates: Iterable[Candidate], book: Book, setting: Setting, draw: Callable[[int], int]) -> Taken:
    """Take files in. `draw(n)` returns a random number below n."""
    taking = _Taking(book, setting, draw)
    taking.take_all(sorted(candidates, key=lambda each: (nfc(each.name), each.document.digest, each.line)))
    return taking.taken()


def watched(
    entries: Sequence[Entry], overlaps: Iterable[Overlap], titles: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield the entries that share so much with another text that somebody must look; `titles`: by id."""
    by_code = {entry.code: entry for entry in entries}
    for overlap in overlaps:
        share = round(100 * overlap.containment)
        if share < WATCHED:
            continue
        for code, other in ((overlap.first, overlap.second), (overlap.second, overlap.first)):
            entry = by_code.get(code)
            if entry is None:
                continue
            reason = f"giống {share} % với {titles.get(other, other)}"
            if reason not in entry.reasons and entry.standing in {Standing.ACCEPTED, Standing.WAITING}:
                by_code[code] = replace(entry, standing=Standing.WAITING, reasons=(*entry.reasons, reason))
                yield by_code[code]


class _Taking:
    """One intake on its way."""

    def __init__(self, book: Book, setting: Setting, draw: Callable[[int], int]) -> None:
        self._book = book
        self._setting = setting
        self._draw = draw
        self._places = {place.slug: place.name for place in setting.vocabularies.places}
        self._entries = dict(book.entries)
        self._by_digest: dict[str, list[str]] = {}
        for entry in book.entries.values():
            self._remember(entry)
        self._assigned = {r.code for a in book.assignments.values() for r in a.readings}
        self._order: list[str] = []
        self._changed: dict[str, Entry] = {}
        self._texts: dict[str, BlindText] = {}
        self._problems: list[Problem] = []
        self._unchanged = 0

    def taken(self) -> Taken:
        return Taken(
            entries=tuple(self._entries[code] for code in dict.fromkeys(self._order)),
            changed=tuple(self._changed.values()),
            texts=tuple(self._texts.values()),
            problems=tuple(self._problems),
            unchanged=self._unchanged,
        )

    def take_all(self, candidates: Iterable[Candidate]) -> None:
        """Take what can be read; files that differ under one name and writer are told, not chosen from."""
        read: list[tuple[Candidate, Entry]] = []
        digests: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for candidate in candidates:
            entry = arrival.read(candidate, self._setting.vocabularies, self._setting.day)
            if isinstance(entry, tuple):
                self._problems += entry
                continue
            read.append((candidate, entry))
            version_of = (arrival.file_key(candidate.name), _writers(entry))
            digests.setdefault(version_of, set()).add(candidate.document.digest)
        for candidate, entry in read:
            if len(digests[arrival.file_key(candidate.name), _writers(entry)]) > 1:
                self._problems.append(candidate.problem("entry-is-one-file", *_SEVERAL))
            else:
                self._take(candidate, entry)

    def _take(self, candidate: Candidate, read: Entry) -> None:
        before = self._before(candidate, read)
        if before is None:
            self._keep(replace(read, code=self._new_code()), None)
            return
        digests = [source.digest for source in before.sources]
        if candidate.document.digest == digests[-1]:
            self._keep(self._with_new_data(before, read), before)
            return
        if candidate.document.digest in digests:  # what came before the correction
            self._keep(before, before)
            return
        if before.code in self._assigned:
            self._problems.append(candidate.problem("entry-is-not-judged-yet", *_JUDGED))
            return
        received, sources = before.received or read.received, (*before.sources, *read.sources)
        self._keep(replace(read, code=before.code, received=received, sources=sources), before)

    def _remember(self, entry: Entry) -> None:
        for source in entry.sources:
            codes = self._by_digest.setdefault(source.digest, [])
            if entry.code not in codes:
                codes.append(entry.code)

    def _before(self, candidate: Candidate, read: Entry) -> Entry | None:
        """Return the entry that this file is a version of.

        That is one of the same bytes and a writer in common; or of the same bytes and file name, whose list
        was corrected, but not in both writer and unit; or of the same file name and writers.
        """
        name, writers = arrival.file_key(candidate.name), _writers(read)
        same = [self._entries[code] for code in self._by_digest.get(candidate.document.digest, ())]
        for entry in same:
            if set(_writers(entry)) & set(writers):
                return entry
        for entry in same:
            named = any(arrival.file_key(source.name) == name for source in entry.sources)
            if named and (_names(entry) & _names(read) or unit_key(entry.unit) == unit_key(read.unit)):
                return entry
        for entry in self._entries.values():
            if _writers(entry) == writers and any(arrival.file_key(s.name) == name for s in entry.sources):
                return entry
        return None

    def _with_new_data(self, before: Entry, read: Entry) -> Entry:
        """Return an entry whose file is the same, with what a list now says of it."""
        return replace(
            read,
            code=before.code,
            received=before.received,
            sources=before.sources,
            markdown=before.markdown,
            pictures=before.pictures,
            standing=before.standing,
            reasons=tuple(self._excused(before.reasons)),
        )

    def _excused(self, reasons: Iterable[str]) -> Iterator[str]:
        """Yield the reasons; that an entry came late is one no longer where it is taken nevertheless."""
        for reason in reasons:
            yield self._taken_late() if self._setting.late and reason.startswith(_AFTER) else reason

    def _taken_late(self) -> str:
        return _LATE.format(why=" ".join(self._setting.late.split()))

    def _keep(self, entry: Entry, before: Entry | None) -> None:
        """Keep what is new or changed, and make the text for judges where nothing in it tells a writer."""
        self._order.append(entry.code)
        same_text = before is not None and before.sources == entry.sources
        if before == entry:
            self._unchanged += 1
            return
        text = self._texts.get(entry.code) or self._book.texts.get(entry.code)
        if not same_text:
            entry = self._judged(entry, before)
        elif text is not None and is_blind(before or entry):
            entry = self._still_blind(entry, text)
        elif entry.standing is Standing.WAITING:
            entry = self._looked_at(entry, without_redaction(entry.reasons))
        self._entries[entry.code] = self._changed[entry.code] = entry
        self._remember(entry)

    def _judged(self, entry: Entry, before: Entry | None) -> Entry:
        """Return a new text with where it stands: what was out comes back only if somebody says so."""
        reasons = list(self._limits(entry))
        if before is not None and before.standing in _OUT:
            reasons.append(_OUT[before.standing])
        return self._looked_at(replace(entry, standing=Standing.WAITING), reasons)

    def _looked_at(self, entry: Entry, reasons: Iterable[str]) -> Entry:
        """Return an entry that waits for these reasons and for redaction, if its text tells a writer."""
        places = blind.look(whole(entry.title, entry.markdown), entry, self._places)
        if places:
            self._texts.pop(entry.code, None)
            reasons = (*reasons, _REDACT.format(count=len(places)))
        else:
            self._texts[entry.code] = text_of(entry, entry.title, entry.markdown)
        reasons = tuple(reasons)
        standing = Standing.WAITING if holds_back(reasons) else Standing.ACCEPTED
        return replace(entry, standing=standing, reasons=reasons)

    def _still_blind(self, entry: Entry, text: BlindText) -> Entry:
        """Return an entry of which a list says more now: its blind text may tell a new name."""
        left = blind.look(whole(text.title, text.markdown), entry, self._places)
        count = sum(1 for place in left if place.certain)
        if count and entry.standing not in _OUT:
            reasons = (*without_redaction(entry.reasons), _REDACT.format(count=count))
            return replace(entry, standing=Standing.WAITING, reasons=reasons)
        if text.field != entry.field:
            self._texts[entry.code] = replace(text, field=entry.field)
        free = entry.standing is Standing.WAITING and not holds_back(entry.reasons)
        return replace(entry, standing=Standing.ACCEPTED) if free else entry

    def _new_code(self) -> str:
        while True:
            code = f"B{10_000 + self._draw(90_000)}"
            if code not in self._entries:
                return code

    def _limits(self, entry: Entry) -> Iterator[str]:
        limits = self._setting.rules.limits
        if not limits.words_min <= entry.words <= limits.words_max:
            yield f"bài có {entry.words} chữ, thể lệ cho từ {limits.words_min} đến {limits.words_max}"
        if len(entry.pictures) > limits.photos_max:
            yield f"bài có {len(entry.pictures)} ảnh, thể lệ cho nhiều nhất {limits.photos_max}"
        others = [
            each
            for each in self._entries.values()
            if each.code != entry.code and each.standing in {Standing.ACCEPTED, Standing.WAITING}
        ]
        written = Counter(person for each in others for person in _writers(each))
        for person, writer in zip(_writers(entry), entry.writers, strict=True):
            if written[person] >= limits.entries_per_author:
                most = limits.entries_per_author
                yield f"{writer.name} đã có {written[person]} bài, mỗi người nhiều nhất {most}"
        sent = sum(1 for each in others if _unit(each) == _unit(entry))
        if sent >= limits.entries_per_unit:
            yield f"{entry.unit} đã có {sent} bài, mỗi đơn vị nhiều nhất {limits.entries_per_unit}"
        last = next(each.end for each in self._setting.rules.phases if each.phase is Stage.ENTRIES)
        if self._setting.day > last:
            late = f"{_AFTER} {self._setting.day:%d/%m/%Y}, sau hạn {last:%d/%m/%Y}"
            yield self._taken_late() if self._setting.late else late


def text_of(entry: Entry, title: str, markdown: str) -> BlindText:
    """Return the text for judges; the pictures bear no words, and no credit."""
    pictures = tuple(Picture(data=each.data) for each in entry.pictures)
    return BlindText(code=entry.code, title=title, field=entry.field, markdown=markdown, pictures=pictures)


def is_blind(entry: Entry) -> bool:
    """Return whether redaction is done, so that the blind text is of the last version."""
    return without_redaction(entry.reasons) == entry.reasons


def holds_back(reasons: Iterable[str]) -> bool:
    """Return whether an entry waits for any of these reasons; why a late one was taken is none."""
    found = tuple(reasons)
    return notes_in(found) != found


def notes_in(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return what is only noted of an entry: why a late one was taken."""
    return tuple(reason for reason in reasons if reason.startswith(_LATE.partition(":")[0]))


def without_redaction(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons for which an entry waits once its text is blind."""
    return tuple(reason for reason in reasons if not reason.startswith(_REDACT.partition(":")[0]))


def _names(entry: Entry) -> set[str]:
    return {" ".join(spelling_key(writer.name).split()) for writer in entry.writers}


def _writers(entry: Entry) -> tuple[str, ...]:
    return tuple(f"{' '.join(spelling_key(w.name).split())} @ {unit_key(w.unit)}" for w in entry.writers)


def _unit(entry: Entry) -> str:
    return unit_key(entry.unit, entry.place)


_OUT = {
    Standing.REFUSED: "bài đã không được nhận, nay gửi bản khác",
    Standing.WITHDRAWN: "bài đã rút, nay gửi bản khác",
}
_SEVERAL = (
    Text(
        "lần này có hai tệp khác nhau cùng tên, cùng người viết, không biết tệp nào đúng",
        "two files of one name and writer differ; which one is meant?",
    ),
    Text("để lại một tệp, hoặc đổi tên nếu là hai bài", "keep one; or rename it if they are two entries"),
)
_AFTER = "đến ngày"
_LATE = "nhận muộn: {why}"
_REDACT = "chờ rọc phách: {count} chỗ có thể cho biết ai viết"
_JUDGED = (
    Text(
        "bài này đã giao cho giám khảo, không thay được nữa", "the entry is with judges and cannot change now"
    ),
    Text(
        "giữ bản đã nhận; cần thay thì hội đồng rút bài cũ", "keep what was taken; else withdraw the old one"
    ),
)
