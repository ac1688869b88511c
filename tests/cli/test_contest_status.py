"""`contest status` in a real vault: the table, the page, the letters, and where they may not be written."""

from __future__ import annotations

import email
import json
import re
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import msgspec
import pytest

from neuguong.contest import book as books
from neuguong.contest.book import Book, Record
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import vault_folder
from tests.cli.conftest import Run
from tests.contest.drawn_rounds import drawn
from tests.contest.seasons import CONTEST
from tests.contest.vaults import NOW

SEASON, LATE = "2027", "2027-02-14"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEUGUONG_KEY", raising=False)
    return tmp_path / "home"


@pytest.fixture
def vault(call: Run, site: Path, home: Path) -> Vault:
    """The vault of a season without anything in it."""
    folder = site / "contest" / SEASON
    folder.mkdir(parents=True)
    (folder / "contest.yml").write_text(CONTEST, "utf-8")
    (folder / "call.md").write_text("## Lời mời\n\nMời mọi người viết.\n", "utf-8")
    public = call("contest", "keygen").stdout.strip()
    assert call("contest", "organiser", "add", SEASON, "Cô Lan", public).returncode == 0
    return Vault.open(vault_folder(site, SEASON), home / "neuguong" / "organiser.key")


def records(found: Book) -> list[Record]:
    judges = dict(found.judges)
    judges["G06"] = msgspec.structs.replace(judges["G06"], email="g06@example.org")
    judges["G07"] = msgspec.structs.replace(judges["G07"], name="Nguyễn Thị Ngọc Huyền 7")
    return [*found.entries.values(), *judges.values(), *found.assignments.values(), *found.sheets.values()]


@pytest.fixture
def going(vault: Vault) -> str:
    """A round of nine judges that is under way."""
    vault.append_all(books.news_of(records(drawn(9, 24, done=0.75, round_="so-khao"))), NOW)
    return SEASON


def test_status_shows_every_judge_in_line(call: Run, going: str) -> None:
    done = call("contest", "status", going, "--date", LATE, "--lang", "en")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "Id   Judge                        Given  Done  Drafts  Handed back  Missing  Newest file  Note",
        "G01  Đinh Văn Mẫu 1                   5     4       0            1        0  diem.json",
        "G02  Nguyễn Thị Ngọc Huyền Mẫu 2      5     5       0            0        0  diem.json",
        "G03  Quách Công Mẫu 3                 5     5       0            0        0  diem.json",
        "G04  Hà Mẫu 4                         6     4       0            2        0  diem.json",
        "G05  Bùi Thị Hòa Mẫu 5                6     6       0            0        0  diem.json",
        "G06  Đinh Văn Mẫu 6                   6     4       1            1        0  diem.json    late",
        "G07  Nguyễn Thị Ngọc Huyền 7          5     3       0            1        1  diem.json    late",
        "G08  Quách Công Mẫu 8                 5     0       0            0        5  –            late",
        "G09  Hà Mẫu 9                         5     0       0            0        0  –            gone",
    ]
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr.splitlines()[0] == (
        "Round so-khao: 31/38 readings are done, 1 drafts, 5 handed back; 7/24 entries have a score. "
        "Deadline: 2027-02-12; 3 judges are late."
    )
    assert "K002 waits for a third reader: nobody was asked." in done.stderr


def test_status_is_told_as_json(call: Run, going: str) -> None:
    done = call("contest", "status", going, "--date", LATE, "--json")
    told = json.loads(done.stdout)
    assert [told[key] for key in ("round", "today", "deadline", "readings", "done", "scored")] == [
        *("so-khao", LATE, "2027-02-12"),
        *(38, 31, 7),
    ]
    assert [judge["id"] for judge in told["judges"] if judge["overdue"]] == ["G06", "G07", "G08"]
    assert next(entry for entry in told["entries"] if entry["code"] == "K002") == {
        "code": "K002",
        "state": "third-needed",
        "readings": 2,
        "wanted": 3,
        "coming": [],
        "unassigned": 1,
        "gap": 21.5,
    }
    assert [secret for secret in ("Giấu", "Trường Kín", "Chuyện") if secret in done.stdout] == []


def test_status_writes_the_page_and_the_letters(call: Run, going: str, tmp_path: Path) -> None:
    page, folder = tmp_path / "usb" / "theo-doi.html", tmp_path / "thu"
    done = call("contest", "status", going, "--date", LATE, "--page", page, "--reminders", folder)
    assert done.returncode == 0
    assert "Riêng của Ban tổ chức" in page.read_text("utf-8")
    assert [path.name for path in folder.iterdir()] == ["nhac-2027-so-khao-G06.eml"]
    letter = email.message_from_bytes((folder / "nhac-2027-so-khao-G06.eml").read_bytes(), policy=SMTP)
    assert isinstance(letter, EmailMessage)
    assert letter["To"] == "Đinh Văn Mẫu 6 <g06@example.org>"
    assert re.search(r"còn 1 bài", letter["Subject"])
    assert "Không có địa chỉ thư dùng được, xin gọi điện: G07 Nguyễn Thị Ngọc Huyền 7, G08" in done.stderr
    assert "1 thư nhắc." in done.stderr


def test_letters_say_where_to_send_scores(call: Run, going: str, tmp_path: Path) -> None:
    call("contest", "status", going, "--reminders", tmp_path / "thu", "--send-to", "cham@example.org")
    data = (tmp_path / "thu" / "nhac-2027-so-khao-G06.eml").read_bytes()
    assert email.message_from_bytes(data, policy=SMTP)["Reply-To"] == "cham@example.org"


@pytest.mark.parametrize("option", ["--page", "--reminders"])
@pytest.mark.parametrize("where", ["contest/2027/rieng", "output/rieng", "rieng"])
def test_nothing_private_is_written_into_the_site(
    call: Run, going: str, site: Path, option: str, where: str
) -> None:
    done = call("contest", "status", going, option, site / where)
    assert (done.returncode, done.stdout, (site / where).exists()) == (2, "", False)
    assert "nằm trong kho bài" in done.stderr


@pytest.mark.usefixtures("vault")
def test_status_of_a_round_without_assignment_says_what_to_run(call: Run) -> None:
    done = call("contest", "status", SEASON)
    assert (done.returncode, done.stdout) == (1, "")
    assert "neuguong contest assign 2027 --round so-khao" in done.stderr


def test_status_writes_nothing_into_the_vault(call: Run, going: str, site: Path) -> None:
    folder = site / "contest" / SEASON / "vault"
    before = sorted(path.name for path in folder.rglob("*"))
    call("contest", "status", going)
    assert sorted(path.name for path in folder.rglob("*")) == before
