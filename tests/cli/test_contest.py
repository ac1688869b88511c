from __future__ import annotations

import re
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from neuguong.cli.contest import KINDS
from neuguong.contest import keys
from neuguong.contest.book import Record
from neuguong.contest.inspection import SECRET
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import vault_folder
from tests.cli.conftest import Run
from tests.cli.test_new import at_terminal
from tests.contest.vaults import NOW
from tests.site.making import files_of

VAULT = "contest/2027/vault"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody's own folder for settings, outside the site."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NEUGUONG_KEY", raising=False)
    return tmp_path / "home"


@pytest.fixture
def own_key(home: Path) -> Path:
    return home / "neuguong" / "organiser.key"


@pytest.fixture
def season(call: Run) -> str:
    assert call("contest", "new", "2027", "--date", "2027-01-15").returncode == 0
    return "2027"


@pytest.fixture
def lan(call: Run, season: str) -> str:
    """The public key of Cô Lan, who made the vault; her private key lies where keygen puts it."""
    public = call("contest", "keygen").stdout.strip()
    assert call("contest", "organiser", "add", season, "Cô Lan", public).returncode == 0
    return public


@pytest.fixture
def nam(call: Run, tmp_path: Path) -> tuple[str, Path]:
    """The keys of Thầy Nam, who is no organiser yet."""
    path = tmp_path / "usb" / "nam.key"
    return call("contest", "keygen", path).stdout.strip(), path


def fill(site: Path, key_file: Path) -> None:
    Vault.open(vault_folder(site, "2027"), key_file).append("entry", b"{}", NOW, "K7Q2")


# ---- new ----------------------------------------------------------------------------------------


def test_new_season_passes_the_checks(call: Run, site: Path) -> None:
    done = call("contest", "new", "2027", "--date", "2027-01-15")
    paths = "contest/2027/contest.yml\ncontest/2027/call.md\n"
    assert (done.returncode, done.stdout) == (0, paths)
    assert "neuguong check contest/2027" in done.stderr
    checked = call("check")
    assert (checked.returncode, checked.stdout) == (0, "")
    written = (site / "contest/2027/contest.yml").read_text("utf-8")
    assert 'organiser: "Phòng Mẫu"\n' in written
    assert "{phase: nhan-bai, start: 2027-01-15, end: 2027-04-14}" in written


def test_new_season_starts_today_unless_a_day_is_given(call: Run, site: Path) -> None:
    assert call("contest", "new", "2015-he").returncode == 0
    assert "start: 2015-07-01" in (site / "contest/2015-he/contest.yml").read_text("utf-8")


