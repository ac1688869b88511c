from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from neuguong.content.model import Author, Photo, PhotoFile, Subject
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import linked_data
from neuguong.site.linked_data import Named
from neuguong.site.pages import Link
from tests.site.making import (
    TODAY,
    Assembled,
    Html,
    article,
    assemble,
    assembled,
    content,
    rendered,
    theme_environment,
)

BASE = "https://neu-guong.example/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SIGNS = st.sampled_from("<>&\u2028\u2029\"'\\/!-")
TEXT = st.text(st.one_of(st.characters(codec="utf-8"), SIGNS))
HOSTILE = '</script><script>alert(1)</script><!--&amp;\u2028"\\'
PUBLISHER = {"@type": "GovernmentOrganization", "name": "Phòng Mẫu", "url": BASE}


@pytest.fixture(scope="module")
def theme() -> Environment:
    return theme_environment()


def blocks(page: bytes) -> list[Any]:
    """Return the JSON-LD of a page; the site's own script is a file, and no other has a place there."""
    found = BLOCK.findall(page.decode())
    assert Html(page).tags.count("script") == len(found) + 1
    return [json.loads(block) for block in found]


def graph(site: Assembled, theme: Environment, path: str) -> list[Any]:
    (found,) = blocks(rendered(site, theme)[path])
    assert found.keys() == {"@context", "@graph"}
    things: list[Any] = found["@graph"]
    return things


def step(position: int, name: str, path: str | None = None) -> dict[str, Any]:
    item = {"item": BASE + path} if path is not None else {}
    return {"@type": "ListItem", "position": position, "name": name, **item}


def photo_of(slug: str) -> dict[str, Any]:
    path = f"stories/2014-2015/{slug}/a.jpg"
    file = PhotoFile(name="a.jpg", path=path, width=1200, height=900, digest="0" * 16)
    photo = Photo(file="a.jpg", alt="Bến đò", credit="Tranh", consent="MAU-1", caption="Sớm")
    return {"photo_files": (file,), "photos": (photo,)}


def test_story_says_what_it_is_and_where_it_stands(vocabularies: Vocabularies, theme: Environment) -> None:
    story = article("a", author=Author(name="Hà Văn Tỉnh", unit="Phòng Giáo dục"), **photo_of("a"))
    told, way = graph(assembled(vocabularies, story), theme, "bai/2014-2015/a.html")
    address = BASE + "bai/2014-2015/a.html"
    image = told.pop("image")
    assert told == {
        "@type": "Article",
        "url": address,
        "headline": "Bài a",
        "description": "Tóm tắt a.",
        "inLanguage": "vi",
        "datePublished": "2015-04-22",
        "articleSection": "Vận động học sinh ra lớp",
        "about": {
            "@type": "Person",
            "name": "Cô Mơ",
            "affiliation": {"@type": "Organization", "name": "Trường Bến Mơ"},
        },
        "author": {
            "@type": "Person",
            "name": "Hà Văn Tỉnh",
            "affiliation": {"@type": "Organization", "name": "Phòng Giáo dục"},
        },
        "contentLocation": {"@type": "AdministrativeArea", "name": "Huyện Đà Bắc"},
        "publisher": PUBLISHER,
        "isPartOf": {"@type": "WebSite", "name": "Nêu Gương", "url": BASE},
    }
    assert (image.pop("url").startswith(f"{BASE}anh/2014-2015/a/a-"), image) == (
        True,
        {"@type": "ImageObject", "width": 960, "height": 720, "caption": "Bến đò", "creditText": "Tranh"},
    )
    assert way == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            step(1, "Trang chủ", ""),
            step(2, "Lĩnh vực", "linh-vuc/"),
            step(3, "Vận động học sinh ra lớp", "linh-vuc/van-dong-ra-lop.html"),
            step(4, "Bài a"),
        ],
    }


SAMPLE = "Bài mẫu (người và trường trong bài là hư cấu)"
UNIT = {"@type": "Organization", "name": "Trường Bến Mơ"}


