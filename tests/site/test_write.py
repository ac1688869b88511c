from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong import fingerprint
from neuguong.site import write as module
from neuguong.site.write import MANIFEST, UNFINISHED, Output, Put, put, replace
from tests.site.making import files_of, write

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
        write(output, path, data)
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


ODD_NAMES = [
    "theme/a\nb.css",
    "theme/\udcff.css",
    "theme/\n",
    "theme/đò.css",
    "theme/a\\nb.css",
    "theme/ .css",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_file_of_any_name_is_written_and_removed(tmp_path: Path, name: str) -> None:
    """A department may put anything into its theme."""
    assert build(tmp_path, {name: b"1", "theme/a": b"2"}) == (2, 0)
    manifest = (tmp_path / MANIFEST).read_bytes()
    assert (manifest.count(b"\n"), (tmp_path / name).read_bytes()) == (2, b"1")
    assert Output(tmp_path).is_finished([name, "theme/a"])
    assert build(tmp_path, {name: b"1", "theme/a": b"2"}) == (0, 0)
    assert build(tmp_path, {"theme/a": b"2"}) == (0, 1)
    assert files_of(tmp_path) == {"theme/a": b"2", MANIFEST: b"theme/a\n"}


def test_files_of_odd_names_are_not_taken_for_each_other(tmp_path: Path) -> None:
    build(tmp_path, dict.fromkeys(ODD_NAMES, b"1"))
    assert Output(tmp_path).is_finished(ODD_NAMES[::-1])
    for name in ODD_NAMES:
        assert not Output(tmp_path).is_finished([other for other in ODD_NAMES if other != name])
    assert build(tmp_path, {}) == (0, len(ODD_NAMES))


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


def stamp_of(file: Path) -> bytes:
    return fingerprint.stamp(file.lstat())


def test_put_says_whether_it_changed_the_file_and_how_it_looks_now(tmp_path: Path) -> None:
    first, again, other = (put(tmp_path, "a/b.html", data) for data in (b"1", b"1", b"2"))
    assert (first.changed, again, other.changed) == (True, Put(changed=False, stamp=first.stamp), True)
    assert other.stamp == stamp_of(tmp_path / "a/b.html") != first.stamp


@pytest.mark.parametrize("by_number", [True, False])
def test_put_sets_the_time_of_what_it_writes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by_number: bool
) -> None:
    named: list[bool] = []
    real = os.utime

    def noting(file: int | str, *, ns: tuple[int, int]) -> None:
        named.append(isinstance(file, int))
        real(file, ns=ns)

    monkeypatch.setattr(module, "_BY_NUMBER", by_number)
    monkeypatch.setattr(os, "utime", noting)
    for data in (b"1", b"22"):
        before = time.time_ns()
        done = put(tmp_path, "a.html", data)
        after = time.time_ns()
        changed = (tmp_path / "a.html").stat().st_mtime_ns
        assert before - module._BACK <= changed <= after - module._BACK
        assert (done, fingerprint.is_older(done.stamp, before)) == (
            Put(changed=True, stamp=stamp_of(tmp_path / "a.html")),
            True,
        )
    assert named == [by_number] * 2


def test_put_leaves_the_time_of_what_is_there_already(tmp_path: Path) -> None:
    put(tmp_path, "a.html", b"1")
    age(tmp_path)
    assert put(tmp_path, "a.html", b"1") == Put(changed=False, stamp=stamp_of(tmp_path / "a.html"))
    assert touched(tmp_path) == []


def test_whoever_writes_after_put_changes_the_stamp_without_waiting(tmp_path: Path) -> None:
    """As many bytes, into the same file, within the same tick of the disk's clock: so a hundred times."""
    for number in range(100):
        done = put(tmp_path, "a.html", f"{number:03}".encode())
        assert done.stamp != b""
        (tmp_path / "a.html").write_bytes(f"{number:03}".encode())
        assert stamp_of(tmp_path / "a.html") != done.stamp


