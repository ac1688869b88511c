"""The log of a vault: pages that name the pages before them, the records they add, and who may read.

Bytes of pages in, the log and every fault out. Reads no files, decrypts nothing. A page is never changed: its
name holds the SHA-256 of its bytes, and the pages after it name that. Two branches that both add pages need
no mending: the next page follows both.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from neuguong.problems import Problem, Text

_NAME = re.compile(r"([0-9]{6,9})-([0-9a-f]{64})\.json")
_SEALED_FOR = b"neuguong log page 1\n"


class Organiser(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who may read the vault: a name, and the public age key."""

    name: str
    key: str


class Added(msgspec.Struct, frozen=True, array_like=True):
    """A record that a page adds: its id (its file's name) and its mark."""

    id: str
    mark: str


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One action. `after` holds the SHA-256 of the pages before it, `number` is one above theirs.

    `seal` proves that the writer could read the record `key`, which holds a secret of the organisers. A page
    with `organisers` says who may read from now on; its one record holds the secret for the pages after it.
    """

    number: int
    after: tuple[str, ...]
    records: tuple[Added, ...]
    key: str
    organisers: tuple[Organiser, ...] = ()
    seal: str = ""


def encode(page: Page) -> bytes:
    """Return the page's one line."""
    return msgspec.json.encode(page) + b"\n"


def digest(data: bytes) -> str:
    """Return the SHA-256 of a page's bytes, by which later pages know it."""
    return hashlib.sha256(data).hexdigest()


def file_name(data: bytes, number: int) -> str:
    """Return the name of a page's file."""
    return f"{number:06d}-{digest(data)}.json"


def path_of(folder: str, name: str, page: Page) -> str:
    """Return the path of the page that is known by this digest."""
    return f"{folder}/{page.number:06d}-{name}.json"


def seal(page: Page, secret: bytes) -> Page:
    """Return the page with its seal."""
    return msgspec.structs.replace(page, seal=_seal_of(page, secret))


def is_sealed(page: Page, secret: bytes) -> bool:
    """Return whether the seal was made with this secret."""
    return hmac.compare_digest(page.seal, _seal_of(page, secret))


def _seal_of(page: Page, secret: bytes) -> str:
    bare = encode(msgspec.structs.replace(page, seal=""))
    return hmac.new(secret, _SEALED_FOR + bare, hashlib.sha256).hexdigest()


@dataclass(slots=True)
class Log:
    """The pages by their digests, earlier ones first. A change is a page that says who may read."""

    pages: dict[str, Page] = field(default_factory=dict)
    _before: dict[str, frozenset[str]] = field(default_factory=dict)
    """For each change the changes before it."""
    _last: dict[str, frozenset[str]] = field(default_factory=dict)
    """For each page the changes that stand there: none of them comes before another."""

    def add(self, name: str, page: Page) -> None:
        """Add a page; those that it follows are there already."""
        self.pages[name] = page
        standing = self._standing(page.after)
        if page.organisers:
            older = (self._before[change] for change in standing)
            self._before[name] = standing.union(*older)
            standing = frozenset({name})
        self._last[name] = standing

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the pages that no other page follows: one, or more after branches were merged."""
        followed = {before for page in self.pages.values() for before in page.after}
        return tuple(sorted(self.pages.keys() - followed))

    @property
    def changes(self) -> tuple[str, ...]:
        """Return the changes that stand now: one, or more after they were made in two branches."""
        return tuple(sorted(self._standing(self.heads)))

    @property
    def organisers(self) -> tuple[Organiser, ...]:
        """Return who may read now; after changes in two branches, what both of them come to.

        Whom one of them removed is gone, whom one of them added is there.
        """
        changes = [self.pages[change].organisers for change in self.changes]
        if len(changes) == 1:
            return changes[0]
        older = {before for change in self.changes for before in self._before[change]}
        known = {each for before in older for each in self.pages[before].organisers}
        named = dict.fromkeys(each for organisers in changes for each in organisers)
        return tuple(each for each in named if each not in known or all(each in those for those in changes))

    def keys_before(self, page: Page) -> frozenset[str]:
        """Return the ids of the secrets with which a page may be sealed."""
        if not page.after:
            return frozenset(added.id for added in page.records)
        return frozenset(map(self._secret, self._standing(page.after)))

    @property
    def key(self) -> str:
        """Return the id of the secret with which the next page is to be sealed."""
        return min(map(self._secret, self.changes))

    @property
    def next_number(self) -> int:
        """Return the number of the next page."""
        return 1 + max((self.pages[head].number for head in self.heads), default=0)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what to note down of the last pages: their number and 16 digits of their digest."""
        return tuple(_mark(head, self.pages[head]) for head in self.heads)

    def has_mark(self, mark: str) -> bool:
        """Return whether a mark that was noted down is of a page that is still there."""
        return any(_mark(name, page) == mark for name, page in self.pages.items())

    def removals(self) -> Iterator[str]:
        """Yield the changes after which somebody may no longer read."""
        for change in self._before:
            page = self.pages[change]
            earlier = {
                each for before in self._standing(page.after) for each in self.pages[before].organisers
            }
            if earlier - set(page.organisers):
                yield change

    def beside(self, change: str) -> tuple[str, ...]:
        """Return the pages that come neither before nor after a change."""
        before = self._ancestors(change)
        after = {change}
        for name, page in self.pages.items():  # earlier ones first
            if after.intersection(page.after):
                after.add(name)
        return tuple(name for name in self.pages if name not in before and name not in after)

    def _secret(self, change: str) -> str:
        return self.pages[change].records[0].id

    def _standing(self, pages: Iterable[str]) -> frozenset[str]:
        """Return the changes that stand for somebody who has seen these pages."""
        seen = frozenset().union(*(self._last[page] for page in pages))
        if len(seen) < 2:
            return seen
        return seen.difference(*(self._before[change] for change in seen))

    def _ancestors(self, name: str) -> frozenset[str]:
        found: set[str] = set()
        ahead = list(self.pages[name].after)
        while ahead:
            each = ahead.pop()
            if each not in found:
                found.add(each)
                ahead += self.pages[each].after
        return frozenset(found)


