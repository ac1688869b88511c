"""Intake against what really arrives: copies, corrections, odd names, blocks in odd places."""

from __future__ import annotations

import io
import itertools
import unicodedata
from dataclasses import replace as replaced
from datetime import date
from time import perf_counter

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image

from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import arrival, author_block, documents, intake, receipts
from neuguong.contest.arrival import Candidate
from neuguong.contest.book import Book, Entry, Source, Standing, Writer
from neuguong.contest.documents import Document
from neuguong.contest.intake import Setting
from neuguong.problems import Problem
from tests.contest.seasons import RULES
from tests.contest.test_intake import DAY, STORY, document, kept, listed, take

REDACT = "chờ rọc phách: {} chỗ có thể cho biết ai viết"


@pytest.fixture(scope="module")
def setting(vocabularies: Vocabularies) -> Setting:
    return Setting(rules=RULES, vocabularies=vocabularies, day=DAY)


# ---- the same text, once and again ----


def test_one_text_under_two_names_is_two_entries(setting: Setting) -> None:
    mine, copied = listed("a.md"), listed("b.md", name="Hà Văn Chép", unit="Trường TH Suối Mẫu")
    taken = take([mine, copied], setting)
    assert [entry.writers[0].name for entry in taken.changed] == ["Bùi Thị Mẫu", "Hà Văn Chép"]
    assert len({entry.code for entry in taken.changed}) == 2
    again = take([copied, mine], setting, kept(taken))
    assert (again.changed, again.unchanged) == ((), 2)


def test_copy_sent_later_by_somebody_else_leaves_the_first_alone(setting: Setting) -> None:
    book = kept(take([listed("bai.md")], setting))
    copied = listed("bai.md", name="Hà Văn Chép", unit="Trường TH Suối Mẫu")
    (other,) = take([copied], setting, book).changed
    assert other.code not in book.entries


def test_file_renamed_by_its_writer_is_the_same_entry(setting: Setting) -> None:
    book = kept(take([listed("bai.md")], setting))
    again = take([listed("bai (1).md")], setting, book)
    assert (again.changed, again.unchanged) == ((), 1)


@pytest.mark.parametrize("row", [{"name": "Bùi Thị Mậu"}, {"unit": "Trường TH Suối Mẫu"}])
def test_corrected_row_changes_the_entry(setting: Setting, row: dict[str, str]) -> None:
    book = kept(take([listed("bai.md")], setting))
    (before,) = book.entries.values()
    (after,) = take([listed("bai.md", **row)], setting, book).changed
    assert (after.code, after.sources) == (before.code, before.sources)
    assert after.writers != before.writers


def test_old_file_again_does_not_undo_the_correction(setting: Setting) -> None:
    old, new = listed("bai.md"), listed("bai.md", f"{STORY} Sửa một câu.")
    book = kept(take([new], setting, kept(take([old], setting))))
    (entry,) = book.entries.values()
    assert [source.digest for source in entry.sources] == [old.document.digest, new.document.digest]
    again = take([old], setting, book)
    assert (again.changed, again.texts, again.unchanged) == ((), (), 1)


def test_two_files_of_one_name_and_writer_are_told_and_neither_is_taken(setting: Setting) -> None:
    both = [listed("Bài.md"), listed("bai.txt", f"{STORY} Bản khác.")]
    for files in itertools.permutations(both):
        taken = take(files, setting)
        assert [(p.rule, p.path) for p in taken.problems] == [("entry-is-one-file", "bai.xlsx")] * 2
        assert (taken.changed, taken.texts) == ((), ())


