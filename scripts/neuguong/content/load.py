"""A site's folder → its content: every article and season without fault, and every problem.

The one place where reading, parsing and checking meet: files → readings → rules that compare → records.
Never stops at a fault; never renders a page.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from neuguong import settings
from neuguong.content import files, vocabulary
from neuguong.content.checks import SITE_RULES, pages
from neuguong.content.checks.addresses import ADDRESSES, read_addresses
from neuguong.content.checks.body import links_resolve, wrong_links
from neuguong.content.checks.rule import World, rule_id
from neuguong.content.drafts import Sketch
from neuguong.content.files import Tree
from neuguong.content.load_seasons import load_seasons
from neuguong.content.load_texts import Lists, Memory, Step, load_texts
from neuguong.content.memory import keep, key_of, recall
from neuguong.content.model import Article
from neuguong.content.season import Season
from neuguong.content.source import Source
from neuguong.content.translations import merge
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew, give_back
from neuguong.problems import Problem, Text, errors, in_order
from neuguong.settings import Settings
from neuguong.store import Store, temporary_store
from neuguong.text import nfc

GREAT = 5000
"""On reading more texts than this there is memory worth giving back."""
HANDBOOK_CONFIG = "mkdocs.yml"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything people wrote, as far as it is without fault, in order."""

    settings: Settings
    vocabularies: Vocabularies
    stories: tuple[Article, ...]
    seasons: tuple[Season, ...]
    translations: tuple[Article, ...] = ()
    """The stories in other languages, in order of language and then as the stories."""
    has_handbook: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds: `content` is None where settings or lists themselves are broken."""

    content: Content | None
    problems: tuple[Problem, ...]
    articles_read: int = 0


def load(
    tree: Tree,
    store: Store | None = None,
    crew: Crew | None = None,
    step: Step = lambda _done, _all: None,
    memory: Memory | None = None,
) -> Loaded:
    """Read and check the whole site; what the store, or the memory, knows for sure is not read again."""
    if store is None:
        passing = temporary_store()
        try:
            return load(tree, passing, crew, step, memory)
        finally:
            passing.close()
    site_settings, problems = _load_settings(tree, store)
    lists, faults = _load_vocabularies(tree, store)
    problems += faults
    if site_settings is None or lists is None:
        return Loaded(None, in_order(problems))
    sources, seasons, faults = _find(tree, lists.vocabularies)
    problems += faults
    readings = load_texts(tree, sources, lists, store, crew or Crew(), step, memory)
    world, faults = _world(tree, lists.vocabularies, sources)
    problems += faults
    problems += itertools.chain.from_iterable(reading.problems for reading in readings)
    sketches = [
        reading.sketch(source) for source, reading in zip(sources, readings, strict=True) if reading.is_draft
    ]
    problems += _compared(sketches, world, memory or Memory())
    problems += _check_pages(tree, world, store)
    faulty = {problem.path for problem in errors(problems)}
    articles = [r.article for r in readings if r.article is not None and r.article.path not in faulty]
    translations, misfits = merge(
        articles,
        (r.translation for r in readings if r.translation is not None and r.translation.path not in faulty),
        lists.vocabularies,
    )
    problems += misfits
    loaded, faults = load_seasons(tree, seasons, sources, articles, world, lists.key, store)
    store.commit()
    if len(sources) > GREAT:
        give_back()  # what was read is records now
    content = Content(
        site_settings,
        lists.vocabularies,
        tuple(sorted((a for a in articles if a.is_story), key=lambda a: a.order)),
        tuple(loaded),
        translations,
        tree.exists(HANDBOOK_CONFIG),
    )
    return Loaded(content, in_order([*problems, *faults]), len(sources))


def _find(tree: Tree, vocabularies: Vocabularies) -> tuple[list[Source], list[str], list[Problem]]:
    """Return the articles' files, the seasons, and what lies where it does not belong."""
    years = frozenset(vocabularies.slugs("school_years"))
    sources, problems = _sort_out(files.find_stories(tree, years))
    seasons, faults = _sort_out(files.find_seasons(tree))
    problems += faults
    for season in seasons:
        entries, faults = _sort_out(files.find_entries(tree, season))
        sources += entries
        problems += faults
    return sources, seasons, problems


