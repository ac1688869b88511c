"""Two processes, two branches of git, processes that are killed; and what somebody without a key can see."""

from __future__ import annotations

import base64
import random
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from neuguong.contest import keys, vault
from neuguong.contest.log import read
from neuguong.contest.vault import New, Sealed
from neuguong.contest.vault_folder import VaultFolder, vault_folder
from tests.contest.vaults import NOW, Person, faults, made, notes, opened, person
from tests.samples import ROOT

PEOPLE = ("Hà Văn Tỉnh-Canary", "Bùi Thị Mơ-Canary")
SCHOOLS = ("Trường Tiểu học Bến Mơ-Canary",)
CODES = ("K7Q2CANARY",)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.fixture
def lan(tmp_path: Path) -> Person:
    return person(tmp_path, "Cô Lan")


@pytest.fixture
def nam(tmp_path: Path) -> Person:
    return person(tmp_path, "Thầy Nam")


def start(what: str, site: Path, who: Person, times: int) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.contest.appending", what, site, who.key_file, times]
    return subprocess.Popen(list(map(str, words)), cwd=ROOT, stdout=subprocess.PIPE, text=True)


def ended(processes: Iterable[subprocess.Popen[str]]) -> list[int]:
    done = [(process, process.communicate(timeout=60)) for process in processes]
    return [process.returncode for process, _ in done]


# ---- processes ----------------------------------------------------------------------------------


def test_two_processes_at_once_write_one_chain(site: Path, lan: Person) -> None:
    folder = made(site, lan)
    both = [start("append", site, lan, 12) for _ in range(2)]
    assert ended(both) == [0, 0]
    pages, problems = read(folder.pages(), "log")
    assert (problems, len(pages.pages), len(pages.heads)) == ((), 25, 1)
    assert len(opened(folder, lan).records("sheet")) == 72
    assert notes(folder, lan) == []


def test_writing_waits_until_another_process_is_done(site: Path, lan: Person) -> None:
    folder = made(site, lan)
    with folder.alone():
        process = start("append", site, lan, 1)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        assert process.stdout.readline() == "waiting\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
        assert len(folder.record_ids()) == 1
    assert ended([process]) == [0]
    assert len(opened(folder, lan).records("sheet")) == 3


def test_appending_while_another_seals_anew_loses_nothing(site: Path, lan: Person, nam: Person) -> None:
    folder = made(site, lan)
    both = [start("append", site, lan, 8), start(nam.organiser.key, site, lan, 6)]
    assert ended(both) == [0, 0]
    assert len(opened(folder, lan).records("sheet")) == 24
    assert (notes(folder, lan), len(opened(folder, lan).organisers)) == ([], 1)


def test_records_worked_out_of_what_stood_are_refused_once_it_moved(site: Path, lan: Person) -> None:
    folder = made(site, lan)
    mine, other = opened(folder, lan), opened(folder, lan)
    other.append("judge", b"of the other command", NOW, "G01")
    with pytest.raises(Sealed) as refused:
        mine.append_all([New("judge", b"would take its place", "G01")], NOW, unless_moved=True)
    assert refused.value.problem.rule == "nobody-wrote-meanwhile"
    assert [kept.body for kept in opened(folder, lan).records("judge")] == [b"of the other command"]
    mine = opened(folder, lan)
    mine.append_all([New("judge", b"seen", "G01")], NOW, unless_moved=True)
    mine.append_all([New("judge", b"seen again", "G01")], NOW, unless_moved=True)
    assert notes(folder, lan) == []


def test_two_who_change_organisers_at_once_do_not_undo_each_other(
    site: Path, lan: Person, nam: Person, tmp_path: Path
) -> None:
    folder, mai = made(site, lan), person(tmp_path, "Cô Mai")
    mine, other = opened(folder, lan), opened(folder, lan)
    other.set_organisers([lan.organiser, nam.organiser], NOW)
    with pytest.raises(Sealed) as refused:
        mine.set_organisers([lan.organiser, mai.organiser], NOW)
    assert refused.value.problem.rule == "nobody-wrote-meanwhile"
    assert opened(folder, nam).organisers == (lan.organiser, nam.organiser)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("sealing", [False, True])
def test_killed_at_any_time_leaves_a_vault_that_verifies(
    site: Path, lan: Person, nam: Person, seed: int, sealing: bool
) -> None:
    folder = made(site, lan)
    opened(folder, lan).append_all([New("entry", b"%d" % n, str(n)) for n in range(12)], NOW)
    process = start(nam.organiser.key if sealing else "append", site, lan, 500)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0, 0.4))  # noqa: S311
    process.kill()
    process.wait(20)
    process.stdout.close()
    assert (faults(folder), faults(folder, lan)) == ([], [])
    book = opened(folder, lan)
    assert len(book.records("entry")) == 12
    assert len(book.records("sheet")) % 3 == 0
    book.append("entry", b"after", NOW)
    vault.sweep(folder)
    book = opened(folder, lan)
    book.set_organisers([lan.organiser], NOW)
    assert notes(folder, lan) == []


