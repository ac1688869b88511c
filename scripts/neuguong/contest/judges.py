"""The list of judges: rows of a department's list → judges, known again when the list comes once more.

Rows and the judges there are in; judges and problems out. A judge is a full name and a unit, never a surname
or a given name alone. Nobody is removed by being left off a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from neuguong.content.vocabulary import Vocabularies
from neuguong.contest.book import JudgeRecord, Relative
from neuguong.contest.lists import Column, Row
from neuguong.contest.units import unit_key
from neuguong.problems import Problem, Text
from neuguong.text import fold, spelling_key

COLUMNS = (
    Column("name", ("Họ và tên", "Họ tên", "Giám khảo", "Full name"), required=True),
    Column("unit", ("Đơn vị", "Đơn vị công tác", "Cơ quan", "Nơi công tác", "Unit"), required=True),
    Column("place", ("Xã, phường", "Xã", "Địa bàn", "Place")),
    Column("fields", ("Lĩnh vực", "Lĩnh vực chấm", "Chuyên môn", "Fields")),
    Column("cap", ("Số bài tối đa", "Nhiều nhất", "Most entries")),
    Column("expert", ("Chuyên gia", "Chấm lần ba", "Expert")),
    Column("email", ("Email", "Thư điện tử", "E-mail")),
    Column("phone", ("Điện thoại", "Số điện thoại", "SĐT", "Phone")),
    Column("relatives", ("Người thân", "Relatives")),
    Column("apart_from", ("Không chấm đơn vị", "Xin không chấm", "Apart from")),
)
"""What a list of judges may hold. Several values of a cell are parted by semicolons."""

_YES = frozenset(("x", "co", "yes", "true", "1"))
_NO = frozenset(("", "khong", "no", "false", "0"))
_MAIL = re.compile(r"[^@\s<>;,]+@[^@\s<>;,]+\.[^@\s<>;,]+")


@dataclass(frozen=True, slots=True)
class Taken:
    """Judges who are new or whose data changed, what keeps the list from being taken, and who has left."""

    judges: tuple[JudgeRecord, ...]
    problems: tuple[Problem, ...]
    away: tuple[JudgeRecord, ...] = ()


def person_key(name: str) -> str:
    """Return what two spellings of one person's full name have in common."""
    return " ".join(spelling_key(name).split())


def take(
    path: str, rows: Iterable[Row], vocabularies: Vocabularies, known: Mapping[str, JudgeRecord]
) -> Taken:
    """Return the judges of a list, new and changed ones.

    With any problem no judge is taken at all. Ids (G01, G02 …) stay with name and unit; who has left stays
    away, though an older list is taken again.
    """
    ids = {_key(judge.name, judge.unit): judge for judge in known.values()}
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    judges: list[JudgeRecord] = []
    away: list[JudgeRecord] = []
    for row in rows:
        faults = list(_faults(path, row, vocabularies, seen))
        problems += faults
        if faults:
            continue
        key = _key(row.cells["name"], row.cells["unit"])
        before = ids.get(key)
        judge_id = before.id if before else f"G{len(ids) + 1:02}"
        judge = replace(_judge(judge_id, row.cells, vocabularies), gone=before.gone if before else "")
        away += [judge] if judge.gone else []
        if before is None or before != judge:
            ids[key] = judge
            judges.append(judge)
    return Taken(() if problems else tuple(judges), tuple(problems), tuple(away))


def _key(name: str, unit: str) -> tuple[str, str]:
    return person_key(name), unit_key(unit)


def _judge(judge_id: str, cells: Mapping[str, str], vocabularies: Vocabularies) -> JudgeRecord:
    return JudgeRecord(
        id=judge_id,
        name=cells["name"],
        unit=cells["unit"],
        place=cells["place"],
        fields=tuple(_fields(cells["fields"], vocabularies)),
        cap=int(cells["cap"]) if cells["cap"] else None,
        expert=fold(cells["expert"]) in _YES,
        email=cells["email"],
        phone=cells["phone"],
        relatives=tuple(map(_relative, _several(cells["relatives"]))),
        apart_from=tuple(_several(cells["apart_from"])),
    )


def _fields(cell: str, vocabularies: Vocabularies) -> Iterator[str]:
    """Yield the slugs of fields given by slug or name."""
    named = (vocabularies.slug_named("fields", each) for each in _several(cell))
    return (slug for slug in named if slug is not None)


