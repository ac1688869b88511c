"""What stands in the data files of `api/v1`, key by key.

The files, their JSON Schemas and the handbook's table are all made from these records. Records only.
Keys may be added within a version; none is renamed or dropped before `v2`. A key without value is left out.
"""

from __future__ import annotations

from datetime import date as Date  # noqa: N812 - `date` is a key of a story
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct


def _says(words: str, **rules: Any) -> Meta:
    return Meta(description=words, **rules)


Schema = Annotated[str, _says("JSON Schema của tệp này")]
Slug = Annotated[str, _says("mã, không bao giờ đổi")]
Count = Annotated[int, _says("số bài", ge=0)]


class Names(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A name in the languages of the site."""

    vi: Annotated[str, _says("tên tiếng Việt")]
    en: Annotated[str, _says("tên tiếng Anh")] = ""


class Group(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The stories of a group."""

    count: Count
    url: Annotated[str, _says("trang danh sách, cho người đọc; chưa có bài thì không có")] = ""
    atom: Annotated[str, _says("bản tin Atom của nhóm")] = ""
    feed: Annotated[str, _says("bản tin JSON Feed của nhóm")] = ""


class Parts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the other files begin."""

    fields: Annotated[str, _says("các lĩnh vực")]
    places: Annotated[str, _says("các nơi chốn")]
    years: Annotated[str, _says("các năm học, kèm địa chỉ mọi tệp bài của từng năm")]
    stories: Annotated[str, _says("tệp bài đầu tiên; chưa có bài thì không có")] = ""


class Index(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """api/v1/index.json."""

    schema: Schema = msgspec.field(name="$schema")
    name: Annotated[str, _says("tên trang")]
    description: Annotated[str, _says("trang kể gì")]
    publisher: Annotated[Names, _says("cơ quan chủ quản")]
    contact: Annotated[str, _says("thư liên hệ")]
    language: Annotated[str, _says("ngôn ngữ của các bài (BCP 47)")]
    rights: Annotated[str, _says("được dùng thế nào")]
    home: Annotated[str, _says("trang chủ")]
    count: Count
    parts: Annotated[Parts, _says("các tệp khác")]
    schemas: Annotated[dict[str, str], _says("JSON Schema của từng loại tệp")]
    atom: Annotated[str, _says("bản tin Atom của mọi bài")] = ""
    feed: Annotated[str, _says("bản tin JSON Feed của mọi bài")] = ""
    sitemap: Annotated[str, _says("sơ đồ trang")]


class FieldEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field of the plan."""

    slug: Slug
    name: Annotated[Names, _says("tên đầy đủ trong kế hoạch")]
    short: Annotated[str, _says("tên ngắn dùng trên trang")]
    group: Annotated[Group, _says("các bài thuộc lĩnh vực này, kể cả là lĩnh vực phụ")]


class Fields(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """api/v1/fields.json."""

    schema: Schema = msgspec.field(name="$schema")
    fields: Annotated[tuple[FieldEntry, ...], _says("mọi lĩnh vực, theo thứ tự của kế hoạch")]


class Heir(Struct, frozen=True, kw_only=True):
    """A unit that took over."""

    slug: Annotated[str, _says("mã của nơi nối tiếp")]
    part: Annotated[bool, _says("`true`: chỉ nhận một phần")]


class PlaceEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An administrative unit with the days of its life."""

    slug: Slug
    id: Annotated[str, _says("P, D hoặc C (tỉnh, huyện, xã) và mã đơn vị hành chính")]
    name: Annotated[Names, _says("tên kèm cấp")]
    kind: Annotated[str, _says("`province`, `district` hoặc `commune`")]
    type: Annotated[str, _says("loại: `huyen`, `thanh-pho`, `xa`, `phuong`…")]
    valid_from: Annotated[Date | None, _says("ngày lập; không ghi: có từ trước 01/10/2014")] = None
    valid_to: Annotated[Date | None, _says("ngày cuối cùng; không ghi: đang còn")] = None
    parent: Annotated[str, _says("mã của đơn vị cấp trên")] = ""
    former_districts: Annotated[
        tuple[str, ...], _says("mã các huyện cũ của một xã; huyện đầu tiên là nơi xã được xếp vào")
    ] = ()
    merged_from: Annotated[tuple[str, ...], _says("tên các xã cũ đã nhập lại")] = ()
    successors: Annotated[tuple[Heir, ...], _says("nơi nối tiếp ngay sau ngày cuối cùng")] = ()
    today: Annotated[tuple[str, ...], _says("mã của nơi ấy vào ngày dựng trang; còn thì là chính nó")]
    group: Annotated[Group, _says("các bài ở đây; huyện có cả bài của các xã từng thuộc huyện")]


class Places(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """api/v1/places.json."""

    schema: Schema = msgspec.field(name="$schema")
    places: Annotated[tuple[PlaceEntry, ...], _says("mọi nơi, cả nơi nay không còn")]


class YearEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A school year."""

    slug: Slug
    start: Annotated[Date, _says("ngày đầu")]
    end: Annotated[Date, _says("ngày cuối")]
    count: Count
    url: Annotated[str, _says("trang danh sách, cho người đọc; chưa có bài thì không có")] = ""
    stories: Annotated[tuple[str, ...], _says("các tệp bài của năm học, cũ trước mới sau")] = ()


class Years(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """api/v1/years.json."""

    schema: Schema = msgspec.field(name="$schema")
    years: Annotated[tuple[YearEntry, ...], _says("các năm học, cũ trước mới sau")]


class Person(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An adult."""

    name: Annotated[str, _says("họ tên hoặc bút danh")]
    unit: Annotated[str, _says("trường hoặc cơ quan")] = ""


class Photo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A photo of a story."""

    url: Annotated[str, _says("ảnh JPEG, rộng nhất 960 điểm")]
    width: Annotated[int, _says("chiều rộng, điểm ảnh")]
    height: Annotated[int, _says("chiều cao, điểm ảnh")]
    alt: Annotated[str, _says("lời tả ảnh")]
    credit: Annotated[str, _says("ai chụp hoặc vẽ")]


class About(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whom or what a story is about; never a child."""

    form: Annotated[str, _says("`ca-nhan`, `tap-the` hoặc `mo-hinh`")]
    role: Annotated[str, _says("vai trò: `giao-vien`, `truong-hoc`…; cách làm thì không có")] = ""
    name: Annotated[str, _says("tên người, tập thể, cách làm; bài mẫu thì không có")] = ""
    unit: Annotated[str, _says("trường hoặc cơ quan")]
    level: Annotated[str, _says("mã cấp học")]
    happened: Annotated[Date | None, _says("ngày xảy ra chuyện, áng chừng")] = None
    author: Annotated[Person | None, _says("người viết; bài mẫu thì không có")] = None
    photos: Annotated[tuple[Photo, ...], _says("ảnh trong bài")] = ()


class StoryEntry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A story as a list shows it."""

    id: Annotated[str, _says("năm học/tên bài, như trong địa chỉ của bài")]
    url: Annotated[str, _says("trang của bài")]
    lang: Annotated[str, _says("ngôn ngữ của bài (BCP 47)")]
    translations: Annotated[dict[str, str], _says("trang của bản dịch, theo ngôn ngữ")] = {}
    title: Annotated[str, _says("tên bài")]
    summary: Annotated[str, _says("tóm tắt, một câu")]
    date: Annotated[Date, _says("ngày đăng")]
    updated: Annotated[Date | None, _says("ngày sửa gần nhất, nếu đã sửa điều sai")] = None
    year: Annotated[str, _says("mã năm học")]
    field: Annotated[str, _says("mã lĩnh vực chính")]
    also_fields: Annotated[tuple[str, ...], _says("mã các lĩnh vực khác")] = ()
    place: Annotated[str, _says("mã nơi chốn, như tên gọi vào ngày xảy ra chuyện")]
    sample: Annotated[bool, _says("`true`: bài mẫu, người và trường là hư cấu")]
    about: Annotated[
        About | None, _says("chuyện về ai; không có khi nhân vật là, hoặc có thể là, người dưới 18 tuổi")
    ] = None


class Stories(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """api/v1/stories/<school year>/<number>.json."""

    schema: Schema = msgspec.field(name="$schema")
    year: Annotated[str, _says("mã năm học")]
    number: Annotated[int, _says("tệp thứ mấy của năm học, đếm từ 1", ge=1)]
    count: Count
    previous: Annotated[str, _says("tệp liền trước; tệp đầu tiên thì không có")] = ""
    next: Annotated[str, _says("tệp liền sau; tệp cuối cùng thì không có")] = ""
    stories: Annotated[tuple[StoryEntry, ...], _says("nhiều nhất 100 bài, cũ trước mới sau")]


KINDS: dict[str, type[Struct]] = {
    "index": Index,
    "fields": Fields,
    "places": Places,
    "years": Years,
    "stories": Stories,
}
"""The kinds of files by name."""
