"""Builds, what they leave, and what a build from nothing would have left.

`Clean` answers for the second: it builds in a process of its own, in a folder of its own, with no store and
no output from before.
"""

from __future__ import annotations

import contextlib
import difflib
import functools
import io
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, Self

from jinja2 import Environment

from neuguong import cli, fingerprint, store
from neuguong.cli.build import Wish, build_site
from neuguong.cli.terminal import open_site
from neuguong.content import grouping
from neuguong.content.load_texts import Memory
from neuguong.share_card import drawing
from neuguong.site import assemble, feeds, images, lists, qr_codes, theme
from neuguong.site.planned import Planned
from tests.exactness.effort import NIGHTLY
from tests.exactness.sources import Writer

Tree = dict[str, bytes]
"""What lies below a folder: files, links and empty folders by path. The first letter says which."""


class Built(NamedTuple):
    """The exit code of a build, what it said on stdout, and the tree it left."""

    code: int
    said: str
    tree: Tree


SETTLED = 20_000_000
"""Twice the slowest tick of Linux (10 ms), so that no test need wait two seconds to trust a stamp."""
_ROOM = 200_000_000
_SMALL = ((lists, "PER_PAGE", 3), (feeds, "LENGTH", 4), (assemble, "LATEST", 3), (grouping, "WINDOW", 3))
"""Bounds that a big site comes up against, made so small that this one does too."""


@contextlib.contextmanager
def smaller_bounds() -> Iterator[None]:
    """Let a site of ten stories behave like one of thousands, and a build trust what is as old as a blink."""
    changes = (*_SMALL, (fingerprint, "SETTLED", SETTLED))
    before = [getattr(module, name) for module, name, _value in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _value), value in zip(changes, before, strict=True):
            setattr(module, name, value)


def new_folder() -> Path:
    """Make a folder for a site: by day in memory, where it takes half the time, in a night on a true disk."""
    memory = Path("/dev/shm")  # noqa: S108
    quick = not NIGHTLY and memory.is_dir() and shutil.disk_usage(memory).free > _ROOM
    return Path(tempfile.mkdtemp(prefix="exactness-", dir=memory if quick else None))


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Run the command in this process; return its exit code and what it said on stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run([str(argument) for argument in arguments])
    return code, out.getvalue(), err.getvalue()


def build(site: Path, output: Path, day: date | str, *more: str) -> Built:
    """Build the site as it stands on the day."""
    asked = ("--no-handbook", "--jobs", "1", "--date", str(day))
    code, out, _err = run("build", "--site", site, "--output", output, *asked, *more)
    return Built(code, out, tree_of(output))


