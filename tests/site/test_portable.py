from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.problems import Text
from neuguong.site import addresses, portable
from neuguong.site.assemble import assemble
from neuguong.site.build import publish
from neuguong.site.edition import Edition
from neuguong.site.medium import CARRIED, WEB, Medium
from neuguong.site.portable import Carried, carry
from neuguong.site.report import Report
from neuguong.store import Store, open_store
from tests.conftest import WriteStory
from tests.miniature import EXAMPLE, build_example, carry_example
from tests.samples import STORY_PATH, picture
from tests.site.making import (
    EN,
    THEME,
    VI,
    Html,
    content,
    files_of,
    row,
    site_settings,
    text_of,
    write_contest,
)
from tests.site.test_assemble import CONSENT, MARKS, write_secret

TOP = "trang-thu-nho-2016-07-01"
DAY = date(2015, 7, 1)
SECRETS = ("BẢN-NHÁP-CHƯA-ĐƯỢC-HIỆN", "BÀI-CỦA-NGÀY-MAI", "BÀI-ĐÃ-RÚT")


class Zip(NamedTuple):
    """A carried edition: its bytes, and its members by their place in the top folder."""

    data: bytes
    members: dict[str, bytes]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Zip:
    file = tmp_path_factory.mktemp("carried") / "thu-nho.zip"
    carry_example(file)
    return unzipped(file.read_bytes(), TOP)


