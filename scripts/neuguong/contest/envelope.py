"""What lies inside a sealed record: a salt, a header, the bytes themselves, and padding.

Values in, bytes out, and back. Encrypts nothing. Sizes come in classes, so that a sealed file tells no more
than its class; the salt makes the digest of two equal records differ, and no digest tell what it is of.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

VERSION = 1
SALT = 32
SMALLEST = 16 * 1024
"""Bytes: an entry of 1,500 words, a score sheet and an author's data all fit, and cannot be told apart."""
_LENGTHS = 12
_START = SALT + _LENGTHS


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a record is, when and by whom it was made, and which records it takes the place of.

    `name` is the lasting name of what the record is about; records of one kind and name are its versions.
    """

    v: int = VERSION
    kind: str
    name: str = ""
    made: datetime
    by: str
    replaces: tuple[str, ...] = ()


class Damaged(ValueError):  # noqa: N818 - says what happened
    """Bytes that are no envelope, or one of a newer program."""


def size_class(length: int) -> int:
    """Return the bytes that an envelope takes: 16 KiB, or the next power of two."""
    return max(SMALLEST, 1 << max(length - 1, 0).bit_length())


def pack(header: Header, body: bytes, salt: bytes) -> bytes:
    """Return the envelope. `salt`: 32 bytes that nobody can guess."""
    if len(salt) != SALT:
        raise ValueError("a salt has 32 bytes")
    head = msgspec.json.encode(header)
    lengths = len(head).to_bytes(4, "big") + len(body).to_bytes(8, "big")
    filled = salt + lengths + head + body
    return filled.ljust(size_class(len(filled)), b"\0")


def unpack(envelope: bytes) -> tuple[Header, bytes]:
    """Return header and bytes. Raises Damaged."""
    head = _START + int.from_bytes(envelope[SALT : SALT + 4], "big")
    end = head + int.from_bytes(envelope[SALT + 4 : _START], "big")
    if end > len(envelope) or len(envelope) != size_class(end) or envelope[end:].strip(b"\0"):
        raise Damaged("lengths and padding do not fit")
    try:
        header = msgspec.json.decode(envelope[_START:head], type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Damaged("the header cannot be read") from error
    if header.v != VERSION:
        raise Damaged("of another version")
    return header, envelope[head:end]


def mark(envelope: bytes) -> str:
    """Return the digest by which the log knows a record: of all bytes, the salt among them."""
    return hashlib.sha256(envelope).hexdigest()
