"""Photos as they are shown: which sizes, under which names, without any metadata.

`plan` and `picture` are pure; `make` is the work of a crew and writes the files. A name holds the digest of
the original and of the recipe, so that browsers may keep what they have.
"""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from neuguong.content import pictures
from neuguong.content.files import MAX_PICTURE, Tree
from neuguong.content.model import Article, Photo, PhotoFile
from neuguong.content.pixels import upright_rgb
from neuguong.crew import Crew
from neuguong.problems import Problem
from neuguong.site import addresses, write
from neuguong.site.medium import WEB, Medium
from neuguong.site.pages import Derivative, Picture
from neuguong.site.write import Made
from neuguong.text import slug

PLAIN_WIDTH = 960
QUALITY = 80
FEW = 4
"""Fewer pictures than this are made here and now."""
RECIPE = f"2 {QUALITY}"
"""Stands in every name: whoever changes how pictures are made counts the first number up."""
_FORMATS = {"webp": "WEBP", "jpg": "JPEG"}
"""What Pillow calls a format, by the ending of its files."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file to make: where from (and which bytes lay there), where to, how wide, in which format."""

    source: str
    digest: str
    target: str
    width: int
    format: str


def picture(article: Article, photo: Photo, file: PhotoFile, medium: Medium = WEB) -> Picture:
    """Return the photo as templates see it."""

    def sizes(ending: str) -> tuple[Derivative, ...]:
        return tuple(
            Derivative(href=_address(article, file, width, ending), width=width)
            for width in _widths(file.width, medium)
        )

    width = min(file.width, PLAIN_WIDTH)
    return Picture(
        alt=photo.alt,
        caption=photo.caption,
        credit=photo.credit,
        width=width,
        height=round(file.height * width / file.width),
        webp=sizes("webp") if "webp" in medium.formats else (),
        jpeg=sizes("jpg"),
        plain=Derivative(href=_address(article, file, width, "jpg"), width=width),
    )


def plan(articles: Iterable[Article], medium: Medium = WEB) -> Iterator[Recipe]:
    """Yield every file that the articles' photos need."""
    for article in articles:
        for file in article.photo_files:
            for ending in medium.formats:
                for width in _widths(file.width, medium):
                    target = _address(article, file, width, ending)
                    yield Recipe(file.path, file.digest, target, width, _FORMATS[ending])


def make(recipes: Sequence[Recipe], tree: Tree, output: Path, crew: Crew) -> Iterator[Made]:
    """Make the files and yield word of each."""
    return crew.map(_make, (tree, output), recipes, alone=len(recipes) < FEW)


def _make(folders: tuple[Tree, Path], recipe: Recipe) -> Made:
    """Make one file; the work of a crew."""
    tree, output = folders
    original = tree.data(recipe.source, MAX_PICTURE)
    if isinstance(original, Problem) or pictures.digest(original) != recipe.digest:
        raise FileNotFoundError(errno.ENOENT, "other bytes than when it was checked", recipe.source)
    data = derive(original, recipe.width, recipe.format)
    return write.make(output, recipe.target, data)


def derive(data: bytes, width: int, format_name: str) -> bytes:
    """Return the picture upright and scaled, without any metadata."""
    from PIL import Image  # noqa: PLC0415 - most builds have no new picture

    upright = upright_rgb(data)
    height = max(1, round(upright.height * width / upright.width))
    scaled = upright.resize((width, height), Image.Resampling.LANCZOS)
    scaled.info.clear()
    made = io.BytesIO()
    options = {"method": 4} if format_name == "WEBP" else {"progressive": True, "optimize": True}
    scaled.save(made, format_name, quality=QUALITY, **options)
    return made.getvalue()


def _widths(original: int, medium: Medium) -> tuple[int, ...]:
    widths = medium.widths
    smaller = tuple(width for width in widths if width < original)
    return smaller if len(smaller) == len(widths) else (*smaller, min(original, widths[-1]))


def _address(article: Article, file: PhotoFile, width: int, ending: str) -> str:
    stem = slug(PurePosixPath(file.name).stem) or "anh"
    digest = hashlib.sha256(f"{file.digest} {RECIPE}".encode()).hexdigest()
    return addresses.picture(article, stem, digest, width, ending)
