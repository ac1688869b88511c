"""Marked data into frozen records: every fault of a record at once, each at its line.

A record is a frozen dataclass whose fields are annotated with `Key`: what the key is called, what to
write there and from which list. Validation, messages, the reference in the handbook and the questions of
`neuguong new` all read these annotations; no list of keys is kept anywhere else.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar, cast

import msgspec

from neuguong.marked_yaml import Marked, Path
from neuguong.problems import Problem, Text
from neuguong.text import nearest

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,4})?")
_LIKE_A_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")

FORBID_UNKNOWN: dict[str, Any] = {"extra": "forbid"}
"""Set as `__pydantic_config__` of a record: a key that the record does not know is a fault."""

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Key:
    """What people need to know about one key: its label, what to write, the list it comes from."""

    label: Text
    hint: Text
    vocabulary: str = ""


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """One key of a record as the code and the documents see it."""

    name: str
    key: Key
    required: bool
    many: bool
    type: Any
    default: Any

    @property
    def record(self) -> type[Any] | None:
        """Return the record nested under this key, if any."""
        return self.type if dataclasses.is_dataclass(self.type) else None


class _IsoDay:
    """Makes pydantic take 2015-11-20 and nothing else for a day (not 20/11/2015, not a number)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema  # noqa: PLC0415 - only where something is parsed

        return core_schema.no_info_before_validator_function(_iso_day, handler(source))


Day = Annotated[date, _IsoDay()]


class _PlainNumber:
    """Makes pydantic take 2 and 0.5 and nothing else for a number (no 1e3, no sign, no comma)."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema  # noqa: PLC0415 - only where something is parsed

        return core_schema.no_info_before_validator_function(_plain_number, handler(source))


Number = Annotated[Decimal, _PlainNumber()]


def keys_of(record: type[Any]) -> tuple[KeyInfo, ...]:
    """Return the keys of a record in the order in which they are written."""
    return _keys_of(cast("Any", record))


def parse_day(text: str) -> date:
    """Return the day written as 2015-11-20; anything else is a ValueError."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # 20151120 and 2015-W47-5 are days for Python
        raise ValueError("not a day")
    return day


def validate(
    record: type[Record], marked: Marked, path: str, at: Path = ()
) -> tuple[Record | None, tuple[Problem, ...]]:
    """Make the record of the data at `at`, or say everything that is wrong with it."""
    given = _given(marked.get(*at))
    made = convert(record, given)
    return (made, ()) if made is not None else examine(record, marked, path, at)


def convert(record: type[Record], given: Any) -> Record | None:
    """Make the record of data that is plainly right; None where somebody must look closer.

    Nearly all data is right, and pydantic, which says so well what is wrong, takes longer to start than
    a small build has time for.
    """
    typed = _typed(cast("Any", record), given)
    if typed is None:
        return None
    try:
        return msgspec.convert(typed, record)
    except msgspec.ValidationError:
        return None


def examine(
    record: type[Record], marked: Marked, path: str, at: Path = ()
) -> tuple[Record | None, tuple[Problem, ...]]:
    """Make the record with pydantic, which finds every fault at once."""
    from pydantic import ValidationError  # noqa: PLC0415 - only where something is wrong

    try:
        return _adapter(cast("Any", record)).validate_python(_given(marked.get(*at))), ()
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False)
        return None, tuple(_problem(record, fault, marked, path, at) for fault in faults)


def _typed(record: Any, given: Any) -> dict[str, Any] | None:
    """Return the data with true, false and numbers as such; None where a key or a form may be wrong."""
    names, others = _shapes(record)
    if not isinstance(given, dict) or not given.keys() <= names:
        return None
    typed = dict(given)
    for shape in others:
        if shape.name in typed:
            typed[shape.name] = _typed_value(shape, typed[shape.name])
            if typed[shape.name] is None:
                return None
    return typed


def _typed_value(shape: KeyInfo, value: Any) -> Any:
    if shape.many and isinstance(value, list):
        items = [_typed_item(shape, item) for item in value]
        return None if None in items else items
    return _typed_item(shape, value)


def _typed_item(shape: KeyInfo, value: Any) -> Any:
    if shape.record:
        return _typed(shape.record, value)
    if shape.type is bool:
        return {"true": True, "false": False}.get(value) if isinstance(value, str) else None
    if shape.type is int:
        return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else None
    if shape.type is Decimal:
        return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None
    return value


@functools.cache
def _shapes(record: Any) -> tuple[frozenset[str], tuple[KeyInfo, ...]]:
    """Return the names of all keys, and those keys whose values are to become something else than text."""
    infos = keys_of(record)
    others = (info for info in infos if info.record or info.type in {bool, int, Decimal})
    return frozenset(info.name for info in infos), tuple(others)


@functools.cache
def _adapter(record: Any) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - only where something is wrong

    return TypeAdapter(record)


@functools.cache
def _keys_of(record: Any) -> tuple[KeyInfo, ...]:
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple(_key_info(field, hints[field.name]) for field in dataclasses.fields(record))


def _key_info(field: dataclasses.Field[Any], hint: Any) -> KeyInfo:
    key = next((extra for extra in _extras(hint) if isinstance(extra, Key)), None)
    if key is None:
        key = Key(Text(field.name, field.name), Text("", ""))
    inner, many = _inner_type(hint)
    default = None if field.default is dataclasses.MISSING else field.default
    required = field.default is dataclasses.MISSING
    return KeyInfo(field.name, key, required, many, inner, default)


def _extras(hint: Any) -> tuple[Any, ...]:
    return getattr(hint, "__metadata__", ())


