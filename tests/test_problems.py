from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from neuguong.problems import (
    Language,
    Level,
    Problem,
    Text,
    as_github,
    as_json,
    as_text,
    errors,
    in_order,
)


def problem(path: str = "a.md", line: int = 1, rule: str = "r", level: Level = Level.ERROR) -> Problem:
    return Problem(path, line, rule, Text("sai", "wrong"), Text("sửa", "mend"), level)


WARNING = problem("b.md", 0, "s", Level.WARNING)


def test_in_order_sorts_and_drops_repetitions() -> None:
    ordered = (
        problem("a.md", 1, "r"),
        problem("a.md", 1, "s"),
        problem("a.md", 2, "a"),
        problem("a.md", 10, "a"),
        problem("b.md", 0, "a", Level.ERROR),
        problem("b.md", 0, "a", Level.WARNING),
    )
    assert in_order([*reversed(ordered), *ordered]) == ordered
    assert in_order([]) == ()


def test_in_order_sorts_by_words_last() -> None:
    one = Problem("a.md", 1, "r", Text("a", "z"), Text("x", "x"))
    two = Problem("a.md", 1, "r", Text("b", "a"), Text("x", "x"))
    assert in_order([two, one]) == (one, two)


def test_errors_leaves_warnings_out() -> None:
    assert errors([problem(), WARNING]) == (problem(),)


def test_place_leaves_out_line_0() -> None:
    assert [problem("a.md", 3).place, problem("a.md", 0).place] == ["a.md:3", "a.md"]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            Language.VI,
            ["a.md:1  sai  [r]", "    Cách sửa: sửa", "b.md  (lưu ý) sai  [s]", "    Cách sửa: sửa"],
        ),
        (
            Language.EN,
            [
                "a.md:1  wrong  [r]",
                "    How to mend it: mend",
                "b.md  (note) wrong  [s]",
                "    How to mend it: mend",
            ],
        ),
    ],
)
def test_as_text_speaks_both_languages(language: Language, lines: list[str]) -> None:
    assert as_text([problem(), WARNING], language) == "".join(f"{line}\n" for line in lines)


def test_as_github_escapes_what_the_forge_reads_as_signs() -> None:
    odd = Problem("a,b:c%.md", 0, "r:s", Text("5%: một,\r\nhai", ""), Text("::sửa", ""), Level.WARNING)
    assert as_github([odd, problem()], Language.VI) == (
        "::warning file=a%2Cb%3Ac%25.md,line=1,title=r%3As::5%25: một,%0D%0Ahai%0ACách sửa: ::sửa\n"
        "::error file=a.md,line=1,title=r::sai%0ACách sửa: sửa\n"
    )


def test_as_json_comes_back_whole() -> None:
    assert json.loads(as_json([problem("ảnh\n.md", 7), WARNING], Language.EN)) == [
        {"path": "ảnh\n.md", "line": 7, "rule": "r", "level": "error", "what": "wrong", "fix": "mend"},
        {"path": "b.md", "line": 0, "rule": "s", "level": "warning", "what": "wrong", "fix": "mend"},
    ]


def test_nothing_prints_as_nothing() -> None:
    assert [as_text([], Language.VI), as_github([], Language.VI), json.loads(as_json([], Language.VI))] == [
        "",
        "",
        [],
    ]


@pytest.mark.parametrize("print_as", [as_text, as_github, as_json])
def test_names_that_are_no_utf_8_can_be_printed(
    print_as: Callable[[list[Problem], Language], str],
) -> None:
    assert b"b?i.md" in print_as([problem("b\udce0i.md")], Language.VI).encode()
