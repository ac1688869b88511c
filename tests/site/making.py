"""Articles, content and whole folders for the tests of the site: values, without reading Markdown."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from neuguong import settings
from neuguong.content.load import Content
from neuguong.content.markup import Body
from neuguong.content.model import Article, Author, Meta, Photo, PhotoFile, Status, Subject
from neuguong.content.season import Season
from neuguong.content.vocabulary import Vocabularies
from neuguong.settings import Settings
from neuguong.site.assemble import Assembled, assemble
from neuguong.site.pages import Page
from tests.samples import CONTEST, RESULTS, ROOT, SITE, picture, story_text

THEME = ROOT / "theme"
TODAY = date(2016, 7, 1)
START = date(2014, 9, 1)


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
    return Article(
        path=f"{folder}/{slug}.md",
        group=group,
        slug=slug,
        meta=Meta(**{**meta, **changes}),
        body=Body(html, 210),
        photo_files=photo_files,
    )


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


def assembled(vocabularies: Vocabularies, *stories: Article, today: date = TODAY) -> Assembled:
    return assemble(content(vocabularies, stories), (), today)


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
