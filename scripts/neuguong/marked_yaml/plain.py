"""The plain reader: YAML as nearly every story has it, line by line, several times as fast as the parser.

Text in, data out, or None where a line has anything that means something special in YAML. What is read here
is what the parser of `events` reads, to the letter; lines in doubt are left to it.
"""

from __future__ import annotations

import re
from typing import Any

NOTHING = frozenset({"~", "null", "Null", "NULL"})
"""What YAML writes for no value."""

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
_NOTE = re.compile(r"^ *(?:#.*)?(?:\n|\Z)", re.MULTILINE)
"""A line that says nothing: a note, or nothing at all."""
_KEY_BELOW, _ITEM = "  ", "  - "  # a key in an item stands four spaces in


def read_plain(text: str) -> dict[str, Any] | None:
    """Read a text of such lines alone; None where it has others."""
    rows = _rows(text)
    data: dict[str, Any] = {}
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
    return data or None


def _rows(text: str) -> list[tuple[str, str, str]]:
    """Return how far in each line stands, its key and its value; nothing where a line is none of ours."""
    if not text.replace("\n", "").isprintable():
        return []
    if "#" in text or "\n\n" in f"\n{text}\n":
        text = _NOTE.sub("", text).strip("\n")
    rows = _ROW.findall(text)
    return rows if len(rows) > text.count("\n") else []


def _plain_value(written: str) -> Any:
    written = written.rstrip(" ")
    if written[:1] == '"':
        return written[1:-1] if written[1:-1].strip() else None
    if written[:1] == "[":
        return [_plain_value(word) for word in written[1:-1].split(", ") if word]
    return None if not written or written in NOTHING else written
