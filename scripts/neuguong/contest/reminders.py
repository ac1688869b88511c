"""Letters to the judges who still owe score sheets: drafts for the secretary's mail program (.eml, RFC 5322).

A round's progress, the judges' addresses and who writes in; for each judge one file's bytes out, the same for
the same input. A letter tells a judge which codes are still to come, until when and how; it tells no score,
no writer, and nothing of other judges. Nothing is sent from here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from neuguong.contest.book import JudgeRecord
from neuguong.contest.progress import JudgeProgress, Progress

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """Who writes and when. `send_to`: the address that score files go to; `made` knows its time zone."""

    season: str
    season_name: str
    round_name: str
    organiser: str
    send_to: str
    made: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminder:
    """A letter to one judge, as the file that a mail program opens as a draft."""

    judge: str
    file_name: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminders:
    """The letters by judge, and the judges who owe sheets but have no address that mail can go to."""

    letters: tuple[Reminder, ...]
    unreachable: tuple[JudgeProgress, ...]


def reminders(progress: Progress, judges: Mapping[str, JudgeRecord], office: Office) -> Reminders:
    """Return what to send to those who still owe sheets."""
    owing = [each for each in progress.judges if each.owed]
    reached = [each for each in owing if _address(judges, each)]
    return Reminders(
        letters=tuple(
            Reminder(
                judge=each.judge,
                file_name=f"nhac-{office.season}-{progress.round}-{each.judge}.eml",
                data=_letter(each, progress, _address(judges, each), office),
            )
            for each in reached
        ),
        unreachable=tuple(each for each in owing if each not in reached),
    )


def _address(judges: Mapping[str, JudgeRecord], judge: JudgeProgress) -> str:
    """Return the judge's address, or "" where there is none that every mail program can write to."""
    known = judges.get(judge.judge)
    address = known.email.strip() if known else ""
    return address if _ADDRESS.fullmatch(address) else ""


def _letter(judge: JudgeProgress, progress: Progress, address: str, office: Office) -> bytes:
    text = "\n\n".join(_paragraphs(judge, progress, office)) + "\n"
    letter = EmailMessage(policy=SMTP)
    letter["To"] = Address(display_name=_line(judge.name), addr_spec=address)
    if _ADDRESS.fullmatch(office.send_to):
        letter["Reply-To"] = Address(addr_spec=office.send_to)
    letter["Subject"] = _line(subject(judge, progress, office))
    letter["Date"] = format_datetime(office.made)
    known = hashlib.sha256(
        f"{office.season}\n{progress.round}\n{judge.judge}\n{letter['Date']}\n{text}".encode()
    )
    letter["Message-ID"] = f"<{known.hexdigest()[:32]}@nhac-cham.invalid>"
    letter["X-Unsent"] = "1"  # mail programs that know it open the file as a draft
    letter.set_content(text, charset="utf-8", cte="quoted-printable")
    return letter.as_bytes()


def subject(judge: JudgeProgress, progress: Progress, office: Office) -> str:
    """Return the subject: what is asked for, and until when."""
    day, count = f"{progress.deadline:%d/%m/%Y}", len(judge.owed)
    where = f"{office.round_name}, {office.season_name}"
    if judge.overdue:
        return f"Quá hạn nộp điểm {day}, còn {count} bài ({where})"
    if judge.thirds == judge.owed:
        return f"Nhờ đọc thêm {count} bài, hạn {day} ({where})"
    return f"Nhắc nộp điểm: còn {count} bài, hạn {day} ({where})"


def _paragraphs(judge: JudgeProgress, progress: Progress, office: Office) -> Iterator[str]:
    yield f"Kính gửi ông/bà {_line(judge.name)},"
    yield _opening(judge, progress, office)
    yield _codes(judge)
    yield _until(judge, progress)
    yield (
        "Xin mở phiếu chấm, vào mục “Nộp điểm”, bấm “Tạo tệp điểm để nộp”, rồi gửi tệp ấy "
        f"{f'về {office.send_to}' if office.send_to else 'kèm thư trả lời'}. Nếu chấm trên bảng Excel thì "
        "gửi chính bảng ấy. Chấm xong bài nào gửi bài ấy cũng được; gửi nhiều lần, lần sau thay lần trước."
    )
    yield (
        "Có bài nào ông/bà nhận ra người viết hay thấy không nên chấm, xin chọn “Tôi không chấm bài này” và "
        "ghi lý do. Ông/bà vừa gửi điểm rồi thì xin bỏ qua thư này; còn vướng gì, xin trả lời thư này."
    )
    yield f"Cảm ơn ông/bà đã dành thời gian cho từng bài viết.\n\n{_line(office.organiser)}"


def _opening(judge: JudgeProgress, progress: Progress, office: Office) -> str:
    where = f"{office.round_name[:1].lower()}{office.round_name[1:]} của {office.season_name}"
    if judge.overdue:
        thanks = f" Chúng tôi đã nhận được {len(judge.done)} phiếu, xin cảm ơn ông/bà." if judge.done else ""
        return (
            f"Hạn nộp điểm {where} là {_day(progress.deadline)}.{thanks} Chúng tôi vẫn đang chờ "
            f"{len(judge.owed)} phiếu nữa của ông/bà; chưa có đủ thì các bài ấy chưa xét được."
        )
    if judge.thirds == judge.owed:
        return (
            f"Ban tổ chức nhờ ông/bà đọc thêm {len(judge.owed)} bài ở {where}. Đây là lượt đọc thứ ba; xin "
            "ông/bà đọc và cho điểm như với một bài mới."
        )
    if judge.done or judge.abstained:
        return (
            f"Chúng tôi đã nhận được {len(judge.done) + len(judge.abstained)} phiếu của ông/bà ở {where}. "
            f"Xin cảm ơn ông/bà. Nay còn {len(judge.owed)} bài nữa."
        )
    if judge.drafts:
        return (
            f"Chúng tôi đã nhận được tệp điểm của ông/bà ở {where}, nhưng chưa bài nào có đủ điểm. Nay còn "
            f"{len(judge.owed)} bài."
        )
    return (
        f"Ông/bà đang giữ {len(judge.owed)} bài ở {where}. Đến hôm nay chúng tôi chưa nhận được phiếu nào "
        "của ông/bà, nên viết thư này phòng khi tệp điểm bị lạc."
    )


def _codes(judge: JudgeProgress) -> str:
    lines = [f"Còn chờ điểm: {', '.join(judge.owed)}."]
    if judge.drafts:
        lines.append(f"Trong đó đã gửi nhưng chưa cho đủ điểm: {', '.join(judge.drafts)}.")
    if judge.thirds and judge.thirds != judge.owed:
        lines.append(f"Trong đó nhờ đọc thêm (lượt đọc thứ ba): {', '.join(judge.thirds)}.")
    return "\n".join(lines)


def _until(judge: JudgeProgress, progress: Progress) -> str:
    if judge.overdue:
        return (
            "Xin ông/bà gửi sớm, được bài nào hay bài ấy. Nếu khó thu xếp, xin cho biết để chúng tôi nhờ "
            "người khác đọc giúp."
        )
    if progress.today == progress.deadline:
        return "Hạn nộp là hết hôm nay."
    return f"Hạn nộp là hết {_day(progress.deadline)}."


def _day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, ngày {day:%d/%m/%Y}"


def _line(words: str) -> str:
    """Return words as one line: headers may hold no more."""
    return " ".join(words.split())
