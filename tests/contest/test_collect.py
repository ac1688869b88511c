"""Tables of good and bad sheets. What is wrong is compared as a whole: file, row, rule, place and reason."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from neuguong.contest import score_sheet
from neuguong.contest.collect import Known, KnownJudge, Origin, collect, take
from neuguong.contest.handout import FORMAT, Handout, packet_digest, plain, rubric_digest, text_digest
from neuguong.contest.judging import Criterion, Rubric, SheetState
from neuguong.contest.score_files import MAX_BYTES, digest
from neuguong.problems import Level, Problem
from tests.contest.handouts import handout

HANDOUT = handout()
OTHER = handout(judge="gk04")
OLD_PACKET = "0" * 32


def known(*, codes: tuple[str, ...] = ("K01M", "K02M", "K03M")) -> Known:
    return Known(
        season="2027",
        round="so-khao",
        rubric=HANDOUT.rubric,
        judges=(
            KnownJudge(id="gk03", packet=packet_digest(HANDOUT), codes=codes, older_packets=(OLD_PACKET,)),
            KnownJudge(id="gk04", packet=packet_digest(OTHER), codes=codes, third=("K02M",)),
        ),
        codes=frozenset(("K01M", "K02M", "K03M", "K04M")),
    )


FULL = {"chan-thuc": "15.5", "nhan-rong": "8", "trinh-bay": None}


def content(asked: Handout = HANDOUT, **changes: Any) -> dict[str, Any]:
    """Return what a packet's file says; `entries` maps codes to what changes in them."""
    rows = changes.pop("entries", {"K01M": {"scores": FULL}})
    blank: dict[str, Any] = {"notes": "", "abstained": None, "complete": False, "typed": {}}
    return {
        "format": FORMAT,
        "format_version": 1,
        "season": asked.season,
        "round": asked.round,
        "judge": asked.judge,
        "packet": packet_digest(asked),
        "rubric": rubric_digest(asked.rubric),
        "version": 1,
        "handed_in": True,
        "entries": [
            {
                "code": entry.code,
                "text": text_digest(entry),
                "scores": dict.fromkeys(FULL),
                **blank,
                **rows.get(entry.code, {}),
            }
            for entry in asked.entries
        ],
    } | changes


def encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def file(asked: Handout = HANDOUT, **changes: Any) -> bytes:
    return encoded(content(asked, **changes))


def said(problems: tuple[Problem, ...]) -> list[tuple[str, int, str, str]]:
    return [(problem.path, problem.line, problem.rule, problem.what.vi) for problem in problems]


def refused(data: bytes, name: str = "a.json", by: Known | None = None) -> list[tuple[str, int, str, str]]:
    found = collect([(name, data)], by or known())
    assert found.sheets == ()
    return said(found.problems)


def test_file_gives_the_scores_as_they_were_written() -> None:
    data = file(
        entries={"K01M": {"scores": FULL, "notes": "Được."}, "K02M": {"scores": {"chan-thuc": "7,5"}}}
    )
    found = collect([("a.json", data)], known())
    assert found.problems == ()
    first, second = found.sheets
    assert first.sheet.scores == (("chan-thuc", Fraction(31, 2)), ("nhan-rong", Fraction(8)))
    assert (first.sheet.state, first.notes, first.season) == (SheetState.COMPLETE, "Được.", "2027")
    assert first.origin == Origin(file="a.json", digest=digest(data), version=1)
    assert (second.sheet.state, second.sheet.scores) == (SheetState.DRAFT, (("chan-thuc", Fraction(15, 2)),))


def test_saved_copy_is_a_draft_even_where_nothing_is_missing() -> None:
    (one,) = collect([("a.json", file(handed_in=False))], known()).sheets
    assert one.sheet.state is SheetState.DRAFT


def test_third_readings_are_told() -> None:
    rows = {"K01M": {"scores": FULL}, "K02M": {"scores": FULL}}
    found = collect([("b.json", file(OTHER, entries=rows))], known())
    assert [(one.sheet.code, one.sheet.third) for one in found.sheets] == [("K01M", False), ("K02M", True)]


