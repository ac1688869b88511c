from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong import fingerprint
from neuguong.crew import Crew
from neuguong.site import ledger as module
from neuguong.site.ledger import Ledger, Row
from neuguong.site.write import put
from neuguong.store import Store, open_store, temporary_store

TICK = 0.03
LATER = 10_000_000_000
KEY = b"k" * fingerprint.SIZE
OTHER = b"o" * fingerprint.SIZE


def make(ledger: Ledger, path: str, data: bytes = b"made", key: bytes = KEY) -> None:
    done = put(ledger.root, path, data)
    ledger.note(path, key, fingerprint.digest(data), done.stamp)


def row_of(file: Path, data: bytes = b"made", key: bytes = KEY) -> Row:
    return Row(key, fingerprint.digest(data), fingerprint.stamp(file.lstat()))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def made(store: Store, root: Path) -> Path:
    """Return the place of a file that an earlier build made."""
    ledger = Ledger(store, root)
    make(ledger, "bai/a.html")
    make(ledger, "b.html")
    ledger.save(["bai/a.html", "b.html"])
    return root / "bai/a.html"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten seconds go by before anybody looks at the folder."""
    monkeypatch.setattr(module, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + LATER))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Note every file that the ledger reads because its stamp does not say enough."""
    found: list[bytes] = []
    real = fingerprint.digest

    def noting(*parts: bytes) -> bytes:
        found.extend(parts)
        return real(*parts)

    monkeypatch.setattr(module.fingerprint, "digest", noting)  # type: ignore[attr-defined]
    return found


def test_ledger_of_a_new_folder_is_empty(store: Store, root: Path) -> None:
    ledger = Ledger(store, root)
    assert (ledger.rows, ledger.is_whole(), ledger.holds("a.html", KEY), ledger.left_over([])) == (
        {},
        True,
        False,
        [],
    )
    assert (ledger.folder, root.exists()) == (os.fsencode(root), False)


def test_ledger_holds_what_was_made(store: Store, root: Path, made: Path, reads: list[bytes]) -> None:
    ledger = Ledger(store, root)
    assert ledger.rows == {"bai/a.html": row_of(made), "b.html": row_of(root / "b.html")}
    reads.clear()
    assert (ledger.is_whole(), ledger.holds("bai/a.html", KEY), ledger.holds("b.html", KEY), reads) == (
        True,
        True,
        True,
        [],
    )


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("path", "key"), [("bai/a.html", OTHER), ("bai/a.html", b""), ("a.html", KEY), ("bai", KEY), ("", KEY)]
)
def test_ledger_holds_nothing_else(store: Store, root: Path, path: str, key: bytes) -> None:
    assert not Ledger(store, root).holds(path, key)


def test_what_is_noted_counts_when_it_is_saved(store: Store, root: Path) -> None:
    ledger = Ledger(store, root)
    make(ledger, "a.html")
    assert (ledger.holds("a.html", KEY), Ledger(store, root).rows) == (False, {})
    ledger.save(["a.html"])
    assert (ledger.rows, Ledger(store, root).holds("a.html", KEY)) == ({}, True)


def test_what_is_saved_is_there_after_the_store_is_closed(tmp_path: Path, root: Path) -> None:
    store = open_store(tmp_path, b"tools")
    ledger = Ledger(store, root)
    make(ledger, "a.html")
    ledger.save(["a.html"])
    store.close()
    store = open_store(tmp_path, b"tools")
    assert Ledger(store, root).holds("a.html", KEY)
    store.close()


def remove(file: Path) -> None:
    file.unlink()


def change(file: Path) -> None:
    file.write_bytes(b"other words")


def change_as_many_bytes_at_once(file: Path) -> None:
    file.write_bytes(b"MADE")


def change_and_set_the_time_back(file: Path) -> None:
    status = file.stat()
    time.sleep(TICK)
    file.write_bytes(b"MADE")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def put_another_in_its_place(file: Path) -> None:
    beside = file.with_name("beside")
    beside.write_bytes(b"MADE")
    shutil.copystat(file, beside)
    beside.replace(file)


