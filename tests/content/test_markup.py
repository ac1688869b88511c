from __future__ import annotations

import unicodedata

import pytest

from neuguong.content.markup import Heading, Link, Outline, outline, rewrite_links, to_html

TEXT = """\
Sương trên hồ dày đến nỗi ông lái đò chỉ nhận ra áo phao 🛶.

## Chuyến đò ấy

Xem [một bài](../2016-2017/cai-ban.md) và
<b>chữ đậm</b>, rồi [bài nữa][nữa].

### Ổ bánh

<div>
khối
</div>

- một *hai* `ba`
- ![ảnh ẩn](a.jpg) <https://moet.gov.vn/>

| ấm | chén |
|----|------|
| năm | sáu |

[nữa]: #cuối
"""

OUTLINE = Outline(
    headings=(Heading(2, 12), Heading(3, 17)),
    links=(Link("../2016-2017/cai-ban.md", 14), Link("#cuối", 15), Link("https://moet.gov.vn/", 24)),
    raw_html=(15, 19, 20, 21),
    images=(24,),
    syllables=14 + 3 + 4 + 5 + 2 + 3 + 3 + 4,
)


def test_outline_knows_lines_behind_letters_of_several_bytes() -> None:
    assert outline(TEXT, 10) == OUTLINE


def test_outline_has_the_same_lines_for_decomposed_text() -> None:
    found = outline(unicodedata.normalize("NFD", TEXT), 10)
    assert (found.headings, found.raw_html, found.images, found.syllables) == (
        OUTLINE.headings,
        OUTLINE.raw_html,
        OUTLINE.images,
        OUTLINE.syllables,
    )


def test_outline_of_nothing_is_empty() -> None:
    assert outline("", 5) == Outline((), (), (), (), 0)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ổ < 3 và 5 > 4", ()),
        ("`<b>` và \\<b>", ()),
        ("```\n<b>\n```\n", ()),
        ("ổ\n<!-- lời chú -->\n", (2,)),
        ("ổ\n\n<script>\nalert(1)\n</script>\n", (3, 4, 5)),
        ("đ <br/> đ\nđ <br> <i>ổ</i>", (1, 2)),
        ("> ấy\n> <b>đậm</b>", (2,)),
        ("&lt;b&gt;", ()),
    ],
)
def test_outline_sees_every_tag(text: str, lines: tuple[int, ...]) -> None:
    assert outline(text, 1).raw_html == lines


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("một\nhai  \nba", 3),
        ("m**ộ**t [h](a.md)ai", 2),
        ("- một\n- hai\n\nba", 3),
        ("một – hai", 2),
        ("## Đề mục\n> lời trích", 4),
        ("~~bỏ~~ đi", 2),
        ("một[^1]", 1),
    ],
)
def test_outline_counts_what_readers_see(text: str, count: int) -> None:
    assert outline(text, 1).syllables == count


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("## Ấy\n", "<h2>Ấy</h2>\n"),
        ("a *b* **c** ~~d~~", "<p>a <em>b</em> <strong>c</strong> <del>d</del></p>\n"),
        ('[a](b.md?x=1&y="2")', '<p><a href="b.md?x=1&amp;y=%222%22">a</a></p>\n'),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>\n"),
        ("một\nhai", "<p>một\nhai</p>\n"),
    ],
)
def test_to_html_is_commonmark(text: str, html: str) -> None:
    assert to_html(text) == html


def test_rewrite_links_gives_and_takes_plain_targets() -> None:
    seen: list[str] = []

    def target(written: str) -> str:
        seen.append(written)
        return f'{written}?<&">'

    rendered = to_html('[một](a.md#b) `<a href="c">` [hai](d.md?x=1&y=2) <https://e.vn/>')
    assert rewrite_links(rendered, target) == (
        '<p><a href="a.md#b?&lt;&amp;&quot;&gt;">một</a> '
        '<code>&lt;a href="c"&gt;</code> '
        '<a href="d.md?x=1&amp;y=2?&lt;&amp;&quot;&gt;">hai</a> '
        '<a href="https://e.vn/?&lt;&amp;&quot;&gt;">https://e.vn/</a></p>\n'
    )
    assert seen == ["a.md#b", "d.md?x=1&y=2", "https://e.vn/"]


def test_rewrite_links_leaves_the_rest_alone() -> None:
    rendered = to_html(TEXT)
    assert rewrite_links(rendered, lambda written: written) == rendered
