from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from neuguong.content.grouping import RELATED, WINDOW
from neuguong.content.model import Article, Subject
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import addresses, directories, facets, feeds, lists
from neuguong.site import assemble as assembling
from neuguong.site.context import Context
from neuguong.site.making import page_of
from neuguong.site.pages import Card, DirectoryPage, Link, ListPage, OverviewPage, Page
from neuguong.site.plans import ArchivePlan, ListPlan
from tests.site.making import (
    EDITION,
    TODAY,
    VI,
    Assembled,
    article,
    assembled,
    by_path,
    content,
    row,
    text_of,
)

FIELD = "linh-vuc/van-dong-ra-lop.html"
STORIES = row(201)
MIXED = tuple(
    article(
        story.slug,
        date=story.meta.date,
        field=("van-dong-ra-lop", "chu-nhiem-lop", "guong-khac")[number % 3],
        place=("da-bac", "tan-lac", "lac-son", "mai-chau")[number % 4],
    )
    for number, story in enumerate(STORIES)
)
LISTS_OF_A_STORY = 7
"""All, field, place, field in place, school year, level, form."""


def make_context(vocabularies: Vocabularies, stories: tuple[Article, ...], today: date = TODAY) -> Context:
    return assembling.make_context(content(vocabularies, stories), text_of, today, VI, EDITION)


def every_page(context: Context) -> list[Page]:
    found = [*lists.pages(context), *facets.pages(context), *directories.pages(context)]
    return [
        page_of(one, context, text_of, context.card) if isinstance(one, ListPlan | ArchivePlan) else one
        for one in found
    ]


def list_pages(context: Context) -> dict[str, ListPage]:
    return {page.head.path: page for page in every_page(context) if isinstance(page, ListPage)}


def slugs(page: ListPage) -> list[str]:
    return [card.href.removeprefix("bai/2014-2015/").removesuffix(".html") for card in page.cards]


def sizes(pages: dict[str, ListPage], front: str) -> list[int]:
    """Return how many stories the front and its older pages hold, newest first."""
    older = [link.href for link in pages[front].archives]
    return [len(pages[path].cards) for path in (front, *older)]


# ---- the paging law -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, [1]),
        (19, [19]),
        (20, [20]),
        (39, [39]),
        (40, [20, 20]),
        (41, [21, 20]),
        (59, [39, 20]),
        (60, [20, 20, 20]),
        (100, [20, 20, 20, 20, 20]),
        (119, [39, 20, 20, 20, 20]),
    ],
)
def test_list_front_grows_to_39_and_older_pages_are_full(
    vocabularies: Vocabularies, count: int, expected: list[int]
) -> None:
    pages = list_pages(make_context(vocabularies, STORIES[:count]))
    assert (sizes(pages, addresses.ALL), sizes(pages, FIELD)) == (expected, expected)
    assert pages[addresses.ALL].count == count


def test_list_of_nothing_is_an_empty_front(vocabularies: Vocabularies) -> None:
    pages = list_pages(make_context(vocabularies, ()))
    assert (list(pages), pages[addresses.ALL].cards) == ([addresses.ALL], ())


@pytest.fixture(scope="module")
def paged(vocabularies: Vocabularies) -> Callable[[int], dict[str, ListPage]]:
    return cache(lambda count: list_pages(make_context(vocabularies, STORIES[:count])))


@settings(max_examples=50)
@given(count=st.integers(1, 200))
@example(1)
@example(20)
@example(200)
def test_list_shows_every_story_once_newest_first(
    paged: Callable[[int], dict[str, ListPage]], count: int
) -> None:
    pages = paged(count)
    for front in (addresses.ALL, FIELD, "noi/da-bac.html", "linh-vuc/van-dong-ra-lop/da-bac.html"):
        path, shown, walked = front, [], []
        while True:
            page = pages[path]
            shown += slugs(page)
            walked.append(path)
            if page.older is None:
                break
            newer = pages[page.older.href].newer
            assert newer is not None
            assert newer.href == path
            path = page.older.href
        assert shown == [story.slug for story in reversed(STORIES[:count])]
        assert walked == [front, *(link.href for link in pages[front].archives)]
        assert pages[front].newer is None
        first, *rest = sizes(pages, front)
        assert (first == count if count < 20 else 20 <= first <= 39, set(rest) <= {20}) == (True, True)


def test_archives_are_numbered_from_the_oldest(vocabularies: Vocabularies) -> None:
    pages = list_pages(make_context(vocabularies, STORIES[:60]))
    oldest, newer = pages["tat-ca/trang/1.html"], pages["tat-ca/trang/2.html"]
    assert (slugs(oldest)[-1], slugs(oldest)[0], slugs(newer)[-1]) == ("bai-000", "bai-019", "bai-020")
    assert oldest.head.canonical == "https://neu-guong.example/tat-ca/trang/1.html"
    assert (oldest.count, oldest.sections, oldest.archives) == (None, (), ())


