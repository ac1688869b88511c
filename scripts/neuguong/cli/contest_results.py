"""`neuguong contest results`, `contest papers`: what a season makes public, what is signed and framed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.contest_book import OpenBook, with_book
from neuguong.cli.contest_private import refuse_published
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    no_room,
    parse_day,
)
from neuguong.problems import Problem, Text, errors

if TYPE_CHECKING:
    from datetime import date

    from neuguong.content.season import Results
    from neuguong.contest.book import Won
    from neuguong.contest.papers.proceedings import Season
    from neuguong.contest.publication import Publication
    from neuguong.contest.score_table import ScoreTable


@click.command(
    "results", help="Công bố: ghi results.yml và bài đoạt giải vào kho bài. Không ai khác được nêu tên."
)
@with_book
@click.option(
    "--announced",
    required=True,
    metavar="NĂM-THÁNG-NGÀY",
    help="Ngày công bố; trang không hiện kết quả trước hôm ấy.",
)
@click.option("--decision", default="", metavar="CHỮ", help="Số, ngày của quyết định trao giải.")
@click.option("--replace", "again", is_flag=True, help="Thay kết quả và bài đoạt giải đã ghi lần trước.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi.")
def results(
    opened: OpenBook,
    announced: str,
    decision: str,
    again: bool,
    dry_run: bool,
) -> int:
    from neuguong.contest import publication

    day = parse_day(announced)
    prizes = _prizes(opened)
    if prizes is None or day is None:
        return PROBLEMS
    if opened.tell(publication.missing(opened.book, prizes, opened.season)):
        opened.site.say(Text("Chưa ghi gì.", "Nothing was written."))
        return PROBLEMS
    made = _composed(opened, prizes, day, decision)
    there = publication.standing(made, opened.site.root) if made else ()
    if made is None or (there and not again):
        if there:
            opened.site.say(_there_already(there))
        return PROBLEMS
    for path in made.files:
        click.echo(path)
    if dry_run:
        opened.site.say(Text("Mới xem thử, chưa ghi gì.", "A dry run: nothing was written."))
        return CLEAN
    try:
        publication.put(made, opened.site.root)
    except OSError as error:
        opened.tell([no_room(error, opened.site.root)])
        opened.site.say(Text("Chưa ghi gì.", "Nothing was written."))
        return PROBLEMS
    opened.site.say(
        Text(
            f"Đã ghi. Xem lại từng bài, chạy neuguong check {made.folder}, rồi đưa lên như mọi bài khác; "
            f"trang hiện kết quả từ ngày {day:%d-%m-%Y}.",
            f"Written. Read every text, run neuguong check {made.folder}, then submit them like any other "
            f"text; the site shows the results from {day.isoformat()} on.",
        )
    )
    return CLEAN


@click.command(
    "papers", help="Biên bản chấm thi, bảng điểm, giấy chứng nhận: ghi vào một thư mục ngoài kho bài."
)
@with_book
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Thư mục ngoài kho bài, như USB.",
)
@click.option("--names", is_flag=True, help="Bảng điểm có thêm cột người viết, tên giám khảo.")
@click.option("--place", default="", metavar="ĐỊA_DANH", help="Nơi ký, như Hòa Bình.  [mặc định: để chấm]")
@click.option("--replace", "again", is_flag=True, help="Ghi đè các tệp đã có, cả khi đã sửa tay.")
def papers(
    opened: OpenBook,
    folder: Path,
    names: bool,
    place: str,
    again: bool,
) -> int:
    from neuguong.site.write import replace

    refuse_published(opened.site, folder)
    prizes = _prizes(opened)
    if prizes is None:
        return PROBLEMS
    files = _papers(opened, prizes, place, names=names)
    for inside in sorted({(folder / name).parent for name in files}):  # it may be a link to somewhere else
        refuse_published(opened.site, inside)
    changed = [name for name, data in files.items() if _is_other(folder / name, data)]
    if changed and not again:
        opened.site.say(
            Text(
                f"Trong “{folder}” đã có bản khác của: {', '.join(changed)}. Có thể ai đó đã sửa tay. Chọn "
                "thư mục khác, hoặc thêm --replace để ghi đè.",
                f"“{folder}” holds another version of: {', '.join(changed)}. Somebody may have changed it. "
                "Choose another folder, or add --replace to write over it.",
            )
        )
        return PROBLEMS
    try:
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            replace(folder / name, data)
            click.echo(folder / name)
    except OSError as error:
        opened.tell([no_room(error, opened.site.root)])
        return PROBLEMS
    opened.site.say(
        Text(
            "Biên bản còn chỗ trống phải điền: giờ, nơi họp, chủ tịch, thư ký. Các tệp này nêu tên giám khảo "
            "và điểm: đừng chép vào kho bài.",
            "The minutes have dots to be filled in (hours, room, chair, secretary). These files name judges "
            "and scores: keep them out of the repository.",
        )
    )
    return CLEAN


def _prizes(opened: OpenBook) -> tuple[Won, ...] | None:
    """Return who has won what; None, and a sentence, where the last round is not closed as it now stands."""
    from neuguong.contest import collective, publication, score_table

    last = opened.rules.rounds[-1].slug.value
    closing = opened.book.closings.get(last)
    if closing is None:
        opened.site.say(
            Text(
                f"Vòng cuối chưa chốt. Chạy: neuguong contest close {opened.season} --round {last}",
                f"The last round is not closed. Run: neuguong contest close {opened.season} --round {last}",
            )
        )
        return None
    if score_table.build(opened.book, opened.rules, last).digest != closing.table:
        opened.site.say(
            Text(
                "Từ lúc chốt vòng cuối, bảng điểm đã khác (phiếu, bài hay thể lệ vừa đổi). Xem lại bằng "
                f"contest tally, rồi chốt lại: neuguong contest close {opened.season} --round {last}",
                "The scores have changed since the last round was closed (sheets, entries or rules). Look at "
                f"contest tally, then close it again: neuguong contest close {opened.season} --round {last}",
            )
        )
        return None
    opened.tell_overtaken(last)
    if not any(won.unit for won in closing.prizes):
        left = collective.of(opened.book, opened.rules, closing.prizes).left
        if left is not None:
            opened.site.say(Text(f"Lưu ý: {left.vi}.", f"Note: {left.en}."))
    return publication.prizes_of(opened.book, opened.rules)


def _composed(opened: OpenBook, prizes: tuple[Won, ...], day: date, decision: str) -> Publication | None:
    """Return the files, checked; None, and what is wrong, where they would not pass."""
    from neuguong.content.files import Tree
    from neuguong.contest import publication
    from neuguong.contest.bare_pictures import BadPicture

    try:
        made = publication.compose(
            opened.book, opened.rules, prizes, season=opened.season, announced=day, decision=decision
        )
    except BadPicture as error:
        opened.tell([_bad_picture(opened.season, str(error))])
        return None
    if errors(told := publication.faults_of(made, Tree(opened.site.root))):
        opened.tell(told)
        opened.site.say(
            Text(
                "Chưa ghi gì. Dòng ghi ở trên là dòng của tệp sẽ được ghi.",
                "Nothing was written. Lines above are those of the files to be.",
            )
        )
        return None
    opened.tell(told)
    return made


def _papers(opened: OpenBook, prizes: tuple[Won, ...], place: str, *, names: bool) -> dict[str, bytes]:
    """Return the papers by their path in the folder."""
    from neuguong.contest.papers import certificates, minutes, score_workbook

    published = _published(opened)
    season = _season(opened, prizes, place, published.announced if published else None)
    made = certificates.of(
        opened.book, opened.rules, prizes, season=opened.season, place=season.place, results=published
    )
    return {
        minutes.FILE: minutes.minutes(season),
        score_workbook.FILE: score_workbook.workbook(season, names=names),
        **{f"giay-chung-nhan/{name}": data for name, data in certificates.files(made).items()},
    }


def _season(opened: OpenBook, prizes: tuple[Won, ...], place: str, day: date | None) -> Season:
    from neuguong.contest import score_table
    from neuguong.contest.papers.proceedings import Season
    from neuguong.text import nfc

    tables: tuple[ScoreTable, ...] = tuple(
        score_table.build(opened.book, opened.rules, each.slug.value) for each in opened.rules.rounds
    )
    return Season(
        slug=opened.season,
        book=opened.book,
        rules=opened.rules,
        tables=tables,
        prizes=prizes,
        place=nfc(" ".join(place.split())),
        day=day,
    )


def _published(opened: OpenBook) -> Results | None:
    """Return results.yml, which says the day and the decision, if it is there and sound."""
    from neuguong.content.files import Tree
    from neuguong.content.season import read_results
    from neuguong.text import nfc

    path = f"contest/{opened.season}/results.yml"
    text = Tree(opened.site.root).text(path)
    return read_results(nfc(text), path)[1] if isinstance(text, str) else None


def _is_other(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() != data
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _bad_picture(season: str, why: str) -> Problem:
    return Problem(
        f"contest/{season}",
        0,
        "picture-is-a-picture",
        Text(
            f"ảnh của một bài được giải không mở được ({why})", f"a winner's picture cannot be opened ({why})"
        ),
        Text("nhờ người viết gửi lại ảnh, rồi nhận bài lại", "ask for the picture again and take it in anew"),
    )


def _there_already(paths: tuple[str, ...]) -> Text:
    listed = ", ".join(paths)
    return Text(
        f"Đã có {listed}; không ghi đè. Thêm --replace để thay bằng kết quả này (bài không còn giải thì gỡ).",
        f"{listed} is there already and is not written over. Add --replace to put these results in its place "
        "(texts that win no more go).",
    )
