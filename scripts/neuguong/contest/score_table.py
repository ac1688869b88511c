"""The table of a round: the score of every entry, places, prizes, what the jury still has to decide.

The season's book and rules in, a `ScoreTable` out. The same book gives the same table on every machine, in
whatever order its sheets came. The deciding score is exact. Other ways to count stand beside it and decide
nothing, and so does the adjusted score unless contest.yml says that it decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from neuguong.content.season import Decides, Rules
from neuguong.contest import agreement, leniency, ranking
from neuguong.contest.agreement import Agreement
from neuguong.contest.book import Book, DecisionRecord, SheetRecord
from neuguong.contest.judging import Rubric, Sheet, SheetState, counts, written
from neuguong.contest.leniency import Fit
from neuguong.contest.ranking import Deliberation, Flip, Place, Ranking, Scores
from neuguong.contest.rules import prizes_of, rounds_of, rubric_of
from neuguong.contest.tally import Result, State, tally
from neuguong.problems import Text

GOES_ON = "vong-sau"
"""Stands for a prize in every round but the last: a place in the next one."""
GOING_ON = Text("vào vòng sau", "going on")


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoreTable:
    """What a round came to.

    `results`: every entry of the round, by code. `scores`: the deciding score of those that have one.
    `refusal`: why the score that contest.yml asks for cannot decide. `ranking`: places, decisions of the jury
    applied. `open`: edges that are too close and were not decided. `unfit`: decisions that fit nothing now.
    `others`: the other ways to count, by name. `flips`: whose prize they, or a judge left out, would change.
    `misfits`: codes with finished sheets that contest.yml's scale no longer fits, which therefore count for
    nothing.
    """

    round: str
    is_last: bool
    results: tuple[Result, ...]
    scores: dict[str, Fraction]
    refusal: Text | None
    ranking: Ranking
    open: tuple[Deliberation, ...]
    decided: tuple[DecisionRecord, ...]
    unfit: tuple[Text, ...]
    fit: Fit | Text
    others: dict[str, dict[str, Fraction]]
    flips: tuple[Flip, ...]
    judge_flips: tuple[Flip, ...]
    judges: tuple[Agreement, ...]
    alpha: Fraction | None
    misfits: tuple[str, ...] = ()

    @property
    def waiting(self) -> tuple[Result, ...]:
        """Return the entries without a score: readings are missing, or a third reader is."""
        return tuple(result for result in self.results if result.state is not State.SCORED)

    @property
    def third_needed(self) -> tuple[str, ...]:
        """Return the codes that wait for a third reader."""
        return tuple(result.code for result in self.results if result.state is State.THIRD_NEEDED)

    @property
    def undecided(self) -> tuple[tuple[str, ...], ...]:
        """Return the entries that are equal over a prize's edge, group by group."""
        equal = (place for place in self.ranking.places if place.open_prize)
        return tuple(tuple(p.code for p in group) for _, group in groupby(equal, key=lambda p: p.rank))

    @property
    def is_final(self) -> bool:
        """Return whether nothing is left to be read or decided."""
        return not (self.waiting or self.undecided or self.open or self.refusal or self.misfits)

    @property
    def won(self) -> tuple[Place, ...]:
        """Return the places that have a prize (or go on), from the first down."""
        return tuple(place for place in self.ranking.places if place.prize)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of everything that decides: scores, places, prizes."""
        lines = (f"{p.rank} {p.code} {p.score} {p.prize or '-'}\n" for p in self.ranking.places)
        return hashlib.sha256(f"{self.round}\n{''.join(lines)}".encode()).hexdigest()


def sheet_of(record: SheetRecord) -> Sheet:
    """Return the sheet as the cores of judging take it."""
    return Sheet(
        judge=record.judge,
        code=record.code,
        round=record.round,
        scores=tuple((slug, Fraction(score)) for slug, score in record.scores),
        state=SheetState(record.state),
        reason=record.reason,
        third=record.third,
    )


def codes_of(book: Book, rules: Rules, slug: str) -> tuple[str, ...]:
    """Return the codes that are read in a round: all accepted, or those that came through the one before."""
    accepted = {entry.code for entry in book.accepted}
    slugs = [each.slug.value for each in rules.rounds]
    at = slugs.index(slug)
    if not at:
        return tuple(sorted(accepted))
    before = book.closings.get(slugs[at - 1])
    return tuple(sorted(accepted.intersection(before.advanced))) if before else ()


def build(book: Book, rules: Rules, slug: str) -> ScoreTable:
    """Return the table of a round; `slug` is one of contest.yml's rounds."""
    own = next(each for each in rules.rounds if each.slug.value == slug)
    round_ = next(each for each in rounds_of(rules) if each.slug == slug)
    is_last = own is rules.rounds[-1]
    rubric = rubric_of(rules)
    sheets = [sheet_of(record) for _, record in sorted(book.sheets.items()) if record.round == slug]
    codes = codes_of(book, rules, slug)
    results = tally(codes, sheets, rubric, round_)
    fit = leniency.fit((result.code, mark.judge, mark.total) for result in results for mark in result.marks)
    ways = _ways(results, fit)
    scores = ways.get(rules.decides, {})
    refusal = fit if rules.decides is Decides.ADJUSTED and isinstance(fit, Text) else None
    prizes = prizes_of(rules) if is_last else ((GOES_ON, own.quota),) if own.quota else ()
    eligible = {code: score for code, score in scores.items() if score >= (own.threshold or 0)}
    names = {criterion.slug: Text(criterion.name, criterion.name) for criterion in rules.criteria}
    ranked = ranking.rank(
        scores,
        prizes,
        [(criterion, names[criterion]) for criterion in rules.tie_break if criterion in names],
        {result.code: result for result in results},
    )
    called = {prize.slug: Text(prize.name, prize.name) for prize in rules.prizes} | {GOES_ON: GOING_ON}
    near = ranking.deliberations(eligible, prizes, Fraction(rules.near_tie), called)
    jury = _Jury(ranked, near)
    for decision in book.decisions:
        if decision.round == slug:
            jury.hear(decision)
    places = _with_prizes(jury.groups, scores, eligible, prizes, everybody=not is_last and not own.quota)
    return ScoreTable(
        round=slug,
        is_last=is_last,
        results=results,
        scores=scores,
        refusal=refusal,
        ranking=Ranking(places=places, steps=ranked.steps),
        open=jury.open,
        decided=tuple(jury.decided),
        unfit=tuple(jury.unfit),
        fit=fit,
        others={way.value: found for way, found in ways.items() if way is not rules.decides},
        flips=_from_here(ranking.flips(eligible, _others(ways, rules.decides), prizes), places),
        judge_flips=_from_here(ranking.judge_flips(results, prizes), places),
        judges=agreement.of_judges(results),
        alpha=agreement.alpha([mark.total for mark in result.marks] for result in results),
        misfits=tuple(sorted({s.code for s in sheets if _is_misfit(s, rubric)}.intersection(codes))),
    )


