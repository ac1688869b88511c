from __future__ import annotations

import contextlib
import errno
import signal
import sqlite3
import subprocess
import sys
import threading
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.store import (
    FILE,
    FOLDER,
    LOCK,
    Fresh,
    Store,
    StoreBroken,
    TextRow,
    drop_store,
    open_store,
    temporary_store,
)

TOOLS = b"toolchain"
HERE = "/Nêu Gương/output".encode()
COMPOSED = "stories/2014-2015/Chuyện-ở-Mường-Bi.md"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
KEPT = (("published", b"k"), ("shared", b""))
NAMES = (COMPOSED, DECOMPOSED, "a'b\"c.md", "%_?#.md", "", " ", "a\nb", "a\x00b", "x" * 3000, "🚣.md")

paths = st.text(max_size=30) | st.sampled_from(NAMES)
blobs = st.binary(max_size=40)
text_rows = st.dictionaries(paths, st.builds(TextRow, blobs, blobs, blobs, blobs), max_size=5)
made_rows = st.dictionaries(paths, blobs, max_size=5)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Store]]:
    """Open the store of `tmp_path` as often as a test likes; one at a time."""
    stores: list[Store] = []

    def reopen(toolchain: bytes = TOOLS, *, anew: bool = False) -> Store:
        for store in stores:
            store.close()
        stores.append(open_store(tmp_path, toolchain, anew=anew))
        return stores[-1]

    yield reopen
    for store in stores:
        store.close()


@pytest.fixture(scope="module")
def lasting() -> Iterator[Store]:
    """One store for many random rows."""
    store = temporary_store()
    yield store
    store.close()


@given(rows=text_rows)
def test_texts_come_back_as_they_were_kept(lasting: Store, rows: dict[str, TextRow]) -> None:
    lasting.forget_texts(lasting.texts())
    lasting.keep_texts(rows.items())
    assert lasting.texts() == rows


def test_text_is_kept_in_place_of_the_one_before(store: Store) -> None:
    old, new = TextRow(b"1", b"2", b"3", b"4"), TextRow(b"", b"", b"", b"")
    store.keep_texts([(COMPOSED, old), (DECOMPOSED, old), (COMPOSED, new)])
    assert store.texts() == {COMPOSED: new, DECOMPOSED: old}


def test_text_that_is_forgotten_leaves_the_others(store: Store) -> None:
    row = TextRow(b"1", b"2", b"3", b"4")
    store.keep_texts([("a.md", row), ("b.md", row)])
    store.forget_texts(["a.md", "nobody.md"])
    store.commit()
    assert store.texts() == {"b.md": row}


@given(name=paths, key=blobs, other=blobs, value=blobs, folder=blobs)
def test_memo_comes_back_for_its_key_only(
    lasting: Store, name: str, key: bytes, other: bytes, value: bytes, folder: bytes
) -> None:
    lasting.keep_memo(name, b"before" + key, b"before", folder)
    lasting.keep_memo(name, key, value, folder)
    assert lasting.memo(name, key, folder) == value
    assert lasting.memo(name, other, folder) == (value if other == key else None)
    assert lasting.memo(name, b"before" + key, folder) is None
    assert lasting.memo(name + "!", key, folder) is None


@given(name=paths, key=blobs, folder=blobs.filter(bool), values=st.tuples(blobs, blobs, blobs))
def test_memos_come_back_folder_by_folder(
    lasting: Store, name: str, key: bytes, folder: bytes, values: tuple[bytes, bytes, bytes]
) -> None:
    folders = (b"", folder, folder + b"/")
    for one, value in zip(folders, values, strict=True):
        lasting.keep_memo(name, key, value, one)
    assert tuple(lasting.memo(name, key, one) for one in folders) == values
    assert lasting.memo(name, key) == values[0]
    assert set(folders[1:]) <= set(lasting.folders())
    assert b"" not in lasting.folders()
    for one in folders[1:]:
        lasting.forget_folder(one)
    assert [lasting.memo(name, key, one) for one in folders] == [values[0], None, None]


