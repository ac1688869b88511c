"""The seasons' own files → seasons without fault, and every problem. Part of `load`, kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from neuguong.content import markup, season
from neuguong.content.checks import CALL_RULES, check_draft
from neuguong.content.checks.rule import World
from neuguong.content.checks.seasons import SEASON_RULES
from neuguong.content.drafts import Draft, Kind, Source
from neuguong.content.files import Tree
from neuguong.content.model import Article, Status
from neuguong.content.season import Season, SeasonDraft
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem, errors
from neuguong.text import nfc


def load_seasons(
    tree: Tree, slugs: Iterable[str], sources: Iterable[Source], articles: Iterable[Article], world: World
) -> tuple[list[Season], list[Problem]]:
    """Read and check the seasons; entries are given, already read and checked."""
    seasons: list[Season] = []
    problems: list[Problem] = []
    for slug in slugs:
        written = frozenset(
            source.slug for source in sources if source.kind is Kind.ENTRY and source.group == slug
        )
        entries = tuple(
            sorted(
                (a for a in articles if a.path.startswith("contest/") and a.group == slug),
                key=lambda a: a.order,
            )
        )
        hidden = frozenset(entry.slug for entry in entries if entry.meta.status is not Status.PUBLISHED)
        loaded, faults = _load_season(tree, slug, written, hidden, world)
        problems += faults
        if loaded is not None:
            seasons.append(replace(loaded, entries=entries))
    return seasons, problems


def _load_season(
    tree: Tree, slug: str, written: frozenset[str], hidden: frozenset[str], world: World
) -> tuple[Season | None, list[Problem]]:
    folder = f"contest/{slug}"
    problems: list[Problem] = []
    texts = {name: tree.text(f"{folder}/{name}") for name in ("contest.yml", "call.md")}
    if tree.exists(f"{folder}/results.yml"):
        texts["results.yml"] = tree.text(f"{folder}/results.yml")
    problems += [text for text in texts.values() if isinstance(text, Problem)]
    read = {name: nfc(text) for name, text in texts.items() if isinstance(text, str)}
    if "contest.yml" not in read:
        return None, problems
    marked, rules, faults = season.read_rules(read["contest.yml"], f"{folder}/contest.yml")
    problems += faults
    marked_results, results = None, None
    if "results.yml" in read:
        marked_results, results, faults = season.read_results(read["results.yml"], f"{folder}/results.yml")
        problems += faults
    call = _call_draft(read.get("call.md", ""), f"{folder}/call.md", slug)
    problems += check_draft(call, world, CALL_RULES)
    if marked is None or rules is None:
        return None, problems
    draft = SeasonDraft(folder, marked, marked_results, written, hidden, "results.yml" in texts)
    problems += [fault for rule in SEASON_RULES for fault in rule(draft, rules, results)]
    if errors(problems):
        return None, problems
    body = markup.Body(markup.to_html(call.body), call.outline.syllables)
    return Season(slug=slug, rules=rules, call=body, results=results, entries=()), problems


def _call_draft(text: str, path: str, slug: str) -> Draft:
    body = nfc(text)
    source = Source(Kind.CALL, path, slug, "call")
    return Draft(source, text, Marked({}), body, 1, markup.outline(body, 1))
