from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from neuguong.cli import run
from neuguong.cli.terminal import CLEAN
from neuguong.content import load_texts
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.model import Article
from neuguong.crew import Crew
from neuguong.problems import Text
from neuguong.site import explain, making
from neuguong.site.build import publish
from neuguong.site.explain import Change, keep, why
from neuguong.site.ledger import Ledger
from neuguong.site.pages import Head, PlainPage
from neuguong.site.plain import PlainText
from neuguong.site.plans import Part, WholePlan
from neuguong.site.report import Report
from neuguong.site.wanted import Wanted
from neuguong.store import Store
from tests.conftest import WriteStory
from tests.samples import BODY, STORY_PATH
from tests.site.making import THEME, TODAY, write_site

HERE = "stories/2014-2015"
FIRST, THIRD, FOURTH = f"{HERE}/bai-mot.md", f"{HERE}/bai-ba.md", f"{HERE}/bai-bon.md"
STORY = "bai/2014-2015/con-do-som.html"
THIRD_PAGE = "bai/2014-2015/bai-ba.html"
FIELD = "linh-vuc/van-dong-ra-lop.html"
OPENING = f"{HERE}/bai-khong.md"
DRAFTED = {"title": "Bài thứ tư bên hồ", "date": "2015-06-01", "place": "tan-lac", "consent": "MAU-4"}


class Site(NamedTuple):
    """A site of four stories that was built once."""

    root: Path
    store: Store
    write_story: WriteStory

    @property
    def output(self) -> Path:
        return self.root / "output"

    def report(self, day: date = TODAY, plain: tuple[PlainText, ...] = (), *, explain: bool = True) -> Report:
        loaded = load(Tree(self.root), self.store)
        assert loaded.content is not None
        assert loaded.problems == ()
        tree, theme = Tree(self.root), self.root / "theme"
        return publish(
            loaded.content, plain, tree, theme, self.output, day, self.store, Crew(), explain=explain
        )

    def build(self, day: date = TODAY, plain: tuple[PlainText, ...] = ()) -> dict[str, tuple[Text, ...]]:
        """Build and return why each file was made again."""
        report = self.report(day, plain)
        assert all(change.reasons for change in report.changes)
        assert len({change.path for change in report.changes}) == len(report.changes)
        return {change.path: change.reasons for change in report.changes}


@pytest.fixture
def site(site_folder: Tree, write_story: WriteStory, store: Store) -> Site:
    shutil.copytree(THEME, site_folder.root / "theme")
    write_story(FIRST, title="Bài thứ nhất bên suối", date="2015-04-01", place="tan-lac", consent="MAU-1")
    write_story(
        THIRD,
        f"{BODY}\n\n[Xem](bai-bon.md)",
        title="Bài thứ ba bên sông",
        date="2015-05-01",
        place="tan-lac",
        consent="MAU-3",
    )
    write_story(FOURTH, **DRAFTED)
    made = Site(site_folder.root, store, write_story)
    first = made.build()
    assert set(first.values()) == {(Text("trang mới", "it is new"),)}
    assert {
        path.relative_to(made.output).as_posix() for path in made.output.rglob("*") if path.is_file()
    } == {
        *first,
        ".neuguong-manifest",
    }
    assert made.build() == {}
    return made


def edit(path: str, old: str, new: str) -> Callable[[Site], None]:
    """Return a change that replaces some words in a file of the site."""

    def change(site: Site) -> None:
        text = (site.root / path).read_text(encoding="utf-8")
        assert old in text
        (site.root / path).write_text(text.replace(old, new), encoding="utf-8")

    return change


def begin_a_group(site: Site) -> None:
    site.write_story(
        OPENING,
        title="Bài mở đầu bên đồi",
        date="2014-10-01",
        field="quan-ly-chi-dao",
        place="kim-boi",
        level="thcs",
        consent="MAU-0",
    )


def hide(site: Site) -> None:
    site.write_story(FOURTH, **DRAFTED, status="draft")


def delete(site: Site) -> None:
    (site.output / STORY).unlink()