# ---- one more story touches few pages -----------------------------------------------------------


def changed(before: Assembled, after: Assembled) -> dict[str, Page]:
    old, new = by_path(before), by_path(after)
    assert old.keys() <= new.keys()
    return {path: page for path, page in new.items() if old.get(path) != page}


@settings(max_examples=12)
@given(count=st.integers(1, 199))
@example(19)
@example(39)
@example(59)
@example(199)
def test_one_more_story_changes_at_most_three_pages_of_a_list(vocabularies: Vocabularies, count: int) -> None:
    pages = changed(assembled(vocabularies, *STORIES[:count]), assembled(vocabularies, *STORIES[: count + 1]))
    of_lists = [path for path, page in pages.items() if isinstance(page, ListPage)]
    fronts = {path.partition("/trang/")[0].removesuffix(".html") for path in of_lists}
    counts = [
        sum(path == f"{front}.html" or path.startswith(f"{front}/trang/") for path in of_lists)
        for front in fronts
    ]
    assert (len(fronts), max(counts) <= 3) == (LISTS_OF_A_STORY, True)


@pytest.mark.parametrize("count", [30, 60, 119, 120, 200])
def test_one_more_story_changes_a_bounded_number_of_pages(vocabularies: Vocabularies, count: int) -> None:
    pages = changed(assembled(vocabularies, *MIXED[:count]), assembled(vocabularies, *MIXED[: count + 1]))
    of_articles = [path for path in pages if path.startswith("bai/")]
    others = {path for path in pages if not path.startswith("bai/")}
    assert {addresses.HOME, addresses.FIELDS, addresses.PLACES, addresses.OVERVIEW} <= others
    assert len(of_articles) <= 2 + 2 * WINDOW
    assert len(others) <= 3 * LISTS_OF_A_STORY + 7  # home, overview, five directories
    assert len(of_articles) >= RELATED


# ---- fields × places ----------------------------------------------------------------------------

PLACED = (
    article("o-huyen", place="da-bac", date=date(2015, 1, 1)),
    article(
        "hai-linh-vuc", place="tan-lac", date=date(2015, 1, 2), also_fields=("chu-nhiem-lop", "guong-khac")
    ),
    article("toan-tinh", place="tinh-hoa-binh", date=date(2015, 1, 3), field="guong-khac"),
    article(
        "o-xa",
        group="2025-2026",
        place="xa-pa-co",
        date=date(2026, 1, 1),
        field="chu-nhiem-lop",
        subject=Subject(form="mo-hinh", name="Tuyến tối"),
        level="thcs",
    ),
)
LATER = date(2026, 2, 1)


@pytest.fixture(scope="module")
def placed(vocabularies: Vocabularies) -> Context:
    return make_context(vocabularies, PLACED, LATER)


def test_pages_lie_at_every_group_that_holds_a_story(placed: Context) -> None:
    assert {path: len(page.cards) for path, page in list_pages(placed).items()} == {
        "tat-ca.html": 4,
        "linh-vuc/van-dong-ra-lop.html": 2,
        "linh-vuc/van-dong-ra-lop/da-bac.html": 1,
        "linh-vuc/van-dong-ra-lop/tan-lac.html": 1,
        "linh-vuc/chu-nhiem-lop.html": 2,
        "linh-vuc/chu-nhiem-lop/tan-lac.html": 1,
        "linh-vuc/chu-nhiem-lop/mai-chau.html": 1,
        "linh-vuc/chu-nhiem-lop/xa-pa-co.html": 1,
        "linh-vuc/guong-khac.html": 2,
        "linh-vuc/guong-khac/tan-lac.html": 1,
        "linh-vuc/guong-khac/tinh-hoa-binh.html": 1,
        "noi/da-bac.html": 1,
        "noi/tan-lac.html": 1,
        "noi/mai-chau.html": 1,
        "noi/xa-pa-co.html": 1,
        "noi/tinh-hoa-binh.html": 1,
        "nam-hoc/2014-2015.html": 3,
        "nam-hoc/2025-2026.html": 1,
        "cap-hoc/tieu-hoc.html": 3,
        "cap-hoc/thcs.html": 1,
        "doi-tuong/ca-nhan.html": 3,
        "doi-tuong/mo-hinh.html": 1,
    }


