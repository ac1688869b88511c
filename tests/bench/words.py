"""The words from which the made-up stories of the benchmark are built: names, titles, sentences.

Constants only. Everybody and every school named with them is invented. {braces} are filled in by `corpus`.
"""

from __future__ import annotations


def _each(text: str, between: str = " ") -> tuple[str, ...]:
    return tuple(text.split(between))


FAMILY_NAMES = _each(
    "Bùi Quách Đinh Hà Lường Xa Khà Vì Nguyễn Trần Lê Phạm Hoàng Vũ Đỗ Lò Sùng Giàng Bàn Triệu Ngô Lưu Trịnh"
)

WOMENS_MIDDLE_NAMES = _each("Thị Thu Hồng Ngọc Bích Kim Thanh")
MENS_MIDDLE_NAMES = _each("Văn Quang Đình Minh Xuân Đức Mạnh Hải")

GIVEN_NAMES = _each(
    "Thơ Hương Mận Nhài Lựu Xuân Tạo Chiến Duyên Thiệu Thanh Điệp Khuyên Mai Hạnh Hòa Bình Sơn Lâm Thủy Nga"
    " Dung Hiền Tuyết Yến Phượng Cúc Đào Quế Loan Thắng Hùng Dũng Toàn Khánh Vinh Tuấn Nam Hưng Cường"
)

HAMLET_STARTS = _each(
    "Khe Bến Eo Đồi Suối Mường Bưa Pà Hang Chà Xà Nà Đồng Gò Bãi Cầu Đá Lũng Thung Vó Tam Nội Thượng Hạ"
)

HAMLET_ENDS = _each(
    "Dâu Sung Gió Thông Bương Nhạ Lầu Sủa Lông Dua Cọ Mơ Mận Lim Sến Vầu Giang Trám Sim Mua Khoai Ngô Lạc"
    " Ráy Chàm Nứa Tre Sậy Cuội Trắng Đỏ Xanh Vàng Mây Nắng Sương Rêu Ong Cá Cò"
)

THINGS = _each(
    "bàn tính hạt bồ kết|chiếc đèn bão|quyển sổ tay|chuyến đò sớm|bếp ăn chung|giá sách bằng tre"
    "|cái trống trường|mảnh vườn sau lớp|con đường bê tông|chiếc ghế thứ mười hai|tấm bản đồ vẽ tay"
    "|buổi học ban đêm|cây cầu tạm|phòng đọc nhỏ|chiếc xe đạp cũ|bộ đồ chơi bằng gỗ|sân chơi lốp xe"
    "|bể nước mưa|tủ thuốc của trường|bảng tin cuối hành lang|giờ kể chuyện|tiếng đàn ống bương"
    "|hòm thư góp ý|lớp học bên lò gạch|vườn rau sạch|bức tường trắng|chiếc ba lô vải chàm|buổi chợ chữ"
    "|tổ sửa bàn ghế|hàng rào hoa|lá thư gửi phụ huynh|ngày hội đọc sách|phòng thí nghiệm tự làm"
    "|tiết học ngoài đồng|cái cân mo cau|đội văn nghệ lớp nhỏ|bữa cơm bán trú|góc thổ cẩm"
    "|chiếc loa đầu xóm|sổ thu chi treo cổng",
    "|",
)

TITLES = (
    "{Thing} ở {hamlet}",
    "{Thing} của cô {given} ở {hamlet}",
    "{Thing} của thầy {given}, {hamlet}",
    "Từ {thing} đến lớp học {hamlet}",
    "Ai giữ {thing} ở {hamlet}",
    "{hamlet} có {thing}",
    "{hamlet} và {thing}",
    "Chuyện {thing} ở {hamlet}",
    "Ngày {hamlet} có {thing}",
    "Bên {thing} {hamlet}",
    "Thầy {given} với {thing} {hamlet}",
    "Cô {given} và {thing} {hamlet}",
    "{number} buổi làm {thing} ở {hamlet}",
    "{number} lần sửa {thing}, {hamlet}",
    "Vì sao {hamlet} cần {thing}",
)

NUMBERS = _each("Hai Ba Bốn Năm Sáu Bảy Tám Chín Mười Mười-hai Mười-lăm Hai-mươi Ba-mươi Bốn-mươi")
"""Counts that open a title; a hyphen stands for a space."""

SUMMARIES = (
    "{who} bắt đầu từ {thing}, sau {months} tháng số em đi học đều tăng từ {few} lên {many}.",
    "{who} làm {thing} bằng vật liệu sẵn có ở {hamlet}, hết {money} đồng, cả trường cùng dùng.",
    "Nhờ {thing}, {few} em ở {hamlet} không còn nghỉ học những ngày mưa rét.",
    "{who} rủ phụ huynh cùng làm {thing}; {months} tháng sau {many} gia đình đã góp công.",
    "Hỏng {times} lần, {who} vẫn làm xong {thing}, rồi chỉ cách cho {few} trường khác.",
    "{who} ghi lại từng buổi làm {thing}, nhờ vậy người sau làm nhanh hơn và đỡ tốn hơn.",
)

