"""`neuguong check`: every fault of every text, in one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    count_in_words,
    help_option,
    inside,
    is_wanted,
    jobs_option,
    lang_option,
    load_site,
    open_site,
    site_option,
)
from neuguong.problems import Language, Problem, as_github, as_json, as_text, errors

FORMATS: Mapping[str, Callable[[Sequence[Problem], Language], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}


@click.command(
    help="Kiểm tra mọi bài, hoặc chỉ các tệp, thư mục nêu ở PATHS. Mọi lời nhắc hiện ra trong một lần."
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_name",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="Cách in lời nhắc: text cho người đọc, github cho đề nghị trên GitHub, json cho máy.",
)
@jobs_option
@site_option
@lang_option
@help_option
def check(paths: tuple[Path, ...], format_name: str, jobs: int | None, root: Path, lang: str | None) -> int:
    site = open_site(root, lang)
    wanted = tuple(inside(site, path) for path in paths)
    loaded = load_site(site, jobs)
    if loaded is None:
        return PROBLEMS
    if loaded.content is None:  # settings or lists are broken, so no text could be checked: say all
        wanted = ()
    problems = tuple(p for p in loaded.problems if is_wanted(p.path, wanted))
    click.echo(FORMATS[format_name](problems, site.language), nl=False)
    wrong = len(errors(problems))
    site.say(count_in_words(loaded.articles_read, wrong, len(problems) - wrong))
    return PROBLEMS if wrong else CLEAN
