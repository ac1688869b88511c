"""A .docx → Markdown, pictures and counts of what was left out.

A file's name and bytes in; `Reading` or the problem that keeps it out. The text is first rebuilt from what is
known to be text (`cleaning`); mammoth turns that small new file into HTML and never sees the one sent.
"""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from neuguong.contest.docx.bare import bare
from neuguong.contest.docx.cleaning import Cleaner, Refused
from neuguong.contest.docx.package import BadPart, Package, Relation, W, parse
from neuguong.contest.docx.removed import Removed
from neuguong.contest.docx.styles import Styles
from neuguong.contest.markdown_writer import to_markdown
from neuguong.contest.office_file import parts_of
from neuguong.contest.pictures import kept
from neuguong.problems import Problem, Text

MAX_PICTURES = 40
"""More than a season's limit allows by far; each takes a second or so to be made anew."""
MAX_REBUILT = 20_000
"""Elements of the new file: two thousand paragraphs with some words in bold, a second of mammoth's time."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_KEPT_PARTS = {
    "document": "document.main",
    **{name: name for name in ("styles", "numbering", "footnotes", "endnotes")},
}
_STYLE_MAP = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Word file says: Markdown with markers for pictures, the pictures as JPEG, what was left out."""

    markdown: str
    pictures: tuple[bytes, ...]
    counts: Mapping[Removed, int]


def read(path: str, data: bytes) -> Reading | Problem:
    """Read a .docx."""
    parts = parts_of(path, data)
    if isinstance(parts, Problem):
        return parts
    try:
        return _read(path, Package(parts))
    except BadPart as error:
        return Problem(path, 0, *_BAD_PARTS.get(str(error), _DAMAGED))
    except Refused:
        return Problem(path, 0, *_OTHER_FILE)
    except RecursionError:
        return Problem(path, 0, *_DAMAGED)


def _read(path: str, package: Package) -> Reading | Problem:
    main = package.main()
    if main is None:
        return Problem(path, 0, *_NO_WORD)
    counts: Counter[Removed] = Counter()
    _count_beside(package, counts)
    styles_tree = package.tree(package.related(main, "styles"))
    pictures = _Pictures(package, counts)
    rebuilt: dict[str, ET.Element] = {}
    for name in ("document", "footnotes", "endnotes"):
        part = main if name == "document" else package.related(main, name)
        tree = package.tree(part)
        if part is None or tree is None:
            continue
        relations = package.relations(part)
        notes = _notes_of(package, main) if name == "document" else ()
        cleaner = Cleaner(Styles(styles_tree), relations, pictures.keep, counts, notes)
        rebuilt[name] = _rebuilt(name, tree, cleaner)
        cleaner.finish()
    if len(pictures.kept) > MAX_PICTURES:
        return Problem(path, 0, *_TOO_MANY_PICTURES)
    for name in ("styles", "numbering"):
        tree = package.tree(package.related(main, name))
        kept_of_it = None if tree is None else bare(tree)
        if kept_of_it is not None:
            rebuilt[name] = kept_of_it
    if sum(1 for tree in rebuilt.values() for _ in tree.iter()) > MAX_REBUILT:
        return Problem(path, 0, *_TOO_LONG)
    try:
        html, order = _html(_new_file(rebuilt, pictures.kept))
    except Exception as error:  # mammoth raises many kinds on lists and tables that contradict themselves
        raise BadPart("not understood") from error
    shown = tuple(pictures.kept[number] for number in order)
    return Reading(to_markdown(html), shown, counts)


def _rebuilt(name: str, tree: ET.Element, cleaner: Cleaner) -> ET.Element:
    if name == "document":
        root = ET.Element(f"{W}document")
        body = ET.SubElement(root, f"{W}body")
        body.extend(cleaner.blocks(next(tree.iter(f"{W}body"), ET.Element(f"{W}body"))))
        return root
    root = ET.Element(tree.tag)
    for note in _written(tree):
        kept_note = ET.SubElement(root, note.tag, {f"{W}id": note.get(f"{W}id", "")})
        kept_note.extend(cleaner.blocks(note))
    return root


def _written(notes: ET.Element) -> list[ET.Element]:
    """Return the notes that somebody wrote, without the lines that part them from the text."""
    return [
        note
        for note in notes
        if note.tag in {f"{W}footnote", f"{W}endnote"} and note.get(f"{W}type", "normal") == "normal"
    ]


def _notes_of(package: Package, main: str) -> list[tuple[str, str]]:
    """Return the kind (footnote, endnote) and id of every note."""
    trees = (package.tree(package.related(main, kind)) for kind in ("footnotes", "endnotes"))
    notes = [note for tree in trees if tree is not None for note in _written(tree)]
    return [(note.tag.removeprefix(W), note.get(f"{W}id", "")) for note in notes]


