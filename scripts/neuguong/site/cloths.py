"""Brocade in the output: the mark of each field, the covers of stories without a photo, the border band.

Fields and articles in, a `Weaving` for each file out, and from it the file: woven in a crew. What is woven
depends on its names alone, so a cloth is made once and stays.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from neuguong.brocade.cloth import Cloth
from neuguong.brocade.svg import svg
from neuguong.brocade.weave import band, cover, mark
from neuguong.content.model import Article
from neuguong.content.vocabulary import Field
from neuguong.crew import Crew
from neuguong.site import addresses, write
from neuguong.site.write import Made

VARIATIONS = 5
"""Covers of a field: a story keeps its own for good, and ten thousand stories need no ten thousand files."""
BATCH = 20
FEW = 40
"""Fewer cloths than this are woven here and now: starting workers would take longer."""
_BORDER = "trang-chu"


class Weaving(NamedTuple):
    """A file to weave: where it lies, what kind of cloth, of which field, which one of several."""

    target: str
    kind: str
    field: str = ""
    seed: str = ""


def cover_of(article: Article) -> str:
    """Return where the cloth of an article lies."""
    return addresses.cover(article.meta.field, variation(article))


def plan(fields: Iterable[Field], articles: Iterable[Article]) -> Iterator[Weaving]:
    """Yield every cloth that the site shows."""
    yield Weaving(addresses.BAND, "band", seed=_BORDER)
    for field in fields:
        yield Weaving(addresses.mark(field.slug), "mark", field.slug)
    bare = {(one.meta.field, variation(one)) for one in articles if not one.photo_files}
    for slug, number in sorted(bare):
        yield Weaving(addresses.cover(slug, number), "cover", slug, str(number))


def make(weavings: Sequence[Weaving], output: Path, crew: Crew) -> Iterator[Made]:
    """Weave the files and yield word of each."""
    return crew.map_each(_weave, output, weavings, batch=BATCH, few=FEW)


def _weave(output: Path, weaving: Weaving) -> Made:
    """Make one file; the work of a crew."""
    data = svg(_woven(weaving)).encode()
    return write.make(output, weaving.target, data)


def _woven(weaving: Weaving) -> Cloth:
    if weaving.kind == "mark":
        return mark(weaving.field)
    return cover(weaving.field, weaving.seed) if weaving.kind == "cover" else band(weaving.seed)


def variation(article: Article) -> int:
    """Return which of its field's cloths an article wears."""
    return zlib.crc32(article.key.encode()) % VARIATIONS
