from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from neuguong.content.model import Article, Author, Photo, PhotoFile, Status, Subject
from neuguong.content.vocabulary import Vocabularies
from neuguong.site import addresses, api, json_file
from neuguong.site.api_records import KINDS
from neuguong.site.assemble import assemble
from neuguong.site.cloths import cover_of
from neuguong.site.plans import Plan
from neuguong.site.theme import read_theme
from neuguong.site.wanted import wanted_files
from tests.site.making import (
    EDITION,
    THEME,
    TODAY,
    VI,
    article,
    cards_of,
    content,
    rendered,
    row,
    text_of,
    theme_environment,
)
from tests.site.making import assemble as assemble_all

BASE = "https://neu-guong.example/"


def files_of(vocabularies: Vocabularies, stories: Iterable[Article], today: date = TODAY) -> dict[str, bytes]:
    """Return the data files of a site with these stories."""
    planned = assemble(content(vocabularies, stories), text_of, (), today, VI, EDITION)
    return {document.path: document.make() for document in planned.documents}


def data_of(vocabularies: Vocabularies, stories: Iterable[Article], today: date = TODAY) -> dict[str, Any]:
    return {path: json.loads(data) for path, data in files_of(vocabularies, stories, today).items()}


def kind_of(path: str) -> str:
    return "stories" if path.startswith("api/v1/stories/") else path.split("/")[2].removesuffix(".json")


# ---- stories ------------------------------------------------------------------------------------


def test_story_is_told_with_all_that_programs_may_know(vocabularies: Vocabularies) -> None:
    file = PhotoFile(name="a.jpg", path="stories/2014-2015/a/a.jpg", width=1200, height=900, digest="0" * 16)
    photo = Photo(file="a.jpg", alt="Bến đò", credit="Tranh", consent="MAU-1")
    story = article(
        "a",
        also_fields=("guong-khac",),
        happened=date(2015, 1, 2),
        updated=date(2016, 2, 3),
        author=Author(name="Hà Văn Tỉnh", unit="Phòng Giáo dục"),
        photo_files=(file,),
        photos=(photo,),
    )
    found = data_of(vocabularies, [story])["api/v1/stories/2014-2015/1.json"]
    (shown,) = found["stories"][0]["about"]["photos"]
    assert shown.pop("url").startswith(f"{BASE}anh/2014-2015/a/a-")
    assert found == {
        "$schema": f"{BASE}api/v1/schema/stories.json",
        "year": "2014-2015",
        "number": 1,
        "count": 1,
        "stories": [
            {
                "id": "2014-2015/a",
                "url": f"{BASE}bai/2014-2015/a.html",
                "lang": "vi",
                "title": "Bài a",
                "summary": "Tóm tắt a.",
                "date": "2015-04-22",
                "updated": "2016-02-03",
                "year": "2014-2015",
                "field": "van-dong-ra-lop",
                "also_fields": ["guong-khac"],
                "place": "da-bac",
                "sample": False,
                "about": {
                    "form": "ca-nhan",
                    "role": "giao-vien",
                    "name": "Cô Mơ",
                    "unit": "Trường Bến Mơ",
                    "level": "tieu-hoc",
                    "happened": "2015-01-02",
                    "author": {"name": "Hà Văn Tỉnh", "unit": "Phòng Giáo dục"},
                    "photos": [{"width": 960, "height": 720, "alt": "Bến đò", "credit": "Tranh"}],
                },
            }
        ],
    }


def test_sample_names_nobody(vocabularies: Vocabularies) -> None:
    found = data_of(vocabularies, [article("a", sample=True)])["api/v1/stories/2014-2015/1.json"]
    (story,) = found["stories"]
    about = {"form": "ca-nhan", "role": "giao-vien", "unit": "Trường Bến Mơ", "level": "tieu-hoc"}
    assert (story["sample"], story["about"]) == (True, about)