ABSTAINED = {"reason": "ly-do-khac", "words": "Ốm"}


def test_abstention_needs_its_words_to_be_finished() -> None:
    rows = {"K01M": {"abstained": ABSTAINED}, "K02M": {"abstained": ABSTAINED | {"words": " "}}}
    found = collect([("a.json", file(entries=rows))], known())
    assert found.problems == ()
    assert [(one.sheet.state, one.sheet.reason, one.reason_words) for one in found.sheets] == [
        (SheetState.ABSTAINED, "ly-do-khac", "Ốm"),
        (SheetState.DRAFT, "ly-do-khac", ""),
    ]


ROUND = "score-file-is-of-this-round"
NO_FILE = ("a.json", 0, "score-file-is-one", "tệp này không phải tệp điểm")
FILE_FAULTS: list[tuple[bytes, tuple[str, str]]] = [
    (file(judge="gk99"), ("score-file-is-of-a-judge", "vòng này không giao bài nào cho giám khảo “gk99”")),
    (
        file(season="2026"),
        (ROUND, "tệp của mùa “2026”, vòng “so-khao”; đang thu mùa “2027”, vòng “so-khao”"),
    ),
    (
        file(round="chung-khao"),
        (ROUND, "tệp của mùa “2027”, vòng “chung-khao”; đang thu mùa “2027”, vòng “so-khao”"),
    ),
    (
        file(packet=OLD_PACKET),
        ("score-file-is-of-this-packet", "điểm chấm trên phiếu cũ; phiếu ấy đã được thay"),
    ),
    (
        file(packet="f" * 32),
        ("score-file-is-of-this-packet", "tệp không khớp với phiếu chấm nào đã phát"),
    ),
    (
        file(judge="gk04"),
        ("score-file-is-of-this-packet", "tệp không khớp với phiếu chấm nào đã phát"),
    ),
    (
        file(rubric="0"),
        ("score-file-is-of-this-packet", "thang điểm trong tệp khác thang điểm của vòng này"),
    ),
]


@pytest.mark.parametrize(("data", "fault"), FILE_FAULTS)
def test_file_that_does_not_belong_here_is_refused(data: bytes, fault: tuple[str, str]) -> None:
    assert refused(data) == [("a.json", 0, *fault)]


TRUTH = "Chân thực, số liệu và minh chứng cụ thể"
ODD: tuple[Any, ...] = (
    *("bảy", "", "-1", "=7", "1e1", "7.5.1", "NaN", "9" * 400, "٧"),
    *(7, True, [], {}),
)
ROW_FAULTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        {"scores": FULL | {"chan-thuc": "20.5"}},
        [("score-is-on-the-scale", f"bài K01M, mục chan-thuc ({TRUTH}): 20,5 ngoài thang điểm")],
    ),
    (
        {"scores": FULL | {"chan-thuc": "7.25"}},
        [("score-is-on-a-step", f"bài K01M, mục chan-thuc ({TRUTH}): 7,25 sai bước")],
    ),
    *(
        (
            {"scores": FULL | {"chan-thuc": odd}},
            [("score-is-a-number", f"bài K01M, mục chan-thuc ({TRUTH}): chỗ này cần một con số")],
        )
        for odd in ODD
    ),
    (
        {"scores": FULL | {"la": "7"}},
        [("score-is-of-a-criterion", "bài K01M, mục la: thang điểm không có mục này")],
    ),
    ({"code": "K99M"}, [("score-is-of-an-entry", "bài K99M: mùa thi này không có mã bài ấy")]),
    (
        {"code": "K04M"},
        [("score-is-of-an-assigned-entry", "bài K04M: bài này không giao cho giám khảo ấy")],
    ),
    (
        {"abstained": {"reason": "chan", "words": ""}},
        [("abstention-has-a-reason", "bài K01M: lý do không chấm “chan” không có trong danh sách")],
    ),
    (
        {"abstained": ABSTAINED},
        [("abstention-has-no-scores", "bài K01M: vừa có điểm vừa ghi không chấm")],
    ),
]