def scribble(site: Site) -> None:
    (site.output / STORY).write_bytes(b"mine")


def forget(site: Site) -> None:
    ledger = Ledger(site.store, site.output.resolve())
    ledger.save(ledger.rows.keys() - {STORY})


GROUPS = Text("một nhóm có bài đầu tiên, hoặc hết bài", "a group got its first text, or lost its last")
CONTENT = Text("nội dung đổi", "its content changed")

CASES: dict[str, tuple[Callable[[Site], None], str, tuple[Text, ...]]] = {
    "settings": (
        edit("site.yml", "hư cấu", "bịa"),
        STORY,
        (Text("cài đặt đổi: site.yml", "the settings changed: site.yml"),),
    ),
    "lists": (
        edit("content/vocabulary/places.yml", "Huyện Kim Bôi", "Huyện Kim-Bôi"),
        STORY,
        (Text("danh mục đổi: content/vocabulary", "a list changed: content/vocabulary"),),
    ),
    "groups": (begin_a_group, STORY, (GROUPS,)),
    "template": (
        edit("theme/templates/article.html", "{% extends", "{# x #}{% extends"),
        STORY,
        (
            Text(
                "mẫu trang đổi: theme/templates/article.html",
                "a template changed: theme/templates/article.html",
            ),
        ),
    ),
    "a template of many": (
        edit("theme/templates/base.html", "<html", "<!-- x --><html"),
        FIELD,
        (Text("mẫu trang đổi: theme/templates/base.html", "a template changed: theme/templates/base.html"),),
    ),
    "metadata": (
        edit(STORY_PATH, "Con đò sớm", "Con đò muộn"),
        STORY,
        (
            Text(
                f"phần thông tin của bài đổi: {STORY_PATH}",
                f"the story's metadata changed: {STORY_PATH}",
            ),
        ),
    ),
    "text": (
        edit(STORY_PATH, "Sáng nào", "Chiều nào"),
        STORY,
        (Text(f"bài viết đổi: {STORY_PATH}", f"the story's text changed: {STORY_PATH}"),),
    ),
    "before": (
        edit(FIRST, "Bài thứ nhất", "Bài đầu tiên"),
        STORY,
        (
            Text(f"bài liền trước đổi: {FIRST}", f"the story before changed: {FIRST}"),
            Text(f"bài đọc thêm đổi: {FIRST}", f"a related story changed: {FIRST}"),
        ),
    ),
    "after": (
        edit(THIRD, "Bài thứ ba", "Bài số ba"),
        STORY,
        (
            Text(f"bài liền sau đổi: {THIRD}", f"the story after changed: {THIRD}"),
            Text(f"bài đọc thêm đổi: {THIRD}", f"a related story changed: {THIRD}"),
        ),
    ),
    "related": (
        edit(FOURTH, "Bài thứ tư", "Bài số bốn"),
        STORY,
        (Text(f"bài đọc thêm đổi: {FOURTH}", f"a related story changed: {FOURTH}"),),
    ),
    "hidden": (
        hide,
        THIRD_PAGE,
        (
            Text(
                f"bài được dẫn tới ẩn đi hoặc hiện ra: {FOURTH}",
                f"a story linked to was hidden or shown: {FOURTH}",
            ),
            Text(f"bài liền sau đổi: {FOURTH}", f"the story after changed: {FOURTH}"),
        ),
    ),
    "list": (
        begin_a_group,
        "tat-ca.html",
        (
            GROUPS,
            Text("các mục quanh danh sách đổi", "what stands around the list changed"),
            Text(f"bài trong danh sách đổi: {OPENING}", f"a listed story changed: {OPENING}"),
        ),
    ),
    "listed": (
        edit(STORY_PATH, "Con đò sớm", "Con đò muộn"),
        FIELD,
        (Text(f"bài trong danh sách đổi: {STORY_PATH}", f"a listed story changed: {STORY_PATH}"),),
    ),
    "content": (edit(STORY_PATH, "Con đò sớm", "Con đò muộn"), "index.html", (CONTENT,)),
    "feed": (edit(STORY_PATH, "Con đò sớm", "Con đò muộn"), "feeds/tat-ca.atom.xml", (CONTENT,)),
    "data": (
        edit(STORY_PATH, "Con đò sớm", "Con đò muộn"),
        "api/v1/stories/2014-2015/1.json",
        (CONTENT,),
    ),
    "map": (begin_a_group, "sitemap.xml", (CONTENT,)),
    "static": (edit("theme/static/css/site.css", "}", "} "), "theme/css/site.css", (CONTENT,)),
    "deleted": (
        delete,
        STORY,
        (Text("tệp đã bị xóa khỏi nơi ghi trang", "the file was deleted from the output"),),
    ),
    "changed": (
        scribble,
        STORY,
        (Text("tệp bị sửa ở nơi ghi trang", "the file was changed in the output"),),
    ),
    "unknown": (forget, STORY, (Text("chưa có ghi chép về tệp này", "nothing is on record of this file"),)),
    "new": (begin_a_group, "bai/2014-2015/bai-khong.html", (Text("trang mới", "it is new"),)),
}


