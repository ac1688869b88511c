"""Articles, content and whole folders for the tests of the site: values, without reading Markdown."""

from __future__ import annotations

import functools
import re
import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment

from neuguong import fingerprint, settings
from neuguong.brocade.svg import svg
from neuguong.content.checks.body import resolve
from neuguong.content.files import Tree
from neuguong.content.load import Content
from neuguong.content.markup import scheme
from neuguong.content.model import Article, Author, Meta, Photo, PhotoFile, Status, Subject
from neuguong.content.season import Season
from neuguong.content.vocabulary import Vocabularies
from neuguong.settings import Settings
from neuguong.site import addresses, cloths, json_feed, languages, qr_codes, render, share_cards, sitemaps
from neuguong.site import assemble as assembling
from neuguong.site.cloths import Weaving
from neuguong.site.edition import Edition
from neuguong.site.making import page_of
from neuguong.site.pages import Feed, Page, Site
from neuguong.site.plain import PlainText
from neuguong.site.qr_codes import Code
from neuguong.site.share_cards import Drawing
from neuguong.site.theme import read_theme
from neuguong.site.words import Words
from neuguong.site.write import Output, Put, put
from tests.samples import CONTEST, RESULTS, ROOT, SITE, picture, story_text

THEME = ROOT / "theme"
CATALOGUES = read_theme(THEME).languages
VI, EN = (Words(lang, languages.compile_catalogue(lang, CATALOGUES[lang])) for lang in ("vi", "en"))
TODAY = date(2016, 7, 1)
START = date(2014, 9, 1)
HTML: dict[bytes, str] = {}
"""The texts of all articles made here, by their digests; they are HTML, which Markdown leaves alone."""


def article(
    slug: str = "con-do-som",
    *,
    group: str = "2014-2015",
    html: str = "<p>Bài</p>",
    season: bool = False,
    photo_files: tuple[PhotoFile, ...] = (),
    **changes: Any,
) -> Article:
    """Return a story (or a contest entry) without fault; changes are keys of its front matter."""
    meta: dict[str, Any] = {
        "title": f"Bài {slug}",
        "summary": f"Tóm tắt {slug}.",
        "date": date(2015, 4, 22),
        "field": "van-dong-ra-lop",
        "place": "da-bac",
        "unit": "Trường Bến Mơ",
        "level": "tieu-hoc",
        "subject": Subject(form="ca-nhan", role="giao-vien", name="Cô Mơ"),
        "author": Author(name="Hà Văn Tỉnh"),
        "status": Status.PUBLISHED,
        "photos": tuple(photo(file.name) for file in photo_files),
    }
    folder = f"contest/{group}/entries" if season else f"stories/{group}"
    path, made = f"{folder}/{slug}.md", Meta(**{**meta, **changes})
    text = html.encode()
    text_digest = fingerprint.digest(text)
    HTML[text_digest] = html
    return Article(
        path=path,
        group=group,
        slug=slug,
        meta=made,
        syllables=210,
        photo_files=photo_files,
        links=links_in(path, html),
        text_digest=text_digest,
        text_bytes=len(text),
        face_digest=fingerprint.of_record((path, group, slug, made, photo_files)),
    )


def links_in(path: str, html: str) -> tuple[str, ...]:
    """Return the files that rendered text leads to, as reading the text would find them."""
    targets = (unescape(target) for target in re.findall(r'<a href="([^"]*)"', html))
    return tuple(sorted({resolve(path, target) for target in targets if not scheme(target)}))


def photo(name: str) -> Photo:
    return Photo(file=name, alt=f"Lời tả {name}", credit="Người chụp", consent="khong-co-nguoi")


def row(count: int, **changes: Any) -> tuple[Article, ...]:
    """Return that many stories, a day apart, oldest first."""
    return tuple(
        article(f"bai-{number:03}", date=START + timedelta(days=number), **changes) for number in range(count)
    )


def site_settings(**changes: str) -> Settings:
    lines = [line for line in SITE.splitlines() if line.partition(":")[0] not in changes]
    loaded, problems = settings.load("\n".join([*lines, *(f"{k}: {v}" for k, v in changes.items())]))
    assert problems == ()
    assert loaded is not None
    return loaded


def content(
    vocabularies: Vocabularies,
    stories: Iterable[Article] = (),
    seasons: tuple[Season, ...] = (),
    **changes: str,
) -> Content:
    """Return content with the stories in their total order; changes are keys of site.yml."""
    in_order = tuple(sorted(stories, key=lambda story: story.order))
    return Content(site_settings(**changes), vocabularies, in_order, seasons)


def text_of(article: Article) -> str:
    """Return the rendered text of an article made here, as its file would have it."""
    return HTML[article.text_digest]


def articles_of(everything: Content) -> tuple[Article, ...]:
    """Return the stories and the entries of the content."""
    return (*everything.stories, *(entry for season in everything.seasons for entry in season.entries))


def write_texts(root: Path, everything: Content) -> Tree:
    """Write the files of articles made here, and return the folder."""
    for one in articles_of(everything):
        file = root / one.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"---\n---\n" + text_of(one).encode())
    return Tree(root)


