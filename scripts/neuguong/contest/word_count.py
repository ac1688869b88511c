"""Words as Word counts them: what stands between white space, of the words that people read.

Markdown in, a number out. Signs of Markdown itself (headings, lists, emphasis) and the markers of pictures
are no words; a dash that stands alone is one, as it is in Word.
"""

from __future__ import annotations

import re

_SIGNS = re.compile(r"^[ \t]*(?:#{1,6}|>|[-+*]|\d{1,9}[.)])[ \t]+", re.MULTILINE)
_RULES = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^\|?[ \t]*:?-{3,}.*$", re.MULTILINE)
_PICTURES = re.compile(r"^\[Ảnh \d+\]$", re.MULTILINE)
_INLINE = re.compile(r"\\(?=[^\w\s])|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|\|")


def count_words(markdown: str) -> int:
    """Return the number of words that Word shows for the same text."""
    text = _RULES.sub(" ", _PICTURES.sub(" ", markdown))
    while (bare := _SIGNS.sub("", text)) != text:
        text = bare
    return len(_INLINE.sub(lambda match: " " if match.group() == "|" else "", text).split())
