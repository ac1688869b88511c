"""The law of the house: imports point down only, and the contest and the site never meet."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "scripts" / "neuguong"

LAYERS = (
    ("__main__",),
    ("cli",),
    ("reference",),
    ("site", "contest", "publish"),
    ("content",),
    ("settings",),
    ("records",),
    ("marked_yaml",),
    ("store",),
    ("crew", "listing", "share_card"),
    ("brocade", "fingerprint", "problems", "shift", "text"),
)
"""From the top down; parts of one layer do not import each other."""

PURE = (
    "brocade",
    "text",
    "problems",
    "marked_yaml",
    "records",
    "settings",
    "reference",
    "content.model",
    "content.vocabulary",
    "content.front_matter",
    "content.markup",
    "content.drafts",
    "content.checks",
    "content.reading",
    "content.source",
    "content.grouping",
    "content.season",
    "content.skeleton",
    "content.season_skeleton",
    "content.tidy",
    "content.translations",
    "share_card.card",
    "share_card.lines",
    "contest.judging",
    "contest.rules",
    "contest.envelope",
    "contest.log",
    "contest.assign",
    "contest.flow",
    "contest.connection",
    "contest.shortage",
    "contest.tally",
    "contest.leniency",
    "contest.agreement",
    "contest.ranking",
    "contest.near_duplicates",
    "contest.identity",
    "contest.look_alikes",
    "contest.typed_keys",
    "contest.name_words",
    "contest.unit_words",
    "contest.contacts",
    "contest.blind",
    "contest.simulate",
    "contest.handout",
    "contest.entry_text",
    "contest.score_files",
    "contest.score_sheet",
    "contest.progress",
    "contest.reminders",
    "contest.dashboard.plots",
    "site.addresses",
    "site.edition",
    "site.editions",
    "site.medium",
    "site.pages",
    "site.report",
    "site.plain",
    "site.words",
    "site.links",
    "site.plans",
    "site.frame",
    "site.context",
    "site.stories",
    "site.lists",
    "site.facets",
    "site.directories",
    "site.feeds",
    "site.seasons",
    "site.assemble",
    "site.planned",
)
"""Modules that take values and return values: no disk, clock, chance, network or printing."""

EDGES = {
    *(
        "os",
        "io.FileIO",
        "io.open",
        "sys",
        "time",
        "random",
        "socket",
        "subprocess",
        "tempfile",
        "shutil",
        "urllib.request",
    ),
    *("sqlite3", "threading", "multiprocessing", "concurrent.futures"),
}


def module_of(file: Path) -> str:
    name = file.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
    return name.removesuffix(".__init__")


def imports_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(module: str) -> int:
    part = module.split(".", maxsplit=1)[0]
    return next(depth for depth, parts in enumerate(LAYERS) if part in parts)


def breaches(module: str, source: str) -> list[str]:
    """Return the imports of our own that lead up or sideways."""
    part = module.split(".", maxsplit=1)[0]
    found = []
    for name in imports_of(source):
        if not name.startswith("neuguong."):
            continue
        other = name.removeprefix("neuguong.").split(".")[0]
        if other.startswith("_") or other == part:
            continue
        if layer_of(other) <= layer_of(part):
            found.append(name)
    return found


MODULES = {
    module_of(file): file
    for file in sorted(PACKAGE.rglob("*.py"))
    if file.parent != PACKAGE or file.stem != "__init__"
}


@pytest.mark.parametrize("module", MODULES)
def test_module_imports_only_what_lies_below(module: str) -> None:
    assert breaches(module, MODULES[module].read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("content.load", "from neuguong.site import pages", ["neuguong.site", "neuguong.site.pages"]),
        ("site.lists", "import neuguong.contest.tally", ["neuguong.contest.tally"]),
        (
            "contest.tally",
            "from neuguong.site.pages import Site",
            ["neuguong.site.pages", "neuguong.site.pages.Site"],
        ),
        ("text", "from neuguong.problems import Text", ["neuguong.problems", "neuguong.problems.Text"]),
        ("site.lists", "from neuguong.content import model\nimport json", []),
        ("content.load", "from neuguong import records", []),
        ("fingerprint", "from neuguong import store", ["neuguong.store"]),
        ("crew", "from neuguong.store import Store", ["neuguong.store", "neuguong.store.Store"]),
        ("content.load", "from neuguong import crew, fingerprint, store", []),
        ("site.images", "from neuguong.brocade import weave", []),
        ("brocade.weave", "from neuguong import text", ["neuguong.text"]),
    ],
)
def test_law_sees_a_breach(module: str, source: str, found: list[str]) -> None:
    assert breaches(module, source) == found


@pytest.mark.parametrize("module", [*LAYERS[-1], "store"])
def test_bottom_imports_nothing_of_ours(module: str) -> None:
    imports = imports_of(MODULES[module].read_text("utf-8"))
    assert [name for name in imports if name.split(".")[0] == PACKAGE.name] == []


def test_pure_modules_touch_no_edge() -> None:
    touched = {}
    for module, file in MODULES.items():
        if not module.startswith(PURE):
            continue
        source = file.read_text("utf-8")
        calls = set(_called(source))
        edges = sorted((EDGES & set(imports_of(source))) | ({"open", "print"} & calls))
        clock = [name for name in ("date.today", "datetime.now", "time.time") if name in source]
        if edges or clock:
            touched[module] = edges + clock
    assert touched == {}


def _called(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
