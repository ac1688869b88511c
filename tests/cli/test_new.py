from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from neuguong import marked_yaml
from neuguong.content import front_matter
from neuguong.content.front_matter import Parts
from tests.cli.conftest import Run

ANSWERS = {
    "--title": "Phiên chợ sách cuối tuần",
    "--summary": "Cô giáo mở phiên chợ sách, mỗi tuần thêm mười bạn đọc.",
    "--date": "2015-03-01",
    "--field": "chu-nhiem-lop",
    "--place": "da-bac",
    "--unit": "Trường Tiểu học Bến Mơ",
    "--level": "tieu-hoc",
    "--form": "ca-nhan",
    "--role": "giao-vien",
    "--name": "Cô Lường Thị Mơ",
    "--author": "Hà Văn Tỉnh",
}
PATH = "stories/2014-2015/phien-cho-sach-cuoi-tuan.md"


def flags(**changes: str | None) -> list[str]:
    """Return all answers as flags; None leaves one out."""
    given = {**ANSWERS, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return [word for name, value in given.items() if value is not None for word in (name, value)]


def front_of(file: Path) -> marked_yaml.Marked:
    parts = front_matter.split(file.read_text(encoding="utf-8"), file.name)
    assert isinstance(parts, Parts)
    marked, problems = marked_yaml.parse(parts.yaml, file.name)
    assert problems == ()
    assert marked is not None
    return marked


@pytest.mark.parametrize(
    ("changes", "noted"),
    [
        ({}, {"consent-is-recorded", "text-has-length"}),
        ({"form": "tap-the", "role": "to-chuyen-mon", "name": "Tổ Khoa học"}, {"text-has-length"}),
        ({"form": "mo-hinh", "role": None, "name": "Chợ sách"}, {"text-has-length"}),
        (
            {"role": "hoc-sinh", "age_group": "7-15", "name": "Em Na"},
            {"consent-is-recorded", "text-has-length"},
        ),
        (
            {"title": 'Lớp 3B: "chợ" sách # hai', "summary": "- Một câu: có dấu, và 'ngoặc'."},
            {"consent-is-recorded", "text-has-length"},
        ),
        ({"title": "Chợ   sách\tcuối  tuần nhỏ"}, {"consent-is-recorded", "text-has-length"}),
        ({"date": "2026-10-01", "place": "xa-da-bac"}, {"consent-is-recorded", "text-has-length"}),
    ],
    ids=["person", "collective", "model", "child", "signs", "spaces", "commune"],
)
def test_new_story_is_accepted_by_the_check(
    call: Run, site: Path, changes: dict[str, str | None], noted: set[str]
) -> None:
    done = call("new", "story", *flags(**changes))
    path = done.stdout.removesuffix("\n")
    assert (done.returncode, done.stderr) == (0, f"Viết bài vào tệp ấy, rồi chạy: neuguong check {path}\n")
    checked = call("check", "--format", "json", path)
    rows = json.loads(checked.stdout)
    assert (checked.returncode, {row["rule"] for row in rows}) == (0, noted)
    title = changes.get("title") or ANSWERS["--title"]
    assert front_of(site / path).text("title") == " ".join(title.split())


def test_new_story_holds_what_was_answered(run: Run, site: Path) -> None:
    run("new", "story", *flags())
    assert front_of(site / PATH).data == {
        "title": "Phiên chợ sách cuối tuần",
        "summary": "Cô giáo mở phiên chợ sách, mỗi tuần thêm mười bạn đọc.",
        "date": "2015-03-01",
        "field": "chu-nhiem-lop",
        "place": "da-bac",
        "unit": "Trường Tiểu học Bến Mơ",
        "level": "tieu-hoc",
        "subject": {"form": "ca-nhan", "role": "giao-vien", "name": "Cô Lường Thị Mơ"},
        "author": {"name": "Hà Văn Tỉnh"},
        "lessons": [],
        "consent": None,
        "status": "draft",
    }


@pytest.mark.parametrize(
    ("changes", "at", "slug"),
    [
        ({"place": "Đà Bắc"}, ("place",), "da-bac"),
        ({"place": "huyện đà bắc"}, ("place",), "da-bac"),
        ({"place": "Đà Bắc", "date": "2026-10-01"}, ("place",), "xa-da-bac"),
        ({"place": "Xã Đà Bắc", "date": "2026-10-01"}, ("place",), "xa-da-bac"),
        ({"level": "Tiểu học"}, ("level",), "tieu-hoc"),
        ({"level": "TIỂU HOC"}, ("level",), "tieu-hoc"),
        ({"level": "2"}, ("level",), "tieu-hoc"),
        ({"field": "Công tác chủ nhiệm lớp"}, ("field",), "chu-nhiem-lop"),
        ({"field": "Vận động học sinh ra lớp"}, ("field",), "van-dong-ra-lop"),
        ({"role": "Cán bộ quản lý giáo dục"}, ("subject", "role"), "can-bo-quan-ly"),
        ({"form": "Tập thể", "role": "Trường học"}, ("subject", "role"), "truong-hoc"),
    ],
)
def test_new_story_understands_names(
    call: Run, site: Path, changes: dict[str, str], at: tuple[str, ...], slug: str
) -> None:
    done = call("new", "story", *flags(**changes))
    assert done.returncode == 0, done.stderr
    assert front_of(site / done.stdout.strip()).text(*at) == slug


def test_new_story_never_overwrites(run: Run, site: Path) -> None:
    run("new", "story", *flags())
    (site / PATH).write_text("bài đã viết", encoding="utf-8")
    done = run("new", "story", *flags())
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"Đã có {PATH}; đặt tên bài khác.\n")
    assert (site / PATH).read_text(encoding="utf-8") == "bài đã viết"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": None}, "Thiếu --title (Tên bài)."),
        ({"place": None}, "Thiếu --place (Nơi chốn)."),
        ({"author": None}, "Thiếu --author (Người viết)."),
        ({"role": None}, "Thiếu --role (Vai trò)."),
        ({"role": "hoc-sinh"}, "Thiếu --age-group (Nhóm tuổi)."),
        ({"place": "sao-hoa"}, "“sao-hoa” không có trong danh mục: "),
        ({"place": "xa-da-bac"}, "“xa-da-bac” không có trong danh mục: "),
        ({"form": "tap-the"}, "“giao-vien” không có trong danh mục: "),
        ({"level": "0"}, "“0” không có trong danh mục: "),
        ({"date": "1/3/2015"}, "“1/3/2015” không phải ngày"),
        ({"date": "1999-03-01"}, ""),
    ],
)
def test_new_story_without_a_terminal_leaves_with_2(
    call: Run, site: Path, changes: dict[str, str | None], said: str
) -> None:
    done = call("new", "story", *flags(**changes))
    assert (done.returncode, done.stdout, said in done.stderr) == (2, "", True)
    assert [path.name for path in (site / "stories").rglob("*.md")] == ["con-do-som.md"]


