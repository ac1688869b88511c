from __future__ import annotations

import json
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from neuguong.content.model import PhotoFile
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import addresses, json_feed, render
from tests.site.making import Html, article, assembled, rendered, row, theme_environment

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://neu-guong.example/"


def test_feed_is_a_json_feed_of_version_1_1(vocabularies: Vocabularies) -> None:
    file = PhotoFile(name="a.jpg", path="stories/2014-2015/a/a.jpg", width=600, height=400, digest="0" * 16)
    more: dict[str, Any] = {"also_fields": ("guong-khac",), "updated": date(2016, 1, 2), "sample": True}
    story = article("a", photo_files=(file,), **more)
    site = assembled(vocabularies, story)
    data = json_feed.render(site.feeds[0], site.site)
    found = json.loads(data)
    image = found["items"][0].pop("image")
    assert (image.startswith(f"{BASE}anh/2014-2015/a/a-"), data[-2:]) == (True, b"}\n")
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Nêu Gương",
        "home_page_url": BASE,
        "feed_url": f"{BASE}feeds/tat-ca.json",
        "description": "Chuyện người tốt",
        "language": "vi",
        "authors": [{"name": "Phòng Mẫu", "url": BASE}],
        "items": [
            {
                "id": f"{BASE}bai/2014-2015/a.html",
                "url": f"{BASE}bai/2014-2015/a.html",
                "title": "Bài a",
                "content_text": "[Bài mẫu] Tóm tắt a.",
                "summary": "[Bài mẫu] Tóm tắt a.",
                "date_published": "2015-04-22T12:00:00+07:00",
                "date_modified": "2016-01-02T12:00:00+07:00",
                "authors": [{"name": "Hà Văn Tỉnh"}],
                "tags": ["Vận động học sinh ra lớp", "Gương khác"],
                "language": "vi",
                "_neuguong": {"sample": True},
            }
        ],
    }
    assert list(found["items"][0]) == [*list(found["items"][0])[:5], "date_published", "date_modified", *KEYS]


KEYS = ("authors", "tags", "language", "_neuguong")


def test_json_and_atom_say_the_same(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, *row(25), article("moi", place="tan-lac", updated=date(2016, 1, 2)))
    told: dict[str, list[Any]] = {}
    for feed in site.feeds:
        root = ET.fromstring(render.atom(feed, site.site))  # noqa: S314 - our own feed
        found = json.loads(json_feed.render(feed, site.site))
        names = ("id", "title", "published", "updated", f"author/{ATOM}name")
        entries = root.iter(f"{ATOM}entry")
        atom = [[entry.findtext(ATOM + name) for name in names] for entry in entries]
        told[feed.path] = atom
        assert root.findtext(f"{ATOM}title") == found["title"]
        keys = ("id", "title", "date_published", "date_modified")
        items = found["items"]
        assert atom == [[*(item[key] for key in keys), item["authors"][0]["name"]] for item in items]
    assert len(told) == 4
    assert len(told["feeds/tat-ca.atom.xml"]) == 20


@pytest.mark.parametrize(
    "path", ["index.html", "tat-ca.html", "noi/da-bac.html", "bai/2014-2015/a.html", "404.html"]
)
def test_pages_name_the_json_feed_beside_the_atom_feed(vocabularies: Vocabularies, path: str) -> None:
    files = rendered(assembled(vocabularies, article("a")), theme_environment())
    page = Html(files[path])
    feeds = sorted(address for address in page.addresses if "feeds/" in address)
    assert len(feeds) in {2, 4}
    assert {addresses.json_feed(feed) for feed in feeds if feed.endswith(".atom.xml")} == {
        feed for feed in feeds if feed.endswith(".json")
    }
    assert ("type", "application/feed+json") in page.attributes


def test_site_without_a_story_has_no_feed(vocabularies: Vocabularies) -> None:
    files = rendered(assembled(vocabularies), theme_environment())
    assert [path for path, data in files.items() if b"feeds/" in data or path.startswith("feeds/")] == []
