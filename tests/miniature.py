"""The miniature site of tests/example: build it, and take down what came out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image

TESTS = Path(__file__).resolve().parent
EXAMPLE = TESTS / "example"
EXPECTED = TESTS / "expected"
CONF = "pelicanconf.py"
DAY = "2016-07-01"
PICTURES = "pictures.txt"


def build_example(output: Path) -> subprocess.CompletedProcess[str]:
    """Build the miniature with the real command, as it stands on DAY, out of a copy beside the output."""
    return _build(output.parent, "--output", output)


def carry_example(file: Path) -> subprocess.CompletedProcess[str]:
    """Do the same for its carried edition: `file` is the zip."""
    return _build(file.parent, "--portable", file)


def _build(folder: Path, *to: str | Path) -> subprocess.CompletedProcess[str]:
    """Build out of a copy in the folder, which keeps what builds remember out of the repository."""
    site = folder / "site"
    if not site.exists():
        shutil.copytree(EXAMPLE, site, ignore=shutil.ignore_patterns(CONF))
        (site / CONF).symlink_to(EXAMPLE / CONF)  # it looks for the repository from where it truly lies
    command = [sys.executable, "-m", "neuguong", "build", "--site", str(site), "--date", DAY]
    return subprocess.run([*command, *map(str, to)], capture_output=True, text=True, check=True)


def snapshot(output: Path) -> dict[str, bytes]:
    """Return every file of a built site but the theme's own; of pictures only name, size and format.

    Encoders may differ from machine to machine, so pictures are compared by what they are.
    """
    found: dict[str, bytes] = {}
    pictures = []
    for file in sorted(path for path in output.rglob("*") if path.is_file()):
        path = file.relative_to(output).as_posix()
        if path.startswith(("anh/", "chia-se/")):
            with Image.open(file) as picture:
                pictures.append(f"{path} {picture.format} {picture.width}×{picture.height}")
        elif not path.startswith(("theme/", ".neuguong")):
            found[path] = file.read_bytes()
    found[PICTURES] = ("\n".join(pictures) + "\n").encode()
    return found
