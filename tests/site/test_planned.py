from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content import vocabulary
from neuguong.content.model import Article, Status
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import planned as planning
from neuguong.site.assemble import Assembled
from neuguong.site.editions import plan_editions
from neuguong.site.making import page_of
from neuguong.site.medium import CARRIED, WEB, Medium
from neuguong.site.pages import Page
from neuguong.site.plain import PlainText
from neuguong.site.planned import Planned
from neuguong.site.plans import Plan
from neuguong.site.theme import Theme
from neuguong.site.wanted import WantedFiles, wanted_files
from tests.samples import ROOT
from tests.site.making import EN, TODAY, VI, article, content, text_of

WORDS = {"vi": VI}
ANOTHER_DAY = date(2018, 1, 1)
PAGE = PlainText(
    slug="gioi-thieu", title="Giới thiệu", summary="", html="<p>Trang này</p>", order=1, lang="vi", source=""
)
LINKS = (
    "",
    '<p><a href="b.md">b</a></p>',
    '<p><a href="c.md">c</a> <a href="../../content/pages/x.md">x</a></p>',
)
LISTS, _ = vocabulary.load({path: (ROOT / path).read_text(encoding="utf-8") for path in vocabulary.FILES})


def story(slug: str, *, words: str = "a", links: int = 0, **changes: Any) -> Article:
    return article(slug, html=f"<p>{words}</p>{LINKS[links]}", **changes)


Site = tuple[tuple[Article, ...], str, tuple[PlainText, ...], date]


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """Draw a site of a few stories that differs from another in words, links, or now and then in more."""
    stories = tuple(
        story(
            slug,
            words=draw(st.sampled_from("abc")),
            links=draw(st.sampled_from([0, 1, 2])),
            title=draw(st.sampled_from(["Bài"] * 4 + ["Bài khác"])),
            status=draw(st.sampled_from([Status.PUBLISHED] * 4 + [Status.DRAFT])),
        )
        for slug in draw(st.sampled_from(["abc"] * 4 + ["abd", "ab"]))
    )
    name = draw(st.sampled_from(["Nêu Gương"] * 4 + ["Tên khác"]))
    plain = draw(st.sampled_from([(PAGE,)] * 4 + [()]))
    return stories, name, plain, draw(st.sampled_from([TODAY] * 4 + [ANOTHER_DAY]))


def looks(plan: Plan) -> tuple[object, ...]:
    """Return what a plan is known by; neighbours may be those of before, with the same faces."""
    return type(plan), plan.path, plan.made_of(), plan.short()


def page(plan: Plan, assembled: Assembled) -> Page:
    return page_of(plan, assembled.frame, text_of, assembled.frame.card)


THEMES = (
    Theme({"article.html": "a", "list.html": "l"}, {"theme/css/site.css": b"p {}"}),
    Theme({"article.html": "b", "list.html": "l"}, {"theme/css/site.css": b"p {}"}),
    Theme({"article.html": "a", "list.html": "l"}, {"theme/css/site.css": b"p {color: red}"}),
)
USED = {"article.html": ("article.html",), "list.html": ("list.html", "article.html")}


def keys(wanted: WantedFiles) -> list[tuple[str, bytes, str]]:
    return [(file.path, file.key, file.template) for file in wanted.files]


def ready(wanted: WantedFiles) -> list[bytes]:
    """Return the bytes of the files that are ready: feeds, the sitemap, the theme's files."""
    return [file.source() for file in wanted.files if callable(file.source)]


@given(st.lists(st.tuples(sites(), st.sampled_from(THEMES)), min_size=2, max_size=5))
def test_files_are_the_same_whatever_was_wanted_before(builds: list[tuple[Site, Theme]]) -> None:
    assert LISTS is not None
    planned = Planned()
    for (stories, name, plain, today), theme in builds:
        found = content(LISTS, stories, name=name)
        again = planned.want(planned.plan(found, text_of, plain, today, WORDS), theme, USED)
        anew = wanted_files(plan_editions(found, text_of, plain, today, WORDS), theme, USED)
        assert (keys(again), again.shared, ready(again)) == (keys(anew), anew.shared, ready(anew))
        assert [file.source for file in again.files if isinstance(file.source, Plan)] == [
            plan for edition in planned.editions or () for plan in edition.plans
        ]


@given(st.lists(st.tuples(sites(), st.sampled_from((WEB, CARRIED))), min_size=2, max_size=5))
def test_plan_is_the_same_whatever_was_planned_before(builds: list[tuple[Site, Medium]]) -> None:
    assert LISTS is not None
    planned = Planned()
    for (stories, name, plain, today), medium in builds:
        found = content(LISTS, stories, name=name)
        (again,) = planned.plan(found, text_of, plain, today, WORDS, medium)
        (anew,) = plan_editions(found, text_of, plain, today, WORDS, medium)
        assert replace(again, plans=()) == replace(anew, plans=())
        assert list(map(looks, again.plans)) == list(map(looks, anew.plans))
        assert [page(plan, again) for plan in again.plans] == [page(plan, anew) for plan in anew.plans]


STORIES = (story("a"), story("b", links=2), story("c"))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """How often a whole site is planned."""
    times: list[str] = []

    def counting(*arguments: Any) -> Any:
        times.append("planned")
        return plan_editions(*arguments)

    monkeypatch.setattr(planning, "plan_editions", counting)
    return times


@pytest.mark.parametrize(
    ("now", "times"),
    [
        (STORIES, 1),
        ((story("a", words="b"), *STORIES[1:]), 1),
        ((STORIES[0], story("b", words="c", links=1), STORIES[2]), 1),
        ((story("a", title="Tên khác"), *STORIES[1:]), 2),
        (STORIES[1:], 2),
        ((*STORIES, story("d")), 2),
        ((story("d"), *STORIES[1:]), 2),
    ],
)
def test_site_is_planned_anew_only_where_more_than_words_has_changed(
    vocabularies: Vocabularies, counted: list[str], now: tuple[Article, ...], times: int
) -> None:
    planned = Planned()
    for stories in (STORIES, now):
        planned.plan(content(vocabularies, stories), text_of, (PAGE,), TODAY, WORDS)
    assert len(counted) == times


def test_file_has_another_key_where_its_story_has_other_words(vocabularies: Vocabularies) -> None:
    planned, found = Planned(), []
    for stories in (STORIES, (story("a", words="b"), *STORIES[1:])):
        assembled = planned.plan(content(vocabularies, stories), text_of, (PAGE,), TODAY, WORDS)
        found.append(keys(planned.want(assembled, THEMES[0], USED)))
    before, now = found
    assert [path for (path, *_), then in zip(now, before, strict=True) if then not in now] == [
        "bai/2014-2015/a.html"
    ]


@pytest.mark.parametrize("what", ["settings", "lists", "pages", "day", "handbook", "words"])
def test_site_is_planned_anew_where_anything_else_has_changed(
    vocabularies: Vocabularies, counted: list[str], what: str
) -> None:
    before = content(vocabularies, STORIES)
    now = {
        "settings": content(vocabularies, STORIES, name="Tên khác"),
        "lists": replace(before, vocabularies=replace(vocabularies, phases=())),
        "handbook": replace(before, has_handbook=True),
    }.get(what, before)
    planned = Planned()
    planned.plan(before, text_of, (PAGE,), TODAY, WORDS)
    planned.plan(
        now,
        text_of,
        () if what == "pages" else (PAGE,),
        ANOTHER_DAY if what == "day" else TODAY,
        {"vi": EN} if what == "words" else WORDS,
    )
    assert len(counted) == 2
