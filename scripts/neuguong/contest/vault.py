"""The vault of a season: records that only its organisers can read, to which things are only ever added.

`Vault.open` with a private key, `records` and `append` with it; `create` makes one. Clock and randomness come
in. Nothing in the clear says what a record is, whom it is about, or when it was made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from neuguong.contest import envelope, keys, log
from neuguong.contest.envelope import Header
from neuguong.contest.inspection import SECRET, Found, inspect
from neuguong.contest.keys import AskPassphrase, Identity, Sealed
from neuguong.contest.log import Added, Organiser, Page
from neuguong.contest.vault_folder import VaultFolder
from neuguong.problems import Problem, Text, errors

__all__ = ["Action", "Kept", "New", "Organiser", "Sealed", "Vault", "create", "sweep"]

Randomness = Callable[[int], bytes]
_ID_BYTES = 12
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class New:
    """Something to be kept: of which kind, the bytes (msgspec JSON with a version), its lasting name.

    A record of the same kind and name is a later version of what is there; without a name it stands alone.
    """

    kind: str
    body: bytes
    name: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it lies in the vault, opened."""

    id: str
    kind: str
    name: str
    body: bytes
    made: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Action:
    """A page of the log in plain words: its number, when, by whom, and the kinds of records it added."""

    number: int
    made: datetime
    by: str
    kinds: tuple[str, ...]


