"""Page models: frozen records that hold everything a template may see.

Links are paths from the site's root (see `addresses`); the template's `href` makes them relative. A page's
class names its template. Records only: structs, because a build makes hundreds of thousands of them and sends
them from process to process.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class Link(Struct, frozen=True, kw_only=True, cache_hash=True):
    """Words that lead somewhere; `count` is how many texts wait there, `note` a second line.

    `mark`, here and elsewhere, is where a field's cloth lies.
    """

    text: str
    href: str
    count: int | None = None
    note: str = ""
    mark: str = ""
    current: bool = False


class Day(Struct, frozen=True, kw_only=True):
    """A day for machines and for people."""

    iso: str
    words: str


class Site(Struct, frozen=True, kw_only=True, cache_hash=True):
    """What is the same on every page."""

    name: str
    tagline: str
    publisher: str
    publisher_en: str
    contact: str
    base_url: str
    files_url: str
    """The address of what all languages share, such as photos."""
    lang: str
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    style: str
    script: str
    icon: str
    feed: str
    json_feed: str
    api: str
    everything: str
    fields: str
    invitation: str
    carried: Day | None = None
    """Of an edition that is carried to where no line is: the day on which it was made."""


class Head(Struct, frozen=True, kw_only=True):
    """What every page has: its place, title, description, language, way back, and feed."""

    path: str
    title: str
    description: str
    canonical: str
    crumbs: tuple[Link, ...] = ()
    feed: Link | None = None
    json_feed: str = ""
    lang: str = "vi"
    section: str = ""
    indexed: bool = True
    from_root: bool = False
    """Links start at the server's root: for 404.html, which is shown at any address."""
    kind: str = "website"
    """What the page is in the words of Open Graph."""
    other: Link | None = None
    """The same page in the other language, or the other edition's home page; `note` is the language."""
    languages: tuple[tuple[str, str], ...] = ()
    """The whole addresses of the page in its languages, where there are two."""
    card: Link | None = None
    """The picture that goes with the address when somebody shares it, and what it shows in words."""
    linked_data: str = ""
    """JSON-LD that may stand in a script element as it is; see `linked_data`."""


class Derivative(Struct, frozen=True, kw_only=True):
    """One size of a picture."""

    href: str
    width: int


class Picture(Struct, frozen=True, kw_only=True):
    """A photo ready to be shown; sizes in pixels, smallest first."""

    alt: str
    caption: str
    credit: str
    width: int
    height: int
    webp: tuple[Derivative, ...]
    jpeg: tuple[Derivative, ...]
    plain: Derivative
    """The JPEG for whoever knows neither WebP nor a choice of sizes; `width` and `height` are its own.

    Where an edition has no WebP there is no choice either: this is the only file.
    """


