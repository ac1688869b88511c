"""Schools and offices by name: when two spellings mean the same unit.

Names in, keys out. A key leaves out case, NFC or NFD, where a tone stands, the word “Trường”, and whether a
kind is written in full (Tiểu học, TH). Two units of one name in two places are two; where a place is unknown
the names decide.
"""

from __future__ import annotations

import re

from neuguong.text import spelling_key

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")

_SHORT = {
    "mn": "mầm non",
    "mg": "mẫu giáo",
    "th": "tiểu học",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "ptdtbt": "phổ thông dân tộc bán trú",
    "ptdtnt": "phổ thông dân tộc nội trú",
    "dtnt": "dân tộc nội trú",
    "dtbt": "dân tộc bán trú",
    "pt": "phổ thông",
    "gdnn": "giáo dục nghề nghiệp",
    "gdtx": "giáo dục thường xuyên",
    "gddt": "giáo dục và đào tạo",
    "ubnd": "ủy ban nhân dân",
    "tt": "trung tâm",
    "tdp": "tổ dân phố",
}
_JOINED = (("gd đt", "gddt"), ("ptdt bt", "ptdtbt"), ("ptdt nt", "ptdtnt"))
_LEFT_OUT = frozenset(("trường", "và"))
_PLACES = frozenset(("xã", "phường", "thị", "trấn", "huyện", "thành", "phố", "tỉnh", "tp", "tx"))


def unit_key(name: str, place: str = "") -> str:
    """Return what the spellings of one unit's name have in common; the place is part of it if given."""
    words = " ".join(_WORD.findall(spelling_key(name)))
    for apart, joined in _JOINED:
        words = words.replace(apart, joined)
    whole = (spelling_key(_SHORT.get(word, word)).split() for word in words.split())
    kept = " ".join(word for part in whole for word in part if word not in _LEFT_OUT_KEYS)
    return f"{kept} @ {place_key(place)}" if kept and place_key(place) else kept


def place_key(place: str) -> str:
    """Return a place's own name without what kind of place it is; slugs are read as words."""
    words = [word for word in _WORD.findall(spelling_key(place.replace("-", " "))) if word not in _PLACE_KEYS]
    return " ".join(words)


def same_unit(one: str, other: str, place: str = "", other_place: str = "") -> bool:
    """Return whether two names mean one unit. An unknown unit is the same as none."""
    key = unit_key(one)
    if not key or key != unit_key(other):
        return False
    places = place_key(place), place_key(other_place)
    return not all(places) or places[0] == places[1]


_LEFT_OUT_KEYS = frozenset(map(spelling_key, _LEFT_OUT))
_PLACE_KEYS = frozenset(map(spelling_key, _PLACES))
