"""Whatever a Word file says of its author beside its text: planted in every place, seen in none."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

from neuguong.contest.documents import Document, read
from tests.contest.word_files import NAMES, OFFICE, PACKAGE, docx, drawing, paragraph, run

_PROPERTIES = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>{}</dc:creator></x:xmpmeta>'


def photo(plant: str, form: str = "JPEG") -> bytes:
    """Return a picture with the plant in Exif, XMP and either IPTC and a comment or a chunk of text (PNG)."""
    picture = Image.new("RGB", (320, 240), (120, 160, 90))
    exif = Image.Exif()
    exif[Base.Artist] = plant
    exif[Base.ImageDescription] = plant
    exif.get_ifd(IFD.Exif)[Base.UserComment] = plant.encode()
    exif.get_ifd(IFD.GPSInfo)[1] = plant
    made = io.BytesIO()
    if form == "PNG":
        said = PngInfo()
        said.add_text("Author", plant)
        said.add_itxt("XML:com.adobe.xmp", _XMP.format(plant))
        picture.save(made, "PNG", pnginfo=said, exif=exif)
        return made.getvalue()
    picture.save(made, "JPEG", exif=exif, xmp=_XMP.format(plant).encode(), comment=plant.encode())
    resource = f"Photoshop 3.0\0{plant}".encode()  # where IPTC stands
    start = made.getvalue()
    return start[:2] + b"\xff\xed" + (len(resource) + 2).to_bytes(2, "big") + resource + start[2:]


def _field(instruction: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        mark.format("begin")
        + f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        + mark.format("separate")
        + run(result)
        + mark.format("end")
    )


SAID, SEEN = run("{}"), run("a")
BODIES = {  # what stands in the text; {} is the plant
    "the author of an insertion": f'<w:ins w:author="{{}}" w:date="2026-01-01T00:00:00Z">{SEEN}</w:ins>',
    "deleted words": '<w:del w:author="x"><w:r><w:delText>{}</w:delText></w:r></w:del>',
    "the author of a deletion": '<w:del w:author="{}"><w:r><w:delText>cũ</w:delText></w:r></w:del>',
    "words moved away": f'<w:moveFrom w:author="x">{SAID}</w:moveFrom>',
    "the author of a change of format": run("a", '<w:rPrChange w:author="{}"><w:rPr/></w:rPrChange>'),
    "hidden words": run("{}", "<w:vanish/>"),
    "a revision's number": '<w:r w:rsidR="{}" w:rsidRPr="{}"><w:t>a</w:t></w:r>',
    "a bookmark": '<w:bookmarkStart w:id="1" w:name="{}"/><w:bookmarkEnd w:id="1"/>',
    "the tip of a link": f'<w:hyperlink r:id="h" w:tooltip="{{}}">{SEEN}</w:hyperlink>',
    "the place a link leads to": f'<w:hyperlink w:anchor="{{}}">{SEEN}</w:hyperlink>',
    "an alternative text": drawing("picture", "{}"),
    "the name of a drawing": drawing("picture").replace('name="Anh"', 'name="{}"'),
    "the alternative text of an old drawing": (
        '<w:r><w:pict><v:shape alt="{}"><v:imagedata r:id="picture" o:title="{}"/></v:shape></w:pict></w:r>'
    ),
    "the name of a text box": (
        '<w:r><w:pict><v:shape id="{}" alt="{}"><v:textbox><w:txbxContent><w:p/></w:txbxContent>'
        "</v:textbox></v:shape></w:pict></w:r>"
    ),
    "a control's name": (
        '<w:sdt><w:sdtPr><w:alias w:val="{}"/><w:tag w:val="{}"/><w:placeholder><w:docPart w:val="{}"/>'
        f"</w:placeholder></w:sdtPr><w:sdtContent>{SEEN}</w:sdtContent></w:sdt>"
    ),
    "a control filled from the properties": (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/coreProperties/creator"/></w:sdtPr>'
        f"<w:sdtContent>{SAID}</w:sdtContent></w:sdt>"
    ),
    "the field AUTHOR": _field(" AUTHOR ", "{}"),
    "the field FILENAME": _field(" FILENAME \\p ", "{}"),
    "the field DOCVARIABLE": _field(" DOCVARIABLE x ", "{}"),
    "the instruction of a field": _field(" PAGE {} ", "7"),
    "a field in one element": f'<w:fldSimple w:instr=" LASTSAVEDBY ">{SAID}</w:fldSimple>',
    "INCLUDETEXT": _field(" INCLUDETEXT C:\\\\{}.docx ", "{}"),
    "DDE": _field(" DDEAUTO excel {} ", "{}"),
    "INCLUDEPICTURE": _field(' INCLUDEPICTURE "https://{}.example/a.png" ', "{}"),
    "a smart tag": f'<w:smartTag w:uri="{{}}" w:element="{{}}">{SEEN}</w:smartTag>',
    "a style": run("a", '<w:rStyle w:val="{}"/>'),
    "a phonetic guide": f"<w:r><w:ruby><w:rt>{SAID}</w:rt><w:rubyBase>{SEEN}</w:rubyBase></w:ruby></w:r>",
}


def _links(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="h" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )


_CORE = f'<c:coreProperties xmlns:c="{_PROPERTIES}"><c:creator>{{}}</c:creator></c:coreProperties>'
_COMMENT = '<w:comment w:author="{}" w:initials="{}"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:comment>'
_SETTINGS = (
    '<w:docVars><w:docVar w:name="x" w:val="{}"/></w:docVars><w:rsids><w:rsid w:val="{}"/></w:rsids>'
    '<w:attachedTemplate r:id="h"/>'
)
_STYLE = '<w:style w:type="paragraph" w:styleId="s"><w:name w:val="{}"/></w:style>'
_LIST = '<w:abstractNum w:abstractNumId="1"><w:name w:val="{}"/></w:abstractNum>'
PARTS = {  # a part's name and what it says
    "the properties": ("docProps/core.xml", _CORE),
    "the application's properties": ("docProps/app.xml", "<Properties><Company>{}</Company></Properties>"),
    "one's own properties": ("docProps/custom.xml", '<Properties><property name="{}"/></Properties>'),
    "data of one's own": ("customXml/item1.xml", "<x><author>{}</author></x>"),
    "comments": ("word/comments.xml", f"<w:comments {NAMES}>{_COMMENT}</w:comments>"),
    "people": ("word/people.xml", '<p:people xmlns:p="x"><p:person p:author="{}"/></p:people>'),
    "a header": ("word/header1.xml", f"<w:hdr {NAMES}><w:p>{SAID}</w:p></w:hdr>"),
    "a footer": ("word/footer1.xml", f"<w:ftr {NAMES}><w:p>{SAID}</w:p></w:ftr>"),
    "variables and revisions": (
        "word/settings.xml",
        f"<w:settings {NAMES}>{_SETTINGS}</w:settings>",
    ),
    "a style's name": ("word/styles.xml", f"<w:styles {NAMES}>{_STYLE}</w:styles>"),
    "a list's name": ("word/numbering.xml", f"<w:numbering {NAMES}>{_LIST}</w:numbering>"),
    "fonts": ("word/fontTable.xml", f'<w:fonts {NAMES}><w:font w:name="{{}}"/></w:fonts>'),
    "an embedded font": ("word/fonts/font1.odttf", "{}"),
    "building blocks": ("word/glossary/document.xml", f"<w:document {NAMES}><w:p>{SAID}</w:p></w:document>"),
    "a thumbnail": ("docProps/thumbnail.jpeg", "{}"),
    "a part whose name climbs": ("../../{}.txt", "{}"),
    "a template elsewhere": (
        "word/_rels/settings.xml.rels",
        _links("attachedTemplate", "file:///C:/{}.dotm"),
    ),
    "an address": ("word/_rels/document.xml.rels", _links("hyperlink", "https://{}.example")),
}
RELATED = {
    "picture": ("image", "media/image1.jpg"),
    "c": ("comments", "comments.xml"),
    "s": ("styles", "styles.xml"),
    "n": ("numbering", "numbering.xml"),
    "h": ("header", "header1.xml"),
}
PLANT = "Kẻ Lộ Mặt 7391"
ASCII = "KeLoMat7391"
VISIBLE = "Lời ai cũng thấy."


def everything_in(data: bytes) -> bytes:
    """Return all that the file holds, unpacked, and the names of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"\n".join([*map(str.encode, packed.namelist()), *map(packed.read, packed.namelist())])


