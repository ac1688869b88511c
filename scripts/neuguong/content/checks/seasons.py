"""Rules about contest seasons: stages, limits, criteria, awards, and what may lie in entries/."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from neuguong.content.checks import judging
from neuguong.content.season import Results, Rules, SeasonDraft, Stage
from neuguong.marked_yaml import Path
from neuguong.problems import Problem, Text


def phases_are_in_order(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """Stages follow each other; none ends before it starts or starts before the one before has ended."""
    path = f"{draft.folder}/contest.yml"
    last = None
    for index, phase in enumerate(rules.phases):
        line = draft.contest.line(("phases", index))
        if phase.end < phase.start or (last and phase.start <= last.end):
            yield _problem(
                path,
                line,
                "phases-are-in-order",
                Text(
                    f"chặng “{phase.phase}” ({phase.start} – {phase.end}) ngược ngày hoặc đè lên chặng khác",
                    f"the stage “{phase.phase}” ({phase.start} to {phase.end}) runs backwards or overlaps",
                ),
                Text("sửa start và end cho nối tiếp nhau", "mend start and end so that they follow"),
            )
        last = phase


def season_has_all_stages(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """A season has each stage once, in the order in which they come."""
    named = [phase.phase for phase in rules.phases]
    if named != list(Stage):
        order = ", ".join(Stage)
        yield _problem(
            f"{draft.folder}/contest.yml",
            draft.contest.line(("phases",)),
            "season-has-all-stages",
            Text("mùa thi thiếu, thừa hoặc đảo chặng", "a stage is missing, doubled or out of order"),
            Text(f"ghi đủ bốn chặng theo thứ tự: {order}", f"give the four stages in order: {order}"),
        )


def limits_make_sense(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """Limits, points, readings and prizes are counted from one, and the least is not above the most."""
    limits = rules.limits
    counts: dict[Path, int] = {
        ("limits", "words_min"): limits.words_min,
        ("limits", "entries_per_author"): limits.entries_per_author,
        ("limits", "photos_max"): limits.photos_max + 1,
        ("limits", "words_max"): limits.words_max - limits.words_min + 1,
        ("limits", "entries_per_unit"): limits.entries_per_unit - max(limits.entries_per_author, 1) + 1,
        **{("criteria", n, "max"): criterion.max for n, criterion in enumerate(rules.criteria)},
        **{("rounds", n, "readings"): each.readings for n, each in enumerate(rules.rounds)},
        **{("prizes", n, "count"): prize.count for n, prize in enumerate(rules.prizes)},
    }
    for where, count in counts.items():
        if count < 1:
            yield _problem(
                f"{draft.folder}/contest.yml",
                draft.contest.line(where),
                "limits-make-sense",
                Text(f"số ở mục “{where[-1]}” quá nhỏ", f"the number under “{where[-1]}” is too small"),
                Text(
                    "ghi một số dương; words_max không nhỏ hơn words_min, entries_per_unit không nhỏ hơn "
                    "entries_per_author",
                    "give a positive number; words_max is not below words_min, entries_per_unit not below "
                    "entries_per_author",
                ),
            )


def criteria_add_up(draft: SeasonDraft, rules: Rules, _results: Results | None) -> Iterator[Problem]:
    """The criteria's weighted points add up to 100, and tie-breaking names criteria of the list."""
    path = f"{draft.folder}/contest.yml"
    total = f"{sum((c.points for c in rules.criteria), Decimal(0)).normalize():f}"
    if total != "100":
        yield _problem(
            path,
            draft.contest.line(("criteria",)),
            "criteria-add-up",
            Text(f"điểm tối đa các tiêu chí cộng lại là {total}", f"the criteria add up to {total}"),
            Text(
                "sửa max (và weight, nếu có) để tổng max × weight là 100",
                "mend max (and weight, if any) so that max × weight make 100",
            ),
        )
    known = [criterion.slug for criterion in rules.criteria]
    listed = ", ".join(known)
    for index, name in enumerate(rules.tie_break):
        if name not in known:
            yield _problem(
                path,
                draft.contest.line(("tie_break", index)),
                "criteria-add-up",
                Text(f"“{name}” không phải tiêu chí", f"“{name}” is no criterion"),
                Text(f"chọn trong: {listed}", f"choose from: {listed}"),
            )


