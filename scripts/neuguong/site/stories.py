"""One article → its page: a story, or a prize-winning contest entry."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from neuguong.content.model import Article
from neuguong.site import addresses, words
from neuguong.site.context import Context
from neuguong.site.links import between_pages
from neuguong.site.pages import ArticlePage, Fact, Link, RedirectPage


def story_page(context: Context, article: Article) -> ArticlePage:
    """Make the page of a story."""
    before, after = context.index.neighbours(article)
    crumbs = (
        Link(text="Lĩnh vực", href=addresses.FIELDS),
        context.field_link(article.meta.field),
    )
    return _page(
        context,
        article,
        addresses.story(article),
        crumbs,
        section=addresses.FIELDS,
        before=_neighbour(before),
        after=_neighbour(after),
        elsewhere=context.cards(context.relations.elsewhere(article)),
        nearby=context.cards(context.relations.nearby(article)),
    )


def entry_page(context: Context, article: Article, season: Link, award: str) -> ArticlePage:
    """Make the page of a contest entry."""
    crumbs = (Link(text="Cuộc thi viết", href=addresses.CONTESTS), season)
    return _page(
        context,
        article,
        addresses.entry(article),
        crumbs,
        section=addresses.CONTESTS,
        award=award,
        season=season,
    )


def redirects(context: Context) -> Iterator[RedirectPage]:
    """Make a page at every former address of a story, unless another story lies there now."""
    for article in context.index.all:
        for key in article.meta.formerly:
            if key in context.index.positions:
                continue
            path = addresses.former_story(key)
            target = Link(text=article.meta.title, href=addresses.story(article))
            yield RedirectPage(
                head=context.head(
                    path, "Bài đã chuyển địa chỉ", f"Bài này nay ở: {target.text}", indexed=False
                ),
                target=target,
            )


def _page(
    context: Context,
    article: Article,
    path: str,
    crumbs: tuple[Link, ...],
    section: str,
    **more: object,
) -> ArticlePage:
    meta = article.meta
    settings = context.content.settings
    defaults: dict[str, object] = {"before": None, "after": None, "elsewhere": (), "nearby": ()}
    return ArticlePage(
        head=context.head(path, meta.title, meta.summary, crumbs, section=section),
        title=meta.title,
        summary=meta.summary,
        field=context.field_link(meta.field),
        date=words.day(meta.date),
        updated=words.day(meta.updated) if meta.updated else None,
        author=meta.author.name,
        author_unit=meta.author.unit,
        reading_minutes=words.reading_minutes(article.body.syllables),
        facts=tuple(_facts(context, article)),
        pictures=context.pictures(article),
        html=between_pages(context, article.body.html, article.path, path),
        lessons=meta.lessons,
        citation=_citation(context, article, path),
        sample=meta.sample,
        mark=meta.field,
        field_name=context.field(meta.field).short,
        place_name=_district_name(context, article),
        report=_report(settings.contact, meta.title, article.key),
        edit=settings.edit_url + quote(article.path) if settings.edit_url else "",
        **(defaults | more),  # type: ignore[arg-type]
    )


def _facts(context: Context, article: Article) -> Iterator[Fact]:
    meta = article.meta
    yield Fact(label=_subject_label(context, article), words=meta.subject.name)
    yield Fact(label="Đơn vị", words=meta.unit)
    place = context.place(meta.place)
    yield Fact(label="Nơi chốn", links=(context.place_link(meta.place),))
    heirs = context.content.vocabularies.heirs(place, context.today)
    if heirs != (place,):
        links = tuple(context.place_link(heir.slug) for heir in heirs)
        yield Fact(label="Nơi ấy nay là", links=links)
    fields = tuple(context.field_link(slug) for slug in article.fields)
    yield Fact(label="Lĩnh vực", links=fields)
    level = context.term("levels", meta.level)
    in_use = meta.level in context.index.by_level
    level_link = Link(text=level.name, href=addresses.level(meta.level) if in_use else "")
    yield Fact(label="Cấp học", links=(level_link,))
    if article.path.startswith("stories/"):
        year = words.school_year(article.group)
        yield Fact(label="Năm học", links=(Link(text=year, href=addresses.year(article.group)),))
    if meta.happened:
        yield Fact(label="Chuyện xảy ra", words=f"khoảng {words.day(meta.happened).words}")


def _subject_label(context: Context, article: Article) -> str:
    subject = article.meta.subject
    if subject.role:
        return context.term("roles", subject.role).name
    return context.term("forms", subject.form).name


def _district_name(context: Context, article: Article) -> str:
    place = context.place(article.meta.place)
    district = context.content.vocabularies.district_of(place)
    return (district or place).name


def _citation(context: Context, article: Article, path: str) -> str:
    settings = context.content.settings
    address = addresses.absolute(settings.base_url, path)
    return (
        f"{article.meta.author.name} ({article.meta.date.year}), “{article.meta.title}”, "
        f"{settings.name}, {settings.publisher}, {address}"
    )


def _report(contact: str, title: str, key: str) -> str:
    return f"mailto:{contact}?subject={quote(f'Về bài “{title}” ({key})')}"


def _neighbour(article: Article | None) -> Link | None:
    if article is None:
        return None
    return Link(text=article.meta.title, href=addresses.story(article))
