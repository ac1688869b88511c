"""The organisers' page of a round as one HTML file: what is done, who is waited for, how judges score.

Progress and the table of scores in, bytes out; the same input gives the same bytes. The page runs no script
and loads nothing. Judges stand there by id and name, entries by code alone; nothing of writers is known here.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import resources
from typing import Any
from urllib.parse import quote

from neuguong.content.season import Decides, Rules
from neuguong.contest import ranking, score_table
from neuguong.contest.agreement import Agreement
from neuguong.contest.dashboard import plots
from neuguong.contest.dashboard.plots import Part, Point, Scale
from neuguong.contest.judging import written
from neuguong.contest.leniency import Fit, Leniency
from neuguong.contest.progress import EntryProgress, JudgeProgress, Progress
from neuguong.contest.ranking import Flip, Place
from neuguong.contest.rules import prizes_of
from neuguong.contest.score_table import GOES_ON, ScoreTable
from neuguong.contest.tally import State
from neuguong.problems import Text

_AROUND = 3
"""Entries shown on each side of a prize's edge."""

_FEW = 5
"""Below so many shared readings a kappa says nothing."""

_FRONT = 20
"""Places that the plot of orders shows at least; it goes to twice as many as there are prizes."""

_NO_FORMS = "base-uri 'none'; form-action 'none'"
_WAYS = {
    Decides.MEAN.value: "trung bình các lượt",
    Decides.MEDIAN.value: "trung vị",
    Decides.ADJUSTED.value: "điểm đã bù độ rộng tay",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judge:
    id: str
    name: str
    words: str
    plot: Any
    number: str
    is_late: bool = False
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Third:
    code: str
    gap: str
    judges: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lacking:
    code: str
    had: str
    coming: str
    is_open: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Moved:
    code: str
    before: int
    after: int
    prizes: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    rank: int
    code: str
    prize: str
    plot: Any
    score: str
    is_near: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Edge:
    words: str
    near: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Flip:
    by: str
    code: str
    prize: str
    instead: str


def page(progress: Progress, table: ScoreTable, rules: Rules, round_name: str) -> bytes:
    """Return the page of a round; `progress` and `table` are of the same book and round."""
    style = _style()
    most = max((len(judge.given) for judge in progress.judges), default=1)
    names = {judge.judge: judge.name for judge in progress.judges}
    scores = plots.scale(mark.total for result in table.results for mark in result.marks)
    filled: str = _template().render(
        policy=f"default-src 'none'; style-src '{_hash(style)}'; img-src data:; {_NO_FORMS}",
        style=_drawn(style),
        season=rules.name,
        is_sample=rules.sample,
        round_name=round_name,
        today=_day(progress.today),
        deadline=_day(progress.deadline),
        is_over=progress.today > progress.deadline,
        progress=progress,
        is_final=table.is_final and bool(table.results),
        todo=tuple(_todo(progress, table)),
        judges=tuple(_judge(each, most) for each in progress.judges),
        thirds=tuple(_third(each.code, each.gap, each.judges, names) for each in progress.thirds),
        lacking=tuple(_lacking(each, names) for each in progress.entries if each.state is State.LACKING),
        score_axis=_axis(scores),
        spreads=tuple(_spreads(table, names, scores)),
        **_leniencies(table.fit, names),
        alpha=None if table.alpha is None else written(table.alpha).vi,
        alpha_words=alpha_words(table.alpha),
        agreements=tuple(_agreement(each, names) for each in table.judges if each.readings),
        **_orders(table, rules),
        **_edges(table, rules),
        flips=tuple(_flip(f, table, rules, _WAYS.get(f.by, f.by)) for f in table.flips),
        judge_flips=tuple(_flip(f, table, rules, f"{f.by} {names.get(f.by, '')}") for f in table.judge_flips),
        decides=_WAYS[rules.decides.value],
    )
    return (filled + "\n").encode()


def alpha_words(alpha: Fraction | None) -> str:
    """Return what an alpha means, by Krippendorff's bounds (2004, "Content Analysis", section 11.4)."""
    if alpha is None:
        return "Chưa có đủ bài được đọc hai lượt để tính."
    if alpha >= Fraction(8, 10):
        return "Các giám khảo rất khớp nhau: đổi người chấm thì điểm ít đổi."
    if alpha >= Fraction(667, 1000):
        return "Các giám khảo khá khớp nhau; kết quả dùng được, những bài sát điểm nên bàn lại."
    if alpha > 0:
        return (
            "Các giám khảo còn lệch nhau nhiều: điểm một bài phụ thuộc khá nhiều vào việc ai đọc. Nên cùng "
            "chấm thử vài bài và bàn lại cách cho điểm, và xem kỹ các bài sát ranh giới giải."
        )
    return "Các giám khảo không khớp nhau hơn cho điểm ngẫu nhiên. Nên dừng lại, cùng chấm thử và bàn lại."


def kappa_words(kappa: Fraction | None, readings: int) -> str:
    """Return what a kappa of so many readings means, by Landis and Koch (1977, Biometrics 33)."""
    if kappa is None or readings < _FEW:
        return f"mới {readings} bài, chưa đủ để nói"
    bounds = ((Fraction(8, 10), "rất khớp"), (Fraction(6, 10), "khớp"), (Fraction(4, 10), "khá khớp"))
    return next((words for bound, words in bounds if kappa > bound), "ít khớp" if kappa > 0 else "không khớp")


def _todo(progress: Progress, table: ScoreTable) -> Iterable[str]:
    """Yield what there is to do, the most urgent first."""
    if progress.late:
        yield f"Quá hạn: {_listed(f'{judge.judge} {judge.name}' for judge in progress.late)}. Gửi thư nhắc."
    nobody = [e.code for e in progress.entries if e.lacking and e.state is State.LACKING]
    if nobody:
        yield f"Còn thiếu người đọc, chưa giao cho ai: {_listed(nobody)}. Phân công lại."
    alone = [each.code for each in progress.thirds if not each.judges]
    if alone:
        yield f"Cần người đọc thứ ba: {_listed(alone)}. Phân công lại."
    lines = score_table.lines_of(table)
    known = ("chưa đủ lượt đọc", "chờ người đọc thứ ba")
    yield from (f"{line.vi[:1].upper()}{line.vi[1:]}." for line in lines if not line.vi.startswith(known))


def _listed(words: Iterable[str], most: int = 8) -> str:
    every = list(words)
    rest = f" và {len(every) - most} nữa" if len(every) > most else ""
    return ", ".join(every[:most]) + rest


def _judge(judge: JudgeProgress, most: int) -> _Judge:
    unread = len(judge.given) - len(judge.done) - len(judge.abstained) - len(judge.owed)
    parts = (
        ("done", len(judge.done), "đã chấm"),
        ("abstained", len(judge.abstained), "trả lại"),
        ("draft", len(judge.drafts), "còn dở"),
        ("missing", len(judge.missing), "chưa có phiếu"),
        ("dropped", unread, "không đọc nữa"),
    )
    words = ", ".join(f"{count} {name}" for _, count, name in parts if count) or "không có bài nào"
    thirds = f"; đọc thứ ba: {', '.join(judge.thirds)}" if judge.thirds else ""
    return _Judge(
        id=judge.judge,
        name=judge.name,
        words=words + thirds,
        plot=_drawn(
            plots.bar([Part(kind, count) for kind, count, _ in parts], most, f"{judge.judge}: {words}")
        ),
        number=f"{len(judge.done)}/{len(judge.given)}",
        is_late=judge.overdue,
        is_gone=bool(judge.gone),
    )


def _third(code: str, gap: Fraction, judges: Iterable[str], names: Mapping[str, str]) -> _Third:
    asked = ", ".join(f"{judge} {names.get(judge, '')}".strip() for judge in judges)
    return _Third(code=code, gap=written(gap).vi, judges=asked)


def _lacking(entry: EntryProgress, names: Mapping[str, str]) -> _Lacking:
    coming = ", ".join(f"{judge} {names.get(judge, '')}".strip() for judge in entry.coming)
    return _Lacking(
        code=entry.code,
        had=f"{entry.had}/{entry.wanted}",
        coming=coming,
        is_open=entry.lacking > 0,
    )


def _spreads(table: ScoreTable, names: Mapping[str, str], over: Scale) -> Iterable[_Judge]:
    """Yield each judge's marks as dots, by id."""
    marks: dict[str, list[Fraction]] = {}
    for result in table.results:
        for mark in result.marks:
            marks.setdefault(mark.judge, []).append(mark.total)
    for judge, totals in sorted(marks.items()):
        totals.sort()
        median = (totals[(len(totals) - 1) // 2] + totals[len(totals) // 2]) / 2
        words = (
            f"{len(totals)} bài, từ {written(totals[0]).vi} đến {written(totals[-1]).vi}, "
            f"trung vị {written(median).vi}"
        )
        yield _Judge(
            id=judge,
            name=names.get(judge, ""),
            words=words,
            plot=_drawn(plots.dots(totals, over, f"{judge}: {words}")),
            number=written(median, 1).vi,
        )


def _leniencies(fit: Fit | Text, names: Mapping[str, str]) -> dict[str, Any]:
    """Return each judge's leniency with its errors, from the strictest to the most lenient, or why not."""
    if isinstance(fit, Text):
        return {"leniencies": (), "refusal": fit.vi, "leniency_axis": "", "noise": "", "spread": ""}
    over = plots.scale(
        (each.points + sign * 2 * each.error for each in fit.judges for sign in (-1, 1)), around_zero=True
    )
    ordered = sorted(fit.judges, key=lambda each: (each.points, each.judge))
    return {
        "leniencies": tuple(_leniency(each, names, over) for each in ordered),
        "refusal": "",
        "leniency_axis": _axis(over),
        "noise": written(fit.noise, 1).vi,
        "spread": written(fit.spread, 1).vi,
    }


def _leniency(each: Leniency, names: Mapping[str, str], over: Scale) -> _Judge:
    words = "chưa đủ rõ"
    if plots.is_clear(each.points, each.error):
        words = "rộng tay hơn" if each.points > 0 else "chặt tay hơn"
    number = f"{_signed(each.points)} ±\u00a0{written(each.error, 1).vi}"
    return _Judge(
        id=each.judge,
        name=names.get(each.judge, ""),
        words=words,
        plot=_drawn(plots.interval(each.points, each.error, over, f"{each.judge}: {number} điểm, {words}")),
        number=number,
    )


def _agreement(each: Agreement, names: Mapping[str, str]) -> _Judge:
    return _Judge(
        id=each.judge,
        name=names.get(each.judge, ""),
        words=kappa_words(each.kappa, each.readings),
        plot=f"{_signed(each.offset)} điểm",
        number="–" if each.kappa is None or each.readings < _FEW else written(each.kappa).vi,
    )


def _signed(value: Fraction) -> str:
    words = written(value, 1).vi
    return f"+{words}" if value > 0 and words != "0" else words


def _orders(table: ScoreTable, rules: Rules) -> dict[str, Any]:
    """Return the plot of places by the mean against those with leniency taken out, and whose prize moves."""
    ways = {**table.others, rules.decides.value: table.scores}
    raw, adjusted = ways.get(Decides.MEAN.value, {}), ways.get(Decides.ADJUSTED.value, {})
    common = sorted(raw.keys() & adjusted.keys())
    if len(common) < 2:
        return {"orders": "", "moved": (), "compared": 0}
    before = _ranks({code: raw[code] for code in common})
    after = _ranks({code: adjusted[code] for code in common})
    edges = ranking.edges_of(_prizes(table, rules))
    held = {
        code: (ranking.prize_at(before[code], edges), ranking.prize_at(after[code], edges)) for code in common
    }
    changed = {code for code, (one, other) in held.items() if one != other}
    front = max(_FRONT, 2 * edges[-1][1] if edges else 0)
    shown = [code for code in common if code in changed or min(before[code], after[code]) <= front]
    title = (
        f"Thứ hạng của {len(shown)} bài theo điểm trung bình và theo điểm đã bù; {len(changed)} bài đổi giải"
    )
    return {
        "orders": _drawn(
            plots.scatter(
                (Point(before[c], after[c], c if c in changed else "") for c in shown),
                "hạng theo điểm trung bình",
                "hạng theo điểm đã bù",
                title,
            )
        ),
        "moved": tuple(
            _Moved(
                code=code,
                before=before[code],
                after=after[code],
                prizes=f"{_prize(held[code][0], table, rules)} → {_prize(held[code][1], table, rules)}",
            )
            for code in sorted(changed, key=lambda code: (before[code], code))
        ),
        "compared": len(shown),
    }


def _ranks(scores: Mapping[str, Fraction]) -> dict[str, int]:
    ordered = sorted(scores.values(), reverse=True)
    first = {score: place for place, score in reversed(list(enumerate(ordered, 1)))}
    return {code: first[score] for code, score in scores.items()}


def _prizes(table: ScoreTable, rules: Rules) -> tuple[tuple[str, int], ...]:
    """Return what a round gives out: prizes in the last one, before it the places in the next."""
    if table.is_last:
        return prizes_of(rules)
    quota = next(each.quota for each in rules.rounds if each.slug.value == table.round)
    return ((GOES_ON, quota),) if quota else ()


def _prize(slug: str | None, table: ScoreTable, rules: Rules) -> str:
    if not table.is_last:
        return "vào vòng sau" if slug == GOES_ON else "dừng ở vòng này"
    return next((prize.name for prize in rules.prizes if prize.slug == slug), "không có giải")


def _edges(table: ScoreTable, rules: Rules) -> dict[str, Any]:
    """Return the places around the prizes' edges with the edges between them, in unbroken runs."""
    places = table.ranking.places
    edges = {edge: slug for slug, edge in ranking.edges_of(_prizes(table, rules)) if 0 < edge < len(places)}
    shown = sorted(
        {at for edge in edges for at in range(edge - _AROUND, edge + _AROUND)} & set(range(len(places)))
    )
    over = plots.scale(places[at].score for at in shown)
    close = {code for each in table.open for code in (*each.above, *each.below)}
    close.update(code for group in table.undecided for code in group)
    runs: list[list[_Place | _Edge]] = []
    for before, at in zip([-2, *shown], shown, strict=False):
        if before + 1 != at:
            runs.append([])
        elif at in edges:
            runs[-1].append(_edge(at, edges[at], table, rules))
        runs[-1].append(_place(places[at], places[at].code in close, over, table, rules))
    return {"edges": tuple(map(tuple, runs)), "edge_axis": _axis(over)}


def _edge(edge: int, prize: str, table: ScoreTable, rules: Rules) -> _Edge:
    """Return the edge below so many places."""
    above, below = table.ranking.places[edge - 1 : edge + 1]
    is_near = above.open_prize or any(each.prize == prize for each in table.open)
    gap = written(above.score - below.score, 3).vi
    return _Edge(
        words=f"Ranh giới {_prize(prize, table, rules)}: cách {gap} điểm",
        near="hội đồng bàn" if is_near else "",
    )


def _place(place: Place, is_near: bool, over: Scale, table: ScoreTable, rules: Rules) -> _Place:
    score = written(place.score).vi
    return _Place(
        rank=place.rank,
        code=place.code,
        prize="hội đồng quyết định" if place.open_prize else _prize(place.prize, table, rules),
        plot=_drawn(plots.mark(place.score, over, f"{place.code}: {score} điểm", near=is_near)),
        score=score,
        is_near=is_near,
    )


def _flip(flip: Flip, table: ScoreTable, rules: Rules, by: str) -> _Flip:
    return _Flip(
        by=by.strip(),
        code=flip.code,
        prize=_prize(flip.prize, table, rules),
        instead=_prize(flip.instead, table, rules),
    )


def _axis(over: Scale) -> Any:
    return _drawn(plots.axis(over, (written(tick).vi for tick in over.ticks)))


def _day(day: Any) -> str:
    return f"{day:%d/%m/%Y}"


@functools.cache
def _part(name: str) -> str:
    return resources.files("neuguong.contest.dashboard").joinpath(name).read_text("utf-8")


@functools.cache
def _style() -> str:
    from neuguong.brocade.svg import svg  # noqa: PLC0415 - only this page needs a cloth here
    from neuguong.brocade.weave import band  # noqa: PLC0415

    cloth = quote(svg(band("phieu-cham")))
    return f':root{{--band:url("data:image/svg+xml,{cloth}")}}\n{_part("dashboard.css")}'


@functools.cache
def _template() -> Any:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only this page needs it

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_part("dashboard.html"))


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _drawn(text: str) -> Any:
    from markupsafe import Markup  # noqa: PLC0415 - only this page needs it

    return Markup(text)  # noqa: S704 - our own style and plots, whose words are escaped
