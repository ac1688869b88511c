"""What every command shares: its options, the exit codes, and the one way to talk to people.

Data goes to stdout (`click.echo`), talk to stderr (`say`).
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

import click

from neuguong import fingerprint
from neuguong.crew import Crew, cores
from neuguong.problems import Language, Problem, Text, as_text, errors
from neuguong.store import Fresh, Store, StoreBroken, drop_store, open_store

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from neuguong.content.files import Tree
    from neuguong.content.load import Content, Loaded
    from neuguong.content.load_texts import Memory
    from neuguong.content.vocabulary import Vocabularies
    from neuguong.settings import Settings

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


class Sentence(click.ParamType[str]):
    """Words that somebody must have said, in one line with single spaces; a blank says nothing."""

    name = "sentence"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words; leave where there are none."""
        said = " ".join(value.split())
        if not said:
            self.fail("nothing is said", param, ctx)
        return said


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


jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="SỐ",
    help="Số tiến trình cùng làm.  [mặc định: bằng số nhân của máy]",
)


def our_fault(trace: str) -> Text:
    """Keep the trace in a file and return the sentence that asks for it."""
    import tempfile

    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="neuguong-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.write(trace)
    except OSError:  # not even for this is there room
        return Text(
            "Lỗi của chương trình, không phải của bạn; bài vẫn nguyên. Có lẽ đĩa đã đầy.",
            "This program failed; your texts are untouched. Perhaps the disk is full.",
        )
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
    own = own_settings(root)
    if own is None:
        return OpenSite(root.resolve(), language)
    path = urlsplit(own.base_url).path
    return OpenSite(root.resolve(), language if lang else own.language, path)


def own_settings(root: Path) -> Settings | None:
    """Return what site.yml says; None where it cannot be read (the checks will say why)."""
    from neuguong import settings
    from neuguong.content.files import Tree

    text = Tree(root).text(settings.FILE)
    return settings.load(text)[0] if isinstance(text, str) else None


class Engine(NamedTuple):
    """What long work is done with: the memory of earlier runs, and those who do it."""

    store: Store
    crew: Crew


@contextlib.contextmanager
def engine(site: OpenSite, jobs: int | None = None, *, anew: bool = False) -> Iterator[Engine]:
    """Open the site's store and gather a crew; both are let go at the end."""
    store = open_store(site.root, fingerprint.toolchain(), anew=anew, on_wait=lambda: site.say(_WAITING))
    if store.fresh in _SENTENCES:
        site.say(_SENTENCES[store.fresh])
    try:
        with Crew(jobs or cores()) as crew:
            yield Engine(store, crew)
    finally:
        store.close()


_WAITING = Text(
    "Một lần dựng hoặc kiểm tra khác đang chạy; chờ nó xong…",
    "Another build or check is running; waiting for it to end…",
)
_SENTENCES = {
    Fresh.BROKEN: Text(
        "Kho ghi nhớ .neuguong hỏng hoặc không phải của chương trình này; bỏ đi và làm lại từ đầu.",
        "The store .neuguong is damaged or foreign; it is dropped and everything done again.",
    ),
    Fresh.NOWHERE: Text(
        "Không ghi được vào thư mục .neuguong của trang; lần sau sẽ phải làm lại từ đầu.",
        "The site's folder .neuguong cannot be written; the next run will do everything again.",
    ),
}


def load_site(site: OpenSite, jobs: int | None = None) -> Loaded | None:
    """Read and check the whole site; None, and a sentence, where the disk is full."""
    from neuguong.content.files import Tree

    try:
        with engine(site, jobs) as running:
            return load_with(site, running, Tree(site.root))
    except StoreBroken:
        drop_damaged(site)
    with engine(site, jobs) as running:
        return load_with(site, running, Tree(site.root))


def drop_damaged(site: OpenSite) -> None:
    """Drop a store that turned out to be damaged, and say so."""
    site.say(
        Text(
            "Kho ghi nhớ .neuguong bị hỏng; bỏ đi và làm lại từ đầu.",
            "The store .neuguong is damaged; it is dropped and everything done again.",
        )
    )
    drop_store(site.root)


def load_with(site: OpenSite, running: Engine, tree: Tree, memory: Memory | None = None) -> Loaded | None:
    """Read and check the whole site with an engine that goes on running.

    Where the disk is full, say so and return None.
    """
    from neuguong.content.load import load

    progress = Progress(Text("Đang đọc và kiểm tra", "Reading and checking")(site.language))
    try:
        with progress:
            return load(tree, running.store, running.crew, progress.step, memory)
    except OSError as error:
        click.echo(as_text([no_room(error, site.root)], site.language), nl=False)
        return None


def no_room(error: OSError, root: Path) -> Problem:
    """Return the problem of a disk that cannot be read or written."""
    path = Path(str(error.filename or root))  # a full disk names no file
    with contextlib.suppress(ValueError):
        path = path.relative_to(root) if path != root else root
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


def clean_content(loaded: Loaded | None, site: OpenSite) -> Content | None:
    """Return the content if it is without error; say what is wrong where it is not."""
    if loaded is None:
        return None
    wrong = errors(loaded.problems)
    if wrong:
        click.echo(as_text(loaded.problems, site.language), nl=False)
        site.say(count_in_words(loaded.articles_read, len(wrong), len(loaded.problems) - len(wrong)))
        return None
    return loaded.content


def clean_vocabularies(site: OpenSite) -> Vocabularies | None:
    """Return the lists alone, if they are without error; say what is wrong where they are not."""
    from neuguong.content import vocabulary
    from neuguong.content.files import Tree

    tree = Tree(site.root)
    texts = {path: tree.text(path) for path in vocabulary.FILES}
    unread = [text for text in texts.values() if isinstance(text, Problem)]
    lists, problems = vocabulary.load({path: text for path, text in texts.items() if isinstance(text, str)})
    if unread or errors(problems):
        click.echo(as_text([*unread, *problems], site.language), nl=False)
        return None
    return lists


class Progress:
    """A bar on a terminal, for work that takes more than two seconds; elsewhere nothing."""

    PATIENCE = 2.0

    def __init__(self, words: str) -> None:
        self._words = words
        self._started = time.perf_counter()
        self._close = contextlib.ExitStack()
        self._bar: tuple[RichProgress, TaskID] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._close.close()

    def step(self, done: int, of: int) -> None:
        """Show how far the work has come."""
        if self._bar is None:
            if not sys.stderr.isatty() or time.perf_counter() - self._started < self.PATIENCE:
                return
            self._bar = self._shown(of)
        bar, task = self._bar
        bar.update(task, completed=done, total=of)

    def _shown(self, of: int) -> tuple[RichProgress, TaskID]:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        bar = self._close.enter_context(RichProgress(console=Console(stderr=True), transient=True))
        return bar, bar.add_task(self._words, total=of)


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
