"""Judging by its commands: from a list of judges to a closed last round, in a real vault.

Entries are put into the vault as intake leaves them there; everything after that is what people type.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from neuguong.contest import book as books
from neuguong.contest import score_sheet
from neuguong.contest.book import BlindText, Book, Entry, Standing, Writer
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import vault_folder
from neuguong.store import FOLDER
from tests.cli.conftest import Run
from tests.contest.seasons import CONTEST
from tests.contest.vaults import NOW

SEASON = "2027"
CODES = tuple(f"B{n}" for n in range(10001, 10009))
JUDGES = (
    ("Hà Văn Mẫu", "Báo Mẫu", "", ""),
    ("Bùi Thị Mẫu Một", "Đài Mẫu", "", ""),
    ("Lò Văn Mẫu Hai", "Trường TH Mẫu 10001", "", ""),
    ("Đinh Thị Mẫu Ba", "Hội Nhà báo Mẫu", "Quách Thị Mẫu 10002, Trường TH Mẫu 10002, em gái", "x"),
    ("Xa Văn Mẫu Bốn", "Phòng Văn hóa Mẫu", "", "x"),
)


def entry(code: str) -> tuple[Entry, BlindText]:
    unit = f"Trường TH Mẫu {code[1:]}"
    text = f"Một buổi sáng, thầy mang cái cuốc ra sân. Bài {code}."
    return (
        Entry(
            code=code,
            title=f"Cái cuốc {code[1:]}",
            writers=(Writer(name=f"Quách Thị Mẫu {code[1:]}", unit=unit),),
            unit=unit,
            field="chu-nhiem-lop",
            markdown=text,
            standing=Standing.ACCEPTED,
        ),
        BlindText(code=code, title=f"Cái cuốc {code[1:]}", field="chu-nhiem-lop", markdown=text),
    )


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEUGUONG_KEY", raising=False)
    return tmp_path / "home"


@pytest.fixture
def key_file(home: Path) -> Path:
    return home / "neuguong" / "organiser.key"


@pytest.fixture
def season(call: Run, site: Path, key_file: Path) -> str:
    """A season with a vault and eight accepted entries."""
    folder = site / "contest" / SEASON
    folder.mkdir(parents=True)
    (folder / "contest.yml").write_text(CONTEST, "utf-8")
    (folder / "call.md").write_text("## Lời mời\n\nMời mọi người viết.\n", "utf-8")
    public = call("contest", "keygen").stdout.strip()
    assert call("contest", "organiser", "add", SEASON, "Cô Lan", public).returncode == 0
    vault = Vault.open(vault_folder(site, SEASON), key_file)
    vault.append_all(books.news_of(record for code in CODES for record in entry(code)), NOW)
    return SEASON


@pytest.fixture
def read(site: Path, key_file: Path) -> Callable[[], Book]:
    return lambda: books.read(Vault.open(vault_folder(site, SEASON), key_file))


@pytest.fixture
def judge_list(tmp_path: Path) -> Path:
    sheet = Workbook()
    rows = [("DANH SÁCH GIÁM KHẢO",), (), ("Họ và tên", "Đơn vị", "Người thân", "Chuyên gia"), *JUDGES]
    for row in rows:
        assert sheet.active is not None
        sheet.active.append(row)
    path = tmp_path / "giam-khao.xlsx"
    sheet.save(path)
    return path


@pytest.fixture
def assigned(call: Run, season: str, judge_list: Path) -> str:
    assert call("contest", "judges", "add", season, judge_list).returncode == 0
    assert call("contest", "assign", season).returncode == 0
    return season


def filled(
    data: bytes, score: Callable[[str], tuple[float, float]], skip: frozenset[str] = frozenset()
) -> bytes:
    """Fill in a score sheet as a judge does in Excel."""
    book = load_workbook(io.BytesIO(data))
    sheet = book[score_sheet.SCORES]
    row = score_sheet.FIRST_ROW
    while code := sheet.cell(row, score_sheet.CODE).value:
        if code not in skip:
            for column, value in enumerate(score(str(code)), score_sheet.FIRST_SCORE):
                sheet.cell(row, column).value = value
        row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def marks_of(judge: str, gap: dict[tuple[str, str], float]) -> Callable[[str], tuple[float, float]]:
    """Return what a judge gives: better codes more, in halves; `gap` takes points off single readings."""
    chance = random.Random(judge)  # noqa: S311
    lenient = chance.choice((-2, 0, 2))

    def score(code: str) -> tuple[float, float]:
        worth = 3.5 * (int(code[1:]) - 10000)
        return (
            max(0.0, min(60.0, 25 + worth + lenient - gap.get((judge, code), 0))),
            round(chance.uniform(20, 22)) * 1.0,
        )

    return score


def test_list_of_judges_is_taken_in_and_conflicts_are_found(
    call: Run, season: str, judge_list: Path, read: Callable[[], Book]
) -> None:
    done = call("contest", "judges", "add", season, judge_list)
    assert (done.returncode, done.stdout) == (0, "")
    assert "5 giám khảo trong danh sách: 5 người mới" in done.stderr
    again = call("contest", "judges", "add", season, judge_list)
    assert "0 người mới, 0 người đổi thông tin. Thấy thêm 0 xung đột." in again.stderr
    assert {(c.judge, c.code, c.ground.value) for c in read().conflicts.values()} == {
        ("G03", "B10001", "unit"),
        ("G04", "B10002", "relative"),
    }
    listed = call("contest", "conflicts", "list", season)
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["Giám", "G03", "G04"]


def test_bad_list_takes_nobody_in_and_says_where(
    call: Run, season: str, tmp_path: Path, read: Callable[[], Book]
) -> None:
    path = tmp_path / "giam-khao.csv"
    path.write_text("Họ và tên;Đơn vị;Email\nHà Văn Mẫu;Báo Mẫu;\nMẫu;Báo Mẫu;x\n", "utf-8")
    done = call("contest", "judges", "add", season, path)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("giam-khao.csv")] == [
        "giam-khao.csv:3  “x” không phải địa chỉ thư  [address-is-one]",
        "giam-khao.csv:3  giám khảo chưa đủ họ và tên  [judge-is-named-in-full]",
    ]
    assert read().judges == {}


def test_assignment_can_be_looked_at_first_and_then_kept(
    call: Run, season: str, judge_list: Path, read: Callable[[], Book]
) -> None:
    call("contest", "judges", "add", season, judge_list)
    tried = call("contest", "assign", season, "--dry-run")
    assert (tried.returncode, read().assignments) == (0, {})
    assert "chưa ghi gì" in tried.stderr
    done = call("contest", "assign", season)
    assert done.stdout == tried.stdout
    readings = read().assignments["so-khao"].readings
    assert len(readings) == 16
    assert ("B10001", "G03") not in {(each.code, each.judge) for each in readings}
    assert "giám khảo nối thành 1 nhóm" in done.stderr
    assert "Phân công không đổi." in call("contest", "assign", season).stderr


def test_assignment_that_cannot_be_had_says_what_would_free_it(
    call: Run, season: str, judge_list: Path
) -> None:
    call("contest", "judges", "add", season, judge_list)
    done = call("contest", "assign", season, "--cap", "2", "--dry-run")
    assert done.returncode == 1
    assert "Thiếu: " in done.stderr


def test_private_files_are_never_written_into_the_repository(call: Run, assigned: str, site: Path) -> None:
    done = call("contest", "packets", assigned, "-o", site / "phieu")
    assert (done.returncode, (site / "phieu").exists()) == (2, False)
    assert "nằm trong kho bài" in done.stderr


def test_packets_and_sheets_tell_nothing_of_writers(
    call: Run, assigned: str, tmp_path: Path, read: Callable[[], Book]
) -> None:
    done = call("contest", "packets", assigned, "-o", tmp_path / "phieu", "--send-to", "Cô Lan")
    paths = sorted(map(Path, done.stdout.splitlines()))
    assert [path.name for path in paths if path.suffix == ".html"] == [
        f"phieu-cham-2027-so-khao-G0{n}.html" for n in range(1, 6)
    ]
    for path in paths:
        assert b"Qu\xc3\xa1ch Th\xe1\xbb\x8b" not in path.read_bytes()
    assert len(read().packets) == 5
    assert call("contest", "packets", assigned, "-o", tmp_path / "lai", "--send-to", "Cô Lan").returncode == 0
    for path in paths:
        assert (tmp_path / "lai" / path.name).read_bytes() == path.read_bytes()


def test_score_file_of_nobody_is_refused_and_changes_nothing(
    call: Run, assigned: str, tmp_path: Path, read: Callable[[], Book]
) -> None:
    call("contest", "packets", assigned, "-o", tmp_path / "phieu")
    bad = tmp_path / "diem.json"
    bad.write_text('{"format": "gì đó"}', "utf-8")
    done = call("contest", "collect", assigned, bad)
    assert (done.returncode, read().sheets) == (1, {})
    assert "tệp này không phải tệp điểm" in done.stdout


def sheets_of(folder: Path, round_: str) -> list[Path]:
    return sorted(folder.glob(f"*{round_}*.xlsx"))


def hand_in(folder: Path, round_: str, gap: dict[tuple[str, str], float], version: int = 1) -> list[Path]:
    """Fill in every judge's sheet of the folder."""
    made = []
    for path in sheets_of(folder, round_):
        judge = re.findall(r"G\d+", path.name)[-1]
        data = filled(path.read_bytes(), marks_of(judge, gap))
        book = load_workbook(io.BytesIO(data))
        book[score_sheet.SCORES][score_sheet.VERSION_CELL].value = version
        target = folder / f"tra-{version}-{path.name}"
        book.save(target)
        path.unlink()
        made.append(target)
    return made


