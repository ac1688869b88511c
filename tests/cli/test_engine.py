from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from neuguong import cli, crew, fingerprint, store
from neuguong.content import load_texts
from neuguong.problems import Problem, Text
from neuguong.site import build as building
from neuguong.site import handbook, making
from neuguong.site.ledger import Ledger
from neuguong.store import FILE, FOLDER
from tests.cli.conftest import DAY_EPOCH, Run
from tests.samples import story_text
from tests.site.making import files_of, write_site

BUILD = ("build", "--no-handbook")
STORY = "stories/2014-2015/con-do-som.md"
PAGE = "bai/2014-2015/con-do-som.html"
DONE = re.compile(
    r"Xong: 2 bài, \d+ trang trong [\d,]+ giây \((\d+) tệp mới hoặc đổi, (\d+) tệp gỡ bỏ\)\.\nXem thử: .*\n"
)
STAGES = ["read", "plan", "compare", "make", "finish"]


@pytest.fixture
def quick_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust stamps after a blink, and let the files of the site become as old as that."""
    request.getfixturevalue("built" if "built" in request.fixturenames else "site_to_build")
    monkeypatch.setattr(fingerprint, "SETTLED", 20_000_000)
    time.sleep(0.03)


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with its output and its store, as one build left them."""
    root = write_site(tmp_path_factory.mktemp("engine") / "site")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SOURCE_DATE_EPOCH", DAY_EPOCH)
        assert cli.run([*BUILD, "--site", str(root)]) == 0
    return root


@pytest.fixture
def built(once_built: Path, tmp_path: Path) -> Path:
    """Return a copy of it."""
    return Path(shutil.copytree(once_built, tmp_path / "built", symlinks=True))


@pytest.fixture
def expected(once_built: Path) -> dict[str, bytes]:
    return files_of(once_built / "output")


def sentences(said: str) -> list[str]:
    """Return what was said before the last words of a build that went well."""
    found = DONE.search(said)
    assert found is not None, said
    assert said[found.end() :] == ""
    return said[: found.start()].splitlines()


# --jobs


@pytest.mark.parametrize("jobs", ["0", "-1", "65", "hai", "", "1.5"])
@pytest.mark.parametrize("verb", ["build", "check"])
def test_jobs_are_a_number_of_processes(call: Run, verb: str, jobs: str) -> None:
    done = call(verb, "--jobs", jobs)
    assert (done.returncode, done.stdout, "--jobs" in done.stderr) == (2, "", True)


@pytest.mark.parametrize("jobs", ["1", "64"])
def test_site_is_the_same_by_any_number_of_jobs(
    call: Run, built: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    for module in (load_texts, making):
        monkeypatch.setattr(module, "FEW", 1)
        monkeypatch.setattr(module, "BATCH", 3)
    monkeypatch.setattr(load_texts, "FEW_PICTURES", 1)
    asked: list[int] = []
    real = crew.Crew.__init__

    def noting(self: crew.Crew, number: int = 1, method: str | None = None) -> None:
        asked.append(number)
        real(self, min(number, 3), method)

    monkeypatch.setattr(crew.Crew, "__init__", noting)
    shutil.rmtree(built / "output")
    done = call(*BUILD, "--clean", "--jobs", jobs, cwd=built)
    assert (done.returncode, sentences(done.stderr), asked) == (0, [], [int(jobs)])
    assert files_of(built / "output") == expected


# --clean


@pytest.mark.usefixtures("quick_clock")
def test_clean_build_does_everything_again(call: Run, built: Path, expected: dict[str, bytes]) -> None:
    done = call(*BUILD, "--clean", "--stages", cwd=built)
    assert (done.returncode, sentences(done.stderr), list(json.loads(done.stdout))) == (0, [], STAGES)
    assert files_of(built / "output") == expected
    again = call(*BUILD, "--stages", cwd=built)
    assert (again.returncode, list(json.loads(again.stdout))) == (0, ["compare"])


# --explain


@pytest.mark.parametrize(
    ("lang", "changed", "new"),
    [
        ("vi", f"bài viết đổi: {STORY}", "trang mới"),
        ("en", f"the story's text changed: {STORY}", "it is new"),
    ],
)
def test_explain_says_on_stdout_why_each_file_is_made(
    call: Run, built: Path, lang: str, changed: str, new: str
) -> None:
    call(*BUILD, cwd=built)
    text = (built / STORY).read_text("utf-8")
    (built / STORY).write_text(text.replace("Sáng nào", "Chiều nào"), encoding="utf-8")
    done = call(*BUILD, "--explain", "--lang", lang, cwd=built)
    assert (done.returncode, done.stdout) == (0, f"{PAGE}: {changed}\n")
    page = "Title: Sơ đồ trang\nSlug: so-do\nSummary: Trang này có gì.\n\nChữ.\n"
    (built / "content/pages/so-do.md").write_text(page, encoding="utf-8")
    found = call(*BUILD, "--explain", "--lang", lang, cwd=built).stdout.splitlines()
    assert (f"so-do.html: {new}" in found, [line for line in found if ": " not in line]) == (True, [])


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("vi", "Không có gì đổi, không dựng lại tệp nào."),
        ("en", "Nothing changed; no file was made again."),
    ],
)
def test_explain_says_that_nothing_changed(call: Run, built: Path, lang: str, sentence: str) -> None:
    call(*BUILD, cwd=built)
    done = call(*BUILD, "--explain", "--lang", lang, cwd=built)
    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (0, "", sentence)


