"""The benchmark: neuguong against Hugo on the same made-up site, in the same run.

The number of stories in (BENCH_N, 10000 where it is not set; 1000 as well, unless BENCH_ONLY=1) and that of
rounds (BENCH_ROUNDS); a table and output/bench.json out. With BENCH_ALONE=1 only clean builds of ours.
Both build turn and turn about on a RAM disk, several rounds, medians of wall time. After each build the
change must show in the output; after it is taken back the output must be as before.

    python -m tests.bench.run [--quick] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench import contenders, corpus, report
from tests.bench.contenders import Contender, NotShownError
from tests.bench.measure import CommandFailedError, Memory, peak_memory, timed
from tests.bench.serving import waited

RAM_DISK = Path("/dev/shm")  # noqa: S108 - a disk's own slowness is not what is measured
BYTES_PER_STORY = 120_000
"""What a story takes there with both sources, both outputs and what is kept between builds."""

SMALL, MIDDLE = 1000, 10_000
PROVEN = SMALL
"""On so many stories each changed build is compared with a clean one of the same texts."""


@dataclass(slots=True)
class Bench:
    """A site with both contenders, and what was measured on it so far."""

    count: int
    pair: tuple[Contender, Contender]
    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    processor: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    digests: dict[str, dict[str, bytes]] = field(default_factory=dict)
    volume: dict[str, report.Volume] = field(default_factory=dict)

    def build(self, contender: Contender, case: str) -> None:
        """Build and keep the time."""
        self.run(contender.name, case, contender.command)

    def run(self, name: str, case: str, command: Sequence[str]) -> None:
        """Run a command and keep its times."""
        found = timed(command, corpus.ROOT)
        self.seconds.setdefault(name, {}).setdefault(case, []).append(found.seconds)
        self.processor.setdefault(name, {}).setdefault(case, []).append(found.processor)
        say(f"{self.count:>7,} {name:9} {case:11} {found.seconds:8.2f} s")


def main() -> None:
    """Run the benchmark as the command line and the environment ask."""
    parser = argparse.ArgumentParser(description="Measure neuguong against Hugo.")
    parser.add_argument("--quick", action="store_true", help="200 stories, one round: does it run?")
    parser.add_argument("--json", type=Path, default=corpus.ROOT / "output/bench.json", metavar="FILE")
    asked = parser.parse_args()
    count = 200 if asked.quick else int(os.environ.get("BENCH_N", str(MIDDLE)))
    if os.environ.get("BENCH_ALONE") == "1":
        print(report.alone(measure_alone(count, rounds(count))))
        return
    alone = asked.quick or os.environ.get("BENCH_ONLY") == "1"
    found = about()
    found |= measure(count, rounds(count, quick=asked.quick))
    if count > MIDDLE:
        found["per_page_growth"] = growth(found)
    small = {} if alone or count == SMALL else {str(SMALL): measure(SMALL, rounds(SMALL))}
    found["sizes"] = small
    found["load_after"] = list(os.getloadavg())
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(report.table(found))


def about() -> dict[str, Any]:
    """Return what is compared, and on what."""
    return {
        "hugo": contenders.hugo_version(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": list(os.getloadavg()),
    }


def rounds(count: int, *, quick: bool = False) -> int:
    """Return how often each build is measured: BENCH_ROUNDS times, or 5, above 10,000 stories 3."""
    if quick:
        return 1
    return int(os.environ.get("BENCH_ROUNDS", "5" if count <= MIDDLE else "3"))


def measure(count: int, times: int) -> dict[str, Any]:
    """Measure everything on a site of so many stories."""
    with folder(count) as work:
        site, added = write_site(work, count)
        pair = (contenders.neuguong(site, work, added), contenders.hugo(site, work, added))
        bench = Bench(count, pair)
        for turn in range(times):
            play(bench, turn)
        for _ in range(times):
            measure_others(bench, site, work)
        return report.figures(
            n=count,
            rounds=times,
            ram_disk=work.is_relative_to(RAM_DISK),
            seconds=bench.seconds,
            processor=bench.processor,
            volume=bench.volume,
            memory={each.name: memory(each, min(times, 3)) for each in pair},
            stages=stages(pair[0]),
            serve=serve(pair[0], site, times),
        )


@contextmanager
def folder(count: int) -> Iterator[Path]:
    """Make a folder on the RAM disk, or on the ordinary one, and remove it afterwards."""
    root = None
    if RAM_DISK.is_dir() and os.access(RAM_DISK, os.W_OK):
        room = shutil.disk_usage(RAM_DISK).free
        root = RAM_DISK if room > count * BYTES_PER_STORY else None
    if root is None:
        say("no RAM disk, or one too small: the times hold those of the disk too")
    work = Path(tempfile.mkdtemp(prefix="neuguong-bench-", dir=root))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def write_site(work: Path, count: int) -> tuple[Path, corpus.Story]:
    """Write the made-up site; return it and the story that will be added."""
    site = work / "site"
    say(f"{count:>7,} stories are being written")
    corpus.write_site(site, count)
    return site, corpus.added_story(corpus.gather(), count)


def play(bench: Bench, turn: int) -> None:
    """Let both build everything once; who begins changes from round to round."""
    order = bench.pair if turn % 2 == 0 else bench.pair[::-1]
    for contender in order:
        contender.forget()
        bench.build(contender, "clean")
    for contender in order:
        if turn == 0:
            bench.digests[contender.name] = contender.digests()
            bench.volume[contender.name] = report.volume(contender.output)
        bench.build(contender, "nothing")
        is_as_before(bench, contender)
    for case in bench.pair[0].changes:
        for contender in order:
            contender.changes[case].make()
            bench.build(contender, case)
            contender.shows(contender.changes[case])
            if contender.incremental and turn == 0 and bench.count <= PROVEN:
                is_as_clean(contender, case)
        for contender in order:
            take_back(bench, contender, case, turn)


def take_back(bench: Bench, contender: Contender, case: str, turn: int) -> None:
    """Undo a change and make sure that nothing is left of it; these builds are not counted.

    What builds everything anew each time need not show more than once that it does, and on no site so big
    that each such build takes minutes.
    """
    contender.changes[case].undo()
    if contender.incremental or (turn == 0 and bench.count <= MIDDLE):
        timed(contender.command, corpus.ROOT)
        contender.remove_leftovers(bench.digests[contender.name])
        contender.shows(contender.changes[case], wanted=False)
        is_as_before(bench, contender)


def is_as_before(bench: Bench, contender: Contender) -> None:
    """The output holds the same bytes as after the first clean build."""
    _same(contender, contender.digests(), bench.digests[contender.name], "unchanged texts")


def is_as_clean(contender: Contender, case: str) -> None:
    """A clean build makes the same of the changed texts."""
    quickly = contender.digests()
    contender.forget()
    timed(contender.command, corpus.ROOT)
    _same(contender, quickly, contender.digests(), f"“{case}”")


def _same(contender: Contender, found: dict[str, bytes], wanted: dict[str, bytes], what: str) -> None:
    other = sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))
    if other:
        names = ", ".join(other[:5])
        raise NotShownError(
            f"{contender.name}: {what}: {len(other)} files are not as they should be: {names}"
        )


def measure_others(bench: Bench, site: Path, work: Path) -> None:
    """Measure the check without a build before it, and the bare pipeline."""
    ours = bench.pair[0]
    ours.forget()
    bench.run(ours.name, "check", ours.more["check"])
    output = work / "output-floor"
    command = (sys.executable, "-m", "tests.bench.floor", str(site / "stories"), str(output))
    bench.run("floor", "clean", command)
    shutil.rmtree(output)


def stages(contender: Contender) -> dict[str, float]:
    """Return the seconds of each stage of a clean build, as the program itself tells them."""
    contender.forget()
    try:
        said = timed(contender.more["stages"], corpus.ROOT).stdout
        found: dict[str, float] = json.loads(said[said.index("{") : said.rindex("}") + 1])
    except (CommandFailedError, ValueError) as error:
        say(f"no stages are known: {error}")
        return {}
    return found


def serve(contender: Contender, site: Path, times: int) -> float:
    """Return the median of the seconds from the save of a story to its served page."""
    story = contender.changes["edit"].file
    found = statistics.median(waited(site, contender.output, story, times).seconds)
    say(f"{contender.name:17} saved and served {found:8.2f} s")
    return found


def memory(contender: Contender, times: int) -> Memory:
    """Return the median of the peak memory of clean builds."""
    peaks = []
    for _ in range(times):
        contender.forget()
        peaks.append(peak_memory(contender.command, corpus.ROOT))
    found = Memory(
        round(statistics.median(peak.tree for peak in peaks)),
        round(statistics.median(peak.largest for peak in peaks)),
    )
    say(f"{contender.name:17} peak memory {found.tree / 2**20:8.0f} MiB")
    return found


def growth(found: dict[str, Any]) -> float:
    """Return how much longer a page takes in this site than in one of 10,000 stories (clean builds)."""
    middle = clean_builds(MIDDLE, rounds(found["n"]))
    found["clean_at_10000"] = middle.seconds
    here = found["medians"]["neuguong"]["clean"] / found["pages"]["neuguong"]["html"]
    return float(here / (middle.seconds / middle.pages))


def measure_alone(count: int, times: int) -> report.Alone:
    """Measure clean builds of ours without Hugo, which takes minutes for each on a great site."""
    here, middle = clean_builds(count, times, look=True), clean_builds(MIDDLE, times)
    return report.Alone(count, here, middle)


def clean_builds(count: int, times: int, *, look: bool = False) -> report.CleanBuilds:
    """Build a site of so many stories from nothing; with a look at the memory too, in a build of its own."""
    with folder(count) as work:
        site, added = write_site(work, count)
        ours = contenders.neuguong(site, work, added)
        times_taken = []
        for _ in range(times):
            ours.forget()
            times_taken.append(timed(ours.command, corpus.ROOT).seconds)
            say(f"{count:>7,} {ours.name:9} clean       {times_taken[-1]:8.2f} s")
        pages = report.volume(ours.output).pages
        peak = memory(ours, 1) if look else Memory(0, 0)
    return report.CleanBuilds(statistics.median(times_taken), pages, peak)


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