# ---- branches -----------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> str:
    settings = ["-c", "user.name=Văn phòng", "-c", "user.email=vp@neu-guong.example"]
    done = subprocess.run(
        ["git", *settings, *words], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout


def commit(site: Path) -> None:
    git(site, "add", "-A")
    git(site, "commit", "-qm", "két")


@pytest.fixture
def branches(site: Path, lan: Person, nam: Person) -> VaultFolder:
    """A vault of two organisers in a repository, on the branch `left`; `right` starts at the same place."""
    folder = made(site, lan, nam)
    (site / ".gitignore").write_text(".neuguong/\n")
    opened(folder, lan).append("entry", b"1", NOW, "A")
    git(site, "init", "-q", "-b", "left")
    commit(site)
    git(site, "branch", "right")
    return folder


def on_both(site: Path, left: Callable[[], object], right: Callable[[], object]) -> None:
    """Do something in each branch, then merge."""
    for branch, act in (("right", right), ("left", left)):
        git(site, "checkout", "-q", branch)
        act()
        commit(site)
    git(site, "merge", "-q", "--no-edit", "right")


def test_records_added_in_two_branches_merge_without_a_conflict(
    site: Path, branches: VaultFolder, lan: Person, nam: Person
) -> None:
    on_both(
        site,
        lambda: opened(branches, lan).append_all([New("sheet", b"left")] * 2, NOW),
        lambda: [opened(branches, nam).append("sheet", b"right", NOW) for _ in range(3)],
    )
    assert notes(branches, lan) == []
    assert sorted(kept.body for kept in opened(branches, nam).records("sheet")) == [
        *[b"left"] * 2,
        *[b"right"] * 3,
    ]
    opened(branches, lan).append("sheet", b"after", NOW)
    pages, problems = read(branches.pages(), "log")
    assert (problems, len(pages.heads)) == ((), 1)


def test_two_versions_from_two_branches_are_told_until_one_is_written_anew(
    site: Path, branches: VaultFolder, lan: Person, nam: Person
) -> None:
    on_both(
        site,
        lambda: opened(branches, lan).append("entry", b"left", NOW, "A"),
        lambda: opened(branches, nam).append("entry", b"right", NOW, "A"),
    )
    assert (faults(branches, lan), notes(branches, lan)) == ([], ["record-has-one-version"] * 2)
    assert sorted(kept.body for kept in opened(branches, lan).records("entry")) == [b"left", b"right"]
    opened(branches, lan).append("entry", b"agreed", NOW, "A")
    assert [kept.body for kept in opened(branches, lan).records("entry")] == [b"agreed"]
    assert notes(branches, lan) == []


def test_organiser_added_in_one_branch_reads_the_other_after_sealing_anew(
    site: Path, branches: VaultFolder, lan: Person, nam: Person, tmp_path: Path
) -> None:
    hoa = person(tmp_path, "Hòa")
    on_both(
        site,
        lambda: opened(branches, nam).append("sheet", b"beside", NOW),
        lambda: opened(branches, lan).set_organisers([lan.organiser, nam.organiser, hoa.organiser], NOW),
    )
    assert (faults(branches, lan), notes(branches, lan)) == ([], ["records-are-sealed-for-all"])
    assert faults(branches, hoa) == ["record-opens"]
    book = opened(branches, nam)
    book.set_organisers(book.organisers, NOW)
    assert (notes(branches, lan), notes(branches, hoa)) == ([], [])
    assert [kept.body for kept in opened(branches, hoa).records("sheet")] == [b"beside"]


def test_changes_of_organisers_in_two_branches_are_told_and_mended(
    site: Path, branches: VaultFolder, lan: Person, nam: Person, tmp_path: Path
) -> None:
    hoa = person(tmp_path, "Hòa")
    both = [lan.organiser, nam.organiser]

    def conflicts() -> list[str]:
        return git(site, "diff", "--name-only", "--diff-filter=U").split()

    git(site, "checkout", "-q", "right")
    opened(branches, nam).set_organisers([*both, hoa.organiser], NOW)
    commit(site)
    git(site, "checkout", "-q", "left")
    opened(branches, lan).set_organisers([lan.organiser], NOW)
    commit(site)
    with pytest.raises(subprocess.CalledProcessError):
        git(site, "merge", "-q", "--no-edit", "right")
    assert {path.rsplit("/", 1)[0] for path in conflicts()} == {"contest/2027/vault/records"}
    git(site, "checkout", "--ours", ".")  # either side will do: they hold the same, sealed for others
    commit(site)
    assert "organisers-are-agreed" in faults(branches, lan)
    book = opened(branches, lan)
    with pytest.raises(keys.Sealed):
        book.append("sheet", b"1", NOW)
    assert [each.name for each in book.organisers] == ["Cô Lan", "Hòa"]
    book.set_organisers(book.organisers, NOW)
    opened(branches, hoa).append("sheet", b"2", NOW)
    assert faults(branches, lan) == []
    assert set(notes(branches, lan)) == {"page-is-not-beside-a-removal"}


# ---- what somebody without a key can see --------------------------------------------------------


def spellings(word: str) -> set[bytes]:
    """The ways in which a word could lie in a file."""
    found: set[bytes] = set()
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, word)
        for each in (text, text.upper(), text.lower()):
            plain = each.encode()
            found |= {plain, each.encode("utf-16-le"), plain.hex().encode(), ascii(each)[1:-1].encode()}
            found |= {base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)}
    return found


