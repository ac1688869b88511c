from __future__ import annotations

import unicodedata
from typing import Any

import pyromark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.content import markup
from neuguong.content.markup import Heading, Link, Outline, outline, rewrite_links, to_html
from neuguong.text import count_syllables, is_ordinary
from tests.samples import BODY

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
        ("- một\n  - hai", 2),
        ("- một\n  ## hai", 2),
        ("- một\n  > hai", 2),
        ("- một\n  1. hai", 2),
        ("- một\n  ```\n  hai\n  ```", 2),
        ("một *hai* ba", 3),
        ("m*ộ*t [h](a.md)ai", 2),
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
    expected = outline_by_events(text, first_line)
    assert outline(text, first_line) == markup.outline_by_events(text, first_line) == expected


# The quick reader

STORY = """\
Sáng nào cô Mơ cũng chèo đò qua hồ – “kẻo lũ nhỏ nghỉ học”, cô bảo; năm 2015 lớp có 23 em,
nay là 31 em (thêm 8 em ở TH&THCS Bến Mơ)…

## Chuyến đò *đầu tiên*

* 5 giờ: cô dậy
* 6 giờ 30: đò sang bến, **đủ mặt** cả lớp
  + kể cả em Lý

> Cô ơi, đợi em!

### Ổ bánh

Hết 3.240.000 đồng – không thiếu một đồng.
"""


def quickly(text: str, first_line: int = 1) -> Outline | None:
    """Return what the quick reader says, if it answers at all."""
    return markup._outline_of_plain(text.encode(), first_line)


def test_quick_reader_answers_of_an_ordinary_story() -> None:
    expected = Outline((Heading(2, 13), Heading(3, 21)), (), (), (), 22 + 11 + 4 + 4 + 10 + 4 + 4 + 2 + 7)
    assert is_ordinary(STORY)
    assert [quickly(STORY, 10), outline_by_events(STORY, 10)] == [expected, expected]
    assert outline(STORY, 10, STORY.encode()) == outline(STORY, 10) == expected
    assert quickly(BODY) == outline_by_events(BODY, 1)


@pytest.mark.parametrize(
    ("text", "headings", "syllables"),
    [
        ("một", (), 1),
        ("\n\nmột\n\n", (), 1),
        ("# a", (Heading(1, 1),), 1),
        ("###### a\nb", (Heading(6, 1),), 2),
        ("a\n   ## b", (Heading(2, 2),), 2),
        ("##\n\n#", (Heading(2, 1), Heading(1, 3)), 0),
        ("- a\n  # b", (Heading(1, 2),), 2),
        ("> a\n# b", (Heading(1, 2),), 2),
        ("* * *\n\n___\n\n+", (), 0),
        ("– — … “ ” ‘ ’", (), 0),
        ("m**ộ**t h*a*i", (), 2),
        ("a–b a-b a…", (), 3),
        ("AT&T & &", (), 1),
        ("- a\n  + b", (), 2),
        ("* a\n  > b", (), 2),
        ("(1) 2.3. 4: -5", (), 4),
        ("a_b _c_ __", (), 2),
        ("> > - + * a", (), 1),
    ],
)
def test_quick_reader_says_what_the_slow_one_does(
    text: str, headings: tuple[Heading, ...], syllables: int
) -> None:
    expected = Outline(headings, (), (), (), syllables)
    assert [quickly(text), outline_by_events(text, 1)] == [expected, expected]


@pytest.mark.parametrize(
    "text",
    [
        *("[a](b.md)", "![a](b.jpg)", "<b>a</b>", "<https://a.vn/>", "`a`", "~~a~~", "| a |", "\\*a\\*"),
        *("a\n===", "a\n---", "a\n-", "a\n- ", "- -", "a  \nb", "a\\\nb"),
        *("    a", "a\n\n    # b", "- a\n\n      b", "    \na"),
        *("1. a", "12) a", "- 1. a", "> 1. a", "  1.", "a\n1. b", "- a\n  2) b"),
        *("&amp;", "&#38;", "&#x26;", "a&nbsp;b", "&khong;"),
        *("# a #", "## a ##", "a #b", "- # a", "> ## a", "#a", "####### a", "+ a\n\n  - # b", "# a\n#b"),
    ],
)
def test_quick_reader_leaves_everything_else_to_the_slow_one(text: str) -> None:
    assert quickly(text) is None
    assert outline(text, 7, text.encode()) == outline_by_events(text, 7)