def test_whole_judging_from_assignment_to_prizes(
    call: Run, assigned: str, tmp_path: Path, read: Callable[[], Book]
) -> None:
    call("contest", "packets", assigned, "-o", tmp_path / "p1")
    first = next(each for each in read().assignments["so-khao"].readings if each.code == "B10005")
    files = hand_in(tmp_path / "p1", "so-khao", {(first.judge, "B10005"): 30})
    done = call("contest", "collect", assigned, *files)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert "Nhận 16 phiếu: 16 đã xong" in done.stderr
    assert "giống hệt" in call("contest", "collect", assigned, *files).stdout

    tallied = call("contest", "tally", assigned)
    assert tallied.returncode == 1
    assert "Còn việc: chờ người đọc thứ ba: B10005" in tallied.stderr
    assert call("contest", "close", assigned).returncode == 1

    third = call("contest", "assign", assigned)
    assert "thêm 1, bớt 0 lượt; 1 bài có người đọc thứ ba" in third.stderr
    (reading,) = (each for each in read().assignments["so-khao"].readings if each.third)
    call("contest", "packets", assigned, "-o", tmp_path / "p2", "--judge", reading.judge)
    files = hand_in(tmp_path / "p2", "so-khao", {}, version=2)
    done = call("contest", "collect", assigned, *files)
    assert done.returncode == 0, done.stdout
    assert "bản 2 thay bản 1" in done.stderr

    table = json.loads(call("contest", "tally", assigned, "--json").stdout)
    assert [place["code"] for place in table["places"]][:3] == ["B10008", "B10007", "B10006"]
    close_rounds(call, assigned, tmp_path, read)


