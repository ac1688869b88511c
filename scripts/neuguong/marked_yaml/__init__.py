"""YAML as plain data with the line of every value.

Text in, `Marked` or problems out. Every scalar stays text (the model decides what is a date or a
number, so `no` and `12:30` mean what they say); an empty value counts as not given. Texts as nearly every
story has them are read line by line (`plain`); all others, and every text whose lines are asked for, with
PyYAML's parser (`events`), which is loaded only then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from neuguong.marked_yaml.plain import read_plain
from neuguong.problems import Problem

Path = tuple[str | int, ...]
Data = str | list[Any] | dict[str, Any] | None


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


def parse(text: str, path: str, first_line: int = 1) -> tuple[Marked | None, tuple[Problem, ...]]:
    """Parse one YAML document whose first line is `first_line` of the file."""
    plain = read_plain(text)
    if plain is not None:
        return Marked(plain, _LaterLines(text, first_line), first_line), ()
    from neuguong.marked_yaml.events import read  # noqa: PLC0415 - most texts do without

    found, problems = read(text, path, first_line)
    return Marked(found.data, found.lines, first_line) if found else None, problems


class _LaterLines(Mapping[Path, int]):
    """The lines of a plain text, which the parser counts when somebody asks.

    Most texts have no fault, and so nobody does.
    """

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line

    @cached_property
    def _found(self) -> dict[Path, int]:
        from neuguong.marked_yaml.events import lines_of  # noqa: PLC0415 - as above

        return lines_of(self._text, self._first_line)

    def __getitem__(self, path: Path) -> int:
        return self._found[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _leaves(path: Path, value: Data) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves((*path, index), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves((*path, key), item)
