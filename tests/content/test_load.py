from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from neuguong.content.files import Tree
from neuguong.content.load import Content, load
from neuguong.content.load_texts import text_of
from neuguong.content.markup import Body
from neuguong.content.model import Article, Author, Meta, Status, Subject
from neuguong.problems import Level
from neuguong.store import Store
from tests.conftest import WriteStory
from tests.samples import BODY, CONTEST, FRONT, RESULTS, ROOT, STORY_PATH, picture

HERE = "stories/2014-2015"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def content(tree: Tree) -> Content:
    loaded = load(tree)
    assert loaded.content is not None, loaded.problems
    return loaded.content


def keys(tree: Tree) -> list[str]:
    return [story.key for story in content(tree).stories]


def faults(tree: Tree) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.rule) for problem in load(tree).problems]


def write(tree: Tree, path: str, data: str | bytes) -> None:
    file = tree.root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)


def test_load_makes_the_article(site_folder: Tree, store: Store) -> None:
    loaded = load(site_folder, store)
    assert loaded.problems == ()
    assert loaded.content is not None
    (story,) = loaded.content.stories
    html = "".join(f"<p>{line}</p>\n" for line in BODY.split("\n\n"))
    assert (replace(story, text_digest=b"", face_digest=b""), text_of(site_folder, story)) == (
        Article(
            path=STORY_PATH,
            group="2014-2015",
            slug="con-do-som",
            meta=Meta(
                title="Con đò sớm qua hồ",
                summary=FRONT["summary"],
                date=date(2015, 4, 22),
                field="van-dong-ra-lop",
                place="da-bac",
                unit="Trường Tiểu học Bến Mơ",
                level="tieu-hoc",
                subject=Subject(form="ca-nhan", role="giao-vien", name="Cô Lường Thị Mơ"),
                author=Author(name="Hà Văn Tỉnh"),
                consent="MAU-001",
                status=Status.PUBLISHED,
                sample=True,
            ),
            syllables=224,
            text_bytes=len(f"{BODY}\n".encode()),
        ),
        html,
    )
    assert (loaded.content.settings.name, loaded.content.seasons) == ("Nêu Gương", ())


@pytest.mark.parametrize(
    ("body", "changes", "same_text", "same_face"),
    [
        (BODY, {}, True, True),
        (f"{BODY}\n", {}, False, True),  # an empty line more is another text, if no other page
        (BODY.replace("Sáng", "Chiều"), {}, False, True),
        (f"{BODY}\n\n---", {}, False, True),
        (BODY, {"title": "Con đò muộn qua hồ"}, True, False),
        (BODY, {"status": "draft"}, True, False),
        (BODY, {"consent": "MAU-002"}, True, False),
    ],
)
def test_digests_of_the_article_say_what_was_changed(
    site_folder: Tree,
    write_story: WriteStory,
    body: str,
    changes: dict[str, str],
    same_text: bool,
    same_face: bool,
) -> None:
    (before,) = content(site_folder).stories
    write_story(STORY_PATH, body, **changes)
    (after,) = content(site_folder).stories
    found = after.text_digest == before.text_digest, after.face_digest == before.face_digest
    assert (found, len(before.text_digest), len(before.face_digest)) == ((same_text, same_face), 16, 16)


def test_article_names_the_files_that_its_text_leads_to(site_folder: Tree, write_story: WriteStory) -> None:
    links = "[a](b.md) [b](../2014-2015/b.md) [c](../2015-2016/c.md) [d](https://a.example/d.md)"
    write_story(f"{HERE}/a.md", f"{BODY}\n\n{links}", title="Bài một")
    write_story(f"{HERE}/b.md", title="Bài hai")
    write_story("stories/2015-2016/c.md", title="Bài ba", date="2015-09-01")
    assert {story.slug: story.links for story in content(site_folder).stories} == {
        "a": (f"{HERE}/b.md", "stories/2015-2016/c.md"),
        "b": (),
        "c": (),
        "con-do-som": (),
    }


