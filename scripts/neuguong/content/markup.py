"""CommonMark through pyromark: the only module that knows the Markdown library.

Text in; HTML and what rules need to know (headings, links, raw HTML, images with their lines) out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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


def outline(text: str, first_line: int) -> Outline:
    """Read the text's structure; `first_line` is the line of the file on which it starts."""
    headings: list[Heading] = []
    links: list[Link] = []
    raw: list[int] = []
    images: list[int] = []
    words: list[str] = []
    for event, line in _events(text, first_line):
        match event:
            case {"Start": {"Heading": {"level": level}}}:
                headings.append(Heading(int(level[1:]), line))
            case {"Start": {"Link": {"dest_url": target}}}:
                links.append(Link(target, line))
            case {"Start": {"Image": _}}:
                images.append(line)
            case {"Html": _} | {"InlineHtml": _}:
                raw.append(line)
            case {"Text": part} | {"Code": part}:
                words.append(part)
            case {"End": kind} if kind in _INLINE:
                pass
            case {"End": _} | "SoftBreak" | "HardBreak":
                words.append(" ")
    return Outline(
        tuple(headings),
        tuple(links),
        tuple(dict.fromkeys(raw)),
        tuple(images),
        count_syllables("".join(words)),
    )


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


def _events(text: str, first_line: int) -> Iterator[tuple[Any, int]]:
    """Yield events with their line; ranges are byte offsets that never go back by much."""
    source = text.encode()
    at, line = 0, first_line
    for event, where in pyromark.events_with_range(text, options=_OPTIONS):
        start = where["start"]
        line += source.count(b"\n", at, start) if start >= at else -source.count(b"\n", start, at)
        at = start
        yield event, line
