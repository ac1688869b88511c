"""The handbook: MkDocs builds content/handbook into the output folder, strictly.

A site's folder in; so-tay/ or problems out. Left alone when nothing it is made of has changed.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

from neuguong.content.load import HANDBOOK_CONFIG as CONFIG
from neuguong.problems import Problem, Text

FOLDER = "so-tay"
_STAMP = ".neuguong-stamp"


def build(root: Path, output: Path) -> tuple[Problem, ...]:
    """Build the handbook into output/so-tay, unless the one there is made of the same files."""
    if not (root / CONFIG).is_file():
        return ()
    target = output.resolve() / FOLDER
    digest = _digest(root)
    stamp = target / _STAMP
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return ()
    stamp.unlink(missing_ok=True)  # a build that is interrupted must not pass for a finished one
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own arguments
        [*command, "--config-file", str(root / CONFIG), "--site-dir", str(target)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "true"},
    )
    if done.returncode:
        return (_problem(done.stderr or done.stdout),)
    stamp.write_text(digest, encoding="utf-8")
    return ()


def _digest(root: Path) -> str:
    """Return a digest of everything the handbook is made of."""
    found = hashlib.sha256()
    for package in ("mkdocs", "mkdocs-material", "markdown"):
        found.update(f"{package} {importlib.metadata.version(package)}\n".encode())
    sources = [root / CONFIG, *sorted((root / "content" / "handbook").rglob("*"))]
    for source in sources:
        if source.is_file():
            found.update(source.relative_to(root).as_posix().encode() + b"\0")
            found.update(hashlib.sha256(source.read_bytes()).digest())
    return found.hexdigest()


def _problem(said: str) -> Problem:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    reason = "; ".join(lines[-3:])
    return Problem(
        CONFIG,
        0,
        "handbook-builds",
        Text(f"sổ tay không dựng được: {reason}", f"the handbook does not build: {reason}"),
        Text("sửa trang trong content/handbook/ rồi dựng lại", "mend the page in content/handbook/"),
    )
