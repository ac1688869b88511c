"""The same as a packet's form, as an Excel workbook: one row for each entry, one column for each criterion.

A handout in, the bytes of an .xlsx out; the same handout gives the same bytes. Only the cells to be filled in
are open. It names the judge and nobody else. `score_sheet_reading` reads it back.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neuguong.contest.handout import (
    FORMAT,
    FORMAT_VERSION,
    REASONS,
    Handout,
    packet_digest,
    plain,
    rubric_digest,
)
from neuguong.contest.packets import range_words, say

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

SCORES = "Phiếu chấm"
HOW = "Cách chấm"
MARKS = "neuguong"
"""The sheet that nobody sees: what the workbook is, and the code of every row."""

VERSION_CELL = "B5"
SLUG_ROW = 6
"""Hidden: the criteria's slugs, so that a column that was moved is seen."""
HEAD_ROW = 7
FIRST_ROW = 8
CODE, TITLE, FIELD, FIRST_SCORE = 1, 2, 3, 4
FIRST_CODE_MARK = 20
"""On the hidden sheet: the row from which on the codes stand, one for each row to be filled in."""

_CHANGED_AT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_INK, _SOFT, _LINE, _TINT, _INPUT = "FF1B1C25", "FF585A67", "FFBBB8B0", "FFF5F4F1", "FFFFFBEA"
_WIDTHS = {
    "code": 9,
    "title": 28,
    "field": 20,
    "score": 12,
    "total": 9,
    "notes": 36,
    "reason": 24,
    "words": 20,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand beside the scores; the first column is 1."""

    criteria: int

    @property
    def total(self) -> int:
        """Return the column of the weighted total."""
        return FIRST_SCORE + self.criteria

    @property
    def notes(self) -> int:
        """Return the column of the judge's remarks."""
        return self.total + 1

    @property
    def reason(self) -> int:
        """Return the column of the reason for not scoring an entry."""
        return self.total + 2

    @property
    def words(self) -> int:
        """Return the column of free words about the reason."""
        return self.total + 3


def file_name(handout: Handout) -> str:
    """Return the workbook's name: no identity but the judge's id."""
    return f"phieu-cham-{handout.season}-{handout.round}-{handout.judge}.xlsx"


def marks(handout: Handout) -> dict[str, str]:
    """Return what the hidden sheet says the workbook is."""
    return {
        "format": FORMAT,
        "format_version": str(FORMAT_VERSION),
        "season": handout.season,
        "round": handout.round,
        "judge": handout.judge,
        "packet": packet_digest(handout),
        "rubric": rubric_digest(handout.rubric),
    }


def workbook(handout: Handout) -> bytes:
    """Return the judge's score sheet."""
    from openpyxl import Workbook as NewWorkbook  # noqa: PLC0415 - only the contest needs it

    book = NewWorkbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Nêu Gương"
    book.properties.title = f"{say('page-title')} {handout.judge}"
    sheet = book.create_sheet(SCORES)
    _write_head(sheet, handout)
    _write_rows(sheet, handout)
    _guard_inputs(sheet, handout)
    _set_page(sheet, handout)
    _write_how(book.create_sheet(HOW), handout)
    _write_marks(book.create_sheet(MARKS), handout)
    return _settled(book)


def _write_head(sheet: Worksheet, handout: Handout) -> None:
    sheet["A1"] = handout.season_name
    sheet["A2"] = f"{say('page-title')} – {handout.round_name}"
    sheet["A3"] = f"{say('judge')}: {handout.judge_name}, {handout.judge_unit}"
    ending = [say("deadline", day=f"{handout.deadline:%d/%m/%Y}")] if handout.deadline else []
    ending += [say("hand-in-send", to=handout.send_to)] if handout.send_to else []
    sheet["A4"] = ". ".join(part.rstrip(".") for part in ending)
    sheet["A5"] = say("sheet-version")
    sheet[VERSION_CELL] = 1
    sheet["C5"] = say("sheet-version-help")
    columns = Columns(len(handout.guides))
    titles = {CODE: say("code"), TITLE: say("title"), FIELD: say("field")}
    for place, guide in enumerate(handout.guides):
        titles[FIRST_SCORE + place] = f"{guide.criterion.name.vi}\n({range_words(guide)})"
        sheet.cell(SLUG_ROW, FIRST_SCORE + place, guide.criterion.slug)
    titles |= {columns.total: say("total"), columns.notes: say("notes")}
    titles |= {columns.reason: say("abstain"), columns.words: say("abstain-words")}
    for column, title in titles.items():
        _dress(sheet.cell(HEAD_ROW, column, title), bold=True, fill=_TINT)
    sheet.row_dimensions[SLUG_ROW].hidden = True
    sheet.row_dimensions[HEAD_ROW].height = 110
    _dress(sheet[VERSION_CELL], fill=_INPUT, is_input=True, centred=True)
    for line in range(1, 6):
        _write_large(sheet.cell(line, 1), 16 if line == 2 else 11, bold=line in {2, 5})
        sheet.row_dimensions[line].height = 26 if line == 2 else 19


def _write_rows(sheet: Worksheet, handout: Handout) -> None:
    columns = Columns(len(handout.guides))
    for row, entry in enumerate(handout.entries, start=FIRST_ROW):
        for column, value in ((CODE, entry.code), (TITLE, entry.title), (FIELD, entry.field)):
            cell = sheet.cell(row, column)
            cell.value = value
            cell.data_type = "s"  # a title that begins with "=" is no formula
            _dress(cell, bold=column == CODE)
        for column in range(FIRST_SCORE, columns.total):
            _dress(sheet.cell(row, column), fill=_INPUT, is_input=True, centred=True)
        _dress(sheet.cell(row, columns.total, _total(row, handout)), bold=True, centred=True)
        for column in (columns.notes, columns.reason, columns.words):
            _dress(sheet.cell(row, column), fill=_INPUT, is_input=True)
        for column in (columns.notes, columns.words):
            sheet.cell(row, column).number_format = "@"
        sheet.row_dimensions[row].height = 48


def _total(row: int, handout: Handout) -> str:
    from openpyxl.utils import get_column_letter as letter  # noqa: PLC0415 - only the contest needs it

    scores = f"{letter(FIRST_SCORE)}{row}:{letter(FIRST_SCORE + len(handout.guides) - 1)}{row}"
    weights = ",".join(plain(guide.criterion.weight) for guide in handout.guides)
    return f'=IF(COUNT({scores})=0,"",SUMPRODUCT({scores},{{{weights}}}))'


def _guard_inputs(sheet: Worksheet, handout: Handout) -> None:
    """Let Excel itself refuse what is off the scale; only the cells to be filled in are open."""
    from openpyxl.utils import get_column_letter as letter  # noqa: PLC0415 - only the contest needs it
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    last = FIRST_ROW + len(handout.entries) - 1
    for column, guide in enumerate(handout.guides, start=FIRST_SCORE):
        cell, words = f"{letter(column)}{FIRST_ROW}", range_words(guide)
        most, step = plain(guide.criterion.max), plain(guide.criterion.step)
        rule = f"AND(ISNUMBER({cell}),{cell}>=0,{cell}<={most},MOD(ROUND({cell}/{step},6),1)=0)"
        _validate(sheet, f"{cell}:{letter(column)}{last}", DataValidation("custom", rule), words)
    columns = Columns(len(handout.guides))
    reasons = DataValidation("list", f"{MARKS}!$D$1:$D${len(REASONS)}")
    place = letter(columns.reason)
    _validate(sheet, f"{place}{FIRST_ROW}:{place}{last}", reasons, say("abstain-label"))
    version = DataValidation("whole", "1", "999", operator="between")
    _validate(sheet, VERSION_CELL, version, say("sheet-version-help"))
    _protect(sheet)


def _validate(sheet: Worksheet, cells: str, rule: DataValidation, words: str) -> None:
    rule.allowBlank = True
    rule.showErrorMessage = rule.showInputMessage = True
    rule.error = rule.prompt = words[:255]
    rule.errorTitle = rule.promptTitle = say("page-title")
    sheet.add_data_validation(rule)
    rule.add(cells)


def _protect(sheet: Worksheet) -> None:
    """Guard against slips, not against people: there is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # columns and rows may be widened
    sheet.protection.formatRows = False


def _set_page(sheet: Worksheet, handout: Handout) -> None:
    from openpyxl.utils import get_column_letter as letter  # noqa: PLC0415 - only the contest needs it

    columns = Columns(len(handout.guides))
    names = (
        "code",
        "title",
        "field",
        *("score" for _ in handout.guides),
        "total",
        "notes",
        "reason",
        "words",
    )
    for column, name in enumerate(names, start=1):
        sheet.column_dimensions[letter(column)].width = _WIDTHS[name]
    sheet.freeze_panes = f"{letter(FIELD)}{FIRST_ROW}"
    sheet.sheet_view.zoomScale = 110
    _set_paper(sheet, "landscape")
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.print_area = f"A1:{letter(columns.words)}{FIRST_ROW + len(handout.entries) - 1}"


def _set_paper(sheet: Worksheet, orientation: Literal["landscape", "portrait"]) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - only the contest needs it

    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&P/&N"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5


def _write_how(sheet: Worksheet, handout: Handout) -> None:
    """Write how to fill the sheet in, and what low, middle and high look like."""
    sheet["A1"] = say("sheet-help")
    _write_large(sheet["A1"], 16, bold=True)
    steps = [say(f"sheet-help-{step}") for step in range(1, 7)]
    for row, step in enumerate(steps, start=2):
        sheet.cell(row, 1, f"{row - 1}. {step}")
    row = len(steps) + 3
    heads = (say("print-criterion"), say("anchor-low"), say("anchor-middle"), say("anchor-high"))
    for column, head in enumerate(heads, start=1):
        _dress(sheet.cell(row, column, head), bold=True, fill=_TINT)
    for guide in handout.guides:
        row += 1
        name = f"{guide.criterion.name.vi}\n({range_words(guide)})"
        for column, words in enumerate((name, guide.low, guide.middle, guide.high), start=1):
            _dress(sheet.cell(row, column, words), bold=column == 1)
        longest = max(len(words) for words in (name, guide.low, guide.middle, guide.high))
        sheet.row_dimensions[row].height = 16 * (longest // 38 + 2)
    for name in "ABCD":
        sheet.column_dimensions[name].width = 34
    _set_paper(sheet, "landscape")
    _protect(sheet)


def _write_marks(sheet: Worksheet, handout: Handout) -> None:
    for row, (key, value) in enumerate(marks(handout).items(), start=1):
        sheet.cell(row, 1, key)
        sheet.cell(row, 2, value)
    for row, reason in enumerate(REASONS, start=1):
        sheet.cell(row, 4, reason.label)
    for row, entry in enumerate(handout.entries, start=FIRST_CODE_MARK):
        sheet.cell(row, 1, entry.code)
    sheet.sheet_state = "veryHidden"
    _protect(sheet)


def _dress(
    cell: Cell | MergedCell,
    *,
    bold: bool = False,
    fill: str = "",
    is_input: bool = False,
    centred: bool = False,
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: PLC0415

    side = Side(style="thin", color=_LINE)
    cell.font = Font(name="Arial", size=11, bold=bold, color=_INK)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    cell.alignment = (
        Alignment(wrap_text=True, vertical="center", horizontal="center")
        if centred
        else Alignment(wrap_text=True, vertical="center", horizontal="left", indent=1)
    )
    cell.protection = Protection(locked=not is_input)
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)


def _write_large(cell: Cell | MergedCell, size: int, *, bold: bool) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - only the contest needs it

    cell.font = Font(name="Arial", size=size, bold=bold, color=_INK)


def _settled(book: Workbook) -> bytes:
    """Return the workbook with no time in it, each part as it is: compressors differ between machines."""
    written, settled = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(settled, "w", zipfile.ZIP_STORED) as made:
        for part in parts.infolist():
            data = parts.read(part)
            if part.filename == "docProps/core.xml":
                data = _CHANGED_AT.sub(rb"\g<1>2000-01-01T00:00:00Z\2", data)
            made.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO), data)
    return settled.getvalue()
