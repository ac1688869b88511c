"""What the commands of judging share: the season with its rules, vault and book; tables in words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from neuguong.cli.contest_terminal import (
    in_words,
    key_option,
    no_vault,
    open_season,
    open_vault,
    season_argument,
    vault_of,
)
from neuguong.cli.terminal import (
    PROBLEMS,
    USAGE,
    OpenSite,
    clean_vocabularies,
    help_option,
    lang_option,
    own_settings,
    site_option,
)
from neuguong.problems import Problem, Text, as_text, errors, in_order
from neuguong.text import nfc

if TYPE_CHECKING:
    from neuguong.content.season import Rules
    from neuguong.content.vocabulary import Vocabularies
    from neuguong.contest.book import Book, JudgeRecord, Record
    from neuguong.contest.vault import Vault

Params = ParamSpec("Params")

round_option = click.option(
    "--round",
    "slug",
    metavar="VÒNG",
    help="so-khao hoặc chung-khao.  [mặc định: vòng đang chấm]",
)


@dataclass(slots=True)
class OpenBook:
    """A season, opened with an organiser's key."""

    site: OpenSite
    season: str
    rules: Rules
    vocabularies: Vocabularies
    vault: Vault
    book: Book

    @property
    def contact(self) -> str:
        """Return the address in site.yml, to which scores are sent unless somebody says otherwise."""
        own = own_settings(self.site.root)
        return own.contact if own else ""

    def keep(self, records: Iterable[Record]) -> None:
        """Append records as one action, and read the book anew; leave where others wrote meanwhile."""
        from neuguong.contest import book

        with in_words(self.site):
            self.vault.append_all(book.news_of(records), datetime.now(UTC), unless_moved=True)
            self.book = book.read(self.vault)

    def round(self, asked: str | None) -> str:
        """Return the round asked for, or the one that is being read; leave where there is none such."""
        slugs = [each.slug.value for each in self.rules.rounds]
        if asked is None:
            going = [slug for slug in slugs if slug in self.book.assignments]
            return going[-1] if going else slugs[0]
        if asked not in slugs:
            self.site.say(
                Text(
                    f"Mùa thi {self.season} không có vòng “{asked}”. Các vòng: {', '.join(slugs)}.",
                    f"Season {self.season} has no round “{asked}”. Rounds: {', '.join(slugs)}.",
                )
            )
            raise click.exceptions.Exit(USAGE)
        return asked

    def assigned_round(self, asked: str | None) -> str:
        """Return the round; leave where nobody was assigned to it yet."""
        slug = self.round(asked)
        if slug not in self.book.assignments:
            self.site.say(
                Text(
                    f"Vòng {slug} chưa phân công. Chạy: neuguong contest assign {self.season} --round {slug}",
                    f"Nobody reads in {slug} yet. Run: neuguong contest assign {self.season} --round {slug}",
                )
            )
            raise click.exceptions.Exit(PROBLEMS)
        return slug

    def tell_overtaken(self, slug: str) -> None:
        """Say of which rounds before this one the scores have changed since they were closed."""
        from neuguong.contest import closing, score_table

        slugs = [each.slug.value for each in self.rules.rounds]
        for before in slugs[: slugs.index(slug)]:
            closed = self.book.closings.get(before)
            table = score_table.build(self.book, self.rules, before)
            if closed is None or not closing.is_overtaken(closed, table):
                continue
            self.site.say(
                Text(
                    f"Lưu ý: vòng {before} đã khác từ lúc chốt (phiếu mới, bài rút hay thể lệ đổi), nay có "
                    f"thể bài khác vào vòng sau. Xem: neuguong contest tally {self.season} --round {before}",
                    f"Note: {before} has changed since it was closed (sheets, withdrawals or rules); others "
                    f"might go on now. See: neuguong contest tally {self.season} --round {before}",
                )
            )

    def judge(self, named: str) -> JudgeRecord:
        """Return the judge of an id or full name, or leave with a sentence."""
        from neuguong.contest import judges

        found = judges.find(named, self.book.judges)
        if not isinstance(found, tuple):
            return found
        listed = ", ".join(f"{each.id} ({each.name}, {each.unit})" for each in found)
        self.site.say(
            Text(f"Nhiều giám khảo tên “{named}”: {listed}. Ghi mã.", f"Several are “{named}”: {listed}.")
            if found
            else Text(f"Không có giám khảo “{named}”.", f"There is no judge “{named}”.")
        )
        raise click.exceptions.Exit(USAGE)

    def code(self, named: str) -> str:
        """Return the code of an entry of the season, or leave with a sentence."""
        code = named.strip().upper()
        if code in self.book.entries:
            return code
        self.site.say(Text(f"Không có bài mã “{named}”.", f"There is no entry “{named}”."))
        raise click.exceptions.Exit(USAGE)

    def tell(self, problems: Sequence[Problem]) -> int:
        """Print problems; return how many of them are errors."""
        click.echo(as_text(in_order(problems), self.site.language), nl=False)
        return len(errors(problems))


def with_book(command: Callable[Concatenate[OpenBook, Params], int]) -> Callable[..., int]:
    """Give a command the opened book in the place of season, key, site and language."""

    @season_argument
    @key_option
    @site_option
    @lang_option
    @help_option
    @functools.wraps(command)
    def opening(
        season: str,
        key_file: Path | None,
        root: Path,
        lang: str | None,
        *others: Params.args,
        **options: Params.kwargs,
    ) -> int:
        return command(open_book(root, lang, season, key_file), *others, **options)

    return opening


def open_book(root: Path, lang: str | None, season: str, key_file: Path | None) -> OpenBook:
    """Return the season with its rules, its vault and its book, or leave with a sentence."""
    from neuguong.content.files import Tree
    from neuguong.content.load_seasons import load_rules
    from neuguong.contest import book

    site = open_season(root, lang, season)
    rules, problems = load_rules(Tree(site.root), season)
    if rules is None:
        click.echo(as_text(problems, site.language), nl=False)
    lists = clean_vocabularies(site)
    if rules is None or lists is None:
        raise click.exceptions.Exit(PROBLEMS)
    with in_words(site):
        folder = vault_of(site, season)
        if not folder.exists():
            site.say(no_vault(season))
            raise click.exceptions.Exit(PROBLEMS)
        vault = open_vault(site, folder, key_file)
        return OpenBook(site, season, rules, lists, vault, book.read(vault))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table, columns two spaces apart; numbers stand to the right."""
    cells = [[nfc(cell) for cell in row] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [
        len(column) > 1 and all(_is_number(cell) for cell in column[1:])
        for column in zip(*cells, strict=True)
    ]
    for row in cells:
        padded = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        yield "  ".join(padded).rstrip()


def _is_number(cell: str) -> bool:
    return cell in {"", "–"} or cell.replace(",", "").replace(".", "").replace("−", "").isdecimal()