@dataclass(slots=True)
class Vault:
    """An open vault. What others write meanwhile is seen at the next `append`, or by opening it again."""

    folder: VaultFolder
    identity: Identity
    _found: Found
    _random: Randomness = secrets.token_bytes
    _on_wait: Callable[[], None] | None = None

    @classmethod
    def open(
        cls,
        folder: VaultFolder,
        identity_file: Path,
        ask: AskPassphrase | None = None,
        *,
        random: Randomness = secrets.token_bytes,
        on_wait: Callable[[], None] | None = None,
    ) -> Vault:
        """Open a vault with the private key of an organiser.

        Raises Sealed where there is no vault, the key does not fit, or the vault does not verify.
        """
        identity = keys.read_identity(identity_file, ask)
        return cls.open_with(folder, identity, random=random, on_wait=on_wait)

    @classmethod
    def open_with(
        cls,
        folder: VaultFolder,
        identity: Identity,
        *,
        random: Randomness = secrets.token_bytes,
        on_wait: Callable[[], None] | None = None,
    ) -> Vault:
        """Open a vault with a private key that was read already. Raises Sealed."""
        if not folder.exists():
            raise _sealed(folder, "vault-is-there", *_NO_VAULT)
        found = inspect(folder, identity)
        _refuse_faults(folder, found)
        return cls(folder, identity, found, random, on_wait)

    @property
    def organisers(self) -> tuple[Organiser, ...]:
        """Return who may read the vault."""
        return self._found.log.organisers

    @property
    def is_split(self) -> bool:
        """Return whether two branches changed who holds keys, so that nothing can be added for now."""
        return len(self._found.log.changes) > 1

    @property
    def me(self) -> str:
        """Return the organiser to whom the key belongs; the public key itself where that is nobody."""
        named = {each.key: each.name for each in self.organisers}
        return named.get(self.identity.public, self.identity.public)

    def records(self, kind: str) -> tuple[Kept, ...]:
        """Return the latest versions of all records of a kind, in the order in which they came.

        A name comes twice only where two branches each wrote a version; `contest verify` tells it.
        """
        return tuple(self._kept(record_id) for record_id, _ in self._found.current(kind))

    def versions(self, kind: str, name: str) -> tuple[Kept, ...]:
        """Return every version of one thing, the first one first."""
        found = ((record_id, h) for record_id, h in self._found.headers.items() if h.kind == kind)
        return tuple(self._kept(record_id) for record_id, header in found if header.name == name)

    def actions(self) -> tuple[Action, ...]:
        """Return the log in plain words."""
        headers = self._found.headers
        return tuple(
            Action(
                page.number,
                headers[page.records[0].id].made,
                headers[page.records[0].id].by,
                tuple(sorted(headers[added.id].kind for added in page.records)),
            )
            for page in self._found.log.pages.values()
        )

    def append(self, kind: str, record_bytes: bytes, now: datetime, name: str = "") -> str:
        """Keep one record; return its id. Raises Sealed."""
        return self.append_all([New(kind, record_bytes, name)], now)[0]

    def append_all(self, new: Sequence[New], now: datetime, *, unless_moved: bool = False) -> tuple[str, ...]:
        """Keep records as one action: after a kill all of them are there or none. Raises Sealed.

        `now`: with its time zone. `unless_moved`: the records were worked out of what stood in the vault when
        it was read, so nothing is kept where somebody has written since. A page names records by their random
        ids, so that their order tells nothing.
        """
        if now.tzinfo is None:
            raise ValueError("a time without its zone")
        if any(each.kind == SECRET for each in new):
            raise ValueError("only the vault itself keeps secrets")
        if not new:
            return ()
        read = self._found.log.heads
        with self._alone():
            self._see_what_others_wrote()
            if unless_moved and self._found.log.heads != read:
                raise _sealed(self.folder, "nobody-wrote-meanwhile", *_MOVED)
            if self.is_split or self.identity.public not in _public_keys(self._found):
                raise _sealed(self.folder, "organisers-are-agreed", *_NOT_AGREED)
            headers = self._headers_of(new, now)
            records = [
                self._put(header, each.body, self.organisers)
                for header, each in zip(headers, new, strict=True)
            ]
            by_id = sorted(zip(records, headers, strict=True), key=lambda pair: pair[0].id)
            page = Page(
                number=self._found.log.next_number,
                after=self._found.log.heads,
                records=tuple(added for added, _ in by_id),
                key=self._found.log.key,
            )
            self._close(page, by_id)
        return tuple(added.id for added in records)

    def set_organisers(self, organisers: Sequence[Organiser], now: datetime) -> None:
        """Seal everything anew for these organisers, with a new secret for the pages to come. Raises Sealed.

        What git keeps of earlier files stays readable for who held a key then.
        """
        _refuse_organisers(self.folder, organisers)
        read = self._found.log.changes
        with self._alone():
            self._see_what_others_wrote()
            if self._found.log.changes != read:
                raise _sealed(self.folder, "nobody-wrote-meanwhile", *_MOVED)
            for record_id in self._found.headers:
                self._seal_anew(record_id, organisers)
            header = Header(kind=SECRET, made=now, by=self.me)
            secret = self._random(_SECRET_BYTES)
            added = self._put(header, secret, organisers)
            page = Page(
                number=self._found.log.next_number,
                after=self._found.log.heads,
                records=(added,),
                key=self._found.log.key,
                organisers=tuple(organisers),
            )
            self._close(page, [(added, header)])
            self._found.secrets[added.id] = secret

    def _alone(self) -> AbstractContextManager[None]:
        return self.folder.alone(self._on_wait)

    def _see_what_others_wrote(self) -> None:
        if len(self.folder.page_names()) != len(self._found.log.pages):
            self._found = inspect(self.folder, self.identity)
            _refuse_faults(self.folder, self._found)

    def _headers_of(self, new: Iterable[New], now: datetime) -> list[Header]:
        standing: dict[tuple[str, str], list[str]] = {}
        for kind in sorted({each.kind for each in new}):
            for record_id, header in self._found.current(kind):
                if header.name:
                    standing.setdefault((kind, header.name), []).append(record_id)
        seen: set[tuple[str, str]] = set()
        headers = []
        for each in new:
            about = (each.kind, each.name)
            if about in seen and each.name:
                raise ValueError("two versions of one thing in one action")
            seen.add(about)
            replaces = tuple(standing.get(about, ()))
            headers.append(Header(kind=each.kind, name=each.name, made=now, by=self.me, replaces=replaces))
        return headers

    def _put(self, header: Header, body: bytes, organisers: Iterable[Organiser]) -> Added:
        return _put(self.folder, header, body, organisers, self._random)

    def _close(self, page: Page, added: Iterable[tuple[Added, Header]]) -> None:
        """Write the page, which makes the records count."""
        name, page = _put_page(self.folder, page, self._found.secrets[page.key])
        self._found.log.add(name, page)
        self._found.headers |= {each.id: header for each, header in added}

    def _opened(self, record_id: str) -> bytes:
        data = self.folder.record(record_id)
        opened = keys.open_with(data, self.identity) if data is not None else None
        if opened is None:
            raise _sealed(self.folder, "record-opens", *_GONE)
        return opened

    def _kept(self, record_id: str) -> Kept:
        header, body = envelope.unpack(self._opened(record_id))
        return Kept(record_id, header.kind, header.name, body, header.made, header.by)

    def _seal_anew(self, record_id: str, organisers: Iterable[Organiser]) -> None:
        sealed = keys.seal_to(self._opened(record_id), (each.key for each in organisers))
        self.folder.put_record(record_id, sealed)


def create(
    folder: VaultFolder,
    organisers: Sequence[Organiser],
    now: datetime,
    random: Randomness = secrets.token_bytes,
) -> None:
    """Make a vault for these organisers; nobody's private key is needed. Raises Sealed."""
    _refuse_organisers(folder, organisers)
    with folder.alone():
        if folder.exists():
            raise _sealed(folder, "vault-is-new", *_THERE_ALREADY)
        secret = random(_SECRET_BYTES)
        header = Header(kind=SECRET, made=now, by=organisers[0].name)
        added = _put(folder, header, secret, organisers, random)
        page = Page(number=1, after=(), records=(added,), key=added.id, organisers=tuple(organisers))
        _put_page(folder, page, secret)


