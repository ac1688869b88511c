"""The files of a new contest season: contest.yml with every key explained, and a call to write over.

Season, organiser and a day in, texts out. What comes out passes the checks. Reads and writes no files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

from neuguong.text import nfc

_STAGES = (("nhan-bai", 0, 90), ("so-khao", 90, 30), ("chung-khao", 120, 30), ("cong-bo", 164, 1))
"""Each stage: how many days after the start it begins, and how many days it takes."""


def contest(season: str, organiser: str, start: date) -> str:
    """Return contest.yml: entries come in from the day on, the other stages follow."""
    phases = "\n".join(
        f"  - {{phase: {stage}, start: {first}, end: {last}}}" for stage, first, last in _spans(start)
    )
    text = _CONTEST.replace("@SEASON", season).replace("@PHASES", phases)
    return nfc(text.replace("@ORGANISER", json.dumps(" ".join(organiser.split()), ensure_ascii=False)))


def call(start: date) -> str:
    """Return call.md: the headings that a call needs, and what to write below each."""
    _, first, last = next(_spans(start))
    return nfc(_CALL.replace("@FIRST", _words(first)).replace("@LAST", _words(last)))


def _spans(start: date) -> Iterator[tuple[str, date, date]]:
    """Yield each stage with its first and last day."""
    for stage, after, length in _STAGES:
        first = start + timedelta(days=after)
        yield stage, first, first + timedelta(days=length - 1)


def _words(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


_CONTEST = """\
# Thể lệ của mùa thi, ghi để cả người và máy cùng đọc. Dòng bắt đầu bằng dấu # là lời giải thích,
# xóa hay giữ đều được. Sửa xong thì chạy: neuguong check contest/@SEASON
# Trang công khai của mùa thi làm từ tệp này và call.md. Đã nhận bài rồi thì đừng đổi cách chấm nữa.

# Tên cuộc thi, một câu mời, và đơn vị tổ chức: hiện nguyên văn trên trang.
name: Cuộc thi viết gương người tốt, việc tốt – @SEASON
summary: Mời mọi người viết về một người, một tập thể hoặc một cách làm tốt ở trường học mà mình biết rõ.
organiser: @ORGANISER

# Bốn chặng, đủ và đúng thứ tự, không đè lên nhau. Ngày viết năm-tháng-ngày; end tính cả ngày ấy.
# nhan-bai: nhận bài; so-khao, chung-khao: hai vòng chấm; cong-bo: công bố kết quả.
phases:
@PHASES

# Ai được dự thi, mỗi dòng một câu.
who_may_enter:
  - Nhà giáo, cán bộ quản lý, nhân viên đang làm việc hoặc đã nghỉ hưu ở các trường trong tỉnh.
  - Học sinh, sinh viên, học viên đang học trong tỉnh; dưới 16 tuổi cần cha mẹ hoặc người giám hộ đồng ý.
  - Cha mẹ học sinh, học trò cũ và mọi người biết rõ câu chuyện mình kể.
  - Thành viên Ban Tổ chức và Ban Giám khảo không dự thi.

# Giới hạn của bài. Chữ đếm như Word đếm (cụm không có dấu cách là một chữ). photos_max: 0 là không nhận ảnh.
limits:
  words_min: 500
  words_max: 1500
  photos_max: 5
  entries_per_author: 2   # mỗi người nhiều nhất mấy bài
  entries_per_unit: 10    # mỗi đơn vị nhiều nhất mấy bài

# Tiêu chí chấm, theo thứ tự trên phiếu. Với mỗi tiêu chí:
#   slug      mã, chữ thường không dấu; mùa thi đã mở thì không đổi nữa
#   max       điểm cao nhất; cho từ 0 đến số này
#   weight    hệ số nhân; không ghi là 1. Tổng max × weight của mọi tiêu chí phải là 100
#   step      bước điểm; không ghi là 0.5 (dùng dấu chấm). max phải chia hết cho bước
#   required  không ghi là true; false: để trống được, các mục kia quy lên 100 (trống không phải là 0)
#   low, middle, high   thế nào là điểm thấp, vừa, cao: giám khảo đọc ngay cạnh bài
criteria:
  - slug: tieu-bieu
    name: Tính tiêu biểu, đúng tiêu chí và lĩnh vực
    max: 20
    weight: 1
    step: 0.5
    required: true
    low: Việc ai cũng phải làm theo nhiệm vụ, hoặc không rõ thuộc lĩnh vực nào.
    middle: Việc làm tốt hơn mức thường, đúng lĩnh vực, nhưng chưa rõ người xung quanh nhìn nhận ra sao.
    high: Việc làm vượt hẳn mức thường, đúng lĩnh vực, đồng nghiệp, học trò, gia đình cùng thừa nhận.
  - slug: phat-hien
    name: Tính phát hiện, nhân tố mới
    max: 15
    low: Người ấy, cách làm ấy đã được kể nhiều lần, bài không thêm gì.
    middle: Đã nhiều người biết, nhưng bài tìm ra một chi tiết hay một góc nhìn mới.
    high: Bài tìm ra một người, một cách làm mà ngoài trường gần như chưa ai biết.
  - slug: chan-thuc
    name: Chân thực, số liệu và minh chứng cụ thể
    max: 20
    low: Chỉ có lời khen, không ngày tháng, con số hay lời người trong cuộc.
    middle: Có con số và lời kể, đôi chỗ không rõ lấy từ đâu hoặc chưa khớp.
    high: Con số, ngày tháng, lời kể khớp nhau; chỗ chưa thành cũng nói thật.
  - slug: nhan-rong
    name: Hiệu quả, sức lan tỏa, khả năng nhân rộng
    max: 20
    low: Chưa biết việc ấy thay đổi được gì, nơi khác bắt đầu từ đâu.
    middle: Đã thấy kết quả, nhưng muốn làm theo còn phải hỏi thêm nhiều.
    high: Kết quả rõ, đủ các bước để trường khác làm thử ngay.
  - slug: the-hien
    name: Bố cục, ngôn ngữ, sức truyền cảm
    max: 15
    low: Như báo cáo thành tích, thay tên ai vào cũng được.
    middle: Mạch lạc, có chi tiết đáng nhớ, đôi chỗ còn sáo.
    high: Có giọng riêng, chi tiết chọn kỹ, đọc xong muốn kể lại.
  - slug: trinh-bay
    name: Trình bày, chính tả, ảnh tư liệu
    max: 10
    low: Nhiều lỗi chính tả, đoạn văn lộn xộn, ảnh không rõ chụp ai.
    middle: Ít lỗi, dễ theo dõi, ảnh nếu có thì có chú thích.
    high: Gần như không lỗi, ảnh nếu có thì rõ và được người trong ảnh đồng ý.

