"""What every command shares: its options, the exit codes, and the one way to talk to people.

Data goes to stdout (`click.echo`), talk to stderr (`say`).
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from neuguong import settings
from neuguong.content.files import Tree
from neuguong.problems import Language, Text, as_text, errors
from neuguong.settings import Settings

if TYPE_CHECKING:
    from neuguong.content.load import Content, Loaded

CLEAN, PROBLEMS, USAGE, OUR_FAULT, INTERRUPTED = 0, 1, 2, 3, 130


def say(sentence: str) -> None:
    """Talk to the person at the terminal."""
    click.echo(sentence, err=True)


class _Formatter(click.HelpFormatter):
    """Help in Vietnamese: click's own few words are said here."""

    _WORDS: Mapping[str, str] = {"Options": "Tùy chọn", "Commands": "Lệnh", "Arguments": "Tham số"}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        args = args.replace("[OPTIONS]", "[TÙY CHỌN]").replace("COMMAND [ARGS]", "LỆNH [THAM SỐ]")
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._WORDS.get(heading, heading))


@dataclass(frozen=True, slots=True)
class OpenSite:
    """Which site, in which language people are spoken to, and below which path it will live."""

    root: Path
    language: Language
    base_path: str = "/"

    def say(self, sentence: Text) -> None:
        """Talk to the person at the terminal in their language."""
        say(sentence(self.language))


click.Context.formatter_class = _Formatter

help_option = click.help_option("--help", "-h", help="Hiện phần trợ giúp này.")
site_option = click.option(
    "--site",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default="thư mục này",
    metavar="THƯ_MỤC",
    help="Thư mục của trang (nơi có site.yml).",
)
lang_option = click.option(
    "--lang",
    type=click.Choice([language.value for language in Language]),
    help="Ngôn ngữ của lời nhắc; không ghi thì theo site.yml.",
)


def our_fault(trace: str) -> Text:
    """Keep the trace in a file and return the sentence that asks for it."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="neuguong-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        log.write(trace)
    return Text(
        f"Lỗi của chương trình, không phải của bạn; bài vẫn nguyên. Xin gửi giúp tệp này: {log.name}",
        f"This program failed; your texts are untouched. Send us this file, please: {log.name}",
    )


def open_site(root: Path, lang: str | None) -> OpenSite:
    """Return the site in the folder, or leave with a sentence."""
    language = Language(lang) if lang else Language.VI
    if not (root / "site.yml").is_file():
        say(
            Text(
                f"Không thấy site.yml trong “{root}”. Chạy lệnh ở thư mục gốc của trang, hoặc thêm --site.",
                f"There is no site.yml in “{root}”. Run this in the site's root folder, or add --site.",
            )(language)
        )
        raise click.exceptions.Exit(USAGE)
    own = _own_settings(root)
    if own is None:
        return OpenSite(root.resolve(), language)
    path = urlsplit(own.base_url).path
    return OpenSite(root.resolve(), language if lang else own.language, path)


def _own_settings(root: Path) -> Settings | None:
    """Return what site.yml says; None where it cannot be read (the checks will say why)."""
    text = Tree(root).text(settings.FILE)
    return settings.load(text)[0] if isinstance(text, str) else None


def load_site(site: OpenSite) -> Loaded:
    """Read and check the whole site."""
    from neuguong.content.load import load

    with working(Text("Đang đọc và kiểm tra…", "Reading and checking…")(site.language)):
        return load(Tree(site.root))


def clean_content(loaded: Loaded, site: OpenSite) -> Content | None:
    """Return the content if it is without error; say what is wrong where it is not."""
    wrong = errors(loaded.problems)
    if wrong:
        click.echo(as_text(loaded.problems, site.language), nl=False)
        site.say(count_in_words(loaded.articles_read, len(wrong), len(loaded.problems) - len(wrong)))
        return None
    return loaded.content


@contextlib.contextmanager
def working(words: str) -> Iterator[None]:
    """Show on a terminal that work goes on."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield


def count_in_words(read: int, wrong: int, noted: int) -> Text:
    return Text(
        f"Đã xem {read} bài: {wrong} lỗi, {noted} lưu ý.",
        f"Looked at {read} texts: {wrong} errors, {noted} warnings.",
    )


def parse_day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(
            f"“{text}” không phải ngày; viết như 2015-11-20 / is no day; write it as 2015-11-20"
        ) from None


def today() -> date:
    from neuguong.site.build_date import build_date

    return build_date(None)


def inside(site: OpenSite, path: Path) -> str:
    full = path if path.is_absolute() else Path.cwd() / path
    if not full.exists() and not full.is_symlink():
        full = site.root / path
    if not full.exists() and not full.is_symlink():
        raise click.UsageError(f"Không có “{path}” / there is no “{path}”")
    real = full.parent.resolve() / full.name if full.is_symlink() else full.resolve()
    try:
        return real.relative_to(site.root).as_posix()
    except ValueError:
        raise click.UsageError(f"“{path}” nằm ngoài trang / lies outside the site") from None


def is_wanted(path: str, wanted: Sequence[str]) -> bool:
    if not wanted or "." in wanted:
        return True
    return any(path == want or path.startswith(want.rstrip("/") + "/") for want in wanted)
