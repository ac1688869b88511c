"""`neuguong contest tally`, `decide`, `close`: the scores of a round, what the jury decides, its end."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from neuguong.cli.contest_book import OpenBook, round_option, table, with_book
from neuguong.cli.terminal import CLEAN, PROBLEMS, USAGE, Sentence
from neuguong.problems import Language, Text

if TYPE_CHECKING:
    from neuguong.contest.book import Closing, Won
    from neuguong.contest.score_table import ScoreTable
    from neuguong.contest.tally import Result


@click.command("tally", help="Tính điểm một vòng: thứ hạng, giải, chỗ sát nhau, độ rộng tay của giám khảo.")
@with_book
@round_option
@click.option("--json", "as_json", is_flag=True, help="In số liệu đầy đủ, điểm là phân số chính xác.")
def tally(opened: OpenBook, slug: str | None, as_json: bool) -> int:
    from neuguong.contest import score_table

    found = score_table.build(opened.book, opened.rules, opened.assigned_round(slug))
    if as_json:
        click.echo(json.dumps(_data(found), ensure_ascii=False, indent=1, sort_keys=True))
    else:
        for line in _places(opened, found):
            click.echo(line)
        for line in _judges(opened, found):
            click.echo(line)
    _tell_conflicts(opened, found)
    _tell_what_is_left(opened, found)
    return CLEAN if found.is_final else PROBLEMS


def _places(opened: OpenBook, found: ScoreTable) -> Iterator[str]:
    from neuguong.contest.judging import written
    from neuguong.contest.score_table import GOES_ON, GOING_ON

    words = opened.site.language
    prizes = {prize.slug: prize.name for prize in opened.rules.prizes} | {GOES_ON: GOING_ON(words)}
    ways = sorted(found.others)
    head = [
        Text("Hạng", "Place")(words),
        Text("Bài", "Entry")(words),
        Text("Điểm", "Score")(words),
        *(_WAYS[way](words) for way in ways),
        Text("Các lượt đọc", "Readings")(words),
        Text("Giải", "Prize")(words),
    ]
    results = {result.code: result for result in found.results}
    rows = [
        (
            str(place.rank),
            place.code,
            written(place.score)(words),
            *(_score(found.others[way], place.code, words) for way in ways),
            _readings(results[place.code], words),
            Text("hội đồng quyết định", "the jury decides")(words)
            if place.open_prize
            else prizes.get(place.prize or "", ""),
        )
        for place in found.ranking.places
    ]
    yield from table(head, rows)
    for step in found.ranking.steps:
        yield step.what(words)
    for line in _flips(found, prizes):
        yield line(words)


def _flips(found: ScoreTable, prizes: Mapping[str, str]) -> Iterator[Text]:
    """Yield whose prize would change, entry by entry, and by which ways to count or judges left out."""
    by: dict[tuple[str, str, str], list[Text]] = {}
    for flip in (*found.flips, *found.judge_flips):
        change = flip.code, prizes.get(flip.prize or "", "–"), prizes.get(flip.instead or "", "–")
        how = _WAYS.get(flip.by, Text(f"bỏ {flip.by}", f"without {flip.by}"))
        by.setdefault(change, []).append(how)
    for (code, prize, instead), ways in sorted(by.items()):
        yield Text(
            f"{code}: {prize} sẽ thành {instead} nếu tính theo: {', '.join(way.vi for way in ways)}",
            f"{code}: {prize} would be {instead}, counted by: {', '.join(way.en for way in ways)}",
        )


_WAYS: Mapping[str, Text] = {
    "trung-binh": Text("Trung bình", "Mean"),
    "trung-vi": Text("Trung vị", "Median"),
    "dieu-chinh": Text("Điều chỉnh", "Adjusted"),
}


def _score(scores: Mapping[str, Fraction], code: str, words: Language) -> str:
    from neuguong.contest.judging import written

    return written(scores[code])(words) if code in scores else "–"


def _readings(result: Result, words: Language) -> str:
    from neuguong.contest.judging import written

    counted = {mark.judge for mark in result.counted}
    return " ".join(
        f"{mark.judge}:{written(mark.total)(words)}{'' if mark.judge in counted else '*'}"
        for mark in result.marks
    )


def _judges(opened: OpenBook, found: ScoreTable) -> Iterator[str]:
    """Yield how lenient each judge is, and how far the judges agree."""
    from neuguong.contest.judging import written

    words = opened.site.language
    if isinstance(found.fit, Text):
        yield Text(
            f"Không so được giám khảo: {found.fit.vi}.", f"Judges cannot be compared: {found.fit.en}."
        )(words)
        return
    agreement = {each.judge: each for each in found.judges}
    head = [
        Text("Giám khảo", "Judge")(words),
        Text("Lượt đọc", "Readings")(words),
        Text("Rộng tay", "Leniency")(words),
        Text("Sai số", "Error")(words),
        Text("Độ trải", "Spread")(words),
        "κ",
    ]
    rows = []
    for each in found.fit.judges:
        own = agreement.get(each.judge)
        rows.append(
            (
                f"{each.judge} {opened.book.judges[each.judge].name}",
                str(each.readings),
                written(each.points)(words),
                written(each.error)(words),
                written(own.spread)(words) if own and own.spread is not None else "–",
                written(own.kappa)(words) if own and own.kappa is not None else "–",
            )
        )
    yield ""
    yield from table(head, rows)
    if found.alpha is not None:
        alpha = written(found.alpha)
        yield Text(f"Đồng thuận chung (α của Krippendorff): {alpha.vi}", f"Krippendorff's α: {alpha.en}")(
            words
        )


def _tell_conflicts(opened: OpenBook, found: ScoreTable) -> None:
    """Say which sheets count although a conflict became known after they were handed in."""
    from neuguong.contest import conflicts

    held = conflicts.holding(opened.book)
    read = ((mark.judge, result.code) for result in found.results for mark in result.marks)
    for judge, code in sorted(held.intersection(read)):
        source = opened.book.conflicts[f"{judge}/{code}"].source
        opened.site.say(
            Text(
                f"Lưu ý: {judge} có xung đột với bài {code} ({source}) mà phiếu đã nộp vẫn được tính. Bỏ "
                f"phiếu: neuguong contest conflicts add {opened.season} {judge} {code} --drop-sheet, rồi "
                f"contest assign; giữ: neuguong contest conflicts dismiss {opened.season} {judge} {code}",
                f"Note: {judge} has a conflict with {code} ({source}), and the sheet handed in still counts. "
                f"Drop it: neuguong contest conflicts add {opened.season} {judge} {code} --drop-sheet, then "
                f"contest assign; keep it: neuguong contest conflicts dismiss {opened.season} {judge} {code}",
            )
        )


def _tell_what_is_left(opened: OpenBook, found: ScoreTable) -> None:
    from neuguong.contest.score_table import lines_of

    left = list(lines_of(found))
    for line in left:
        opened.site.say(Text(f"Còn việc: {line.vi}", f"Left to do: {line.en}"))
    if found.open or found.undecided:
        opened.site.say(
            Text(
                "Hội đồng bàn xong thì ghi, bài đứng trước viết trước: neuguong contest decide "
                f"{opened.season} MÃ_BÀI MÃ_BÀI… --reason LÝ_DO --by NGƯỜI --round {found.round}",
                "Record what the jury decides, the better entry first: neuguong contest decide "
                f"{opened.season} CODE CODE… --reason WHY --by WHOM --round {found.round}",
            )
        )
    if not left:
        opened.site.say(
            Text(
                f"Mọi bài đã có điểm và thứ hạng. Chốt vòng: neuguong contest close {opened.season} "
                f"--round {found.round}",
                "Every entry has its score and place. Close the round: "
                f"neuguong contest close {opened.season} --round {found.round}",
            )
        )


def _data(found: ScoreTable) -> dict[str, Any]:
    """Return the table for programs: exact scores as fractions in text."""
    fit = found.fit
    return {
        "round": found.round,
        "digest": found.digest,
        "places": [
            {"rank": p.rank, "code": p.code, "score": str(p.score), "prize": p.prize, "open": p.open_prize}
            for p in found.ranking.places
        ],
        "readings": {
            r.code: {
                m.judge: {"total": str(m.total), "counted": m in r.counted, "third": m.third} for m in r.marks
            }
            for r in found.results
        },
        "waiting": {r.code: r.how.en for r in found.waiting},
        "others": {way: {code: str(score) for code, score in s.items()} for way, s in found.others.items()},
        "judges": {}
        if isinstance(fit, Text)
        else {j.judge: {"leniency": str(j.points), "error": str(j.error)} for j in fit.judges},
        "not_adjusted_because": fit.en if isinstance(fit, Text) else None,
        "alpha": None if found.alpha is None else str(found.alpha),
        "flips": [
            {"by": f.by, "code": f.code, "prize": f.prize, "instead": f.instead}
            for f in (*found.flips, *found.judge_flips)
        ],
    }


@click.command("decide", help="Ghi quyết định của hội đồng: thứ tự các bài sát điểm, vì sao, ai quyết định.")
@with_book
@click.argument("codes", nargs=-1, required=True, metavar="MÃ_BÀI…")
@click.option(
    "--reason",
    required=True,
    type=Sentence(),
    metavar="LÝ_DO",
    help="Vì sao bài đứng trước đáng đứng trước.",
)
@click.option(
    "--by",
    "who",
    required=True,
    type=Sentence(),
    metavar="NGƯỜI",
    help="Ai quyết định, như: Hội đồng, 7/7 đồng ý.",
)
@round_option
def decide(
    opened: OpenBook,
    codes: tuple[str, ...],
    reason: str,
    who: str,
    slug: str | None,
) -> int:
    from dataclasses import replace

    from neuguong.contest import score_table
    from neuguong.contest.book import DecisionRecord

    slug = opened.assigned_round(slug)
    order = tuple(opened.code(code) for code in codes)
    if len(set(order)) < len(order):
        opened.site.say(Text("Có mã bài ghi hai lần.", "A code stands there twice."))
        return USAGE
    decision = DecisionRecord(round=slug, order=order, reason=reason, by=who)
    after = replace(opened.book, decisions=(*opened.book.decisions, decision))
    found = score_table.build(after, opened.rules, slug)
    if decision not in found.decided:
        for fault in found.unfit[-1:]:
            opened.site.say(Text(f"Không ghi: {fault.vi}.", f"Not recorded: {fault.en}."))
        return PROBLEMS
    opened.keep([decision])
    opened.site.say(Text("Đã ghi quyết định.", "The decision is recorded."))
    _tell_what_is_left(opened, found)
    return CLEAN


@click.command("close", help="Chốt một vòng: bài nào vào vòng sau; ở vòng cuối: bài nào được giải nào.")
@with_book
@round_option
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="ĐƠN_VỊ",
    help="Đơn vị mà hội đồng trao giải tập thể, khi thể lệ không tự phân định được.",
)
@click.option("--reason", default="", metavar="LÝ_DO", help="Vì sao chọn đơn vị ấy.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi.")
def close(opened: OpenBook, slug: str | None, units: tuple[str, ...], reason: str, dry_run: bool) -> int:
    from neuguong.contest import closing, score_table

    slug = opened.assigned_round(slug)
    opened.tell_overtaken(slug)
    found = score_table.build(opened.book, opened.rules, slug)
    _tell_conflicts(opened, found)
    if not found.is_final:
        _tell_what_is_left(opened, found)
        opened.site.say(Text("Chưa chốt được vòng này.", "The round cannot be closed yet."))
        return PROBLEMS
    prizes = _collective(opened, closing.of(found), units, " ".join(reason.split()))
    if prizes is None:
        return PROBLEMS
    record = closing.of(found, prizes)
    is_new = record != opened.book.closings.get(slug)
    if is_new and not dry_run:
        opened.keep([record])
    for code in record.advanced:
        click.echo(code)
    for won in record.prizes:
        click.echo(f"{won.prize}\t{won.code or won.unit}")
    if dry_run:
        opened.site.say(Text("Mới xem thử, chưa ghi gì.", "A dry run: nothing was written."))
    elif is_new:
        opened.site.say(_closed(opened.season, found.is_last))
    else:
        opened.site.say(Text("Vòng này đã chốt đúng như vậy.", "The round is closed like this already."))
    return CLEAN


def _collective(
    opened: OpenBook, record: Closing, units: tuple[str, ...], reason: str
) -> tuple[Won, ...] | None:
    """Return the collective prizes; None, and a sentence, where the jury chose what it may not."""
    from neuguong.contest import collective

    rule = opened.rules.collective
    if not record.prizes or rule is None:
        return ()
    outcome = collective.of(opened.book, opened.rules, record.prizes)
    prizes = collective.chosen(outcome, rule, units, reason)
    if isinstance(prizes, Text):
        opened.site.say(prizes)
        return None
    if outcome.left and not units:
        opened.site.say(outcome.left)
    return prizes


def _closed(season: str, is_last: bool) -> Text:
    if is_last:
        return Text(
            f"Đã chốt vòng cuối. Công bố: neuguong contest results {season} --announced NĂM-THÁNG-NGÀY",
            f"The last round is closed. Publish: neuguong contest results {season} --announced YYYY-MM-DD",
        )
    return Text(
        f"Đã chốt. Phân công vòng sau: neuguong contest assign {season} --round chung-khao",
        f"Closed. Assign the next round: neuguong contest assign {season} --round chung-khao",
    )
