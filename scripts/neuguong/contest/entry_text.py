"""An entry's Markdown as HTML that only says what it says.

Text in, HTML out: paragraphs, headings (from the third level down), lists, quotations, tables, emphasis. What
a link leads to, pictures from elsewhere, raw HTML and every attribute are left behind, so that nothing in the
text can ask another host for anything, carry a name out of sight or run.
"""

from __future__ import annotations

import html
from html.parser import HTMLParser

from neuguong.content import markup
from neuguong.text import nfc

_KEPT = frozenset(
    (
        *("p", "br", "hr", "em", "strong", "del", "sub", "sup", "code", "pre", "blockquote"),
        *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"),
    )
)
_EMPTY = frozenset(("br", "hr"))
_DROPPED = frozenset(
    ("script", "style", "template", "title", "textarea", "noscript", "iframe", "svg", "math")
)
"""Elements whose contents are no text of the entry."""
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6", "h6": "h6"}
"""The page has the first level, an entry's title the second."""


def to_html(markdown: str) -> str:
    """Render the text with nothing but the elements that are kept."""
    cleaner = _Cleaner()
    cleaner.feed(markup.to_html(nfc(markdown)))
    cleaner.close()
    return cleaner.cleaned()


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element's bare name; start leaving out where its contents are no text."""
        del attrs
        if tag in _DROPPED:
            self._dropping.append(tag)
        kept = _HEADINGS.get(tag, tag)
        if self._dropping or kept not in _KEPT:
            return
        self._out.append(f"<{kept}>")
        if kept not in _EMPTY:
            self._open.append(kept)

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and whatever was left open inside it."""
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        kept = _HEADINGS.get(tag, tag)
        if kept in self._open:
            while True:
                last = self._open.pop()
                self._out.append(f"</{last}>")
                if last == kept:
                    return

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        if not self._dropping:
            self._out.append(html.escape(data, quote=False))

    def cleaned(self) -> str:
        """Return what was kept, every element closed."""
        return "".join([*self._out, *(f"</{tag}>" for tag in reversed(self._open))]).strip()
