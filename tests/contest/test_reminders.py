"""Letters to judges: read back as mail programs read them; what they say, and what they never say."""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP

import msgspec
import pytest

from neuguong.contest import progress, reminders
from neuguong.contest.book import AssignmentRecord, Book, JudgeRecord, ReadingRecord
from neuguong.contest.progress import Progress
from neuguong.contest.reminders import Office
from tests.contest.seasons import RULES, entry, judge, sheet

FIRST = "so-khao"
OFFICE = Office(
    season="2027",
    season_name="Cuộc thi mẫu",
    round_name="Vòng sơ khảo",
    organiser="Sở mẫu",
    send_to="thu-ky@example.org",
    made=datetime(2027, 2, 10, 8, 30, tzinfo=timezone(timedelta(hours=7))),
)
LAN = msgspec.structs.replace(judge(1), name="Bùi Thị Hoà Lan", email="lan@example.org")
CODES = ("B1", "B2", "B3")


def book(*sheets: tuple[str, str], thirds: tuple[str, ...] = (), lan: JudgeRecord = LAN) -> Book:
    """Cô Lan has three entries; sheets are (code, state). What others do must not be told."""
    readings = [ReadingRecord(judge="G01", code=code, third=code in thirds) for code in CODES]
    readings.append(ReadingRecord(judge="G02", code="B1"))
    came = [sheet("G01", code, "41.5", "33", state=state, round_=FIRST) for code, state in sheets]
    came.append(sheet("G02", "B1", "57.5", "22", round_=FIRST))
    return Book(
        entries={code: entry(code, name="Đinh Văn Giấu", unit="Trường Kín") for code in CODES},
        judges={"G01": lan, "G02": judge(2)},
        assignments={FIRST: AssignmentRecord(round=FIRST, readings=tuple(readings), seed="1")},
        sheets={each.key: each for each in came},
    )


def on(day: date, found: Book) -> Progress:
    return progress.of_round(found, RULES, FIRST, day)


