"""The plain pages of content/pages, read by Pelican, or out of the store while nothing has changed.

A site's folder in; the pages or problems out. Edge code: it runs Pelican and hears its complaints.
"""

from __future__ import annotations

import ast
import contextlib
import io
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from neuguong import fingerprint
from neuguong.content.memory import keep, recall
from neuguong.crew import Crew
from neuguong.problems import Problem, Text
from neuguong.site.plain import PlainPages
from neuguong.store import Store

_DOES_SOMETHING = (ast.Import, ast.Call, ast.FunctionDef, ast.ClassDef, ast.With, ast.Lambda)
CONF = "pelicanconf.py"
FOLDER = "content/pages"


Found = tuple[PlainPages | None, tuple[Problem, ...]]
"""The plain pages, or why Pelican cannot read them."""


def plain_pages(root: Path, output: Path, store: Store, crew: Crew | None = None) -> Callable[[], Found]:
    """Begin to get the plain pages; call what is returned to have them.

    Pelican takes half a second to start: with a crew that does so at once, somebody else's half a second.
    """
    if not (root / CONF).is_file():
        return lambda: (None, (_no_conf(),))
    key = _key(root)
    known: PlainPages | None = recall(store, CONF, key, PlainPages)
    if known is not None:
        return lambda: (known, ())
    crew = crew or Crew()
    found = crew.map(_run_pelican, root, [output], alone=not crew.forks)
    return lambda: _kept(root, store, key, *found)


def are_kept(root: Path, store: Store) -> bool:
    """Return whether the store has the pages of the files as they are now: nothing else has a say in them."""
    return store.memo(CONF, _key(root)) is not None


def _kept(root: Path, store: Store, key: bytes, found: Found) -> Found:
    """Keep the pages for the next time if they depend on nothing but what the key knows of."""
    pages, problems = found
    lasting = pages is not None and pages.are_all and not problems and _stands_alone(root / CONF)
    if lasting and _key(root) == key:  # nobody saved meanwhile
        keep(store, CONF, key, pages)
    return found


def _stands_alone(conf: Path) -> bool:
    """Return whether the settings are plain values: a program could read what `_key` knows nothing of."""
    try:
        tree = ast.parse(conf.read_bytes())
    except (SyntaxError, ValueError):
        return False
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = not any(isinstance(node, _DOES_SOMETHING) for node in ast.walk(tree))
    return plain and all(name.startswith("neuguong.") for name in imported)


def _key(root: Path) -> bytes:
    """Return the digest of everything that Pelican reads."""
    files = [file for file in sorted((root / FOLDER).rglob("*")) if file.is_file()]
    parts = [part for file in files for part in (os.fsencode(file.relative_to(root)), file.read_bytes())]
    return fingerprint.digest(os.fsencode(root), (root / CONF).read_bytes(), *parts)


def _run_pelican(root: Path, output: Path) -> Found:
    """Let Pelican read the pages with our plugin; its complaints become problems."""
    from pelican import Pelican  # noqa: PLC0415 - half a second that most builds do without
    from pelican.settings import read_settings  # noqa: PLC0415

    from neuguong.site import plugin  # noqa: PLC0415

    found: list[PlainPages] = []
    complaints = _Complaints()
    override = {"OUTPUT_PATH": str(output), plugin.HAND_OVER: found.append, "SLUGIFY_SOURCE": "basename"}
    with complaints.heard_from("pelican", "neuguong"), contextlib.redirect_stdout(io.StringIO()):
        try:
            settings = read_settings(str(root / CONF), override=override)
        except Exception as error:  # noqa: BLE001 - the settings are a program of the department's own
            return None, (_broken_conf(error),)
        Pelican(settings).run()
    problems = complaints.problems()
    if not found and not problems:
        problems = (_no_plugin(),)
    return (found[0] if found else None), problems


class _Complaints(logging.Handler):
    """Keeps what Pelican logs as an error: it would only go on without the page."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    @contextlib.contextmanager
    def heard_from(self, *names: str) -> Iterator[None]:
        """Listen to these loggers for a while."""
        loggers = [logging.getLogger(name) for name in names]
        for logger in loggers:
            logger.addHandler(self)
        try:
            yield
        finally:
            for logger in loggers:
                logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def problems(self) -> tuple[Problem, ...]:
        fix = Text("sửa trang trong content/pages/", "mend the page in content/pages/")
        return tuple(
            Problem("content/pages", 0, "page-is-readable", Text(said, said), fix) for said in self.messages
        )


def _no_conf() -> Problem:
    return Problem(
        CONF,
        0,
        "file-is-readable",
        Text("không có tệp này", "there is no such file"),
        Text("chép pelicanconf.py từ bản gốc", "copy pelicanconf.py from the original repository"),
    )


def _broken_conf(error: Exception) -> Problem:
    return Problem(
        CONF,
        getattr(error, "lineno", None) or 0,
        "pelican-has-the-plugin",
        Text(f"tệp cấu hình không chạy được: {error}", f"the settings do not run: {error}"),
        Text("sửa tệp này, hoặc lấy lại bản gốc", "mend this file, or take back the original"),
    )


def _no_plugin() -> Problem:
    return Problem(
        CONF,
        0,
        "pelican-has-the-plugin",
        Text("PLUGINS không có plugin của Nêu Gương", "PLUGINS lacks the plugin of this project"),
        Text("ghi PLUGINS = [plugin] như trong bản gốc", "write PLUGINS = [plugin] as in the original"),
    )
