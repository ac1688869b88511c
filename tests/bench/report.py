"""What was measured → the numbers that are kept (bench.json) and the table that people read.

Times, sizes and memory in; a dictionary of plain values or a text out. Measures nothing.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.measure import Memory

CASES = ("clean", "nothing", "edit", "add", "template", "vocabulary")
OURS, PEER = "neuguong", "hugo"

_STORY = re.compile(r"bai/\d{4}-\d{4}/(?!.*-dia-chi-cu\.html)[^/]+\.html")
_LIST = re.compile(
    r"(?:linh-vuc|noi|nam-hoc|cap-hoc|doi-tuong)/(?!index).*|tat-ca.*|bai/(?:trang/.*|index\.html)"
)
_SAID = {
    "clean": "clean build",
    "nothing": "nothing changed",
    "edit": "one story edited",
    "add": "one story added",
    "template": "story template changed",
    "vocabulary": "a field renamed",
}


@dataclass(frozen=True, slots=True)
class Volume:
    """How much an output holds: files, HTML pages and their bytes, and what stories and lists weigh."""

    files: int
    pages: int
    stories: int
    lists: int
    all_bytes: int
    html_bytes: int
    story_bytes: int
    list_bytes: int


@dataclass(frozen=True, slots=True)
class CleanBuilds:
    """Clean builds of one site: the median of their seconds, the pages they made, their peak memory."""

    seconds: float
    pages: int
    memory: Memory


@dataclass(frozen=True, slots=True)
class Alone:
    """What was measured without the peer: a site, and beside it one of 10,000 stories."""

    n: int
    here: CleanBuilds
    middle: CleanBuilds


def alone(found: Alone) -> str:
    """Return what people read of builds without the peer."""
    here, middle = found.here, found.middle
    grown = (here.seconds / here.pages) / (middle.seconds / middle.pages)
    return "\n".join(
        (
            f"{found.n:,} stories, clean build: {here.seconds:.1f} s for {here.pages:,} pages",
            f"10,000 stories, clean build: {middle.seconds:.1f} s for {middle.pages:,} pages",
            f"A page takes {grown:.2f} times what it takes at 10,000 stories.",
            f"Peak memory, all processes (PSS): {here.memory.tree / 1e9:.2f} GB",
            f"Peak memory of the largest process: {here.memory.largest / 1e9:.2f} GB",
        )
    )


def volume(output: Path) -> Volume:
    """Count an output folder; files with a dot in front are the program's own."""
    files = [file for file in output.rglob("*") if file.is_file() and file.name[0] != "."]
    sizes = {file.relative_to(output).as_posix(): file.stat().st_size for file in files}
    html = {path: size for path, size in sizes.items() if path.endswith(".html")}
    stories = [size for path, size in html.items() if _STORY.fullmatch(path)]
    lists = [size for path, size in html.items() if _LIST.fullmatch(path)]
    return Volume(
        files=len(sizes),
        pages=len(html),
        stories=len(stories),
        lists=len(lists),
        all_bytes=sum(sizes.values()),
        html_bytes=sum(html.values()),
        story_bytes=sum(stories),
        list_bytes=sum(lists),
    )


def figures(
    *,
    n: int,
    rounds: int,
    ram_disk: bool,
    seconds: Mapping[str, Mapping[str, list[float]]],
    processor: Mapping[str, Mapping[str, list[float]]],
    volume: Mapping[str, Volume],
    memory: Mapping[str, Memory],
    stages: Mapping[str, float],
    serve: float,
) -> dict[str, Any]:
    """Return everything that is kept of a site of one size; ratios are ours ÷ Hugo's."""
    medians, worked = _medians(seconds), _medians(processor)
    spread = {
        name: {case: [min(times), max(times)] for case, times in cases.items()}
        for name, cases in seconds.items()
    }
    peer_clean = medians[PEER]["clean"]
    return {
        "n": n,
        "rounds": rounds,
        "ram_disk": ram_disk,
        "medians": {name: {case: medians[name][case] for case in CASES} for name in (OURS, PEER)},
        "spread": {name: {case: spread[name][case] for case in CASES} for name in (OURS, PEER)},
        "processor": {name: {case: worked[name][case] for case in CASES} for name in (OURS, PEER)},
        "pages": {
            name: {"html": each.pages, "stories": each.stories, "lists": each.lists, "files": each.files}
            for name, each in volume.items()
        },
        "bytes": {
            name: {
                "html": each.html_bytes,
                "all": each.all_bytes,
                "per_story": round(each.story_bytes / each.stories),
                "per_list": round(each.list_bytes / each.lists),
            }
            for name, each in volume.items()
        },
        "memory": {name: {"tree": each.tree, "largest": each.largest} for name, each in memory.items()},
        "check": medians[OURS]["check"],
        "stages": dict(stages),
        "serve": serve,
        "floor": medians["floor"]["clean"],
        "ratios": {
            **{case: medians[OURS][case] / medians[PEER][case] for case in CASES},
            "memory": memory[OURS].tree / memory[PEER].tree,
            "stages": {stage: spent / peer_clean for stage, spent in stages.items()},
            "floor": medians["floor"]["clean"] / peer_clean,
        },
    }


