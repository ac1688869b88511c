"""The minutes of the jury as .docx, in the form of Decree 30/2020/NĐ-CP, Annex I.

A season in, the bytes of a .docx out, to be completed in Word, signed and filed. What nobody knows beforehand
(hours, the room, who takes the chair) is dots. The same season gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuguong.contest.papers.office import settled
from neuguong.contest.papers.proceedings import Season, Section, sections, signatories
from neuguong.text import nfc

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

FILE = "bien-ban-cham-thi.docx"
FONT = "Times New Roman"
_MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}
"""Millimetres; Annex I: top and bottom 20–25, left 30–35, right 15–20."""
_WIDTH = 210 - 30 - 20
_COLUMNS = (17, 22, 18, 33, 70)
_SIGNING = (14, 76, 70)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_DOTS = "." * 20


def minutes(season: Season) -> bytes:
    """Return the document."""
    from docx import Document as NewDocument  # noqa: PLC0415 - only these papers need it

    document = NewDocument()
    _set_up(document, season)
    _write_head(document, season)
    _write_title(document, season)
    opening = _text(
        document,
        f"Hôm nay, hồi ..... giờ ....., {_day(season)}, tại {_DOTS}{_DOTS}, Hội đồng chấm thi "
        f"{nfc(season.rules.name)} họp xét kết quả.",
    )
    _to_the_left(opening)
    for number, section in zip(_ROMAN, sections(season), strict=False):
        _write_section(document, number, section)
    _text(
        document,
        "Cuộc họp kết thúc hồi ..... giờ ..... cùng ngày. Biên bản đã được đọc cho mọi người cùng nghe, "
        "nhất trí và ký tên dưới đây.",
    )
    _to_the_left(_text(document, f"Dấu của bảng điểm: {season.tables[-1].digest}", size=9))
    _write_signatures(document, season)
    written = io.BytesIO()
    document.save(written)
    return settled(written.getvalue())


def _set_up(document: Document, season: Season) -> None:
    """Set paper, margins, the typeface and the page number: centred above, from the second page on."""
    from docx.shared import Mm, Pt  # noqa: PLC0415

    properties = document.core_properties
    properties.author = properties.last_modified_by = nfc(season.rules.organiser)
    properties.title = f"Biên bản họp Hội đồng chấm thi {nfc(season.rules.name)}"
    properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, size in _MARGINS.items():
        setattr(section, name, Mm(size))
    section.header_distance = Mm(10)
    normal = document.styles["Normal"]
    _set_font(normal)
    normal.font.size = Pt(14)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    _centre(number)
    _write_field(number, "PAGE")


def _set_font(style: ParagraphStyle) -> None:
    """Set the typeface for every kind of letter: Word keeps one for each."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), FONT)


