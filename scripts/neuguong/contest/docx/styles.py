"""What styles do to words: the font they are typed in, whether they are hidden.

styles.xml as a tree in; answers about a run in a paragraph out. Only what bears on which words are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from neuguong.contest.docx.package import W

_LONGEST_CHAIN = 20
"""Styles based on styles; Word allows eleven."""
_OFF = frozenset(("0", "false", "off"))


class Styles:
    """The styles of a document."""

    def __init__(self, tree: ET.Element | None) -> None:
        self._styles = {} if tree is None else {s.get(f"{W}styleId", ""): s for s in tree.iter(f"{W}style")}
        defaults = None if tree is None else tree.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._defaults = [] if defaults is None else [defaults]
        self._normal = next(
            (
                s.get(f"{W}styleId", "")
                for s in self._styles.values()
                if s.get(f"{W}type") == "paragraph" and s.get(f"{W}default") not in {None, *_OFF}
            ),
            "",
        )

    def fonts(self, run: ET.Element, paragraph: ET.Element | None) -> frozenset[str]:
        """Return the fonts in which the run shows letters."""
        for properties in self._properties(run, paragraph):
            fonts = properties.find(f"{W}rFonts")
            if fonts is not None:
                names = [fonts.get(f"{W}{kind}") for kind in ("ascii", "hAnsi")]
                if any(names):
                    return frozenset(name for name in names if name)
        return frozenset()

    def hidden(self, run: ET.Element, paragraph: ET.Element | None) -> bool:
        """Return whether the run's words are not shown."""
        for properties in self._properties(run, paragraph):
            vanish = properties.find(f"{W}vanish")
            if vanish is not None:
                return is_on(vanish)
        return False

    def _properties(self, run: ET.Element, paragraph: ET.Element | None) -> Iterator[ET.Element]:
        """Yield what is said of the run, from the nearest to the most general."""
        own = run.find(f"{W}rPr")
        if own is not None:
            yield own
            yield from self._chain(_value(own, "rStyle"))
        named = None if paragraph is None else paragraph.find(f"{W}pPr")
        yield from self._chain((_value(named, "pStyle") if named is not None else "") or self._normal)
        yield from self._defaults

    def _chain(self, style: str) -> Iterator[ET.Element]:
        seen: set[str] = set()
        while style in self._styles and style not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(style)
            element = self._styles[style]
            properties = element.find(f"{W}rPr")
            if properties is not None:
                yield properties
            style = _value(element, "basedOn")


def is_on(element: ET.Element | None) -> bool:
    """Return whether a switch (bold, hidden …) is there and not turned off."""
    return element is not None and element.get(f"{W}val", "1").lower() not in _OFF


def _value(properties: ET.Element, name: str) -> str:
    element = properties.find(f"{W}{name}")
    return "" if element is None else element.get(f"{W}val", "")