def close_rounds(call: Run, season: str, tmp_path: Path, read: Callable[[], Book]) -> None:
    closed = call("contest", "close", season)
    assert (closed.returncode, closed.stdout) == (0, "B10008\nB10007\nB10006\n"), closed.stderr
    assert call("contest", "assign", season, "--round", "chung-khao").returncode == 0
    call("contest", "packets", season, "-o", tmp_path / "p3")
    files = hand_in(tmp_path / "p3", "chung-khao", {})
    assert call("contest", "collect", season, *files).returncode == 0
    last = call("contest", "close", season)
    assert (last.returncode, "Lưu ý" in last.stderr) == (0, False), last.stderr
    assert [line.split("\t") for line in last.stdout.splitlines()] == [
        ["nhat", "B10008"],
        ["nhi", "B10007"],
        ["nhi", "B10006"],
    ]
    assert [won.code for won in read().closings["chung-khao"].prizes] == ["B10008", "B10007", "B10006"]
    assert "đã chốt đúng như vậy" in call("contest", "close", season).stderr
    call("contest", "entry", "withdraw", season, "B10006", "--reason", "tác giả xin rút")
    later = call("contest", "close", season).stderr
    assert later.startswith("Lưu ý: vòng so-khao đã khác từ lúc chốt")


def test_judge_who_leaves_is_replaced_with_the_fewest_changes(
    call: Run, assigned: str, read: Callable[[], Book]
) -> None:
    before = {(each.code, each.judge) for each in read().assignments["so-khao"].readings}
    left = call("contest", "judges", "leave", assigned, "G01", "--reason", "đi công tác")
    assert (left.returncode, "Hà Văn Mẫu (G01) thôi chấm" in left.stderr) == (0, True)
    assert call("contest", "assign", assigned).returncode == 0
    after = {(each.code, each.judge) for each in read().assignments["so-khao"].readings}
    assert {judge for _, judge in before - after} == {"G01"}
    assert len(after) == len(before)
    assert "thôi chấm: đi công tác" in call("contest", "judges", "list", assigned).stdout


