from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuguong.content import files, load_texts, pictures, reading
from neuguong.content import load as loading
from neuguong.content.files import Bytes, Tree
from neuguong.content.load import Loaded, load
from neuguong.content.load_texts import Memory
from neuguong.content.model import Article
from neuguong.content.source import Source, TextChanged
from neuguong.crew import Crew
from neuguong.problems import Problem
from neuguong.store import Store, temporary_store
from tests.conftest import WriteStory
from tests.samples import BODY, STORY_PATH, picture, story_text

HERE = "stories/2014-2015"
SECOND = f"{HERE}/lop-hoc.md"
BOAT = f"{HERE}/con-do-som/ben-do.jpg"
TICK = 0.03
PHOTO = "[{file: ben-do.jpg, alt: Bến đò vắng bên bờ sông sáng sớm, credit: Tranh, consent: khong-co-nguoi}]"


class Seen(NamedTuple):
    """Which files were opened, which texts parsed, which pictures decoded since the last look."""

    opened: list[str]
    parsed: list[str]
    decoded: list[str]

    def since(self) -> tuple[list[str], list[str], list[str]]:
        """Return all of it, sorted, and start anew."""
        found = sorted(self.opened), sorted(self.parsed), sorted(self.decoded)
        for seen in self:
            seen.clear()
        return found


