"""What was left out of a Word file, or kept on purpose, as sentences.

Counts by kind in; sentences in both languages out. A sentence says how much there was, never what it said.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from neuguong.problems import Text


class Removed(StrEnum):
    """A kind of thing that a Word file holds beside its text."""

    PROPERTIES = "properties"
    COMMENTS = "comments"
    DELETED = "deleted"
    INSERTED = "inserted"
    HIDDEN = "hidden"
    WHITE = "white"
    HEADERS = "headers"
    NOTES = "notes"
    TEXT_BOXES = "text-boxes"
    ALT_TEXTS = "alt-texts"
    FIELDS = "fields"
    BOUND = "bound"
    LINKS = "links"
    OUTSIDE = "outside"
    LINKED_PICTURES = "linked-pictures"
    BAD_PICTURES = "bad-pictures"
    DRAWINGS = "drawings"
    FORMULAS = "formulas"
    SYMBOLS = "symbols"
    OTHER = "other"
    OLD_ENCODING = "old-encoding"
    UNSEEN = "unseen"


_SENTENCES = {
    Removed.PROPERTIES: Text(
        "Đã bỏ thuộc tính tài liệu (người tạo, cơ quan, người sửa cuối…): {n} tệp con.",
        "Document properties (author, company, last editor …) were left out: {n} parts.",
    ),
    Removed.COMMENTS: Text("Đã bỏ {n} lời ghi chú bên lề.", "Comments left out: {n}."),
    Removed.DELETED: Text(
        "Bài có vết sửa (Track Changes): {n} từ tác giả đã xóa thì bỏ hẳn.",
        "There were tracked changes: {n} deleted words were left out.",
    ),
    Removed.INSERTED: Text(
        "Bài có vết sửa (Track Changes): {n} từ tác giả đã thêm thì giữ.",
        "There were tracked changes: {n} inserted words were kept.",
    ),
    Removed.HIDDEN: Text("Đã bỏ {n} từ bị ẩn (hidden text).", "Hidden words left out: {n}."),
    Removed.WHITE: Text(
        "Có {n} từ màu trắng, không nhìn thấy trên giấy; đã giữ, xin xem lại.",
        "There are {n} words in white that paper does not show; kept, please look at them.",
    ),
    Removed.HEADERS: Text(
        "Đã bỏ {n} từ ở đầu trang, cuối trang.", "Words of headers and footers left out: {n}."
    ),
    Removed.NOTES: Text(
        "Bài có {n} cước chú; lời của chúng đứng ở cuối bài.",
        "There are {n} footnotes; their words stand at the end of the text.",
    ),
    Removed.TEXT_BOXES: Text(
        "Bài có {n} hộp chữ (text box); lời của chúng đứng ngay sau đoạn chứa hộp.",
        "There are {n} text boxes; their words follow the paragraph that holds them.",
    ),
    Removed.ALT_TEXTS: Text(
        "Đã bỏ tên và lời tả của {n} ảnh.", "Names and descriptions of {n} pictures left out."
    ),
    Removed.FIELDS: Text(
        "Đã bỏ {n} trường tự điền (tên người tạo, tên tệp, nội dung lấy từ nơi khác…).",
        "Automatic fields left out (author, file name, contents from elsewhere …): {n}.",
    ),
    Removed.BOUND: Text(
        "Đã bỏ {n} ô tự điền lấy từ thuộc tính tài liệu.",
        "Controls filled from document properties left out: {n}.",
    ),
    Removed.LINKS: Text(
        "Đã bỏ địa chỉ của {n} đường dẫn, giữ lời.", "Addresses of {n} links left out, their words kept."
    ),
    Removed.OUTSIDE: Text(
        "Tệp trỏ ra ngoài {n} chỗ (mẫu, ảnh hay dữ liệu ở máy khác); đã bỏ, không tải gì về.",
        "The file refers outside {n} times (template, pictures or data elsewhere); nothing was fetched.",
    ),
    Removed.LINKED_PICTURES: Text(
        "Có {n} ảnh không nằm trong tệp mà ở nơi khác; xin người gửi chèn ảnh thật vào bài.",
        "{n} pictures are not in the file but elsewhere; ask for them to be inserted.",
    ),
    Removed.BAD_PICTURES: Text(
        "Có {n} ảnh không đọc được (hỏng, quá nhỏ hoặc kiểu lạ); xin gửi riêng ảnh JPG.",
        "{n} pictures cannot be read (broken, too small, or of an odd kind); ask for JPG files.",
    ),
    Removed.DRAWINGS: Text(
        "Đã bỏ {n} hình vẽ, biểu đồ không phải ảnh.", "Drawings and charts left out: {n}."
    ),
    Removed.FORMULAS: Text("Đã bỏ {n} công thức toán.", "Formulas left out: {n}."),
    Removed.SYMBOLS: Text("Đã bỏ {n} ký hiệu không rõ là chữ gì.", "Unknown symbols left out: {n}."),
    Removed.OTHER: Text(
        "Có {n} từ nằm trong phần chương trình không hiểu; đã bỏ, xin so với tệp gốc.",
        "{n} words stand in parts that are not understood; left out, please compare with the file.",
    ),
    Removed.OLD_ENCODING: Text(
        "Có {n} từ gõ bằng bảng mã cũ (TCVN3, VNI), đã đổi sang Unicode; xin đọc lại.",
        "{n} words were typed in an old encoding (TCVN3, VNI) and made Unicode; please read them.",
    ),
    Removed.UNSEEN: Text("Đã bỏ {n} ký tự không nhìn thấy.", "Characters that nobody sees left out: {n}."),
}


def sentences(counts: Mapping[Removed, int]) -> tuple[Text, ...]:
    """Return a sentence for each kind that was there, in the order of `Removed`."""
    return tuple(
        Text(*(sentence.format(n=counts[kind]) for sentence in _SENTENCES[kind]))
        for kind in Removed
        if counts.get(kind)
    )
