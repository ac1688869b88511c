"""Plans → the sitemap: one file, or an index and its parts where one file would list more than it may.

Pure. The parts keep to themselves what changes: stories from the oldest, older pages of lists from the
oldest, and the few pages that change with every story. So a new story touches the last part of each kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from neuguong.site import addresses
from neuguong.site.pages import ArticlePage
from neuguong.site.plans import ArchivePlan, ListPlan, Plan, StoryPlan, WholePlan
from neuguong.site.render import escape_xml

LIMIT = 50_000
"""Addresses that a sitemap may list (sitemaps.org); they stay far below the 50 MB that it may weigh."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Entry = tuple[str, str]
"""Where a page, or a part of the map, lies, and the day of its last change ("" where none is known)."""


class Part(NamedTuple):
    """A file of the sitemap: the pages, or the parts, that it lists."""

    path: str
    entries: tuple[Entry, ...]
    is_index: bool = False


def parts(plans: Sequence[Plan], limit: int = LIMIT) -> Iterator[Part]:
    """Yield the files of the sitemap of these pages, those of them that search engines may list."""
    listed = [plan for plan in plans if plan.indexed]
    if len(listed) <= limit:
        yield Part(addresses.SITEMAP, tuple(map(_entry, listed)))
        return
    found = list(_split(listed, limit))
    index = tuple((part.path, max(day for _, day in part.entries)) for part in found)
    yield Part(addresses.SITEMAP, index, is_index=True)
    yield from found


def _split(plans: Sequence[Plan], limit: int) -> Iterator[Part]:
    """Yield the parts: full ones first, so that only the last of a kind grows."""
    archives = sorted((plan for plan in plans if isinstance(plan, ArchivePlan)), key=_newest)
    kinds: tuple[tuple[str, Sequence[Plan]], ...] = (
        ("bai", [plan for plan in plans if isinstance(plan, StoryPlan)]),
        ("trang-cu", archives),
        ("trang", [plan for plan in plans if isinstance(plan, ListPlan | WholePlan)]),
    )
    for kind, members in kinds:
        for at in range(0, len(members), limit):
            path = addresses.sitemap_part(kind, at // limit + 1)
            yield Part(path, tuple(map(_entry, members[at : at + limit])))


def _newest(plan: ArchivePlan) -> tuple[tuple[date, str, str], str]:
    """Return the order of a full page of a list: by its newest story, so that new pages come near the end."""
    return plan.articles[0].order, plan.path


def _entry(plan: Plan) -> Entry:
    if isinstance(plan, StoryPlan):
        meta = plan.story.meta
        return plan.path, (meta.updated or meta.date).isoformat()
    page = plan.page if isinstance(plan, WholePlan) else None
    return plan.path, (page.updated or page.date).iso if isinstance(page, ArticlePage) else ""


def written(part: Part, base_url: str) -> bytes:
    """Return a file of the sitemap."""
    whole, one = ("sitemapindex", "sitemap") if part.is_index else ("urlset", "url")
    text = "".join(
        (
            "<?xml version='1.0' encoding='utf-8'?>\n",
            f'<{whole} xmlns="{_NAMESPACE}">\n',
            *_lines(part.entries, base_url, one),
            f"</{whole}>\n",
        )
    )
    return text.encode()


def _lines(entries: Iterable[Entry], base_url: str, element: str) -> Iterator[str]:
    for path, day in entries:
        address = escape_xml(addresses.absolute(base_url, path))
        changed = f"    <lastmod>{day}</lastmod>\n" if day else ""
        yield f"  <{element}>\n    <loc>{address}</loc>\n{changed}  </{element}>\n"
