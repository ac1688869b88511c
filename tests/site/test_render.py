from __future__ import annotations

import html
import multiprocessing
import posixpath
import shutil
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateNotFound, UndefinedError
from markupsafe import Markup
from msgspec import structs

from neuguong.content.markup import Body
from neuguong.content.model import Author, Photo, PhotoFile, Status, Subject
from neuguong.content.season import Award, Results, Season, read_rules
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import addresses, render
from neuguong.site.pages import ArticlePage, Feed, FeedEntry
from neuguong.site.plain import PlainText
from neuguong.site.theme import read_theme
from tests.samples import CONTEST
from tests.site.making import (
    THEME,
    TODAY,
    VI,
    Assembled,
    Html,
    article,
    assemble,
    assembled,
    by_path,
    codes_of,
    content,
    rendered,
    row,
    theme_environment,
)

ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")))
OUTSIDE = ("https://neu-guong.example/", "http://purl.org/dc/terms/", "mailto:", "#", "/")
EVIL = """<script>alert("1")</script>&amp;'"><img src=x onerror=alert(2)>"""


@pytest.fixture(scope="module")
def theme() -> Environment:
    return theme_environment()


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


def test_everything_has_a_page_of_every_template(everything: Assembled) -> None:
    used = {page.template for page in everything.pages}
    written = {path.name for path in (THEME / "templates").glob("*.html")}
    assert used == {name for name in written if not name.startswith("_")} - {"base.html"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{{ page.titel }}", "404.html: 'NotFoundPage' object has no attribute 'titel'"),
        ("{{ site.nam }}", "404.html: 'Site' object has no attribute 'nam'"),
        ("{{ page.head.x.y }}", "404.html: 'Head' object has no attribute 'x'"),
        ("{{ page.titel | href }}", "404.html: 'NotFoundPage' object has no attribute 'titel'"),
        ("{% if page.titel %}{% endif %}", "404.html: 'NotFoundPage' object has no attribute 'titel'"),
        ("{% for x in page.link %}{% endfor %}", "404.html: 'NotFoundPage' object has no attribute 'link'"),
        (
            "{% for x in page.links %}{{ x.url }}{% endfor %}",
            "404.html: 'Link' object has no attribute 'url'",
        ),
        (
            "{% macro m(x) %}{{ x.y }}{% endmacro %}{{ m(site) }}",
            "404.html: 'Site' object has no attribute 'y'",
        ),
        ('{% import "_parts.html" as parts %}{{ parts.cart }}', "404.html: "),
        ("{{ now }}", "'now' is undefined"),
        ("{{ settings.name }}", "'settings' is undefined"),
        ("{{ cart | cached(page.head) }}", "'cart' is undefined"),
    ],
)
def test_template_with_a_misspelled_name_fails(
    vocabularies: Vocabularies, tmp_path: Path, wrong: str, said: str
) -> None:
    shutil.copytree(THEME, tmp_path / "theme")
    site = assembled(vocabularies)
    template = tmp_path / "theme/templates/404.html"
    template.write_text("{{ page.head.title }}", encoding="utf-8")
    files = rendered(site, theme_environment(tmp_path / "theme"))
    assert files["404.html"] == "Không tìm thấy trang".encode()
    template.write_text("{{ page.head.title }}" + wrong, encoding="utf-8")
    with pytest.raises(UndefinedError) as caught:
        rendered(site, theme_environment(tmp_path / "theme"))
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("template", "old", "wrong"),
    [
        ("base.html", "<body", "{{ page.titel }}"),
        ("_parts.html", '<article class="card">', "{{ story.titel }}"),
    ],
)
def test_misspelled_name_in_a_shared_template_names_the_page_that_fails(
    everything: Assembled,
    own_theme: Callable[[str, str, str], Environment],
    template: str,
    old: str,
    wrong: str,
) -> None:
    with pytest.raises(UndefinedError, match=r"^\w+\.html: '\w+' object has no attribute 'titel'$"):
        rendered(everything, own_theme(template, old, wrong + old))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% for x in 'ab' %}{{ loop.index }}{{ loop.last }}{% endfor %}", "1False2True"),
        ("{% set found = namespace(a=1) %}{% set found.a = 2 %}{{ found.a }}", "2"),
        ("{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ site.name }}{% endcall %}", "Nêu"),
        ("{% import 'm.html' as macros %}{{ macros.m(site.name) }}", "(Nêu)"),
        ("{% from 'm.html' import m %}{{ m(site.name) }}{{ m.name }}", "(Nêu)m"),
        ("{% extends 'b.html' %}{% block b %}{{ super() }}{{ site.name }}{% endblock %}", "[bNêu]"),
        ("{% block b %}{{ site.name }}{% endblock %}, {{ self.b() }}", "Nêu, Nêu"),
        ("{{ site.name.upper() }}{{ site.menu.count(1) }}", "NÊU0"),
        ("{% include ['none.html', 'c.html'] %}{% include 'none.html' ignore missing %}", "c"),
        ("{{ site['name'] if false else site.name[0] }}", "N"),
        ("{{ -site.name.find('ê') }}{{ (site.name ~ '!').lower() }}", "-1nêu!"),
    ],
)
def test_templates_mean_what_jinja_says(source: str, text: str) -> None:
    """Our environment looks attributes up in its own way; a department writes templates by Jinja's manual."""
    templates = {
        "a.html": source,
        "b.html": "[{% block b %}b{% endblock %}]",
        "c.html": "c",
        "m.html": "{% macro m(x) %}({{ x }}){% endmacro %}",
    }
    site = SimpleNamespace(name="Nêu", menu=())
    theirs = Environment(loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined)
    assert theirs.get_template("a.html").render(site=site) == text
    assert render.environment(templates, VI).get_template("a.html").render(site=site) == text


