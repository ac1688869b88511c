"""Records → JSON files: UTF-8, keys in the order of the record, a line for each value.

So people can read them, diffs are short, and the same record gives the same bytes.
"""

from __future__ import annotations

from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode


def written(record: Any) -> bytes:
    """Return the file of a record."""
    return msgspec.json.format(_encode(record), indent=1) + b"\n"