@pytest.mark.parametrize(("change", "faults"), ROW_FAULTS)
def test_sheet_with_a_fault_is_refused_with_its_place(
    change: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    data = file(entries={"K01M": {"scores": FULL} | change, "K02M": {"scores": FULL}})
    found = collect([("a.json", data)], known())
    assert [one.sheet.code for one in found.sheets] == ["K02M"], "the other sheet is none the worse"
    assert said(found.problems) == [("a.json", 0, *fault) for fault in faults]


def test_every_problem_speaks_english_too() -> None:
    datas = [data for data, _ in FILE_FAULTS]
    datas += [file(entries={"K01M": {"scores": FULL} | change}) for change, _ in ROW_FAULTS]
    problems = [one for data in datas for one in collect([("a.json", data)], known()).problems]
    assert len(problems) == len(datas)
    for problem in problems:
        assert problem.what.en != problem.what.vi
        assert problem.fix.en != problem.fix.vi


def test_entry_that_stands_twice_is_refused_twice() -> None:
    (row, *_) = content()["entries"]
    found = collect([("a.json", encoded(content() | {"entries": [row, row]}))], known())
    assert found.sheets == ()
    assert said(found.problems) == [
        ("a.json", 0, "score-is-given-once", "bài K01M: bài này có hai phần điểm")
    ]


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"xin ch\xc3\xa0o",
    "another JSON": b'{"a": 1}',
    "a list": b"[]",
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep inside": b'{"format": "' + FORMAT.encode() + b'", "x": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    "a double key": file().replace(b'"version": 1,', b'"version": 1, "version": 2,', 1),
    "NaN": file().replace(b'"version": 1,', b'"version": NaN,', 1),
    "infinite": file().replace(b'"version": 1,', b'"version": -Infinity,', 1),
    "endless digits": file().replace(b'"version": 1,', b'"version": ' + b"9" * 100_000 + b",", 1),
    "a fraction": file().replace(b'"version": 1,', b'"version": 1.5,', 1),
    "half a character": file().replace(b'"notes": ""', b'"notes": "\\ud800"', 1),
    "latin": "điểm".encode("utf-16"),
    "a picture": b"\xff\xd8\xff\xe0" + bytes(1000),
    "HTML": b"<!doctype html><p>phieu",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_file_that_is_no_score_file_is_said_to_be_none(kind: str) -> None:
    assert refused(HOSTILE[kind]) == [NO_FILE]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"version": 0}, "version"),
        ({"version": -1}, "version"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"version": 10**9}, "version"),
        ({"version": None}, "version"),
        ({"format_version": 2}, "format_version"),
        ({"format_version": True}, "format_version"),
        ({"judge": None}, "judge"),
        ({"judge": ["gk03"]}, "judge"),
        ({"season": "x" * 10_000}, "season"),
        ({"handed_in": "yes"}, "handed_in"),
        ({"entries": None}, "entries"),
    ],
)
def test_file_that_was_changed_by_hand_is_refused(change: dict[str, Any], part: str) -> None:
    fault = ("a.json", 0, "score-file-can-be-read", f"tệp điểm bị sửa hoặc hỏng ở chỗ “{part}”")
    assert refused(encoded(content() | change)) == [fault]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"code": None}, "code"),
        ({"scores": None}, "scores"),
        ({"scores": []}, "scores"),
        ({"notes": 7}, "notes"),
        ({"notes": "x" * 6000}, "notes"),
        ({"abstained": "x"}, "abstained"),
        ({"abstained": {}}, "reason"),
        ({"abstained": {"reason": "ly-do-khac", "words": 1}}, "words"),
    ],
)
def test_row_that_was_changed_by_hand_refuses_the_file(change: dict[str, Any], part: str) -> None:
    fault = ("a.json", 0, "score-file-can-be-read", f"tệp điểm bị sửa hoặc hỏng ở chỗ “{part}”")
    assert refused(file(entries={"K02M": change})) == [fault]


