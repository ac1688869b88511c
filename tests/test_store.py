from __future__ import annotations

import contextlib
import errno
import sqlite3
import subprocess
import sys
import unicodedata
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
    Bodies,
    Fresh,
    OutputRow,
    Store,
    StoreBroken,
    TextRow,
    drop_store,
    open_store,
    temporary_store,
)

TOOLS = b"toolchain"
COMPOSED = "stories/2014-2015/Chuyện-ở-Mường-Bi.md"
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
KEPT = (("published", b"k"), ("shared", b""))
NAMES = (COMPOSED, DECOMPOSED, "a'b\"c.md", "%_?#.md", "", " ", "a\nb", "a\x00b", "x" * 3000, "🚣.md")

paths = st.text(max_size=30) | st.sampled_from(NAMES)
texts = st.text(max_size=200)
blobs = st.binary(max_size=40)
text_rows = st.dictionaries(paths, st.builds(TextRow, blobs, blobs, blobs, blobs), max_size=5)
output_rows = st.dictionaries(paths, st.builds(OutputRow, blobs, blobs, blobs), max_size=5)


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


def body(store: Store, path: str) -> str:
    """Return what another process reads; nobody but the store may hold the file afterwards."""
    bodies = Bodies(store.path)
    try:
        return bodies[path]
    finally:
        bodies._connection.close()


@given(rows=text_rows)
def test_texts_come_back_as_they_were_kept(lasting: Store, rows: dict[str, TextRow]) -> None:
    lasting.forget_texts(lasting.texts())
    lasting.keep_texts(rows.items())
    assert lasting.texts() == rows


def test_text_is_kept_in_place_of_the_one_before(store: Store) -> None:
    old, new = TextRow(b"1", b"2", b"3", b"4"), TextRow(b"", b"", b"", b"")
    store.keep_texts([(COMPOSED, old), (DECOMPOSED, old), (COMPOSED, new)])
    assert store.texts() == {COMPOSED: new, DECOMPOSED: old}


def test_text_that_is_forgotten_takes_its_rendering_along(store: Store) -> None:
    row = TextRow(b"1", b"2", b"3", b"4")
    store.keep_texts([("a.md", row), ("b.md", row)])
    store.keep_bodies([("a.md", b"<p>a</p>"), ("b.md", b"<p>b</p>")])
    store.forget_texts(["a.md", "nobody.md"])
    store.commit()
    assert (store.texts(), body(store, "b.md")) == ({"b.md": row}, "<p>b</p>")
    with pytest.raises(StoreBroken):
        body(store, "a.md")


@settings(max_examples=40)
@given(rows=st.dictionaries(paths, texts, min_size=1, max_size=5))
def test_renderings_come_back_as_they_were_kept(lasting: Store, rows: dict[str, str]) -> None:
    lasting.keep_bodies((path, html.encode()) for path, html in rows.items())
    lasting.commit()
    assert {path: body(lasting, path) for path in rows} == rows


@given(name=paths, key=blobs, other=blobs, value=blobs)
def test_memo_comes_back_for_its_key_only(
    lasting: Store, name: str, key: bytes, other: bytes, value: bytes
) -> None:
    lasting.keep_memo(name, b"before" + key, b"before")
    lasting.keep_memo(name, key, value)
    assert lasting.memo(name, key) == value
    assert lasting.memo(name, other) == (value if other == key else None)
    assert lasting.memo(name, b"before" + key) is None
    assert lasting.memo(name + "!", key) is None


@given(rows=output_rows, other=output_rows, parts=blobs)
def test_outputs_come_back_folder_by_folder(
    lasting: Store, rows: dict[str, OutputRow], other: dict[str, OutputRow], parts: bytes
) -> None:
    for folder, kept in (("/một", rows), ("/hai", other)):
        lasting.forget_outputs(folder, lasting.outputs(folder))
        lasting.keep_outputs(folder, ((path, row, parts + path.encode()) for path, row in kept.items()))
    assert (lasting.outputs("/một"), lasting.outputs("/hai")) == (rows, other)
    assert {path: lasting.reasons("/một", path) for path in rows} == {
        path: parts + path.encode() for path in rows
    }
    assert lasting.reasons("/ba", "") == b""


def test_output_that_is_forgotten_takes_its_reasons_along(store: Store) -> None:
    row = OutputRow(b"key", b"content", b"stamp")
    store.keep_outputs("/a", [("1", row, b"why"), ("2", row, b"why")])
    store.keep_outputs("/b", [("1", row, b"why")])
    store.forget_outputs("/a", ["1", "3"])
    assert (store.outputs("/a"), store.outputs("/b")) == ({"2": row}, {"1": row})
    assert [store.reasons("/a", "1"), store.reasons("/a", "2"), store.reasons("/b", "1")] == [
        b"",
        b"why",
        b"why",
    ]


