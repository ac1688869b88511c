from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from neuguong.content import vocabulary
from neuguong.content.vocabulary import PlaceKind, Vocabularies
from neuguong.problems import in_order

FIELDS = """
quan-ly-chi-dao nuoi-day-day-hoc chu-nhiem-lop xa-hoi-hoa-giao-duc van-dong-ra-lop tu-hoc-tu-boi-duong
giup-do-gia-dinh-kho-khan giup-hoc-sinh-vuon-len do-dung-day-hoc de-tai-sang-kien doi-moi-phuong-phap
ngoai-gio-len-lop trang-tri-truong-lop quan-he-dia-phuong nghi-luc-day-hoc vung-kho-khan-dan-toc
truong-chuan-quoc-gia gia-dinh-nha-giao cong-tac-phuc-vu guong-khac
"""

DISTRICTS = """
thanh-pho-hoa-binh da-bac ky-son luong-son kim-boi cao-phong tan-lac mai-chau lac-son yen-thuy lac-thuy
"""

COMMUNES_OF = {
    "thanh-pho-hoa-binh": 5,
    "da-bac": 6,
    "luong-son": 3,
    "kim-boi": 5,
    "cao-phong": 3,
    "tan-lac": 5,
    "mai-chau": 5,
    "lac-son": 8,
    "yen-thuy": 3,
    "lac-thuy": 3,
}


def test_fields_stand_in_the_order_of_the_plan(vocabularies: Vocabularies) -> None:
    assert [field.slug for field in vocabularies.fields] == FIELDS.split()
    assert list(vocabularies.slugs("fields")) == FIELDS.split()


def test_places_are_2_provinces_11_districts_and_46_communes(vocabularies: Vocabularies) -> None:
    assert Counter(place.kind for place in vocabularies.places) == {
        PlaceKind.PROVINCE: 2,
        PlaceKind.DISTRICT: 11,
        PlaceKind.COMMUNE: 46,
    }
    assert [place.slug for place in vocabularies.districts] == DISTRICTS.split()


def test_every_commune_lay_in_a_district(vocabularies: Vocabularies) -> None:
    communes = [place for place in vocabularies.places if place.kind is PlaceKind.COMMUNE]
    districts = [vocabularies.district_of(place) for place in communes]
    assert Counter(district and district.slug for district in districts) == COMMUNES_OF


def test_every_district_of_2025_became_the_communes_that_name_it(vocabularies: Vocabularies) -> None:
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    for district in vocabularies.districts:
        if not district.exists_on(last):
            continue
        named = {place.slug for place in vocabularies.places if district.id in place.former_districts}
        assert {place.slug for place in vocabularies.heirs(district, first)} == named


@pytest.mark.parametrize(
    ("slug", "district"),
    [
        ("ky-son", "ky-son"),
        ("da-bac", "da-bac"),
        ("phuong-tan-hoa", "thanh-pho-hoa-binh"),
        ("tinh-hoa-binh", None),
        ("tinh-phu-tho", None),
    ],
)
def test_district_of_is_the_district_of_2014(
    vocabularies: Vocabularies, slug: str, district: str | None
) -> None:
    found = vocabularies.district_of(vocabularies.slugs("places")[slug])
    assert (found.slug if found else None) == district


@pytest.mark.parametrize(
    ("slug", "day", "heirs"),
    [
        ("ky-son", date(2019, 12, 31), ["ky-son"]),
        ("ky-son", date(2020, 1, 1), ["thanh-pho-hoa-binh"]),
        ("ky-son", date(2021, 5, 1), ["thanh-pho-hoa-binh"]),
        ("ky-son", date(2025, 6, 30), ["thanh-pho-hoa-binh"]),
        (
            "ky-son",
            date(2026, 5, 1),
            ["phuong-tan-hoa", "phuong-hoa-binh", "phuong-thong-nhat", "phuong-ky-son", "xa-thinh-minh"],
        ),
        ("cao-phong", date(2025, 7, 1), ["xa-cao-phong", "xa-thung-nai", "xa-muong-thang"]),
        ("tinh-hoa-binh", date(2025, 6, 30), ["tinh-hoa-binh"]),
        ("tinh-hoa-binh", date(2025, 7, 1), ["tinh-phu-tho"]),
        ("phuong-tan-hoa", date(2014, 10, 1), []),
        ("phuong-tan-hoa", date(2040, 1, 1), ["phuong-tan-hoa"]),
    ],
)
def test_heirs_are_what_a_place_is_on_a_day(
    vocabularies: Vocabularies, slug: str, day: date, heirs: list[str]
) -> None:
    place = vocabularies.slugs("places")[slug]
    assert [heir.slug for heir in vocabularies.heirs(place, day)] == heirs


