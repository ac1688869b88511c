"""Results and papers by their commands, out of a real vault; what must not be published is looked for."""

from __future__ import annotations

import io
import shutil
import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from neuguong.contest import book as books
from neuguong.contest.book import Book, Record
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import vault_folder
from tests.cli.conftest import Run
from tests.contest import finished
from tests.contest.vaults import NOW

SEASON = "2027"
RESULTS = ("contest", "results", SEASON, "--announced", "2027-03-10")
PUBLISHED = [
    "contest/2027/entries/bep-co-rau.md",
    "contest/2027/entries/cai-cuoc-cua-thay.md",
    "contest/2027/entries/cai-cuoc-cua-thay/anh-1.jpg",
    "contest/2027/results.yml",
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEUGUONG_KEY", raising=False)
    return tmp_path / "home"


def records_of(found: Book) -> list[Record]:
    """Return everything that the book holds."""
    return [
        *found.entries.values(),
        *found.texts.values(),
        *found.judges.values(),
        *found.conflicts.values(),
        *found.sheets.values(),
        *found.decisions,
        *found.closings.values(),
    ]


def make_season(site: Path, home: Path, call: Run, found: Book) -> None:
    folder = site / "contest" / SEASON
    folder.mkdir(parents=True)
    (folder / "contest.yml").write_text(finished.CONTEST, "utf-8")
    (folder / "call.md").write_text("## Lời mời\n\nMời mọi người viết.\n", "utf-8")
    public = call("contest", "keygen", cwd=site).stdout.strip()
    made = call("contest", "organiser", "add", SEASON, "Cô Lan", public, cwd=site)
    assert made.returncode == 0, made.stderr
    keep(site, home, records_of(found))


def keep(site: Path, home: Path, records: list[Record]) -> None:
    vault = Vault.open(vault_folder(site, SEASON), home / "neuguong" / "organiser.key")
    vault.append_all(books.news_of(records), NOW)


@pytest.fixture
def season(site: Path, home: Path, call: Run) -> str:
    """A season whose last round is closed."""
    make_season(site, home, call, finished.book())
    return SEASON


@pytest.mark.usefixtures("season")
def test_results_are_written_and_pass_the_check(call: Run, site: Path) -> None:
    done = call(*RESULTS, "--decision", "Quyết định mẫu 1")

    assert (done.returncode, done.stdout.splitlines()) == (0, PUBLISHED), done.stderr
    assert "trang hiện kết quả từ ngày 10-03-2027" in done.stderr
    assert (site / "contest/2027/results.yml").read_text("utf-8").startswith("announced: 2027-03-10\n")
    checked = call("check", "contest/2027")
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.usefixtures("season")
def test_dry_run_writes_nothing(call: Run, site: Path) -> None:
    done = call(*RESULTS, "--dry-run")

    assert (done.returncode, done.stdout.splitlines()) == (0, PUBLISHED)
    assert not (site / "contest/2027/results.yml").exists()


@pytest.mark.usefixtures("season")
def test_results_are_written_over_only_when_asked(call: Run, site: Path) -> None:
    assert call(*RESULTS).returncode == 0
    before = (site / "contest/2027/results.yml").read_bytes()

    again = call(*RESULTS, "--decision", "Quyết định mẫu 2")
    assert (again.returncode, again.stdout) == (1, "")
    assert "Đã có contest/2027/results.yml, contest/2027/entries; không ghi đè." in again.stderr
    assert (site / "contest/2027/results.yml").read_bytes() == before
    assert call(*RESULTS, "--decision", "Quyết định mẫu 2", "--replace").returncode == 0
    assert "Quyết định mẫu 2" in (site / "contest/2027/results.yml").read_text("utf-8")


@pytest.mark.usefixtures("season")
def test_winner_without_consent_stops_everything(call: Run, site: Path, home: Path) -> None:
    keep(site, home, [finished.replace_fields(finished.SECOND, consent="")])

    done = call(*RESULTS)

    assert (done.returncode, "B20004  bài được giải “Bếp có rau” còn thiếu mã phiếu" in done.stdout) == (
        1,
        True,
    )
    assert "điền cột “Phiếu đồng ý”" in done.stdout
    assert not (site / "contest/2027/entries").exists()


@pytest.mark.usefixtures("season")
def test_nothing_is_published_of_a_round_that_changed_after_it_was_closed(
    call: Run, site: Path, home: Path
) -> None:
    keep(site, home, [finished.sheet(1, "B20003", ("60", "40"))])

    for words in (RESULTS, ("contest", "papers", SEASON, "-o", home / "giay")):
        done = call(*words)
        assert (done.returncode, "bảng điểm đã khác" in done.stderr) == (1, True)
    assert not (site / "contest/2027/results.yml").exists()


def test_last_round_must_be_closed_first(call: Run, site: Path, home: Path) -> None:
    make_season(site, home, call, replace(finished.book(), closings={}))

    done = call(*RESULTS)

    assert (done.returncode, "neuguong contest close 2027 --round chung-khao" in done.stderr) == (1, True)


@pytest.mark.usefixtures("season")
def test_papers_are_written_outside_of_the_repository_only(call: Run, site: Path, home: Path) -> None:
    inside = call("contest", "papers", SEASON, "-o", site / "giay")
    assert (inside.returncode, (site / "giay").exists()) == (2, False)
    (home / "khac").mkdir()
    (home / "khac" / "giay-chung-nhan").symlink_to(site / "content")
    linked = call("contest", "papers", SEASON, "-o", home / "khac")
    assert (linked.returncode, list((site / "content").glob("*.pdf"))) == (2, [])

    assert call(*RESULTS).returncode == 0
    done = call("contest", "papers", SEASON, "-o", home / "giay", "--place", "Hòa Bình")
    assert done.returncode == 0, done.stderr
    names = [str(Path(line).relative_to(home / "giay")) for line in done.stdout.splitlines()]
    assert names == [
        "bien-ban-cham-thi.docx",
        "bang-diem.xlsx",
        "giay-chung-nhan/giay-chung-nhan-01-bui-thi-mau-nhat.pdf",
        "giay-chung-nhan/giay-chung-nhan-02-quach-van-mau-nhi.pdf",
        "giay-chung-nhan/giay-chung-nhan-03-truong-th-mau-mot.pdf",
        "giay-chung-nhan/in-tat-ca.pdf",
    ]
    page = pypdfium2.PdfDocument(home / "giay" / names[2])[0].get_textpage().get_text_bounded()
    assert "Hòa Bình, ngày 10 tháng 3 năm 2027" in page

    assert call("contest", "papers", SEASON, "-o", home / "giay", "--place", "Hòa Bình").returncode == 0
    other = call("contest", "papers", SEASON, "-o", home / "giay", "--place", "Nơi Khác")
    assert (other.returncode, "bien-ban-cham-thi.docx" in other.stderr) == (1, True)
    again = call("contest", "papers", SEASON, "-o", home / "giay", "--place", "Nơi Khác", "--replace")
    assert again.returncode == 0


def unpacked(path: Path) -> list[bytes]:
    """Return a file's bytes, and whatever is packed in it, as far down as it goes."""
    return _unpacked(path.read_bytes())


def _unpacked(data: bytes) -> list[bytes]:
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            for name in parts.namelist():
                found += [name.encode(), *_unpacked(parts.read(name))]
    elif data.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(data)
        found += [page.get_textpage().get_text_bounded().encode() for page in pdf]
    elif data.startswith(b"\x1f\x8b"):
        found.append(zlib.decompress(data, 31))
    return found


def leaks(folder: Path) -> list[tuple[str, str]]:
    """Return each canary with each file that holds it."""
    return [
        (canary, path.relative_to(folder).as_posix())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for canary in finished.CANARIES
        if any(canary.encode() in part for part in unpacked(path)) or canary in path.name
    ]


def test_nobody_but_the_winners_is_in_anything_that_is_published(
    call: Run, site_to_build: Path, home: Path, tmp_path: Path
) -> None:
    shutil.rmtree(site_to_build / "contest/2027", ignore_errors=True)
    make_season(site_to_build, home, call, finished.book())
    done = call(*RESULTS, cwd=site_to_build)
    assert done.returncode == 0, done.stdout + done.stderr
    papers = call("contest", "papers", SEASON, "-o", home / "giay", "--names", cwd=site_to_build)
    assert papers.returncode == 0, papers.stderr
    where = dict(leaks(home / "giay"))
    assert where["KIN-GIAM-KHAO"] in {"bang-diem.xlsx", "bien-ban-cham-thi.docx"}
    assert {"KIN-THUA", "KIN-NHAN-XET", "KIN-LY-DO", "37.25", "B20001"} <= where.keys()
    minutes = Document(str(home / "giay/bien-ban-cham-thi.docx"))
    assert any("KIN-GIAM-KHAO" in paragraph.text for paragraph in minutes.paragraphs)
    assert ("KIN-ANH", "anh.jpg") in _planted(tmp_path)

    published = tmp_path / "published"
    shutil.copytree(site_to_build / "contest/2027", published, ignore=shutil.ignore_patterns("vault"))
    assert (published / "results.yml").exists()
    assert leaks(published) == []
    built = call("build", "--date", "2027-03-10", cwd=site_to_build)
    assert built.returncode == 0, built.stdout + built.stderr
    assert "Bùi Thị Mẫu Nhất" in "".join(
        path.read_text("utf-8") for path in (site_to_build / "output").rglob("*.html")
    )
    assert leaks(site_to_build / "output") == []
    earlier = call("build", "--date", "2027-03-09", cwd=site_to_build)
    assert earlier.returncode == 0, earlier.stderr
    texts = b"".join(path.read_bytes() for path in (site_to_build / "output").rglob("*.*ml"))
    assert "Bùi Thị Mẫu Nhất".encode() not in texts


def _planted(folder: Path) -> list[tuple[str, str]]:
    """Return what the search finds in the picture as it came in: proof that it would be found."""
    (folder / "anh").mkdir()
    (folder / "anh/anh.jpg").write_bytes(finished.picture())
    return leaks(folder / "anh")
