from __future__ import annotations

import pytest

from neuguong.content.front_matter import MAX_LINES, Parts, split
from neuguong.problems import Problem


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: 1\n---\nbài\n", Parts("a: 1", "bài\n", 4)),
        ("---\n---\n", Parts("", "", 3)),
        ("---\n---", Parts("", "", 3)),
        ("--- \na: 1\nb: 2\n---  \n\nbài", Parts("a: 1\nb: 2", "\nbài", 5)),
        ("---\na: 1\n---\n---\n***\n", Parts("a: 1", "---\n***\n", 4)),
        ("---\na: |\n  ---\n---\nbài", Parts("a: |\n  ---", "bài", 5)),
        ("---\na: ---x\n---\nbài", Parts("a: ---x", "bài", 4)),
    ],
)
def test_split_finds_both_parts(text: str, parts: Parts) -> None:
    assert split(text, "a.md") == parts


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bài\n",
        "\n---\na: 1\n---\n",
        "----\na: 1\n---\n",
        "---",
        "---\na: 1\n",
        "---\na: 1\n --- \nbài",
        "# Đề mục\n---\n---\n",
    ],
)
def test_split_says_which_fence_is_missing(text: str) -> None:
    problem = split(text, "a.md")
    assert isinstance(problem, Problem)
    assert (problem.path, problem.line, problem.rule) == ("a.md", 1, "front-matter-is-fenced")
    opened = text.startswith("---\n") or text == "---"
    assert problem.what.en.endswith("closing --- line" if opened else "start with a --- line")


def test_split_says_where_metadata_is_too_long() -> None:
    problem = split("---\n" + "a\n" * MAX_LINES + "---\nbài", "a.md")
    assert isinstance(problem, Problem)
    assert (problem.line, problem.what.en) == (MAX_LINES + 2, f"the metadata exceeds {MAX_LINES} lines")


def test_split_takes_the_longest_front_matter() -> None:
    parts = split("---\n" + "a\n" * (MAX_LINES - 1) + "---\nbài", "a.md")
    assert isinstance(parts, Parts)
    assert (parts.body, parts.body_line) == ("bài", MAX_LINES + 2)