@pytest.mark.parametrize("case", CASES)
def test_reason_names_what_changed(site: Site, case: str) -> None:
    change, page, expected = CASES[case]
    change(site)
    assert site.build()[page] == expected
    assert site.build() == {}


def test_reason_is_the_menu_when_a_page_joins_it(site: Site) -> None:
    plain = PlainText(slug="en", title="In English", summary="", html="", order=1, lang="en", source="en.md")
    reasons = site.build(plain=(plain,))
    assert reasons["en.html"] == (Text("trang mới", "it is new"),)
    assert reasons[STORY] == (Text("đầu trang hoặc cuối trang đổi", "the header or footer changed"),)


def test_reason_is_the_day_when_a_place_has_other_heirs(site: Site) -> None:
    site.build(date(2025, 6, 30))
    assert site.build(date(2025, 7, 1))[STORY] == (
        Text(
            "vào ngày dựng trang, một nơi đã thuộc đơn vị khác",
            "on this day a place belongs to other units",
        ),
    )


def test_reasons_are_asked_for(site: Site) -> None:
    begin_a_group(site)
    report = site.report(explain=False)
    assert (report.changed > 0, report.changes) == (True, ())


def test_reasons_tell_what_changed_since_the_last_build_that_gave_none(site: Site) -> None:
    CASES["settings"][0](site)
    site.report(explain=False)
    change, page, expected = CASES["text"]
    change(site)
    assert site.build()[page] == expected


def test_every_role_has_words_in_both_languages() -> None:
    for words in explain._ROLES.values():
        assert words.vi
        assert words.en
        assert words.vi != words.en


def test_reason_is_given_when_related_stories_change_places(site: Site) -> None:
    """A new story stands between this one and a related one: the same three, in another order."""
    for slug, day in (("ngan-truoc", "2015-04-21"), ("ngan-sau", "2015-04-23")):
        site.write_story(
            f"{HERE}/{slug}.md",
            title=f"Bài {slug} bên đồi",
            date=day,
            field="quan-ly-chi-dao",
            place="kim-boi",
            consent=f"MAU-{slug}",
        )
    before = site.build()
    site.write_story(
        f"{HERE}/chen-giua.md", title="Bài chen giữa hai bài", date="2015-04-24", consent="MAU-9"
    )
    assert STORY in before
    assert site.build()[STORY] == (Text("thứ tự các bài đổi", "its stories changed their order"),)