def test_huge_file_is_not_even_read(tmp_path: Path) -> None:
    huge = tmp_path / "a.json"
    with huge.open("wb") as sparse:
        sparse.truncate(100_000_000)
    ((name, data),) = take([huge])
    assert len(data) == MAX_BYTES + 1
    fault = (name, 0, "score-file-can-be-read", "tệp quá lớn, không thể là tệp điểm")
    assert refused(data, name) == [fault]


def test_notes_are_composed_and_lose_what_cannot_be_seen() -> None:
    notes = "Đu\u031bo\u031b\u0323c.\u202e\x07\nHai"
    (one,) = collect([("a.json", file(entries={"K01M": {"notes": notes}}))], known()).sheets
    assert one.notes == "Được.\nHai"


# ---- versions ----


def scored(points: str) -> dict[str, Any]:
    return {"entries": {"K01M": {"scores": FULL | {"nhan-rong": points}}}}


FIRST, SECOND = file(**scored("1")), file(version=2, **scored("2"))


def test_later_version_takes_the_place_and_says_so() -> None:
    expected = Origin(file="z.json", digest=digest(FIRST), version=1)
    for files in itertools.permutations((("a.json", SECOND), ("z.json", FIRST))):
        found = collect(files, known())
        assert found.problems == ()
        (one,) = found.sheets
        assert dict(one.sheet.scores)["nhan-rong"] == 2
        assert (one.origin.version, one.replaces) == (2, expected)


def test_files_may_come_on_several_days() -> None:
    held = collect([("z.json", FIRST)], known())
    found = collect([("a.json", SECOND)], known(), held.sheets)
    assert found == collect([("a.json", SECOND), ("z.json", FIRST)], known())


def test_same_file_again_changes_nothing() -> None:
    held = collect([("z.json", FIRST)], known())
    found = collect([("a.json", FIRST)], known(), held.sheets)
    assert found.sheets == held.sheets
    assert said(found.problems) == [
        ("a.json", 0, "score-file-comes-once", "tệp này giống hệt “z.json” đã nhận")
    ]
    assert [problem.level for problem in found.problems] == [Level.WARNING]


def test_same_content_in_other_bytes_is_a_copy_too() -> None:
    found = collect([("a.json", FIRST), ("b.json", FIRST.replace(b", ", b",\n"))], known())
    assert len(found.sheets) == 1
    assert [problem.rule for problem in found.problems] == ["score-file-comes-once"]


def test_two_files_of_one_version_are_both_refused() -> None:
    other = file(**scored("3"))
    found = collect([("a.json", FIRST), ("b.json", other)], known())
    what = "hai tệp khác nhau cùng là bản 1: “a.json”, “b.json”"
    assert found.sheets == ()
    assert said(found.problems) == [
        ("a.json", 0, "score-file-is-the-latest", what),
        ("b.json", 0, "score-file-is-the-latest", what),
    ]


def test_file_of_a_version_held_already_is_refused_and_nothing_overwritten() -> None:
    held = collect([("z.json", SECOND)], known()).sheets
    for data, what in (
        (file(version=2, **scored("3")), "hai tệp khác nhau cùng là bản 2: “a.json”, “z.json”"),
        (FIRST, "tệp là bản 1, đã nhận bản 2 (“z.json”)"),
    ):
        found = collect([("a.json", data)], known(), held)
        assert found.sheets == held
        assert said(found.problems) == [("a.json", 0, "score-file-is-the-latest", what)]


def test_refused_sheet_leaves_the_one_before_it() -> None:
    found = collect([("a.json", FIRST), ("b.json", file(version=2, **scored("11")))], known())
    assert [(one.origin.version, dict(one.sheet.scores)["nhan-rong"]) for one in found.sheets] == [
        (1, Fraction(1))
    ]
    assert [problem.rule for problem in found.problems] == ["score-is-on-the-scale"]