def everything_of(found: Document) -> bytes:
    words = [found.text, found.front_matter, *(said for told in found.told for said in told)]
    metadata = [repr(Image.open(io.BytesIO(picture)).info) for picture in found.pictures]
    return b"\n".join([*map(str.encode, (*words, *metadata)), *found.pictures])


def bare(data: bytes) -> Document:
    """Read a file that holds the plant, and make sure that nothing of it is left."""
    assert ASCII.encode() in everything_in(data) or PLANT.encode() in everything_in(data)
    found = read("bai.docx", data)
    assert isinstance(found, Document), found
    assert VISIBLE in found.text
    for plant in (ASCII, PLANT):
        assert plant.lower().encode() not in everything_of(found).lower()
    return found


@pytest.mark.parametrize("plant", [ASCII, PLANT])
@pytest.mark.parametrize("place", BODIES)
def test_plant_in_the_text_is_not_in_the_document(place: str, plant: str) -> None:
    body = paragraph(run(VISIBLE)) + f"<w:p>{BODIES[place].replace('{}', plant)}</w:p>"
    bare(docx(body, parts={"word/media/image1.jpg": photo("x")}, related=RELATED))


@pytest.mark.parametrize("place", PARTS)
def test_plant_in_another_part_is_not_in_the_document(place: str) -> None:
    name, words = (said.replace("{}", ASCII) for said in PARTS[place])
    bare(docx(paragraph(run(VISIBLE), '<w:pStyle w:val="s"/>'), parts={name: words}, related=RELATED))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_picture_tells_nothing_but_what_it_shows(form: str) -> None:
    data = photo(ASCII, form)
    assert data.count(ASCII.encode()) >= 4
    parts = {"word/media/image1.jpg": data}
    found = bare(docx(paragraph(run(VISIBLE)) + paragraph(drawing("picture")), parts=parts, related=RELATED))
    (picture,) = found.pictures
    kept = Image.open(io.BytesIO(picture))
    assert (kept.size, dict(kept.getexif())) == ((320, 240), {})
    assert not {"exif", "xmp", "comment", "photoshop", "icc_profile"} & set(kept.info)


def test_visible_words_are_found_so_that_the_canary_can_sing() -> None:
    found = read("bai.docx", docx(paragraph(run(PLANT))))
    assert isinstance(found, Document)
    assert PLANT.encode() in everything_of(found)


def test_all_places_at_once() -> None:
    body = paragraph(run(VISIBLE)) + "".join(
        f"<w:p>{one.replace('{}', ASCII)}</w:p>" for one in BODIES.values()
    )
    parts: dict[str, str | bytes] = {
        name.replace("{}", ASCII): words.replace("{}", ASCII)
        for name, words in PARTS.values()
        if name != "word/_rels/document.xml.rels"
    }
    parts["word/media/image1.jpg"] = photo(ASCII)
    found = bare(docx(body.replace("{}", ASCII), parts=parts, related=RELATED))
    assert len(found.told) >= 8
