"""What the jury's minutes say, in words: who was there, how scores were counted, who is where and why.

The book, the rules and the tables of the rounds in; sentences and rows out. Knows no file format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from neuguong.content.season import Decides, Resolve, Rules
from neuguong.content.season import Round as RoundRules
from neuguong.contest import conflicts
from neuguong.contest.book import Book, Entry, Standing, Won
from neuguong.contest.handouts import ROUND_NAMES
from neuguong.contest.judging import SheetState, written
from neuguong.contest.score_table import ScoreTable
from neuguong.text import nfc, person_key


@dataclass(frozen=True, kw_only=True, slots=True)
class Season:
    """A finished season: its book and rules, the table of each round in order, the prizes.

    `place`: where papers are signed, "" where nobody said. `day`: of the results, if known.
    """

    slug: str
    book: Book
    rules: Rules
    tables: tuple[ScoreTable, ...]
    prizes: tuple[Won, ...]
    place: str = ""
    day: date | None = None

    @property
    def prize_names(self) -> dict[str, str]:
        """Return the names of the prizes by slug."""
        return {prize.slug: nfc(prize.name) for prize in self.rules.prizes}


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the minutes: its title, sentences, and rows (the first one is the head)."""

    title: str
    lines: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


def sections(season: Season) -> tuple[Section, ...]:
    """Return the parts of the minutes in their order."""
    return (
        Section("THÀNH PHẦN THAM DỰ", tuple(_present(season.book))),
        Section("BÀI DỰ THI VÀ CÁCH CHẤM", (*_entries(season.book), *_counting(season))),
        Section("TRÁNH XUNG ĐỘT LỢI ÍCH", tuple(_conflicts(season.book))),
        Section(
            "KẾT QUẢ XẾP HẠNG",
            ("Bài không đoạt giải chỉ ghi bằng mã phách.",),
            _ranking(season),
        ),
        Section("BÀI BẰNG ĐIỂM, SÁT ĐIỂM VÀ QUYẾT ĐỊNH CỦA HỘI ĐỒNG", tuple(_decisions(season))),
        Section("ĐỀ NGHỊ TRAO GIẢI", tuple(_prizes(season))),
    )


def signatories(book: Book) -> tuple[tuple[str, str], ...]:
    """Return the judges who take part, as (name, unit), by name."""
    here = [judge for judge in book.judges.values() if not judge.gone]
    return tuple((nfc(j.name), nfc(j.unit)) for j in sorted(here, key=lambda j: (person_key(j.name), j.id)))


def winner(entry: Entry | None, won: Won) -> tuple[str, str, str]:
    """Return a winner as (who, unit, title); the title is "" for a unit."""
    if entry is None:
        return nfc(won.unit), "", ""
    units = dict.fromkeys(nfc(writer.unit) for writer in entry.writers if writer.unit)
    return ", ".join(nfc(writer.name) for writer in entry.writers), "; ".join(units), nfc(entry.title)


def _present(book: Book) -> Iterator[str]:
    yield f"Chủ tịch Hội đồng (chủ trì): {_DOTS}"
    yield f"Thư ký: {_DOTS}"
    here = signatories(book)
    yield f"Giám khảo, {len(here)} người:"
    for number, (name, unit) in enumerate(here, 1):
        yield f"{number}. {name}, {unit}" if unit else f"{number}. {name}"
    gone = sorted((judge for judge in book.judges.values() if judge.gone), key=lambda j: person_key(j.name))
    for judge in gone:
        yield f"Không tham gia đến cuối: {nfc(judge.name)} ({nfc(judge.gone)})."


def _entries(book: Book) -> Iterator[str]:
    count = dict.fromkeys(Standing, 0)
    for entry in book.entries.values():
        count[entry.standing] += 1
    out = [
        f"{count[standing]} bài {words}"
        for standing, words in (
            (Standing.REFUSED, "không hợp lệ"),
            (Standing.WITHDRAWN, "do người viết rút"),
            (Standing.WAITING, "chưa xét xong"),
        )
        if count[standing]
    ]
    told = f"; {', '.join(out)}" if out else ""
    yield f"Nhận {len(book.entries)} bài, {count[Standing.ACCEPTED]} bài hợp lệ được chấm{told}."
    yield "Giám khảo đọc bài đã dọc phách: không tên người viết, không tên đơn vị."


def _counting(season: Season) -> Iterator[str]:
    rules = season.rules
    listed = "; ".join(f"{nfc(c.name)} ({written_points(c.points)} điểm)" for c in rules.criteria)
    yield f"Thang 100 điểm, {len(rules.criteria)} tiêu chí: {listed}."
    for own, table in zip(rules.rounds, season.tables, strict=True):
        yield _round(season.book, own, table)
    yield _DECIDES[rules.decides]
    if rules.tie_break:
        names = {criterion.slug: nfc(criterion.name) for criterion in rules.criteria}
        order = ", rồi ".join(names[slug] for slug in rules.tie_break)
        yield f"Bằng điểm thì xét {order}; vẫn bằng thì Hội đồng quyết định."


