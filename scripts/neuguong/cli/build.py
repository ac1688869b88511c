"""`neuguong build`: check, let Pelican build with our plugin, then the handbook."""

from __future__ import annotations

import contextlib
import io
import logging
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    OpenSite,
    clean_content,
    help_option,
    lang_option,
    load_site,
    open_site,
    parse_day,
    site_option,
    working,
)
from neuguong.problems import Problem, Text, as_text

PELICAN_CONF = "pelicanconf.py"

if TYPE_CHECKING:
    from jinja2 import TemplateError

    from neuguong.content.load import Loaded
    from neuguong.site.build import Report


@click.command(help="Kiểm tra rồi dựng trang và sổ tay vào thư mục output/.")
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
@click.option("--no-handbook", is_flag=True, help="Không dựng sổ tay.")
@site_option
@lang_option
@help_option
def build(output: Path | None, day: str | None, no_handbook: bool, root: Path, lang: str | None) -> int:
    site = open_site(root, lang)
    return build_site(site, output or site.root / "output", parse_day(day), handbook=not no_handbook)


def build_site(site: OpenSite, output: Path, day: date | None, *, handbook: bool) -> int:
    """Build into the folder; say how it went; return the exit code."""
    _refuse_sources(site, output)
    started = time.perf_counter()
    loaded = load_site(site)
    if clean_content(loaded, site) is None:
        return PROBLEMS
    with working(Text("Đang dựng trang…", "Building the site…")(site.language)):
        report, problems = _run_safely(site, output, day, loaded)
    if handbook and not problems:
        from neuguong.site import handbook as handbook_site

        with working(Text("Đang dựng sổ tay…", "Building the handbook…")(site.language)):
            problems = handbook_site.build(site.root, output)
    if problems or report is None:
        click.echo(as_text(problems, site.language), nl=False)
        return PROBLEMS
    site.say(_built_in_words(report, time.perf_counter() - started, output))
    return CLEAN


def _refuse_sources(site: OpenSite, output: Path) -> None:
    """An output folder holds nothing but output: not the site itself, not its sources."""
    folder = output.resolve()
    sources = [site.root / name for name in ("stories", "contest", "content", "theme", "scripts", "tests")]
    if site.root.is_relative_to(folder) or any(folder.is_relative_to(source) for source in sources):
        refused = Text(
            f"“{output}” là nơi để nguồn; chọn thư mục khác cho trang dựng ra.",
            f"“{output}” holds sources; choose another folder for the output.",
        )
        raise click.UsageError(refused(site.language))


def _run_safely(
    site: OpenSite, output: Path, day: date | None, loaded: Loaded
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Run Pelican; a theme or a disk that cannot do it becomes a problem, not a trace."""
    from jinja2 import TemplateError

    try:
        return _run_pelican(site, output, day, loaded)
    except TemplateError as error:
        return None, (_broken_template(error),)
    except OSError as error:
        return None, (_no_room(error, site.root),)


def _run_pelican(
    site: OpenSite, output: Path, day: date | None, loaded: Loaded
) -> tuple[Report | None, tuple[Problem, ...]]:
    """Let Pelican build with our plugin; its complaints become problems."""
    from pelican import Pelican
    from pelican.settings import read_settings

    from neuguong.site import plugin

    reports: list[Report] = []

    def remember(_sender: object, report: Report) -> None:
        reports.append(report)

    conf = site.root / PELICAN_CONF
    if not conf.is_file():
        return None, (_no_conf(),)
    complaints = _Complaints()
    override = {"OUTPUT_PATH": str(output.resolve()), plugin.LOADED: loaded, plugin.DATE: day}
    with (
        plugin.built.connected_to(remember),
        complaints.heard_from("pelican", "neuguong"),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        try:
            settings = read_settings(str(conf), override=override)
        except Exception as error:  # noqa: BLE001 - the settings are a program of the department's own
            return None, (_broken_conf(error),)
        Pelican(settings).run()
    problems = complaints.problems()
    if not reports and not problems:
        problems = (_no_plugin(),)
    return (reports[0] if reports else None), problems


class _Complaints(logging.Handler):
    """Keeps what Pelican logs as an error: it would only go on without the page."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    @contextlib.contextmanager
    def heard_from(self, *names: str) -> Iterator[None]:
        """Listen to these loggers for a while."""
        loggers = [logging.getLogger(name) for name in names]
        for logger in loggers:
            logger.addHandler(self)
        try:
            yield
        finally:
            for logger in loggers:
                logger.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())

    def problems(self) -> tuple[Problem, ...]:
        fix = Text("sửa trang trong content/pages/", "mend the page in content/pages/")
        return tuple(
            Problem("content/pages", 0, "page-is-readable", Text(said, said), fix) for said in self.messages
        )


def _no_conf() -> Problem:
    return Problem(
        PELICAN_CONF,
        0,
        "file-is-readable",
        Text("không có tệp này", "there is no such file"),
        Text("chép pelicanconf.py từ bản gốc", "copy pelicanconf.py from the original repository"),
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


def _no_room(error: OSError, root: Path) -> Problem:
    path = Path(str(error.filename or ""))
    with contextlib.suppress(ValueError):
        path = path.relative_to(root)
    return Problem(
        str(path),
        0,
        "file-can-be-written",
        Text("không đọc hoặc không ghi được tệp này", "this file cannot be read or written"),
        Text(
            "xem nó có thật không, có phải thư mục không, quyền ghi và chỗ trống trên đĩa",
            "see that it is there, that it is no folder, and look at permissions and free space",
        ),
    )


def _broken_conf(error: Exception) -> Problem:
    return Problem(
        PELICAN_CONF,
        getattr(error, "lineno", None) or 0,
        "pelican-has-the-plugin",
        Text(f"tệp cấu hình không chạy được: {error}", f"the settings do not run: {error}"),
        Text("sửa tệp này, hoặc lấy lại bản gốc", "mend this file, or take back the original"),
    )


def _no_plugin() -> Problem:
    return Problem(
        PELICAN_CONF,
        0,
        "pelican-has-the-plugin",
        Text("PLUGINS không có plugin của Nêu Gương", "PLUGINS lacks the plugin of this project"),
        Text("ghi PLUGINS = [plugin] như trong bản gốc", "write PLUGINS = [plugin] as in the original"),
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
