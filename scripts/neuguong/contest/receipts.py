"""Receipts for entries: what came, what was left out of the file, what happens next.

An entry and what was told of its file in; a text or an e-mail out. The code under which judges read is not in
it: a receipt has a number of its own, which anybody can find out from the file itself.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from neuguong.content.season import Rules, Stage
from neuguong.contest.book import Entry

_ADDRESS = re.compile(r"(?<![^\s<>,;“\"(])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class Receipt(NamedTuple):
    """A receipt: its file's name without ending, and its words."""

    name: str
    text: str


def number_of(digest: str) -> str:
    """Return the receipt's number: the first twelve digits of the file's SHA-256, in threes."""
    return "-".join(digest[at : at + 3] for at in range(0, 12, 3)).upper()


def receipt(entry: Entry, rules: Rules, told: tuple[str, ...] = ()) -> Receipt:
    """Return the receipt of an entry; `told`: what was left out of its file, in sentences."""
    source = entry.sources[-1]
    number = number_of(source.digest)
    results = next(phase.start for phase in rules.phases if phase.phase is Stage.RESULTS)
    writers = ", ".join(writer.name for writer in entry.writers)
    received = f" ngày {entry.received:%d/%m/%Y}" if entry.received else ""
    removed = "".join(f"– {sentence}\n" for sentence in told)
    text = (
        f"Kính gửi {writers},\n\n"
        f"{rules.organiser} đã nhận{received} bài “{entry.title}” ({entry.words} chữ, "
        f"{len(entry.pictures)} ảnh), tệp {source.name}, dự {rules.name}.\n\n"
        f"Số biên nhận: {number}\n\n"
        f"{f'Khi nhận, máy đã bỏ khỏi bản chấm:{chr(10)}{removed}{chr(10)}' if removed else ''}"
        "Giám khảo chỉ đọc bài dưới một mã số, không biết ai viết. "
        f"Kết quả công bố ngày {results:%d/%m/%Y}.\n"
        "Nếu thông tin trên chưa đúng, xin báo lại và cho biết số biên nhận.\n\n"
        "Trân trọng cảm ơn.\n"
    )
    return Receipt(f"bien-nhan-{number}", text)


def message(entry: Entry, made: Receipt, subject: str) -> bytes | None:
    """Return the receipt as a draft of an e-mail; None where nobody's address is known."""
    addresses = [each for writer in entry.writers for each in _ADDRESS.findall(writer.email)]
    if not addresses:
        return None
    mail = EmailMessage(policy=SMTP)
    mail["To"] = ", ".join(dict.fromkeys(addresses))
    mail["Subject"] = subject
    mail["X-Unsent"] = "1"  # mail programs open it as a draft
    mail.set_content(made.text, cte="base64")
    return mail.as_bytes()
