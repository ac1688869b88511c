"""Everything that can happen to a site between two builds, as edits that are drawn, shrunk and printed.

An edit is a name and two small numbers, which choose among what there is: so every sequence of edits makes
sense, whatever is taken out of it. What an edit does stands below, a function each.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from neuguong import store
from neuguong.content.load_texts import Memory
from neuguong.site.planned import Planned
from neuguong.site.write import MANIFEST, UNFINISHED
from tests.exactness.building import (
    SETTLED,
    Built,
    Clean,
    Tree,
    build,
    build_on,
    compare,
    difference,
    new_folder,
    run,
    tree_of,
)
from tests.exactness.sources import (
    CATALOGUE,
    CONF,
    DAYS,
    EXTRA,
    TEMPLATES,
    Manner,
    Season,
    Sources,
    Story,
    Writer,
    catalogue,
    page,
    renamed,
    sources,
    template,
)
from tests.samples import story_text

Found = TypeVar("Found")

BUILD_DAYS = (
    *DAYS,
    date(2015, 6, 19),
    date(2015, 6, 20),
    date(2015, 3, 31),
    date(2015, 4, 1),
    date(2016, 7, 1),
    date(2026, 12, 31),
)
LISTS = "content/vocabulary"
ADDED = "content/pages/them.md"
_LISTED = (
    ("fields", "short: Vận động học sinh ra lớp"),
    ("places", "name: Huyện Đà Bắc"),
    ("places", "name: Thành phố Hòa Bình"),
    ("places", "name: Huyện Kỳ Sơn"),
    ("levels", "name: Tiểu học"),
    ("calendar", "name: Năm học 2014 – 2015"),
)
"""Entries of lists, and where their names stand."""
_STATIC = (
    "theme/static/css/site.css",
    "theme/static/them/a..b.txt",
    "theme/static/cho",
    "theme/static/cho/sau/c.txt",
)


@dataclass
class World:
    """A site on the disk: what is written in it, where and for which day it is built, who else is there."""

    folder: Path
    sources: Sources = field(default_factory=sources)
    day: date = date(2026, 12, 31)
    manner: Manner = Manner.WRITTEN
    options: tuple[str, ...] = ()
    output: Path = Path()
    strangers: dict[Path, Tree] = field(default_factory=dict)
    forgotten: dict[Path, set[str]] = field(default_factory=dict)
    """What of manifest, store and pages was tampered with since a folder was last built."""
    kept_store: bytes | None = None
    memory: Memory | None = None
    """What a process keeps in mind that goes on building; without one each build is a process of its own."""
    planned: Planned = field(default_factory=Planned)

    def __post_init__(self) -> None:
        self.writer = Writer(self.folder / "site")
        self.output = self.folder / "output"

    @property
    def site(self) -> Path:
        return self.writer.root

    @property
    def store(self) -> Path:
        return self.site / store.FOLDER / store.FILE

    @property
    def strange(self) -> Tree:
        """Return what others have put into the output folder, and want to find there again."""
        return self.strangers.setdefault(self.output, {})

    def written(self) -> list[Path]:
        """Return the files that a build wrote into the output folder, in order."""
        there = (self.output / path for path in tree_of(self.output) if path not in self.strange)
        return [file for file in there if file.is_file() and file.name not in {MANIFEST, UNFINISHED}]

    def save(self) -> None:
        """Write the sources to the disk."""
        self.writer.write(self.sources.files(), self.manner)

    def forget(self, what: str) -> None:
        """Note that a build can no longer know what is its own by the manifest, the store or the pages."""
        folders = {self.output, *self.strangers} if what == "store" else {self.output}
        for folder in folders:
            self.forgotten.setdefault(folder, set()).add(what)

    def build(self) -> Built:
        """Build the site; what nobody can know to be ours any more is somebody else's from now on."""
        if "--clean" in self.options:
            self.forget("store")
        before = tree_of(self.output)
        if self.memory is None or self.options:
            built = build(self.site, self.output, self.day, *self.options)
        else:
            built = build_on(self.site, self.output, self.day, self.memory, self.planned)
        if built.code == 0:
            forgotten = self.forgotten.pop(self.output, set())
            if "manifest" in forgotten and len(forgotten) > 1:
                ours = {MANIFEST, *built.tree[MANIFEST][1:].decode().splitlines()}
                left = built.tree.keys() - ours
                self.strange.update({path: before[path] for path in left if path in before})
        return built