def test_template_is_taken_out_of_the_environment_as_often_as_it_is_asked_for() -> None:
    env = render.environment({"a.html": "a", "b.html": "b"}, VI)
    first = env.get_template("a.html")
    assert env.get_template("a.html") is first
    assert env.get_template(first) is first
    assert (env.get_template("b.html").render(), first.render()) == ("b", "a")
    for _ in range(2):
        with pytest.raises(TemplateNotFound, match=r"c\.html"):
            env.get_template("c.html")


def test_environments_share_nothing_but_what_was_compiled() -> None:
    compiled: render.Compiled = {}
    one = render.environment({"a.html": "một", "b.html": "hai"}, VI, compiled)
    assert (one.get_template("a.html").render(), len(compiled)) == ("một", 1)
    other = render.environment({"a.html": "khác", "b.html": "hai"}, VI, compiled)
    assert [other.get_template(name).render() for name in ("a.html", "b.html")] == ["khác", "hai"]
    assert one.get_template("a.html").render() == "một"
    again = render.environment({"a.html": "khác", "b.html": "hai"}, VI, dict(compiled))
    assert [again.get_template(name).render() for name in ("a.html", "b.html")] == ["khác", "hai"]


def test_compiled_templates_escape_and_refuse_as_new_ones(compiled_twice: Environment) -> None:
    """What lies in the store is code: it has to be run in the same surroundings."""
    assert compiled_twice.get_template("a.html").render(x="<&>", y=Markup("<b>")) == "&lt;&amp;&gt;<b>"
    with pytest.raises(UndefinedError, match="'y' is undefined"):
        compiled_twice.get_template("a.html").render(x="")


@pytest.fixture
def compiled_twice() -> Environment:
    templates, compiled = {"a.html": "{{ x }}{{ y }}"}, render.Compiled()
    render.environment(templates, VI, compiled).get_template("a.html")
    return render.environment(templates, VI, compiled)


def test_theme_without_a_template_fails(vocabularies: Vocabularies, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    with pytest.raises(TemplateNotFound):
        rendered(assembled(vocabularies), theme_environment(tmp_path))


def test_page_title_is_that_of_its_head(everything: Assembled, theme: Environment) -> None:
    files = rendered(everything, theme)
    missing = [
        page.head.path
        for page in everything.pages
        if page.head.path != addresses.HOME
        and f"<title>{html.escape(page.head.title)} – Nêu Gương</title>" not in files[page.head.path].decode()
    ]
    assert missing == []


def test_pages_link_only_to_files_of_the_site(everything: Assembled, theme: Environment) -> None:
    """What the theme itself names (a standing page, its style) is looked at where a whole site is built."""
    files = rendered(everything, theme)
    standing = {"gioi-thieu-dien-hinh.html", addresses.HANDBOOK}
    standing |= {code.target for code in codes_of(everything)}
    standing |= {addresses.STYLE, addresses.SCRIPT, addresses.ICON}
    standing |= {"theme/fonts/be-vietnam-pro-600.woff2", "theme/fonts/noto-serif.woff2"}
    dead = {}
    for path, data in files.items():
        if path.endswith(".html"):
            local = {link.partition("#")[0] for link in Html(data).addresses if not link.startswith(OUTSIDE)}
            targets = {resolved(path, link) for link in local}
            if targets - files.keys() - standing:
                dead[path] = targets - files.keys() - standing
    assert dead == {}


def resolved(page: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), link))


