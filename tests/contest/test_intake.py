"""Intake: files become entries once, limits and names make them wait, the order of files is nothing."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace as replaced
from datetime import date
from fractions import Fraction

import pytest
from msgspec.structs import replace

from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import documents, intake
from neuguong.contest.arrival import COLUMNS, Candidate
from neuguong.contest.book import (
    About,
    AssignmentRecord,
    BlindText,
    Book,
    Entry,
    ReadingRecord,
    Source,
    Standing,
    Writer,
)
from neuguong.contest.documents import Document
from neuguong.contest.intake import Setting, Taken
from neuguong.contest.near_duplicates import Overlap
from tests.contest.seasons import RULES

DAY = date(2027, 1, 20)
STORY = (
    "Sáng thứ Hai nào cũng vậy, trước khi trống vào lớp, cô đứng ở đầu dốc với một chiếc giỏ tre đựng mấy "
    "bắp ngô luộc còn nóng, đợi những em nhà xa tới."
)


def document(text: str, front_matter: str = "") -> Document:
    above = f"---\n{front_matter}---\n" if front_matter else ""
    read = documents.read("bai.md", f"{above}{text}".encode())
    assert isinstance(read, Document), read
    return read


def candidate(file: str, text: str = STORY, /, **row: str) -> Candidate:
    cells = {column.key: row.get(column.key, "") for column in COLUMNS}
    return Candidate(name=file, document=document(text), row=cells, list="bai.xlsx", line=2)


def listed(file: str, text: str = STORY, /, **row: str) -> Candidate:
    """Return a file with the data that every entry needs."""
    base = {"title": "Giỏ ngô đầu dốc", "name": "Bùi Thị Mẫu", "unit": "Trường TH Khe Mẫu"}
    return candidate(file, text, **(base | row))


@pytest.fixture
def setting(vocabularies: Vocabularies) -> Setting:
    return Setting(rules=RULES, vocabularies=vocabularies, day=DAY)


def draws(seed: int = 1) -> Callable[[int], int]:
    return random.Random(seed).randrange  # noqa: S311


def take(candidates: Iterable[Candidate], setting: Setting, book: Book | None = None, seed: int = 1) -> Taken:
    return intake.take(candidates, book or Book(), setting, draws(seed))


def kept(taken: Taken, book: Book | None = None) -> Book:
    before = book or Book()
    return replaced(
        before,
        entries=before.entries | {entry.code: entry for entry in taken.changed},
        texts=before.texts | {text.code: text for text in taken.texts},
    )


def test_file_of_the_list_becomes_an_entry_with_all_it_says(setting: Setting) -> None:
    row = {
        "name": "Bùi Thị Mẫu; Hà Văn Mẫu",
        "place": "Xã Cao Phong",
        "field": "Quản lý, chỉ đạo",
        "about": "Đinh Văn Giỏ",
        "about_unit": "Trường MN Khe Mẫu",
        "form": "ca-nhan",
        "role": "Giáo viên",
        "level": "Tiểu học",
        "unit_type": "truong-tieu-hoc",
        "summary": "Một giỏ ngô mỗi sáng.",
        "lessons": "Mỗi nhà góp một gùi; Chia phiên luộc",
        "consent": "PH-01",
        "email": "mau@example.vn",
    }
    one = listed("gio-ngo.docx", **row)
    taken = take([one], setting)
    (entry,) = taken.changed
    writers = tuple(
        Writer(name=name, unit="Trường TH Khe Mẫu", place=entry.place, email="mau@example.vn")
        for name in ("Bùi Thị Mẫu", "Hà Văn Mẫu")
    )
    assert entry == Entry(
        code=entry.code,
        title="Giỏ ngô đầu dốc",
        writers=writers,
        about=About(name="Đinh Văn Giỏ", form="ca-nhan", role="giao-vien", unit="Trường MN Khe Mẫu"),
        unit="Trường TH Khe Mẫu",
        place=entry.place,
        field="quan-ly-chi-dao",
        summary="Một giỏ ngô mỗi sáng.",
        unit_type="truong-tieu-hoc",
        level="tieu-hoc",
        lessons=("Mỗi nhà góp một gùi", "Chia phiên luộc"),
        consent="PH-01",
        received=DAY,
        sources=(Source(name="gio-ngo.docx", digest=one.document.digest),),
        markdown=f"{STORY}\n",
        words=34,
        standing=Standing.ACCEPTED,
    )
    assert taken.texts == (
        BlindText(code=entry.code, title="Giỏ ngô đầu dốc", field="quan-ly-chi-dao", markdown=f"{STORY}\n"),
    )
    assert (taken.problems, taken.unchanged) == ((), 0)


def test_front_matter_says_who_wrote_where_there_is_no_list(setting: Setting) -> None:
    said = document(
        STORY,
        "title: Giỏ ngô\nunit: Trường MN Khe Mẫu\nauthor: {name: Bùi Thị Mẫu, unit: Trường TH Khe Mẫu}\n"
        "subject: {form: ca-nhan, role: giao-vien, name: Đinh Văn Giỏ}\nlessons: [Một, Hai; ba]\n"
        "consent: PH-2\n",
    )
    (entry,) = take([Candidate(name="a.md", document=said)], setting).changed
    assert (entry.title, entry.writers, entry.about, entry.lessons, entry.consent) == (
        "Giỏ ngô",
        (Writer(name="Bùi Thị Mẫu", unit="Trường TH Khe Mẫu"),),
        About(name="Đinh Văn Giỏ", form="ca-nhan", role="giao-vien", unit="Trường MN Khe Mẫu"),
        ("Một", "Hai, ba"),
        "PH-2",
    )


def test_authors_block_says_who_wrote_and_is_taken_off(setting: Setting) -> None:
    text = f"Họ và tên: Bùi Thị Mẫu\n\nĐơn vị: Trường TH Khe Mẫu\n\n# Giỏ ngô\n\n{STORY}"
    taken = take([Candidate(name="a.md", document=document(text))], setting)
    (entry,) = taken.changed
    assert (entry.title, entry.writers[0].name, entry.unit, entry.block) == (
        "Giỏ ngô",
        "Bùi Thị Mẫu",
        "Trường TH Khe Mẫu",
        "Họ và tên: Bùi Thị Mẫu\nĐơn vị: Trường TH Khe Mẫu",
    )
    assert taken.texts[0].markdown == f"{STORY}\n"
    assert entry.standing is Standing.ACCEPTED


def test_list_comes_before_what_the_file_says(setting: Setting) -> None:
    text = f"Họ và tên: Hà Văn Khác\n\n# Tên khác\n\n{STORY}"
    (entry,) = take([listed("a.md", text)], setting).changed
    assert (entry.title, entry.writers[0].name) == ("Giỏ ngô đầu dốc", "Bùi Thị Mẫu")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"name": ""}, "chưa biết ai viết"),
        ({"unit": ""}, "chưa biết đơn vị của người viết"),
        ({"title": ""}, "chưa biết tên bài"),
        ({"field": "nấu ăn"}, "cột “Lĩnh vực”: không có “nấu ăn” trong danh mục"),
        ({"level": "đại học"}, "cột “Cấp học”: không có “đại học” trong danh mục"),
    ],
)
def test_file_of_which_too_little_is_known_is_told(setting: Setting, row: dict[str, str], words: str) -> None:
    taken = take([listed("a.md", **row)], setting)
    assert [(p.path, p.line, p.what.vi) for p in taken.problems] == [("bai.xlsx", 2, f"a.md: {words}")]
    assert (taken.changed, taken.texts) == ((), ())


def test_same_files_again_change_nothing(setting: Setting) -> None:
    both = [listed("a.md"), listed("b.md", f"{STORY} Thêm.", name="Hà Văn Mẫu")]
    book = kept(take(both, setting))
    again = take(reversed(both), setting, book, seed=9)
    assert (again.changed, again.texts, again.unchanged) == ((), (), 2)


def test_list_that_says_more_later_makes_a_new_version_under_the_same_code(setting: Setting) -> None:
    book = kept(take([listed("a.md")], setting))
    (before,) = book.entries.values()
    (after,) = take([listed("a.md", consent="PH-3")], setting, book).changed
    assert after == replace(before, consent="PH-3")


def test_corrected_file_takes_the_place_of_the_old_one_until_it_is_with_judges(setting: Setting) -> None:
    book = kept(take([listed("a.md")], setting))
    (code,) = book.entries
    corrected = listed("A.MD", f"{STORY} Sửa một câu.")
    (after,) = take([corrected], setting, book).changed
    assert (after.code, after.words) == (code, 37)
    given = AssignmentRecord(round="so-khao", readings=(ReadingRecord(code=code, judge="G01"),), seed="")
    late = take([corrected], setting, replaced(book, assignments={"so-khao": given}))
    assert (late.changed, [p.rule for p in late.problems]) == ((), ["entry-is-not-judged-yet"])


def test_same_file_name_of_another_writer_is_another_entry(setting: Setting) -> None:
    book = kept(take([listed("bai-du-thi.md")], setting))
    (other,) = take([listed("bai-du-thi.md", f"{STORY} Khác.", name="Hà Văn Mẫu")], setting, book).changed
    assert other.code not in book.entries


@pytest.mark.parametrize(
    ("text", "day", "reason"),
    [
        ("Chỉ có năm chữ thôi.", DAY, "bài có 5 chữ, thể lệ cho từ 10 đến 1500"),
        ("chữ " * 1501, DAY, "bài có 1501 chữ, thể lệ cho từ 10 đến 1500"),
        (STORY, date(2027, 2, 1), "đến ngày 01/02/2027, sau hạn 31/01/2027"),
    ],
)
def test_entry_beyond_a_limit_waits_and_says_why(setting: Setting, text: str, day: date, reason: str) -> None:
    (entry,) = take([listed("a.md", text)], replaced(setting, day=day)).changed
    assert (entry.standing, entry.reasons) == (Standing.WAITING, (reason,))


def test_last_day_is_in_time_and_later_is_taken_with_a_reason(setting: Setting) -> None:
    for changed in (
        replaced(setting, day=date(2027, 1, 31)),
        replaced(setting, day=date(2027, 2, 9), late="lũ"),
    ):
        (entry,) = take([listed("a.md")], changed).changed
        assert entry.standing is Standing.ACCEPTED


def test_third_entry_of_a_writer_waits(setting: Setting) -> None:
    files = [listed(f"{n}.md", f"{STORY} Số {n}.") for n in range(3)]
    assert [entry.reasons for entry in take(files, setting).entries] == [
        (),
        (),
        ("Bùi Thị Mẫu đã có 2 bài, mỗi người nhiều nhất 2",),
    ]


def test_eleventh_entry_of_a_unit_waits_however_its_name_is_written(setting: Setting) -> None:
    spelt = ("Trường TH Khe Mẫu", "Trường Tiểu học Khe Mẫu")
    files = [
        listed(f"{n:02}.md", f"{STORY} Số {n}.", name=f"Bùi Thị Mẫu {n}", unit=spelt[n % 2])
        for n in range(11)
    ]
    waiting = [entry for entry in take(files, setting).entries if entry.standing is Standing.WAITING]
    assert [len(entry.reasons) for entry in waiting] == [1]
    assert "đã có 10 bài, mỗi đơn vị nhiều nhất 10" in waiting[0].reasons[0]


def test_name_in_the_text_makes_the_entry_wait_for_redaction(setting: Setting) -> None:
    taken = take([listed("a.md", f"{STORY} Tôi, Bùi Thị Mẫu, chỉ đi theo.")], setting)
    (entry,) = taken.changed
    assert (entry.standing, entry.reasons, taken.texts) == (
        Standing.WAITING,
        ("chờ rọc phách: 1 chỗ có thể cho biết ai viết",),
        (),
    )
    assert intake.without_redaction(entry.reasons) == ()


def test_title_is_found_in_the_text_and_not_repeated(setting: Setting) -> None:
    for text in (f"# Giỏ ngô\n\n{STORY}", f"GIỎ NGÔ\n\n{STORY}", f"**Giỏ ngô**\n\n{STORY}"):
        (entry,) = take([listed("a.md", text, title="Giỏ ngô")], setting).changed
        assert (entry.title, entry.markdown) == ("Giỏ ngô", f"{STORY}\n")
    (entry,) = take([listed("a.md", f"Giỏ ngô\n\n{STORY}", title="")], setting).changed
    assert (entry.title, entry.markdown) == ("Giỏ ngô", f"{STORY}\n")


def test_decomposed_names_are_the_same_names(setting: Setting) -> None:
    plain = listed("Bài Mẫu.md")
    name = unicodedata.normalize("NFD", "Bài Mẫu.md")
    book = kept(take([plain], setting))
    again = take([replaced(plain, name=name)], setting, book)
    assert again.unchanged == 1


def test_codes_are_random_and_never_used_twice(setting: Setting) -> None:
    numbers = iter([5, 5, 5, 7])
    files = [listed("a.md"), listed("b.md", f"{STORY} Thêm.")]
    taken = intake.take(files, Book(), setting, lambda _: next(numbers))
    assert [entry.code for entry in taken.entries] == ["B10005", "B10007"]
    assert [e.code for e in take(files, setting, seed=1).entries] != [
        e.code for e in take(files, setting, seed=2).entries
    ]


def test_text_that_shares_much_with_another_makes_both_wait() -> None:
    one = Entry(code="B1", title="Một", writers=(), standing=Standing.ACCEPTED)
    two = Entry(code="B2", title="Hai", writers=(), standing=Standing.ACCEPTED)
    overlap = Overlap(
        first="B1", second="B2", jaccard=Fraction(1, 2), containment=Fraction(2, 3), passages=()
    )
    less = replaced(overlap, second="stories/x.md", containment=Fraction(2, 5))
    found = list(intake.watched([one, two], [overlap, less], {"B1": "bài B1", "B2": "bài B2"}))
    assert [(e.code, e.standing, e.reasons) for e in found] == [
        ("B1", Standing.WAITING, ("giống 67 % với bài B2",)),
        ("B2", Standing.WAITING, ("giống 67 % với bài B1",)),
    ]
    assert list(intake.watched(found, [overlap], {"B1": "bài B1", "B2": "bài B2"})) == []


@pytest.mark.parametrize("seed", range(8))
def test_order_of_files_makes_no_difference(setting: Setting, seed: int) -> None:
    files = [listed(f"{n}.md", f"{STORY} Số {n}.", name=f"Bùi Thị Mẫu {n % 3}") for n in range(6)]
    shuffled = random.Random(seed).sample(files, len(files))  # noqa: S311
    assert take(shuffled, setting, seed=seed) == take(files, setting, seed=seed)
