"""Groups of articles: by field, place, field × place, school year, level and form; neighbours; relations.

Articles in their total order in, an `Index` out. Pure; every step is linear in the number of articles, and
what is said of one article looks at a bounded number of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from neuguong.content.model import Article
from neuguong.content.vocabulary import Vocabularies

Articles = tuple[Article, ...]
Name = TypeVar("Name", str, tuple[str, str])

RELATED = 3
WINDOW = 24
"""How far around an article relations are looked for in each of its groups."""


@dataclass(frozen=True, slots=True)
class Index:
    """The public stories and their groups, each oldest first; only non-empty groups are kept."""

    all: Articles
    by_field: dict[str, Articles]
    by_place: dict[str, Articles]
    by_field_place: dict[tuple[str, str], Articles]
    by_year: dict[str, Articles]
    by_level: dict[str, Articles]
    by_form: dict[str, Articles]
    positions: dict[str, int] = field(default_factory=dict)

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """Return the article before and the one after in the total order."""
        at = self.positions[article.key]
        before = self.all[at - 1] if at else None
        after = self.all[at + 1] if at + 1 < len(self.all) else None
        return before, after


def index(stories: Iterable[Article], vocabularies: Vocabularies) -> Index:
    """Group the stories; they must be public and in their total order."""
    everything = tuple(stories)
    groups = _Groups()
    for article in everything:
        fields, places = dict.fromkeys(article.fields), places_of(article, vocabularies)
        for name in fields:
            groups.by_field[name].append(article)
            for place in places:
                groups.by_field_place[name, place].append(article)
        for place in places:
            groups.by_place[place].append(article)
        groups.by_year[article.group].append(article)
        groups.by_level[article.meta.level].append(article)
        groups.by_form[article.meta.subject.form].append(article)
    return Index(
        all=everything,
        by_field=_closed(groups.by_field),
        by_place=_closed(groups.by_place),
        by_field_place=_closed(groups.by_field_place),
        by_year=_closed(groups.by_year),
        by_level=_closed(groups.by_level),
        by_form=_closed(groups.by_form),
        positions={article.key: at for at, article in enumerate(everything)},
    )


@dataclass(slots=True)
class _Groups:
    """Groups while they are filled."""

    by_field: defaultdict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))
    by_place: defaultdict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))
    by_field_place: defaultdict[tuple[str, str], list[Article]] = field(
        default_factory=lambda: defaultdict(list)
    )
    by_year: defaultdict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))
    by_level: defaultdict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))
    by_form: defaultdict[str, list[Article]] = field(default_factory=lambda: defaultdict(list))


def _closed(groups: dict[Name, list[Article]]) -> dict[Name, Articles]:
    return {key: tuple(members) for key, members in groups.items()}


def places_of(article: Article, vocabularies: Vocabularies) -> tuple[str, ...]:
    """Return the place of the article and, for a commune, the former district it lay in: that one last."""
    return vocabularies.grounds[article.meta.place]


@dataclass(frozen=True, slots=True)
class Relations:
    """Finds what to read next. Built once: positions inside each group."""

    index: Index
    vocabularies: Vocabularies
    in_field: dict[tuple[str, str], int]
    in_place: dict[tuple[str, str], int]

    def elsewhere(self, article: Article) -> Articles:
        """Return the nearest stories in time of the same field from other districts."""
        name, grounds = article.meta.field, self.vocabularies.grounds
        home = grounds[article.meta.place][-1]
        return _nearest(
            self.index.by_field[name],
            self.in_field[name, article.path],
            lambda other: grounds[other.meta.place][-1] != home,
        )

    def nearby(self, article: Article) -> Articles:
        """Return the nearest stories in time of the same district in other fields."""
        home = places_of(article, self.vocabularies)[-1]
        return _nearest(
            self.index.by_place[home],
            self.in_place[home, article.path],
            lambda other: article.meta.field not in other.fields,
        )


def relations(index: Index, vocabularies: Vocabularies) -> Relations:
    """Note every article's position in its groups."""
    return Relations(index, vocabularies, _positions(index.by_field), _positions(index.by_place))


def _positions(groups: dict[str, Articles]) -> dict[tuple[str, str], int]:
    return {
        (name, article.path): at for name, members in groups.items() for at, article in enumerate(members)
    }


def _nearest(group: Articles, at: int, fits: Callable[[Article], bool]) -> Articles:
    """Walk outwards from the position, later first, at most WINDOW steps each way."""
    found: list[Article] = []
    for step in range(1, WINDOW + 1):
        for other in (at + step, at - step):
            if 0 <= other < len(group) and fits(group[other]):
                found.append(group[other])
                if len(found) == RELATED:
                    return tuple(found)
    return tuple(found)