@pytest.mark.parametrize(
    ("subject", "sample", "about", "genre", "has_author"),
    [
        (Subject(form="ca-nhan", role="giao-vien", name="Cô Mơ"), True, None, SAMPLE, False),
        (
            Subject(form="tap-the", role="truong-hoc", name="Trường Gò Lau"),
            False,
            {"@type": "Organization", "name": "Trường Gò Lau"},
            None,
            True,
        ),
        (
            Subject(form="ca-nhan", role="hoc-sinh", age_group="tu-18", name="Anh Páo"),
            False,
            {"@type": "Person", "name": "Anh Páo", "affiliation": UNIT},
            None,
            True,
        ),
        (Subject(form="ca-nhan", role="hoc-sinh", name="Em Nhài"), False, None, None, False),
        (Subject(form="tap-the", role="lop", name="Lớp 5A"), False, None, None, False),
        (Subject(form="mo-hinh", name="Thư viện treo"), False, None, None, True),
    ],
)
def test_story_names_only_adults_that_exist(
    vocabularies: Vocabularies,
    theme: Environment,
    subject: Subject,
    sample: bool,
    about: Any,
    genre: str | None,
    has_author: bool,
) -> None:
    site = assembled(vocabularies, article("a", subject=subject, sample=sample))
    told, _ = graph(site, theme, "bai/2014-2015/a.html")
    assert (told.get("about"), told.get("genre"), "author" in told) == (about, genre, has_author)


def test_home_says_what_the_site_is(vocabularies: Vocabularies, theme: Environment) -> None:
    assert graph(assembled(vocabularies, article()), theme, "index.html") == [
        {
            "@type": "WebSite",
            "name": "Nêu Gương",
            "description": "Gương người tốt của một tỉnh hư cấu.",
            "url": BASE,
            "inLanguage": "vi",
            "publisher": PUBLISHER,
        }
    ]


def test_every_other_page_says_the_way_to_it(vocabularies: Vocabularies, theme: Environment) -> None:
    site = assembled(vocabularies, article(formerly=("2013-2014/cu",)))
    files = rendered(site, theme)
    ways = {}
    for page in site.pages:
        found = [thing for block in blocks(files[page.head.path]) for thing in block["@graph"]]
        ways[page.head.path] = [
            (crumb["name"], crumb.get("item"))
            for thing in found
            if thing["@type"] == "BreadcrumbList"
            for crumb in thing["itemListElement"]
        ]
    silent = {path for path, way in ways.items() if not way}
    assert silent == {"index.html", "404.html", "bai/2013-2014/cu.html"}
    assert ways["linh-vuc/van-dong-ra-lop/da-bac.html"] == [
        ("Trang chủ", BASE),
        ("Lĩnh vực", f"{BASE}linh-vuc/"),
        ("Vận động học sinh ra lớp", f"{BASE}linh-vuc/van-dong-ra-lop.html"),
        ("Vận động học sinh ra lớp, Huyện Đà Bắc", None),
    ]
    for page in site.pages:
        shown = [(link.text, BASE + link.href.removesuffix("index.html")) for link in page.head.crumbs]
        assert page.head.path in silent or ways[page.head.path] == [*shown, (page.head.title, None)]


def test_hostile_words_stay_words(vocabularies: Vocabularies, theme: Environment) -> None:
    named = Subject(form="ca-nhan", role="giao-vien", name=HOSTILE)
    told: dict[str, Any] = {"title": HOSTILE, "summary": HOSTILE, "unit": HOSTILE, "subject": named}
    site = assembled(vocabularies, article("a", author=Author(name=HOSTILE, unit=HOSTILE), **told))
    page, way = graph(site, theme, "bai/2014-2015/a.html")
    said = [page["headline"], page["description"], page["about"]["name"], page["author"]["name"]]
    assert said == [HOSTILE] * 4
    assert way["itemListElement"][-1]["name"] == HOSTILE