@given(rows=made_rows, other=made_rows)
def test_what_files_are_made_of_comes_back_folder_by_folder(
    lasting: Store, rows: dict[str, bytes], other: dict[str, bytes]
) -> None:
    both = {"/một".encode(): rows, "/hai\xff\0".encode("latin-1"): other}
    for folder, kept in both.items():
        lasting.forget_made(folder, rows | other)
        lasting.keep_made(folder, kept.items())
    for folder, kept in both.items():
        assert {path: lasting.made(folder, path) for path in rows | other} == {
            path: kept.get(path, b"") for path in rows | other
        }
        assert [lasting.made(b"/ba", path) for path in kept] == [b""] * len(kept)


def test_what_a_file_is_made_of_is_kept_in_place_of_what_was_before(store: Store) -> None:
    store.keep_made(b"/a", [(COMPOSED, b"1"), (DECOMPOSED, b"1"), (COMPOSED, b"2")])
    assert [store.made(b"/a", COMPOSED), store.made(b"/a", DECOMPOSED)] == [b"2", b"1"]


def test_what_a_file_is_made_of_is_forgotten_in_its_folder_only(store: Store) -> None:
    store.keep_made(b"/a", [("1", b"why"), ("2", b"why")])
    store.keep_made(b"/b", [("1", b"why")])
    store.forget_made(b"/a", ["1", "3"])
    found = [store.made(b"/a", "1"), store.made(b"/a", "2"), store.made(b"/b", "1")]
    assert found == [b"", b"why", b"why"]


def test_folder_that_is_forgotten_takes_all_of_its_own_along(store: Store) -> None:
    assert store.folders() == []
    store.keep_memo("published", b"k", b"0")
    assert store.folders() == []
    for folder in (b"/a", b"/b"):
        store.keep_made(folder, [("1", b"why"), ("2", b"why")])
        for name, key in KEPT:
            store.keep_memo(name, key, b"1", folder)
    store.keep_made(b"/no memos", [("1", b"why")])
    assert sorted(store.folders()) == [b"/a", b"/b"]
    store.forget_folder(b"/a")
    store.forget_folder(b"/nowhere")
    left = [store.memo(name, key, folder) for folder in (b"/a", b"/b") for name, key in KEPT]
    assert (store.folders(), left) == ([b"/b"], [None, None, b"1", b"1"])
    made = [store.made(folder, path) for folder in (b"/a", b"/b") for path in ("1", "2")]
    assert made == [b"", b"", b"why", b"why"]
    assert store.memo("published", b"k") == b"0"


# What is kept, and until when


def test_nothing_is_kept_before_commit(opened: Callable[..., Store]) -> None:
    store = opened()
    store.keep_memo("first", b"k", b"1")
    store.commit()
    store.keep_memo("first", b"k", b"2")
    store.keep_memo("second", b"k", b"2")
    store = opened()
    assert (store.fresh, store.memo("first", b"k"), store.memo("second", b"k")) == (Fresh.NO, b"1", None)


_OPEN = """
import os, sys
from pathlib import Path
from neuguong.store import open_store
store = open_store(Path(sys.argv[1]), b"toolchain")
"""
_DIE = {
    "before anything is committed": "store.keep_memo('a', b'k', b'1'); os._exit(9)",
    "between two commits": (
        "store.keep_memo('a', b'k', b'1'); store.commit(); store.keep_memo('a', b'k', b'2'); os._exit(9)"
    ),
    "with half of it written into the file": (
        "store._connection.execute('PRAGMA cache_size = 5')\n"
        "store.keep_memo('a', b'k', b'1'); store.commit()\n"
        "store.keep_memo('a', b'k', b'2')\n"
        "store.keep_made(b'/', ((str(n), b'x' * 5000) for n in range(200))); os._exit(9)"
    ),
}


