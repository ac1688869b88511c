"""CommonMark through pyromark: the only module that knows the Markdown library.

Text in; HTML and what rules need to know (headings, links, raw HTML, images with their lines) out.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import pyromark

from neuguong.text import count_syllables

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_HREF = re.compile(r'(<a href=")([^"]*)(")')


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article as it is shown: HTML whose links still lead to files."""

    html: str
    syllables: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the line it stands on."""

    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link's target as written, and its line."""

    target: str
    line: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What the rules look at. Raw HTML and images are lines; there should be none."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    raw_html: tuple[int, ...]
    images: tuple[int, ...]
    syllables: int


def outline(text: str, first_line: int, raw: bytes = b"") -> Outline:
    """Read the text's structure; `first_line` is the line of the file on which it starts.

    `raw`: the same text in UTF-8, where that is known to be `text.is_ordinary`.
    """
    found = _outline_of_plain(raw, first_line) if raw else None
    return found or outline_by_events(text, first_line)


_SPECIAL = b"<[|`~\\="
"""Raw HTML, links, images, tables, code, escapes and underlined headings have one of these."""
_NOT_SPECIAL = bytes(sign for sign in range(256) if sign not in _SPECIAL)
_ENTITY = re.compile(rb"&#?\w+;")
_ODD_LINE = re.compile(rb"\n(?:    |[ >*+-]*\d+[.)][ \n])")
"""Code, or a number that is no word of the text."""
_ODD_ENDS = (b"-", b"- ", b"  ")
"""Lines with these underline headings or break others."""
_HEADING = re.compile(rb"\n {0,3}(#{1,6})(?=[ \n])")
_PRINTED = re.compile(rb"\xe2[\x80-\x81].", re.DOTALL)
"""One of – — ‘ ’ “ ” …, written so that its first byte is looked for by itself, which is quick."""
_NO_LETTERS = bytes(sign for sign in range(0x21, 0x7F) if not chr(sign).isalnum())
_SHAPE = bytes(ord(" " if sign in b" \n" else "x") for sign in range(256))
"""A word as so many x and what parts words as spaces: then words are counted, and none is made."""


def _outline_of_plain(raw: bytes, first_line: int) -> Outline | None:
    """Read a text of paragraphs, bullets and headings alone, several times as fast; None for others.

    In such a text every line is read as it stands there, and what is no letter in ASCII is no part of a word.
    """
    text = b"\n" + raw + b"\n"
    if text.translate(None, _NOT_SPECIAL) or _ODD_LINE.search(text) or _ENTITY.search(raw):
        return None
    if any(line.endswith(_ODD_ENDS) for line in raw.split(b"\n")):
        return None
    rows = list(_HEADING.finditer(text)) if b"#" in raw else []
    if sum(len(row[1]) for row in rows) != raw.count(b"#"):  # some stand in lists, or are no headings
        return None
    headings = (Heading(len(row[1]), first_line + raw.count(b"\n", 0, row.start())) for row in rows)
    words = _PRINTED.sub(b"-", text).translate(_SHAPE, _NO_LETTERS).count(b" x")
    return Outline(tuple(headings), (), (), (), words)


def outline_by_events(text: str, first_line: int) -> Outline:
    """Read the structure of any text, event by event."""
    words: list[str] = []  # one space between two: that is soon counted
    tags: list[tuple[dict[str, Any], int]] = []
    raw: list[int] = []
    events: Iterator[Any] = pyromark.events_with_range(text, options=_OPTIONS)
    for event, where in events:
        if "Text" in event:
            words.append(event["Text"])
        elif "Start" in event:
            if isinstance(event["Start"], dict):
                tags.append((event["Start"], where["start"]))
            if _parts_words(event) and words[-1:] != [" "]:
                words.append(" ")
        elif "Code" in event:
            words.append(event["Code"])
        elif "Html" in event or "InlineHtml" in event:
            raw.append(where["start"])
        elif _parts_words(event) and words[-1:] != [" "]:
            words.append(" ")
    line = _Lines(text, first_line).at
    return Outline(
        tuple(Heading(int(tag["Heading"]["level"][1:]), line(at)) for tag, at in tags if "Heading" in tag),
        tuple(Link(tag["Link"]["dest_url"], line(at)) for tag, at in tags if "Link" in tag),
        tuple(dict.fromkeys(map(line, raw))),
        tuple(line(at) for tag, at in tags if "Image" in tag),
        count_syllables("".join(words)),
    )


def _parts_words(event: Any) -> bool:
    """Return whether what stands before and after the event are two words, if both are text."""
    if isinstance(event, str):
        return event in _BREAKS
    tag = event.get("End") or event.get("Start") or "Emphasis"
    return (tag if isinstance(tag, str) else next(iter(tag))) not in _INLINE


_BREAKS = ("SoftBreak", "HardBreak")
_INLINE = ("Emphasis", "Strong", "Link", "Strikethrough")


def to_html(text: str) -> str:
    """Render the text."""
    return pyromark.html(text, options=_OPTIONS)


def rewrite_links(rendered: str, target: Callable[[str], str]) -> str:
    """Return rendered HTML with every link's target replaced by what the function makes of it."""

    def replace(found: re.Match[str]) -> str:
        written = html.unescape(found[2])
        return f"{found[1]}{html.escape(target(written))}{found[3]}"

    return _HREF.sub(replace, rendered)


class _Lines:
    """The lines of byte offsets into a text; line ends are looked for when the first line is asked for."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in re.finditer(b"\n", self._text.encode())]

    def at(self, offset: int) -> int:
        """Return the line on which the byte stands."""
        return self._first_line + bisect_left(self._ends, offset)


def scheme(target: str) -> str:
    """Return the kind of address a link names (https, mailto …); "" for a relative one."""
    try:
        return urlsplit(target).scheme.lower()
    except ValueError:
        return "?"
