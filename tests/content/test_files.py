from __future__ import annotations

import os
from pathlib import Path

import pytest

from neuguong import fingerprint
from neuguong.content import files
from neuguong.content.files import MAX_TEXT, Bytes, Tree, decode, find_entries, find_seasons, find_stories
from neuguong.content.source import Kind, Source
from neuguong.listing import Entry, Listing, list_below
from neuguong.problems import Problem
from tests.conftest import WriteStory
from tests.samples import STORY_PATH

YEAR = "stories/2014-2015"
YEARS = frozenset({"2014-2015", "2016-2017"})


def fault(found: object) -> tuple[str, int, str]:
    assert isinstance(found, Problem), found
    return found.path, found.line, found.rule


def stories(tree: Tree) -> list[Source | tuple[str, str]]:
    return [
        (item.path, item.rule) if isinstance(item, Problem) else item for item in find_stories(tree, YEARS)
    ]


THE_STORY = Source(Kind.STORY, STORY_PATH, "2014-2015", "con-do-som")


@pytest.mark.parametrize(
    "data",
    [
        "một\nhai\n".encode(),
        b"\xef\xbb\xbf" + "một\nhai\n".encode(),
        "một\r\nhai\r\n".encode(),
        "một\rhai\r".encode(),
    ],
    ids=["plain", "byte order mark", "CRLF", "CR"],
)
def test_decode_drops_marks_and_line_ends_of_other_systems(data: bytes) -> None:
    assert decode(data, "a.md") == "một\nhai\n"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf"])
def test_decode_takes_an_empty_file(data: bytes) -> None:
    assert decode(data, "a.md") == ""


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("một\nhai\n".encode("utf-16"), 1),
        ("một\nhai\n".encode("utf-16-be"), 1),
        ("a\nb\ncôté\n".encode("cp1252"), 3),
        (b"---\ntitle: Ho\xb5 B\xd7nh\n", 2),  # TCVN3
        (b"---\ntitle: B\xf6i\n", 2),  # VNI
        (b"\xef\xbb\xbfabc\n\xff\n", 2),
        (b"a\r\nb\r\n\xc3\x28\r\n", 3),
        (b"a\n\xed\xa0\x80", 2),  # half of a surrogate pair
        (b"a\n\xe1\xba", 2),  # cut inside a letter
    ],
)
def test_decode_says_at_which_line_it_is_not_utf_8(data: bytes, line: int) -> None:
    assert fault(decode(data, "a.md")) == ("a.md", line, "text-is-utf-8")


def test_text_keeps_nul_for_the_rules(site_folder: Tree) -> None:
    (site_folder.root / STORY_PATH).write_bytes(b"a\x00b")
    assert site_folder.text(STORY_PATH) == "a\x00b"


def test_a_folder_named_like_a_story_is_no_file(site_folder: Tree) -> None:
    (site_folder.root / YEAR / "thu-muc.md").mkdir()
    assert stories(site_folder) == [
        THE_STORY,
        Source(Kind.STORY, f"{YEAR}/thu-muc.md", "2014-2015", "thu-muc"),
    ]
    path = f"{YEAR}/thu-muc.md"
    assert fault(site_folder.text(path)) == (path, 0, "file-is-a-file")


def test_a_link_out_of_the_tree_is_refused(site_folder: Tree, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("bí mật", encoding="utf-8")
    link = site_folder.root / YEAR / "ngoai.md"
    link.symlink_to(tmp_path / "secret.md")
    path = f"{YEAR}/ngoai.md"
    assert fault(site_folder.text(path)) == (path, 0, "file-stays-in-tree")


def test_a_link_inside_the_tree_is_followed(site_folder: Tree) -> None:
    (site_folder.root / YEAR / "trong.md").symlink_to("con-do-som.md")
    assert site_folder.text(f"{YEAR}/trong.md") == site_folder.text(STORY_PATH)


def test_a_folder_linked_out_of_the_tree_is_refused(site_folder: Tree, tmp_path: Path) -> None:
    (tmp_path / "ngoai").mkdir()
    (tmp_path / "ngoai/la.md").write_text("lạ", encoding="utf-8")
    (site_folder.root / "stories/2016-2017").symlink_to(tmp_path / "ngoai")
    assert stories(site_folder) == [THE_STORY, ("stories/2016-2017", "file-has-its-place")]


@pytest.mark.parametrize("target", ["loop.md", "hai.md", "khong-co.md"])
def test_links_that_lead_nowhere_end(site_folder: Tree, target: str) -> None:
    (site_folder.root / YEAR / "loop.md").symlink_to(target)
    (site_folder.root / YEAR / "hai.md").symlink_to("loop.md")
    path, line, rule = fault(site_folder.text(f"{YEAR}/loop.md"))
    assert (path, line) == (f"{YEAR}/loop.md", 0)
    assert rule == ("file-is-readable" if target == "khong-co.md" else "file-stays-in-tree")


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("stories", "file-is-a-file"),
        ("khong-co.md", "file-is-readable"),
        (f"{STORY_PATH}/trong-tep.md", "file-is-readable"),
        ("d" * 300 + ".md", "file-is-readable"),
        ("nul\0.md", "file-is-readable"),
        ("../ngoai.md", "file-stays-in-tree"),
        ("/etc/passwd", "file-stays-in-tree"),
    ],
)
def test_paths_without_a_file_are_refused(site_folder: Tree, path: str, rule: str) -> None:
    assert fault(site_folder.text(path)) == (path, 0, rule)


