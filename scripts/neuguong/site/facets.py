"""The groups that are neither field nor place: school years, levels of education, forms of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from neuguong.content.grouping import Articles
from neuguong.content.vocabulary import Period, Term
from neuguong.site import addresses
from neuguong.site.context import Context
from neuguong.site.lists import list_pages
from neuguong.site.pages import DirectoryPage, Link, Section
from neuguong.site.plans import ArchivePlan, ListPlan


@dataclass(frozen=True, slots=True)
class _Value:
    """One group of a facet: its slug, its name in a list and on its own page, and what to say of it."""

    slug: str
    name: str
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Facet:
    """One way to group, with its directory and its groups in the order of the menu."""

    title: str
    intro: str
    about_one: str
    directory: str
    address: Callable[[str], str]
    groups: dict[str, Articles]
    values: tuple[_Value, ...]


def pages(context: Context) -> Iterator[ListPlan | ArchivePlan | DirectoryPage]:
    """Make the lists and the directory of each facet."""
    for facet in _facets(context):
        shown = [value for value in facet.values if value.slug in facet.groups]
        for value in shown:
            yield from list_pages(
                context,
                facet.groups[value.slug],
                facet.address(value.slug),
                value.title,
                facet.about_one,
                crumbs=(Link(text=facet.title, href=facet.directory),),
                section=facet.directory,
                notes=value.notes,
            )
        links = tuple(
            Link(text=value.name, href=facet.address(value.slug), count=len(facet.groups[value.slug]))
            for value in shown
        )
        yield DirectoryPage(
            head=context.head(facet.directory, facet.title, facet.intro, section=facet.directory),
            title=facet.title,
            intro=facet.intro,
            sections=(Section(title="", links=links, in_time=facet.directory == addresses.YEARS),),
        )


def _facets(context: Context) -> tuple[_Facet, ...]:
    index, vocabularies, words = context.index, context.vocabularies, context.words
    return (
        _Facet(
            words("menu.years"),
            words("years.intro"),
            words("years.one"),
            addresses.YEARS,
            addresses.year,
            index.by_year,
            tuple(_year(context, year) for year in reversed(vocabularies.school_years)),
        ),
        _Facet(
            words("footer.levels"),
            words("levels.intro"),
            words("levels.one"),
            addresses.LEVELS,
            addresses.level,
            index.by_level,
            tuple(_term(term) for term in vocabularies.levels),
        ),
        _Facet(
            words("footer.forms"),
            words("forms.intro"),
            words("forms.one"),
            addresses.FORMS,
            addresses.form,
            index.by_form,
            tuple(_term(term) for term in vocabularies.forms),
        ),
    )


def _year(context: Context, year: Period) -> _Value:
    words = context.words
    name = words.school_year(year.slug)
    phases = [
        phase.name
        for phase in context.vocabularies.phases
        if phase.start <= year.end and year.start <= phase.end
    ]
    notes = tuple(words("year.phase", phase=phase) for phase in phases)
    return _Value(year.slug, name, words("year.title", year=name), notes)


def _term(term: Term) -> _Value:
    return _Value(term.slug, term.name, term.name)