def _is_misfit(sheet: Sheet, rubric: Rubric) -> bool:
    return sheet.state is SheetState.COMPLETE and not counts(sheet, rubric)


def _ways(results: Iterable[Result], fit: Fit | Text) -> dict[Decides, dict[str, Fraction]]:
    """Return the scores by each way to count; the adjusted ones of entries whose reading is done."""
    scored = [result for result in results if result.score is not None]
    adjusted = {} if isinstance(fit, Text) else {entry.code: entry.score for entry in fit.entries}
    return {
        Decides.MEAN: {r.code: r.score for r in scored if r.score is not None},
        Decides.MEDIAN: {r.code: r.median for r in scored if r.median is not None},
        Decides.ADJUSTED: {r.code: adjusted[r.code] for r in scored if r.code in adjusted},
    }


def _others(ways: Mapping[Decides, Scores], deciding: Decides) -> dict[str, Scores]:
    return {way.value: scores for way, scores in ways.items() if way is not deciding and scores}


def _from_here(flips: Iterable[Flip], places: Iterable[Place]) -> tuple[Flip, ...]:
    """Return the flips that begin at the prize an entry really has: ties were broken, the jury decided."""
    held = {place.code: place.prize for place in places}
    return tuple(flip for flip in flips if held.get(flip.code) == flip.prize)


def _with_prizes(
    groups: Iterable[tuple[str, ...]],
    scores: Scores,
    eligible: Scores,
    prizes: Sequence[tuple[str, int]],
    *,
    everybody: bool,
) -> tuple[Place, ...]:
    """Return places in the order of the groups; who is not eligible has none of the prizes."""
    edges = ranking.edges_of(prizes)
    places: list[Place] = []
    for group in groups:
        first, last = len(places) + 1, len(places) + len(group)
        here = GOES_ON if everybody else ranking.prize_at(first, edges)
        there = here if everybody else ranking.prize_at(last, edges)
        places += [
            Place(
                rank=first,
                code=code,
                score=scores[code],
                prize=here if here == there and code in eligible else None,
                open_prize=here != there and code in eligible,
            )
            for code in group
        ]
    return tuple(places)


