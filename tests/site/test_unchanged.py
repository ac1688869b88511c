from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong import fingerprint
from neuguong.cli import run
from neuguong.cli.terminal import CLEAN
from neuguong.content.vocabulary import Vocabularies
from neuguong.fingerprint import SETTLED
from neuguong.listing import Entry, Listing
from neuguong.site import build, unchanged
from neuguong.site.build import publish
from neuguong.site.ledger import Ledger
from neuguong.site.report import Report
from neuguong.site.theme import Theme, read_theme
from neuguong.site.unchanged import FILES, FOLDERS, is_still, last_report, look, remember, state_of
from neuguong.site.write import MANIFEST, UNFINISHED, Output, put
from neuguong.store import Store, open_store
from tests.site.making import THEME, TODAY, content, row, write_site, write_texts

TICK = 0.03
LATER = 10_000_000_000
STORY = "stories/2014-2015/con-do-som.md"
SOURCES = {
    "site.yml": "name: Nêu Gương\n",
    "pelicanconf.py": "PATH = 'content'\n",
    STORY: "Sáng nào cô Mơ cũng chèo đò.\n",
    "stories/2014-2015/lop-hoc.md": "Lớp học bên suối.\n",
    "stories/2014-2015/lop-hoc/suoi.jpg": "ảnh",
    "content/pages/lien-he.md": "Thư.\n",
    "content/vocabulary/places.yml": "[]\n",
    "theme/templates/home.html": "<html>",
}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten seconds go by before anybody asks: nobody has touched a file of late."""
    monkeypatch.setattr(unchanged, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + LATER))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    for path, text in SOURCES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def state(root: Path, today: date = TODAY) -> bytes | None:
    return state_of(root, look(root), today)


# The state


def test_every_folder_of_the_sources_is_looked_at(root: Path) -> None:
    (root / "scripts/neuguong").mkdir(parents=True)
    (root / "output").mkdir()
    assert {folder: [entry.name for entry in entries] for folder, entries in look(root).items()} == {
        "content": ["pages", "vocabulary"],
        "content/pages": ["lien-he.md"],
        "content/vocabulary": ["places.yml"],
        "stories": ["2014-2015"],
        "stories/2014-2015": ["con-do-som.md", "lop-hoc", "lop-hoc.md"],
        "stories/2014-2015/lop-hoc": ["suoi.jpg"],
        "theme": ["templates"],
        "theme/templates": ["home.html"],
    }


@pytest.mark.usefixtures("later")
def test_state_is_the_same_as_long_as_nothing_changes(root: Path) -> None:
    first = state(root)
    for path in SOURCES:
        (root / path).read_bytes()
    (root / "README.md").write_bytes(b"x")
    (root / "output").mkdir()
    (root / "scripts").mkdir()
    (root / ".neuguong").mkdir()
    assert first is not None
    assert (len(first), state(root)) == (fingerprint.SIZE, first)


@pytest.mark.usefixtures("later")
def test_state_of_a_folder_without_sources_can_be_told(tmp_path: Path) -> None:
    assert look(tmp_path) == {}
    assert (state(tmp_path) is not None, state(tmp_path)) == (True, state(tmp_path))


def edit(root: Path) -> None:
    (root / STORY).write_text("Chiều nào cô Mơ cũng chèo đò về.\n", encoding="utf-8")


def edit_as_many_bytes_and_set_the_time_back(root: Path) -> None:
    status = (root / STORY).stat()
    time.sleep(TICK)
    (root / STORY).write_text(SOURCES[STORY].replace("Mơ", "Mờ"), encoding="utf-8")
    os.utime(root / STORY, ns=(status.st_atime_ns, status.st_mtime_ns))


def put_another_of_the_same_bytes_in_place(root: Path) -> None:
    shutil.copy2(root / STORY, root / "beside")
    (root / "beside").replace(root / STORY)


def touch(root: Path) -> None:
    time.sleep(TICK)
    (root / STORY).touch()


def add_a_text(root: Path) -> None:
    (root / "stories/2014-2015/moi.md").write_bytes(b"")


def add_a_picture(root: Path) -> None:
    (root / "stories/2014-2015/lop-hoc/a.jpg").write_bytes(b"")


def add_an_empty_folder(root: Path) -> None:
    (root / "stories/2014-2015/con-do-som").mkdir()


def add_a_whole_season(root: Path) -> None:
    (root / "contest/2015").mkdir(parents=True)


def remove_a_text(root: Path) -> None:
    (root / STORY).unlink()


def remove_a_folder(root: Path) -> None:
    shutil.rmtree(root / "stories/2014-2015/lop-hoc")


def remove_all_stories(root: Path) -> None:
    shutil.rmtree(root / "stories")


def empty_a_folder(root: Path) -> None:
    (root / "theme/templates/home.html").unlink()


def rename(root: Path) -> None:
    (root / STORY).rename(root / "stories/2014-2015/con-do.md")


def rename_a_folder(root: Path) -> None:
    (root / "stories/2014-2015").rename(root / "stories/2015-2016")


def move_to_another_folder(root: Path) -> None:
    (root / STORY).rename(root / "stories/con-do-som.md")


def swap(root: Path) -> None:
    other = root / "stories/2014-2015/lop-hoc.md"
    other.rename(root / "aside")
    (root / STORY).rename(other)
    (root / "aside").rename(root / STORY)


def make_a_folder_of_it(root: Path) -> None:
    (root / STORY).unlink()
    (root / STORY).mkdir()


def edit_settings(root: Path) -> None:
    (root / "site.yml").write_text("name: Gương\n", encoding="utf-8")


def edit_pelicans_settings(root: Path) -> None:
    (root / "pelicanconf.py").write_text("PATH = 'x'\n", encoding="utf-8")


def remove_settings(root: Path) -> None:
    (root / "site.yml").unlink()


def rename_settings(root: Path) -> None:
    (root / "pelicanconf.py").rename(root / "mkdocs.yml")


def add_a_handbook(root: Path) -> None:
    (root / "mkdocs.yml").write_bytes(b"")


def edit_a_template(root: Path) -> None:
    (root / "theme/templates/home.html").write_bytes(b"<html lang>")


def edit_a_page(root: Path) -> None:
    (root / "content/pages/lien-he.md").write_bytes(b"x")


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "change",
    [
        edit,
        edit_as_many_bytes_and_set_the_time_back,
        put_another_of_the_same_bytes_in_place,
        touch,
        add_a_text,
        add_a_picture,
        add_an_empty_folder,
        add_a_whole_season,
        remove_a_text,
        remove_a_folder,
        remove_all_stories,
        empty_a_folder,
        rename,
        rename_a_folder,
        move_to_another_folder,
        swap,
        make_a_folder_of_it,
        edit_settings,
        edit_pelicans_settings,
        remove_settings,
        rename_settings,
        add_a_handbook,
        edit_a_template,
        edit_a_page,
    ],
)
def test_state_changes_with_every_change(root: Path, change: Callable[[Path], None]) -> None:
    before = state(root)
    change(root)
    after = state(root)
    assert before is not None
    assert after is not None
    assert before != after


@pytest.mark.usefixtures("later")
def test_state_changes_with_the_day(root: Path) -> None:
    days = [TODAY + timedelta(days=number) for number in range(-1, 3)]
    assert len({state(root, day) for day in days}) == len(days)


def link_to_a_file(root: Path) -> None:
    (root / "stories/2014-2015/link.md").symlink_to("con-do-som.md")


def link_to_a_folder(root: Path) -> None:
    (root / "stories/2015-2016").symlink_to("2014-2015")


def link_to_nowhere(root: Path) -> None:
    (root / "content/pages/nowhere.md").symlink_to("nowhere")


def link_for_settings(root: Path) -> None:
    (root / "site.yml").rename(root / "real.yml")
    (root / "site.yml").symlink_to("real.yml")


def link_to_nowhere_for_settings(root: Path) -> None:
    (root / "mkdocs.yml").symlink_to("nowhere")


def folder_for_settings(root: Path) -> None:
    (root / "mkdocs.yml").mkdir()


def pipe(root: Path) -> None:
    os.mkfifo(root / "theme/templates/pipe")


def pipe_for_settings(root: Path) -> None:
    os.mkfifo(root / "mkdocs.yml")


def write_in_the_future(root: Path) -> None:
    then = time.time_ns() + 100 * LATER
    os.utime(root / STORY, ns=(then, then))


def write_settings_in_the_future(root: Path) -> None:
    then = time.time_ns() + 100 * LATER
    os.utime(root / "site.yml", ns=(then, then))


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "change",
    [
        link_to_a_file,
        link_to_a_folder,
        link_to_nowhere,
        link_for_settings,
        link_to_nowhere_for_settings,
        folder_for_settings,
        pipe,
        pipe_for_settings,
        write_in_the_future,
        write_settings_in_the_future,
    ],
)
def test_state_cannot_be_told_where_stamps_do_not_say_enough(
    root: Path, change: Callable[[Path], None]
) -> None:
    assert state(root) is not None
    change(root)
    assert state(root) is None


@pytest.mark.usefixtures("later")
def test_state_cannot_be_told_of_what_is_no_folder(root: Path) -> None:
    assert state(root / "site.yml") is None


def newest(root: Path) -> int:
    """Return when the site was last changed, as its stamps tell it."""
    files = [path.lstat() for path in root.rglob("*") if path.is_file()]
    return max(max(status.st_mtime_ns, status.st_ctime_ns) for status in files)


@pytest.mark.parametrize("path", [STORY, "site.yml"])
def test_state_can_be_told_two_seconds_after_the_last_change(
    root: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    time.sleep(TICK)  # this one is the newest
    (root / path).touch()
    at = newest(root)
    found = []
    for now in (at, at + SETTLED, at + SETTLED + 1):
        monkeypatch.setattr(unchanged, "time", SimpleNamespace(time_ns=lambda now=now: now))
        found.append(state(root) is not None)
    assert found == [False, False, True]


@pytest.mark.parametrize("back", [0, 100 * LATER])
def test_state_of_files_of_a_moment_ago_cannot_be_told(root: Path, back: int) -> None:
    """Whatever time their writer gave them, as programs do that unpack or copy."""
    then = time.time_ns() - back
    for path in SOURCES:
        os.utime(root / path, ns=(then, then))
    assert state(root) is None


def settled(number: int) -> bytes:
    """Return the stamp of a file that nobody has touched for half a century."""
    values = {"st_size": 1, "st_mtime_ns": 1, "st_ctime_ns": 1, "st_ino": number}
    return fingerprint.stamp(type("Status", (), values)())


names = st.sampled_from(["a", "b", "ab", "content", "a.md", "2014-2015", "\udcff", "x" * 32])
entries = st.builds(
    lambda name, stamp: Entry(name, is_folder=stamp is None, stamp=stamp or b""),
    names,
    st.none() | st.integers(0, 2).map(settled),
)
folders = st.sampled_from([*FOLDERS, "content/a", "content/a/b", "content/ab", "stories/b", "theme/a"])
some_entries = st.lists(entries, max_size=3, unique_by=lambda entry: entry.name).map(sorted).map(tuple)
listings: st.SearchStrategy[Listing] = st.dictionaries(folders, some_entries, max_size=4)


@settings(max_examples=300)
@given(listings, listings)
def test_states_of_two_listings_agree_where_all_names_and_stamps_do(
    tmp_path_factory: pytest.TempPathFactory, left: Listing, right: Listing
) -> None:
    root = tmp_path_factory.getbasetemp() / "folders of listings"
    for folder in (*left, *right):
        (root / folder).mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(fingerprint, "SETTLED", -1_000_000_000)  # these folders were made a moment ago
        states = [state_of(root, listing, TODAY) for listing in (left, right)]
        again = state_of(root, dict(reversed(left.items())), TODAY)
    assert None not in states
    assert (states[0] == states[1]) == (left == right)
    assert again == states[0]


def test_what_is_looked_at_is_all_that_a_build_is_made_of() -> None:
    """Whoever lets a build read something else has to name it there."""
    assert (FOLDERS, FILES) == (
        ("content", "contest", "stories", "theme"),
        ("mkdocs.yml", "pelicanconf.py", "site.yml"),
    )


# The last report

STATE, OTHER = b"s" * fingerprint.SIZE, b"o" * fingerprint.SIZE
KEY = b"k" * fingerprint.SIZE
REPORT = Report(stories=3, pages=7)
PAGES = {"index.html": b"1", "bai/a.html": b"2"}


class Folder(NamedTuple):
    """An output folder and the store that knows of it."""

    root: Path
    store: Store

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.store, self.root)

    def build(self, pages: dict[str, bytes]) -> Ledger:
        """Build as `publish` does, and return the ledger of that build."""
        output, ledger = Output(self.root), self.ledger
        output.announce(pages)
        for path, data in pages.items():
            done = put(self.root, path, data)
            output.note(path, changed=done.changed)
            ledger.note(path, KEY, fingerprint.digest(data), done.stamp)
        output.finish(ledger.left_over(pages))
        ledger.save(pages)
        return ledger

    def last(self, of: bytes | None = STATE) -> Report | None:
        return last_report(of, self.ledger)


@pytest.fixture
def folder(tmp_path: Path, store: Store) -> Folder:
    """Return a folder that was built at STATE."""
    made = Folder(tmp_path / "output", store)
    remember(
        STATE, made.build(PAGES), Report(3, 7, changed=2, removed=1, seconds={"make": 1.0}, is_lasting=True)
    )
    return made


def test_report_of_the_last_build_is_remembered(folder: Folder) -> None:
    """Its counts; that nothing was changed is true again."""
    assert [folder.last(), folder.last()] == [REPORT, REPORT]


def test_report_is_remembered_by_its_state(folder: Folder) -> None:
    assert [folder.last(of) for of in (OTHER, None, b"", STATE)] == [None, None, None, REPORT]


def test_report_is_remembered_by_its_folder(folder: Folder, tmp_path: Path) -> None:
    other = folder._replace(root=tmp_path / "other")
    found = [other.last()]
    other.build(PAGES)
    found += [other.last(), folder.last()]
    shutil.rmtree(other.root)
    found += [other.last(), folder.last()]
    assert found == [None, None, REPORT, None, REPORT]


def test_report_is_remembered_when_the_store_is_opened_again(tmp_path: Path) -> None:
    store = open_store(tmp_path, b"tools")
    made = Folder(tmp_path / "output", store)
    remember(STATE, made.build(PAGES), REPORT)
    store.close()
    store = open_store(tmp_path, b"tools")
    assert made._replace(store=store).last() == REPORT
    store.close()


def test_build_of_which_the_state_cannot_be_told_is_not_remembered(tmp_path: Path, store: Store) -> None:
    made = Folder(tmp_path / "output", store)
    remember(None, made.build(PAGES), REPORT)
    assert [made.last(None), made.last(STATE), made.last(b"")] == [None, None, None]


def test_report_of_one_build_is_forgotten_with_the_next(folder: Folder) -> None:
    remember(OTHER, folder.build({"index.html": b"9"}), Report(4, 8))
    assert [folder.last(), folder.last(OTHER)] == [None, Report(4, 8)]


@pytest.mark.parametrize("told", [True, False], ids=["by the command", "by another door"])
def test_report_is_forgotten_with_a_build_of_which_the_state_cannot_be_told(
    tmp_path: Path, store: Store, vocabularies: Vocabularies, told: bool
) -> None:
    """A story is added, built within two seconds, and taken away: only the sources are as they were."""

    def build(count: int) -> Report:
        everything = content(vocabularies, row(count))
        tree = write_texts(tmp_path, everything)
        return publish(everything, (), tree, THEME, made.root, TODAY, store)

    made = Folder((tmp_path / "output").resolve(), store)
    first = build(2)
    remember(STATE, made.ledger, first)
    assert made.last() == Report(first.stories, first.pages)
    second = build(3)
    if told:
        remember(None, made.ledger, second)
    assert (second.removed, made.last()) == (0, None)


def remove_a_page(root: Path) -> None:
    (root / "bai/a.html").unlink()


def change_a_page(root: Path) -> None:
    (root / "bai/a.html").write_bytes(b"9")


def remove_the_manifest(root: Path) -> None:
    (root / MANIFEST).unlink()


def change_the_manifest(root: Path) -> None:
    (root / MANIFEST).write_bytes(b"index.html\n")


def leave_unfinished(root: Path) -> None:
    (root / UNFINISHED).touch()


def remove_everything(root: Path) -> None:
    shutil.rmtree(root)


@pytest.mark.parametrize(
    "damage",
    [
        remove_a_page,
        change_a_page,
        remove_the_manifest,
        change_the_manifest,
        leave_unfinished,
        remove_everything,
    ],
)
def test_there_is_no_report_where_the_folder_is_not_as_it_was_left(
    folder: Folder, damage: Callable[[Path], None]
) -> None:
    damage(folder.root)
    assert [folder.last(), folder.last()] == [None, None]


def test_report_is_forgotten_with_every_new_row(folder: Folder) -> None:
    """Also where a build only mends what somebody changed: the next one looks at everything once."""
    change_a_page(folder.root)
    found = [folder.last()]
    ledger = folder.build(PAGES)
    found.append(folder.last())
    remember(STATE, ledger, REPORT)
    found.append(folder.last())
    assert found == [None, None, REPORT]


def test_report_stays_where_a_build_changes_no_row(folder: Folder) -> None:
    """Then it made the same site, of whatever it was made."""
    folder.build(PAGES)
    assert [folder.last(), folder.last(OTHER)] == [REPORT, None]


def touch_a_page(root: Path) -> None:
    time.sleep(TICK)
    (root / "bai/a.html").touch()


def add_a_strangers_file(root: Path) -> None:
    (root / "google.html").write_bytes(b"mine")


@pytest.mark.parametrize("change", [touch_a_page, add_a_strangers_file])
def test_report_stays_where_no_byte_of_ours_changed(folder: Folder, change: Callable[[Path], None]) -> None:
    change(folder.root)
    assert folder.last() == REPORT


def test_stamps_that_are_known_anew_are_kept(folder: Folder) -> None:
    """So that a file somebody only touched is read once more and then no longer."""
    then = time.time_ns() - LATER
    os.utime(folder.root / "bai/a.html", ns=(then, then))
    known = fingerprint.stamp((folder.root / "bai/a.html").lstat())
    assert folder.ledger.rows["bai/a.html"].stamp != known
    assert folder.last() == REPORT
    assert folder.ledger.rows["bai/a.html"].stamp == known


@pytest.mark.usefixtures("later")
def test_sources_are_looked_at_again_where_the_system_does_not_note_every_change(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text saved while it is built may have its old time again when the next build looks."""
    monkeypatch.setattr(unchanged, "_NOTES_EVERY_CHANGE", False)
    before = state(root)
    found = [is_still(before, root, TODAY)]
    edit(root)
    found.append(is_still(before, root, TODAY))
    assert found == [True, False]


