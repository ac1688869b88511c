from __future__ import annotations

import random
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.site.pack import Member, Packed, below, pack

DAY = date(2026, 11, 20)
NOISE = bytes(range(256)) * 240
"""Of a photo, which is stored as it is: 61 kB."""
MEMBERS = (
    Member("trang/theme/fonts/a.woff2", "chữ ".encode() * 99),
    Member("trang/index.html", b"<p>Trang</p>" * 99),
    Member("trang/anh/cô Mơ qua hồ.jpg", "ảnh ".encode() * 99),
    Member("trang/DOC-TRUOC.txt", b"doc"),
)

names = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/\\"), min_size=1, max_size=9
)
files = st.dictionaries(names, st.binary(max_size=300), max_size=9)


@given(files, st.randoms(use_true_random=False))
def test_same_files_make_the_same_zip_in_whatever_order_they_come(
    wanted: dict[str, bytes], chance: random.Random
) -> None:
    in_order = [Member(name, data) for name, data in wanted.items()]
    shuffled = chance.sample(in_order, len(in_order))
    with TemporaryDirectory() as folder:
        first, second = Path(folder) / "a.zip", Path(folder) / "b.zip"
        pack(in_order, DAY, first)
        pack(shuffled, DAY, second)
        assert first.read_bytes() == second.read_bytes()
        with zipfile.ZipFile(first) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == wanted


def test_members_are_sorted_files_of_one_day_that_anybody_may_read(tmp_path: Path) -> None:
    pack(MEMBERS, DAY, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(member.name for member in MEMBERS)
    assert {
        (entry.date_time, entry.external_attr >> 16, entry.create_system, entry.extra, entry.comment)
        for entry in entries
    } == {((2026, 11, 20, 0, 0, 0), stat.S_IFREG | 0o644, 3, b"", b"")}


def test_names_are_marked_as_utf_8_where_they_are_more_than_ascii(tmp_path: Path) -> None:
    pack(MEMBERS, DAY, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        marked = {entry.filename: bool(entry.flag_bits & 0x800) for entry in archive.infolist()}
    assert marked == {member.name: not member.name.isascii() for member in MEMBERS}


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(1, 1, 1), (1980, 1, 1)),
        (date(1979, 12, 31), (1980, 1, 1)),
        (date(1980, 1, 2), (1980, 1, 2)),
        (date(2107, 12, 30), (2107, 12, 30)),
        (date(2108, 1, 1), (2107, 12, 31)),
    ],
)
def test_day_that_no_zip_can_tell_becomes_the_nearest_one(
    tmp_path: Path, day: date, told: tuple[int, int, int]
) -> None:
    pack(MEMBERS[:1], day, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [entry.date_time[:3] for entry in archive.infolist()] == [told]


def test_what_is_packed_already_is_stored_and_the_rest_made_smaller(tmp_path: Path) -> None:
    packed = pack(MEMBERS, DAY, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        entries = archive.infolist()
    stored = {entry.filename for entry in entries if entry.compress_type == zipfile.ZIP_STORED}
    assert stored == {"trang/theme/fonts/a.woff2", "trang/anh/cô Mơ qua hồ.jpg"}
    assert packed == tuple(Packed(entry.filename, entry.compress_size) for entry in entries)
    assert dict(packed)["trang/index.html"] < len(MEMBERS[1].source) / 10  # type: ignore[arg-type]


def test_folder_is_packed_without_what_a_build_notes_in_it(tmp_path: Path) -> None:
    for name in ("index.html", "bai/a.html", ".neuguong-manifest", "bai/.b.html.1.new"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert sorted(below(tmp_path, "trang")) == [
        Member("trang/bai/a.html", tmp_path / "bai/a.html"),
        Member("trang/index.html", tmp_path / "index.html"),
    ]


def test_zip_that_cannot_be_made_leaves_the_old_one_and_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"the old one")
    missing = Member("trang/b.html", tmp_path / "b.html")
    with pytest.raises(FileNotFoundError) as raised:
        pack((*MEMBERS, missing), DAY, target)
    assert raised.value.filename == str(missing.source)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.zip": b"the old one"}


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let this process write no larger file, as a disk that is full does."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_zip_for_which_there_is_no_room_is_named_by_the_error(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    target.write_bytes(b"the old one")
    with no_file_above(20_000), pytest.raises(OSError, match=r"a\.zip") as raised:
        pack((*MEMBERS, Member("trang/anh/b.jpg", NOISE)), DAY, target)
    assert raised.value.filename == str(target)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.zip": b"the old one"}


def test_what_a_killed_run_left_beside_is_swept_up(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"
    pack(MEMBERS, DAY, target)
    good = target.read_bytes()
    (tmp_path / ".a.zip.new").write_bytes(NOISE)
    pack(MEMBERS, DAY, target)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.zip": good}
