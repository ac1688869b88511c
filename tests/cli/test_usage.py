from __future__ import annotations

import re
import socket
from pathlib import Path

import click
import pytest

from neuguong import __version__
from neuguong.cli import main
from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--nope"], "Không có tùy chọn “--nope”.\nXem: neuguong check --help\n"),
        (["--nope"], "Không có tùy chọn “--nope”.\nXem: neuguong --help\n"),
        (["chek"], "Không có lệnh “chek”.\nXem: neuguong --help\n"),
        (["new", "entry"], "Không có lệnh “entry”.\nXem: neuguong new --help\n"),
    ],
)
def test_unknown_words_leave_with_2_and_a_vietnamese_sentence(
    run: Run, arguments: list[str], said: str
) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["contest", "judges", "add"], "Thiếu “MÙA”."),
        (
            ["contest", "judges", "add", "2027", "."],
            "Giá trị của “TỆP” không dùng được. Cần một tệp có thật.",
        ),
        (["check", "--lang"], "Tùy chọn “--lang” thiếu giá trị, hoặc có giá trị thừa."),
        (["check", "--lang", "fr"], "Giá trị của “--lang” không dùng được. Chọn một trong: vi, en."),
        (
            ["check", "--format", "xml"],
            "Giá trị của “--format” không dùng được. Chọn một trong: text, github, json.",
        ),
        (["check", "--site", "nowhere"], "Giá trị của “--site” không dùng được. Cần một thư mục có thật."),
        (
            ["serve", "--port", "99999"],
            "Giá trị của “--port” không dùng được. Cần một số nguyên từ 0 đến 65535.",
        ),
    ],
)
def test_wrong_values_leave_with_2(call: Run, arguments: list[str], said: str) -> None:
    done = call(*arguments)
    first = done.stderr.splitlines()[0]
    assert (done.returncode, done.stdout, first) == (2, "", said)


@pytest.mark.parametrize("arguments", [["--lang", "en", "--nope"], ["--nope", "--lang=en"]])
def test_wrong_usage_is_told_in_english_when_asked(call: Run, arguments: list[str]) -> None:
    done = call("check", *arguments)
    assert (
        done.returncode,
        "No such option" in done.stderr,
        "See: neuguong check --help" in done.stderr,
    ) == (
        2,
        True,
        True,
    )


@pytest.mark.parametrize(
    "command", [["check"], ["build"], ["new", "story"], ["tidy"], ["addresses"], ["serve"]]
)
def test_command_outside_a_site_leaves_with_2(call: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "elsewhere").mkdir()
    done = call(*command, cwd=tmp_path / "elsewhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == "Không thấy site.yml trong “.”. Chạy lệnh ở thư mục gốc của trang, hoặc thêm --site.\n"
    )


def test_program_without_a_command_shows_its_commands(run: Run) -> None:
    done = run()
    names = main.list_commands(click.Context(main))
    assert (done.returncode, len(names)) == (2, 8)
    assert [name for name in names if not re.search(rf"^  {name} ", done.stderr, re.MULTILINE)] == []


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_vietnamese(call: Run, flag: str) -> None:
    done = call("check", flag)
    assert (done.returncode, done.stderr) == (0, "")
    assert [
        word for word in ("Cách dùng: ", "Tùy chọn:", "--format", "THƯ_MỤC") if word not in done.stdout
    ] == []
    assert [word for word in ("Usage", "Options", "Show this message") if word in done.stdout] == []


def test_version_is_the_packages(run: Run) -> None:
    assert (run("--version").stdout, run("--version").returncode) == (f"{__version__}\n", 0)


def test_serve_on_a_busy_port_leaves_with_2(run: Run, site_to_build: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port), cwd=site_to_build)
    assert (done.returncode, f"Cổng {port} đang bận" in done.stderr) == (2, True)