def test_whoever_walks_from_the_first_file_meets_every_story_once(vocabularies: Vocabularies) -> None:
    later = [article(f"sau-{n:03}", group="2015-2016", date=date(2015, 9, 1)) for n in range(101)]
    hidden = article("nhap", status=Status.DRAFT)
    found = data_of(vocabularies, [*row(200), *later, hidden])
    there = found["api/v1/index.json"]["parts"]["stories"]
    met, walked, back = [], [], ""
    while there:
        file = found[there.removeprefix(BASE)]
        assert file.get("previous", "") == back
        assert file["count"] == len(file["stories"])
        walked.append(there)
        met += [story["id"] for story in file["stories"]]
        back, there = there, file.get("next", "")
    assert met == [
        *(f"2014-2015/bai-{n:03}" for n in range(200)),
        *(f"2015-2016/sau-{n:03}" for n in range(101)),
    ]
    assert [path.removeprefix(f"{BASE}api/v1/stories/") for path in walked] == [
        "2014-2015/1.json",
        "2014-2015/2.json",
        "2015-2016/1.json",
        "2015-2016/2.json",
    ]
    years = found["api/v1/years.json"]["years"]
    assert [address for year in years for address in year.get("stories", ())] == walked
    assert [year["count"] for year in years if year["count"]] == [200, 101]
    assert found["api/v1/index.json"]["count"] == 301


# ---- groups -------------------------------------------------------------------------------------


def test_fields_say_how_many_stories_they_have(vocabularies: Vocabularies) -> None:
    found = data_of(vocabularies, [article("a", also_fields=("guong-khac",)), article("b")])
    fields = {field["slug"]: field for field in found["api/v1/fields.json"]["fields"]}
    assert list(fields) == [field.slug for field in vocabularies.fields]
    assert (fields["van-dong-ra-lop"], fields["chu-nhiem-lop"]["group"]) == (
        {
            "slug": "van-dong-ra-lop",
            "name": {
                "vi": "Vận động các gia đình đưa các cháu học sinh trong độ tuổi ra lớp",
                "en": "Persuading families to send school-age children to school",
            },
            "short": "Vận động học sinh ra lớp",
            "group": {
                "count": 2,
                "url": f"{BASE}linh-vuc/van-dong-ra-lop.html",
                "atom": f"{BASE}feeds/linh-vuc/van-dong-ra-lop.atom.xml",
                "feed": f"{BASE}feeds/linh-vuc/van-dong-ra-lop.json",
            },
        },
        {"count": 0},
    )


def places_of(vocabularies: Vocabularies, today: date, *stories: Article) -> dict[str, Any]:
    found = data_of(vocabularies, stories, today)["api/v1/places.json"]["places"]
    return {place["slug"]: place for place in found}


def test_places_tell_their_history(vocabularies: Vocabularies) -> None:
    places = places_of(vocabularies, date(2026, 1, 1), article("a", place="ky-son", date=date(2015, 1, 1)))
    ky_son, ward = places["ky-son"], places["phuong-tan-hoa"]
    today = ky_son.pop("today")
    assert ky_son == {
        "slug": "ky-son",
        "id": "D151",
        "name": {"vi": "Huyện Kỳ Sơn"},
        "kind": "district",
        "type": "huyen",
        "valid_to": "2019-12-31",
        "parent": "tinh-hoa-binh",
        "successors": [{"slug": "thanh-pho-hoa-binh", "part": False}],
        "group": {
            "count": 1,
            "url": f"{BASE}noi/ky-son.html",
            "atom": f"{BASE}feeds/noi/ky-son.atom.xml",
            "feed": f"{BASE}feeds/noi/ky-son.json",
        },
    }
    assert "phuong-tan-hoa" in today
    assert ward == {
        "slug": "phuong-tan-hoa",
        "id": "C04792",
        "name": {"vi": "Phường Tân Hòa"},
        "kind": "commune",
        "type": "phuong",
        "valid_from": "2025-07-01",
        "parent": "tinh-phu-tho",
        "former_districts": ["thanh-pho-hoa-binh"],
        "merged_from": ["Phường Tân Hòa", "Xã Yên Mông", "Xã Hòa Bình"],
        "today": ["phuong-tan-hoa"],
        "group": {"count": 0},
    }


