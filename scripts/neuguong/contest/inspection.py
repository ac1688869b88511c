"""Looking at a whole vault: what lies in it, what the log says of it, and every fault.

A folder and perhaps a private key in; what was found out. Writes nothing. Without a key only what is in the
clear can be compared: that pages follow each other and that records are there. With a key also that each
record is the one that was written, and each page the work of somebody who had a key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from neuguong.contest import envelope, keys, log
from neuguong.contest.envelope import Damaged, Header
from neuguong.contest.keys import Identity
from neuguong.contest.log import Added, Log
from neuguong.contest.vault_folder import LOG, OF_THE_SYSTEM, VaultFolder
from neuguong.problems import Level, Problem, Text

SECRET = "secret"  # noqa: S105 - the kind of record that holds one


@dataclass(slots=True)
class Found:
    """The log, the headers of the records that a key opened, the organisers' secrets, and every problem."""

    log: Log
    headers: dict[str, Header] = field(default_factory=dict)
    secrets: dict[str, bytes] = field(default_factory=dict)
    sealed_for: Counter[int] = field(default_factory=Counter)
    """How many records are sealed for so many keys."""
    problems: list[Problem] = field(default_factory=list)

    def current(self, kind: str) -> Iterator[tuple[str, Header]]:
        """Yield the records of a kind that no later one takes the place of, in the order of the log."""
        replaced = {old for header in self.headers.values() for old in header.replaces}
        for record_id, header in self.headers.items():
            if header.kind == kind and record_id not in replaced:
                yield record_id, header


def inspect(folder: VaultFolder, identity: Identity | None) -> Found:
    """Look at the whole vault."""
    pages, problems = log.read(folder.pages(), f"{folder.at}/{LOG}")
    found = Found(pages, problems=[*problems])
    named = [added for page in pages.pages.values() for added in page.records]
    for added in named:
        found.problems += _look_at_record(folder, added, identity, found)
    found.problems += _sealed_for_others(folder, found)
    found.problems += _strays(folder, {added.id for added in named})
    found.problems += _changes_in_branches(folder, pages)
    if identity is not None and _is_strange(identity, found):
        found.problems = [each for each in found.problems if each.rule != "record-opens"]
        found.problems.append(_problem(folder.at, "key-fits", *_wrong_key(pages)))
    elif identity is not None:
        found.problems += _false_seals(folder, found)
        found.problems += _beside_removals(folder, pages)
        found.problems += _rivals(folder, found)
    return found


def _look_at_record(
    folder: VaultFolder, added: Added, identity: Identity | None, found: Found
) -> Iterator[Problem]:
    path = folder.record_path(added.id)
    data = folder.record(added.id)
    sealed_for = keys.readers_of(data) if data is not None else None
    if data is None:
        yield _problem(path, "record-is-there", *_LOST)
    elif sealed_for is None:
        yield _problem(path, "record-is-unchanged", *_CHANGED)
    else:
        found.sealed_for[sealed_for] += 1
        if identity is not None:
            yield from _open(path, added, data, identity, found)


def _open(path: str, added: Added, data: bytes, identity: Identity, found: Found) -> Iterator[Problem]:
    opened = keys.open_with(data, identity)
    if opened is None:
        yield _problem(path, "record-opens", *_SHUT)
        return
    if envelope.mark(opened) != added.mark:
        yield _problem(path, "record-is-unchanged", *_CHANGED)
        return
    try:
        header, body = envelope.unpack(opened)
    except Damaged:
        yield _problem(path, "record-is-of-this-version", *_NEWER)
        return
    found.headers[added.id] = header
    if header.kind == SECRET:
        found.secrets[added.id] = body


def _is_strange(identity: Identity, found: Found) -> bool:
    """Return whether a key opens nothing, and is none of an organiser."""
    known = {each.key for each in found.log.organisers}
    return bool(known) and not found.headers and identity.public not in known


def _sealed_for_others(folder: VaultFolder, found: Found) -> Iterator[Problem]:
    readers = len(found.log.organisers)
    others = sum(count for sealed_for, count in found.sealed_for.items() if sealed_for != readers)
    if others:
        yield _problem(
            folder.at,
            "records-are-sealed-for-all",
            Text(
                f"{others} bản ghi không khóa đúng cho {readers} người đang giữ khóa",
                f"{others} records are not sealed for the {readers} who hold keys now",
            ),
            Text(
                "chạy: contest organiser reseal (do lệnh trước bị ngắt, hoặc vừa nhập hai nhánh)",
                "run: contest organiser reseal (a command was interrupted, or branches were merged)",
            ),
            Level.WARNING,
        )


def _false_seals(folder: VaultFolder, found: Found) -> Iterator[Problem]:
    """Yield a problem for each page that was written by somebody without a key."""
    for name, page in found.log.pages.items():
        secret = found.secrets.get(page.key)
        if secret is not None and not log.is_sealed(page, secret):
            yield _problem(
                log.path_of(f"{folder.at}/{LOG}", name, page),
                "page-is-by-an-organiser",
                Text(
                    "trang sổ này do người không giữ khóa ghi vào, hoặc đã bị sửa",
                    "this page was written by somebody without a key, or changed",
                ),
                Text(
                    "đừng tin những gì nó thêm: xem ai đã đưa nó vào (git log) và lấy lại bản trước đó",
                    "trust nothing that it adds: see who brought it in (git log), and go back before it",
                ),
            )