class _Jury:
    """The order of entries on its way through the jury's decisions."""

    def __init__(self, ranked: Ranking, near: Iterable[Deliberation]) -> None:
        self.groups = [
            tuple(place.code for place in group) for _, group in groupby(ranked.places, key=lambda p: p.rank)
        ]
        self._near = tuple(near)
        self.decided: list[DecisionRecord] = []
        self.unfit: list[Text] = []

    @property
    def open(self) -> tuple[Deliberation, ...]:
        """Return the near ties whose entries were not all weighed against each other."""
        return tuple(d for d in self._near if not self._weighed({*d.above, *d.below}))

    def hear(self, decision: DecisionRecord) -> None:
        """Put the entries of a decision into its order, if numbers leave it to the jury."""
        fault = self._fault(decision)
        if fault is not None:
            self.unfit.append(fault)
            return
        first = next(at for at, group in enumerate(self.groups) if group[0] in decision.order)
        count = sum(1 for group in self.groups if group[0] in decision.order)
        self.groups[first : first + count] = [(code,) for code in decision.order]
        self.decided.append(decision)

    def _weighed(self, codes: set[str]) -> bool:
        """Return whether decisions compare all of these, each with another or by way of others."""
        orders = [set(decision.order) for decision in self.decided]
        reached = {min(codes)}
        while more := [order for order in orders if order & reached and not order <= reached]:
            reached.update(*more)
        return codes <= reached

    def _fault(self, decision: DecisionRecord) -> Text | None:
        order = set(decision.order)
        listed = ", ".join(decision.order)
        strange = ", ".join(sorted(order.difference(*self.groups)))
        if strange:
            return Text(
                f"{strange} không có trong vòng này, hoặc chưa có điểm",
                f"{strange} is not in this round, or has no score yet",
            )
        if len(order) < 2:
            return Text(
                f"quyết định phải nêu ít nhất hai bài, đây chỉ có {listed}",
                f"a decision is about two entries at least; this one names only {listed}",
            )
        touched = [at for at, group in enumerate(self.groups) if order.intersection(group)]
        inside = {code for at in touched for code in self.groups[at]}
        if inside != order or touched != list(range(touched[0], touched[-1] + 1)):
            missing = ", ".join(sorted(self._between(touched) - order))
            return Text(
                f"quyết định về {listed} phải xét cả những bài đứng bằng hoặc đứng giữa: {missing}",
                f"a decision about {listed} must name those equal to them or between them: {missing}",
            )
        if len(touched) > 1 and not any(order.issubset((*d.above, *d.below)) for d in self._near):
            return Text(
                f"điểm của {listed} cách nhau rõ, không thuộc quyền hội đồng đổi thứ tự",
                f"the scores of {listed} are clearly apart; the jury may not change their order",
            )
        return None

    def _between(self, touched: Sequence[int]) -> set[str]:
        return {code for group in self.groups[touched[0] : touched[-1] + 1] for code in group}


def lines_of(table: ScoreTable) -> Iterator[Text]:
    """Yield what has to be done before the round can be closed, in words."""
    if table.misfits:
        codes = ", ".join(table.misfits)
        yield Text(
            "thang điểm ở contest.yml đã đổi sau khi chấm, nên phiếu của các bài này không tính được: "
            f"{codes}; lấy lại thang cũ, hoặc phát phiếu mới để chấm lại",
            "the scale in contest.yml has changed since these were scored; their sheets count for nothing: "
            f"{codes}; bring the old scale back, or give new packets out and have them scored again",
        )
    lacking = [result for result in table.results if result.state is State.LACKING]
    if lacking:
        codes = ", ".join(result.code for result in lacking)
        yield Text(f"chưa đủ lượt đọc: {codes}", f"readings are missing: {codes}")
    if table.third_needed:
        codes = ", ".join(table.third_needed)
        yield Text(f"chờ người đọc thứ ba: {codes}", f"a third reader is needed: {codes}")
    if table.refusal:
        yield Text(
            f"không tính được điểm điều chỉnh: {table.refusal.vi}",
            f"no adjusted score can be had: {table.refusal.en}",
        )
    for group in table.undecided:
        score = written(table.scores[group[0]])
        codes = ", ".join(group)
        yield Text(
            f"{codes} cùng {score.vi} điểm ở ranh giới giải: hội đồng quyết định",
            f"{codes} are equal at {score.en} over a prize's edge: the jury decides",
        )
    yield from (deliberation.what for deliberation in table.open)
    yield from table.unfit
