"""Entries by their commands: real Word and Markdown files, a list in Excel, a real vault."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from neuguong.contest import book as books
from neuguong.contest.book import Book
from neuguong.contest.canaries import Canaries
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import vault_folder
from tests.cli.conftest import Run
from tests.contest import sample_season
from tests.contest.sample_season import Samples
from tests.contest.seasons import CONTEST

SEASON = "2027"
DAY = ("--date", "2027-01-20")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEUGUONG_KEY", raising=False)
    return tmp_path / "home"


@pytest.fixture
def season(call: Run, site: Path) -> str:
    folder = site / "contest" / SEASON
    folder.mkdir(parents=True)
    (folder / "contest.yml").write_text(CONTEST, "utf-8")
    (folder / "call.md").write_text("## Lời mời\n\nMời mọi người viết.\n", "utf-8")
    public = call("contest", "keygen").stdout.strip()
    assert call("contest", "organiser", "add", SEASON, "Cô Lan", public).returncode == 0
    return SEASON


@pytest.fixture
def read(site: Path, home: Path) -> Callable[[], Book]:
    key_file = home / "neuguong" / "organiser.key"
    return lambda: books.read(Vault.open(vault_folder(site, SEASON), key_file))


@pytest.fixture(scope="session")
def six(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    return sample_season.write(tmp_path_factory.mktemp("samples"), 6, 3, words=180)


@pytest.fixture
def taken(call: Run, season: str, six: Samples) -> str:
    done = call("contest", "intake", season, six.folder, "--list", six.entries, *DAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return season


def test_folder_with_its_list_is_taken_in_once(
    call: Run, season: str, six: Samples, read: Callable[[], Book], tmp_path: Path
) -> None:
    words = ("contest", "intake", season, six.folder, "--list", six.entries, *DAY)
    tried = call(*words, "--dry-run", "-o", tmp_path / "thu")
    assert (tried.returncode, read(), (tmp_path / "thu").exists()) == (0, Book(), False)
    done = call(*words, "-o", tmp_path / "bien-nhan")
    assert done.returncode == 0
    assert "Nhận 6 bài mới hoặc đổi, 0 bài như cũ; 0 chỗ không nhận được." in done.stderr
    held = read()
    assert {(e.title, e.writers[0].name, e.unit) for e in held.entries.values()} == {
        (sent.title, sent.name, sent.unit) for sent in six.sent
    }
    assert {len(e.pictures) for e in held.entries.values()} == {0, 1}
    again = call(*words)
    assert "Nhận 0 bài mới hoặc đổi, 6 bài như cũ" in again.stderr
    assert read() == held


def test_receipts_tell_the_writer_everything_but_the_code(
    call: Run, season: str, six: Samples, read: Callable[[], Book], tmp_path: Path
) -> None:
    call("contest", "intake", season, six.folder, "--list", six.entries, *DAY, "-o", tmp_path / "bn")
    texts = [path.read_text("utf-8") for path in sorted((tmp_path / "bn").glob("*.txt"))]
    assert len(texts) == len(list((tmp_path / "bn").glob("*.eml"))) == 6
    for sent in six.sent:
        (own,) = (text for text in texts if sent.title in text)
        assert sent.name in own
        assert sent.file in own
    assert not [code for code in read().entries for text in texts if code in text]


def test_entries_wait_for_redaction_and_are_blind_after_it(
    call: Run, taken: str, six: Samples, read: Callable[[], Book], tmp_path: Path
) -> None:
    listed = call("contest", "entries", taken)
    assert listed.stdout.count("chờ rọc phách") == 6
    made = call("contest", "redact", taken, "-o", tmp_path / "roc")
    assert len(made.stdout.splitlines()) == 6
    done = call("contest", "redact", taken, "--accept", tmp_path / "roc")
    assert (done.returncode, "Đã rọc phách 6 bài; 0 tờ phải xem lại." in done.stderr) == (0, True)
    held = read()
    assert {entry.standing.value for entry in held.entries.values()} == {"accepted"}
    planted = Canaries(name for sent in six.sent for name in (sent.name, sent.unit, sent.phone))
    for code, text in held.texts.items():
        assert planted.found_in("", f"{text.title}\n{text.markdown}".encode()) == ()
        assert planted.found_in("", held.entries[code].markdown.encode()) != ()  # it was there
        for picture in text.pictures:
            assert six.sent[1].name.encode() not in picture.data
    assert call("contest", "redact", taken, "-o", tmp_path / "nua").stdout == ""


def test_redaction_can_be_left_to_what_is_certain(call: Run, taken: str, read: Callable[[], Book]) -> None:
    assert call("contest", "redact", taken, "--accept-certain").returncode == 0
    held = read()
    assert len(held.texts) == 6
    assert all("[người viết]" in text.markdown for text in held.texts.values())


def test_spoilt_sheet_is_told_and_the_others_are_taken(
    call: Run, taken: str, read: Callable[[], Book], tmp_path: Path
) -> None:
    call("contest", "redact", taken, "-o", tmp_path / "roc")
    first, second, *_ = sorted((tmp_path / "roc").iterdir())
    first.write_text("không phải", "utf-8")
    second.write_text(second.read_text("utf-8").replace("#1 [x]", "#1 [?]", 1), "utf-8")
    done = call("contest", "redact", taken, "--accept", tmp_path / "roc")
    assert done.returncode == 1
    assert f"{first.name}  tệp này không phải tờ rọc phách" in done.stdout
    assert f"{second.name}:" in done.stdout
    assert len(read().texts) == 4


def test_entry_is_refused_withdrawn_and_accepted_with_a_reason(
    call: Run, taken: str, read: Callable[[], Book]
) -> None:
    first, second, third, *_ = sorted(read().entries)
    early = call("contest", "entry", "accept", taken, third, "--reason", "đủ")
    assert (early.returncode, "chưa rọc phách" in early.stderr) == (1, True)
    assert call("contest", "entry", "refuse", taken, first, "--reason", "hư cấu").returncode == 0
    assert call("contest", "entry", "withdraw", taken, second.lower(), "--reason", "xin rút").returncode == 0
    call("contest", "redact", taken, "--accept-certain")
    held = read().entries
    assert [held[c].standing.value for c in (first, second, third)] == ["refused", "withdrawn", "accepted"]
    data = json.loads(call("contest", "entries", taken, "--json").stdout)
    assert {each["code"]: each["reasons"] for each in data}[first] == ["hư cấu"]
    assert "hư cấu" in call("contest", "entry", "show", taken, first).stdout


def test_lines_about_the_writer_are_told_and_can_be_read_again(
    call: Run, season: str, read: Callable[[], Book], tmp_path: Path
) -> None:
    lines = "Họ và tên: Bùi Thị Mẫu\n\nĐơn vị: Trường TH Khe Mẫu\n\nĐiện thoại: 0912 345 678\n\n"
    story = "# Giỏ ngô\n\nSáng thứ Hai nào cũng vậy, trước khi trống vào lớp, cô đứng ở đầu dốc đợi trò.\n"
    (tmp_path / "bai.md").write_text(f"{lines}{story}", "utf-8")
    done = call("contest", "intake", season, tmp_path / "bai.md", *DAY)
    assert "Đã tách 3 dòng về người viết ở đầu, cuối 1 bài" in done.stderr
    (code,) = read().entries
    shown = call("contest", "entry", "show", season, code).stdout
    assert "  Họ và tên: Bùi Thị Mẫu\n  Đơn vị: Trường TH Khe Mẫu\n  Điện thoại: 0912 345 678\n" in shown


def test_nothing_is_taken_with_a_list_that_cannot_be_read(
    call: Run, season: str, six: Samples, read: Callable[[], Book], tmp_path: Path
) -> None:
    (tmp_path / "bai.csv").write_text("Tên bài;Người viết\nGiỏ ngô;Bùi Thị Mẫu\n", "utf-8")
    done = call("contest", "intake", season, six.folder, "--list", tmp_path / "bai.csv", *DAY)
    assert (done.returncode, read()) == (1, Book())
    assert "bai.csv:1  " in done.stdout
    assert "Danh sách chưa đọc được, nên chưa nhận bài nào." in done.stderr


def test_corrected_file_is_redacted_anew_before_it_can_be_accepted(
    call: Run, season: str, read: Callable[[], Book], tmp_path: Path
) -> None:
    above = "---\ntitle: Giỏ ngô\nauthor: {name: Bùi Thị Mẫu, unit: Trường TH Khe Mẫu}\n---\n"
    story = "Sáng thứ Hai nào cũng vậy, trước khi trống vào lớp, cô đứng ở đầu dốc đợi trò.\n"
    path = tmp_path / "bai.md"
    path.write_text(f"{above}{story}", "utf-8")
    assert call("contest", "intake", season, path, *DAY).returncode == 0
    path.write_text(f"{above}{story}\nBùi Thị Mẫu kể.\n", "utf-8")
    assert call("contest", "intake", season, path, *DAY).returncode == 0
    (code,) = read().entries
    refused = call("contest", "entry", "accept", season, code, "--reason", "vội")
    assert (refused.returncode, f"Bài {code} chưa rọc phách" in refused.stderr) == (1, True)
    assert call("contest", "redact", season, "--accept-certain").returncode == 0
    held = read()
    assert held.entries[code].standing.value == "accepted"
    assert held.texts[code].markdown == f"{story}\n[người viết] kể.\n"


def test_data_added_to_an_accepted_entry_does_not_ask_again_about_what_it_shares(
    call: Run, season: str, read: Callable[[], Book], tmp_path: Path
) -> None:
    folder = tmp_path / "bai"
    folder.mkdir()
    story = "Sáng thứ Hai nào cũng vậy, trước khi trống vào lớp, cô đứng ở đầu dốc đợi trò.\n"
    for file, name in (("a.md", "Bùi Thị Mẫu"), ("b.md", "Hà Văn Mẫu")):
        said = f"---\ntitle: Giỏ ngô\nauthor: {{name: {name}, unit: Trường TH Khe Mẫu}}\n---\n"
        (folder / file).write_text(f"{said}{story}", "utf-8")
        call("contest", "intake", season, folder / file, *DAY)
    codes = sorted(read().entries)
    assert {entry.standing.value for entry in read().entries.values()} == {"waiting"}
    for code in codes:
        call("contest", "entry", "accept", season, code, "--reason", "hai người viết chung")
    (tmp_path / "bai.csv").write_text("Tệp;Phiếu đồng ý\na.md;PH-1\nb.md;PH-2\n", "utf-8")
    done = call("contest", "intake", season, folder, "--list", tmp_path / "bai.csv", *DAY)
    assert done.returncode == 0
    held = read().entries
    assert {entry.consent for entry in held.values()} == {"PH-1", "PH-2"}
    assert {entry.standing.value for entry in held.values()} == {"accepted"}


def test_copies_are_seen_and_wait(
    call: Run, taken: str, six: Samples, read: Callable[[], Book], tmp_path: Path
) -> None:
    copied = (
        (six.folder / six.sent[0].file).read_text("utf-8").replace(six.sent[0].name, "Phùng Văn Mẫu Kẻ Chép")
    )
    (tmp_path / "chep.md").write_text(copied.replace(six.sent[0].unit, "Trường TH Khác Mẫu"), "utf-8")
    done = call("contest", "intake", taken, tmp_path / "chep.md", *DAY)
    assert "Giống nhau " in done.stderr
    waiting = [e for e in read().entries.values() if any("giống" in reason for reason in e.reasons)]
    assert len(waiting) == 2


def test_published_story_that_comes_as_an_entry_is_seen(
    call: Run, season: str, site: Path, tmp_path: Path
) -> None:
    (story,) = (site / "stories").glob("*/*.md")
    body = story.read_text("utf-8").split("---\n", 2)[2]
    (tmp_path / "chuyen.md").write_text(
        f"Họ và tên: Hà Văn Mẫu\n\nĐơn vị: Báo Mẫu\n\n# Chuyện\n\n{body}", "utf-8"
    )
    done = call("contest", "intake", season, tmp_path / "chuyen.md", *DAY)
    assert f"stories/{story.parent.name}/{story.name}" in done.stderr


def test_list_and_files_that_do_not_fit_are_told_with_their_lines(
    call: Run, season: str, six: Samples, tmp_path: Path, read: Callable[[], Book]
) -> None:
    folder = tmp_path / "bai"
    folder.mkdir()
    for sent in six.sent[:2]:
        shutil.copy(six.folder / sent.file, folder / unicodedata.normalize("NFD", sent.file))
    (folder / "la.md").write_text(
        "Chỉ có chữ, không biết ai viết, cũng chẳng có tên bài nào cả đâu nhé.", "utf-8"
    )
    (folder / "~$tam.docx").write_bytes(b"x")
    (folder / "hong.docx").write_bytes(b"PK\x03\x04hong")
    book = load_workbook(six.entries)
    assert book.active is not None
    book.active["D3"] = ""
    book.save(tmp_path / "ds.xlsx")
    done = call("contest", "intake", season, folder, "--list", tmp_path / "ds.xlsx", *DAY)
    assert done.returncode == 1
    told = [line for line in done.stdout.splitlines() if "[" in line and not line.startswith("B")]
    assert [line.split("  ")[0] for line in told] == [
        "ds.xlsx:5", "ds.xlsx:6", "ds.xlsx:7", "ds.xlsx:8", "hong.docx", "la.md", "la.md",
    ]  # fmt: skip
    assert len(read().entries) == 2


def test_word_files_alone_say_who_wrote_them(
    call: Run, season: str, six: Samples, read: Callable[[], Book]
) -> None:
    files = [six.folder / sent.file for sent in six.sent if sent.file.endswith(".docx")]
    done = call("contest", "intake", season, *files, *DAY)
    assert done.returncode == 0, done.stdout
    assert {e.writers[0].name for e in read().entries.values()} == {s.name for s in six.sent[1::2]}


def test_receipts_are_never_written_into_the_repository(
    call: Run, season: str, six: Samples, site: Path
) -> None:
    done = call("contest", "intake", season, six.folder, "-o", site / "bien-nhan")
    assert (done.returncode, (site / "bien-nhan").exists()) == (2, False)


def test_picture_gets_its_words_or_goes(call: Run, taken: str, read: Callable[[], Book]) -> None:
    code = next(code for code, entry in read().entries.items() if entry.pictures)
    words = ("--alt", "Giỏ ngô", "--credit", "Hà Văn Mẫu", "--consent", "khong-co-nguoi")
    assert call("contest", "entry", "photo", taken, code, "1", *words).returncode == 0
    (picture,) = read().entries[code].pictures
    assert (picture.alt, picture.credit, picture.consent) == ("Giỏ ngô", "Hà Văn Mẫu", "khong-co-nguoi")
    assert call("contest", "entry", "photo", taken, code, "2", "--drop").returncode == 2
    assert call("contest", "entry", "photo", taken, code, "1", "--drop").returncode == 0
    assert read().entries[code].pictures == ()


def test_entry_of_an_earlier_season_is_seen_where_the_key_opens_its_vault(
    call: Run, taken: str, six: Samples, site: Path, tmp_path: Path
) -> None:
    (site / "contest" / "2028").mkdir()
    for name in ("contest.yml", "call.md"):
        shutil.copy(site / "contest" / taken / name, site / "contest" / "2028" / name)
    public = call("contest", "organiser", "list", taken).stdout.split()[0]
    call("contest", "organiser", "add", "2028", "Cô Lan", public)
    done = call("contest", "intake", "2028", six.folder / six.sent[0].file, *DAY)
    assert "Giống nhau 100 %" in done.stderr
    assert "2027/B" in done.stderr
    other = call("contest", "keygen", tmp_path / "usb" / "nam.key").stdout.strip()
    call("contest", "organiser", "add", "2028", "Thầy Nam", other)
    words = ("contest", "intake", "2028", six.folder / six.sent[2].file, *DAY)
    again = call(*words, "--key", tmp_path / "usb" / "nam.key")
    assert "Không so được với bài mùa 2027" in again.stderr


# ---- two commands at once -----------------------------------------------------------------------


def test_two_intakes_at_once_take_every_file_once(
    season: str, site: Path, six: Samples, read: Callable[[], Book]
) -> None:
    words = ["contest", "intake", season, str(six.folder), "--list", str(six.entries), *DAY]
    with vault_folder(site, season).alone():
        both = [waiting(site, words) for _ in range(2)]
    ended = [(process, process.communicate(timeout=60)) for process in both]
    assert sorted(process.returncode for process, _ in ended) == [0, 1]
    (said,) = (out for process, (out, _) in ended if process.returncode)
    assert "một lệnh khác vừa ghi vào két  [nobody-wrote-meanwhile]" in said
    assert len(read().entries) == 6


def waiting(site: Path, words: list[str]) -> subprocess.Popen[str]:
    """Start a command and come back once it waits for the vault."""
    command = [sys.executable, "-m", "neuguong", *words]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, cwd=site, stdout=pipe, stderr=pipe, encoding="utf-8")
    assert process.stderr is not None
    assert "chờ nó xong" in process.stderr.readline()
    return process


def test_folders_of_entries_and_scores_may_hold_what_is_no_file(
    call: Run, season: str, six: Samples, tmp_path: Path, read: Callable[[], Book]
) -> None:
    """A pipe would never end, a folder cannot be read, and Office leaves files of its own behind."""
    folder = Path(shutil.copytree(six.folder, tmp_path / "gui-ve"))
    for ending in (".md", ".json", ".xlsx"):
        os.mkfifo(folder / f"ong{ending}")
        (folder / f"thu-muc{ending}").mkdir()
        (folder / f"mat{ending}").symlink_to(tmp_path / "nowhere")
        (folder / f"~$mo{ending}").write_bytes(b"Lan")
    done = call("contest", "intake", season, folder, "--list", six.entries, *DAY)
    assert (done.returncode, len(read().entries)) == (0, 6), done.stdout
    call("contest", "judges", "add", season, six.judges)
    call("contest", "redact", season, "--accept-certain")
    call("contest", "assign", season)
    collected = call("contest", "collect", season, folder)
    assert (collected.returncode, collected.stdout) == (0, "")
    assert "Nhận 0 phiếu" in collected.stderr


def test_why_a_late_entry_was_taken_stays_beside_what_was_decided(
    call: Run, season: str, six: Samples, read: Callable[[], Book]
) -> None:
    call(
        "contest",
        "intake",
        season,
        six.folder / six.sent[0].file,
        "--date",
        "2027-02-05",
        "--late",
        "đường sạt",
    )
    (code,) = read().entries
    call("contest", "redact", season, "--accept-certain")
    assert call("contest", "entry", "refuse", season, code, "--reason", "hư cấu").returncode == 0
    assert read().entries[code].reasons == ("nhận muộn: đường sạt", "hư cấu")
