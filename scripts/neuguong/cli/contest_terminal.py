"""What the contest's commands share: the season, the vault with its key, how a passphrase is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.terminal import PROBLEMS, USAGE, OpenSite, open_site, say
from neuguong.problems import Language, Text, as_text
from neuguong.text import slug

if TYPE_CHECKING:
    from neuguong.contest.keys import AskPassphrase, Identity
    from neuguong.contest.vault import Vault
    from neuguong.contest.vault_folder import VaultFolder

season_argument = click.argument("season", metavar="MÙA")
key_option = click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path),
    envvar="NEUGUONG_KEY",
    metavar="TỆP",
    help="Tệp khóa riêng.  [mặc định: tệp mà contest keygen ghi]",
)


def identity_of(site: OpenSite, key_file: Path | None) -> Identity | None:
    """Return the private key asked for, or this machine's own if there is one. Raises Sealed."""
    from neuguong.contest import keys

    path = key_file or own_key_file()
    if key_file is None and not path.is_file():
        return None
    return keys.read_identity(path, _asking(site.language))


def new_passphrase(language: Language) -> str:
    """Ask twice for a new passphrase."""
    if not sys.stdin.isatty():
        words = Text("Chạy trong cửa sổ lệnh để gõ mật khẩu.", "Run this in a terminal to type one.")
        raise click.UsageError(words(language))
    first = _prompt(Text("Mật khẩu mới", "New passphrase"), language)
    if first != _prompt(Text("Gõ lại lần nữa", "Once more"), language):
        words = Text("Hai lần gõ không giống nhau.", "The two are not the same.")
        raise click.UsageError(words(language))
    return first


def _asking(language: Language) -> AskPassphrase | None:
    """Return the way to ask for the passphrase of a key file; None where nobody sits at the terminal."""
    words = Text("Mật khẩu của tệp khóa", "Passphrase of the key file")
    return (lambda: _prompt(words, language)) if sys.stdin.isatty() else None


def _prompt(words: Text, language: Language) -> str:
    typed: str = click.prompt(words(language), hide_input=True, err=True)
    return typed


def need_pyrage(language: Language) -> None:
    try:
        import pyrage  # noqa: F401
    except ImportError:
        say(
            Text(
                "Phần cuộc thi cần cài thêm một lần: make contest",
                "The contest needs more to be installed, once: make contest",
            )(language)
        )
        raise click.exceptions.Exit(USAGE) from None


def open_season(root: Path, lang: str | None, season: str) -> OpenSite:
    """Return the site, or leave with a sentence where it has no such season."""
    site = open_site(root, lang)
    check_name(site, season)
    need_pyrage(site.language)
    if not (site.root / "contest" / season).is_dir():
        there = sorted(path.name for path in (site.root / "contest").glob("*/") if path.is_dir())
        site.say(
            Text(
                f"Không có mùa thi “{season}”. Các mùa đang có: {', '.join(there) or 'chưa có mùa nào'}.",
                f"There is no season “{season}”. Seasons: {', '.join(there) or 'none yet'}.",
            )
        )
        raise click.exceptions.Exit(USAGE)
    return site


def check_name(site: OpenSite, season: str) -> None:
    if season != slug(season) or not season:
        site.say(
            Text(
                f"“{season}” không đặt làm tên mùa được; viết như 2027 hoặc 2027-mua-xuan.",
                f"“{season}” is no name for a season; write it like 2027 or 2027-spring.",
            )
        )
        raise click.exceptions.Exit(USAGE)


def vault_of(site: OpenSite, season: str) -> VaultFolder:
    """Return the folder of the season's vault. Raises Sealed where it lost its log or is another season's."""
    from neuguong.contest.vault import refuse_copy, refuse_lost_log
    from neuguong.contest.vault_folder import copied_from, vault_folder

    folder = vault_folder(site.root, season)
    refuse_lost_log(folder)
    refuse_copy(folder, copied_from(site.root, season))
    return folder


def open_vault(site: OpenSite, folder: VaultFolder, key_file: Path | None) -> Vault:
    from neuguong.contest.vault import Vault

    ask = _asking(site.language)
    return Vault.open(folder, key_file or own_key_file(), ask, on_wait=lambda: site.say(_WAITING))


_WAITING = Text(
    "Một lệnh khác đang ghi vào két; chờ nó xong…",
    "Another command is writing to the vault; waiting for it to end…",
)


def no_vault(season: str) -> Text:
    return Text(
        f"Mùa thi {season} chưa có két. Tạo bằng: neuguong contest organiser add {season} TÊN age1…",
        f"Season {season} has no vault yet. Make one: neuguong contest organiser add {season} NAME age1…",
    )


@contextmanager
def in_words(site: OpenSite) -> Iterator[None]:
    """Say in words why a vault stays shut, and leave."""
    from neuguong.contest.keys import Sealed

    try:
        yield
    except Sealed as error:
        click.echo(as_text([error.problem], site.language), nl=False)
        raise click.exceptions.Exit(PROBLEMS) from None


def own_key_file() -> Path:
    """Return where a private key lies on this machine, unless somebody says otherwise."""
    return Path(click.get_app_dir("neuguong")) / "organiser.key"
