"""Rules about the text below the front matter: CommonMark, headings, links, length."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Draft, Sketch
from neuguong.content.markup import scheme
from neuguong.problems import Level, Text
from neuguong.text import dotted

SHORT_TEXT, LONG_TEXT = 200, 1800
_PHONE = re.compile(r"(?<![\d.,/-])(?:\+84|0)(?:[ .-]?\d){9,10}(?!\d)")
_DATE = re.compile(r"\b\d{1,2}[-./]\d{1,2}[-./]\d{4}\b")
_LONG_NUMBERS = (re.compile(r"0(?:[ .-]?\d){9}"), re.compile(r"\+84(?:[ .-]?\d){9}"))
"""Every telephone number holds one of these; both start with a fixed sign, which is found at once."""
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SAFE_SCHEMES = frozenset({"https", "http"})


def no_raw_html(draft: Draft, _world: World) -> Iterator[Fault]:
    """The text is CommonMark without HTML tags."""
    for line in draft.outline.raw_html:
        yield Fault(
            line,
            Text("bài có thẻ HTML", "the text holds an HTML tag"),
            Text(
                "xóa thẻ; chữ đậm ghi **như thế này**, chữ nghiêng *như thế này*, lời trích mở dòng bằng >",
                "delete the tag; write **bold**, *italic*, and > before a quotation",
            ),
        )


def no_pictures_in_text(draft: Draft, _world: World) -> Iterator[Fault]:
    """Pictures are listed under `photos`, where alt text, credit and consent are asked for."""
    for line in draft.outline.images:
        yield Fault(
            line,
            Text("có ảnh chèn giữa bài", "a picture stands in the text"),
            Text(
                "bỏ dòng này và khai ảnh ở mục “photos” đầu bài, kèm alt, credit, consent",
                "delete this and list it under “photos” at the top, with alt, credit, consent",
            ),
        )


def headings_do_not_skip(draft: Draft, _world: World) -> Iterator[Fault]:
    """Headings start at ## (the title is level 1) and go down one level at a time."""
    above = 1
    for heading in draft.outline.headings:
        if heading.level == 1:
            yield Fault(
                heading.line,
                Text("đề mục # trùng cấp với tên bài", "a # heading stands on the level of the title"),
                Text("viết ## thay cho #", "write ## in place of #"),
            )
        elif heading.level > above + 1:
            marks = "#" * (above + 1)
            yield Fault(
                heading.line,
                Text(
                    f"đề mục nhảy từ cấp {above} xuống cấp {heading.level}",
                    f"the heading jumps from level {above} to {heading.level}",
                ),
                Text(f"viết {marks} ở đây", f"write {marks} here"),
            )
        above = heading.level


def links_are_safe(draft: Draft, _world: World) -> Iterator[Fault]:
    """A link leads to a file of the site or to the web."""
    for link in draft.outline.links:
        kind = scheme(link.target)
        if kind and kind not in _SAFE_SCHEMES:
            yield Fault(
                link.line,
                Text(f"liên kết kiểu “{kind}:” không dùng được", f"“{kind}:” links are not used"),
                Text("dùng địa chỉ https://…, hoặc bỏ liên kết", "use an https:// address, or drop the link"),
            )


def links_resolve(draft: Draft, world: World) -> Iterator[Fault]:
    """A relative link leads to a Markdown file of the site, and to the file as a whole."""
    return wrong_links(draft.sketch(), world)


def wrong_links(sketch: Sketch, world: World) -> Iterator[Fault]:
    """Yield a fault for each link to a file that does not lead to one as a whole."""
    for link in sketch.links:
        file, mark, _ = link.target.partition("#")
        if resolve(sketch.source.path, file) not in world.files:
            yield Fault(
                link.line,
                Text(
                    f"liên kết “{link.target}” không dẫn tới bài nào",
                    f"the link “{link.target}” leads nowhere",
                ),
                Text(
                    "ghi đường dẫn từ tệp này tới tệp .md kia, ví dụ ../2014-2015/ten-bai.md",
                    "give the path from this file to the other .md file, such as ../2014-2015/slug.md",
                ),
            )
        elif mark:
            yield Fault(
                link.line,
                Text("liên kết dẫn vào giữa bài", "the link leads into the middle of a text"),
                Text("bỏ phần từ dấu # trở đi", "leave out the # and what follows"),
            )


def resolve(path: str, target: str) -> str:
    """Return the file that a relative link in the file at `path` leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target.partition("#")[0])))


def text_has_length(draft: Draft, _world: World) -> Iterator[Fault]:
    """A text is not empty; under 200 or over 1,800 syllables it gets a second look."""
    count = draft.outline.syllables
    if not count:
        yield Fault(
            draft.body_line,
            Text("dưới phần thông tin chưa có bài", "there is no text below the metadata"),
            Text("viết bài dưới dòng --- thứ hai", "write below the second --- line"),
        )
    elif not SHORT_TEXT <= count <= LONG_TEXT:
        yield Fault(
            draft.body_line,
            Text(f"bài dài {count} chữ", f"the text has {count} syllables"),
            Text(
                f"nên dài từ {SHORT_TEXT} đến {dotted(LONG_TEXT)} chữ (đếm như Word đếm)",
                f"{SHORT_TEXT} to {LONG_TEXT} syllables (words, as Word counts) read well",
            ),
            Level.WARNING,
        )


def no_private_contact(draft: Draft, _world: World) -> Iterator[Fault]:
    """No telephone number or e-mail address of a person stands in an article."""
    if not _may_hold_contact(draft.text):
        return
    for number, line in enumerate(draft.text.split("\n"), start=1):
        if not _may_hold_contact(line):
            continue
        for found in [*_PHONE.findall(_DATE.sub("…", line)), *_EMAIL.findall(line)]:
            yield Fault(
                number,
                Text(
                    f"“{found}” giống số điện thoại hoặc địa chỉ thư riêng",
                    f"“{found}” looks like a private telephone number or e-mail address",
                ),
                Text(
                    "xóa đi; bạn đọc cần liên hệ sẽ viết cho biên tập viên",
                    "delete it; readers write to the editors",
                ),
            )


def _may_hold_contact(text: str) -> bool:
    """Return False where there is surely no number and no address, as in nearly every text."""
    return "@" in text or any(number.search(text) for number in _LONG_NUMBERS)
