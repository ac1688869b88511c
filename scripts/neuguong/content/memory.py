"""Records in the store: a value is kept under a name, for as long as what it was made of stays the same."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec

from neuguong import fingerprint
from neuguong.store import Store

_encode = msgspec.msgpack.Encoder().encode


def key_of(inputs: Any) -> bytes:
    """Return the digest of what a value is made of: texts, names and digests in lists and dictionaries."""
    return fingerprint.digest(repr(inputs).encode(errors="surrogatepass"))


def recall(store: Store, name: str, key: bytes, kind: Any) -> Any:
    """Return what was kept under the name and the key; None where nothing was."""
    known = store.memo(name, key)
    return None if known is None else msgspec.msgpack.decode(known, type=kind)


def keep(store: Store, name: str, key: bytes, value: Any) -> None:
    """Keep a value, unless no record can hold it: a file's name that is no text, a number beyond all numbers.

    Then it is found out again each time.
    """
    with contextlib.suppress(UnicodeEncodeError, OverflowError):
        store.keep_memo(name, key, _encode(value))
