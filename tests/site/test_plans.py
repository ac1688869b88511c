from __future__ import annotations

import pickle
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from neuguong import fingerprint
from neuguong.content.grouping import RELATED
from neuguong.content.model import Article
from neuguong.content.vocabulary import Vocabularies
from neuguong.site.pages import Head, Link, ListPage, PlainPage
from neuguong.site.plans import ArchivePlan, ListPlan, Part, Plan, Series, Short, StoryPlan, WholePlan
from tests.site.making import START, article, assembled, row

ARTICLES = tuple(
    article(f"bai-{number}", html=f"<p>{text}</p>", title=f"Bài {title}")
    for number, (text, title) in enumerate([("a", "a"), ("b", "a"), ("a", "b"), ("b", "b"), ("c", "c")])
)
PATHS = (
    "stories/2014-2015/a.md",
    "stories/2014-2015/a.m",
    "d",
    "stories/2015-2016/đò.md",
    "contest/2015/entries/a.md",
)

stories = st.sampled_from(ARTICLES)
some = st.lists(stories, max_size=RELATED).map(tuple)
story_plans = st.builds(
    StoryPlan,
    path=st.just("bai/2014-2015/a.html"),
    story=stories,
    before=st.none() | stories,
    after=st.none() | stories,
    elsewhere=some,
    nearby=some,
    hidden=st.lists(st.sampled_from(PATHS), max_size=3).map(tuple),
    abroad=st.lists(st.sampled_from(PATHS), max_size=2).map(tuple),
    has_counterpart=st.booleans(),
)


def list_page(**changes: object) -> ListPage:
    page = ListPage(
        head=Head(path="tat-ca.html", title="Tất cả", description="", canonical=""),
        title="Tất cả bài",
        intro="Mọi bài.",
        notes=(),
        count=3,
        cards=(),
        sections=(),
        archives=(),
        newer=None,
        older=None,
    )
    return replace(page, **changes)


PAGES = (
    list_page(),
    list_page(title="Bài"),
    list_page(count=None),
    list_page(newer=Link(text="1", href="a")),
    list_page(older=Link(text="1", href="a")),
    list_page(notes=("a",)),
)


def list_plan(page: ListPage, articles: tuple[Article, ...]) -> ListPlan:
    return ListPlan(page=page, around=fingerprint.of_record(page), articles=articles)


list_plans = st.builds(list_plan, st.sampled_from(PAGES), st.lists(stories, max_size=45).map(tuple))


SERIES = Series(front="tat-ca.html", title="Tất cả bài", intro="", crumbs=(), section="", mark="")


def archive_plan(title: str, number: int, *, is_last: bool, articles: tuple[Article, ...]) -> ArchivePlan:
    series = replace(SERIES, title=title)
    around = fingerprint.of_record(series)
    return ArchivePlan(
        path=f"tat-ca/trang/{number}.html",
        series=series,
        around=around,
        number=number,
        is_last=is_last,
        articles=articles,
    )


archive_plans = st.builds(
    archive_plan,
    st.sampled_from(["Tất cả", "Tất cả 1"]),
    st.sampled_from([1, 11, 2]),
    is_last=st.booleans(),
    articles=st.lists(stories, max_size=3).map(tuple),
)


def seen_of(plan: StoryPlan) -> tuple[object, ...]:
    """Return all that a story's page may show of the plan."""
    return (
        (plan.story.face_digest, plan.story.text_digest),
        *(other and other.face_digest for other in (plan.before, plan.after)),
        *(tuple(other.face_digest for other in others) for others in (plan.elsewhere, plan.nearby)),
        plan.hidden,
        plan.abroad,
        plan.has_counterpart,
    )


@settings(max_examples=300)
@given(story_plans, story_plans)
def test_two_story_plans_are_made_of_the_same_where_all_parts_are(left: StoryPlan, right: StoryPlan) -> None:
    assert (left.made_of() == right.made_of()) == (seen_of(left) == seen_of(right))


WHOLE = StoryPlan(
    path="bai/2014-2015/bai-0.html",
    story=ARTICLES[0],
    before=ARTICLES[1],
    after=ARTICLES[2],
    elsewhere=ARTICLES[2:4],
    nearby=ARTICLES[3:5],
    hidden=PATHS[:2],
    abroad=PATHS[2:4],
    has_counterpart=True,
)


