"""The day a site is built for: an input like any other, read from the clock at the edge only."""

from __future__ import annotations

import contextlib
import os
from datetime import date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""A day begins when it begins in Vietnam, wherever the machine stands that builds."""


def build_date(given: date | None) -> date:
    """Return the day given, that of SOURCE_DATE_EPOCH, or today."""
    if given is not None:
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        with contextlib.suppress(ValueError, OverflowError, OSError):  # a second on no calendar
            return datetime.fromtimestamp(int(epoch), VIETNAM).date()
    return datetime.now(VIETNAM).date()
