"""A text as it is seen: plain letters, each with its place in the text itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.look_alikes import seen
from neuguong.text import nfc


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Trường Tiểu học – “Khe Bến”, 2015", "Trường Tiểu học – “Khe Bến”, 2015"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Hòa"), "Nguyễn Thị Hòa"),
        ("Ноà", "Hoà"),  # Cyrillic
        ("Ηòa", "Hòa"),  # Greek
        ("ʜᴏᴀ", "hoa"),
        ("Ｈòａ　１", "Hòa 1"),  # wide
        ("𝓗𝒐𝚊 Ⓗⓞⓐ", "Hoa Hoa"),
        ("Ðà Bắc, Ɖà, ðá", "Đà Bắc, Đà, đá"),
        ("H\u200bò\u00ada\u2060\ufeff", "Hòa"),
        ("Nguy&#7877;n Th&#x1ECB; H&ograve;a", "Nguyễn Thị Hòa"),
        ("A & B; R&D", "A & B; R&D"),
        ("ﬁn…", "fin..."),
    ],
)
def test_text_is_read_as_it_looks(text: str, shown: str) -> None:
    assert seen(text).text == shown


def test_each_character_knows_its_place() -> None:
    text = "\u200bXin H\u200bo\u0300a&#7877;."
    view = seen(text)
    assert view.text == "Xin Hòaễ."
    assert [text[slice(*view.place(at, at + 1))] for at in range(len(view.text))] == [
        *"Xin ",
        "H\u200b",
        "o\u0300",
        "a",
        "&#7877;",
        ".",
    ]


@given(st.text(st.sampled_from("aàHo \u0300\u0323\u200b&#;7Нđð.\n")))
def test_places_follow_each_other_within_the_text(text: str) -> None:
    view = seen(text)
    assert len(view.starts) == len(view.ends) == len(view.text)
    places = [view.place(at, at + 1) for at in range(len(view.text))]
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in places)


@given(st.text(st.sampled_from("aàếHoộđĐƯ ,.–\n")))
def test_composed_and_decomposed_text_look_the_same(text: str) -> None:
    assert seen(text).text == seen(unicodedata.normalize("NFD", text)).text == nfc(text)
