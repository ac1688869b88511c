"""`neuguong contest simulate`: a season that never was, through the whole chain, beside its truth."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.contest_book import table
from neuguong.cli.contest_terminal import need_pyrage
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    Progress,
    clean_vocabularies,
    help_option,
    lang_option,
    open_site,
    site_option,
)
from neuguong.problems import Text

if TYPE_CHECKING:
    from neuguong.contest.rehearsal import Outcome


@click.command(
    "simulate",
    help="Chơi thử cả một mùa thi không có thật: điểm thật biết trước, giám khảo rộng chặt khác nhau; "
    "xem xếp hạng gần sự thật tới đâu và có tên ai lộ ra không.",
)
@click.option("--entries", type=click.IntRange(2, 5000), default=60, show_default=True, help="Số bài.")
@click.option("--judges", type=click.IntRange(1, 500), default=9, show_default=True, help="Số giám khảo.")
@click.option("--readings", type=click.IntRange(1, 9), default=3, show_default=True, help="Lượt đọc mỗi bài.")
@click.option(
    "--seed", default="1", show_default=True, metavar="CHỮ", help="Hạt giống; cùng hạt, cùng kết quả."
)
@click.option(
    "--quality", type=click.FloatRange(0.1, 50), default=8.0, show_default=True, help="Độ lệch chuẩn của bài."
)
@click.option(
    "--leniency", type=click.FloatRange(0, 50), default=5.0, show_default=True, help="Của độ rộng tay."
)
@click.option("--noise", type=click.FloatRange(0, 50), default=5.0, show_default=True, help="Của may rủi.")
@click.option(
    "--conflicts", type=click.FloatRange(0, 0.9), default=0.05, show_default=True, help="Phần cặp xung đột."
)
@click.option(
    "--dropouts", type=click.IntRange(0), default=0, show_default=True, help="Giám khảo bỏ giữa chừng."
)
@click.option(
    "--seasons",
    type=click.IntRange(1, 200),
    default=1,
    show_default=True,
    help="Chơi mấy mùa rồi lấy trung bình.",
)
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
@site_option
@lang_option
@help_option
def simulate(
    entries: int,
    judges: int,
    readings: int,
    seed: str,
    quality: float,
    leniency: float,
    noise: float,
    conflicts: float,
    dropouts: int,
    seasons: int,
    as_json: bool,
    root: Path,
    lang: str | None,
) -> int:
    site = open_site(root, lang)
    need_pyrage(site.language)
    from neuguong.contest import rehearsal
    from neuguong.contest.simulate import Setting

    lists = clean_vocabularies(site)
    if lists is None:
        return PROBLEMS
    setting = Setting(
        entries=entries,
        judges=judges,
        readings=readings,
        quality=quality,
        leniency=leniency,
        noise=noise,
        conflicts=conflicts,
        dropouts=dropouts,
    )
    started = time.perf_counter()
    played = []
    with Progress(Text("Giám khảo chấm", "Judges at work")(site.language)) as progress:
        for number in range(1, seasons + 1):
            own = replace(setting, seed=seed if number == 1 else f"{seed}-{number}")
            with tempfile.TemporaryDirectory() as folder:
                played.append(rehearsal.play(own, Path(folder), lists, progress.step))
    figures = _figures(played) | {"seconds": round(time.perf_counter() - started, 2)}
    if as_json:
        click.echo(json.dumps(figures))
    else:
        for line in table(
            ("", ""), [(_LABELS[key](site.language), _written(value)) for key, value in figures.items()]
        ):
            if line:
                click.echo(line)
    for leak in [leak for each in played for leak in each.leaks][:20]:
        site.say(Text(f"Lộ: {leak}", f"Leak: {leak}"))
    return PROBLEMS if figures["leaks"] or figures["unread"] else CLEAN


def _figures(played: Sequence[Outcome]) -> dict[str, float | None]:
    """Return means of how near the truth was, the worst difference of loads, and sums of faults."""
    reports = [each.report for each in played]
    return {
        "tau_raw": _mean([each.tau_raw for each in reports]),
        "tau_adjusted": _mean([each.tau_adjusted for each in reports]),
        "recall_raw": _mean([each.recall_raw for each in reports]),
        "recall_adjusted": _mean([each.recall_adjusted for each in reports]),
        "load_spread": max(each.load_spread for each in reports),
        "unread": sum(each.unread for each in reports),
        "leaks": sum(len(each.leaks) for each in played),
    }


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of what there is; None where the adjustment was refused every time."""
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


_LABELS = {
    "tau_raw": Text("τ với sự thật, điểm trung bình", "τ with the truth, mean score"),
    "tau_adjusted": Text("τ với sự thật, điểm điều chỉnh", "τ with the truth, adjusted score"),
    "recall_raw": Text("tìm được mấy phần bài hay nhất, trung bình", "share of the best found, mean"),
    "recall_adjusted": Text(
        "tìm được mấy phần bài hay nhất, điều chỉnh", "share of the best found, adjusted"
    ),
    "load_spread": Text("chênh lệch số bài giữa giám khảo", "difference of loads"),
    "unread": Text("bài thiếu lượt đọc", "entries that lack readings"),
    "leaks": Text("chỗ lộ tên", "planted names found"),
    "seconds": Text("số giây", "seconds"),
}


def _written(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
