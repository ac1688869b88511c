"""A tree with files laid over it looks as the folder will once they are written."""

from __future__ import annotations

from neuguong.content.files import Tree
from neuguong.content.overlay import Overlay
from neuguong.listing import Entry
from neuguong.problems import Problem

LAID = {"contest/2027/entries/moi.md": b"moi", "contest/2027/entries/moi/anh-1.jpg": b"anh"}
ENTRIES = "contest/2027/entries"


def overlay(tree: Tree) -> Overlay:
    (tree.root / ENTRIES).mkdir(parents=True)
    (tree.root / ENTRIES / "cu.md").write_bytes(b"cu")
    (tree.root / "contest/2027/call.md").write_bytes(b"loi moi")
    return Overlay(tree.root, files=LAID, instead_of=(ENTRIES, "contest/2027/results.yml"))


def test_laid_files_are_seen_in_the_place_of_those_of_before(site_folder: Tree) -> None:
    tree = overlay(site_folder)

    assert tree.names(ENTRIES) == ("moi", "moi.md")
    assert tree.names("contest/2027") == ("call.md", "entries")
    assert tree.entries(ENTRIES) == (Entry("moi", True, b""), Entry("moi.md", False, b""))  # noqa: FBT003
    assert (tree.exists(f"{ENTRIES}/cu.md"), tree.exists(f"{ENTRIES}/moi.md")) == (False, True)
    assert (tree.is_folder(f"{ENTRIES}/moi"), tree.is_folder(ENTRIES), tree.is_folder("stories")) == (
        True,
    ) * 3
    assert tree.data(f"{ENTRIES}/moi.md", 10) == b"moi"
    assert tree.stamp(f"{ENTRIES}/moi.md") == tree.stamp(f"{ENTRIES}/cu.md") == b""
    assert isinstance(tree.data(f"{ENTRIES}/cu.md", 10), Problem)


def test_everything_else_is_as_on_the_disk(site_folder: Tree) -> None:
    tree = overlay(site_folder)

    assert tree.text("contest/2027/call.md") == "loi moi"
    assert tree.stamp("contest/2027/call.md") == site_folder.stamp("contest/2027/call.md")
    assert tree.names("stories") == site_folder.names("stories")
