"""Intake: files and what a list says of them → entries with codes, each with why somebody must look at it.

Documents, rows, the season's book and rules, the day and a source of randomness in; new and changed entries
and texts for judges out. The same files again change nothing, in whatever order they come. Nothing is thrown
away: an entry beyond a limit waits for a person. Reads no disk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace

from neuguong import marked_yaml
from neuguong.content.season import Rules, Stage
from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import author_block, blind
from neuguong.contest.book import About, BlindText, Book, Entry, Picture, Source, Standing, Writer
from neuguong.contest.documents import Document
from neuguong.contest.lists import Column
from neuguong.contest.near_duplicates import Overlap
from neuguong.contest.redaction import whole
from neuguong.contest.units import unit_key
from neuguong.contest.word_count import count_words
from neuguong.problems import Problem, Text
from neuguong.text import fold, nfc, spelling_key

COLUMNS = (
    Column("file", ("Tệp", "Tên tệp", "File"), required=True),
    Column("title", ("Tên bài", "Tiêu đề", "Title")),
    Column("name", ("Người viết", "Tác giả", "Họ và tên", "Author")),
    Column("unit", ("Đơn vị", "Trường", "Đơn vị của người viết", "Unit")),
    Column("place", ("Xã, phường", "Nơi chốn", "Địa bàn", "Place")),
    Column("field", ("Lĩnh vực", "Field")),
    Column("about", ("Viết về ai", "Nhân vật", "Điển hình", "About")),
    Column("about_unit", ("Đơn vị của nhân vật", "Trường của nhân vật", "Unit of whom it is about")),
    Column("form", ("Loại đối tượng", "Form")),
    Column("role", ("Vai trò", "Role")),
    Column("age_group", ("Nhóm tuổi của nhân vật", "Age group of whom it is about")),
    Column("writer_age", ("Nhóm tuổi", "Nhóm tuổi của người viết", "Age group")),
    Column("unit_type", ("Loại đơn vị", "Kind of unit")),
    Column("level", ("Cấp học", "Level")),
    Column("summary", ("Tóm tắt", "Summary")),
    Column("lessons", ("Điều có thể làm theo", "What others can copy")),
    Column("happened", ("Ngày xảy ra chuyện", "Day of the events")),
    Column("consent", ("Phiếu đồng ý", "Consent")),
    Column("guardian_consent", ("Phiếu đồng ý của người giám hộ", "Phiếu của cha mẹ", "Guardian's consent")),
    Column("email", ("Email", "Thư điện tử", "E-mail")),
    Column("phone", ("Điện thoại", "SĐT", "Phone")),
)
"""What a list of entries may hold; the columns beyond the first few are needed before results only."""

_LISTS = {
    "place": "places",
    "field": "fields",
    "form": "forms",
    "role": "roles",
    "age_group": "age_groups",
    "writer_age": "age_groups",
    "unit_type": "unit_types",
    "level": "levels",
}
"""Columns whose values are slugs of a list; people write names or slugs."""

_HEADING = re.compile(r"\A(?:#{1,3} +)?(?P<title>[^\n]{2,150}?)#*\n+", re.DOTALL)
_LONGEST_TITLE = 20
WATCHED = 50
"""Per cent of the shorter text shared with another from which on somebody must look at it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A file that came in: its name, what it holds, what a list says of it, which list, in which line."""

    name: str
    document: Document
    row: Mapping[str, str] = field(default_factory=dict)
    list: str = ""
    line: int = 0

    def problem(self, rule: str, what: Text, fix: Text) -> Problem:
        """Return a problem with what is said of the file: in the list, or else in the file itself."""
        if not self.list:
            return Problem(self.name, 0, rule, what, fix)
        return Problem(
            self.list, self.line, rule, Text(f"{self.name}: {what.vi}", f"{self.name}: {what.en}"), fix
        )


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
            entry = self._read(candidate)
            if isinstance(entry, tuple):
                self._problems += entry
                continue
            read.append((candidate, entry))
            version_of = (file_key(candidate.name), _writers(entry))
            digests.setdefault(version_of, set()).add(candidate.document.digest)
        for candidate, entry in read:
            if len(digests[file_key(candidate.name), _writers(entry)]) > 1:
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
        name, writers = file_key(candidate.name), _writers(read)
        same = [self._entries[code] for code in self._by_digest.get(candidate.document.digest, ())]
        for entry in same:
            if set(_writers(entry)) & set(writers):
                return entry
        for entry in same:
            named = any(file_key(source.name) == name for source in entry.sources)
            if named and (_names(entry) & _names(read) or unit_key(entry.unit) == unit_key(read.unit)):
                return entry
        for entry in self._entries.values():
            if _writers(entry) == writers and any(file_key(s.name) == name for s in entry.sources):
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

    def _read(self, candidate: Candidate) -> Entry | tuple[Problem, ...]:
        """Return the file as an entry without code and standing."""
        block = author_block.cut(candidate.document.text)
        data = _Data(candidate, block.says, self._setting.vocabularies)
        title, text = _title(data.get("title"), block.text)
        problems = list(data.problems)
        names = names_in(data.get("name"))
        for key, value in (("title", title), ("name", "".join(names)), ("unit", data.get("unit"))):
            if not any(map(str.isalnum, value)):
                problems.append(candidate.problem("entry-says-who-wrote-it", *_NEEDED[key]))
        if problems:
            return tuple(problems)
        return Entry(
            code="",
            title=title,
            writers=tuple(
                Writer(
                    name=name,
                    unit=data.get("unit"),
                    place=data.get("place"),
                    email=data.get("email"),
                    phone=data.get("phone"),
                    age_group=data.get("writer_age"),
                )
                for name in names
            ),
            about=About(
                name=data.get("about"),
                form=data.get("form"),
                role=data.get("role"),
                age_group=data.get("age_group"),
                unit=data.get("about_unit"),
            ),
            unit=data.get("unit"),
            place=data.get("place"),
            field=data.get("field"),
            summary=data.get("summary"),
            unit_type=data.get("unit_type"),
            level=data.get("level"),
            lessons=tuple(each.strip() for each in data.get("lessons").split(";") if each.strip()),
            happened=data.get("happened"),
            consent=data.get("consent"),
            guardian_consent=data.get("guardian_consent"),
            received=self._setting.day,
            sources=(Source(name=nfc(candidate.name), digest=candidate.document.digest),),
            markdown=text,
            block="\n".join(block.lines),
            words=count_words(text),
            pictures=tuple(Picture(data=each) for each in candidate.document.pictures),
        )

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


class _Data:
    """What is said of an entry: by the list, or else above its text, or else in the author's block."""

    def __init__(self, candidate: Candidate, block: Mapping[str, str], vocabularies: Vocabularies) -> None:
        self.problems: list[Problem] = []
        own = _front_matter(candidate.document.front_matter)
        self._values: dict[str, str] = {}
        for column in COLUMNS:
            key = column.key
            value = candidate.row.get(key) or own.get(key) or ("" if key in _LISTS else block.get(key, ""))
            if value and key in _LISTS:
                slug = vocabularies.slug_named(_LISTS[key], value)
                if slug is None:
                    like = vocabularies.nearest_slug(_LISTS[key], value)
                    self.problems.append(
                        candidate.problem(
                            "value-is-on-the-list",
                            *_unknown(column, value, like),
                        )
                    )
                value = slug or ""
            self._values[key] = " ".join(value.split())
        if not self._values["place"] and block.get("place"):
            self._values["place"] = vocabularies.slug_named("places", block["place"]) or ""

    def get(self, key: str) -> str:
        return self._values[key]


