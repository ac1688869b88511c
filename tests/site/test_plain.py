from __future__ import annotations

import pytest

from neuguong.site.plain import PlainText, clashes


def page(slug: str, source: str) -> PlainText:
    return PlainText(slug=slug, title="A", summary="", html="", order=1, lang="vi", source=source)


@pytest.mark.parametrize(
    ("pages", "found"),
    [
        ([("gioi-thieu", "a.md"), ("lien-he", "b.md")], []),
        ([("index", "a.md")], ["content/a.md"]),
        (
            [("404", "a.md"), ("tat-ca", "b.md"), ("tong-quan", "c.md")],
            ["content/a.md", "content/b.md", "content/c.md"],
        ),
        ([("en", "a.md"), ("en", "b.md"), ("en", "c.md")], ["content/b.md", "content/c.md"]),
        ([], []),
    ],
)
def test_page_needs_an_address_of_its_own(pages: list[tuple[str, str]], found: list[str]) -> None:
    assert [problem.path for problem in clashes(page(*each) for each in pages)] == found
