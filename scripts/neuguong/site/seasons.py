"""Contest seasons → their pages. What is not announced on the day of the build is not there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from neuguong.content.model import Article
from neuguong.content.season import Phase, Results, Season, Stage
from neuguong.site import addresses, words
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
from neuguong.text import dotted

_STAGES = {
    Stage.ENTRIES: "Nhận bài",
    Stage.FIRST_ROUND: "Sơ khảo",
    Stage.FINAL_ROUND: "Chung khảo",
    Stage.RESULTS: "Công bố",
}


def public_entries(season: Season, today: date) -> tuple[Article, ...]:
    """Return the entries that may be shown: only once results are announced, and only published ones."""
    if season.results_on(today) is None:
        return ()
    return tuple(entry for entry in season.entries if entry.is_public(today))


def pages(context: Context) -> Iterator[Page]:
    """Make the list of seasons, each season's page, and its entries."""
    seasons = sorted(context.content.seasons, key=lambda season: season.slug, reverse=True)
    intro = "Mỗi mùa thi mời mọi người viết về một người tốt, một việc tốt quanh mình."
    yield SeasonsPage(
        head=context.head(addresses.CONTESTS, "Cuộc thi viết", intro, section=addresses.CONTESTS),
        title="Cuộc thi viết",
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
        note=_state(season, context.today),
        count=len(public_entries(season, context.today)) or None,
    )


def _state(season: Season, today: date) -> str:
    """Return in one sentence where the season stands."""
    results = season.results_on(today)
    if results:
        return f"Đã công bố kết quả ngày {words.day(results.announced).words}."
    phase = season.stage_on(today)
    if phase is None:
        return "Đã kết thúc."
    name = _STAGES[phase.phase]
    if today < phase.start:
        return f"{name} từ {words.day(phase.start).words}."
    last = words.day(phase.end).words
    return f"Đang {name.lower()} đến hết {last} ({words.days_until(today, phase.end)})."


def _season_page(context: Context, season: Season) -> SeasonPage:
    rules, today = season.rules, context.today
    results = season.results_on(today)
    crumb = Link(text="Cuộc thi viết", href=addresses.CONTESTS)
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
        state=_state(season, today),
        sample=rules.sample,
        call=between_pages(season.call.html, call, path, context.hidden),
        steps=tuple(_step(phase, today) for phase in rules.phases),
        who_may_enter=rules.who_may_enter,
        limits=_limits(season),
        criteria=tuple(
            Criterion(name=c.name, max=c.max, low=c.low, middle=c.middle, high=c.high) for c in rules.criteria
        ),
        prizes=tuple(_prizes(context, season, results)),
        announced=words.day(results.announced) if results else None,
        decision=results.decision if results else "",
    )


def _step(phase: Phase, today: date) -> Step:
    return Step(
        name=_STAGES[phase.phase],
        start=words.day(phase.start),
        end=words.day(phase.end),
        state=_when(phase, today),
    )


def _when(phase: Phase, today: date) -> str:
    if today > phase.end:
        return "past"
    return "now" if phase.start <= today else "next"


def _limits(season: Season) -> tuple[Fact, ...]:
    limits = season.rules.limits
    least, most = dotted(limits.words_min), dotted(limits.words_max)
    return (
        Fact(label="Độ dài", words=f"{least} đến {most} chữ, đếm như Word đếm"),
        Fact(label="Ảnh", words=f"nhiều nhất {limits.photos_max} ảnh"),
        Fact(label="Mỗi người", words=f"nhiều nhất {limits.entries_per_author} bài"),
        Fact(label="Mỗi đơn vị", words=f"nhiều nhất {limits.entries_per_unit} bài"),
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