def _write_field(paragraph: Paragraph, name: str) -> None:
    """Write a field that Word fills in, such as the number of the page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - python-docx has no fields


def _write_head(document: Document, season: Season) -> None:
    """Write who issues it on the left, the country and its motto on the right."""
    left, right = _side_by_side(document, 64, _WIDTH - 64)
    _line(left, nfc(season.rules.organiser).upper(), 13, first=True)
    _line(left, "HỘI ĐỒNG CHẤM THI", 13, bold=True)
    _rule(left, 17)
    _line(left, "Số: ...../BB-HĐCT", 13)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, first=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
    _rule(right, 17)
    _line(right, f"{season.place or _DOTS}, {_day(season)}", 13, italic=True)


def _write_title(document: Document, season: Season) -> None:
    if season.rules.sample:
        flag = _text(document, "MẪU – người, trường và điểm trong văn bản này không có thật", bold=True)
        _centre(flag)
        flag.paragraph_format.first_line_indent = None
    for text, before in (("BIÊN BẢN", 14), (f"Họp Hội đồng chấm thi {nfc(season.rules.name)}", 0)):
        _space(_line(document, text, 14, bold=True), before)
    _rule(document, 60)


def _write_section(document: Document, number: str, section: Section) -> None:
    title = _text(document, f"{number}. {section.title}", bold=True)
    title.paragraph_format.keep_with_next = True
    _to_the_left(title)
    for line in section.lines:
        _text(document, line).paragraph_format.keep_with_next = bool(section.rows)
    if section.rows:
        _write_table(document, section.rows, _COLUMNS)


def _write_table(document: Document, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Table:
    """Write rows, the first one as the head; the last two columns of wide tables are words."""
    from docx.enum.table import WD_TABLE_ALIGNMENT  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    table: Table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for at, (line, cells) in enumerate(zip(table.rows, rows, strict=True)):
        _keep_whole(line._tr, is_head=at == 0)  # noqa: SLF001 - python-docx has no such setting
        for place, (cell, text) in enumerate(zip(line.cells, cells, strict=True)):
            cell.width = Mm(widths[place])
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(12)
            run.bold = at == 0
            if at == 0 or place < len(widths) - 2:
                _centre(paragraph)
    return table


def _keep_whole(row: object, *, is_head: bool) -> None:
    """Keep a row on one page; repeat the head on the next one."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _write_signatures(document: Document, season: Season) -> None:
    """Write where the judges sign, then secretary and chair, then who gets it."""
    from docx.shared import Mm  # noqa: PLC0415

    _text(document, "CHỮ KÝ CỦA GIÁM KHẢO", bold=True).paragraph_format.keep_with_next = True
    rows = [("STT", "Họ và tên", "Chữ ký")]
    rows += [(str(number), name, "") for number, (name, _) in enumerate(signatories(season.book), 1)]
    table = _write_table(document, rows, _SIGNING)
    for row in table.rows:
        row.height = Mm(9)
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    gap = document.add_paragraph()
    gap.paragraph_format.keep_with_next = True
    _space(gap, 0)
    left, right = _side_by_side(document, _WIDTH // 2, _WIDTH - _WIDTH // 2)
    for cell, who in ((left, "THƯ KÝ"), (right, "CHỦ TỊCH HỘI ĐỒNG")):
        _space(_line(cell, who, 13, bold=True, first=True), 12)
        _line(cell, "(Ký, ghi rõ họ tên)", 13, italic=True)
        for _ in range(4):
            _line(cell, "", 13)
    for text, size, is_title in (
        ("Nơi nhận:", 12, True),
        ("- Ban Tổ chức;", 11, False),
        ("- Lưu: VT.", 11, False),
    ):
        line = _line(document, text, size, bold=is_title, italic=is_title)
        _to_the_left(line)


def _side_by_side(document: Document, *widths: int) -> tuple[_Cell, ...]:
    """Return the cells of a table without lines, of these widths in millimetres."""
    from docx.shared import Mm  # noqa: PLC0415

    table: Table = document.add_table(1, len(widths))
    table.autofit = False
    _keep_whole(table.rows[0]._tr, is_head=False)  # noqa: SLF001 - python-docx has no such setting
    cells = tuple(table.rows[0].cells)
    for column, cell, width in zip(table.columns, cells, widths, strict=True):
        column.width = Mm(width)
        cell.width = Mm(width)
    return cells


def _line(
    where: Document | _Cell,
    text: str,
    size: int,
    *,
    bold: bool = False,
    italic: bool = False,
    first: bool = False,
) -> Paragraph:
    """Write a centred line of the form; `first`: into the paragraph that a cell comes with."""
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = where.paragraphs[0] if first else where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    _centre(paragraph)
    _space(paragraph, 0)
    return paragraph


def _text(document: Document, text: str, *, bold: bool = False, size: int = 14) -> Paragraph:
    """Write a paragraph of the text: justified, its first line set in (Annex I: 1 or 1.27 cm, 6 pt apart)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    _space(paragraph, 6)
    return paragraph


def _rule(where: Document | _Cell, inset: int) -> None:
    """Draw the line below a title, so many millimetres shorter than the column at both ends."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    paragraph = where.add_paragraph()
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for key, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "000000")):
        top.set(qn(key), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no borders
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(inset)
    form.line_spacing = Pt(6)
    _space(paragraph, 0)


def _centre(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _to_the_left(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _space(paragraph: Paragraph, before: int) -> None:
    from docx.shared import Pt  # noqa: PLC0415

    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(0)


def _day(season: Season) -> str:
    return f"ngày ..... tháng ..... năm {season.day.year if season.day else '.....'}"
