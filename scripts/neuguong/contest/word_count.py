"""How long an entry is: its words as Word's status bar counts them.

Markdown in, a number out. Reads nothing and refuses nothing: the season's limits are asked elsewhere.
"""

from __future__ import annotations

from html.parser import HTMLParser

from neuguong.content import markup
from neuguong.contest.markdown_writer import MARKER
from neuguong.text import nfc

_PARTING = frozenset(
    (
        *(
            "p",
            "br",
            "hr",
            "li",
            "ul",
            "ol",
            "blockquote",
            "pre",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ),
        *("h1", "h2", "h3", "h4", "h5", "h6"),
    )
)


def count_words(markdown: str) -> int:
    """Count the runs of signs between white space.

    So "Đà Nẵng" is two, "ba-lô" and "https://vidu.example" are one, and a dash or a number that stands alone
    is one too. Headings, tables, text boxes, footnotes and typed numbers count, as they do where Word's
    “Include textboxes, footnotes and endnotes” is ticked. Bullets and numbers that Word sets by itself do
    not, nor do the marks where pictures stood and what Markdown writes to mark words.
    """
    reader = _Words()
    reader.feed(markup.to_html(MARKER.sub("", nfc(markdown))))
    reader.close()
    return len("".join(reader.said).split())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in _PARTING:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARTING:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        self.said.append(data)
