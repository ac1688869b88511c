"""Mends what nobody can see: decomposed marks, hidden characters, foreign line ends.

Text in, text out. Words are never changed.
"""

from __future__ import annotations

from neuguong.content.checks.characters import is_hidden
from neuguong.text import nfc


def tidy(text: str) -> str:
    """Return the text composed, without hidden characters, with one line end at its end."""
    kept = "".join(char for char in text if not is_hidden(char))
    return nfc(kept).rstrip("\n") + "\n"
