"""The seasons' own files → seasons without fault, and every problem. Part of `load`, kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from neuguong.content import markup, season
from neuguong.content.checks import CALL_RULES, check_draft
from neuguong.content.checks.body import links_resolve
from neuguong.content.checks.rule import World
from neuguong.content.checks.seasons import SEASON_RULES
from neuguong.content.drafts import Draft
from neuguong.content.files import Tree
from neuguong.content.markup import Link, Outline, scheme
from neuguong.content.memory import keep, key_of, recall
from neuguong.content.model import Article, Status
from neuguong.content.season import Rules, Season, SeasonDraft
from neuguong.content.source import Kind, Source
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem, errors
from neuguong.store import Store
from neuguong.text import nfc

OWN_CALL_RULES = tuple(rule for rule in CALL_RULES if rule is not links_resolve)


def load_seasons(
    tree: Tree,
    slugs: Iterable[str],
    sources: Iterable[Source],
    articles: Iterable[Article],
    world: World,
    lists_key: bytes,
    store: Store,
) -> tuple[list[Season], list[Problem]]:
    """Read and check the seasons; entries are given, already read and checked."""
    seasons: list[Season] = []
    problems: list[Problem] = []
    entry_sources = [source for source in sources if source.kind is Kind.ENTRY]
    entry_articles = [article for article in articles if not article.is_story]
    for slug in slugs:
        written = frozenset(source.slug for source in entry_sources if source.group == slug)
        entries = tuple(sorted((a for a in entry_articles if a.group == slug), key=lambda a: a.order))
        hidden = frozenset(entry.slug for entry in entries if entry.meta.status is not Status.PUBLISHED)
        given = _Given(tree, slug, written, hidden, world)
        loaded, faults = _load_season(given, lists_key, store)
        problems += faults
        if loaded is not None:
            seasons.append(replace(loaded, entries=entries))
    return seasons, problems


@dataclass(frozen=True, slots=True)
class _Given:
    """What is known of a season before its own files are read."""

    tree: Tree
    slug: str
    written: frozenset[str]
    hidden: frozenset[str]
    world: World

    @property
    def folder(self) -> str:
        return f"contest/{self.slug}"

    def texts(self) -> dict[str, str | Problem]:
        """Return the texts of the season's own files."""
        names = ["contest.yml", "call.md"]
        if self.tree.exists(f"{self.folder}/results.yml"):
            names.append("results.yml")
        return {name: self.tree.text(f"{self.folder}/{name}") for name in names}


class _Kept(NamedTuple):
    """A season as the store keeps it: with the call's links, which other files decide about."""

    season: Season | None
    problems: tuple[Problem, ...]
    links: tuple[Link, ...]


def load_rules(tree: Tree, slug: str) -> tuple[Rules | None, tuple[Problem, ...]]:
    """Read and check contest.yml alone; the rules are None where it has errors."""
    path = f"contest/{slug}/contest.yml"
    text = tree.text(path)
    if isinstance(text, Problem):
        return None, (text,)
    marked, rules, problems = season.read_rules(nfc(text), path)
    if marked is not None and rules is not None:
        draft = SeasonDraft(f"contest/{slug}", marked, None, frozenset())
        problems = (*problems, *(fault for rule in SEASON_RULES for fault in rule(draft, rules, None)))
    return (None if errors(problems) else rules), problems


def _load_season(given: _Given, lists_key: bytes, store: Store) -> tuple[Season | None, list[Problem]]:
    """Return the season, out of the store where all that it is made of is as it was."""
    texts = given.texts()
    broken = [text for text in texts.values() if isinstance(text, Problem)]
    written = {name: nfc(text) for name, text in texts.items() if isinstance(text, str)}
    key = key_of([written, sorted(given.written), sorted(given.hidden), lists_key])
    known: _Kept | None = None if broken else recall(store, given.folder, key, _Kept)
    kept = known or _read_season(given, written, has_results="results.yml" in texts)
    if known is None and not broken:
        keep(store, given.folder, key, kept)
    problems = [*broken, *kept.problems, *_lost_links(given, kept.links)]
    return (None if errors(problems) else kept.season), problems


def _read_season(given: _Given, read: dict[str, str], *, has_results: bool) -> _Kept:
    """Read and check the season's own files: nothing else is looked at."""
    folder = given.folder
    problems: list[Problem] = []
    rules = marked = results = marked_results = None
    if "contest.yml" in read:
        marked, rules, faults = season.read_rules(read["contest.yml"], f"{folder}/contest.yml")
        problems += faults
    if "results.yml" in read:
        marked_results, results, faults = season.read_results(read["results.yml"], f"{folder}/results.yml")
        problems += faults
    call = _call_draft(read.get("call.md", ""), f"{folder}/call.md", given.slug)
    problems += check_draft(call, given.world, OWN_CALL_RULES)
    links = tuple(link for link in call.outline.links if not scheme(link.target))
    if marked is None or rules is None:
        return _Kept(None, tuple(problems), links)
    draft = SeasonDraft(folder, marked, marked_results, given.written, given.hidden, has_results)
    problems += [fault for rule in SEASON_RULES for fault in rule(draft, rules, results)]
    body = markup.Body(markup.to_html(call.body), call.outline.syllables)
    whole = Season(slug=given.slug, rules=rules, call=body, results=results, entries=())
    return _Kept(whole, tuple(problems), links)


def _lost_links(given: _Given, links: tuple[Link, ...]) -> Iterator[Problem]:
    """Run the one rule for the call that other files decide about."""
    source = Source(Kind.CALL, f"{given.folder}/call.md", given.slug, "call")
    draft = Draft(source, "", Marked({}), "", 1, Outline((), links, (), (), 0))
    return check_draft(draft, given.world, (links_resolve,))


def _call_draft(text: str, path: str, slug: str) -> Draft:
    source = Source(Kind.CALL, path, slug, "call")
    return Draft(source, text, Marked({}), text, 1, markup.outline(text, 1))
