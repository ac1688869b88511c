"""`neuguong build`: check, read the plain pages, publish, then the handbook."""

from __future__ import annotations

import contextlib
import functools
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from neuguong.cli.terminal import (
    CLEAN,
    OUR_FAULT,
    PROBLEMS,
    Engine,
    OpenSite,
    Progress,
    clean_content,
    drop_damaged,
    engine,
    help_option,
    jobs_option,
    lang_option,
    load_with,
    no_room,
    open_site,
    parse_day,
    site_option,
    working,
)
from neuguong.content.source import TextChanged
from neuguong.crew import WorkerLost
from neuguong.problems import Problem, Text, as_text
from neuguong.store import StoreBroken

if TYPE_CHECKING:
    from jinja2 import TemplateError

    from neuguong.content.files import Tree
    from neuguong.content.load import Content
    from neuguong.content.load_texts import Memory
    from neuguong.site.languages import BrokenCatalogue
    from neuguong.site.ledger import Ledger
    from neuguong.site.pelican_pages import Found
    from neuguong.site.planned import Planned
    from neuguong.site.report import Report


_PATIENCE = 5
"""How often a build begins again because somebody saves meanwhile."""


_AT_HAND: list[Content] = []
"""What the last build was made of. A process that ends at once need not take thousands of records apart."""


class Wish(NamedTuple):
    """What a build is asked for."""

    output: Path
    day: date | None = None
    handbook: bool = True
    jobs: int | None = None
    clean: bool = False
    explain: bool = False
    stages: bool = False
    memory: Memory | None = None
    planned: Planned | None = None
    """What the process keeps in its hands from build to build: these two."""


@click.command(help="Kiểm tra rồi dựng trang và sổ tay vào thư mục output/. Chỉ dựng lại những gì đã đổi.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Nơi ghi trang.  [mặc định: output/ trong thư mục của trang]",
)
@click.option(
    "--date",
    "day",
    metavar="NĂM-THÁNG-NGÀY",
    help="Dựng trang như vào ngày này; bài có ngày sau đó chưa hiện.  [mặc định: hôm nay]",
)
@click.option(
    "--portable",
    type=click.Path(path_type=Path),
    metavar="TỆP.zip",
    help="Chỉ đóng cả trang vào một tệp zip để mang đến nơi không có mạng; không động đến output/.",
)
@click.option("--no-handbook", is_flag=True, help="Không dựng sổ tay.")
@click.option("--explain", is_flag=True, help="Nói vì sao từng tệp được dựng lại: điều gì đã đổi.")
@click.option("--clean", is_flag=True, help="Quên những gì lần trước đã làm và dựng lại từ đầu.")
@click.option("--stages", is_flag=True, help="In thời gian của từng chặng (giây, dạng JSON).")
@jobs_option
@site_option
@lang_option
@help_option
def build(
    output: Path | None,
    day: str | None,
    portable: Path | None,
    no_handbook: bool,
    explain: bool,
    clean: bool,
    stages: bool,
    jobs: int | None,
    root: Path,
    lang: str | None,
) -> int:
    site = open_site(root, lang)
    if portable is not None:
        from neuguong.cli import portable as carried

        carried.refuse_others(site, output=output is not None, explain=explain, stages=stages)
        return carried.carry_site(site, carried.CarriedWish(portable, parse_day(day), jobs, clean))
    folder = output or site.root / "output"
    return build_site(site, Wish(folder, parse_day(day), not no_handbook, jobs, clean, explain, stages))


def build_site(site: OpenSite, wish: Wish) -> int:
    """Build into the folder; say how it went; return the exit code."""
    _refuse_sources(site, wish.output)
    return in_spite_of_all(site, functools.partial(_build, site, wish))


def in_spite_of_all(site: OpenSite, build: Callable[[], int]) -> int:
    """Build; again where the store is damaged or somebody saves a text meanwhile. Return the exit code."""
    try:
        return _build_undisturbed(site, build)
    except StoreBroken:
        drop_damaged(site)
        return _build_undisturbed(site, build)
    except WorkerLost:
        site.say(
            Text(
                "Một tiến trình phụ bị dừng giữa chừng, có lẽ vì thiếu bộ nhớ; thử lại với --jobs 1.",
                "A worker was stopped half-way, perhaps for lack of memory; try again with --jobs 1.",
            )
        )
        return OUR_FAULT