PLAIN_WORDS = (
    *("một", "Đò", "học", "2015", "3.240", "TH&THCS", "–", "—", "…", "“ấy”", "‘a’", "a–b", "a-b", "(3)"),
    *("&", "*a*", "**b**", "a*b", "*", "**", "_", "_a_", "a_b", "+", ">", "-", "$", '"', "'", "!", ":", "x."),
)
ODD_WORDS = (
    *(
        "&amp;",
        "&amp",
        "&#35;",
        "&#x23;",
        "&nbsp;",
        "&x;",
        "=",
        "a=b",
        "#",
        "##",
        "#a",
        "a#",
        "--",
        "1.",
        "2)",
    ),
    *("×", "÷", "²", "www.a.vn", "http://a.vn", "{}", "}", "^", "~", "`", "[a]", "<b>", "|", "\\"),
)
MARKERS = (
    *(
        "",
        "",
        "",
        "# ",
        "## ",
        "###### ",
        "####### ",
        "#",
        "- ",
        "* ",
        "+ ",
        "-",
        "*",
        "> ",
        ">",
        "1. ",
        "12) ",
    ),
    *("0. ", "1.", "2)", "2015. ", "- > ", "> - ", "- - ", "> # ", "- # ", "* ## ", "> > ", "1. # ", "- 1. "),
)
ENDS = ("", "", "", "", " ", "  ", "   ", " #", " ##", "#", " -", " - ", "-", "- ", "  -", "\\", " *", ".")
LINES_ALONE = (
    "",
    "---",
    "***",
    "* * *",
    "- - -",
    "===",
    "--",
    "-",
    "    a",
    "     # a",
    "```",
    "| a |",
    "|-|",
)
words_of = st.lists(st.sampled_from(PLAIN_WORDS), max_size=4).map(" ".join)
plain_lines = st.builds(
    str.__add__, st.sampled_from(("", "", "# ", "### ", "- ", "* ", "> ", "  ")), words_of
)
odd_lines = st.builds(
    lambda indent, marker, words, end: " " * indent + marker + " ".join(words) + end,
    st.integers(0, 5),
    st.sampled_from(MARKERS),
    st.lists(st.sampled_from((*PLAIN_WORDS, *ODD_WORDS)), max_size=3),
    st.sampled_from(ENDS),
)
lines = st.one_of(*[plain_lines] * 6, odd_lines, st.sampled_from(LINES_ALONE))
texts = st.one_of(
    st.lists(plain_lines, max_size=8).map("\n".join),
    st.lists(lines, max_size=8).map("\n".join),
    st.text(st.sampled_from(" \n\n#-*+>.)1a=&;_“–…đ×÷\"'!"), max_size=25),
)


@settings(max_examples=1500)
@given(texts, st.sampled_from(["", "\n", "\n\n"]), st.integers(1, 50))
def test_text_is_read_quickly_as_it_is_read_event_by_event(text: str, end: str, first_line: int) -> None:
    text += end
    expected = outline_by_events(text, first_line)
    assert markup.outline_by_events(text, first_line) == expected
    if is_ordinary(text):
        assert outline(text, first_line, text.encode()) == expected
        assert quickly(text, first_line) in {None, expected}


@given(st.lists(plain_lines.map(str.rstrip).filter(lambda line: not line.endswith("-")), max_size=8))
def test_text_of_plain_lines_is_always_read_quickly(written: list[str]) -> None:
    """So that what the two readers are compared by is not nothing."""
    text = "\n".join(written)
    assert is_ordinary(text)
    assert quickly(text) == outline_by_events(text, 1)


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
        match event:
            case {"Start": "Emphasis" | "Strong" | "Strikethrough" | {"Link": _}}:
                pass
            case {"End": "Emphasis" | "Strong" | "Link" | "Strikethrough"}:
                pass
            case {"Start": _} | {"End": _} | "SoftBreak" | "HardBreak":  # of blocks and pictures
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
