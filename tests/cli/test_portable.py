from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from neuguong.cli import portable
from neuguong.problems import Language
from neuguong.site.portable import Carried
from tests.cli.conftest import DAY_EPOCH, Run
from tests.samples import story_text
from tests.site.making import files_of

SAID = r"""Xong: 2 bài, (\d+) trang, (\d+) tệp đóng vào .*mang-di\.zip trong [\d,]+ giây\.
Nặng (\d+,\d) MB: (?:(?:ảnh|trang|phông chữ|phần còn lại) \d,\d MB(?:, )?){4}\.
Chép tệp này sang USB, giải nén, rồi mở index\.html\.
"""
SAID_IN_ENGLISH = r"""Done: 2 stories, \d+ pages, \d+ files packed into .*mang-di\.zip in [\d.]+ s\.
It weighs \d+\.\d MB: (?:(?:photos|pages|fonts|the rest) \d\.\d MB(?:, )?){4}\.
Copy it to a stick, unpack it, and open index\.html\.
"""


def test_portable_makes_one_zip_and_says_what_is_in_it(run: Run, site_to_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "mang-di.zip"
    done = run("build", "--portable", file, cwd=site_to_build)
    found = re.fullmatch(SAID, done.stderr)
    assert (done.returncode, done.stdout, found is not None) == (0, "", True), done
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert found is not None
    assert [int(found[1]), int(found[2])] == [sum(name.endswith(".html") for name in names), len(names)]
    assert "neu-guong-2015-07-01/index.html" in names
    first = file.read_bytes()
    again = run("build", "--portable", file, "--clean", "--jobs", "1", "--lang", "en", cwd=site_to_build)
    assert (again.returncode, re.fullmatch(SAID_IN_ENGLISH, again.stderr) is not None) == (0, True), again
    assert file.read_bytes() == first


def test_portable_leaves_the_web_output_and_what_is_known_of_it_alone(
    run: Run, site_to_build: Path, tmp_path: Path
) -> None:
    assert run("build", "--no-handbook", cwd=site_to_build).returncode == 0
    before = {file: file.stat().st_mtime_ns for file in (site_to_build / "output").rglob("*")}
    assert run("build", "--portable", tmp_path / "mang-di.zip", cwd=site_to_build).returncode == 0
    assert {file: file.stat().st_mtime_ns for file in (site_to_build / "output").rglob("*")} == before
    again = run("build", "--no-handbook", cwd=site_to_build)
    assert "(0 tệp mới hoặc đổi, 0 tệp gỡ bỏ)" in again.stderr


def test_portable_alone_writes_no_output_folder(run: Run, site_to_build: Path) -> None:
    done = run("build", "--portable", "mang-di.zip", cwd=site_to_build)
    assert (done.returncode, (site_to_build / "output").exists()) == (0, False)
    assert [file.name for file in (site_to_build / ".neuguong").iterdir() if file.is_dir()] == []


def test_portable_is_as_of_the_day_it_was_given(run: Run, site_to_build: Path, tmp_path: Path) -> None:
    done = run("build", "--portable", tmp_path / "a.zip", "--date", "2015-04-22", cwd=site_to_build)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        stories = {
            name.rpartition("/")[2]
            for name in archive.namelist()
            if "/bai/" in name and name.endswith(".html")
        }
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert (done.returncode, stories, tops) == (0, {"con-do-som.html"}, {"neu-guong-2015-04-22"})


def test_portable_replaces_an_older_zip(run: Run, site_to_build: Path, tmp_path: Path) -> None:
    old = tmp_path / "CŨ.ZIP"
    old.write_bytes(b"the old one")
    done = run("build", "--portable", old, cwd=site_to_build)
    assert (done.returncode, zipfile.is_zipfile(old)) == (0, True)


REFUSED = [
    ("thu-muc", "là thư mục", "is a folder"),
    ("thu-muc.zip", "là thư mục", "is a folder"),
    (".", "là thư mục", "is a folder"),
    ("", "là thư mục", "is a folder"),
    ("khong-co/a.zip", "Không có thư mục “khong-co”", "There is no folder “khong-co”"),
    ("site.yml/a.zip", "Không có thư mục “site.yml”", "There is no folder “site.yml”"),
    ("site.yml", "không có đuôi .zip", "does not end in .zip"),
    ("moi.txt", "không có đuôi .zip", "does not end in .zip"),
    ("zip", "không có đuôi .zip", "does not end in .zip"),
    ("stories/a.zip", "nơi để nguồn", "holds sources"),
    ("thu-muc/../content/pages/a.zip", "nơi để nguồn", "holds sources"),
    ("theme/a.zip", "nơi để nguồn", "holds sources"),
]


@pytest.mark.parametrize(("file", "vi", "en"), REFUSED)
def test_portable_refuses_where_no_zip_can_or_may_lie(
    call: Run, site_to_build: Path, file: str, vi: str, en: str
) -> None:
    for folder in ("thu-muc", "thu-muc.zip"):
        (site_to_build / folder).mkdir()
    before = files_of(site_to_build)
    done = call("build", "--portable", file, cwd=site_to_build)
    told = call("build", "--portable", file, "--lang", "en", cwd=site_to_build)
    assert (done.returncode, vi in done.stderr, done.stderr.count("\n")) == (2, True, 2), done
    assert (told.returncode, en in told.stderr, told.stderr.count("\n")) == (2, True, 2), told
    assert files_of(site_to_build) == before


@pytest.mark.parametrize("other", [("--output", "ra"), ("--explain",), ("--stages",)])
def test_portable_goes_with_no_option_of_an_output_folder(
    call: Run, site_to_build: Path, other: tuple[str, ...]
) -> None:
    done = call("build", "--portable", "a.zip", *other, cwd=site_to_build)
    told = call("build", "--portable", "a.zip", *other, "--lang", "en", cwd=site_to_build)
    assert (done.returncode, f"không đi cùng {other[0]}" in done.stderr) == (2, True)
    assert (told.returncode, f"does not go with {other[0]}" in told.stderr) == (2, True)
    assert not (site_to_build / "a.zip").exists()


def test_what_lies_beside_the_zip_is_safe_from_pelican(run: Run, site_to_build: Path, tmp_path: Path) -> None:
    """Pelican may be set up to empty its output folder first."""
    conf = site_to_build / "pelicanconf.py"
    conf.write_text(conf.read_text("utf-8") + "\nDELETE_OUTPUT_DIRECTORY = True\n", encoding="utf-8")
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "thu-rieng.txt").write_bytes(b"mine")
    done = run("build", "--portable", usb / "a.zip", cwd=site_to_build)
    assert (done.returncode, sorted(file.name for file in usb.iterdir())) == (0, ["a.zip", "thu-rieng.txt"])
    assert [file.name for file in (site_to_build / ".neuguong").iterdir() if file.is_dir()] == []


