from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from neuguong.store import FOLDER
from tests.samples import story_text
from tests.site.making import Html, files_of, write_site

DAY = date(2015, 7, 1)
EPOCH = str(int(datetime(2015, 7, 1, 12, tzinfo=UTC).timestamp()))


def program(*command: str, cwd: Path, epoch: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "SOURCE_DATE_EPOCH": epoch, "TZ": "Asia/Ho_Chi_Minh"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_site(tmp_path_factory.mktemp("plugin") / "site")


@pytest.fixture(scope="module")
def by_pelican(site: Path) -> dict[str, bytes]:
    done = program("pelican", "--output", "by-pelican", cwd=site, epoch=EPOCH)
    assert done.returncode == 0, done.stderr
    return files_of(site / "by-pelican")


@pytest.fixture(scope="module")
def by_command(site: Path) -> dict[str, bytes]:
    command = ["neuguong", "build", "--no-handbook", "--output", "by-command", "--date", DAY.isoformat()]
    done = program(*command, cwd=site)
    assert done.returncode == 0, done.stderr
    return files_of(site / "by-command")


def test_pelican_builds_the_same_bytes_as_the_command(
    by_pelican: dict[str, bytes], by_command: dict[str, bytes]
) -> None:
    different = sorted(path for path in by_command if by_command[path] != by_pelican.get(path))
    assert (different, sorted(by_pelican.keys() - by_command.keys())) == ([], [])
    assert {"index.html", "bai/2014-2015/con-do-som.html", "lien-he.html"} <= by_command.keys()
    assert [path for path in by_command if path.startswith("anh/")] != []


def test_built_site_has_no_dead_link(by_command: dict[str, bytes]) -> None:
    dead = {}
    for path, data in by_command.items():
        if path.endswith(".html"):
            links = {link.partition("#")[0] for link in Html(data).addresses}
            local = {link for link in links if link and "://" not in link and not link.startswith("mailto:")}
            targets = {os.path.normpath(Path(path).parent / link).removeprefix("/") for link in local}
            missing = targets - by_command.keys() - {"so-tay/index.html"}
            if missing:
                dead[path] = sorted(missing)
    assert dead == {}


def test_built_site_holds_nothing_of_pelicans_own(by_command: dict[str, bytes]) -> None:
    strange = ("archives.html", "categories.html", "tags.html", "authors.html", "pages/", "category/")
    assert [path for path in by_command if path.startswith(strange)] == []


def test_pelican_leaves_out_and_logs_a_faulty_story(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "site"
    shutil.copytree(site, root, ignore=shutil.ignore_patterns("by-*", FOLDER))
    faulty = story_text(title="Chuyện bị hỏng một chỗ", field="khong-co-that", consent="MAU-009")
    (root / "stories/2014-2015/bai-hong.md").write_text(faulty, encoding="utf-8")
    done = program("pelican", "--output", "out", cwd=root, epoch=EPOCH)
    said = " ".join((done.stdout + done.stderr).split())
    files = files_of(root / "out")
    assert done.returncode == 0
    assert ("stories/2014-2015/bai-hong.md:5" in said, "khong-co-that" in said) == (True, True)
    assert [path for path in files if "bai-hong" in path or "bị hỏng".encode() in files[path]] == []
    assert "bai/2014-2015/con-do-som.html" in files