@pytest.fixture(scope="module")
def on_the_web(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    output = tmp_path_factory.mktemp("web") / "output"
    build_example(output)
    return files_of(output)


def unzipped(data: bytes, top: str) -> Zip:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {name.partition("/")[0] for name in archive.namelist()} == {top}
        return Zip(data, {name.partition("/")[2]: archive.read(name) for name in archive.namelist()})


def links_of(members: dict[str, bytes]) -> dict[str, set[str]]:
    """Return the addresses that every page and style sheet names."""
    found = {path: Html(data).addresses for path, data in members.items() if path.endswith(".html")}
    for path, data in members.items():
        if path.endswith(".css"):
            found[path] = set(re.findall(r"url\(\s*[\"']?([^\"')]+)", data.decode()))
    return found


def lost(members: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return the links of a carried edition that lead to no file of it."""
    return [
        (path, address)
        for path, addresses in links_of(members).items()
        for address in sorted(addresses)
        if not urlsplit(address).scheme and not address.startswith("#")
        if _place(path, address) not in members
    ]


def _place(page: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(urlsplit(address).path)))


def test_every_link_of_the_zip_leads_to_a_file_in_it(example: Zip) -> None:
    followed = sum(map(len, links_of(example.members).values()))
    assert (lost(example.members), followed > 500) == ([], True)
    without = {path: data for path, data in example.members.items() if path != "noi/bac.html"}
    assert {address.rpartition("/")[2] for _path, address in lost(without)} == {"bac.html"}, "one is noticed"


def test_former_addresses_lead_on_in_the_zip_too(example: Zip) -> None:
    page = example.members["bai/2014-2015/so-diem-danh.html"]
    assert b'content="0; url=../../bai/2015-2016/so-goi-ten.html"' in page


def test_zip_holds_the_pages_of_the_web_and_nothing_for_servers_and_programs(
    example: Zip, on_the_web: dict[str, bytes]
) -> None:
    """What both have but pages is the very same file."""
    left_out = on_the_web.keys() - example.members.keys()
    expected = {
        path
        for path in on_the_web
        if path.removeprefix("en/").startswith(("feeds/", "api/", "chia-se/", ".neuguong"))
        or path.removeprefix("en/") in {"404.html", "robots.txt", "sitemap.xml"}
        or (path.startswith("anh/") and not path.endswith("-600.jpg"))  # as wide as the original
    }
    assert (left_out, example.members.keys() - on_the_web.keys()) == (expected, {portable.READ_FIRST})
    same = [path for path in example.members if not path.endswith((".html", portable.READ_FIRST))]
    assert [path for path in same if example.members[path] != on_the_web[path]] == []


def test_pages_tell_programs_of_nothing_that_is_not_carried(example: Zip) -> None:
    pages = {path: data for path, data in example.members.items() if path.endswith(".html")}
    words = (b'rel="alternate"', b"og:image", b"srcset=", b"preload", b"so-tay/", b".webp", b"atom.xml")
    assert [(path, word) for path, data in pages.items() for word in words if word in data] == []


def test_pages_name_other_hosts_only_for_people_to_go_to(example: Zip) -> None:
    """The policy would let none of them load anything either."""
    for path, data in example.members.items():
        if path.endswith(".html"):
            assert b"content=\"default-src 'self' file:\"" in data, path
            assert re.findall(rb'(?:src|srcset|data|poster)="(?:https?:)?//', data) == []
            links = set(re.findall(rb'<link rel="([^"]+)"[^>]*href="https?:', data))
            assert links <= {b"canonical", b"schema.dcterms"}, path


def test_every_page_says_of_which_day_it_is_and_where_the_newest_is(example: Zip) -> None:
    address = "https://thu-nho.example/goc/"
    said = f"Bản mang theo, dựng ngày 01/07/2016; bản mới nhất ở {address}"
    in_english = EN("carried", day="1 July 2016", address=f"{address}en/")
    pages = {path: data for path, data in example.members.items() if path.endswith(".html")}
    silent = [
        path
        for path, data in pages.items()
        if (in_english if path.startswith("en/") else said) not in Html(data).words
        or f'<a href="{address}'.encode() not in data
    ]
    assert (silent, len(pages) > 30) == ([], True)


def test_page_keeps_its_living_address(example: Zip) -> None:
    page = example.members["bai/2015-2016/so-goi-ten.html"]
    assert b'<link rel="canonical" href="https://thu-nho.example/goc/bai/2015-2016/so-goi-ten.html">' in page


def test_web_pages_say_nothing_of_a_carried_edition(on_the_web: dict[str, bytes]) -> None:
    assert [path for path, data in on_the_web.items() if "Bản mang theo".encode() in data] == []


def test_first_thing_to_read_is_written_for_notepad(example: Zip) -> None:
    text = example.members[portable.READ_FIRST]
    lines = text.removeprefix(b"\xef\xbb\xbf").decode().split("\r\n")
    assert (text[:3], lines.pop(), len(lines)) == (b"\xef\xbb\xbf", "", 4)
    assert "\n" not in "".join(lines)
    assert [word in line for word, line in zip(_TOLD, lines, strict=True)] == [True] * 4, lines


_TOLD = ("Trang thu nhỏ", "index.html", "01/07/2016", "https://thu-nho.example/goc/")


@pytest.mark.parametrize("secret", SECRETS)
def test_nothing_unpublished_is_in_any_byte_of_the_zip(example: Zip, secret: str) -> None:
    planted = [file for file in (EXAMPLE / "stories").rglob("*.md") if secret in file.read_text("utf-8")]
    leaked = [path for path, data in example.members.items() if secret.encode() in data or secret in path]
    in_the_open = [path for path, data in example.members.items() if "mười một em".encode() in data]
    assert (len(planted), leaked) == (1, [])
    assert in_the_open == ["bai/2014-2015/ngon-den-ben-song.html"], "what is published would be found"
    assert secret.encode() not in example.data


def test_every_photo_is_one_jpeg_without_metadata(example: Zip) -> None:
    photos = {path: data for path, data in example.members.items() if path.startswith("anh/")}
    assert len(photos) == 1
    for data in photos.values():
        with Image.open(io.BytesIO(data)) as shown:
            assert (shown.format, shown.width, len(shown.getexif()), "icc_profile" in shown.info) == (
                "JPEG",
                600,
                0,
                False,
            )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Nêu Gương", "neu-guong-2015-07-01"),
        ("Sở GD&ĐT Đồng Tháp: gương tốt", "so-gd-dt-dong-thap-guong-tot-2015-07-01"),
        ("“…”", "neu-guong-2015-07-01"),
    ],
)
def test_top_folder_has_a_name_that_every_disk_can_write(name: str, expected: str) -> None:
    assert portable.top_folder(site_settings(name=f"'{name}'"), DAY) == expected


@pytest.mark.parametrize(("medium", "led_to"), [(WEB, True), (CARRIED, False)])
def test_footer_leads_to_the_handbook_only_where_it_is(
    vocabularies: Vocabularies, medium: Medium, led_to: bool
) -> None:
    everything = replace(content(vocabularies, row(2)), has_handbook=True)
    edition = Edition(site_url=everything.settings.base_url, medium=medium)
    site = assemble(everything, text_of, (), DAY, VI, edition).site
    assert (addresses.HANDBOOK in {link.href for link in site.footer}) == led_to


def carried_by(tree: Tree, file: Path, store: Store, day: date = DAY) -> Carried:
    loaded = load(tree, store)
    assert loaded.problems == ()
    assert loaded.content is not None
    return carry(loaded.content, (), tree, THEME, file, day, store, Crew())


@pytest.fixture
def kept(site_folder: Tree) -> Iterator[Store]:
    """The store of the site."""
    opened = open_store(site_folder.root, b"")
    yield opened
    opened.close()


def write_photo(tree: Tree, write_story: WriteStory) -> None:
    """Let the story have a photo as wide as a camera's."""
    photo = "file: ben-do.jpg, alt: Bến đò vắng bên bờ sông, credit: Tranh, consent: khong-co-nguoi"
    write_story(STORY_PATH, photos=f"[{{{photo}}}]")
    folder = tree.root / STORY_PATH.removesuffix(".md")
    folder.mkdir()
    (folder / "ben-do.jpg").write_bytes(picture(size=(2000, 1200)))


def test_carried_says_what_is_in_the_zip(
    site_folder: Tree, write_story: WriteStory, kept: Store, tmp_path: Path
) -> None:
    write_photo(site_folder, write_story)
    carried = carried_by(site_folder, tmp_path / "a.zip", kept)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        sizes = {entry.filename: entry.compress_size for entry in archive.infolist()}

    def taken(part: str) -> int:
        return sum(size for name, size in sizes.items() if part in name)

    assert carried == Carried(
        stories=1,
        pages=sum(name.endswith(".html") for name in sizes),
        files=len(sizes),
        size=(tmp_path / "a.zip").stat().st_size,
        photos=taken("/anh/"),
        fonts=taken("/theme/fonts/"),
        texts=taken(".html"),
    )
    assert min(carried.photos, carried.fonts, carried.texts) > 0


def test_large_photo_is_carried_as_the_middle_one_of_the_web(
    site_folder: Tree, write_story: WriteStory, kept: Store, tmp_path: Path
) -> None:
    write_photo(site_folder, write_story)
    carried_by(site_folder, tmp_path / "a.zip", kept)
    carried = unzipped((tmp_path / "a.zip").read_bytes(), "neu-guong-2015-07-01").members
    build(site_folder, kept, tmp_path / "web", WEB)
    (path,) = (path for path in carried if path.startswith("anh/"))
    assert carried[path] == files_of(tmp_path / "web")[path]
    with Image.open(io.BytesIO(carried[path])) as shown:
        assert (shown.format, shown.size) == ("JPEG", (960, 576))


@pytest.mark.parametrize(
    ("hidden", "day"),
    [
        ({"status": "draft"}, DAY),
        ({"status": "fostering"}, DAY),
        ({"status": "retracted"}, DAY),
        ({}, date(2015, 5, 1)),
    ],
)
def test_nothing_of_a_hidden_story_is_carried(
    site_folder: Tree,
    write_story: WriteStory,
    kept: Store,
    tmp_path: Path,
    hidden: dict[str, str],
    day: date,
) -> None:
    write_secret(site_folder.root, write_story)
    carried_by(site_folder, tmp_path / "all.zip", kept)
    shown = found_in(tmp_path / "all.zip", DAY)
    write_secret(site_folder.root, write_story, **hidden)
    carried_by(site_folder, tmp_path / "a.zip", kept, day)
    assert found_in(tmp_path / "a.zip", day) == set()
    assert shown == set(MARKS.values()), "each mark would be noticed"


def found_in(file: Path, day: date) -> set[str]:
    """Return the marks of the story that stand in the name or the bytes of any member."""
    members = unzipped(file.read_bytes(), f"neu-guong-{day}").members
    texts = [path.encode() + b"\0" + data for path, data in members.items()]
    return {mark for mark in (*MARKS.values(), CONSENT) if any(mark.encode() in text for text in texts)}


def test_nothing_is_left_behind_but_the_zip(
    site_folder: Tree, write_story: WriteStory, kept: Store, tmp_path: Path
) -> None:
    """Pages that a killed run left are swept up, and the store knows nothing of the folder."""
    write_photo(site_folder, write_story)
    left = kept.path.parent / "carried-left/bai"
    left.mkdir(parents=True)
    (left / "da-rut.html").write_bytes(b"withdrawn since")
    before = {path for path in site_folder.root.rglob("*") if "carried-left" not in path.parts}
    carried_by(site_folder, tmp_path / "a.zip", kept)
    assert set(site_folder.root.rglob("*")) == before
    assert kept.folders() == []


def test_carrying_twice_gives_the_same_zip_whatever_is_remembered(
    site_folder: Tree, write_story: WriteStory, kept: Store, tmp_path: Path, store: Store
) -> None:
    write_photo(site_folder, write_story)
    write_contest(site_folder.root)
    for name, memory in (("a", kept), ("b", kept), ("c", store)):
        carried_by(site_folder, tmp_path / f"{name}.zip", memory)
    assert len({(tmp_path / f"{name}.zip").read_bytes() for name in "abc"}) == 1


ANOTHER_MEDIUM = Text("dựng cho nơi đọc khác: trên mạng, hay mang theo", "it is for another medium")


def build(tree: Tree, store: Store, folder: Path, medium: Medium) -> Report:
    loaded = load(tree, store)
    assert loaded.content is not None
    return publish(loaded.content, (), tree, THEME, folder, DAY, store, medium=medium, explain=True)


def test_folder_that_held_the_other_edition_becomes_what_a_clean_build_makes(
    site_folder: Tree, write_story: WriteStory, kept: Store, tmp_path: Path
) -> None:
    write_photo(site_folder, write_story)
    for medium, name in ((WEB, "web"), (CARRIED, "carried")):
        build(site_folder, kept, tmp_path / name, medium)
    clean = {medium: files_of(tmp_path / name) for medium, name in ((WEB, "web"), (CARRIED, "carried"))}
    for medium in (CARRIED, WEB):
        report = build(site_folder, kept, tmp_path / "web", medium)
        reasons = [change.reasons for change in report.changes if change.path == addresses.HOME]
        assert [ANOTHER_MEDIUM in why for why in reasons] == [True]
        assert files_of(tmp_path / "web") == clean[medium]
    assert clean[WEB] != clean[CARRIED]