def test_stamps_are_kept_of_known_outputs_only(store: Store) -> None:
    row = OutputRow(b"key", b"content", b"stamp")
    store.keep_outputs("/a", [("1", row, b"why"), ("2", row, b"why")])
    later = row._replace(stamp=b"later")
    store.keep_stamps("/a", [("1", later), ("3", later)])
    assert store.outputs("/a") == {"1": row._replace(stamp=b"later"), "2": row}


def test_folder_that_is_forgotten_takes_all_of_its_own_along(store: Store) -> None:
    row = OutputRow(b"key", b"content", b"stamp")
    assert store.folders() == []
    for folder in ("/a", "/b"):
        store.keep_outputs(folder, [("1", row, b"why"), ("2", row, b"why")])
        store.keep_memo(f"published {folder}", b"k", b"1")
        store.keep_memo(f"shared {folder}", b"", b"1")
    assert sorted(store.folders()) == ["/a", "/b"]
    store.forget_folder("/a")
    store.forget_folder("/nowhere")
    left = [store.memo(f"{name} {folder}", key) for folder in ("/a", "/b") for name, key in KEPT]
    assert (store.folders(), store.outputs("/a"), store.reasons("/a", "1"), left) == (
        ["/b"],
        {},
        b"",
        [None, None, b"1", b"1"],
    )
    assert (store.outputs("/b"), store.reasons("/b", "2")) == ({"1": row, "2": row}, b"why")


def test_several_renderings_are_read_at_once(store: Store) -> None:
    rows = {f"{number}.md": f"<p>{number}</p>" for number in range(999)}
    store.keep_bodies((path, html.encode()) for path, html in rows.items())
    store.commit()
    bodies = Bodies(store.path)
    assert (bodies.several(list(rows)), bodies.several([]), bodies.several(["7.md"])) == (
        rows,
        {},
        {"7.md": "<p>7</p>"},
    )
    with pytest.raises(StoreBroken, match="nobody"):
        bodies.several(["7.md", "nobody.md"])
    bodies._connection.close()


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
from neuguong.store import Bodies, TextRow, open_store
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
        "store.keep_bodies((str(n), b'x' * 5000) for n in range(200)); os._exit(9)"
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
    with pytest.raises(StoreBroken):
        body(store, "0")


def test_full_disk_is_an_os_error_and_leaves_the_last_commit(
    tmp_path: Path, opened: Callable[..., Store]
) -> None:
    store = opened()
    store.keep_bodies([("a.md", b"<p>a</p>")])
    store.commit()
    (pages,) = store._connection.execute("PRAGMA page_count").fetchone()
    store._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(OSError, match="full") as caught:
        store.keep_bodies([("a.md", b"y" * 100_000), ("b.md", b"x" * 100_000)])
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(tmp_path / FOLDER / FILE))
    store = opened()
    assert (store.fresh, body(store, "a.md")) == (Fresh.NO, "<p>a</p>")
    with pytest.raises(StoreBroken):
        body(store, "b.md")


# Opening


def test_store_is_new_and_then_known(tmp_path: Path, opened: Callable[..., Store]) -> None:
    assert [opened().fresh, opened().fresh] == [Fresh.NEW, Fresh.NO]
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
    store.keep_bodies([("a.md", b"<p>a</p>")])
    store.commit()
    assert (store.fresh, body(store, "a.md")) == (Fresh.NOWHERE, "<p>a</p>")
    store.close()
    after = sorted(path for path in tmp_path.rglob("*") if path.name != LOCK or block is folder_for_lock)
    assert (after, store.path.parent.exists()) == (before, False)
    assert opened().fresh is Fresh.NOWHERE


@pytest.mark.parametrize("name", ["Nêu Gương", "50%25 #1?mode=memory", "a&b;c", "x" * 200])
def test_store_works_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    root.mkdir()
    store = open_store(root, TOOLS)
    store.keep_bodies([("a.md", b"<p>a</p>")])
    store.commit()
    assert (store.fresh, body(store, "a.md")) == (Fresh.NEW, "<p>a</p>")
    store.close()


def test_store_tells_its_openings_apart(opened: Callable[..., Store]) -> None:
    assert len({opened().session for _ in range(5)}) == 5


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
    for use in (store.texts, store.commit, lambda: store.keep_memo("a", b"k", b"1")):
        with pytest.raises(StoreBroken):
            use()


# Damage

HERE = "/output"