def read(files: Mapping[str, bytes], folder: str) -> tuple[Log, tuple[Problem, ...]]:
    """Return the log of the files (name → bytes), and every fault of its pages and of their chain."""
    pages: dict[str, Page] = {}
    problems: list[Problem] = []
    for name in sorted(files):
        page = _page(name, files[name])
        if page is None:
            problems.append(_fault(f"{folder}/{name}", "log-page-is-unchanged", *_CHANGED))
        else:
            pages[digest(files[name])] = page
    ordered = sorted(pages.items(), key=lambda item: (item[1].number, item[0]))
    log = Log()
    for name, page in ordered:  # a page comes after those it names, or something is wrong with it
        faults = tuple(_faults(page, log, path_of(folder, name, page)))
        problems += faults
        if not faults:
            log.add(name, page)
    problems += _faults_of_whole(log, folder)
    return log, tuple(problems)


def _mark(name: str, page: Page) -> str:
    return f"{page.number}-{name[:16]}"


def _page(name: str, data: bytes) -> Page | None:
    """Return a page whose bytes and name are as they were written; else None."""
    try:
        page = msgspec.json.decode(data, type=Page)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    named = _NAME.fullmatch(name)
    whole = named is not None and encode(page) == data and file_name(data, page.number) == name
    return page if whole else None


def _faults(page: Page, log: Log, path: str) -> Iterator[Problem]:
    missing = [each for each in page.after if each not in log.pages]
    if missing:
        listed = ", ".join(each[:12] for each in missing)
        yield _fault(
            path,
            "log-page-follows-another",
            Text(
                f"trang trước nó ({listed}…) mất hoặc hỏng", f"the page before it ({listed}…) is lost or bad"
            ),
            _FROM_GIT,
        )
        return
    number = 1 + max((log.pages[each].number for each in page.after), default=0)
    sound = (
        page.number == number
        and page.after == tuple(sorted(set(page.after)))
        and bool(page.records)
        and (not page.organisers or len(page.records) == 1)
        and (bool(page.after) or bool(page.organisers))
    )
    if not sound:
        yield _fault(path, "log-page-is-sound", *_NOT_OURS)
    elif page.key not in log.keys_before(page):
        yield _fault(path, "log-page-has-its-key", *_NOT_OURS)


def _faults_of_whole(log: Log, folder: str) -> Iterator[Problem]:
    roots = [name for name, page in log.pages.items() if not page.after]
    if len(roots) > 1:
        yield _fault(
            folder,
            "log-begins-once",
            Text("sổ có hai trang đầu", "the log has two first pages"),
            Text(
                "hai két được tạo riêng ở hai nhánh: giữ một, nhập lại những gì ở két kia",
                "two vaults were made in two branches: keep one, and enter anew what the other holds",
            ),
        )
    times = Counter(added.id for page in log.pages.values() for added in page.records)
    for name, page in log.pages.items():
        if any(times[added.id] > 1 for added in page.records):
            yield _fault(path_of(folder, name, page), "record-is-named-once", *_NOT_OURS)


_FROM_GIT = Text(
    "lấy lại tệp ấy từ git: git log --stat -- contest cho biết nó mất ở lần ghi nào",
    "get that file back out of git: git log --stat -- contest says which commit lost it",
)
_CHANGED = (
    Text(
        "trang sổ bị sửa, bị đổi tên, hoặc không phải trang sổ", "a page was changed or renamed, or is none"
    ),
    Text(
        "lấy lại bản gốc từ git; sổ không bao giờ sửa bằng tay", "get it back out of git; pages never change"
    ),
)
_NOT_OURS = (
    Text(
        "trang sổ này không do chương trình ghi đúng cách", "this page was not written as this program does"
    ),
    Text(
        "xem ai đã đưa nó vào (git log), rồi bỏ nó và những gì nó kéo theo",
        "see who brought it in (git log), and take it away with what follows from it",
    ),
)


def _fault(path: str, rule: str, what: Text, fix: Text) -> Problem:
    return Problem(path, 0, rule, what, fix)