def test_story_of_a_commune_stands_under_its_former_district(placed: Context) -> None:
    pages = list_pages(placed)
    cards: tuple[Card, ...] = pages["noi/xa-pa-co.html"].cards
    assert pages["noi/mai-chau.html"].cards == cards
    assert pages["linh-vuc/chu-nhiem-lop/mai-chau.html"].cards == cards
    assert [card.place.text for card in cards] == ["Xã Pà Cò"]


def test_field_page_lists_its_places_with_their_counts(placed: Context) -> None:
    (section,) = list_pages(placed)["linh-vuc/chu-nhiem-lop.html"].sections
    assert section.links == (
        Link(text="Huyện Tân Lạc", href="linh-vuc/chu-nhiem-lop/tan-lac.html", count=1),
        Link(text="Huyện Mai Châu", href="linh-vuc/chu-nhiem-lop/mai-chau.html", count=1),
        Link(text="Xã Pà Cò", href="linh-vuc/chu-nhiem-lop/xa-pa-co.html", count=1),
    )


def test_place_page_lists_its_fields_in_the_plans_order(placed: Context) -> None:
    (section,) = list_pages(placed)["noi/tan-lac.html"].sections
    assert [(link.href, link.count) for link in section.links] == [
        ("linh-vuc/chu-nhiem-lop/tan-lac.html", 1),
        ("linh-vuc/van-dong-ra-lop/tan-lac.html", 1),
        ("linh-vuc/guong-khac/tan-lac.html", 1),
    ]


@pytest.mark.parametrize(
    ("place", "today", "notes"),
    [
        ("da-bac", date(2025, 6, 30), []),
        (
            "ky-son",
            date(2020, 1, 1),
            ["Đơn vị này có đến hết ngày 31/12/2019; địa bàn nay thuộc: Thành phố Hòa Bình."],
        ),
        (
            "tinh-hoa-binh",
            date(2025, 7, 1),
            ["Đơn vị này có đến hết ngày 30/06/2025; địa bàn nay thuộc: Tỉnh Phú Thọ."],
        ),
        (
            "xa-pa-co",
            date(2026, 1, 1),
            [
                "Lập ngày 01/07/2025 từ: Xã Pà Cò, Xã Hang Kia, Xã Cun Pheo và Xã Đồng Tân (một phần).",
                "Trước đây thuộc: Huyện Mai Châu.",
            ],
        ),
    ],
)
def test_place_notes_tell_what_became_of_a_place(
    vocabularies: Vocabularies, place: str, today: date, notes: list[str]
) -> None:
    context = make_context(vocabularies, (), today)
    assert list(lists.place_notes(context, context.place(place))) == notes


def test_field_links_are_all_20_and_empty_ones_have_no_address(placed: Context) -> None:
    links = directories.field_links(placed)
    assert len(links) == 20
    assert {link.mark: (link.href, link.count) for link in links if link.href or link.count} == {
        "vai/linh-vuc/van-dong-ra-lop.svg": ("linh-vuc/van-dong-ra-lop.html", 2),
        "vai/linh-vuc/chu-nhiem-lop.svg": ("linh-vuc/chu-nhiem-lop.html", 2),
        "vai/linh-vuc/guong-khac.svg": ("linh-vuc/guong-khac.html", 2),
    }


def test_district_links_are_all_11_and_empty_ones_have_no_address(placed: Context) -> None:
    links = directories.district_links(placed)
    assert len(links) == 11
    assert {link.href: link.count for link in links if link.href or link.count} == {
        "noi/da-bac.html": 1,
        "noi/tan-lac.html": 1,
        "noi/mai-chau.html": 1,
    }


def test_places_directory_parts_districts_communes_and_province(placed: Context) -> None:
    sections = directories.places_directory(placed).sections
    assert [[link.href for link in section.links if link.href] for section in sections] == [
        ["noi/da-bac.html", "noi/tan-lac.html", "noi/mai-chau.html"],
        ["noi/xa-pa-co.html"],
        ["noi/tinh-hoa-binh.html"],
    ]
    assert sections[1].links == (
        Link(text="Xã Pà Cò", href="noi/xa-pa-co.html", count=1, note="Huyện Mai Châu"),
    )


def test_directories_list_only_groups_in_use(placed: Context) -> None:
    found = {
        page.head.path: [(link.href, link.count) for link in page.sections[0].links]
        for page in every_page(placed)
        if isinstance(page, DirectoryPage) and page.head.path not in {addresses.FIELDS, addresses.PLACES}
    }
    assert found == {
        "nam-hoc/index.html": [("nam-hoc/2025-2026.html", 1), ("nam-hoc/2014-2015.html", 3)],
        "cap-hoc/index.html": [("cap-hoc/tieu-hoc.html", 3), ("cap-hoc/thcs.html", 1)],
        "doi-tuong/index.html": [("doi-tuong/ca-nhan.html", 3), ("doi-tuong/mo-hinh.html", 1)],
    }


