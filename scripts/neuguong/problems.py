"""Problem: one fault, where it is and how to mend it; lists of them as text, GitHub lines or JSON.

Values in, text out. Nothing here prints, reads files or decides an exit code.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """A language that people are spoken to in."""

    VI = "vi"
    EN = "en"


class Text(NamedTuple):
    """One sentence in both languages."""

    vi: str
    en: str

    def __call__(self, language: Language) -> str:
        """Return the sentence in the language asked for."""
        return self.en if language is Language.EN else self.vi


class Level(StrEnum):
    """An error keeps a text from being published, a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: `path` relative to the site's root, `line` from 1 (0: the file as a whole)."""

    path: str
    line: int
    rule: str
    what: Text
    fix: Text
    level: Level = Level.ERROR

    @property
    def place(self) -> str:
        """Return path:line, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by path, line, rule and words."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.rule, p.what, p.fix, p.level)))


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return those that keep a text from being published."""
    return tuple(problem for problem in problems if problem.level is Level.ERROR)


def as_text(problems: Iterable[Problem], language: Language) -> str:
    """Return the problems for a person: place, what is wrong, how to mend it."""
    hint = Text("Cách sửa", "How to mend it")(language)
    note = Text("lưu ý", "note")(language)
    return _printable(
        f"{p.place}  {f'({note}) ' if p.level is Level.WARNING else ''}{p.what(language)}  [{p.rule}]\n"
        f"    {hint}: {p.fix(language)}\n"
        for p in problems
    )


def as_github(problems: Iterable[Problem], language: Language) -> str:
    """Return workflow commands, which the forge shows beside the line in a pull request."""
    hint = Text("Cách sửa", "How to mend it")(language)
    return _printable(
        f"::{p.level.value} file={_property(p.path)},line={p.line or 1},title={_property(p.rule)}"
        f"::{_escape(_two_lines(p, hint, language))}\n"
        for p in problems
    )


def as_json(problems: Iterable[Problem], language: Language) -> str:
    """Return a JSON array of objects with path, line, rule, level, what, fix."""
    rows = [
        {
            "path": p.path,
            "line": p.line,
            "rule": p.rule,
            "level": p.level.value,
            "what": p.what(language),
            "fix": p.fix(language),
        }
        for p in problems
    ]
    return _printable([json.dumps(rows, ensure_ascii=False, indent=2), "\n"])


def _printable(parts: Iterable[str]) -> str:
    """Join the parts; a byte of a file name that is no UTF-8 becomes a question mark."""
    return "".join(parts).encode("utf-8", "replace").decode()


def _two_lines(problem: Problem, hint: str, language: Language) -> str:
    return f"{problem.what(language)}\n{hint}: {problem.fix(language)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
