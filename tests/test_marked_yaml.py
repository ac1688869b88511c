from __future__ import annotations

import time
import unicodedata

import pytest

from neuguong.marked_yaml import MAX_DEPTH, Marked, parse

NESTED = """\
# lời chú
title: Con đò
subject:
  form: ca-nhan
  name: >
    Cô Mơ,
    bến đò
photos:
  - file: a.jpg
    alt: Một con đò
  -
    file: b.jpg
tags: [một,
  hai]
"""


def marked(text: str, first_line: int = 1) -> Marked:
    made, problems = parse(text, "a.yml", first_line)
    assert problems == ()
    assert made is not None
    return made


def faults(text: str, first_line: int = 1) -> list[tuple[int, str]]:
    made, problems = parse(text, "a.yml", first_line)
    assert made is None
    assert {problem.path for problem in problems} == {"a.yml"}
    return [(problem.line, problem.rule) for problem in problems]


def test_parse_returns_plain_data() -> None:
    assert marked(NESTED).data == {
        "title": "Con đò",
        "subject": {"form": "ca-nhan", "name": "Cô Mơ, bến đò\n"},
        "photos": [{"file": "a.jpg", "alt": "Một con đò"}, {"file": "b.jpg"}],
        "tags": ["một", "hai"],
    }


def test_parse_knows_the_line_of_every_value() -> None:
    assert marked(NESTED, first_line=2).lines == {
        (): 3,
        ("title",): 3,
        ("subject",): 4,
        ("subject", "form"): 5,
        ("subject", "name"): 6,
        ("photos",): 9,
        ("photos", 0): 10,
        ("photos", 0, "file"): 10,
        ("photos", 0, "alt"): 11,
        ("photos", 1): 13,
        ("photos", 1, "file"): 13,
        ("tags",): 14,
        ("tags", 0): 14,
        ("tags", 1): 15,
    }


def test_line_of_a_missing_value_is_the_line_around_it() -> None:
    made = marked(NESTED)
    assert [made.line(("subject", "role")), made.line(("photos", 1, "alt")), made.line(("unit",))] == [
        3,
        12,
        2,
    ]
    assert marked("", first_line=5).line(("unit",)) == 5


def test_lines_are_the_same_for_decomposed_text() -> None:
    assert marked(unicodedata.normalize("NFD", NESTED)).lines == marked(NESTED).lines


@pytest.mark.parametrize("sign", ["\u0085", "\u2028", "\u2029"])
def test_signs_that_only_yaml_takes_for_line_ends_do_not_count(sign: str) -> None:
    assert marked(f"a: một{sign}hai\nb: ba\n").lines[("b",)] == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", "true"),
        ("12:30", "12:30"),
        ("0123", "0123"),
        ("1e3", "1e3"),
        ("2015-11-20", "2015-11-20"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        ('"null"', "null"),
        ("'~'", "~"),
        ("", None),
        ("~", None),
        ("null", None),
        ('""', None),
        ("'  '", None),
        ("[]", []),
        ("{}", {}),
        ("a # lời chú", "a"),
        ("a#b", "a#b"),
        ('"&a *b !c"', "&a *b !c"),
        ("Tết:không nghỉ", "Tết:không nghỉ"),
    ],
)
def test_values_stay_text(written: str, value: object) -> None:
    assert marked(f"key: {written}\n").data == {"key": value}


def test_access_never_fails() -> None:
    made = marked(NESTED)
    assert made.get("photos", 1, "file") == "b.jpg"
    assert made.get("photos", 2, "file") is None
    assert made.get("title", 0) is None
    assert made.text("title") == "Con đò"
    assert made.text("photos") == ""
    assert made.items("tags") == ["một", "hai"]
    assert made.items("title") == []
    assert marked("").get("a") is None


def test_leaves_yields_every_text_with_its_path() -> None:
    assert list(marked("a: x\nb: [y, {c: z}]\nd:\n").leaves()) == [
        (("a",), "x"),
        (("b", 0), "y"),
        (("b", 1, "c"), "z"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [(3, "key-stands-once")]),
        ("a: 1\na: 2\na: 3\nb: {c: 1, c: 2}\n", [(n, "key-stands-once") for n in (2, 3, 4)]),
        ("a: &x 1\n", [(1, "yaml-is-plain")]),
        ("a: 1\nb: *x\n", [(2, "yaml-is-plain")]),
        ("a: 1\nb:\n  - *x\n", [(3, "yaml-is-plain")]),
        ("a: !!python/object/apply:os.system [ls]\n", [(1, "yaml-is-plain")]),
        ("a: !!str 1\n", [(1, "yaml-is-plain")]),
        ("a: ! x\n", [(1, "yaml-is-plain")]),
        ("&k a: 1\n", [(1, "yaml-is-plain")]),
        ("a: 1\n*k : 2\n", [(2, "yaml-is-plain")]),
        ("a: 1\n? [b]\n: 2\n", [(2, "yaml-is-readable")]),
        ("title: Tết: không nghỉ\n", [(1, "yaml-is-readable")]),
        ("a: 1\nb\nc: 2\n", [(3, "yaml-is-readable")]),
        ("a: 1\n  b: 2\n", [(2, "yaml-is-readable")]),
        ("a:\n\tb: 2\n", [(2, "yaml-is-readable")]),
        ('a: "x\nb: 1\n', [(3, "yaml-is-readable")]),
        ("a: [1, 2\nb: 1\n", [(2, "yaml-is-readable")]),
        ("a: 1\nb: x\0y\n", [(2, "yaml-is-readable")]),
        ("ấ: 1\nb: 2\nc: \x07\n", [(3, "yaml-is-readable")]),
        ("a: %x\nb: @x\n", [(1, "yaml-is-readable")]),
        ("%YAML 9.9\n---\na: 1\n", [(1, "yaml-is-readable")]),
        ("a: 1\n---\nb: 1\n", [(2, "yaml-is-one-document")]),
        ("a: 1\n...\n---\nb: 1\n", [(3, "yaml-is-one-document")]),
    ],
)
def test_parse_refuses_with_the_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert faults(text) == expected
    assert faults(text, first_line=2) == [(line + 1, rule) for line, rule in expected]


def test_parse_takes_an_empty_text() -> None:
    assert [marked("").data, marked("# lời chú\n").data, marked("---\n").data] == [None, None, None]


def test_nesting_ends_at_a_depth() -> None:
    assert marked("[" * MAX_DEPTH + "một" + "]" * MAX_DEPTH).lines[(0,) * MAX_DEPTH] == 1
    assert faults("[" * MAX_DEPTH + "[một]" + "]" * MAX_DEPTH) == [(1, "yaml-is-plain")]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a, *a, *a, *a, *a]\n" for n in range(30)),
        "[" * 200_000,
        "{a: " * 200_000,
        "- " * 100_000,
        "a: " + "x" * 900_000 + ": [",
    ],
    ids=["billion laughs", "lists", "mappings", "dashes", "long"],
)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    assert [line for line, _ in faults(text)] == [1]
    assert time.perf_counter() - start < 2