def test_new_season_is_never_written_over(call: Run, site: Path, season: str) -> None:
    before = (site / "contest/2027/contest.yml").read_bytes()
    done = call("contest", "new", season, "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "contest/2027 exists already.\n")
    assert (site / "contest/2027/contest.yml").read_bytes() == before


@pytest.mark.parametrize("name", ["Mùa 2027", "2027/x", "../2027", "2027 ", "MUA"])
def test_new_season_needs_a_plain_name(call: Run, site: Path, name: str) -> None:
    done = call("contest", "new", name)
    assert (done.returncode, done.stdout, (site / "contest").exists()) == (2, "", False)
    assert "2027-mua-xuan" in done.stderr


@pytest.mark.parametrize("day", ["15/1/2027", "9999-12-30"])
def test_new_season_of_no_day_leaves_with_2(call: Run, site: Path, day: str) -> None:
    assert call("contest", "new", "2027", "--date", day).returncode == 2
    assert not (site / "contest").exists()


# ---- keygen -------------------------------------------------------------------------------------


def test_keygen_keeps_the_private_key_and_prints_the_public_one(call: Run, own_key: Path) -> None:
    done = call("contest", "keygen")
    assert done.returncode == 0
    assert done.stdout.strip() == keys.read_identity(own_key).public
    assert stat.S_IMODE(own_key.stat().st_mode) == 0o600
    assert str(own_key) in done.stderr
    assert "AGE-SECRET-KEY" not in done.stdout + done.stderr


def test_keygen_writes_over_no_key(call: Run, own_key: Path) -> None:
    call("contest", "keygen")
    before = own_key.read_bytes()
    done = call("contest", "keygen", "--lang", "en")
    assert (done.returncode, done.stdout, own_key.read_bytes()) == (1, "", before)
    assert "no key is written over" in done.stderr


@pytest.mark.parametrize("where", ["site", "git", "worktree", "link"])
def test_keygen_refuses_to_write_into_a_repository(call: Run, site: Path, tmp_path: Path, where: str) -> None:
    folder = tmp_path / "other"
    (folder / "deep").mkdir(parents=True)
    if where == "git":
        (folder / ".git").mkdir()
    elif where == "worktree":
        (folder / ".git").write_text("gitdir: elsewhere\n")
    elif where == "site":
        folder = site
        (folder / "deep").mkdir()
    else:
        folder.rename(site / "other")
        folder.symlink_to(site / "other")
    done = call("contest", "keygen", folder / "deep" / "a.key")
    assert (done.returncode, done.stdout, list((folder / "deep").iterdir())) == (2, "", [])
    assert done.stderr.startswith("Không ghi khóa riêng vào kho bài")


def test_keygen_asks_for_a_passphrase_and_verify_asks_for_it_again(
    run: Run, call: Run, site: Path, season: str, own_key: Path
) -> None:
    with at_terminal(site, "contest", "keygen", "--passphrase") as (terminal, program):
        terminal.wait_for("Mật khẩu mới:")
        terminal.press("nui doi song suoi\n")
        terminal.wait_for("Gõ lại lần nữa:")
        terminal.press("nui doi song suoi\n")
        terminal.wait_for("Khóa riêng nằm ở")
        assert program.wait(20) == 0
    public = re.findall(r"age1[a-z0-9]+", terminal.said)[0]
    assert (b"AGE-SECRET-KEY" in own_key.read_bytes(), "nui doi" in terminal.said) == (False, False)
    assert call("contest", "organiser", "add", season, "Cô Lan", public).returncode == 0
    with at_terminal(site, "contest", "verify", season) as (terminal, program):
        terminal.wait_for("Mật khẩu của tệp khóa:")
        terminal.press("nui doi song suoi\n")
        terminal.wait_for("Sổ có 1 trang, 1 bản ghi; 0 lỗi.")
        assert program.wait(20) == 0
    with at_terminal(site, "contest", "log", season) as (terminal, program):
        terminal.wait_for("Mật khẩu của tệp khóa:")
        terminal.press("sai\n")
        terminal.wait_for("mật khẩu không mở được tệp khóa này")
        assert program.wait(20) == 1
    alone = run("contest", "log", season)
    assert (alone.returncode, "[key-file-is-unlocked]" in alone.stdout) == (1, True)


def test_keygen_takes_no_passphrase_that_was_mistyped(site: Path, own_key: Path) -> None:
    with at_terminal(site, "contest", "keygen", "--passphrase", "--lang", "en") as (terminal, program):
        terminal.wait_for("New passphrase:")
        terminal.press("one\n")
        terminal.wait_for("Once more:")
        terminal.press("two\n")
        terminal.wait_for("The two are not the same.")
        assert program.wait(20) == 2
    assert not own_key.exists()


def test_keygen_without_a_terminal_asks_nobody(run: Run, own_key: Path) -> None:
    done = run("contest", "keygen", "--passphrase")
    assert (done.returncode, done.stdout, own_key.exists()) == (2, "", False)
    assert "cửa sổ lệnh" in done.stderr


# ---- organisers ---------------------------------------------------------------------------------


def test_first_organiser_makes_the_vault(call: Run, site: Path, season: str, own_key: Path) -> None:
    public = call("contest", "keygen").stdout.strip()
    done = call("contest", "organiser", "add", season, "  Cô   Lan ", public)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"Đã tạo két ở {VAULT}, mở được bằng khóa của Cô Lan.")
    assert call("contest", "organiser", "list", season).stdout == f"{public}  Cô Lan\n"
    fill(site, own_key)


def test_second_organiser_opens_what_the_first_one_kept(
    call: Run, site: Path, season: str, lan: str, own_key: Path, nam: tuple[str, Path]
) -> None:
    fill(site, own_key)
    assert call("contest", "log", season, "--key", nam[1]).returncode == 1
    done = call("contest", "organiser", "add", season, "Thầy Nam", nam[0], "--lang", "en")
    assert (done.returncode, done.stderr.startswith("Thầy Nam can read every record now.")) == (0, True)
    listed = call("contest", "organiser", "list", season).stdout
    assert listed == f"{lan}  Cô Lan\n{nam[0]}  Thầy Nam\n"
    shown = call("contest", "log", season, "--key", nam[1])
    assert [line.split("  ")[-1] for line in shown.stdout.splitlines()] == [
        "1 × khóa của sổ",
        "1 × bài",
        "1 × khóa của sổ",
    ]
    assert "2027-01-05 08:30  Cô Lan" in shown.stdout