NOTHING: tuple[list[str], list[str], list[str]] = ([], [], [])


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    found = Seen([], [], [])
    open_file, parse, decode = Tree.read, reading.read, pictures.examine

    def note_opened(tree: Tree, path: str, limit: int) -> Bytes | Problem:
        if path.startswith(("stories/", "contest/")) and not path.endswith((".txt", ".yml", "call.md")):
            found.opened.append(path)
        return open_file(tree, path, limit)

    def note_parsed(source: Source, *given: Any) -> Any:
        found.parsed.append(source.path)
        return parse(source, *given)

    def note_decoded(path: str, data: bytes) -> Any:
        found.decoded.append(path)
        return decode(path, data)

    monkeypatch.setattr(Tree, "read", note_opened)
    monkeypatch.setattr(reading, "read", note_parsed)
    monkeypatch.setattr(pictures, "examine", note_decoded)
    return found


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ten seconds go by before files are read: nobody has touched them of late."""
    monkeypatch.setattr(load_texts, "time", SimpleNamespace(time_ns=lambda: time.time_ns() + 10**10))


@pytest.fixture
def site(site_folder: Tree, write_story: WriteStory) -> Tree:
    """Two stories, one with a picture."""
    write_story(STORY_PATH, photos=PHOTO)
    write_story(SECOND, title="Lớp học bên suối nhỏ", date="2015-05-20", consent="MAU-002")
    (site_folder.root / BOAT).parent.mkdir()
    (site_folder.root / BOAT).write_bytes(picture())
    return site_folder


def articles(loaded: Loaded) -> dict[str, Article]:
    assert loaded.content is not None
    return {story.path: story for story in loaded.content.stories}


def rewrite(file: Path, data: bytes) -> None:
    """Write as many other bytes and set the time back."""
    status = file.stat()
    assert status.st_size == len(data)
    time.sleep(TICK)
    file.write_bytes(data)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.usefixtures("later")
def test_files_that_nobody_touched_are_not_opened_again(site: Tree, store: Store, seen: Seen) -> None:
    first = load(site, store)
    assert seen.since() == ([STORY_PATH, BOAT, SECOND], [STORY_PATH, SECOND], [BOAT])
    second = load(site, store)
    assert (seen.since(), second) == (NOTHING, first)


def test_files_of_a_moment_ago_are_opened_again_but_not_parsed(
    site: Tree, store: Store, seen: Seen, request: pytest.FixtureRequest
) -> None:
    first = load(site, store)
    seen.since()
    assert (load(site, store), seen.since()) == (first, ([STORY_PATH, BOAT, SECOND], [], []))
    request.getfixturevalue("later")
    assert (load(site, store), seen.since()) == (first, ([STORY_PATH, BOAT, SECOND], [], []))
    assert (load(site, store), seen.since()) == (first, NOTHING)


@pytest.mark.usefixtures("later")
def test_change_that_leaves_size_and_time_is_seen(site: Tree, store: Store, seen: Seen) -> None:
    first = articles(load(site, store))
    seen.since()
    file = site.root / SECOND
    rewrite(file, file.read_bytes().replace(b"MAU-002", b"MAU-999"))
    second = articles(load(site, store))
    assert seen.since() == ([SECOND], [SECOND], [])
    assert (second[SECOND].meta.consent, second[STORY_PATH]) == ("MAU-999", first[STORY_PATH])


@pytest.mark.usefixtures("later")
def test_file_put_in_place_of_another_is_seen(site: Tree, store: Store, seen: Seen) -> None:
    load(site, store)
    seen.since()
    file, beside = site.root / SECOND, site.root / "beside"
    beside.write_bytes(file.read_bytes().replace(b"MAU-002", b"MAU-999"))
    shutil.copystat(file, beside)
    beside.replace(file)
    assert articles(load(site, store))[SECOND].meta.consent == "MAU-999"
    assert seen.since() == ([SECOND], [SECOND], [])


@pytest.mark.usefixtures("later")
def test_file_that_was_only_touched_is_opened_once(site: Tree, store: Store, seen: Seen) -> None:
    first = load(site, store)
    seen.since()
    time.sleep(TICK)
    (site.root / SECOND).touch()
    (site.root / BOAT).touch()
    assert (load(site, store), seen.since()) == (first, ([BOAT, SECOND], [], []))
    assert (load(site, store), seen.since()) == (first, NOTHING)


@pytest.mark.usefixtures("later")
def test_file_that_changes_while_it_is_read_is_read_again(
    site: Tree, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Tree.read

    def then_written(tree: Tree, path: str, limit: int) -> Bytes | Problem:
        found = real(tree, path, limit)
        if path == SECOND and isinstance(found, Bytes):
            rewrite(tree.root / path, found.data.replace(b"MAU-002", b"MAU-999"))
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Tree, "read", then_written)
        assert articles(load(site, store))[SECOND].meta.consent == "MAU-002"
    assert articles(load(site, store))[SECOND].meta.consent == "MAU-999"


@pytest.mark.usefixtures("later")
def test_change_of_a_list_reads_every_text_anew(site: Tree, store: Store, seen: Seen) -> None:
    load(site, store)
    seen.since()
    places = site.root / "content/vocabulary/places.yml"
    places.write_text(places.read_text("utf-8").replace("da-bac", "da-bac-cu"), "utf-8")
    loaded = load(site, store)
    assert seen.since() == ([STORY_PATH, SECOND], [STORY_PATH, SECOND], [])
    assert {(problem.path, problem.rule) for problem in loaded.problems} == {
        (STORY_PATH, "value-is-in-vocabulary"),
        (SECOND, "value-is-in-vocabulary"),
    }


@pytest.mark.usefixtures("later")
def test_note_in_a_list_parses_anew_and_finds_the_same(site: Tree, store: Store, seen: Seen) -> None:
    first = load(site, store)
    seen.since()
    with (site.root / "content/vocabulary/fields.yml").open("a", encoding="utf-8") as opened:
        opened.write("# một lời ghi\n")
    assert (load(site, store), seen.since()) == (
        first,
        ([STORY_PATH, SECOND], [STORY_PATH, SECOND], []),
    )


@pytest.mark.usefixtures("later")
def test_change_of_settings_reads_no_text(site: Tree, store: Store, seen: Seen) -> None:
    load(site, store)
    seen.since()
    settings = site.root / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace("Phòng Mẫu", "Phòng Khác"), "utf-8")
    loaded = load(site, store)
    assert loaded.content is not None
    assert (loaded.content.settings.publisher, seen.since()) == ("Phòng Khác", NOTHING)


@pytest.mark.usefixtures("later")
def test_change_of_a_picture_reads_its_own_text_only(site: Tree, store: Store, seen: Seen) -> None:
    first = articles(load(site, store))
    seen.since()
    (site.root / BOAT).write_bytes(picture(size=(640, 480)))
    second = articles(load(site, store))
    assert seen.since() == ([STORY_PATH, BOAT], [STORY_PATH], [BOAT])
    assert [file.width for file in second[STORY_PATH].photo_files] == [640]
    assert second[STORY_PATH].face_digest != first[STORY_PATH].face_digest
    assert second[STORY_PATH].text_digest == first[STORY_PATH].text_digest
    assert second[SECOND] == first[SECOND]
    load(site, store)
    assert seen.since() == NOTHING


def make_broken(file: Path) -> None:
    file.write_bytes(b"no picture")


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("change", "rule"),
    [(Path.unlink, "photo-file-exists"), (make_broken, "picture-is-a-picture")],
)
def test_picture_that_is_gone_or_broken_is_said_until_it_is_back(
    site: Tree, store: Store, seen: Seen, change: Callable[[Path], None], rule: str
) -> None:
    data = (site.root / BOAT).read_bytes()
    first = load(site, store)
    change(site.root / BOAT)
    broken = load(site, store)
    seen.since()
    assert [(problem.path, problem.rule) for problem in broken.problems] == [(STORY_PATH, rule)]
    assert (load(site, store), seen.since()) == (broken, NOTHING)
    (site.root / BOAT).write_bytes(data)
    assert load(site, store) == first


@pytest.mark.usefixtures("later")
def test_picture_beside_a_text_that_does_not_use_it_reads_the_text(
    site: Tree, store: Store, seen: Seen
) -> None:
    first = load(site, store)
    seen.since()
    new = f"{HERE}/lop-hoc/suoi.jpg"
    (site.root / new).parent.mkdir()
    (site.root / new).write_bytes(picture())
    found = [(problem.path, problem.rule) for problem in load(site, store).problems]
    assert (found, seen.since()) == ([(SECOND, "photo-is-used")], ([SECOND, new], [SECOND], [new]))
    shutil.rmtree((site.root / new).parent)
    assert (load(site, store), seen.since()) == (first, ([SECOND], [SECOND], []))


@pytest.mark.usefixtures("later")
def test_files_that_are_gone_leave_the_store(site: Tree, store: Store, seen: Seen) -> None:
    load(site, store)
    assert sorted(store.texts()) == [STORY_PATH, BOAT, SECOND]
    (site.root / STORY_PATH).unlink()
    shutil.rmtree((site.root / BOAT).parent)
    seen.since()
    assert list(articles(load(site, store))) == [SECOND]
    assert (sorted(store.texts()), seen.since()) == ([SECOND], NOTHING)


@pytest.mark.usefixtures("later")
def test_file_under_another_name_is_another_text(site: Tree, store: Store, seen: Seen) -> None:
    load(site, store)
    seen.since()
    moved = f"{HERE}/lop-hoc-moi.md"
    (site.root / SECOND).rename(site.root / moved)
    found = articles(load(site, store))
    assert (found[moved].path, seen.since()) == (moved, ([moved], [moved], []))
    assert sorted(store.texts()) == [STORY_PATH, BOAT, moved]


@pytest.mark.usefixtures("later")
def test_faults_are_remembered_too(site: Tree, store: Store, seen: Seen) -> None:
    (site.root / SECOND).write_text(story_text(title=None), encoding="utf-8")
    (site.root / HERE / "hong.md").write_bytes(b"\xff")
    first = load(site, store)
    seen.since()
    assert [problem.rule for problem in first.problems] == ["text-is-utf-8", "key-is-given"]
    assert (load(site, store), seen.since()) == (first, NOTHING)
    (site.root / SECOND).write_text(story_text(consent="MAU-003"), encoding="utf-8")
    assert [problem.rule for problem in load(site, store).problems] == ["text-is-utf-8"]


def folder(path: Path) -> None:
    path.mkdir()


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("block", [folder, link_to_itself, link_to_nowhere])
def test_file_that_cannot_be_read_is_looked_at_every_time(
    site: Tree, store: Store, seen: Seen, block: Callable[[Path], None]
) -> None:
    good = load(site, store)
    data = (site.root / SECOND).read_bytes()
    (site.root / SECOND).unlink()
    block(site.root / SECOND)
    seen.since()
    first = load(site, store)
    assert (first.problems != (), seen.since()[0]) == (True, [SECOND])
    assert (load(site, store), seen.since()) == (first, ([SECOND], [], []))
    if (site.root / SECOND).is_dir():
        (site.root / SECOND).rmdir()
    (site.root / SECOND).unlink(missing_ok=True)
    (site.root / SECOND).write_bytes(data)
    assert load(site, store) == good


@pytest.mark.usefixtures("later")
def test_link_to_a_file_is_followed_every_time(site: Tree, store: Store, seen: Seen) -> None:
    real = site.root / "stories/2014-2015.txt"
    (site.root / SECOND).rename(real)
    (site.root / SECOND).symlink_to(real)
    load(site, store)
    seen.since()
    load(site, store)
    assert seen.since() == ([SECOND], [], [])
    rewrite(real, real.read_bytes().replace(b"MAU-002", b"MAU-999"))
    assert articles(load(site, store))[SECOND].meta.consent == "MAU-999"


def test_links_to_files_of_a_moment_ago_are_followed_every_time(site: Tree, store: Store) -> None:
    """Neither the link nor what was read of it has a stamp then: that is no sign that nothing changed."""
    for path in (SECOND, BOAT):
        real = site.root / Path(path).name
        (site.root / path).rename(real)
        (site.root / path).symlink_to(real)
    load(site, store)
    rewrite(site.root / "lop-hoc.md", (site.root / SECOND).read_bytes().replace(b"MAU-002", b"MAU-999"))
    (site.root / "ben-do.jpg").write_bytes(picture(size=(640, 480)))
    found = articles(load(site, store))
    assert (found[SECOND].meta.consent, found[STORY_PATH].photo_files[0].width) == ("MAU-999", 640)


@pytest.mark.usefixtures("later")
def test_row_that_has_rotted_is_found_out_again(site: Tree, store: Store, seen: Seen) -> None:
    first = load(site, store)
    seen.since()
    store._connection.execute("UPDATE shelves SET rows = substr(rows, 2)")
    assert load(site, store) == first
    assert seen.since() == ([STORY_PATH, BOAT, SECOND], [STORY_PATH, SECOND], [BOAT])
    assert (load(site, store), seen.since()) == (first, NOTHING)


def test_file_that_goes_while_its_folder_is_listed_hides_no_other(
    site: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when an editor puts a file beside the one it saves, and takes it away."""
    passing = site.root / HERE / "4913"
    real = os.scandir

    class Listing:
        def __init__(self, folder: Path) -> None:
            passing.touch()
            with real(folder) as found:
                self.entries = list(found)
            passing.unlink()

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self.entries)

        def __exit__(self, *_error: object) -> None: ...

    monkeypatch.setattr(os, "scandir", Listing)
    assert sorted(articles(load(site))) == [STORY_PATH, SECOND]


