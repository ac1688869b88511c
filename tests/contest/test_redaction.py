"""Redaction sheets: what is ticked is replaced, what is left stays, and a sheet that misfits does nothing."""

from __future__ import annotations

import unicodedata
from dataclasses import replace as replaced

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from neuguong.contest import redaction
from neuguong.contest.blind import Place, look
from neuguong.contest.book import About, Entry, Writer
from neuguong.contest.entry_text import to_html
from neuguong.contest.redaction import Decided, Sheet
from neuguong.problems import Problem, Text

ENTRY = Entry(
    code="B48271",
    title="Cái giếng sau trường Khe Mẫu",
    writers=(Writer(name="Bùi Thị Hòa Mẫu", unit="Trường Tiểu học Khe Mẫu", place="muong-mau"),),
    about=About(name="Đinh Văn Giếng"),
    unit="Trường Tiểu học Khe Mẫu",
    place="muong-mau",
    markdown=(
        "Tôi là Bùi Thị Hoà Mẫu. Ở xã Mường Mẫu có thầy Đinh Văn Giếng.\n\n"
        "Ai muốn hỏi thì gọi 0912 345 678 hoặc viết về mau.hoa@example.vn.\n"
    ),
)
PLACES = {"muong-mau": "Xã Mường Mẫu"}
TEXT = redaction.whole(ENTRY.title, ENTRY.markdown)


def found() -> tuple[Place, ...]:
    return look(TEXT, ENTRY, PLACES)


def test_title_and_text_are_looked_at_and_the_subject_may_stay() -> None:
    assert [(place.found, place.instead, place.certain) for place in found()] == [
        ("trường Khe Mẫu", "[tên đơn vị]", True),
        ("Bùi Thị Hoà Mẫu", "[người viết]", True),
        ("xã Mường Mẫu", "[tên xã]", True),
        ("0912 345 678", "[liên hệ]", True),
        ("mau.hoa@example.vn", "[liên hệ]", True),
    ]


def test_subject_who_is_the_writer_does_not_stay() -> None:
    own = replace(
        ENTRY, writers=(Writer(name="Đinh Văn Giếng"),), unit="", place="", markdown="Tôi là Đinh Văn Giếng."
    )
    assert [p.found for p in look(own.markdown, own, {})] == ["Đinh Văn Giếng"]


def test_sheet_shows_each_place_before_and_after() -> None:
    sheet = redaction.sheet("B48271", TEXT, found())
    assert sheet.startswith("RỌC PHÁCH – bài B48271: Cái giếng sau trường Khe Mẫu\n")
    assert (
        "#2 [x] cả tên\n"
        "- Cái giếng sau trường Khe Mẫu  Tôi là ⟦Bùi Thị Hoà Mẫu⟧. Ở xã Mường Mẫu có thầy Đinh Văn Giếng.  "
        "Ai muốn hỏi thì gọ…\n"
        "+ Cái giếng sau trường Khe Mẫu  Tôi là ⟦[người viết]⟧. Ở xã Mường Mẫu có thầy Đinh Văn Giếng.  "
        "Ai muốn hỏi thì gọ…\n"
    ) in sheet


def through(sheet: str) -> str:
    """Return the text that a sheet makes."""
    back = redaction.read("to.txt", sheet.encode())
    assert isinstance(back, Sheet), back
    decided = redaction.fit("to.txt", back, TEXT, found())
    assert not isinstance(decided, Problem), decided
    return redaction.apply(TEXT, decided)


def test_sheet_as_it_was_made_takes_out_all_that_is_certain() -> None:
    assert through(redaction.sheet("B48271", TEXT, found())) == (
        "Cái giếng sau [tên đơn vị]\n\nTôi là [người viết]. Ở [tên xã] có thầy Đinh Văn Giếng.\n\n"
        "Ai muốn hỏi thì gọi [liên hệ] hoặc viết về [liên hệ].\n"
    )
    assert through(redaction.sheet("B48271", TEXT, found())) == redaction.apply(
        TEXT, redaction.certain(found())
    )