def test_a_pipe_is_refused_without_waiting(site_folder: Tree) -> None:
    os.mkfifo(site_folder.root / YEAR / "ong.md")
    assert fault(site_folder.text(f"{YEAR}/ong.md")) == (f"{YEAR}/ong.md", 0, "file-is-a-file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_reported(site_folder: Tree) -> None:
    (site_folder.root / STORY_PATH).chmod(0)
    assert fault(site_folder.text(STORY_PATH)) == (STORY_PATH, 0, "file-is-readable")


def test_a_sparse_file_of_100_megabytes_is_refused_unread(site_folder: Tree) -> None:
    with (site_folder.root / STORY_PATH).open("r+b") as file:
        file.truncate(100_000_000)
    assert fault(site_folder.text(STORY_PATH)) == (STORY_PATH, 0, "file-is-small-enough")


@pytest.mark.parametrize(("size", "kind"), [(MAX_TEXT, str), (MAX_TEXT + 1, Problem)])
def test_a_text_may_have_a_million_bytes(site_folder: Tree, size: int, kind: type) -> None:
    (site_folder.root / STORY_PATH).write_bytes(b"a" * size)
    assert isinstance(site_folder.text(STORY_PATH), kind)


def test_names_are_sorted_and_leave_out_what_systems_put_there(site_folder: Tree) -> None:
    for name in ("b.md", "a.md", "Z.md", ".DS_Store", "Thumbs.db", ".gitkeep", "addresses.txt", ".an.md"):
        (site_folder.root / YEAR / name).touch()
    assert site_folder.names(YEAR) == (".an.md", "Z.md", "a.md", "b.md", "con-do-som.md")
    assert site_folder.names("khong-co") == ()


def test_find_stories_yields_stories_with_their_pictures(site_folder: Tree, write_story: WriteStory) -> None:
    write_story("stories/2016-2017/bai-hai.md")
    folder = site_folder.root / YEAR / "con-do-som"
    folder.mkdir()
    (folder / "b.jpg").touch()
    (folder / "a.png").touch()
    assert stories(site_folder) == [
        Source(Kind.STORY, STORY_PATH, "2014-2015", "con-do-som", ("a.png", "b.jpg")),
        Source(Kind.STORY, "stories/2016-2017/bai-hai.md", "2016-2017", "bai-hai"),
    ]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("stories/bai.md", ("stories/bai.md", "file-has-its-place")),
        ("stories/README", ("stories/README", "file-has-its-place")),
        ("stories/2013-2014/bai.md", ("stories/2013-2014", "folder-is-a-school-year")),
        ("stories/2014-2015 /bai.md", ("stories/2014-2015 ", "folder-is-a-school-year")),
        (f"{YEAR}/bai.docx", (f"{YEAR}/bai.docx", "file-has-its-place")),
        (f"{YEAR}/con-do-som.jpg", (f"{YEAR}/con-do-som.jpg", "file-has-its-place")),
        (f"{YEAR}/con-do/anh.jpg", (f"{YEAR}/con-do", "file-has-its-place")),
        (f"{YEAR}/.con-do-som.md.swp", (f"{YEAR}/.con-do-som.md.swp", "file-has-its-place")),
        (f"{YEAR}/.md", (f"{YEAR}/.md", "file-has-its-place")),
        (f"{YEAR}/BAI.MD", (f"{YEAR}/BAI.MD", "file-has-its-place")),
    ],
)
def test_find_stories_reports_what_does_not_belong(
    site_folder: Tree, write_story: WriteStory, path: str, problem: tuple[str, str]
) -> None:
    write_story(path)
    assert sorted(item for item in stories(site_folder) if isinstance(item, tuple)) == [problem]
    assert THE_STORY in stories(site_folder)


def test_find_stories_goes_on_behind_a_name_that_is_no_utf_8(site_folder: Tree) -> None:
    name = os.fsencode(site_folder.root / YEAR) + b"/b\xe0i.md"
    with open(name, "wb"):  # noqa: PTH123 - pathlib takes no bytes
        pass
    assert [item.slug for item in stories(site_folder) if isinstance(item, Source)] == [
        "b\udce0i",
        "con-do-som",
    ]


