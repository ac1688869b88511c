"""Where every page lies: the one definition of the site's addresses.

All are paths from the site's root to a flat file, so that links between them work from a server, a
sub-folder and a USB stick alike.
"""

from __future__ import annotations

import re

from neuguong.content.model import Article

HOME = "index.html"
ALL = "tat-ca.html"
OVERVIEW = "tong-quan.html"
NOT_FOUND = "404.html"
FIELDS = "linh-vuc/index.html"
PLACES = "noi/index.html"
YEARS = "nam-hoc/index.html"
LEVELS = "cap-hoc/index.html"
FORMS = "doi-tuong/index.html"
CONTESTS = "cuoc-thi/index.html"
HANDBOOK = "so-tay/index.html"
STYLE = "theme/css/site.css"
SCRIPT = "theme/js/site.js"
ICON = "theme/icon.svg"
SITEMAP = "sitemap.xml"
FEED = "feeds/tat-ca.atom.xml"
BAND = "vai/dai.svg"
API = "api/v1/index.json"

_OUTSIDE = re.compile(r"#|[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def story(article: Article) -> str:
    """Return the page of a story."""
    return former_story(article.key)


def former_story(key: str) -> str:
    """Return the page that a story has or had, by its <school year>/<slug>."""
    return f"bai/{key}.html"


def entry(article: Article) -> str:
    """Return the page of a contest entry."""
    return season_entry(article.group, article.slug)


def season_entry(season_slug: str, slug: str) -> str:
    """Return the page of the entry that lies in a season under a slug."""
    return f"cuoc-thi/{season_slug}/{slug}.html"


def field(slug: str) -> str:
    """Return the page of a field."""
    return f"linh-vuc/{slug}.html"


def place(slug: str) -> str:
    """Return the page of a place."""
    return f"noi/{slug}.html"


def field_place(field_slug: str, place_slug: str) -> str:
    """Return the page of a field in a place."""
    return f"linh-vuc/{field_slug}/{place_slug}.html"


def year(slug: str) -> str:
    """Return the page of a school year."""
    return f"nam-hoc/{slug}.html"


def level(slug: str) -> str:
    """Return the page of a level of education."""
    return f"cap-hoc/{slug}.html"


def form(slug: str) -> str:
    """Return the page of a form of subject."""
    return f"doi-tuong/{slug}.html"


def season(slug: str) -> str:
    """Return the page of a contest season."""
    return f"cuoc-thi/{slug}/index.html"


def plain(slug: str) -> str:
    """Return a page out of content/pages."""
    return f"{slug}.html"


def archive(front: str, number: int) -> str:
    """Return the numbered older page of a list; numbers count from the oldest."""
    return f"{front.removesuffix('.html')}/trang/{number}.html"


def feed(front: str) -> str:
    """Return the Atom feed of a list."""
    return f"feeds/{front.removesuffix('.html')}.atom.xml"


def json_feed(feed: str) -> str:
    """Return the JSON Feed that lies beside an Atom feed and says the same; "" beside none."""
    return feed.removesuffix(".atom.xml") + ".json" if feed else ""


def api(name: str) -> str:
    """Return a file of data for programs: the fields, the places, the school years."""
    return f"api/v1/{name}.json"


def api_stories(year: str, number: int) -> str:
    """Return the file with some of a school year's stories; numbers count from the oldest."""
    return f"api/v1/stories/{year}/{number}.json"


def api_schema(name: str) -> str:
    """Return the JSON Schema of a kind of file."""
    return f"api/v1/schema/{name}.json"


def sitemap_part(kind: str, number: int) -> str:
    """Return a part of the sitemap of a site that is too large for one."""
    return f"sitemap/{kind}-{number}.xml"


def picture(article: Article, stem: str, digest: str, width: int, ending: str) -> str:
    """Return a picture as it is shown; the digest makes its name change with its bytes."""
    return f"anh/{article.key}/{stem}-{digest[:8]}-{width}.{ending}"


def mark(field_slug: str) -> str:
    """Return the cloth that stands for a field."""
    return f"vai/linh-vuc/{field_slug}.svg"


def cover(field_slug: str, number: int) -> str:
    """Return one of the cloths that stand in for a photo."""
    return f"vai/bia/{field_slug}-{number}.svg"


def share_card(page: str) -> str:
    """Return the picture that goes with a page's address when somebody shares it."""
    return f"chia-se/{page.removesuffix('.html')}.png"


def qr_code(page: str) -> str:
    """Return the QR code of a page's address."""
    return f"qr/{page.removesuffix('.html')}.svg"


def relative(page: str, target: str) -> str:
    """Return the link from one page to another file of the site, or the outside address as it is."""
    return under(climb(page), target)


def climb(page: str) -> str:
    """Return the way from a page up to the site's root."""
    return "../" * page.count("/")


def under(root: str, target: str) -> str:
    """Return the link to a file of the site by the way to its root; outside addresses stay as they are."""
    return target if _OUTSIDE.match(target) else root + target


def absolute(base_url: str, target: str) -> str:
    """Return the whole address of a page; a folder's index is named by the folder."""
    if target == HOME or target.endswith("/" + HOME):
        target = target.removesuffix(HOME)
    return base_url + target
