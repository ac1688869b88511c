"""A text as people see it: letters that only look like Latin ones, wide ones, hidden characters.

A text in; out the text in the plain letters it shows, with where each of its characters came from. Nothing is
thrown away: the text itself stays as it is, and only whoever looks for something in it reads it like this.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_CYRILLIC = ("асԁеһіјӏорԛѕԝхуАВСԀЕНІЈКМОРԚЅТԜХУвкмнт", "acdehijlopqswxyABCDEHIJKMOPQSTWXYbkmht")
_GREEK = ("αινοτυκρχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aivotukpxwABEZHIKMNOPTYX")
_SMALL_CAPITALS = ("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏ", "abcdeghijklmnoprstuvwy")
_OTHERS = ("ðÐɖƉɗıɩȷɑɡօսհոցԍ", "đĐđĐđiijagouhngg")
_SEEN_AS = str.maketrans(
    dict(
        pair
        for letters, latin in (_CYRILLIC, _GREEK, _SMALL_CAPITALS, _OTHERS)
        for pair in zip(letters, latin, strict=True)
    )
)
_HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
)
_ONLY_HIDDEN = re.compile(f"[{_HIDDEN}]")
_ORDINARY = "\n -%'-~À-ÏÑ-ÖØ-ïñ-öø-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ–—‘’“”"  # no ampersand; letters in one piece
_PIECE = re.compile(
    rf"(?P<as_it_is>[{_ORDINARY}]+(?![\u0300-\u036f{_HIDDEN}]))"
    rf"|(?:&(?:\#\w{{1,8}}|\w{{1,32}});|.)[\u0300-\u036f{_HIDDEN}]*",
    re.DOTALL,
)
_AS_IT_IS = re.compile(f"[{_ORDINARY}]*")


@dataclass(frozen=True, slots=True)
class Seen:
    """A text as it is seen, NFC. `starts`, `ends`: where in the text itself each character of it stands."""

    text: str
    starts: range | list[int]
    ends: range | list[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the text itself the characters from `start` up to `end` (more than none) stand."""
        return self.starts[start], self.ends[end - 1]


def seen(text: str) -> Seen:
    """Return the text as it is seen."""
    if _AS_IT_IS.fullmatch(text):
        return Seen(text, range(len(text)), range(1, len(text) + 1))
    shown: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece, start, end in _pieces(text):
        shown.append(piece)
        if len(piece) == end - start:
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            starts += [start] * len(piece)
            ends += [end] * len(piece)
    return Seen("".join(shown), starts, ends)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what is seen of each piece of the text, and where the piece stands."""
    for match in _PIECE.finditer(text):
        piece = match.group()
        yield piece if match["as_it_is"] else _plain(piece), match.start(), match.end()


def _plain(piece: str) -> str:
    """Return a letter with its marks, or a character by its HTML name, in plain letters."""
    bare = _ONLY_HIDDEN.sub("", html.unescape(piece))
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", bare).translate(_SEEN_AS))