NAME = b"b\xe0i.md"


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("folder", [HERE, "contest/2015/entries", "content/pages"])
def test_name_that_is_no_text_is_read_without_the_store(site: Tree, store: Store, folder: str) -> None:
    (site.root / folder).mkdir(parents=True, exist_ok=True)
    Path(os.fsdecode(os.fsencode(site.root / folder) + b"/" + NAME)).write_text(
        story_text(consent="MAU-003"), encoding="utf-8"
    )
    first = load(site, store)
    assert [problem.path for problem in first.problems if problem.path.startswith(f"{folder}/")] != []
    assert sorted(articles(first)) == [STORY_PATH, SECOND]
    assert (sorted(store.texts()), load(site, store)) == ([STORY_PATH, BOAT, SECOND], first)


@pytest.mark.usefixtures("later")
def test_picture_whose_name_is_no_text_is_read_without_the_store(site: Tree, store: Store) -> None:
    data = (site.root / BOAT).read_bytes()
    Path(os.fsdecode(os.fsencode(site.root / BOAT) + b"\xff.jpg")).write_bytes(data)
    first = load(site, store)
    assert sorted(store.texts()) == [SECOND]
    assert load(site, store) == first == load(site)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_many_texts_are_read_by_a_crew_as_by_one(
    site: Tree, store: Store, write_story: WriteStory, method: str
) -> None:
    for number in range(load_texts.FEW):
        write_story(f"{HERE}/bai-{number:02}.md", f"{BODY}\n\nBài {number}.", consent=f"MAU-{number}")
    for number in range(load_texts.FEW_PICTURES):
        (site.root / HERE / f"bai-{number:02}").mkdir()
        (site.root / HERE / f"bai-{number:02}/a.jpg").write_bytes(picture(size=(401 + number, 300)))
    steps: list[tuple[int, int]] = []
    with Crew(2, method) as crew:
        by_crew = load(site, store, crew, lambda done, of: steps.append((done, of)))
    count = load_texts.FEW + 2
    assert steps in (
        [(load_texts.BATCH, count), (count, count)],
        [(count - load_texts.BATCH, count), (count, count)],
    )
    assert by_crew == load(site)
    assert len(store.texts()) == count + load_texts.FEW_PICTURES + 1


