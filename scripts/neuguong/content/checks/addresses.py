"""Rules about addresses, which look at all articles together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from neuguong.content.checks.rule import Fault, World
from neuguong.content.drafts import Sketch
from neuguong.content.model import Status
from neuguong.content.source import Kind
from neuguong.content.vocabulary import RESERVED
from neuguong.problems import Text
from neuguong.text import slug

ADDRESSES = "stories/addresses.txt"
ADDRESS = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What `slug` leaves as it is."""
_ONCE_PUBLIC = frozenset({Status.PUBLISHED, Status.RETRACTED})

Placed = tuple[str, Fault]


def read_addresses(text: str) -> tuple[str, ...]:
    """Return the lines of addresses.txt; empty lines and # notes keep their numbers."""
    return tuple(line.strip() for line in text.split("\n"))


def is_address(line: str) -> bool:
    """Return whether a line records an address, and is no note."""
    return bool(line) and not line.startswith("#")


def slug_is_stable_and_unique(sketches: Sequence[Sketch], world: World) -> Iterator[Placed]:
    """A file's name is its address: ASCII, used once, and never changed after publication."""
    yield from _misnamed(sketches)
    yield from _shared(sketches)
    yield from _lost(sketches, world)
    yield from _misrecorded(world)


def former_address_is_free(sketches: Sequence[Sketch], world: World) -> Iterator[Placed]:
    """A former address belongs to one text, and no text lies there now."""
    claimed: dict[str, str] = {}
    for sketch in sketches:
        for address, line in sketch.formerly:
            now = f"stories/{address}.md"
            owner = now if now in world.files else claimed.setdefault(address, sketch.source.path)
            if owner != sketch.source.path or now in world.files:
                yield (
                    sketch.source.path,
                    Fault(
                        line,
                        Text(
                            f"địa chỉ cũ “{address}” đang thuộc về {owner}",
                            f"the former address “{address}” belongs to {owner}",
                        ),
                        Text("xóa dòng này", "delete this line"),
                    ),
                )


def _misnamed(sketches: Sequence[Sketch]) -> Iterator[Placed]:
    for sketch in sketches:
        name = sketch.source.slug
        if _PLAIN.fullmatch(name) and name not in RESERVED:
            continue
        right = "ten-bai" if name in RESERVED else slug(name) or "ten-bai"
        yield (
            sketch.source.path,
            Fault(
                0,
                Text(
                    f"tên tệp “{name}.md” có chữ hoa, dấu tiếng Việt, dấu cách, hoặc là tên dành riêng",
                    f"the file name “{name}.md” has capitals, marks or spaces, or is reserved",
                ),
                Text(f"đổi thành “{right}.md”", f"rename it to “{right}.md”"),
            ),
        )


def _shared(sketches: Sequence[Sketch]) -> Iterator[Placed]:
    """Stories share one list of slugs over all years, entries one in each season.

    Translations are named like their stories.
    """
    seen: dict[tuple[str, str], str] = {}
    for sketch in sketches:
        source = sketch.source
        group = source.group if source.kind is Kind.ENTRY else source.lang
        first = seen.setdefault((group, source.slug), source.path)
        if first != source.path:
            yield (
                source.path,
                Fault(
                    0,
                    Text(f"tên tệp trùng với {first}", f"{first} has the same name"),
                    Text("đặt tên khác cho bài mới hơn", "give the newer one another name"),
                ),
            )


def _lost(sketches: Sequence[Sketch], world: World) -> Iterator[Placed]:
    """Yield the recorded addresses at which nothing lies any more."""
    former = {
        address
        for sketch in sketches
        if sketch.formerly and sketch.source.kind is Kind.STORY and sketch.status in _ONCE_PUBLIC
        for address, _line in sketch.formerly
    }
    for number, address in enumerate(world.addresses, start=1):
        if not ADDRESS.fullmatch(address) or address in former:
            continue
        if f"stories/{address}.md" not in world.files:
            yield (
                ADDRESSES,
                Fault(
                    number,
                    Text(
                        f"bài đã đăng “{address}” không còn ở địa chỉ ấy",
                        f"the published text “{address}” is gone from its address",
                    ),
                    Text(
                        f"trả lại tên tệp cũ, hoặc ghi “formerly: [{address}]” ở bài đã chuyển; "
                        "bài đã xóa hẳn theo yêu cầu thì xóa dòng này",
                        f"restore the file name, or write “formerly: [{address}]” in the moved text; "
                        "delete this line if the text was erased on request",
                    ),
                ),
            )


def _misrecorded(world: World) -> Iterator[Placed]:
    """A line of addresses.txt reads <school year>/<slug>."""
    for number, line in enumerate(world.addresses, start=1):
        if is_address(line) and not ADDRESS.fullmatch(line):
            yield (
                ADDRESSES,
                Fault(
                    number,
                    Text(f"“{line}” không phải địa chỉ bài", f"“{line}” is no address of a text"),
                    Text(
                        "ghi như 2014-2015/ten-bai, không có .md", "write it as 2014-2015/slug, without .md"
                    ),
                ),
            )