OPENINGS = (
    "Sáng {day}, {who} bắt tay vào việc từ lúc sương còn phủ kín {hamlet}.",
    "Chuyện {thing} ở {hamlet} bắt đầu vào một buổi họp của {unit}, hôm ấy có {few} người dự.",
    "Ai đến {unit} lần đầu cũng hỏi về {thing}.",
    "Trong sổ của {unit}, ngày {day} chỉ ghi một dòng: bắt đầu làm {thing}.",
    "Từ trung tâm {place} vào {hamlet} còn {few} km, mùa mưa đi mất gần nửa buổi.",
    "Người ở {hamlet} biết {who} trước hết vì {thing}.",
)

MIDDLES = (
    "Tính đến tháng {month}, đã có {many} em tham gia, so với {few} em lúc đầu.",
    "Cả việc hết {money} đồng, trong đó {unit} chi một nửa, phụ huynh {hamlet} góp công.",
    "Anh {given}, một phụ huynh ở {hamlet}, mang đến {few} cây tre và làm cùng suốt {times} buổi.",
    "Bác {given} ở đầu xóm bảo chưa thấy ai kiên nhẫn như thế, còn {who} thì chỉ cười.",
    "Lần thứ {times} thử lại, {thing} mới dùng được qua một mùa mưa.",
    "Cô {given} đếm được {many} lượt mượn trong {months} tháng, tháng nào cũng ghi vào sổ.",
    "Năm trước, ở {hamlet} có {few} em bỏ buổi học chiều; năm nay không còn em nào.",
    "Mỗi tuần {times} buổi, {who} lại ngồi với các em đến khi trời nhá nhem.",
    "Có người ở {place} nghe chuyện, đi xe máy {few} km đến xem tận nơi.",
    "Biên bản hôm ấy có {few} ý kiến, quá nửa cho rằng việc này không làm nổi.",
)

CLOSINGS = (
    "Lúc chúng tôi về, {who} còn ở lại với {few} em để làm nốt phần việc của ngày mai.",
    "Cuối năm, {unit} đã chỉ cách làm cho {times} trường bạn.",
    "Hỏi bao giờ thì xong, {who} bảo còn học trò thì còn phải làm.",
    "Ở {hamlet} bây giờ, nhắc đến {thing} là ai cũng có một chuyện để kể.",
)

HEADINGS = _each(
    "Việc đầu tiên|Những ngày ở {hamlet}|Ba lần hỏng|Tính sổ|Một buổi chiều tháng {month}|Người góp công"
    "|Hỏi chuyện cô {given}|Sau {months} tháng|Điều còn vướng|Từ {few} đến {many}|Chỗ khó nhất|Bây giờ",
    "|",
)

LIST_LEADS = (
    "Cả tổ chia việc như sau:",
    "Mỗi tuần có mấy việc không bao giờ bỏ:",
    "Trong sổ ghi rõ từng khoản:",
)

LIST_ITEMS = (
    "mỗi sáng đếm lại {few} bộ, thiếu thì ghi vào sổ",
    "thứ Hai chuẩn bị, thứ Năm làm cùng các em",
    "phụ huynh {hamlet} góp {few} công",
    "tiền vật liệu {money} đồng, có hóa đơn",
    "cô {given} giữ sổ, thầy cô khác thay phiên nhau",
    "cuối tháng họp lại, bỏ việc không cần",
)

SCHOOLS = {
    "so-gddt": "Sở Giáo dục và Đào tạo",
    "phong-gddt": "Phòng GD&ĐT {place}",
    "truong-mam-non": "Trường Mầm non {hamlet}",
    "truong-tieu-hoc": "Trường Tiểu học {hamlet}",
    "truong-th-thcs": "Trường TH&THCS {hamlet}",
    "truong-thcs": "Trường THCS {hamlet}",
    "truong-ptdtbt": "Trường PTDTBT {hamlet}",
    "truong-ptdtnt": "Trường PTDTNT {hamlet}",
    "truong-thpt": "Trường THPT {hamlet}",
    "truong-thpt-chuyen": "Trường THPT chuyên {hamlet}",
    "truong-thcs-thpt": "Trường THCS&THPT {hamlet}",
    "tt-gdtx": "Trung tâm GDTX {hamlet}",
    "tt-gdnn-gdtx": "Trung tâm GDNN-GDTX {hamlet}",
    "tt-kthn": "Trung tâm Kỹ thuật tổng hợp - Hướng nghiệp {hamlet}",
    "tt-htcd": "Trung tâm Học tập cộng đồng {hamlet}",
    "truong-tccn-cd": "Trường Trung cấp Kỹ thuật {hamlet}",
    "co-quan-khac": "Phòng Văn hóa - Xã hội {place}",
}
"""How a unit of each kind is called."""

LEVEL_SHARES = {
    "mam-non": 22,
    "tieu-hoc": 28,
    "thcs": 24,
    "thpt": 11,
    "gdtx": 5,
    "gdcn": 2,
    "cao-dang": 2,
    "lien-cap": 4,
    "co-quan-quan-ly": 2,
}
"""How many stories of a hundred tell of each level."""

COLLECTIVES = {
    "don-vi": "{unit}",
    "truong-hoc": "{unit}",
    "co-so-giao-duc": "{unit}",
    "to-chuyen-mon": "Tổ chuyên môn {unit}",
    "lop": "Một lớp của {unit}",
    "doan-the": "Công đoàn {unit}",
}
"""How a collective of each kind is called; `lop` consists of children."""
