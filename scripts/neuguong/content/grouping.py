"""Groups of articles: by field, place, field × place, school year, level and form; relations.

Articles in their total order in, an `Index` out. Pure; every step is linear in the number of articles, and
what is said of one article looks at a bounded number of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

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


class _Row(NamedTuple):
    """The articles of a group, where each stands, and for each what it must not share to be related."""

    members: Articles
    marks: list[tuple[str, ...]]
    positions: dict[str, int]


@dataclass(frozen=True, slots=True)
class Relations:
    """Finds what to read next. Built once: the home district and the fields of all, group by group."""

    grounds: dict[str, tuple[str, ...]]
    homes: dict[str, _Row]
    fields: dict[str, _Row]

    def elsewhere(self, article: Article) -> Articles:
        """Return the nearest stories in time of the same field from other districts."""
        return _nearest(self.homes[article.meta.field], article, self.grounds[article.meta.place][-1])

    def nearby(self, article: Article) -> Articles:
        """Return the nearest stories in time of the same district in other fields."""
        return _nearest(self.fields[self.grounds[article.meta.place][-1]], article, article.meta.field)


def relations(index: Index, vocabularies: Vocabularies) -> Relations:
    """Note what is asked of every article in its groups."""
    grounds = vocabularies.grounds
    homes = {place: places[-1:] for place, places in grounds.items()}
    return Relations(
        grounds,
        _rows(index.by_field, lambda article: homes[article.meta.place]),
        _rows(index.by_place, lambda article: article.fields),
    )


def _rows(groups: dict[str, Articles], mark: Callable[[Article], tuple[str, ...]]) -> dict[str, _Row]:
    return {
        name: _Row(members, [*map(mark, members)], {one.path: at for at, one in enumerate(members)})
        for name, members in groups.items()
    }


def _nearest(row: _Row, article: Article, avoided: str) -> Articles:
    """Walk outwards from the article, later first, at most WINDOW steps each way, past what is so marked."""
    members, marks, positions = row
    found: list[Article] = []
    at, end = positions[article.path], len(members)
    for step in range(1, WINDOW + 1):
        after, before = at + step, at - step
        if after < end and avoided not in marks[after]:
            found.append(members[after])
        if before >= 0 and avoided not in marks[before]:
            found.append(members[before])
        if len(found) >= RELATED:
            break
    return tuple(found[:RELATED])
