"""The site in two languages: what is in the English edition, and how the two lead to each other."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from neuguong import fingerprint
from neuguong.content.load import Content
from neuguong.content.model import Article, Status, Translated
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import render
from neuguong.site.assemble import Assembled
from neuguong.site.edition import Edition
from neuguong.site.editions import Editions, plan_editions
from neuguong.site.making import page_of
from neuguong.site.pages import ArticlePage, HomePage, ListPage, Page
from neuguong.site.plain import PlainText
from neuguong.site.theme import read_theme
from neuguong.site.wanted import wanted_files
from tests.site.making import EN, HTML, THEME, TODAY, VI, article, content, links_in, row, text_of

WORDS = {"vi": VI, "en": EN}
ABOUT = PlainText(
    slug="en", title="About this site", summary="", html="<p>x</p>", order=1, lang="en", source="en.md"
)
HOME = PlainText(
    slug="gioi-thieu", title="Giới thiệu", summary="", html="<p>x</p>", order=1, lang="vi", source="a.md"
)


def english(
    story: Article,
    html: str = "<p>In English.</p>",
    *,
    day: date = date(2016, 1, 1),
    status: Status = Status.PUBLISHED,
    translator: str = "",
) -> Article:
    """Return the translation of a story made here."""
    path = story.path.replace(".md", ".en.md")
    digest = fingerprint.digest(html.encode())
    HTML[digest] = html
    meta = replace(story.meta, title=f"{story.slug} in English", summary="A summary.")
    return replace(
        story,
        path=path,
        lang="en",
        translated=Translated(date=day, translator=translator, status=status),
        meta=meta,
        links=links_in(path, html),
        text_digest=digest,
        face_digest=fingerprint.of_record((path, meta)),
    )


def site(
    vocabularies: Vocabularies,
    stories: Iterable[Article],
    translations: Iterable[Article],
    today: date = TODAY,
) -> Editions:
    everything: Content = replace(content(vocabularies, stories), translations=tuple(translations))
    return plan_editions(everything, text_of, (ABOUT, HOME), today, WORDS)


def pages(edition: Assembled) -> dict[str, Page]:
    made = (page_of(plan, edition.frame, text_of, edition.frame.card) for plan in edition.plans)
    return {page.head.path: page for page in made}


def html_of(edition: Assembled, page: Page) -> str:
    environment = render.environment(
        read_theme(THEME).templates, edition.frame.words, None, edition.edition.to_root
    )
    return render.html(page, edition.site, environment).decode()


def test_site_without_translation_has_one_edition(vocabularies: Vocabularies) -> None:
    (main,) = site(vocabularies, row(2), ())
    assert main.edition == Edition(site_url="https://neu-guong.example/")
    assert all(page.head.other is None for page in pages(main).values())


@pytest.mark.parametrize(
    "changes", [{"day": date(2016, 7, 2)}, {"status": Status.DRAFT}, {"status": Status.RETRACTED}]
)
def test_translation_that_is_not_public_makes_no_edition(
    vocabularies: Vocabularies, changes: dict[str, object]
) -> None:
    story = article()
    assert len(site(vocabularies, [story], [english(story, **changes)])) == 1  # type: ignore[arg-type]


def test_english_edition_has_the_translated_stories_and_their_groups_only(vocabularies: Vocabularies) -> None:
    first, second = article("mot"), article("hai", field="guong-khac")
    _, other = site(vocabularies, [first, second], [english(first)])
    assert sorted(pages(other)) == [
        "bai/2014-2015/mot.html",
        "cap-hoc/index.html",
        "cap-hoc/tieu-hoc.html",
        "doi-tuong/ca-nhan.html",
        "doi-tuong/index.html",
        "index.html",
        "linh-vuc/index.html",
        "linh-vuc/van-dong-ra-lop.html",
        "linh-vuc/van-dong-ra-lop/da-bac.html",
        "nam-hoc/2014-2015.html",
        "nam-hoc/index.html",
        "noi/da-bac.html",
        "noi/index.html",
        "tat-ca.html",
        "tong-quan.html",
    ]


def test_english_pages_speak_english(vocabularies: Vocabularies) -> None:
    story = article(date=date(2015, 4, 22))
    _, other = site(vocabularies, [story], [english(story, translator="Lê Thị Thử")])
    page = pages(other)["bai/2014-2015/con-do-som.html"]
    assert isinstance(page, ArticlePage)
    assert (page.title, page.date.words, page.field.text, page.place_name) == (
        "con-do-som in English",
        "22 April 2015",
        "Bringing children to class",
        "Đà Bắc District",
    )
    assert page.translated == "Translated from Vietnamese by Lê Thị Thử, 1 January 2016."
    assert (page.head.lang, other.site.lang, other.site.publisher) == ("en", "en", "Sample Office")
    assert {page.head.lang for page in pages(other).values()} == {"en"}


def test_pages_of_both_languages_lead_to_each_other(vocabularies: Vocabularies) -> None:
    story, alone = article("mot"), article("hai", field="guong-khac")
    main, other = (pages(edition) for edition in site(vocabularies, [story, alone], [english(story)]))

    def ways(page: Page) -> tuple[str, str, tuple[tuple[str, str], ...]]:
        assert page.head.other is not None
        return page.head.other.href, page.head.other.text, page.head.languages

    path = "bai/2014-2015/mot.html"
    both = (
        ("vi", f"https://neu-guong.example/{path}"),
        ("en", f"https://neu-guong.example/en/{path}"),
    )
    assert ways(main[path]) == (f"en/{path}", "English", both)
    assert ways(other[path]) == (f"../{path}", "Tiếng Việt", both)
    assert ways(main["bai/2014-2015/hai.html"]) == ("en/index.html", "English", ())
    assert ways(main["linh-vuc/guong-khac.html"]) == ("en/index.html", "English", ())
    homes = (("vi", "https://neu-guong.example/"), ("en", "https://neu-guong.example/en/"))
    assert ways(main["index.html"]) == ("en/index.html", "English", homes)
    assert ways(other["index.html"]) == ("../index.html", "Tiếng Việt", homes)


def test_every_language_named_by_one_page_names_it_back(vocabularies: Vocabularies) -> None:
    stories = row(45)
    editions = site(vocabularies, stories, [english(story) for story in stories[::2]])
    named = {
        (edition.edition.folder + path, page.head.languages)
        for edition in editions
        for path, page in pages(edition).items()
        if page.head.languages
    }
    addresses = {"https://neu-guong.example/" + path.removesuffix("index.html"): both for path, both in named}
    assert all(addresses[address] == both for both in addresses.values() for _, address in both)


def test_older_page_of_a_list_has_no_counterpart(vocabularies: Vocabularies) -> None:
    stories = row(45)
    main, other = site(vocabularies, stories, [english(story) for story in stories])
    for edition, home in ((main, "en/index.html"), (other, "../index.html")):
        page = pages(edition)["tat-ca/trang/1.html"]
        assert isinstance(page, ListPage)
        assert page.head.other is not None
        assert (page.head.other.href, page.head.languages) == (home, ())


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [
        ("hai.md", "bai/2014-2015/hai.html"),
        ("hai.en.md", "bai/2014-2015/hai.html"),
        ("ba.md", "../bai/2014-2015/ba.html"),
        ("ba.en.md", "../bai/2014-2015/ba.html"),
        ("nhap.md", ""),
        ("../../content/pages/gioi-thieu.md", "../gioi-thieu.html"),
    ],
)
def test_link_in_english_leads_to_english_where_there_is_any(
    vocabularies: Vocabularies, written: str, leads_to: str
) -> None:
    first, second, third = article("mot"), article("hai"), article("ba")
    hidden = article("nhap", status=Status.DRAFT)
    translations = [english(first, f'<p>See <a href="{written}">it</a>.</p>'), english(second)]
    _, other = site(vocabularies, [first, second, third, hidden], translations)
    page = pages(other)["bai/2014-2015/mot.html"]
    assert isinstance(page, ArticlePage)
    hrefs = re.findall('href="([^"]*)"', page.html)
    assert [posixpath.normpath(posixpath.join("bai/2014-2015", href)) for href in hrefs] == (
        [leads_to] if leads_to else []
    )


@pytest.mark.parametrize(
    ("written", "leads_to"),
    [("hai.md", "bai/2014-2015/hai.html"), ("hai.en.md", "en/bai/2014-2015/hai.html")],
)
def test_link_in_vietnamese_leads_where_it_says(
    vocabularies: Vocabularies, written: str, leads_to: str
) -> None:
    first, second = article("mot", html=f'<p><a href="{written}">x</a></p>'), article("hai")
    main, _ = site(vocabularies, [first, second], [english(second)])
    page = pages(main)["bai/2014-2015/mot.html"]
    assert isinstance(page, ArticlePage)
    (href,) = re.findall('href="([^"]*)"', page.html)
    assert posixpath.normpath(posixpath.join("bai/2014-2015", href)) == leads_to


def test_all_links_of_both_editions_lead_to_files_that_are_wanted(vocabularies: Vocabularies) -> None:
    stories = row(45)
    translations = [english(story) for story in stories[::2]]
    editions = site(vocabularies, stories, translations)
    wanted = {file.path for file in wanted_files(editions, read_theme(THEME), {}).files}
    lost = set()
    for edition in editions:
        for path, page in pages(edition).items():
            if page.head.from_root:
                continue
            lies_at = edition.edition.folder + path
            for href in re.findall('(?:href|src)="([^"]*)"', html_of(edition, page)):
                if not re.match("https?:|mailto:|#", href):
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(lies_at), href))
                    if target.partition("#")[0] not in wanted:
                        lost.add((lies_at, target))
    assert lost == set()


def test_editions_share_photos_cloths_and_data_files(vocabularies: Vocabularies) -> None:
    story = article()
    editions = site(vocabularies, [story], [english(story)])
    files = wanted_files(editions, read_theme(THEME), {}).files
    paths = [file.path for file in files]
    assert len(paths) == len(set(paths))
    beside_pages = {Path(path).parts[1] for path in paths if path.startswith("en/")} - {
        Path(page).parts[0] for page in pages(editions[1])
    }
    assert beside_pages == {"feeds", "sitemap.xml", "chia-se", "qr"}


def test_data_files_name_the_translation(vocabularies: Vocabularies) -> None:
    story, alone = article("mot"), article("hai")
    main, other = site(vocabularies, [story, alone], [english(story)])
    (stories,) = (one for one in main.documents if one.path == "api/v1/stories/2014-2015/1.json")
    told = {entry["id"]: entry.get("translations") for entry in json.loads(stories.make())["stories"]}
    assert told == {
        "2014-2015/mot": {"en": "https://neu-guong.example/en/bai/2014-2015/mot.html"},
        "2014-2015/hai": None,
    }
    assert other.documents == ()
    (alone_too,) = site(vocabularies, [story, alone], ())
    assert stories.key not in {one.key for one in alone_too.documents}


def test_robots_name_the_map_of_each_edition(vocabularies: Vocabularies) -> None:
    story = article()
    editions = site(vocabularies, [story], [english(story)])
    assert render.robots([edition.site for edition in editions]).decode().splitlines()[-2:] == [
        "Sitemap: https://neu-guong.example/sitemap.xml",
        "Sitemap: https://neu-guong.example/en/sitemap.xml",
    ]


def test_english_home_has_no_contest_and_no_vietnamese_pages_in_its_footer(
    vocabularies: Vocabularies,
) -> None:
    story = article()
    _, other = site(vocabularies, [story], [english(story)])
    home = pages(other)["index.html"]
    assert isinstance(home, HomePage)
    assert home.about is not None
    assert (home.season, home.about.href) == (None, "../en.html")
    assert [link.href for link in other.site.menu] == [
        "linh-vuc/index.html",
        "noi/index.html",
        "nam-hoc/index.html",
        "tong-quan.html",
    ]
    assert [link.href for link in other.site.footer] == [
        "../en.html",
        "cap-hoc/index.html",
        "doi-tuong/index.html",
    ]
