from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from neuguong import fingerprint
from neuguong.site import ledger as module
from neuguong.site.ledger import Ledger
from neuguong.site.plans import Part
from neuguong.site.write import put
from neuguong.store import OutputRow, Store, open_store

TICK = 0.03
LATER = 10_000_000_000
KEY = b"k" * fingerprint.SIZE
OTHER = b"o" * fingerprint.SIZE
PARTS: list[Part] = [("text", "stories/2014-2015/đò.md", b"1"), ("menu", "", b"")]


def opened(store: Store, root: Path, wait: int = LATER) -> Ledger:
    """Open the ledger of the folder, as in a build that starts so many nanoseconds from now."""
    ledger = Ledger(store, root)
    ledger._now = time.time_ns() + wait
    return ledger


def make(ledger: Ledger, path: str, data: bytes = b"made", key: bytes = KEY) -> None:
    done = put(ledger.root, path, data)
    ledger.note(path, key, fingerprint.digest(data), done.stamp, PARTS)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "output"


@pytest.fixture
def made(store: Store, root: Path) -> Path:
    """Return the place of a file that an earlier build made."""
    ledger = opened(store, root)
    make(ledger, "bai/a.html")
    make(ledger, "b.html")
    ledger.save(["bai/a.html", "b.html"])
    return root / "bai/a.html"


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
    ledger = opened(store, root)
    assert (ledger.paths, ledger.is_whole(), ledger.holds("a.html", KEY), ledger.was_made_of("a.html")) == (
        (),
        True,
        False,
        None,
    )


def test_ledger_holds_what_was_made(store: Store, root: Path, made: Path, reads: list[bytes]) -> None:
    ledger = opened(store, root)
    assert (ledger.paths, ledger.is_whole()) == (("b.html", "bai/a.html"), True)
    assert (ledger.holds("bai/a.html", KEY), ledger.holds("b.html", KEY), reads) == (True, True, [])
    assert ledger.was_made_of("bai/a.html") == (KEY, PARTS)
    assert made.is_file()


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("path", "key"), [("bai/a.html", OTHER), ("bai/a.html", b""), ("a.html", KEY), ("bai", KEY), ("", KEY)]
)
def test_ledger_holds_nothing_else(store: Store, root: Path, path: str, key: bytes) -> None:
    assert not opened(store, root).holds(path, key)


def test_what_is_noted_counts_when_it_is_saved(store: Store, root: Path) -> None:
    ledger = opened(store, root)
    make(ledger, "a.html")
    assert (ledger.holds("a.html", KEY), opened(store, root).paths) == (False, ())
    ledger.save(["a.html"])
    assert opened(store, root).holds("a.html", KEY)


def test_what_is_saved_is_there_after_the_store_is_closed(tmp_path: Path, root: Path) -> None:
    store = open_store(tmp_path, b"tools")
    ledger = opened(store, root)
    make(ledger, "a.html")
    ledger.save(["a.html"])
    store.close()
    store = open_store(tmp_path, b"tools")
    assert opened(store, root).holds("a.html", KEY)
    store.close()


def remove(file: Path) -> None:
    file.unlink()


def change(file: Path) -> None:
    file.write_bytes(b"other words")


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


@pytest.mark.parametrize(
    "damage",
    [
        remove,
        change,
        change_and_set_the_time_back,
        put_another_in_its_place,
        cut,
        link,
        make_a_folder,
        make_a_pipe,
        remove_its_folder,
        make_its_folder_a_file,
    ],
)
def test_ledger_holds_no_file_that_somebody_changed(
    store: Store, root: Path, made: Path, damage: Callable[[Path], None]
) -> None:
    damage(made)
    ledger = opened(store, root)
    assert (ledger.holds("bai/a.html", KEY), ledger.is_whole(), ledger.holds("b.html", KEY)) == (
        False,
        False,
        True,
    )
    assert ledger.was_made_of("bai/a.html") == (KEY, PARTS)


def touch(file: Path) -> None:
    time.sleep(TICK)
    file.touch()


def write_the_same(file: Path) -> None:
    time.sleep(TICK)
    file.write_bytes(b"made")


def copy_over(file: Path) -> None:
    beside = file.with_name("beside")
    shutil.copy(file, beside)
    beside.replace(file)


