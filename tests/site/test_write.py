from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from neuguong import fingerprint
from neuguong.site.write import MANIFEST, UNFINISHED, Output, Put, put, replace
from tests.site.making import files_of

OLD = 1_000_000_000_000_000_000


def age(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, ns=(OLD, OLD))


def touched(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files if path.stat().st_mtime_ns != OLD)


def build(folder: Path, files: dict[str, bytes]) -> tuple[int, int]:
    """Build once; return how many files were changed and removed."""
    output = Output(folder)
    for path, data in files.items():
        output.write(path, data)
    return output.changed, output.finish()


def test_build_writes_files_and_a_sorted_manifest(tmp_path: Path) -> None:
    assert build(tmp_path, {"b/c.html": b"2", "a.html": b"1"}) == (2, 0)
    assert files_of(tmp_path) == {"a.html": b"1", "b/c.html": b"2", MANIFEST: b"a.html\nb/c.html\n"}


def test_build_touches_only_files_whose_bytes_differ(tmp_path: Path) -> None:
    build(tmp_path, {"same.html": b"1", "other.html": b"2", "grown.html": b"3"})
    age(tmp_path)
    assert build(tmp_path, {"same.html": b"1", "other.html": b"!", "grown.html": b"33"}) == (2, 0)
    assert touched(tmp_path) == ["grown.html", "other.html"]


def test_build_touches_nothing_when_built_again(tmp_path: Path) -> None:
    files = {"a.html": b"1", "b/c.html": b"2"}
    build(tmp_path, files)
    age(tmp_path)
    assert build(tmp_path, files) == (0, 0)
    assert touched(tmp_path) == []


def test_build_writes_again_what_somebody_deleted(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"1", "b.html": b"2"})
    (tmp_path / "a.html").unlink()
    assert build(tmp_path, {"a.html": b"1", "b.html": b"2"}) == (1, 0)


def test_replace_keeps_the_old_file_when_the_data_cannot_be_written(tmp_path: Path) -> None:
    wrong: Any = "text, not bytes"
    (tmp_path / "a.html").write_bytes(b"old")
    with pytest.raises(TypeError):
        replace(tmp_path / "a.html", wrong)
    assert files_of(tmp_path) == {"a.html": b"old"}


def test_replace_keeps_the_old_file_when_the_disk_is_full(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.write_bytes(b"old")
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from neuguong.site.write import replace\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try: replace(Path(sys.argv[1]), b'x' * 1000)\n"
        "except OSError: sys.exit(28)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(target)], check=False)
    assert (done.returncode, files_of(tmp_path)) == (28, {"a.html": b"old"})


def test_replace_leaves_nothing_beside_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    with pytest.raises(IsADirectoryError):
        replace(tmp_path / "a.html", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_finish_removes_what_only_the_last_build_wrote(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"1", "b.html": b"2"})
    assert build(tmp_path, {"a.html": b"1"}) == (0, 1)
    assert files_of(tmp_path) == {"a.html": b"1", MANIFEST: b"a.html\n"}


def test_finish_leaves_a_strangers_files(tmp_path: Path) -> None:
    build(tmp_path, {"bai/a.html": b"1"})
    (tmp_path / "google-ownership.html").write_bytes(b"mine")
    (tmp_path / "bai/notes.txt").write_bytes(b"mine")
    assert build(tmp_path, {}) == (0, 1)
    assert files_of(tmp_path) == {
        "google-ownership.html": b"mine",
        "bai/notes.txt": b"mine",
        MANIFEST: b"",
    }


def test_finish_removes_emptied_folders_up_to_the_root(tmp_path: Path) -> None:
    build(tmp_path, {"a/b/c/d.html": b"1", "a/e.html": b"2"})
    build(tmp_path, {"a/e.html": b"2"})
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        MANIFEST,
        "a",
        "a/e.html",
    ]
    build(tmp_path, {})
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


def test_finish_does_not_count_an_orphan_that_is_gone_already(tmp_path: Path) -> None:
    build(tmp_path, {"a/b.html": b"1"})
    (tmp_path / "a/b.html").unlink()
    assert build(tmp_path, {}) == (0, 0)
    assert [path.name for path in tmp_path.iterdir()] == [MANIFEST]


