"""The little of styles and lists that bears on what words mean: names of styles, levels and kinds of lists.

An element of a Word file in; a new one out, of known elements with known attributes alone.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from neuguong.contest.docx.package import W

_KEPT = {
    "styles": (),
    "style": ("type", "styleId", "default"),
    "name": ("val",),
    "pPr": (),
    "numPr": (),
    "ilvl": ("val",),
    "numId": ("val",),
    "pStyle": ("val",),
    "numbering": (),
    "abstractNum": ("abstractNumId",),
    "numStyleLink": ("val",),
    "lvl": ("ilvl",),
    "numFmt": ("val",),
    "num": ("numId",),
    "abstractNumId": ("val",),
}
"""Names of elements and of their attributes (ECMA-376 Part 1, 17.7 and 17.9)."""
_NEEDED = {
    "style": ("type", "styleId"),
    "num": ("numId",),
    "abstractNum": ("abstractNumId",),
    "abstractNumId": ("val",),
}
"""Without these an element means nothing."""


def bare(element: ET.Element) -> ET.Element | None:
    """Return the element rebuilt, None for one that is not known or means nothing."""
    name = element.tag.removeprefix(W)
    if name not in _KEPT or any(element.get(f"{W}{key}") is None for key in _NEEDED.get(name, ())):
        return None
    said = {f"{W}{key}": element.get(f"{W}{key}") for key in _KEPT[name]}
    rebuilt = ET.Element(element.tag, {key: value for key, value in said.items() if value is not None})
    rebuilt.extend([child for child in map(bare, element) if child is not None])
    if name == "num" and rebuilt.find(f"{W}abstractNumId") is None:
        return None
    return rebuilt