def _compared(sketches: Sequence[Sketch], world: World, memory: Memory) -> tuple[Problem, ...]:
    """Compare the articles with each other, unless they are to each other as they were the last time."""
    if memory.compared != (sketches, world):
        memory.found = tuple(_compare(sketches, world))
        memory.compared = sketches, world
    return memory.found


def _compare(sketches: Sequence[Sketch], world: World) -> Iterator[Problem]:
    """Run the rules that look at more than one file."""
    for sketch in sketches:
        if sketch.links:
            for fault in wrong_links(sketch, world):
                name = rule_id(links_resolve)
                yield Problem(sketch.source.path, fault.line, name, fault.what, fault.fix, fault.level)
    for rule in SITE_RULES:
        for path, fault in rule(sketches, world):
            yield Problem(path, fault.line, rule_id(rule), fault.what, fault.fix, fault.level)


def _world(tree: Tree, vocabularies: Vocabularies, sources: Iterable[Source]) -> tuple[World, list[Problem]]:
    written = {f"{pages.FOLDER}/{name}" for name in tree.names(pages.FOLDER) if name.endswith(".md")}
    text = tree.text(ADDRESSES, files.MAX_ADDRESSES) if tree.exists(ADDRESSES) else ""
    problems = [text] if isinstance(text, Problem) else []
    lines = read_addresses(text) if isinstance(text, str) else ()
    return World(vocabularies, frozenset(written | {source.path for source in sources}), lines), problems


def _check_pages(tree: Tree, world: World, store: Store) -> tuple[Problem, ...]:
    """Check the plain pages; they link to each other only, so their texts decide what is found."""
    texts = {f"{pages.FOLDER}/{name}": "" for name in tree.names(pages.FOLDER)}
    found = {path: tree.text(path) for path in texts}
    problems = [
        *files.check_folder(tree, pages.FOLDER),
        *(t for t in found.values() if isinstance(t, Problem)),
    ]
    if problems:
        return (*problems, *_page_problems(found, world))
    key = key_of(sorted(found.items()))
    known: tuple[Problem, ...] | None = recall(store, pages.FOLDER, key, tuple[Problem, ...])
    if known is not None:
        return known
    checked = tuple(_page_problems(found, world))
    keep(store, pages.FOLDER, key, checked)
    return checked


def _page_problems(found: dict[str, str | Problem], world: World) -> Iterator[Problem]:
    for path, text in found.items():
        if isinstance(text, Problem):
            continue
        if path.endswith(".md"):
            yield from pages.check_page(pages.read(path, text), world)
        else:
            yield files.stray(path, Text("không phải trang .md", "that is no .md page"))


def _load_settings(tree: Tree, store: Store) -> tuple[Settings | None, list[Problem]]:
    text = tree.text(settings.FILE)
    if isinstance(text, Problem):
        return None, [text]
    key = key_of(text)
    known: Settings | None = recall(store, settings.FILE, key, Settings)
    if known is not None:
        return known, []
    loaded, problems = settings.load(nfc(text))
    if loaded is not None and not problems:
        keep(store, settings.FILE, key, loaded)
    return loaded, list(problems)


def _load_vocabularies(tree: Tree, store: Store) -> tuple[Lists | None, list[Problem]]:
    texts = {path: tree.text(path) for path in vocabulary.FILES}
    broken = [text for text in texts.values() if isinstance(text, Problem)]
    if broken:
        return None, broken
    read = {path: nfc(text) for path, text in texts.items() if isinstance(text, str)}
    key = key_of(sorted(read.items()))
    known: Vocabularies | None = recall(store, vocabulary.FOLDER, key, Vocabularies)
    if known is not None:
        return Lists(known, key), []
    loaded, problems = vocabulary.load(read)
    if loaded is None:
        return None, list(problems)
    keep(store, vocabulary.FOLDER, key, loaded)
    return Lists(loaded, key), list(problems)


def _sort_out(found: Iterable[Found | Problem]) -> tuple[list[Found], list[Problem]]:
    things: list[Found] = []
    problems: list[Problem] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            things.append(item)
    return things, problems