def _build_undisturbed(site: OpenSite, build: Callable[[], int]) -> int:
    """Build until nobody saves a text while it is built; somebody who goes on and on is asked to wait."""
    path = ""
    for _ in range(_PATIENCE):
        try:
            return build()
        except TextChanged as changed:
            path = str(changed)
            site.say(
                Text(
                    f"{path} vừa được lưu trong lúc dựng; dựng lại với bản mới.",
                    f"{path} was saved during the build; building again with what it says now.",
                )
            )
    click.echo(as_text([_restless(path)], site.language), nl=False)
    return PROBLEMS


def _build(site: OpenSite, wish: Wish) -> int:
    started = time.perf_counter()
    with engine(site, wish.jobs, anew=wish.clean) as running:
        try:
            report, problems = _report(site, wish, running)
        except TextChanged as changed:
            forget(str(changed), running, wish.memory)
            raise
    if wish.handbook and report is not None:
        from neuguong.site import handbook as handbook_site

        with working(Text("Đang dựng sổ tay…", "Building the handbook…")(site.language)):
            problems = handbook_site.build(site.root, wish.output)
    if problems or report is None:
        click.echo(as_text(problems, site.language), nl=False)
        return PROBLEMS
    if wish.explain:
        _explain(report, site)
    if wish.stages:
        click.echo(json.dumps({name: round(seconds, 4) for name, seconds in report.seconds.items()}))
    site.say(_built_in_words(report, time.perf_counter() - started, wish.output))
    return CLEAN


def forget(path: str, running: Engine, memory: Memory | None = None) -> None:
    """Forget what is known of a text, so that it is read again whatever its stamp says."""
    running.store.forget_texts([path])
    running.store.commit()
    if memory is not None:
        memory.forget(path)


Made = TypeVar("Made")
Outcome = tuple["Report | None", tuple[Problem, ...]]
"""What a build did, or what kept it from being done; neither where that has been said already."""


def _report(site: OpenSite, wish: Wish, running: Engine) -> Outcome:
    """Build if anything is not as the last build left it."""
    from neuguong.site import unchanged
    from neuguong.site.build_date import build_date
    from neuguong.site.ledger import Ledger

    started = time.perf_counter()
    today, folder = build_date(wish.day), wish.output.resolve()
    listing = unchanged.look(site.root)
    state = unchanged.state_of(site.root, listing, today)
    ledger = Ledger(running.store, folder)
    known = unchanged.last_report(state, ledger)
    if known is not None:
        known.seconds["compare"] = time.perf_counter() - started
        return known, ()
    ledger.look(running.crew)

    from neuguong.content.files import Tree
    from neuguong.site.pelican_pages import plain_pages

    tree = Tree(site.root, listing)
    plain = plain_pages(site.root, folder, running.store, running.crew)
    content = clean_content(load_with(site, running, tree, wish.memory), site)
    if content is None:
        return None, ()
    _AT_HAND[:] = [content]
    read = time.perf_counter() - started
    begun = _Begun(content, plain, tree, ledger)
    report, problems = or_problems(site, functools.partial(_publish, site, wish, begun, running))
    if report is not None:
        report.seconds = {"read": read, **report.seconds}
        if report.is_lasting and unchanged.is_still(state, site.root, today):
            unchanged.remember(state, ledger, report)
    return report, problems


def _refuse_sources(site: OpenSite, output: Path) -> None:
    """An output folder holds nothing but output: not the site itself, not its sources."""
    folder = output.resolve()
    if site.root.is_relative_to(folder) or lies_in_sources(site, folder):
        refused = Text(
            f"“{output}” là nơi để nguồn; chọn thư mục khác cho trang dựng ra.",
            f"“{output}” holds sources; choose another folder for the output.",
        )
        raise click.UsageError(refused(site.language))