def test_reasons_are_told_of_a_build_that_began_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the first attempt was about to make, the second one makes; nobody forgot why."""
    root = write_site(tmp_path / "site")
    command = ["build", "--site", str(root), "--no-handbook", "--date", "2016-07-01", "--jobs=1", "--explain"]
    assert run(command) == CLEAN
    settings = root / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace("tagline: ", "tagline: Nay "), encoding="utf-8")
    saved: list[Path] = []

    def text_of(tree: Tree, article: Article) -> str:
        if not saved:
            saved.append(tree.root / article.path)
            saved[0].write_text(saved[0].read_text("utf-8") + "\nThêm một câu.\n", encoding="utf-8")
        return load_texts.text_of(tree, article)

    monkeypatch.setattr(making, "text_of", text_of)
    capsys.readouterr()
    assert run(command) == CLEAN
    said, noted = capsys.readouterr()
    story = saved[0].relative_to(root).as_posix()
    assert f"{story} vừa được lưu trong lúc dựng" in noted
    reasons = dict(line.split(": ", 1) for line in said.splitlines())
    assert reasons["404.html"].startswith("cài đặt đổi: site.yml")
    assert reasons["tat-ca.html"].startswith("cài đặt đổi: site.yml")
    changed = [path for path, reason in reasons.items() if f"bài viết đổi: {story}" in reason]
    assert changed == [f"bai/{story.removeprefix('stories/').removesuffix('.md')}.html"]


@pytest.mark.parametrize("name", ["'zz-b.html'", "site.name[:0] ~ 'zz-b.html'"])
def test_page_is_made_again_when_a_template_takes_the_name_of_another(site: Site, name: str) -> None:
    block = "{% block content %}"
    include = f"{block}{{% include {name} ignore missing %}}"
    edit("theme/templates/home.html", block, include)(site)
    templates = site.root / "theme/templates"
    (templates / "zz-a.html").write_text("<i>đây</i>", encoding="utf-8")
    site.build()
    assert "<i>đây</i>" not in (site.output / "index.html").read_text("utf-8")
    (templates / "zz-a.html").rename(templates / "zz-b.html")
    site.build()
    assert "<i>đây</i>" in (site.output / "index.html").read_text("utf-8")


THEN: list[Part] = [("settings", "site.yml", b"1"), ("related", "a.md", b"1"), ("related", "b.md", b"1")]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            [("settings", "site.yml", b"2"), *THEN[1:]],
            [Text("cài đặt đổi: site.yml", "the settings changed: site.yml")],
        ),
        (
            [THEN[0], ("related", "c.md", b"1"), ("related", "b.md", b"2")],
            [
                Text(
                    "bài đọc thêm đổi: c.md, b.md, a.md",
                    "a related story changed: c.md, b.md, a.md",
                )
            ],
        ),
        (
            [*THEN, ("after", "a.md", b"1"), ("menu", "", b"1")],
            [
                Text("bài liền sau đổi: a.md", "the story after changed: a.md"),
                Text("đầu trang hoặc cuối trang đổi", "the header or footer changed"),
            ],
        ),
        (
            [],
            [
                Text("cài đặt đổi: site.yml", "the settings changed: site.yml"),
                Text("bài đọc thêm đổi: a.md, b.md", "a related story changed: a.md, b.md"),
            ],
        ),
    ],
)
def test_reasons_name_each_thing_once(now: list[Part], expected: list[Text]) -> None:
    assert list(explain._differences(THEN, now)) == expected


# What is remembered

PAGE = PlainPage(head=Head(path="a.html", title="A", description="", canonical=""), title="A", html="")
MENU: Part = ("menu", "", b"1")
TEMPLATE: Part = ("template", PAGE.template, b"1")
SHARED: dict[str, tuple[Part, ...]] = {PAGE.template: (MENU, TEMPLATE)}
OTHER: dict[str, tuple[Part, ...]] = {PAGE.template: (("menu", "", b"2"), TEMPLATE)}
NEWER = replace(PAGE, html="<p>Mới</p>")


def planned(page: PlainPage, key: bytes) -> Wanted:
    return Wanted("a.html", key, WholePlan(page=page))


MENU_CHANGED = Text("đầu trang hoặc cuối trang đổi", "the header or footer changed")


@pytest.mark.parametrize(
    ("kept", "page", "shared", "reasons"),
    [
        (True, NEWER, SHARED, [CONTENT]),
        (True, PAGE, OTHER, [MENU_CHANGED]),
        (True, NEWER, OTHER, [MENU_CHANGED, CONTENT]),
        (True, PAGE, SHARED, [Text("thứ tự các bài đổi", "its stories changed their order")]),
        (
            False,
            PAGE,
            SHARED,
            [
                MENU_CHANGED,
                Text(
                    f"mẫu trang đổi: theme/templates/{PAGE.template}",
                    f"a template changed: theme/templates/{PAGE.template}",
                ),
                CONTENT,
            ],
        ),
    ],
)
@pytest.mark.parametrize("folder", ["output", "Nêu Gương", "b\udce0i"])
def test_reason_is_what_differs_from_what_was_kept(
    store: Store,
    tmp_path: Path,
    kept: bool,
    page: PlainPage,
    shared: dict[str, tuple[Part, ...]],
    reasons: list[Text],
    folder: str,
) -> None:
    ledger = Ledger(store, tmp_path / folder)
    ledger.root.mkdir()
    (ledger.root / "a.html").touch()
    if kept:
        keep([planned(PAGE, b"k")], SHARED, ledger)
    ledger.note("a.html", b"k", b"", b"")
    ledger.save(["a.html"])
    elsewhere = Ledger(store, tmp_path / "elsewhere")
    keep([planned(replace(PAGE, title="khác"), b"k")], {}, elsewhere)
    found = why(planned(page, b"o"), shared, Ledger(store, ledger.root))
    assert found == Change("a.html", tuple(reasons))


def test_what_was_kept_of_other_pages_stays(store: Store, tmp_path: Path) -> None:
    ledger = Ledger(store, tmp_path)
    (tmp_path / "a.html").touch()
    keep([planned(PAGE, b"k")], SHARED, ledger)
    ledger.note("a.html", b"k", b"", b"")
    ledger.note("b.css", b"k", b"", b"")
    ledger.save(["a.html", "b.css"])
    ledger = Ledger(store, tmp_path)
    keep([page(b"k")], SHARED, ledger)
    ledger.save(["a.html"])
    assert why(planned(NEWER, b"o"), SHARED, Ledger(store, tmp_path)) == Change("a.html", (CONTENT,))


def test_what_a_page_was_made_of_is_forgotten_with_the_page(store: Store, tmp_path: Path) -> None:
    ledger = Ledger(store, tmp_path)
    keep([planned(PAGE, b"k")], SHARED, ledger)
    ledger.note("a.html", b"k", b"", b"")
    ledger.save(["a.html"])
    known = [store.made(ledger.folder, "a.html") != b""]
    Ledger(store, tmp_path).save([])
    known.append(store.made(ledger.folder, "a.html") != b"")
    assert known == [True, False]


def page(key: bytes) -> Wanted:
    return Wanted("a.css", key, lambda: b"")


NEW, UNKNOWN, DELETED, SCRIBBLED = (
    Text("trang mới", "it is new"),
    Text("chưa có ghi chép về tệp này", "nothing is on record of this file"),
    Text("tệp đã bị xóa khỏi nơi ghi trang", "the file was deleted from the output"),
    Text("tệp bị sửa ở nơi ghi trang", "the file was changed in the output"),
)


@pytest.mark.parametrize(
    ("noted", "there", "key", "reason"),
    [
        (False, False, b"k", NEW),
        (False, True, b"k", UNKNOWN),
        (True, False, b"k", DELETED),
        (True, False, b"o", DELETED),
        (True, True, b"k", SCRIBBLED),
        (True, True, b"o", CONTENT),
    ],
)
def test_reason_of_a_file_that_is_no_page(
    store: Store, tmp_path: Path, noted: bool, there: bool, key: bytes, reason: Text
) -> None:
    ledger = Ledger(store, tmp_path)
    if noted:
        ledger.note("a.css", b"k", b"", b"")
        ledger.save(["a.css"])
    if there:
        (tmp_path / "a.css").symlink_to("nowhere")  # a link lies there too
    assert why(page(key), SHARED, Ledger(store, tmp_path)) == Change("a.css", (reason,))
