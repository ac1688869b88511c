"""Small texts for tests: a story without fault, and the same with one thing changed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from neuguong.content.drafts import Draft
from neuguong.content.model import PhotoFile
from neuguong.content.reading import parse
from neuguong.content.source import Kind, Source
from neuguong.problems import Problem

ROOT = Path(__file__).parent.parent
"""The repository."""

STORY_PATH = "stories/2014-2015/con-do-som.md"
BODY = "\n\n".join(["Sáng nào cô Mơ cũng chèo đò qua hồ đón từng em nhỏ đến lớp học."] * 14)
"""Fourteen paragraphs of sixteen syllables."""

FRONT = {
    "title": "Con đò sớm qua hồ",  # line 2
    "summary": "Cô giáo vùng hồ chèo đò đón học trò, cả lớp không còn em nào nghỉ học.",
    "date": "2015-04-22",  # line 4
    "field": "van-dong-ra-lop",
    "place": "da-bac",  # line 6
    "unit": "Trường Tiểu học Bến Mơ",
    "level": "tieu-hoc",  # line 8
    "subject": "{form: ca-nhan, role: giao-vien, name: Cô Lường Thị Mơ}",
    "author": "{name: Hà Văn Tỉnh}",  # line 10
    "consent": "MAU-001",
    "status": "published",  # line 12
    "sample": "true",
}

SITE = """\
name: Nêu Gương
tagline: Chuyện người tốt
description: Gương người tốt của một tỉnh hư cấu.
publisher: Phòng Mẫu
publisher_en: Sample Office
base_url: https://neu-guong.example/
contact: bien-tap@neu-guong.example
"""

CONTEST = """\
name: Cuộc thi mẫu
summary: Kể một việc tốt ở trường.
organiser: Phòng Mẫu
phases:
  - {phase: nhan-bai, start: 2014-12-01, end: 2015-03-31}
  - {phase: so-khao, start: 2015-04-06, end: 2015-05-05}
  - {phase: chung-khao, start: 2015-05-11, end: 2015-06-05}
  - {phase: cong-bo, start: 2015-06-20, end: 2015-06-20}
who_may_enter: [Mọi người]
limits: {words_min: 500, words_max: 1500, photos_max: 5, entries_per_author: 2, entries_per_unit: 10}
criteria:
  - {slug: chan-thuc, name: Chân thực, max: 60}
  - {slug: the-hien, name: Thể hiện, max: 40}
rounds:
  - {slug: so-khao, readings: 2, third_reader_gap: 15, threshold: 65}
prizes:
  - {slug: nhat, name: Giải Nhất, count: 1}
  - {slug: tap-the, name: Giải Tập thể, count: 1}
tie_break: [chan-thuc]
"""

RESULTS = """\
announced: 2015-06-20
awards:
  - {prize: nhat, entry: bat-com}
  - {prize: tap-the, unit: Trường Bến Mơ}
"""


def story_text(body: str = BODY, /, **overrides: str | None) -> str:
    """Return a story; a key's value is YAML, None leaves the key out, new keys come last (line 14 on)."""
    front: dict[str, str | None] = {**FRONT, **overrides}
    lines = [f"{key}: {value}".rstrip(" ") for key, value in front.items() if value is not None]
    return "\n".join(["---", *lines, "---", body, ""])


def draft_of(
    text: str | None = None,
    *,
    path: str = STORY_PATH,
    pictures: Mapping[str, PhotoFile | Problem] | None = None,
    body: str = BODY,
    **overrides: str | None,
) -> Draft:
    """Return the draft of a text, by default of `story_text` with overrides."""
    parts = path.removesuffix(".md").split("/")
    kind = Kind.STORY if parts[0] == "stories" else Kind.ENTRY
    source = Source(kind, path, parts[1], parts[-1], tuple(pictures or ()))
    draft = parse(source, story_text(body, **overrides) if text is None else text, dict(pictures or {}))
    assert isinstance(draft, Draft), draft
    return draft


def photo_file(name: str, folder: str = "stories/2014-2015/con-do-som") -> PhotoFile:
    """Return the record of a picture of 800 × 600."""
    return PhotoFile(name=name, path=f"{folder}/{name}", width=800, height=600, digest="0" * 16)


def picture(form: str = "JPEG", size: tuple[int, int] = (400, 300), exif: bytes = b"") -> bytes:
    """Return the bytes of a grey picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "grey").save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()
