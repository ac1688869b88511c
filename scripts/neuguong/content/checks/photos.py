"""Rules about photos: there, real, described, consented, used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from neuguong.content.checks.people import REFERENCE
from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Draft
from neuguong.content.model import NO_PEOPLE
from neuguong.problems import Level, Problem, Text
from neuguong.text import count_syllables


def photo_has_alt_text(draft: Draft, _world: World) -> Iterator[Fault]:
    """A photo is described for people who cannot see it: a sentence, not the file's name or the caption."""
    for index, photo in _photos(draft):
        alt = photo.get("alt")
        if not isinstance(alt, str):
            continue
        poor = count_syllables(alt) < 4 or alt in (photo.get("caption"), photo.get("file"))
        if poor:
            yield Fault(
                draft.front.line(("photos", index, "alt")),
                Text(
                    f"lời tả ảnh “{alt}” chưa đủ để hình dung",
                    f"“{alt}” does not describe the picture",
                ),
                Text(
                    "tả trong một câu điều thấy trong ảnh, khác với chú thích",
                    "say in one sentence what is to be seen, other than the caption",
                ),
            )


def photo_file_exists(draft: Draft, _world: World) -> Iterator[Fault]:
    """A listed photo lies in the folder named like the story."""
    for index, photo in _photos(draft):
        name = photo.get("file")
        if isinstance(name, str) and name not in draft.pictures:
            near = ", ".join(sorted(draft.pictures)) or "–"
            yield Fault(
                draft.front.line(("photos", index, "file")),
                Text(f"không có ảnh “{name}”", f"there is no picture “{name}”"),
                Text(
                    f"đặt tệp vào {draft.source.folder}/ (đang có: {near})",
                    f"put the file into {draft.source.folder}/ (there now: {near})",
                ),
            )


def picture_is_a_picture(draft: Draft, _world: World) -> Iterator[Fault]:
    """A photo's file can be opened as a JPG, PNG or WebP of decent size."""
    for index, photo in _photos(draft):
        name = photo.get("file")
        found = draft.pictures.get(name) if isinstance(name, str) else None
        if isinstance(found, Problem):
            yield Fault(draft.front.line(("photos", index, "file")), found.what, found.fix)


def photo_consent_is_recorded(draft: Draft, _world: World) -> Iterator[Fault]:
    """A photo names the consent of the people in it, or says that nobody is in it."""
    for index, photo in _photos(draft):
        value = photo.get("consent")
        if isinstance(value, str) and value != NO_PEOPLE and not REFERENCE.fullmatch(value):
            yield Fault(
                draft.front.line(("photos", index, "consent")),
                Text(f"“{value}” không phải mã phiếu", f"“{value}” is no reference"),
                Text(
                    f"ghi mã phiếu đồng ý, hoặc {NO_PEOPLE}",
                    f"give the form's number, or {NO_PEOPLE}",
                ),
            )


def photo_is_used(draft: Draft, _world: World) -> Iterator[Fault]:
    """A picture beside a story is listed in it."""
    listed = [photo.get("file") for _, photo in _photos(draft)]
    for name in sorted(name for name in draft.pictures if name not in listed):
        yield Fault(
            draft.front.line(("photos",)),
            Text(f"ảnh “{name}” chưa được khai trong bài", f"the picture “{name}” is not listed"),
            Text("khai ở mục photos, hoặc xóa tệp", "list it under photos, or delete the file"),
            Level.WARNING,
        )


def _photos(draft: Draft) -> Iterator[tuple[int, Mapping[str, object]]]:
    for index, photo in enumerate(draft.front.items("photos")):
        if isinstance(photo, dict):
            yield index, photo