@pytest.mark.parametrize(
    ("death", "kept"), list(zip(_DIE, [None, b"1", b"1"], strict=True)), ids=[*map(str, _DIE)]
)
def test_process_that_dies_leaves_the_last_commit(
    tmp_path: Path, opened: Callable[..., Store], death: str, kept: bytes | None
) -> None:
    program = _OPEN + _DIE[death]
    assert subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False).returncode == 9
    if death.startswith("with half"):
        assert (tmp_path / FOLDER / f"{FILE}-journal").stat().st_size > 0
    store = opened()
    assert (store.fresh, store.memo("a", b"k")) == (Fresh.NO, kept)
    assert store.made(b"/", "0") == b""


def test_full_disk_is_an_os_error_and_leaves_the_last_commit(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened()
    store.keep_made(HERE, [("a.html", b"<p>a</p>")])
    store.commit()
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    store.keep_made(HERE, [("a.html", b"y" * 100_000), ("b.html", b"x" * 100_000)])
    with pytest.raises(OSError, match="full") as caught:
        store.commit()
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(tmp_path / FOLDER / FILE))
    store = opened()
    assert (store.fresh, store.made(HERE, "a.html")) == (Fresh.NO, b"<p>a</p>")
    assert store.made(HERE, "b.html") == b""


# Opening


def test_store_is_new_and_then_known(tmp_path: Path, opened: Callable[..., Store]) -> None:
    stores = [opened(), opened()]
    assert [store.fresh for store in stores] == [Fresh.NEW, Fresh.NO]
    stores[-1].close()
    assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [LOCK, FILE]


def test_store_of_another_program_is_dropped(opened: Callable[..., Store]) -> None:
    store = opened()
    store.keep_memo("a", b"k", b"1")
    store.commit()
    store = opened(b"other")
    assert (store.fresh, store.memo("a", b"k")) == (Fresh.OTHER_PROGRAM, None)
    assert [opened(b"other").fresh, opened().fresh] == [Fresh.NO, Fresh.OTHER_PROGRAM]


def test_store_is_dropped_when_asked(opened: Callable[..., Store]) -> None:
    assert opened(anew=True).fresh is Fresh.ASKED
    store = opened()
    store.keep_memo("a", b"k", b"1")
    store.commit()
    store = opened(anew=True)
    assert (store.fresh, store.memo("a", b"k")) == (Fresh.ASKED, None)
    assert opened().fresh is Fresh.NO


