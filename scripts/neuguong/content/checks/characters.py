"""Rules about characters: composed Unicode, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Draft
from neuguong.problems import Level, Text

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Control signs but tab and line end, soft hyphen, zero-width and direction marks, line separators."""


def text_is_nfc(draft: Draft, _world: World) -> Iterator[Fault]:
    """Text is composed Unicode (NFC); what is not is composed when read, and reported."""
    if draft.is_ordinary or unicodedata.is_normalized("NFC", draft.text):
        return
    for number, line in enumerate(draft.text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield Fault(
                number,
                Text("dấu tiếng Việt ở dòng này bị tách rời khỏi chữ", "marks on this line are decomposed"),
                Text(
                    "gõ lại bằng “Unicode dựng sẵn”, hoặc chạy “neuguong tidy”; trang dựng ra vẫn đúng",
                    "run “neuguong tidy” to compose them; the site itself is right already",
                ),
                Level.WARNING,
            )


def no_hidden_characters(draft: Draft, _world: World) -> Iterator[Fault]:
    """A text holds no character that cannot be seen (zero-width, direction marks, control signs)."""
    if draft.is_ordinary or not _HIDDEN.search(draft.text):
        return
    for number, line in enumerate(draft.text.split("\n"), start=1):
        hidden = sorted(set(_HIDDEN.findall(line)))
        if hidden:
            codes = ", ".join(f"U+{ord(char):04X}" for char in hidden)
            yield Fault(
                number,
                Text(f"dòng có ký tự ẩn: {codes}", f"the line holds hidden characters: {codes}"),
                Text(
                    "xóa và gõ lại đoạn đó, hoặc chạy “neuguong tidy”",
                    "delete and retype that part, or run “neuguong tidy”",
                ),
            )


def is_hidden(char: str) -> bool:
    """Return whether the character cannot be seen and is no tab or line end."""
    return _HIDDEN.match(char) is not None