def leaks(hay: Iterable[bytes]) -> set[str]:
    words = (*PEOPLE, *SCHOOLS, *CODES)
    needles = {needle: word for word in words for needle in spellings(word)}
    return {word for data in hay for needle, word in needles.items() if needle in data}


def everything_in(folder: Path) -> Iterator[bytes]:
    for path in folder.rglob("*"):
        yield str(path.relative_to(folder)).encode()
        if path.is_file():
            yield path.read_bytes()


def objects_of(site: Path) -> Iterator[bytes]:
    """Every object that git holds, unpacked: contents, trees with their names, commits."""
    listed = git(site, "cat-file", "--batch-all-objects", "--batch-check=%(objectname) %(objecttype)")
    for line in listed.splitlines():
        name, kind = line.split()
        done = subprocess.run(["git", "cat-file", kind, name], cwd=site, check=True, capture_output=True)
        yield done.stdout


def fill(folder: VaultFolder, who: Person) -> None:
    book = opened(folder, who)
    for name, code in zip(PEOPLE, (*CODES, "M3X9"), strict=True):
        about = f'{{"v":1,"author":"{name}","unit":"{SCHOOLS[0]}"}}'.encode()
        book.append_all([New("identity", about, code), New("entry", about * 40, code)], NOW)
    book.append("conflict", f"{PEOPLE[0]} {SCHOOLS[0]}".encode(), NOW, CODES[0])


def test_search_for_canaries_finds_them_where_they_are(tmp_path: Path) -> None:
    for word in (*PEOPLE, *SCHOOLS, *CODES):
        for needle in spellings(word):
            assert leaks([b"..." + needle + b"..."]) == {word}
        assert word in leaks([base64.b64encode(f"tác giả: {word}, lớp 3".encode())])
    (tmp_path / f"{CODES[0]}.age").write_bytes(b"")
    assert leaks(everything_in(tmp_path)) == {CODES[0]}


def test_no_identity_lies_in_the_clear_nor_in_gits_history(site: Path, lan: Person, nam: Person) -> None:
    folder = made(site, lan)
    git(site, "init", "-q")
    (site / ".gitignore").write_text(".neuguong/\n")
    fill(folder, lan)
    commit(site)
    opened(folder, lan).set_organisers([lan.organiser, nam.organiser], NOW)
    commit(site)
    opened(folder, lan).set_organisers([nam.organiser], NOW)
    fill(folder, nam)
    commit(site)
    git(site, "gc", "-q")
    assert len(opened(folder, nam).records("identity")) == 2  # so that there was something to be found
    assert leaks(everything_in(site)) == set()
    found = list(objects_of(site))
    assert len(found) > 50
    assert leaks(found) == set()


def test_names_sizes_and_pages_tell_no_kind_and_no_time(site: Path, lan: Person) -> None:
    folder = made(site, lan)
    fill(folder, lan)
    sizes = {len(data) for data in map(folder.record, folder.record_ids()) if data is not None}
    assert max(sizes) - min(sizes) < 400  # age's own random bytes; all are of the class of 16 KiB
    clear = b"".join([*folder.pages().values(), *(name.encode() for name in folder.page_names())])
    kinds = (b"identity", b"entry", b"conflict", b"2027-01", b"sheet")
    assert [kind for kind in kinds if kind in clear] == []
    assert sorted(folder.record_ids()) != order_of(folder)


def order_of(folder: VaultFolder) -> list[str]:
    pages, _ = read(folder.pages(), "log")
    return [added.id for page in pages.pages.values() for added in page.records]


def test_vault_lies_where_the_season_is(site: Path) -> None:
    assert vault_folder(site, "2027").root == site / "contest" / "2027" / "vault"
