"""QR codes in the output: the address of each story, entry and contest season, for its printed page.

Frame and plans in, a `Code` for each file out, and from it an SVG: made in a crew. A code depends on nothing
but the address, so it is made once and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from neuguong.brocade.cloth import Cloth
from neuguong.brocade.svg import svg
from neuguong.crew import Crew
from neuguong.site import addresses, write
from neuguong.site.frame import Frame
from neuguong.site.pages import ArticlePage, SeasonPage
from neuguong.site.plans import Plan
from neuguong.site.write import Made

QUIET = 4
"""Modules of white around a code (ISO/IEC 18004, 9.1)."""
BATCH = 100
FEW = 200
"""Fewer codes than this are made here and now: starting workers would take longer."""
_TEMPLATES = frozenset({ArticlePage.template, SeasonPage.template})
_LEVEL = "M"
"""Survives damage to 15 % of the code."""


class Code(NamedTuple):
    """A file to make: where it lies, and the address that it says."""

    target: str
    text: str


def plan(frame: Frame, plans: Iterable[Plan]) -> Iterator[Code]:
    """Yield the code of every page that shows one on paper."""
    base = frame.settings.base_url
    for page in plans:
        target = frame.qr_code(page.path)
        if not target:
            return
        if page.template in _TEMPLATES:
            yield Code(frame.edition.folder + target, addresses.absolute(base, page.path))


def make(codes: Sequence[Code], output: Path, crew: Crew) -> Iterator[Made]:
    """Make the files and yield word of each."""
    return crew.map_each(_draw_code, output, codes, batch=BATCH, few=FEW)


def _draw_code(output: Path, code: Code) -> Made:
    """Make one file; the work of a crew."""
    data = svg(drawn(code.text)).encode()
    return write.make(output, code.target, data)


def drawn(text: str) -> Cloth:
    """Return the text as a code of black and white threads, its quiet zone around it."""
    import zxingcpp  # noqa: PLC0415 - most builds have no new code

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_LEVEL)
    image = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    side: int = image.shape[1]
    dots = bytes(memoryview(cast("bytes", image))).translate(_YARNS)  # a buffer, as its stub does not say
    empty, edge = bytes(side + 2 * QUIET), bytes(QUIET)
    rows = [edge + dots[at : at + side] + edge for at in range(0, len(dots), side)]
    return Cloth(("#fff", "#000"), (*[empty] * QUIET, *rows, *[empty] * QUIET))


_YARNS = bytes(1 if level < 128 else 0 for level in range(256))
"""Black and white of a picture as threads."""
