from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from neuguong.site.write import MANIFEST, UNFINISHED, Output, put, replace
from tests.site.making import files_of, write

HALF = ".a.html.4711.new"


def build(folder: Path, files: dict[str, bytes]) -> Output:
    """Build once, as `publish` does."""
    output = Output(folder)
    output.announce(files)
    for path, data in files.items():
        write(output, path, data)
    output.finish()
    return output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an output folder that was built once."""
    build(tmp_path / "output", {"a.html": b"1", "bai/b.html": b"2"})
    return tmp_path / "output"


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_marker_lies_there_while_a_build_writes(tmp_path: Path) -> None:
    output = Output(tmp_path / "output")
    seen = [(tmp_path / "output" / UNFINISHED).exists()]
    output.announce(["a.html"])
    seen.append((output.root / UNFINISHED).exists())
    write(output, "a.html", b"1")
    seen.append((output.root / UNFINISHED).exists())
    output.finish()
    seen.append((output.root / UNFINISHED).exists())
    assert seen == [False, True, True, False]
    assert files_of(output.root) == {"a.html": b"1", MANIFEST: b"a.html\n"}


def test_manifest_names_what_is_to_come_before_it_is_written(folder: Path) -> None:
    output = Output(folder)
    output.announce(["c.html", "a.html"])
    assert (folder / MANIFEST).read_text("utf-8") == "a.html\nbai/b.html\nc.html\n"
    assert not (folder / "c.html").exists()


def test_manifest_is_left_alone_where_nothing_new_is_to_come(folder: Path) -> None:
    before = (folder / MANIFEST).stat()
    Output(folder).announce(["a.html"])
    after = (folder / MANIFEST).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def remove_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


def change_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("a.html\n", encoding="utf-8")


def mark(folder: Path) -> None:
    (folder / UNFINISHED).touch()


def nothing(_folder: Path) -> None: ...


@pytest.mark.parametrize(
    ("change", "paths", "finished"),
    [
        (nothing, ["a.html", "bai/b.html"], True),
        (nothing, ["a.html"], False),
        (nothing, ["a.html", "bai/b.html", "c.html"], False),
        (nothing, [], False),
        (remove_manifest, ["a.html", "bai/b.html"], False),
        (change_manifest, ["a.html", "bai/b.html"], False),
        (change_manifest, ["a.html"], True),
        (mark, ["a.html", "bai/b.html"], False),
    ],
)
def test_folder_is_finished_when_the_last_build_ended_with_these_paths(
    folder: Path, change: Callable[[Path], None], paths: list[str], finished: bool
) -> None:
    change(folder)
    assert Output(folder).is_finished(iter(paths)) == finished


def test_folder_that_is_not_there_is_not_finished(tmp_path: Path) -> None:
    assert not Output(tmp_path / "nowhere").is_finished([])


@pytest.mark.parametrize("path", [HALF, f"bai/{HALF}", f"bai/..{MANIFEST}.1.new"])
def test_half_written_files_are_swept_after_a_build_that_was_killed(folder: Path, path: str) -> None:
    (folder / path).write_bytes(b"half")
    mark(folder)
    build(folder, {"a.html": b"1", "bai/b.html": b"2"})
    assert names(folder) == [MANIFEST, "a.html", "bai", "bai/b.html"]


def test_nothing_is_swept_after_a_build_that_came_to_its_end(folder: Path) -> None:
    (folder / HALF).write_bytes(b"mine")
    build(folder, {"a.html": b"1", "bai/b.html": b"2"})
    assert (folder / HALF).read_bytes() == b"mine"


@pytest.mark.parametrize(
    "name",
    ["a.new", ".new", ".a.new", ".a.b.new", "a.html.1.new", ".1.new", ".a.html.1.new.txt"],
)
def test_files_of_other_names_are_never_swept(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"mine")
    (folder / "khac").mkdir()
    (folder / "khac" / HALF).write_bytes(b"mine")
    mark(folder)
    build(folder, {"a.html": b"1"})
    assert ((folder / name).read_bytes(), (folder / "khac" / HALF).read_bytes()) == (b"mine", b"mine")


def test_folder_of_a_half_written_name_stops_nothing(folder: Path) -> None:
    (folder / "bai" / HALF).mkdir()
    (folder / HALF).write_bytes(b"half")
    mark(folder)
    build(folder, {"a.html": b"1", "bai/b.html": b"2"})
    assert names(folder) == [MANIFEST, "a.html", "bai", f"bai/{HALF}", "bai/b.html"]


def test_folder_of_a_half_written_name_hides_no_file_beside_it(folder: Path) -> None:
    for number in range(20):
        (folder / "bai" / f".a.html.{2 * number}.new").mkdir()
        (folder / "bai" / f".a.html.{2 * number + 1}.new").write_bytes(b"half")
    mark(folder)
    build(folder, {"a.html": b"1", "bai/b.html": b"2"})
    assert [path for path in (folder / "bai").iterdir() if path.is_file()] == [folder / "bai/b.html"]


def test_folder_of_the_manifest_that_is_gone_stops_nothing(folder: Path) -> None:
    (folder / "bai/b.html").unlink()
    (folder / "bai").rmdir()
    mark(folder)
    build(folder, {"a.html": b"1"})
    assert names(folder) == [MANIFEST, "a.html"]


_KILLED = """
import os, sys
from pathlib import Path
from neuguong.site import write

