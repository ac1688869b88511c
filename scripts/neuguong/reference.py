"""The handbook's reference pages, written out of the model and the commands, so that they cannot lag.

Lists, the command line and the records of the data files in, Markdown out. `neuguong reference` writes the
pages; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import click

from neuguong.content.checks import RULES, SITE_RULES
from neuguong.content.checks.rule import rule_id
from neuguong.content.checks.seasons import SEASON_RULES
from neuguong.content.model import Meta, Status
from neuguong.content.season import Results, Rules
from neuguong.content.translations import TranslationMeta
from neuguong.content.vocabulary import Vocabularies
from neuguong.records import KeyInfo, keys_of
from neuguong.settings import Settings
from neuguong.site import addresses
from neuguong.site.api import DEFINED, PER_FILE, schema_of
from neuguong.site.api_records import KINDS

FRONT_MATTER = "content/handbook/tham-chieu/front-matter.md"
COMMANDS = "content/handbook/tham-chieu/lenh.md"
DATA = "content/handbook/tham-chieu/du-lieu.md"
_MADE = "<!-- Trang này do `neuguong reference` viết ra; đừng sửa tay. -->\n"
_STATUS = {
    Status.DRAFT: "bản nháp",
    Status.REGISTERED: "đã đăng ký",
    Status.FOSTERING: "đang bồi dưỡng",
    Status.PUBLISHED: "đăng cho mọi người đọc",
    Status.RETRACTED: "đã rút",
}


def pages(vocabularies: Vocabularies, commands: click.Command) -> Mapping[str, str]:
    """Return path → text of every reference page."""
    return {
        FRONT_MATTER: "\n".join(_front_matter(vocabularies)) + "\n",
        COMMANDS: "\n".join(_commands(commands)) + "\n",
        DATA: "\n".join(_data()) + "\n",
    }


# ---- keys and lists -----------------------------------------------------------------------------


def _front_matter(vocabularies: Vocabularies) -> Iterator[str]:
    yield _MADE
    yield "# Các mục ở đầu bài (front matter)\n"
    yield (
        "Mỗi bài mở đầu bằng phần thông tin nằm giữa hai dòng `---`, mỗi mục một dòng. "
        "Mục ghi **có** ở cột cuối là bắt buộc; mục khác bỏ được. Cột thứ hai nói viết gì vào đó.\n"
    )
    yield from _table(Meta)
    yield "\n## Trạng thái (`status`)\n"
    yield "| Mã | Nghĩa |\n|---|---|"
    yield from (f"| `{status}` | {_STATUS[status]} |" for status in Status)
    for title, name in (
        ("Lĩnh vực (`field`, `also_fields`)", "fields"),
        ("Cấp học (`level`)", "levels"),
        ("Loại đơn vị (`unit_type`)", "unit_types"),
        ("Loại đối tượng (`subject.form`)", "forms"),
        ("Vai trò (`subject.role`)", "roles"),
        ("Nhóm tuổi (`subject.age_group`, `author.age_group`)", "age_groups"),
    ):
        yield f"\n## {title}\n"
        yield "| Mã | Tên | English |\n|---|---|---|"
        yield from (f"| `{e.slug}` | {e.name} | {e.name_en} |" for e in vocabularies.slugs(name).values())
    yield "\n## Bản dịch (`<tên-bài>.en.md`)\n"
    yield (
        "Bản dịch nằm cạnh bài gốc và chỉ có lời: nhân vật, ngày, nơi chốn, ảnh, phiếu đồng ý là của bài "
        "gốc. `neuguong new translation` tạo sẵn khung.\n"
    )
    yield from _table(TranslationMeta)
    yield "\n## Nơi chốn (`place`)\n"
    yield "| Mã | Tên | Từ ngày | Đến hết ngày |\n|---|---|---|---|"
    for place in vocabularies.places:
        yield f"| `{place.slug}` | {place.name} | {place.valid_from or ''} | {place.valid_to or ''} |"
    yield "\n## Các phép kiểm tra\n"
    yield "Tên trong ngoặc vuông ở cuối mỗi lời nhắc là tên phép kiểm tra.\n"
    yield "| Tên | Nội dung (tiếng Anh) |\n|---|---|"
    yield from (f"| `{rule_id(rule)}` | {_first_line(rule.__doc__)} |" for rule in RULES)
    yield from (f"| `{rule_id(rule)}` | {_first_line(rule.__doc__)} |" for rule in SITE_RULES)
    yield from (f"| `{rule_id(rule)}` | {_first_line(rule.__doc__)} |" for rule in SEASON_RULES)
    yield "\n## Thông tin chung của trang (`site.yml`)\n"
    yield from _table(Settings)
    yield "\n## Mùa thi (`contest/<mùa>/contest.yml`)\n"
    yield "`neuguong contest new` viết sẵn một tệp như thế, mục nào cũng có lời giải thích.\n"
    yield from _table(Rules)
    yield "\n## Kết quả mùa thi (`contest/<mùa>/results.yml`)\n"
    yield from _table(Results)


def _table(record: type[object]) -> Iterator[str]:
    yield "| Mục | Viết gì | Dạng | Bắt buộc |\n|---|---|---|---|"
    yield from _rows(record, "")


def _rows(record: type[object], prefix: str) -> Iterator[str]:
    for info in keys_of(record):
        needed = "**có**" if info.required else ""
        hint = info.key.hint.vi.replace("|", "\\|")
        yield f"| `{prefix}{info.name}` | {info.key.label.vi}: {hint} | {_form(info)} | {needed} |"
        if info.record:
            yield from _rows(info.record, f"{prefix}{info.name}.")


def _form(info: KeyInfo) -> str:
    many = "danh sách " if info.many else ""
    if info.record:
        return f"{many}các mục con"
    if info.key.vocabulary:
        return f"{many}mã trong danh mục"
    if isinstance(info.type, type) and issubclass(info.type, StrEnum):
        return ", ".join(f"`{value}`" for value in info.type)
    return many + _FORMS.get(info.type, "chữ")


_FORMS = {date: "ngày", bool: "`true` hoặc `false`", int: "số nguyên", Decimal: "số, như `0.5`"}


# ---- commands -----------------------------------------------------------------------------------


def _commands(root: click.Command) -> Iterator[str]:
    yield _MADE
    yield "# Các lệnh\n"
    yield (
        "Trong thư mục đã chạy `make site`, gọi lệnh bằng `.venv/bin/neuguong …`. "
        "Mã thoát: 0 không có lỗi, 1 có lỗi trong bài, 2 gõ lệnh sai, 3 lỗi của chương trình, 130 bị dừng.\n"
    )
    yield from _command(root, "neuguong")


def _command(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in sorted(command.list_commands(context)):
            found = command.get_command(context, child)
            if found is not None:
                yield from _command(found, f"{name} {child}")
        return
    context = click.Context(command)
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    yield f"## `{' '.join([name, *arguments])}`\n"
    yield f"{command.help}\n"
    yield "| Tùy chọn | Nghĩa |\n|---|---|"
    for option in command.params:
        if isinstance(option, click.Option):
            names = ", ".join(f"`{flag}`" for flag in option.opts)
            yield f"| {names} | {_choices(option)}{option.help} |"
    yield ""


def _choices(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " / ".join(f"`{choice}`" for choice in option.type.choices) + " – "
    return ""


# ---- data files ---------------------------------------------------------------------------------

_FILES = {
    "index": ("Mở đầu", addresses.API),
    "fields": ("Các lĩnh vực", addresses.api("fields")),
    "places": ("Các nơi chốn", addresses.api("places")),
    "years": ("Các năm học", addresses.api("years")),
    "stories": ("Các bài", addresses.api_stories("<năm học>", 1).replace("1.json", "<số>.json")),
}
_TYPES = {"string": "chữ", "integer": "số", "boolean": "`true` hoặc `false`", "object": "các mục con"}


def _data() -> Iterator[str]:
    yield _MADE
    yield "# Các tệp dữ liệu cho máy đọc\n"
    yield (
        "Bảng dưới đây kể hết các mục của mọi tệp. Lấy về thế nào, vì sao chia như thế, xem "
        "[Dữ liệu cho máy đọc](../phat-trien/du-lieu-may.md). Mục ghi **có** thì lúc nào cũng có; mục khác, "
        f"không có gì để ghi thì không ghi. Mỗi tệp bài có nhiều nhất {PER_FILE} bài.\n"
    )
    for name in KINDS:
        title, path = _FILES[name]
        schema = schema_of(name)
        yield f"## {title}\n"
        yield f"`{path}` – JSON Schema: `{addresses.api_schema(name)}`\n"
        yield "| Mục | Nghĩa | Dạng | Luôn có |\n|---|---|---|---|"
        yield from _schema_rows(schema["$ref"], schema["$defs"], "")
        yield ""


def _schema_rows(reference: str, definitions: dict[str, Any], prefix: str) -> Iterator[str]:
    record = definitions[reference.removeprefix(DEFINED)]
    for name, told in record["properties"].items():
        value = next(iter(told.get("anyOf", ())), told)
        many = value.get("type") == "array"
        value = value["items"] if many else value
        form = "ngày" if value.get("format") == "date" else _TYPES[value.get("type", "object")]
        needed = "**có**" if name in record["required"] else ""
        words = told["description"]
        yield f"| `{prefix}{name}` | {words} | {'danh sách ' if many else ''}{form} | {needed} |"
        if "$ref" in value:
            yield from _schema_rows(value["$ref"], definitions, f"{prefix}{name}.")


def _first_line(text: str | None) -> str:
    return (text or "").strip().split("\n", 1)[0].replace("|", "\\|")
