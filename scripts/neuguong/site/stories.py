"""One article → its page: a story, or a prize-winning contest entry."""

from __future__ import annotations

from collections.abc import Container, Iterator
from urllib.parse import quote

from msgspec import Struct

from neuguong.content.model import Article, Subject, Translated
from neuguong.site import addresses, story_data
from neuguong.site.cloths import cover_of
from neuguong.site.context import Context
from neuguong.site.frame import Frame
from neuguong.site.links import between_pages
from neuguong.site.pages import ArticlePage, Card, Fact, Link, RedirectPage
from neuguong.site.plans import StoryPlan
from neuguong.site.words import reading_minutes


def plans(context: Context) -> Iterator[StoryPlan]:
    """Plan the page of every story."""
    unseen, abroad, stories = context.hidden, context.abroad, context.index.all
    for story, before, after in zip(stories, (None, *stories), (*stories[1:], None), strict=False):
        yield StoryPlan(
            path=addresses.story(story),
            story=story,
            before=before,
            after=after,
            elsewhere=context.relations.elsewhere(story),
            nearby=context.relations.nearby(story),
            hidden=links_in(story, unseen),
            abroad=links_in(story, abroad),
            has_counterpart=context.has_counterpart(story),
        )


def links_in(story: Article, some: Container[str]) -> tuple[str, ...]:
    """Return those of some files that the story links to: the hidden ones, or those abroad."""
    return tuple([path for path in story.links if path in some]) if story.links else ()


class StoryParts(Struct, frozen=True, kw_only=True):
    """What a story's page is made of: its plan with cards in the place of other articles, and the text."""

    story: Article
    html: str
    before: Card | None
    after: Card | None
    elsewhere: tuple[Card, ...]
    nearby: tuple[Card, ...]
    hidden: tuple[str, ...]
    abroad: tuple[str, ...]
    has_counterpart: bool


def story_page(frame: Frame, parts: StoryParts) -> ArticlePage:
    """Make the page of a story."""
    story, path = parts.story, addresses.story(parts.story)
    html = parts.html
    if story.links:
        html = between_pages(html, story.path, path, frame.edition, parts.hidden, parts.abroad)
    return _page(
        frame,
        story,
        path,
        (frame.shared(_fields, addresses.FIELDS), frame.field_link(story.meta.field)),
        html,
        section=addresses.FIELDS,
        before=_neighbour(parts.before),
        after=_neighbour(parts.after),
        elsewhere=parts.elsewhere,
        nearby=parts.nearby,
        has_counterpart=parts.has_counterpart,
    )


def entry_page(context: Context, article: Article, season: Link, award: str) -> ArticlePage:
    """Make the page of a contest entry."""
    crumbs = (Link(text=context.words("menu.contests"), href=addresses.CONTESTS), season)
    path = addresses.entry(article)
    return _page(
        context,
        article,
        path,
        crumbs,
        between_pages(
            context.text_of(article), article.path, path, context.edition, context.hidden, context.abroad
        ),
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
                    path,
                    context.words("moved"),
                    context.words("moved.description", title=target.text),
                    indexed=False,
                ),
                target=target,
            )


def _page(
    frame: Frame,
    article: Article,
    path: str,
    crumbs: tuple[Link, ...],
    html: str,
    section: str,
    has_counterpart: bool = False,
    **more: object,
) -> ArticlePage:
    meta = article.meta
    settings, words, pictures = frame.settings, frame.words, frame.pictures(article)
    photo = story_data.shared_picture(frame, article, pictures)
    card = frame.share_card(path, meta.title, sample=meta.sample)
    author = story_data.author_of(frame, article)
    data = story_data.linked_data_of(frame, article, path, (frame.home_link, *crumbs), author, photo)
    defaults: dict[str, object] = {"before": None, "after": None, "elsewhere": (), "nearby": ()}
    return ArticlePage(
        head=frame.head(
            path,
            meta.title,
            meta.summary,
            crumbs,
            has_counterpart=has_counterpart,
            section=section,
            kind="article",
            card=card,
            linked_data=data,
        ),
        title=meta.title,
        summary=meta.summary,
        field=frame.field_link(meta.field),
        date=words.day(meta.date),
        updated=words.day(meta.updated) if meta.updated else None,
        author=meta.author.name,
        author_unit=meta.author.unit,
        reading_minutes=reading_minutes(article.syllables),
        facts=tuple(_facts(frame, article)),
        pictures=pictures,
        html=html,
        lessons=meta.lessons,
        citation=_citation(frame, article, path),
        sample=meta.sample,
        mark=addresses.mark(meta.field),
        cover=cover_of(article),
        field_name=frame.field(meta.field).short,
        place=frame.place(meta.place).name,
        creator=author.name if author else settings.publisher,
        share=None if card else photo,
        place_name=frame.shared(_district_name, meta.place),
        report=_report(frame, meta.title, article.key),
        edit=settings.edit_url + quote(article.path) if settings.edit_url else "",
        translated=_translated(frame, article.translated) if article.translated else "",
        original=_original(frame, path) if article.translated else None,
        qr_code=frame.qr_code(path),
        **(defaults | more),  # type: ignore[arg-type]
    )


