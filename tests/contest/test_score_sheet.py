from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from neuguong.contest import score_sheet
from neuguong.contest.collect import Collected, collect
from neuguong.contest.handout import REASONS, packet_digest
from neuguong.contest.judging import Sheet, SheetState
from tests.contest.handouts import handout
from tests.contest.test_collect import known

HANDOUT = handout()
BLANK = score_sheet.workbook(HANDOUT)


def opened(data: bytes = BLANK) -> Workbook:
    return load_workbook(io.BytesIO(data))


def filled(cells: dict[str, Any]) -> bytes:
    """Return the sheet with these cells filled in, as a judge would."""
    book = opened()
    for place, value in cells.items():
        book[score_sheet.SCORES][place] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def collected(data: bytes, name: str = "phieu.xlsx") -> Collected:
    return collect([(name, data)], known())


def test_same_handout_gives_the_same_bytes() -> None:
    assert score_sheet.workbook(handout()) == BLANK
    assert {part.date_time for part in zipfile.ZipFile(io.BytesIO(BLANK)).infolist()} == {
        (1980, 1, 1, 0, 0, 0)
    }


def test_sheet_has_a_row_for_each_entry_and_a_column_for_each_criterion() -> None:
    sheet = opened()[score_sheet.SCORES]
    head = [cell.value for cell in sheet[score_sheet.HEAD_ROW]]
    assert head == [
        "Mã bài",
        "Tên bài",
        "Lĩnh vực",
        "Chân thực, số liệu và minh chứng cụ thể\n(0 đến 20 điểm, bước 0,5)",
        "Hiệu quả, sức lan tỏa, khả năng nhân rộng\n(0 đến 10 điểm, bước 1, hệ số 1,5)",
        "Trình bày, chính tả, ảnh tư liệu\n(0 đến 5 điểm, bước 0,25, không bắt buộc)",
        "Tổng",
        "Nhận xét",
        "Tôi không chấm bài này",
        "Ghi thêm (nếu cần)",
    ]
    assert [sheet.cell(row, 1).value for row in range(8, 12)] == ["K01M", "K02M", "K03M", None]
    assert sheet["G8"].value == '=IF(COUNT(D8:F8)=0,"",SUMPRODUCT(D8:F8,{1,1.5,1}))'


def test_only_cells_to_be_filled_in_are_open() -> None:
    book = opened()
    sheet = book[score_sheet.SCORES]
    unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    assert unlocked == ["B5", *(f"{column}{row}" for row in (8, 9, 10) for column in "DEFHIJ")]
    assert [book[name].protection.sheet for name in book.sheetnames] == [True, True, True]
    assert book[score_sheet.MARKS].sheet_state == "veryHidden"


def test_excel_itself_refuses_what_is_off_the_scale() -> None:
    rules = {
        str(rule.sqref): rule.formula1
        for rule in opened()[score_sheet.SCORES].data_validations.dataValidation
    }
    assert rules == {
        "D8:D10": "AND(ISNUMBER(D8),D8>=0,D8<=20,MOD(ROUND(D8/0.5,6),1)=0)",
        "E8:E10": "AND(ISNUMBER(E8),E8>=0,E8<=10,MOD(ROUND(E8/1,6),1)=0)",
        "F8:F10": "AND(ISNUMBER(F8),F8>=0,F8<=5,MOD(ROUND(F8/0.25,6),1)=0)",
        "I8:I10": "neuguong!$D$1:$D$5",
        "B5": "1",
    }


def test_sheet_prints_on_the_width_of_a_page() -> None:
    sheet = opened()[score_sheet.SCORES]
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize)) == ("landscape", "9")
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.freeze_panes == "C8"
    assert sheet.print_title_rows == "$7:$7"


def test_instructions_have_the_anchors_in_words() -> None:
    words = [cell.value for row in opened()[score_sheet.HOW].iter_rows() for cell in row]
    for guide in HANDOUT.guides:
        assert {guide.low, guide.middle, guide.high} <= set(words)