def _front_matter(text: str) -> dict[str, str]:
    """Return what a Markdown file says above its text, by the keys of our columns."""
    marked, _ = marked_yaml.parse(text, "")
    data = marked.data if marked is not None else {}
    if not isinstance(data, dict):
        return {}
    author, subject = data.get("author"), data.get("subject")
    found: dict[str, object] = {key: data.get(key) for key in _OWN_KEYS}
    if isinstance(author, dict):
        found |= {"name": author.get("name"), "writer_age": author.get("age_group")}
        found |= {"unit": author.get("unit") or data.get("unit"), "about_unit": data.get("unit")}
    if isinstance(subject, dict):
        found |= {"about": subject.get("name")} | {
            key: subject.get(key) for key in ("form", "role", "age_group")
        }
    lessons = data.get("lessons")
    if isinstance(lessons, list):
        found["lessons"] = "; ".join(str(each).replace(";", ",") for each in lessons)
    return {key: nfc(str(value)) for key, value in found.items() if isinstance(value, str | int | date)}


_OWN_KEYS = (
    "title",
    "place",
    "field",
    "unit_type",
    "level",
    "summary",
    "happened",
    "consent",
    "guardian_consent",
)


def _title(given: str, text: str) -> tuple[str, str]:
    """Return the title, and the text without the line that repeats it."""
    first = _HEADING.match(text)
    line = re.sub(r"[*_`]+", "", first["title"]).strip(' .:“”"') if first else ""
    if given:
        repeats = first is not None and fold(line) == fold(given.strip(' .:“”"'))
        return given, text[first.end() :] if first is not None and repeats else text
    if (
        first is None
        or len(line.split()) > _LONGEST_TITLE
        or (line[-1:] in "?!…" and not text.startswith("#"))
    ):
        return "", text
    return line, text[first.end() :]