def test_explain_of_a_folder_without_record_says_so_for_each_file(
    call: Run, built: Path, expected: dict[str, bytes]
) -> None:
    done = call(*BUILD, "--explain", "--clean", cwd=built)
    assert sorted(done.stdout.splitlines()) == sorted(
        f"{path}: chưa có ghi chép về tệp này" for path in expected if not path.startswith(".")
    )


# --stages


@pytest.mark.usefixtures("quick_clock")
def test_stages_are_json_on_stdout(call: Run, site_to_build: Path) -> None:
    first = call(*BUILD, "--stages", cwd=site_to_build)
    assert first.returncode == 0, first.stdout
    second = call(*BUILD, "--stages", cwd=site_to_build)
    (site_to_build / "output" / PAGE).unlink()
    third = call(*BUILD, "--stages", cwd=site_to_build)
    found = [json.loads(done.stdout) for done in (first, second, third)]
    assert [list(stages) for stages in found] == [STAGES, ["compare"], STAGES]
    assert all(isinstance(seconds, float) and seconds >= 0 for stages in found for seconds in stages.values())
    assert all(done.stdout.count("\n") == 1 for done in (first, second, third))


# The store


BROKEN = {
    "vi": "Kho ghi nhớ .neuguong hỏng hoặc không phải của chương trình này; bỏ đi và làm lại từ đầu.",
    "en": "The store .neuguong is damaged or foreign; it is dropped and everything done again.",
}
DAMAGED = {
    "vi": "Kho ghi nhớ .neuguong bị hỏng; bỏ đi và làm lại từ đầu.",
    "en": "The store .neuguong is damaged; it is dropped and everything done again.",
}
NOWHERE = {
    "vi": "Không ghi được vào thư mục .neuguong của trang; lần sau sẽ phải làm lại từ đầu.",
    "en": "The site's folder .neuguong cannot be written; the next run will do everything again.",
}


def text_file(folder: Path) -> None:
    (folder / FILE).write_text("Đây không phải kho.\n" * 900, encoding="utf-8")


def cut(folder: Path) -> None:
    os.truncate(folder / FILE, 700)


def foreign(folder: Path) -> None:
    (folder / FILE).unlink()
    connection = sqlite3.connect(folder / FILE)
    connection.execute("CREATE TABLE texts (path, stamp)")
    connection.commit()
    connection.close()


def half(folder: Path) -> None:
    os.truncate(folder / FILE, (folder / FILE).stat().st_size // 2)


def rotten(folder: Path) -> None:
    """Overwrite the root of one table; the file as such still opens."""
    connection = sqlite3.connect(folder / FILE)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'shelves'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with (folder / FILE).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 64)


def folder_for_store(folder: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).mkdir()


def file_for_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"mine")


def nothing(_folder: Path) -> None: ...


def gone(folder: Path) -> None:
    shutil.rmtree(folder)


STATES: list[tuple[Callable[[Path], None], dict[str, str] | None]] = [
    (nothing, None),
    (gone, None),
    (text_file, BROKEN),
    (cut, BROKEN),
    (foreign, BROKEN),
    (half, BROKEN),
    (rotten, DAMAGED),
    (folder_for_store, NOWHERE),
    (file_for_folder, NOWHERE),
]


