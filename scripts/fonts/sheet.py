"""Faces and stand-ins → their rules in site.css, between two marks; the rest of the sheet is by hand."""

from __future__ import annotations

from collections.abc import Iterable

from fonts.faces import READ, UI, Face, Family
from fonts.stand_ins import Fitted

_START = "/* --- faces: written by `make fonts`, not by hand --- */\n"
_END = "/* --- end of faces --- */\n"
_GENERIC = {UI.name: "system-ui, sans-serif", READ.name: "serif"}


def with_faces(sheet: str, faces: Iterable[Face], fitted: Iterable[Fitted]) -> str:
    """Return the style sheet with its part about faces written anew."""
    before, _, rest = sheet.partition(_START)
    _, end, after = rest.partition(_END)
    if not end:
        raise SystemExit("site.css has lost the marks between which the faces stand")
    fitted = list(fitted)
    rules = [*map(_face, faces), *map(_stand_in, fitted), _stacks(fitted)]
    return before + _START + "".join(f"{rule}\n" for rule in rules) + _END + after


def _face(face: Face) -> str:
    return (
        f'@font-face {{ font-family: "{face.family.name}"; font-weight: {face.weight_range}; '
        f'font-style: {face.style}; font-display: swap; src: url("../fonts/{face.file}") format("woff2"); }}'
    )


def _stand_in(fitted: Fitted) -> str:
    one = fitted.stand_in
    sources = ", ".join(f'local("{name}")' for name in one.locals)
    return (
        f'@font-face {{ font-family: "{one.name}"; font-weight: {one.weight}; font-style: {one.style}; '
        f"src: {sources}; size-adjust: {fitted.size:.2%}; ascent-override: {fitted.ascent:.2%}; "
        f"descent-override: {fitted.descent:.2%}; line-gap-override: {fitted.line_gap:.0%}; }}"
    )


def _stacks(fitted: list[Fitted]) -> str:
    return f":root {{ --face-ui: {_stack(UI, fitted)}; --face-read: {_stack(READ, fitted)}; }}"


def _stack(family: Family, fitted: list[Fitted]) -> str:
    names = dict.fromkeys(one.stand_in.name for one in fitted if one.stand_in.family == family)
    return ", ".join(f'"{name}"' for name in (family.name, *names)) + ", " + _GENERIC[family.name]