EDITION = Edition(site_url="https://neu-guong.example/")


class Assembled(NamedTuple):
    """A site with every plan carried out: its pages in order, its feeds, what is the same on every page."""

    site: Site
    pages: tuple[Page, ...]
    feeds: tuple[Feed, ...]
    planned: assembling.Assembled


def assemble(everything: Content, plain: Iterable[PlainText], today: date) -> Assembled:
    """Plan the site of content made here, and make its pages."""
    planned = assembling.assemble(everything, text_of, plain, today, VI, EDITION)
    pages = tuple(page_of(plan, planned.frame, text_of, planned.frame.card) for plan in planned.plans)
    return Assembled(planned.site, pages, planned.feeds, planned)


def assembled(vocabularies: Vocabularies, *stories: Article, today: date = TODAY) -> Assembled:
    return assemble(content(vocabularies, stories), (), today)


def theme_environment(folder: Path = THEME) -> Environment:
    """Return the environment that renders the templates of a theme."""
    return render.environment(read_theme(folder).templates, VI)


def rendered(site: Assembled, environment: Environment) -> dict[str, bytes]:
    """Return every file of the site but pictures and the theme's own."""
    return {
        **{page.head.path: render.html(page, site.site, environment) for page in site.pages},
        **{feed.path: render.atom(feed, site.site) for feed in site.feeds},
        **{addresses.json_feed(feed.path): json_feed.render(feed, site.site) for feed in site.feeds},
        **{document.path: document.make() for document in site.planned.documents},
        **{
            part.path: sitemaps.written(part, site.site.base_url)
            for part in sitemaps.parts(site.planned.plans)
        },
        render.ROBOTS: render.robots([site.site]),
        **{weaving.target: woven(weaving) for weaving in cloths_of(site)},
    }


def cloths_of(site: Assembled) -> tuple[Weaving, ...]:
    """Return every cloth that the site shows."""
    return tuple(cloths.plan(site.planned.frame.vocabularies.fields, site.planned.articles))


def codes_of(site: Assembled) -> tuple[Code, ...]:
    """Return every QR code of the site."""
    return tuple(qr_codes.plan(site.planned.frame, site.planned.plans))


def cards_of(site: Assembled) -> tuple[Drawing, ...]:
    """Return every share card of the site."""
    return tuple(share_cards.plan(site.planned.frame, site.planned.articles))


@functools.cache
def woven(weaving: Weaving) -> bytes:
    return svg(cloths._woven(weaving)).encode()


def by_path(site: Assembled) -> dict[str, Page]:
    """Return the pages by their address; no two lie at the same one."""
    pages = {page.head.path: page for page in site.pages}
    assert len(pages) == len(site.pages)
    return pages


def write_contest(root: Path, results: str = RESULTS, rules: str = CONTEST) -> None:
    folder = root / "contest/2015"
    (folder / "entries").mkdir(parents=True, exist_ok=True)
    (folder / "contest.yml").write_text(rules, encoding="utf-8")
    (folder / "call.md").write_text("Mời viết về một người tốt.\n", encoding="utf-8")
    (folder / "results.yml").write_text(results, encoding="utf-8")
    entry = story_text(title="Bát cơm của bà", date="2015-06-01", place="tan-lac", consent="MAU-CT-1")
    (folder / "entries/bat-com.md").write_text(entry, encoding="utf-8")


def write_site(root: Path) -> Path:
    """Write a small site that `neuguong build` and Pelican can build."""
    shutil.copytree(ROOT / "content", root / "content", ignore=shutil.ignore_patterns("handbook"))
    shutil.copytree(THEME, root / "theme")
    for name in ("site.yml", "pelicanconf.py"):
        shutil.copyfile(ROOT / name, root / name)
    photos = (
        "[{file: ben-do.jpg, alt: Bến đò vắng bên bờ sông sáng sớm, credit: Tranh, consent: khong-co-nguoi}]"
    )
    folder = root / "stories/2014-2015"
    (folder / "con-do-som").mkdir(parents=True)
    (folder / "con-do-som/ben-do.jpg").write_bytes(picture(size=(700, 500)))
    (folder / "con-do-som.md").write_text(story_text(photos=photos), encoding="utf-8")
    second = story_text(title="Lớp học bên suối", date="2015-05-20", place="tan-lac", consent="MAU-002")
    (folder / "lop-hoc-ben-suoi.md").write_text(second, encoding="utf-8")
    waiting = story_text(title="Bài chờ ngày mai", date="2015-07-02", consent="MAU-003")
    (folder / "bai-cho-ngay-mai.md").write_text(waiting, encoding="utf-8")
    write_contest(root)
    return root


def write(output: Output, path: str, data: bytes) -> Put:
    """Write one file of a build, and count it."""
    done = put(output.root, path, data)
    output.note(path, changed=done.changed)
    return done


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Html(HTMLParser):
    """What a page is made of: its tags, the addresses it names, its words."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(data.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data

    @property
    def addresses(self) -> set[str]:
        found = {value for name, value in self.attributes if name in {"href", "src"}}
        sets = (value for name, value in self.attributes if name == "srcset")
        return found | {part.split()[0] for value in sets for part in value.split(",")}