def cut(file: Path) -> None:
    os.truncate(file, 0)


def link(file: Path) -> None:
    file.rename(file.with_name("real"))
    file.symlink_to("real")


def make_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def make_a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def remove_its_folder(file: Path) -> None:
    shutil.rmtree(file.parent)


def make_its_folder_a_file(file: Path) -> None:
    shutil.rmtree(file.parent)
    file.parent.write_bytes(b"")


DAMAGE = [
    remove,
    change,
    change_as_many_bytes_at_once,
    change_and_set_the_time_back,
    put_another_in_its_place,
    cut,
    link,
    make_a_folder,
    make_a_pipe,
    remove_its_folder,
    make_its_folder_a_file,
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_ledger_holds_no_file_that_somebody_changed(
    store: Store, root: Path, made: Path, damage: Callable[[Path], None]
) -> None:
    row = row_of(made)
    damage(made)
    ledger = Ledger(store, root)
    assert (ledger.holds("bai/a.html", KEY), ledger.is_whole(), ledger.holds("b.html", KEY)) == (
        False,
        False,
        True,
    )
    assert ledger.rows["bai/a.html"] == row
    ledger.save(ledger.rows)
    assert not Ledger(store, root).holds("bai/a.html", KEY)


def touch(file: Path) -> None:
    time.sleep(TICK)
    file.touch()


def write_the_same(file: Path) -> None:
    file.write_bytes(b"made")


def copy_over(file: Path) -> None:
    beside = file.with_name("beside")
    shutil.copy(file, beside)
    beside.replace(file)


@pytest.mark.parametrize("handle", [touch, write_the_same, copy_over])
def test_ledger_holds_a_file_with_the_same_bytes(
    store: Store,
    root: Path,
    made: Path,
    reads: list[bytes],
    request: pytest.FixtureRequest,
    handle: Callable[[Path], None],
) -> None:
    """Its new stamp is trusted two seconds later, and then it is read no more."""
    handle(made)
    seen = []
    for when in ("now", "now", "later", "later"):
        if when == "later":
            request.getfixturevalue("later")
        reads.clear()
        ledger = Ledger(store, root)
        assert ledger.holds("bai/a.html", KEY)
        ledger.save(ledger.rows)
        seen.append(list(reads))
    assert seen == [[b"made"], [b"made"], [b"made"], []]
    assert Ledger(store, root).rows["bai/a.html"] == row_of(made)


def test_copy_of_the_old_time_is_trusted_at_once(
    store: Store, root: Path, made: Path, reads: list[bytes]
) -> None:
    """As a backup puts it back: to write it again would leave another time."""
    shutil.copy2(made, made.with_name("beside"))
    made.with_name("beside").replace(made)
    seen = []
    for _ in range(2):
        reads.clear()
        ledger = Ledger(store, root)
        assert ledger.is_whole()
        ledger.save(ledger.rows)
        seen.append(list(reads))
    assert seen == [[b"made"], []]


def test_file_without_a_stamp_is_read_until_it_has_one(
    store: Store, root: Path, reads: list[bytes], request: pytest.FixtureRequest
) -> None:
    """On a disk that sets no times back, `put` has none to give."""
    root.mkdir()
    (root / "a.html").write_bytes(b"made")
    ledger = Ledger(store, root)
    ledger.note("a.html", KEY, fingerprint.digest(b"made"), b"")
    ledger.save(["a.html"])
    seen = []
    for when in ("now", "now", "later", "later"):
        if when == "later":
            request.getfixturevalue("later")
        reads.clear()
        ledger = Ledger(store, root)
        assert ledger.is_whole()
        ledger.save(ledger.rows)
        seen.append(list(reads))
    assert seen == [[b"made"], [b"made"], [b"made"], []]


def test_change_within_a_tick_of_the_clock_is_seen_without_a_stamp(store: Store, root: Path) -> None:
    root.mkdir()
    (root / "a.html").write_bytes(b"made")
    ledger = Ledger(store, root)
    ledger.note("a.html", KEY, fingerprint.digest(b"made"), b"")
    ledger.save(["a.html"])
    (root / "a.html").write_bytes(b"MADE")
    assert not Ledger(store, root).holds("a.html", KEY)


@pytest.fixture(scope="module")
def lasting() -> Iterator[Store]:
    """One store for many random folders."""
    store = temporary_store()
    yield store
    store.close()


contents = st.sampled_from([b"", b"1", b"2", b"22"])
steps = st.lists(
    st.tuples(st.sampled_from(["build", "build", "write", "rename over", "touch", "remove"]), contents),
    max_size=8,
)


@settings(max_examples=200)
@given(steps)
def test_ledger_holds_what_lies_there_byte_for_byte(
    lasting: Store, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bytes]]
) -> None:
    """Whatever builds and others do, one right after the other, as fast as a machine can."""
    file = tmp_path_factory.mktemp("ledger") / "a.html"
    built: bytes | None = None
    for step, data in steps:
        if step == "build":
            ledger = Ledger(lasting, file.parent)
            make(ledger, file.name, data)
            ledger.save([file.name])
            built = data
        elif step == "write":
            file.write_bytes(data)
        elif step == "rename over":
            file.with_name("beside").write_bytes(data)
            file.with_name("beside").replace(file)
        elif step == "touch":
            file.touch()
        else:
            file.unlink(missing_ok=True)
        ledger = Ledger(lasting, file.parent)
        there = file.read_bytes() if file.exists() else None
        assert ledger.holds(file.name, KEY) == (built is not None and built == there)
        ledger.save(ledger.rows)


