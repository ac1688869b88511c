"""Private files: never where git takes them in, wherever the command is run from."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from neuguong.cli.contest_private import is_private


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "kho"
    (root / "site").mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    (root / ".gitignore").write_text("rieng/\n*.html\n", "utf-8")
    return root


@pytest.mark.parametrize(
    ("path", "private"),
    [
        ("../usb", True),
        ("../usb/moi/nua", True),
        ("site", False),
        ("site/phieu", False),
        ("phieu", False),
        ("site/../phieu", False),
        ("rieng", True),
        ("site/rieng/phieu", True),
        ("site/trang.html", True),
        (".", False),
    ],
)
def test_path_is_private_outside_or_where_git_ignores_it(repository: Path, path: str, private: bool) -> None:
    assert is_private(repository / "site", repository / path) is private


def test_site_without_a_repository_is_not_private(tmp_path: Path) -> None:
    assert not is_private(tmp_path / "site", tmp_path / "site" / "phieu")
    assert is_private(tmp_path / "site", tmp_path / "phieu")


def test_link_into_the_repository_is_followed(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "usb").symlink_to(repository / "site")
    assert not is_private(repository / "site", tmp_path / "usb" / "phieu")


def test_built_site_is_published_although_git_ignores_it(repository: Path) -> None:
    (repository / ".gitignore").write_text("/site/output/\n", "utf-8")
    assert not is_private(repository / "site", repository / "site" / "output" / "theo-doi.html")
    assert not is_private(repository / "site", repository / "site" / "output")


def test_file_that_git_has_taken_in_already_is_not_private(repository: Path) -> None:
    (repository / "rieng").mkdir()
    (repository / "rieng" / "a").touch()
    subprocess.run(["git", "-C", str(repository), "add", "--force", "rieng/a"], check=True)
    assert not is_private(repository / "site", repository / "rieng" / "a")


def test_repository_that_a_hook_names_does_not_count(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert is_private(repository / "site", repository / "rieng" / "phieu")


def test_without_git_nothing_in_a_repository_is_private(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert not is_private(repository / "site", repository / "rieng" / "phieu")