# Các vòng chấm: so-khao rồi chung-khao, hoặc chỉ một vòng. Với mỗi vòng:
#   readings          mỗi bài mấy người chấm, không hỏi nhau
#   third_reader_gap  hai lượt lệch hơn số điểm này (trên 100) thì mời thêm một người; không ghi là không mời
#   resolve           khi có lượt thứ ba: trung-binh (trung bình cả ba; không ghi là thế này),
#                     gan-nhat (trung bình hai lượt gần nhau nhất), chuyen-gia (lượt thứ ba quyết định)
#   threshold         từ điểm này mới vào vòng sau (ở vòng cuối: mới được xét giải)
#   quota             nhiều nhất bấy nhiêu bài vào vòng sau. Ghi cả hai thì phải đạt cả hai
rounds:
  - slug: so-khao
    readings: 2
    third_reader_gap: 15
    resolve: trung-binh
    threshold: 65
    quota: 30
  - slug: chung-khao
    readings: 3

# Điểm nào quyết định thứ hạng: trung-binh (trung bình các lượt), trung-vi (trung vị),
# dieu-chinh (đã bù độ rộng tay, chặt tay của từng giám khảo).
decides: trung-binh

# Bằng điểm thì xét lần lượt các tiêu chí này; hết mà vẫn bằng thì hội đồng họp.
tie_break: [chan-thuc, nhan-rong, tieu-bieu]

# Sát điểm: hai bài ở hai bên ranh giới của một giải mà hơn kém chưa tới số điểm này thì hội đồng bàn và
# quyết định, ghi lý do; không ghi là 0.5.
near_tie: 0.5

# Cơ cấu giải, từ cao xuống.
prizes:
  - {slug: nhat, name: Giải Nhất, count: 1}
  - {slug: nhi, name: Giải Nhì, count: 2}
  - {slug: ba, name: Giải Ba, count: 3}
  - {slug: khuyen-khich, name: Giải Khuyến khích, count: 5}
  - {slug: tap-the, name: Giải Tập thể, count: 3}

# Giải tập thể trao cho đơn vị, không trao cho bài: cộng điểm các giải mà bài của đơn vị ấy được.
# min_entries: đơn vị có ít bài hợp lệ hơn thì không xét. Bỏ mục points thì hội đồng xét.
collective:
  prize: tap-the
  min_entries: 3
  points:
    - {prize: nhat, points: 5}
    - {prize: nhi, points: 3}
    - {prize: ba, points: 2}
    - {prize: khuyen-khich, points: 1}

# Cuộc thi mẫu, không có thật, thì bỏ dấu # ở dòng dưới: trang sẽ nói rõ.
# sample: true
"""

_CALL = """\
## Lời mời

Viết một đoạn mời: mùa này muốn nghe chuyện gì, ai sẽ đọc, vì sao đáng viết.

## Bài dự thi

Viết ở đây những điều bài phải có: người thật, việc thật; chưa đăng, chưa gửi nơi nào khác; người được kể đã \
biết và đồng ý.

## Cách gửi

Nhận bài từ ngày @FIRST đến hết ngày @LAST. Viết ở đây nơi nhận và cách gửi. Thông tin tác giả để ở tệp \
riêng; trong bài và trong tên tệp không ghi tên tác giả.

## Chấm thi

Giám khảo chỉ thấy mã bài, không thấy tên. Tiêu chí và cách chấm ghi ở trang này.

## Quyền của người trong bài

Ai đổi ý thì báo, Ban Tổ chức gỡ bài. Em dưới 16 tuổi cần cha mẹ hoặc người giám hộ đồng ý.
"""
