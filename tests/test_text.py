from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.content.checks.characters import is_hidden
from neuguong.text import (
    TONES,
    collation_key,
    count_syllables,
    fold,
    is_ordinary,
    nearest,
    nfc,
    person_key,
    slug,
    spelling_key,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
TONED = "".join(nfc(letter + tone) for letter in "aăâeêioôơuưy" for tone in ("", *TONES))
VIETNAMESE = st.text(alphabet=LETTERS + LETTERS.upper() + TONED + TONED.upper() + " -09", max_size=12)
ONSETS = [
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "nh", "ng", "ngh"),
    *("p", "ph", "q", "r", "s", "t", "th", "tr", "v", "x"),
]


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def backwards(texts: list[str]) -> list[str]:
    return texts[::-1]


ORDINARY = "\n !\"#&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~" + TONED + TONED.upper() + "ñçøåÞßıœſƿẀẞỿ–—‘’“”…"
LOOK_ALIKES = {
    "NBSP": "\u00a0",
    "soft hyphen": "\u00ad",
    "feminine ordinal": "ª",
    "micro": "µ",
    "superscript": "²",
    "times": "×",
    "divide": "÷",
    "quotes": "«",
    "click": "ǀ",
    "letter of no word of ours": "ǻ",
    "another of these": "ḁ",
    "digraph after the letters": "ǆ",
    "modifier letter": "ʰ",
    "grave alone": "\u0300",
    "acute of Greek": "\u0341",
    "dot below": "\u0323",
    "dot below of another script": "\u0f37",
    "Cyrillic a": "а",
    "Greek omicron with tonos": "ό",
    "Greek omicron with oxia": "\u1f79",
    "Greek alpha with spirits": "\u1f00",
    "first beyond the letters": "\u1eff\u1f00",
    "Ohm": "\u2126",
    "Kelvin": "\u212a",
    "Angstrom": "\u212b",
    "long dash": "\u2015",
    "hyphen": "\u2010",
    "hyphen that does not break": "\u2011",
    "low quote": "\u201a",
    "reversed quote": "\u201b",
    "double low quote": "\u201e",
    "two dots": "\u2025",
    "bullet": "\u2022",
    "per mille": "\u2030",
    "zero-width space": "\u200b",
    "joiner": "\u200d",
    "to the right": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "embedding": "\u202a",
    "thin space": "\u2009",
    "narrow NBSP": "\u202f",
    "word joiner": "\u2060",
    "ideographic space": "\u3000",
    "byte order mark": "\ufeff",
    "jamo": "\u1100\u1161",
    "hangul": "가",
    "CJK": "漢",
    "CJK compatibility": "\uf900",
    "ligature": "\ufb01",
    "full width": "\uff21",
    "emoji": "🛶",
    "mathematical": "\U0001d400",
    "musical that decomposes": "\U0001d15e",
    "tag": "\U000e0041",
    "surrogate": "\udcff",
    "tab": "\t",
    "CR": "\r",
    "vertical tab": "\x0b",
    "form feed": "\x0c",
    "NUL": "\0",
    "escape": "\x1b",
    "delete": "\x7f",
    "next line": "\x85",
}
MIXED = st.text(
    st.sampled_from([*ORDINARY, *"".join(LOOK_ALIKES.values())]) | st.characters(max_codepoint=0x2100),
    max_size=12,
)
KINDS = {"Mn", "Mc", "Me", "Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sáng nào cô Mơ cũng chèo đò qua hồ.\n",
        "---\ntitle: “Đò” – ‘ấy’ … — [a](b.md) <https://a.vn/?x=1&y=2>\n---\n\n## Ở bến\n\n* một\n",
        ORDINARY,
        "".join(map(chr, range(0x20, 0x7F))),
        "".join(map(chr, range(0x1E80, 0x1F00))),
        *TONED,
        *TONED.upper(),
    ],
)
def test_text_of_letters_in_one_piece_is_ordinary(text: str) -> None:
    assert is_ordinary(text)


