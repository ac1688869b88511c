"""The parts of a .docx by their relations: which is the text, which the styles, what a picture is.

Parts in; elements and bytes out. Entities are refused before anything is parsed, nothing outside is followed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET
from xml.parsers import expat

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R),
    (b"http://purl.oclc.org/ooxml/drawingml/main", A),
)
"""Names in the strict form of the standard, which Word writes on request."""

MAX_XML = 12 * 1024 * 1024
"""Bytes of one part that is parsed: the words of some thousand pages."""
MAX_ELEMENTS = 100_000
"""Elements of one part; an entry of ten thousand words that was much edited has some thirty thousand."""
MAX_DEPTH = 80
"""Elements within elements; a table in a table in a table has about thirty."""


class BadPart(ValueError):  # noqa: N818 - it is what it is
    """A part that is no XML, declares entities, or is too long or too deep."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind of relation, the part's name, or an address outside."""

    kind: str
    target: str
    external: bool


class Package:
    """A .docx's parts."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts

    def main(self) -> str | None:
        """Return the name of the part that holds the text."""
        found = (r for r in self.relations("").values() if r.kind == "officeDocument" and not r.external)
        name = next((relation.target for relation in found), None)
        return name if name in self.parts else None

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part ("" for the package itself) by their ids."""
        folder, name = posixpath.split(part)
        data = self.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        if data is None:
            return {}
        return {element.get("Id", ""): _relation(element, folder) for element in parse(data).iter(_RELATION)}

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part of a kind (styles, numbering, footnotes …) that a part refers to."""
        found = (r for r in self.relations(part).values() if r.kind == kind and not r.external)
        return next((relation.target for relation in found if relation.target in self.parts), None)

    def tree(self, part: str | None) -> ET.Element | None:
        """Return a part as a tree, None for no part."""
        return None if part is None else parse(self.parts[part])

    def external(self) -> list[Relation]:
        """Return whatever leads out of the file, from any of its parts."""
        found = []
        for name, data in sorted(self.parts.items()):
            if name.endswith(".rels"):
                elements = parse(data).iter(_RELATION)
                found += [relation for relation in (_relation(e, "") for e in elements) if relation.external]
        return found


def _relation(element: ET.Element, folder: str) -> Relation:
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    target = element.get("Target", "")
    if element.get("TargetMode", "").lower() == "external":
        return Relation(kind, target, external=True)
    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(kind, path, external=False)


def parse(data: bytes) -> ET.Element:
    """Return the part's tree. Raises BadPart."""
    if len(data) > MAX_XML:
        raise BadPart("too long")
    _look_first(data)
    try:
        return ET.fromstring(_transitional(data))  # noqa: S314 - entities were refused a line above
    except (ET.ParseError, ValueError, LookupError) as error:
        raise BadPart("no XML") from error


def _look_first(data: bytes) -> None:
    """Refuse a document type (entities are declared there) and depths that no text has."""
    depth = count = 0

    def start(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if count > MAX_ELEMENTS:
            raise BadPart("too long")
        if depth > MAX_DEPTH:
            raise BadPart("too deep")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_parts: object) -> None:
        raise BadPart("declares a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the last piece
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, BadPart):
            raise
        raise BadPart("no XML") from error


def _transitional(data: bytes) -> bytes:
    for strict, name in _STRICT:
        data = re.sub(re.escape(strict) + rb"(?=[\"'])", name[1:-1].encode(), data)
    return data
