from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import WriteStory

BAD = "stories/2014-2015/bai-hong.md"
SHORT = "stories/2014-2015/bai-ngan.md"
WRONG_FIELD = "“van-dong” không có trong danh mục lĩnh vực"


@pytest.fixture
def bad(write_story: WriteStory) -> str:
    """A story with an error on line 5."""
    return write_story(BAD, title="Bài hỏng bên sông", field="van-dong", consent="MAU-002")


@pytest.fixture
def short(write_story: WriteStory) -> str:
    """A story with a warning: it is short."""
    return write_story(SHORT, "Một câu thôi.", title="Bài ngắn bên sông", consent="MAU-003")


def test_check_of_a_clean_site_says_so_and_leaves_with_0(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Đã xem 1 bài: 0 lỗi, 0 lưu ý.\n")


@pytest.mark.usefixtures("short")
def test_check_with_warnings_only_leaves_with_0(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (0, "Đã xem 2 bài: 0 lỗi, 1 lưu ý.\n")
    assert done.stdout.startswith(f"{SHORT}:15  (lưu ý) bài dài 3 chữ  [text-has-length]\n")


@pytest.mark.usefixtures("bad", "short")
def test_check_reports_every_fault_in_one_run(run: Run) -> None:
    done = run("check")
    assert (done.returncode, done.stderr) == (1, "Đã xem 3 bài: 1 lỗi, 1 lưu ý.\n")
    heads = [line for line in done.stdout.splitlines() if not line.startswith(" ")]
    assert heads == [
        f"{BAD}:5  {WRONG_FIELD}  [value-is-in-vocabulary]",
        f"{SHORT}:15  (lưu ý) bài dài 3 chữ  [text-has-length]",
    ]


@pytest.mark.usefixtures("bad")
def test_check_speaks_english_when_asked(run: Run) -> None:
    done = run("check", "--lang", "en")
    assert (done.returncode, done.stderr) == (1, "Looked at 2 texts: 1 errors, 0 warnings.\n")
    assert "“van-dong” is not in the list for field" in done.stdout
    assert WRONG_FIELD not in done.stdout


@pytest.mark.usefixtures("bad")
def test_check_speaks_the_sites_language_unless_told_otherwise(call: Run, site: Path) -> None:
    with (site / "site.yml").open("a", encoding="utf-8") as file:
        file.write("language: en\n")
    said = [call("check", *more).stderr for more in ([], ["--lang", "vi"])]
    assert said == ["Looked at 2 texts: 1 errors, 0 warnings.\n", "Đã xem 2 bài: 1 lỗi, 0 lưu ý.\n"]


@pytest.mark.usefixtures("bad", "short")
def test_check_as_json_is_one_array_on_stdout(run: Run) -> None:
    done = run("check", "--format", "json")
    rows = json.loads(done.stdout)
    assert done.returncode == 1
    assert [(row["path"], row["line"], row["rule"], row["level"]) for row in rows] == [
        (BAD, 5, "value-is-in-vocabulary", "error"),
        (SHORT, 15, "text-has-length", "warning"),
    ]
    assert rows[0]["what"] == WRONG_FIELD


def test_check_as_json_of_a_clean_site_is_an_empty_array(run: Run) -> None:
    assert json.loads(run("check", "--format", "json").stdout) == []


@pytest.mark.usefixtures("bad", "short")
def test_check_for_the_forge_writes_workflow_commands(run: Run) -> None:
    lines = run("check", "--format", "github").stdout.splitlines()
    assert [line.partition("%0A")[0] for line in lines] == [
        f"::error file={BAD},line=5,title=value-is-in-vocabulary::{WRONG_FIELD}",
        f"::warning file={SHORT},line=15,title=text-has-length::bài dài 3 chữ",
    ]


@pytest.mark.parametrize(
    ("paths", "count"),
    [
        ([BAD], 1),
        ([SHORT], 0),
        ([SHORT, BAD], 1),
        (["stories"], 1),
        (["stories/2014-2015/"], 1),
        (["content"], 0),
        (["content/../stories"], 1),
        (["."], 1),
        (["./stories/2014-2015/bai-hong.md"], 1),
    ],
)
@pytest.mark.usefixtures("bad", "short")
def test_check_reports_only_the_paths_it_was_given(call: Run, paths: list[str], count: int) -> None:
    done = call("check", "--format", "json", *paths)
    wrong = [row["path"] for row in json.loads(done.stdout) if row["level"] == "error"]
    assert (done.returncode, wrong) == (min(count, 1), [BAD] * count)


@pytest.mark.usefixtures("bad")
def test_check_takes_paths_from_where_it_is_called(call: Run, site: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site)
    (site / "contest").mkdir()
    calls = [
        call("check", "--site", "..", "2014-2015/bai-hong.md", cwd=site / "stories"),
        call("check", "--site", "..", "../stories", cwd=site / "stories"),
        call("check", "--site", "..", "../stories", cwd=site / "contest"),
        call("check", "--site", site, site / BAD, cwd=tmp_path),
        call("check", "--site", site, BAD, cwd=tmp_path),
        call("check", "--site", tmp_path / "link", tmp_path / "link" / BAD, cwd=tmp_path),
        call("check", "--site", "..", "../contest", cwd=site / "stories"),
    ]
    assert [done.returncode for done in calls] == [1, 1, 1, 1, 1, 1, 0]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("stories/nope.md", "Không có “stories/nope.md”"),
        ("/etc", "“/etc” nằm ngoài trang"),
        ("..", "“..” nằm ngoài"),
    ],
)
def test_check_of_a_path_that_is_not_of_the_site_leaves_with_2(call: Run, path: str, said: str) -> None:
    done = call("check", path)
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)


def test_check_names_a_fault_in_the_settings(call: Run, site: Path) -> None:
    (site / "site.yml").write_text("name: Nêu Gương\n", encoding="utf-8")
    done = call("check")
    assert (done.returncode, "site.yml:1" in done.stdout, "base_url" in done.stdout) == (1, True, True)


@pytest.mark.usefixtures("bad")
def test_check_stays_quiet_when_nobody_reads_on(site: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "neuguong", "check"],
        cwd=site,
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("bad")
def test_check_prints_vietnamese_whatever_the_locale(run: Run) -> None:
    done = run("check", env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert (done.returncode, WRONG_FIELD in done.stdout) == (1, True)
