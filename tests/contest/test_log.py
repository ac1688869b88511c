"""The log alone: bytes of pages in, faults out. Secrets are known here, so that seals can be made."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest import log
from neuguong.contest.log import Added, Log, Organiser, Page

AT = "contest/2027/vault/log"
LAN, NAM, HOA = Organiser("Cô Lan", "age1lan"), Organiser("Thầy Nam", "age1nam"), Organiser("Hòa", "age1hoa")
Files = dict[str, bytes]


class Written(NamedTuple):
    name: str
    digest: str
    page: Page


class Book:
    """Writes pages as the vault does, into several branches at will."""

    def __init__(self) -> None:
        self.files: Files = {}
        self._count = 0
        self.root = self.write((), key="", organisers=(LAN,))

    def write(
        self, after: Sequence[Written], *, key: str | None = None, organisers: tuple[Organiser, ...] = ()
    ) -> Written:
        self._count += 1
        added = Added(f"{self._count:024x}", hashlib.sha256(str(self._count).encode()).hexdigest())
        page = Page(
            number=1 + max((each.page.number for each in after), default=0),
            after=tuple(sorted(each.digest for each in after)),
            records=(added,),
            key=key or (added.id if not after else log.read(self.files, AT)[0].key),
            organisers=organisers,
        )
        page = log.seal(page, secret_of(page.key))
        data = log.encode(page)
        name = log.file_name(data, page.number)
        self.files[name] = data
        return Written(name, log.digest(data), page)


def secret_of(record: str) -> bytes:
    return hashlib.sha256(b"secret " + record.encode()).digest()


def chain(length: int) -> Files:
    book, last = Book(), None
    last = book.root
    for _ in range(length - 1):
        last = book.write([last])
    return book.files


def rules(files: Files) -> list[str]:
    return sorted(problem.rule for problem in log.read(files, AT)[1])


def falsely_sealed(files: Files) -> list[int]:
    pages = log.read(files, AT)[0].pages.values()
    return [page.number for page in pages if not log.is_sealed(page, secret_of(page.key))]


@given(st.integers(1, 12))
def test_chain_as_written_has_no_fault(length: int) -> None:
    files = chain(length)
    book, problems = log.read(files, AT)
    assert problems == ()
    assert [page.number for page in book.pages.values()] == list(range(1, length + 1))
    assert (book.organisers, len(book.heads), falsely_sealed(files)) == ((LAN,), 1, [])


@given(st.integers(1, 8), st.data())
def test_any_changed_byte_is_found(length: int, data: st.DataObject) -> None:
    files = chain(length)
    name = data.draw(st.sampled_from(sorted(files)))
    page = bytearray(files[name])
    page[data.draw(st.integers(0, len(page) - 1))] ^= data.draw(st.integers(1, 255))
    problems = log.read({**files, name: bytes(page)}, AT)[1]
    assert (f"{AT}/{name}", "log-page-is-unchanged") in {(each.path, each.rule) for each in problems}


@given(st.integers(2, 8), st.data())
def test_dropped_page_is_found_by_the_next_one(length: int, data: st.DataObject) -> None:
    names = sorted(files := chain(length))
    gone = data.draw(st.integers(0, length - 2))
    del files[names[gone]]
    after = f"{AT}/{names[gone + 1]}"
    assert after in {problem.path for problem in log.read(files, AT)[1]}


@given(st.integers(1, 8))
def test_dropped_last_page_is_found_by_a_mark_that_was_noted(length: int) -> None:
    names = sorted(files := chain(length + 1))
    (mark,) = log.read(files, AT)[0].marks
    del files[names[-1]]
    shorter, problems = log.read(files, AT)
    assert (problems, shorter.has_mark(mark), Log().has_mark(mark)) == ((), False, False)
    assert log.read(chain(length + 1), AT)[0].has_mark(mark)


@given(st.integers(2, 8), st.data())
def test_swapped_pages_are_found(length: int, data: st.DataObject) -> None:
    names = sorted(files := chain(length))
    one, other = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    files[one], files[other] = files[other], files[one]
    changed = {p.path for p in log.read(files, AT)[1] if p.rule == "log-page-is-unchanged"}
    assert changed == {f"{AT}/{one}", f"{AT}/{other}"}


@given(st.integers(1, 8), st.data())
def test_doubled_page_is_found(length: int, data: st.DataObject) -> None:
    names = sorted(files := chain(length))
    twice = data.draw(st.sampled_from(names))
    number = data.draw(st.integers(1, 20).filter(lambda n: n != int(twice[:6])))
    files[f"{number:06d}{twice[6:]}"] = files[twice]
    assert rules(files) == ["log-page-is-unchanged"]


@given(st.integers(2, 8), st.data())
def test_page_put_elsewhere_in_the_chain_is_found(length: int, data: st.DataObject) -> None:
    """Somebody who writes a page anew, digest and name included, but cannot write those after it."""
    names = sorted(files := chain(length))
    place = data.draw(st.integers(0, length - 2))
    page = msgspec.json.decode(files.pop(names[place]), type=Page)
    forged = log.encode(msgspec.structs.replace(page, records=(Added("f" * 24, "0" * 64),)))
    files[log.file_name(forged, page.number)] = forged
    assert f"{AT}/{names[place + 1]}" in {problem.path for problem in log.read(files, AT)[1]}


@given(st.integers(1, 8))
def test_last_page_written_anew_has_a_false_seal(length: int) -> None:
    names = sorted(files := chain(length + 1))
    page = msgspec.json.decode(files.pop(names[-1]), type=Page)
    forged = log.encode(msgspec.structs.replace(page, records=(Added("f" * 24, "0" * 64),)))
    files[log.file_name(forged, page.number)] = forged
    assert (rules(files), falsely_sealed(files)) == ([], [length + 1])


def forged(**changes: object) -> Files:
    """A chain of three whose last page is another, well-named one."""
    names = sorted(files := chain(3))
    page = msgspec.structs.replace(msgspec.json.decode(files.pop(names[-1]), type=Page), **changes)
    data = log.encode(page)
    files[log.file_name(data, page.number)] = data
    return files


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (forged(number=7), ["log-page-is-sound"]),
        (forged(records=()), ["log-page-is-sound"]),
        (forged(after=()), ["log-page-is-sound"]),
        (forged(after=("0" * 64,)), ["log-page-follows-another"]),
        (forged(key="f" * 24), ["log-page-has-its-key"]),
        (forged(records=(Added(f"{1:024x}", "0" * 64),)), ["record-is-named-once"] * 2),
        (
            forged(organisers=(NAM,), records=(Added("a" * 24, "0"), Added("b" * 24, "1"))),
            ["log-page-is-sound"],
        ),
        ({**chain(1), "ghi-chu.txt": b"x"}, ["log-page-is-unchanged"]),
        ({**chain(1), "000002.json": b"{}"}, ["log-page-is-unchanged"]),
        ({"000001-" + "0" * 64 + ".json": b"\xff\xfe"}, ["log-page-is-unchanged"]),
        ({}, []),
    ],
)
def test_pages_that_do_not_belong_are_found(files: Files, expected: list[str]) -> None:
    assert rules(files) == expected


def test_two_vaults_made_in_two_branches_are_found() -> None:
    first, second = Book(), Book()
    other = second.write((), key="", organisers=(NAM,))
    del second.files[second.root.name]
    files = {**first.files, **second.files}
    assert other.name in files
    assert rules(files) == ["log-begins-once"]


def test_branches_need_no_mending() -> None:
    book = Book()
    left = book.write([book.root])
    right = book.write([book.root])
    right = book.write([right])
    read, problems = log.read(book.files, AT)
    assert problems == ()
    assert set(read.heads) == {left.digest, right.digest}
    assert read.next_number == 4
    both = book.write([left, right])
    read, problems = log.read(book.files, AT)
    assert (problems, read.heads, both.page.number) == ((), (both.digest,), 4)


def test_page_lost_from_one_branch_is_found_by_the_page_after_both() -> None:
    book = Book()
    left, right = book.write([book.root]), book.write([book.root])
    both = book.write([left, right])
    del book.files[left.name]
    problems = log.read(book.files, AT)[1]
    assert [(p.path, p.rule) for p in problems] == [(f"{AT}/{both.name}", "log-page-follows-another")]


def test_organisers_are_those_of_the_last_change() -> None:
    book = Book()
    second = book.write([book.root], organisers=(LAN, NAM))
    third = book.write([second])
    fourth = book.write([third], organisers=(NAM,))
    read, problems = log.read(book.files, AT)
    assert (problems, read.organisers, read.changes) == ((), (NAM,), (fourth.digest,))
    assert list(read.removals()) == [fourth.digest]
    assert [page.key for page in read.pages.values()] == [
        book.root.page.records[0].id,
        book.root.page.records[0].id,
        second.page.records[0].id,
        second.page.records[0].id,
    ]


def test_after_a_change_the_old_secret_writes_no_more() -> None:
    book = Book()
    second = book.write([book.root], organisers=(NAM,))
    book.write([second], key=book.root.page.records[0].id)
    assert rules(book.files) == ["log-page-has-its-key"]


def test_whoever_was_removed_can_only_write_beside_the_removal() -> None:
    book = Book()
    start = book.write([book.root], organisers=(LAN, NAM))
    gone = book.write([start], organisers=(NAM,))
    late = book.write([start], key=start.page.records[0].id)
    book.write([gone])
    read, problems = log.read(book.files, AT)
    assert problems == ()
    assert [read.beside(change) for change in read.removals()] == [(late.digest,)]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((LAN, NAM, HOA), (LAN, NAM), (LAN, NAM, HOA)),
        ((LAN,), (LAN, NAM, HOA), (LAN, HOA)),
        ((LAN,), (NAM,), ()),
        ((LAN, NAM), (LAN, NAM), (LAN, NAM)),
    ],
)
def test_changes_in_two_branches_come_to_what_both_say(
    left: tuple[Organiser, ...], right: tuple[Organiser, ...], expected: tuple[Organiser, ...]
) -> None:
    book = Book()
    start = book.write([book.root], organisers=(LAN, NAM))
    key = start.page.records[0].id
    book.write([start], key=key, organisers=left)
    book.write([start], key=key, organisers=right)
    read, problems = log.read(book.files, AT)
    assert (problems, len(read.changes)) == ((), 2)
    assert sorted(read.organisers, key=lambda each: each.name) == sorted(expected, key=lambda e: e.name)


def test_page_shows_nothing_but_number_chain_marks_and_seal() -> None:
    book = Book()
    page = book.write([book.root]).page
    assert set(msgspec.json.decode(log.encode(page))) == {"number", "after", "records", "key", "seal"}
