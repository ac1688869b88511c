"""A site's folder → its content: every article and season without fault, and every problem.

The one place where reading, parsing and checking meet: files → parse → rules → records. Never stops at a
fault; never renders a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from neuguong import marked_yaml, records, settings
from neuguong.content import checks, files, front_matter, markup, pictures, vocabulary
from neuguong.content.checks import pages
from neuguong.content.checks.addresses import ADDRESSES, read_addresses
from neuguong.content.checks.rule import World
from neuguong.content.drafts import Draft, Source
from neuguong.content.files import Tree
from neuguong.content.load_seasons import load_seasons
from neuguong.content.model import Article, Meta, PhotoFile
from neuguong.content.season import Season
from neuguong.content.vocabulary import Vocabularies
from neuguong.problems import Problem, Text, errors, in_order
from neuguong.settings import Settings
from neuguong.text import nfc

HANDBOOK_CONFIG = "mkdocs.yml"

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything people wrote, as far as it is without fault, in order."""

    settings: Settings
    vocabularies: Vocabularies
    stories: tuple[Article, ...]
    seasons: tuple[Season, ...]
    has_handbook: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds: `content` is None where settings or lists themselves are broken."""

    content: Content | None
    problems: tuple[Problem, ...]
    articles_read: int = 0


def load(tree: Tree) -> Loaded:
    """Read and check the whole site."""
    site_settings, problems = _load_settings(tree)
    vocabularies, faults = _load_vocabularies(tree)
    problems += faults
    if site_settings is None or vocabularies is None:
        return Loaded(None, in_order(problems))
    years = frozenset(vocabularies.slugs("school_years"))
    sources, faults = _sort_out(files.find_stories(tree, years))
    problems += faults
    season_slugs, faults = _sort_out(files.find_seasons(tree))
    problems += faults
    for slug in season_slugs:
        entries, faults = _sort_out(files.find_entries(tree, slug))
        sources += entries
        problems += faults
    drafts, faults = read_drafts(tree, sources)
    problems += faults
    world, faults = _world(tree, vocabularies, sources)
    problems += faults
    problems += checks.check(drafts, world)
    problems += _check_pages(tree, world)
    metas, faults = _validate(drafts)
    problems += faults
    faulty = {problem.path for problem in errors(problems)}
    articles = [
        _article(draft, metas[draft.source.path]) for draft in drafts if draft.source.path not in faulty
    ]
    seasons, faults = load_seasons(tree, season_slugs, sources, articles, world)
    content = Content(
        site_settings,
        vocabularies,
        tuple(sorted((a for a in articles if _is_story(a)), key=lambda a: a.order)),
        tuple(seasons),
        tree.exists(HANDBOOK_CONFIG),
    )
    return Loaded(content, in_order([*problems, *faults]), len(sources))


def read_drafts(tree: Tree, sources: Iterable[Source]) -> tuple[list[Draft], list[Problem]]:
    """Read and parse the sources one by one."""
    drafts: list[Draft] = []
    problems: list[Problem] = []
    for source in sources:
        text = tree.text(source.path)
        draft = text if isinstance(text, Problem) else parse(source, text, _pictures(tree, source))
        if isinstance(draft, Draft):
            drafts.append(draft)
        else:
            problems += draft if isinstance(draft, tuple) else (draft,)
    return drafts, problems


def parse(source: Source, text: str, found: dict[str, PhotoFile | Problem]) -> Draft | tuple[Problem, ...]:
    """Make a draft of an article's text, or say why its front matter cannot be read."""
    parts = front_matter.split(text, source.path)
    if isinstance(parts, Problem):
        return (parts,)
    marked, problems = marked_yaml.parse(nfc(parts.yaml), source.path, first_line=2)
    if marked is None:
        return problems
    body = nfc(parts.body)
    outline = markup.outline(body, parts.body_line)
    return Draft(source, text, marked, body, parts.body_line, outline, found)


def _validate(drafts: Iterable[Draft]) -> tuple[dict[str, Meta], list[Problem]]:
    metas: dict[str, Meta] = {}
    problems: list[Problem] = []
    for draft in drafts:
        meta, faults = records.validate(Meta, draft.front, draft.source.path)
        problems += faults
        if meta is not None:
            metas[draft.source.path] = meta
    return metas, problems


def _article(draft: Draft, meta: Meta) -> Article:
    found = [draft.pictures[photo.file] for photo in meta.photos]
    return Article(
        path=draft.source.path,
        group=draft.source.group,
        slug=draft.source.slug,
        meta=meta,
        body=markup.Body(markup.to_html(draft.body), draft.outline.syllables),
        photo_files=tuple(photo for photo in found if isinstance(photo, PhotoFile)),
    )


def _is_story(article: Article) -> bool:
    return article.path.startswith("stories/")


def _pictures(tree: Tree, source: Source) -> dict[str, PhotoFile | Problem]:
    found: dict[str, PhotoFile | Problem] = {}
    for name in source.pictures:
        path = f"{source.folder}/{name}"
        data = tree.data(path, files.MAX_PICTURE)
        found[nfc(name)] = data if isinstance(data, Problem) else pictures.examine(path, data)
    return found


def _world(tree: Tree, vocabularies: Vocabularies, sources: Iterable[Source]) -> tuple[World, list[Problem]]:
    written = {f"{pages.FOLDER}/{name}" for name in tree.names(pages.FOLDER) if name.endswith(".md")}
    text = tree.text(ADDRESSES) if tree.exists(ADDRESSES) else ""
    problems = [text] if isinstance(text, Problem) else []
    lines = read_addresses(text) if isinstance(text, str) else ()
    return World(vocabularies, frozenset(written | {source.path for source in sources}), lines), problems


def _check_pages(tree: Tree, world: World) -> Iterator[Problem]:
    yield from files.check_folder(tree, pages.FOLDER)
    for name in tree.names(pages.FOLDER):
        path = f"{pages.FOLDER}/{name}"
        text = tree.text(path)
        if isinstance(text, Problem):
            yield text
        elif not name.endswith(".md"):
            yield files.stray(path, Text("không phải trang .md", "that is no .md page"))
        else:
            yield from pages.check_page(pages.read(path, text), world)


def _load_settings(tree: Tree) -> tuple[Settings | None, list[Problem]]:
    text = tree.text(settings.FILE)
    if isinstance(text, Problem):
        return None, [text]
    loaded, problems = settings.load(nfc(text))
    return loaded, list(problems)


def _load_vocabularies(tree: Tree) -> tuple[Vocabularies | None, list[Problem]]:
    texts = {path: tree.text(path) for path in vocabulary.FILES}
    broken = [text for text in texts.values() if isinstance(text, Problem)]
    if broken:
        return None, broken
    read = {path: nfc(text) for path, text in texts.items() if isinstance(text, str)}
    loaded, problems = vocabulary.load(read)
    return loaded, list(problems)


def _sort_out(found: Iterable[Found | Problem]) -> tuple[list[Found], list[Problem]]:
    things: list[Found] = []
    problems: list[Problem] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            things.append(item)
    return things, problems