output = write.Output(Path(sys.argv[1]))
output.announce(["a.html", "bai/b.html", "bai/c.html", "moi/d.html"])
write.put(output.root, "moi/d.html", b"4")
write.put(output.root, "a.html", b"new")
os.replace = lambda *_names: os._exit(9)
write.put(output.root, "bai/c.html", b"3")
"""


def test_build_after_one_that_was_killed_leaves_nothing_of_it(folder: Path) -> None:
    assert subprocess.run([sys.executable, "-c", _KILLED, str(folder)], check=False).returncode == 9
    left = names(folder)
    assert (UNFINISHED in left, sum(name.endswith(".new") for name in left), "moi/d.html" in left) == (
        True,
        1,
        True,
    )
    output = build(folder, {"a.html": b"1", "bai/b.html": b"2"})
    assert (output.changed, files_of(folder)) == (
        1,
        {"a.html": b"1", "bai/b.html": b"2", MANIFEST: b"a.html\nbai/b.html\n"},
    )
    assert names(folder) == [MANIFEST, "a.html", "bai", "bai/b.html"]


def test_noted_files_are_wanted_and_counted(folder: Path) -> None:
    output = Output(folder)
    output.announce(["a.html", "bai/b.html"])
    output.note("a.html", changed=True)
    output.note("bai/b.html", changed=False)
    assert (output.finish(), output.changed, sorted(output.written)) == (0, 1, ["a.html", "bai/b.html"])


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o000])
def test_files_are_for_those_whom_the_system_lets_read(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        build(tmp_path / "output", {"a.html": b"1", "bai/b.html": b"2"})
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "output").rglob("*") if path.is_file()}
    assert modes == {0o666 & ~mask}


def test_replaced_file_keeps_its_mode(folder: Path) -> None:
    (folder / "a.html").chmod(0o640)
    replace(folder / "a.html", b"new")
    assert stat.S_IMODE((folder / "a.html").stat().st_mode) == 0o640


def test_file_of_the_longest_name_can_be_written(tmp_path: Path) -> None:
    """A disk takes names of 255 bytes."""
    name = "x" * 235 + ".html"
    assert put(tmp_path, name, b"1").changed
    assert files_of(tmp_path) == {name: b"1"}


@pytest.mark.parametrize("path", ["/a.html", "../a.html", "bai/../../a.html", "bai/.."])
def test_nothing_is_written_outside_the_folder(folder: Path, path: str) -> None:
    before = names(folder.parent)
    with pytest.raises(ValueError, match="lies outside the output folder"):
        put(folder, path, b"1")
    assert names(folder.parent) == before