class Card(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A story in a list."""

    href: str
    title: str
    summary: str
    date: Day
    field: Link
    place: Link
    unit: str
    picture: Picture | None
    cover: str
    """The cloth in the place of a photo that is not there."""
    mark: str
    sample: bool


class Fact(Struct, frozen=True, kw_only=True, cache_hash=True):
    """A line of the box beside a story; `links` hold the words where they lead somewhere."""

    label: str
    links: tuple[Link, ...] = ()
    words: str = ""


class ArticlePage(Struct, frozen=True, kw_only=True):
    """A story, or a contest entry with its season and prize."""

    template: ClassVar[str] = "article.html"

    head: Head
    title: str
    summary: str
    field: Link
    date: Day
    updated: Day | None
    author: str
    author_unit: str
    reading_minutes: int
    facts: tuple[Fact, ...]
    pictures: tuple[Picture, ...]
    html: str
    lessons: tuple[str, ...]
    citation: str
    sample: bool
    mark: str
    cover: str
    before: Link | None
    after: Link | None
    elsewhere: tuple[Card, ...]
    nearby: tuple[Card, ...]
    field_name: str
    place: str
    place_name: str
    creator: str
    """Who made it, as programs may be told: the author or the publisher; see `people`."""
    share: Picture | None
    """The photo that goes with the address when somebody shares it, where the head has no card."""
    report: str
    edit: str
    qr_code: str
    """For paper: the page's address as a QR code, or ""."""
    translated: str = ""
    """Of a translation: from what, by whom and when."""
    original: Link | None = None
    award: str = ""
    season: Link | None = None


class Section(Struct, frozen=True, kw_only=True):
    """A titled list of links; `in_time`: they follow each other in time, and show how many each has."""

    title: str
    links: tuple[Link, ...]
    in_time: bool = False


class ListPage(Struct, frozen=True, kw_only=True):
    """The stories of one group: the newest on its front page, older ones on numbered pages."""

    template: ClassVar[str] = "list.html"

    head: Head
    title: str
    intro: str
    notes: tuple[str, ...]
    count: int | None
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    archives: tuple[Link, ...]
    newer: Link | None
    older: Link | None
    mark: str = ""


class Tile(Struct, frozen=True, kw_only=True):
    """A place on the map: where its tile stands, and how dark it is from 0 (no story) to 4."""

    place: Link
    label: str
    x: int
    y: int
    shade: int


class Cartogram(Struct, frozen=True, kw_only=True):
    """The map, in units of its drawing."""

    width: int
    height: int
    tile_width: int
    tile_height: int
    tiles: tuple[Tile, ...]


class DirectoryPage(Struct, frozen=True, kw_only=True):
    """All groups of one kind, also those that wait for their first story."""

    template: ClassVar[str] = "directory.html"

    head: Head
    title: str
    intro: str
    sections: tuple[Section, ...]
    map: Cartogram | None = None


class Row(Struct, frozen=True, kw_only=True):
    """A row of the overview: a field, a cell for each column, and all together."""

    field: Link
    cells: tuple[Link | None, ...]
    total: int


class OverviewPage(Struct, frozen=True, kw_only=True):
    """Fields × places."""

    template: ClassVar[str] = "overview.html"

    head: Head
    title: str
    columns: tuple[Link, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    total: int


class HomePage(Struct, frozen=True, kw_only=True):
    """The front page."""

    template: ClassVar[str] = "home.html"

    head: Head
    lead: Card | None
    latest: tuple[Card, ...]
    fields: tuple[Link, ...]
    places: tuple[Link, ...]
    map: Cartogram | None
    years: tuple[Link, ...]
    season: Link | None
    count: int
    about: Link | None


class PlainPage(Struct, frozen=True, kw_only=True):
    """A page out of content/pages."""

    template: ClassVar[str] = "plain.html"

    head: Head
    title: str
    html: str


class NotFoundPage(Struct, frozen=True, kw_only=True):
    """Shown where there is nothing."""

    template: ClassVar[str] = "404.html"

    head: Head
    links: tuple[Link, ...]


class RedirectPage(Struct, frozen=True, kw_only=True):
    """Leads from a former address to the present one."""

    template: ClassVar[str] = "redirect.html"

    head: Head
    target: Link


class SeasonsPage(Struct, frozen=True, kw_only=True):
    """All contest seasons."""

    template: ClassVar[str] = "seasons.html"

    head: Head
    title: str
    seasons: tuple[Link, ...]


class Step(Struct, frozen=True, kw_only=True):
    """A stage of a season; `state` is past, now or next."""

    name: str
    start: Day
    end: Day
    state: str


class Criterion(Struct, frozen=True, kw_only=True):
    """A criterion with its points and what low, middle and high look like."""

    name: str
    max: int
    low: str
    middle: str
    high: str


class Winner(Struct, frozen=True, kw_only=True):
    """A prize-winning entry or unit."""

    title: str
    href: str
    byline: str
    summary: str
    reason: str


class PrizeList(Struct, frozen=True, kw_only=True):
    """A prize and who won it; before the results nobody."""

    name: str
    count: int
    winners: tuple[Winner, ...]


class SeasonPage(Struct, frozen=True, kw_only=True):
    """One season: call, rules, stages, results."""

    template: ClassVar[str] = "season.html"

    head: Head
    title: str
    summary: str
    organiser: str
    state: str
    sample: bool
    call: str
    steps: tuple[Step, ...]
    who_may_enter: tuple[str, ...]
    limits: tuple[Fact, ...]
    criteria: tuple[Criterion, ...]
    prizes: tuple[PrizeList, ...]
    announced: Day | None
    decision: str
    qr_code: str


Page = (
    ArticlePage
    | ListPage
    | DirectoryPage
    | OverviewPage
    | HomePage
    | PlainPage
    | NotFoundPage
    | RedirectPage
    | SeasonsPage
    | SeasonPage
)


class FeedEntry(Struct, frozen=True, kw_only=True):
    """A story in a feed; addresses are whole, `author` and `image` may be "", the category is a tag too."""

    url: str
    title: str
    summary: str
    author: str
    date: str
    updated: str
    category: str
    tags: tuple[str, ...] = ()
    image: str = ""
    lang: str = "vi"
    sample: bool = False


class Feed(Struct, frozen=True, kw_only=True):
    """The newest stories of a list: `path` is the Atom feed, beside which lies the JSON Feed."""

    path: str
    lang: str
    title: str
    url: str
    entries: tuple[FeedEntry, ...]