def _inner_type(hint: Any) -> tuple[Any, bool]:
    """Return the type of one value, and whether the key holds a list of them."""
    if _extras(hint):
        hint = typing.get_args(hint)[0]
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(part for part in typing.get_args(hint) if part is not type(None))
    if _extras(hint):
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        return _inner_type(typing.get_args(hint)[0])[0], True
    return hint, False


def _given(value: Any) -> Any:
    """Leave out keys without a value: an empty `consent:` says nothing."""
    if isinstance(value, dict):
        return {key: _given(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_given(item) for item in value]
    return value


def _iso_day(value: Any) -> Any:
    return parse_day(value) if isinstance(value, str) else value


def _plain_number(value: Any) -> Any:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("not a number as they are written here")
    return value


def _problem(record: type[Any], fault: Any, marked: Marked, path: str, at: Path) -> Problem:
    where: Path = tuple(fault["loc"])
    line = marked.line((*at, *where))
    known = dict(_known_at(record, where))
    name = str(where[-1]) if where else ""
    if fault["type"] == "missing":
        return _missing(path, line, name, known.get(name))
    if fault["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        return _unknown(path, line, name, known)
    info = known.get(name) or _around(record, where)
    given = marked.text(*at, *where)
    if info and info.type is date and _LIKE_A_DAY.fullmatch(given):
        return _no_such_day(path, line, given)
    return _wrong_form(path, line, _label(where), info)


def _known_at(record: type[Any], where: Path) -> Iterator[tuple[str, KeyInfo]]:
    """Yield the keys of the record in which the last step of the path lies."""
    current: type[Any] | None = record
    for step in where[:-1]:
        if current and isinstance(step, str):
            info = next((info for info in keys_of(current) if info.name == step), None)
            current = info.record if info else None
    if current:
        yield from ((info.name, info) for info in keys_of(current))


def _around(record: type[Any], where: Path) -> KeyInfo | None:
    """Return the key whose list holds the faulty item (also_fields[1] → also_fields)."""
    while where and isinstance(where[-1], int):
        where = where[:-1]
    return dict(_known_at(record, where)).get(str(where[-1])) if where else None


def _label(where: Path) -> str:
    """Return the path as people read it: photos (2) → alt."""
    words = [f"({step + 1})" if isinstance(step, int) else step for step in where]
    return " ".join(words) or "…"


def _missing(path: str, line: int, name: str, info: KeyInfo | None) -> Problem:
    label, hint = (info.key.label, info.key.hint) if info else (Text(name, name), Text("", ""))
    return Problem(
        path,
        line,
        "key-is-given",
        Text(f"thiếu mục “{name}” ({label.vi})", f"“{name}” ({label.en}) is missing"),
        Text(
            f"thêm dòng “{name}: …”{hint.vi and f' – {hint.vi}'}",
            f"add a line “{name}: …”{hint.en and f' – {hint.en}'}",
        ),
    )


def _unknown(path: str, line: int, name: str, known: dict[str, KeyInfo]) -> Problem:
    near = nearest(name, list(known))
    listed = ", ".join(known)
    if near:
        fix = Text(f"viết “{near}”", f"write “{near}”")
    else:
        fix = Text(f"xóa dòng này; các mục có: {listed}", f"delete this line; keys are: {listed}")
    return Problem(
        path,
        line,
        "key-is-known",
        Text(f"không có mục nào tên “{name}”", f"there is no key “{name}”"),
        fix,
    )


def _wrong_form(path: str, line: int, label: str, info: KeyInfo | None) -> Problem:
    form = _form_in_words(info) if info else Text("các dòng “mục: giá trị”", "lines “key: value”")
    return Problem(
        path,
        line,
        "value-has-its-form",
        Text(f"“{label}” viết chưa đúng dạng", f"“{label}” does not have the right form"),
        Text(f"mục này cần {form.vi}", f"this key takes {form.en}"),
    )


def _no_such_day(path: str, line: int, given: str) -> Problem:
    """A day written right that no calendar has, or day and month first: say which day was meant."""
    day, month, year = reversed(given.split("-")) if given[4:5] == "-" else re.split(r"[-/.]", given)
    try:
        meant = date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return Problem(
            path,
            line,
            "value-has-its-form",
            Text(f"không có ngày “{given}” trên lịch", f"there is no day “{given}”"),
            Text("xem lại ngày và tháng", "look at day and month again"),
        )
    return Problem(
        path,
        line,
        "value-has-its-form",
        Text(f"“{given}” viết chưa đúng dạng ngày", f"“{given}” is no day as they are written here"),
        Text(f"viết “{meant}”", f"write “{meant}”"),
    )


def _form_in_words(info: KeyInfo) -> Text:
    one = _one_in_words(info.type)
    if info.many:
        return Text(f"một danh sách, mỗi dòng “- ” là {one.vi}", f"a list, each “- ” line {one.en}")
    return one


def _one_in_words(kind: Any) -> Text:
    if dataclasses.is_dataclass(kind):
        names = ", ".join(info.name for info in keys_of(kind))  # type: ignore[arg-type]
        return Text(f"các mục con: {names}", f"the keys {names}")
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        names = ", ".join(kind)
        return Text(f"một trong: {names}", f"one of: {names}")
    words = {
        date: Text("ngày dạng năm-tháng-ngày, ví dụ 2015-11-20", "a day as 2015-11-20"),
        bool: Text("true hoặc false", "true or false"),
        int: Text("một số nguyên", "a whole number"),
        Decimal: Text("một số, phần lẻ viết sau dấu chấm, như 0.5", "a number such as 2 or 0.5"),
    }
    return words.get(kind, Text("một dòng chữ", "a line of text"))
