"""site.yml → frozen Settings: what one department changes to make the site its own.

Text in, record or problems out; no path of a machine, no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit

from neuguong import marked_yaml, records
from neuguong.problems import Language, Problem, Text
from neuguong.records import FORBID_UNKNOWN, Key

FILE = "site.yml"
_HERE = ("0.", "10.", "127.", "192.168.")
_AT_HOME = frozenset({"localhost", "local", "internal", "lan", "home", "invalid", "test"})
"""Last parts of names that no public server has (RFC 2606, RFC 6762)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """The settings of a site."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Annotated[
        str,
        Key(Text("Tên trang", "Name of the site"), Text("hiện ở đầu trang", "shown in the header")),
    ]
    tagline: Annotated[
        str,
        Key(
            Text("Dòng giới thiệu", "Tagline"),
            Text("một câu ngắn nói trang này là gì", "one short sentence that says what the site is"),
        ),
    ]
    description: Annotated[
        str,
        Key(
            Text("Mô tả", "Description"),
            Text("hai câu cho trang chủ và máy tìm kiếm", "two sentences for search engines"),
        ),
    ]
    publisher: Annotated[
        str,
        Key(
            Text("Cơ quan chủ quản", "Publisher"),
            Text("tên đầy đủ của cơ quan", "the office's full name"),
        ),
    ]
    publisher_en: Annotated[
        str,
        Key(
            Text("Cơ quan chủ quản (tiếng Anh)", "Publisher in English"),
            Text("tên tiếng Anh của cơ quan", "the office's English name"),
        ),
    ]
    tagline_en: Annotated[
        str,
        Key(
            Text("Dòng giới thiệu (tiếng Anh)", "Tagline in English"),
            Text("cho trang tiếng Anh", "for the English pages"),
        ),
    ] = ""
    description_en: Annotated[
        str,
        Key(
            Text("Mô tả (tiếng Anh)", "Description in English"),
            Text("cho trang tiếng Anh", "for the English pages"),
        ),
    ] = ""
    base_url: Annotated[
        str,
        Key(
            Text("Địa chỉ trang", "Address of the site"),
            Text(
                "bắt đầu bằng https://, kết thúc bằng /; dùng cho bản tin Atom và sơ đồ trang",
                "starts with https://, ends with /; used in feeds and the sitemap",
            ),
        ),
    ]
    contact: Annotated[str, Key(Text("Thư liên hệ", "Contact"), Text("một địa chỉ thư", "an e-mail address"))]
    edit_url: Annotated[
        str,
        Key(
            Text("Địa chỉ sửa bài", "Address for editing"),
            Text(
                "địa chỉ của kho bài, đường dẫn của bài được nối vào sau; không ghi thì không hiện",
                "the forge's address before a file's path; leave out to show no edit link",
            ),
        ),
    ] = ""
    share_cards: Annotated[
        bool,
        Key(
            Text("Bìa chia sẻ", "Share cards"),
            Text(
                "true: ai gửi địa chỉ bài qua Zalo, Facebook thì hiện tấm bìa thổ cẩm có tên bài; "
                "false: hiện ảnh của bài, nếu có",
                "true: a shared address shows a brocade card with the title; false: the photo, if any",
            ),
        ),
    ] = True
    qr_codes: Annotated[
        bool,
        Key(
            Text("Mã QR trên bản in", "QR codes on paper"),
            Text(
                "true: bài và thể lệ cuộc thi in ra giấy có mã để quét bằng điện thoại; false: không có",
                "true: printed stories and contest pages carry a code that leads to them; false: none",
            ),
        ),
    ] = True
    language: Annotated[
        Language,
        Key(
            Text("Ngôn ngữ của lời nhắc", "Language of messages"),
            Text("vi hoặc en", "vi or en"),
        ),
    ] = Language.VI


def leads_somewhere(base_url: str) -> bool:
    """Return whether other people's telephones can open the address: it is no machine's or house's own."""
    host = urlsplit(base_url).hostname or ""
    name, _, end = host.rpartition(".")
    if ":" in host or not end:
        return False
    if end.isdigit():
        return not host.startswith(_HERE)
    return bool(name) and end not in _AT_HOME


def load(text: str) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read the settings out of the text of site.yml."""
    marked, problems = marked_yaml.parse(text, FILE)
    if marked is None:
        return None, problems
    settings, problems = records.validate(Settings, marked, FILE)
    if settings and not _is_whole(settings.base_url):
        return None, (
            Problem(
                FILE,
                marked.line(("base_url",)),
                "base-url-is-whole",
                Text(
                    f"“{settings.base_url}” chưa phải là địa chỉ đầy đủ",
                    f"“{settings.base_url}” is not a whole address",
                ),
                Text(
                    "viết như https://ten-mien/neu-guong/ (có / ở cuối)",
                    "write it as https://domain/neu-guong/ (with the / at its end)",
                ),
            ),
        )
    return settings, problems


def _is_whole(address: str) -> bool:
    """Return whether an address has scheme, host and a path that ends in /, and nothing behind it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = not (parts.query or parts.fragment)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and address.endswith("/") and plain
