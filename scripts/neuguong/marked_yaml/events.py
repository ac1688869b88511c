"""YAML through PyYAML's parser, event by event: data and the line of every value, or what is wrong.

Aliases, tags, repeated keys and deep nesting are refused, so hostile YAML cannot grow in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from neuguong.marked_yaml import Data, Path
from neuguong.marked_yaml.plain import NOTHING
from neuguong.problems import Problem, Text

MAX_DEPTH = 8
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS = "\x85\u2028\u2029"
"""YAML ends lines at these too; no editor shows or counts them as lines."""

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


class Read(NamedTuple):
    """The data of a document and the line of each of its paths."""

    data: Data
    lines: dict[Path, int]


def read(text: str, path: str, first_line: int) -> tuple[Read | None, tuple[Problem, ...]]:
    """Read one document, or say what is wrong with it."""
    try:
        builder = _Builder(text, path, first_line)
        data = builder.build()
    except _Refused as refused:
        return None, (refused.problem,)
    except yaml.MarkedYAMLError as error:
        return None, (_syntax_problem(error, path, first_line),)
    except yaml.reader.ReaderError as error:  # a control character; the position counts bytes
        line = text.encode()[: error.position].count(b"\n") + first_line
        return None, (_unreadable(path, line, f"U+{error.character:04X}"),)
    if builder.problems:
        return None, tuple(builder.problems)
    return Read(data, builder.lines_in(data)), ()


def lines_of(text: str, first_line: int) -> dict[Path, int]:
    """Return the lines of a document that is known to be without fault."""
    builder = _Builder(text, "", first_line)
    return builder.lines_in(builder.build())


class _Refused(Exception):  # noqa: N818 - it carries a problem, it is not an error of ours
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """Builds data from the parser's events, one pass, without following anything.

    `lines` are those of the root, of every key and of every item of a list, in the order of the text.
    """

    def __init__(self, text: str, path: str, first_line: int) -> None:
        for sign in _BREAKS:
            text = text.replace(sign, " ")
        self.next: Callable[[], Any] = _LOADER(text).get_event
        self.path = path
        self.first_line = first_line
        self.lines: list[int] = []
        self.problems: list[Problem] = []

    def build(self) -> Data:
        while event := self.next():
            if isinstance(event, yaml.NodeEvent):
                self.lines.append(self.line(event))
                data = self.value(event, 0)
                self.refuse_more()
                return data
        return None

    def refuse_more(self) -> None:
        while event := self.next():
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Refused(
                    self.problem(
                        event,
                        "yaml-is-one-document",
                        Text("có dòng --- thừa", "there is one --- line too many"),
                        Text("xóa dòng --- ở đây", "delete the --- line here"),
                    )
                )

    def value(self, event: Any, depth: int) -> Data:
        if event.anchor or isinstance(event, yaml.AliasEvent) or event.tag:
            raise _Refused(self.trick(event))
        if depth > MAX_DEPTH:
            raise _Refused(self.too_deep(event))
        if isinstance(event, yaml.ScalarEvent):
            value: str = event.value
            empty = not value.strip() or (not event.style and value in NOTHING)
            return None if empty else value
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(depth + 1)
        return self.mapping(depth + 1)

    def sequence(self, depth: int) -> list[Data]:
        items: list[Data] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            self.lines.append(self.line(event))
            items.append(self.value(event, depth))
        return items

    def mapping(self, depth: int) -> dict[str, Data]:
        found: dict[str, Data] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            if event.anchor or isinstance(event, yaml.AliasEvent) or event.tag:
                raise _Refused(self.trick(event))
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(_unreadable(self.path, self.line(event), ""))
            key: str = event.value
            self.lines.append(self.line(event))
            value = self.value(self.next(), depth)
            if key in found:
                self.problems.append(self.twice(event, key))
            found[key] = value
        return found

    def lines_in(self, data: Data) -> dict[Path, int]:
        """Return the lines by the paths of the data that was built."""
        return dict(zip(_paths((), data), self.lines, strict=False))

    def line(self, event: Any) -> int:
        line: int = event.start_mark.line + self.first_line
        return line

    def trick(self, event: Any) -> Problem:
        return self.problem(
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

    def too_deep(self, event: Any) -> Problem:
        return self.problem(
            event,
            "yaml-is-plain",
            Text("các mục lồng nhau quá sâu", "values are nested too deep"),
            Text("viết lại như các tệp đã có", "write it as in other files"),
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


def _paths(path: Path, value: Data) -> Iterator[Path]:
    """Yield the path of every value, each before what lies in it."""
    yield path
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths((*path, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _paths((*path, key), item)


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
