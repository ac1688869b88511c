"""Collecting: score files back in, each sheet accepted or refused with file, place and reason.

What is known (judges, codes, who reads what, the rubric, the packets given out) and files' bytes in; accepted
sheets and problems out. A refused sheet changes nothing: what was accepted before stays. A later
version takes the place of an earlier one and says so. A missing score stays missing. Only `take` reads disks.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from neuguong.contest.handout import REASONS, is_on_scale, is_on_step, rubric_digest
from neuguong.contest.judging import Criterion, Rubric, Sheet, SheetState, written
from neuguong.contest.score_files import MAX_BYTES, MAX_WORDS, Row, Score, ScoreFile, problem, read
from neuguong.problems import Level, Problem, Text, in_order


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownJudge:
    """A judge: the packet in force, packets of before, the codes to read, those of them as third reader."""

    id: str
    packet: str
    codes: tuple[str, ...]
    older_packets: tuple[str, ...] = ()
    third: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What sheets are held against: one season's round, its scale, its judges, all codes of the season."""

    season: str
    round: str
    rubric: Rubric
    judges: tuple[KnownJudge, ...]
    codes: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a sheet came from."""

    file: str
    digest: str
    version: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Received:
    """An accepted sheet: scores in the rubric's order and only those given, remarks, where it came from.

    `sheet.reason` is the slug of a reason for not scoring, `reason_words` what the judge added; `replaces` is
    the sheet of the same judge about the same entry whose place it took.
    """

    season: str
    sheet: Sheet
    notes: str
    reason_words: str
    packet: str
    origin: Origin
    replaces: Origin | None = None


@dataclass(frozen=True, slots=True)
class Collected:
    """The sheets that now hold, by judge and code (those of before included), and every problem."""

    sheets: tuple[Received, ...]
    problems: tuple[Problem, ...]


def collect(files: Iterable[tuple[str, bytes]], known: Known, already: Sequence[Received] = ()) -> Collected:
    """Read the files and return what holds now; the order of the files makes no difference."""
    read_files: list[ScoreFile] = []
    problems: list[Problem] = []
    for name, data in sorted(files):
        found = read(name, data)
        if isinstance(found, ScoreFile):
            read_files.append(found)
        else:
            problems += found
    holding = {(held.sheet.judge, held.sheet.code): held for held in already}
    fitting = []
    for file in _without_copies(read_files, already, problems):
        faults = list(_faults_of_file(file, known))
        problems += faults
        if file.is_blank and not faults:
            problems.append(_blank(file))
        elif not faults:
            fitting.append(file)
    for file in _in_turn(fitting, already, problems):
        problems += _put(file, known, holding)
    return Collected(tuple(held for _, held in sorted(holding.items())), in_order(problems))


def take(paths: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    """Read the files from the disk, none further than a score file may be long (and one byte)."""
    for path in paths:
        with path.open("rb") as file:
            yield path.as_posix(), file.read(MAX_BYTES + 1)


def _without_copies(
    files: Iterable[ScoreFile], already: Iterable[Received], problems: list[Problem]
) -> Iterator[ScoreFile]:
    """Yield each content once; a copy is said and does no harm."""
    seen = {held.origin.digest: held.origin.file for held in already}
    alike: dict[ScoreFile, str] = {}
    for file in files:
        content = replace(file, name="", digest="")
        first = seen.get(file.digest) or alike.get(content)
        if first is None:
            alike[content] = seen[file.digest] = file.name
            yield file
            continue
        problems.append(
            replace(
                problem(
                    file.name,
                    "score-file-comes-once",
                    Text(f"tệp này giống hệt “{first}” đã nhận", f"this file is the same as “{first}”"),
                    Text("không cần làm gì, điểm đã có", "nothing to do: the scores are there"),
                ),
                level=Level.WARNING,
            )
        )


def _faults_of_file(file: ScoreFile, known: Known) -> Iterator[Problem]:
    """Yield why nothing in the file can be taken."""
    judge = next((judge for judge in known.judges if judge.id == file.judge), None)
    if (file.season, file.round) != (known.season, known.round):
        yield problem(
            file.name,
            "score-file-is-of-this-round",
            Text(
                f"tệp của mùa “{_short(file.season)}”, vòng “{_short(file.round)}”; "
                f"đang thu mùa “{known.season}”, vòng “{known.round}”",
                f"the file is of season “{_short(file.season)}”, round “{_short(file.round)}”; "
                f"this is season “{known.season}”, round “{known.round}”",
            ),
            Text("để riêng tệp này ra", "put this file aside"),
        )
    elif judge is None:
        yield problem(
            file.name,
            "score-file-is-of-a-judge",
            Text(
                f"vòng này không giao bài nào cho giám khảo “{_short(file.judge)}”",
                f"judge “{_short(file.judge)}” has nothing to read in this round",
            ),
            Text(
                "xem contest judges list: mã có đúng không, hay người ấy đã thôi chấm",
                "see contest judges list: is the id right, or has the judge left",
            ),
        )
    elif file.packet != judge.packet:
        yield _other_packet(file, judge)
    elif file.rubric != rubric_digest(known.rubric):
        yield problem(
            file.name,
            "score-file-is-of-this-packet",
            Text("thang điểm trong tệp khác thang điểm của vòng này", "the file's scale is not this round's"),
            Text("phát lại phiếu chấm cho giám khảo này", "give this judge a new packet"),
        )


def _blank(file: ScoreFile) -> Problem:
    """Say that nothing is in a file: most often the workbook of somebody who scores in the packet."""
    what = Text(
        "phiếu còn trắng, chưa ghi gì; điểm đã nhận vẫn giữ nguyên",
        "nothing is written in this sheet; scores taken in before stay as they are",
    )
    fix = Text(
        "để tệp ấy riêng ra; nếu giám khảo bảo đã chấm thì xin lại đúng tệp đã lưu",
        "put it aside; if the judge has scored, ask for the file that was saved",
    )
    return replace(problem(file.name, "score-file-holds-scores", what, fix), level=Level.WARNING)


def _short(claim: str) -> str:
    return "".join(char for char in claim if char.isprintable())[:60]


def _other_packet(file: ScoreFile, judge: KnownJudge) -> Problem:
    if file.packet in judge.older_packets:
        return problem(
            file.name,
            "score-file-is-of-this-packet",
            Text(
                "điểm chấm trên phiếu cũ; phiếu ấy đã được thay", "scored on an older packet, since replaced"
            ),
            Text(
                "xin giám khảo mở phiếu mới, bấm “Mở tệp đã lưu”, chọn tệp này, xem lại rồi nộp",
                "ask the judge to open the new packet, load this file into it, look it over and hand it in",
            ),
        )
    return problem(
        file.name,
        "score-file-is-of-this-packet",
        Text("tệp không khớp với phiếu chấm nào đã phát", "the file fits no packet that was given out"),
        Text("xin giám khảo tạo lại tệp từ phiếu đã phát", "ask for a file made by the packet given out"),
    )


def _in_turn(
    files: Iterable[ScoreFile], already: Iterable[Received], problems: list[Problem]
) -> Iterator[ScoreFile]:
    """Yield each judge's files from the oldest version on, leaving out what is older than what is held."""
    held: dict[str, Origin] = {}
    for received in already:
        judge = received.sheet.judge
        if judge not in held or held[judge].version < received.origin.version:
            held[judge] = received.origin
    ordered = sorted(files, key=lambda file: (file.judge, file.version, file.name, file.digest))
    for (judge, version), group in itertools.groupby(ordered, key=lambda file: (file.judge, file.version)):
        same = list(group)
        last = held.get(judge)
        if last is not None and version <= last.version:
            problems += [_not_newer(file, last) for file in same]
        elif len(same) > 1:
            names = ", ".join(f"“{file.name}”" for file in same)
            problems += [_same_version(file, names) for file in same]
        else:
            yield same[0]


