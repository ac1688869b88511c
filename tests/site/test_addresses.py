from __future__ import annotations

import posixpath
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.site import addresses
from tests.site.making import article

NAMES = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True)
PATHS = st.builds(
    lambda folders, name: "/".join([*folders, name + ".html"]), st.lists(NAMES, max_size=4), NAMES
)


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "index.html", "index.html"),
        ("index.html", "bai/2014-2015/a.html", "bai/2014-2015/a.html"),
        ("bai/2014-2015/a.html", "index.html", "../../index.html"),
        ("bai/2014-2015/a.html", "bai/2014-2015/b.html", "../../bai/2014-2015/b.html"),
        ("bai/2014-2015/a.html", "bai/2016-2017/b.html", "../../bai/2016-2017/b.html"),
        ("linh-vuc/a.html", "linh-vuc/a/trang/1.html", "../linh-vuc/a/trang/1.html"),
        ("linh-vuc/a/trang/1.html", "linh-vuc/a.html", "../../../linh-vuc/a.html"),
        ("bai/a.html", "bai/b.html#cuoi", "../bai/b.html#cuoi"),
        ("bai/a.html", "bai/b.html#doan:2", "../bai/b.html#doan:2"),
        ("bai/a.html", "#cuoi", "#cuoi"),
        ("bai/a.html", "https://neu-guong.example/x", "https://neu-guong.example/x"),
        ("bai/a.html", "mailto:a@b.example", "mailto:a@b.example"),
        ("bai/a.html", "TEL:0218", "TEL:0218"),
    ],
)
def test_relative_leads_from_page_to_target(page: str, target: str, link: str) -> None:
    assert addresses.relative(page, target) == link


@given(page=PATHS, target=PATHS)
def test_relative_resolved_against_its_page_is_the_target(page: str, target: str) -> None:
    link = addresses.relative(page, target)
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), link)) == target
    for base in ("https://a.example/", "https://a.example/portal/", "file:///media/usb/"):
        assert urljoin(base + page, link) == base + target


@given(page=PATHS, other=PATHS, target=PATHS)
def test_relative_is_the_same_from_all_pages_of_a_depth(page: str, other: str, target: str) -> None:
    """What is rendered once for a card may so stand on many pages."""
    same = addresses.relative(page, target) == addresses.relative(other, target)
    assert same == (page.count("/") == other.count("/"))


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("index.html", "https://so.example/neu-guong/"),
        ("cuoc-thi/index.html", "https://so.example/neu-guong/cuoc-thi/"),
        ("bai/2014-2015/a.html", "https://so.example/neu-guong/bai/2014-2015/a.html"),
        ("bai/2014-2015/so-index.html", "https://so.example/neu-guong/bai/2014-2015/so-index.html"),
        ("feeds/tat-ca.atom.xml", "https://so.example/neu-guong/feeds/tat-ca.atom.xml"),
    ],
)
def test_absolute_names_a_folders_index_by_the_folder(target: str, address: str) -> None:
    assert addresses.absolute("https://so.example/neu-guong/", target) == address


@pytest.mark.parametrize(
    ("front", "archive", "feed"),
    [
        ("tat-ca.html", "tat-ca/trang/3.html", "feeds/tat-ca.atom.xml"),
        ("noi/da-bac.html", "noi/da-bac/trang/3.html", "feeds/noi/da-bac.atom.xml"),
        (
            "linh-vuc/a/da-bac.html",
            "linh-vuc/a/da-bac/trang/3.html",
            "feeds/linh-vuc/a/da-bac.atom.xml",
        ),
    ],
)
def test_archive_and_feed_lie_beside_their_front(front: str, archive: str, feed: str) -> None:
    assert (addresses.archive(front, 3), addresses.feed(front)) == (archive, feed)


def test_articles_lie_under_their_group() -> None:
    story, entry = article("a"), article("b", group="2015", season=True)
    assert (
        addresses.story(story),
        addresses.former_story("2013-2014/c"),
        addresses.entry(entry),
        addresses.picture(story, "anh-1", "0123456789abcdef", 480, "webp"),
    ) == (
        "bai/2014-2015/a.html",
        "bai/2013-2014/c.html",
        "cuoc-thi/2015/b.html",
        "anh/2014-2015/a/anh-1-01234567-480.webp",
    )
