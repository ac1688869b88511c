"""Every score of a season as an Excel workbook for the organisers: by codes, with names only if asked for.

A season in, the bytes of an .xlsx out: places round by round, the judges and how they judge, every sheet
criterion by criterion. Numbers are numbers, words are never formulas; the same season gives the same bytes.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from neuguong.contest.book import SheetRecord, Won
from neuguong.contest.handouts import ROUND_NAMES
from neuguong.contest.judging import SheetState
from neuguong.contest.leniency import Adjusted, Fit
from neuguong.contest.papers.office import settled
from neuguong.contest.papers.proceedings import Season, winner
from neuguong.contest.score_table import GOES_ON, ScoreTable
from neuguong.contest.tally import Result
from neuguong.problems import Text
from neuguong.text import nfc

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FILE = "bang-diem.xlsx"
JUDGES = "Giám khảo"
SHEETS = "Từng phiếu"
HEAD_ROW = 4
"""Above it: contest, what the sheet is, a sentence about it. Everything below it is rows."""
_INK, _LINE, _TINT, _WON = "FF1B1C25", "FFBBB8B0", "FFF5F4F1", "FFFFF6DC"
_LINE_HEIGHT = 15
_STATES = {SheetState.COMPLETE: "đủ", SheetState.DRAFT: "chưa xong", SheetState.ABSTAINED: "trả lại"}

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that no workbook may hold."""

Value = str | int | Fraction | None
"""A cell: a text, a count, a score, or nothing."""


def workbook(season: Season, *, names: bool = False) -> bytes:
    """Return the workbook; `names`: with columns that say who wrote each entry, and who each judge is."""
    from openpyxl import Workbook as NewWorkbook  # noqa: PLC0415 - only these papers need it

    book = NewWorkbook()
    book.remove(book.worksheets[0])
    book.properties.creator = book.properties.lastModifiedBy = nfc(season.rules.organiser)
    book.properties.title = f"Bảng điểm {nfc(season.rules.name)}"
    for table in reversed(season.tables):
        _write_places(book, season, table, names=names)
    _write_judges(book, season, names=names)
    _write_sheets(book, season)
    written = io.BytesIO()
    book.save(written)
    return settled(written.getvalue())


def round_name(season: Season, table: ScoreTable) -> str:
    """Return the round's name, which is that of its worksheet."""
    return ROUND_NAMES[next(each.slug for each in season.rules.rounds if each.slug.value == table.round)]


def _write_places(book: Workbook, season: Season, table: ScoreTable, *, names: bool) -> None:
    readings = max((len(result.marks) for result in table.results), default=0)
    head = ["Hạng", "Mã phách", *(f"Lượt {n}" for n in range(1, readings + 1))]
    head += ["Lượt thứ ba", "Số lượt tính", "Trung bình", "Trung vị", "Đã bù", "± Sai số"]
    head += ["Điểm quyết định", "Giải"]
    head += ["Tên bài", "Người viết", "Đơn vị"] if names else []
    places = {place.code: place for place in table.ranking.places}
    adjusted = {each.code: each for each in table.fit.entries} if isinstance(table.fit, Fit) else {}
    prizes = season.prize_names | {GOES_ON: "Vào vòng sau"}
    ranks = {code: place.rank for code, place in places.items()}
    order = sorted(table.results, key=lambda r: (ranks.get(r.code, len(places) + 1), r.code))
    rows: list[list[Value]] = []
    for result in order:
        place = places.get(result.code)
        won = prizes.get(place.prize or "", "") if place else _why_not(result)
        row: list[Value] = [place.rank if place else None, result.code]
        row += [*(mark.total for mark in result.marks), *[None] * (readings - len(result.marks))]
        row += _scores(result, adjusted)
        row += [table.scores.get(result.code), won]
        if names:
            who, unit, title = winner(season.book.entries.get(result.code), Won(prize=""))
            row += [title, who, unit]
        rows.append(row)
    told = f"{len(rows)} bài, điểm trên 100. “Đã bù”: đã bớt phần rộng tay, thêm phần chặt tay của giám khảo."
    name = round_name(season, table)
    sheet = _new_sheet(book, season, name, f"Xếp hạng {name.lower()}", told)
    widths = [7, 11, *[9] * readings, 12, 9, 11, 11, 11, 10, 12, 20, *([34, 26, 36] if names else [])]
    prize_at = head.index("Giải")
    _fill(sheet, head, rows, widths, bold_where=lambda row: bool(row[0] and row[prize_at]))


