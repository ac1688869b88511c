from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong import fingerprint
from neuguong.listing import Entry, Listing, entries_of, list_below

Sapling = dict[str, "str | Sapling"]
"""Names with what lies there: the words of a file, where a link leads (after ->), or a folder."""

NAMES = st.sampled_from(["a", "b.md", "B.md", "đò", "đo\u0300", ".an", "a b", "x" * 200, "\udcff"])
FILES = st.sampled_from(["", "chữ", "->a", "->.", "->..", "->đò", "->nowhere", "->/etc"])
FOLDERS: st.SearchStrategy[Sapling] = st.recursive(
    st.dictionaries(NAMES, FILES, max_size=3),
    lambda below: st.dictionaries(NAMES, FILES | below, max_size=3),
    max_leaves=6,
)


def plant(folder: Path, what: Sapling) -> None:
    folder.mkdir(parents=True)
    for name, there in what.items():
        if isinstance(there, dict):
            plant(folder / name, there)
        elif there.startswith("->"):
            (folder / name).symlink_to(there.removeprefix("->"))
        else:
            (folder / name).write_text(there, encoding="utf-8")


def stamp_of(file: Path) -> bytes:
    return fingerprint.stamp(file.lstat())


def entry_of(file: Path) -> Entry:
    """Return the entry as a plain look at the path gives it."""
    mode = file.lstat().st_mode
    return Entry(
        file.name,
        is_folder=stat.S_ISDIR(mode),
        stamp=stamp_of(file) if stat.S_ISREG(mode) else b"",
        is_link=stat.S_ISLNK(mode),
    )


def listed(root: Path, folder: str) -> Listing:
    found: Listing = {}
    list_below(str(root), folder, found)
    return found


def test_entries_say_what_lies_there(tmp_path: Path) -> None:
    (tmp_path / "thư mục").mkdir()
    (tmp_path / "tệp.md").write_text("chữ", encoding="utf-8")
    (tmp_path / "tới-tệp").symlink_to("tệp.md")
    (tmp_path / "tới-thư-mục").symlink_to("thư mục")
    (tmp_path / "tới-đâu").symlink_to("nowhere")
    (tmp_path / "vòng").symlink_to("vòng")
    os.mkfifo(tmp_path / "ống")
    assert entries_of(str(tmp_path)) == (
        Entry("thư mục", is_folder=True, stamp=b""),
        Entry("tệp.md", is_folder=False, stamp=stamp_of(tmp_path / "tệp.md")),
        Entry("tới-thư-mục", is_folder=False, stamp=b"", is_link=True),
        Entry("tới-tệp", is_folder=False, stamp=b"", is_link=True),
        Entry("tới-đâu", is_folder=False, stamp=b"", is_link=True),
        Entry("vòng", is_folder=False, stamp=b"", is_link=True),
        Entry("ống", is_folder=False, stamp=b""),
    )


def test_entries_are_sorted_by_name(tmp_path: Path) -> None:
    names = ["b.md", "Z", "a", "đò", ".an", "10", "9"]
    for name in names:
        (tmp_path / name).touch()
    assert [entry.name for entry in entries_of(str(tmp_path))] == [".an", "10", "9", "Z", "a", "b.md", "đò"]


def a_file(path: Path) -> None:
    path.write_bytes(b"")


def nothing(_path: Path) -> None: ...


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("there", [a_file, nothing, a_link_to_itself])
def test_what_is_no_folder_is_an_error_by_itself_and_left_out_below(tmp_path: Path, there: object) -> None:
    assert callable(there)
    there(tmp_path / "stories")
    with pytest.raises(OSError, match="stories"):
        entries_of(f"{tmp_path}/stories")
    assert listed(tmp_path, "stories") == {}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_folder_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "stories/a").mkdir(parents=True)
    (tmp_path / "stories/a").chmod(0)
    assert listed(tmp_path, "stories") == {"stories": (Entry("a", is_folder=True, stamp=b""),)}


def test_folders_below_are_named_from_the_root(tmp_path: Path) -> None:
    (tmp_path / "stories/2014-2015/bài").mkdir(parents=True)
    (tmp_path / "stories/2014-2015/bài.md").write_bytes(b"1")
    (tmp_path / "stories/2014-2015/bài/ảnh.jpg").write_bytes(b"22")
    (tmp_path / "stories/ngoài").symlink_to(tmp_path)
    (tmp_path / "site.yml").write_bytes(b"")
    here = tmp_path / "stories/2014-2015"
    assert listed(tmp_path, "stories") == {
        "stories": (
            Entry("2014-2015", is_folder=True, stamp=b""),
            Entry("ngoài", is_folder=False, stamp=b"", is_link=True),
        ),
        "stories/2014-2015": (
            Entry("bài", is_folder=True, stamp=b""),
            Entry("bài.md", is_folder=False, stamp=stamp_of(here / "bài.md")),
        ),
        "stories/2014-2015/bài": (Entry("ảnh.jpg", is_folder=False, stamp=stamp_of(here / "bài/ảnh.jpg")),),
    }


def test_what_was_listed_before_stays_listed(tmp_path: Path) -> None:
    found: Listing = {}
    for name in ("theme", "stories", "nowhere"):
        if name != "nowhere":
            (tmp_path / name).mkdir()
        list_below(str(tmp_path), name, found)
    assert found == {"theme": (), "stories": ()}


@settings(max_examples=150)
@given(FOLDERS)
def test_listing_is_what_a_look_at_each_path_says(
    tmp_path_factory: pytest.TempPathFactory, what: Sapling
) -> None:
    root = tmp_path_factory.mktemp("listing")
    plant(root / "content", what)
    expected = {
        os.path.relpath(folder, root): tuple(sorted(entry_of(Path(folder, name)) for name in names + files))
        for folder, names, files in os.walk(root / "content")
    }
    assert listed(root, "content") == expected


def test_file_that_goes_while_its_folder_is_listed_has_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when an editor puts a file beside the one it saves, and takes it away."""
    (tmp_path / "a.md").touch()
    passing = tmp_path / "4913"
    real = os.scandir

    class Scan:
        def __init__(self, folder: str) -> None:
            passing.touch()
            with real(folder) as found:
                self.entries = list(found)
            passing.unlink()

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self.entries)

        def __exit__(self, *_error: object) -> None: ...

    monkeypatch.setattr(os, "scandir", Scan)
    assert entries_of(str(tmp_path)) == (
        Entry("4913", is_folder=False, stamp=b""),
        Entry("a.md", is_folder=False, stamp=stamp_of(tmp_path / "a.md")),
    )
