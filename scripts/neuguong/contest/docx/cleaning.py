"""A Word file's text rebuilt from the few elements that are text; all else is left behind and counted.

The tree of a part in; a new tree of paragraphs, runs, tables and pictures out. What is not known to be text
does not come through: attributes, revision marks, comments, names of bookmarks, alternative texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from neuguong.contest.docx.bare import bare
from neuguong.contest.docx.fields import Fields, is_telling
from neuguong.contest.docx.package import MATH, MC, A, BadPart, R, Relation, V, W
from neuguong.contest.docx.removed import Removed
from neuguong.contest.docx.styles import Styles, is_on
from neuguong.contest.old_encodings import (
    Encoding,
    encoding_of_font,
    ends_with_base,
    is_unicode,
    starts_with_mark,
    tells,
    to_unicode,
)

_Rebuild = Callable[[ET.Element], list[ET.Element]]

ENCODING = "encoding"
"""The attribute that a piece of text bears until its paragraph is finished."""
MAX_CELLS = 63
"""Cells of a row; Word allows no more."""
_WHITE = frozenset(("FFFFFF", "FEFEFE"))
_UNWRAPPED = frozenset(
    f"{W}{name}"
    for name in (
        *("smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase", "sdtContent", "hyperlink"),
        *("fldSimple", "ins", "moveTo"),
    )
)
_SILENT = frozenset(
    f"{W}{name}"
    for name in (
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "proofErr"),
        *("bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak", "permStart", "permEnd", "rubyPr", "rt"),
        *("commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "footnoteRef"),
        *("endnoteRef", "customXmlPr", "smartTagPr", "moveFromRangeStart", "moveFromRangeEnd", "tblPrEx"),
        *("moveToRangeStart", "moveToRangeEnd", "softHyphen", "separator", "continuationSeparator", "pgNum"),
    )
)
"""Elements that hold no words of the text."""
_LETTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_RUN_STYLES = ("b", "i")
_SHOWN = frozenset((f"{W}txbxContent", f"{A}blip", f"{V}imagedata", f"{W}t"))
REFUSED = frozenset(f"{W}{name}" for name in ("object", "altChunk", "subDoc", "control"))
"""Elements that stand for another file."""


@dataclass(frozen=True, slots=True)
class Refused(Exception):  # noqa: N818 - it is what happens
    """The text holds another file."""

    name: str


class Cleaner:
    """One part of the file (text, footnotes) being rebuilt.

    `notes`: the kind and id of each note there is; references to others, as in a note, are left out.
    `picture` is given a relation and returns the id under which the picture is kept, or None where it is not.
    """

    def __init__(
        self,
        styles: Styles,
        relations: dict[str, Relation],
        picture: Callable[[Relation | None], str | None],
        counts: Counter[Removed],
        notes: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._styles = styles
        self._relations = relations
        self._picture = picture
        self._counts = counts
        self._fields = Fields()
        self._boxes: list[ET.Element] = []
        self._notes = set(notes)

    def blocks(self, parent: ET.Element) -> list[ET.Element]:
        """Return the paragraphs and tables of an element, rebuilt."""
        found: list[ET.Element] = []
        for child in parent:
            if child.tag == f"{W}p":
                found += self._paragraph(child)
            elif child.tag == f"{W}tbl":
                found.append(self._table(child))
            else:
                found += self._inside(child, self.blocks)
        return found

    def finish(self) -> None:
        """Add what was counted on the way."""
        self._counts[Removed.FIELDS] += self._fields.dropped

    def _inside(self, child: ET.Element, go_on: _Rebuild) -> list[ET.Element]:
        """Rebuild what stands in a wrapper; leave out and count what is no text."""
        tag = child.tag
        if tag in REFUSED:
            raise Refused(tag.removeprefix(W))
        if self._is_gone(child):
            return []
        if tag == f"{W}sdt":
            return self._control(child, go_on)
        if tag in _UNWRAPPED or tag == f"{MATH}oMathPara":
            return go_on(child)
        if tag == f"{MC}AlternateContent":
            return [element for choice in _choice(child) for element in go_on(choice)]
        if tag not in _SILENT:
            self._counts[Removed.OTHER] += _words(child)
        return []

    def _is_gone(self, child: ET.Element) -> bool:
        """Count what was deleted, inserted or filled in; return whether it is left out."""
        tag = child.tag
        if tag in {f"{W}del", f"{W}moveFrom"}:
            self._counts[Removed.DELETED] += _words(child)
        elif tag == f"{MATH}oMath":
            self._counts[Removed.FORMULAS] += 1
        elif tag == f"{W}fldSimple" and is_telling(child.get(f"{W}instr", "")):
            self._counts[Removed.FIELDS] += 1
        else:
            if tag in {f"{W}ins", f"{W}moveTo"}:
                self._counts[Removed.INSERTED] += _words(child)
            return False
        return True

    def _control(self, control: ET.Element, go_on: _Rebuild) -> list[ET.Element]:
        """Rebuild what stands in a control, unless it is filled from the document's properties."""
        bound = control.find(f"{W}sdtPr/{W}dataBinding")
        if bound is not None and "ropert" in f"{bound.get(f'{W}prefixMappings')} {bound.get(f'{W}xpath')}":
            self._counts[Removed.BOUND] += 1
            return []
        content = control.find(f"{W}sdtContent")
        return [] if content is None else go_on(content)

    def _table(self, table: ET.Element) -> ET.Element:
        rebuilt = ET.Element(f"{W}tbl")
        rebuilt.extend(self._rows(table))
        return rebuilt

    def _rows(self, parent: ET.Element) -> list[ET.Element]:
        rows: list[ET.Element] = []
        for child in parent:
            if child.tag != f"{W}tr":
                rows += self._inside(child, self._rows)
            elif child.find(f"{W}trPr/{W}del") is not None:
                self._counts[Removed.DELETED] += _words(child)
            else:
                row = ET.Element(f"{W}tr")
                row.extend(self._cells(child))
                rows.append(row)
        return rows

    def _cells(self, parent: ET.Element) -> list[ET.Element]:
        cells: list[ET.Element] = []
        for child in parent:
            if child.tag != f"{W}tc":
                cells += self._inside(child, self._cells)
                continue
            cell = ET.Element(f"{W}tc")
            span = child.find(f"{W}tcPr/{W}gridSpan")
            merged = child.find(f"{W}tcPr/{W}vMerge")
            properties = ET.SubElement(cell, f"{W}tcPr")
            if span is not None and span.get(f"{W}val", "").isdecimal():
                _value(properties, "gridSpan", str(min(int(span.get(f"{W}val", "1")), 50)))
            if merged is not None:
                _value(properties, "vMerge", merged.get(f"{W}val", "continue"))
            cell.extend(self.blocks(child) or [ET.Element(f"{W}p")])
            cells.append(cell)
        if len(cells) > MAX_CELLS:
            raise BadPart("a table too wide")
        return cells

    def _paragraph(self, paragraph: ET.Element) -> list[ET.Element]:
        around, self._boxes = self._boxes, []
        rebuilt = ET.Element(f"{W}p")
        properties = ET.SubElement(rebuilt, f"{W}pPr")
        for name in ("pStyle", "numPr"):
            said = paragraph.find(f"{W}pPr/{W}{name}")
            kept = None if said is None else bare(said)
            if kept is not None:
                properties.append(kept)
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            ET.SubElement(ET.SubElement(properties, f"{W}rPr"), f"{W}del")
        rebuilt.extend(self._runs(paragraph, paragraph))
        _make_unicode(rebuilt, self._counts)
        _join_runs(rebuilt)
        boxes, self._boxes = self._boxes, around
        return [rebuilt, *boxes]

    def _runs(self, parent: ET.Element, paragraph: ET.Element) -> list[ET.Element]:
        def go_on(wrapper: ET.Element) -> list[ET.Element]:
            return self._runs(wrapper, paragraph)

        runs: list[ET.Element] = []
        for child in parent:
            if child.tag == f"{W}r":
                runs += self._run(child, paragraph)
            else:
                runs += self._inside(child, go_on)
        return runs

    def _run(self, run: ET.Element, paragraph: ET.Element) -> list[ET.Element]:
        if self._styles.hidden(run, paragraph):
            self._counts[Removed.HIDDEN] += _words(run)
            for child in run:
                self._follow(child)
            return []
        rebuilt = ET.Element(f"{W}r")
        properties = ET.SubElement(rebuilt, f"{W}rPr")
        for name in _RUN_STYLES:
            if is_on(run.find(f"{W}rPr/{W}{name}")):
                ET.SubElement(properties, f"{W}{name}")
        color = run.find(f"{W}rPr/{W}color")
        if color is not None and color.get(f"{W}val", "").upper() in _WHITE:
            self._counts[Removed.WHITE] += _words(run)
        encoding = self._encoding(run, paragraph)
        rebuilt.extend(list(self._pieces(run, encoding)))
        return [rebuilt]

    def _encoding(self, run: ET.Element, paragraph: ET.Element) -> Encoding | None:
        found = {encoding_of_font(font) for font in self._styles.fonts(run, paragraph)} - {None}
        return min(found, key=str) if found else None

    def _follow(self, child: ET.Element) -> bool:
        """Take a mark of a field; return whether it was one."""
        if child.tag == f"{W}fldChar":
            self._fields.mark(child.get(f"{W}fldCharType", ""))
        elif child.tag == f"{W}instrText":
            self._fields.instruct(child.text or "")
        else:
            return False
        return True

    def _pieces(self, run: ET.Element, encoding: Encoding | None) -> Iterator[ET.Element]:
        for child in run:
            if child.tag in {f"{W}delText", f"{W}delInstrText"}:
                self._counts[Removed.DELETED] += len((child.text or "").split())
            elif not self._follow(child) and self._fields.keeps:
                yield from self._piece(child, encoding)

    def _piece(self, child: ET.Element, encoding: Encoding | None) -> Iterator[ET.Element]:
        name = child.tag.removeprefix(W)
        if name == "t":
            yield _text(child.text or "", encoding)
        elif name in _LETTERS:
            yield _text(_LETTERS[name], None)
        elif name == "sym":
            yield from self._symbol(child)
        elif name in {"br", "cr"}:
            if child.get(f"{W}type", "textWrapping") == "textWrapping":
                yield ET.Element(f"{W}br")
        elif name in {"footnoteReference", "endnoteReference"}:
            yield from self._note(child)
        elif name in {"drawing", "pict"}:
            yield from self._drawing(child)
        else:
            yield from self._inside(child, lambda wrapper: list(self._pieces(wrapper, encoding)))

    def _note(self, reference: ET.Element) -> Iterator[ET.Element]:
        """Keep the first reference to a note; Word makes no second one."""
        kind = reference.tag.removeprefix(W).removesuffix("Reference")
        name = reference.get(f"{W}id", "")
        if (kind, name) in self._notes:
            self._notes.remove((kind, name))
            self._counts[Removed.NOTES] += 1
            yield ET.Element(reference.tag, {f"{W}id": name})

    def _symbol(self, symbol: ET.Element) -> Iterator[ET.Element]:
        font, char = symbol.get(f"{W}font", ""), symbol.get(f"{W}char", "")
        code = int(char, 16) if char and set(char.lower()) <= set("0123456789abcdef") else 0
        encoding = encoding_of_font(font)
        if encoding and 0 < code <= 0xFFFF:
            yield _text(chr(code), encoding)
        elif code:
            yield ET.Element(f"{W}sym", {f"{W}font": font, f"{W}char": char})
        else:
            self._counts[Removed.SYMBOLS] += 1

    def _drawing(self, drawing: ET.Element) -> Iterator[ET.Element]:
        """Keep a drawing's pictures, put its text boxes aside, count the rest."""
        boxes = list(_outermost(drawing, f"{W}txbxContent"))
        inside_boxes = {element for box in boxes for element in box.iter()}
        for box in boxes:
            self._counts[Removed.TEXT_BOXES] += 1
            around, self._boxes = self._boxes, []
            blocks = self.blocks(box)
            self._boxes = [*around, *blocks, *self._boxes]
        pictures: set[str] = set()
        for element in drawing.iter():
            if element in inside_boxes:
                continue
            if element.tag in REFUSED or element.tag.endswith("}OLEObject"):
                raise Refused(element.tag.rsplit("}", 1)[-1])
            if any(_alt_texts(element)):
                self._counts[Removed.ALT_TEXTS] += 1
            relation = _relation_id(element) if element.tag in {f"{A}blip", f"{V}imagedata"} else ""
            if relation and relation not in pictures:
                pictures.add(relation)
                known = self._picture(self._relations.get(relation))
                if known:
                    yield ET.Element(f"{V}imagedata", {f"{R}id": known})
        if not pictures and not boxes:
            self._counts[Removed.DRAWINGS] += 1