def _scores(result: Result, adjusted: Mapping[str, Adjusted]) -> list[Value]:
    """Return the third reading, how many count, mean, median, adjusted score and its error."""
    third = [mark.total for mark in result.marks if mark.third]
    totals = [mark.total for mark in result.counted]
    own = adjusted.get(result.code)
    return [
        third[0] if third else None,
        len(totals),
        sum(totals, Fraction(0)) / len(totals) if totals else None,
        result.median,
        own.score if own else None,
        own.error if own else None,
    ]


def _why_not(result: Result) -> str:
    return nfc(result.how.vi)


def _write_judges(book: Workbook, season: Season, *, names: bool) -> None:
    """Write each judge's leniency, spread and agreement, round by round, or why nothing can be said."""
    head = ["Vòng", "Mã", *(("Họ và tên", "Đơn vị") if names else ())]
    head += [
        "Số phiếu",
        "Điểm trung bình",
        "Rộng tay",
        "± Sai số",
        "So với người đọc cùng",
        "Độ trải",
        "Nhất trí (κ)",
        "Ghi chú",
    ]
    rows: list[list[Value]] = []
    for table in season.tables:
        fitted = {each.judge: each for each in table.fit.judges} if isinstance(table.fit, Fit) else {}
        agreed = {each.judge: each for each in table.judges}
        marks: dict[str, list[Fraction]] = {}
        for result in table.results:
            for mark in result.marks:
                marks.setdefault(mark.judge, []).append(mark.total)
        for judge in sorted(marks):
            record, lenient, own = season.book.judges[judge], fitted.get(judge), agreed.get(judge)
            totals = marks[judge]
            rows.append(
                [
                    round_name(season, table),
                    judge,
                    *((nfc(record.name), nfc(record.unit)) if names else ()),
                    len(totals),
                    sum(totals, Fraction(0)) / len(totals),
                    lenient.points if lenient else None,
                    lenient.error if lenient else None,
                    own.offset if own else None,
                    own.spread if own else None,
                    own.kappa if own else None,
                    nfc(table.fit.vi) if isinstance(table.fit, Text) else "",
                ]
            )
    alphas = "; ".join(
        f"{round_name(season, table)}: α = {float(table.alpha):.3f}".replace(".", ",")
        for table in season.tables
        if table.alpha is not None
    )
    told = (
        "Rộng tay: cho cao hơn các giám khảo khác mấy điểm (âm: chặt tay). Độ trải dưới 1: chấm dồn vào "
        "khoảng giữa. "
        f"Đồng thuận chung (Krippendorff): {alphas or 'chưa tính được'}."
    )
    sheet = _new_sheet(book, season, JUDGES, "Giám khảo", told)
    _fill(sheet, head, rows, [18, 7, *((26, 30) if names else ()), 9, 11, 11, 10, 13, 10, 12, 30])


def _write_sheets(book: Workbook, season: Season) -> None:
    criteria = season.rules.criteria
    head = ["Vòng", "Mã phách", "Giám khảo", *(f"{nfc(c.name)} (tối đa {c.max})" for c in criteria)]
    head += ["Tổng", "Tình trạng", "Lượt thứ ba", "Nhận xét", "Lý do trả lại", "Tệp"]
    totals = {
        (table.round, mark.judge, result.code): mark.total
        for table in season.tables
        for result in table.results
        for mark in result.marks
    }
    rounds = {table.round: (at, round_name(season, table)) for at, table in enumerate(season.tables)}
    found = [sheet for sheet in season.book.sheets.values() if sheet.round in rounds]
    rows = [
        _sheet_row(sheet, rounds[sheet.round][1], [c.slug for c in criteria], totals)
        for sheet in sorted(found, key=lambda s: (rounds[s.round][0], s.code, s.third, s.judge))
    ]
    sheet = _new_sheet(book, season, SHEETS, "Từng phiếu chấm", f"{len(rows)} phiếu đã nhận.")
    _fill(sheet, head, rows, [18, 11, 11, *[13] * len(criteria), 9, 12, 10, 44, 26, 26])