@pytest.mark.usefixtures("lan")
def test_organiser_is_removed_by_somebody_who_stays(call: Run, season: str, nam: tuple[str, Path]) -> None:
    """Who is gone cannot be the one whose key is known to work."""
    call("contest", "organiser", "add", season, "Thầy Nam", nam[0])
    own = call("contest", "organiser", "remove", season, "Cô Lan")
    assert (own.returncode, "Nhờ một người ở lại" in own.stderr) == (1, True)
    assert call("contest", "organiser", "remove", season, "Cô Lan", "--key", nam[1]).returncode == 0
    assert call("contest", "organiser", "list", season).stdout == f"{nam[0]}  Thầy Nam\n"


def test_removed_organiser_is_out_and_git_is_explained(
    call: Run, season: str, lan: str, nam: tuple[str, Path]
) -> None:
    call("contest", "organiser", "add", season, "Thầy Nam", nam[0])
    done = call("contest", "organiser", "remove", season, "Thầy Nam", "--lang", "en")
    assert (done.returncode, "git still holds the earlier files" in done.stderr) == (0, True)
    assert call("contest", "organiser", "list", season).stdout == f"{lan}  Cô Lan\n"
    shut = call("contest", "log", season, "--key", nam[1])
    assert (shut.returncode, shut.stdout.splitlines()[0]) == (
        1,
        f"{VAULT}  khóa này không mở được két  [key-fits]",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["remove", "2027", "Cô Lan"], 1, "[somebody-holds-a-key]"),
        (["remove", "2027", "Bà Hòa"], 2, "“Bà Hòa” không giữ khóa. Những người giữ khóa: Cô Lan."),
        (["add", "2027", "Cô Lan", "OTHER"], 1, "[organiser-is-named-once]"),
        (["add", "2027", "Cô Mới", "OWN"], 1, "[organiser-is-named-once]"),
        (["add", "2027", "Cô Mới", "age1khongphai"], 1, "[public-key-is-one]"),
        (["add", "2027", " ", "OTHER"], 2, "Giá trị của “TÊN” không dùng được."),
        (["add", "2030", "Cô Mới", "OTHER"], 2, "Không có mùa thi “2030”. Các mùa đang có: 2027."),
        (["add", "2027", "Cô Mới"], 2, "Thiếu"),
        (["list", "../2027"], 2, "không đặt làm tên mùa được"),
    ],
)
def test_organisers_that_cannot_be_are_refused(
    call: Run, site: Path, lan: str, nam: tuple[str, Path], arguments: list[str], code: int, said: str
) -> None:
    before = sorted(path.name for path in (site / VAULT).rglob("*"))
    words = [{"OTHER": nam[0], "OWN": lan}.get(word, word) for word in arguments]
    done = call("contest", "organiser", *words)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True)
    assert sorted(path.name for path in (site / VAULT).rglob("*")) == before


@pytest.mark.usefixtures("lan")
def test_lost_key_is_explained(call: Run, season: str, own_key: Path, nam: tuple[str, Path]) -> None:
    own_key.unlink()
    done = call("contest", "organiser", "add", season, "Thầy Nam", nam[0])
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1,
        f"{own_key}  không mở được tệp khóa riêng này  [key-file-is-there]",
    )
    assert "nhờ người tổ chức khác còn khóa" in done.stdout
    english = call("contest", "log", season, "--lang", "en")
    assert "Where nobody has a key any more, nobody can open the vault" in english.stdout


@pytest.mark.usefixtures("lan")
def test_reseal_seals_for_all_organisers(call: Run, site: Path, season: str, own_key: Path) -> None:
    fill(site, own_key)
    before = {path.name: path.read_bytes() for path in (site / VAULT / "records").iterdir()}
    done = call("contest", "organiser", "reseal", season)
    assert (done.returncode, done.stderr) == (0, "Đã mã hóa lại cho: Cô Lan.\n")
    after = {path.name: path.read_bytes() for path in (site / VAULT / "records").iterdir()}
    assert [name for name in before if before[name] == after[name]] == []


