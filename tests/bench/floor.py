"""The floor: what reading, parsing and writing alone cost, with nothing of a site around it.

A folder of stories in, their bodies as HTML files out: split the front matter, load it as YAML, render the
text, write it, on as many processes as there are cores. A build that does more takes longer.

    python -m tests.bench.floor STORIES OUTPUT
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from functools import partial
from pathlib import Path

import pyromark

from tests.bench.hugo_site import load_yaml

_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
_AT_A_TIME = 64


def run(stories: Path, output: Path) -> int:
    """Convert every story; return how many there were."""
    sources = sorted(str(path) for path in stories.glob("*/*.md"))
    for folder in {os.path.dirname(source) for source in sources}:  # noqa: PTH120 - strings are quicker
        (output / Path(folder).name).mkdir(parents=True, exist_ok=True)
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        return sum(pool.imap_unordered(partial(convert, output=str(output)), sources, _AT_A_TIME))


def convert(source: str, output: str) -> int:
    """Read one story, parse both its parts, write its body."""
    with open(source, encoding="utf-8") as file:  # noqa: PTH123
        _, front, body = file.read().split("---\n", 2)
    meta = load_yaml(front)
    folder, name = source.rsplit("/", 2)[-2:]
    with open(f"{output}/{folder}/{name[:-3]}.html", "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(pyromark.html(body, options=_OPTIONS))
    return 1 if meta else 0


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
