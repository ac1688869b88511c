from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from neuguong import cli
from neuguong.content.files import Tree
from neuguong.store import FOLDER
from tests.site.making import write_site

DAY_EPOCH = "1435708800"  # 2015-07-01
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(site_folder: Tree) -> Path:
    """Return the folder of a site with one story and no fault."""
    return site_folder.root


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that can be built; copy it before changing it."""
    return write_site(tmp_path_factory.mktemp("cli") / "site")


@pytest.fixture
def site_to_build(built_site: Path, tmp_path: Path) -> Path:
    """Return a copy of it that was never built."""
    return Path(shutil.copytree(built_site, tmp_path / "to-build", ignore=shutil.ignore_patterns(FOLDER)))


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Run the program as people do, in the site's folder, and wait for it."""

    def run_program(
        *arguments: str | Path, cwd: Path = site, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "neuguong", *map(str, arguments)],
            cwd=cwd,
            env={**os.environ, "SOURCE_DATE_EPOCH": DAY_EPOCH, "TMPDIR": str(tmp_path), **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run_program


@pytest.fixture
def call(site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Do the same without starting a program: for long tables. Nobody sits at its terminal."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY_EPOCH)

    def call_program(*arguments: str | Path, cwd: Path = site) -> subprocess.CompletedProcess[str]:
        monkeypatch.chdir(cwd)
        words = [str(argument) for argument in arguments]
        capsys.readouterr()
        code = cli.run(words)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return call_program
