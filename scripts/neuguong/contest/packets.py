"""The packet: one HTML file in which a judge reads and scores, without any network, and gets a score file.

A handout in, bytes out; the same handout gives the same bytes. The file may run and load nothing but what it
holds itself. It names the judge and nobody else.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from importlib import resources
from typing import Any
from urllib.parse import quote

from neuguong.contest import entry_text
from neuguong.contest.bare_pictures import bare
from neuguong.contest.handout import (
    REASONS,
    BlindEntry,
    Guide,
    Handout,
    Picture,
    packet_digest,
    plain,
    rubric_digest,
    text_digest,
)

_MOST_CHIPS = 21
"""Numbers to tap beside the box; where the steps are finer, every second, fifth, tenth … is shown."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class _ShownGuide:
    slug: str
    name: str
    range: str
    step: str
    chips: tuple[str, ...]
    anchors: tuple[_Anchor, ...]


@dataclass(frozen=True, slots=True)
class _ShownPicture:
    data: str
    width: int
    height: int
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class _ShownEntry:
    code: str
    title: str
    field: str
    html: str
    pictures: tuple[_ShownPicture, ...]


def file_name(handout: Handout) -> str:
    """Return the packet's name: no identity but the judge's id."""
    return f"phieu-cham-{handout.season}-{handout.round}-{handout.judge}.html"


def page(handout: Handout) -> bytes:
    """Return the judge's packet. Raises bare_pictures.BadPicture where a picture cannot be opened."""
    style, script = _style(), _part("packet.js")
    filled: str = _template().render(
        handout=handout,
        deadline=f"{handout.deadline:%d/%m/%Y}" if handout.deadline else "",
        policy=_policy(style, script),
        style=_verbatim(style),
        script=_verbatim(script),
        data=_verbatim(_data(handout)),
        entries=tuple(map(_shown_entry, handout.entries)),
        guides=tuple(map(_shown_guide, handout.guides)),
        reasons=REASONS,
        say=say,
    )
    return (filled + "\n").encode()


def say(key: str, **values: object) -> str:
    """Return a sentence of the packet's one table of words."""
    return words()[key].format_map(values)


@functools.cache
def words() -> dict[str, str]:
    """Return all sentences of the packet."""
    found: dict[str, str] = json.loads(_part("words.json"))
    return found


@functools.cache
def _part(name: str) -> str:
    return resources.files("neuguong.contest").joinpath("packet", name).read_text("utf-8")


@functools.cache
def _style() -> str:
    from neuguong.brocade.svg import svg  # noqa: PLC0415 - only packets need a cloth here
    from neuguong.brocade.weave import band  # noqa: PLC0415

    return (
        f':root{{--band:url("data:image/svg+xml,{quote(svg(band("phieu-cham")))}")}}\n{_part("packet.css")}'
    )


@functools.cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only packets need it

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_part("packet.html"))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _verbatim(text: str) -> Any:
    from markupsafe import Markup  # noqa: PLC0415 - only packets need it

    return Markup(text)  # noqa: S704 - our own style and script, and data without "<"


def _data(handout: Handout) -> str:
    """Return what the script needs to know, as JSON that cannot end its element."""
    known = {
        "season": handout.season,
        "season_name": handout.season_name,
        "round": handout.round,
        "round_name": handout.round_name,
        "judge": handout.judge,
        "judge_name": handout.judge_name,
        "send_to": handout.send_to,
        "packet": packet_digest(handout),
        "rubric": rubric_digest(handout.rubric),
        "criteria": [_criterion_data(guide) for guide in handout.guides],
        "entries": [
            {"code": entry.code, "title": entry.title, "field": entry.field, "text": text_digest(entry)}
            for entry in handout.entries
        ],
        "reasons": [asdict(reason) for reason in REASONS],
        "words": {key: sentence for key, sentence in words().items() if not key.startswith("sheet-")},
    }
    written = json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _criterion_data(guide: Guide) -> dict[str, str | bool]:
    criterion = guide.criterion
    return {
        "slug": criterion.slug,
        "name": criterion.name.vi,
        "max": plain(criterion.max),
        "step": plain(criterion.step),
        "weight": plain(criterion.weight),
        "required": criterion.required,
        "low": guide.low,
        "middle": guide.middle,
        "high": guide.high,
    }


def _comma(value: Fraction) -> str:
    return plain(value).replace(".", ",")


def range_words(guide: Guide) -> str:
    """Return the scale of a criterion in words."""
    criterion = guide.criterion
    parts = [say("range", max=_comma(criterion.max), step=_comma(criterion.step))]
    parts += [say("weight", weight=_comma(criterion.weight))] if criterion.weight != 1 else []
    parts += [] if criterion.required else [say("optional")]
    return ", ".join(parts)


def _shown_guide(guide: Guide) -> _ShownGuide:
    labelled = (("anchor-low", guide.low), ("anchor-middle", guide.middle), ("anchor-high", guide.high))
    return _ShownGuide(
        slug=guide.criterion.slug,
        name=guide.criterion.name.vi,
        range=range_words(guide),
        step=_comma(guide.criterion.step),
        chips=tuple(map(_comma, chips(guide.criterion.max, guide.criterion.step))),
        anchors=tuple(_Anchor(say(label), text) for label, text in labelled if text),
    )


def chips(most: Fraction, step: Fraction) -> tuple[Fraction, ...]:
    """Return the scores to tap: evenly spaced from 0, on the step, few enough for a screen, the most last."""
    nice = (Fraction(digit) * Fraction(10) ** power for power in range(-6, 7) for digit in (1, 2, 5))
    fitting = (stride for stride in nice if not stride % step and most / stride < _MOST_CHIPS)
    stride = next(fitting, step * -(-most // (step * (_MOST_CHIPS - 1))))
    found = [stride * count for count in range(int(most / stride) + 1)]
    return tuple(found if found[-1] == most else [*found, most])


def _shown_entry(entry: BlindEntry) -> _ShownEntry:
    return _ShownEntry(
        entry.code,
        entry.title,
        entry.field,
        _verbatim(entry_text.to_html(entry.markdown)),
        tuple(map(_shown_picture, entry.pictures)),
    )


def _shown_picture(picture: Picture) -> _ShownPicture:
    from PIL import Image  # noqa: PLC0415 - most entries have no picture

    data = bare(picture.data)
    with Image.open(io.BytesIO(data)) as opened:
        width, height = opened.size
    return _ShownPicture(base64.b64encode(data).decode(), width, height, picture.alt, picture.caption)
