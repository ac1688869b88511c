"""Rules about the plain pages of content/pages: their header lines, their address, their links.

Pelican reads these pages; what it would only log, or pass over, is said here before it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from neuguong.content.checks import body, characters
from neuguong.content.checks.rule import Fault, Rule, World, rule_id
from neuguong.content.drafts import Draft
from neuguong.content.markup import outline, scheme
from neuguong.content.source import Kind, Source
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem, Text
from neuguong.text import nfc, slug

FOLDER = "content/pages"
RESERVED = frozenset({"index", "404", "tat-ca", "tong-quan"})
_HEADER = re.compile(r"([A-Za-z]+):\s*(.*)")
_FILENAME = "{filename}"
_SCHEMES = frozenset({"http", "https", "mailto"})
_TEXT_RULES: tuple[Rule, ...] = (
    characters.text_is_nfc,
    characters.no_hidden_characters,
    body.no_raw_html,
    body.headings_do_not_skip,
)


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page as written: its header lines by name (lower case) with their lines, and its text."""

    draft: Draft
    header: dict[str, tuple[str, int]] = field(default_factory=dict)


def read(path: str, text: str) -> PageDraft:
    """Split a page into header lines and text."""
    lines = text.split("\n")
    header: dict[str, tuple[str, int]] = {}
    at = 0
    while at < len(lines) and (found := _HEADER.fullmatch(lines[at].strip())):
        header[found[1].lower()] = (found[2].strip(), at + 1)
        at += 1
    written = nfc("\n".join(lines[at:]))
    stem = path.rpartition("/")[2].removesuffix(".md")
    source = Source(Kind.PAGE, path, "", stem)
    return PageDraft(Draft(source, text, Marked({}), written, at + 1, outline(written, at + 1)), header)


def check_page(page: PageDraft, world: World) -> Iterator[Problem]:
    """Run every rule on one page."""
    path = page.draft.source.path
    for rule in _TEXT_RULES:
        for fault in rule(page.draft, world):
            yield Problem(path, fault.line, rule_id(rule), fault.what, fault.fix, fault.level)
    for name, faults in (
        ("page-has-its-header", _header_faults(page)),
        ("page-has-its-address", _address_faults(page)),
        ("links-resolve", _link_faults(page, world)),
    ):
        yield from (Problem(path, fault.line, name, fault.what, fault.fix) for fault in faults)


def _header_faults(page: PageDraft) -> Iterator[Fault]:
    """A page starts with Title and Summary."""
    for name in ("Title", "Summary"):
        value, line = page.header.get(name.lower(), ("", 1))
        if not value:
            yield Fault(
                line,
                Text(f"trang thiếu dòng “{name}: …”", f"the page lacks its line “{name}: …”"),
                Text(
                    f"thêm “{name}: …” vào những dòng đầu tệp, trước dòng trống thứ nhất",
                    f"add “{name}: …” to the first lines, before the first empty line",
                ),
            )


def _address_faults(page: PageDraft) -> Iterator[Fault]:
    """A page's address is its file name: ASCII, not one of the site's own; a Slug line says the same."""
    stem = page.draft.source.slug
    given, line = page.header.get("slug", (stem, 0))
    if stem != slug(stem) or stem in RESERVED:
        yield Fault(
            0,
            Text(f"“{stem}.md” không làm địa chỉ trang được", f"“{stem}.md” cannot be an address"),
            Text("đổi tên tệp: chữ thường không dấu, nối bằng -", "rename it: lower-case ASCII with hyphens"),
        )
    if given != stem:
        yield Fault(
            line,
            Text(
                f"Slug “{given}” khác tên tệp “{stem}”", f"the Slug “{given}” is not the file name “{stem}”"
            ),
            Text(f"viết “Slug: {stem}”, hoặc đổi tên tệp", f"write “Slug: {stem}”, or rename the file"),
        )


def _link_faults(page: PageDraft, world: World) -> Iterator[Fault]:
    """A link leads to the web, to an e-mail address, or with {filename} to another page."""
    for link in page.draft.outline.links:
        target = link.target.replace("%7B", "{").replace("%7D", "}")
        if scheme(target) in _SCHEMES:
            continue
        place = f"content{target.removeprefix(_FILENAME).partition('#')[0]}"
        if not target.startswith(f"{_FILENAME}/") or place not in world.files:
            yield Fault(
                link.line,
                Text(f"liên kết “{target}” không dẫn tới trang nào", f"the link “{target}” leads nowhere"),
                Text(
                    "ghi như {filename}/pages/ten-trang.md, hoặc địa chỉ https://…",
                    "write it as {filename}/pages/name.md, or as an https:// address",
                ),
            )