@pytest.mark.parametrize(
    "changes",
    [
        {"story": ARTICLES[1]},
        {"story": ARTICLES[2]},
        {"before": None},
        {"before": ARTICLES[2], "after": ARTICLES[1]},
        {"after": None},
        {"before": None, "after": ARTICLES[1]},
        {"elsewhere": ()},
        {"elsewhere": ARTICLES[2:5]},
        {"elsewhere": ARTICLES[3:1:-1]},
        {"nearby": ()},
        {"elsewhere": ARTICLES[2:5], "nearby": ARTICLES[4:5]},
        {"elsewhere": ARTICLES[2:3], "nearby": (ARTICLES[3], *ARTICLES[3:5])},
        {"elsewhere": ARTICLES[3:5], "nearby": ARTICLES[2:4]},
        {"hidden": ()},
        {"hidden": PATHS[:1]},
        {"hidden": PATHS[1::-1]},
        {"hidden": ("".join(PATHS[:2]),)},
        {"hidden": PATHS[:3], "abroad": PATHS[3:4]},
        {"hidden": PATHS[:4], "abroad": ()},
        {"abroad": ()},
        {"abroad": PATHS[2:3]},
        {"abroad": PATHS[3:1:-1]},
        {"has_counterpart": False},
    ],
)
def test_story_plan_is_made_of_something_else_with_each_part(changes: dict[str, object]) -> None:
    assert replace(WHOLE, **changes).made_of() != WHOLE.made_of()


def test_story_plan_that_was_sent_is_made_of_the_same() -> None:
    again = pickle.loads(pickle.dumps(WHOLE))  # noqa: S301 - our own
    assert (again, again.made_of()) == (WHOLE, WHOLE.made_of())


def test_story_plan_tells_any_hidden_paths_apart() -> None:
    plans = [replace(WHOLE, hidden=hidden) for hidden in ((), ("",), ("a", "b"), ("a\nb",))]
    assert len({plan.made_of() for plan in plans}) == 4


@given(list_plans, list_plans)
def test_two_list_plans_are_made_of_the_same_where_all_parts_are(left: ListPlan, right: ListPlan) -> None:
    same = left.page == right.page and [a.face_digest for a in left.articles] == [
        a.face_digest for a in right.articles
    ]
    assert (left.made_of() == right.made_of()) == same


@given(archive_plans, archive_plans)
def test_two_archive_plans_are_made_of_the_same_where_all_parts_are(
    left: ArchivePlan, right: ArchivePlan
) -> None:
    shown = [
        (plan.series, plan.number, plan.is_last, [one.face_digest for one in plan.articles])
        for plan in (left, right)
    ]
    assert (left.made_of() == right.made_of()) == (shown[0] == shown[1])


def test_list_is_not_made_of_the_texts() -> None:
    """Cards show nothing of them: a text that is corrected makes no list again."""
    one, other = (article("a", html=html) for html in ("<p>a</p>", "<p>b</p>"))
    assert one.text_digest != other.text_digest
    assert list_plan(PAGES[0], (one,)).made_of() == list_plan(PAGES[0], (other,)).made_of()


def test_whole_page_is_made_of_all_it_shows() -> None:
    page = PlainPage(head=PAGES[0].head, title="a", html="<p>a</p>")
    others = [
        page,
        replace(page, title="b"),
        replace(page, html="<p>b</p>"),
        replace(page, head=replace(page.head, path="b.html")),
        replace(page, head=replace(page.head, feed=Link(text="a", href="b"))),
    ]
    assert len({WholePlan(page=other).made_of() for other in others}) == len(others)
    assert WholePlan(page=page).made_of() == WholePlan(page=replace(page)).made_of()


def parts(plan: Plan) -> list[Part]:
    return list(plan.short().parts())


def face(story: Article) -> tuple[str, bytes]:
    return story.path, story.face_digest


def test_parts_of_a_story_plan_are_all_it_is_made_of() -> None:
    assert parts(WHOLE) == [
        ("metadata", *face(ARTICLES[0])),
        ("text", ARTICLES[0].path, ARTICLES[0].text_digest),
        ("before", *face(ARTICLES[1])),
        ("after", *face(ARTICLES[2])),
        *(("related", *face(story)) for story in (*ARTICLES[2:4], *ARTICLES[3:5])),
        *(("hidden", path, b"") for path in PATHS[:2]),
        *(("abroad", path, b"") for path in PATHS[2:4]),
        ("counterpart", "", b""),
    ]


