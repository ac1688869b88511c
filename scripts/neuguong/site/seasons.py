"""Contest seasons → their pages. What is not announced on the day of the build is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from neuguong.content.model import Article
from neuguong.content.season import Phase, Results, Season, Stage
from neuguong.site import addresses
from neuguong.site.context import Context
from neuguong.site.links import between_pages
from neuguong.site.pages import (
    Criterion,
    Fact,
    Link,
    Page,
    PrizeList,
    SeasonPage,
    SeasonsPage,
    Step,
    Winner,
)
from neuguong.site.stories import entry_page
from neuguong.site.words import Words

_STAGES = {
    Stage.ENTRIES: "contest.stage.entries",
    Stage.FIRST_ROUND: "contest.stage.first-round",
    Stage.FINAL_ROUND: "contest.stage.final-round",
    Stage.RESULTS: "contest.stage.results",
}
_UNTIL = {
    Stage.ENTRIES: "contest.entries.until",
    Stage.FIRST_ROUND: "contest.first-round.until",
    Stage.FINAL_ROUND: "contest.final-round.until",
    Stage.RESULTS: "contest.results.until",
}


def public_entries(season: Season, today: date) -> tuple[Article, ...]:
    """Return the entries that may be shown: only once results are announced, and only published ones."""
    if season.results_on(today) is None:
        return ()
    return tuple(entry for entry in season.entries if entry.is_public(today))


def pages(context: Context) -> Iterator[Page]:
    """Make the list of seasons, each season's page, and its entries."""
    seasons = sorted(context.content.seasons, key=lambda season: season.slug, reverse=True)
    title, intro = context.words("menu.contests"), context.words("contests.intro")
    yield SeasonsPage(
        head=context.head(addresses.CONTESTS, title, intro, section=addresses.CONTESTS),
        title=title,
        seasons=tuple(_link(context, season) for season in seasons),
    )
    for season in seasons:
        yield _season_page(context, season)
        awards = _awards(season)
        for entry in public_entries(season, context.today):
            yield entry_page(context, entry, _link(context, season), awards.get(entry.slug, ""))


def teaser(context: Context) -> Link | None:
    """Return the season that takes entries now, with its deadline, for the home page."""
    for season in context.content.seasons:
        phase = season.stage_on(context.today)
        if phase and phase.phase is Stage.ENTRIES and phase.start <= context.today:
            return _link(context, season)
    return None


def _link(context: Context, season: Season) -> Link:
    return Link(
        text=season.rules.name,
        href=addresses.season(season.slug),
        note=_state(season, context.today, context.words),
        count=len(public_entries(season, context.today)) or None,
    )


def _state(season: Season, today: date, words: Words) -> str:
    """Return in one sentence where the season stands."""
    results = season.results_on(today)
    if results:
        return words("contest.announced", day=words.day(results.announced).words)
    phase = season.stage_on(today)
    if phase is None:
        return words("contest.ended")
    if today < phase.start:
        return words("contest.from", stage=words(_STAGES[phase.phase]), day=words.day(phase.start).words)
    last, left = words.day(phase.end).words, words.days_until(today, phase.end)
    return words(_UNTIL[phase.phase], day=last, left=left)


def _season_page(context: Context, season: Season) -> SeasonPage:
    rules, today, words = season.rules, context.today, context.words
    results = season.results_on(today)
    crumb = Link(text=words("menu.contests"), href=addresses.CONTESTS)
    path = addresses.season(season.slug)
    call = f"contest/{season.slug}/call.md"
    return SeasonPage(
        head=context.head(
            path,
            rules.name,
            rules.summary,
            (crumb,),
            section=addresses.CONTESTS,
        ),
        title=rules.name,
        summary=rules.summary,
        organiser=rules.organiser,
        state=_state(season, today, words),
        sample=rules.sample,
        call=between_pages(season.call.html, call, path, context.edition, context.hidden, context.abroad),
        steps=tuple(_step(phase, today, words) for phase in rules.phases),
        who_may_enter=rules.who_may_enter,
        limits=_limits(season, words),
        criteria=tuple(
            Criterion(name=c.name, max=int(c.points), low=c.low, middle=c.middle, high=c.high)
            for c in rules.criteria
        ),
        prizes=tuple(_prizes(context, season, results)),
        announced=words.day(results.announced) if results else None,
        decision=results.decision if results else "",
        qr_code=context.qr_code(path),
    )


def _step(phase: Phase, today: date, words: Words) -> Step:
    return Step(
        name=words(_STAGES[phase.phase]),
        start=words.day(phase.start),
        end=words.day(phase.end),
        state=_when(phase, today),
    )


def _when(phase: Phase, today: date) -> str:
    if today > phase.end:
        return "past"
    return "now" if phase.start <= today else "next"


def _limits(season: Season, words: Words) -> tuple[Fact, ...]:
    limits = season.rules.limits
    length = words("contest.limit.length.words", least=limits.words_min, most=limits.words_max)
    return (
        Fact(label=words("contest.limit.length"), words=length),
        Fact(
            label=words("contest.limit.photos"),
            words=words("contest.limit.photos.most", n=limits.photos_max),
        ),
        Fact(
            label=words("contest.limit.author"),
            words=words("contest.limit.entries.most", n=limits.entries_per_author),
        ),
        Fact(
            label=words("contest.limit.unit"),
            words=words("contest.limit.entries.most", n=limits.entries_per_unit),
        ),
    )


def _prizes(context: Context, season: Season, results: Results | None) -> Iterator[PrizeList]:
    entries = {entry.slug: entry for entry in public_entries(season, context.today)}
    for prize in season.rules.prizes:
        winners = []
        for award in results.awards if results else ():
            if award.prize != prize.slug:
                continue
            entry = entries.get(award.entry)
            if entry:
                winners.append(_winner(entry))
            elif award.unit:
                winners.append(Winner(title=award.unit, href="", byline="", summary="", reason=award.reason))
        yield PrizeList(name=prize.name, count=prize.count, winners=tuple(winners))


def _winner(entry: Article) -> Winner:
    author = entry.meta.author
    return Winner(
        title=entry.meta.title,
        href=addresses.entry(entry),
        byline=f"{author.name}, {author.unit}" if author.unit else author.name,
        summary=entry.meta.summary,
        reason="",
    )


def _awards(season: Season) -> dict[str, str]:
    names = {prize.slug: prize.name for prize in season.rules.prizes}
    awards = season.results.awards if season.results else ()
    return {award.entry: names[award.prize] for award in awards if award.entry}
