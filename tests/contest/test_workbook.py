from __future__ import annotations

import io
import time
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from neuguong.contest.workbook import MAX_ELEMENTS, open_workbook
from neuguong.problems import Problem
from tests.contest.word_files import docx, paragraph

SHEET = "xl/worksheets/sheet1.xml"


def workbook() -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"] = "Họ tên"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(name: str, words: bytes, data: bytes = workbook()) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, words)
    return made.getvalue()


def sheet_with(after_the_cells: str, cells: str = "") -> bytes:
    words = zipfile.ZipFile(io.BytesIO(workbook())).read(SHEET).decode()
    words = words.replace("</sheetData>", f"{cells}</sheetData>{after_the_cells}")
    assert after_the_cells in words
    return with_part(SHEET, words.encode())


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "an outside entity": (with_part("docProps/core.xml", DOCTYPE), "office-file-is-whole"),
    "entities in entities": (with_part("xl/sharedStrings.xml", LAUGHS), "office-file-is-whole"),
    "a drawing with entities": (with_part("xl/drawings/vmlDrawing1.vml", LAUGHS), "office-file-is-whole"),
    "another encoding": (with_part(SHEET, "<x/>".encode("utf-16")), "office-file-is-whole"),
    "a sheet that is no XML": (with_part(SHEET, b"<worksheet"), "office-file-is-whole"),
    "all cells merged": (
        sheet_with('<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "office-file-is-small",
    ),
    "whole columns merged": (
        sheet_with('<mergeCells count="1"><mergeCell ref="A:XFD"/></mergeCells>'),
        "office-file-is-small",
    ),
    "a link on all cells": (
        sheet_with('<hyperlinks><hyperlink ref="A1:XFD1048576" location="B1"/></hyperlinks>'),
        "office-file-is-small",
    ),
    "too many cells": (sheet_with("", "<row>" + "<c/>" * MAX_ELEMENTS + "</row>"), "office-file-is-small"),
    "macros": (with_part("xl/vbaProject.bin", b"x"), "office-file-holds-no-program"),
    "Excel 4 macros": (with_part("xl/macrosheets/sheet1.xml", b"<x/>"), "office-file-holds-no-program"),
    "ActiveX": (with_part("xl/activeX/activeX1.bin", b"x"), "office-file-holds-no-program"),
    "a link to a file": (
        with_part("xl/externalLinks/externalLink1.xml", b"<x/>"),
        "office-file-holds-no-other",
    ),
    "data from elsewhere": (with_part("xl/connections.xml", b"<x/>"), "office-file-holds-no-other"),
    "an embedded file": (with_part("xl/embeddings/a.bin", b"x"), "office-file-holds-no-other"),
    "a bomb": (with_part("xl/media/a.bin", bytes(11_000_000)), "office-file-is-small"),
    "many parts": (
        with_part("xl/a.xml", b"<x/>", docx("", parts={f"{n}.xml": "<x/>" for n in range(400)})),
        "office-file-is-small",
    ),
    "a Word file": (docx(paragraph("x")), "office-file-is-excel"),
    "a locked file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "office-file-is-open",
    ),
    "an old .xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office-file-is-new"),
    "cut off": (workbook()[:-30], "office-file-is-whole"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_workbook_is_refused_at_once_and_in_little_memory(kind: str) -> None:
    data, rule = HOSTILE[kind]
    began = time.process_time()
    tracemalloc.start()
    try:
        found = open_workbook("ds.xlsx", data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(found, Problem)
    assert (found.path, found.rule) == ("ds.xlsx", rule)
    assert time.process_time() - began < 2  # a second on an idle machine
    assert most < 50_000_000


def test_harmless_workbook_is_opened() -> None:
    data = sheet_with('<mergeCells count="1"><mergeCell ref="A1:D2"/></mergeCells>')
    book = open_workbook("ds.xlsx", data)
    assert not isinstance(book, Problem)
    assert book.worksheets[0]["A1"].value == "Họ tên"