def sweep(folder: VaultFolder) -> tuple[str, ...]:
    """Remove what interrupted commands left; return their paths. Raises Sealed where more is wrong than that.

    With a page lost, the records that it names would look like left over.
    """
    with folder.alone():
        found = inspect(folder, None)
        _refuse_faults(folder, found)
        left = [each for each in found.problems if each.rule in {"record-is-in-the-log", "file-is-finished"}]
        for problem in left:
            folder.remove(problem.path.removeprefix(f"{folder.at}/"))
    return tuple(problem.path for problem in left)


def _put(
    folder: VaultFolder, header: Header, body: bytes, organisers: Iterable[Organiser], random: Randomness
) -> Added:
    packed = envelope.pack(header, body, random(envelope.SALT))
    record_id = random(_ID_BYTES).hex()
    folder.put_record(record_id, keys.seal_to(packed, (each.key for each in organisers)))
    return Added(record_id, envelope.mark(packed))


def _put_page(folder: VaultFolder, page: Page, secret: bytes) -> tuple[str, Page]:
    page = log.seal(page, secret)
    data = log.encode(page)
    folder.put_page(log.file_name(data, page.number), data)
    return log.digest(data), page


def _public_keys(found: Found) -> frozenset[str]:
    return frozenset(each.key for each in found.log.organisers)


def _refuse_faults(folder: VaultFolder, found: Found) -> None:
    """Raise Sealed where the vault does not verify; that two branches disagree can still be mended."""
    faults = [fault for fault in errors(found.problems) if fault.rule != "organisers-are-agreed"]
    strange = next((fault for fault in faults if fault.rule == "key-fits"), None)
    if strange:
        raise Sealed(strange)
    if faults:
        raise _sealed(folder, "vault-verifies", *_faulty(len(faults), faults[0].place))


def _refuse_organisers(folder: VaultFolder, organisers: Sequence[Organiser]) -> None:
    names, public = {each.name for each in organisers}, {each.key for each in organisers}
    if not organisers:
        raise _sealed(folder, "somebody-holds-a-key", *_NOBODY)
    if len(names) < len(organisers) or len(public) < len(organisers):
        raise _sealed(folder, "organiser-is-named-once", *_TWICE)
    if not all(map(keys.is_public_key, public)):
        raise _sealed(folder, "public-key-is-one", *_NO_PUBLIC_KEY)


_NO_VAULT = (
    Text("mùa thi này chưa có két", "this season has no vault yet"),
    Text("tạo bằng: contest organiser add MÙA TÊN KHÓA", "make one: contest organiser add SEASON NAME KEY"),
)
_THERE_ALREADY = (
    Text("mùa thi này đã có két", "this season has a vault already"),
    Text("thêm người giữ khóa bằng: contest organiser add", "add organisers with: contest organiser add"),
)
_NOBODY = (
    Text(
        "không bỏ được người giữ khóa cuối cùng: sẽ không còn ai mở được két",
        "the last organiser cannot be removed: nobody could open the vault any more",
    ),
    Text("thêm một người khác trước", "add another one first"),
)
_TWICE = (
    Text("tên hoặc khóa này đã có trong danh sách", "this name or key is on the list already"),
    Text("xem bằng: contest organiser list", "see: contest organiser list"),
)
_NO_PUBLIC_KEY = (
    Text("đây không phải khóa công khai age1…", "this is no public key age1…"),
    Text(
        "dùng dòng age1… mà contest keygen in ra; đừng gửi khóa riêng AGE-SECRET-KEY-1… cho ai",
        "use the line age1… that contest keygen printed; never send anybody AGE-SECRET-KEY-1…",
    ),
)
_NOT_AGREED = (
    Text(
        "khóa này không còn hiệu lực, hoặc hai nhánh vừa cùng đổi người giữ khóa",
        "this key is none of an organiser now, or two branches changed who holds keys",
    ),
    Text(
        "xem bằng contest organiser list; hai nhánh thì chạy contest organiser reseal",
        "see contest organiser list; after two branches run contest organiser reseal",
    ),
)
_MOVED = (
    Text(
        "trong lúc lệnh này chạy, một lệnh khác vừa ghi vào két",
        "another command wrote to the vault while this one was at work",
    ),
    Text("lệnh này chưa ghi gì; chạy lại là được", "this one has written nothing; run it again"),
)
_GONE = (
    Text("một bản ghi vừa mất hoặc vừa đổi", "a record was lost or changed just now"),
    Text("chạy contest verify", "run contest verify"),
)


def _faulty(count: int, first: str) -> tuple[Text, Text]:
    return (
        Text(
            f"két có {count} chỗ không khớp với sổ (chỗ đầu: {first})",
            f"{count} things in the vault do not agree with its log (the first: {first})",
        ),
        Text(
            "chạy contest verify để xem từng chỗ và cách sửa; trước đó không đọc, không ghi gì",
            "run contest verify to see each of them; until then nothing is read or written",
        ),
    )


def _sealed(folder: VaultFolder, rule: str, what: Text, fix: Text) -> Sealed:
    return Sealed(Problem(folder.at, 0, rule, what, fix))
