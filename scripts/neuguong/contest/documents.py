"""An entry's file → its text as Markdown and its pictures, with nothing of who made it.

A file's name and bytes in; a `Document`, or the problem that keeps it out. What was left out is told in
sentences that say how much, never what. Fetches nothing, writes nothing, runs nothing of the file.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from neuguong.content.checks.characters import is_hidden
from neuguong.content.markup import outline
from neuguong.contest.decoding import WINDOWS_1258, decode
from neuguong.contest.docx import reading
from neuguong.contest.docx.removed import Removed, sentences
from neuguong.contest.markdown_writer import MARKER
from neuguong.contest.old_encodings import Encoding, suspect
from neuguong.problems import Problem, Text
from neuguong.text import nfc

MAX_TEXT = 2_000_000
"""Bytes of a Markdown or text file: an entry of the longest kind is a fiftieth of it."""

_TEXTS = frozenset((".md", ".markdown", ".txt"))
_FRONT_MATTER = re.compile(r"\A---\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An entry's words (NFC Markdown, pictures as markers) and pictures (JPEG), and what was left out.

    `digest`: which bytes came in. `front_matter`: what a Markdown file said above its text.
    """

    text: str
    pictures: tuple[bytes, ...]
    told: tuple[Text, ...]
    digest: str
    front_matter: str = ""


def read(path: str, data: bytes) -> Document | Problem:
    """Read a .docx, .md or .txt; `path` is only for what is said of the file."""
    ending = PurePosixPath(path.lower()).suffix
    if ending in _TEXTS:
        return _read_text(path, data)
    if ending == ".docx" or data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"%PDF")):
        return _read_docx(path, data)
    return Problem(
        path,
        0,
        "entry-is-a-text",
        Text("bài dự thi phải là tệp .docx, .md hoặc .txt", "an entry must be a .docx, .md or .txt file"),
        Text("mở tệp bằng Word, lưu thành .docx rồi gửi lại", "open it in Word and save it as .docx"),
    )


def _read_docx(path: str, data: bytes) -> Document | Problem:
    found = reading.read(path, data)
    if isinstance(found, Problem):
        return found
    text, unseen = _seen(found.markdown)
    counts = {**found.counts, Removed.UNSEEN: unseen}
    return _document(path, data, text, found.pictures, sentences(counts))


def _read_text(path: str, data: bytes) -> Document | Problem:
    if len(data) > MAX_TEXT:
        return Problem(path, 0, "entry-is-a-text", *_TOO_LONG)
    decoded = decode(data)
    if decoded is None:
        return Problem(path, 0, "entry-is-a-text", *_NO_TEXT)
    text, encoding = decoded
    told: list[Text] = [_READ_AS_1258] if encoding == WINDOWS_1258 else []
    front_matter = ""
    above = _FRONT_MATTER.match(text)
    if above:
        front_matter, text = above[1], text[above.end() :]
        told.append(_FRONT_MATTER_GONE)
    for pattern, kept, sentence in (
        (_COMMENT, "", _COMMENTS_GONE),
        (_IMAGE, "", _IMAGES_GONE),
        (_LINK, r"\1", _LINKS_GONE),
    ):
        text, count = pattern.subn(kept, text)
        if count:
            told.append(Text(*(words.format(n=count) for words in sentence)))
    text, unseen = _seen(text)
    raw = outline(text, 1).raw_html
    if raw:
        return Problem(path, raw[0], "entry-has-no-html", *_HTML)
    read_out = _document(path, data, text, (), (*told, *sentences({Removed.UNSEEN: unseen})))
    if isinstance(read_out, Problem):
        return read_out
    return Document(
        text=read_out.text,
        pictures=(),
        told=read_out.told,
        digest=read_out.digest,
        front_matter=front_matter,
    )


def _document(
    path: str, data: bytes, text: str, pictures: tuple[bytes, ...], told: tuple[Text, ...]
) -> Document | Problem:
    if not any(map(str.isalpha, MARKER.sub("", text))):
        return Problem(path, 0, "entry-has-words", *_NO_WORDS)
    old = suspect(text)
    if old:
        return Problem(path, 0, "entry-is-unicode", *_old_encoding(old))
    return Document(text=text, pictures=pictures, told=told, digest=hashlib.sha256(data).hexdigest())


def _seen(text: str) -> tuple[str, int]:
    """Return the text without characters that nobody sees, spaces as plain spaces; and how many."""
    text = _SPACES.sub(" ", text)
    seen = "".join(char for char in text if char == "\n" or not is_hidden(char))
    lines = nfc(seen).replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n", len(text) - len(seen)


_NO_TEXT = (
    Text("tệp này không phải là văn bản", "this file is no text"),
    Text("lưu lại bằng bảng mã UTF-8, hoặc gửi tệp .docx", "save it as UTF-8, or send a .docx"),
)
_TOO_LONG = (
    Text("tệp chữ lớn quá 2 MB", "the text file is over 2 MB"),
    Text("xin người gửi gửi đúng tệp bài viết", "ask for the file that holds the entry alone"),
)
_NO_WORDS = (
    Text("trong tệp không có chữ nào", "there are no words in the file"),
    Text(
        "nếu bài là ảnh chụp trang giấy thì xin người gửi gõ lại thành chữ",
        "if the pages are photographs, ask for the text to be typed",
    ),
)
_HTML = (
    Text("trong bài có mã HTML", "there is HTML in the text"),
    Text("xóa mã ấy, chỉ để lại chữ", "delete it and leave the words"),
)
_READ_AS_1258 = Text(
    "Tệp không ghi bằng UTF-8; đã đọc theo bảng mã Windows-1258, xin xem dấu có đúng không.",
    "The file is not UTF-8; it was read as Windows-1258, please check the accents.",
)
_FRONT_MATTER_GONE = Text(
    "Đã bỏ phần khai ở đầu tệp (giữa hai dòng ---).", "The lines above the text (between ---) were left out."
)
_COMMENTS_GONE = Text("Đã bỏ {n} lời ghi chú ẩn (<!-- … -->).", "Hidden comments (<!-- … -->) left out: {n}.")
_IMAGES_GONE = Text(
    "Bài dẫn {n} ảnh để ở tệp riêng; đã bỏ lời dẫn, xin nhận ảnh kèm theo.",
    "The text refers to {n} pictures in files of their own; left out, take the files too.",
)
_LINKS_GONE = Text(
    "Đã bỏ địa chỉ của {n} đường dẫn, giữ lời.", "Addresses of {n} links left out, their words kept."
)


def _old_encoding(encoding: Encoding) -> tuple[Text, Text]:
    return (
        Text(
            f"bài gõ bằng bảng mã cũ ({encoding}) nhưng phông chữ không còn là phông của bảng mã ấy",
            f"the text was typed in an old encoding ({encoding}), but is no longer in a font of it",
        ),
        Text(
            "trong Unikey chọn Công cụ (Ctrl+Shift+F6), đổi từ bảng mã ấy sang Unicode, rồi gửi lại",
            "convert it to Unicode, for example with Unikey's tool (Ctrl+Shift+F6), and send it again",
        ),
    )