def lies_in_sources(site: OpenSite, path: Path) -> bool:
    """Return whether a path, resolved, is one of the site's folders of sources or lies in one."""
    return any(
        path.is_relative_to(site.root / name)
        for name in ("stories", "contest", "content", "theme", "scripts", "tests")
    )


class _Begun(NamedTuple):
    """A build that has begun: what was read, and those who are at something else meanwhile."""

    content: Content
    plain: Callable[[], Found]
    tree: Tree
    ledger: Ledger


def or_problems(
    site: OpenSite, publish: Callable[[], tuple[Made | None, tuple[Problem, ...]]]
) -> tuple[Made | None, tuple[Problem, ...]]:
    """Publish; a theme or a disk that cannot do it becomes a problem, not a trace."""
    from jinja2 import TemplateError

    from neuguong.site.languages import BrokenCatalogue

    try:
        return publish()
    except TemplateError as error:
        return None, (_broken_template(error),)
    except BrokenCatalogue as error:
        return None, (_broken_catalogue(error),)
    except OSError as error:
        return None, (no_room(error, site.root),)


def _publish(site: OpenSite, wish: Wish, begun: _Begun, running: Engine) -> Outcome:
    from neuguong.site.build import publish
    from neuguong.site.build_date import build_date
    from neuguong.site.pelican_pages import are_kept

    pages, problems = begun.plain()
    if pages is None or problems:
        return None, problems
    progress = Progress(Text("Đang dựng trang", "Building pages")(site.language))
    with progress:
        report = publish(
            begun.content,
            pages.texts,
            begun.tree,
            Path(pages.theme),
            wish.output,
            build_date(wish.day),
            running.store,
            running.crew,
            ledger=begun.ledger,
            planned=wish.planned,
            explain=wish.explain,
            step=progress.step,
        )
    has_own_theme = Path(pages.theme).resolve() == site.root / "theme"
    report.is_lasting = has_own_theme and are_kept(site.root, running.store)
    return report, ()


def _explain(report: Report, site: OpenSite) -> None:
    """Say on stdout why each file was made again."""
    for change in report.changes:
        reasons = "; ".join(reason(site.language) for reason in change.reasons)
        click.echo(f"{change.path}: {reasons}")
    if not report.changes:
        site.say(Text("Không có gì đổi, không dựng lại tệp nào.", "Nothing changed; no file was made again."))


def _restless(path: str) -> Problem:
    return Problem(
        path,
        0,
        "text-stands-still",
        Text("bài này cứ được lưu mãi trong lúc dựng trang", "this text is saved again and again meanwhile"),
        Text("ngừng lưu một lát rồi dựng lại", "leave it alone for a moment and build again"),
    )


def _broken_template(error: TemplateError) -> Problem:
    name = getattr(error, "name", None) or ""
    return Problem(
        f"theme/templates/{name}".rstrip("/"),
        getattr(error, "lineno", None) or 0,
        "template-renders",
        Text(f"mẫu trang hỏng: {error}", f"the template is broken: {error}"),
        Text("sửa mẫu, hoặc lấy lại bản trước", "mend the template, or take back the last version"),
    )


def _broken_catalogue(error: BrokenCatalogue) -> Problem:
    return Problem(
        f"theme/languages/{error.lang}.po",
        error.line,
        "catalogue-is-whole",
        Text(f"tệp lời của giao diện hỏng: {error}", f"the interface's words cannot be read: {error}"),
        Text("sửa tệp, hoặc lấy lại bản trước", "mend the file, or take back the last version"),
    )


def _built_in_words(report: Report, seconds: float, output: Path) -> Text:
    spent = f"{seconds:.1f}".replace(".", ",")
    with contextlib.suppress(ValueError):
        output = output.resolve().relative_to(Path.cwd())
    return Text(
        f"Xong: {report.stories} bài, {report.pages} trang trong {spent} giây "
        f"({report.changed} tệp mới hoặc đổi, {report.removed} tệp gỡ bỏ).\n"
        f"Xem thử: make serve – hoặc mở {output}/index.html.",
        f"Done: {report.stories} stories, {report.pages} pages in {seconds:.1f} s "
        f"({report.changed} files new or changed, {report.removed} removed).\n"
        f"Have a look: make serve – or open {output}/index.html.",
    )
