"""The sources of a small site as values: stories, seasons, pages, lists, theme.

Whatever edits make of these values, `files` are the files of a site that can be built; only `broken` puts a
fault in. `Writer` brings a folder up to date and touches no file that stays the same.
"""

from __future__ import annotations

import functools
import io
import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from pathlib import Path

from PIL import Image

from neuguong.content import vocabulary
from neuguong.content.vocabulary import Vocabularies
from tests.samples import CONTEST, ROOT, SITE, story_text

FIELDS = ("van-dong-ra-lop", "guong-khac", "chu-nhiem-lop", "cong-tac-phuc-vu")
PLACES = (
    "da-bac",
    "ky-son",
    "thanh-pho-hoa-binh",
    "tinh-hoa-binh",
    "xa-da-bac",
    "xa-duc-nhan",
    "phuong-ky-son",
    "tinh-phu-tho",
)
LEVELS = ("tieu-hoc", "mam-non", "thcs")
FORMS = (
    "{form: ca-nhan, role: giao-vien, name: Cô Lường Thị Mơ}",
    "{form: tap-the, role: to-chuyen-mon, name: Tổ Một}",
    "{form: mo-hinh, name: Tủ sách mở}",
)
STATUSES = ("published", "published", "draft", "retracted", "fostering")
DAYS = (
    date(2014, 10, 5),
    date(2015, 4, 22),
    date(2015, 8, 31),
    date(2015, 9, 1),
    date(2019, 12, 31),
    date(2020, 1, 1),
    date(2025, 6, 30),
    date(2025, 7, 1),
    date(2026, 11, 20),
)
"""Days on which a story may be published: on both sides of every border that the lists draw."""
EXTRA = "theme/templates/extra.html"
TEMPLATES = tuple(
    f"theme/templates/{name}.html"
    for name in ("article", "base", "_parts", "list", "home", "directory", "season", "redirect", "plain")
)
CATALOGUE = "theme/languages/vi.po"
_MARKED = {"base": "</body>", "_parts": "{% endmacro %}", "redirect": "{% endblock %}"}
"""In front of what a change of the template goes; elsewhere it goes to the content's beginning."""
_CONTENT = "{% block content %}"
CONF = (ROOT / "pelicanconf.py").read_bytes()


@dataclass
class Story:
    """A story or an entry: numbers stand for what is written out in `text`."""

    slug: str
    day: date
    title: str
    topic: int = 0
    also: tuple[int, ...] = ()
    spot: int = 0
    level: int = 0
    form: int = 0
    status: int = 0
    is_sample: bool = True
    words: int = 0
    links: tuple[str, ...] = ()
    photos: dict[str, int] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()
    english: int | None = None
    """Which translation lies beside it: every fifth is a draft, every third waits for a day to come."""

    @property
    def key(self) -> str:
        return f"{year_of(self.day)}/{self.slug}"

    def translation(self, number: int, links: str) -> str:
        """Return what slug.en.md holds."""
        day = max(self.day, date(2026, 12, 1)) if number % 3 == 2 else self.day
        photos = "".join(f"\n- {{file: {name}, alt: A ferry landing at dawn}}" for name in self.photos)
        status = "draft" if number % 5 == 4 else "published"
        head = [
            f"title: Story {number}",
            "summary: It is told once more.",
            f"date: {day}",
            f"status: {status}",
        ]
        given = [f"photos:{photos}"] if photos else []
        body = f"This is told at the ferry, for the {number}th time.\n{links}"
        return "\n".join(["---", *head, *given, "---", body])

    def text(self, links: str = "", formerly: tuple[str, ...] = ()) -> str:
        photos = ", ".join(
            f"{{file: {name}, alt: Bến đò vắng lúc sáng sớm, credit: Tranh, consent: khong-co-nguoi}}"
            for name in self.photos
        )
        also = {FIELDS[other % len(FIELDS)] for other in self.also} - {FIELDS[self.topic % len(FIELDS)]}
        return story_text(
            f"Bài này là bản thứ {self.words:04}, kể ở bến đò.\n{links}",
            title=self.title,
            summary=f"Tóm tắt của {self.title}.",
            date=self.day.isoformat(),
            field=FIELDS[self.topic % len(FIELDS)],
            also_fields=f"[{', '.join(sorted(also)[:2])}]" if also else None,
            place=place_on(self.day, self.spot),
            level=LEVELS[self.level % len(LEVELS)],
            subject=FORMS[self.form % len(FORMS)],
            status=STATUSES[self.status % len(STATUSES)],
            sample="true" if self.is_sample else "false",
            photos=f"[{photos}]" if photos else None,
            formerly=f"[{', '.join(formerly)}]" if formerly else None,
        )