def awards_lead_somewhere(draft: SeasonDraft, rules: Rules, results: Results | None) -> Iterator[Problem]:
    """An award names a prize of the season and an entry of it (or a unit); no prize is given too often."""
    if results is None or draft.results is None:
        return
    path = f"{draft.folder}/results.yml"
    prizes = {prize.slug: prize for prize in rules.prizes}
    given: dict[str, int] = {}
    for index, award in enumerate(results.awards):
        line = draft.results.line(("awards", index))
        prize = prizes.get(award.prize)
        given[award.prize] = given.get(award.prize, 0) + 1
        if prize is None or given[award.prize] > prize.count:
            names = ", ".join(f"{item.slug} ({item.count})" for item in rules.prizes)
            yield _problem(
                path,
                line,
                "awards-lead-somewhere",
                Text(
                    f"không có giải “{award.prize}”, hoặc giải ấy đã trao đủ",
                    f"the prize “{award.prize}” does not exist or has been given often enough",
                ),
                Text(f"các giải: {names}", f"prizes: {names}"),
            )
        if (award.entry and award.entry not in draft.entry_slugs) or bool(award.entry) == bool(award.unit):
            yield _problem(
                path,
                line,
                "awards-lead-somewhere",
                Text("mỗi giải phải trao cho một bài hoặc một đơn vị", "an award names an entry or a unit"),
                Text(
                    f"ghi “entry: tên-tệp” có trong {draft.folder}/entries/, hoặc “unit: …”",
                    f"write “entry: file-name” out of {draft.folder}/entries/, or “unit: …”",
                ),
            )


def winner_is_published(draft: SeasonDraft, _rules: Rules, results: Results | None) -> Iterator[Problem]:
    """An entry that wins has the status published, or it would be missing from the results."""
    if results is None or draft.results is None:
        return
    for index, award in enumerate(results.awards):
        if award.entry in draft.hidden:
            yield _problem(
                f"{draft.folder}/results.yml",
                draft.results.line(("awards", index)),
                "winner-is-published",
                Text(f"bài “{award.entry}” chưa được đăng", f"“{award.entry}” is not published"),
                Text("ghi “status: published” ở bài ấy", "write “status: published” in that entry"),
            )


def entry_wins_once(draft: SeasonDraft, _rules: Rules, results: Results | None) -> Iterator[Problem]:
    """An entry wins one prize."""
    if results is None or draft.results is None:
        return
    wins = Counter(award.entry for award in results.awards if award.entry)
    for index, award in enumerate(results.awards):
        if wins[award.entry] > 1:
            yield _problem(
                f"{draft.folder}/results.yml",
                draft.results.line(("awards", index)),
                "entry-wins-once",
                Text(f"bài “{award.entry}” có nhiều giải", f"“{award.entry}” wins more than one prize"),
                Text("giữ một giải cho mỗi bài", "keep one prize for each entry"),
            )


def entries_wait_for_results(draft: SeasonDraft, _rules: Rules, results: Results | None) -> Iterator[Problem]:
    """Only prize-winning entries stand in entries/, and only once results.yml names them."""
    if results is None and draft.has_results:  # what it names cannot be known
        return
    awarded = {award.entry for award in results.awards} if results else set()
    for name in sorted(draft.entry_slugs - awarded):
        yield _problem(
            f"{draft.folder}/entries/{name}.md",
            0,
            "entries-wait-for-results",
            Text(
                "bài dự thi chưa có tên trong results.yml",
                "results.yml does not name this entry",
            ),
            Text(
                "chuyển đi: ở đây chỉ để bài đoạt giải, sau khi đã công bố kết quả",
                "move it away: only prize-winning entries lie here, once the results are out",
            ),
        )


SeasonRule = Callable[[SeasonDraft, Rules, Results | None], Iterator[Problem]]

SEASON_RULES: tuple[SeasonRule, ...] = (
    season_has_all_stages,
    phases_are_in_order,
    limits_make_sense,
    criteria_add_up,
    judging.slugs_are_plain_and_used_once,
    judging.scores_can_be_given,
    judging.rounds_are_in_order,
    judging.third_reader_can_be_called,
    judging.rounds_narrow_down,
    judging.deciding_score_can_be_had,
    judging.tie_break_names_each_once,
    judging.collective_prize_can_be_won,
    awards_lead_somewhere,
    winner_is_published,
    entry_wins_once,
    entries_wait_for_results,
)


def _problem(path: str, line: int, rule: str, what: Text, fix: Text) -> Problem:
    return Problem(path, line, rule, what, fix)