def test_portable_stops_at_faults_and_keeps_the_older_zip(
    call: Run, site_to_build: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(b"the old one")
    bad = story_text(title="Bài hỏng bên sông", field="van-dong", consent="MAU-002")
    (site_to_build / "stories/2014-2015/bai-hong.md").write_text(bad, encoding="utf-8")
    done = call("build", "--portable", tmp_path / "a.zip", cwd=site_to_build)
    assert (done.returncode, done.stdout.startswith("stories/2014-2015/bai-hong.md:5  ")) == (1, True)
    assert (tmp_path / "a.zip").read_bytes() == b"the old one"


def test_portable_with_a_broken_template_says_which(call: Run, site_to_build: Path) -> None:
    (site_to_build / "theme/templates/home.html").write_text("{% for %}", encoding="utf-8")
    done = call("build", "--portable", "a.zip", cwd=site_to_build)
    assert (done.returncode, done.stdout.split("  ")[0]) == (1, "theme/templates/home.html:1")
    assert not (site_to_build / "a.zip").exists()


def test_portable_for_which_there_is_no_room_says_so(site_to_build: Path, tmp_path: Path) -> None:
    """The zip is larger than a file may be; each file in it is not."""
    resource = pytest.importorskip("resource")
    limit, target = 2_000_000, tmp_path / "usb"
    target.mkdir()
    (target / "a.zip").write_bytes(b"the old one")
    for number in range(3):
        (site_to_build / f"theme/static/large-{number}.png").write_bytes(os.urandom(limit // 2))
    command = [sys.executable, "-m", "neuguong", "build", "--portable", str(target / "a.zip")]
    done = subprocess.run(
        command,
        cwd=site_to_build,
        env={**os.environ, "SOURCE_DATE_EPOCH": DAY_EPOCH, "TMPDIR": str(tmp_path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    first_line = done.stdout.partition("\n")[0]
    assert (done.returncode, f"{target / 'a.zip'}  " in first_line) == (1, True), done
    assert ("[file-can-be-written]" in done.stdout, "Traceback" in done.stdout + done.stderr) == (True, False)
    assert {file.name: file.read_bytes() for file in target.iterdir()} == {"a.zip": b"the old one"}
    assert [file.name for file in (site_to_build / ".neuguong").iterdir() if file.is_dir()] == []


@pytest.mark.parametrize(
    ("size", "vi", "en"),
    [
        (0, "0,0 MB", "0.0 MB"),
        (49_999, "0,0 MB", "0.0 MB"),
        (1_460_000, "1,5 MB", "1.5 MB"),
        (1_234_567_890, "1.234,6 MB", "1,234.6 MB"),
    ],
)
def test_sizes_are_told_as_each_language_writes_them(size: int, vi: str, en: str) -> None:
    told = portable._megabytes(size)
    assert (told(Language.VI), told(Language.EN)) == (vi, en)


def test_largest_part_is_told_first() -> None:
    carried = Carried(
        stories=1, pages=2, files=3, size=10_000_000, photos=2_000_000, fonts=100_000, texts=7_000_000
    )
    told = portable._in_words(carried, 1234.56, Path("a.zip"))
    assert told(Language.VI).splitlines()[:2] == [
        "Xong: 1 bài, 2 trang, 3 tệp đóng vào a.zip trong 1.234,6 giây.",
        "Nặng 10,0 MB: trang 7,0 MB, ảnh 2,0 MB, phần còn lại 0,9 MB, phông chữ 0,1 MB.",
    ]
