from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content import front_matter, skeleton
from neuguong.marked_yaml import Data, Marked, Path, parse
from neuguong.marked_yaml.events import _BREAKS, _LOADER, MAX_DEPTH, _Builder
from neuguong.marked_yaml.plain import read_plain

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
    assert made.get("subject", 0) is None
    assert made.text("title") == "Con đò"
    assert made.text("photos") == ""
    assert made.items("tags") == ["một", "hai"]
    assert made.items("title") == []
    assert marked("").get("a") is None


KEYS = st.sampled_from(["title", "photos", "a", ""])
DATA: st.SearchStrategy[Data] = st.recursive(
    st.sampled_from(["", "chữ"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def walked(data: Data, path: list[str | int]) -> Data:
    """Go step by step, as far as there is a way."""
    found: Any = data
    for step in path:
        steps = dict(enumerate(found)) if isinstance(found, list) else found
        if not isinstance(steps, dict) or step not in steps:
            return None
        found = steps[step]
    return found  # type: ignore[no-any-return]


@given(DATA, st.lists(KEYS | st.integers(0, 3), max_size=4))
def test_access_is_the_way_step_by_step(data: Data, path: list[str | int]) -> None:
    expected = walked(data, path)
    made = Marked(data)
    assert made.get(*path) == expected
    assert made.text(*path) == (expected if isinstance(expected, str) else "")
    assert made.items(*path) == (expected if isinstance(expected, list) else [])


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
        "a: x" + " " * 900_000 + ": [",
        "a: [" + "x, " * 300_000 + ": ]",
        'a: "' + '" ' * 400_000 + ": [",
    ],
    ids=["billion laughs", "lists", "mappings", "dashes", "long", "spaces", "commas", "quotes"],
)
def test_hostile_text_is_refused_at_once(text: str) -> None:
    start = time.perf_counter()
    assert [line for line, _ in faults(text)] == [1]
    assert time.perf_counter() - start < 2


KEYS = st.sampled_from(["a", "b", "c", "ten_bai", "null"])
PLAIN_VALUES = st.one_of(
    st.sampled_from(["", "null", "Null  ", "6:50", '""', '"  "', '"a: b # c"', "[a, null]", "[b/c]", "[]"]),
    st.from_regex(r"[a-zđấ0-9][a-zA-ZĐẤ0-9 ,.;&*!%@?'–“”(){}\[\]|>_-]{0,9}", fullmatch=True),
)
ODD_KEYS = st.sampled_from(["ấ", "-a", "A", "a b", "?", '"a"', "&k a", "*a", "!t a", "", "<<", "---", "#a"])
SIGNS = "~ b: 'b' \"a [a,b] [[a]] [a {a:b} { *a TH&THCS > | |- ... --- _ %a @a `a [] {}"
ODD_VALUES = st.one_of(
    st.sampled_from(SIGNS.split()),
    st.sampled_from(
        ["null # c", "a #b", "a: b", "- b", '"b" c', '"a\\n"', "[a: b]", "[ấ, ]", "&a b", "!t b"]
    ),
    st.sampled_from(["a\tb", "a\xa0", "a\x85b", "a\u2028b", "\ufeffa", "a\x07", "a\u0301", "x" * 1100, " a"]),
    st.text(max_size=9),
)
INDENTS = st.sampled_from(["", "  ", "  - ", "    "])
ODD_INDENTS = st.sampled_from(
    [" ", "   ", "- ", "  -", "  -  ", "    - ", "      ", "\t", "# ", "---\n", "\n"]
)


def mostly(usual: st.SearchStrategy[str], odd: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.integers(0, 9).flatmap(lambda n: odd if n == 9 else usual)


@st.composite
def rows(draw: st.DrawFn) -> str:
    """Draw a line of YAML that is mostly right where it stands."""
    indent = draw(mostly(INDENTS, ODD_INDENTS))
    value = draw(mostly(PLAIN_VALUES, ODD_VALUES))
    if indent.endswith("- ") and draw(st.booleans()):
        return indent + value
    return f"{indent}{draw(mostly(KEYS, ODD_KEYS))}:{value and ' '}{value}"


@st.composite
def plain_texts(draw: st.DrawFn) -> str:
    """Draw a text as stories have it: nothing in it needs the parser."""
    lines: list[str] = []
    for key in draw(st.lists(KEYS, min_size=1, unique=True)):
        form = draw(st.sampled_from(["value", "mapping", "items", "mappings"]))
        lines.append(f"{key}: {draw(PLAIN_VALUES)}" if form == "value" else f"{key}:")
        below = draw(st.lists(st.lists(KEYS, min_size=1, max_size=3, unique=True), min_size=1, max_size=3))
        if form == "mapping":
            lines += [f"  {inner}: {draw(PLAIN_VALUES)}" for inner in below[0]]
        elif form == "items":
            lines += [f"  - {draw(PLAIN_VALUES)}" for _ in below]
        elif form == "mappings":
            for inners in below:
                marks = ["  - ", *["    "] * (len(inners) - 1)]
                lines += [f"{m}{k}: {draw(PLAIN_VALUES)}" for m, k in zip(marks, inners, strict=True)]
    for note in draw(st.lists(st.sampled_from(["# lời chú", "#", "   # a: b", "# - a #"]), max_size=2)):
        lines.insert(draw(st.integers(0, len(lines))), note)
    ends = st.sampled_from(["", "\n", "\n\n"])
    return draw(ends) + "\n".join(lines) + draw(ends)


@st.composite
def bent_texts(draw: st.DrawFn) -> str:
    """Draw a plain text with a line or two more, which may be odd or stand where they must not."""
    lines = draw(plain_texts()).split("\n")
    for row in draw(st.lists(rows(), min_size=1, max_size=2)):
        lines.insert(draw(st.integers(0, len(lines))), row)
    return "\n".join(lines)


TEXTS = st.one_of(plain_texts(), bent_texts(), st.lists(rows(), min_size=1, max_size=4).map("\n".join))


def read_by_the_parser(text: str) -> Any:
    builder = _Builder(text, "a.yml", 1)
    data = builder.build()
    assert builder.problems == []
    return data


def in_order(value: Any) -> Any:
    """Return the value with its keys in a list, so that their order is compared too."""
    if isinstance(value, dict):
        return [(key, in_order(item)) for key, item in value.items()]
    return [in_order(item) for item in value] if isinstance(value, list) else value


@given(plain_texts())
def test_plain_texts_read_as_the_parser_reads_them(text: str) -> None:
    plain = read_plain(text)
    assert plain is not None
    assert in_order(plain) == in_order(read_by_the_parser(text))


@given(TEXTS)
def test_what_is_read_without_the_parser_reads_the_same_with_it(text: str) -> None:
    plain = read_plain(text)
    if plain is not None:
        assert in_order(plain) == in_order(read_by_the_parser(text))


def test_what_new_story_writes_is_read_without_the_parser() -> None:
    answers = skeleton.Answers(
        title="Con đò: chuyến sớm",
        summary="Lúc 6:50, cô Mơ đã ở bến đò của Trường TH&THCS Bến Mơ.",
        day=date(2015, 4, 22),
        field="van-dong-ra-lop",
        place="da-bac",
        unit="Trường TH&THCS Bến Mơ",
        level="tieu-hoc",
        form="ca-nhan",
        role="giao-vien",
        name="Cô Mơ",
        author="Hà Văn Tỉnh",
    )
    parts = front_matter.split(skeleton.text(answers), "a.md")
    assert isinstance(parts, front_matter.Parts)
    assert in_order(read_plain(parts.yaml)) == in_order(read_by_the_parser(parts.yaml))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# a",
        "a",
        "a: |\n  b",
        "a: b\n\n  c",
        "a: b # c",
        "a:\n\t# b\n  c: d",
        "- a",
        "a: &b c",
        "a: b\na: c",
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert read_plain(text) is None


@given(st.one_of(TEXTS, st.text()))
def test_every_text_is_data_or_a_problem(text: str) -> None:
    made, problems = parse(text, "a.yml")
    assert (made is None) == bool(problems)


@given(TEXTS, st.integers(1, 9))
def test_lines_are_those_of_the_parser(text: str, first_line: int) -> None:
    made, _ = parse(text, "a.yml", first_line)
    if made is not None:
        root = yaml.compose(text.translate(str.maketrans(_BREAKS, "   ")), Loader=_LOADER)
        assert made.lines == dict(lines_of(root, (), first_line) if root else ())


def lines_of(node: yaml.Node, path: Path, first_line: int) -> Iterator[tuple[Path, int]]:
    """Yield the line of a node and of all in it; a value under a key stands where the key stands."""
    if not path or isinstance(path[-1], int):
        yield path, node.start_mark.line + first_line
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from lines_of(item, (*path, index), first_line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + first_line
            yield from lines_of(value, (*path, key.value), first_line)