def test_blank_never_takes_the_place_of_scores() -> None:
    other = file(version=2, entries={"K02M": {"scores": FULL}})
    found = collect([("a.json", FIRST), ("b.json", other)], known())
    assert [(one.sheet.code, one.origin.version) for one in found.sheets] == [("K01M", 1), ("K02M", 2)]
    assert said(found.problems) == [
        ("b.json", 0, "score-is-not-lost", "bài K01M: để trống, mà bản 1 (“a.json”) đã có điểm; giữ điểm cũ")
    ]


@pytest.mark.parametrize("version", [1, 2])
def test_sheet_with_nothing_in_it_is_set_aside_and_is_nobody_s_rival(version: int) -> None:
    """The workbook of somebody who scores in the packet comes back blank, of the same version."""
    files = [("a.json", FIRST), ("b.json", file(version=version, entries={}))]
    for order in (files, files[::-1]):
        found = collect(order, known())
        assert [one.origin.file for one in found.sheets] == ["a.json"]
        assert [(each.rule, each.level) for each in found.problems] == [
            ("score-file-holds-scores", Level.WARNING)
        ]
    assert collect(files[1:], known(), collect(files[:1], known()).sheets).sheets == found.sheets


def test_draft_after_a_finished_sheet_is_said() -> None:
    found = collect([("a.json", FIRST), ("b.json", file(version=2, handed_in=False))], known())
    assert [(one.origin.version, one.sheet.state) for one in found.sheets] == [(2, SheetState.DRAFT)]
    assert [(problem.rule, problem.level) for problem in found.problems] == [
        ("score-is-not-lost", Level.WARNING)
    ]


# ---- workbooks ----

BLANK = score_sheet.workbook(HANDOUT)
Change = Callable[[Any], None]


def workbook(change: Change) -> bytes:
    book = load_workbook(io.BytesIO(BLANK))
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def cells(**values: object) -> bytes:
    def change(book: Any) -> None:
        for place, value in values.items():
            book[score_sheet.SCORES][place] = value

    return workbook(change)


SPREAD = f"({HANDOUT.guides[1].criterion.name.vi})"
NUMBER = "chỗ này cần một con số"


@pytest.mark.parametrize(
    ("value", "rule", "what"),
    [
        ("=4+4", "score-is-a-number", "chỗ này là công thức, cần một con số"),
        ("tám", "score-is-a-number", NUMBER),
        (True, "score-is-a-number", NUMBER),
        ("#N/A", "score-is-a-number", NUMBER),
        (dt.date(2027, 5, 7), "score-is-a-number", "máy đã đổi con số thành ngày tháng"),
        (dt.time(7, 30), "score-is-a-number", "máy đã đổi con số thành ngày tháng"),
        (11, "score-is-on-the-scale", "11 ngoài thang điểm"),
        (-1, "score-is-on-the-scale", "−1 ngoài thang điểm"),
        (1e300, "score-is-on-the-scale", None),
        (7.5, "score-is-on-a-step", "7,5 sai bước"),
        (0.1 + 0.2, "score-is-on-a-step", "0,3 sai bước"),
        ("7,5", "score-is-on-a-step", "7,5 sai bước"),
    ],
)
def test_cell_without_a_score_is_refused_with_its_place(value: object, rule: str, what: str | None) -> None:
    ((name, line, found, words),) = refused(cells(E9=value, D9=1), "a.xlsx")
    assert (name, line, found) == ("a.xlsx", 9, rule)
    assert words.startswith(f"ô E9 {SPREAD}: ")
    assert what is None or words == f"ô E9 {SPREAD}: {what}"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (
            cells(A9="K03M"),
            (9, "score-sheet-keeps-its-rows", "dòng 9: mã bài là “K03M”, lúc phát ra là “K02M”"),
        ),
        (cells(D11=5), (11, "score-sheet-keeps-its-rows", "dòng 11: có chữ ở dưới bài cuối cùng")),
        (cells(B5=None), (5, "score-file-has-a-version", "ô B5 (lần nộp) phải là số 1, 2, 3 …")),
        (cells(B5="=1"), (5, "score-file-has-a-version", "ô B5 (lần nộp) phải là số 1, 2, 3 …")),
        (cells(B5=1.5), (5, "score-file-has-a-version", "ô B5 (lần nộp) phải là số 1, 2, 3 …")),
        (
            cells(I8="Vì bận"),
            (
                8,
                "abstention-has-a-reason",
                "dòng 8, bài K01M: lý do không chấm “Vì bận” không có trong danh sách",
            ),
        ),
        (cells(H8="x" * 6000), (8, "notes-have-an-end", "dòng 8, bài K01M: nhận xét quá dài")),
        (cells(D6="la", D8=1), (8, "score-is-of-a-criterion", "ô D8: thang điểm không có mục này")),
        (
            workbook(lambda book: book.remove(book[score_sheet.MARKS])),
            (0, "score-file-is-one", "tệp này không phải tệp điểm"),
        ),
        (
            workbook(lambda book: book[score_sheet.MARKS].__setitem__("B1", "x")),
            (0, "score-file-is-one", "tệp này không phải tệp điểm"),
        ),
        (
            workbook(lambda book: book[score_sheet.MARKS].__setitem__("B3", "2026")),
            (0, ROUND, "tệp của mùa “2026”, vòng “so-khao”; đang thu mùa “2027”, vòng “so-khao”"),
        ),
    ],
)
def test_workbook_with_a_fault_is_refused_with_its_row(data: bytes, fault: tuple[int, str, str]) -> None:
    assert ("a.xlsx", *fault) in refused(data, "a.xlsx")


