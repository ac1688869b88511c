from __future__ import annotations

from dataclasses import replace

import pytest

from neuguong.content.checks.pages import check_page, read
from neuguong.content.checks.rule import World

GOOD = "Title: Liên hệ\nSlug: lien-he\nSummary: Viết cho ai.\nLang: vi\n\nMời bạn viết thư.\n"


def faults(world: World, text: str, path: str = "content/pages/lien-he.md") -> list[tuple[int, str]]:
    known = replace(world, files=world.files | {"content/pages/lien-he.md", "content/pages/en.md"})
    return [(problem.line, problem.rule) for problem in check_page(read(path, text), known)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GOOD, []),
        (GOOD.replace("Slug: lien-he\n", ""), []),
        (GOOD + "[a]({filename}/pages/en.md) [b](mailto:a@b.vn) <https://a.vn>", []),
        (GOOD.replace("Title: Liên hệ\n", ""), [(1, "page-has-its-header")]),
        (GOOD.replace("Summary: Viết cho ai.", "Summary:"), [(3, "page-has-its-header")]),
        ("", [(1, "page-has-its-header"), (1, "page-has-its-header")]),
        (GOOD.replace("Slug: lien-he", "Slug: ../../thoat"), [(2, "page-has-its-address")]),
        (GOOD.replace("Slug: lien-he", "Slug: linh-vuc/index"), [(2, "page-has-its-address")]),
        (GOOD + "[a]({filename}/pages/khong.md)", [(7, "links-resolve")]),
        (GOOD + "\n[a](en.html)", [(8, "links-resolve")]),
        (GOOD + "\n[a](javascript:alert(1))", [(8, "links-resolve")]),
        (GOOD + "\n<script src=//a.vn></script>", [(8, "no-raw-html")]),
        (GOOD + "\n# Đề mục", [(8, "headings-do-not-skip")]),
        (GOOD + "a\u200bb", [(7, "no-hidden-characters")]),
        (GOOD + "a\u0301", [(7, "text-is-nfc")]),
    ],
)
def test_rules_about_pages(world: World, text: str, found: list[tuple[int, str]]) -> None:
    assert faults(world, text) == found


@pytest.mark.parametrize("name", ["index", "404", "tat-ca", "tong-quan", "Liên hệ", "lien_he"])
def test_page_cannot_take_an_address_of_the_site(world: World, name: str) -> None:
    text = GOOD.replace("Slug: lien-he\n", "")
    assert faults(world, text, f"content/pages/{name}.md") == [(0, "page-has-its-address")]