@pytest.mark.parametrize("line", ["../stranger.txt", "{root}/stranger.txt", "a/../../stranger.txt"])
def test_finish_ignores_manifest_lines_that_lead_out(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "output"
    build(folder, {"a/b.html": b"1"})
    stranger = tmp_path / "stranger.txt"
    stranger.write_bytes(b"mine")
    (folder / MANIFEST).write_text(line.format(root=tmp_path) + "\n", encoding="utf-8")
    assert build(folder, {}) == (0, 0)
    assert stranger.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"\n\n",
        b"bai/a.ht",
        b"bai",
        b".\n",
        b"\xff\xfe\x00\x01",
        b"\x00/\x00\n",
        b"x" * 5000,
        b"x/" * 5000,
    ],
)
def test_finish_survives_a_damaged_manifest(tmp_path: Path, damaged: bytes) -> None:
    build(tmp_path, {"bai/a.html": b"1"})
    (tmp_path / "stranger.txt").write_bytes(b"mine")
    (tmp_path / MANIFEST).write_bytes(damaged)
    assert build(tmp_path, {"bai/a.html": b"1"}) == (0, 0)
    assert files_of(tmp_path) == {
        "bai/a.html": b"1",
        "stranger.txt": b"mine",
        MANIFEST: b"bai/a.html\n",
    }


def test_note_saves_a_file_from_being_an_orphan(tmp_path: Path) -> None:
    build(tmp_path, {"anh/a.webp": b"1", "anh/b.webp": b"2"})
    output = Output(tmp_path)
    output.note("anh/a.webp", changed=False)
    assert (output.changed, output.finish()) == (0, 1)
    assert files_of(tmp_path) == {"anh/a.webp": b"1", MANIFEST: b"anh/a.webp\n"}


def test_note_counts_what_somebody_else_wrote(tmp_path: Path) -> None:
    output = Output(tmp_path)
    for path, changed in (("a.html", True), ("b.html", False), ("c.html", True)):
        assert put(tmp_path, path, b"1").changed
        output.note(path, changed=changed)
    assert (output.changed, output.written, output.finish()) == (2, {"a.html", "b.html", "c.html"}, 0)


def test_write_says_whether_it_changed_the_file_and_how_it_looks_now(tmp_path: Path) -> None:
    output = Output(tmp_path)
    first, again, other = (output.write("a/b.html", data) for data in (b"1", b"1", b"2"))
    assert (first.changed, again, other.changed) == (True, Put(changed=False, stamp=first.stamp), True)
    assert other.stamp == fingerprint.stamp((tmp_path / "a/b.html").lstat()) != first.stamp


@pytest.mark.parametrize("path", ["../a.html", "/a.html", "a/../../b.html", ".."])
def test_write_never_leaves_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(ValueError, match="lies outside the output folder"):
        Output(tmp_path / "output").write(path, b"1")
    assert [file.name for file in tmp_path.rglob("*")] == ["output"]


def test_announce_names_what_a_build_that_dies_may_leave_behind(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"1", "b.html": b"2"})
    output = Output(tmp_path)
    output.announce(["b.html", "c.html"])
    output.write("c.html", b"3")  # and here the build dies
    assert files_of(tmp_path) == {
        "a.html": b"1",
        "b.html": b"2",
        "c.html": b"3",
        MANIFEST: b"a.html\nb.html\nc.html\n",
        UNFINISHED: b"",
    }
    assert (build(tmp_path, {"b.html": b"2"}), files_of(tmp_path)) == (
        (0, 2),
        {"b.html": b"2", MANIFEST: b"b.html\n"},
    )


def test_announce_removes_what_a_killed_build_left_half_written(tmp_path: Path) -> None:
    build(tmp_path, {"bai/a.html": b"1"})
    Output(tmp_path).announce(["bai/a.html", "bai/b.html"])
    for half in (".index.html.77.new", "bai/.b.html.77.new"):
        (tmp_path / half).write_bytes(b"half")
    (tmp_path / "bai/.ghi-chu.new").write_bytes(b"mine")
    output = Output(tmp_path)
    output.announce(["bai/a.html"])
    output.write("bai/a.html", b"1")
    assert (output.changed, output.finish(), files_of(tmp_path)) == (
        0,
        0,
        {"bai/a.html": b"1", "bai/.ghi-chu.new": b"mine", MANIFEST: b"bai/a.html\n"},
    )


def test_output_is_finished_once_a_build_wrote_just_these_paths(tmp_path: Path) -> None:
    paths = ("a.html", "b.html")
    found = [Output(tmp_path).is_finished(paths)]
    output = Output(tmp_path)
    output.announce(paths)
    for path in paths:
        output.write(path, b"1")
    found.append(output.is_finished(paths))
    output.finish()
    found += [output.is_finished(paths), output.is_finished(("a.html",))]
    output.announce(paths)
    found.append(output.is_finished(paths))
    assert found == [False, False, True, False, False]
