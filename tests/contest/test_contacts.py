"""Telephone numbers, addresses of mail and pages in a text, however they are written."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest.contacts import find

PHONES = [
    "0912345678",
    "0912.345.678",
    "0912 345 678",
    "091-234-5678",
    "(0912) 345678",
    "+84 912 345 678",
    "+84(0)912345678",
    "(+84) 912345678",
    "84912345678",
    "0218.3852.123",
    "(0218) 3852123",
    "0218 3 852 123",
    "01234567890",
    "０９１２３４５６７８",  # wide
    "0912\u200b345\u200b678",
]
MAILS = [
    "hoa.mau@so.example",
    "hoa @ so.example",
    "hoa(at)so.example",
    "hoa [at] so [dot] example",
    "hоa@so.example",
]
PAGES = [
    "fb.com/hoa.mau",
    "https://www.facebook.com/profile.php?id=1000",
    "zalo.me/0912345678",
    "m.me/hoamau",
    "tiktok.com/@hoamau",
]


@pytest.mark.parametrize(
    ("found", "way"),
    [
        *((each, "phone") for each in PHONES),
        *((each, "mail") for each in MAILS),
        *((each, "page") for each in PAGES),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Gọi tôi: {}.", "({})", "Ngày 20/10, {}, ở lớp 3", "số {}\n\n5 em"])
def test_contact_is_found_in_any_sentence(found: str, way: str, around: str) -> None:
    text = around.format(found)
    (contact,) = find(text)
    assert (text[contact.start : contact.end], contact.way) == (contact.found, way)
    assert contact.found.strip("()") == found.strip("()")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Facebook: Hoa Mẫu, ở xã", "Hoa Mẫu"),
        ("zalo của em: Mẫu Thị Hoa nhé", "Mẫu Thị Hoa"),
        ("FB : hoa.mau.", "hoa.mau"),
        ("Zalo: 0912345678", "0912345678"),
    ],
)
def test_name_of_an_account_is_found_after_the_name_of_the_network(text: str, found: str) -> None:
    assert [(contact.found, contact.way) for contact in find(text)] == [(found, "page")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "năm 2014, 2015 và 2016; 03-06-2014 12; 01.02.2014 2015",
        "1.000.000.000 đồng, 0,5 kg, từ 0 đến 900.000.000 đồng",
        "0912345678901, 100912345678, số 0 912 345, 0412345678",
        "lúc 7 giờ 05.10.2014.",
        "Hotline 1900 1234",
        "học qua Zalo, Facebook; tôi lên Facebook: đăng bài; Zalo: trong nhóm; Facebook: Tôi viết",
        "a@b, cô @ trường, hoa a còng x",
        "facebook.com, www.so.example/tin",
    ],
)
def test_other_numbers_and_words_are_left_alone(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "piece", ["0", "a.", "a-", "0 ", "facebook: ", "fb.com/", "(0", "a@", "a @ ", "Aa ", "+84 ( - ", "FB: A"]
)
def test_long_text_takes_no_time(piece: str) -> None:
    began = perf_counter()
    find(piece * 20_000)
    assert perf_counter() - began < 5


@given(st.text(st.sampled_from("0189 .-@ab(/:\n\u200b+"), max_size=60))
def test_contacts_lie_in_order_within_any_text(text: str) -> None:
    found = find(text)
    assert all(contact.found == text[contact.start : contact.end] != "" for contact in found)
    assert [contact.start for contact in found] == sorted(contact.start for contact in found)
