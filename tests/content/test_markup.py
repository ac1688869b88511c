from __future__ import annotations

import unicodedata
from typing import Any

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content.markup import Heading, Link, Outline, outline, rewrite_links, to_html
from neuguong.text import count_syllables

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


SIGNS = (
    "một đ 🛶 – _ * ** ~~ ` | <b> </b> <!-- --> &lt; &amp; &#106; \\ [một](a.md) [một]( ) [ ] ![ảnh](a.jpg) "
    "![ [a] [^1] <https://a.vn>"
)
SPACED = (
    *(" ", "  ", "\t", "\n", "\n\n", "\r\n", "  \n", "\\\n", "\u2028", "\0", "Ổ bánh"),
    *("# ", "## ", "### ", "\n===\n", "\n---\n", "- ", "1. ", "  - ", "    ", "> ", "[ ] "),
    *("```\n", "<div>\n", "[a]: b.md\n", "| a | b |\n|---|---|\n| c | d |\n"),
)
MARKS = st.sampled_from([*SIGNS.split(), *SPACED])
MARKDOWN = st.lists(st.one_of(MARKS, st.text(max_size=3)), max_size=25).map("".join)


@given(MARKDOWN, st.integers(1, 50))
def test_outline_says_what_each_event_says(text: str, first_line: int) -> None:
    assert outline(text, first_line) == outline_by_events(text, first_line)


def outline_by_events(text: str, first_line: int) -> Outline:
    """Read the structure event by event, with no thought of time."""
    headings, links, raw, images, words = [], [], [], [], []
    options = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
    events: Any = pyromark.events_with_range(text, options=options)
    for event, where in events:
        line = first_line + text.encode()[: where["start"]].count(b"\n")
        match event:
            case {"Start": {"Heading": {"level": level}}}:
                headings.append(Heading(int(level[1:]), line))
            case {"Start": {"Link": {"dest_url": target}}}:
                links.append(Link(target, line))
            case {"Start": {"Image": _}}:
                images.append(line)
            case {"Html": _} | {"InlineHtml": _}:
                raw.append(line)
            case {"Text": part} | {"Code": part}:
                words.append(part)
            case {"End": "Emphasis" | "Strong" | "Link" | "Strikethrough"}:
                pass
            case {"End": _} | "SoftBreak" | "HardBreak":
                words.append(" ")
    return Outline(
        tuple(headings),
        tuple(links),
        tuple(dict.fromkeys(raw)),
        tuple(images),
        count_syllables("".join(words)),
    )


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
