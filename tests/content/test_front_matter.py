from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


LINES = st.one_of(
    st.sampled_from(
        ["---", "--- ", "---\t\xa0", "---\r", " ---", "----", "---x", "--", "", "a: 1", "\x85---"]
    ),
    st.text(max_size=4),
)


@given(st.lists(LINES, max_size=7).map("\n".join), st.sampled_from(["", "---\n", "---\nb: 2\n"]))
def test_split_goes_by_whole_lines(text: str, start: str) -> None:
    lines = (start + text).split("\n")
    fences = [index for index, line in enumerate(lines) if line.rstrip() == "---" and index]
    found = split(start + text, "a.md")
    if lines[0].strip() != "---" or not fences:
        assert isinstance(found, Problem)
    else:
        end = fences[0]
        assert found == Parts("\n".join(lines[1:end]), "\n".join(lines[end + 1 :]), end + 2)


@given(st.text(alphabet="-\n a", max_size=9), st.integers(MAX_LINES - 2, MAX_LINES + 2))
def test_split_counts_the_lines_of_long_metadata(body: str, count: int) -> None:
    found = split("---\n" + "a\n" * count + "---\n" + body, "a.md")
    if count >= MAX_LINES:
        assert isinstance(found, Problem)
        assert found.line == count + 2
    else:
        assert found == Parts("\n".join(["a"] * count), body, count + 3)