@pytest.mark.parametrize("sign", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
@pytest.mark.parametrize("around", ["{}", "Cô {}Mơ", "Cô Mơ{}", "{}\n", "a{}b"])
def test_text_with_any_other_sign_is_not_ordinary(sign: str, around: str) -> None:
    assert not is_ordinary(around.format(sign))


@pytest.mark.parametrize("word", ["Đò sớm", "Nguyễn Thị Ước", "hoà", "HÒA"])
def test_text_in_pieces_is_not_ordinary(word: str) -> None:
    assert (is_ordinary(nfc(word)), is_ordinary(nfd(word))) == (True, False)


@settings(max_examples=500)
@given(MIXED)
def test_text_that_is_ordinary_needs_no_second_look(text: str) -> None:
    """What is skipped where a text is ordinary: composing, looking for hidden signs, counting by Unicode."""
    if is_ordinary(text):
        assert unicodedata.is_normalized("NFC", text)
        assert not any(map(is_hidden, text))
        assert not any(map(unicodedata.combining, text))
        assert not {unicodedata.category(sign) for sign in text if sign != "\n"} & KINDS
        assert all(sign.isalpha() for sign in text if not sign.isascii() and sign not in "–—‘’“”…")
        assert is_ordinary(text + text) == is_ordinary(text[::-1]) == is_ordinary(text[:1]) is True
    else:
        assert any(not is_ordinary(sign) for sign in text)


def test_every_sign_of_unicode_is_ordinary_or_not() -> None:
    """All of them, one by one: what may be skipped for a text may be skipped for each of its signs."""
    signs = [sign for sign in map(chr, range(0x110000)) if is_ordinary(sign)]
    assert not [sign for sign in signs if not unicodedata.is_normalized("NFC", sign)]
    assert not [sign for sign in signs if is_hidden(sign)]
    assert not [sign for sign in signs if unicodedata.combining(sign)]
    others = [sign for sign in signs if not sign.isascii() and not sign.isalpha()]
    assert others == [*"–—‘’“”…"]
    assert {sign for sign in signs if sign.isspace()} == {" ", "\n"}
    assert {sign for sign in signs if not sign.isascii() and sign.isnumeric()} == set()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Hòa Bình", "hoa binh"),
        ("HOÀ BÌNH", "hoa binh"),
        ("Đà Bắc", "da bac"),
        ("đường", "duong"),
        ("NGUYỄN THỊ ƯỚC", "nguyen thi uoc"),
        ("Kỳ Sơn – 2019", "ky son – 2019"),
        ("Straße", "strasse"),
    ],
)
def test_fold_drops_case_and_marks(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_fold_treats_plain_letters_as_it_does_beside_others(text: str) -> None:
    assert fold(text) + "d" == fold(f"{text}đ")


@given(st.text())
def test_fold_agrees_for_composed_and_decomposed(text: str) -> None:
    assert fold(nfc(text)) == fold(nfd(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("–", ""),
        ("Chuyến đò năm giờ rưỡi sáng", "chuyen-do-nam-gio-ruoi-sang"),
        ("  Lớp 3B: “những lá thư”! ", "lop-3b-nhung-la-thu"),
        ("TH&THCS", "th-thcs"),
        ("đa---bắc", "da-bac"),
        ("Nghị quyết 830/NQ", "nghi-quyet-830-nq"),
        ("漢字 a", "a"),
    ],
)
def test_slug_is_what_addresses_hold(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_slug_is_ascii_and_idempotent(text: str) -> None:
    made = slug(text)
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not made.startswith("-")
    assert not made.endswith("-")
    assert "--" not in made
    assert slug(made) == made


@pytest.mark.parametrize("onset", ONSETS)
@pytest.mark.parametrize("rhyme", ["oa", "oe", "uy"])
def test_spelling_key_is_one_for_both_tone_places_and_none_for_two_tones(onset: str, rhyme: str) -> None:
    old = [nfc(onset + rhyme[0] + tone + rhyme[1]) for tone in ("", *TONES)]
    new = [nfc(onset + rhyme + tone) for tone in ("", *TONES)]
    assert [spelling_key(word) for word in old] == [spelling_key(word) for word in new]
    assert [spelling_key(word.upper()) for word in old] == [spelling_key(nfd(word)) for word in new]
    assert len({spelling_key(word) for word in old}) == 6


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hóa"),
        ("hoà bình", "hoa bình"),
        ("má", "mạ"),
        ("cân", "căn"),
        ("thu", "thư"),
        ("đa", "da"),
        ("hòa hoa", "hoa hòa"),
        ("Hòa-Bình", "Hòa Bình"),
    ],
)
def test_spelling_key_tells_words_apart(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@pytest.mark.parametrize(
    "words",
    [
        list("aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmn"),
        list("noòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"),
        [
            "ba",
            "bà",
            "bả",
            "bã",
            "bá",
            "bạ",
            "bai",
            "bài",
            "bãi",
            "bại",
            "ban",
            "bàn",
            "bản",
            "bán",
            "bạn",
            "bang",
            "băng",
            "bằng",
            "bâng",
            "bầu",
            "be",
        ],
        ["da", "dạ", "dàn", "dũng", "duy", "đa", "đà", "đạ", "đàn", "đến", "đũng", "ê"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai", "mài", "màn", "mạt", "mặt", "mất", "mâu", "me"],
        ["hoa", "Hoa", "hòa", "Hòa", "HÒA", "hỏa", "hóa", "họa", "hoan"],
        ["Cao Phong", "Đà Bắc", "Hòa Bình", "Kim Bôi", "Kỳ Sơn", "Lạc Sơn", "Lạc Thủy", "Lương Sơn"],
        ["Tân Lạc", "Tấn Lạc", "Tân Lác Mới", "Yên Thủy"],
        ["lớp", "lớp 3", "lớp 3b", "lớp a", "lớp-3", "lớp3"],
        ["", " ", "-", "0", "9", "a"],
    ],
    ids=" ".join,
)
def test_collation_key_follows_the_dictionary(words: list[str]) -> None:
    assert sorted(backwards(words), key=collation_key) == words
    assert [nfc(word) for word in sorted(map(nfd, backwards(words)), key=collation_key)] == words


@given(st.text(), st.text(), st.text())
def test_collation_key_is_a_total_order(one: str, two: str, three: str) -> None:
    keys = [collation_key(text) for text in (one, two, three)]
    for (first, a), (second, b) in itertools.permutations(zip((one, two, three), keys, strict=True), 2):
        assert (a == b) == (first == second)
        assert (a < b) + (b < a) + (a == b) == 1
    assert all(a <= c for a, b, c in itertools.permutations(keys) if a <= b <= c)


@given(st.lists(VIETNAMESE))
def test_collation_sorts_decomposed_texts_alike(texts: list[str]) -> None:
    composed = sorted((nfc(text) for text in texts), key=collation_key)
    decomposed = sorted((nfd(text) for text in texts), key=collation_key)
    assert [nfc(text) for text in decomposed] == composed


def test_person_key_sorts_by_given_name() -> None:
    people = [
        "Lò Văn An",
        "Bùi Thị Ánh",
        "Hà Thị Bích",
        "Bùi Văn Dũng",
        "Đinh Công Dũng",
        "Quách Thị Đào",
        "Mơ",
        "Lường Thị Mơ",
        "Xa Thị Mơ",
        "Nguyễn Ước",
    ]
    assert sorted(backwards(people), key=person_key) == people


def test_person_key_takes_empty_names() -> None:
    assert sorted(["An", "", " "], key=person_key) == ["", " ", "An"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n\t ", 0),
        ("Hòa", 1),
        ("Trường Tiểu học Bến Mơ", 5),
        ("một – hai, ba … bốn!", 4),
        ("2015-04-22 TH&THCS 3.240.000", 3),
        ("a\u00a0b", 2),
        ("* _ __ – “” …", 0),
        ("\u0110\u00e0 B\u0103\u0301c", 2),
    ],
)
def test_count_syllables_counts_runs_with_a_letter_or_digit(text: str, count: int) -> None:
    assert count_syllables(text) == count


SIGNS = st.text(alphabet="aĐ9_-–“.,²½٣\u0301\u00ad \t\n\u00a0\u2003\u2028\x1c", max_size=12)


@given(st.one_of(SIGNS, st.text()))
def test_count_syllables_counts_every_run_that_holds_one(text: str) -> None:
    assert count_syllables(text) == sum(any(map(str.isalnum, run)) for run in text.split())


@given(
    st.lists(VIETNAMESE.filter(lambda text: any(map(str.isalnum, text))).map(lambda t: t.replace(" ", "")))
)
def test_count_syllables_does_not_mind_the_kind_of_space(words: list[str]) -> None:
    assert count_syllables(" ".join(words)) == count_syllables("\n  ".join(words)) == len(words)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ("titel", "title"),
        ("Tiêu đề", None),
        ("sumary", "summary"),
        ("consent ", "consent"),
        ("guardian-consent", "guardian_consent"),
        ("", None),
    ],
)
def test_nearest_finds_a_listed_name(wrong: str, expected: str | None) -> None:
    assert nearest(wrong, ["title", "summary", "consent", "guardian_consent"]) == expected


def test_nearest_returns_the_value_of_a_mapping() -> None:
    assert nearest("Huyện Da Bác", {"Huyện Đà Bắc": "da-bac", "Huyện Kỳ Sơn": "ky-son"}) == "da-bac"