@pytest.mark.parametrize(
    ("today", "heirs"),
    [(date(2019, 12, 31), ["ky-son"]), (date(2020, 1, 1), ["thanh-pho-hoa-binh"])],
)
def test_places_say_what_they_are_on_the_day(
    vocabularies: Vocabularies, today: date, heirs: list[str]
) -> None:
    assert places_of(vocabularies, today)["ky-son"]["today"] == heirs


def test_index_names_every_other_file(vocabularies: Vocabularies) -> None:
    files = data_of(vocabularies, [article("a")])
    index = files["api/v1/index.json"]
    named = {*index["parts"].values(), *index["schemas"].values()}
    assert {address.removeprefix(BASE) for address in named} == files.keys() - {addresses.API}
    assert (index["language"], index["publisher"]) == ("vi", {"vi": "Phòng Mẫu", "en": "Sample Office"})


def test_site_without_a_story_has_its_lists(vocabularies: Vocabularies) -> None:
    files = data_of(vocabularies, [])
    assert "stories" not in files["api/v1/index.json"]["parts"]
    assert [path for path in files if "stories/" in path] == []
    assert len(files["api/v1/fields.json"]["fields"]) == len(vocabularies.fields)


# ---- schemas ------------------------------------------------------------------------------------

PHOTO = PhotoFile(name="a.jpg", path="stories/2014-2015/a/a.jpg", width=600, height=400, digest="0" * 16)
ONE_OF_EACH = (
    article("a", photo_files=(PHOTO,), updated=date(2016, 1, 2), happened=date(2015, 1, 2)),
    article("b", sample=True, also_fields=("guong-khac",)),
    article("c", subject=Subject(form="ca-nhan", role="hoc-sinh", age_group="7-15", name="Em Nhài")),
    article("d", subject=Subject(form="mo-hinh", name="Thư viện treo"), place="tan-lac"),
    *row(120, group="2013-2014"),
)


@pytest.mark.parametrize("stories", [(), ONE_OF_EACH], ids=["empty", "full"])
def test_every_file_is_valid_by_the_schema_it_names(
    vocabularies: Vocabularies, stories: tuple[Article, ...]
) -> None:
    files = data_of(vocabularies, stories)
    for path, data in files.items():
        if "/schema/" in path:
            assert (data["$schema"], data["$id"]) == (api.DRAFT, BASE + path)
            Draft202012Validator.check_schema(data)
            continue
        assert data["$schema"] == f"{BASE}api/v1/schema/{kind_of(path)}.json"
        schema = files[data["$schema"].removeprefix(BASE)]
        judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert list(judge.iter_errors(data)) == []


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("api/v1/stories/2014-2015/1.json", {"stories": [{"id": "2014-2015/a"}]}),
        ("api/v1/stories/2014-2015/1.json", {"number": 0}),
        ("api/v1/index.json", {"count": -1}),
        ("api/v1/places.json", {"places": [{"slug": "a"}]}),
        (
            "api/v1/years.json",
            {"years": [{"slug": "a", "start": "hôm qua", "end": "2015-01-01", "count": 0}]},
        ),
    ],
)
def test_schema_refuses_what_is_wrong(vocabularies: Vocabularies, path: str, change: dict[str, Any]) -> None:
    files = data_of(vocabularies, ONE_OF_EACH)
    schema = files[f"api/v1/schema/{kind_of(path)}.json"]
    judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert list(judge.iter_errors(files[path] | change)) != []


def test_files_hold_nothing_that_their_schema_does_not_know(vocabularies: Vocabularies) -> None:
    for path, data in files_of(vocabularies, ONE_OF_EACH).items():
        if "/schema/" not in path:
            assert json_file.written(msgspec.json.decode(data, type=KINDS[kind_of(path)])) == data


