from __future__ import annotations

import unicodedata

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.entry_text import to_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Một *hai* **ba**.", "<p>Một <em>hai</em> <strong>ba</strong>.</p>"),
        ("# Mở\n\n## Thân", "<h3>Mở</h3>\n<h3>Thân</h3>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Xem [trang này](https://truong.example/nguoi-viet).", "<p>Xem trang này.</p>"),
        ("<https://truong.example>", "<p>https://truong.example</p>"),
        ("![ảnh](https://truong.example/a.jpg)", "<p></p>"),
        ('<p style="color:red" data-author="bi-mat">Chữ</p>', "<p>Chữ</p>"),
        ("<script>alert(1)</script>\n\nSau", "<p>Sau</p>"),
        ("<meta http-equiv=refresh content='0;url=https://a.example'>Chữ", "<p>Chữ</p>"),
        ("<!-- người viết: BI MAT -->\n\nChữ", "<p>Chữ</p>"),
        ("<b onclick='x()'>Đậm</b>", "<p>Đậm</p>"),
        ("<iframe src='https://a.example'>x</iframe>", ""),
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
        ("<div><p>mở", "<p>mở</p>"),
        ("</article></main>Chữ", "Chữ"),
    ],
)
def test_text_keeps_what_it_says_and_nothing_else(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


def test_text_is_composed() -> None:
    assert to_html(unicodedata.normalize("NFD", "Giỏ ngô đầu dốc")) == "<p>Giỏ ngô đầu dốc</p>"


SNIPPETS = st.sampled_from(
    (
        *(
            "<script>",
            "</script>",
            "<p onclick=x>",
            "</p>",
            "<!--",
            "-->",
            "<![CDATA[",
            "<a href='//a.example'>",
        ),
        *(
            "<img src=x onerror=y>",
            "\n\n",
            "# ",
            "> ",
            "- ",
            "`",
            "&lt;script&gt;",
            "chữ",
            "<",
            ">",
            '"',
            "'",
        ),
        *("<svg/onload=z>", "<style>*{}", "</style>", "<table><tr><td>", "|a|b|\n|-|-|\n|c|d|"),
    )
)


@given(st.lists(SNIPPETS, max_size=12).map("".join))
def test_no_text_brings_an_attribute_or_an_element_that_acts(markdown: str) -> None:
    tree = html5lib.parseFragment(f"<article>{to_html(markdown)}</article>", namespaceHTMLElements=False)
    assert [node.attrib for node in tree.iter() if node.attrib] == []
    names = {str(node.tag) for node in tree.iter()}
    assert names.isdisjoint({"script", "style", "img", "a", "svg", "iframe", "meta", "link", "object"})
    assert len(list(tree)) == 1, "the text ended the element it stands in"
