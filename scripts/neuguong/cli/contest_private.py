"""Where private files may be written: packets, reminders, minutes never land where git would publish them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import click

from neuguong.cli.terminal import USAGE, OpenSite
from neuguong.problems import Text

_PUBLISHED = "output"


def refuse_published(site: OpenSite, path: Path) -> None:
    """Leave with a sentence where files at the path would go into the repository or the site."""
    if is_private(site.root, path):
        return
    site.say(
        Text(
            f"“{path}” nằm trong kho bài: ghi tệp riêng tư vào đó thì ai chép kho cũng đọc được. "
            "Chọn thư mục ở ngoài, như USB hay thư mục Tài liệu.",
            f"“{path}” lies in the repository: whoever copies that could read what is private. "
            "Choose a folder elsewhere, such as a stick or your documents.",
        )
    )
    raise click.exceptions.Exit(USAGE)


def is_private(site: Path, path: Path) -> bool:
    """Return whether a path lies outside of the site and of every repository, or git ignores it there.

    What lies in the built site is published, although git ignores it.
    """
    real = path.absolute().resolve()
    if real.is_relative_to(site.resolve() / _PUBLISHED):
        return False
    inside = real.is_relative_to(site.resolve()) or any(
        (up / ".git").exists() for up in (real, *real.parents)
    )
    return not inside or _is_ignored(real)


def _is_ignored(path: Path) -> bool:
    """Ask git, at the nearest folder that is there, about the path as a file and, if it is none, as a folder.

    Without git nothing is ignored.
    """
    there = next(up for up in path.parents if up.is_dir())
    asked_for = [str(path)] if path.is_file() else [str(path), f"{path}/x"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        asked = subprocess.run(  # noqa: S603 - our own arguments, no shell
            ["git", "-C", str(there), "check-ignore", "--", *asked_for],  # noqa: S607
            env=clean,  # a hook of git names its own repository there
            capture_output=True,
            check=False,
            timeout=20,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return asked.returncode == 0