def file_key(name: str) -> str:
    """Return by what a file on a list and one on a disk are the same: marks, case and ending aside."""
    bare = fold(nfc(name)).strip()
    return bare.rpartition(".")[0] if bare.endswith((".docx", ".md", ".markdown", ".txt")) else bare


def names_in(value: str) -> tuple[str, ...]:
    """Return the people in a cell: parted by semicolons, or by commas, “và” … where each part is a name."""
    parts = [part.strip() for part in value.split(";")]
    people: list[str] = []
    for part in parts:
        several = [each.strip() for each in _BETWEEN_NAMES.split(part)]
        people += several if all(map(_is_name, several)) else [part]
    return tuple(person for person in people if any(map(str.isalpha, person)))


def _is_name(part: str) -> bool:
    words = part.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word.isalpha() for word in words)


def is_blind(entry: Entry) -> bool:
    """Return whether redaction is done, so that the blind text is of the last version."""
    return without_redaction(entry.reasons) == entry.reasons


def holds_back(reasons: Iterable[str]) -> bool:
    """Return whether an entry waits for any of these reasons; why a late one was taken is none."""
    return any(not reason.startswith(_LATE.partition(":")[0]) for reason in reasons)


def without_redaction(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons for which an entry waits once its text is blind."""
    return tuple(reason for reason in reasons if not reason.startswith(_REDACT.partition(":")[0]))


def _names(entry: Entry) -> set[str]:
    return {" ".join(spelling_key(writer.name).split()) for writer in entry.writers}


def _writers(entry: Entry) -> tuple[str, ...]:
    return tuple(f"{' '.join(spelling_key(w.name).split())} @ {unit_key(w.unit)}" for w in entry.writers)


def _unit(entry: Entry) -> str:
    return unit_key(entry.unit, entry.place)


_BETWEEN_NAMES = re.compile(r"\s*[,/&+]\s*|\s+(?:và|[-–—])\s+")
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
_NEEDED = {
    "title": (
        Text("chưa biết tên bài", "the title is not known"),
        Text("ghi cột “Tên bài” trong danh sách", "give it in the list's column “Tên bài”"),
    ),
    "name": (
        Text("chưa biết ai viết", "nobody knows who wrote it"),
        Text(
            "ghi tệp này vào danh sách, cột “Người viết” (nhiều người thì cách nhau bằng dấu chấm phẩy)",
            "give it in the list's column “Người viết”, several people parted by semicolons",
        ),
    ),
    "unit": (
        Text("chưa biết đơn vị của người viết", "the writer's unit is not known"),
        Text("ghi cột “Đơn vị” trong danh sách", "give it in the list's column “Đơn vị”"),
    ),
}


def _unknown(column: Column, value: str, like: str | None) -> tuple[Text, Text]:
    title = column.titles[0]
    return (
        Text(f"cột “{title}”: không có “{value}” trong danh mục", f"“{value}” is not on the list ({title})"),
        Text(
            f"ghi đúng tên hoặc mã{f', có lẽ {like}' if like else ''}",
            f"give a name or slug{f', perhaps {like}' if like else ''}",
        ),
    )