@pytest.mark.usefixtures("lan")
def test_reseal_after_changes_in_two_branches_asks_first(
    call: Run, site: Path, season: str, nam: tuple[str, Path], tmp_path: Path
) -> None:
    def git(*words: str, check: bool = True) -> None:
        settings = ["-c", "user.name=VP", "-c", "user.email=vp@neu-guong.example"]
        subprocess.run(["git", *settings, *words], cwd=site, check=check, capture_output=True)

    (site / ".gitignore").write_text(".neuguong/\n")
    hoa = call("contest", "keygen", tmp_path / "usb/hoa.key").stdout.strip()
    for words in (["init", "-q", "-b", "a"], ["add", "-A"], ["commit", "-qm", "1"], ["checkout", "-qb", "b"]):
        git(*words)
    assert call("contest", "organiser", "add", season, "Thầy Nam", nam[0]).returncode == 0
    for words in (["add", "-A"], ["commit", "-qm", "2"], ["checkout", "-q", "a"]):
        git(*words)
    assert call("contest", "organiser", "add", season, "Bà Hòa", hoa).returncode == 0
    for words in (["add", "-A"], ["commit", "-qm", "3"]):
        git(*words)
    git("merge", "-q", "--no-edit", "b", check=False)
    git("checkout", "--ours", ".")
    told = call("contest", "verify", season)
    assert (told.returncode, told.stdout.count("[organisers-are-agreed]")) == (1, 2)
    assert call("contest", "organiser", "list", season).returncode == 1
    asked = call("contest", "organiser", "reseal", season)
    assert asked.returncode == 1
    assert {"Cô Lan", "Thầy Nam", "Bà Hòa"} <= set(re.split(r"[:,.] ", asked.stderr))
    assert call("contest", "organiser", "reseal", season, "--yes").returncode == 0
    assert (call("contest", "verify", season).returncode, call("contest", "verify", season).stdout) == (0, "")
    assert call("contest", "log", season, "--key", tmp_path / "usb/hoa.key").returncode == 0


# ---- verify, log --------------------------------------------------------------------------------


@pytest.mark.usefixtures("lan")
def test_verify_says_that_all_is_well_and_what_to_note_down(
    call: Run, site: Path, season: str, own_key: Path
) -> None:
    fill(site, own_key)
    done = call("contest", "verify", season)
    found = re.fullmatch(r"Sổ có 2 trang, 2 bản ghi; 0 lỗi\. Dấu: (2-[0-9a-f]{16})\n", done.stderr)
    assert (done.returncode, done.stdout) == (0, "")
    assert found is not None
    fill(site, own_key)
    assert call("contest", "verify", season, "--mark", found[1]).returncode == 0
    lost = call("contest", "verify", season, "--mark", "2-0123456789abcdef", "--lang", "en")
    assert (lost.returncode, "replaced or cut short" in lost.stderr) == (1, True)


@pytest.mark.usefixtures("lan")
def test_verify_without_a_key_says_what_it_could_not_see(call: Run, season: str, own_key: Path) -> None:
    own_key.unlink()
    done = call("contest", "verify", season, "--lang", "en")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Without a key only what is in the clear was looked at." in done.stderr


@pytest.mark.usefixtures("lan")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_verify_tells_place_fault_and_remedy(
    call: Run, site: Path, season: str, own_key: Path, lang: str
) -> None:
    fill(site, own_key)
    record = min((site / VAULT / "records").iterdir())
    record.write_bytes(record.read_bytes()[:-1] + b"!")
    done = call("contest", "verify", season, "--lang", lang)
    first, second = done.stdout.splitlines()
    assert (done.returncode, first.split("  ")[0]) == (1, f"{VAULT}/records/{record.name}")
    assert first.endswith("[record-opens]")
    assert second.startswith({"vi": "    Cách sửa: ", "en": "    How to mend it: "}[lang])


@pytest.mark.usefixtures("lan")
def test_verify_sweeps_what_a_killed_command_left(call: Run, site: Path, season: str) -> None:
    left = site / VAULT / "records/.new-0123.age"
    left.write_bytes(b"half")
    told = call("contest", "verify", season)
    assert (told.returncode, "[file-is-finished]" in told.stdout, left.exists()) == (0, True, True)
    swept = call("contest", "verify", season, "--sweep")
    assert (swept.returncode, swept.stdout, left.exists()) == (0, f"{VAULT}/records/.new-0123.age\n", False)