TEXTS = {
    f"stories/2014-2015/bai-{n:03}.md": TextRow(*(bytes([n, k]) * 8 for k in range(4))) for n in range(60)
}
BODIES = {path: f"<p>Bài {path}, chữ và chữ: {'đò ' * (n % 7 * 30)}</p>" for n, path in enumerate(TEXTS)}
MEMOS = {f"memo-{n}": bytes([n]) * (n * 40) for n in range(20)}
OUTPUTS = {f"bai/{n}.html": OutputRow(*(bytes([n, k]) * 8 for k in range(3))) for n in range(40)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a store's file with rows in every table."""
    root = tmp_path_factory.mktemp("filled")
    store = open_store(root, TOOLS)
    store.keep_texts(TEXTS.items())
    store.keep_bodies((path, html.encode()) for path, html in BODIES.items())
    for name, value in MEMOS.items():
        store.keep_memo(name, name.encode(), value)
    store.keep_outputs(HERE, ((path, row, path.encode()) for path, row in OUTPUTS.items()))
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
        for look in (wrong_texts, wrong_outputs, wrong_memos):
            with contextlib.suppress(StoreBroken):
                wrong += look(store)
    finally:
        store.close()
    return wrong + wrong_renderings(store.path)


def wrong_texts(store: Store) -> list[str]:
    return [path for path, row in store.texts().items() if TEXTS.get(path) != row]


def wrong_outputs(store: Store) -> list[str]:
    return [path for path, row in store.outputs(HERE).items() if OUTPUTS.get(path) != row]


def wrong_memos(store: Store) -> list[str]:
    return [name for name, value in MEMOS.items() if store.memo(name, name.encode()) not in {None, value}]


def wrong_renderings(file: Path) -> list[str]:
    bodies = Bodies(file)
    wrong = []
    for path, html in BODIES.items():
        with contextlib.suppress(StoreBroken):
            if bodies[path] != html:
                wrong.append(path)
    bodies._connection.close()
    return wrong


def test_damage_is_found_where_there_is_none(tmp_path: Path, filled: bytes) -> None:
    assert damaged(tmp_path, filled) == []
    store = open_store(tmp_path, TOOLS)
    assert (store.fresh, store.texts(), store.outputs(HERE)) == (Fresh.NO, TEXTS, OUTPUTS)
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


def test_store_whose_list_of_renderings_is_mixed_up_never_gives_another_text(
    tmp_path: Path, filled: bytes
) -> None:
    """Every bit of the index of paths, which says in which row a rendering stands."""
    with sqlite3.connect(":memory:") as connection:
        connection.deserialize(filled)
        (page,) = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'sqlite_autoindex_bodies_1' AND pagetype = 'leaf'"
        ).fetchone()
    connection.close()
    path = "stories/2014-2015/bai-030.md"
    at = filled.index(path.encode(), (page - 1) * page_size(filled))
    wrong: list[str] = []
    for bit in range((len(path) + 2) * 8):
        data = bytearray(filled)
        data[at + bit // 8] ^= 1 << bit % 8
        (tmp_path / FILE).write_bytes(data)
        wrong += wrong_renderings(tmp_path / FILE)
    assert wrong == []


def test_store_whose_tables_have_rotten_names_is_replaced(tmp_path: Path, filled: bytes) -> None:
    assert damaged(tmp_path, filled.replace(b"tablereasons", b"table\xf2easons")) == []


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


def test_renderings_can_be_read_while_the_store_has_more_to_say(opened: Callable[..., Store]) -> None:
    store = opened()
    store.keep_bodies([("a.md", b"<p>1</p>")])
    store.commit()
    bodies = Bodies(store.path)
    store.keep_bodies([("a.md", b"<p>2</p>"), ("b.md", b"<p>b</p>")])
    assert bodies["a.md"] == "<p>1</p>"
    with pytest.raises(StoreBroken):
        bodies["b.md"]
    store.commit()
    assert (bodies["a.md"], bodies["b.md"]) == ("<p>2</p>", "<p>b</p>")
    bodies._connection.close()


def test_renderings_can_be_read_by_another_process(opened: Callable[..., Store]) -> None:
    store = opened()
    store.keep_bodies([(DECOMPOSED, "<p>Đò</p>".encode())])
    store.commit()
    store.keep_memo("a", b"k", b"1")
    program = (
        "import sys; from pathlib import Path; from neuguong.store import Bodies\n"
        "sys.stdout.buffer.write(Bodies(Path(sys.argv[1]))[sys.argv[2]].encode())"
    )
    command = [sys.executable, "-c", program, str(store.path), DECOMPOSED]
    assert subprocess.run(command, capture_output=True, check=True).stdout.decode() == "<p>Đò</p>"


def test_renderings_of_a_store_that_is_gone_are_no_fault_of_the_program(tmp_path: Path) -> None:
    with pytest.raises(StoreBroken):
        Bodies(tmp_path / FILE)["a.md"]
