"""Why a file is made again, in words: which of the things it is made of has changed.

The parts of then and of now in, sentences out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from msgspec import Struct

from neuguong.problems import Text
from neuguong.site.ledger import Ledger
from neuguong.site.plans import Part, Summary
from neuguong.site.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is made again, and why: at least one reason."""

    path: str
    reasons: tuple[Text, ...]


_ROLES = {
    "settings": Text("cài đặt đổi", "the settings changed"),
    "lists": Text("danh mục đổi", "a list changed"),
    "menu": Text("đầu trang hoặc cuối trang đổi", "the header or footer changed"),
    "groups": Text("một nhóm có bài đầu tiên, hoặc hết bài", "a group got its first text, or lost its last"),
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
    "list": Text("các mục quanh danh sách đổi", "what stands around the list changed"),
    "listed": Text("bài trong danh sách đổi", "a listed story changed"),
    "content": Text("nội dung đổi", "its content changed"),
}

_MADE_OF = "made of"
_REORDERED = Text("thứ tự các bài đổi", "its stories changed their order")


class Memory(Struct):
    """What the pages of a build were made of: the parts that all pages of a template share, and their own."""

    shared: dict[str, tuple[Part, ...]]
    own: Summary

    def keep(self, ledger: Ledger) -> None:
        """Keep it for the next build."""
        ledger.store.keep_memo(_MADE_OF, b"", msgspec.msgpack.encode(self), ledger.folder)


def recall(ledger: Ledger) -> Memory:
    """Return what the last build kept; nothing where there was none."""
    known = ledger.store.memo(_MADE_OF, b"", ledger.folder)
    return msgspec.msgpack.decode(known, type=Memory) if known else Memory({}, Summary([], {}))


def why(file: Wanted, ledger: Ledger, then: Memory, now: Memory) -> Change:
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
    parts = _parts(file, last.key, then), _parts(file, file.key, now)
    return Change(path, tuple(_differences(*parts)) or (_REORDERED,))


def _parts(file: Wanted, key: bytes, made: Memory) -> list[Part]:
    own = made.own.parts(file.path) if file.path in made.own.pages else [("content", "", key)]
    return [*made.shared.get(file.template, ()), *own]


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