# ---- at a terminal ------------------------------------------------------------------------------


class Terminal:
    """A real pseudo-terminal: what the program says, and keys pressed in answer."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.said = ""
        self.heard = 0

    def wait_for(self, words: str) -> None:
        assert self.hears(words, 20), f"never said {words!r}: {self.said!r}"

    def hears(self, words: str, seconds: float) -> bool:
        """Read on until the words were said, or the time is over."""
        until = time.monotonic() + seconds
        while (found := self.said.find(words, self.heard)) < 0:
            ready, _, _ = select.select([self.number], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return False
            self.said += os.read(self.number, 4096).decode("utf-8", "replace")
        self.heard = found + len(words)
        return True

    def press(self, keys: str) -> None:
        os.write(self.number, keys.encode())


@contextmanager
def at_terminal(site: Path, *arguments: str) -> Iterator[tuple[Terminal, subprocess.Popen[bytes]]]:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "neuguong", *arguments]
    env = {**os.environ, "TERM": "dumb", "COLUMNS": "200"}
    program = subprocess.Popen(
        command,
        cwd=site,
        env=env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=take_terminal,  # noqa: PLW1509 - so that Ctrl+C reaches the program
    )
    os.close(theirs)
    try:
        yield Terminal(ours), program
    finally:
        program.kill()
        program.wait()
        os.close(ours)


def take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_new_story_asks_for_what_was_not_given(site: Path) -> None:
    answers = flags(title=None, level=None, place=None)
    with at_terminal(site, "new", "story", *answers) as (terminal, program):
        terminal.wait_for("Tên bài:")
        terminal.press("Phiên chợ sách cuối tuần\n")
        terminal.wait_for("Nơi chốn:")
        terminal.press("sao hỏa xa xôi\n")
        terminal.wait_for("không có trong danh mục")
        terminal.wait_for("Nơi chốn:")
        terminal.press("Đà Bắc\n")
        terminal.wait_for("Cấp học:")
        assert "   2  Tiểu học" in terminal.said
        terminal.press("2\n")
        terminal.wait_for("neuguong check")
        assert program.wait(20) == 0
    front = front_of(site / PATH)
    assert (front.text("title"), front.text("place"), front.text("level")) == (
        "Phiên chợ sách cuối tuần",
        "da-bac",
        "tieu-hoc",
    )


@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["ctrl-c", "ctrl-d"])
def test_new_story_stopped_at_a_question_leaves_with_130(site: Path, keys: str) -> None:
    with at_terminal(site, "new", "story", *flags(title=None)) as (terminal, program):
        terminal.wait_for("Tên bài:")
        terminal.press(keys)
        while not terminal.hears("Đã dừng.", 2):  # a signal just before the program reads is not noticed
            terminal.press(keys)
        assert program.wait(20) == 130
    assert "Traceback" not in terminal.said
    assert not (site / PATH).exists()


def test_new_story_refuses_a_title_used_in_another_year(run: Run, site: Path) -> None:
    assert run("new", "story", *flags()).returncode == 0
    done = run("new", "story", *flags(date="2015-10-01"))
    written = sorted(path.name for path in (site / "stories").rglob("phien-cho*.md"))
    assert (done.returncode, done.stdout, written) == (1, "", ["phien-cho-sach-cuoi-tuan.md"])
    assert PATH in done.stderr


@pytest.mark.parametrize("title", ["!!!", "“”", "Index"])
def test_new_story_refuses_a_title_that_is_no_address(call: Run, site: Path, title: str) -> None:
    before = sorted(site.rglob("*.md"))
    done = call("new", "story", *flags(title=title))
    assert (done.returncode, sorted(site.rglob("*.md"))) == (2, before)


def test_new_story_takes_no_near_miss_for_an_answer(call: Run) -> None:
    done = call("new", "story", *flags(level="tieu-hoj"))
    assert (done.returncode, "“tieu-hoc”" in done.stderr) == (2, True)


STORY = "stories/2014-2015/con-do-som.md"
TRANSLATION = "stories/2014-2015/con-do-som.en.md"


def test_new_translation_has_the_words_to_be_translated(run: Run, site: Path) -> None:
    done = run("new", "translation", STORY, "--date", "2015-06-01")
    text = (site / TRANSLATION).read_text(encoding="utf-8")
    body = (site / STORY).read_text(encoding="utf-8").partition("\n---\n")[2]
    assert (done.returncode, done.stdout) == (0, f"{TRANSLATION}\n")
    assert text == (
        "---\n"
        "title: Con đò sớm qua hồ\n"
        "summary: Cô giáo vùng hồ chèo đò đón học trò, cả lớp không còn em nào nghỉ học.\n"
        "date: 2015-06-01\n"
        "status: draft\n"
        "translator:\n"
        "unit: Trường Tiểu học Bến Mơ\n"
        "---\n" + body.strip("\n") + "\n"
    )
    checked = run("check", TRANSLATION)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_new_translation_overwrites_nothing(run: Run, site: Path) -> None:
    (site / TRANSLATION).write_text("của ai đó", encoding="utf-8")
    done = run("new", "translation", STORY)
    assert (done.returncode, (site / TRANSLATION).read_text(encoding="utf-8")) == (1, "của ai đó")


@pytest.mark.parametrize("what", ["site.yml", "stories", "content/vocabulary/fields.yml"])
def test_new_translation_of_what_is_no_story_is_refused(run: Run, site: Path, what: str) -> None:
    before = sorted(site.rglob("*.md"))
    done = run("new", "translation", what)
    assert (done.returncode, done.stdout, sorted(site.rglob("*.md"))) == (2, "", before)
    assert what in done.stderr