def test_readings_come_in_the_order_of_their_sources(site: Tree, store: Store) -> None:
    loaded = load(site)
    assert loaded.content is not None
    sources = [
        source for source in files.find_stories(site, frozenset({"2014-2015"})) if isinstance(source, Source)
    ]
    lists = load_texts.Lists(loaded.content.vocabularies, b"k" * 16)
    for order in (sources, sources[::-1], sources[::-1]):
        found = load_texts.load_texts(site, order, lists, store, Crew(), lambda _done, _all: None)
        assert [one.article and one.article.path for one in found] == [source.path for source in order]


# The text of an article


def test_text_is_rendered_out_of_its_file(site: Tree) -> None:
    story = articles(load(site))[SECOND]
    html = "".join(f"<p>{line}</p>\n" for line in BODY.split("\n\n"))
    assert load_texts.text_of(site, story) == html
    assert load_texts.text_of(Tree(site.root), replace(story, text_bytes=0)) == html


def remove(file: Path) -> None:
    file.unlink()


def save_another(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"chuy", b"Chuy").replace("chèo".encode(), b"lai"))


def put_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def put_a_link_to_itself(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def put_a_link_out_of_the_tree(file: Path) -> None:
    outside = file.parents[3] / "ngoai.md"
    file.rename(outside)
    file.symlink_to(outside)


def let_it_grow_too_big(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(b"x" * files.MAX_TEXT + data)


def move_its_folder(file: Path) -> None:
    file.parent.rename(file.parent.with_name("khac"))


@pytest.mark.parametrize(
    "change",
    [
        remove,
        save_another,
        put_a_folder,
        put_a_link_to_itself,
        put_a_link_out_of_the_tree,
        let_it_grow_too_big,
        move_its_folder,
    ],
)
def test_text_that_is_not_there_any_more_is_said(site: Tree, change: Callable[[Path], None]) -> None:
    story = articles(load(site))[SECOND]
    change(site.root / SECOND)
    with pytest.raises(TextChanged) as caught:
        load_texts.text_of(site, story)
    assert str(caught.value) == SECOND


def touch(file: Path) -> None:
    time.sleep(TICK)
    file.touch()


def save_other_metadata(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"MAU-002", b"MAU-999"))


def link_to_it_within_the_tree(file: Path) -> None:
    file.rename(file.with_name("that.txt"))
    file.symlink_to("that.txt")


@pytest.mark.parametrize("change", [touch, save_other_metadata, link_to_it_within_the_tree])
def test_text_that_is_still_there_is_rendered(site: Tree, change: Callable[[Path], None]) -> None:
    story = articles(load(site))[SECOND]
    before = load_texts.text_of(site, story)
    change(site.root / SECOND)
    assert load_texts.text_of(site, story) == before


# A memory in the hands of the process


@pytest.fixture
def memory() -> Memory:
    return Memory()


def remembering(site: Tree, store: Store, memory: Memory) -> Loaded:
    return load(Tree(site.root), store, memory=memory)


@pytest.mark.usefixtures("later")
def test_memory_spares_what_the_store_would(site: Tree, store: Store, memory: Memory, seen: Seen) -> None:
    first = remembering(site, store, memory)
    assert seen.since() == ([STORY_PATH, BOAT, SECOND], [STORY_PATH, SECOND], [BOAT])
    assert (remembering(site, store, memory), seen.since()) == (first, NOTHING)
    assert (load(site, store), seen.since()) == (first, NOTHING)
    assert (sorted(memory.rows), sorted(memory.readings)) == (
        [STORY_PATH, BOAT, SECOND],
        [STORY_PATH, SECOND],
    )


@pytest.mark.usefixtures("later")
def test_memory_that_is_new_begins_with_the_store(
    site: Tree, store: Store, memory: Memory, seen: Seen
) -> None:
    first = load(site, store)
    seen.since()
    assert (remembering(site, store, memory), seen.since()) == (first, NOTHING)
    assert memory.rows == store.texts()


def edit_the_second(site: Tree) -> None:
    file = site.root / SECOND
    file.write_bytes(file.read_bytes().replace(b"MAU-002", b"MAU-99999"))


def break_the_second(site: Tree) -> None:
    (site.root / SECOND).write_bytes(b"\xff")


def remove_the_first(site: Tree) -> None:
    (site.root / STORY_PATH).unlink()
    shutil.rmtree((site.root / BOAT).parent)


def rename_the_second(site: Tree) -> None:
    (site.root / SECOND).rename(site.root / HERE / "lop-hoc-moi.md")


def add_a_third(site: Tree) -> None:
    text = story_text(title="Bài thứ ba bên sông", consent="MAU-003", date="2015-06-01")
    (site.root / HERE / "bai-ba.md").write_text(text, encoding="utf-8")


def change_the_picture(site: Tree) -> None:
    (site.root / BOAT).write_bytes(picture(size=(640, 480)))


def remove_the_picture(site: Tree) -> None:
    (site.root / BOAT).unlink()


def change_a_list(site: Tree) -> None:
    places = site.root / "content/vocabulary/places.yml"
    places.write_text(places.read_text("utf-8").replace("da-bac", "da-bac-cu"), "utf-8")


def add_a_name_that_is_no_text(site: Tree) -> None:
    Path(os.fsdecode(os.fsencode(site.root / HERE) + b"/" + NAME)).write_text(
        story_text(consent="MAU-003"), encoding="utf-8"
    )


def link_to_nothing(site: Tree) -> None:
    file = site.root / SECOND
    file.write_bytes(file.read_bytes() + "\n\nXem [bài kia](khong-co.md).\n".encode())


def record_an_address_that_is_gone(site: Tree) -> None:
    (site.root / "stories/addresses.txt").write_text("2014-2015/da-mat\n", encoding="utf-8")


CHANGES = [
    edit_the_second,
    link_to_nothing,
    record_an_address_that_is_gone,
    break_the_second,
    remove_the_first,
    rename_the_second,
    add_a_third,
    change_the_picture,
    remove_the_picture,
    change_a_list,
    add_a_name_that_is_no_text,
]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("change", CHANGES)
def test_memory_sees_every_change(
    site: Tree, store: Store, memory: Memory, change: Callable[[Tree], None]
) -> None:
    remembering(site, store, memory)
    change(site)
    assert remembering(site, store, memory) == load(site)
    assert (remembering(site, store, memory), memory.rows) == (load(site), store.texts())
    assert memory.readings.keys() == {path for path in memory.rows if path.endswith(".md")}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(CHANGES), max_size=6))