@pytest.mark.parametrize("command", [["verify"], ["organiser", "list"]])
def test_season_without_a_vault_says_how_to_make_one(call: Run, season: str, command: list[str]) -> None:
    done = call("contest", *command, season)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"neuguong contest organiser add {season} TÊN age1…" in done.stderr


@pytest.mark.usefixtures("lan")
def test_key_may_be_named_in_the_environment(
    call: Run, season: str, own_key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = own_key.rename(tmp_path / "moved.key")
    assert call("contest", "log", season).returncode == 1
    monkeypatch.setenv("NEUGUONG_KEY", str(moved))
    assert call("contest", "log", season).returncode == 0


@pytest.mark.usefixtures("lan")
def test_contest_without_its_libraries_says_how_to_get_them(
    call: Run, season: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    done = call("contest", "verify", season)
    assert (done.returncode, "make contest" in done.stderr) == (2, True)


# ---- the site and the vault ---------------------------------------------------------------------

CANARY = "BÍ-MẬT-CỦA-KÉT"


def test_nothing_in_the_vault_is_read_or_published(run: Run, site_to_build: Path, home: Path) -> None:
    """Whatever somebody leaves in a vault's folder, in the clear and of any kind, stays there."""
    for name in (
        "call.md",
        "entries/bai.md",
        "records/a.md",
        "results.yml",
        "anh.jpg",
        f"{CANARY}.md",
        "trang.html",
    ):
        file = site_to_build / "contest/2015/vault" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\ntitle: {CANARY}\n---\n{CANARY} **{CANARY}**\n", encoding="utf-8")
    public = run("contest", "keygen", cwd=site_to_build, env={"XDG_CONFIG_HOME": str(home)}).stdout.strip()
    checked = run("check", cwd=site_to_build)
    done = run("build", "--no-handbook", cwd=site_to_build)
    carried = run("build", "--portable", "carried.zip", cwd=site_to_build)
    tidied = run("tidy", cwd=site_to_build)
    assert (checked.returncode, checked.stdout, public[:4]) == (0, "", "age1")
    assert (done.returncode, carried.returncode, tidied.returncode) == (0, 0, 0)
    assert leaking(files_of(site_to_build / "output")) == []
    assert leaking(unpacked(site_to_build / "carried.zip")) == []
    assert CANARY not in done.stdout + done.stderr + carried.stdout + checked.stderr + tidied.stdout


def test_search_finds_what_is_published(run: Run, site_to_build: Path) -> None:
    story = site_to_build / "stories/2014-2015/con-do-som.md"
    story.write_text(story.read_text("utf-8") + f"\n{CANARY}\n", encoding="utf-8")
    assert run("build", "--no-handbook", cwd=site_to_build).returncode == 0
    assert run("build", "--portable", "carried.zip", cwd=site_to_build).returncode == 0
    assert "bai/2014-2015/con-do-som.html" in leaking(files_of(site_to_build / "output"))
    assert [name for name in leaking(unpacked(site_to_build / "carried.zip")) if "con-do-som" in name] != []


def unpacked(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def leaking(files: dict[str, bytes]) -> list[str]:
    assert len(files) > 20
    words = (CANARY.encode(), b"vault")
    return [name for name, data in files.items() for word in words if word in data + name.encode()]


@pytest.mark.parametrize("target", ["vault/records/a.age", "vault/", "../2015/vault/log/000001.json"])
def test_call_cannot_lead_into_the_vault(call: Run, site_to_build: Path, target: str) -> None:
    folder = site_to_build / "contest/2015"
    (folder / "vault/records").mkdir(parents=True)
    (folder / "vault/records/a.age").write_bytes(b"x")
    (folder / "call.md").write_text(f"Xem [két]({target}).\n", encoding="utf-8")
    done = call("check", cwd=site_to_build)
    assert (done.returncode, "[links-resolve]" in done.stdout) == (1, True)


def test_every_kind_of_record_has_its_word_in_the_log() -> None:
    assert set(KINDS) == {kind.kind for kind in Record.__subclasses__()} | {SECRET}