@pytest.mark.parametrize(
    ("name", "wrong", "expected"),
    [
        ("fields", "chu nhiem lop", "chu-nhiem-lop"),
        ("fields", "Chủ nhiệm lớp", "chu-nhiem-lop"),
        ("fields", "van-dong-ra-lơp", "van-dong-ra-lop"),
        ("fields", "bóng đá", None),
        ("places", "Đà Bắc", "da-bac"),
        ("places", "Huyện Kỳ Sơn", "ky-son"),
        ("places", "kyson", "ky-son"),
        ("levels", "Tiểu học", "tieu-hoc"),
        ("roles", "giáo viên", "giao-vien"),
        ("school_years", "2014-15", "2014-2015"),
    ],
)
def test_nearest_slug_reads_names_and_slips(
    vocabularies: Vocabularies, name: str, wrong: str, expected: str | None
) -> None:
    assert vocabularies.nearest_slug(name, wrong) == expected


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2014, 8, 31), None),
        (date(2014, 9, 1), "2014-2015"),
        (date(2015, 8, 31), "2014-2015"),
        (date(2015, 9, 1), "2015-2016"),
        (date(2028, 8, 31), "2027-2028"),
        (date(2028, 9, 1), None),
    ],
)
def test_school_years_start_in_september(vocabularies: Vocabularies, day: date, year: str | None) -> None:
    assert next((period.slug for period in vocabularies.school_years if period.has(day)), None) == year


WHOLE, FORM = "vocabulary-is-whole", "value-has-its-form"
NO_LINE = None

BROKEN = [
    ("fields", "slug: chu-nhiem-lop", "slug: Chủ nhiệm", [(0, WHOLE)]),
    ("fields", "slug: chu-nhiem-lop", "slug: nuoi-day-day-hoc", [(0, WHOLE)]),
    ("fields", "slug: chu-nhiem-lop", "slug:", [(0, "key-is-given")]),
    ("fields", "  short: Chủ nhiệm lớp\n", "", [(-2, "key-is-given")]),
    ("fields", "short: Chủ nhiệm lớp", "shrt: C", [(-2, "key-is-given"), (0, "key-is-known")]),
    ("fields", "fields:", "field:", [(NO_LINE, WHOLE), (0, WHOLE)]),
    ("fields", "roles: [can-bo-quan-ly]", "roles: [hieu-truong]", [(NO_LINE, WHOLE)]),
    ("fields", "forms: [ca-nhan]\n  roles: [can", "forms: [nguoi]\n  roles: [can", [(NO_LINE, WHOLE)]),
    ("levels", "name: Mầm non", "name: [Mầm non", [(1, "yaml-is-readable")]),
    ("unit_types", "levels: [mam-non]", "levels: [nha-tre]", [(NO_LINE, WHOLE)]),
    ("subjects", "minor: ask", "minor: maybe", [(0, FORM), (5, FORM)]),
    ("subjects", "form: tap-the\n  minor: presumed", "form: dong\n  minor: no", [(NO_LINE, WHOLE)]),
    ("subjects", "guardian: false", "guardian: đôi khi", [(0, FORM)]),
    ("calendar", "start: 2015-09-01", "start: 2015-09-02", [(NO_LINE, WHOLE)]),
    ("calendar", "start: 2015-09-01", "start: 1/9/2015", [(0, FORM)]),
    ("calendar", "end: 2020-12-31", "end: 2016-01-01", [(NO_LINE, WHOLE)]),
    ("places", "[{id: D148, part: false}]", "[{id: D999}]", [(NO_LINE, WHOLE)] * 2),
    ("places", "[{id: D148, part: false}]", "[]", [(NO_LINE, WHOLE)]),
    ("places", "to: 2019-12-31", "to: 2026-12-31", [(NO_LINE, WHOLE)]),
    ("places", "valid_to: 2019", "valid_from: 2020-06-01\n  valid_to: 2019", [(NO_LINE, WHOLE)]),
    ("places", "- id: D151", "- id: D150", [(NO_LINE, WHOLE)]),
    ("places", "district\n  type: thanh-pho", "town\n  type: thanh-pho", [(0, FORM)]),
    ("places", "tile: [1, 0]", "tile: [2, 0]", [(NO_LINE, WHOLE)]),
    ("places", "tile: [1, 0]", "tile: [3, 0]", [(NO_LINE, WHOLE)]),
    ("places", "tile: [1, 0]", "tile: [1]", [(NO_LINE, WHOLE)]),
    ("places", "tile: [1, 0]", "tile: [-1, 0]", [(NO_LINE, WHOLE)]),
    ("places", "tile: [1, 0]", "tile: [một, 0]", [(0, FORM)]),
]


