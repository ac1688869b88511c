"""A season played from the first file to the last place, with marked names planted, to see what comes of it.

A setting and an empty folder in; how near the places came to the truth, the loads, and how often a planted
name was found where it must not be, out. Everything is the real thing: files are read, redacted and sealed in
a vault, judges get packets and workbooks, score files are collected and tallied. Only the judges are numbers:
each gives an entry its true worth, plus the judge's leniency, plus noise, all drawn from the seed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from msgspec.structs import replace

from neuguong.content.season import Rules, read_rules
from neuguong.content.vocabulary import Vocabularies
from neuguong.contest import (
    arrival,
    blind,
    book,
    collect,
    conflicts,
    documents,
    handouts,
    intake,
    keys,
    packets,
    reading_plan,
    redaction,
    score_sheet,
    score_table,
    simulate,
    vault,
)
from neuguong.contest.book import Book, JudgeRecord, Record, Standing
from neuguong.contest.canaries import Canaries
from neuguong.contest.documents import Document
from neuguong.contest.handout import FORMAT, FORMAT_VERSION, Handout, packet_digest, rubric_digest
from neuguong.contest.log import Organiser
from neuguong.contest.reading_plan import Wishes
from neuguong.contest.rules import rubric_of
from neuguong.contest.score_table import ScoreTable
from neuguong.contest.simulate import Chance, Report, Setting
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import VaultFolder
from neuguong.text import fold

ROUND = "so-khao"
SEASON = "mo-phong"
DAY = date(2027, 1, 15)
NOW = datetime(2027, 1, 15, 2, tzinfo=UTC)
Step = Callable[[int, int], None]

_SURNAMES = (
    "Bùi",
    "Đinh",
    "Hà",
    "Lò",
    "Quách",
    "Xa",
    "Bạch",
    "Lường",
    "Vì",
    "Triệu",
    "Phùng",
    "Khuất",
    "Sùng",
)
_MIDDLES = ("Thị", "Văn", "Thúy", "Hoài", "Mạnh", "Khánh", "Đình", "Ngọc", "Quỳnh", "Tuấn", "Hữu", "Bích")
_GIVEN = (
    "Mẫu",
    "Rậm",
    "Nhẩn",
    "Chợi",
    "Đượm",
    "Khuông",
    "Nghịch",
    "Tươm",
    "Vẹn",
    "Suốt",
    "Thoảng",
    "Kíp",
    "Lặng",
)
_CONTEST = """\
name: Mùa thi mô phỏng
summary: Không có thật.
organiser: Ban tổ chức mô phỏng
sample: true
phases:
  - {{phase: nhan-bai, start: 2027-01-01, end: 2027-01-31}}
  - {{phase: so-khao, start: 2027-02-01, end: 2027-02-15}}
  - {{phase: chung-khao, start: 2027-02-16, end: 2027-03-01}}
  - {{phase: cong-bo, start: 2027-03-10, end: 2027-03-10}}