def test_columns_that_changed_places_keep_their_criteria() -> None:
    data = cells(D6="nhan-rong", E6="chan-thuc", D8=8, E8=15.5)
    (one,) = collect([("a.xlsx", data)], known()).sheets
    assert one.sheet.scores == (("chan-thuc", Fraction(31, 2)), ("nhan-rong", Fraction(8)))


def rezipped(more: dict[str, bytes], base: bytes = BLANK, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(made, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, more.get(name, old.read(name)))
        for name in more.keys() - set(old.namelist()):
            new.writestr(name, more[name])
    return made.getvalue()


def part(name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(BLANK)).read(name)


def lying(data: bytes) -> bytes:
    """Return the archive with the sizes of its parts said to be tiny in its directory."""
    out = bytearray(data)
    at = out.find(b"PK\x01\x02")
    while at >= 0:
        out[at + 24 : at + 28] = (10).to_bytes(4, "little")
        at = out.find(b"PK\x01\x02", at + 1)
    return bytes(out)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
SHEET = "xl/worksheets/sheet1.xml"
MACROS = "trong tệp có chương trình (macro)"
LINKS = "tệp Excel nối với tệp hay dữ liệu ở nơi khác"
BROKEN = "tệp hỏng, không mở được"
TOO_BIG = "tệp bung ra lớn bất thường, có thể làm treo máy"
HOSTILE_WORKBOOKS: dict[str, tuple[bytes, str]] = {
    "zip bomb": (rezipped({"xl/media/a.xml": bytes(100_000_000)}), TOO_BIG),
    "lying zip bomb": (lying(rezipped({"xl/media/a.xml": bytes(30_000_000)})), BROKEN),
    "many parts": (rezipped({f"xl/media/{number}.xml": b"" for number in range(400)}), TOO_BIG),
    "macros": (rezipped({"xl/vbaProject.bin": b"x"}), MACROS),
    "macro type": (
        rezipped(
            {
                "[Content_Types].xml": part("[Content_Types].xml").replace(
                    b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"
                )
            }
        ),
        MACROS,
    ),
    "Excel 4 macros": (rezipped({"xl/macrosheets/sheet9.xml": b"<a/>"}), MACROS),
    "external link": (rezipped({"xl/externalLinks/externalLink1.xml": b"<a/>"}), LINKS),
    "embedded file": (rezipped({"xl/embeddings/a.bin": b"x"}), "trong tệp có tệp khác được nhúng vào"),
    "connections": (rezipped({"xl/connections.xml": b"<a/>"}), LINKS),
    "entities": (rezipped({SHEET: ENTITIES + part(SHEET).partition(b"?>")[2]}), BROKEN),
    "utf-16": (rezipped({SHEET: part(SHEET).decode().encode("utf-16")}), BROKEN),
    "no XML": (rezipped({SHEET: b"<worksheet"}), BROKEN),
    "cut off": (BLANK[: len(BLANK) // 2], BROKEN),
    "only its beginning": (b"PK\x03\x04", BROKEN),
    "another archive": (
        rezipped({}, base=b"PK\x05\x06" + bytes(18)),
        "tệp này không phải tệp Word hay Excel, dù tên gọi như thế",
    ),
    "old Excel": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "tệp Excel kiểu cũ (.xls) hoặc có đặt mật khẩu, không đọc được",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE_WORKBOOKS)
def test_hostile_workbook_is_refused_before_it_is_opened(kind: str) -> None:
    data, what = HOSTILE_WORKBOOKS[kind]
    ((name, line, _, words),) = refused(data, "a.xlsx")
    assert (name, line, words) == ("a.xlsx", 0, what)


def test_workbook_with_a_million_rows_is_read_no_further_than_its_entries() -> None:
    (one,) = collect([("a.xlsx", cells(D8=1, XFD1048576="x"))], known()).sheets
    assert one.sheet.scores == (("chan-thuc", Fraction(1)),)


# ---- anything at all ----


@given(st.binary(max_size=400))
def test_any_bytes_are_a_problem_and_no_exception(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"{", b"\xef\xbb\xbf"):
        assert refused(start + data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(content())), JSON, st.sampled_from(sorted(content()["entries"][0])), JSON)
def test_any_value_in_any_place_is_a_problem_and_no_exception(
    key: str, value: Any, row_key: str, row_value: Any
) -> None:
    changed = content()
    changed["entries"][0][row_key] = row_value
    changed[key] = value
    collect([("a.json", encoded(changed))], known())


def scores_on(criterion: Criterion) -> st.SearchStrategy[Fraction | None]:
    """Return any score on the criterion's scale, or none."""
    steps = st.integers(0, int(criterion.max / criterion.step))
    return st.none() | steps.map(lambda count: count * criterion.step)


SCORES = {criterion.slug: scores_on(criterion) for criterion in HANDOUT.rubric.criteria}


@given(st.fixed_dictionaries(SCORES), st.booleans())
def test_scores_come_back_exactly(given_scores: dict[str, Fraction | None], comma: bool) -> None:
    texts = {slug: None if score is None else plain(score) for slug, score in given_scores.items()}
    if comma:
        texts = {slug: text and text.replace(".", ",") for slug, text in texts.items()}
    found = collect([("a.json", file(entries={"K01M": {"scores": texts}}))], known())
    scores = tuple((slug, score) for slug in FULL if (score := given_scores[slug]) is not None)
    assert [one.sheet.scores for one in found.sheets] == ([scores] if scores else [])
    assert [each.rule for each in found.problems] == ([] if scores else ["score-file-holds-scores"])


@given(st.permutations(range(5)))
def test_order_of_the_files_makes_no_difference(order: list[int]) -> None:
    files = [
        ("a.json", FIRST),
        ("b.json", SECOND),
        ("c.json", file(OTHER)),
        ("d.json", b"x"),
        ("e.json", file(version=2, **scored("3"))),
    ]
    assert collect([files[place] for place in order], known()) == collect(files, known())


def test_rubric_of_the_round_is_the_one_that_counts() -> None:
    first, *rest = HANDOUT.rubric.criteria
    stricter = Rubric(criteria=(replace(first, max=Fraction(10)), *rest))
    assert [rule for _, _, rule, _ in refused(FIRST, by=replace(known(), rubric=stricter))] == [
        "score-file-is-of-this-packet"
    ]