def test_corrected_file_with_a_name_in_it_waits_and_the_old_blind_text_is_no_longer_enough(
    setting: Setting,
) -> None:
    book = kept(take([listed("bai.md")], setting))
    (after,) = take([listed("bai.md", f"{STORY} Tôi, Bùi Thị Mẫu, kể.")], setting, book).changed
    assert (after.standing, after.reasons) == (Standing.WAITING, (REDACT.format(1),))
    assert not intake.is_blind(after)


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (Standing.WITHDRAWN, "bài đã rút, nay gửi bản khác"),
        (Standing.REFUSED, "bài đã không được nhận, nay gửi bản khác"),
    ],
)
def test_entry_that_is_out_comes_back_only_by_a_person(
    setting: Setting, standing: Standing, reason: str
) -> None:
    text = f"{STORY} Tôi dạy ở trường Suối Mẫu."
    book = kept(take([listed("bai.md", text)], setting))
    out = {code: replace(entry, standing=standing) for code, entry in book.entries.items()}
    book = replaced(book, entries=out)
    for row in ({"consent": "PH-9"}, {"about_unit": "Trường TH Suối Mẫu"}):
        assert [e.standing for e in take([listed("bai.md", text, **row)], setting, book).entries] == [
            standing
        ]
    (sent,) = take([listed("bai.md", f"{STORY} Sửa.")], setting, book).changed
    assert (sent.standing, sent.reasons) == (Standing.WAITING, (reason,))


def test_row_that_tells_a_new_name_makes_a_blind_text_wait_again(setting: Setting) -> None:
    book = kept(take([listed("bai.md", f"{STORY} Tôi dạy ở trường Suối Mẫu.")], setting))
    (before,) = book.entries.values()
    assert before.standing is Standing.ACCEPTED
    corrected = listed("bai.md", f"{STORY} Tôi dạy ở trường Suối Mẫu.", unit="Trường TH Suối Mẫu")
    (after,) = take([corrected], setting, book).changed
    assert (after.standing, after.reasons) == (Standing.WAITING, (REDACT.format(1),))


def test_waiting_entry_keeps_its_reasons_and_counts_its_places_anew(setting: Setting) -> None:
    text = "Tôi, Bùi Thị Mẫu, ở trường Suối Mẫu."
    book = kept(take([listed("bai.md", text)], setting))
    (before,) = book.entries.values()
    short = "bài có 8 chữ, thể lệ cho từ 10 đến 1500"
    assert before.reasons == (short, REDACT.format(1))
    (after,) = take([listed("bai.md", text, about_unit="Trường MN Suối Mẫu")], setting, book).changed
    assert after.reasons == (short, REDACT.format(2))


def test_reason_for_taking_a_late_entry_is_kept_and_holds_nothing_back(setting: Setting) -> None:
    late = replaced(setting, day=date(2027, 2, 9), late="đường  lũ")
    files = [listed("a.md"), listed("b.md", f"{STORY} Tôi là Bùi Thị Mẫu.")]
    free, named = take(files, late).entries
    assert (free.standing, free.reasons) == (Standing.ACCEPTED, ("nhận muộn: đường lũ",))
    assert (named.standing, named.reasons) == (
        Standing.WAITING,
        ("nhận muộn: đường lũ", REDACT.format(1)),
    )
    assert not intake.holds_back(intake.without_redaction(named.reasons))


def test_late_entry_that_waits_is_accepted_when_it_is_taken_again_with_a_reason(setting: Setting) -> None:
    late = replaced(setting, day=date(2027, 2, 9))
    files = [listed("a.md"), listed("b.md", f"{STORY} Tôi là Bùi Thị Mẫu.")]
    book = kept(take(files, late))
    after = "đến ngày 09/02/2027, sau hạn 31/01/2027"
    assert [e.reasons for e in book.entries.values()] == [(after,), (after, REDACT.format(1))]
    again = take(files, replaced(late, late="đường lũ"), book)
    assert [(e.standing, e.reasons) for e in again.entries] == [
        (Standing.ACCEPTED, ("nhận muộn: đường lũ",)),
        (Standing.WAITING, ("nhận muộn: đường lũ", REDACT.format(1))),
    ]
    assert take(files, late, kept(again, book)).changed == ()


