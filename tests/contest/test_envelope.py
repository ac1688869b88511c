from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from neuguong.contest.envelope import SALT, SMALLEST, Damaged, Header, mark, pack, size_class, unpack

MADE = datetime(2027, 1, 5, 8, 30, tzinfo=UTC)
HEADER = Header(kind="identity", name="K7Q2", made=MADE, by="Cô Lan")
SALTS = st.binary(min_size=SALT, max_size=SALT)


@given(st.binary(max_size=50_000), st.text(max_size=40), SALTS)
@example(b"", "", bytes(SALT))
@example(b"\0" * 20_000, "", b"\0" * SALT)
def test_what_was_packed_comes_out(body: bytes, name: str, salt: bytes) -> None:
    header = Header(kind="identity", name=name, made=MADE, by="Cô Lan", replaces=("a", "b"))
    packed = pack(header, body, salt)
    assert unpack(packed) == (header, body)
    assert len(packed) == size_class(SALT + 12 + len(msgspec.json.encode(header)) + len(body))


@given(st.integers(0, 40_000_000))
def test_sizes_come_in_powers_of_two(length: int) -> None:
    size = size_class(length)
    assert size >= length
    assert size >= SMALLEST
    assert size & (size - 1) == 0
    assert size == SMALLEST or size < 2 * length


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 16384), (1, 16384), (16384, 16384), (16385, 32768), (32768, 32768), (32769, 65536)],
)
def test_size_class_at_its_edges(length: int, size: int) -> None:
    assert size_class(length) == size


def test_sheet_identity_and_entry_cannot_be_told_apart_by_size() -> None:
    entry = " ".join(["nghiêng"] * 1500).encode()
    sizes = {len(pack(HEADER, body, bytes(SALT))) for body in (b"{}", b"x" * 700, entry)}
    assert sizes == {SMALLEST}


@given(SALTS, SALTS)
def test_mark_tells_nothing_that_can_be_guessed(first: bytes, second: bytes) -> None:
    marks = {mark(pack(HEADER, b"Ha Van Tinh", salt)) for salt in (first, second)}
    assert len(marks) == len({first, second})


@given(st.binary(max_size=300), st.data())
def test_changed_lengths_or_padding_are_damage(body: bytes, data: st.DataObject) -> None:
    packed = bytearray(pack(HEADER, body, bytes(SALT)))
    end = SALT + 12 + len(msgspec.json.encode(HEADER)) + len(body)
    place = data.draw(st.one_of(st.integers(SALT, SALT + 11), st.integers(end, len(packed) - 1)))
    packed[place] ^= data.draw(st.integers(1, 255))
    try:
        unpacked = unpack(bytes(packed))
    except Damaged:
        return
    assert unpacked != (HEADER, body)  # a shorter length may still be well-formed, but it is not the same


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        bytes(SMALLEST - 1),
        b"x" * SMALLEST,
        pack(HEADER, b"", bytes(SALT))[:-1],
        pack(HEADER, b"", bytes(SALT)) + b"\0",
        pack(Header(v=2, kind="a", made=MADE, by="b"), b"", bytes(SALT)),
    ],
)
def test_what_is_no_envelope_is_damage(wrong: bytes) -> None:
    with pytest.raises(Damaged):
        unpack(wrong)


def test_salt_has_its_length() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        pack(HEADER, b"", b"short")