def written_points(points: object) -> str:
    """Return a number of contest.yml as people write it: no needless zeros, a comma."""
    text = f"{points}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _round(book: Book, own: RoundRules, table: ScoreTable) -> str:
    sheets = [sheet for sheet in book.sheets.values() if sheet.round == table.round]
    complete = [sheet for sheet in sheets if sheet.state == SheetState.COMPLETE]
    third = sum(sheet.third for sheet in complete)
    parts = [f"{len(table.results)} bài, mỗi bài {own.readings} lượt đọc, {len(complete)} phiếu"]
    if own.third_reader_gap is not None:
        parts.append(
            f"hai lượt lệch quá {own.third_reader_gap} điểm thì thêm người đọc ({_RESOLVE[own.resolve]}), "
            f"có {third} lượt như vậy"
        )
    if own.threshold is not None:
        parts.append(f"điểm sàn {own.threshold}")
    if not table.is_last:
        parts.append(f"{len(table.won)} bài vào vòng sau")
    if table.alpha is not None:
        parts.append(f"mức đồng thuận giữa các giám khảo (α của Krippendorff): {written(table.alpha).vi}")
    return f"{ROUND_NAMES[own.slug]}: {'; '.join(parts)}."


def _conflicts(book: Book) -> Iterator[str]:
    holding = len(conflicts.holding(book))
    dismissed = sum(bool(each.dismissed) for each in book.conflicts.values())
    abstained = sum(sheet.state == SheetState.ABSTAINED for sheet in book.sheets.values())
    if holding:
        yield f"Có {holding} cặp giám khảo và bài có xung đột lợi ích: giám khảo ấy không chấm bài ấy."
    else:
        yield "Không có giám khảo nào có xung đột lợi ích với bài nào."
    if dismissed:
        yield f"{dismissed} cặp khác được xem lại và kết luận là không có xung đột."
    if abstained:
        yield f"Giám khảo tự trả lại, không chấm: {abstained} lượt."


def _ranking(season: Season) -> tuple[tuple[str, ...], ...]:
    """Return the last round's places; only winners have a name beside their code."""
    table, names = season.tables[-1], season.prize_names
    won = {each.code: each for each in season.prizes if each.code}
    rows = [("Hạng", "Mã phách", "Điểm", "Giải", "Bài, người viết, đơn vị")]
    for place in table.ranking.places:
        prize = won.get(place.code)
        who, unit, title = winner(season.book.entries.get(place.code), prize) if prize else ("", "", "")
        told = f"“{title}”, {', '.join(filter(None, (who, unit)))}" if title else ""
        rows.append(
            (
                str(place.rank),
                place.code,
                written(place.score).vi,
                names.get(prize.prize, "") if prize else "",
                told,
            )
        )
    return tuple(rows)


def _decisions(season: Season) -> Iterator[str]:
    for table in season.tables:
        where = f"{ROUND_NAMES[next(r.slug for r in season.rules.rounds if r.slug.value == table.round)]}: "
        prefix = where if len(season.tables) > 1 else ""
        for step in table.ranking.steps:
            yield f"{prefix}{_capital(step.what.vi)}."
        for decision in table.decided:
            yield (
                f"{prefix}Hội đồng xếp {' trên '.join(decision.order)}. Lý do: {nfc(decision.reason)}"
                f"{'' if decision.reason.endswith('.') else '.'} Người quyết định: {nfc(decision.by)}."
            )
    if not any(table.ranking.steps or table.decided for table in season.tables):
        yield "Không có bài bằng điểm, không có bài sát điểm ở ranh giới giải."


def _prizes(season: Season) -> Iterator[str]:
    names = season.prize_names
    order = list(names)
    for won in sorted(season.prizes, key=lambda each: order.index(each.prize)):
        who, unit, title = winner(season.book.entries.get(won.code), won)
        if title:
            yield f"{names[won.prize]}: {', '.join(filter(None, (who, unit)))}, bài “{title}”."
        else:
            reason = f" ({nfc(won.reason).rstrip('.')})" if won.reason else ""
            yield f"{names[won.prize]}: {who}{reason}."
    given = {slug: sum(won.prize == slug for won in season.prizes) for slug in order}
    for prize in season.rules.prizes:
        if given[prize.slug] < prize.count:
            left = prize.count - given[prize.slug]
            yield f"Còn {left} {names[prize.slug]} chưa trao."


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


_DOTS = "." * 60
_DECIDES = {
    Decides.MEAN: "Điểm quyết định là trung bình các lượt đọc, tính bằng phân số, không làm tròn khi xếp.",
    Decides.MEDIAN: "Điểm quyết định là trung vị các lượt đọc, tính bằng phân số, không làm tròn khi xếp.",
    Decides.ADJUSTED: (
        "Điểm quyết định là điểm đã bù độ rộng tay của giám khảo, tính tới 1/1000 điểm, như thể lệ đã ghi."
    ),
}
_RESOLVE = {
    Resolve.MEAN: "lấy trung bình cả ba",
    Resolve.NEAREST: "lấy trung bình hai lượt gần nhau nhất",
    Resolve.EXPERT: "lượt đọc thêm quyết định",
}
