"""Organisers' keys: a pair of age keys, the file of a private key, sealing to many and opening with one.

Thin over pyrage, which is age in Rust. Files of private keys are those of age itself (`age-keygen`), with a
passphrase those of `age -p`. What cannot be done is told by `Sealed`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pyrage
from pyrage import passphrase as with_passphrase
from pyrage import x25519

from neuguong.problems import Problem, Text

_AGE = b"age-encryption.org/v1\n"
_PRIVATE = "AGE-SECRET-KEY-1"
_STANZA = b"-> X25519 "
_MAX_KEY_FILE = 100_000

AskPassphrase = Callable[[], str]


class Sealed(Exception):  # noqa: N818 - says what happened
    """The vault stays shut, or cannot be written; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.what.en)
        self.problem = problem


class Identity(NamedTuple):
    """A private key that was read from its file, and the public key that belongs to it."""

    private: x25519.Identity
    public: str


class Pair(NamedTuple):
    """A new pair of keys: what goes into the private file, and the public key."""

    text: str
    public: str


def new_pair() -> Pair:
    """Return a new pair of keys, out of the system's randomness."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    return Pair(f"# public key: {public}\n{identity}\n", public)


def key_file(pair: Pair, passphrase: str | None) -> bytes:
    """Return the bytes of the private key's file, locked with a passphrase where there is one."""
    data = pair.text.encode()
    return data if passphrase is None else bytes(with_passphrase.encrypt(data, passphrase))


def write_key_file(path: Path, data: bytes) -> None:
    """Write a private key's file that only its owner can read; none is written over (FileExistsError)."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(file, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def read_identity(path: Path, ask: AskPassphrase | None = None) -> Identity:
    """Return the private key of a file; `ask` is called where a passphrase locks it. Raises Sealed."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_KEY_FILE)
    except OSError:
        raise _sealed(path, "key-file-is-there", *_NO_FILE) from None
    if data.startswith(_AGE):
        data = _unlocked(path, data, ask)
    for line in data.decode(errors="replace").splitlines():
        if line.strip().upper().startswith(_PRIVATE):
            with suppress(pyrage.IdentityError):
                private = x25519.Identity.from_str(line.strip())
                return Identity(private, str(private.to_public()))
    raise _sealed(path, "key-file-holds-a-key", *_NO_KEY)


def _unlocked(path: Path, data: bytes, ask: AskPassphrase | None) -> bytes:
    if ask is None:
        raise _sealed(path, "key-file-is-unlocked", *_LOCKED)
    try:
        return bytes(with_passphrase.decrypt(data, ask()))
    except pyrage.DecryptError:
        raise _sealed(path, "key-file-is-unlocked", *_WRONG_PASSPHRASE) from None


def is_public_key(text: str) -> bool:
    """Return whether the text is a public age key (age1…)."""
    try:
        x25519.Recipient.from_str(text)
    except (pyrage.RecipientError, ValueError):
        return False
    return True


def seal_to(data: bytes, public_keys: Iterable[str]) -> bytes:
    """Return the data as an age file that each of these keys opens, and nobody else."""
    return bytes(pyrage.encrypt(data, [x25519.Recipient.from_str(key) for key in public_keys]))


def open_with(data: bytes, identity: Identity) -> bytes | None:
    """Return what an age file holds; None where the key does not fit or a byte was changed."""
    try:
        return bytes(pyrage.decrypt(data, [identity.private]))
    except pyrage.DecryptError:
        return None


def readers_of(data: bytes) -> int | None:
    """Return for how many keys an age file was sealed; None where it is no such file. Needs no key."""
    if not data.startswith(_AGE):
        return None
    head = data.partition(b"\n--- ")[0]
    return head.count(b"\n" + _STANZA) or None


_NO_FILE = (
    Text("không mở được tệp khóa riêng này", "this private key file cannot be opened"),
    Text(
        "cắm USB giữ khóa, hoặc chỉ đúng tệp bằng --key; mất khóa thì nhờ người tổ chức khác còn khóa "
        "thêm khóa mới cho bạn (contest organiser add). Không còn ai giữ khóa thì không ai mở được két nữa",
        "give the right file with --key; if the key is lost, another organiser can add a new one for you "
        "(contest organiser add). Where nobody has a key any more, nobody can open the vault",
    ),
)
_NO_KEY = (
    Text("tệp này không có khóa riêng AGE-SECRET-KEY-1…", "there is no private key AGE-SECRET-KEY-1… in it"),
    Text("chọn tệp mà `contest keygen` đã ghi", "choose the file that `contest keygen` wrote"),
)
_LOCKED = (
    Text(
        "tệp khóa này có mật khẩu mà không có ai để hỏi", "the key file has a passphrase; nobody can be asked"
    ),
    Text("chạy lệnh trong cửa sổ lệnh để gõ mật khẩu", "run this in a terminal and type the passphrase"),
)
_WRONG_PASSPHRASE = (
    Text("mật khẩu không mở được tệp khóa này", "the passphrase does not open this key file"),
    Text(
        "gõ lại; để ý bộ gõ tiếng Việt và phím Caps Lock. Quên hẳn thì cũng như mất khóa",
        "type it again; look at Caps Lock and the input method. Forgotten is as good as a lost key",
    ),
)


def _sealed(path: Path, rule: str, what: Text, fix: Text) -> Sealed:
    return Sealed(Problem(str(path), 0, rule, what, fix))