def test_load_takes_the_repository_itself() -> None:
    loaded = load(Tree(ROOT))
    assert [problem for problem in loaded.problems if problem.level is Level.ERROR] == []
    assert loaded.content is not None
    assert loaded.articles_read == sum(1 for _ in ROOT.glob("stories/*/*.md")) + sum(
        1 for _ in ROOT.glob("contest/*/entries/*.md")
    )


def test_stories_are_in_their_total_order(site_folder: Tree, write_story: WriteStory) -> None:
    write_story("stories/2015-2016/a-sau.md", date="2015-09-01")
    write_story(f"{HERE}/b-cung-ngay.md")
    write_story(f"{HERE}/z-truoc.md", date="2015-04-21")
    assert keys(site_folder) == [
        "2014-2015/z-truoc",
        "2014-2015/b-cung-ngay",
        "2014-2015/con-do-som",
        "2015-2016/a-sau",
    ]


@pytest.mark.parametrize(
    ("status", "day", "is_public"),
    [
        ("published", "2015-04-22", True),
        ("published", "2015-04-23", False),
        ("draft", "2015-04-22", False),
        ("registered", "2015-04-22", False),
        ("fostering", "2015-04-22", False),
        ("retracted", "2015-04-22", False),
    ],
)
def test_only_published_stories_of_the_day_are_public(
    site_folder: Tree, write_story: WriteStory, status: str, day: str, is_public: bool
) -> None:
    write_story(STORY_PATH, status=status, date=day)
    (story,) = content(site_folder).stories
    assert story.is_public(date(2015, 4, 22)) is is_public


BROKEN = [
    b"",
    b"\xff\xfe-\x00-\x00",
    b"---\n",
    b"---\ntitle: [\n---\n",
    b"---\n- a\n---\n",
    b"---\n---\n",
    "---\ntitle: Tết: nghỉ\n---\n".encode(),
    b"a\x00" * 1000,
    b"x" * 1_000_001,
    b"---\ntitle: a\n---\n" + b"[" * 5000,
    b"---\ntitle: a\n---\n" + b"> " * 5000 + b"a",
    b"---\na: &a [*a]\n---\n",
]


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_a_fault_in_one_file_never_hides_another(
    site_folder: Tree, write_story: WriteStory, data: bytes
) -> None:
    write(site_folder, f"{HERE}/a-hong.md", data)
    write_story(f"{HERE}/m-sai.md", field="bong-da")
    write(site_folder, f"{HERE}/z-hong.md", data)
    found = faults(site_folder)
    assert (f"{HERE}/m-sai.md", 5, "value-is-in-vocabulary") in found
    assert {path for path, _, _ in found} == {f"{HERE}/{name}.md" for name in ("a-hong", "m-sai", "z-hong")}
    assert keys(site_folder) == ["2014-2015/con-do-som"]


@pytest.mark.parametrize("name", ["site.yml", "content/vocabulary/fields.yml"])
def test_nothing_is_loaded_without_settings_or_lists(site_folder: Tree, name: str) -> None:
    (site_folder.root / name).unlink()
    loaded = load(site_folder)
    assert loaded.content is None
    assert [(p.path, p.line, p.rule) for p in loaded.problems] == [(name, 0, "file-is-readable")]


def test_faults_of_settings_and_lists_are_reported_together(site_folder: Tree) -> None:
    write(site_folder, "site.yml", "name: A\n")
    write(site_folder, "content/vocabulary/levels.yml", "levels: [{slug: Ấ, name: Ấ}]\n")
    write(site_folder, "content/vocabulary/places.yml", b"\xff")
    assert {(path, rule) for path, _, rule in faults(site_folder)} == {
        ("site.yml", "key-is-given"),
        ("content/vocabulary/places.yml", "text-is-utf-8"),
    }


