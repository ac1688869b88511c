"""Why a file is made again, in words: which of the things it is made of has changed.

The parts of then and of now in, sentences out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from neuguong.problems import Text
from neuguong.site.ledger import Ledger
from neuguong.site.plans import Part, Plan, Short
from neuguong.site.wanted import Wanted

_encode = msgspec.msgpack.Encoder().encode
_decode_shared = msgspec.msgpack.Decoder(dict[str, tuple[Part, ...]]).decode
_decode_short = msgspec.msgpack.Decoder(Short).decode


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is made again, and why: at least one reason."""

    path: str
    reasons: tuple[Text, ...]


_ROLES = {
    "settings": Text("cài đặt đổi", "the settings changed"),
    "words": Text("lời của giao diện đổi", "the words of the interface changed"),
    "lists": Text("danh mục đổi", "a list changed"),
    "menu": Text("đầu trang hoặc cuối trang đổi", "the header or footer changed"),
    "groups": Text("một nhóm có bài đầu tiên, hoặc hết bài", "a group got its first text, or lost its last"),
    "editions": Text("bản tiếng kia vừa có hoặc mất đi", "the other edition came or went"),
    "medium": Text("dựng cho nơi đọc khác: trên mạng, hay mang theo", "it is for another medium"),
    "heirs": Text(
        "vào ngày dựng trang, một nơi đã thuộc đơn vị khác", "on this day a place belongs to other units"
    ),
    "template": Text("mẫu trang đổi", "a template changed"),
    "metadata": Text("phần thông tin của bài đổi", "the story's metadata changed"),
    "text": Text("bài viết đổi", "the story's text changed"),
    "before": Text("bài liền trước đổi", "the story before changed"),
    "after": Text("bài liền sau đổi", "the story after changed"),
    "related": Text("bài đọc thêm đổi", "a related story changed"),
    "hidden": Text("bài được dẫn tới ẩn đi hoặc hiện ra", "a story linked to was hidden or shown"),
    "abroad": Text("bài được dẫn tới vừa có hoặc mất bản dịch", "a translation linked to came or went"),
    "counterpart": Text("bài vừa có hoặc mất bản tiếng kia", "the other language's page came or went"),
    "list": Text("các mục quanh danh sách đổi", "what stands around the list changed"),
    "listed": Text("bài trong danh sách đổi", "a listed story changed"),
    "content": Text("nội dung đổi", "its content changed"),
}

_SHARED = "shared"
_REORDERED = Text("thứ tự các bài đổi", "its stories changed their order")


Shared = dict[str, tuple[Part, ...]]
"""What all pages of a template are made of, by template."""


def keep(files: Iterable[Wanted], shared: Shared, ledger: Ledger) -> None:
    """Keep what these files are made of, for builds to come."""
    ledger.store.keep_memo(_SHARED, b"", _encode(shared), ledger.folder)
    pages = ((file.path, file.source) for file in files if isinstance(file.source, Plan))
    ledger.store.keep_made(ledger.folder, ((path, _encode(plan.short())) for path, plan in pages))


def why(file: Wanted, shared: Shared, ledger: Ledger) -> Change:
    """Say why the file is made again: what it was made of then is not what it is made of now."""
    path = file.path
    last = ledger.rows.get(path)
    there = os.path.lexists(ledger.root / path)
    if last is None and there:
        return Change(path, (Text("chưa có ghi chép về tệp này", "nothing is on record of this file"),))
    if last is None:
        return Change(path, (Text("trang mới", "it is new"),))
    if not there:
        gone = Text("tệp đã bị xóa khỏi nơi ghi trang", "the file was deleted from the output")
        return Change(path, (gone,))
    if last.key == file.key:
        return Change(path, (Text("tệp bị sửa ở nơi ghi trang", "the file was changed in the output"),))
    then, now = _then(file, last.key, ledger), [*shared.get(file.template, ()), *_own(file)]
    return Change(path, tuple(_differences(then, now)) or (_REORDERED,))


def _then(file: Wanted, key: bytes, ledger: Ledger) -> list[Part]:
    """Return what the file was made of when it was last made."""
    if not isinstance(file.source, Plan):
        return [("content", "", key)]
    known = ledger.store.memo(_SHARED, b"", ledger.folder)
    own = ledger.store.made(ledger.folder, file.path)
    shared = _decode_shared(known).get(file.template, ()) if known else ()
    return [*shared, *(_decode_short(own).parts() if own else ())]


def _own(file: Wanted) -> Iterable[Part]:
    if isinstance(file.source, Plan):
        return file.source.short().parts()
    return [("content", "", file.key)]


def _differences(then: list[Part], now: list[Part]) -> Iterator[Text]:
    """Yield a sentence for each kind of thing that differs, with the names of those things."""
    names: dict[str, list[str]] = {}
    for role, name, _digest in [part for part in now if part not in then] + [p for p in then if p not in now]:
        found = names.setdefault(role, [])
        if name and name not in found:
            found.append(name)
    for role, found in names.items():
        listed = f": {', '.join(_file(role, name) for name in found)}" if found else ""
        yield Text(_ROLES[role].vi + listed, _ROLES[role].en + listed)


def _file(role: str, name: str) -> str:
    return f"theme/templates/{name}" if role == "template" else name
