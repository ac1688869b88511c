"""`neuguong contest judges …` and `contest conflicts …`: who judges, and who may not read what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.contest_book import OpenBook, table, with_book
from neuguong.cli.terminal import CLEAN, PROBLEMS, Sentence, help_option
from neuguong.problems import Text

if TYPE_CHECKING:
    from neuguong.contest.book import JudgeRecord


@click.group(help="Giám khảo: nhận danh sách, xem, ghi người thôi chấm, người chấm lại.")
@help_option
def judges() -> None: ...


@judges.command("add", help="Nhận danh sách giám khảo từ tệp .xlsx hoặc .csv. Nhận lại lần nữa không sao.")
@with_book
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def add_judges(opened: OpenBook, file: Path) -> int:
    from neuguong.contest import judges as lists_of_judges
    from neuguong.contest import lists

    rows = lists.read(file.name, file.read_bytes(), lists_of_judges.COLUMNS)
    bad = [row for row in rows if not isinstance(row, lists.Row)]
    if bad:
        opened.tell(bad)
        return PROBLEMS
    good = [row for row in rows if isinstance(row, lists.Row)]
    taken = lists_of_judges.take(file.name, good, opened.vocabularies, opened.book.judges)
    if taken.problems:
        opened.tell(taken.problems)
        opened.site.say(Text("Chưa ghi ai vào két.", "Nobody was taken in."))
        return PROBLEMS
    new = sum(1 for judge in taken.judges if judge.id not in opened.book.judges)
    if taken.judges:
        opened.keep(taken.judges)
    found = _find_conflicts(opened)
    for judge in taken.away:
        _tell_who_stays_away(opened, judge)
    opened.site.say(
        Text(
            f"{len(good)} giám khảo trong danh sách: {new} người mới, {len(taken.judges) - new} người đổi "
            f"thông tin. Thấy thêm {found} xung đột.",
            f"{len(good)} judges on the list: {new} new, {len(taken.judges) - new} changed. "
            f"{found} new conflicts.",
        )
    )
    return CLEAN


def _tell_who_stays_away(opened: OpenBook, judge: JudgeRecord) -> None:
    opened.site.say(
        Text(
            f"{judge.name} ({judge.id}) vẫn ghi là thôi chấm ({judge.gone}). Người ấy chấm lại thì: "
            f"neuguong contest judges return {opened.season} {judge.id}",
            f"{judge.name} ({judge.id}) has left ({judge.gone}) and stays away. If that has changed: "
            f"neuguong contest judges return {opened.season} {judge.id}",
        )
    )


@judges.command("list", help="Danh sách giám khảo, kèm số bài được giao ở vòng mới nhất.")
@with_book
def list_judges(opened: OpenBook) -> int:
    readings = [
        each.judge
        for assignment in [opened.book.assignments.get(opened.round(None))]
        if assignment
        for each in assignment.readings
    ]
    words = opened.site.language
    head = [
        Text("Mã", "Id")(words),
        Text("Họ và tên", "Full name")(words),
        Text("Đơn vị", "Unit")(words),
        Text("Bài", "Entries")(words),
        Text("Ghi chú", "Note")(words),
    ]
    rows = [
        (
            judge.id,
            judge.name,
            judge.unit,
            str(readings.count(judge.id)),
            _note(judge.gone, judge.expert, opened),
        )
        for _, judge in sorted(opened.book.judges.items())
    ]
    for line in table(head, rows):
        click.echo(line)
    return CLEAN


def _note(gone: str, expert: bool, opened: OpenBook) -> str:
    words = [Text(f"thôi chấm: {gone}", f"gone: {gone}")] if gone else []
    words += [Text("chuyên gia", "expert")] if expert else []
    return ", ".join(each(opened.site.language) for each in words)


@judges.command("leave", help="Ghi một giám khảo thôi chấm; phân công lại bằng contest assign.")
@with_book
@click.argument("judge", metavar="GIÁM_KHẢO")
@click.option("--reason", required=True, type=Sentence(), metavar="LÝ_DO", help="Vì sao thôi.")
def leave(opened: OpenBook, judge: str, reason: str) -> int:
    from msgspec.structs import replace

    found = opened.judge(judge)
    opened.keep([replace(found, gone=reason)])
    opened.site.say(
        Text(
            f"{found.name} ({found.id}) thôi chấm; phiếu đã nộp vẫn giữ. Chia lại bài: neuguong contest "
            f"assign {opened.season}",
            f"{found.name} ({found.id}) has left; sheets handed in stay. Give the entries to others: "
            f"neuguong contest assign {opened.season}",
        )
    )
    return CLEAN


@judges.command("return", help="Ghi một giám khảo đã thôi nay chấm lại.")
@with_book
@click.argument("judge", metavar="GIÁM_KHẢO")
def come_back(opened: OpenBook, judge: str) -> int:
    from msgspec.structs import replace

    found = opened.judge(judge)
    if found.gone:
        opened.keep([replace(found, gone="")])
    opened.site.say(
        Text(
            f"{found.name} ({found.id}) chấm lại. Chia bài: neuguong contest assign {opened.season}",
            f"{found.name} ({found.id}) reads again. Give entries out: "
            f"neuguong contest assign {opened.season}",
        )
    )
    return CLEAN


@click.group(help="Xung đột: ai không được chấm bài nào, biết từ đâu.")
@help_option
def conflicts() -> None: ...


@conflicts.command("list", help="Tìm lại và liệt kê mọi xung đột, kể cả đã gỡ.")
@with_book
def list_conflicts(opened: OpenBook) -> int:
    found = _find_conflicts(opened)
    words = opened.site.language
    head = [
        Text("Giám khảo", "Judge")(words),
        Text("Bài", "Entry")(words),
        Text("Vì sao", "Why")(words),
        Text("Đã gỡ", "Dismissed")(words),
    ]
    rows = [
        (
            f"{each.judge} {opened.book.judges[each.judge].name}",
            each.code,
            each.source,
            f"{each.dismissed} ({each.dismissed_by})" if each.dismissed else "",
        )
        for _, each in sorted(opened.book.conflicts.items())
        if each.judge in opened.book.judges
    ]
    for line in table(head, rows):
        click.echo(line)
    opened.site.say(Text(f"{len(rows)} xung đột, {found} mới thấy.", f"{len(rows)} conflicts, {found} new."))
    return CLEAN


@conflicts.command("add", help="Ghi một xung đột do ai đó khai.")
@with_book
@click.argument("judge", metavar="GIÁM_KHẢO")
@click.argument("code", metavar="MÃ_BÀI")
@click.option("--reason", required=True, type=Sentence(), metavar="LÝ_DO", help="Vì sao, ai khai.")
@click.option("--drop-sheet", is_flag=True, help="Phiếu người ấy đã nộp cho bài này không được tính nữa.")
def add_conflict(opened: OpenBook, judge: str, code: str, reason: str, drop_sheet: bool) -> int:
    from neuguong.contest import conflicts as known

    found, entry = opened.judge(judge), opened.code(code)
    sheets = known.dropped(opened.book, found.id, entry, reason) if drop_sheet else ()
    opened.keep([known.declared(opened.book, found.id, entry, reason.replace(";", ",")), *sheets])
    opened.site.say(_recorded(found.name, entry, opened.season))
    if sheets:
        opened.site.say(
            Text(
                "Phiếu đã nộp thành phiếu trả lại, bản cũ vẫn nằm trong két.",
                "The sheet handed in is handed back now; its old version stays in the vault.",
            )
        )
    return CLEAN


def _recorded(name: str, code: str, season: str) -> Text:
    return Text(
        f"{name} không chấm bài {code}. Nếu đã phân công thì chạy lại: neuguong contest assign {season}",
        f"{name} does not read {code}. If it was assigned: neuguong contest assign {season}",
    )


@conflicts.command("dismiss", help="Gỡ một xung đột, có lý do và người chịu trách nhiệm.")
@with_book
@click.argument("judge", metavar="GIÁM_KHẢO")
@click.argument("code", metavar="MÃ_BÀI")
@click.option("--reason", required=True, type=Sentence(), metavar="LÝ_DO", help="Vì sao không phải xung đột.")
@click.option("--by", "who", required=True, type=Sentence(), metavar="NGƯỜI", help="Ai quyết định gỡ.")
def dismiss(
    opened: OpenBook,
    judge: str,
    code: str,
    reason: str,
    who: str,
) -> int:
    from msgspec.structs import replace

    found, entry = opened.judge(judge), opened.code(code)
    before = opened.book.conflicts.get(f"{found.id}/{entry}")
    if before is None:
        opened.site.say(
            Text(f"{found.name} và bài {entry} không có xung đột.", f"{found.name} and {entry}: no conflict.")
        )
        return PROBLEMS
    opened.keep([replace(before, dismissed=reason, dismissed_by=who)])
    opened.site.say(
        Text(
            f"Đã gỡ: {found.name} chấm được bài {entry}.",
            f"Dismissed: {found.name} may read {entry} after all.",
        )
    )
    return CLEAN


def _find_conflicts(opened: OpenBook) -> int:
    """Write down the conflicts that the book shows; return how many were new."""
    from neuguong.contest import conflicts as known

    found = known.detect(opened.book)
    if found:
        opened.keep(found)
    return len(found)