def test_packet_can_be_told_from_the_hidden_sheet() -> None:
    marks = {row[0].value: row[1].value for row in opened()[score_sheet.MARKS].iter_rows(1, 7)}
    assert marks == score_sheet.marks(HANDOUT)
    assert marks["packet"] == packet_digest(HANDOUT)


def test_no_identity_of_an_author_reaches_the_sheet() -> None:
    def parts(data: bytes) -> bytes:
        archive = zipfile.ZipFile(io.BytesIO(data))
        words = b"".join(archive.read(name) for name in archive.namelist())
        return html.unescape(words.decode("utf-8", "replace")).encode()  # XML may write letters as numbers

    planted = "Trường Bí Mật"
    assert planted.encode() not in parts(BLANK)
    assert planted.encode() in parts(score_sheet.workbook(replace(HANDOUT, judge_unit=planted)))
    assert re.findall(rb"<dc:creator[^>]*>(.*?)</dc:creator>", parts(BLANK)) == ["Nêu Gương".encode()]


@pytest.mark.parametrize("title", ["=1+1", "+84", "-", "@SUM(A1)", "'trích", "a\u2028b"])
def test_title_is_never_a_formula(title: str) -> None:
    entry = replace(HANDOUT.entries[0], title=title)
    cell = opened(score_sheet.workbook(replace(HANDOUT, entries=(entry,))))[score_sheet.SCORES]["B8"]
    assert (cell.value, cell.data_type) == (title, "s")


def test_sheet_filled_in_by_a_judge_comes_back_as_it_was_filled_in() -> None:
    data = filled(
        {
            "D8": 15.5,
            "E8": 8,
            "H8": "Kể thật.\nThiếu số liệu.",
            "D9": "7,5",
            "E9": " 10 ",
            "F9": "4.75",
            "I10": REASONS[0].label,
            "J10": "Học trò cũ",
        }
    )
    found = collected(data)
    assert found.problems == ()
    assert [one.sheet for one in found.sheets] == [
        Sheet(
            judge="gk03",
            code="K01M",
            round="so-khao",
            scores=(("chan-thuc", Fraction(31, 2)), ("nhan-rong", Fraction(8))),
        ),
        Sheet(
            judge="gk03",
            code="K02M",
            round="so-khao",
            scores=(
                ("chan-thuc", Fraction(15, 2)),
                ("nhan-rong", Fraction(10)),
                ("trinh-bay", Fraction(19, 4)),
            ),
        ),
        Sheet(judge="gk03", code="K03M", round="so-khao", state=SheetState.ABSTAINED, reason=REASONS[0].slug),
    ]
    assert [one.notes for one in found.sheets] == ["Kể thật.\nThiếu số liệu.", "", ""]
    assert found.sheets[2].reason_words == "Học trò cũ"
    assert found.sheets[0].origin.version == 1


def test_blank_sheet_gives_nothing_and_half_a_row_a_draft() -> None:
    blank = collected(BLANK)
    assert (blank.sheets, [each.rule for each in blank.problems]) == ((), ["score-file-holds-scores"])
    (half,) = collected(filled({"D9": 0})).sheets
    assert (half.sheet.state, half.sheet.scores) == (SheetState.DRAFT, (("chan-thuc", Fraction(0)),))


OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_sheet_saved_by_libreoffice_comes_back(tmp_path: Path) -> None:
    assert OFFICE is not None
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "phieu.xlsx"
    file.write_bytes(filled({"D8": 15.5, "E8": 8, "H8": "Kể thật.", "I9": REASONS[0].label}))
    command = [OFFICE, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "xlsx", "--outdir", str(tmp_path), str(file)]
    for _ in range(2):  # the first run may only set up its profile
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        if (tmp_path / "phieu.xlsx").exists():
            break
    found = collected((tmp_path / "phieu.xlsx").read_bytes())
    assert found.problems == ()
    assert [(one.sheet.code, one.sheet.state) for one in found.sheets] == [
        ("K01M", SheetState.COMPLETE),
        ("K02M", SheetState.ABSTAINED),
    ]
    assert dict(found.sheets[0].sheet.scores)["chan-thuc"] == Fraction(31, 2)