@pytest.mark.parametrize("handle", [touch, write_the_same, copy_over])
def test_ledger_holds_a_file_with_the_same_bytes(
    store: Store, root: Path, made: Path, reads: list[bytes], handle: Callable[[Path], None]
) -> None:
    handle(made)
    ledger = opened(store, root)
    assert (ledger.holds("bai/a.html", KEY), reads) == (True, [b"made"])
    ledger.save(ledger.paths)
    reads.clear()
    assert (opened(store, root).holds("bai/a.html", KEY), reads) == (True, [])
    assert opened(store, root).was_made_of("bai/a.html") == (KEY, PARTS)


def test_file_of_a_moment_ago_is_read_until_it_is_settled(
    store: Store, root: Path, reads: list[bytes]
) -> None:
    ledger = opened(store, root, 0)
    make(ledger, "a.html")
    ledger.save(["a.html"])
    assert store.outputs(str(root))["a.html"].stamp == b""
    seen = []
    for wait in (0, 0, LATER, LATER):
        reads.clear()
        ledger = opened(store, root, wait)
        assert ledger.is_whole()
        ledger.save(ledger.paths)
        seen.append(list(reads))
    assert seen == [[b"made"], [b"made"], [b"made"], []]


def test_change_within_a_tick_of_the_clock_is_seen(store: Store, root: Path) -> None:
    """A stamp that is too young is not trusted: here it even stays the same."""
    ledger = opened(store, root, 0)
    make(ledger, "a.html")
    ledger.save(["a.html"])
    (root / "a.html").write_bytes(b"MADE")
    young = fingerprint.stamp((root / "a.html").stat())
    row = OutputRow(KEY, fingerprint.digest(b"made"), b"")
    assert store.outputs(str(root)) == {"a.html": row}
    assert young != b""
    assert not opened(store, root, 0).holds("a.html", KEY)


def test_what_is_wanted_no_more_is_forgotten(store: Store, root: Path, made: Path) -> None:
    ledger = opened(store, root)
    ledger.save({"b.html", "never-made.html"})
    after = opened(store, root)
    assert (after.paths, after.was_made_of("bai/a.html"), after.was_made_of("b.html")) == (
        ("b.html",),
        None,
        (KEY, PARTS),
    )
    assert made.is_file()


def test_ledger_of_another_folder_is_another_one(store: Store, root: Path, made: Path) -> None:
    other = opened(store, root.parent / "other")
    make(other, "bai/a.html", key=OTHER)
    other.save(["bai/a.html"])
    assert (other.root / "bai/a.html").read_bytes() == made.read_bytes()
    assert opened(store, root).paths == ("b.html", "bai/a.html")
    assert [opened(store, folder).holds("bai/a.html", KEY) for folder in (root, other.root)] == [True, False]


def test_what_a_file_is_made_of_may_be_unknown(store: Store, root: Path) -> None:
    store.keep_outputs(str(root), [("a.html", OutputRow(KEY, b"", b""), b"")])
    assert opened(store, root).was_made_of("a.html") == (KEY, [])


def test_what_a_file_is_made_of_may_have_rotted(store: Store, root: Path, made: Path) -> None:
    store._connection.execute("UPDATE reasons SET parts = substr(parts, 2)")
    assert opened(store, root).was_made_of(made.relative_to(root).as_posix()) == (KEY, [])


def test_folder_that_is_gone_is_forgotten(store: Store, root: Path, made: Path) -> None:
    other = opened(store, root.parent / "other")
    make(other, "a.html")
    other.save(["a.html"])
    shutil.rmtree(other.root)
    assert sorted(store.folders()) == sorted(map(str, (root, other.root)))
    ledger = opened(store, root)
    ledger.save(ledger.paths)
    assert (store.folders(), opened(store, root).is_whole(), made.is_file()) == ([str(root)], True, True)


def test_ledger_knows_what_pages_of_a_template_share(store: Store, root: Path) -> None:
    ledger = opened(store, root)
    make(ledger, "a.html")
    assert ledger.shared("list.html") == []
    ledger.save(["a.html"], {"list.html": tuple(PARTS), "home.html": ()})
    again = opened(store, root)
    assert (again.shared("list.html"), again.shared("home.html"), again.shared("")) == (PARTS, [], [])
    again.save(["a.html"])
    assert opened(store, root).shared("list.html") == PARTS
    assert opened(store, root.parent / "other").shared("list.html") == []