@pytest.mark.usefixtures("quick_clock")
@pytest.mark.parametrize(("damage", "sentence"), STATES)
def test_store_in_any_state_is_one_sentence_and_a_right_build(
    call: Run,
    built: Path,
    expected: dict[str, bytes],
    damage: Callable[[Path], None],
    sentence: dict[str, str] | None,
) -> None:
    damage(built / FOLDER)
    text = (built / STORY).read_text("utf-8")
    (built / STORY).write_text(text.replace("Sáng nào", "Chiều nào"), encoding="utf-8")
    time.sleep(0.03)
    changed = call(*BUILD, cwd=built)
    assert (changed.returncode, sentences(changed.stderr)) == (0, [sentence["vi"]] if sentence else [])
    assert [path for path, data in files_of(built / "output").items() if data != expected[path]] == [PAGE]
    again = call(*BUILD, "--stages", cwd=built)
    assert sentences(again.stderr) == ([NOWHERE["vi"]] if sentence is NOWHERE else [])
    assert (list(json.loads(again.stdout)) == STAGES) == (sentence is NOWHERE)


@pytest.mark.parametrize(
    ("damage", "sentence"), [(text_file, BROKEN), (rotten, DAMAGED), (file_for_folder, NOWHERE)]
)
def test_sentence_about_the_store_is_in_the_language_asked_for(
    call: Run, built: Path, damage: Callable[[Path], None], sentence: dict[str, str]
) -> None:
    damage(built / FOLDER)
    assert call(*BUILD, "--lang", "en", cwd=built).stderr.splitlines()[0] == sentence["en"]


@pytest.mark.parametrize(("damage", "sentence"), STATES)
def test_check_works_with_a_store_in_any_state(
    call: Run,
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], None],
    sentence: dict[str, str] | None,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    damage(built / FOLDER)
    done = call("check", cwd=built)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        *([sentence["vi"]] if sentence else []),
        "Đã xem 4 bài: 0 lỗi, 0 lưu ý.",
    ]


def test_store_of_another_program_is_dropped_without_a_word(
    call: Run, built: Path, expected: dict[str, bytes]
) -> None:
    connection = sqlite3.connect(built / FOLDER / FILE)
    connection.execute("UPDATE about SET toolchain = x'00'")
    connection.commit()
    connection.close()
    done = call(*BUILD, "--stages", cwd=built)
    assert (done.returncode, sentences(done.stderr), list(json.loads(done.stdout))) == (0, [], STAGES)
    assert files_of(built / "output") == expected


