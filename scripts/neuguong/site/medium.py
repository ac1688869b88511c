"""Medium: what the site is made for, a web server or a stick that is carried to where no line is.

Records only: what goes out beside the pages, and which sizes of photos. Every part of the plan that is not
the same on all media asks here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Medium:
    """What goes out. `widths`: those of photos in pixels, from the smallest; `formats`: their endings."""

    widths: tuple[int, ...]
    formats: tuple[str, ...]
    feeds: bool
    api: bool
    handbook: bool
    served: bool
    """Whether a server gives it out, to search engines too: they ask for a sitemap, robots.txt, a page for
    wrong addresses, a picture that goes with an address."""


WEB = Medium(
    widths=(480, 720, 960, 1600), formats=("webp", "jpg"), feeds=True, api=True, handbook=True, served=True
)
CARRIED = Medium(widths=(960,), formats=("jpg",), feeds=False, api=False, handbook=False, served=False)
"""One JPEG of each photo, the same file as on the web: every browser and picture viewer opens it."""
