from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.samples import STORY_PATH, story_text

PAGE = "content/pages/lien-he.md"


@pytest.fixture
def untidy(site: Path) -> dict[str, bytes]:
    """Write a story and a page whose words are right and whose bytes are not; return what they should be."""
    should = {
        STORY_PATH: story_text().rstrip("\n") + "\n",
        PAGE: "Title: Liên hệ\nSummary: Viết cho ai.\n\nThư gửi về đây.\n",
    }
    (site / PAGE).parent.mkdir(parents=True)
    for path, text in should.items():
        spoilt = unicodedata.normalize("NFD", text).replace(" ", " \u200b", 3).replace("\n", "\r\n")
        (site / path).write_bytes(b"\xef\xbb\xbf" + spoilt.encode() + b"\r\n\r\n")
    return {path: text.encode() for path, text in should.items()}


def bytes_of(site: Path) -> dict[str, bytes]:
    return {path: (site / path).read_bytes() for path in (STORY_PATH, PAGE)}


def test_tidy_mends_marks_hidden_characters_and_line_ends(
    run: Run, site: Path, untidy: dict[str, bytes]
) -> None:
    assert run("check").returncode == 1
    done = run("tidy")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{STORY_PATH}\n{PAGE}\n", "Đã sửa 2 tệp.\n")
    assert bytes_of(site) == untidy
    assert run("check").stdout == ""


@pytest.mark.usefixtures("untidy")
def test_tidy_has_nothing_to_do_a_second_time(run: Run, site: Path) -> None:
    run("tidy")
    before = (site / STORY_PATH).stat().st_mtime_ns
    done = run("tidy", "--lang", "en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Mended 0 files.\n")
    assert (site / STORY_PATH).stat().st_mtime_ns == before


def test_tidy_touches_only_the_paths_it_was_given(run: Run, site: Path, untidy: dict[str, bytes]) -> None:
    before = bytes_of(site)
    done = run("tidy", "content")
    assert (done.returncode, done.stdout) == (0, f"{PAGE}\n")
    assert bytes_of(site) == {STORY_PATH: before[STORY_PATH], PAGE: untidy[PAGE]}


def test_tidy_leaves_alone_what_it_cannot_read(run: Run, site: Path) -> None:
    old = "Bài viết bằng TCVN3: ".encode() + b"\xb8\xb5\xb6"
    (site / STORY_PATH).write_bytes(old)
    done = run("tidy")
    assert (done.returncode, done.stdout, (site / STORY_PATH).read_bytes()) == (0, "", old)


def test_tidy_of_a_missing_path_leaves_with_2(run: Run) -> None:
    done = run("tidy", "stories/nope.md")
    assert (done.returncode, "Cần một tệp hoặc thư mục có thật." in done.stderr) == (2, True)


def test_tidy_keeps_words_apart_and_the_files_mode(run: Run, site: Path) -> None:
    story = site / STORY_PATH
    story.write_text(
        story_text().rstrip("\n") + "\n\nmột\x0bhai\u2028ba\x0cbốn\n", encoding="utf-8", newline=""
    )
    story.chmod(0o664)
    assert run("tidy").returncode == 0
    assert story.read_text("utf-8").endswith("\n\nmột\nhai\nba\nbốn\n")
    assert story.stat().st_mode & 0o777 == 0o664
