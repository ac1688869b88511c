"""The split of an article's text into front matter and body.

Text in; the YAML part, the body and their first lines out, or the problem. Reads no files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from neuguong.problems import Problem, Text

FENCE = "---"
MAX_LINES = 200
_CLOSING_FENCE = re.compile(r"\n---[^\S\n]*(?:\n|\Z)")
"""A whole line, with the line ends before and after it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Front matter (starts on line 2) and body with the line it starts on."""

    yaml: str
    body: str
    body_line: int


def split(text: str, path: str) -> Parts | Problem:
    """Split the text at its two --- lines."""
    start = text.find("\n") + 1 or len(text)
    if text[:start].strip() != FENCE:
        return _problem(
            path,
            1,
            Text("bài không mở đầu bằng dòng ---", "the text does not start with a --- line"),
            Text(
                "đặt phần thông tin giữa hai dòng --- ở đầu tệp, như các bài đã có",
                "put the metadata between two --- lines at the top, as in other stories",
            ),
        )
    fence = _CLOSING_FENCE.search(text, start - 1)
    if fence:
        line = text.count("\n", 0, fence.start()) + 2
        if line > MAX_LINES + 1:
            return _problem(
                path,
                line,
                Text(f"phần thông tin dài quá {MAX_LINES} dòng", f"the metadata exceeds {MAX_LINES} lines"),
                Text("đưa bài viết xuống dưới dòng ---", "put the text below the --- line"),
            )
        return Parts(text[start : fence.start()], text[fence.end() :], line + 1)
    return _problem(
        path,
        1,
        Text(
            "phần thông tin không có dòng --- kết thúc",
            "the metadata has no closing --- line",
        ),
        Text(
            "thêm một dòng --- giữa phần thông tin và bài viết",
            "add a --- line between the metadata and the text",
        ),
    )


def _problem(path: str, line: int, what: Text, fix: Text) -> Problem:
    return Problem(path, line, "front-matter-is-fenced", what, fix)
