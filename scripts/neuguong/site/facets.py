"""The groups that are neither field nor place: school years, levels of education, forms of subject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from neuguong.content.grouping import Articles
from neuguong.content.vocabulary import Period, Term
from neuguong.site import addresses, words
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
            sections=(Section(title="", links=links),),
        )


def _facets(context: Context) -> tuple[_Facet, ...]:
    index, vocabularies = context.index, context.vocabularies
    return (
        _Facet(
            "Năm học",
            "Các bài của từng năm học, năm mới ở trên cùng.",
            "Những chuyện đăng trong năm học này.",
            addresses.YEARS,
            addresses.year,
            index.by_year,
            tuple(_year(context, year) for year in reversed(vocabularies.school_years)),
        ),
        _Facet(
            "Cấp học",
            "Từ lớp mầm non đến trường nghề.",
            "Những chuyện ở cấp học này.",
            addresses.LEVELS,
            addresses.level,
            index.by_level,
            tuple(_term(term) for term in vocabularies.levels),
        ),
        _Facet(
            "Đối tượng",
            "Điển hình là một người, một tập thể, hay một cách làm.",
            "Những chuyện xếp vào loại này.",
            addresses.FORMS,
            addresses.form,
            index.by_form,
            tuple(_term(term) for term in vocabularies.forms),
        ),
    )


def _year(context: Context, year: Period) -> _Value:
    name = words.school_year(year.slug)
    phases = [
        phase.name
        for phase in context.vocabularies.phases
        if phase.start <= year.end and year.start <= phase.end
    ]
    notes = tuple(f"Trong kế hoạch: {phase}." for phase in phases)
    return _Value(year.slug, name, f"Năm học {name}", notes)


def _term(term: Term) -> _Value:
    return _Value(term.slug, term.name, term.name)
