from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import neuguong
from neuguong import fingerprint
from neuguong.fingerprint import SETTLED, SIZE, digest, is_older, is_settled, of_record, stamp

PACKAGE = Path(neuguong.__file__).parent
TICK = 0.03
"""Seconds after which a disk's clock shows another time."""

parts = st.lists(st.binary(max_size=20), max_size=4).map(tuple)


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Thing:
    name: str
    days: tuple[date, ...] = ()
    marks: frozenset[str] = frozenset()


class Pair(NamedTuple):
    left: object
    right: object


class Card(msgspec.Struct, frozen=True):
    title: str


def framed(*texts: bytes) -> bytes:
    """Return one text that looks like several ones with their lengths."""
    return b"".join(len(text).to_bytes(8, "little") + text for text in texts)


@given(parts, parts)
@example((), (b"",))
@example((b"", b""), (b"",))
@example((b"ab", b"c"), (b"a", b"bc"))
@example((b"a", b"b"), (framed(b"a", b"b"),))
@example((b"", b""), (framed(b"", b""),))
def test_digest_tells_parts_apart(left: tuple[bytes, ...], right: tuple[bytes, ...]) -> None:
    assert (digest(*left) == digest(*right)) == (left == right)


@given(parts)
def test_digest_has_one_size(given_parts: tuple[bytes, ...]) -> None:
    assert len(digest(*given_parts)) == SIZE


@given(
    st.dictionaries(st.text(max_size=5), st.integers(-100, 100)), st.sets(st.text(max_size=5)), st.randoms()
)
def test_record_is_the_same_in_whatever_order_it_was_built(
    table: dict[str, int], names: set[str], chance: Any
) -> None:
    pairs, members = list(table.items()), sorted(names)
    chance.shuffle(pairs)
    chance.shuffle(members)
    again = {"table": dict(pairs), "names": frozenset(members)}
    assert of_record(again) == of_record({"names": set(names), "table": table})


RECORDS: tuple[object, ...] = (
    None,
    "",
    b"",
    0,
    "a",
    b"a",
    ("a", "b"),
    (("a",), "b"),
    (("a", "b"),),
    ["ab"],
    {"a": "b"},
    {"b": "a"},
    frozenset({"x"}),
    frozenset({"x", "y"}),
    date(2015, 4, 22),
    date(2015, 4, 23),
    Thing("a"),
    Thing("b"),
    Thing("a", (date(2015, 4, 22),)),
    Thing("a", (), frozenset({"x"})),
    Pair("a", None),
    Pair(None, "a"),
    Card("a"),
    Card("á"),
    Card("a\u0301"),
)


def test_record_that_differs_anywhere_has_another_digest() -> None:
    assert len({of_record(record) for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Thing("a", (date(2015, 4, 22),)), Thing("a", (date(2015, 4, 22),))),
        (Colour.RED, "red"),
        (Pair(1, 2), (1, 2)),
        ({"x": Card("a")}, {"x": Card("a")}),
    ],
)
def test_record_that_is_equal_has_the_same_digest(left: object, right: object) -> None:
    assert of_record(left) == of_record(right)


def append(file: Path) -> None:
    with file.open("ab") as opened:
        opened.write(b"!")


def rewrite(file: Path) -> None:
    file.write_bytes(b"other")


def rewrite_and_set_the_time_back(file: Path) -> None:
    status = file.stat()
    file.write_bytes(b"other")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def rename_over(file: Path) -> None:
    beside = file.with_name("beside")
    beside.write_bytes(b"other")
    beside.replace(file)


def rename_over_with_the_same_time(file: Path) -> None:
    status = file.stat()
    beside = file.with_name("beside")
    beside.write_bytes(b"other")
    os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
    beside.replace(file)


def touch(file: Path) -> None:
    file.touch()


def change_mode(file: Path) -> None:
    file.chmod(0o600)


@pytest.mark.parametrize(
    "change",
    [
        append,
        rewrite,
        rewrite_and_set_the_time_back,
        rename_over,
        rename_over_with_the_same_time,
        touch,
        change_mode,
    ],
)
def test_stamp_changes_when_the_file_does(tmp_path: Path, change: Callable[[Path], None]) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"first")
    before = stamp(file.stat())
    time.sleep(TICK)
    change(file)
    assert stamp(file.stat()) != before


