"""Certificates as PDF, A4 across: one for each winner, and all of them in one file for the printer.

Records in, the bytes of PDFs out. Typefaces are those of the site, which lie beside this, so that the same
certificate has the same bytes on every machine. Words that are long are set smaller, never over the edge.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from neuguong.brocade.svg import svg
from neuguong.brocade.weave import band
from neuguong.content.season import Results, Rules
from neuguong.contest.book import Book, Won
from neuguong.contest.papers import border
from neuguong.share_card import face
from neuguong.text import nfc, slug

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "certificates.typ"
_FONTS = (_HERE / "fonts", face.FONT.parent)
_WIDTH, _HEIGHT = 281, 194
"""Millimetres of the border's outer edge, about: on A4 printers leave out some 5 at every side."""
_THREAD = 0.72
ALL = "in-tat-ca.pdf"


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """What a certificate says. `work`: the title of the entry, "" for a unit. `decision`: "" if unknown.

    `field` and `seed` choose the border. `day` None: dots, to be filled in by hand.
    """

    name: str
    unit: str
    prize: str
    work: str
    contest: str
    organiser: str
    place: str
    day: date | None
    decision: str
    number: str
    field: str
    seed: str
    sample: bool

    @property
    def file(self) -> str:
        """Return the file's name; the same name twice is told apart by its number."""
        return f"giay-chung-nhan-{slug(self.number.partition('/')[0])}-{slug(self.name)[:60].strip('-')}.pdf"


def of(
    book: Book, rules: Rules, prizes: Sequence[Won], *, season: str, place: str, results: Results | None
) -> tuple[Certificate, ...]:
    """Return a certificate for each prize, from the first prize down, numbered in this order."""
    names = {prize.slug: prize.name for prize in rules.prizes}
    order = list(names)
    ranked = sorted(prizes, key=lambda won: order.index(won.prize))
    made = []
    for number, won in enumerate(ranked, 1):
        entry = book.entries.get(won.code)
        name = ", ".join(writer.name for writer in entry.writers) if entry else won.unit
        units = dict.fromkeys(writer.unit for writer in entry.writers if writer.unit) if entry else {}
        made.append(
            Certificate(
                name=_line(name),
                unit=_line("; ".join(units)),
                prize=names[won.prize],
                work=_line(entry.title) if entry else "",
                contest=_line(rules.name),
                organiser=_line(rules.organiser),
                place=_line(place),
                day=results.announced if results else None,
                decision=f"Theo {_line(results.decision)}" if results and results.decision else "",
                number=f"{number:02}/GCN-{season}",
                field=entry.field if entry else "",
                seed=f"{season}-{slug(entry.title if entry else won.unit)}",
                sample=rules.sample,
            )
        )
    return tuple(made)


def files(certificates: Sequence[Certificate]) -> dict[str, bytes]:
    """Return the PDFs by name: one for each certificate, and one with all."""
    if not certificates:
        return {}
    each = {one.file: pdf([one]) for one in certificates}
    return each | {ALL: pdf(certificates)}


def pdf(certificates: Iterable[Certificate]) -> bytes:
    """Return a page for each certificate."""
    import typst  # noqa: PLC0415 - only these papers need it

    pages = [_page(one) for one in certificates]
    inputs = {"certificates": json.dumps(pages, ensure_ascii=False), "title": "Giấy chứng nhận"}
    compiled = typst.compile(
        str(_TEMPLATE),
        font_paths=[str(folder) for folder in _FONTS],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        timestamp=0,
    )
    if not isinstance(compiled, bytes):
        raise TypeError("typst made several files")
    return compiled


def _page(one: Certificate) -> dict[str, object]:
    """Return what the template is told."""
    drawn, width, height, depth, ink = _border(one.field, one.seed)
    day = one.day
    when = (
        f"ngày {_two(day.day)} tháng {_two(day.month) if day.month < 3 else day.month} năm {day.year}"
        if day
        else "ngày ..... tháng ..... năm ........."
    )
    return {
        "name": one.name,
        "unit": one.unit,
        "prize": one.prize,
        "work": one.work,
        "won": "đã đoạt",
        "lead": "Ban Tổ chức chứng nhận" if one.work else "Ban Tổ chức chứng nhận tập thể",
        "contest": one.contest,
        "organiser": one.organiser,
        "place-and-day": f"{one.place or '.' * 24}, {when}",
        "decision": one.decision,
        "number": one.number,
        "sample": one.sample,
        "border": drawn,
        "width": width,
        "height": height,
        "depth": depth,
        "ink": ink,
    }


@functools.lru_cache(maxsize=64)
def _border(field: str, seed: str) -> tuple[str, float, float, float, str]:
    """Return the border as SVG, its width, height and depth in millimetres, and the colour of its cloth."""
    woven = band(seed, field)
    width = border.fitting(woven, round(_WIDTH / _THREAD))
    height = border.fitting(woven, round(_HEIGHT / _THREAD))
    thread = min(_WIDTH / width, _HEIGHT / height)
    cloth = border.frame(woven, width, height)
    return (
        svg(cloth, for_print=True),
        width * thread,
        height * thread,
        woven.height * thread,
        woven.palette[0],
    )


def _two(number: int) -> str:
    """Return the day, or a month before March, with two digits, as Decree 30/2020/NĐ-CP asks."""
    return f"{number:02}"


def _line(text: str) -> str:
    return nfc(" ".join(text.split()))