# ---- names ----


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", ["Bài Đẹp – hòa.md", "BÀI ĐẸP – HÒA.MD", "bai dep – hoa.docx"])
def test_file_is_known_by_its_name_in_any_form(form: str, name: str) -> None:
    decomposed = unicodedata.normalize(form, name)  # type: ignore[arg-type]
    assert arrival.file_key(decomposed) == "bai dep – hoa"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Bùi Thị Mẫu", ("Bùi Thị Mẫu",)),
        ("Bùi Thị Mẫu; Hà Văn Mẫu", ("Bùi Thị Mẫu", "Hà Văn Mẫu")),
        ("Bùi Thị Mẫu, Hà Văn Mẫu và Đỗ Ánh", ("Bùi Thị Mẫu", "Hà Văn Mẫu", "Đỗ Ánh")),
        ("Bùi Thị Mẫu & Hà Văn Mẫu / Đỗ Ánh", ("Bùi Thị Mẫu", "Hà Văn Mẫu", "Đỗ Ánh")),
        ("Bùi Thị Mẫu – Hà Văn Mẫu", ("Bùi Thị Mẫu", "Hà Văn Mẫu")),
        ("Bùi Thị Mẫu, giáo viên lớp 3", ("Bùi Thị Mẫu, giáo viên lớp 3",)),
        ("Tổ Toán và Tin", ("Tổ Toán và Tin",)),
        ("bùi thị mẫu;", ("bùi thị mẫu",)),
        (";", ()),
        ("– ; .", ()),
        ("", ()),
    ],
)
def test_people_in_a_cell_are_parted(cell: str, names: tuple[str, ...]) -> None:
    assert arrival.names_in(cell) == names


@pytest.mark.parametrize("cell", [";", "–", "."])
def test_cell_without_a_name_names_nobody(setting: Setting, cell: str) -> None:
    taken = take([listed("a.md", name=cell)], setting)
    assert [problem.rule for problem in taken.problems] == ["entry-says-who-wrote-it"]


def test_each_of_several_writers_is_looked_for(setting: Setting) -> None:
    text = f"{STORY} Hà Văn Chung bảo tôi thế."
    (entry,) = take([listed("a.md", text, name="Bùi Thị Mẫu, Hà Văn Chung")], setting).changed
    assert entry.reasons == (REDACT.format(1),)


@pytest.mark.parametrize(
    "name",
    [
        "Bùi Thị Mẫu (tổ Toán)",
        "Bùi Thị Mẫu, giáo viên lớp 3",
        "Cô Bùi Thị Mẫu",
        "ThS. Bùi Thị Mẫu",
        "Nhóm: Bùi Thị Mẫu – Hà Văn Mẫu",
    ],
)
def test_name_among_other_words_of_a_cell_is_looked_for(setting: Setting, name: str) -> None:
    (entry,) = take([listed("a.md", f"{STORY} Bùi Thị Mẫu kể.", name=name)], setting).changed
    assert entry.reasons == (REDACT.format(1),)


def test_title_keeps_apart_from_the_text_in_the_blind_version(setting: Setting) -> None:
    taken = take([listed("a.md", f"Mẫu áo đẹp. {STORY}", title="Chiếc giỏ của cô")], setting)
    assert [(text.title, text.markdown) for text in taken.texts] == [
        ("Chiếc giỏ của cô", f"Mẫu áo đẹp. {STORY}\n")
    ]


@pytest.mark.parametrize("name", ["Đinh Thị Hoa", "Quách Văn Bình", "Lò Thị Mai", "Hà Văn Năm", "Bùi Thị Em"])
def test_names_that_are_ordinary_words_do_not_stop_an_ordinary_text(setting: Setting, name: str) -> None:
    text = (
        "Thứ Năm, hoa mai nở bên hồ Hòa Bình. Năm em học trò cùng ba mẹ em đi chợ sớm mai, mua năm bông hoa, "
        "lòng bình yên. Mai này các em lớn, năm tháng trôi, hoa vẫn nở."
    )
    (entry,) = take([listed("a.md", text, name=name)], setting).changed
    assert (entry.standing, entry.reasons) == (Standing.ACCEPTED, ())


