from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.contest import packets
from neuguong.contest.handout import BlindEntry, Handout, packet_digest
from tests.contest.handouts import STORY, handout

PAGE = packets.page(handout())
PACKET = Path(packets.__file__).parent / "packet"


def inline(page: bytes, element: str) -> list[str]:
    return re.findall(rf"<{element}>(.*?)</{element}>", page.decode(), re.DOTALL)


def test_same_handout_gives_the_same_bytes() -> None:
    assert packets.page(handout()) == PAGE


def test_page_may_run_and_style_only_what_it_holds() -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', PAGE.decode())
    hashes = {
        element: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for element in ("script", "style")
        for text in inline(PAGE, element)
    }
    expected = (
        f"default-src 'none'; script-src 'sha256-{hashes['script']}'; style-src 'sha256-{hashes['style']}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert policy.replace("&#39;", "'") == expected


def test_page_names_no_other_place() -> None:
    text = PAGE.decode().replace("http://www.w3.org/2000/svg", "")
    text = text.replace("http%3A//www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:|//)[a-z0-9.]+\.[a-z]{2,}|url\((?!\"data:)", text) == []


def test_page_is_valid_html() -> None:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(PAGE.decode())
    assert [(where, code) for where, code, _ in parser.errors] == []


def test_page_reads_without_a_script() -> None:
    text = PAGE.decode()
    for number in (1, 2, 3):
        assert f'id="bai-{number}"' in text
    assert "<noscript>" in text
    assert text.count("Từ đó <strong>mỗi nhà góp một gùi ngô</strong>") == 3


def test_thirty_long_entries_stay_below_half_a_megabyte() -> None:
    long = STORY * 6  # some 1,400 words each
    entries = tuple(replace(entry, markdown=long) for entry in handout(30, pictures=0).entries)
    assert len(packets.page(replace(handout(1), entries=entries))) < 500_000


@pytest.mark.parametrize(
    "words",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        '"quoted" & <b>',
        "{{ 7 * 7 }}",
        "a\u2028b",
        "\\u003c",
    ],
)
def test_words_of_people_stay_words(words: str) -> None:
    asked = replace(
        handout(1),
        judge_name=words,
        send_to=words,
        entries=(BlindEntry(code="K1", title=words, field=words, markdown=words),),
    )
    page = packets.page(asked)
    assert len(inline(page, "script")) == len(inline(page, "style")) == 1
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(page.decode())
    data = json.loads("".join(tree.find(".//script[@id='data']").itertext()))
    assert data["entries"][0]["title"] == data["send_to"] == words
    assert "".join(tree.find(".//h2[@id='ten-1']").itertext()) == words.replace("\r", "\n")


def test_no_identity_of_an_author_reaches_the_page() -> None:
    """What the caller knows beside the records is planted, and the bytes are searched for it."""
    known_elsewhere = {
        "author": "Quách Thị Bí Mật",
        "school": "Trường Tiểu học Bí Mật",
        "file": "QUACH BI MAT.docx",
    }
    page = PAGE + base64.b64decode(re.findall(rb"data:image/jpeg;base64,([^\"]+)", PAGE)[0])
    assert re.findall(rb"base64,", PAGE), "there is a picture that could leak"
    for secret in (*known_elsewhere.values(), "NGUOI-VIET-BI-MAT", "BI MAT", "Bí Mật"):
        for encoding in ("utf-8", "utf-16-le"):
            assert secret.encode(encoding) not in page
    leaky = replace(handout(1), judge_unit=known_elsewhere["school"])
    assert known_elsewhere["school"].encode() in packets.page(leaky), "the search would find it"


def test_names_of_files_tell_the_judge_alone() -> None:
    assert packets.file_name(handout()) == "phieu-cham-2027-so-khao-gk03.html"


def test_page_says_which_packet_it_is() -> None:
    assert packet_digest(handout()).encode() in PAGE


@pytest.mark.parametrize(
    ("most", "step", "shown"),
    [
        ("10", "1", "0 1 2 3 4 5 6 7 8 9 10"),
        ("20", "0.5", " ".join(map(str, range(21)))),
        ("5", "0.25", "0 0.5 1 1.5 2 2.5 3 3.5 4 4.5 5"),
        ("100", "1", " ".join(map(str, range(0, 101, 5)))),
        ("15", "1", " ".join(map(str, range(16)))),
        ("7", "3.5", "0 3.5 7"),
        (
            "1",
            "0.05",
            "0 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.45 0.5 0.55 0.6 0.65 0.7 0.75 0.8 0.85 0.9 0.95 1",
        ),
    ],
)
def test_numbers_to_tap_are_round_ones(most: str, step: str, shown: str) -> None:
    assert packets.chips(Fraction(most), Fraction(step)) == tuple(map(Fraction, shown.split()))


@given(st.integers(1, 400), st.sampled_from((1, 2, 4, 10, 3)))
def test_numbers_to_tap_lie_on_the_scale_and_are_few(steps: int, parts: int) -> None:
    step = Fraction(1, parts)
    most = steps * step
    found = packets.chips(most, step)
    assert found[0] == 0
    assert found[-1] == most
    assert list(found) == sorted(set(found))
    assert not [score for score in found if score % step]
    assert len(found) <= 22


def test_every_sentence_is_used() -> None:
    sources = [file.read_text("utf-8") for file in (*PACKET.glob("packet.*"), *PACKET.parent.glob("*.py"))]
    used = {
        key for source in sources for key in re.findall(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""", source)
    }
    steps = {f"help-{step}" for step in range(1, 6)} | {f"sheet-help-{step}" for step in range(1, 7)}
    assert sorted(set(packets.words()) - used - steps) == []


def test_every_sentence_that_is_asked_for_is_there() -> None:
    sources = [file.read_text("utf-8") for file in (*PACKET.glob("packet.*"), *PACKET.parent.glob("*.py"))]
    asked = {key for source in sources for key in re.findall(r"""\bsay\(["']([a-z0-9-]+)["'][,)]""", source)}
    assert len(asked) > 60
    assert sorted(asked - set(packets.words())) == []


def test_words_are_composed_and_sorted() -> None:
    text = (PACKET / "words.json").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert list(packets.words()) == sorted(packets.words())


def test_handout_without_a_deadline_says_none() -> None:
    asked: Handout = replace(handout(1), deadline=None)
    assert (
        b"H\xe1\xba\xa1n n\xe1\xbb\x99p"
        not in packets.page(asked).split(b'<script type="application/json"')[0]
    )