def test_links_climb_to_the_root_and_name_the_whole_path(everything: Assembled, theme: Environment) -> None:
    """So a card is the same text on all pages; only the way up differs with their depth."""
    climbs: dict[int, set[str]] = {}
    for path, data in rendered(everything, theme).items():
        if path.endswith(".html") and path != addresses.NOT_FOUND:
            links = {link for link in Html(data).addresses if not link.startswith(OUTSIDE)}
            found = {link[: link.rfind("../") + 3] if "../" in link else "" for link in links}
            climbs[path.count("/")] = climbs.get(path.count("/"), set()) | found
    assert climbs == {depth: {"../" * depth} for depth in range(5)}


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


def test_way_to_the_servers_root_is_escaped(vocabularies: Vocabularies, theme: Environment) -> None:
    site = assemble(content(vocabularies, row(2), base_url="https://so.example/a&b/"), (), TODAY)
    page = rendered(site, theme)["404.html"]
    assert "/a&b/index.html" in Html(page).addresses
    assert b'"/a&b' not in page


# ---- what an environment remembers --------------------------------------------------------------


def in_another_process(site: Assembled, templates: dict[str, str]) -> dict[str, bytes]:
    return rendered(site, render.environment(templates, VI))


def test_pages_are_the_same_whatever_was_rendered_before(
    everything: Assembled, theme: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rendered(everything, theme_environment())
    backwards = everything._replace(pages=everything.pages[::-1])
    assert rendered(everything, theme) == expected
    assert rendered(backwards, theme) == expected
    assert rendered(backwards, theme_environment()) == expected
    monkeypatch.setattr(render, "_CACHED", 3)
    assert rendered(backwards, theme_environment()) == expected


def test_pages_are_the_same_in_another_process(everything: Assembled, theme: Environment) -> None:
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh) as pool:
        there = pool.submit(in_another_process, everything, read_theme(THEME).templates).result()
    assert there == rendered(everything, theme)


@pytest.fixture
def own_theme(tmp_path: Path) -> Callable[[str, str, str], Environment]:
    """Change a template as a department may, and return the theme's new environment."""
    shutil.copytree(THEME, tmp_path / "theme")

    def change(name: str, old: str, new: str) -> Environment:
        template = tmp_path / "theme/templates" / name
        written = template.read_text("utf-8")
        assert old in written
        template.write_text(written.replace(old, new), "utf-8")
        return theme_environment(tmp_path / "theme")

    return change


def test_changed_part_is_on_every_page_of_the_next_environment(
    everything: Assembled, theme: Environment, own_theme: Callable[[str, str, str], Environment]
) -> None:
    before = rendered(everything, theme)
    after = rendered(everything, own_theme("_parts.html", '<article class="card">', '<article class="face">'))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {path for path, data in before.items() if b'<article class="card">' in data}
    assert all(data.replace(b'"card"', b'"face"') == after[path] for path, data in before.items())


@pytest.mark.parametrize("block", ["header", "footer"])
def test_own_header_and_footer_may_differ_from_page_to_page(
    everything: Assembled, own_theme: Callable[[str, str, str], Environment], block: str
) -> None:
    own = "{% block " + block + ' %}<p class="own">{{ page.title }}</p>{{ super() }}{% endblock %}'
    files = rendered(everything, own_theme("article.html", "{% block head %}", own + "{% block head %}"))
    plain = rendered(everything, theme_environment())
    for page in everything.pages:
        path = page.head.path
        if isinstance(page, ArticlePage):
            line = f'<p class="own">{html.escape(page.title)}</p>'.encode()
            assert files[path].replace(line, b"") == plain[path] != files[path]
        else:
            assert files[path] == plain[path]


def test_part_that_looks_at_the_page_fails_or_is_never_taken_from_another_page() -> None:
    parts = "{% macro part(x) %}{{ page }}{% endmacro %}"
    templates = {
        "parts.html": parts,
        "without.html": '{% import "parts.html" as parts %}{{ parts.part | cached(1) }}',
        "with.html": '{% import "parts.html" as parts with context %}{{ parts.part | cached(1) }}',
        "own.html": parts + "{{ part | cached(1) }}",
    }
    env = render.environment(templates, VI)
    with pytest.raises(UndefinedError, match="'page' is undefined"):
        env.get_template("without.html").render(page="a")
    for name in ("with.html", "own.html"):
        assert [env.get_template(name).render(page=page) for page in "aba"] == ["a", "b", "a"]


def test_arguments_that_are_equal_but_look_different_are_told_apart() -> None:
    macro = "{% macro show(x, y=0) %}{{ x }}{% endmacro %}"
    calls = ("1", "true", "1.0", '"<b>"', '"<b>" | safe', "x=2")
    text = " ".join("{{ show | cached(" + call + ") }}" for call in calls)
    env = render.environment({"page.html": f"{macro}{text}"}, VI)
    assert env.get_template("page.html").render() == "1 True 1.0 &lt;b&gt; <b> 2"


