"""Rules about the front matter: title, summary, lists, places and dates."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import timedelta

from neuguong.content.checks.addresses import ADDRESS
from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Draft
from neuguong.content.model import Meta
from neuguong.content.source import Kind
from neuguong.content.vocabulary import Place
from neuguong.marked_yaml import Path
from neuguong.problems import Level, Text
from neuguong.records import KeyInfo, keys_of
from neuguong.text import nfc

SUMMARY_LENGTH = 200
_LOST = re.compile(r"""\s*(?:-\s+)?[\w-]+:\s+[^\s"'\[{#|>][^"']*?\s(#.*)""")
TITLE_LENGTH = 110


def title_fits(draft: Draft, _world: World) -> Iterator[Fault]:
    """A title has at most 110 characters, no full stop at its end, and is not all capitals."""
    title = draft.front.text("title")
    if len(nfc(title)) > TITLE_LENGTH:
        yield Fault(
            draft.front.line(("title",)),
            Text(
                f"tên bài dài {len(nfc(title))} ký tự",
                f"the title has {len(nfc(title))} characters",
            ),
            Text(f"rút còn nhiều nhất {TITLE_LENGTH} ký tự", f"cut it to {TITLE_LENGTH} at most"),
        )
    if title.endswith(".") and not title.endswith("..."):
        yield Fault(
            draft.front.line(("title",)),
            Text("tên bài có dấu chấm cuối", "the title ends in a full stop"),
            Text("xóa dấu chấm", "delete the full stop"),
        )
    if title.isupper():
        yield Fault(
            draft.front.line(("title",)),
            Text("tên bài viết hoa toàn bộ", "the title is all capitals"),
            Text("chỉ viết hoa chữ đầu và tên riêng", "capitals for the first letter and names only"),
        )


def summary_fits(draft: Draft, _world: World) -> Iterator[Fault]:
    """A summary is one paragraph of at most 200 characters."""
    summary = nfc(draft.front.text("summary"))
    if len(summary) > SUMMARY_LENGTH:
        yield Fault(
            draft.front.line(("summary",)),
            Text(f"tóm tắt dài {len(summary)} ký tự", f"the summary has {len(summary)} characters"),
            Text(
                f"rút còn nhiều nhất {SUMMARY_LENGTH} ký tự: ai làm gì, được gì",
                f"cut it to {SUMMARY_LENGTH} at most: who did what, with what result",
            ),
        )
    if "\n" in summary.strip():
        yield Fault(
            draft.front.line(("summary",)),
            Text("tóm tắt có nhiều đoạn", "the summary has several paragraphs"),
            Text("viết liền thành một đoạn", "write it as one paragraph"),
        )


def value_is_in_vocabulary(draft: Draft, world: World) -> Iterator[Fault]:
    """A value that comes from a list stands in that list."""
    for path, info in _keys_with_lists():
        listed = world.vocabularies.slugs(info.key.vocabulary)
        for where, value in _values(draft, path, info):
            if value not in listed:
                yield _not_in_list(draft, world, info, where, value)


def value_is_read_whole(draft: Draft, _world: World) -> Iterator[Fault]:
    """Nothing of a value is lost: YAML takes what follows a space and # for a note."""
    end = draft.body_line - 1
    sign = draft.text.find("#")
    if sign < 0 or draft.text.count("\n", 0, sign) >= end:
        return
    for number, line in enumerate(draft.text.split("\n", end)[:end], start=1):
        lost = _LOST.match(line) if "#" in line else None
        if lost:
            yield Fault(
                number,
                Text(f"phần “{lost[1]}” không được đọc", f"the part “{lost[1]}” is not read"),
                Text(
                    'đặt cả giá trị trong ngoặc kép "…" nếu dấu # thuộc về nó',
                    'put the whole value in quotes "…" if the # belongs to it',
                ),
                Level.WARNING,
            )


def place_exists_on_date(draft: Draft, world: World) -> Iterator[Fault]:
    """A place is a unit that existed on the day of the events."""
    day = draft.happened
    place: Place | None = world.vocabularies.slugs("places").get(draft.front.text("place"))
    if day is None or place is None or place.exists_on(day):
        return
    line = draft.front.line(("place",))
    if place.valid_to is None or day <= place.valid_to:
        yield Fault(
            line,
            Text(
                f"{place.name} chỉ có từ {place.valid_from}, còn chuyện xảy ra ngày {day}",
                f"{place.name} exists from {place.valid_from} on, the events are of {day}",
            ),
            Text(
                f"ghi nơi chốn của ngày ấy{_earlier(place, world)}, hoặc sửa ngày",
                f"give the place of that day{_earlier(place, world)}, or mend the date",
            ),
        )
        return
    heirs = world.vocabularies.heirs(place, day)
    names = ", ".join(heir.name for heir in heirs)
    since = max([place.valid_to + timedelta(days=1), *(heir.valid_from for heir in heirs if heir.valid_from)])
    slugs = ", ".join(f"“{heir.slug}”" for heir in heirs)
    yield Fault(
        line,
        Text(
            f"ngày {day} không còn {place.name}: từ {since} là {names}",
            f"on {day} {place.name} was no more: since {since} it is {names}",
        ),
        Text(
            f"ghi nơi chốn mới ({slugs}), hoặc thêm “happened: …” nếu chuyện xảy ra trước đó",
            f"give the new place ({slugs}), or add “happened: …” if it happened earlier",
        ),
    )


def date_is_in_school_year(draft: Draft, world: World) -> Iterator[Fault]:
    """A story lies in the folder of the school year in which it is published."""
    day = draft.day("date")
    year = world.vocabularies.slugs("school_years").get(draft.source.group)
    if draft.source.kind is not Kind.STORY or day is None or year is None or year.has(day):
        return
    right = next((y.slug for y in world.vocabularies.school_years if y.has(day)), None)
    move = Text(f"chuyển tệp sang stories/{right}/, hoặc ", f"move the file to stories/{right}/, or ")
    yield Fault(
        draft.front.line(("date",)),
        Text(
            f"ngày {day} không thuộc năm học {year.slug}",
            f"{day} does not lie in the school year {year.slug}",
        ),
        Text(f"{move.vi if right else ''}sửa ngày", f"{move.en if right else ''}mend the date"),
    )


def dates_are_in_order(draft: Draft, _world: World) -> Iterator[Fault]:
    """Events come before publication, corrections after it."""
    published = draft.day("date")
    happened, updated = draft.day("happened"), draft.day("updated")
    if published and happened and happened > published:
        yield Fault(
            draft.front.line(("happened",)),
            Text(
                f"ngày xảy ra chuyện ({happened}) sau ngày đăng ({published})",
                f"the events ({happened}) come after publication ({published})",
            ),
            Text("sửa một trong hai ngày", "mend one of the two dates"),
        )
    if published and updated and updated < published:
        yield Fault(
            draft.front.line(("updated",)),
            Text(
                f"ngày sửa ({updated}) trước ngày đăng ({published})",
                f"the correction ({updated}) comes before publication ({published})",
            ),
            Text("sửa một trong hai ngày", "mend one of the two dates"),
        )


def also_fields_add_something(draft: Draft, _world: World) -> Iterator[Fault]:
    """At most two other fields, none of them twice, none of them the main one."""
    others = [item for item in draft.front.items("also_fields") if isinstance(item, str)]
    if len(others) > 2 or len({*others, draft.front.text("field")}) < len(others) + 1:
        yield Fault(
            draft.front.line(("also_fields",)),
            Text(
                "lĩnh vực khác bị lặp hoặc nhiều hơn hai",
                "other fields are repeated or more than two",
            ),
            Text("giữ nhiều nhất hai, khác nhau và khác field", "keep two at most, other than field"),
        )


def level_fits_unit(draft: Draft, world: World) -> Iterator[Fault]:
    """The level is one that this kind of school teaches."""
    unit_type = world.vocabularies.slugs("unit_types").get(draft.front.text("unit_type"))
    level = world.vocabularies.slugs("levels").get(draft.front.text("level"))
    if unit_type is None or level is None:
        return
    teaches_several = len(unit_type.levels) > 1
    if level.slug not in unit_type.levels and not (teaches_several and level.several):
        yield Fault(
            draft.front.line(("level",)),
            Text(
                f"cấp học “{level.slug}” không hợp với “{unit_type.name}”",
                f"level “{level.slug}” does not go with “{unit_type.name_en}”",
            ),
            Text("xem lại hai mục level và unit_type", "look at level and unit_type again"),
            Level.WARNING,
        )


def former_addresses_are_addresses(draft: Draft, _world: World) -> Iterator[Fault]:
    """A former address reads <school year>/<slug>."""
    for index, value in enumerate(draft.front.items("formerly")):
        if isinstance(value, str) and not ADDRESS.fullmatch(value):
            yield Fault(
                draft.front.line(("formerly", index)),
                Text(f"“{value}” không đúng dạng địa chỉ", f"“{value}” is no address"),
                Text("ghi như 2014-2015/ten-bai (không có .md)", "write it as 2014-2015/slug (no .md)"),
            )


def _keys(record: type[object], path: Path) -> Iterator[tuple[Path, KeyInfo]]:
    """Yield every key of a record and of the single records in it."""
    for info in keys_of(record):
        yield (*path, info.name), info
        if info.record and not info.many:
            yield from _keys(info.record, (*path, info.name))


@functools.cache
def _keys_with_lists() -> tuple[tuple[Path, KeyInfo], ...]:
    """Return the keys of a story whose values come from lists."""
    return tuple((path, info) for path, info in _keys(Meta, ()) if info.key.vocabulary)


def _values(draft: Draft, path: Path, info: KeyInfo) -> Iterator[tuple[Path, str]]:
    if not info.many:
        value = draft.front.get(*path)
        if isinstance(value, str):
            yield path, value
        return
    for index, value in enumerate(draft.front.items(*path)):
        if isinstance(value, str):
            yield (*path, index), value


def _not_in_list(draft: Draft, world: World, info: KeyInfo, where: Path, value: str) -> Fault:
    near = world.vocabularies.nearest_slug(info.key.vocabulary, value)
    listed = ", ".join(list(world.vocabularies.slugs(info.key.vocabulary))[:20])
    label = info.key.label
    return Fault(
        draft.front.line(where),
        Text(
            f"“{value}” không có trong danh mục {label.vi.lower()}",
            f"“{value}” is not in the list for {label.en.lower()}",
        ),
        Text(f"viết “{near}”", f"write “{near}”")
        if near
        else Text(f"chọn một trong: {listed}", f"choose one of: {listed}"),
    )


def _earlier(place: Place, world: World) -> str:
    district = world.vocabularies.district_of(place)
    return f" (“{district.slug}”)" if district and district is not place else ""
