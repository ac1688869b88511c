"""YAML as plain data with the line of every value.

Text in, `Marked` or problems out. Every scalar stays text (the model decides what is a date or a
number, so `no` and `12:30` mean what they say); an empty value counts as not given. Aliases, tags,
repeated keys and deep nesting are refused, so hostile YAML cannot grow in memory. Texts as nearly every story
has them are read line by line; all others, and every text whose lines are asked for, with PyYAML's parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from neuguong.problems import Problem, Text

Path = tuple[str | int, ...]
Data = str | list[Any] | dict[str, Any] | None

MAX_DEPTH = 8
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = frozenset({"~", "null", "Null", "NULL"})
_BREAKS = "\x85\u2028\u2029"
"""YAML ends lines at these too; no editor shows or counts them as lines."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Data of dicts, lists and text, and the line (from 1) on which each value stands."""

    data: Data
    lines: Mapping[Path, int] = field(default_factory=dict)
    first_line: int = 1

    def line(self, path: Path) -> int:
        """Return the line of the value at the path, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self.first_line)

    def get(self, *path: str | int) -> Data:
        """Return the value at the path, or None where there is none."""
        value: Any = self.data
        if len(path) == 1 and isinstance(value, dict):  # nearly always
            return value.get(path[0])
        for step in path:
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        found: Data = value
        return found

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
    plain = _read_plain(text)
    if plain is not None:
        return Marked(plain, _LaterLines(text, first_line), first_line), ()
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
    return Marked(data, builder.lines_in(data), first_line), ()


class _LaterLines(Mapping[Path, int]):
    """The lines of a plain text, which the parser counts when somebody asks.

    Most texts have no fault, and so nobody does.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line

    @cached_property
    def _found(self) -> dict[Path, int]:
        builder = _Builder(self._text, "", self._first_line)
        return builder.lines_in(builder.build())

    def __getitem__(self, path: Path) -> int:
        return self._found[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


_ROW = re.compile(
    r"""
    ^ ([ ]{2}-[ ] | [ ]{4} | [ ]{2} | )                      # how far in
    (?: ([a-z_]++) : (?:[ ]|$) )?                            # a key
    ( [^\W_] [^:#\n]*+ (?: : [^\s:#] [^:#\n]*+ )*+           # a line of text
    | "[^"\\\n]*+" [ ]*+                                    # "a line of text"
    | \[ (?: \w [\w/-]*+ (?: ,[ ] \w [\w/-]*+ )*+ )? \] [ ]*+  # [one-word, another]
    | )
    $
    """,
    re.MULTILINE | re.VERBOSE,
)
"""A line as nearly every story has them, with nothing in it that is special in YAML.

Its repetitions (++, *+) never give back what they took, so no line can keep the search busy for long.
"""
_KEY_BELOW, _ITEM = "  ", "  - "  # a key in an item stands four spaces in


def _read_plain(text: str) -> dict[str, Data] | None:
    """Read a text of such lines alone, several times as fast as the parser; None where it has others.

    What is read here is what the parser reads, to the letter; lines in doubt are left to it.
    """
    rows = _ROW.findall(text)
    if len(rows) <= text.count("\n") or not text.replace("\n", "").isprintable():
        return None
    data: dict[str, Data] = {}
    open_key = ""  # the last key at the margin, where no value follows on its line
    below: Any = None  # what the lines under that key make up
    into: Any = data  # the mapping that a key belongs to
    for indent, key, written in rows:
        if not indent:
            open_key, below, into = "" if written else key, None, data
        elif open_key and below is None:
            below = data[open_key] = [] if indent == _ITEM else {}
        if indent == _KEY_BELOW:
            into = below
        elif indent and not isinstance(below, list):
            return None
        elif indent == _ITEM:
            into = {}
            below.append(into if key else _plain_value(written))
            if not key:
                into = None
                continue
        if not key or not isinstance(into, dict) or key in into:
            return None
        into[key] = _plain_value(written)
    return data


def _plain_value(written: str) -> Data:
    written = written.rstrip(" ")
    if written[:1] == '"':
        return written[1:-1] if written[1:-1].strip() else None
    if written[:1] == "[":
        return [_plain_value(word) for word in written[1:-1].split(", ") if word]
    return None if not written or written in _NOTHING else written


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
            empty = not value.strip() or (not event.style and value in _NOTHING)
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