def test_stamp_stays_when_the_file_is_only_looked_at(tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "other"
    file.write_bytes(b"first")
    before = stamp(file.stat())
    time.sleep(TICK)
    file.read_bytes()
    other.write_bytes(b"other")
    assert stamp(file.lstat()) == before


@pytest.mark.parametrize("nanoseconds", [-1, 0, 2**62, 2**63 - 1, 2**63, 10**19])
def test_stamp_can_be_had_of_any_time(tmp_path: Path, nanoseconds: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    os.utime(file, ns=(nanoseconds, nanoseconds))
    taken = stamp(file.stat())
    assert len(taken) == len(stamp(tmp_path.stat()))
    assert not (nanoseconds > time.time_ns() and is_settled(taken, time.time_ns()))


NOW = 1_800_000_000_000_000_000


def made_at(changed: int, touched: int) -> bytes:
    values = {"st_size": 1, "st_mtime_ns": changed, "st_ctime_ns": touched, "st_ino": 2**64 + 7}
    return stamp(type("Status", (), values)())


@pytest.mark.parametrize(
    ("file_stamp", "settled"),
    [
        (b"", False),
        (made_at(NOW, NOW), False),
        (made_at(NOW - SETTLED, NOW - SETTLED), False),
        (made_at(NOW - SETTLED - 1, NOW - SETTLED - 1), True),
        (made_at(NOW - SETTLED - 1, NOW), False),
        (made_at(NOW, NOW - SETTLED - 1), False),
        (made_at(0, NOW - SETTLED - 1), True),
        (made_at(NOW + SETTLED, NOW - SETTLED - 1), False),
        (made_at(-1, -1), True),
    ],
)
def test_settled_is_what_nobody_touched_for_two_seconds(file_stamp: bytes, settled: bool) -> None:
    assert is_settled(file_stamp, NOW) == settled


@pytest.mark.parametrize(
    ("file_stamp", "older"),
    [
        (b"", False),
        (made_at(NOW, NOW), False),
        (made_at(NOW - SETTLED, NOW), False),
        (made_at(NOW - SETTLED - 1, NOW), True),
        (made_at(NOW - SETTLED - 1, NOW + SETTLED), True),
        (made_at(NOW, NOW - SETTLED - 1), False),
        (made_at(NOW + SETTLED, 0), False),
        (made_at(0, NOW), True),
        (made_at(-1, NOW), True),
        (made_at(2**63, NOW), False),
    ],
)
def test_older_is_what_was_written_two_seconds_ago_whenever_it_was_touched(
    file_stamp: bytes, older: bool
) -> None:
    assert is_older(file_stamp, NOW) == older


@given(st.integers(NOW - 3 * SETTLED, NOW + SETTLED), st.integers(NOW - 3 * SETTLED, NOW + SETTLED))
def test_what_is_settled_is_older_and_not_touched_since(changed: int, touched: int) -> None:
    taken = made_at(changed, touched)
    assert is_settled(taken, NOW) == (is_older(taken, NOW) and is_older(made_at(touched, changed), NOW))


@given(st.integers(NOW - 3 * SETTLED, NOW))
def test_older_stamp_is_another_one_once_the_file_is_written_now(changed: int) -> None:
    """On the slowest clock too, which counts in two seconds."""
    if is_older(made_at(changed, 0), NOW):
        assert made_at(changed, 0) != made_at(NOW - NOW % SETTLED, 0)


def copied(folder: Path) -> Path:
    """Copy the package and return where its module for fingerprints lies."""
    package = folder / "neuguong"
    if not package.exists():
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    return package / "fingerprint.py"


def toolchain_of(file: Path) -> bytes:
    """Return the fingerprint that a fresh process would find."""
    specification = importlib.util.spec_from_file_location("copied_fingerprint", file)
    assert specification is not None
    assert specification.loader is not None
    module: ModuleType = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    found: bytes = module.toolchain()
    return found


def test_toolchain_stays_as_long_as_nothing_changes(tmp_path: Path) -> None:
    file = copied(tmp_path)
    before = toolchain_of(file)
    (file.parent / "notes.txt").write_bytes(b"no module")
    (file.parent / "__pycache__").mkdir(exist_ok=True)
    (file.parent / "__pycache__/text.cpython-311.pyc").write_bytes(b"compiled")
    assert before == toolchain_of(file) == fingerprint.toolchain() == fingerprint.toolchain()


@pytest.mark.parametrize(
    "module",
    [
        "text.py",
        "site/render.py",
        "content/checks/__init__.py",
        "share_card/be-vietnam-pro-600.ttf",
        "share_card/be-vietnam-pro-600.json",
    ],
)
def test_toolchain_changes_with_one_byte_of_a_module_or_of_its_font(tmp_path: Path, module: str) -> None:
    file = copied(tmp_path)
    before = toolchain_of(file)
    with (file.parent / module).open("ab") as opened:
        opened.write(b"\n")
    assert toolchain_of(file) != before


def test_toolchain_changes_with_a_new_module(tmp_path: Path) -> None:
    file = copied(tmp_path)
    before = toolchain_of(file)
    (file.parent / "site/zz.py").write_bytes(b"")
    assert toolchain_of(file) != before


@pytest.mark.parametrize("name", ["msgspec-9.9.9.dist-info", "old.egg-info"])
def test_toolchain_changes_with_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder), str(tmp_path / "nowhere")])
    file = copied(tmp_path)
    before = toolchain_of(file)
    (folder / "some_module.py").write_bytes(b"")
    assert toolchain_of(file) == before
    (folder / name).mkdir()
    assert toolchain_of(file) != before


def test_toolchain_is_the_same_however_the_program_is_started(tmp_path: Path) -> None:
    say = "from neuguong.fingerprint import toolchain; print(toolchain().hex())"
    (tmp_path / "as_script.py").write_text(say, encoding="utf-8")
    started = (
        [sys.executable, "-c", say],
        [sys.executable, str(tmp_path / "as_script.py")],
        [sys.executable, "-m", "as_script"],
    )
    found = {
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout for command in started
    }
    assert len(found) == 1