def _sheet_row(
    sheet: SheetRecord,
    where: str,
    criteria: Sequence[str],
    totals: Mapping[tuple[str, str, str], Fraction],
) -> list[Value]:
    scores = dict(sheet.scores)
    reason = ": ".join(filter(None, (sheet.reason, sheet.reason_words)))
    return [
        where,
        sheet.code,
        sheet.judge,
        *(Fraction(scores[slug]) if slug in scores else None for slug in criteria),
        totals.get((sheet.round, sheet.judge, sheet.code)),
        _STATES[SheetState(sheet.state)],
        "x" if sheet.third else "",
        nfc(sheet.notes),
        nfc(reason),
        nfc(sheet.file),
    ]


def _new_sheet(book: Workbook, season: Season, name: str, title: str, told: str) -> Worksheet:
    """Return a worksheet with its heading."""
    sheet: Worksheet = book.create_sheet(name)
    flag = " – MẪU, không có thật" if season.rules.sample else ""
    for row, (text, size, bold) in enumerate(
        ((nfc(season.rules.name) + flag, 11, False), (title, 16, True), (told, 10, False)), 1
    ):
        _write(sheet.cell(row, 1), text, size=size, bold=bold)
        sheet.row_dimensions[row].height = 26 if bold else 18
    return sheet


def _fill(
    sheet: Worksheet,
    head: Sequence[str],
    rows: Sequence[Sequence[Value]],
    widths: Sequence[int],
    bold_where: Callable[[Sequence[Value]], bool] = lambda _row: False,
) -> None:
    """Write head and rows; the head stays in sight and is printed on every page."""
    from openpyxl.utils import get_column_letter as letter  # noqa: PLC0415 - only these papers need it

    for column, (title, width) in enumerate(zip(head, widths, strict=True), 1):
        _dress(_write(sheet.cell(HEAD_ROW, column), title, bold=True), fill=_TINT, centred=True)
        sheet.column_dimensions[letter(column)].width = width
    sheet.row_dimensions[HEAD_ROW].height = _height(head, widths)
    for at, row in enumerate(rows, HEAD_ROW + 1):
        stands_out = bold_where(row)
        sheet.row_dimensions[at].height = _height(row, widths)
        for column, value in enumerate(row, 1):
            cell = _write(sheet.cell(at, column), value, bold=stands_out)
            _dress(cell, fill=_WON if stands_out else "", wraps=isinstance(value, str) and len(value) > 24)
    last = f"{letter(len(head))}{HEAD_ROW + len(rows)}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}"
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.print_area = f"A1:{last}"
    _set_paper(sheet)


def _height(row: Sequence[Value], widths: Sequence[int]) -> float:
    """Return the height in which every text of the row is seen: programs leave what is wrapped cut off.

    A column is as wide as so many digits; letters are narrower than those, also in bold.
    """
    texts = ((value, width) for value, width in zip(row, widths, strict=True) if isinstance(value, str))
    return _LINE_HEIGHT * max(
        (math.ceil(len(text) * 0.85 / (width - 2)) for text, width in texts if text), default=1
    )


def _set_paper(sheet: Worksheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - only these papers need it

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&A – &P/&N"


def _write(cell: Cell | MergedCell, value: Value, *, size: int = 11, bold: bool = False) -> Cell | MergedCell:
    """Write a value as what it is: a text that begins with "=" is no formula, a score is a number."""
    from openpyxl.styles import Font  # noqa: PLC0415 - only these papers need it

    cell.font = Font(name="Arial", size=size, bold=bold, color=_INK)
    if isinstance(value, str):
        if value:
            cell.value = _ILLEGAL.sub("", value)
            cell.data_type = "s"
    elif isinstance(value, Fraction):
        cell.value = float(value)
        cell.number_format = "0.00"
    else:
        cell.value = value
    return cell


def _dress(cell: Cell | MergedCell, *, fill: str = "", wraps: bool = False, centred: bool = False) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side  # noqa: PLC0415 - only these papers need it

    side = Side(style="thin", color=_LINE)
    cell.border = Border(left=side, right=side, top=side, bottom=side)
    to_left = isinstance(cell.value, str)
    cell.alignment = (
        Alignment(wrap_text=True, vertical="center", horizontal="center")
        if centred
        else Alignment(wrap_text=wraps, vertical="top", horizontal="left" if to_left else "right", indent=1)
    )
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
