from __future__ import annotations

import html
import shutil
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, TemplateNotFound, UndefinedError

from neuguong.content.markup import Body
from neuguong.content.model import Author, Photo, PhotoFile, Status, Subject
from neuguong.content.season import Award, Results, Season, read_rules
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import addresses, render
from neuguong.site.assemble import Assembled, assemble
from neuguong.site.plain import PlainText
from tests.samples import CONTEST
from tests.site.making import THEME, TODAY, Html, article, assembled, by_path, content, row

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
EVIL = """<script>alert("1")</script>&amp;'"><img src=x onerror=alert(2)>"""


@pytest.fixture(scope="module")
def theme() -> Environment:
    return render.environment(THEME)


def rendered(site: Assembled, theme: Environment) -> dict[str, bytes]:
    return dict(render.files(site, theme))


def season_of(title: str, reason: str) -> Season:
    _, rules, problems = read_rules(CONTEST, "contest/2015/contest.yml")
    assert problems == ()
    assert rules is not None
    entry = article("bat-com", group="2015", season=True, title=title)
    awards = (Award(prize="nhat", entry="bat-com"), Award(prize="tap-the", unit=reason, reason=reason))
    results = Results(announced=date(2015, 6, 20), awards=awards, decision=reason)
    return Season(slug="2015", rules=rules, call=Body("<p>Mời</p>", 1), results=results, entries=(entry,))


@pytest.fixture(scope="module")
def everything(vocabularies: Vocabularies) -> Assembled:
    """Return a site that has a page of every kind."""
    stories = (*row(45), article("moi", formerly=("2013-2014/cu",), updated=date(2016, 1, 2)))
    plain = PlainText(
        slug="lien-he", title="Liên hệ", summary="Thư", html="<p>…</p>", order=1, lang="vi", source=""
    )
    return assemble(content(vocabularies, stories, (season_of("Bát cơm", "Lý do"),)), [plain], TODAY)


# ---- templates ----------------------------------------------------------------------------------


def test_files_are_the_pages_the_feeds_the_map_and_robots(everything: Assembled, theme: Environment) -> None:
    expected = [
        *(page.head.path for page in everything.pages),
        *(feed.path for feed in everything.feeds),
        "sitemap.xml",
        "robots.txt",
    ]
    assert [path for path, _ in render.files(everything, theme)] == expected
    assert len(set(expected)) == len(expected)


def test_everything_has_a_page_of_every_template(everything: Assembled) -> None:
    used = {page.template for page in everything.pages}
    written = {path.name for path in (THEME / "templates").glob("*.html")}
    assert used == written - {"base.html", "_parts.html"}


@pytest.mark.parametrize(
    "wrong", ["{{ page.titel }}", "{{ site.nam }}", "{{ now }}", "{{ settings.name }}", "{{ page.head.x.y }}"]
)
def test_template_with_a_misspelled_name_fails(
    vocabularies: Vocabularies, tmp_path: Path, wrong: str
) -> None:
    shutil.copytree(THEME, tmp_path / "theme")
    site = assembled(vocabularies)
    template = tmp_path / "theme/templates/404.html"
    template.write_text("{{ page.head.title }}", encoding="utf-8")
    assert (
        rendered(site, render.environment(tmp_path / "theme"))["404.html"] == "Không tìm thấy trang".encode()
    )
    template.write_text("{{ page.head.title }}" + wrong, encoding="utf-8")
    with pytest.raises(UndefinedError):
        rendered(site, render.environment(tmp_path / "theme"))