@pytest.mark.skipif(os.name != "posix", reason="here somebody can set all times of a file")
def test_file_that_was_saved_and_put_back_with_its_old_time_is_noted(root: Path) -> None:
    """So the state of a build needs no second look: whoever saved meanwhile has left another one."""
    file = root / STORY
    before, data = file.stat(), file.read_bytes()
    time.sleep(TICK)
    file.write_bytes(data.upper())
    file.write_bytes(data)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (after.st_mtime_ns, after.st_size, after.st_ino) == (
        before.st_mtime_ns,
        before.st_size,
        before.st_ino,
    )
    assert fingerprint.stamp(after) != fingerprint.stamp(before)


# The whole command


@pytest.mark.usefixtures("later")
def test_file_that_came_and_went_while_the_site_was_built_is_gone_with_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As editors put one beside the file that they save; the stamps know of it neither before nor after."""
    root = write_site(tmp_path / "site")
    command = ["build", "--site", str(root), "--no-handbook", "--date", TODAY.isoformat(), "--jobs=1"]
    passing = root / "theme/static/4913"

    def read_meanwhile(folder: Path) -> Theme:
        passing.write_bytes(b"x")
        found = read_theme(folder)
        passing.unlink()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(build, "read_theme", read_meanwhile)
        assert run(command) == CLEAN
    assert (root / "output/theme/4913").read_bytes() == b"x"
    assert run(command) == CLEAN
    assert not (root / "output/theme/4913").exists()