def test_what_is_wanted_no_more_is_forgotten(store: Store, root: Path, made: Path) -> None:
    ledger = Ledger(store, root)
    ledger.save({"b.html", "never-made.html"})
    assert (Ledger(store, root).rows, made.is_file()) == ({"b.html": row_of(root / "b.html")}, True)


def test_what_is_wanted_no_more_is_left_over(store: Store, root: Path, made: Path) -> None:
    ledger = Ledger(store, root)
    assert [
        sorted(ledger.left_over(wanted)) for wanted in ([], ["b.html"], ["bai/a.html", "b.html", "c"])
    ] == [
        ["b.html", "bai/a.html"],
        ["bai/a.html"],
        [],
    ]
    assert made.is_file()


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_somebody_changed_is_no_longer_ours_to_remove(
    store: Store, root: Path, made: Path, damage: Callable[[Path], None]
) -> None:
    damage(made)
    assert Ledger(store, root).left_over([]) == ["b.html"]


@pytest.mark.parametrize("name", [b"\xff", "Nêu Gương".encode(), b"a\nb", b"%_' ?"])
def test_ledger_of_a_folder_of_any_name(store: Store, tmp_path: Path, name: bytes) -> None:
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    ledger = Ledger(store, root)
    make(ledger, "a.html")
    ledger.save(["a.html"])
    assert (Ledger(store, root).holds("a.html", KEY), store.folders()) == (True, [os.fsencode(root)])


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("theme/\udcff.css", marks=pytest.mark.xfail(reason="rows hold text, this name is none")),
        "theme/a\nb.css",
        "theme/đò.css",
    ],
)
def test_ledger_holds_files_of_any_name(store: Store, root: Path, path: str) -> None:
    """Templates and texts have plain names, but a department may put anything into its theme."""
    ledger = Ledger(store, root)
    make(ledger, path)
    ledger.save([path])
    assert Ledger(store, root).holds(path, KEY)


def test_ledger_of_another_folder_is_another_one(store: Store, root: Path, made: Path) -> None:
    other = Ledger(store, root.parent / "other")
    make(other, "bai/a.html", key=OTHER)
    other.save(["bai/a.html"])
    assert (other.root / "bai/a.html").read_bytes() == made.read_bytes()
    assert sorted(Ledger(store, root).rows) == ["b.html", "bai/a.html"]
    assert [Ledger(store, folder).holds("bai/a.html", KEY) for folder in (root, other.root)] == [True, False]