@pytest.mark.parametrize("name", ["Đinh Thị Hoa", "Quách Văn Bình", "Lò Thị Mai"])
def test_names_that_are_ordinary_words_are_seen_where_they_are_names(setting: Setting, name: str) -> None:
    given_name = name.rpartition(" ")[2]
    (entry,) = take([listed("a.md", f"{STORY} Cô {given_name} cười.", name=name)], setting).changed
    assert entry.reasons == (REDACT.format(1),)


# ---- texts ----


def test_text_of_one_word_waits(setting: Setting) -> None:
    (entry,) = take([listed("a.md", "Ngô")], setting).changed
    assert entry.reasons == ("bài có 1 chữ, thể lệ cho từ 10 đến 1500",)


def test_file_with_nothing_but_its_title_waits(setting: Setting) -> None:
    (entry,) = take([listed("a.md", "# Giỏ ngô đầu dốc\n")], setting).changed
    assert (entry.markdown, entry.reasons) == ("", ("bài có 0 chữ, thể lệ cho từ 10 đến 1500",))


def test_text_of_ten_megabytes_is_refused_at_once() -> None:
    began = perf_counter()
    read = documents.read("to.md", b"ch\xe1\xbb\xaf " * 1_700_000)
    assert isinstance(read, Problem)
    assert (read.rule, read.what.vi) == ("entry-is-a-text", "tệp chữ lớn quá 2 MB")
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    "piece", ["cô Mẫu ", "M ẫ u ", "Mẫu\n\n", "THKM ", "0912345678 ", "Họ và tên: Mẫu\n"]
)
def test_longest_text_full_of_names_takes_seconds(setting: Setting, piece: str) -> None:
    text = f"{STORY}\n\n" + piece * (300_000 // len(piece))
    began = perf_counter()
    (entry,) = take([listed("a.md", text)], setting).changed
    assert entry.standing is Standing.WAITING
    assert perf_counter() - began < 20


def test_file_of_pictures_alone_is_told() -> None:
    word = docx.Document()
    picture = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(picture, "JPEG")
    word.add_picture(picture)
    out = io.BytesIO()
    word.save(out)
    read = documents.read("anh.docx", out.getvalue())
    assert isinstance(read, Problem)
    assert read.rule == "entry-has-words"


# ---- the author's block ----


@pytest.mark.parametrize(
    "title",
    [
        "Sổ thu chi của một cái giếng",
        "Bản đồ những buổi tối về bản",
        "Phòng tám giường có một anh cả",
        "Trường tôi có cây gạo",
        "TRƯỜNG TÔI CÓ CÂY GẠO",
        "Trường Của Những Bàn Chân Nhỏ Bé",
        "Hội làng năm ấy",
        "Ban mai trên đỉnh dốc",
        "Số phận một cây cầu",
        "Trung tâm của lớp học",
    ],
)
def test_title_that_begins_like_a_unit_stays_the_title(setting: Setting, title: str) -> None:
    for text in (f"# {title}\n\n{STORY}", f"{title}\n\n{STORY}"):
        (entry,) = take([listed("a.md", text, title="")], setting).changed
        assert (entry.title, entry.markdown, entry.block) == (title, f"{STORY}\n", "")


@pytest.mark.parametrize(
    "line",
    [
        "Trường Tiểu học Khe Mẫu",
        "TRƯỜNG TIỂU HỌC KHE MẪU",
        "Trường TH&THCS Khe Mẫu, xã Mẫu, tỉnh Phú Thọ",
        "Trường PTDTBT TH số 2 Khe Mẫu",
        "Phòng GD&ĐT huyện Mẫu",
        "Trung tâm GDNN – GDTX Mẫu",
    ],
)
def test_name_of_a_unit_above_the_text_goes(line: str) -> None:
    assert author_block.cut(f"{line}\n\nGiỏ ngô\n\n{STORY} {STORY}\n").lines == (line,)


def test_block_in_the_middle_stays_and_waits_for_redaction(setting: Setting) -> None:
    block = "Họ và tên: Bùi Thị Mẫu\n\nĐơn vị: Trường Tiểu học Khe Mẫu\n\nĐiện thoại: 0912.345.678"
    (entry,) = take([listed("a.md", f"{STORY}\n\n{block}\n\n{STORY} Hết.")], setting).changed
    assert (entry.block, entry.reasons) == ("", (REDACT.format(3),))


def test_nothing_of_a_file_is_lost_with_its_block() -> None:
    text = f"Họ và tên: Bùi Thị Mẫu\n\n# Giỏ ngô\n\n{STORY}\n\nBùi Thị Mẫu\n"
    block = author_block.cut(text)
    assert sorted("\n".join((*block.lines, block.text)).split()) == sorted(text.split())


@given(
    st.lists(
        st.sampled_from(
            ["Họ và tên: Bùi Thị Mẫu", "Trường TH Khe Mẫu", "Bùi Thị Mẫu", "# Giỏ ngô", "", STORY]
        )
    )
)
def test_block_takes_whole_lines_and_loses_none(lines: list[str]) -> None:
    block = author_block.cut("\n".join(lines))
    marks = str.maketrans("", "", "#")
    assert sorted("\n".join((*block.lines, block.text)).translate(marks).split()) == sorted(
        "\n".join(lines).translate(marks).split()
    )


# ---- rows and files ----


def test_file_without_a_row_is_taken_if_it_says_who_wrote_it(setting: Setting) -> None:
    said = "title: Giỏ ngô\nauthor: {name: Hà Văn Mẫu, unit: Trường TH Suối Mẫu}\n"
    files = [
        listed("a.md"),
        Candidate(name="b.md", document=document(f"{STORY} Khác.", said)),
        Candidate(name="c.md", document=document(f"{STORY} Lạ.")),
    ]
    taken = take(files, setting)
    assert [entry.writers[0].name for entry in taken.entries] == ["Bùi Thị Mẫu", "Hà Văn Mẫu"]
    assert {problem.path for problem in taken.problems} == {"c.md"}


@pytest.mark.parametrize(
    ("email", "to"),
    [
        ("mau@so.example", "mau@so.example"),
        ("mau@so.example; hai@so.example", "mau@so.example, hai@so.example"),
        ("Bùi Mẫu <mau@so.example>", "mau@so.example"),
        ("mẫu@so.example", None),
        ("không có", None),
        ('"', None),
        ("a@[1.2", None),
        ("(abc", None),
        ("@", None),
    ],
)
def test_receipt_goes_to_addresses_that_can_be_written_to(email: str, to: str | None) -> None:
    entry = Entry(
        code="B10000",
        title="Giỏ ngô",
        writers=(Writer(name="Bùi Thị Mẫu", email=email),),
        sources=(Source(name="a.md", digest="0" * 64),),
        received=DAY,
    )
    mail = receipts.message(entry, receipts.receipt(entry, RULES), "Biên nhận")
    assert (mail is None) == (to is None)
    if mail is not None:
        assert f"To: {to}\r\n".encode() in mail


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_and_row_is_an_entry_or_a_problem(
    setting: Setting, text: str, name: str, unit: str, email: str
) -> None:
    read = documents.read("a.md", text.encode("utf-8", "replace"))
    if not isinstance(read, Document):
        return
    one = Candidate(
        name="a.md", document=read, row={"name": name, "unit": unit, "title": "Giỏ ngô", "email": email}
    )
    taken = take([one], setting)
    assert len(taken.changed) + bool(taken.problems) == 1
    for entry in taken.changed:
        assert entry.writers
        receipts.message(entry, receipts.receipt(entry, RULES), "Biên nhận")
    again = take([one], setting, kept(taken, Book()))
    assert again.changed == ()
