"""Handouts to test with: invented entries, a rubric with halves, a weight and an optional criterion."""

from __future__ import annotations

import io
from datetime import date
from fractions import Fraction

from PIL import Image

from neuguong.contest.handout import BlindEntry, Guide, Handout, Picture
from neuguong.contest.judging import Criterion
from neuguong.problems import Text

GUIDES = (
    Guide(
        criterion=Criterion(
            slug="chan-thuc",
            name=Text("Chân thực, số liệu và minh chứng cụ thể", "Truth, figures, evidence"),
            max=Fraction(20),
            step=Fraction(1, 2),
        ),
        low="Bài chỉ có lời khen, không có ngày tháng, con số hay lời nói của người trong cuộc.",
        middle="Bài có con số và lời kể, nhưng một vài chỗ không rõ lấy từ đâu hoặc chưa khớp nhau.",
        high="Con số, ngày tháng, lời kể khớp nhau, chỗ chưa thành cũng được nói thật.",
    ),
    Guide(
        criterion=Criterion(
            slug="nhan-rong",
            name=Text("Hiệu quả, sức lan tỏa, khả năng nhân rộng", "Effect, spread, replicability"),
            max=Fraction(10),
            step=Fraction(1),
            weight=Fraction(3, 2),
        ),
        low="Đọc xong chưa biết việc làm ấy thay đổi được gì, nơi khác phải bắt đầu từ đâu.",
        middle="Kết quả đã thấy được, nhưng muốn làm theo thì còn phải hỏi thêm nhiều bước.",
        high="Kết quả rõ, các bước đủ để trường khác làm thử ngay tuần sau.",
    ),
    Guide(
        criterion=Criterion(
            slug="trinh-bay",
            name=Text("Trình bày, chính tả, ảnh tư liệu", "Presentation, spelling, photos"),
            max=Fraction(5),
            step=Fraction(1, 4),
            required=False,
        ),
        low="Nhiều lỗi chính tả, đoạn văn lộn xộn.",
        middle="Ít lỗi chính tả, bố trí dễ theo dõi.",
        high="Gần như không có lỗi, đoạn ngắn gọn.",
    ),
)

STORY = """Sáng thứ Hai nào cũng vậy, trước khi trống vào lớp, cô đứng ở đầu dốc với một chiếc giỏ tre.
Trong giỏ có ngô luộc. Em nào đi từ xóm xa tới, chưa kịp ăn, thì ghé qua lấy một bắp.

## Từ mười hai bắp ngô

Tháng 9 năm đầu, lớp có mười hai em thường xuyên bỏ buổi vì đói. Cô ghi từng buổi vắng vào một cuốn sổ:

- tuần đầu vắng 31 buổi;
- tuần thứ tư vắng 12 buổi;
- hết học kỳ còn 3 buổi, đều vì ốm.

> “Nhà cháu không thiếu ngô, chỉ thiếu người nhắc cháu ăn trước khi đi,” một phụ huynh nói.

Từ đó **mỗi nhà góp một gùi ngô**, các bà thay nhau luộc. Việc nhỏ nên không ai thấy nặng. Có hôm mưa lũ,
đường sạt, giỏ ngô vẫn ở đầu dốc, chỉ người đứng đó là bác bảo vệ.

## Chỗ chưa thành

Năm thứ hai, khi cô đi tập huấn ba tuần, giỏ ngô vắng theo. Cô nói thật điều ấy trong buổi họp: “Việc gì chỉ
một người làm được thì chưa phải là việc của trường.” Bây giờ lịch luộc ngô treo ở bảng tin.
"""


def picture(width: int = 640, height: int = 420) -> bytes:
    """Return a small photograph, with what cameras and people write into one."""
    drawn = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "NGUOI-VIET-BI-MAT Exif"
    exif[0x013B] = "NGUOI-VIET-BI-MAT tac gia"
    exif.get_ifd(0x8825)[1] = "N"
    made = io.BytesIO()
    drawn.save(made, "JPEG", exif=exif, comment=b"NGUOI-VIET-BI-MAT comment")
    return made.getvalue() + b"NGUOI-VIET-BI-MAT after the end"


def handout(
    count: int = 3, *, judge: str = "gk03", title: str = "Giỏ ngô đầu dốc", pictures: int = 1
) -> Handout:
    """Return what one judge gets: so many entries, the first ones with a picture."""
    photo = Picture(data=picture(), alt="Giỏ ngô bên bậc đá", caption="Giỏ ngô ở đầu dốc, tháng 9.")
    return Handout(
        season="2027",
        season_name="Cuộc thi viết “Một việc tốt, nhiều nơi làm theo” (mẫu)",
        round="so-khao",
        round_name="Vòng sơ khảo",
        judge=judge,
        judge_name="Bùi Thị Mẫu",
        judge_unit="nhà giáo nghỉ hưu (mẫu)",
        guides=GUIDES,
        entries=tuple(
            BlindEntry(
                code=f"K{number:02d}M",
                title=f"{title} {number}" if number > 1 else title,
                field="Chủ nhiệm lớp, gần gũi học sinh",
                markdown=STORY,
                pictures=(photo,) if number <= pictures else (),
            )
            for number in range(1, count + 1)
        ),
        deadline=date(2027, 3, 15),
        send_to="thư ký ban tổ chức, thuky@example.vn",
    )