@pytest.mark.parametrize(
    ("changes", "roles"),
    [
        ({}, ["metadata", "text"]),
        ({"before": ARTICLES[1]}, ["metadata", "text", "before"]),
        ({"after": ARTICLES[1]}, ["metadata", "text", "after"]),
        ({"nearby": ARTICLES[1:2]}, ["metadata", "text", "related"]),
        (
            {"elsewhere": ARTICLES[1:3], "hidden": PATHS[:1]},
            [*["metadata", "text"], *["related"] * 2, "hidden"],
        ),
        ({"abroad": PATHS[:1]}, ["metadata", "text", "abroad"]),
        ({"has_counterpart": True}, ["metadata", "text", "counterpart"]),
    ],
)
def test_parts_of_a_story_plan_name_nobody_who_is_not_there(
    changes: dict[str, object], roles: list[str]
) -> None:
    alone = StoryPlan(
        path=WHOLE.path, story=WHOLE.story, before=None, after=None, elsewhere=(), nearby=(), hidden=()
    )
    assert [role for role, _name, _digest in parts(replace(alone, **changes))] == roles


def test_parts_of_a_list_are_the_page_and_its_articles() -> None:
    assert parts(list_plan(PAGES[0], ARTICLES[3:1:-1])) == [
        ("list", "", fingerprint.of_record(PAGES[0])),
        *(("listed", *face(story)) for story in ARTICLES[3:1:-1]),
    ]
    assert parts(list_plan(PAGES[0], ())) == [("list", "", fingerprint.of_record(PAGES[0]))]


def test_part_of_a_whole_page_is_the_page() -> None:
    plan = WholePlan(page=PAGES[0])
    assert parts(plan) == [("content", "", plan.made_of())]


@settings(max_examples=300)
@given(story_plans, story_plans)
def test_parts_of_two_story_plans_agree_where_what_they_show_does(left: StoryPlan, right: StoryPlan) -> None:
    """So there is a reason to be told whenever a page is made again, were it that stories changed places."""
    shown = [
        (*seen_of(plan)[:3], [face(story) for story in (*plan.elsewhere, *plan.nearby)], *seen_of(plan)[5:])
        for plan in (left, right)
    ]
    assert (parts(left) == parts(right)) == (shown[0] == shown[1])


@given(archive_plans, archive_plans)
def test_parts_of_two_archive_plans_agree_where_the_plans_do(left: ArchivePlan, right: ArchivePlan) -> None:
    assert (parts(left) == parts(right)) == (left.made_of() == right.made_of())


@given(list_plans, list_plans)
def test_parts_of_two_list_plans_agree_where_the_plans_do(left: ListPlan, right: ListPlan) -> None:
    assert (parts(left) == parts(right)) == (left.made_of() == right.made_of())


def test_what_a_page_is_made_of_can_be_kept(vocabularies: Vocabularies) -> None:
    for plan in (*assembled(vocabularies, *row(60)).planned.plans, WHOLE):
        short = plan.short()
        again = msgspec.msgpack.decode(msgspec.msgpack.encode(short), type=Short)
        assert (again, list(again.parts())) == (short, parts(plan))


def test_plan_says_where_its_page_lies_and_what_shows_it(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, *row(3))
    for plan, page in zip(site.planned.plans, site.pages, strict=True):
        assert (plan.path, plan.template) == (page.head.path, page.template)


Change = Callable[[tuple[Article, ...]], tuple[Article, ...]]


def retitled(stories: tuple[Article, ...]) -> tuple[Article, ...]:
    return (*stories[:20], article("bai-020", date=stories[20].meta.date, title="Tên khác"), *stories[21:])


def retold(stories: tuple[Article, ...]) -> tuple[Article, ...]:
    return (*stories[:20], article("bai-020", date=stories[20].meta.date, html="<p>Khác</p>"), *stories[21:])


def without_one(stories: tuple[Article, ...]) -> tuple[Article, ...]:
    return (*stories[:20], *stories[21:])


def with_one_more(stories: tuple[Article, ...]) -> tuple[Article, ...]:
    return (*stories, article("bai-moi", date=START, place="tan-lac"))


@pytest.mark.parametrize("change", [retitled, retold, without_one, with_one_more])
def test_page_is_the_same_where_its_plan_is_made_of_the_same(
    vocabularies: Vocabularies, change: Change
) -> None:
    """What the whole engine stands on: no page shows what its plan leaves out."""
    stories = row(45, place="da-bac")
    before, after = (assembled(vocabularies, *some) for some in (stories, change(stories)))
    assert before.planned.frame == after.planned.frame or change is with_one_more
    old = {plan.path: (plan, page) for plan, page in zip(before.planned.plans, before.pages, strict=True)}
    kept = changed = 0
    for plan, page in zip(after.planned.plans, after.pages, strict=True):
        if plan.path not in old:
            continue
        if is_same(plan, old[plan.path][0]):
            assert page == old[plan.path][1]
            kept += 1
        else:
            changed += 1
    assert (kept > 0, changed > 0) == (True, True)


def is_same(left: Plan, right: Plan) -> bool:
    return type(left) is type(right) and left.made_of() == right.made_of()
