"""One entry as it arrives: a file, what a list says of it, what it says itself → an entry without a code.

The list is believed first, then what stands above the text, then the author's block. What is not known stays
blank; title, writer and unit must be known. Decides nothing about limits, and takes nothing off the text but
the author's block and the title. Reads no disk.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from neuguong import marked_yaml
from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import author_block
from neuguong.contest.book import About, Entry, Picture, Source, Writer
from neuguong.contest.documents import Document
from neuguong.contest.lists import Column
from neuguong.contest.word_count import count_words
from neuguong.problems import Problem, Text
from neuguong.text import fold, nfc

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


def read(candidate: Candidate, vocabularies: Vocabularies, day: date) -> Entry | tuple[Problem, ...]:
    """Return the file as an entry without code and standing."""
    block = author_block.cut(candidate.document.text)
    data = _Data(candidate, block.says, vocabularies)
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
        received=day,
        sources=(Source(name=nfc(candidate.name), digest=candidate.document.digest),),
        markdown=text,
        block="\n".join(block.lines),
        words=count_words(text),
        pictures=tuple(Picture(data=each) for each in candidate.document.pictures),
    )


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


_BETWEEN_NAMES = re.compile(r"\s*[,/&+]\s*|\s+(?:và|[-–—])\s+")
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