def test_theme_without_a_template_fails(vocabularies: Vocabularies, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    with pytest.raises(TemplateNotFound):
        rendered(assembled(vocabularies), render.environment(tmp_path))


def test_page_title_is_that_of_its_head(everything: Assembled, theme: Environment) -> None:
    files = rendered(everything, theme)
    missing = [
        page.head.path
        for page in everything.pages
        if page.head.path != addresses.HOME
        and f"<title>{html.escape(page.head.title)} – Nêu Gương</title>" not in files[page.head.path].decode()
    ]
    assert missing == []


def test_rendering_twice_gives_the_same_bytes(everything: Assembled, theme: Environment) -> None:
    assert rendered(everything, theme) == rendered(everything, render.environment(THEME))


def test_pages_link_only_to_files_of_the_site(everything: Assembled, theme: Environment) -> None:
    """What the theme itself names (a standing page, its style) is looked at where a whole site is built."""
    files = rendered(everything, theme)
    outside = ("https://neu-guong.example/", "mailto:", "#", "/")
    standing = {"gioi-thieu-dien-hinh.html", addresses.HANDBOOK, addresses.STYLE, addresses.ICON}
    dead = {}
    for path, data in files.items():
        if path.endswith(".html"):
            local = {link.partition("#")[0] for link in Html(data).addresses if not link.startswith(outside)}
            targets = {resolved(path, link) for link in local}
            if targets - files.keys() - standing:
                dead[path] = targets - files.keys() - standing
    assert dead == {}


def resolved(page: str, link: str) -> str:
    folders = page.split("/")[:-1]
    for part in link.split("/"):
        if part == "..":
            folders.pop()
        else:
            folders.append(part)
    return "/".join(folders)


def test_not_found_page_links_from_the_servers_root(vocabularies: Vocabularies, theme: Environment) -> None:
    base = "https://so.example/portal/neu-guong/"
    site = assemble(content(vocabularies, row(2), base_url=base), (), TODAY)
    files = rendered(site, theme)
    links = Html(files["404.html"]).addresses
    local = {link for link in links if not link.startswith(("mailto:", "#"))}
    assert {link for link in local if not link.startswith("/portal/neu-guong/")} == set()
    assert {"/portal/neu-guong/index.html", "/portal/neu-guong/theme/css/site.css"} <= local
    assert {link for link in Html(files["tat-ca.html"]).addresses if link.startswith("/")} == set()


def test_not_found_page_links_from_the_root_of_a_whole_server(
    everything: Assembled, theme: Environment
) -> None:
    links = Html(rendered(everything, theme)["404.html"]).addresses
    assert {"/index.html", "/tat-ca.html", "/theme/css/site.css"} <= links


# ---- escaping -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def evil(vocabularies: Vocabularies) -> Assembled:
    """Return a site in which every text that people write tries to become markup."""
    file = PhotoFile(name="a.jpg", path="x/a.jpg", width=600, height=400, digest="0" * 16)
    told: dict[str, Any] = {
        "title": EVIL,
        "summary": EVIL,
        "unit": EVIL,
        "subject": Subject(form="ca-nhan", role="giao-vien", name=EVIL),
        "author": Author(name=EVIL, unit=EVIL),
        "lessons": (EVIL,),
        "sample": True,
    }
    photos = (Photo(file="a.jpg", alt=EVIL, caption=EVIL, credit=EVIL, consent="x"),)
    stories = (
        article("a", photo_files=(file,), photos=photos, formerly=("2013-2014/cu",), **told),
        article("b", place="tan-lac", **told),
        article("c", field="guong-khac", **told),
    )
    plain = PlainText(slug="p", title=EVIL, summary=EVIL, html="<p>…</p>", order=1, lang="vi", source="")
    return assemble(content(vocabularies, stories, (season_of(EVIL, EVIL),)), [plain], TODAY)


def test_pages_escape_what_people_write(evil: Assembled, theme: Environment) -> None:
    files = {path: data for path, data in rendered(evil, theme).items() if path.endswith(".html")}
    parsed = {path: Html(data) for path, data in files.items()}
    telling = [path for path, page in parsed.items() if EVIL in page.words]
    assert {"index.html", "tat-ca.html", "bai/2014-2015/a.html", "bai/2013-2014/cu.html", "p.html"} <= set(
        telling
    )
    assert {"cuoc-thi/2015/index.html", "cuoc-thi/2015/bat-com.html"} <= set(telling)
    alts = [value for name, value in parsed["bai/2014-2015/a.html"].attributes if name == "alt"]
    assert EVIL in alts
    broken = {
        path: sorted({*page.tags} & {"script"})
        + [name for name, _ in page.attributes if name.startswith("on")]
        for path, page in parsed.items()
        if "script" in page.tags or any(name.startswith("on") for name, _ in page.attributes)
    }
    assert broken == {}


def test_feeds_escape_what_people_write(evil: Assembled, theme: Environment) -> None:
    files = rendered(evil, theme)
    for feed in evil.feeds:
        root = ET.fromstring(files[feed.path])  # noqa: S314 - our own feed
        for entry in root.iter(f"{ATOM}entry"):
            summary = entry.find(f"{ATOM}summary")
            assert summary is not None
            assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}author/{ATOM}name")) == (
                EVIL,
                EVIL,
            )
            assert summary.get("type") == "html"  # so its text is markup once more
            assert Html((summary.text or "").encode()).tags == []
            assert html.unescape(summary.text or "") == f"[Bài mẫu] {EVIL}"