def test_schemas_say_in_vietnamese_what_every_key_is(vocabularies: Vocabularies) -> None:
    files = data_of(vocabularies, [])
    silent = [
        (path, name, key)
        for path, schema in files.items()
        if "/schema/" in path
        for name, definition in schema["$defs"].items()
        for key, told in definition["properties"].items()
        if not told.get("description") or definition.get("description")
    ]
    assert silent == []


def test_files_are_plain_utf8_in_nfc(vocabularies: Vocabularies) -> None:
    for data in files_of(vocabularies, ONE_OF_EACH).values():
        text = data.decode()
        assert text.endswith("}\n")
        assert "\\u" not in text
        assert unicodedata.is_normalized("NFC", text)


# ---- nothing about a child ----------------------------------------------------------------------

CHILD = {
    "name": "TÊN-CỦA-TRẺ",
    "unit": "TRƯỜNG-CỦA-TRẺ",
    "author": "MẸ-CỦA-TRẺ",
    "author_unit": "NHÀ-CỦA-TRẺ",
    "alt": "LỜI-TẢ-TRẺ",
    "caption": "CHÚ-THÍCH-TRẺ",
    "credit": "NGƯỜI-CHỤP-TRẺ",
    "lesson": "ĐIỀU-TRẺ-LÀM",
    "photo": "anh/2014-2015/chuyen-cua-em",
}


def about_a_child(subject: Subject) -> Article:
    """Return a story with a mark in everything that could say who the child is."""
    folder = "stories/2014-2015/chuyen-cua-em"
    file = PhotoFile(name="em.jpg", path=f"{folder}/em.jpg", width=600, height=400, digest="0" * 16)
    photo = Photo(
        file="em.jpg",
        alt=CHILD["alt"],
        caption=CHILD["caption"],
        credit=CHILD["credit"],
        consent="MAU-7",
    )
    return article(
        "chuyen-cua-em",
        subject=subject,
        unit=CHILD["unit"],
        author=Author(name=CHILD["author"], unit=CHILD["author_unit"]),
        lessons=(CHILD["lesson"],),
        photo_files=(file,),
        photos=(photo,),
        html=f"<p>{CHILD['name']}</p>",
    )


def made_for_programs(path: str, data: bytes) -> str:
    """Return what programs take out of a file: of a page its head."""
    text = data.decode()
    return text.partition("<body>")[0] if path.endswith(".html") else text


@pytest.mark.parametrize("has_cards", ["true", "false"])
@pytest.mark.parametrize(
    ("form", "role", "age_group", "is_told"),
    [
        ("ca-nhan", "giao-vien", "", True),
        ("ca-nhan", "hoc-sinh", "tu-18", True),
        ("ca-nhan", "hoc-sinh", "", False),
        ("ca-nhan", "hoc-sinh", "7-15", False),
        ("ca-nhan", "hoc-sinh", "16-17", False),
        ("ca-nhan", "sinh-vien", "", False),
        ("tap-the", "lop", "", False),
    ],
)
def test_nothing_that_programs_read_tells_who_a_child_is(
    vocabularies: Vocabularies, form: str, role: str, age_group: str, is_told: bool, has_cards: str
) -> None:
    subject = Subject(form=form, role=role, age_group=age_group, name=CHILD["name"])
    stories = (about_a_child(subject), article("bai-khac"), article("bai-kia", place="tan-lac"))
    site = assemble_all(content(vocabularies, stories, share_cards=has_cards), (), TODAY)
    cards = {drawing.target: " ".join(map(str, drawing.card)).encode() for drawing in cards_of(site)}
    files = rendered(site, theme_environment()) | cards
    shown = {mark for mark in CHILD.values() for data in files.values() if mark.encode() in data}
    told = {
        mark
        for mark in CHILD.values()
        for path, data in files.items()
        if mark in made_for_programs(path, data)
    }
    kept_on_the_page = {CHILD["caption"], CHILD["lesson"]}
    assert shown == set(CHILD.values())  # the page itself tells it, or there would be nothing to keep back
    assert told == (set(CHILD.values()) - kept_on_the_page if is_told else set())