def _translated(frame: Frame, translated: Translated) -> str:
    """Return who made a translation, and when."""
    day = frame.words.day(translated.date).words
    if translated.translator:
        return frame.words("story.translated.by", translator=translated.translator, day=day)
    return frame.words("story.translated", day=day)


def _original(frame: Frame, path: str) -> Link:
    return Link(text=frame.words("story.original"), href=frame.edition.beside(path))


def _facts(frame: Frame, article: Article) -> Iterator[Fact]:
    meta, words = article.meta, frame.words
    yield Fact(label=_subject_label(frame, meta.subject), words=meta.subject.name)
    if meta.unit != meta.subject.name:
        yield Fact(label=words("fact.unit"), words=meta.unit)
    yield from frame.shared(_place_facts, meta.place)
    yield frame.shared(_fields_fact, article.fields)
    yield frame.shared(_level_fact, meta.level)
    if article.is_story:
        yield frame.shared(_year_fact, article.group)
    if meta.happened:
        yield Fact(
            label=words("fact.happened"), words=words("date.about", day=words.day(meta.happened).words)
        )


def _place_facts(frame: Frame, place: str) -> tuple[Fact, ...]:
    """Return where it was, and what that is on the day where it has become something else."""
    here = Fact(label=frame.words("fact.place"), links=(frame.place_link(place),))
    heirs = frame.heirs[place]
    if heirs == (place,):
        return (here,)
    return here, Fact(label=frame.words("fact.place.now"), links=tuple(map(frame.place_link, heirs)))


def _fields_fact(frame: Frame, fields: tuple[str, ...]) -> Fact:
    return Fact(label=frame.words("fact.field"), links=tuple(map(frame.field_link, fields)))


def _level_fact(frame: Frame, level: str) -> Fact:
    return Fact(label=frame.words("fact.level"), links=(frame.level_link(level),))


def _year_fact(frame: Frame, year: str) -> Fact:
    link = Link(text=frame.words.school_year(year), href=addresses.year(year))
    return Fact(label=frame.words("fact.year"), links=(link,))


def _fields(frame: Frame, href: str) -> Link:
    return Link(text=frame.words("menu.fields"), href=href)


def _subject_label(frame: Frame, subject: Subject) -> str:
    if subject.role:
        return frame.term("roles", subject.role).name
    return frame.term("forms", subject.form).name


def _district_name(frame: Frame, place: str) -> str:
    there = frame.place(place)
    return (frame.vocabularies.district_of(there) or there).name


def _citation(frame: Frame, article: Article, path: str) -> str:
    settings = frame.settings
    address = addresses.absolute(settings.base_url, path)
    return frame.words(
        "story.citation",
        author=article.meta.author.name,
        year=str(article.meta.date.year),
        title=article.meta.title,
        site=settings.name,
        publisher=settings.publisher,
        address=address,
    )


def _report(frame: Frame, title: str, key: str) -> str:
    subject = "".join(map(_QUOTED.__getitem__, frame.words("story.report.subject", title=title, key=key)))
    return f"mailto:{frame.settings.contact}?subject={subject}"


class _Quoted(dict[str, str]):
    """Letters as they stand in an address: `quote` goes byte by byte, and there are thousands of titles."""

    def __missing__(self, letter: str) -> str:
        self[letter] = quote(letter)
        return self[letter]


_QUOTED = _Quoted()


def _neighbour(card: Card | None) -> Link | None:
    return Link(text=card.title, href=card.href) if card else None