@dataclass
class Mould:
    """The folder of a small site that was built: to have it as it was costs less than to build it again."""

    folder: Path

    def __post_init__(self) -> None:
        self._copy = self.folder.with_name(self.folder.name + "-copy")
        world = World(self.folder)
        world.save()
        assert world.build().code == 0
        shutil.copytree(self.folder, self._copy)

    def world(self) -> World:
        """Return the site as it was, all files new on the disk, and all stamps unknown but sure."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._copy, self.folder)
        made = World(self.folder)
        wait(made, 0, 0)
        return made

    def clear_up(self) -> None:
        """Leave nothing on the disk."""
        shutil.rmtree(self._copy)


@contextmanager
def new_world(made: Sources | None = None) -> Iterator[World]:
    """Make a site in a folder of its own, and clear up after it."""
    folder = new_folder()
    try:
        yield World(folder, made or sources())
    finally:
        shutil.rmtree(folder)


Do = Callable[[World, int, int], None]


class Edit(NamedTuple):
    """One thing that happens; `a` and `b` choose which and how."""

    do: Do
    a: int = 0
    b: int = 0

    def __repr__(self) -> str:
        return f"Edit({self.do.__name__}, {self.a}, {self.b})"


Steps = list[list[Edit]]


def play(steps: Steps, world: World, clean: Clean, *, settle_every: int = 2) -> None:
    """Let things happen, build after each step, and compare each build with one from nothing.

    After some steps build on until nothing is left to do; after the others go on with files of a moment ago.
    """
    world.save()
    assert world.build().code == 0, "the site that all begin with has a fault"
    for number, step in enumerate(steps):
        before_step(world)
        for edit in step:
            edit.do(world, edit.a, edit.b)
        world.save()
        expected = clean.ask(world.sources.files(), world.day)
        before = tree_of(world.output)
        warm, nothing = world.build(), expected.result()
        wrong = compare(warm, nothing, world.strange, before)
        assert not wrong, "\n".join([f"after step {number}:", *wrong])
        if warm.code == 0:
            _see_reasons(warm, before)
            for path in world.strange.keys() & nothing.tree.keys():
                del world.strange[path]
            if number % settle_every == 0:
                see_it_settle(world, warm.tree)


def see_it_settle(world: World, made: Tree) -> None:
    """Build twice more when nobody has saved anything of late: nothing changes, and that is soon known."""
    wait(world, 0, 0)
    world.options = ()
    for which in ("first", "second"):
        quick, tree = is_answered_quickly(world)
        changed = difference(tree, made)
        assert not changed, f"after a step that was built once more, the {which} time:\n{changed}"
    assert quick or not world.store.is_file(), "a build that has nothing to do looks at everything"


def is_answered_quickly(world: World) -> tuple[bool, Tree]:
    """Build, and return whether nothing was looked at but stamps, and the tree that is there now."""
    world.options = ("--stages",)
    built = world.build()
    world.options = ()
    assert built.code == 0, built.said
    return [*json.loads(built.said)] == ["compare"], built.tree


def before_step(world: World) -> None:
    """Mend what was broken."""
    world.sources.broken.clear()
    world.manner, world.options = Manner.WRITTEN, ()


def _see_reasons(warm: Built, before: Tree) -> None:
    """Where a build was asked for reasons, it gave one for each file that changed."""
    if not warm.said:
        return
    said = dict(line.split(": ", 1) for line in warm.said.splitlines())
    changed = {path for path, data in warm.tree.items() if before.get(path) != data} - {MANIFEST}
    unsaid = sorted(changed - said.keys())
    assert not unsaid, f"changed without a word: {unsaid}"
    assert all(said.values()), said


# Stories


def _story(world: World, a: int) -> Story | None:
    entries = (entry for season in world.sources.seasons.values() for entry in season.entries.values())
    everything = [*world.sources.stories.values(), *entries]
    return everything[a % len(everything)] if everything else None


def rewrite_body(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.words = b


def rename_title(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.title = f"Tên thứ {b}"


def move_to_another_day(world: World, a: int, b: int) -> None:
    """Its folder follows, and every other time the old address is remembered."""
    if (story := _story(world, a)) and story.slug in world.sources.stories:
        if b % 2:
            story.formerly = (*story.formerly, story.key)
        story.day = DAYS[b % len(DAYS)]


def add_story(world: World, a: int, b: int) -> None:
    slug = f"bai-{a}"
    day = DAYS[b % len(DAYS)]
    there = world.sources.stories.setdefault(slug, Story(slug, day, f"Bài {a}", topic=a, spot=b, level=a + b))
    there.words = b


def delete_story(world: World, a: int, _b: int) -> None:
    slugs = [*world.sources.stories]
    if slugs:
        del world.sources.stories[slugs[a % len(slugs)]]


def rename_file(world: World, a: int, b: int) -> None:
    story = _story(world, a)
    new = f"moi-{b}"
    if story and story.slug in world.sources.stories and new not in world.sources.stories:
        del world.sources.stories[story.slug]
        if a % 2:
            story.formerly = (*story.formerly, story.key)
        story.slug = new
        world.sources.stories[new] = story


def translate(world: World, a: int, b: int) -> None:
    """Put another translation beside a story, or take it away."""
    stories = [*world.sources.stories.values()]
    if stories:
        stories[a % len(stories)].english = b if b % 4 else None


def change_field(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.topic = b


def change_other_fields(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.also = (b, b + 1)[: b % 3]


def change_place(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.spot = b


def change_level(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.level = b


def change_form(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.form = b


def change_status(world: World, a: int, b: int) -> None:
    stories = [*world.sources.stories.values()]
    if stories:
        stories[a % len(stories)].status = b


def change_sample(world: World, a: int, b: int) -> None:
    if story := _story(world, a):
        story.is_sample = bool(b % 2)


def link(world: World, a: int, b: int) -> None:
    """Link one text (or a season's call) to a story, hidden or not, or take its links out."""
    slugs = [*world.sources.stories]
    holders: list[Story | Season] = [*world.sources.stories.values(), *world.sources.seasons.values()]
    holder = holders[a % len(holders)]
    holder.links = (slugs[b % len(slugs)], slugs[-1 - b % len(slugs)]) if slugs and b % 5 else ()


def change_photo(world: World, a: int, b: int) -> None:
    """Put other bytes in a photo's place, add one, or take all away."""
    if story := _story(world, a):
        if b % 5 == 0:
            story.photos = {}
        else:
            story.photos[f"anh-{b % 2}.png"] = b


def rename_photo(world: World, a: int, b: int) -> None:
    if (story := _story(world, a)) and story.photos:
        story.photos = {
            f"khac-{b}.png" if at == 0 else n: s for at, (n, s) in enumerate(story.photos.items())
        }


def swap_stories(world: World, a: int, b: int) -> None:
    """Let two stories change places: the same files with each other's contents."""
    one, other = _story(world, a), _story(world, b)
    stories = world.sources.stories
    if one and other and one is not other and one.slug in stories and other.slug in stories:
        (first, one.slug), (second, other.slug) = (one.slug, other.slug), (other.slug, one.slug)
        one.day, other.day = other.day, one.day
        stories[second], stories[first] = one, other


# Contest seasons


def _season(world: World, a: int) -> Season | None:
    seasons = [*world.sources.seasons.values()]
    return seasons[a % len(seasons)] if seasons else None


def change_season(world: World, a: int, b: int) -> None:
    if season := _season(world, a):
        changes: tuple[Callable[[], None], ...] = (
            lambda: setattr(season, "name", f"Cuộc thi {b}"),
            lambda: setattr(season, "reason", f"Lý do thứ {b}."),
            lambda: setattr(season, "prize", f"Giải {b}"),
            lambda: setattr(season, "call", b),
            lambda: setattr(season, "announced", date(2015, 6, 20 + b % 5)),
        )
        changes[b % len(changes)]()


def change_entries(world: World, a: int, b: int) -> None:
    """Let one entry more win, or take the last away (with it the results)."""
    if season := _season(world, a):
        if b % 3 == 0 and season.entries:
            season.entries.popitem()
        else:
            day = date(2015, 6, 1 + b % 28)
            season.entries.setdefault(
                f"du-thi-{b}", Story(f"du-thi-{b}", day, f"Dự thi {b}", topic=b, spot=b)
            )


def add_or_remove_season(world: World, a: int, b: int) -> None:
    if f"mua-{a}" in world.sources.seasons:
        del world.sources.seasons[f"mua-{a}"]
    else:
        world.sources.seasons[f"mua-{a}"] = Season(f"Mùa {b}", call=b)


# Lists, theme, settings, plain pages


def rename_listed(world: World, a: int, b: int) -> None:
    name, pattern = _LISTED[a % len(_LISTED)]
    path = f"{LISTS}/{name}.yml"
    world.sources.texts[path] = renamed(world.sources.texts[path], pattern, f" ({b})")


def add_listed(world: World, a: int, b: int) -> None:
    path = f"{LISTS}/{('levels', 'fields')[a % 2]}.yml"
    if f"slug: them-{b}\n".encode() not in world.sources.texts[path]:
        short = f"\n  short: Thêm {b}" if a % 2 else ""
        world.sources.texts[path] += f"- slug: them-{b}\n  name: Thêm {b}{short}\n".encode()


def reorder_listed(world: World, a: int, b: int) -> None:
    """Let two entries of a list change places."""
    path = f"{LISTS}/{('levels', 'fields')[a % 2]}.yml"
    head, *entries = world.sources.texts[path].decode().split("- slug: ")
    at, to = b % len(entries), (b + 1) % len(entries)
    entries[at], entries[to] = entries[to], entries[at]
    world.sources.texts[path] = "- slug: ".join([head, *entries]).encode()


def change_template(world: World, a: int, b: int) -> None:
    """Put a word, a note, another template (named, or worked out) or nothing into a template."""
    changes = (
        f"<p>{b}</p>",
        f"{{# {b} #}}",
        '{% include "extra.html" %}',
        '{% set which = "extra" %}{% include which ~ ".html" %}',
        "",
    )
    path = TEMPLATES[a % len(TEMPLATES)]
    world.sources.texts[path] = template(path, changes[b % len(changes)])


def change_included_template(world: World, _a: int, b: int) -> None:
    world.sources.texts[EXTRA] = f"<p>{b}</p>\n".encode()


def change_words(world: World, a: int, b: int) -> None:
    """Say something else on pages of all kinds, in the menu, in feeds, or on one page only."""
    words = {
        "story.cite": "Dẫn",
        "home": "Đầu",
        "menu.fields": "Việc",
        "sample.feed": "Mẫu",
        "missing.start": "Lối ra",
        "stories": "%(n)s chuyện",
        "date": "d/M/y",
        "archive.intro": "%(first)s, %(last)s",
    }
    key = [*words][a % len(words)]
    world.sources.texts[CATALOGUE] = catalogue(key, f"{words[key]} {b}")


def change_static(world: World, a: int, b: int) -> None:
    """Change the style sheet, add a file of the theme's own or take it away, or put a folder in its place."""
    texts, path = world.sources.texts, _STATIC[a % len(_STATIC)]
    for other in _STATIC[1:]:
        if other != path and (other in path or path in other):
            texts.pop(other, None)
    if b % 3 == 0 and a % len(_STATIC):
        texts.pop(path, None)
    else:
        texts[path] = f"/* {b} */".encode()


def change_settings(world: World, a: int, b: int) -> None:
    key, value = (
        ("name", f"Nêu Gương {b}"),
        ("tagline", f"Chuyện {b}"),
        ("base_url", f"https://neu-guong.example/{'goc/' * (b % 3)}"),
        ("edit_url", f"https://kho.example/{b}/" if b % 3 else ""),
        ("contact", f"thu-{b}@neu-guong.example"),
        ("language", ("vi", "en")[b % 2]),
        ("publisher", f"Phòng Mẫu {b}"),
        ("share_cards", ("true", "false")[b % 2]),
        ("qr_codes", ("true", "false")[b % 2]),
    )[a % 9]
    world.sources.settings = {**world.sources.settings, key: value}
    if not value:
        del world.sources.settings[key]


def change_page(world: World, a: int, b: int) -> None:
    """Change a plain page, or add one that others lead to, or take it away."""
    pages, contact = world.sources.texts, "content/pages/lien-he.md"
    if a % 3 == 2 and b % 3 == 0:
        pages.pop(ADDED, None)
        pages[contact] = page("lien-he", "Liên hệ", b)
    elif a % 3 == 2:
        pages[ADDED] = page("them", f"Thêm {b}", b, "gioi-thieu")
        pages[contact] = page("lien-he", "Liên hệ", b, "them")
    else:
        slug = ("gioi-thieu", "en")[a % 3]
        pages[f"content/pages/{slug}.md"] = page(slug, f"Trang {b}", b, "lien-he")


def change_pelican_settings(world: World, _a: int, b: int) -> None:
    extensions = ('"markdown.extensions.extra"', '"markdown.extensions.extra", "markdown.extensions.toc"')
    text = CONF.decode().replace(extensions[0], extensions[b % 2])
    world.sources.texts["pelicanconf.py"] = f"{text}# {b}\n".encode()


def have_a_handbook(world: World, _a: int, b: int) -> None:
    if b % 2:
        world.sources.texts["mkdocs.yml"] = b"site_name: So tay\n"
    else:
        world.sources.texts.pop("mkdocs.yml", None)


# How, when and where it is built


def build_on_another_day(world: World, a: int, _b: int) -> None:
    world.day = BUILD_DAYS[a % len(BUILD_DAYS)]


def build_elsewhere(world: World, a: int, _b: int) -> None:
    world.output = world.folder / ("output", "another output")[a % 2]


def move_the_site(world: World, a: int, _b: int) -> None:
    """Give the site's folder another name; its store goes with it."""
    moved = world.folder / ("site", "moved site")[a % 2]
    if moved != world.site:
        world.site.rename(moved)
        world.writer.root = moved


def exchange_output_folders(world: World, _a: int, _b: int) -> None:
    """Let the two output folders change places, with all that is known of what lies in them but by place."""
    one, other = world.folder / "output", world.folder / "another output"
    beside = world.folder / "beside"
    for source, target in ((one, beside), (other, one), (beside, other)):
        if source.exists():
            source.rename(target)
    _exchange(world.strangers, one, other)
    _exchange(world.forgotten, one, other)
    world.forget("store")
    world.forget("pages")


def _exchange(known: dict[Path, Found], one: Path, other: Path) -> None:
    there = {path: known.pop(path) for path in (one, other) if path in known}
    if one in there:
        known[other] = there[one]
    if other in there:
        known[one] = there[other]


def build_with_options(world: World, a: int, _b: int) -> None:
    world.options = (("--explain",), ("--clean",), ("--clean", "--explain"))[a % 3]


def build_half_way(world: World, a: int, b: int) -> None:
    """Save what was changed so far and build it, so that what follows comes after two builds at least."""
    world.save()
    world.build()
    if a % 2:
        wait(world, a, b)


def build_again(world: World, a: int, _b: int) -> None:
    """Save what was changed so far and build it until nothing is left to do, at once or a moment later."""
    world.save()
    for _ in range(3):
        world.build()
        if a % 2:
            wait(world, 0, 0)


def check_only(world: World, _a: int, _b: int) -> None:
    world.save()
    run("check", "--site", world.site)


def save_in_another_manner(world: World, a: int, _b: int) -> None:
    world.manner = Manner(a % len(Manner))


def wait(world: World, _a: int, _b: int) -> None:
    """Save what was changed so far, and let files become old enough for their stamps to be trusted."""
    world.save()
    time.sleep(2 * SETTLED / 1e9)


def touch_sources(world: World, a: int, b: int) -> None:
    """Give a file another time, or another place on the disk; its bytes stay the same."""
    files = sorted(path for path in world.sources.files() if (world.site / path).is_file())
    if files:
        file = world.site / files[a % len(files)]
        if b % 2:
            os.utime(file, ns=(b * 10**9, b * 10**9))
        else:
            beside = world.folder / "beside"
            shutil.copy2(file, beside)
            beside.replace(file)


def flash(world: World, a: int, b: int) -> None:
    """Change a text and build it, and change it back at once: the same size within one tick of the clock."""
    if story := _story(world, a):
        before = story.words
        story.words = before + 1 + b % 7
        world.save()
        world.build()
        story.words = before


# Faults


_FAULTS: tuple[tuple[str, bytes | None], ...] = (
    ("stories/2014-2015/hong.md", story_text(title="Bài hỏng", field="khong-co").encode()),
    ("stories/2014-2015/hong.md", story_text("Xem [bài](khong-co.md).", title="Bài hỏng").encode()),
    ("stories/2014-2015/hong.md", b"---\ntitle: [\n---\nHong\n"),
    ("stories/2014-2015/hong.md", b"\xff\xfe"),
    ("stories/la.txt", b"?"),
    ("stories/addresses.txt", b"2014-2015/da-mat\n"),
    (f"{LISTS}/levels.yml", b"levels: []\n"),
    (f"{LISTS}/fields.yml", None),
    ("site.yml", b"name: x\n"),
    ("contest/2015/contest.yml", b"name: x\n"),
    ("contest/2015/call.md", b"Xem [b\xc3\xa0i](../../stories/khong-co.md).\n"),
    ("contest/2015/entries/la.md", story_text(title="Không có giải", consent="MAU-9").encode()),
    ("contest/2015/results.yml", b"announced: x\n"),
    ("content/pages/gioi-thieu.md", b"Title: x\nSummary: y\n\n[z]({filename}/pages/khong-co.md)\n"),
    ("content/pages/la.txt", b"?"),
    ("pelicanconf.py", None),
    ("pelicanconf.py", b"PLUGINS = [\n"),
    ("theme/templates/article.html", b"{% for %}"),
    ("theme/templates/list.html", b"{{ page.titel }}"),
    ("theme/templates/plain.html", b"{{ page.titel }}"),
    ("theme/templates/base.html", None),
    ("theme/templates/home.html", None),
    (CATALOGUE, None),
    (CATALOGUE, b'msgid "home"\n'),
    (CATALOGUE, b"\xff"),
)


def break_something(world: World, a: int, _b: int) -> None:
    """Put a fault in; the next step mends it."""
    path, data = _FAULTS[a % len(_FAULTS)]
    world.sources.broken[path] = data


def break_photo(world: World, a: int, b: int) -> None:
    photos = sorted(path for path in world.sources.files() if path.endswith(".png"))
    if photos:
        world.sources.broken[photos[a % len(photos)]] = b"no picture" if b % 2 else None


# Hands in the output


def change_a_byte(world: World, a: int, b: int) -> None:
    """Change a byte of a page; its size, and every other time its date too, stay the same."""
    world.forget("pages")
    files = world.written()
    if files:
        file = files[a % len(files)]
        before, data = file.stat(), bytearray(file.read_bytes())
        if data:
            data[b % len(data)] ^= 1
        file.write_bytes(bytes(data))
        if b % 2:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def delete_output(world: World, a: int, b: int) -> None:
    """Delete a file, a folder, or the whole output."""
    world.forget("pages")
    files = world.written()
    if files:
        file = files[a % len(files)]
        gone = (file, file, file.parent, world.output)[b % 4]
        if gone.is_dir():
            inside = "" if gone == world.output else f"{gone.relative_to(world.output).as_posix()}/"
            for path in [path for path in world.strange if path.startswith(inside)]:
                del world.strange[path]
            shutil.rmtree(gone)
        else:
            gone.unlink()


def replace_by_link(world: World, a: int, b: int) -> None:
    """Put a link in a file's place: to the same bytes, to others, or to itself."""
    world.forget("pages")
    files = world.written()
    if files:
        file = files[a % len(files)]
        target = world.folder / f"linked-{b % 2}"
        target.write_bytes(file.read_bytes() if b % 2 else b"other")
        file.unlink()
        file.symlink_to(file.name if b % 5 == 4 else target)


def exchange_outputs(world: World, a: int, b: int) -> None:
    """Let two pages change places, or put one on top of the other."""
    world.forget("pages")
    files = world.written()
    if files:
        one, other = files[a % len(files)], files[b % len(files)]
        beside = world.folder / "beside"
        one.rename(beside)
        if one != other and b % 2:
            other.rename(one)
        beside.rename(other)


def touch_output(world: World, a: int, b: int) -> None:
    files = world.written()
    if files:
        os.utime(files[a % len(files)], ns=(b * 10**9, b * 10**9))


def put_a_strangers_file(world: World, a: int, b: int) -> None:
    """Put a file where nobody asked for one; it is not the build's to remove."""
    path = ("google.html", "bai/2014-2015/ghi-chu.txt", "la/ghi-chu.txt", "anh/ghi-chu.txt")[a % 4]
    file = world.output / path
    if file.parent.exists() or not os.path.lexists(file.parent):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(f"{b}".encode())
        world.strange[path] = f"f{b}".encode()


def lose_the_manifest(world: World, _a: int, b: int) -> None:
    """Delete the manifest, or cut it short."""
    world.forget("manifest")
    manifest = world.output / MANIFEST
    if manifest.exists():
        if b % 2:
            os.truncate(manifest, manifest.stat().st_size // 2)
        else:
            manifest.unlink()


def leave_unfinished(world: World, _a: int, b: int) -> None:
    """Leave what a killed build leaves."""
    if world.output.is_dir():
        (world.output / UNFINISHED).touch()
        (world.output / f".index.html.{b}.new").write_bytes(b"half")


# Hands in the store


def lose_the_store(world: World, a: int, _b: int) -> None:
    """Delete the store, or its folder, or put a file where the folder was."""
    world.forget("store")
    folder = world.store.parent
    if folder.is_file():
        folder.unlink()
    elif a % 3:
        shutil.rmtree(folder, ignore_errors=True)
        if a % 3 == 2:
            folder.touch()
    else:
        world.store.unlink(missing_ok=True)


def damage_the_store(world: World, a: int, b: int) -> None:
    """Cut it short, scribble into it, or put something else in its place."""
    world.forget("store")
    if not world.store.exists():
        return
    chance, data = random.Random(a * 100 + b), bytearray(world.store.read_bytes())  # noqa: S311
    match a % 4:
        case 0:
            del data[chance.randrange(len(data) + 1) :]
        case 1:
            data = bytearray(b"not a database at all")
        case _:
            for _ in range(1 + b):
                at = chance.randrange(len(data))
                data[at : at + 1 + a % 8] = chance.randbytes(1 + a % 8)
    world.store.write_bytes(bytes(data))


def keep_or_restore_the_store(world: World, _a: int, _b: int) -> None:
    """Keep a copy of the store, or bring back the one that was kept."""
    world.forget("store")
    if world.kept_store is None and world.store.exists():
        world.kept_store = world.store.read_bytes()
    elif world.kept_store is not None:
        if world.store.parent.is_file():
            world.store.parent.unlink()
        world.store.parent.mkdir(exist_ok=True)
        world.store.write_bytes(world.kept_store)
        world.kept_store = None


STORIES: tuple[Do, ...] = (
    rewrite_body,
    rename_title,
    move_to_another_day,
    add_story,
    delete_story,
    rename_file,
    change_field,
    change_other_fields,
    change_place,
    change_level,
    change_form,
    change_status,
    change_sample,
    link,
    change_photo,
    rename_photo,
    swap_stories,
)
AROUND: tuple[Do, ...] = (
    change_season,
    change_entries,
    add_or_remove_season,
    rename_listed,
    add_listed,
    reorder_listed,
    change_template,
    change_included_template,
    change_words,
    change_static,
    change_settings,
    change_page,
    change_pelican_settings,
    have_a_handbook,
)
RUNNING: tuple[Do, ...] = (
    build_on_another_day,
    build_elsewhere,
    move_the_site,
    exchange_output_folders,
    build_with_options,
    build_half_way,
    build_again,
    check_only,
    save_in_another_manner,
    wait,
    touch_sources,
    flash,
)
MISHAPS: tuple[Do, ...] = (
    break_something,
    break_photo,
    change_a_byte,
    delete_output,
    replace_by_link,
    exchange_outputs,
    touch_output,
    put_a_strangers_file,
    lose_the_manifest,
    leave_unfinished,
    lose_the_store,
    damage_the_store,
    keep_or_restore_the_store,
)
ALL = (*STORIES, *AROUND, *RUNNING, *MISHAPS)


def steps(most_steps: int, most_edits: int) -> st.SearchStrategy[Steps]:
    """Draw sequences of at most so many steps, with at least one and at most so many edits in each."""
    number = st.integers(0, 30)
    kinds = st.one_of(*(st.sampled_from(kind) for kind in (STORIES, AROUND, RUNNING, MISHAPS)))
    edit = st.builds(Edit, kinds, number, number)
    return st.lists(st.lists(edit, min_size=1, max_size=most_edits), min_size=1, max_size=most_steps)
