from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content import vocabulary
from neuguong.content.grouping import RELATED, WINDOW, Index, index, places_of, relations
from neuguong.content.model import Article, Author, Meta, Status, Subject
from neuguong.content.vocabulary import Vocabularies
from tests.samples import ROOT

START = date(2014, 9, 1)
META = Meta(
    title="Con đò sớm",
    summary="Cô giáo chèo đò.",
    date=START,
    field="chu-nhiem-lop",
    place="da-bac",
    unit="Trường Bến Mơ",
    level="tieu-hoc",
    subject=Subject(form="ca-nhan", role="giao-vien", name="Cô Mơ"),
    author=Author(name="Hà Văn Tỉnh"),
    status=Status.PUBLISHED,
)


def article(number: int, **changes: object) -> Article:
    """Return the text of the day with that number."""
    meta = replace(META, date=START + timedelta(days=number), **changes)  # type: ignore[arg-type]
    slug = f"bai-{number:05}"
    path = f"stories/2014-2015/{slug}.md"
    return Article(path=path, group="2014-2015", slug=slug, meta=meta, syllables=0)


def numbers(articles: Iterable[Article]) -> list[int]:
    return [int(article.slug.removeprefix("bai-")) for article in articles]


def groups(found: dict[str, tuple[Article, ...]]) -> dict[str, list[int]]:
    return {key: numbers(members) for key, members in found.items()}


STORIES = (
    article(0),
    article(1, field="de-tai-sang-kien", also_fields=("chu-nhiem-lop", "de-tai-sang-kien")),
    article(2, place="ky-son", level="thcs"),
    article(3, place="phuong-ky-son", subject=Subject(form="tap-the", role="lop", name="Lớp 3B")),
    article(4, place="phuong-thong-nhat", field="guong-khac"),
    article(5, place="tinh-hoa-binh"),
)


@pytest.fixture(scope="module")
def found(vocabularies: Vocabularies) -> Index:
    return index(STORIES, vocabularies)


def test_index_groups_by_every_key(found: Index) -> None:
    assert numbers(found.all) == [0, 1, 2, 3, 4, 5]
    assert groups(found.by_field) == {
        "chu-nhiem-lop": [0, 1, 2, 3, 5],
        "de-tai-sang-kien": [1],
        "guong-khac": [4],
    }
    assert groups(found.by_year) == {"2014-2015": [0, 1, 2, 3, 4, 5]}
    assert groups(found.by_level) == {"tieu-hoc": [0, 1, 3, 4, 5], "thcs": [2]}
    assert groups(found.by_form) == {"ca-nhan": [0, 1, 2, 4, 5], "tap-the": [3]}


def test_index_counts_a_commune_to_its_former_district_too(found: Index) -> None:
    assert groups(found.by_place) == {
        "da-bac": [0, 1],
        "ky-son": [2],
        "phuong-ky-son": [3],
        "thanh-pho-hoa-binh": [3, 4],
        "phuong-thong-nhat": [4],
        "tinh-hoa-binh": [5],
    }


def test_index_crosses_fields_with_places(found: Index) -> None:
    assert {key: numbers(members) for key, members in found.by_field_place.items()} == {
        ("chu-nhiem-lop", "da-bac"): [0, 1],
        ("de-tai-sang-kien", "da-bac"): [1],
        ("chu-nhiem-lop", "ky-son"): [2],
        ("chu-nhiem-lop", "phuong-ky-son"): [3],
        ("chu-nhiem-lop", "thanh-pho-hoa-binh"): [3],
        ("guong-khac", "phuong-thong-nhat"): [4],
        ("guong-khac", "thanh-pho-hoa-binh"): [4],
        ("chu-nhiem-lop", "tinh-hoa-binh"): [5],
    }


def test_index_of_nothing_has_no_groups(vocabularies: Vocabularies) -> None:
    assert index([], vocabularies) == Index((), {}, {}, {}, {}, {}, {}, {})


@pytest.mark.parametrize(
    ("place", "places"),
    [
        ("da-bac", ("da-bac",)),
        ("ky-son", ("ky-son",)),
        ("phuong-tan-hoa", ("phuong-tan-hoa", "thanh-pho-hoa-binh")),
        ("tinh-phu-tho", ("tinh-phu-tho",)),
    ],
)
def test_places_of_adds_the_former_district(
    vocabularies: Vocabularies, place: str, places: tuple[str, ...]
) -> None:
    assert places_of(article(0, place=place), vocabularies) == places