def test_an_empty_folder_is_two_kinds_of_missing_files(tmp_path: Path) -> None:
    loaded = load(Tree(tmp_path))
    assert loaded.content is None
    assert {problem.rule for problem in loaded.problems} == {"file-is-readable"}
    assert "site.yml" in {problem.path for problem in loaded.problems}


def test_text_is_composed_when_read(site_folder: Tree, write_story: WriteStory) -> None:
    write_story(STORY_PATH, BODY, title=nfd("Con đò ấy"), unit=nfd("Trường Bến Mơ"))
    (story,) = content(site_folder).stories
    assert (story.meta.title, story.meta.unit) == ("Con đò ấy", "Trường Bến Mơ")
    assert faults(site_folder) == [(STORY_PATH, line, "text-is-nfc") for line in (2, 7)]


def test_windows_files_keep_their_lines(site_folder: Tree, write_story: WriteStory) -> None:
    path = write_story(STORY_PATH, BODY + "\n\n<b>", field="bong-da")
    text = (site_folder.root / path).read_bytes().replace(b"\n", b"\r\n")
    write(site_folder, path, b"\xef\xbb\xbf" + text)
    assert faults(site_folder) == [(path, 5, "value-is-in-vocabulary"), (path, 43, "no-raw-html")]


PHOTO = "\n- {file: ben-do.jpg, alt: Con đò nằm ở bến, credit: Tranh mẫu, consent: khong-co-nguoi}"


def test_photos_come_with_their_files(site_folder: Tree, write_story: WriteStory) -> None:
    write_story(STORY_PATH, photos=PHOTO)
    write(site_folder, f"{HERE}/con-do-som/ben-do.jpg", picture())
    assert faults(site_folder) == []
    (story,) = content(site_folder).stories
    assert [(file.name, file.width, file.height) for file in story.photo_files] == [("ben-do.jpg", 400, 300)]


def test_photo_names_are_composed_as_the_text_is(site_folder: Tree, write_story: WriteStory) -> None:
    write_story(STORY_PATH, photos=PHOTO.replace("ben-do", "bến đò"))
    write(site_folder, f"{HERE}/con-do-som/{nfd('bến đò')}.jpg", picture())
    assert faults(site_folder) == []
    (story,) = content(site_folder).stories
    assert [file.path for file in story.photo_files] == [f"{HERE}/con-do-som/{nfd('bến đò')}.jpg"]


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda file: file.mkdir(parents=True), "picture-is-a-picture"),
        (os.mkfifo, "picture-is-a-picture"),
        (lambda file: file.symlink_to("/etc/hostname"), "picture-is-a-picture"),
        (lambda file: file.write_bytes(b"anh"), "picture-is-a-picture"),
        (lambda file: file.write_bytes(picture("GIF")), "picture-is-a-picture"),
        (lambda file: file.with_name("khac.jpg").symlink_to(file), "photo-file-exists"),
    ],
    ids=["folder", "pipe", "link out", "text", "GIF", "missing"],
)
def test_photos_that_cannot_be_used_are_reported_at_their_line(
    site_folder: Tree, write_story: WriteStory, make: Callable[[Path], object], rule: str
) -> None:
    write_story(STORY_PATH, photos=PHOTO)
    (site_folder.root / HERE / "con-do-som").mkdir()
    make(site_folder.root / HERE / "con-do-som/ben-do.jpg")
    assert (STORY_PATH, 15, rule) in faults(site_folder)
    assert keys(site_folder) == []


def test_a_name_that_is_no_utf_8_stops_nothing(site_folder: Tree, write_story: WriteStory) -> None:
    os.rename(  # noqa: PTH104 - pathlib takes no bytes
        os.fsencode(site_folder.root / write_story(f"{HERE}/la.md")),
        os.fsencode(site_folder.root / HERE) + b"/b\xe0i.md",
    )
    assert faults(site_folder) == [(f"{HERE}/b\udce0i.md", 0, "slug-is-stable-and-unique")]
    assert keys(site_folder) == ["2014-2015/con-do-som"]


