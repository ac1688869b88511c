from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from neuguong.content.vocabulary import Vocabularies
from neuguong.site import sitemaps
from neuguong.site.assemble import assemble
from neuguong.site.pages import Head, PlainPage
from neuguong.site.plans import Plan, WholePlan
from neuguong.site.sitemaps import Part, parts, written
from tests.site.making import EDITION, START, TODAY, VI, article, assembled, content, row, text_of

BASE = "https://neu-guong.example/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")))


def plans_of(vocabularies: Vocabularies, count: int) -> tuple[Plan, ...]:
    return assemble(content(vocabularies, row(count)), text_of, (), TODAY, VI, EDITION).plans


def plain(number: int) -> WholePlan:
    head = Head(path=f"trang-{number}.html", title="", description="", canonical="")
    return WholePlan(page=PlainPage(head=head, title="", html=""))


def test_sitemap_lists_every_page_that_may_be_found(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, *row(45), article("moi", formerly=("2013-2014/cu",)))
    (part,) = parts(site.planned.plans)
    root = ET.fromstring(written(part, BASE))  # noqa: S314 - our own map
    locations = [url.findtext(f"{MAP}loc") for url in root]
    assert locations == [page.head.canonical for page in site.pages if page.head.indexed]
    hidden = {page.head.path for page in site.pages if not page.head.indexed}
    assert hidden == {"404.html", "bai/2013-2014/cu.html"}


def test_sitemap_dates_stories_by_their_last_change(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, article("a"), article("b", updated=date(2016, 1, 2)))
    (part,) = parts(site.planned.plans)
    assert {path: day for path, day in part.entries if day} == {
        "bai/2014-2015/a.html": "2015-04-22",
        "bai/2014-2015/b.html": "2016-01-02",
    }


@given(st.lists(st.tuples(TEXT, st.sampled_from(["", "2016-01-02"])), min_size=1, max_size=4), st.booleans())
def test_sitemap_is_what_an_xml_library_writes(entries: list[tuple[str, str]], is_index: bool) -> None:
    whole, one = ("sitemapindex", "sitemap") if is_index else ("urlset", "url")
    ET.register_namespace("", MAP.strip("{}"))
    root = ET.Element(MAP + whole)
    for address, day in entries:
        url = ET.SubElement(root, MAP + one)
        ET.SubElement(url, f"{MAP}loc").text = address
        if day:
            ET.SubElement(url, f"{MAP}lastmod").text = day
    ET.indent(root)
    expected = ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    part = Part("sitemap.xml", tuple(entries), is_index)
    assert written(part, "") == expected.replace(b"<loc />", b"<loc></loc>")


def shape(found: Sequence[Part]) -> list[tuple[str, int]]:
    return [(part.path, len(part.entries)) for part in found]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (50_000, [("sitemap.xml", 50_000)]),
        (50_001, [("sitemap.xml", 2), ("sitemap/trang-1.xml", 50_000), ("sitemap/trang-2.xml", 1)]),
        (
            120_000,
            [
                ("sitemap.xml", 3),
                ("sitemap/trang-1.xml", 50_000),
                ("sitemap/trang-2.xml", 50_000),
                ("sitemap/trang-3.xml", 20_000),
            ],
        ),
    ],
)
def test_sitemap_of_more_than_50000_pages_is_an_index(count: int, expected: list[tuple[str, int]]) -> None:
    found = list(parts([plain(number) for number in range(count)]))
    assert shape(found) == expected
    assert all(data.count(b"<loc>") <= 50_000 for data in (written(part, BASE) for part in found))


def test_parts_list_each_page_once_and_the_index_lists_the_parts(vocabularies: Vocabularies) -> None:
    plans = plans_of(vocabularies, 65)
    (whole,) = parts(plans)
    index, *found = parts(plans, limit=30)
    assert shape(found) == [
        ("sitemap/bai-1.xml", 30),
        ("sitemap/bai-2.xml", 30),
        ("sitemap/bai-3.xml", 5),
        ("sitemap/trang-cu-1.xml", 14),
        ("sitemap/trang-1.xml", 15),
    ]
    assert sorted(entry for part in found for entry in part.entries) == sorted(whole.entries)
    days = [(START + timedelta(days=number)).isoformat() for number in (29, 59, 64)]
    assert index == Part(
        "sitemap.xml",
        (
            *((f"sitemap/bai-{number}.xml", day) for number, day in enumerate(days, start=1)),
            ("sitemap/trang-cu-1.xml", ""),
            ("sitemap/trang-1.xml", ""),
        ),
        is_index=True,
    )
    root = ET.fromstring(written(index, BASE))  # noqa: S314 - our own map
    assert [one.findtext(f"{MAP}loc") for one in root] == [BASE + part.path for part in found]


@pytest.mark.parametrize("count", [45, 59, 60, 79, 80, 81])
def test_new_story_changes_the_last_parts_only(vocabularies: Vocabularies, count: int) -> None:
    """Also where it fills a page of every list it is in."""
    before, after = (
        {part.path: part for part in parts(plans_of(vocabularies, stories), limit=20)}
        for stories in (count, count + 1)
    )
    changed = {path for path in after if after[path] != before.get(path)}
    last: set[str] = set()
    for found in (before, after):
        last.update({path.rpartition("-")[0]: path for path in found}.values())  # of each kind
    assert before.keys() <= after.keys()
    assert changed <= {"sitemap.xml", *last}
    assert len(changed) <= 5


def test_parts_are_left_out_where_there_is_nothing_of_a_kind() -> None:
    plans = [plain(number) for number in range(3)]
    assert shape(list(parts(plans, limit=2))) == [
        ("sitemap.xml", 2),
        ("sitemap/trang-1.xml", 2),
        ("sitemap/trang-2.xml", 1),
    ]
    hidden = structs.replace(plans[0].page.head, indexed=False)
    less = [WholePlan(page=structs.replace(plans[0].page, head=hidden)), *plans[1:]]
    assert shape(list(parts(less, limit=2))) == [("sitemap.xml", 2)]
    assert sitemaps.LIMIT == 50_000