# ---- what changes with what ---------------------------------------------------------------------


def keys_of(vocabularies: Vocabularies, stories: Iterable[Article]) -> dict[str, bytes]:
    """Return the keys of all files of a site but pages."""
    site = assemble(content(vocabularies, stories), text_of, (), TODAY, VI, EDITION)
    wanted = wanted_files((site,), read_theme(THEME), {})
    return {file.path: file.key for file in wanted.files if not isinstance(file.source, Plan)}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


STORIES = (*row(250), article("giua", group="2015-2016", date=date(2015, 10, 1)))
BEHIND = STORIES[120]
"""A story that no feed holds any more."""


def test_other_words_change_no_file_of_data(vocabularies: Vocabularies) -> None:
    other = article(BEHIND.slug, date=BEHIND.meta.date, html="<p>Chữ khác</p>")
    assert other.text_digest != BEHIND.text_digest
    before = keys_of(vocabularies, STORIES)
    after = keys_of(vocabularies, [*STORIES[:120], other, *STORIES[121:]])
    assert changed(before, after) == set()


def test_another_title_changes_the_file_with_the_story(vocabularies: Vocabularies) -> None:
    other = article(BEHIND.slug, date=BEHIND.meta.date, title="Tên khác")
    before = keys_of(vocabularies, STORIES)
    after = keys_of(vocabularies, [*STORIES[:120], other, *STORIES[121:]])
    card = f"chia-se/bai/2014-2015/{BEHIND.slug}.png"
    assert changed(before, after) == {"api/v1/stories/2014-2015/2.json", card}


def test_another_title_of_a_new_story_changes_its_feeds_too(vocabularies: Vocabularies) -> None:
    other = article("giua", group="2015-2016", date=date(2015, 10, 1), title="Tên khác")
    feeds = ("tat-ca", "linh-vuc/van-dong-ra-lop", "noi/da-bac")
    found = changed(keys_of(vocabularies, STORIES), keys_of(vocabularies, [*STORIES[:-1], other]))
    assert found == {
        "api/v1/stories/2015-2016/1.json",
        "chia-se/bai/2015-2016/giua.png",
        *(f"feeds/{feed}.{ending}" for feed in feeds for ending in ("atom.xml", "json")),
    }


COUNTS = {f"api/v1/{name}.json" for name in ("index", "fields", "places", "years")}
NEWS = {
    f"feeds/{name}.{ending}"
    for name in ("tat-ca", "noi/tan-lac", "linh-vuc/guong-khac")
    for ending in ("atom.xml", "json")
}
CARDS = {f"chia-se/{name}.png" for name in ("bai/2014-2015/moi", "noi/tan-lac", "linh-vuc/guong-khac")}


@pytest.mark.parametrize(
    ("count", "files"),
    [
        (250, {"3.json"}),
        (199, {"2.json"}),
        (200, {"2.json", "3.json"}),
    ],
)
def test_new_story_changes_the_end_of_its_year(
    vocabularies: Vocabularies, count: int, files: set[str]
) -> None:
    """And the counts; where it begins a file, the one before it names the new one."""
    new = article("moi", date=date(2015, 8, 1), place="tan-lac", field="guong-khac")
    before = keys_of(vocabularies, row(count))
    found = changed(before, keys_of(vocabularies, [*row(count), new]))
    stories = {f"api/v1/stories/2014-2015/{name}" for name in files}
    new_files = {"sitemap.xml", cover_of(new), "qr/bai/2014-2015/moi.svg"}
    assert found == {*COUNTS, *NEWS, *CARDS, *stories, *new_files}


def test_story_of_another_year_touches_no_other_year(vocabularies: Vocabularies) -> None:
    old = article("xua", date=date(2014, 9, 1), place="tan-lac", field="guong-khac")
    found = changed(keys_of(vocabularies, STORIES), keys_of(vocabularies, [*STORIES, old]))
    assert {path for path in found if "stories/" in path} == {
        f"api/v1/stories/2014-2015/{number}.json" for number in (1, 2, 3)
    }
