from __future__ import annotations

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
from neuguong.site.plans import ListPlan, Part, Plan, StoryPlan, WholePlan
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
    story=stories,
    before=st.none() | stories,
    after=st.none() | stories,
    elsewhere=some,
    nearby=some,
    hidden=st.lists(st.sampled_from(PATHS), max_size=3).map(tuple),
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
list_plans = st.builds(
    ListPlan, page=st.sampled_from(PAGES), articles=st.lists(stories, max_size=45).map(tuple)
)


def seen_of(plan: StoryPlan) -> tuple[object, ...]:
    """Return all that a story's page may show of the plan."""
    return (
        (plan.story.face_digest, plan.story.text_digest),
        *(other and other.face_digest for other in (plan.before, plan.after)),
        *(tuple(other.face_digest for other in others) for others in (plan.elsewhere, plan.nearby)),
        plan.hidden,
    )


@settings(max_examples=300)
@given(story_plans, story_plans)
def test_digests_of_two_story_plans_agree_where_all_parts_do(left: StoryPlan, right: StoryPlan) -> None:
    assert (left.digest() == right.digest()) == (seen_of(left) == seen_of(right))


WHOLE = StoryPlan(
    story=ARTICLES[0],
    before=ARTICLES[1],
    after=ARTICLES[2],
    elsewhere=ARTICLES[2:4],
    nearby=ARTICLES[3:5],
    hidden=PATHS[:2],
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
    ],
)
def test_digest_of_a_story_plan_changes_with_each_part(changes: dict[str, object]) -> None:
    assert replace(WHOLE, **changes).digest() != WHOLE.digest()


def test_digest_of_a_story_plan_is_that_of_an_equal_one() -> None:
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(WHOLE), type=StoryPlan)
    assert (again, again.digest()) == (WHOLE, WHOLE.digest())


def test_digest_of_a_story_plan_tells_any_paths_apart() -> None:
    plans = [replace(WHOLE, hidden=hidden) for hidden in ((), ("",), ("a", "b"), ("a\nb",))]
    assert len({plan.digest() for plan in plans}) == 4


@given(list_plans, list_plans)
def test_digests_of_two_list_plans_agree_where_all_parts_do(left: ListPlan, right: ListPlan) -> None:
    same = left.page == right.page and [a.face_digest for a in left.articles] == [
        a.face_digest for a in right.articles
    ]
    assert (left.digest() == right.digest()) == same


def test_digest_of_a_list_leaves_out_the_texts() -> None:
    """Cards show nothing of them: a text that is corrected makes no list again."""
    one, other = (article("a", html=html) for html in ("<p>a</p>", "<p>b</p>"))
    assert one.text_digest != other.text_digest
    plans = [ListPlan(page=PAGES[0], articles=(story,)) for story in (one, other)]
    assert plans[0].digest() == plans[1].digest()


def test_digest_of_a_whole_page_is_that_of_all_it_shows() -> None:
    page = PlainPage(head=PAGES[0].head, title="a", html="<p>a</p>")
    others = [
        page,
        replace(page, title="b"),
        replace(page, html="<p>b</p>"),
        replace(page, head=replace(page.head, path="b.html")),
        replace(page, head=replace(page.head, feed=Link(text="a", href="b"))),
    ]
    assert len({WholePlan(page=other).digest() for other in others}) == len(others)
    assert WholePlan(page=page).digest() == WholePlan(page=replace(page)).digest()


def test_parts_of_a_story_plan_are_all_it_is_made_of() -> None:
    def face(story: Article) -> tuple[str, bytes]:
        return story.path, story.face_digest

    assert list(WHOLE.parts()) == [
        ("metadata", *face(ARTICLES[0])),
        ("text", ARTICLES[0].path, ARTICLES[0].text_digest),
        ("before", *face(ARTICLES[1])),
        ("after", *face(ARTICLES[2])),
        *(("related", *face(story)) for story in (*ARTICLES[2:4], *ARTICLES[3:5])),
        *(("hidden", path, b"") for path in PATHS[:2]),
    ]
    alone = replace(WHOLE, before=None, after=None, elsewhere=(), nearby=(), hidden=())
    assert [role for role, _name, _digest in alone.parts()] == ["metadata", "text"]


def test_parts_of_a_list_are_the_page_and_its_articles() -> None:
    assert list(ListPlan(page=PAGES[0], articles=ARTICLES[:2]).parts()) == [
        ("list", "", fingerprint.of_record(PAGES[0])),
        *(("listed", story.path, story.face_digest) for story in ARTICLES[:2]),
    ]


def test_part_of_a_whole_page_is_the_page() -> None:
    plan = WholePlan(page=PAGES[0])
    assert list(plan.parts()) == [("content", "", plan.digest())]


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
def test_page_is_the_same_where_its_plan_has_the_same_digest(
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
        if same_digest(plan, old[plan.path][0]):
            assert page == old[plan.path][1]
            kept += 1
        else:
            changed += 1
    assert (kept > 0, changed > 0) == (True, True)


def same_digest(left: Plan, right: Plan) -> bool:
    return type(left) is type(right) and left.digest() == right.digest()


def test_parts_can_be_kept(vocabularies: Vocabularies) -> None:
    for plan in assembled(vocabularies, *row(3)).planned.plans:
        parts = list(plan.parts())
        assert msgspec.msgpack.decode(msgspec.msgpack.encode(parts), type=list[Part]) == parts
