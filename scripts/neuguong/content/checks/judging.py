"""Rules about how a season is judged: its rubric, its rounds, and how a unit wins the collective prize.

The record of contest.yml and its marked text in, problems out. Whether stages, limits and awards are right is
said in `seasons`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from neuguong.content.season import Decides, Results, Round, Rules, SeasonDraft, Stage
from neuguong.marked_yaml import Path
from neuguong.problems import Level, Problem, Text
from neuguong.text import slug

ROUNDS = (Stage.FIRST_ROUND, Stage.FINAL_ROUND)
FULL_MARKS = 100


def slugs_are_plain_and_used_once(
    draft: SeasonDraft, rules: Rules, _results: Results | None
) -> Iterator[Problem]:
    """Slugs of criteria and prizes are small letters, digits and hyphens, and each is used once."""
    lists: dict[str, list[str]] = {
        "criteria": [criterion.slug for criterion in rules.criteria],
        "prizes": [prize.slug for prize in rules.prizes],
    }
    for key, slugs in lists.items():
        for index, name in enumerate(slugs):
            if name == slug(name) and name not in slugs[:index]:
                continue
            yield _problem(
                draft,
                (key, index, "slug"),
                "slugs-are-plain-and-used-once",
                Text(
                    f"mã “{name}” dùng hai lần, hoặc có chữ hoa, dấu, dấu cách",
                    f"the slug “{name}” is used twice, or has capitals, marks or spaces",
                ),
                Text("đặt mã khác, như chan-thuc", "choose another one, like chan-thuc"),
            )


def scores_can_be_given(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """Weight and step are above zero, the step divides the most points, and weighted points are whole."""
    for index, criterion in enumerate(rules.criteria):
        for key, number in (("weight", criterion.weight), ("step", criterion.step)):
            if number <= 0:
                yield _problem(
                    draft,
                    ("criteria", index, key),
                    "scores-can-be-given",
                    Text(f"{key} của “{criterion.slug}” phải lớn hơn 0", f"{key} must be above 0"),
                    Text("ghi một số dương, như 0.5 hoặc 1", "give a positive number such as 0.5 or 1"),
                )
        if criterion.step > 0 and criterion.max % criterion.step:
            yield _problem(
                draft,
                ("criteria", index, "step"),
                "scores-can-be-given",
                Text(
                    f"“{criterion.slug}” cho điểm theo bước {criterion.step} thì không tới {criterion.max}",
                    f"in steps of {criterion.step} nobody can give {criterion.max} for “{criterion.slug}”",
                ),
                Text(
                    "chọn bước chia hết max, như 0.25, 0.5, 1", "choose a step that divides max: 0.25, 0.5, 1"
                ),
            )
        if criterion.points % 1:
            yield _problem(
                draft,
                ("criteria", index, "weight"),
                "scores-can-be-given",
                Text(
                    f"max × weight của “{criterion.slug}” là {_plain(criterion.points)}, không tròn",
                    f"max × weight of “{criterion.slug}” is {_plain(criterion.points)}, no whole number",
                ),
                Text("chọn max và weight sao cho tích là số nguyên", "choose them so that it is whole"),
            )


def rounds_are_in_order(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """There is a first or a final round or both, each once, in this order."""
    named = [each.slug for each in rules.rounds]
    if named and named == [stage for stage in ROUNDS if stage in named]:
        return
    yield _problem(
        draft,
        ("rounds",),
        "rounds-are-in-order",
        Text("các vòng chấm thiếu, lặp hoặc đảo thứ tự", "a round is missing, doubled or out of order"),
        Text(
            f"ghi {ROUNDS[0]} rồi {ROUNDS[1]}, hoặc chỉ một trong hai",
            f"give {ROUNDS[0]} and then {ROUNDS[1]}, or one of them",
        ),
    )


def third_reader_can_be_called(
    draft: SeasonDraft, rules: Rules, _results: Results | None
) -> Iterator[Problem]:
    """A gap lies between two readings and within the hundred points; resolve needs a gap."""
    for index, each in enumerate(rules.rounds):
        gap = each.third_reader_gap
        if gap is not None and (each.readings < 2 or not 0 < gap < FULL_MARKS):
            yield _problem(
                draft,
                ("rounds", index, "third_reader_gap"),
                "third-reader-can-be-called",
                Text(
                    "độ lệch chỉ có nghĩa khi mỗi bài có ít nhất hai lượt đọc, và phải từ 1 đến 99",
                    "a gap needs two readings per entry, and lies between 1 and 99",
                ),
                Text("ghi readings: 2, hoặc xóa third_reader_gap", "write readings: 2, or drop the gap"),
            )
        if gap is None and "resolve" in _given(draft, ("rounds", index)):
            yield _problem(
                draft,
                ("rounds", index, "resolve"),
                "third-reader-can-be-called",
                Text("có resolve mà không có third_reader_gap", "there is a resolve without a gap"),
                Text("thêm third_reader_gap, hoặc xóa resolve", "add third_reader_gap, or drop resolve"),
            )


def rounds_narrow_down(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """Thresholds lie within the hundred points; a quota leads to a next round, with entries enough."""
    prizes = sum(prize.count for prize in rules.prizes if not _is_collective(rules, prize.slug))
    for index, each in enumerate(rules.rounds):
        if each.threshold is not None and not 0 < each.threshold <= FULL_MARKS:
            yield _problem(
                draft,
                ("rounds", index, "threshold"),
                "rounds-narrow-down",
                Text(f"điểm sàn {each.threshold} nằm ngoài thang 1–100", "the threshold is not of 1 to 100"),
                Text("ghi một số từ 1 đến 100, hoặc xóa", "give a number from 1 to 100, or drop it"),
            )
        if each.quota is not None:
            yield from _quota_faults(draft, rules.rounds, index, each.quota, prizes)


def _quota_faults(
    draft: SeasonDraft, rounds: Sequence[Round], index: int, quota: int, prizes: int
) -> Iterator[Problem]:
    where: Path = ("rounds", index, "quota")
    if quota < 1 or index == len(rounds) - 1:
        yield _problem(
            draft,
            where,
            "rounds-narrow-down",
            Text(
                "quota là số bài vào vòng sau: phải từ 1, và vòng cuối thì không có",
                "a quota is how many advance: 1 or more, and the last round has none",
            ),
            Text("sửa số, hoặc xóa quota", "mend the number, or drop the quota"),
        )
    elif quota < prizes:
        yield _problem(
            draft,
            where,
            "rounds-narrow-down",
            Text(
                f"chỉ {quota} bài vào vòng sau mà có tới {prizes} giải",
                f"only {quota} entries advance, and there are {prizes} prizes",
            ),
            Text(
                "tăng quota, hoặc bớt giải; giải tập thể thì ghi ở mục collective",
                "raise the quota or drop prizes; name the collective prize under collective",
            ),
            Level.WARNING,
        )


def deciding_score_can_be_had(
    draft: SeasonDraft, rules: Rules, _results: Results | None
) -> Iterator[Problem]:
    """Leniency can only be taken out where each entry of the last round is read twice or more."""
    if rules.decides is Decides.ADJUSTED and rules.rounds and rules.rounds[-1].readings < 2:
        yield _problem(
            draft,
            ("decides",),
            "deciding-score-can-be-had",
            Text(
                "không bù được độ rộng tay khi mỗi bài chỉ có một người đọc",
                "leniency cannot be told where each entry has one reader",
            ),
            Text(
                "ghi readings: 2 trở lên ở vòng cuối, hoặc decides: trung-binh",
                "write readings: 2 or more in the last round, or decides: trung-binh",
            ),
        )


def tie_break_names_each_once(
    draft: SeasonDraft, rules: Rules, _results: Results | None
) -> Iterator[Problem]:
    """A criterion breaks a tie once: a second time it can tell nothing more."""
    for index in _again(rules.tie_break):
        yield _problem(
            draft,
            ("tie_break", index),
            "tie-break-names-each-once",
            Text(f"“{rules.tie_break[index]}” đã có ở trên", f"“{rules.tie_break[index]}” is there already"),
            Text("xóa dòng lặp", "delete the second one"),
        )


def collective_prize_can_be_won(
    draft: SeasonDraft, rules: Rules, _results: Results | None
) -> Iterator[Problem]:
    """The collective prize is one of the prizes, points are given for the others, and units can reach it."""
    rule = rules.collective
    if rule is None:
        return
    known = [prize.slug for prize in rules.prizes]
    if rule.prize not in known:
        yield _problem(
            draft,
            ("collective", "prize"),
            "collective-prize-can-be-won",
            Text(f"không có giải “{rule.prize}”", f"there is no prize “{rule.prize}”"),
            Text(f"chọn trong: {', '.join(known)}", f"choose from: {', '.join(known)}"),
        )
    most = rules.limits.entries_per_unit
    if not 1 <= rule.min_entries <= most:
        yield _problem(
            draft,
            ("collective", "min_entries"),
            "collective-prize-can-be-won",
            Text(
                f"cần {rule.min_entries} bài, mà mỗi đơn vị chỉ được gửi {most}",
                f"it takes {rule.min_entries} entries, and a unit may send {most}",
            ),
            Text(
                "ghi từ 1 đến entries_per_unit của mục limits",
                "give a number from 1 to entries_per_unit of the limits",
            ),
        )
    named = [each.prize for each in rule.points]
    again = set(_again(named))
    others = ", ".join(name for name in known if name != rule.prize)
    for index, each in enumerate(rule.points):
        if each.prize not in known or each.prize == rule.prize or index in again or each.points < 1:
            yield _problem(
                draft,
                ("collective", "points", index),
                "collective-prize-can-be-won",
                Text(
                    f"điểm cho giải “{each.prize}”: không có giải ấy, đã ghi rồi, là chính giải tập thể, "
                    "hoặc điểm không phải số dương",
                    f"points for “{each.prize}”: no such prize, there already, the collective prize itself, "
                    "or not above 0",
                ),
                Text(
                    f"mỗi giải của bài ghi một lần, điểm từ 1: {others}",
                    f"name each prize of entries once, from 1 point: {others}",
                ),
            )


def _is_collective(rules: Rules, prize: str) -> bool:
    return rules.collective is not None and rules.collective.prize == prize


def _again(names: Iterable[str]) -> list[int]:
    """Return where a name comes that came before."""
    seen: Counter[str] = Counter()
    found = []
    for index, name in enumerate(names):
        seen[name] += 1
        if seen[name] > 1:
            found.append(index)
    return found


def _given(draft: SeasonDraft, where: Path) -> frozenset[str]:
    """Return the keys that are written at a place."""
    value = draft.contest.get(*where)
    return frozenset(value) if isinstance(value, dict) else frozenset()


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _problem(
    draft: SeasonDraft, where: Path, rule: str, what: Text, fix: Text, level: Level = Level.ERROR
) -> Problem:
    return Problem(f"{draft.folder}/contest.yml", draft.contest.line(where), rule, what, fix, level)