@dataclass
class Season:
    """A contest season: with entries and results, or one that still runs."""

    name: str
    entries: dict[str, Story] = field(default_factory=dict)
    announced: date = date(2015, 6, 20)
    reason: str = "Gửi ba bài."
    prize: str = "Giải Nhất"
    call: int = 0
    links: tuple[str, ...] = ()

    def rules(self) -> str:
        prizes = f"prizes:\n  - {{slug: nhi, name: Giải Nhì, count: 9}}\n  - {{slug: nhat, name: {self.prize}"
        text = CONTEST.replace("name: Cuộc thi mẫu", f"name: {self.name}", 1)
        return text.replace("prizes:\n  - {slug: nhat, name: Giải Nhất", prizes, 1)

    def results(self) -> str:
        awards = [
            f"  - {{prize: {'nhi' if number else 'nhat'}, entry: {slug}}}"
            for number, slug in enumerate(self.entries)
        ]
        unit = f"  - {{prize: tap-the, unit: Trường Bến Mơ, reason: {self.reason}}}"
        return "\n".join([f"announced: {self.announced}", "awards:", *awards, unit, ""])


@dataclass
class Sources:
    """All that people write, and what is wrong with it just now (`broken`: None is a file that is gone)."""

    stories: dict[str, Story]
    seasons: dict[str, Season]
    settings: dict[str, str]
    texts: dict[str, bytes]
    broken: dict[str, bytes | None] = field(default_factory=dict)

    def files(self) -> dict[str, bytes]:
        """Return every file of the site by its path."""
        found = {**self.texts, "site.yml": self._settings()}
        for story in self.stories.values():
            found |= _article(f"stories/{year_of(story.day)}", story, self._text(story))
            if story.english is not None:
                text = story.translation(story.english, self._links(story.links, "../.."))
                found[f"stories/{story.key}.en.md"] = text.encode()
        for slug, season in self.seasons.items():
            found |= {path: text.encode() for path, text in self._season(slug, season)}
            for entry in season.entries.values():
                text = entry.text(self._links(entry.links, "../../.."))
                found |= _article(f"contest/{slug}/entries", entry, text)
        with_faults = found | self.broken
        return {path: data for path, data in with_faults.items() if data is not None}

    def _settings(self) -> bytes:
        lines = [line for line in SITE.splitlines() if line.partition(":")[0] not in self.settings]
        return "\n".join([*lines, *(f"{key}: {value}" for key, value in self.settings.items()), ""]).encode()

    def _text(self, story: Story) -> str:
        taken = {other.key for other in self.stories.values()}
        free = (key for key in story.formerly if key not in taken and self._owner(key) is story)
        return story.text(self._links(story.links, "../.."), tuple(dict.fromkeys(free)))

    def _owner(self, former: str) -> Story | None:
        return next((story for story in self.stories.values() if former in story.formerly), None)

    def _links(self, slugs: tuple[str, ...], up: str) -> str:
        """Return links to those of the stories that are there, in whatever state they are."""
        there = (self.stories[slug] for slug in slugs if slug in self.stories)
        return "".join(f"\nXem [bài {story.slug}]({up}/stories/{story.key}.md).\n" for story in there)

    def _season(self, slug: str, season: Season) -> Iterator[tuple[str, str]]:
        folder = f"contest/{slug}"
        yield f"{folder}/contest.yml", season.rules()
        call = f"Mời viết về một người tốt, lần {season.call:04}.\n{self._links(season.links, '../..')}"
        yield f"{folder}/call.md", call
        if season.entries:
            yield f"{folder}/results.yml", season.results()


def _article(folder: str, story: Story, text: str) -> dict[str, bytes]:
    photos = {f"{folder}/{story.slug}/{name}": photo(seed) for name, seed in story.photos.items()}
    return {f"{folder}/{story.slug}.md": text.encode(), **photos}


