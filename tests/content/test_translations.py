"""Translations: slug.en.md beside a story gives it other words, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.load_texts import text_of
from neuguong.content.model import Article, Status, Translated
from neuguong.problems import Problem
from tests.conftest import WriteStory
from tests.samples import STORY_PATH, picture

PATH = "stories/2014-2015/con-do-som.en.md"
FRONT: Mapping[str, str | None] = {
    "title": "The early ferry",
    "summary": "A teacher rows her pupils across the lake, and nobody stays at home.",
    "date": "2016-05-12",
    "status": "published",
}
WORDS = "Every morning Miss Mơ rowed across the lake. " * 30


def write(tree: Tree, body: str = WORDS, *, path: str = PATH, **changes: str | None) -> None:
    lines = [f"{key}: {value}" for key, value in ({**FRONT, **changes}).items() if value is not None]
    (tree.root / path).write_text("\n".join(["---", *lines, "---", body, ""]), encoding="utf-8")


def found(tree: Tree) -> tuple[Article, ...]:
    loaded = load(tree)
    assert loaded.content is not None, loaded.problems
    return loaded.content.translations


def faults(tree: Tree) -> list[tuple[str, int, str, str]]:
    return [(p.path, p.line, p.rule, p.level.value) for p in load(tree).problems]


def test_translation_is_the_original_in_other_words(site_folder: Tree) -> None:
    write(site_folder, translator="Nguyễn Thị Thử", unit="Bến Mơ Primary School")
    loaded = load(site_folder)
    assert (loaded.problems, loaded.articles_read) == ((), 2)
    assert loaded.content is not None
    (original,), (story,) = loaded.content.stories, loaded.content.translations
    assert story == replace(
        original,
        path=PATH,
        lang="en",
        translated=Translated(date=date(2016, 5, 12), translator="Nguyễn Thị Thử", status=Status.PUBLISHED),
        meta=replace(
            original.meta,
            title="The early ferry",
            summary="A teacher rows her pupils across the lake, and nobody stays at home.",
            unit="Bến Mơ Primary School",
        ),
        syllables=240,
        text_digest=story.text_digest,
        text_bytes=story.text_bytes,
        face_digest=story.face_digest,
    )
    assert text_of(site_folder, story) == f"<p>{WORDS.strip()}</p>\n"
    assert story.face_digest != original.face_digest


def test_translation_keeps_the_words_that_it_does_not_give(site_folder: Tree) -> None:
    write(site_folder)
    (story,) = found(site_folder)
    assert (story.meta.unit, story.meta.subject.name) == ("Trường Tiểu học Bến Mơ", "Cô Lường Thị Mơ")


@pytest.mark.parametrize(
    ("original", "translation", "day", "is_public"),
    [
        ({}, {}, date(2016, 5, 12), True),
        ({}, {}, date(2016, 5, 11), False),
        ({}, {"status": "draft"}, date(2016, 5, 12), False),
        ({"status": "draft"}, {}, date(2016, 5, 12), False),
        ({"status": "retracted"}, {}, date(2016, 5, 12), False),
        ({"date": "2015-06-01"}, {}, date(2015, 5, 31), False),
    ],
)
def test_translation_is_public_as_long_as_both_are(
    site_folder: Tree,
    write_story: WriteStory,
    original: dict[str, str],
    translation: dict[str, str],
    day: date,
    is_public: bool,
) -> None:
    write_story(STORY_PATH, **original)
    write(site_folder, **translation)
    assert [story.is_public(day) for story in found(site_folder)] == [is_public]


def test_translation_says_its_own_of_each_photo(site_folder: Tree, write_story: WriteStory) -> None:
    folder = site_folder.root / "stories/2014-2015/con-do-som"
    folder.mkdir()
    (folder / "do.png").write_bytes(picture())
    photo = "{file: do.png, alt: Con đò nhỏ neo ở bến lúc sáng sớm, credit: Tranh, consent: khong-co-nguoi}"
    write_story(STORY_PATH, photos=f"[{photo}]")
    write(site_folder, photos="[{file: do.png, alt: A small ferry moored at dawn, caption: The ferry.}]")
    (story,) = found(site_folder)
    (shown,) = story.meta.photos
    write(site_folder, photos="[{file: do.png, alt: A small ferry moored at dawn, credit: A drawing}]")
    assert [each.meta.photos[0].credit for each in found(site_folder)] == ["A drawing"]
    assert (shown.alt, shown.caption, shown.credit, shown.consent) == (
        "A small ferry moored at dawn",
        "The ferry.",
        "Tranh",
        "khong-co-nguoi",
    )
    assert [file.path for file in story.photo_files] == ["stories/2014-2015/con-do-som/do.png"]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"lessons": "[Row early.]"}, 6),
        ({"photos": "[{file: do.png, alt: A small ferry moored at dawn}]"}, 6),
        ({"date": "2015-04-21"}, 4),
        ({"subject": "Miss Dream"}, 6),
    ],
)
def test_translation_that_does_not_fit_its_original_waits(
    site_folder: Tree, changes: dict[str, str], line: int
) -> None:
    write(site_folder, **changes)
    assert faults(site_folder) == [(PATH, line, "translation-fits-original", "error")]
    assert found(site_folder) == ()


def test_translation_needs_every_lesson_of_its_original(site_folder: Tree, write_story: WriteStory) -> None:
    write_story(STORY_PATH, lessons="[Chèo đò sớm., Đếm đủ các em.]")
    write(site_folder, lessons="[Row early.]")
    assert faults(site_folder) == [(PATH, 6, "translation-fits-original", "error")]
    write(site_folder, lessons="[Row early., Count them all.]")
    assert [story.meta.lessons for story in found(site_folder)] == [("Row early.", "Count them all.")]


def test_collective_may_be_called_by_its_name_in_the_other_language(
    site_folder: Tree, write_story: WriteStory
) -> None:
    write_story(STORY_PATH, subject="{form: mo-hinh, name: Đò đưa học trò}")
    write(site_folder, subject="A ferry for pupils")
    assert [story.meta.subject.name for story in found(site_folder)] == ["A ferry for pupils"]


def test_translation_older_than_a_correction_is_noted(site_folder: Tree, write_story: WriteStory) -> None:
    write_story(STORY_PATH, updated="2016-05-13")
    write(site_folder)
    assert faults(site_folder) == [(PATH, 4, "translation-fits-original", "warning")]
    assert len(found(site_folder)) == 1


@pytest.mark.parametrize(
    ("changes", "body", "line", "rule"),
    [
        ({"title": "The early ferry."}, WORDS, 2, "title-fits"),
        ({"title": None}, WORDS, 2, "key-is-given"),
        ({"status": "xong"}, WORDS, 5, "value-has-its-form"),
        ({"field": "guong-khac"}, WORDS, 6, "key-is-known"),
        ({}, "", 7, "text-has-length"),
        ({}, f"# Ferry\n{WORDS}", 7, "headings-do-not-skip"),
        ({}, f"[away](nowhere.md) {WORDS}", 7, "links-resolve"),
    ],
)
def test_translation_with_a_fault_of_its_own_is_told_at_its_line(
    site_folder: Tree, changes: dict[str, str | None], body: str, line: int, rule: str
) -> None:
    write(site_folder, body, path=PATH, **changes)
    problems: list[Problem] = [*load(site_folder).problems]
    assert [(p.path, p.line, p.rule) for p in problems] == [(PATH, line, rule)]
    assert found(site_folder) == ()


def test_translation_without_original_is_told(site_folder: Tree) -> None:
    path = "stories/2014-2015/khong-co.en.md"
    write(site_folder, path=path)
    assert faults(site_folder) == [(path, 0, "translation-has-its-original", "error")]


def test_translation_of_a_story_with_a_fault_waits_with_it(
    site_folder: Tree, write_story: WriteStory
) -> None:
    write_story(STORY_PATH, field="khong-co")
    write(site_folder)
    assert {path for path, *_ in faults(site_folder)} == {STORY_PATH}
    assert found(site_folder) == ()


def test_entries_of_a_contest_are_not_translated(site_folder: Tree) -> None:
    folder = site_folder.root / "contest/2015/entries"
    folder.mkdir(parents=True)
    write(site_folder, path="contest/2015/entries/bai.en.md")
    assert found(site_folder) == ()
    assert ("contest/2015/entries/bai.en.md", "slug-is-stable-and-unique") in {
        (path, rule) for path, _line, rule, _level in faults(site_folder)
    }