def test_memory_knows_what_a_fresh_look_finds(
    site: Tree, tmp_path_factory: pytest.TempPathFactory, changes: list[Callable[[Tree], None]]
) -> None:
    """Whatever is changed from build to build, as fast as a machine can."""
    root = tmp_path_factory.mktemp("memory") / "site"
    shutil.copytree(site.root, root)
    copy, memory, store = Tree(root), Memory(), temporary_store()
    try:
        for change in changes:
            with contextlib.suppress(FileNotFoundError):  # it is gone or renamed already
                change(copy)
            assert remembering(copy, store, memory) == load(copy)
    finally:
        store.close()


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(("change", "times"), [(edit_the_second, 1), (link_to_nothing, 2), (add_a_third, 2)])
def test_articles_are_compared_again_only_where_that_could_find_something(
    site: Tree,
    store: Store,
    memory: Memory,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Tree], None],
    times: int,
) -> None:
    compared: list[str] = []

    def counting(*arguments: Any) -> Any:
        compared.append("compared")
        return compare(*arguments)

    compare = loading._compare
    monkeypatch.setattr(loading, "_compare", counting)
    remembering(site, store, memory)
    change(site)
    remembering(site, store, memory)
    assert len(compared) == times


@pytest.mark.usefixtures("later")
def test_memory_outlives_its_store(site: Tree, store: Store, memory: Memory, seen: Seen) -> None:
    """As when the store turned out to be damaged between two saves."""
    first = remembering(site, store, memory)
    seen.since()
    other = temporary_store()
    assert (remembering(site, other, memory), seen.since()) == (first, NOTHING)
    edit_the_second(site)
    assert remembering(site, other, memory) == load(site)
    other.close()


@pytest.mark.usefixtures("later")
def test_file_that_is_forgotten_is_read_again(site: Tree, store: Store, memory: Memory, seen: Seen) -> None:
    first = remembering(site, store, memory)
    seen.since()
    memory.forget(SECOND)
    memory.forget("stories/2014-2015/khong-co.md")
    assert (remembering(site, store, memory), seen.since()) == (first, ([SECOND], [SECOND], []))
    memory.forget(BOAT)
    assert (remembering(site, store, memory), seen.since()) == (first, ([BOAT], [], [BOAT]))


class StoppedError(Exception):
    """A full disk, a worker that was killed."""


@pytest.mark.usefixtures("later")
def test_memory_is_right_after_a_look_that_was_stopped(site: Tree, store: Store, memory: Memory) -> None:
    first = remembering(site, store, memory)
    places = site.root / "content/vocabulary/places.yml"
    before = places.read_bytes()
    change_a_list(Tree(site.root))

    def stop(_done: int, _all: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        load(Tree(site.root), store, Crew(), stop, memory)
    store._connection.rollback()
    places.write_bytes(before)
    assert remembering(site, store, memory) == first
