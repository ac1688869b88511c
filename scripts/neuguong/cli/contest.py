"""`neuguong contest …`: a season's files, and its vault as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta, timezone
from pathlib import Path

import click

from neuguong.cli.contest_entries import entries, entry, intake, redact
from neuguong.cli.contest_judges import conflicts, judges
from neuguong.cli.contest_organisers import keygen, organiser
from neuguong.cli.contest_reading import assign, collect, packets
from neuguong.cli.contest_results import papers, results
from neuguong.cli.contest_scores import close, decide, tally
from neuguong.cli.contest_simulate import simulate
from neuguong.cli.contest_status import status
from neuguong.cli.contest_terminal import (
    check_name,
    identity_of,
    in_words,
    key_option,
    no_vault,
    open_season,
    open_vault,
    season_argument,
    vault_of,
)
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    help_option,
    lang_option,
    open_site,
    own_settings,
    parse_day,
    site_option,
    today,
)
from neuguong.problems import Text, as_text, errors, in_order

_VIETNAM = timezone(timedelta(hours=7))
KINDS: Mapping[str, Text] = {
    "secret": Text("khóa của sổ", "key of the log"),
    "entry": Text("bài", "entry"),
    "text": Text("bản rọc phách", "text for judges"),
    "judge": Text("giám khảo", "judge"),
    "conflict": Text("xung đột", "conflict"),
    "assignment": Text("phân công", "assignment"),
    "packet": Text("phiếu đã phát", "packet"),
    "sheet": Text("phiếu điểm", "score sheet"),
    "decision": Text("quyết định của hội đồng", "decision of the jury"),
    "closing": Text("chốt vòng", "closed round"),
}
"""What a page of the log adds, in words."""
_LAST_YEAR = 9000
"""The stages of a season that begins this year still have days."""


@click.group(help="Cuộc thi viết: mùa thi, khóa của ban tổ chức, két giữ danh tính và phiếu điểm.")
@help_option
def contest() -> None: ...


for command in (keygen, organiser, intake, redact, entries, entry):
    contest.add_command(command)
for command in (judges, conflicts, assign, packets, collect, status, tally, decide, close, simulate):
    contest.add_command(command)
for command in (results, papers):
    contest.add_command(command)


@contest.command(
    "new", help="Tạo mùa thi mới: contest.yml có lời giải thích từng mục, và call.md để viết tiếp."
)
@season_argument
@click.option("--date", "day", metavar="NĂM-THÁNG-NGÀY", help="Ngày bắt đầu nhận bài.  [mặc định: hôm nay]")
@site_option
@lang_option
@help_option
def new_season(season: str, day: str | None, root: Path, lang: str | None) -> int:
    from neuguong.content import season_skeleton
    from neuguong.site.write import replace

    site = open_site(root, lang)
    check_name(site, season)
    folder = site.root / "contest" / season
    if folder.exists():
        site.say(Text(f"Đã có contest/{season}.", f"contest/{season} exists already."))
        return PROBLEMS
    start = parse_day(day) or today()
    if start.year > _LAST_YEAR:
        raise click.UsageError(f"“{start}”: năm xa quá / a year too far away")
    own = own_settings(site.root)
    publisher = own.publisher if own else site.root.name
    for name, written in (
        ("contest.yml", season_skeleton.contest(season, publisher, start)),
        ("call.md", season_skeleton.call(start)),
    ):
        replace(folder / name, written.encode())
        click.echo(f"contest/{season}/{name}")
    site.say(
        Text(
            f"Sửa hai tệp ấy cho đúng thể lệ, rồi chạy: neuguong check contest/{season}",
            f"Write your rules into these two files, then run: neuguong check contest/{season}",
        )
    )
    return CLEAN


@contest.command(help="Xem két có nguyên vẹn không: sổ nối liền, bản ghi đủ và không ai sửa.")
@season_argument
@click.option("--mark", metavar="DẤU", help="Dấu đã ghi vào biên bản lần trước: xem sổ còn nối từ đó không.")
@click.option("--sweep", is_flag=True, help="Dọn những gì lệnh bị ngắt để lại.")
@key_option
@site_option
@lang_option
@help_option
def verify(
    season: str, mark: str | None, sweep: bool, key_file: Path | None, root: Path, lang: str | None
) -> int:
    site = open_season(root, lang, season)
    with in_words(site):
        from neuguong.contest import vault
        from neuguong.contest.inspection import inspect

        folder = vault_of(site, season)
        if not folder.exists():
            site.say(no_vault(season))
            return PROBLEMS
        if sweep:
            for path in vault.sweep(folder):
                click.echo(path)
        identity = identity_of(site, key_file)
        found = inspect(folder, identity)
    problems = in_order(found.problems)
    click.echo(as_text(problems, site.language), nl=False)
    marks = found.log.marks
    known = mark is None or found.log.has_mark(mark)
    if not known:
        site.say(
            Text(
                f"Sổ không còn trang mang dấu {mark}: từ hôm ghi dấu ấy, sổ đã bị thay hoặc bị cắt bớt.",
                f"The log has no page with the mark {mark}: it was replaced or cut short since.",
            )
        )
    wrong = len(errors(problems))
    count = len(found.log.pages), sum(len(page.records) for page in found.log.pages.values())
    site.say(
        Text(
            f"Sổ có {count[0]} trang, {count[1]} bản ghi; {wrong} lỗi. Dấu: {' '.join(marks)}",
            f"The log has {count[0]} pages, {count[1]} records; {wrong} errors. Mark: {' '.join(marks)}",
        )
    )
    if identity is None:
        site.say(
            Text(
                "Không có khóa nên chỉ xem được phần không mã hóa. Thêm --key để xem từng bản ghi có "
                "ai sửa không.",
                "Without a key only what is in the clear was looked at. Add --key to see whether records "
                "changed.",
            )
        )
    return PROBLEMS if wrong or not known else CLEAN


@contest.command("log", help="Đọc sổ của két: trang số mấy, lúc nào, ai ghi, ghi gì. Cần khóa.")
@season_argument
@key_option
@site_option
@lang_option
@help_option
def show_log(season: str, key_file: Path | None, root: Path, lang: str | None) -> int:
    site = open_season(root, lang, season)
    with in_words(site):
        for action in open_vault(site, vault_of(site, season), key_file).actions():
            counts = Counter(action.kinds)
            kinds = ", ".join(
                f"{counts[kind]} × {name(site.language)}" for kind, name in KINDS.items() if counts[kind]
            )
            made = action.made.astimezone(_VIETNAM)
            click.echo(f"{action.number:>6}  {made:%Y-%m-%d %H:%M}  {action.by}  {kinds}")
    return CLEAN