def _not_newer(file: ScoreFile, last: Origin) -> Problem:
    if file.version < last.version:
        what = Text(
            f"tệp là bản {file.version}, đã nhận bản {last.version} (“{last.file}”)",
            f"the file is version {file.version}; version {last.version} (“{last.file}”) is held already",
        )
        return problem(file.name, "score-file-is-the-latest", what, _ASK_WHICH)
    return _same_version(file, f"“{file.name}”, “{last.file}”")


def _same_version(file: ScoreFile, names: str) -> Problem:
    return problem(
        file.name,
        "score-file-is-the-latest",
        Text(
            f"hai tệp khác nhau cùng là bản {file.version}: {names}",
            f"different files are all version {file.version}: {names}",
        ),
        _ASK_WHICH,
    )


_ASK_WHICH = Text(
    "hỏi giám khảo bản nào đúng, rồi xin tạo lại tệp từ bản ấy (số bản sẽ tăng)",
    "ask the judge which one is right, and for a new file made from it (its version will be higher)",
)


def _put(file: ScoreFile, known: Known, holding: dict[tuple[str, str], Received]) -> Iterator[Problem]:
    """Put the file's sheets where they belong; yield what is wrong with those that are refused."""
    judge = next(judge for judge in known.judges if judge.id == file.judge)
    times = Counter(row.code for row in file.rows)
    for row in file.rows:
        before = holding.get((judge.id, row.code))
        faults = list(_faults_of_row(file, row, judge, known, times[row.code]))
        if row.is_blank:
            if before is not None:
                yield _lost(file, row, before.origin)
            continue
        yield from faults
        if faults:
            continue
        sheet = _sheet(file, row, judge, known.rubric)
        if before is not None and _is_step_back(before.sheet, sheet):
            yield _step_back(file, row, before.origin)
        holding[judge.id, row.code] = Received(
            season=known.season,
            sheet=sheet,
            notes=row.notes,
            reason_words=row.words if row.reason else "",
            packet=file.packet,
            origin=Origin(file=file.name, digest=file.digest, version=file.version),
            replaces=before.origin if before else None,
        )


