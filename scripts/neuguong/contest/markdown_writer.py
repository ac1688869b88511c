"""HTML as mammoth writes it → Markdown that says the same words.

A string in, a string out. mammoth's own Markdown is given up by its maker, and general converters leave signs
of the author's bare that Markdown would read, or mark letters within a syllable, which would hide a name; so
this writes the score of elements that mammoth makes and nothing else. Attributes, addresses of links and
names of bookmarks are left behind; a picture becomes the marker of its number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from neuguong.text import nfc

PICTURE = "[Ảnh {number}]"
"""Where a picture stood; a paragraph of its own."""
MARKER = re.compile(r"^\[Ảnh \d+\]$", re.MULTILINE)

_STYLES = {"strong": "**", "em": "*"}
_SPACE = re.compile(r"[\s\x1c-\x1f]+")
_ALWAYS = re.compile(r"([\\`*\[\]<~|])")
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(
    r"^(?:(?P<sign>[-+](?=\s|$)|>|-(?=[-\s]+$)|=(?=[=\s]*$)|#(?=#{0,5}(?:\s|$)))|(?P<number>\d{1,9})(?P<end>[.)])(?=\s|$))"
)
_BACK = re.compile(r"#(?:foot|end)note-ref-")
_LAST_SIGNS = re.compile(r"#+$")

_Span = tuple[str, frozenset[str]]
_BREAK: _Span = ("", frozenset({"br"}))


def to_markdown(html: str) -> str:
    """Return the HTML's words as Markdown (NFC), one line a paragraph, ending in one line end."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    blocks = writer.finished()
    return nfc("\n\n".join(blocks) + "\n") if blocks else ""


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int = 0
    lines: list[str] = field(default_factory=list)


class _Writer(HTMLParser):
    """Blocks as they end.

    `_spans` is the text of the block that is open, with the styles upon it; `_within` holds the blocks of the
    document, and of every item and cell that is open.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._within: list[list[str]] = [[]]
        self._spans: list[_Span] = []
        self._styles: list[str] = []
        self._heading = 0
        self._lists: list[_List] = []
        self._tables: list[list[list[str]]] = []
        self._wide: list[int] = []
        self._pictures = 0
        self._back = False
        """Whether the link is open by which mammoth leads from a note back to the text."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a list, a table or a style."""
        if tag in _STYLES:
            self._styles.append(tag)
            return
        if tag == "a":
            self._back = _BACK.match(dict(attrs).get("href") or "") is not None
            return
        if tag == "br":
            self._spans.append(_BREAK)
            return
        if tag in _BLOCKS:
            self._end_block()
            self._open(tag, dict(attrs).get("colspan") or "1")

    def _open(self, tag: str, width: str) -> None:
        if tag == "img":
            self._pictures += 1
            self._within[-1].append(PICTURE.format(number=self._pictures))
        elif tag in {"ul", "ol"}:
            self._lists.append(_List(tag == "ol"))
        elif tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._tables[-1].append([])
        elif tag in {"td", "th"}:
            self._wide.append(min(int(width), 50) if width.isdecimal() else 1)
            self._within.append([])
        elif tag == "li":
            self._within.append([])
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in self._styles:
            self._styles.remove(tag)
        if tag == "a":
            self._back = False
        if tag not in _BLOCKS:
            return
        self._end_block()
        if tag == "li" and len(self._within) > 1:
            self._end_item(self._within.pop())
        elif tag in {"ul", "ol"} and self._lists:
            lines = self._lists.pop().lines
            self._within[-1] += ["\n".join(lines)] if lines else []
        elif tag in {"td", "th"} and self._wide and len(self._within) > 1:
            cell, width = self._within.pop(), self._wide.pop()
            if self._tables and self._tables[-1]:
                self._tables[-1][-1] += [_one_line(cell), *[""] * (width - 1)]
        elif tag == "table" and self._tables:
            self._end_table(self._tables.pop())

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._back:
            self._spans.append((data, frozenset(self._styles)))

    def finished(self) -> list[str]:
        """Return the document's blocks."""
        self._end_block()
        return [block for blocks in self._within for block in blocks]

    def _end_block(self) -> None:
        heading, self._heading = self._heading, 0
        spans, self._spans = self._spans, []
        one_line = bool(self._tables or heading)
        lines = [line for line in map(_line, _lines(spans)) if line]
        if not lines:
            return
        if not one_line:
            self._within[-1].append("\\\n".join(map(_at_line_start, lines)))
        elif heading and not self._tables:
            words = _LAST_SIGNS.sub(r"\\\g<0>", " ".join(lines))
            self._within[-1].append(f"{'#' * heading} {words}")
        else:
            self._within[-1].append(" ".join(lines))

    def _end_item(self, blocks: list[str]) -> None:
        if not self._lists:
            self._within[-1] += blocks
            return
        within = self._lists[-1]
        within.count += 1
        marker = f"{within.count}. " if within.ordered else "- "
        lines = "\n\n".join(blocks).split("\n")
        within.lines += [
            f"{' ' * len(marker) if number else marker}{line}".rstrip() for number, line in enumerate(lines)
        ]

    def _end_table(self, table: list[list[str]]) -> None:
        rows = [row for row in table if any(row)]
        width = max(map(len, rows), default=0)
        if width == 1 or self._tables or len(self._within) > 1:
            words = (" ".join(filter(None, row)) for row in rows)
            self._within[-1] += map(str if self._tables else _at_line_start, words)
        elif rows:
            lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
            self._within[-1].append("\n".join([lines[0], f"|{' --- |' * width}", *lines[1:]]))


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset((*_HEADINGS, "p", "ul", "ol", "li", "table", "tr", "td", "th", "img"))


def _one_line(blocks: list[str]) -> str:
    return _SPACE.sub(" ", " ".join(blocks)).strip()


def _lines(spans: list[_Span]) -> list[list[_Span]]:
    """Part the spans at breaks, and join those of the same styles."""
    lines: list[list[_Span]] = [[]]
    for span in spans:
        text, styles = span
        if span == _BREAK:
            lines.append([])
        elif lines[-1] and lines[-1][-1][1] == styles:
            lines[-1][-1] = (lines[-1][-1][0] + text, styles)
        elif text:
            lines[-1].append(span)
    return lines


def _line(spans: list[_Span]) -> str:
    """Write one line: styles stand on whole words only, so that no mark stands within one."""
    written: list[str] = []
    plain = ""
    for at, (text, styles) in enumerate(spans):
        before = spans[at - 1][0][-1:] if at else " "
        after = spans[at + 1][0][:1] if at + 1 < len(spans) else " "
        core = text.strip()
        start = text.index(core)
        end = start + len(core)
        apart = (start or before.isspace()) and (end < len(text) or after.isspace())
        if styles and apart and core and core[0].isalnum() and core[-1].isalnum():
            marks = "".join(sorted((_STYLES[style] for style in styles), reverse=True))
            written += [_escaped(plain + text[:start]), marks, _escaped(core), marks[::-1]]
            plain = text[end:]
        else:
            plain += text
    return _SPACE.sub(" ", "".join([*written, _escaped(plain)])).strip()


def _escaped(text: str) -> str:
    text = _ALWAYS.sub(r"\\\1", text)
    text = _ENTITY.sub(r"\\&", text)
    return _EDGE_UNDERSCORE.sub(r"\\_", text)


def _at_line_start(line: str) -> str:
    """Escape a sign or number that would begin a list, a heading, a quotation or a rule."""
    return _LINE_START.sub(lambda m: f"\\{m['sign']}" if m["sign"] else f"{m['number']}\\{m['end']}", line)
