from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.marked_yaml import Data, Marked, parse
from neuguong.problems import Problem, Text
from neuguong.records import FORBID_UNKNOWN, Day, Key, KeyInfo, examine, keys_of, validate


class Colour(StrEnum):
    RED = "do"
    BLUE = "xanh"


@dataclass(frozen=True, kw_only=True, slots=True)
class Boat:
    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Annotated[str, Key(Text("Tên đò", "Boat"), Text("tên con đò", "the boat's name"))]
    colour: Colour = Colour.RED
    seats: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ferry:
    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    title: Annotated[str, Key(Text("Tên bến", "Title"), Text("vài chữ", "some words"))]
    opened: Annotated[Day, Key(Text("Ngày mở", "Opened"), Text("như 2015-11-20", "as 2015-11-20"))]
    boat: Boat
    closed: Day | None = None
    others: Annotated[tuple[Boat, ...], Key(Text("Đò khác", "Others"), Text("", ""))] = ()
    tags: Annotated[tuple[str, ...], Key(Text("Nhãn", "Tags"), Text("", ""), "fields")] = ()
    free: bool = False


GOOD = """\
title: Bến Mơ
opened: 2015-11-20
boat: {name: Sớm}
"""


def check(text: str) -> tuple[Ferry | None, tuple[Problem, ...]]:
    marked, problems = parse(text, "a.yml", first_line=2)
    assert marked is not None, problems
    return validate(Ferry, marked, "a.yml")


def faults(text: str) -> list[tuple[int, str]]:
    ferry, problems = check(text)
    assert ferry is None
    return [(problem.line, problem.rule) for problem in problems]


def test_validate_makes_the_record() -> None:
    more = "closed: 2019-12-31\nothers:\n- {name: Muộn, colour: xanh, seats: 12}\ntags: [hồ]\nfree: true\n"
    assert check(GOOD + more) == (
        Ferry(
            title="Bến Mơ",
            opened=date(2015, 11, 20),
            boat=Boat(name="Sớm"),
            closed=date(2019, 12, 31),
            others=(Boat(name="Muộn", colour=Colour.BLUE, seats=12),),
            tags=("hồ",),
            free=True,
        ),
        (),
    )


def test_empty_values_count_as_not_given() -> None:
    assert check(GOOD + 'closed:\nothers: ~\ntags: ""\nfree: null\n') == check(GOOD)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("opened: 2015-11-20\nboat: {name: Sớm}\n", [(2, "key-is-given")]),
        ('title: ""\nopened: 2015-11-20\nboat: {name: Sớm}\n', [(2, "key-is-given")]),
        ("title: Bến\nopened:\nboat: {colour: do}\n", [(3, "key-is-given"), (4, "key-is-given")]),
        (GOOD + "titel: x\n", [(5, "key-is-known")]),
        (GOOD + "others:\n- name: A\n- name: B\n  seat: 3\n", [(8, "key-is-known")]),
        (GOOD + "others:\n- name: A\n- colour: do\n", [(7, "key-is-given")]),
        (GOOD + "others:\n- name: A\n  colour: hồng\n", [(7, "value-has-its-form")]),
        (GOOD + "others: {name: A}\n", [(5, "value-has-its-form")]),
        (GOOD + "others:\n- A\n- B\n", [(6, "value-has-its-form"), (7, "value-has-its-form")]),
        (GOOD + "tags: hồ\n", [(5, "value-has-its-form")]),
        (GOOD + "tags:\n- hồ\n-\n- [a]\n", [(7, "value-has-its-form"), (8, "value-has-its-form")]),
        (GOOD + "free: có\n", [(5, "value-has-its-form")]),
        (GOOD + "closed:\n  a: 1\n", [(5, "value-has-its-form")]),
        ("- một\n- hai\n", [(2, "value-has-its-form")]),
        ("một câu\n", [(2, "value-has-its-form")]),
        ("", [(2, "value-has-its-form")]),
    ],
)
def test_validate_says_every_fault_at_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert faults(text) == expected


DAYS = st.sampled_from(
    ["2015-11-20", "2015-11-31", "0000-01-01", "20151120", "2015-11-20T00:00", "２０１５-11-20"]
)
SWITCHES = st.sampled_from(["true", "false", "True", "yes", "0", "1", "null", " true"])
NUMBERS = st.sampled_from(
    ["0", "7", "07", "-1", "+1", "1_0", "1.0", "٣", "999999999", "9" * 30, "null", " 1"]
)
WORDS = st.one_of(
    DAYS, SWITCHES, NUMBERS, st.sampled_from(["do", "xanh", "DO", "", " "]), st.text(max_size=3)
)
ANYTHING: st.SearchStrategy[Data] = st.one_of(
    st.none(),
    WORDS,
    st.lists(WORDS, max_size=2),
    st.just({}),
    st.just([None]),
    st.just([[]]),
    st.just({"a": "b"}),
)