def test_a_picture_whose_name_is_no_utf_8_leaves_its_story_where_it_is(
    site_folder: Tree, store: Store
) -> None:
    (site_folder.root / HERE / "con-do-som").mkdir()
    with open(os.fsencode(site_folder.root / HERE) + b"/con-do-som/b\xe0i.jpg", "wb") as file:  # noqa: PTH123
        file.write(picture())
    loaded = load(site_folder, store)
    assert [(problem.rule, problem.level) for problem in loaded.problems] == [
        ("photo-is-used", Level.WARNING)
    ]
    assert loaded.content is not None
    assert [story.key for story in loaded.content.stories] == ["2014-2015/con-do-som"]
    assert text_of(site_folder, loaded.content.stories[0]).startswith("<p>Sáng nào")


@pytest.fixture
def season_folder(site_folder: Tree, write_story: WriteStory) -> Tree:
    """The site with a season, its results and one entry."""
    write(site_folder, "contest/2015/contest.yml", CONTEST)
    write(site_folder, "contest/2015/results.yml", RESULTS)
    write(site_folder, "contest/2015/call.md", "## Lời mời\n\nMời mọi người viết.\n")
    write_story("contest/2015/entries/bat-com.md", date="2015-06-25")
    return site_folder


def test_load_reads_a_season(season_folder: Tree) -> None:
    assert faults(season_folder) == []
    (season,) = content(season_folder).seasons
    assert (season.slug, season.rules.name, season.results and season.results.announced) == (
        "2015",
        "Cuộc thi mẫu",
        date(2015, 6, 20),
    )
    assert season.call == Body("<h2>Lời mời</h2>\n<p>Mời mọi người viết.</p>\n", 6)
    assert [entry.key for entry in season.entries] == ["2015/bat-com"]
    assert keys(season_folder) == ["2014-2015/con-do-som"]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("results.yml", "awards: [\n", [("results.yml", 2, "yaml-is-readable")]),
        (
            "results.yml",
            RESULTS.replace("2015-06", "2015/6"),
            [("results.yml", 1, "value-has-its-form")],
        ),
        ("results.yml", b"\xff", [("results.yml", 1, "text-is-utf-8")]),
        ("contest.yml", "name: [\n", [("contest.yml", 2, "yaml-is-readable")]),
        ("contest.yml", CONTEST.replace("max: 60", "max: 6"), [("contest.yml", 11, "criteria-add-up")]),
        ("call.md", "Mời\n\n<b>mọi người</b>\n", [("call.md", 3, "no-raw-html")]),
        ("call.md", b"M\xea", [("call.md", 1, "text-is-utf-8")]),
        ("results.yml", None, [("entries/bat-com.md", 0, "entries-wait-for-results")]),
        ("call.md", None, [("call.md", 0, "file-is-readable")]),
        ("contest.yml", None, [("contest.yml", 0, "file-is-readable")]),
    ],
)
def test_a_faulty_season_is_reported_once_and_left_out(
    season_folder: Tree, name: str, data: str | bytes | None, expected: list[tuple[str, int, str]]
) -> None:
    if data is None:
        (season_folder.root / "contest/2015" / name).unlink()
    else:
        write(season_folder, f"contest/2015/{name}", data)
    shutil.copytree(season_folder.root / "contest/2015", season_folder.root / "contest/2016")
    assert faults(season_folder) == [
        (f"contest/{year}/{path}", line, rule) for year in (2015, 2016) for path, line, rule in expected
    ]
    assert (content(season_folder).seasons, keys(season_folder)) == ((), ["2014-2015/con-do-som"])


def test_loading_twice_gives_equal_values(season_folder: Tree) -> None:
    assert load(season_folder) == load(season_folder)


def test_loading_again_with_a_store_gives_equal_values(season_folder: Tree, store: Store) -> None:
    assert [load(season_folder, store) for _ in range(3)] == [load(season_folder)] * 3
