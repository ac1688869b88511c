from __future__ import annotations

import stat
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest import keys
from neuguong.contest.keys import Sealed

PAIR, OTHER = keys.new_pair(), keys.new_pair()


def test_key_file_is_ages_own_and_only_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.key"
    keys.write_key_file(path, keys.key_file(PAIR, None))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    first, second = path.read_text("ascii").splitlines()
    assert first == f"# public key: {PAIR.public}"
    assert str(pyrage.x25519.Identity.from_str(second).to_public()) == PAIR.public
    assert keys.read_identity(path).public == PAIR.public


def test_key_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "b.key"
    path.write_bytes(b"old")
    with pytest.raises(FileExistsError):
        keys.write_key_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_passphrase_locks_the_key_file(tmp_path: Path) -> None:
    path = tmp_path / "c.key"
    data = keys.key_file(PAIR, "mật khẩu dài")
    keys.write_key_file(path, data)
    assert b"AGE-SECRET-KEY" not in data
    assert keys.read_identity(path, lambda: "mật khẩu dài").public == PAIR.public
    for ask, rule in ((lambda: "sai", "key-file-is-unlocked"), (None, "key-file-is-unlocked")):
        with pytest.raises(Sealed) as refused:
            keys.read_identity(path, ask)
        assert refused.value.problem.rule == rule


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (None, "key-file-is-there"),
        (b"", "key-file-holds-a-key"),
        (b"\xff\xfe\x00", "key-file-holds-a-key"),
        (PAIR.public.encode(), "key-file-holds-a-key"),
        (b"AGE-SECRET-KEY-1ABC\n", "key-file-holds-a-key"),
    ],
)
def test_what_is_no_private_key_is_told(tmp_path: Path, data: bytes | None, rule: str) -> None:
    path = tmp_path / "d.key"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(Sealed) as refused:
        keys.read_identity(path)
    problem = refused.value.problem
    assert (problem.rule, problem.path, bool(problem.fix.vi), bool(problem.fix.en)) == (
        rule,
        str(path),
        True,
        True,
    )


def test_folder_in_a_key_files_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(Sealed):
        keys.read_identity(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAIR.public, True),
        (PAIR.public[:-1], False),
        (PAIR.public[:-1] + "x", False),
        ("age1", False),
        ("", False),
        ("AGE-SECRET-KEY-1ABC", False),
        ("age1đò", False),
    ],
)
def test_public_keys_are_known(text: str, expected: bool) -> None:
    assert keys.is_public_key(text) is expected


@given(st.binary(max_size=2000))
def test_each_reader_opens_and_nobody_else(data: bytes) -> None:
    third = keys.new_pair()
    sealed = keys.seal_to(data, [PAIR.public, OTHER.public])
    opened = [keys.open_with(sealed, identity(pair)) for pair in (PAIR, OTHER, third)]
    assert opened == [data, data, None]
    assert keys.readers_of(sealed) == 2


@given(st.binary(max_size=300), st.data())
def test_any_changed_byte_keeps_it_shut(data: bytes, draw: st.DataObject) -> None:
    sealed = bytearray(keys.seal_to(data, [PAIR.public]))
    place = draw.draw(st.integers(0, 99_999)) % len(sealed)  # age adds some random bytes of its own
    sealed[place] ^= draw.draw(st.integers(1, 255))
    assert keys.open_with(bytes(sealed), identity(PAIR)) is None


@given(st.binary(max_size=300))
def test_readers_of_what_is_no_age_file_are_none(data: bytes) -> None:
    assert keys.readers_of(data) is None


def identity(pair: keys.Pair) -> keys.Identity:
    private = pyrage.x25519.Identity.from_str(pair.text.splitlines()[-1])
    return keys.Identity(private, pair.public)