@functools.cache
def photo(seed: int) -> bytes:
    """Return a picture; every third is of another size than the two before."""
    out = io.BytesIO()
    colour = (seed * 37 % 256, seed * 91 % 256, seed * 11 % 256)
    Image.new("RGB", (240 + seed // 3 % 3 * 300, 220), colour).save(out, "PNG")
    return out.getvalue()


@functools.cache
def lists() -> Vocabularies:
    """Return the lists that the site begins with."""
    loaded, problems = vocabulary.load({path: (ROOT / path).read_text("utf-8") for path in vocabulary.FILES})
    assert loaded is not None, problems
    return loaded


def year_of(day: date) -> str:
    """Return the school year of a day."""
    return next(year.slug for year in lists().school_years if year.has(day))


def place_on(day: date, spot: int) -> str:
    """Return one of the places that exist on the day."""
    there = [slug for slug in PLACES if lists().slugs("places")[slug].exists_on(day)]
    return there[spot % len(there)]


def template(path: str, change: str) -> bytes:
    """Return the theme's own template with a change in it."""
    text = (ROOT / path).read_text("utf-8")
    before = _MARKED.get(Path(path).stem)
    if before is None:
        assert _CONTENT in text, path
        return text.replace(_CONTENT, _CONTENT + change, 1).encode()
    assert before in text, path
    return text.replace(before, change + before, 1).encode()


def catalogue(key: str, said: str) -> bytes:
    """Return the theme's own catalogue with other words under a key."""
    text = (ROOT / CATALOGUE).read_text("utf-8")
    start = text.index("msgstr", text.index(f'msgid "{key}"\n'))
    end = text.index("\n", start)
    return f'{text[:start]}{text[start:end].partition(" ")[0]} "{said}"{text[end:]}'.encode()


def page(slug: str, title: str, seed: int, link: str = "") -> bytes:
    """Return a plain page, as Pelican reads it."""
    head = f"Title: {title}\nSlug: {slug}\nSummary: Trang {title}.\nOrder: {seed}\n"
    seen = f"\n\n[Xem]({{filename}}/pages/{link}.md)" if link else ""
    return f"{head}\nĐôi lời, bản {seed:04}.{seen}\n".encode()


def sources() -> Sources:
    """Return the site as every sequence of edits finds it."""
    first = Story(
        "con-do-som", DAYS[1], "Con đò sớm", links=("lop-hoc",), photos={"ben-do.png": 1}, english=0
    )
    entry = Story("bat-com", date(2015, 6, 1), "Bát cơm của bà", links=("con-do-som",), photos={"com.png": 2})
    listed = (
        first,
        Story("lop-hoc", DAYS[2], "Lớp học bên suối", topic=1, spot=2, links=("ban-nhap",)),
        Story("dem-trang", DAYS[0], "Đêm trăng", also=(1,), spot=1, formerly=("2014-2015/trang",)),
        Story("sang-nam", DAYS[3], "Sang năm", topic=2, level=1, form=1),
        Story("cuoi-ky-son", DAYS[4], "Cuối Kỳ Sơn", spot=1, form=2),
        Story("nhap-thanh-pho", DAYS[5], "Nhập thành phố", spot=1, level=2),
        Story("ban-nhap", DAYS[5], "Bản nháp", status=2),
        Story(
            "het-huyen",
            DAYS[6],
            "Hết huyện",
            topic=1,
            also=(0, 2),
            links=("con-do-som", "sang-nam"),
            english=1,
        ),
        Story("ve-xa", DAYS[7], "Về xã", spot=0, photos={"xa.png": 3, "cau.png": 4}),
        Story("mai-sau", DAYS[8], "Mai sau", spot=1),
    )
    seasons = {
        "2015": Season("Cuộc thi thứ nhất", {entry.slug: entry}, links=("ban-nhap",)),
        "2026": Season("Cuộc thi thứ hai"),
    }
    return Sources({story.slug: story for story in listed}, seasons, {}, _texts())


def _texts() -> dict[str, bytes]:
    """Return the files that no value above stands for."""
    theme = (file for file in sorted((ROOT / "theme").rglob("*")) if file.is_file())
    copied = [*theme, *(ROOT / path for path in vocabulary.FILES)]
    return {
        "pelicanconf.py": CONF,
        EXTRA: b"<p>0</p>\n",
        "content/pages/gioi-thieu.md": page("gioi-thieu", "Giới thiệu", 1, "lien-he"),
        "content/pages/lien-he.md": page("lien-he", "Liên hệ", 2),
        **{file.relative_to(ROOT).as_posix(): file.read_bytes() for file in copied},
    }


def renamed(text: bytes, pattern: str, mark: str) -> bytes:
    """Return the text with a mark behind the one place where the pattern matches, in place of any before."""
    changed, count = re.subn(rf"({pattern})( \(\d+\))?", rf"\g<1>{mark}", text.decode(), count=1)
    assert count == 1, pattern
    return changed.encode()


class Manner(IntEnum):
    """How a file is saved."""

    WRITTEN = 0
    REPLACED = 1
    OLD_TIME = 2
    """Written, and then given the time it had before."""


class Writer:
    """Keeps a folder as the sources say."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._there: Mapping[str, bytes] = {}

    def write(self, files: Mapping[str, bytes], manner: Manner = Manner.WRITTEN) -> None:
        """Write what is new or changed and remove what is gone, with folders that become empty."""
        for path in self._there.keys() - files.keys():
            self._remove(self.root / path)
        for path, data in files.items():
            if self._there.get(path) != data:
                self._write(self.root / path, data, manner)
        self._there = dict(files)

    def _remove(self, file: Path) -> None:
        file.unlink()
        folder = file.parent
        while folder != self.root and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def _write(self, file: Path, data: bytes, manner: Manner) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.stat().st_mtime_ns if file.exists() else time.time_ns()
        if manner is Manner.REPLACED:
            beside = self.root.parent / "beside"
            beside.write_bytes(data)
            beside.replace(file)
        else:
            file.write_bytes(data)
        if manner is Manner.OLD_TIME:
            os.utime(file, ns=(before, before))