def _medians(times: Mapping[str, Mapping[str, list[float]]]) -> dict[str, dict[str, float]]:
    return {
        name: {case: statistics.median(each) for case, each in cases.items()} for name, cases in times.items()
    }


def table(found: Mapping[str, Any]) -> str:
    """Return the tables of all sizes, the asked one first."""
    before, after = found["load_before"][0], found["load_after"][0]
    lines = [
        f"neuguong (Python {found['python']}) and Hugo {found['hugo']}, {found['cores']} cores",
        f"load {before:.1f} before, {after:.1f} after; a ratio below 1: neuguong needs less",
        *_size(found),
    ]
    for smaller in found["sizes"].values():
        lines += ["", *_size(smaller)]
    if "per_page_growth" in found:
        lines += ["", f"A page takes {found['per_page_growth']:.2f} times what it takes at 10,000 stories."]
    return "\n".join(lines)


def _size(found: Mapping[str, Any]) -> Iterator[str]:
    place = "on a RAM disk" if found["ram_disk"] else "on the ordinary disk"
    yield f"{found['n']:,} stories, medians of {found['rounds']} rounds, {place}"
    yield f"  {'':24}{'neuguong':>26}{'Hugo':>26}{'ratio':>8}"
    for case in CASES:
        ours, peer = (_time(found, name, case) for name in (OURS, PEER))
        yield f"  {_SAID[case]:24}{ours:>26}{peer:>26}{found['ratios'][case]:8.2f}"
    worked = {name: found["processor"][name]["clean"] for name in (OURS, PEER)}
    yield _row("processor time, clean", worked, "s", worked[OURS] / worked[PEER])
    memory = {name: found["memory"][name]["tree"] / 2**20 for name in (OURS, PEER)}
    yield _row("peak memory, all (PSS)", memory, "MiB", found["ratios"]["memory"])
    memory = {name: found["memory"][name]["largest"] / 2**20 for name in (OURS, PEER)}
    yield _row("largest process", memory, "MiB", memory[OURS] / memory[PEER])
    for words, part, key, unit in (
        ("HTML pages", "pages", "html", ""),
        ("  of lists", "pages", "lists", ""),
        ("bytes of HTML", "bytes", "html", ""),
        ("bytes of a story's page", "bytes", "per_story", ""),
        ("bytes of a list's page", "bytes", "per_list", ""),
    ):
        values = {name: found[part][name][key] for name in (OURS, PEER)}
        yield _row(words, values, unit, values[OURS] / values[PEER])
    yield f"  {'check, nothing kept':24}{found['check']:24.2f} s"
    yield f"  {'saved → served':24}{found['serve']:24.2f} s"
    yield f"  {'':24}{'':26}{'of Hugo’s clean build':>26}"
    yield _part("floor: read, parse, write", found["floor"], found["ratios"]["floor"])
    for stage, spent in found["stages"].items():
        yield _part(f"stage: {stage}", spent, found["ratios"]["stages"][stage])


def _time(found: Mapping[str, Any], name: str, case: str) -> str:
    least, most = found["spread"][name][case]
    return f"{found['medians'][name][case]:.2f} s ({least:.2f} – {most:.2f})"


def _part(words: str, seconds: float, ratio: float) -> str:
    return f"  {words:26}{seconds:22.2f} s{'':26}{ratio:8.2f}"


def _row(words: str, values: Mapping[str, float], unit: str, ratio: float) -> str:
    places = 2 if unit == "s" else 0
    ours, peer = (f"{values[name]:,.{places}f} {unit}".rstrip() for name in (OURS, PEER))
    return f"  {words:24}{ours:>26}{peer:>26}{ratio:8.2f}"