def test_judge_who_left_stays_away_until_asked_back(
    call: Run, assigned: str, judge_list: Path, read: Callable[[], Book]
) -> None:
    call("contest", "judges", "leave", assigned, "G01", "--reason", "ốm")
    again = call("contest", "judges", "add", assigned, judge_list)
    assert (again.returncode, read().judges["G01"].gone) == (0, "ốm")
    assert again.stderr.startswith("Hà Văn Mẫu (G01) vẫn ghi là thôi chấm (ốm).")
    assert "0 người mới, 0 người đổi thông tin" in again.stderr
    assert call("contest", "judges", "return", assigned, "Hà Văn Mẫu").returncode == 0
    assert read().judges["G01"].gone == ""


def test_conflict_learnt_after_the_sheet_is_told_at_each_count(
    call: Run, assigned: str, tmp_path: Path
) -> None:
    call("contest", "packets", assigned, "-o", tmp_path / "p")
    call("contest", "collect", assigned, *hand_in(tmp_path / "p", "so-khao", {}))
    assert "Lưu ý" not in call("contest", "tally", assigned).stderr
    readings = json.loads(call("contest", "tally", assigned, "--json").stdout)["readings"]
    judge = next(iter(readings["B10007"]))
    call("contest", "conflicts", "add", assigned, judge, "B10007", "--reason", "anh họ")
    told = f"Lưu ý: {judge} có xung đột với bài B10007 (anh họ) mà phiếu đã nộp vẫn được tính."
    assert told in call("contest", "tally", assigned).stderr
    assert told in call("contest", "close", assigned, "--dry-run").stderr
    words = ("--reason", "trùng tên", "--by", "Chủ tịch")
    call("contest", "conflicts", "dismiss", assigned, judge, "B10007", *words)
    assert "Lưu ý" not in call("contest", "tally", assigned).stderr


def test_conflict_is_declared_dismissed_and_told(call: Run, assigned: str, read: Callable[[], Book]) -> None:
    code = next(e.code for e in read().assignments["so-khao"].readings if e.judge == "G02")
    assert call("contest", "conflicts", "add", assigned, "G02", code, "--reason", "thầy cũ").returncode == 0
    call("contest", "assign", assigned)
    assert (code, "G02") not in {(e.code, e.judge) for e in read().assignments["so-khao"].readings}
    done = call(
        "contest", "conflicts", "dismiss", assigned, "G02", code, "--reason", "nhầm người", "--by", "Chủ tịch"
    )
    assert (done.returncode, read().conflicts[f"G02/{code}"].dismissed_by) == (0, "Chủ tịch")
    other = call("contest", "conflicts", "dismiss", assigned, "G05", "B10008", "--reason", "x", "--by", "y")
    assert other.returncode == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("judges", "leave", SEASON, "G77", "--reason", "x"), "Không có giám khảo “G77”."),
        (("conflicts", "add", SEASON, "G01", "B1", "--reason", "x"), "Không có bài mã “B1”."),
        (("tally", SEASON, "--round", "tu-ket"), "không có vòng “tu-ket”"),
        (("decide", SEASON, "B10001", "B10001", "--reason", "x", "--by", "y"), "Có mã bài ghi hai lần."),
    ],
)
@pytest.mark.usefixtures("assigned")
def test_what_is_not_there_is_said(call: Run, words: tuple[str, ...], said: str) -> None:
    done = call("contest", *words)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_nothing_can_be_assigned_before_judges_and_entries_are_there(
    call: Run, season: str, judge_list: Path
) -> None:
    done = call("contest", "assign", season)
    assert (done.returncode, "Chưa có giám khảo nào." in done.stderr) == (1, True)
    early = call("contest", "tally", season)
    assert (early.returncode, "chưa phân công" in early.stderr) == (1, True)
    call("contest", "judges", "add", season, judge_list)
    for judge in ("G01", "G02", "G03", "G04", "G05"):
        call("contest", "judges", "leave", season, judge, "--reason", "bận")
    left = call("contest", "assign", season)
    assert (left.returncode, "Mọi giám khảo đều đã thôi chấm." in left.stderr) == (1, True)


