from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.documents import Document, read
from neuguong.contest.word_count import count_words
from tests.contest.word_files import W, docx, paragraph, run

COUNTED = [
    ("", 0),
    ("\n\n", 0),
    ("Cô giáo vùng cao", 4),
    ("Cô  giáo\nvùng\u00a0cao", 4),
    (unicodedata.normalize("NFD", "Cô giáo vùng cao"), 4),
    ("ba-lô", 1),
    ("Hà Nội – Hòa Bình", 5),
    ("năm 2015, 20/11", 3),
    ("https://vidu.example/a", 1),
    ("“Xin chào!” … ?", 4),
    ("# Đầu đề\n\nLời.", 3),
    ("- việc một\n- việc hai", 4),
    ("1. bước một\n2. bước hai", 4),
    ("1\\. bước một", 3),
    ("Ng**uyễn** *Mẫu*", 2),
    ("một\\\nhai", 2),
    ("| a b | c |\n| --- | --- |\n| d | |", 4),
    ("> lời dẫn", 2),
    ("Trước\n\n[Ảnh 1]\n\nSau", 2),
    ("chữ\\[1\\] sau", 2),
    ("a &amp; b &lt;c&gt;", 4),
    ("zero\u200bwidth", 1),
]


@pytest.mark.parametrize(("markdown", "count"), COUNTED)
def test_words_are_what_stands_between_spaces(markdown: str, count: int) -> None:
    assert count_words(markdown) == count


@given(st.lists(st.text("abcđêưƠỨ0123.,!?-_*[]<>&#|~`\\", min_size=1, max_size=8), min_size=1, max_size=8))
def test_words_of_a_word_file_are_those_of_its_paragraphs(words: list[str]) -> None:
    escaped = [word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for word in words]
    found = read("bai.docx", docx(paragraph(run("Lời " + " ".join(escaped)))))
    assert isinstance(found, Document)
    assert count_words(found.text) == len(words) + 1


def test_footnotes_count_but_their_marks_do_not() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("Chú ở đây")}</w:footnote></w:footnotes>'
    body = paragraph(run("Hai chữ") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    related = {"n": ("footnotes", "footnotes.xml")}
    found = read("bai.docx", docx(body, parts={"word/footnotes.xml": notes}, related=related))
    assert isinstance(found, Document)
    assert count_words(found.text) == 5