@given(TEXT, TEXT, TEXT)
def test_no_words_can_end_the_script_element(title: str, name: str, crumb: str) -> None:
    way = linked_data.trail(BASE, (Link(text=crumb, href="a.html"),))
    text = linked_data.graph(way, title, Named(type="Person", name=name))
    assert set(text) & set("<>&\u2028\u2029\0") == set()
    assert json.loads(text) == {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Person", "name": name},
            {
                "@type": "BreadcrumbList",
                "itemListElement": [
                    {"@type": "ListItem", "position": 1, "name": crumb, "item": f"{BASE}a.html"},
                    {"@type": "ListItem", "position": 2, "name": title},
                ],
            },
        ],
    }


# ---- Dublin Core and Open Graph -----------------------------------------------------------------

META = re.compile(r'<meta (?:name|property)="((?:dcterms|og|article|twitter)[.:][^"]*)" content="([^"]*)">')


def described(page: bytes) -> dict[str, str]:
    found = META.findall(page.decode())
    assert len({name for name, _ in found}) == len(found)
    return dict(found)


CARD = {
    "og:image": f"{BASE}chia-se/bai/2014-2015/a.png",
    "og:image:type": "image/png",
    "og:image:width": "1200",
    "og:image:height": "630",
    "og:image:alt": "Dòng chữ “Bài a” trên dải thổ cẩm",
    "twitter:card": "summary_large_image",
}
PHOTO = {
    "og:image:type": "image/jpeg",
    "og:image:width": "960",
    "og:image:height": "720",
    "og:image:alt": "Bến đò",
    "twitter:card": "summary_large_image",
}


@pytest.mark.parametrize(
    ("has_cards", "has_photo", "shown"),
    [("true", True, CARD), ("true", False, CARD), ("false", True, PHOTO), ("false", False, {})],
)
def test_story_is_described_in_dublin_core_and_open_graph(
    vocabularies: Vocabularies, theme: Environment, has_cards: str, has_photo: bool, shown: dict[str, str]
) -> None:
    story = article("a", **(photo_of("a") if has_photo else {}))
    site = assemble(content(vocabularies, [story], share_cards=has_cards), (), TODAY)
    page = rendered(site, theme)["bai/2014-2015/a.html"]
    found = described(page)
    address = BASE + "bai/2014-2015/a.html"
    if shown is PHOTO:
        assert found.pop("og:image").startswith(f"{BASE}anh/2014-2015/a/a-")
    assert found == {
        "dcterms.title": "Bài a",
        "dcterms.description": "Tóm tắt a.",
        "dcterms.identifier": address,
        "dcterms.publisher": "Phòng Mẫu",
        "dcterms.language": "vi",
        "dcterms.type": "Text",
        "dcterms.creator": "Hà Văn Tỉnh",
        "dcterms.date": "2015-04-22",
        "dcterms.subject": "Vận động học sinh ra lớp",
        "dcterms.spatial": "Huyện Đà Bắc",
        "og:type": "article",
        "og:locale": "vi_VN",
        "og:site_name": "Nêu Gương",
        "og:title": "Bài a",
        "og:description": "Tóm tắt a.",
        "og:url": address,
        "article:published_time": "2015-04-22",
        "article:section": "Vận động học sinh ra lớp",
        **shown,
    }
    assert b'<link rel="schema.dcterms" href="http://purl.org/dc/terms/">' in page


def test_page_that_is_no_article_is_a_website_to_open_graph(
    vocabularies: Vocabularies, theme: Environment
) -> None:
    files = rendered(assembled(vocabularies, article()), theme)
    kinds = {path: described(data)["og:type"] for path, data in files.items() if path.endswith(".html")}
    assert {path for path, kind in kinds.items() if kind == "article"} == {"bai/2014-2015/con-do-som.html"}
    assert set(kinds.values()) == {"article", "website"}
    assert not any(name.startswith("dcterms") for name in described(files["404.html"]))