@pytest.mark.parametrize(("file", "old", "new", "expected"), BROKEN)
def test_load_reports_broken_lists(
    vocabulary_texts: dict[str, str], file: str, old: str, new: str, expected: list[tuple[int | None, str]]
) -> None:
    """Lines are counted from the line of the change."""
    path = f"content/vocabulary/{file}.yml"
    text = vocabulary_texts[path]
    line = text[: text.index(old)].count("\n") + 1
    loaded, problems = vocabulary.load({**vocabulary_texts, path: text.replace(old, new)})
    assert loaded is None
    assert [(p.path, p.line, p.rule) for p in in_order(problems)] == [
        (path, 0 if offset is None else line + offset, rule) for offset, rule in expected
    ]


def test_load_reports_a_commune_without_its_district(vocabulary_texts: dict[str, str]) -> None:
    path = "content/vocabulary/places.yml"
    text = re.sub(r"\n  former_districts: [^\n]*", "", vocabulary_texts[path], count=1)
    loaded, problems = vocabulary.load({**vocabulary_texts, path: text})
    assert loaded is None
    assert [p.what.en for p in problems] == ["“phuong-tan-hoa” lacks former_districts"]


def test_load_reports_faults_of_all_files_at_once(vocabulary_texts: dict[str, str]) -> None:
    loaded, problems = vocabulary.load(dict.fromkeys(vocabulary_texts, "a: [\n"))
    assert loaded is None
    assert [(p.path, p.rule) for p in problems] == [(path, "yaml-is-readable") for path in vocabulary.FILES]


def test_heirs_end_because_a_circle_of_successors_is_refused(vocabulary_texts: dict[str, str]) -> None:
    path = "content/vocabulary/places.yml"
    text = vocabulary_texts[path].replace("successors: [{id: C05089", "successors: [{id: D151}, {id: C05089")
    loaded, problems = vocabulary.load({**vocabulary_texts, path: text})
    assert loaded is None
    assert [p.what.en for p in problems] == ["“cao-phong” ends and lacks a successor on 2025-07-01"]


# English names


@pytest.mark.parametrize(
    ("slug", "name", "short"),
    [
        ("da-bac", "Đà Bắc District", "Đà Bắc"),
        ("thanh-pho-hoa-binh", "Hòa Bình City", "Hòa Bình"),
        ("tinh-phu-tho", "Phú Thọ Province", "Phú Thọ"),
        ("xa-pa-co", "Pà Cò Commune", "Pà Cò"),
        ("phuong-ky-son", "Kỳ Sơn Ward", "Kỳ Sơn"),
    ],
)
def test_place_is_called_by_its_kind_in_english(
    vocabularies: Vocabularies, slug: str, name: str, short: str
) -> None:
    place = vocabularies.in_english().slugs("places")[slug]
    assert (place.name, place.short) == (name, short)


def test_parts_of_a_commune_are_named_in_english(vocabularies: Vocabularies) -> None:
    place = vocabularies.in_english().slugs("places")["xa-pa-co"]
    assert place.merged_from == (
        "Pà Cò Commune",
        "Hang Kia Commune",
        "Cun Pheo Commune",
        "Đồng Tân Commune (in part)",
    )


def test_every_list_has_english_names(vocabularies: Vocabularies) -> None:
    english = vocabularies.in_english()
    for name in ("fields", "levels", "unit_types", "forms", "roles", "age_groups"):
        same = [
            slug for slug, entry in english.slugs(name).items() if entry == vocabularies.slugs(name)[slug]
        ]
        assert (name, same) == (name, [])
    assert all(field.short_en for field in vocabularies.fields)


def test_entry_without_english_name_keeps_its_own(vocabularies: Vocabularies) -> None:
    first = replace(vocabularies.levels[0], name_en="")
    english = replace(vocabularies, levels=(first,)).in_english()
    assert english.levels == (first,)
