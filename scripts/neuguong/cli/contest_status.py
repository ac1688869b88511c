"""`neuguong contest status`: how far a round has come, the organisers' private page, letters to judges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from neuguong.cli.contest_book import OpenBook, round_option, table, with_book
from neuguong.cli.contest_private import refuse_published
from neuguong.cli.terminal import CLEAN, parse_day, today
from neuguong.problems import Text

if TYPE_CHECKING:
    from neuguong.contest.progress import JudgeProgress, Progress


@click.command(
    "status", help="Chấm đến đâu rồi: ai xong, ai còn thiếu, ai quá hạn, bài nào chờ người đọc thứ ba."
)
@with_book
@round_option
@click.option(
    "--page",
    "page_file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TỆP",
    help="Ghi thêm một trang .html có biểu đồ, riêng cho Ban tổ chức, ngoài kho bài.",
)
@click.option(
    "--reminders",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Ghi thư nhắc (.eml) cho từng người còn thiếu, ngoài kho bài; mở ra, xem lại rồi tự gửi.",
)
@click.option(
    "--send-to", metavar="ĐỊA_CHỈ", help="Thư nhắc bảo gửi điểm về đâu.  [mặc định: contact ở site.yml]"
)
@click.option("--date", "day", metavar="NĂM-THÁNG-NGÀY", help="Tính đến ngày nào.  [mặc định: hôm nay]")
@click.option("--json", "as_json", is_flag=True, help="In ra JSON thay cho bảng.")
def status(
    opened: OpenBook,
    slug: str | None,
    page_file: Path | None,
    folder: Path | None,
    send_to: str | None,
    day: str | None,
    as_json: bool,
) -> int:
    from neuguong.contest import progress

    for private in (page_file, folder):
        if private is not None:
            refuse_published(opened.site, private)
    slug = opened.assigned_round(slug)
    found = progress.of_round(opened.book, opened.rules, slug, parse_day(day) or today())
    if as_json:
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=2))
    else:
        _show(opened, found)
    if page_file is not None:
        _write_page(opened, found, page_file)
    if folder is not None:
        _write_reminders(opened, found, folder, send_to)
    return CLEAN


def _show(opened: OpenBook, found: Progress) -> None:
    words = opened.site.language
    head = (
        Text("Mã", "Id"),
        Text("Giám khảo", "Judge"),
        Text("Giao", "Given"),
        Text("Xong", "Done"),
        Text("Dở", "Drafts"),
        Text("Trả lại", "Handed back"),
        Text("Thiếu", "Missing"),
        Text("Tệp mới nhất", "Newest file"),
        Text("Ghi chú", "Note"),
    )
    rows = [
        (
            judge.judge,
            judge.name,
            str(len(judge.given)),
            str(len(judge.done)),
            str(len(judge.drafts)),
            str(len(judge.abstained)),
            str(len(judge.missing)),
            judge.last_file or "–",
            _note(judge)(words),
        )
        for judge in found.judges
    ]
    lines = table([each(words) for each in head], rows)
    click.secho(next(lines), bold=True)
    for judge, line in zip(found.judges, lines, strict=True):
        click.secho(line, fg="red" if judge.overdue else None, dim=bool(judge.gone) or None)
    for sentence in _sentences(found):
        opened.site.say(sentence)


def _note(judge: JudgeProgress) -> Text:
    if judge.gone:
        return Text("thôi chấm", "gone")
    thirds = ", ".join(judge.thirds)
    late = Text("quá hạn", "late") if judge.overdue else Text("", "")
    asked = Text(f"đọc thứ ba: {thirds}", f"third reading: {thirds}") if thirds else Text("", "")
    return Text(*("; ".join(filter(None, each)) for each in zip(late, asked, strict=True)))


def _sentences(found: Progress) -> Iterator[Text]:
    deadline = f"{found.deadline:%d/%m/%Y}"
    yield Text(
        f"Vòng {found.round}: {found.done}/{found.readings} lượt đọc đã xong, {found.drafts} phiếu dở, "
        f"{found.abstained} lượt trả lại; {found.scored}/{len(found.entries)} bài đã có điểm. Hạn nộp: hết "
        f"{deadline}; {len(found.late)} người quá hạn.",
        f"Round {found.round}: {found.done}/{found.readings} readings are done, {found.drafts} drafts, "
        f"{found.abstained} handed back; {found.scored}/{len(found.entries)} entries have a score. Deadline: "
        f"{found.deadline}; {len(found.late)} judges are late.",
    )
    for waiting in found.thirds:
        who = ", ".join(waiting.judges)
        yield Text(
            f"{waiting.code} chờ người đọc thứ ba: {who or 'chưa giao cho ai'}.",
            f"{waiting.code} waits for a third reader: {who or 'nobody was asked'}.",
        )
    nobody = [entry.code for entry in found.entries if entry.lacking]
    if nobody:
        codes = ", ".join(nobody)
        yield Text(
            f"Còn thiếu người đọc, chạy lại contest assign: {codes}.",
            f"Readers are missing, run contest assign again: {codes}.",
        )


def _data(found: Progress) -> dict[str, Any]:
    """Return the progress as JSON has it; entries by code alone."""
    return {
        "round": found.round,
        "today": found.today.isoformat(),
        "deadline": found.deadline.isoformat(),
        "readings": found.readings,
        "done": found.done,
        "drafts": found.drafts,
        "abstained": found.abstained,
        "scored": found.scored,
        "judges": [
            {
                "id": judge.judge,
                "name": judge.name,
                "gone": bool(judge.gone),
                "given": judge.given,
                "done": judge.done,
                "drafts": judge.drafts,
                "abstained": judge.abstained,
                "missing": judge.missing,
                "third_readings": judge.thirds,
                "last_file": judge.last_file,
                "overdue": judge.overdue,
            }
            for judge in found.judges
        ],
        "entries": [
            {
                "code": entry.code,
                "state": entry.state.value,
                "readings": entry.had,
                "wanted": entry.wanted,
                "coming": entry.coming,
                "unassigned": entry.lacking,
                "gap": None if entry.gap is None else float(entry.gap),
            }
            for entry in found.entries
        ],
    }


def _write_page(opened: OpenBook, found: Progress, path: Path) -> None:
    from neuguong.content.season import Stage
    from neuguong.contest import score_table
    from neuguong.contest.dashboard.page import page
    from neuguong.contest.handouts import ROUND_NAMES
    from neuguong.site.write import replace

    scores = score_table.build(opened.book, opened.rules, found.round)
    replace(path.absolute(), page(found, scores, opened.rules, ROUND_NAMES[Stage(found.round)]))
    opened.site.say(
        Text(
            f"Trang theo dõi: {path}. Có tên giám khảo và điểm từng bài: không đưa lên mạng.",
            f"The page is {path}. It has judges' names and scores: keep it off the web.",
        )
    )


def _write_reminders(opened: OpenBook, found: Progress, folder: Path, send_to: str | None) -> None:
    from neuguong.content.season import Stage
    from neuguong.contest.handouts import ROUND_NAMES
    from neuguong.contest.reminders import Office, reminders
    from neuguong.site.write import replace

    office = Office(
        season=opened.season,
        season_name=opened.rules.name,
        round_name=ROUND_NAMES[Stage(found.round)],
        organiser=opened.rules.organiser,
        send_to=send_to or opened.contact,
        made=datetime.now(UTC).replace(microsecond=0),
    )
    made = reminders(found, opened.book.judges, office)
    for letter in made.letters:
        path = folder / letter.file_name
        replace(path.absolute(), letter.data)
        opened.site.say(Text(f"Thư nhắc: {path}", f"Letter: {path}"))
    if made.unreachable:
        listed = ", ".join(f"{judge.judge} {judge.name}" for judge in made.unreachable)
        opened.site.say(
            Text(
                f"Không có địa chỉ thư dùng được, xin gọi điện: {listed}.",
                f"No address that mail can go to, call them, please: {listed}.",
            )
        )
    opened.site.say(
        Text(
            f"{len(made.letters)} thư nhắc. Mở từng tệp bằng chương trình thư, xem lại rồi bấm gửi."
            if made.letters
            else "Không có thư nhắc nào phải gửi.",
            f"{len(made.letters)} letters. Open each in your mail program, look it over and send it."
            if made.letters
            else "There is no letter to send.",
        )
    )