# ---- escaping -----------------------------------------------------------------------------------


@given(st.one_of(TEXT, st.text("<>&'\""), st.integers(), st.booleans(), st.none(), TEXT.map(Markup)))
def test_templates_escape_as_markupsafe_does(value: object) -> None:
    assert PRINTING.render(value=value) == f"{markupsafe.escape(value)} {markupsafe.escape([value])}"


PRINTING = render.environment({"value.html": "{{ value }} {{ [value] }}"}, VI).get_template("value.html")


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
    data = ("type", "application/ld+json")
    broken = {
        path
        for path, page in parsed.items()
        if page.tags.count("script") != page.attributes.count(data) + 1 or page.attributes.count(data) > 1
    }
    assert broken == set()
    names = {name for page in parsed.values() for name, _ in page.attributes}
    assert {name for name in names if name.startswith("on")} == set()


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
        ({}, "2015-02-02T12:00:00+07:00"),
        ({"updated": date(2015, 1, 20)}, "2015-02-02T12:00:00+07:00"),
        ({"updated": date(2016, 3, 4)}, "2016-03-04T12:00:00+07:00"),
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
            "https://neu-guong.example/bai/2014-2015/a.html": "2015-01-01T12:00:00+07:00",
            "https://neu-guong.example/bai/2014-2015/b.html": "2015-02-02T12:00:00+07:00",
        },
    )


def test_feed_entry_of_a_sample_says_so(vocabularies: Vocabularies, theme: Environment) -> None:
    site = assembled(vocabularies, article("a", sample=True, summary="Một < hai & ba."))
    root = ET.fromstring(rendered(site, theme)[addresses.FEED])  # noqa: S314 - our own feed
    assert [entry.findtext(f"{ATOM}summary") for entry in root.iter(f"{ATOM}entry")] == [
        "[Bài mẫu] Một &lt; hai &amp; ba."
    ]


ENTRIES = st.builds(
    FeedEntry,
    url=TEXT.map(lambda text: f"https://neu-guong.example/{text}"),
    title=TEXT,
    summary=TEXT,
    author=TEXT,
    date=st.dates(date(2014, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    updated=st.dates(date(2014, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    category=TEXT,
)


@given(st.lists(ENTRIES, min_size=1, max_size=3), TEXT)
def test_feed_says_what_it_was_told(everything: Assembled, entries: list[FeedEntry], title: str) -> None:
    feed = Feed(
        lang="vi", path="feeds/x.atom.xml", title=title, url="https://a.example/x/", entries=tuple(entries)
    )
    root = ET.fromstring(render.atom(feed, everything.site))  # noqa: S314 - our own feed
    assert root.findtext(f"{ATOM}title") == title
    newest = max(day for entry in entries for day in (entry.date, entry.updated))
    assert root.findtext(f"{ATOM}updated") == f"{newest}T12:00:00+07:00"
    told = [{part.tag.removeprefix(ATOM): part for part in entry} for entry in root.iter(f"{ATOM}entry")]
    for parts, entry in zip(told, entries, strict=True):
        names = ["title", "link", "published", "updated", "author", "id", "summary", "category"]
        if not entry.author:  # then it is the feed's
            names.remove("author")
        assert list(parts) == names
        assert (parts["title"].text or "", parts["id"].text) == (entry.title, entry.url)
        assert unquote(parts["link"].get("href", "")) == unquote(entry.url)
        assert parts["link"].get("href", "").isascii()
        assert parts["published"].text == f"{entry.date}T12:00:00+07:00"
        assert parts["updated"].text == f"{entry.updated}T12:00:00+07:00"
        assert not entry.author or parts["author"].findtext(f"{ATOM}name") == entry.author
        assert html.unescape(parts["summary"].text or "") == html.unescape(html.escape(entry.summary))
        assert parts["category"].get("term") == entry.category


def test_feed_is_well_formed_even_with_control_signs(everything: Assembled) -> None:
    entry = everything.feeds[0].entries[0]
    odd = structs.replace(everything.feeds[0], title="a\0b\x1b", entries=(entry,))
    root = ET.fromstring(render.atom(odd, everything.site))  # noqa: S314 - our own feed
    assert root.findtext(f"{ATOM}title") == "a?b?"


# ---- robots -------------------------------------------------------------------------------------


def test_robots_name_the_map(everything: Assembled) -> None:
    assert render.robots([everything.site]) == (
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