who_may_enter: [Không ai.]
limits: {{words_min: 5, words_max: 1500, photos_max: 2, entries_per_author: 2, entries_per_unit: 10}}
criteria: [{{slug: tong, name: Tổng điểm, max: 100, step: 0.5, low: Thấp, middle: Vừa, high: Cao}}]
rounds: [{{slug: so-khao, readings: {readings}}}]
near_tie: 0
prizes:
  - {{slug: nhat, name: Giải Nhất, count: 1}}
  - {{slug: nhi, name: Giải Nhì, count: 2}}
  - {{slug: ba, name: Giải Ba, count: 3}}
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of it: `report` as for the cores alone, and the places where planted names were found."""

    report: Report
    leaks: tuple[str, ...]


def rules_of(setting: Setting) -> Rules:
    """Return the rules of the simulated season."""
    _, rules, problems = read_rules(_CONTEST.format(readings=setting.readings), "contest.yml")
    if rules is None:
        raise ValueError(problems)
    return rules


def play(
    setting: Setting,
    folder: Path,
    vocabularies: Vocabularies,
    step: Step = lambda _done, _all: None,
    *,
    redact: bool = True,
) -> Outcome:
    """Play a season in the folder. Without `redact` texts go to judges as they came, and names are found."""
    playing = _Playing(setting, folder, vocabularies, step, redact=redact)
    playing.take_entries_in()
    playing.find_judges()
    playing.assign()
    playing.read(playing.first_to_read())
    playing.let_judges_leave()
    playing.assign()
    playing.read(playing.judges_present())
    return playing.outcome()


class _Playing:
    def __init__(
        self, setting: Setting, folder: Path, vocabularies: Vocabularies, step: Step, *, redact: bool
    ) -> None:
        self._setting = setting
        self._rules = rules_of(setting)
        self._vocabularies = vocabularies
        self._step = step
        self._redact = redact
        self._chance = Chance(setting.seed)
        self._folder = VaultFolder(folder / "vault", "vault", folder / "memory")
        key_file = folder / "organiser.key"
        pair = keys.new_pair()
        keys.write_key_file(key_file, keys.key_file(pair, None))
        vault.create(self._folder, [Organiser("Ban tổ chức", pair.public)], NOW)
        self._vault = Vault.open(self._folder, key_file)
        self._book = Book()
        self._truth: dict[str, float] = {}
        self._lenient: dict[str, float] = {}
        self._canaries = Canaries(
            planted for number in range(setting.entries) for planted in identity_of(number)
        )
        self._leaks: list[str] = []

    def take_entries_in(self) -> None:
        """Read files in which writer, school and telephone stand in several spellings; redact; seal."""
        setting = intake.Setting(rules=self._rules, vocabularies=self._vocabularies, day=DAY)
        files = [self._file(number) for number in range(self._setting.entries)]
        taken = intake.take(files, self._book, setting, self._chance.below)
        if taken.problems:
            raise ValueError(taken.problems[0])
        worth = {file.name: self._chance.normal() for file in files}
        records: list[Record] = []
        for entry in taken.entries:
            self._truth[entry.code] = 65 + self._setting.quality * worth[entry.sources[0].name]
            records += self._blinded(entry)
        self._keep(records)

    def find_judges(self) -> None:
        """Name the judges, and draw pairs that may never be."""
        fields = [each.slug for each in self._vocabularies.fields]
        judges = [
            JudgeRecord(
                id=f"G{number:03}",
                name=f"Giám khảo mô phỏng {number}",
                unit=f"Cơ quan mô phỏng {number}",
                fields=(fields[self._chance.below(len(fields))],),
            )
            for number in range(self._setting.judges)
        ]
        self._lenient = {judge.id: self._setting.leniency * self._chance.normal() for judge in judges}
        self._keep(judges)
        self._keep(conflicts.detect(self._book))
        self._keep(
            conflicts.declared(self._book, judge.id, code, "bốc thăm")
            for judge in judges
            for code in sorted(self._book.entries)
            if self._chance.uniform() < self._setting.conflicts
        )

    def assign(self) -> None:
        """Plan who reads what, with as few changes as can be."""
        made = reading_plan.plan(self._book, self._rules, ROUND, Wishes(seed=self._setting.seed))
        if made.record != self._book.assignments.get(ROUND):
            self._keep([made.record])

    def first_to_read(self) -> list[str]:
        """Return the judges who hand in before anybody leaves: every second one."""
        return self.judges_present()[::2]

    def judges_present(self) -> list[str]:
        """Return the judges who have something to read and are there."""
        return [judge for judge in handouts.readers(self._book, ROUND) if not self._book.judges[judge].gone]

    def let_judges_leave(self) -> None:
        """Let the last of those leave who have handed nothing in."""
        in_time = set(self.first_to_read())
        late = [judge for judge in self.judges_present() if judge not in in_time]
        leaving = late[len(late) - min(self._setting.dropouts, len(late)) :]
        self._keep(replace(self._book.judges[judge], gone="mô phỏng") for judge in leaving)

    def read(self, judges: list[str]) -> None:
        """Give out packets and workbooks, look for planted names in them, and collect score files."""
        about = handouts.About(season=SEASON, fields={f.slug: f.name for f in self._vocabularies.fields})
        files = []
        given = [handouts.handout(self._book, self._rules, ROUND, judge, about) for judge in judges]
        for done, each in enumerate(given, 1):
            self._search(packets.file_name(each), packets.page(each))
            self._search(score_sheet.file_name(each), score_sheet.workbook(each))
            files.append((f"diem-{each.judge}.json", self._score_file(each)))
            self._step(done, len(given))
        self._keep(handouts.packet_record(each, packet_digest(each)) for each in given)
        known = handouts.known(self._book, self._rules, ROUND, SEASON)
        found = collect.collect(files, known, handouts.held(self._book, ROUND, SEASON))
        if found.problems:
            raise ValueError(found.problems[0])
        self._keep(handouts.new_sheets(self._book, found.sheets))

    def outcome(self) -> Outcome:
        """Return how near the places came to the truth, and what was found where it must not be."""
        self._book = book.read(self._vault)
        for path in sorted(self._folder.root.rglob("*")):
            self._search(path.name, path.read_bytes() if path.is_file() else b"")
        table = score_table.build(self._book, self._rules, ROUND)
        return Outcome(report=self._report(table), leaks=tuple(self._leaks))

    def _report(self, table: ScoreTable) -> Report:
        loads: dict[str, int] = {}
        for reading in self._book.assignments[ROUND].readings:
            loads[reading.judge] = loads.get(reading.judge, 0) + 1
        present = [loads[judge] for judge in self.judges_present()]
        adjusted = table.others.get("dieu-chinh")
        raw = {code: float(score) for code, score in table.scores.items()}
        return simulate.compare(
            self._truth,
            raw,
            None if not adjusted else {code: float(score) for code, score in adjusted.items() if code in raw},
            load_spread=max(present) - min(present),
            unread=len(table.waiting),
        )

    def _file(self, number: int) -> arrival.Candidate:
        name, unit, phone = identity_of(number)
        text = (
            f"Tôi là {name}, dạy ở {unit.upper()}. Sáng ấy {fold(name)} mang cuốc ra sân, máy {phone}. "
            f"Chuyện thứ {number} tôi kể: cây trồng năm ngoái nay đã cao bằng đầu học trò lớp {number % 12}."
        )
        document = documents.read(f"{number}.md", text.encode())
        if not isinstance(document, Document):
            raise TypeError(document)
        fields = self._vocabularies.fields
        row = {"title": f"Chuyện thứ {number}", "name": name, "unit": unit}
        row["field"] = fields[self._chance.below(len(fields))].slug
        return arrival.Candidate(name=f"{number}.md", document=document, row=row)

    def _blinded(self, entry: book.Entry) -> list[Record]:
        whole = redaction.whole(entry.title, entry.markdown)
        places = blind.look(whole, entry, {}) if self._redact else ()
        text = redaction.apply(whole, redaction.certain(places))
        accepted = replace(entry, standing=Standing.ACCEPTED, reasons=())
        return [accepted, intake.text_of(entry, *redaction.parts(text))]

    def _keep(self, records: Iterable[Record]) -> None:
        new = list(records)
        if not new:
            return
        self._vault.append_all(book.news_of(new), NOW)
        self._book = _with(self._book, new)

    def _score_file(self, given: Handout) -> bytes:
        """Return what a packet writes when its judge hands in."""
        rubric = rubric_of(self._rules)
        entries = [
            {
                "code": each.code,
                "scores": {"tong": self._score(given.judge, each.code)},
                "notes": "",
                "abstained": None,
            }
            for each in given.entries
        ]
        held = [s.version for s in self._book.sheets.values() if s.judge == given.judge]
        said = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "season": given.season,
            "round": given.round,
            "judge": given.judge,
            "packet": packet_digest(given),
            "rubric": rubric_digest(rubric),
            "version": max(held, default=0) + 1,
            "handed_in": True,
            "entries": entries,
        }
        return json.dumps(said).encode()

    def _score(self, judge: str, code: str) -> str:
        noise = self._setting.noise * Chance(f"{self._setting.seed}\0{code}\0{judge}").normal()
        halves = min(200, max(0, round(2 * (self._truth[code] + self._lenient[judge] + noise))))
        return str(Fraction(halves, 2)) if halves % 2 == 0 else f"{halves // 2}.5"

    def _search(self, name: str, data: bytes) -> None:
        """Note every planted name in a file."""
        self._leaks += (f"{planted}: {name}" for planted in self._canaries.found_in(name, data))


def identity_of(number: int) -> tuple[str, str, str]:
    """Return a name, a school and a telephone number of which no other entry has any."""
    surname, rest = _SURNAMES[number % len(_SURNAMES)], number // len(_SURNAMES)
    middle, rest = _MIDDLES[rest % len(_MIDDLES)], rest // len(_MIDDLES)
    given, rest = _GIVEN[rest % len(_GIVEN)], rest // len(_GIVEN)
    name = f"{surname} {middle} {given}" + (f" {_GIVEN[rest % len(_GIVEN)]}" if rest else "")
    return name, f"Trường Tiểu học Khe {given} {number}", f"09{number:08}"


def _with(held: Book, records: Iterable[Record]) -> Book:
    """Return the book with the records in the place of those of the same names."""
    for record in records:
        by_name: dict[str, Record] = getattr(held, _PLACES[type(record)])
        by_name[record.key] = record
    return held


_PLACES: dict[type[Record], str] = {
    book.Entry: "entries",
    book.BlindText: "texts",
    book.JudgeRecord: "judges",
    book.ConflictRecord: "conflicts",
    book.AssignmentRecord: "assignments",
    book.PacketRecord: "packets",
    book.SheetRecord: "sheets",
}
