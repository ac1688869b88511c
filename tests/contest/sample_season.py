"""Files as units send them for a contest: Word and Markdown, pictures, a list in Excel; judges in another.

Everybody is invented and has “Mẫu” in their name; the texts are words in no order, so that no two are alike.
Each file holds its writer's name, school and telephone in its author's block, in the text, and where Word and
cameras leave such things.
"""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from PIL import Image

_WORDS = re.findall(
    r"\w+",
    """sáng nay thầy mang cuốc ra vườn trồng rau cùng học trò lớp năm nước suối trong mát chảy quanh sân cô
    đi bộ qua dốc đá đến nhà em vắng học hỏi chuyện bà nội kể trâu lạc chiều muộn trống tan trường bếp
    lửa ngô khoai sách cũ giấy bìa cắt dán thành chữ cái treo kín tường lớp đầu năm chỉ bảy bạn biết đọc
    cuối kỳ cả lớp đọc to mẹ góp củi bố sửa bàn ông đan rổ bác bảo vệ giữ cổng mưa lũ đường sạt vẫn
    không ai nghỉ buổi nào mỗi thứ hai chào cờ xong kể một việc tốt nhỏ ghi vào sổ tay màu xanh tháng ba
    hoa ban nở trắng đồi chim hót xa gần mây trôi nắng lên đều đặn tập hát ru tập bơi ao làng phao tre
    dây thừng cột gỗ đèn dầu điện về muộn máy tính cũ chạy chậm mà chăm hỏi nhau từng phím bấm viết thư
    gửi bạn miền xuôi chờ tem dán phong bì hồi âm vui suốt tuần gạo muối đổi lấy bút mực thước kẻ áo ấm
    mũ len khăn quàng giày vải bước chân nhỏ đường dài sương mù đặc""",
)
_SURNAMES = ("Bùi", "Đinh", "Hà", "Lò", "Quách", "Xa", "Bạch", "Lường", "Vì", "Triệu")
_MIDDLES = ("Thị", "Văn", "Thúy", "Hoài", "Mạnh", "Khánh", "Hữu")


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry as it was sent: its file, title, writer, school and telephone, which nobody else has."""

    file: str
    title: str
    name: str
    unit: str
    phone: str


@dataclass(frozen=True, slots=True)
class Samples:
    """Everything that came in: the folder of entries, the two lists, what each entry holds."""

    folder: Path
    entries: Path
    judges: Path
    sent: tuple[Sent, ...]


def write(folder: Path, count: int, judges: int, *, words: int = 600, seed: int = 1) -> Samples:
    """Write so many entries and the lists; every second entry is a Word file, every fourth has a picture."""
    chance = random.Random(seed)  # noqa: S311 - the same files each time
    inbox = folder / "bai"
    inbox.mkdir(parents=True)
    sent = tuple(_write_entry(inbox, number, words, chance) for number in range(count))
    return Samples(inbox, _list_of_entries(folder, sent), _list_of_judges(folder, judges), sent)


def _write_entry(folder: Path, number: int, words: int, chance: random.Random) -> Sent:
    name = f"{_SURNAMES[number % 10]} {_MIDDLES[number % 7]} Mẫu {_letters(number)}"
    unit = f"Trường {('TH', 'THCS', 'MN')[number % 3]} Khe Mẫu {_letters(number // 2)}"
    phone = f"09{number:08}"
    title = f"{chance.choice(_WORDS).capitalize()} {' '.join(chance.choices(_WORDS, k=4))}"
    paragraphs = [" ".join(chance.choices(_WORDS, k=60)).capitalize() + "." for _ in range(words // 60)]
    paragraphs[1] += f" Tôi là {name}, dạy ở {unit}."
    paragraphs[2] += f" Ai cần thì gọi {phone}."
    entry = Sent(f"bai-{number + 1:02}.{'docx' if number % 2 else 'md'}", title, name, unit, phone)
    if number % 2:
        _write_word(folder / entry.file, entry, paragraphs, picture=number % 4 == 1)
    else:
        block = f"Họ và tên: {name}\n\nĐơn vị: {unit}\n\nSĐT: {phone}\n\n"
        text = "\n\n".join([f"# {title}", *paragraphs])
        (folder / entry.file).write_text(f"{block}{text}\n", "utf-8")
    return entry


def _letters(number: int) -> str:
    """Return a word of letters for a number: Ba, Be, Bi … (no two alike)."""
    consonants, vowels = "bcdghklmnpqrstvx", "aeiou"
    word = ""
    number += 1
    while number:
        number, at = divmod(number, 80)
        word = consonants[at // 5] + vowels[at % 5] + word
    return word.capitalize()


def _write_word(path: Path, entry: Sent, paragraphs: list[str], *, picture: bool) -> None:
    document = Document()
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.comments = entry.name, entry.name, entry.unit
    document.sections[0].header.paragraphs[0].text = f"{entry.name} – {entry.unit}"
    for label, value in (("Họ và tên", entry.name), ("Đơn vị", entry.unit), ("Điện thoại", entry.phone)):
        line = document.add_paragraph()
        line.add_run(f"{label}: ").bold = True
        line.add_run(value)
    document.add_heading(entry.title, 1)
    for text in paragraphs:
        document.add_paragraph(text)
    if picture:
        document.add_picture(io.BytesIO(_photo(entry)))
    document.add_paragraph("Khe Mẫu, ngày 12 tháng 1 năm 2027")
    document.add_paragraph(entry.name)
    document.save(str(path))


def _photo(entry: Sent) -> bytes:
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = entry.name, entry.unit
    made = io.BytesIO()
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(made, "JPEG", exif=exif)
    return made.getvalue()


def _list_of_entries(folder: Path, sent: tuple[Sent, ...]) -> Path:
    head = (
        "Tệp",
        "Tên bài",
        "Người viết",
        "Đơn vị",
        "Lĩnh vực",
        "Email",
        "Tóm tắt",
        "Cấp học",
        "Loại đơn vị",
    )
    more = ("Loại đối tượng", "Viết về ai", "Vai trò", "Nơi chốn", "Phiếu đồng ý", "Nhóm tuổi")
    rows = [
        (
            *(entry.file, entry.title, entry.name, entry.unit, "Chủ nhiệm lớp", "mau@example.vn"),
            *("Một việc nhỏ được làm đều, nhiều nơi làm theo được.", "Tiểu học", "Trường tiểu học"),
            *("Tập thể", "Tổ chủ nhiệm mẫu", "to-chuyen-mon", "Xã Cao Phong", f"MAU-PH-{at:02}", ""),
        )
        for at, entry in enumerate(sent, 1)
    ]
    return _workbook(folder / "danh-sach-bai.xlsx", [("CUỘC THI MẪU",), (*head, *more), *rows])


def _list_of_judges(folder: Path, count: int) -> Path:
    rows = [
        (
            f"{_SURNAMES[-at % 10]} Văn Mẫu {_letters(200 + at)}",
            f"Cơ quan mẫu {_letters(300 + at)}",
            "mau@example.vn",
        )
        for at in range(1, count + 1)
    ]
    return _workbook(folder / "giam-khao.xlsx", [("Họ và tên", "Đơn vị", "Email"), *rows])


def _workbook(path: Path, rows: list[tuple[str, ...]]) -> Path:
    book = Workbook()
    for row in rows:
        assert book.active is not None
        book.active.append(row)
    book.save(path)
    return path