def test_stamp_is_that_of_the_file_itself(site_folder: Tree, tmp_path: Path) -> None:
    (site_folder.root / YEAR / "trong.md").symlink_to("con-do-som.md")
    (site_folder.root / "stories/2016-2017").symlink_to("2014-2015")
    (tmp_path / "ngoai").mkdir()
    (tmp_path / "ngoai/la.md").touch()
    (site_folder.root / "stories/2017-2018").symlink_to(tmp_path / "ngoai")
    file = site_folder.root / STORY_PATH
    known = fingerprint.stamp(file.lstat())
    paths = (
        *(STORY_PATH, "stories/2016-2017/con-do-som.md", f"{YEAR}/trong.md", "stories/2017-2018/la.md"),
        *("stories", "khong-co.md", f"{STORY_PATH}/trong-tep.md", "nul\0.md", "d" * 300, "../ngoai/la.md"),
    )
    assert [site_folder.stamp(path) for path in paths] == [known, known, *[b""] * 8]


def test_bytes_come_with_the_stamp_from_before_they_were_read(
    site_folder: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = site_folder.root / STORY_PATH
    before = Bytes(file.read_bytes(), fingerprint.stamp(file.stat()))
    assert site_folder.read(STORY_PATH, MAX_TEXT) == before
    real = files._all_of

    def written_meanwhile(opened: int, size: int) -> bytes:
        found = real(opened, size)
        file.write_bytes(b"other")
        return found

    monkeypatch.setattr(files, "_all_of", written_meanwhile)
    assert site_folder.read(STORY_PATH, MAX_TEXT) == before


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 100])
def test_file_is_read_to_its_end_whatever_its_size_was(tmp_path: Path, size: int) -> None:
    (tmp_path / "a").write_bytes(b"0123456789")
    file = os.open(tmp_path / "a", os.O_RDONLY)
    try:
        assert files._all_of(file, size) == b"0123456789"
    finally:
        os.close(file)


def test_entries_follow_links_within_the_tree(site_folder: Tree, tmp_path: Path) -> None:
    (tmp_path / "ngoai").mkdir()
    here = site_folder.root / YEAR
    (here / "ben-do").mkdir()
    (here / "trong").symlink_to("ben-do")
    (here / "ngoai").symlink_to(tmp_path / "ngoai")
    (here / "tep.md").symlink_to("con-do-som.md")
    for name in (".DS_Store", "Thumbs.db", ".gitkeep", "addresses.txt"):
        (here / name).touch()
    expected = (
        Entry("ben-do", is_folder=True, stamp=b""),
        Entry("con-do-som.md", is_folder=False, stamp=site_folder.stamp(STORY_PATH)),
        Entry("ngoai", is_folder=False, stamp=b"", is_link=True),
        Entry("tep.md", is_folder=False, stamp=b"", is_link=True),
        Entry("trong", is_folder=True, stamp=b"", is_link=True),
    )
    found: Listing = {}
    list_below(str(site_folder.root), "stories", found)
    trees = (site_folder, Tree(site_folder.root, found))
    assert [tree.entries(YEAR) for tree in trees] == [expected, expected]
    assert [tree.entries("khong-co") for tree in trees] == [(), ()]


def test_tree_that_was_listed_is_not_listed_again(
    site_folder: Tree, write_story: WriteStory, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_story("stories/2016-2017/bai-hai.md")
    write_story("contest/2015/entries/bat-com.md")
    (site_folder.root / YEAR / "con-do-som").mkdir()
    (site_folder.root / YEAR / "con-do-som/a.png").touch()
    (site_folder.root / YEAR / "la.docx").touch()
    found: Listing = {}
    for folder in ("stories", "contest"):
        list_below(str(site_folder.root), folder, found)
    expected = [*find_stories(site_folder, YEARS), *find_entries(site_folder, "2015")]
    stamps = [source.stamp for source in expected if isinstance(source, Source)]

    def refuse(folder: str) -> None:
        raise AssertionError(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    listed = Tree(site_folder.root, found)
    again = [*find_stories(listed, YEARS), *find_entries(listed, "2015")]
    assert (again, [source.stamp for source in again if isinstance(source, Source)]) == (expected, stamps)
    assert (len(stamps), all(stamps)) == (3, True)


def test_trees_of_one_folder_are_the_same_whatever_was_listed(site_folder: Tree) -> None:
    assert Tree(site_folder.root, {"stories": ()}) == site_folder


def test_a_site_without_stories_has_none(tmp_path: Path) -> None:
    assert stories(Tree(tmp_path)) == []
    assert list(find_seasons(Tree(tmp_path))) == []
    assert list(find_entries(Tree(tmp_path), "2015")) == []


def test_find_seasons_and_entries(site_folder: Tree, write_story: WriteStory) -> None:
    write_story("contest/2015/entries/bat-com.md")
    write_story("contest/2026/readme.md")
    write_story("contest/Mùa thi/entries/bat-com.md")
    write_story("contest/ghi-chu.txt")
    found = list(find_seasons(site_folder))
    assert [item for item in found if isinstance(item, str)] == ["2015", "2026"]
    assert [fault(item) for item in found if isinstance(item, Problem)] == [
        ("contest/Mùa thi", 0, "folder-is-a-season"),
        ("contest/ghi-chu.txt", 0, "file-has-its-place"),
    ]
    assert list(find_entries(site_folder, "2015")) == [
        Source(Kind.ENTRY, "contest/2015/entries/bat-com.md", "2015", "bat-com")
    ]
    assert list(find_entries(site_folder, "2026")) == []