def _relation_id(picture: ET.Element) -> str:
    return next((found for key in ("embed", "id", "pict", "link") if (found := picture.get(f"{R}{key}"))), "")


def _alt_texts(element: ET.Element) -> Iterator[str]:
    """Yield what a picture is called or said to show."""
    name = element.tag.rsplit("}", 1)[-1]
    if name == "docPr":
        yield from (element.get(key, "") for key in ("descr", "title"))
    elif name == "shape":
        yield element.get("alt", "")


def _choice(alternatives: ET.Element) -> Iterable[ET.Element]:
    """Return the richest of alternatives that is understood: Word writes what it knows first."""
    for alternative in alternatives:
        if any(
            e.tag in {f"{W}txbxContent", f"{A}blip", f"{V}imagedata", f"{W}t"} for e in alternative.iter()
        ):
            return [alternative]
    return list(alternatives)[:1]


def _outermost(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    for child in element:
        if child.tag == f"{MC}AlternateContent":
            for choice in _choice(child):
                yield from _outermost(choice, tag)
        elif child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)


def _text(words: str, encoding: Encoding | None) -> ET.Element:
    piece = ET.Element(f"{W}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    piece.text = words
    if encoding:
        piece.set(ENCODING, encoding)
    return piece


def _value(properties: ET.Element, name: str, value: str) -> None:
    ET.SubElement(properties, f"{W}{name}", {f"{W}val": value})


def _words(element: ET.Element) -> int:
    kinds = {f"{W}t", f"{W}delText", f"{MATH}t"}
    return len(" ".join(e.text or "" for e in element.iter() if e.tag in kinds).split())


def _join_runs(paragraph: ET.Element) -> None:
    """Join runs of one look, of which Word makes many while a text is edited."""
    before: ET.Element | None = None
    for run in list(paragraph):
        if run.tag != f"{W}r":
            continue
        if before is None or _look(before) != _look(run):
            before = run
            continue
        for piece in run:
            if piece.tag == f"{W}rPr":
                continue
            if piece.tag == before[-1].tag == f"{W}t":
                before[-1].text = (before[-1].text or "") + (piece.text or "")
            else:
                before.append(piece)
        paragraph.remove(run)


def _look(run: ET.Element) -> list[str]:
    return [switch.tag for switch in run[0]]


def _make_unicode(paragraph: ET.Element, counts: Counter[Removed]) -> None:
    """Turn what was typed in an old encoding into Unicode; letters and marks may stand in two runs."""
    pieces = [piece for piece in paragraph.iter(f"{W}t") if ENCODING in piece.keys()]  # noqa: SIM118 - an element
    for before, after in pairwise(pieces):
        words = after.text or ""
        both = {before.get(ENCODING), after.get(ENCODING)} == {Encoding.VNI.value}
        if both and starts_with_mark(words) and ends_with_base(before.text or ""):
            before.text, after.text = (before.text or "") + words[0], words[1:]
    typed_anew = is_unicode("".join(piece.text or "" for piece in pieces))
    for piece in pieces:
        encoding = Encoding(piece.attrib.pop(ENCODING))
        words = piece.text or ""
        if is_unicode(words) or (typed_anew and not tells(words, encoding)):
            continue
        piece.text = to_unicode(words, encoding)
        if piece.text != words:
            counts[Removed.OLD_ENCODING] += len(words.split())
