"""`neuguong contest keygen` and `contest organiser …`: who holds keys to a season's vault."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from neuguong.cli.contest_terminal import (
    in_words,
    key_option,
    need_pyrage,
    new_passphrase,
    no_vault,
    open_season,
    open_vault,
    own_key_file,
    season_argument,
    vault_of,
)
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    USAGE,
    Sentence,
    help_option,
    lang_option,
    say,
    site_option,
)
from neuguong.problems import Language, Text


@click.command(
    help="Tạo cặp khóa cho một người tổ chức: khóa riêng vào tệp ngoài kho bài, khóa công khai in ra."
)
@click.argument("file", type=click.Path(path_type=Path), required=False, metavar="[TỆP]")
@click.option("--passphrase", is_flag=True, help="Khóa tệp ấy bằng mật khẩu gõ ở cửa sổ lệnh.")
@lang_option
@help_option
def keygen(file: Path | None, passphrase: bool, lang: str | None) -> int:
    language = Language(lang) if lang else Language.VI
    need_pyrage(language)
    from neuguong.contest import keys

    path = (file or own_key_file()).absolute()
    repository = _repository_of(path)
    if repository is not None:
        say(
            Text(
                f"Không ghi khóa riêng vào kho bài ({repository}): ai chép kho cũng có khóa. "
                "Chọn một tệp ở nơi khác, như USB.",
                f"No private key is written into a repository ({repository}): whoever copies it has the key. "
                "Choose a file elsewhere, such as a stick.",
            )(language)
        )
        return USAGE
    word = new_passphrase(language) if passphrase else None
    pair = keys.new_pair()
    try:
        keys.write_key_file(path, keys.key_file(pair, word))
    except FileExistsError:
        say(
            Text(
                f"Đã có tệp {path}; không ghi đè lên khóa cũ. Chọn tên khác.",
                f"{path} exists already; no key is written over. Choose another name.",
            )(language)
        )
        return PROBLEMS
    click.echo(pair.public)
    say(
        Text(
            f"Khóa riêng nằm ở {path}. Chép thêm một bản vào USB cất trong tủ: mất nó là không mở được két "
            "bằng khóa này nữa, không ai cấp lại được. Khóa công khai (age1… ở trên) gửi cho ai cũng được.",
            f"The private key is in {path}. Keep a second copy on a stick in a drawer: nobody can make it "
            "again. "
            "The public key (age1… above) may be sent to anybody.",
        )(language)
    )
    return CLEAN


@click.group(help="Người giữ khóa của két: ai đọc được danh tính, phiếu điểm, bài chưa công bố.")
@help_option
def organiser() -> None: ...


@organiser.command(
    "add", help="Thêm người giữ khóa; người đầu tiên thì tạo két. Mọi bản ghi được mã hóa lại."
)
@season_argument
@click.argument("name", metavar="TÊN", type=Sentence())
@click.argument("public_key", metavar="age1…")
@key_option
@site_option
@lang_option
@help_option
def add_organiser(
    season: str, name: str, public_key: str, key_file: Path | None, root: Path, lang: str | None
) -> int:
    site = open_season(root, lang, season)
    with in_words(site):
        from neuguong.contest import vault
        from neuguong.contest.log import Organiser

        new = Organiser(name, public_key.strip())
        folder = vault_of(site, season)
        if not folder.exists():
            vault.create(folder, [new], datetime.now(UTC))
            site.say(
                Text(
                    f"Đã tạo két ở {folder.at}, mở được bằng khóa của {new.name}. Nên thêm ngay người "
                    "thứ hai: chỉ một người giữ khóa mà mất khóa thì không ai mở được nữa.",
                    f"The vault in {folder.at} is made; {new.name} can open it. Add a second person now: "
                    "where the only key is lost, nobody can open it any more.",
                )
            )
            return CLEAN
        opened = open_vault(site, folder, key_file)
        opened.set_organisers([*opened.organisers, new], datetime.now(UTC))
    site.say(
        Text(
            f"{new.name} đọc được mọi bản ghi từ nay. Ghi vào git cả thư mục {folder.at}.",
            f"{new.name} can read every record now. Commit the folder {folder.at}.",
        )
    )
    return CLEAN


@organiser.command(
    "remove", help="Bỏ một người giữ khóa. Mọi bản ghi được mã hóa lại cho những người còn lại."
)
@season_argument
@click.argument("name", metavar="TÊN")
@key_option
@site_option
@lang_option
@help_option
def remove_organiser(season: str, name: str, key_file: Path | None, root: Path, lang: str | None) -> int:
    site = open_season(root, lang, season)
    with in_words(site):
        opened = open_vault(site, vault_of(site, season), key_file)
        gone = next((each for each in opened.organisers if name in {each.name, each.key}), None)
        if gone is None:
            listed = ", ".join(each.name for each in opened.organisers)
            site.say(
                Text(
                    f"“{name}” không giữ khóa. Những người giữ khóa: {listed}.",
                    f"“{name}” holds no key. These do: {listed}.",
                )
            )
            return USAGE
        if gone.key == opened.identity.public and len(opened.organisers) > 1:
            site.say(
                Text(
                    f"Đây là khóa của chính {gone.name}. Nhờ một người ở lại chạy lệnh này bằng khóa của họ: "
                    "có vậy mới chắc là còn người mở được két.",
                    f"This is {gone.name}'s own key. Have somebody who stays run this: only then is it "
                    "certain that somebody can still open the vault.",
                )
            )
            return PROBLEMS
        rest = [each for each in opened.organisers if each != gone]
        opened.set_organisers(rest, datetime.now(UTC))
    site.say(
        Text(
            f"{gone.name} không đọc được những gì ghi từ nay. Nhưng git còn giữ các tệp cũ: ai đã có một bản "
            f"kho bài và khóa của {gone.name} thì vẫn đọc được mọi thứ ghi trước lúc này. Khóa ấy lộ ra "
            "ngoài thì coi như mọi điều đã ghi đều lộ. Bỏ luôn quyền ghi vào kho của người ấy.",
            f"{gone.name} cannot read what is written from now on. But git still holds the earlier files: "
            f"whoever has a copy of the repository and {gone.name}'s key reads all that was written before. "
            "If that key leaked, so did everything. Take away the right to write to the repository, too.",
        )
    )
    return CLEAN


@organiser.command("list", help="Ai đang giữ khóa của két; không cần khóa để xem.")
@season_argument
@site_option
@lang_option
@help_option
def list_organisers(season: str, root: Path, lang: str | None) -> int:
    site = open_season(root, lang, season)
    with in_words(site):
        from neuguong.contest import log

        folder = vault_of(site, season)
        if not folder.exists():
            site.say(no_vault(season))
            return PROBLEMS
        pages, problems = log.read(folder.pages(), f"{folder.at}/log")
        for each in pages.organisers:
            click.echo(f"{each.key}  {each.name}")
        if problems or len(pages.changes) > 1:
            site.say(
                Text(
                    "Sổ có chỗ không ổn, danh sách này có thể chưa đúng. Chạy contest verify.",
                    "Something is wrong with the log, and the list may be. Run contest verify.",
                )
            )
            return PROBLEMS
    return CLEAN


@organiser.command(
    "reseal", help="Mã hóa lại mọi bản ghi cho đúng những người đang giữ khóa, sau khi nhập hai nhánh."
)
@season_argument
@click.option(
    "--yes", is_flag=True, help="Đồng ý với danh sách mà lệnh này nêu khi hai nhánh cùng đổi người."
)
@key_option
@site_option
@lang_option
@help_option
def reseal(season: str, yes: bool, key_file: Path | None, root: Path, lang: str | None) -> int:
    site = open_season(root, lang, season)
    with in_words(site):
        opened = open_vault(site, vault_of(site, season), key_file)
        names = ", ".join(each.name for each in opened.organisers)
        if opened.is_split and not yes:
            site.say(
                Text(
                    f"Hai nhánh cùng đổi người giữ khóa. Gộp lại thì người giữ khóa là: {names}. "
                    "Đúng thì chạy lại lệnh này, thêm --yes.",
                    f"Two branches changed who holds keys. Both together come to: {names}. "
                    "If that is right, run this again with --yes.",
                )
            )
            return PROBLEMS
        opened.set_organisers(opened.organisers, datetime.now(UTC))
    site.say(Text(f"Đã mã hóa lại cho: {names}.", f"Sealed anew for: {names}."))
    return CLEAN


def _repository_of(path: Path) -> Path | None:
    """Return the repository or site in which a path lies."""
    real = path.resolve()
    return next((up for up in real.parents if (up / ".git").exists() or (up / "site.yml").exists()), None)
