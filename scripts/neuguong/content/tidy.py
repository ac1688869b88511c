"""Mends what nobody can see: decomposed marks, hidden characters, foreign line ends.

Text in, text out. Words are never changed.
"""

from __future__ import annotations

import re

from neuguong.content.checks.characters import is_hidden
from neuguong.text import nfc

_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
"""Signs that end a line elsewhere, such as Word's soft break: without one, two words would become one."""


def tidy(text: str) -> str:
    """Return the text composed, without hidden characters, with one line end at its end."""
    lines = _LINE_ENDS.sub("\n", text)
    kept = "".join(char for char in lines if not is_hidden(char))
    return nfc(kept).rstrip("\n") + "\n"