def data_of(required: dict[str, st.SearchStrategy[Any]], optional: dict[str, st.SearchStrategy[Any]]) -> Any:
    """Draw data that is mostly right: now and then a value is anything, a key is missing or unknown."""
    right = st.fixed_dictionaries(required, optional=optional)
    odd = st.dictionaries(st.sampled_from([*required, *optional, "titel"]), ANYTHING, max_size=2)
    without = st.sampled_from([None, None, None, *required])
    return st.builds(
        lambda good, bad, gone: {key: value for key, value in {**good, **bad}.items() if key != gone},
        right,
        st.one_of(st.just({}), odd),
        without,
    )


BOATS = data_of(
    {"name": WORDS},
    {"colour": st.sampled_from(["do", "xanh", "tím"]), "seats": st.one_of(st.just("7"), NUMBERS)},
)
FERRIES = data_of(
    {"title": WORDS, "opened": st.one_of(st.just("2015-11-20"), DAYS), "boat": BOATS},
    {
        "closed": st.one_of(st.just("2019-12-31"), DAYS),
        "others": st.one_of(st.lists(BOATS, max_size=2), ANYTHING),
        "tags": st.one_of(st.lists(WORDS, max_size=2), ANYTHING),
        "free": st.one_of(st.just("true"), SWITCHES),
    },
)


@given(st.one_of(FERRIES, ANYTHING))
def test_validate_says_what_a_close_look_says(data: Data) -> None:
    marked = Marked(data)
    assert validate(Ferry, marked, "a.yml") == examine(Ferry, marked, "a.yml")


@pytest.mark.parametrize(
    "day",
    [
        "20/11/2015",
        "20-11-2015",
        "2015-11-31",
        "2015-2-3",
        "20151120",
        "2015-W47-5",
        "2015-11-20T00:00",
        "2015",
        "1447977600",
        "２０１５-11-20",
        "hôm qua",
        "[2015-11-20]",
    ],
)
def test_days_have_one_form(day: str) -> None:
    assert faults(f"title: Bến\nboat: {{name: A}}\nopened: {day}\n") == [(4, "value-has-its-form")]


def test_messages_name_the_right_key() -> None:
    marked, _ = parse(GOOD + "titel: x\nzzz: y\nclosed: 20/11/2015\nboat2:\n", "a.yml")
    assert marked is not None
    _, problems = validate(Ferry, marked, "a.yml")
    keys = "title, opened, boat, closed, others, tags, free"
    assert [(p.line, p.what, p.fix) for p in problems] == [
        (
            6,
            Text("“20/11/2015” viết chưa đúng dạng ngày", "“20/11/2015” is no day as they are written here"),
            Text("viết “2015-11-20”", "write “2015-11-20”"),
        ),
        (
            4,
            Text("không có mục nào tên “titel”", "there is no key “titel”"),
            Text("viết “title”", "write “title”"),
        ),
        (
            5,
            Text("không có mục nào tên “zzz”", "there is no key “zzz”"),
            Text(f"xóa dòng này; các mục có: {keys}", f"delete this line; keys are: {keys}"),
        ),
    ]


def test_message_of_a_missing_key_says_what_to_write() -> None:
    _, problems = check("title: Bến\nopened: 2015-11-20\nboat: {}\n")
    assert problems == (
        Problem(
            "a.yml",
            4,
            "key-is-given",
            Text("thiếu mục “name” (Tên đò)", "“name” (Boat) is missing"),
            Text("thêm dòng “name: …” – tên con đò", "add a line “name: …” – the boat's name"),
        ),
    )


def test_message_of_a_list_item_names_its_place() -> None:
    _, problems = check(GOOD + "others:\n- name: A\n- name: B\n  colour: hồng\n")
    assert [(p.line, p.what.vi, p.fix.vi) for p in problems] == [
        (8, "“others (2) colour” viết chưa đúng dạng", "mục này cần một trong: do, xanh")
    ]


def test_validate_looks_where_it_is_told() -> None:
    marked, _ = parse("boats:\n- {name: A}\n- {name: B, size: 3}\n", "a.yml")
    assert marked is not None
    assert validate(Boat, marked, "a.yml", ("boats", 0)) == (Boat(name="A"), ())
    boat, problems = validate(Boat, marked, "a.yml", ("boats", 1))
    assert (boat, [(p.line, p.rule) for p in problems]) == (None, [(3, "key-is-known")])


def info(name: str, kind: type, key: Key | None = None, **more: Any) -> KeyInfo:
    plain = Key(Text(name, name), Text("", ""))
    given = {"required": False, "many": False, "default": None, **more}
    return KeyInfo(name=name, key=key or plain, type=kind, **given)


def test_keys_of_reads_the_annotations() -> None:
    assert keys_of(Boat) == (
        info("name", str, Key(Text("Tên đò", "Boat"), Text("tên con đò", "the boat's name")), required=True),
        info("colour", Colour, default=Colour.RED),
        info("seats", int),
    )
    assert [(key.name, key.required, key.many, key.type, key.record) for key in keys_of(Ferry)] == [
        ("title", True, False, str, None),
        ("opened", True, False, date, None),
        ("boat", True, False, Boat, Boat),
        ("closed", False, False, date, None),
        ("others", False, True, Boat, Boat),
        ("tags", False, True, str, None),
        ("free", False, False, bool, None),
    ]