def test_rows_that_have_rotted_are_unknown(store: Store, root: Path, made: Path) -> None:
    """Then the files are made again, which lie there already."""
    store._connection.execute("UPDATE memos SET value = substr(value, 2)")
    ledger = Ledger(store, root)
    assert (ledger.rows, ledger.is_whole(), ledger.holds("bai/a.html", KEY)) == ({}, True, False)
    assert made.is_file()


def test_folder_that_is_gone_is_forgotten(store: Store, root: Path, made: Path) -> None:
    other = Ledger(store, root.parent / "other")
    make(other, "a.html")
    other.save(["a.html"])
    shutil.rmtree(other.root)
    assert sorted(store.folders()) == sorted(map(os.fsencode, (root, other.root)))
    ledger = Ledger(store, root)
    ledger.save(ledger.rows)
    assert (store.folders(), Ledger(store, root).is_whole(), made.is_file()) == (
        [os.fsencode(root)],
        True,
        True,
    )


@pytest.mark.usefixtures("made")
def test_save_keeps_everything_at_once_or_nothing(store: Store, root: Path) -> None:
    """It is the last word of a build: whatever the build kept is kept with it."""
    store.keep_memo("mẫu", b"k", b"1")
    ledger = Ledger(store, root)
    make(ledger, "c.html")
    ledger.save(["c.html"])
    store._connection.rollback()
    assert (store.memo("mẫu", b"k"), sorted(Ledger(store, root).rows)) == (b"1", ["c.html"])


# Looking with a crew


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("damage", [change_as_many_bytes_at_once, remove, touch])
def test_folder_is_looked_at_by_a_crew_as_by_one(
    store: Store,
    root: Path,
    made: Path,
    monkeypatch: pytest.MonkeyPatch,
    jobs: int,
    damage: Callable[[Path], None],
) -> None:
    monkeypatch.setattr(module, "FEW", 2)
    damage(made)
    alone, together = Ledger(store, root), Ledger(store, root)
    with Crew(jobs, "fork") as crew:
        together.look(crew)
        assert len(multiprocessing.active_children()) == jobs - 1  # one piece of work
        found = [
            (ledger.is_whole(), ledger.holds("bai/a.html", KEY), sorted(ledger.left_over([])))
            for ledger in (alone, together)
        ]
    assert found[0] == found[1]
    assert found[0][0] == (damage is touch)


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(("few", "jobs", "method"), [(3, 2, "fork"), (2, 1, "fork"), (2, 2, "spawn")])
def test_few_files_are_looked_at_here(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch, few: int, jobs: int, method: str
) -> None:
    """And many too, where a worker would not be there at once."""
    monkeypatch.setattr(module, "FEW", few)
    ledger = Ledger(store, root)
    with Crew(jobs, method) as crew:
        ledger.look(crew)
        assert multiprocessing.active_children() == []
        assert ledger.is_whole()


def test_folder_is_looked_at_once(store: Store, root: Path, made: Path) -> None:
    """So that whatever the build itself does there meanwhile changes no answer."""
    ledger = Ledger(store, root)
    assert ledger.holds("bai/a.html", KEY)
    made.unlink()
    assert (ledger.holds("bai/a.html", KEY), ledger.is_whole()) == (True, True)


@pytest.mark.usefixtures("made")
def test_stamps_that_a_crew_found_anew_are_kept(
    store: Store, root: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FEW", 2)
    then = time.time_ns() - 2 * LATER
    os.utime(made, ns=(then, then))
    ledger = Ledger(store, root)
    assert ledger.rows["bai/a.html"] != row_of(made)
    with Crew(2, "fork") as crew:
        ledger.look(crew)
        assert ledger.is_whole()
    ledger.save(ledger.rows)
    assert Ledger(store, root).rows["bai/a.html"] == row_of(made)
