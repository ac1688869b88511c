"""What a build did: counts and times for whoever asked for it. Records only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neuguong.site.explain import Change


@dataclass(slots=True)
class Report:
    """What a build did; `seconds` by stage. `is_lasting`: it was made of nothing but what stamps tell of."""

    stories: int = 0
    pages: int = 0
    changed: int = 0
    removed: int = 0
    changes: tuple[Change, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)
    is_lasting: bool = False