def read(found: Book, day: date = date(2027, 2, 10), office: Office = OFFICE) -> EmailMessage:
    """Return the one letter as a mail program reads it."""
    (letter,) = reminders.reminders(on(day, found), found.judges, office).letters
    parsed = email.message_from_bytes(letter.data, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(letter: EmailMessage) -> str:
    content: str = letter.get_content()
    return content.replace("\r\n", "\n")


def test_letter_is_a_draft_to_the_judge_in_full() -> None:
    (letter,) = reminders.reminders(on(date(2027, 2, 10), book()), book().judges, OFFICE).letters
    assert (letter.judge, letter.file_name) == ("G01", "nhac-2027-so-khao-G01.eml")
    parsed = email.message_from_bytes(letter.data, policy=SMTP)
    identity = parsed["Message-ID"]
    assert dict(parsed.items()) == {
        "To": "Bùi Thị Hoà Lan <lan@example.org>",
        "Reply-To": "thu-ky@example.org",
        "Subject": "Nhắc nộp điểm: còn 3 bài, hạn 15/02/2027 (Vòng sơ khảo, Cuộc thi mẫu)",
        "Date": "Wed, 10 Feb 2027 08:30:00 +0700",
        "Message-ID": identity,
        "X-Unsent": "1",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    assert identity.endswith("@nhac-cham.invalid>")
    assert letter.data.isascii()
    assert max(map(len, letter.data.split(b"\r\n"))) <= 78


def test_letter_says_what_is_left_until_when_and_how() -> None:
    assert text_of(read(book())) == (
        "Kính gửi ông/bà Bùi Thị Hoà Lan,\n\n"
        "Ông/bà đang giữ 3 bài ở vòng sơ khảo của Cuộc thi mẫu. Đến hôm nay chúng tôi chưa nhận được phiếu "
        "nào của ông/bà, nên viết thư này phòng khi tệp điểm bị lạc.\n\n"
        "Còn chờ điểm: B1, B2, B3.\n\n"
        "Hạn nộp là hết thứ Hai, ngày 15/02/2027.\n\n"
        "Xin mở phiếu chấm, vào mục “Nộp điểm”, bấm “Tạo tệp điểm để nộp”, rồi gửi tệp ấy về "
        "thu-ky@example.org. Nếu chấm trên bảng Excel thì gửi chính bảng ấy. Chấm xong bài nào gửi bài ấy "
        "cũng được; gửi nhiều lần, lần sau thay lần trước.\n\n"
        "Có bài nào ông/bà nhận ra người viết hay thấy không nên chấm, xin chọn “Tôi không chấm bài này” và "
        "ghi lý do. Ông/bà vừa gửi điểm rồi thì xin bỏ qua thư này; còn vướng gì, xin trả lời thư này.\n\n"
        "Cảm ơn ông/bà đã dành thời gian cho từng bài viết.\n\n"
        "Sở mẫu\n"
    )


LATE = date(2027, 2, 16)


@pytest.mark.parametrize(
    ("sheets", "thirds", "day", "subject", "words"),
    [
        (
            [("B1", "complete"), ("B2", "draft")],
            (),
            date(2027, 2, 10),
            "Nhắc nộp điểm: còn 2 bài, hạn 15/02/2027",
            [
                "đã nhận được 1 phiếu của ông/bà",
                "Còn chờ điểm: B2, B3.\nTrong đó đã gửi nhưng chưa cho đủ điểm: B2.",
            ],
        ),
        (
            [("B1", "draft")],
            (),
            date(2027, 2, 15),
            "Nhắc nộp điểm: còn 3 bài, hạn 15/02/2027",
            ["chưa bài nào có đủ điểm. Nay còn 3 bài.", "Hạn nộp là hết hôm nay."],
        ),
        (
            [("B1", "complete"), ("B2", "abstained")],
            ("B3",),
            date(2027, 2, 10),
            "Nhờ đọc thêm 1 bài, hạn 15/02/2027",
            ["nhờ ông/bà đọc thêm 1 bài", "Còn chờ điểm: B3.\n"],
        ),
        (
            [("B1", "abstained")],
            ("B3",),
            date(2027, 2, 10),
            "Nhắc nộp điểm: còn 2 bài, hạn 15/02/2027",
            ["đã nhận được 1 phiếu", "Trong đó nhờ đọc thêm (lượt đọc thứ ba): B3."],
        ),
        (
            [],
            (),
            LATE,
            "Quá hạn nộp điểm 15/02/2027, còn 3 bài",
            ["là thứ Hai, ngày 15/02/2027. Chúng tôi vẫn đang chờ 3 phiếu nữa", "nhờ người khác đọc giúp"],
        ),
        (
            [("B1", "complete")],
            (),
            LATE,
            "Quá hạn nộp điểm 15/02/2027, còn 2 bài",
            ["đã nhận được 1 phiếu, xin cảm ơn ông/bà. Chúng tôi vẫn đang chờ 2 phiếu nữa"],
        ),
    ],
    ids=["some", "drafts", "third", "third-too", "late", "late-some"],
)
def test_letter_has_words_for_every_case(
    sheets: list[tuple[str, str]], thirds: tuple[str, ...], day: date, subject: str, words: list[str]
) -> None:
    letter = read(book(*sheets, thirds=thirds), day)
    assert letter["Subject"].split(" (")[0] == subject
    text = text_of(letter)
    assert [each for each in words if each not in text] == []


@pytest.mark.parametrize("day", [date(2027, 2, 10), LATE])
def test_letter_tells_no_score_no_writer_and_no_other_judge(day: date) -> None:
    letter = read(book(("B1", "complete"), ("B2", "draft"), thirds=("B3",)), day)
    told = f"{letter['Subject']} {letter['To']} {letter.get_content()}"
    secrets = ["41", "33", "57", "74,5", "79,5", "Giấu", "Trường Kín", "Chuyện B", "G02", "Giám khảo Mẫu 2"]
    assert [each for each in secrets if each in told] == []


def test_judges_who_owe_nothing_or_are_gone_get_no_letter() -> None:
    done = book(*((code, "complete") for code in CODES))
    gone = book(lan=msgspec.structs.replace(LAN, gone="ốm"))
    for found in (done, gone):
        made = reminders.reminders(on(LATE, found), found.judges, OFFICE)
        assert (made.letters, made.unreachable) == ((), ())


@pytest.mark.parametrize(
    "address", ["", "  ", "lan", "lan@", "lan@example", "lan@exam ple.org", "làn@example.org", "a@b.c,d@e.f"]
)
def test_judge_without_a_good_address_is_listed(address: str) -> None:
    found = book(lan=msgspec.structs.replace(LAN, email=address))
    made = reminders.reminders(on(LATE, found), found.judges, OFFICE)
    assert (made.letters, [each.judge for each in made.unreachable]) == ((), ["G01"])


def test_name_on_several_lines_cannot_add_a_header() -> None:
    lan = msgspec.structs.replace(LAN, name="Bùi Lan\r\nBcc: ai@example.org")
    letter = read(book(lan=lan))
    assert (letter["Bcc"], letter["To"]) == (None, '"Bùi Lan Bcc: ai@example.org" <lan@example.org>')


def test_letter_without_an_office_address_asks_for_an_answer() -> None:
    letter = read(book(), office=replace(OFFICE, send_to=""))
    assert letter["Reply-To"] is None
    assert "rồi gửi tệp ấy kèm thư trả lời." in letter.get_content()


def test_letter_is_the_same_for_the_same_input_and_another_on_another_day() -> None:
    later = replace(OFFICE, made=OFFICE.made + timedelta(days=1))
    one, again, other = (read(book(), office=office) for office in (OFFICE, OFFICE, later))
    assert bytes(one) == bytes(again)
    assert one["Message-ID"] != other["Message-ID"]
