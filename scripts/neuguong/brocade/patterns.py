"""Which cloth belongs to which field: a motif, the frame around it and five yarns.

A field's slug in, a `Pattern` out. The fields of the department's plan have patterns chosen by hand and eye;
the digest of any other slug chooses one, so that another department's own fields have their cloth too.
"""

from __future__ import annotations

from dataclasses import dataclass

from neuguong.brocade.chance import Chance
from neuguong.brocade.cloth import Threads, threads, unfold_down
from neuguong.brocade.drawings import FRAMES, MOTIFS
from neuguong.brocade.yarns import DEEPS, GROUNDS, LIGHTS, YARNS, contrast

CONTRAST = 3.0
"""How well figure and accent stand out from their ground, at least: what WCAG asks of graphics."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What all cloth of a field has in common."""

    motif: Threads
    """The left half of 10 x 10 threads."""
    frame: Threads
    """The left half of 28 x 26 threads."""
    palette: tuple[str, ...]
    """The colours of ground, figure, accent, deep and spark."""


_CHOSEN = {  # motif, frame; ground, figure, accent, deep, spark
    "quan-ly-chi-dao": "mat-troi sao canh-kien nghe bong huyet gac",
    "nuoi-day-day-hoc": "hoa moc la-rung bong dao rung-gia nghe",
    "chu-nhiem-lop": "nam-o o cham bong gac dem nghe",
    "xa-hoi-hoa-giao-duc": "gieng luoi gach bong nghe huyet ma",
    "van-dong-ra-lop": "chum nui co-vit bong nghe rung-gia dao",
    "tu-hoc-tu-boi-duong": "tram tram la-cam bong nghe mo dao",
    "giup-do-gia-dinh-kho-khan": "moc moc man bong dao mo nghe",
    "giup-hoc-sinh-vuon-len": "mui soc la-rung ma nghe rung-gia bong",
    "do-dung-day-hoc": "dan o cu-nau nghe bong go gac",
    "de-tai-sang-kien": "hat luoi than bong nghe muc gac",
    "doi-moi-phuong-phap": "song nui lam bong nghe dem troi",
    "ngoai-gio-len-lop": "dieu tram la-cam nghe dao dem bong",
    "trang-tri-truong-lop": "chu-x sao man nghe bong huyet troi",
    "quan-he-dia-phuong": "rang soc co-vit nghe bong dem dao",
    "nghi-luc-day-hoc": "cay moc canh-kien bong ma rung-gia nghe",
    "vung-kho-khan-dan-toc": "ruong nui reu bong nghe rung-gia gac",
    "truong-chuan-quoc-gia": "sao sao cham nghe bong huyet gac",
    "gia-dinh-nha-giao": "nha-san o cu-nau bong gac huyet nghe",
    "cong-tac-phuc-vu": "cot soc than troi bong muc nghe",
    "guong-khac": "o-long luoi lam dao bong dem nghe",
}


def pattern_of(field: str) -> Pattern:
    """Return the pattern of a field, known or not."""
    if field not in _CHOSEN:
        return _drawn(field)
    motif, frame, *yarns = _CHOSEN[field].split()
    return Pattern(_left_half(MOTIFS[motif]), _left_half(FRAMES[frame]), tuple(YARNS[yarn] for yarn in yarns))


def _left_half(drawing: str) -> Threads:
    """Return a left half of even height; what is no taller than wide was drawn as a quarter."""
    rows = threads(drawing)
    return unfold_down(rows) if len(rows) <= len(rows[0]) else rows


def _drawn(field: str) -> Pattern:
    chance = Chance("field", field)
    frame = _left_half(chance.one_of(tuple(FRAMES.values())))
    return Pattern(_drawn_motif(chance), frame, _drawn_palette(chance))


_RINGS = ("..##..##.", "###..##..", "..###..##", "#..##..##", "####..##.", "...##..##", "..####...")
"""Rings of diamonds around the middle of a motif, from the inside out."""
_RAYS = ("##...", ".##..", "..##.", "#..##", "...##", "#.#.#")
"""Rays that cross them, from the diagonal out."""

_FIGURES = ("bong", "nghe")
"""Cotton and turmeric stand out from every ground, and calm the other yarns."""


def _drawn_motif(chance: Chance) -> Threads:
    """Return a motif of rings that turn over where a ray crosses them, around an accent."""
    rings, rays, heart = chance.one_of(_RINGS), chance.one_of(_RAYS), chance.below(3)

    def sign(x: int, y: int) -> str:
        if x + y <= heart:
            return "o"
        return "#" if rings[x + y] != rays[abs(x - y)] else "."

    middle_out = range(4, -1, -1)
    return unfold_down(threads("\n".join("".join(sign(x, y) for x in middle_out) for y in middle_out)))


def _drawn_palette(chance: Chance) -> tuple[str, ...]:
    ground = chance.one_of(GROUNDS)
    figure, other = chance.shuffled(_FIGURES)
    clear = [yarn for yarn in LIGHTS if contrast(YARNS[yarn], YARNS[ground]) >= CONTRAST]
    accent, spark, *_ = chance.shuffled(yarn for yarn in clear if yarn not in {figure, other})
    spark = chance.one_of((other, spark))
    return tuple(YARNS[yarn] for yarn in (ground, figure, accent, chance.one_of(DEEPS), spark))