def _beside_removals(folder: VaultFolder, pages: Log) -> Iterator[Problem]:
    """Yield a warning for pages that somebody removed could still have written, in another branch."""
    for change in pages.removals():
        for name in pages.beside(change):
            yield _problem(
                log.path_of(f"{folder.at}/{LOG}", name, pages.pages[name]),
                "page-is-not-beside-a-removal",
                Text(
                    "trang này ghi ở nhánh khác, song song với lúc bỏ một người giữ khóa",
                    "this page was written in another branch, beside the removal of an organiser",
                ),
                Text(
                    "hỏi xem có đúng là người của mình ghi không: người đã bị bỏ cũng ghi được như thế",
                    "ask whether one of you wrote it: the one who was removed could have, too",
                ),
                Level.WARNING,
            )


def _rivals(folder: VaultFolder, found: Found) -> Iterator[Problem]:
    """Yield a warning where two versions of one thing stand side by side, after branches were merged."""
    kinds = sorted({header.kind for header in found.headers.values()})
    for kind in kinds:
        named = sorted((h.name, record) for record, h in found.current(kind) if h.name)
        for name, group in groupby(named, key=lambda pair: pair[0]):
            versions = [record for _, record in group]
            for version in versions if len(versions) > 1 else ():
                yield _problem(
                    folder.record_path(version),
                    "record-has-one-version",
                    Text(
                        f"“{name}” ({kind}) có {len(versions)} bản cùng hiệu lực, ghi ở hai nhánh",
                        f"“{name}” ({kind}) has {len(versions)} standing versions, from two branches",
                    ),
                    Text(
                        "xem hai bản rồi ghi lại bản đúng một lần nữa: nó thay cả hai",
                        "look at them and write the right one once more: it takes the place of both",
                    ),
                    Level.WARNING,
                )


def _strays(folder: VaultFolder, named: set[str]) -> Iterator[Problem]:
    for record_id in folder.record_ids():
        if record_id not in named:
            yield _problem(folder.record_path(record_id), "record-is-in-the-log", *_ORPHAN, Level.WARNING)
    for path in folder.unfinished():
        yield _problem(f"{folder.at}/{path}", "file-is-finished", *_UNFINISHED, Level.WARNING)
    for path in folder.strangers():
        level = Level.WARNING if path.rpartition("/")[2] in OF_THE_SYSTEM else Level.ERROR
        yield _problem(f"{folder.at}/{path}", "file-belongs-in-the-vault", *_STRANGER, level)


def _changes_in_branches(folder: VaultFolder, pages: Log) -> Iterator[Problem]:
    if len(pages.changes) > 1:
        for change in pages.changes:
            page = pages.pages[change]
            names = ", ".join(each.name for each in page.organisers)
            yield _problem(
                log.path_of(f"{folder.at}/{LOG}", change, page),
                "organisers-are-agreed",
                Text(
                    f"hai nhánh cùng đổi người giữ khóa; theo trang này là: {names}",
                    f"two branches changed who holds keys; by this page: {names}",
                ),
                Text(
                    "chạy: contest organiser reseal; máy nói ai sẽ giữ khóa rồi hỏi lại",
                    "run: contest organiser reseal; it says who will hold keys, and asks",
                ),
            )


_LOST = (
    Text("sổ có ghi bản ghi này mà tệp không còn", "the log names this record, and the file is gone"),
    Text("lấy lại tệp từ git (git log -- đường-dẫn)", "get the file back out of git (git log -- path)"),
)
_CHANGED = (
    Text("bản ghi này không còn như lúc được ghi", "this record is not what it was when it was written"),
    Text("lấy lại bản gốc từ git, và xem ai đã sửa", "get the first one back out of git; see who changed it"),
)
_SHUT = (
    Text(
        "khóa này không mở được bản ghi, hoặc tệp đã hỏng",
        "this key does not open the record, or the file is damaged",
    ),
    Text(
        "nếu ghi ở nhánh khác trước khi bạn được thêm: nhờ người giữ khóa trước bạn chạy "
        "contest organiser reseal; nếu không phải thế, lấy lại tệp từ git",
        "if it was written in another branch before you were added: ask an earlier organiser to run "
        "contest organiser reseal; otherwise get the file back out of git",
    ),
)
_NEWER = (
    Text("bản ghi theo dạng của một phiên bản mới hơn", "the record is in a form of a newer version"),
    Text("cài bản mới của chương trình này", "install the newer version of this program"),
)
_ORPHAN = (
    Text("bản ghi này không có trong sổ", "the log does not know this record"),
    Text(
        "thường do một lệnh bị ngắt giữa chừng: contest verify --sweep dọn đi. Nếu git log cho thấy "
        "một trang sổ đã mất thì lấy lại trang ấy, đừng dọn",
        "most often a command was interrupted: contest verify --sweep clears it away. If git log shows "
        "that a page of the log is lost, get that page back and sweep nothing",
    ),
)
_UNFINISHED = (
    Text("tệp viết dở của một lệnh bị ngắt", "a half-written file of an interrupted command"),
    Text("contest verify --sweep dọn đi", "contest verify --sweep clears it away"),
)
_STRANGER = (
    Text("tệp này không thuộc về két", "this file does not belong in the vault"),
    Text("chuyển nó đi chỗ khác", "move it somewhere else"),
)


def _wrong_key(pages: Log) -> tuple[Text, Text]:
    names = ", ".join(each.name for each in pages.organisers)
    return (
        Text("khóa này không mở được két", "this key does not open the vault"),
        Text(
            f"dùng khóa của một trong những người giữ khóa ({names}), hoặc nhờ họ thêm bạn",
            f"use the key of one of the organisers ({names}), or ask them to add you",
        ),
    )


def _problem(path: str, rule: str, what: Text, fix: Text, level: Level = Level.ERROR) -> Problem:
    return Problem(path, 0, rule, what, fix, level)