def _sheet(file: ScoreFile, row: Row, judge: KnownJudge, rubric: Rubric) -> Sheet:
    given = {score.slug: score.value for score in row.scores}
    scores = [(c.slug, value) for c in rubric.criteria if (value := given.get(c.slug)) is not None]
    scored = {slug for slug, _ in scores}
    if row.reason:
        wordless = any(one.slug == row.reason and one.needs_words for one in REASONS) and not row.words
        finished, state = not wordless, SheetState.ABSTAINED
    else:
        finished = all(c.slug in scored for c in rubric.criteria if c.required)
        state = SheetState.COMPLETE
    return Sheet(
        judge=judge.id,
        code=row.code,
        round=file.round,
        scores=tuple(scores),
        state=state if finished and file.handed_in else SheetState.DRAFT,
        reason=row.reason,
        third=row.code in judge.third,
    )


def _faults_of_row(
    file: ScoreFile, row: Row, judge: KnownJudge, known: Known, times: int
) -> Iterator[Problem]:
    """Yield why one sheet is refused."""
    for rule, place, what, fix in itertools.chain(
        _wrong_entry(row, judge, known, times), _wrong_words(row), _wrong_scores(row, known.rubric)
    ):
        at = Text(f"{place.vi}: {what.vi}", f"{place.en}: {what.en}")
        yield problem(file.name, rule, at, fix, row.line)


_Fault = tuple[str, Text, Text, Text]
"""Rule, place, what is wrong, how to mend it."""


def _wrong_entry(row: Row, judge: KnownJudge, known: Known, times: int) -> Iterator[_Fault]:
    if row.code not in known.codes:
        yield "score-is-of-an-entry", row.place, _UNKNOWN_CODE, _AS_GIVEN_OUT
    elif row.code not in judge.codes:
        yield "score-is-of-an-assigned-entry", row.place, _NOT_ASSIGNED, _LOOK_AT_ASSIGNMENT
    if times > 1:
        yield "score-is-given-once", row.place, _TWICE, _MAKE_ANEW


def _wrong_words(row: Row) -> Iterator[_Fault]:
    if row.reason_fault:
        yield "abstention-has-a-reason", row.place, row.reason_fault, _CHOOSE_REASON
    if row.reason and any(score.value is not None or score.fault for score in row.scores):
        yield "abstention-has-no-scores", row.place, _BOTH, _EITHER
    if max(len(row.notes), len(row.words)) > MAX_WORDS:
        yield "notes-have-an-end", row.place, _LONG_NOTES, _SHORTEN