def test_secretary_may_leave_a_place_or_choose_other_words() -> None:
    sheet = (
        redaction.sheet("B48271", TEXT, found())
        .replace("#3 [x]", "#3 [ ]")
        .replace("⟦[tên đơn vị]⟧", "⟦nhà⟧")
    )
    assert through(sheet).startswith("Cái giếng sau nhà\n\nTôi là [người viết]. Ở xã Mường Mẫu có")


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: "\ufeff" + sheet.replace("\n", "\r\n"),
        lambda sheet: unicodedata.normalize("NFD", sheet),
        lambda sheet: sheet.replace("[x]", "[X]"),
        lambda sheet: f"Cô Lan xem ngày 5/2\n{sheet}\n\n",
    ],
)
def test_sheet_that_went_through_notepad_or_a_mac_is_the_same(change: object) -> None:
    sheet = redaction.sheet("B48271", TEXT, found())
    assert through(change(sheet)) == through(sheet)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("Dấu: B48271", "B48271", 0, "tệp này không phải tờ rọc phách"),
        ("#2 [x]", "#2 x", 11, "dòng này phải có dạng #1 [x] hoặc #1 [ ]"),
        ("#2 [x]", "#1 [x]", 11, "số này đã có ở trên"),
        ("⟦[người viết]⟧", "[người viết]", 11, "dưới dòng này thiếu dòng + có đúng một cặp ⟦ ⟧"),
        ("⟦[người viết]⟧", "⟦a⟧⟦b⟧", 11, "dưới dòng này thiếu dòng + có đúng một cặp ⟦ ⟧"),
    ],
)
def test_spoilt_sheet_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    sheet = redaction.sheet("B48271", TEXT, found())
    assert old in sheet
    back = redaction.read("to.txt", sheet.replace(old, new, 1).encode())
    assert isinstance(back, tuple)
    assert [(problem.line, problem.what.vi) for problem in back] == [(line, words)]


def test_file_that_is_no_text_is_told() -> None:
    for data in (b"\xff\xfe\x00", b"x" * (redaction.MAX_BYTES + 1), b""):
        assert isinstance(redaction.read("to.txt", data), tuple)


def test_sheet_of_another_text_or_with_a_place_lost_fits_nothing() -> None:
    whole_sheet = redaction.sheet("B48271", TEXT, found())
    back = redaction.read("to.txt", whole_sheet.encode())
    assert isinstance(back, Sheet)
    assert isinstance(redaction.fit("to.txt", back, TEXT + "!", found()), Problem)
    fewer = replaced(back, decisions={1: None})
    assert isinstance(redaction.fit("to.txt", fewer, TEXT, found()), Problem)


texts = st.text(st.sampled_from("ab ⟦⟧\nđồ[]#+-"), max_size=60)


@given(texts, st.data())
def test_sheet_of_any_text_comes_back_as_it_went(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    places = [
        Place(
            start=a,
            end=b,
            found=text[a:b],
            why=Text("x", "x"),
            certain=data.draw(st.booleans()),
            instead="[y]",
        )
        for a, b in spans
    ]
    back = redaction.read("to.txt", redaction.sheet("B1", text, places).encode())
    assert isinstance(back, Sheet)
    decided = redaction.fit("to.txt", back, text, places)
    assert decided == redaction.certain(places)


@given(st.lists(st.tuples(st.text("ab", max_size=3), st.booleans()), max_size=6))
def test_applied_text_is_the_parts_put_together(pieces: list[tuple[str, bool]]) -> None:
    text, places, expected = "", [], ""
    for words, goes in pieces:
        place = Place(
            start=len(text),
            end=len(text) + len(words),
            found=words,
            why=Text("", ""),
            certain=True,
            instead="X",
        )
        places.append(Decided(place=place, instead="X" if goes else None))
        text += f"{words}|"
        expected += f"{'X' if goes else words}|"
    assert redaction.apply(text, places) == expected


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("Bùi Thị Hòa Mẫu: Dạ.", "\\[người viết\\]: Dạ.", "[người viết]: Dạ."),
        ("0912 345 678: trường", "\\[liên hệ\\]: trường", "[liên hệ]: trường"),
        ("Bùi Thị Hòa Mẫu(cười)", "\\[người viết\\](cười)", "[người viết](cười)"),
        ("Bùi Thị Hòa Mẫu cười", "[người viết] cười", "[người viết] cười"),
    ],
)
def test_what_is_put_there_is_read_by_judges_and_hides_nothing(before: str, after: str, seen: str) -> None:
    text = redaction.whole(ENTRY.title, f"{before}\n\nHết.\n")
    title, markdown = redaction.parts(redaction.apply(text, redaction.certain(look(text, ENTRY, PLACES))))
    assert (title, markdown) == ("Cái giếng sau [tên đơn vị]", f"{after}\n\nHết.\n")
    assert to_html(markdown) == f"<p>{seen}</p>\n<p>Hết.</p>"


def test_title_is_no_markdown() -> None:
    text = redaction.whole("Bùi Thị Hòa Mẫu: chuyện cái giếng", "Hết.\n")
    applied = redaction.apply(text, redaction.certain(look(text, ENTRY, PLACES)))
    assert redaction.parts(applied) == ("[người viết]: chuyện cái giếng", "Hết.\n")