class _Pictures:
    """The pictures that the text shows, made anew when they are first met."""

    def __init__(self, package: Package, counts: Counter[Removed]) -> None:
        self._package = package
        self._counts = counts
        self._known: dict[str, str | None] = {}
        self.kept: list[bytes] = []

    def keep(self, relation: Relation | None) -> str | None:
        """Return the id of the picture in the new file, None where there is none to keep."""
        if relation is None or relation.external:
            self._counts[Removed.LINKED_PICTURES] += 1
            return None
        if relation.target not in self._known:
            self._known[relation.target] = self._made(relation.target)
        return self._known[relation.target]

    def _made(self, part: str) -> str | None:
        data = self._package.parts.get(part)
        picture = kept(data) if data and len(self.kept) <= MAX_PICTURES else None
        if picture is None:
            self._counts[Removed.BAD_PICTURES] += 1
            return None
        self.kept.append(picture)
        return f"picture{len(self.kept)}"


_HEADERS = re.compile(r"/(?:header|footer)\d*\.xml$")
_COMMENTS = re.compile(r"/comments\.xml$")
_PROPERTIES = re.compile(r"^docProps/|^customXml/item\d*\.xml$|/people\.xml$")


def _count_beside(package: Package, counts: Counter[Removed]) -> None:
    """Count what lies in the file beside its text."""
    for name, data in sorted(package.parts.items()):
        if _HEADERS.search(name):
            words = " ".join(element.text or "" for element in parse(data).iter(f"{W}t"))
            counts[Removed.HEADERS] += len(words.split())
        elif _COMMENTS.search(name):
            counts[Removed.COMMENTS] += sum(1 for _ in parse(data).iter(f"{W}comment"))
        elif _PROPERTIES.search(name):
            counts[Removed.PROPERTIES] += 1
    for relation in package.external():
        counts[Removed.LINKS if relation.kind == "hyperlink" else Removed.OUTSIDE] += 1


def _new_file(rebuilt: Mapping[str, ET.Element], pictures: list[bytes]) -> bytes:
    """Pack a new .docx of the rebuilt parts."""
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for name in rebuilt
        if name != "document"
    ) + "".join(
        f'<Relationship Id="picture{number}" Type="{_OFFICE}/image" Target="media/{number}.jpg"/>'
        for number in range(1, len(pictures) + 1)
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{_KEPT_PARTS[name]}+xml"/>'
        for name in rebuilt
    )
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="jpg" ContentType="image/jpeg"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="main" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        "</Relationships>",
        **{f"word/{name}.xml": ET.tostring(tree, "utf-8") for name, tree in rebuilt.items()},
        **{f"word/media/{number}.jpg": b"%d" % (number - 1) for number in range(1, len(pictures) + 1)},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name, words in files.items():
            new.writestr(name, words)
    return packed.getvalue()


def _html(data: bytes) -> tuple[str, list[int]]:
    """Return mammoth's HTML and the numbers of the pictures in the order of the text."""
    import mammoth  # noqa: PLC0415 - many entries are Markdown

    order: list[int] = []

    def image(picture: mammoth.documents.Image) -> dict[str, str]:
        with picture.open() as number:
            order.append(int(number.read()))
        return {"src": ""}

    logging.getLogger("mammoth").disabled = True
    converted = mammoth.convert_to_html(
        io.BytesIO(data),
        style_map=_STYLE_MAP,
        convert_image=mammoth.images.img_element(image),
        include_embedded_style_map=False,
        external_file_access=False,
    )
    return str(converted.value), order


_DAMAGED = (
    "office-file-is-whole",
    Text("tệp Word hỏng, không đọc được", "the Word file is damaged and cannot be read"),
    Text(
        "mở tệp gốc bằng Word, lưu lại thành .docx rồi gửi lần nữa",
        "open it in Word, save it again and send it",
    ),
)
_ENTITIES = (
    "office-file-declares-nothing",
    Text(
        "tệp Word có khai báo lạ (DTD), Word không bao giờ ghi thế",
        "the file declares a document type (DTD)",
    ),
    Text("đừng mở; hỏi lại người gửi, xin tệp lưu bằng Word", "do not open it; ask for a file saved by Word"),
)
_TOO_LONG = (
    "office-file-is-small",
    Text(
        "tệp Word có quá nhiều đoạn, bảng hay kiểu chữ, không thể là một bài dự thi",
        "the Word file has far too many paragraphs, tables or styles for an entry",
    ),
    Text("xin người gửi gửi đúng tệp bài viết", "ask for the file that holds the entry alone"),
)
_BAD_PARTS = {"declares a document type": _ENTITIES, "too long": _TOO_LONG}
_OTHER_FILE = (
    "office-file-holds-no-other",
    Text("trong bài có tệp khác được nhúng vào", "another file is embedded in the text"),
    Text(
        "xin người gửi xóa phần nhúng (bảng Excel, công thức kiểu cũ…) hoặc thay bằng ảnh, rồi lưu lại",
        "ask for it to be removed, or made a picture, and saved again",
    ),
)
_NO_WORD = (
    "office-file-is-word",
    Text("tệp này không phải tệp Word", "this is no Word file"),
    Text("mở bằng Word, lưu thành .docx rồi gửi lại", "open it in Word, save it as .docx and send it"),
)
_TOO_MANY_PICTURES = (
    "entry-has-few-pictures",
    Text(f"trong tệp có hơn {MAX_PICTURES} ảnh", f"there are more than {MAX_PICTURES} pictures in the file"),
    Text("xin người gửi chọn ít ảnh, theo thể lệ", "ask for fewer, as the rules say"),
)