def test_relations_look_elsewhere_in_the_field_and_nearby_in_other_fields(
    vocabularies: Vocabularies, found: Index
) -> None:
    related = relations(found, vocabularies)
    assert [numbers(related.elsewhere(story)) for story in STORIES] == [
        [2, 3, 5],
        [],
        [3, 1, 5],
        [5, 2, 1],
        [],
        [3, 2, 1],
    ]
    assert [numbers(related.nearby(story)) for story in STORIES] == [[], [0], [], [4], [3], []]


def test_relations_reach_only_so_far(vocabularies: Vocabularies) -> None:
    crowd = [article(n) for n in range(WINDOW + 1)]
    far = article(WINDOW + 1, place="kim-boi")
    related = relations(index([*crowd, far], vocabularies), vocabularies)
    assert [numbers(related.elsewhere(story)) for story in crowd] == [[], *([[WINDOW + 1]] * WINDOW)]
    assert related.elsewhere(far) == tuple(reversed(crowd[-RELATED:]))


LISTS, _ = vocabulary.load({path: (ROOT / path).read_text(encoding="utf-8") for path in vocabulary.FILES})
assert LISTS is not None
SITES = st.lists(
    st.tuples(
        st.lists(st.sampled_from(sorted(LISTS.slugs("fields"))), min_size=1, max_size=3, unique=True),
        st.sampled_from(sorted(LISTS.slugs("places"))),
        st.sampled_from(sorted(LISTS.slugs("levels"))),
    ),
    max_size=40,
)


@given(SITES)
def test_groups_partition_the_stories(drawn: list[tuple[list[str], str, str]]) -> None:
    assert LISTS is not None
    stories = tuple(
        article(number, field=names[0], also_fields=tuple(names[1:]), place=place, level=level)
        for number, (names, place, level) in enumerate(drawn)
    )
    made = index(stories, LISTS)
    for single in (made.by_level, made.by_year, made.by_form):
        assert sorted(n for group in single.values() for n in numbers(group)) == list(range(len(stories)))
    for name, group in made.by_field.items():
        assert group == tuple(story for story in stories if name in story.fields)
    for name, group in made.by_place.items():
        assert group == tuple(story for story in stories if name in places_of(story, LISTS))
    for (name, place), group in made.by_field_place.items():
        assert set(group) == set(made.by_field[name]) & set(made.by_place[place])
    assert {key for story in stories for key in story.fields} == set(made.by_field)


@given(SITES)
def test_relations_are_few_others_that_fit(drawn: list[tuple[list[str], str, str]]) -> None:
    assert LISTS is not None
    stories = tuple(
        article(number, field=names[0], place=place) for number, (names, place, _) in enumerate(drawn)
    )
    related = relations(index(stories, LISTS), LISTS)
    for story in stories:
        home = places_of(story, LISTS)[-1]
        elsewhere, nearby = related.elsewhere(story), related.nearby(story)
        assert len(set(elsewhere)) == len(elsewhere) <= RELATED
        assert len(set(nearby)) == len(nearby) <= RELATED
        assert story not in (*elsewhere, *nearby)
        assert all(o.meta.field == story.meta.field for o in elsewhere)
        assert all(places_of(o, LISTS)[-1] != home for o in elsewhere)
        assert all(places_of(o, LISTS)[-1] == home and o.meta.field != story.meta.field for o in nearby)


def test_two_lone_stories_of_a_field_lead_to_each_other(vocabularies: Vocabularies) -> None:
    one, other = article(0), article(1, place="kim-boi")
    related = relations(index([one, other], vocabularies), vocabularies)
    assert (related.elsewhere(one), related.elsewhere(other)) == ((other,), (one,))


def test_20_000_stories_of_one_field_and_place_take_seconds(vocabularies: Vocabularies) -> None:
    stories = [article(number) for number in range(20_000)]
    start = time.perf_counter()
    made = index(stories, vocabularies)
    related = relations(made, vocabularies)
    found = sum(len(related.elsewhere(story)) + len(related.nearby(story)) for story in stories)
    assert (found, len(made.positions)) == (0, 20_000)
    assert time.perf_counter() - start < 5
