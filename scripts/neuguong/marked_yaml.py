"""YAML as plain data with the line of every value.

Text in, `Marked` or problems out. Every scalar stays text (the model decides what is a date or a
number, so `no` and `12:30` mean what they say); an empty value counts as not given. Aliases, tags,
repeated keys and deep nesting are refused, so hostile YAML cannot grow in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from neuguong.problems import Problem, Text

Path = tuple[str | int, ...]
Data = str | list[Any] | dict[str, Any] | None

MAX_DEPTH = 8
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")
"""YAML ends lines at these too; no editor shows or counts them as lines."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Data of dicts, lists and text, and the line (from 1) on which each value stands."""

    data: Data
    lines: dict[Path, int] = field(default_factory=dict)
    first_line: int = 1

    def line(self, path: Path) -> int:
        """Return the line of the value at the path, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self.first_line)

    def get(self, *path: str | int) -> Data:
        """Return the value at the path, or None where there is none."""
        value: Data = self.data
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def text(self, *path: str | int) -> str:
        """Return the text at the path; "" where there is none or it is no text."""
        value = self.get(*path)
        return value if isinstance(value, str) else ""

    def items(self, *path: str | int) -> list[Any]:
        """Return the list at the path; [] where there is none or it is no list."""
        value = self.get(*path)
        return value if isinstance(value, list) else []

    def leaves(self) -> Iterator[tuple[Path, str]]:
        """Yield the path and words of every text."""
        yield from _leaves((), self.data)


_REASONS = {
    "mapping values are not allowed in this context": "dấu hai chấm sai chỗ ở dòng này hoặc dòng trên",
    "could not find expected ':'": "một dòng thiếu dấu hai chấm",
    "found character that cannot start any token": "có phím Tab, hoặc giá trị mở đầu bằng ký tự lạ",
    "found unexpected end of stream": "dấu ngoặc kép mở ra mà chưa đóng",
    "did not find expected ',' or ']'": "danh sách […] thiếu dấu phẩy hoặc dấu ]",
    "did not find expected ',' or '}'": "nhóm {…} thiếu dấu phẩy hoặc dấu }",
    "did not find expected key": "dòng thụt vào không thẳng hàng với dòng trên",
    "did not find expected '-' indicator": "các dòng “- ” không thẳng hàng",
    "did not find expected node content": "danh sách […] hoặc nhóm {…} bỏ dở",
    "did not find expected <document start>": "có dòng “...” hoặc chữ thừa sau nó",
    "block sequence entries are not allowed in this context": "dòng “- ” đặt sai chỗ",
}
"""What libyaml says, in words for people who have never heard of it."""


class _Refused(Exception):  # noqa: N818 - it carries a problem, it is not an error of ours
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def parse(text: str, path: str, first_line: int = 1) -> tuple[Marked | None, tuple[Problem, ...]]:
    """Parse one YAML document whose first line is `first_line` of the file."""
    builder = _Builder(path, first_line)
    try:
        data = builder.build(text)
    except _Refused as refused:
        return None, (refused.problem,)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(error, path, first_line),)
    except yaml.reader.ReaderError as error:  # a control character; the position counts bytes
        line = text.encode()[: error.position].count(b"\n") + first_line
        return None, (_unreadable(path, line, f"U+{error.character:04X}"),)
    if builder.problems:
        return None, tuple(builder.problems)
    return Marked(data, builder.lines, first_line), ()


class _Builder:
    """Builds data from the parser's events, one pass, without following anything."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[Path, int] = {}
        self.problems: list[Problem] = []

    def build(self, text: str) -> Data:
        self.events = yaml.parse(text.translate(_BREAKS), Loader=_LOADER)
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                data = self.value(event, ())
                self.refuse_more()
                return data
        return None

    def refuse_more(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Refused(
                    self.problem(
                        event,
                        "yaml-is-one-document",
                        Text("có dòng --- thừa", "there is one --- line too many"),
                        Text("xóa dòng --- ở đây", "delete the --- line here"),
                    )
                )

    def value(self, event: Any, path: Path) -> Data:
        self.lines[path] = self.line(event)
        self.refuse_tricks(event, path)
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.value.strip() or (not event.style and event.value in _NOTHING)
            return None if empty else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        return self.mapping(path)

    def sequence(self, path: Path) -> list[Data]:
        items: list[Data] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*path, len(items))))
        return items

    def mapping(self, path: Path) -> dict[str, Data]:
        found: dict[str, Data] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.refuse_tricks(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(_unreadable(self.path, self.line(event), ""))
            key = event.value
            value = self.value(next(self.events), (*path, key))
            if key in found:
                self.problems.append(self.twice(event, key))
            found[key] = value
            self.lines[(*path, key)] = self.line(event)
        return found

    def line(self, event: Any) -> int:
        line: int = event.start_mark.line + self.first_line
        return line

    def refuse_tricks(self, event: Any, path: Path) -> None:
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent) or anchor or getattr(event, "tag", None):
            raise _Refused(
                self.problem(
                    event,
                    "yaml-is-plain",
                    Text(
                        "dấu &, * hoặc ! ở đầu giá trị có nghĩa riêng trong YAML và không dùng ở đây",
                        "a value that starts with &, * or ! means something special in YAML",
                    ),
                    Text(
                        'đặt cả giá trị trong dấu ngoặc kép thẳng: "…"',
                        'put the whole value in straight quotes "…"',
                    ),
                )
            )
        if len(path) > MAX_DEPTH:
            raise _Refused(
                self.problem(
                    event,
                    "yaml-is-plain",
                    Text("các mục lồng nhau quá sâu", "values are nested too deep"),
                    Text("viết lại như các tệp đã có", "write it as in other files"),
                )
            )

    def twice(self, event: Any, key: str) -> Problem:
        return self.problem(
            event,
            "key-stands-once",
            Text(f"mục “{key}” viết hai lần", f"the key “{key}” stands twice"),
            Text("giữ một dòng, xóa dòng kia", "keep one line, delete the other"),
        )

    def problem(self, event: Any, rule: str, what: Text, fix: Text) -> Problem:
        return Problem(self.path, self.line(event), rule, what, fix)


def _leaves(path: Path, value: Data) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves((*path, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves((*path, key), item)


def _syntax_problem(error: yaml.MarkedYAMLError, path: str, first_line: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = (mark.line if mark else 0) + first_line
    return _unreadable(path, line, error.problem or "")


def _unreadable(path: str, line: int, reason: str) -> Problem:
    vi = _REASONS.get(reason, reason if reason.startswith("U+") else "")
    return Problem(
        path,
        line,
        "yaml-is-readable",
        Text(
            f"máy không đọc được từ dòng này trở đi{f': {vi}' if vi else ''}",
            f"the file cannot be read from this line on{f': {reason}' if reason else ''}",
        ),
        Text(
            "xem dấu hai chấm có dấu cách theo sau chưa, các dòng có thụt vào đều nhau không, "
            'giá trị có “: ” đã đặt trong ngoặc kép "…" chưa',
            "see that a space follows each colon and that lines are indented alike, "
            'and put a value that has ": " in quotes "…"',
        ),
    )
