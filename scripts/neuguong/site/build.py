"""One build: content and plain pages → every file in the output folder.

The edge of the site part: it writes. Both doors, Pelican's plugin and the command line, end here. The stages
in their order: plan all pages, see which of them are not as they should be, make those, remove the rest.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from neuguong.content.files import Tree
from neuguong.content.load import Content
from neuguong.content.load_texts import Step, text_of
from neuguong.crew import Crew
from neuguong.site import cloths, images, qr_codes, share_cards, write
from neuguong.site.cloths import Weaving
from neuguong.site.explain import keep, why
from neuguong.site.images import Recipe
from neuguong.site.languages import words_of
from neuguong.site.ledger import Ledger
from neuguong.site.making import Setup, make_pages
from neuguong.site.medium import WEB, Medium
from neuguong.site.plain import PlainText
from neuguong.site.planned import Planned
from neuguong.site.plans import Plan
from neuguong.site.qr_codes import Code
from neuguong.site.report import Report
from neuguong.site.share_cards import Drawing
from neuguong.site.theme import closures, keep_compiled, read_theme, recall_compiled
from neuguong.site.wanted import Wanted
from neuguong.site.write import Made, Output
from neuguong.store import Store


def publish(
    content: Content,
    plain: Iterable[PlainText],
    tree: Tree,
    theme_folder: Path,
    folder: Path,
    today: date,
    store: Store,
    crew: Crew | None = None,
    *,
    medium: Medium = WEB,
    ledger: Ledger | None = None,
    planned: Planned | None = None,
    explain: bool = False,
    step: Step = lambda _done, _all: None,
) -> Report:
    """Write the site as it stands on the day, for the medium, into the folder.

    `ledger`: that of the folder, where somebody began to look at it already; `planned`: what the process
    planned last.
    """
    crew, folder, report, watch = crew or Crew(), folder.resolve(), Report(), _Watch()
    theme = read_theme(theme_folder)
    used, words = closures(theme, store), words_of(theme.languages, store)
    planned = planned or Planned()
    editions = planned.plan(content, partial(text_of, tree), plain, today, words, medium)
    wanted = planned.want(editions, theme, used)
    report.seconds["plan"] = watch.lap()

    ledger, output = ledger or Ledger(store, folder), Output(folder)
    output.announce(file.path for file in wanted.files)
    stale = [file for file in wanted.files if not ledger.holds(file.path, file.key)]
    if explain:
        report.changes = tuple(why(file, wanted.shared, ledger) for file in stale)
    report.seconds["compare"] = watch.lap()

    compiled = recall_compiled(theme, store)
    known = len(compiled)
    setups = [
        Setup(edition.frame, edition.site, theme.templates, used, compiled, tree, folder)
        for edition in editions
    ]
    pages = itertools.chain.from_iterable(_make_pages(stale, setup, crew) for setup in setups)
    others = _make_others(stale, setups[0], crew)
    keys = {file.path: file.key for file in stale}
    for done, made in enumerate(itertools.chain(pages, others), start=1):
        output.note(made.path, changed=made.changed)
        ledger.note(made.path, keys[made.path], made.content, made.stamp)
        step(done, len(stale))
    if len(compiled) > known:
        keep_compiled(theme, store, compiled)
    report.seconds["make"] = watch.lap()

    keep(stale, wanted.shared, ledger)  # only now: it takes room, and whoever made the pages has gone
    for file in wanted.files:
        output.note(file.path, changed=False)
    report.removed = output.finish(ledger.left_over(output.written))
    report.stories = sum(1 for article in editions[0].articles if article.is_story)
    report.pages, report.changed = sum(len(edition.plans) for edition in editions), output.changed
    ledger.save([file.path for file in wanted.files])
    report.seconds["finish"] = watch.lap()
    return report


def _make_pages(stale: list[Wanted], setup: Setup, crew: Crew) -> Iterator[Made]:
    """Make the pages of one edition."""
    folder = setup.frame.edition.folder
    plans = [file.source for file in stale if isinstance(file.source, Plan) and file.edition == folder]
    return make_pages(plans, setup, crew)


def _make_others(stale: list[Wanted], setup: Setup, crew: Crew) -> Iterator[Made]:
    """Make what is no page: the few files that are ready, cloths, cards, codes and pictures."""
    for file in stale:
        if not isinstance(file.source, Plan | Recipe | Weaving | Drawing | Code):
            yield write.make(setup.output, file.path, file.source())
    weavings = [file.source for file in stale if isinstance(file.source, Weaving)]
    yield from cloths.make(weavings, setup.output, crew)
    drawings = [file.source for file in stale if isinstance(file.source, Drawing)]
    yield from share_cards.make(drawings, setup.output, crew)
    codes = [file.source for file in stale if isinstance(file.source, Code)]
    yield from qr_codes.make(codes, setup.output, crew)
    recipes = [file.source for file in stale if isinstance(file.source, Recipe)]
    yield from images.make(recipes, setup.tree, setup.output, crew)


class _Watch:
    """Measures the stages one after the other."""

    def __init__(self) -> None:
        self._last = time.perf_counter()

    def lap(self) -> float:
        """Return the seconds since the last lap."""
        before, self._last = self._last, time.perf_counter()
        return self._last - before