def build_on(site: Path, output: Path, day: date, memory: Memory, planned: Planned) -> Built:
    """Build the site as a process does that keeps in mind what it read, and builds on every save."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        wish = Wish(output, day, handbook=False, jobs=1, memory=memory, planned=planned)
        code = build_site(open_site(site, None), wish)
    return Built(code, out.getvalue(), tree_of(output))


def tree_of(folder: Path) -> Tree:
    """Return all that lies below the folder, byte for byte."""
    return dict(_entries(str(folder), ""))


def _entries(folder: str, prefix: str) -> Iterator[tuple[str, bytes]]:
    if not os.path.isdir(folder):  # noqa: PTH112 - plain words, asked for thousands of files
        return
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    if prefix and not entries:
        yield prefix, b"d"
    for entry in entries:
        path = prefix + entry.name
        if entry.is_symlink():
            yield path, b"l" + os.fsencode(os.readlink(entry.path))  # noqa: PTH115
        elif entry.is_dir():
            yield from _entries(entry.path, path + "/")
        elif stat.S_ISREG(entry.stat().st_mode):
            yield path, b"f" + Path(entry.path).read_bytes()
        else:
            yield path, b"?"


def difference(warm: Mapping[str, bytes], clean: Mapping[str, bytes]) -> str:
    """Say how two trees differ; "" where they do not."""
    lines = [f"only after the edits: {path}" for path in sorted(warm.keys() - clean.keys())]
    lines += [f"only in a clean build: {path}" for path in sorted(clean.keys() - warm.keys())]
    for path in sorted(path for path in warm.keys() & clean.keys() if warm[path] != clean[path]):
        lines += [f"differs: {path}", *_differing_lines(warm[path], clean[path])]
    return "\n".join(lines[:60])


def _differing_lines(warm: bytes, clean: bytes) -> list[str]:
    if b"\0" in warm + clean:
        return [f"{len(warm)} bytes after the edits, {len(clean)} in a clean build"]
    texts = [data.decode(errors="backslashreplace").splitlines() for data in (warm, clean)]
    lines = difflib.unified_diff(texts[0], texts[1], "after the edits", "clean", n=0, lineterm="")
    return [line[:300] for line in lines][:12]


_REMEMBERED = 100
"""Clean builds that are kept in mind: a megabyte or two each."""


class Clean:
    """Builds from nothing, in another process; what was asked a moment ago is not built again."""

    def __init__(self) -> None:
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _make_nothing_twice)
        self._known: dict[bytes, Future[Built]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def ask_of(self, site: Path, day: date) -> Future[Built]:
        """Return what a clean build of the site as it stands comes to; nobody may change it meanwhile."""
        return self._pool.submit(build_a_copy, site, day)

    def ask(self, files: Mapping[str, bytes], day: date, *, small: bool = True) -> Future[Built]:
        """Return what a clean build of these sources on that day comes to, when it is ready."""
        key = fingerprint.of_record((sorted(files.items()), day, small))
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[key] = self._pool.submit(build_from_nothing, dict(files), day, small=small)
        return self._known[key]


def _make_nothing_twice() -> None:
    """Remember what is made of templates and pictures, which nothing else has a say in: most of a build."""
    compile_nothing_twice()
    theme._referenced = functools.cache(theme._referenced)
    images.derive = functools.cache(images.derive)
    drawing.png = functools.cache(drawing.png)
    qr_codes.drawn = functools.cache(qr_codes.drawn)


def compile_nothing_twice() -> None:
    """Let Jinja remember what it makes of a source."""
    compiled: dict[tuple[object, ...], object] = {}
    work: Callable[..., object] = Environment.compile

    def compile_(environment: Environment, *source: object) -> object:
        say = getattr(environment, "say", None)  # compiled templates hold words
        key = (type(environment), say and say.words, *source)
        if key not in compiled:
            compiled[key] = work(environment, *source)
        return compiled[key]

    Environment.compile = compile_  # type: ignore[method-assign, assignment]


def build_a_copy(site: Path, day: date) -> Built:
    """Copy a site as it stands, with its links, and build the copy from nothing."""
    folder = new_folder()
    try:
        shutil.copytree(site, folder / "site", symlinks=True, ignore=shutil.ignore_patterns(store.FOLDER))
        with smaller_bounds():
            return build(folder / "site", folder / "output", day)
    finally:
        shutil.rmtree(folder)


def build_from_nothing(files: Mapping[str, bytes], day: date, *, small: bool) -> Built:
    """Write the sources into a new folder, build them into a new output folder, and clear up."""
    folder = new_folder()
    try:
        Writer(folder / "site").write(files)
        with smaller_bounds() if small else contextlib.nullcontext():
            return build(folder / "site", folder / "output", day)
    finally:
        shutil.rmtree(folder)


def compare(warm: Built, clean: Built, strangers: Mapping[str, bytes], before: Tree) -> Sequence[str]:
    """Return what is wrong with a build: its tree, or, where the sources have faults, what it said."""
    if warm.code != clean.code:
        return [f"exit code {warm.code}, of a clean build {clean.code}:\n{warm.said}\n---\n{clean.said}"]
    if clean.code:
        wrong = [difference({"stdout": warm.said.encode()}, {"stdout": clean.said.encode()})]
        unwritten = "" if clean.tree else difference(warm.tree, before)
        return [*filter(None, [*wrong, unwritten])]
    return [*filter(None, [difference(warm.tree, {**strangers, **clean.tree})])]