def _wrong_scores(row: Row, rubric: Rubric) -> Iterator[_Fault]:
    criteria = {criterion.slug: criterion for criterion in rubric.criteria}
    for score in row.scores:
        criterion = criteria.get(score.slug)
        if criterion is None:
            yield "score-is-of-a-criterion", score.place, _UNKNOWN_CRITERION, _AS_GIVEN_OUT
            continue
        place = Text(f"{score.place.vi} ({criterion.name.vi})", f"{score.place.en} ({criterion.name.en})")
        yield from ((rule, place, what, _scale(criterion)) for rule, what in _wrong_score(score, criterion))


def _wrong_score(score: Score, criterion: Criterion) -> Iterator[tuple[str, Text]]:
    if score.fault:
        yield "score-is-a-number", score.fault
    elif score.value is not None:
        shown = written(score.value, 6)
        if not is_on_scale(score.value, criterion):
            yield (
                "score-is-on-the-scale",
                Text(f"{shown.vi} ngoài thang điểm", f"{shown.en} is off the scale"),
            )
        elif not is_on_step(score.value, criterion):
            yield "score-is-on-a-step", Text(f"{shown.vi} sai bước", f"{shown.en} is off the steps")


def _scale(criterion: Criterion) -> Text:
    most, step = written(criterion.max, 6), written(criterion.step, 6)
    return Text(f"ghi điểm từ 0 đến {most.vi}, bước {step.vi}", f"write 0 to {most.en} in steps of {step.en}")


_UNKNOWN_CODE = Text("mùa thi này không có mã bài ấy", "this season has no entry of that code")
_NOT_ASSIGNED = Text("bài này không giao cho giám khảo ấy", "the entry was not given to this judge")
_UNKNOWN_CRITERION = Text("thang điểm không có mục này", "the rubric has no such criterion")
_AS_GIVEN_OUT = Text("dùng đúng phiếu chấm đã phát", "use the packet or sheet as it was given out")
_LOOK_AT_ASSIGNMENT = Text(
    "xem bảng phân công; nếu đổi người thì phát phiếu mới",
    "look at the assignment; a change needs a new packet",
)
_TWICE = Text("bài này có hai phần điểm", "the entry is there twice")
_MAKE_ANEW = Text("xin giám khảo tạo lại tệp từ phiếu chấm", "ask for a file made anew by the packet")
_CHOOSE_REASON = Text(
    "chọn một lý do trong danh sách của phiếu", "choose one of the reasons that the sheet lists"
)
_BOTH = Text("vừa có điểm vừa ghi không chấm", "there are scores and a reason for not scoring")
_EITHER = Text("xóa điểm hoặc xóa lý do", "take out the scores or the reason")
_LONG_NOTES = Text("nhận xét quá dài", "the remarks are too long")
_SHORTEN = Text("rút gọn nhận xét", "shorten the remarks")


def _lost(file: ScoreFile, row: Row, before: Origin) -> Problem:
    return _warning(
        file,
        row,
        Text(
            f"{row.place.vi}: để trống, mà bản {before.version} (“{before.file}”) đã có điểm; giữ điểm cũ",
            f"{row.place.en}: blank; version {before.version} (“{before.file}”) had scores, which are kept",
        ),
    )


def _is_step_back(before: Sheet, after: Sheet) -> bool:
    return before.state is not SheetState.DRAFT and after.state is SheetState.DRAFT


def _step_back(file: ScoreFile, row: Row, before: Origin) -> Problem:
    return _warning(
        file,
        row,
        Text(
            f"{row.place.vi}: chưa xong, mà bản {before.version} (“{before.file}”) đã xong; nhận bản mới",
            f"{row.place.en}: unfinished; version {before.version} (“{before.file}”) was not; it is replaced",
        ),
    )


def _warning(file: ScoreFile, row: Row, what: Text) -> Problem:
    ask = Text("hỏi lại giám khảo", "ask the judge")
    return replace(problem(file.name, "score-is-not-lost", what, ask, row.line), level=Level.WARNING)
