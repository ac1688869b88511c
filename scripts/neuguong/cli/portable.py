"""`neuguong build --portable`: check, read the plain pages, pack the carried edition into one zip."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from neuguong.cli.build import forget, in_spite_of_all, lies_in_sources, or_problems
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    Engine,
    OpenSite,
    Progress,
    clean_content,
    engine,
    load_with,
)
from neuguong.content.source import TextChanged
from neuguong.problems import Problem, Text, as_text

if TYPE_CHECKING:
    from neuguong.content.files import Tree
    from neuguong.content.load import Content
    from neuguong.site.pelican_pages import Found
    from neuguong.site.portable import Carried

_ENDING = ".zip"
_CD = 700_000_000
"""Bytes that fit on a CD."""

Outcome = tuple["Carried | None", tuple[Problem, ...]]
"""What was packed, or what kept it from being done; neither where that has been said already."""


class CarriedWish(NamedTuple):
    """What is asked for: which file, as on which day."""

    file: Path
    day: date | None = None
    jobs: int | None = None
    clean: bool = False


def refuse_others(site: OpenSite, *, output: bool, explain: bool, stages: bool) -> None:
    """Refuse options that say something of an output folder."""
    given = {"--output": output, "--explain": explain, "--stages": stages}
    for name in (name for name, is_given in given.items() if is_given):
        refused = Text(
            f"--portable chỉ làm một tệp zip, không đi cùng {name}; gọi thành hai lệnh.",
            f"--portable makes a zip and nothing else, so it does not go with {name}; run two commands.",
        )
        raise click.UsageError(refused(site.language))


def carry_site(site: OpenSite, wish: CarriedWish) -> int:
    """Pack the site into the file; say what is in it; return the exit code."""
    refused = _refusal(site, wish.file)
    if refused is not None:
        raise click.UsageError(refused(site.language))
    return in_spite_of_all(site, functools.partial(_carry, site, wish))


def _refusal(site: OpenSite, file: Path) -> Text | None:
    """Return why the zip cannot be written there; None where it can."""
    folder = file.parent
    if file.is_dir():
        return Text(
            f"“{file}” là thư mục; ghi cả tên tệp, ví dụ {file / 'neu-guong.zip'}.",
            f"“{file}” is a folder; name a file in it, such as {file / 'neu-guong.zip'}.",
        )
    if file.suffix.lower() != _ENDING:
        return Text(
            f"“{file}” không có đuôi .zip; đặt tên tệp kết thúc bằng .zip để không ghi đè nhầm tệp khác.",
            f"“{file}” does not end in .zip; name it so, lest another file be overwritten.",
        )
    if not folder.is_dir():
        return Text(
            f"Không có thư mục “{folder}”; tạo nó trước, hoặc chọn chỗ khác (USB đã cắm chưa?).",
            f"There is no folder “{folder}”; make it first, or choose another (is the stick in?).",
        )
    if lies_in_sources(site, folder.resolve()):
        return Text(
            f"“{folder}” là nơi để nguồn; chọn thư mục khác cho tệp zip.",
            f"“{folder}” holds sources; choose another folder for the zip.",
        )
    return None


def _carry(site: OpenSite, wish: CarriedWish) -> int:
    started = time.perf_counter()
    with engine(site, wish.jobs, anew=wish.clean) as running:
        try:
            carried, problems = _carried(site, wish, running)
        except TextChanged as changed:
            forget(str(changed), running)
            raise
    if problems or carried is None:
        click.echo(as_text(problems, site.language), nl=False)
        return PROBLEMS
    site.say(_in_words(carried, time.perf_counter() - started, wish.file))
    if carried.size > _CD:
        site.say(_TOO_LARGE_FOR_A_CD)
    return CLEAN


def _carried(site: OpenSite, wish: CarriedWish, running: Engine) -> Outcome:
    """Read everything, and pack it if there is no fault in it."""
    from neuguong.content.files import Tree
    from neuguong.site.pelican_pages import plain_pages
    from neuguong.site.portable import folder_for_pelican

    tree = Tree(site.root)
    plain = plain_pages(site.root, folder_for_pelican(running.store), running.store, running.crew)
    content = clean_content(load_with(site, running, tree), site)
    if content is None:
        return None, ()
    return or_problems(site, functools.partial(_pack, site, wish, content, plain, tree, running))


def _pack(
    site: OpenSite,
    wish: CarriedWish,
    content: Content,
    plain: Callable[[], Found],
    tree: Tree,
    running: Engine,
) -> Outcome:
    from neuguong.site.build_date import build_date
    from neuguong.site.portable import carry

    pages, problems = plain()
    if pages is None or problems:
        return None, problems
    with Progress(Text("Đang dựng trang", "Building pages")(site.language)) as progress:
        carried = carry(
            content,
            pages.texts,
            tree,
            Path(pages.theme),
            wish.file,
            build_date(wish.day),
            running.store,
            running.crew,
            step=progress.step,
        )
    return carried, ()


def _in_words(carried: Carried, seconds: float, file: Path) -> Text:
    others = carried.size - carried.photos - carried.texts - carried.fonts
    parts = (
        (Text("ảnh", "photos"), carried.photos),
        (Text("trang", "pages"), carried.texts),
        (Text("phông chữ", "fonts"), carried.fonts),
        (Text("phần còn lại", "the rest"), others),
    )
    largest_first = sorted(parts, key=lambda part: -part[1])
    vi = ", ".join(f"{name.vi} {_megabytes(size).vi}" for name, size in largest_first)
    en = ", ".join(f"{name.en} {_megabytes(size).en}" for name, size in largest_first)
    size = _megabytes(carried.size)
    return Text(
        f"Xong: {carried.stories} bài, {carried.pages} trang, {carried.files} tệp đóng vào {file} trong "
        f"{_decimal(seconds).vi} giây.\n"
        f"Nặng {size.vi}: {vi}.\n"
        "Chép tệp này sang USB, giải nén, rồi mở index.html.",
        f"Done: {carried.stories} stories, {carried.pages} pages, {carried.files} files packed into "
        f"{file} in {_decimal(seconds).en} s.\n"
        f"It weighs {size.en}: {en}.\n"
        "Copy it to a stick, unpack it, and open index.html.",
    )


def _megabytes(size: int) -> Text:
    number = _decimal(size / 1_000_000)
    return Text(f"{number.vi} MB", f"{number.en} MB")


def _decimal(value: float) -> Text:
    """Return a number with one decimal, as each language writes it."""
    en = f"{value:,.1f}"
    return Text(en.translate(str.maketrans(",.", ".,")), en)


_TOO_LARGE_FOR_A_CD = Text(
    "Một đĩa CD (700 MB) không chứa hết; chép bằng USB.",
    "That is more than a CD holds (700 MB); use a stick.",
)