@pytest.mark.parametrize(
    "words",
    [
        ("judges", "leave", SEASON, "G01"),
        ("conflicts", "add", SEASON, "G01", "B10001"),
        ("conflicts", "dismiss", SEASON, "G03", "B10001", "--by", "Chủ tịch"),
        ("decide", SEASON, "B10001", "B10002", "--by", "Hội đồng"),
        ("entry", "refuse", SEASON, "B10001"),
    ],
)
@pytest.mark.usefixtures("assigned")
def test_reason_is_said_in_words_or_nothing_is_kept(
    call: Run, words: tuple[str, ...], read: Callable[[], Book]
) -> None:
    before = read()
    done = call("contest", *words, "--reason", "  ")
    said = "Giá trị của “--reason” không dùng được. Viết một câu, đừng để trống."
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, said)
    assert read() == before


def test_judge_without_readings_gets_no_packet(call: Run, assigned: str, tmp_path: Path) -> None:
    call("contest", "judges", "leave", assigned, "G01", "--reason", "ốm")
    call("contest", "assign", assigned)
    done = call("contest", "packets", assigned, "-o", tmp_path / "phieu", "--judge", "G01")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Hà Văn Mẫu (G01) không được giao bài nào ở vòng so-khao.\n"
    for judge in ("G02", "G03", "G04", "G05"):
        call("contest", "judges", "leave", assigned, judge, "--reason", "ốm")
    none = call("contest", "packets", assigned, "-o", tmp_path / "phieu")
    assert (none.returncode, "không còn giám khảo nào có bài" in none.stderr) == (1, True)
    assert not (tmp_path / "phieu").exists()


def test_withdrawn_entry_is_in_no_packet(
    call: Run, assigned: str, tmp_path: Path, read: Callable[[], Book]
) -> None:
    code = next(each.code for each in read().assignments["so-khao"].readings if each.judge == "G02")
    call("contest", "entry", "withdraw", assigned, code, "--reason", "tác giả xin rút")
    call("contest", "packets", assigned, "-o", tmp_path / "phieu")
    pages = [path.read_text("utf-8") for path in sorted((tmp_path / "phieu").glob("*.html"))]
    assert (len(pages), sum(code in page for page in pages)) == (5, 0)


def test_vault_that_cannot_be_locked_is_told_in_words(call: Run, season: str, site: Path) -> None:
    """As on a full disk, where SQLite cannot write its file."""
    lock = site / FOLDER / "vault.lock"
    lock.unlink()
    lock.mkdir()
    done = call("contest", "entry", "withdraw", season, "B10001", "--reason", "x")
    assert (done.returncode, "[file-can-be-written]" in done.stdout) == (1, True)


def test_sheet_of_a_judge_with_a_late_conflict_is_dropped_and_read_by_another(
    call: Run, assigned: str, tmp_path: Path, read: Callable[[], Book]
) -> None:
    call("contest", "packets", assigned, "-o", tmp_path / "p1")
    call("contest", "collect", assigned, *hand_in(tmp_path / "p1", "so-khao", {}))
    kept = next(sheet for sheet in read().sheets.values() if sheet.judge == "G02")
    words = ("contest", "conflicts", "add", assigned, "G02", kept.code, "--reason", "thầy cũ", "--drop-sheet")
    done = call(*words)
    assert (done.returncode, "phiếu trả lại" in done.stderr) == (0, True)
    after = read().sheets[kept.key]
    assert (after.state, after.scores, after.reason_words) == ("abstained", (), "thầy cũ")
    call("contest", "assign", assigned)
    readers = {each.judge for each in read().assignments["so-khao"].readings if each.code == kept.code}
    assert ("G02" in readers, len(readers)) == (False, 2)