@pytest.mark.parametrize("verb", [("check",), BUILD])
def test_disk_too_full_for_the_store_is_no_fault_of_the_program(
    call: Run, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: tuple[str, ...]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    shutil.rmtree(built / FOLDER)
    real = store._opened

    def small(path: Path) -> sqlite3.Connection:
        connection = real(path)
        connection.execute("PRAGMA page_size = 512")
        connection.execute("PRAGMA max_page_count = 30")
        return connection

    monkeypatch.setattr(store, "_opened", small)
    done = call(*verb, cwd=built)
    assert (done.returncode in {0, 1}, list(tmp_path.glob("neuguong-*.log"))) == (True, [])


HUGE = "9" * 25


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/pages/gioi-thieu.md", "Title:", f"Order: {HUGE}\nTitle:"),
        ("contest/2015/contest.yml", "photos_max: 5", f"photos_max: {HUGE}"),
    ],
)
def test_number_too_big_for_the_store_is_no_fault_of_the_program(
    call: Run, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    text = (built / path).read_text("utf-8")
    assert old in text
    (built / path).write_text(text.replace("Order: ", "X: ").replace(old, new, 1), encoding="utf-8")
    done = call(*BUILD, cwd=built)
    assert (done.returncode in {0, 1}, list(tmp_path.glob("neuguong-*.log"))) == (True, [])


def test_site_in_a_folder_whose_name_is_no_text_is_built(
    call: Run, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected: dict[str, bytes]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    odd = built.rename(built.with_name(os.fsdecode(b"gu\xd5ng")))
    assert call(*BUILD, cwd=odd).returncode == 0
    assert files_of(odd / "output") == expected


# Another process


@pytest.fixture
def busy(built: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process works with the store for a second."""
    program = (
        "import sys, time; from pathlib import Path; from neuguong.store import open_store\n"
        "store = open_store(Path(sys.argv[1]), b''); print('held', flush=True); time.sleep(0.8)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(built)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        yield child


@pytest.mark.parametrize(
    ("verb", "lang", "sentence"),
    [
        (BUILD, "vi", "Một lần dựng hoặc kiểm tra khác đang chạy; chờ nó xong…"),
        (("check",), "en", "Another build or check is running; waiting for it to end…"),
    ],
)
def test_second_process_says_that_it_waits_and_then_works(
    call: Run, built: Path, busy: subprocess.Popen[bytes], verb: tuple[str, ...], lang: str, sentence: str
) -> None:
    done = call(*verb, "--lang", lang, cwd=built)
    assert (done.returncode, done.stderr.splitlines()[0], busy.wait()) == (0, sentence, 0)
    assert done.stderr.count(sentence) == 1


# The bar


SLOW = """
import sys, time
from neuguong.content import load_texts
from neuguong.__main__ import main

look_at, seconds = load_texts._look_at, float(sys.argv.pop(1))
def slowly(*given):
    time.sleep(seconds)
    return look_at(*given)
load_texts._look_at = slowly
main()
"""


def slow(
    seconds: float, *arguments: str, cwd: Path, stderr: int, group: bool = False
) -> subprocess.Popen[bytes]:
    """Start the program with work made slow: so many seconds for each text."""
    return subprocess.Popen(
        [sys.executable, "-c", SLOW, str(seconds), *arguments],
        cwd=cwd,
        env={**os.environ, "SOURCE_DATE_EPOCH": DAY_EPOCH, "TERM": "xterm", "COLUMNS": "80"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        start_new_session=group,
    )


def screen(leader: int) -> str:
    """Return everything that was written to a terminal."""
    shown = b""
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:  # the last one at the other end has gone
            break
        if not piece:
            break
        shown += piece
    os.close(leader)
    return shown.decode()


def test_bar_is_shown_on_a_terminal_when_work_takes_long(built: Path, tmp_path: Path) -> None:
    """Side by side: slow work on a terminal, the same in a pipe, quick work on a terminal."""
    sites = [Path(shutil.copytree(built, tmp_path / name)) for name in ("slow", "piped", "quick")]
    for site in sites:
        shutil.rmtree(site / FOLDER)
    slow_leader, slow_screen = pty.openpty()
    quick_leader, quick_screen = pty.openpty()
    with (
        slow(0.7, "check", cwd=sites[0], stderr=slow_screen) as on_terminal,
        slow(0.7, "check", cwd=sites[1], stderr=subprocess.PIPE) as in_pipe,
        slow(0.0, "check", cwd=sites[2], stderr=quick_screen) as quickly,
    ):
        os.close(slow_screen)
        os.close(quick_screen)
        shown, glimpsed = screen(slow_leader), screen(quick_leader)
        said = [process.communicate() for process in (on_terminal, in_pipe, quickly)]
    last = "Đã xem 4 bài: 0 lỗi, 0 lưu ý."
    assert ("Đang đọc và kiểm tra" in shown, shown.endswith(f"{last}\r\n")) == (True, True)
    assert said == [(b"", None), (b"", f"{last}\n".encode()), (b"", None)]
    assert glimpsed == f"{last}\r\n"


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (BUILD, 0),
        (("check",), 0),
        ((*BUILD, "--date", "2015-01-01"), 0),
        ((*BUILD, "--jobs", "0"), 2),
        ((*BUILD, "--site", "nowhere"), 2),
        ((*BUILD, "--output", "stories"), 2),
        ((*BUILD, "--explian"), 2),
    ],
)
def test_exit_code_says_how_it_went(call: Run, built: Path, arguments: tuple[str, ...], code: int) -> None:
    assert call(*arguments, cwd=built).returncode == code


def test_build_with_a_fault_leaves_the_site_as_it_is(
    call: Run, built: Path, expected: dict[str, bytes]
) -> None:
    text = (built / STORY).read_text("utf-8")
    (built / STORY).write_text(text.replace("title: ", "# title: "), encoding="utf-8")
    done = call(*BUILD, "--stages", "--explain", cwd=built)
    assert (done.returncode, done.stderr) == (1, "Đã xem 4 bài: 1 lỗi, 0 lưu ý.\n")
    assert done.stdout.startswith(f"{STORY}:")
    assert files_of(built / "output") == expected


def die(_desk: object, _part: object) -> NoReturn:
    os._exit(9)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("vi", "Một tiến trình phụ bị dừng giữa chừng, có lẽ vì thiếu bộ nhớ; thử lại với --jobs 1.\n"),
        ("en", "A worker was stopped half-way, perhaps for lack of memory; try again with --jobs 1.\n"),
    ],
)
def test_worker_that_dies_is_one_sentence(
    call: Run, built: Path, expected: dict[str, bytes], lang: str, sentence: str
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(making, "FEW", 1)
        patched.setattr(making, "_make", die)
        shutil.rmtree(built / "output/bai")
        done = call(*BUILD, "--jobs", "2", "--lang", lang, cwd=built)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", sentence)
    assert call(*BUILD, cwd=built).returncode == 0
    assert files_of(built / "output") == expected


def test_store_that_breaks_while_pages_are_made_is_one_sentence(
    call: Run, built: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    save = Ledger.save

    def break_and_save(ledger: Ledger, wanted: Collection[str]) -> None:
        monkeypatch.setattr(Ledger, "save", save)
        ledger.store._connection.execute("DROP TABLE memos")
        save(ledger, wanted)

    monkeypatch.setattr(Ledger, "save", break_and_save)
    (built / "output" / PAGE).unlink()
    done = call(*BUILD, cwd=built)
    assert (done.returncode, sentences(done.stderr)) == (0, [DAMAGED["vi"]])
    assert files_of(built / "output") == expected


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("vi", f"{STORY} vừa được lưu trong lúc dựng; dựng lại với bản mới."),
        ("en", f"{STORY} was saved during the build; building again with what it says now."),
    ],
)
def test_text_saved_during_a_build_is_one_sentence(
    call: Run, built: Path, monkeypatch: pytest.MonkeyPatch, lang: str, sentence: str
) -> None:
    make_pages = making.make_pages

    def meanwhile(*arguments: Any) -> object:
        monkeypatch.setattr(building, "make_pages", make_pages)
        text = (built / STORY).read_text("utf-8")
        (built / STORY).write_text(text.replace("Sáng nào", "Chiều nào"), encoding="utf-8")
        return make_pages(*arguments)

    monkeypatch.setattr(building, "make_pages", meanwhile)
    (built / "output" / PAGE).unlink()
    done = call(*BUILD, "--lang", lang, cwd=built)
    first, *rest = done.stderr.splitlines()
    assert (done.returncode, done.stdout, first, len(rest)) == (0, "", sentence, 2)
    assert "Chiều nào" in (built / "output" / PAGE).read_text("utf-8")


# Nothing has changed


@pytest.mark.usefixtures("quick_clock")
def test_build_of_nothing_new_says_the_same_as_the_first(call: Run, built: Path) -> None:
    def said() -> list[str]:
        return re.findall(r"\d+ (?:bài|trang|tệp \w+ \w+)", call(*BUILD, cwd=built).stderr)

    counts = ["2 bài", "0 tệp mới hoặc", "0 tệp gỡ bỏ"]
    looked, quick = said(), said()
    assert [word for word in quick if "trang" not in word] == counts
    assert (looked, len(quick)) == (quick, 4)


@pytest.mark.usefixtures("quick_clock")
def test_handbook_is_looked_at_though_nothing_else_is_new(
    call: Run, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def build(root: Path, output: Path) -> tuple[Problem, ...]:
        asked.append((root, output.name))
        return (Problem("mkdocs.yml", 0, "handbook-builds", Text("hỏng", "broken"), Text("sửa", "mend")),)

    call(*BUILD, cwd=built)
    monkeypatch.setattr(handbook, "build", build)
    done = call("build", "--stages", cwd=built)
    assert (done.returncode, done.stdout.startswith("mkdocs.yml"), asked) == (1, True, [(built, "output")])
    assert call(*BUILD, "--stages", cwd=built).stdout.startswith('{"compare": ')


# Ctrl+C


def test_interrupt_is_one_word_and_ends_all_workers(built: Path) -> None:
    for number in range(load_texts.FEW):
        text = story_text(title=f"Bài số {number} bên sông", consent=f"MAU-{number}")
        (built / f"stories/2014-2015/bai-{number}.md").write_text(text, encoding="utf-8")
    with slow(0.05, "check", "--jobs", "2", cwd=built, stderr=subprocess.PIPE, group=True) as process:
        workers = f"/proc/{process.pid}/task/{process.pid}/children"
        end = time.monotonic() + 15
        while len(found := Path(workers).read_text("utf-8").split()) < 2 and time.monotonic() < end:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=15)
    assert (said, process.returncode, len(found)) == ((b"", "\nĐã dừng.\n".encode()), 130, 2)
    while any(Path(f"/proc/{pid}").exists() for pid in found) and time.monotonic() < end:
        time.sleep(0.02)
    assert [pid for pid in found if Path(f"/proc/{pid}").exists()] == []