@pytest.mark.parametrize(
    ("seconds", "trusted"),
    [(-1_000_000_000, True), (-60, True), (-3, True), (-1, False), (0, False), (1, False), (3600, False)],
)
def test_stamp_of_what_somebody_else_wrote_is_trusted_when_it_is_old(
    tmp_path: Path, seconds: int, trusted: bool
) -> None:
    (tmp_path / "a.html").write_bytes(b"1")
    then = time.time_ns() + seconds * 1_000_000_000
    os.utime(tmp_path / "a.html", ns=(then, then))
    stamp = stamp_of(tmp_path / "a.html") if trusted else b""
    assert put(tmp_path, "a.html", b"1") == Put(changed=False, stamp=stamp)


def test_stamp_is_not_trusted_on_a_disk_that_sets_no_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    done = [put(tmp_path, "a.html", data) for data in (b"1", b"1", b"2")]
    assert done == [Put(changed=changed, stamp=b"") for changed in (True, False, True)]
    assert files_of(tmp_path) == {"a.html": b"2"}


@pytest.mark.parametrize("data", [b"1", b"2"])
def test_stamp_of_another_file_that_took_the_place_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """Somebody writes between our writing and our look at it."""
    real = os.replace

    def replaced_and_written(source: str, target: str) -> None:
        real(source, target)
        Path(target).write_bytes(data)

    monkeypatch.setattr(os, "replace", replaced_and_written)
    assert put(tmp_path, "a.html", b"1") == Put(changed=True, stamp=b"")


def test_stamp_is_empty_where_the_file_is_gone_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replaced_and_removed(source: str, target: str) -> None:
        real(source, target)
        Path(target).unlink()

    monkeypatch.setattr(os, "replace", replaced_and_removed)
    assert put(tmp_path, "a.html", b"1") == Put(changed=True, stamp=b"")


@pytest.mark.parametrize("same", [True, False])
def test_put_puts_a_file_in_the_place_of_a_link(tmp_path: Path, same: bool) -> None:
    (tmp_path / "real.txt").write_bytes(b"1" if same else b"mine")
    (tmp_path / "a.html").symlink_to("real.txt")
    assert put(tmp_path, "a.html", b"1").changed
    assert ((tmp_path / "a.html").is_symlink(), (tmp_path / "real.txt").read_bytes()) == (
        False,
        b"1" if same else b"mine",
    )


contents = st.sampled_from([b"", b"1", b"2", b"22"])


@given(st.lists(st.tuples(st.sampled_from(["put", "write", "remove"]), contents), max_size=8))
def test_put_gives_a_stamp_that_tells_every_change(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, bytes]]
) -> None:
    """Whatever others do in between: the file is as it was as long as the stamp is, and only then."""
    file = tmp_path_factory.mktemp("put") / "a.html"
    there: bytes | None = None
    known = b""
    for step, data in steps:
        if step == "put":
            done = put(file.parent, file.name, data)
            assert (done.changed, file.read_bytes()) == (data != there, data)
            assert done.stamp in {b"", stamp_of(file)}
            assert done.stamp or not done.changed
            there, known = data, done.stamp
        elif step == "write":
            file.write_bytes(data)
            assert known != stamp_of(file)
            there = data
        else:
            file.unlink(missing_ok=True)
            there = None


@pytest.mark.parametrize("path", ["../a.html", "/a.html", "a/../../b.html", ".."])
def test_put_never_leaves_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(ValueError, match="lies outside the output folder"):
        put(tmp_path / "output", path, b"1")
    assert [file.name for file in tmp_path.rglob("*")] == ["output"]


def test_announce_names_what_a_build_that_dies_may_leave_behind(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": b"1", "b.html": b"2"})
    output = Output(tmp_path)
    output.announce(["b.html", "c.html"])
    write(output, "c.html", b"3")  # and here the build dies
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
    write(output, "bai/a.html", b"1")
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
        write(output, path, b"1")
    found.append(output.is_finished(paths))
    output.finish()
    found += [output.is_finished(some) for some in (paths, paths[::-1], set(paths), paths[:1], [*paths, "c"])]
    output.announce(paths)
    found.append(output.is_finished(paths))
    assert found == [False, False, True, True, True, False, False, False]
