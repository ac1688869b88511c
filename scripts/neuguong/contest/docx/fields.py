"""Fields of a Word file: what fills in words by itself, such as the author's name.

The marks of fields in their order in; whether the words between them are the author's own out.
"""

from __future__ import annotations

from dataclasses import dataclass

_TELLING = frozenset(
    (
        *("AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS", "USERADDRESS", "DOCPROPERTY", "DOCVARIABLE"),
        *("INFO", "FILENAME", "TEMPLATE", "TITLE", "SUBJECT", "KEYWORDS", "COMMENTS", "DATABASE"),
        *("DDE", "DDEAUTO", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK"),
        *("MERGEFIELD", "ASK", "FILLIN"),
    )
)
"""Fields filled from the file's properties, the machine or another file (ECMA-376 Part 1, 17.16)."""


def is_telling(instruction: str) -> bool:
    """Return whether a field's result is left out."""
    return (instruction.split() or [""])[0].upper() in _TELLING


@dataclass(slots=True)
class _Open:
    instruction: str = ""
    in_result: bool = False
    dropped: bool = False


class Fields:
    """The fields that are open at one place of the text."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self.dropped = 0
        """How many fields' results were left out."""

    def mark(self, kind: str) -> None:
        """Take a mark: begin, separate or end."""
        if kind == "begin":
            self._open.append(_Open())
        elif kind == "separate" and self._open:
            top = self._open[-1]
            top.in_result = True
            top.dropped = is_telling(top.instruction)
            self.dropped += top.dropped
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, words: str) -> None:
        """Take a piece of a field's instruction."""
        if self._open:
            self._open[-1].instruction += words

    @property
    def keeps(self) -> bool:
        """Return whether words at this place are text."""
        return all(field.in_result and not field.dropped for field in self._open)