# ---- feeds --------------------------------------------------------------------------------------


def test_feeds_are_well_formed_and_their_ids_are_unique(everything: Assembled, theme: Environment) -> None:
    files = rendered(everything, theme)
    feed_ids = []
    for feed in everything.feeds:
        root = ET.fromstring(files[feed.path])  # noqa: S314 - our own feed
        ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
        links = [entry.find(f"{ATOM}link") for entry in root.iter(f"{ATOM}entry")]
        assert ids == [entry.url for entry in feed.entries]
        assert [link.get("href") for link in links if link is not None] == ids
        assert len(set(ids)) == len(ids)
        feed_ids.append(root.findtext(f"{ATOM}id"))
    assert feed_ids == [f"https://neu-guong.example/{feed.path}" for feed in everything.feeds]


@pytest.mark.parametrize(
    ("updated", "newest"),
    [
        ({}, "2015-02-02T12:00:00+00:00"),
        ({"updated": date(2015, 1, 20)}, "2015-02-02T12:00:00+00:00"),
        ({"updated": date(2016, 3, 4)}, "2016-03-04T12:00:00+00:00"),
    ],
)
def test_feed_is_as_new_as_its_newest_change(
    vocabularies: Vocabularies, theme: Environment, updated: dict[str, Any], newest: str
) -> None:
    site = assembled(
        vocabularies, article("a", date=date(2015, 1, 1), **updated), article("b", date=date(2015, 2, 2))
    )
    root = ET.fromstring(rendered(site, theme)[addresses.FEED])  # noqa: S314 - our own feed
    days = {
        entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}published") for entry in root.iter(f"{ATOM}entry")
    }
    assert (root.findtext(f"{ATOM}updated"), days) == (
        newest,
        {
            "https://neu-guong.example/bai/2014-2015/a.html": "2015-01-01T12:00:00+00:00",
            "https://neu-guong.example/bai/2014-2015/b.html": "2015-02-02T12:00:00+00:00",
        },
    )


def test_feed_entry_of_a_sample_says_so(vocabularies: Vocabularies, theme: Environment) -> None:
    site = assembled(vocabularies, article("a", sample=True, summary="Một < hai & ba."))
    root = ET.fromstring(rendered(site, theme)[addresses.FEED])  # noqa: S314 - our own feed
    assert [entry.findtext(f"{ATOM}summary") for entry in root.iter(f"{ATOM}entry")] == [
        "[Bài mẫu] Một &lt; hai &amp; ba."
    ]


# ---- the map and robots -------------------------------------------------------------------------


def test_sitemap_lists_every_page_that_may_be_found(everything: Assembled, theme: Environment) -> None:
    root = ET.fromstring(rendered(everything, theme)["sitemap.xml"])  # noqa: S314 - our own map
    locations = [url.findtext(f"{MAP}loc") for url in root]
    assert locations == [page.head.canonical for page in everything.pages if page.head.indexed]
    hidden = {page.head.path for page in everything.pages if not page.head.indexed}
    assert hidden == {"404.html", "bai/2013-2014/cu.html"}


def test_sitemap_dates_stories_by_their_last_change(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, article("a"), article("b", updated=date(2016, 1, 2)))
    root = ET.fromstring(render.sitemap(site.pages))  # noqa: S314 - our own map
    dated = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}
    assert {address: day for address, day in dated.items() if day} == {
        "https://neu-guong.example/bai/2014-2015/a.html": "2015-04-22",
        "https://neu-guong.example/bai/2014-2015/b.html": "2016-01-02",
    }


def test_robots_name_the_map(everything: Assembled) -> None:
    assert render.robots(everything.site) == (
        b"User-agent: *\nAllow: /\n\nSitemap: https://neu-guong.example/sitemap.xml\n"
    )


def test_unpublished_story_is_in_no_file(vocabularies: Vocabularies, theme: Environment) -> None:
    stories = [article("cong-khai"), article("rieng-tu", status=Status.RETRACTED, title="DẤU-RIÊNG")]
    files = rendered(assembled(vocabularies, *stories), theme)
    found = {
        mark
        for mark in ("cong-khai", "rieng-tu", "DẤU-RIÊNG")
        for data in files.values()
        if mark.encode() in data
    }
    assert (found, "bai/2014-2015/rieng-tu.html" in by_path(assembled(vocabularies, *stories))) == (
        {"cong-khai"},
        False,
    )
