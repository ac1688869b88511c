"""The theme's files, and which of them a page is made with.

The edge that reads the theme: once per build, so that every page of a build is made with the same templates.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from jinja2 import Environment, TemplateSyntaxError, meta

from neuguong import fingerprint
from neuguong.site import languages
from neuguong.site.render import Compiled
from neuguong.store import Store

FOLDER = "theme"
_COMPILED = "compiled"


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates by name; the catalogues of words by language; other files by their place in the output."""

    templates: dict[str, str]
    static: dict[str, bytes]
    languages: dict[str, str] = field(default_factory=dict)


def read_theme(folder: Path) -> Theme:
    """Read every file of the theme."""
    templates = {name: _text(name, file) for name, file in _files(folder / "templates")}
    static = {f"{FOLDER}/{name}": file.read_bytes() for name, file in _files(folder / "static")}
    catalogues = (file for name, file in _files(folder / languages.FOLDER) if name.endswith(".po"))
    return Theme(templates, static, {file.stem: languages.text_of(file) for file in catalogues})


def closures(theme: Theme, store: Store) -> dict[str, tuple[str, ...]]:
    """Return for each template all templates that its pages are made with, itself among them."""
    key = fingerprint.of_record(theme.templates)
    known = store.memo(FOLDER, key)
    if known is not None:
        return msgspec.msgpack.decode(known, type=dict[str, tuple[str, ...]])
    found = _closures(theme.templates)
    store.keep_memo(FOLDER, key, msgspec.msgpack.encode(found))
    return found


def recall_compiled(theme: Theme, store: Store) -> Compiled:
    """Return what is known of these templates in compiled form."""
    known = store.memo(_COMPILED, _key_of_compiled(theme))
    return msgspec.msgpack.decode(known, type=Compiled) if known else {}


def keep_compiled(theme: Theme, store: Store, compiled: Compiled) -> None:
    """Keep templates in compiled form."""
    store.keep_memo(_COMPILED, _key_of_compiled(theme), msgspec.msgpack.encode(compiled))


def _key_of_compiled(theme: Theme) -> bytes:
    """Return the digest of what compiled templates are made of: they hold words too."""
    return fingerprint.of_record((theme.templates, theme.languages))


def _closures(templates: dict[str, str]) -> dict[str, tuple[str, ...]]:
    direct = {name: _referenced(source, frozenset(templates)) for name, source in templates.items()}
    closed: dict[str, tuple[str, ...]] = {}
    for name in templates:
        seen: set[str] = set()
        waiting = {name}
        while waiting:
            seen |= waiting
            waiting = {other for one in waiting for other in direct.get(one, ())} - seen
        closed[name] = tuple(sorted(seen))
    return closed


def _referenced(source: str, everything: frozenset[str]) -> frozenset[str]:
    """Return the templates that a template names; all of them where it works a name out."""
    environment = Environment(autoescape=True)
    try:
        named = set(meta.find_referenced_templates(environment.parse(source)))
    except TemplateSyntaxError:  # rendering it will say where
        return everything
    return everything if None in named else frozenset(name for name in named if name)


def _files(folder: Path) -> list[tuple[str, Path]]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not _is_litter(file.name))
    return [(file.relative_to(folder).as_posix(), file) for file in files]


def _is_litter(name: str) -> bool:
    """Return whether the name is of what editors and systems leave lying."""
    return name.startswith(".") or name.endswith("~") or name == "Thumbs.db"


def _text(name: str, file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TemplateSyntaxError("tệp không ở dạng UTF-8 / not UTF-8", 1, name) from error
