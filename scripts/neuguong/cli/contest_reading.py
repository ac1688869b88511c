"""`neuguong contest assign`, `packets`, `collect`: who reads what, what judges are given, what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.contest_book import OpenBook, round_option, table, with_book
from neuguong.cli.contest_private import refuse_published
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    Progress,
    parse_day,
)
from neuguong.problems import Text

if TYPE_CHECKING:
    from neuguong.contest.handout import Handout
    from neuguong.contest.reading_plan import Plan


@click.command(
    "assign", help="Phân công chấm: chia đều, tránh xung đột; chạy lại thì chỉ đổi ít nhất có thể."
)
@with_book
@round_option
@click.option(
    "--seed", metavar="CHỮ", help="Hạt giống bốc thăm, như số ghi trong biên bản.  [mặc định: mã mùa]"
)
@click.option("--cap", type=click.IntRange(1), metavar="SỐ", help="Mỗi giám khảo nhiều nhất mấy bài.")
@click.option(
    "--school-cap",
    type=click.IntRange(1),
    metavar="SỐ",
    help="Mỗi giám khảo nhiều nhất mấy bài của một trường.",
)
@click.option("--deadline", metavar="NĂM-THÁNG-NGÀY", help="Hạn nộp điểm.  [mặc định: ngày cuối của vòng]")
@click.option("--dry-run", is_flag=True, help="Chỉ cho xem, không ghi.")
def assign(
    opened: OpenBook,
    slug: str | None,
    seed: str | None,
    cap: int | None,
    school_cap: int | None,
    deadline: str | None,
    dry_run: bool,
) -> int:
    from neuguong.content.season import Decides
    from neuguong.contest import conflicts, reading_plan
    from neuguong.contest.reading_plan import Wishes

    slug = opened.round(slug)
    if not _can_be_assigned(opened, slug):
        return PROBLEMS
    opened.tell_overtaken(slug)
    found = conflicts.detect(opened.book)
    if found and not dry_run:
        opened.keep(found)
    opened.book.conflicts.update({each.key: each for each in found})
    before = opened.book.assignments.get(slug)
    wishes = Wishes(
        seed=seed or (before.seed if before else opened.season),
        cap=cap or (before.cap if before else None),
        school_cap=school_cap or (before.school_cap if before else None),
        deadline=parse_day(deadline) if deadline else None,
    )
    made = reading_plan.plan(opened.book, opened.rules, slug, wishes)
    if not dry_run and made.record != before:
        opened.keep([made.record])
    _show_plan(opened, made)
    for problem in made.assignment.shortages:
        opened.site.say(
            Text(
                f"Thiếu: {problem.what.vi}. Cách gỡ: {problem.fix.vi}.",
                f"Short: {problem.what.en}. A way out: {problem.fix.en}.",
            )
        )
    for note in made.assignment.notes:
        opened.site.say(note)
    if dry_run:
        opened.site.say(Text("Mới xem thử, chưa ghi gì.", "A dry run: nothing was written."))
    elif made.record != before:
        opened.site.say(
            Text(
                f"Đã ghi phân công. Làm phiếu chấm: neuguong contest packets {opened.season} -o THƯ_MỤC",
                "The assignment is kept. Make the packets: "
                f"neuguong contest packets {opened.season} -o FOLDER",
            )
        )
    else:
        opened.site.say(Text("Phân công không đổi.", "The assignment is as it was."))
    needs_comparing = opened.rules.decides is Decides.ADJUSTED and len(made.assignment.groups) > 1
    return PROBLEMS if made.assignment.shortages or needs_comparing else CLEAN


def _can_be_assigned(opened: OpenBook, slug: str) -> bool:
    from neuguong.contest import score_table
    from neuguong.contest.judges import present

    codes = score_table.codes_of(opened.book, opened.rules, slug)
    if codes and present(opened.book.judges.values()):
        waiting = sum(1 for entry in opened.book.entries.values() if entry.standing.value == "waiting")
        if waiting:
            opened.site.say(
                Text(
                    f"Còn {waiting} bài chờ thư ký xem, chưa được phân công: contest entries {opened.season}",
                    f"{waiting} entries still wait for you, not assigned: contest entries {opened.season}",
                )
            )
        return True
    if not opened.book.judges:
        opened.site.say(
            Text(
                f"Chưa có giám khảo nào. Nhận danh sách: neuguong contest judges add {opened.season} TỆP",
                f"There are no judges yet: neuguong contest judges add {opened.season} FILE",
            )
        )
    elif not present(opened.book.judges.values()):
        opened.site.say(
            Text(
                "Mọi giám khảo đều đã thôi chấm. Nhận thêm người: "
                f"neuguong contest judges add {opened.season} TỆP",
                f"All judges have left. Take others in: neuguong contest judges add {opened.season} FILE",
            )
        )
    else:
        opened.site.say(
            Text(
                f"Vòng {slug} chưa có bài nào để chấm: nhận bài (contest intake), hoặc chốt vòng trước "
                "(contest close).",
                f"There is nothing to read in {slug}: take entries in (contest intake), or close the round "
                "before (contest close).",
            )
        )
    return False


def _show_plan(opened: OpenBook, made: Plan) -> None:
    words = opened.site.language
    change = made.difference
    judges = opened.book.judges
    given: dict[str, list[str]] = {}
    taken: dict[str, list[str]] = {}
    for code, judge in change.added:
        given.setdefault(judge, []).append(code)
    for code, judge in change.removed:
        taken.setdefault(judge, []).append(code)
    head = [
        Text("Mã", "Id")(words),
        Text("Giám khảo", "Judge")(words),
        Text("Số bài", "Entries")(words),
        Text("Thêm", "Given")(words),
        Text("Bớt", "Taken away")(words),
    ]
    rows = [
        (judge, judges[judge].name, str(load), _codes(given.get(judge, [])), _codes(taken.get(judge, [])))
        for judge, load in made.assignment.loads
        if judge in judges
    ]
    for line in table(head, rows):
        click.echo(line)
    loads = [load for judge, load in made.assignment.loads if load and not judges[judge].gone]
    least, most = min(loads, default=0), max(loads, default=0)
    spread = f"{least}–{most}" if least < most else str(most)
    groups = len(made.assignment.groups)
    opened.site.say(
        Text(
            f"{len(made.assignment.readings)} lượt đọc, mỗi người {spread} bài; giám khảo nối thành "
            f"{groups} nhóm {'(so được với nhau)' if groups == 1 else '(chưa so được với nhau)'}; "
            f"thêm {len(change.added)}, bớt {len(change.removed)} lượt; "
            f"{len(made.thirds)} bài có người đọc thứ ba.",
            f"{len(made.assignment.readings)} readings, {spread} each; the judges are {groups} group(s) by "
            f"shared entries; {len(change.added)} readings given, {len(change.removed)} taken away; "
            f"{len(made.thirds)} entries have a third reader.",
        )
    )


def _codes(codes: Sequence[str]) -> str:
    few = 6
    return " ".join(codes) if len(codes) <= few else f"{' '.join(codes[:few])} … ({len(codes)})"


@click.command(
    "packets", help="Làm phiếu chấm cho từng giám khảo: một tệp .html không cần mạng và một bảng .xlsx."
)
@with_book
@round_option
@click.option(
    "-o",
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Nơi để phiếu, ngoài kho bài.",
)
@click.option("--judge", "only", multiple=True, metavar="GIÁM_KHẢO", help="Chỉ làm cho người này.")
@click.option(
    "--send-to",
    default="",
    metavar="NƠI_NHẬN",
    help="Gửi điểm về đâu, ghi trên phiếu.  [mặc định: contact ở site.yml]",
)
def packets(
    opened: OpenBook,
    slug: str | None,
    folder: Path,
    only: tuple[str, ...],
    send_to: str,
) -> int:
    from neuguong.contest import handouts
    from neuguong.contest.bare_pictures import BadPicture

    refuse_published(opened.site, folder)
    slug = opened.assigned_round(slug)
    about = handouts.About(
        season=opened.season,
        fields={f.slug: f.name for f in opened.vocabularies.fields},
        send_to=send_to or opened.contact,
    )
    wanted = _judges_with_readings(opened, slug, only)
    if not wanted:
        return PROBLEMS
    try:
        given = [handouts.handout(opened.book, opened.rules, slug, judge, about) for judge in wanted]
        _remember(opened, given)
        with Progress(Text("Làm phiếu chấm", "Making packets")(opened.site.language)) as progress:
            for done, each in enumerate(given, 1):
                for path in _written(each, folder):
                    click.echo(path)
                progress.step(done, len(given))
    except handouts.NoText as missing:
        opened.site.say(
            Text(
                f"Bài {missing} chưa rọc phách xong: neuguong contest redact {opened.season} {missing}",
                f"The text of {missing} is not ready for judges: "
                f"neuguong contest redact {opened.season} {missing}",
            )
        )
        return PROBLEMS
    except BadPicture:
        opened.site.say(
            Text("Có ảnh hỏng trong bài; xem contest entries.", "A picture is damaged; see contest entries.")
        )
        return PROBLEMS
    opened.site.say(
        Text(
            f"{len(given)} giám khảo, {2 * len(given)} tệp trong {folder}. Gửi mỗi người hai tệp mang mã "
            f"của mình. Nhận điểm về: neuguong contest collect {opened.season} TỆP…",
            f"{len(given)} judges, {2 * len(given)} files in {folder}. Send each judge the two files with "
            f"their id. Take scores in: neuguong contest collect {opened.season} FILES…",
        )
    )
    return CLEAN


def _remember(opened: OpenBook, given: Sequence[Handout]) -> None:
    """Keep by what packets are known before any of them leaves: sheets of an unknown packet are refused."""
    from neuguong.contest import handouts
    from neuguong.contest.handout import packet_digest

    records = [handouts.packet_record(each, packet_digest(each)) for each in given]
    new = [record for record in records if opened.book.packets.get(record.key) != record]
    if new:
        opened.keep(new)


def _judges_with_readings(opened: OpenBook, slug: str, only: Sequence[str]) -> list[str]:
    """Return the ids of the judges asked for, or of all who still read; say who has nothing to read."""
    from neuguong.contest import handouts

    book = opened.book
    readers = [judge for judge in handouts.readers(book, slug) if handouts.codes_to_read(book, slug, judge)]
    if not only:
        reading = [judge for judge in readers if not book.judges[judge].gone]
        if not reading:
            opened.site.say(
                Text(
                    f"Vòng {slug} không còn giám khảo nào có bài: xem contest judges list {opened.season}.",
                    f"Nobody has anything to read in {slug}: see contest judges list {opened.season}.",
                )
            )
        return reading
    asked = [opened.judge(name) for name in only]
    for judge in asked:
        if judge.id not in readers:
            opened.site.say(
                Text(
                    f"{judge.name} ({judge.id}) không được giao bài nào ở vòng {slug}.",
                    f"{judge.name} ({judge.id}) has nothing to read in {slug}.",
                )
            )
    return [judge.id for judge in asked if judge.id in readers]


def _written(given: Handout, folder: Path) -> Iterator[Path]:
    from neuguong.contest import packets as pages
    from neuguong.contest import score_sheet
    from neuguong.site.write import replace

    for name, data in (
        (pages.file_name(given), pages.page(given)),
        (score_sheet.file_name(given), score_sheet.workbook(given)),
    ):
        path = folder / name
        replace(path.absolute(), data)
        yield path


@click.command(
    "collect", help="Nhận tệp điểm giám khảo gửi về (.json hoặc .xlsx); tệp sai bị trả lại, có lý do."
)
@with_book
@click.argument(
    "files", nargs=-1, required=True, metavar="TỆP…", type=click.Path(exists=True, path_type=Path)
)
@round_option
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi.")
def collect(
    opened: OpenBook,
    files: tuple[Path, ...],
    slug: str | None,
    dry_run: bool,
) -> int:
    from neuguong.contest import collect as collecting
    from neuguong.contest import conflicts, handouts

    slug = opened.assigned_round(slug)
    known = handouts.known(opened.book, opened.rules, slug, opened.season)
    held = handouts.held(opened.book, slug, opened.season)
    found = collecting.collect(collecting.take(_score_files(files)), known, held)
    wrong = opened.tell(found.problems)
    new = handouts.new_sheets(opened.book, found.sheets)
    replaced = [sheet for sheet in new if sheet.key in opened.book.sheets]
    for sheet in replaced:
        before = opened.book.sheets[sheet.key]
        opened.site.say(
            Text(
                f"{sheet.judge}, bài {sheet.code}: bản {sheet.version} thay bản {before.version} "
                f"({before.file}).",
                f"{sheet.judge}, {sheet.code}: version {sheet.version} replaces {before.version} "
                f"({before.file}).",
            )
        )
    if new and not dry_run:
        opened.keep(new)
        opened.keep(conflicts.detect(opened.book))
    states = [sheet.state for sheet in new]
    opened.site.say(
        Text(
            f"Nhận {len(new)} phiếu: {states.count('complete')} đã xong, {states.count('draft')} còn dở, "
            f"{states.count('abstained')} trả lại không chấm; {len(replaced)} thay bản cũ; "
            f"{wrong} chỗ bị từ chối.",
            f"{len(new)} sheets taken: {states.count('complete')} finished, {states.count('draft')} drafts, "
            f"{states.count('abstained')} handed back; {len(replaced)} replace older ones; {wrong} refusals.",
        )
    )
    if states.count("abstained"):
        opened.site.say(
            Text(
                f"Giao bài bị trả lại cho người khác: neuguong contest assign {opened.season}",
                f"Give what was handed back to others: neuguong contest assign {opened.season}",
            )
        )
    if dry_run:
        opened.site.say(Text("Mới xem thử, chưa ghi gì.", "A dry run: nothing was written."))
    return PROBLEMS if wrong else CLEAN


def _score_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and those of folders whose name may be a score file's."""
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in {".json", ".xlsx"})
            yield from (each for each in inside if each.is_file() and not each.name.startswith(("~$", ".")))
        else:
            yield path