def _several(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _relative(words: str) -> Relative:
    """Read “Bùi Văn Mẫu, Trường TH Mẫu, anh trai”."""
    name, _, rest = (part.strip() for part in words.partition(","))
    unit, _, relation = (part.strip() for part in rest.partition(","))
    return Relative(name=name, unit=unit, relation=relation)


def _faults(
    path: str, row: Row, vocabularies: Vocabularies, seen: dict[tuple[str, str], int]
) -> Iterator[Problem]:
    for rule, what, fix in _wrong(row.cells, vocabularies):
        yield Problem(path, row.line, rule, what, fix)
    key = _key(row.cells["name"], row.cells["unit"])
    if key in seen:
        yield Problem(
            path,
            row.line,
            "judge-stands-once",
            Text(f"giám khảo này đã có ở dòng {seen[key]}", f"this judge stands in line {seen[key]} too"),
            Text("xóa một dòng", "take one of the lines out"),
        )
    seen.setdefault(key, row.line)


def _wrong(cells: Mapping[str, str], vocabularies: Vocabularies) -> Iterator[tuple[str, Text, Text]]:
    if len(cells["name"].split()) < 2:
        yield "judge-is-named-in-full", *_HALF_A_NAME
    if not cells["unit"]:
        yield "judge-is-named-in-full", *_NO_UNIT
    for field in _several(cells["fields"]):
        if vocabularies.slug_named("fields", field) is None:
            like = vocabularies.nearest_slug("fields", field)
            yield (
                "field-is-on-the-list",
                Text(f"không có lĩnh vực “{field}”", f"there is no field “{field}”"),
                Text(
                    f"ghi đúng mã hoặc tên lĩnh vực{f', có lẽ {like}' if like else ''}",
                    f"give a field's slug or name{f', perhaps {like}' if like else ''}",
                ),
            )
    if cells["cap"] and not (cells["cap"].isdecimal() and 1 <= int(cells["cap"]) <= _MOST_READINGS):
        yield (
            "cap-is-a-number",
            Text(f"“{cells['cap']}” không phải số bài", f"“{cells['cap']}” is no number of entries"),
            Text("ghi một số từ 1, hoặc để trống", "write a number from 1, or leave it blank"),
        )
    if fold(cells["expert"]) not in _YES | _NO:
        yield (
            "mark-is-yes-or-no",
            Text(
                f"ô chuyên gia ghi “{cells['expert']}”, không rõ có hay không",
                f"“{cells['expert']}” is neither yes nor no",
            ),
            Text("ghi x hoặc để trống", "write x or leave it blank"),
        )
    if cells["email"] and not _MAIL.fullmatch(cells["email"]):
        yield (
            "address-is-one",
            Text(f"“{cells['email']}” không phải địa chỉ thư", f"“{cells['email']}” is no e-mail address"),
            Text("ghi một địa chỉ như ten@noi.vn", "give one address like name@place.vn"),
        )
    for words in _several(cells["relatives"]):
        if len(words.partition(",")[0].split()) < 2:
            yield (
                "relative-is-named-in-full",
                Text(f"người thân “{words}” chưa có họ và tên", f"“{words}” has no full name"),
                Text("ghi: họ và tên, đơn vị, quan hệ", "write: full name, unit, how they are related"),
            )


_MOST_READINGS = 10_000
_HALF_A_NAME = (
    Text("giám khảo chưa đủ họ và tên", "the judge's full name is not there"),
    Text("ghi đủ họ, đệm và tên; nhiều người trùng tên", "write the full name: many share a given name"),
)
_NO_UNIT = (
    Text("giám khảo chưa có đơn vị", "the judge has no unit"),
    Text("ghi tên đầy đủ của trường hoặc cơ quan", "write the full name of school or office"),
)


def find(name: str, judges: Mapping[str, JudgeRecord]) -> JudgeRecord | tuple[JudgeRecord, ...]:
    """Return the judge of an id or a full name; all who bear the name where they are several, or ()."""
    if name.upper() in judges:
        return judges[name.upper()]
    alike = tuple(judge for judge in judges.values() if person_key(judge.name) == person_key(name))
    return alike[0] if len(alike) == 1 else alike


def present(judges: Iterable[JudgeRecord]) -> Sequence[JudgeRecord]:
    """Return the judges who take part, by id."""
    return sorted((judge for judge in judges if not judge.gone), key=lambda judge: judge.id)