def cell_sum(cells: tuple[Link | None, ...]) -> int:
    return sum(cell.count or 0 for cell in cells if cell)


def test_overview_sums_agree_with_its_cells(placed: Context) -> None:
    page: OverviewPage = directories.overview(placed)
    assert {row.field.mark: (cell_sum(row.cells), row.total) for row in page.rows if row.total} == {
        "vai/linh-vuc/van-dong-ra-lop.svg": (2, 2),
        "vai/linh-vuc/chu-nhiem-lop.svg": (2, 2),
        "vai/linh-vuc/guong-khac.svg": (2, 2),
    }
    assert {(cell_sum(row.cells), row.total) for row in page.rows if row.field.href == ""} == {(0, 0)}
    assert (len(page.rows), len(page.columns), {len(row.cells) for row in page.rows}) == (20, 12, {12})
    columns = dict(zip((column.href for column in page.columns), page.totals, strict=True))
    assert {href: total for href, total in columns.items() if total} == {
        "noi/da-bac.html": 1,
        "noi/mai-chau.html": 1,
        "noi/tan-lac.html": 1,
        "noi/tinh-hoa-binh.html": 1,
    }
    assert (sum(page.totals), page.total) == (4, 4)


def test_overview_names_districts_briefly_and_the_province_in_full(placed: Context) -> None:
    page = directories.overview(placed)
    assert [column.text for column in page.columns] == [
        "Hòa Bình",
        "Đà Bắc",
        "Kỳ Sơn",
        "Lương Sơn",
        "Kim Bôi",
        "Cao Phong",
        "Tân Lạc",
        "Mai Châu",
        "Lạc Sơn",
        "Yên Thủy",
        "Lạc Thủy",
        "Tỉnh Hòa Bình",
    ]


def test_overview_has_no_province_column_without_a_story(vocabularies: Vocabularies) -> None:
    page = directories.overview(make_context(vocabularies, PLACED[:2]))
    assert (len(page.columns), page.total) == (11, 2)


@given(
    chosen=st.lists(
        st.tuples(
            st.sampled_from(["van-dong-ra-lop", "chu-nhiem-lop", "guong-khac"]),
            st.sampled_from(["da-bac", "ky-son", "thanh-pho-hoa-binh", "xa-pa-co", "tinh-hoa-binh"]),
        ),
        max_size=12,
    )
)
@settings(max_examples=30)
def test_overview_rows_and_totals_always_add_up(
    vocabularies: Vocabularies, chosen: list[tuple[str, str]]
) -> None:
    stories = tuple(
        article(f"bai-{number}", field=field, place=place) for number, (field, place) in enumerate(chosen)
    )
    page = directories.overview(make_context(vocabularies, stories))
    assert [cell_sum(row.cells) for row in page.rows] == [row.total for row in page.rows]
    assert (sum(page.totals), page.total) == (len(chosen), len(chosen))


# ---- feeds --------------------------------------------------------------------------------------


def test_feeds_are_those_of_all_fields_and_places_in_use(placed: Context) -> None:
    assert {feed.path: len(feed.entries) for feed in feeds.feeds(placed)} == {
        "feeds/tat-ca.atom.xml": 4,
        "feeds/linh-vuc/van-dong-ra-lop.atom.xml": 2,
        "feeds/linh-vuc/chu-nhiem-lop.atom.xml": 2,
        "feeds/linh-vuc/guong-khac.atom.xml": 2,
        "feeds/noi/da-bac.atom.xml": 1,
        "feeds/noi/tan-lac.atom.xml": 1,
        "feeds/noi/mai-chau.atom.xml": 1,
        "feeds/noi/xa-pa-co.atom.xml": 1,
        "feeds/noi/tinh-hoa-binh.atom.xml": 1,
    }


def test_pages_name_only_feeds_that_are_made(placed: Context) -> None:
    named = {page.head.feed.href for page in list_pages(placed).values() if page.head.feed}
    assert named == {feed.path for feed in feeds.feeds(placed)}


def test_feed_holds_the_newest_20_newest_first(vocabularies: Vocabularies) -> None:
    (feed, *_) = feeds.feeds(make_context(vocabularies, STORIES[:25]))
    assert [entry.url.rpartition("/")[2] for entry in feed.entries] == [
        f"bai-{number:03}.html" for number in range(24, 4, -1)
    ]


def test_feeds_of_nothing_are_none(vocabularies: Vocabularies) -> None:
    assert list(feeds.feeds(make_context(vocabularies, ()))) == []