def foreign(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE memos (name, key, value, checksum)")
        connection.execute("CREATE TABLE about (toolchain)")
        connection.execute("INSERT INTO about VALUES (?)", (TOOLS,))
    connection.close()


def foreign_with_a_log(file: Path) -> None:
    """A database of the other journal mode, with its log lying beside it."""
    program = (
        "import os, sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1]); c.execute('PRAGMA journal_mode = WAL')\n"
        "c.execute('CREATE TABLE x (y)'); c.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program, str(file)], check=True)
    assert file.with_name(f"{file.name}-wal").is_file()


BROKEN: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("Đây không phải kho.\n" * 500, encoding="utf-8"),
    "zeros": lambda file: file.write_bytes(bytes(20_000)),
    "foreign": foreign,
    "foreign with a log": foreign_with_a_log,
    "head only": lambda file: file.write_bytes(b"SQLite format 3\0"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_store_that_is_none_is_replaced(tmp_path: Path, opened: Callable[..., Store], what: str) -> None:
    opened().close()
    (tmp_path / FOLDER / FILE).unlink()
    BROKEN[what](tmp_path / FOLDER / FILE)
    store = opened()
    assert (store.fresh, store.memo("a", b"k")) == (Fresh.BROKEN, None)
    store.keep_memo("a", b"k", b"1")
    store.commit()
    store = opened()
    assert (store.fresh, store.memo("a", b"k")) == (Fresh.NO, b"1")


def file_for_folder(root: Path) -> None:
    (root / FOLDER).write_bytes(b"mine")


def folder_for_store(root: Path) -> None:
    (root / FOLDER / FILE / "x").mkdir(parents=True)


def folder_for_lock(root: Path) -> None:
    (root / FOLDER / LOCK / "x").mkdir(parents=True)


def link_to_nowhere(root: Path) -> None:
    (root / FOLDER).symlink_to(root / "nowhere")


@pytest.mark.parametrize("block", [file_for_folder, folder_for_store, folder_for_lock, link_to_nowhere])
def test_store_that_cannot_be_made_lies_in_a_temporary_folder(
    tmp_path: Path, opened: Callable[..., Store], block: Callable[[Path], None]
) -> None:
    block(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    store = opened()
    store.keep_made(HERE, [("a.html", b"<p>a</p>")])
    store.commit()
    assert (store.fresh, store.made(HERE, "a.html")) == (Fresh.NOWHERE, b"<p>a</p>")
    store.close()
    after = sorted(path for path in tmp_path.rglob("*") if path.name != LOCK or block is folder_for_lock)
    assert (after, store.path.parent.exists()) == (before, False)
    assert opened().fresh is Fresh.NOWHERE


@pytest.mark.parametrize("name", ["Nêu Gương", "50%25 #1?mode=memory", "a&b;c", "x" * 200])
def test_store_works_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    root.mkdir()
    store = open_store(root, TOOLS)
    store.keep_made(HERE, [("a.html", b"<p>a</p>")])
    store.commit()
    assert (store.fresh, store.made(HERE, "a.html")) == (Fresh.NEW, b"<p>a</p>")
    store.close()


def test_store_that_is_dropped_is_new_again(tmp_path: Path, opened: Callable[..., Store]) -> None:
    drop_store(tmp_path)
    opened().close()
    drop_store(tmp_path)
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [LOCK]
    drop_store(tmp_path)
    assert opened().fresh is Fresh.NEW


def test_store_that_is_closed_says_so(store: Store) -> None:
    store.close()
    store.close()
    uses: tuple[Callable[[], object], ...] = (
        store.texts,
        store.folders,
        store.commit,
        lambda: store.memo("a", b"k"),
        lambda: store.made(HERE, "a.html"),
        lambda: store.keep_memo("a", b"k", b"1"),
    )
    for use in uses:
        with pytest.raises(StoreBroken):
            use()


# Damage

TEXTS = {
    f"stories/2014-2015/bai-{n:03}.md": TextRow(*(bytes([n, k]) * 8 for k in range(4))) for n in range(60)
}
MEMOS = {
    (folder, f"memo-{n}"): folder[:3] + bytes([n]) * (n * 40) for folder in (b"", HERE) for n in range(20)
}
MADE = {f"bai/{n}.html": bytes([n, 1]) * 8 * (n % 7 * 30 + 1) for n in range(60)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store's file with rows in every table."""
    root = tmp_path_factory.mktemp("filled")
    store = open_store(root, TOOLS)
    store.keep_texts(TEXTS.items())
    for (folder, name), value in MEMOS.items():
        store.keep_memo(name, name.encode(), value, folder)
    store.keep_made(HERE, MADE.items())
    store.commit()
    store.close()
    return (root / FOLDER / FILE).read_bytes()


def page_size(data: bytes) -> int:
    return int.from_bytes(data[16:18], "big")


def damaged(root: Path, data: bytes) -> list[str]:
    """Open a store with these bytes and return what it holds that nobody ever wrote there."""
    (root / FOLDER).mkdir(exist_ok=True)
    (root / FOLDER / FILE).write_bytes(data)
    store = open_store(root, TOOLS)
    wrong: list[str] = []
    try:
        for look in (wrong_texts, wrong_memos, wrong_made):
            with contextlib.suppress(StoreBroken):
                wrong += look(store)
    finally:
        store.close()
    return wrong


def wrong_texts(store: Store) -> list[str]:
    return [path for path, row in store.texts().items() if TEXTS.get(path) != row]


def wrong_memos(store: Store) -> list[str]:
    return [
        name
        for (folder, name), value in MEMOS.items()
        if store.memo(name, name.encode(), folder) not in {None, value}
    ]


def wrong_made(store: Store) -> list[str]:
    wrong = []
    for path, parts in MADE.items():
        with contextlib.suppress(StoreBroken):
            if store.made(HERE, path) not in {b"", parts}:
                wrong.append(path)
    return wrong


def test_damage_is_found_where_there_is_none(tmp_path: Path, filled: bytes) -> None:
    assert damaged(tmp_path, filled) == []
    store = open_store(tmp_path, TOOLS)
    assert (store.fresh, store.texts(), store.folders()) == (Fresh.NO, TEXTS, [HERE])
    assert {path: store.made(HERE, path) for path in MADE} == MADE
    assert {(folder, name): store.memo(name, name.encode(), folder) for folder, name in MEMOS} == MEMOS
    store.close()


@settings(max_examples=30)
@given(share=st.floats(0, 1))
def test_store_cut_short_never_says_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, filled: bytes, share: float
) -> None:
    root = tmp_path_factory.mktemp("cut")
    assert damaged(root, filled[: int(len(filled) * share)]) == []


@pytest.mark.parametrize("pages", [0, 1, 2, 3, -2, -1])
@pytest.mark.parametrize("more", [-1, 0, 1, 100])
def test_store_cut_at_an_edge_never_says_what_is_wrong(
    tmp_path: Path, filled: bytes, pages: int, more: int
) -> None:
    assert damaged(tmp_path, filled[: page_size(filled) * pages + more]) == []


@pytest.mark.parametrize("seed", range(4))
def test_store_with_flipped_bytes_never_says_what_is_wrong(tmp_path: Path, filled: bytes, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    used = [at for at, byte in enumerate(filled) if byte]  # pages are half empty
    for _ in range(40):
        data = bytearray(filled)
        for _ in range(chance.choice((1, 1, 1, 5, 50))):
            data[chance.choice(used)] ^= 1 << chance.randrange(8)
        assert damaged(tmp_path, bytes(data)) == []


SHELF = zlib.crc32(b"bai/30.html") % 256


@pytest.mark.parametrize("row", [SHELF.to_bytes(1 + (SHELF > 127)), b"memo-7memo-7"])
def test_store_whose_rows_are_mixed_up_never_gives_another_value(
    tmp_path: Path, filled: bytes, row: bytes
) -> None:
    """Every bit of what says whose a value is: the head of a row, the folder and the name."""
    at = filled.index(HERE + row)
    wrong: list[str] = []
    for bit in range(-8 * 8, (len(HERE + row) + 2) * 8):
        data = bytearray(filled)
        data[at + bit // 8] ^= 1 << bit % 8
        wrong += damaged(tmp_path, bytes(data))
    assert wrong == []


COLUMNS = [
    *(("memos", column) for column in ("folder", "name", "key", "value", "checksum")),
    *(("texts", column) for column in ("folder", "number", "rows", "checksum")),
    *(("made", column) for column in ("folder", "number", "rows", "checksum")),
]


TABLES = {
    "memos": "memos WHERE TRUE",
    "texts": "shelves WHERE folder = x''",
    "made": "shelves WHERE folder = x'61'",
}


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
@pytest.mark.parametrize(
    "rot", ["x'62'", "'b'", "CAST(@ AS TEXT)", "CAST(@ AS BLOB)", "x''", "''", "5", "0.5"]
)
def test_row_that_has_rotted_in_any_column_is_no_row_at_all(
    store: Store, kind: str, column: str, rot: str
) -> None:
    """Nor one of another folder, path or name that it looks like then."""
    store.keep_texts([("a", TextRow(b"a", b"a", b"a", b"a"))])
    store.keep_memo("a", b"a", b"a", b"a")
    store.keep_made(b"a", [("b", b"a")])
    store.commit()
    table, _, place = TABLES[kind].partition(" WHERE ")
    asked = f"SELECT typeof({column}), hex({column}) FROM {table}"  # noqa: S608 - our own names
    (before,) = store._connection.execute(f"{asked} WHERE {place}")
    change = f"UPDATE {table} SET {column} = {rot.replace('@', column)} WHERE {place}"  # noqa: S608
    store._connection.execute(change)
    is_same = before in store._connection.execute(asked).fetchall()
    if column == "rows" and rot == "CAST(@ AS TEXT)":
        with pytest.raises(StoreBroken):
            store.texts() if kind == "texts" else store.made(b"a", "b")
        return
    texts, keys = ("a", "b", "", "5", "0.5"), (b"a", b"b", b"", b"5", b"0.5")
    memos = [store.memo(name, key, folder) for name in texts for key in keys for folder in keys]
    made = [store.made(folder, path) for folder in keys[:2] for path in texts]
    found = {
        "texts": [*store.texts().items()],
        "memos": [value for value in memos if value is not None],
        "made": [parts for parts in made if parts],
    }
    whole = {"texts": [("a", TextRow(b"a", b"a", b"a", b"a"))], "memos": [b"a"], "made": [b"a"]}
    assert found == (whole if is_same else {**whole, kind: []})


def test_store_whose_tables_have_rotten_names_is_replaced(tmp_path: Path, filled: bytes) -> None:
    assert b"tableshelves" in filled
    assert damaged(tmp_path, filled.replace(b"tableshelves", b"table\xedhelves")) == []


# Two processes


def hold(root: Path) -> subprocess.Popen[str]:
    """Start a process that holds the store until its input ends; return when it does."""
    program = _OPEN + "print('held', flush=True); sys.stdin.read(); store.close()"
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


@pytest.mark.parametrize("end", ["it is done", "it is killed"])
def test_second_process_waits_until_the_first_lets_go(tmp_path: Path, end: str) -> None:
    waited: list[int | None] = []

    def on_wait() -> None:
        waited.append(child.poll())
        if end == "it is killed":
            child.kill()
        child.communicate()

    with hold(tmp_path) as child:
        store = open_store(tmp_path, TOOLS, on_wait=on_wait)
    assert (waited, store.fresh, child.returncode) == ([None], Fresh.NO, -9 if "killed" in end else 0)
    store.close()


def test_nobody_waits_where_nobody_works(tmp_path: Path) -> None:
    waited: list[bool] = []
    for _ in range(2):
        open_store(tmp_path, TOOLS, on_wait=lambda: waited.append(True)).close()
    assert waited == []


def test_second_process_says_once_that_it_waits(tmp_path: Path) -> None:
    waited: list[int | None] = []
    with hold(tmp_path) as child:
        assert child.stdin is not None
        late = threading.Timer(1, child.stdin.close)  # some tries later

        def on_wait() -> None:
            waited.append(child.poll())
            late.start()

        store = open_store(tmp_path, TOOLS, on_wait=on_wait)
        late.join()
    assert (waited, store.fresh, child.returncode) == ([None], Fresh.NO, 0)
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl+C for a child there")
def test_process_that_waits_hears_ctrl_c(tmp_path: Path) -> None:
    program = _OPEN.replace('b"toolchain")', 'b"toolchain", on_wait=lambda: print("waiting", flush=True))')
    command = [sys.executable, "-c", program, str(tmp_path)]
    with hold(tmp_path) as child:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiting:
            assert waiting.stdout is not None
            assert waiting.stdout.readline() == "waiting\n"
            waiting.send_signal(signal.SIGINT)
            try:
                _, said = waiting.communicate(timeout=10)
            finally:
                waiting.kill()
        assert child.poll() is None
        child.communicate()
    assert (waiting.returncode, said.splitlines()[-1]) == (-signal.SIGINT, "KeyboardInterrupt")
