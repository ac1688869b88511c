"""A contest season as the public sees it: contest.yml, call.md, results.yml.

Marked texts in, frozen records or problems out. The contest's engine writes results.yml and a person
merges it; nothing here knows how it came about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from neuguong import marked_yaml, records
from neuguong.content.markup import Body
from neuguong.content.model import Article
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem, Text
from neuguong.records import FORBID_UNKNOWN, Day, Key, Number


class Stage(StrEnum):
    """A stage of a season: entries come in, two rounds of reading, the results."""

    ENTRIES = "nhan-bai"
    FIRST_ROUND = "so-khao"
    FINAL_ROUND = "chung-khao"
    RESULTS = "cong-bo"


class Resolve(StrEnum):
    """What a third reading does: the mean of all, the mean of the two nearest, or it decides alone."""

    MEAN = "trung-binh"
    NEAREST = "gan-nhat"
    EXPERT = "chuyen-gia"


class Decides(StrEnum):
    """Which score gives the places: the mean of the readings, their median, or with leniency taken out."""

    MEAN = "trung-binh"
    MEDIAN = "trung-vi"
    ADJUSTED = "dieu-chinh"


_SLUG = Text(
    "chữ thường không dấu, số, gạch nối; đã đặt thì đừng đổi", "small letters, digits, hyphens; stays"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Phase:
    """A stage with its first and last day."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    phase: Annotated[
        Stage, Key(Text("Chặng", "Stage"), Text("đủ bốn chặng, theo thứ tự", "all four, in their order"))
    ]
    start: Annotated[Day, Key(Text("Ngày đầu", "First day"), Text("như 2026-10-15", "as 2026-10-15"))]
    end: Annotated[
        Day,
        Key(Text("Ngày cuối", "Last day"), Text("tính cả ngày ấy", "that day is part of the stage")),
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an entry may hold and how many may be sent; words as Word counts them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    words_min: Annotated[
        int,
        Key(Text("Ít chữ nhất", "Fewest words"), Text("đếm chữ như Word đếm", "words as Word counts them")),
    ]
    words_max: Annotated[
        int, Key(Text("Nhiều chữ nhất", "Most words"), Text("đếm như Word", "as Word counts them"))
    ]
    photos_max: Annotated[
        int,
        Key(Text("Nhiều ảnh nhất", "Most photos"), Text("0 là không nhận ảnh", "0: no photos are taken")),
    ]
    entries_per_author: Annotated[
        int,
        Key(Text("Số bài mỗi người", "Entries per author"), Text("nhiều nhất bao nhiêu", "at most")),
    ]
    entries_per_unit: Annotated[
        int,
        Key(
            Text("Số bài mỗi đơn vị", "Entries per unit"),
            Text("nhiều nhất bao nhiêu; không ít hơn số bài mỗi người", "at most; not below that per author"),
        ),
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """A criterion of the rubric, its points, and what low, middle and high look like."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: Annotated[str, Key(Text("Mã tiêu chí", "Criterion's slug"), _SLUG)]
    name: Annotated[
        str, Key(Text("Tên tiêu chí", "Criterion"), Text("như trên phiếu chấm", "as on the sheet"))
    ]
    max: Annotated[
        int,
        Key(
            Text("Điểm cao nhất", "Most points"),
            Text(
                "cho từ 0 đến số này; max × weight của các tiêu chí cộng lại là 100",
                "scores go from 0 to this; max × weight of all criteria make 100",
            ),
        ),
    ]
    weight: Annotated[
        Number,
        Key(
            Text("Hệ số", "Weight"),
            Text("điểm được nhân với số này; không ghi là 1", "the score is multiplied by it; 1 if left out"),
        ),
    ] = Decimal(1)
    step: Annotated[
        Number,
        Key(
            Text("Bước điểm", "Step"),
            Text(
                "điểm lẻ tới đâu; không ghi là 0.5; max phải chia hết cho số này",
                "how fine scores are; 0.5 if left out; it divides max",
            ),
        ),
    ] = Decimal("0.5")
    required: Annotated[
        bool,
        Key(
            Text("Bắt buộc cho điểm", "Required"),
            Text(
                "không ghi là true; false: để trống được, điểm các mục kia quy lên 100",
                "true if left out; false: may stay blank, the others are then raised to 100",
            ),
        ),
    ] = True
    low: Annotated[
        str,
        Key(Text("Thế nào là điểm thấp", "What low looks like"), Text("một câu cụ thể", "a plain sentence")),
    ] = ""
    middle: Annotated[
        str,
        Key(Text("Thế nào là điểm vừa", "What middle looks like"), Text("một câu", "one sentence")),
    ] = ""
    high: Annotated[
        str,
        Key(Text("Thế nào là điểm cao", "What high looks like"), Text("một câu", "one sentence")),
    ] = ""

    @property
    def points(self) -> Decimal:
        """Return how many of the hundred points the criterion is worth."""
        return self.max * self.weight


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """A round of reading: readings per entry, the gap that calls a third reader, what advances.

    Where both `threshold` and `quota` are given, both must be met: the best `quota` entries, out of those
    that reach the threshold.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: Annotated[
        Stage, Key(Text("Vòng", "Round"), Text("so-khao, rồi chung-khao", "so-khao, then chung-khao"))
    ]
    readings: Annotated[
        int,
        Key(Text("Số lượt đọc mỗi bài", "Readings per entry"), Text("mấy người chấm một bài", "how many")),
    ]
    third_reader_gap: Annotated[
        int | None,
        Key(
            Text("Lệch bao nhiêu thì thêm người chấm", "Gap that calls another reader"),
            Text(
                "hai lượt lệch hơn số này (trên 100) thì có lượt thứ ba; không ghi là không có",
                "readings further apart than this (of 100) call a third; left out: none",
            ),
        ),
    ] = None
    resolve: Annotated[
        Resolve,
        Key(
            Text("Lượt thứ ba tính thế nào", "How a third reading resolves"),
            Text(
                "trung-binh: trung bình cả ba (không ghi là thế này); gan-nhat: hai lượt gần nhau nhất; "
                "chuyen-gia: lượt thứ ba quyết định",
                "trung-binh: mean of all (if left out); gan-nhat: the two nearest; chuyen-gia: the third",
            ),
        ),
    ] = Resolve.MEAN
    threshold: Annotated[
        int | None,
        Key(
            Text("Điểm sàn", "Threshold"),
            Text(
                "từ điểm này mới được vào vòng sau; ở vòng cuối: mới được xét giải",
                "from this score on an entry advances; in the last round: may win a prize",
            ),
        ),
    ] = None
    quota: Annotated[
        int | None,
        Key(
            Text("Số bài vào vòng sau", "Quota"),
            Text(
                "nhiều nhất bấy nhiêu bài điểm cao nhất; ghi cả threshold thì phải đạt cả hai",
                "at most so many of the best; with a threshold both must be met",
            ),
        ),
    ] = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Prize:
    """A prize and how many there are."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: Annotated[str, Key(Text("Mã giải", "Prize's slug"), _SLUG)]
    name: Annotated[str, Key(Text("Tên giải", "Prize"), Text("như trên giấy khen", "as on the certificate"))]
    count: Annotated[int, Key(Text("Số giải", "How many"), Text("ít nhất 1", "at least 1"))]


@dataclass(frozen=True, kw_only=True, slots=True)
class PrizePoints:
    """What an entry's prize brings its unit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    prize: Annotated[
        str, Key(Text("Mã giải", "Prize"), Text("một giải ở mục prizes", "one of the prizes above"))
    ]
    points: Annotated[
        int, Key(Text("Số điểm", "Points"), Text("mỗi giải như thế được mấy điểm", "for each such prize"))
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Collective:
    """How a unit wins the collective prize: most points by its entries' prizes, with entries enough."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    prize: Annotated[
        str,
        Key(
            Text("Mã giải tập thể", "The collective prize"),
            Text("một giải ở mục prizes", "one of the prizes"),
        ),
    ]
    min_entries: Annotated[
        int,
        Key(
            Text("Ít nhất bao nhiêu bài hợp lệ", "Fewest valid entries"),
            Text("ít hơn thì không xét; không ghi là 1", "a unit with fewer is left out; 1 if not given"),
        ),
    ] = 1
    points: Annotated[
        tuple[PrizePoints, ...],
        Key(
            Text("Điểm theo giải", "Points per prize"),
            Text(
                "cộng lại, đơn vị nhiều điểm hơn đứng trên; không ghi thì hội đồng xét",
                "added up, the unit with more stands above; left out: the jury decides",
            ),
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """contest.yml."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    name: Annotated[str, Key(Text("Tên cuộc thi", "Name"), Text("cả năm hoặc mùa", "with year or season"))]
    summary: Annotated[
        str, Key(Text("Tóm tắt", "Summary"), Text("một câu: mời ai viết gì", "one sentence: who, what"))
    ]
    organiser: Annotated[str, Key(Text("Đơn vị tổ chức", "Organiser"), Text("tên đầy đủ", "the full name"))]
    phases: Annotated[
        tuple[Phase, ...],
        Key(Text("Các chặng", "Stages"), Text("nối tiếp nhau, không đè lên nhau", "one after the other")),
    ]
    who_may_enter: Annotated[
        tuple[str, ...],
        Key(Text("Ai được dự thi", "Who may enter"), Text("mỗi dòng một câu", "a sentence a line")),
    ]
    limits: Annotated[Limits, Key(Text("Giới hạn", "Limits"), Text("của bài dự thi", "of entries"))]
    criteria: Annotated[
        tuple[Criterion, ...],
        Key(Text("Tiêu chí chấm", "Criteria"), Text("theo thứ tự trên phiếu", "in the order of the sheet")),
    ]
    rounds: Annotated[
        tuple[Round, ...], Key(Text("Các vòng chấm", "Rounds"), Text("một hoặc hai vòng", "one or two"))
    ]
    prizes: Annotated[
        tuple[Prize, ...],
        Key(Text("Cơ cấu giải", "Prizes"), Text("từ giải cao nhất xuống", "from the highest down")),
    ]
    decides: Annotated[
        Decides,
        Key(
            Text("Điểm nào quyết định", "Which score decides"),
            Text(
                "trung-binh: trung bình các lượt (không ghi là thế này); trung-vi: trung vị; "
                "dieu-chinh: điểm đã bù độ rộng tay của giám khảo",
                "trung-binh: the mean (if left out); trung-vi: the median; dieu-chinh: leniency taken out",
            ),
        ),
    ] = Decides.MEAN
    tie_break: Annotated[
        tuple[str, ...],
        Key(
            Text("Bằng điểm thì xét", "Tie-break"),
            Text("mã các tiêu chí, theo thứ tự; hết thì hội đồng họp", "criteria in order; then the jury"),
        ),
    ] = ()
    near_tie: Annotated[
        Number,
        Key(
            Text("Sát điểm", "Near tie"),
            Text(
                "hai bài ở hai bên ranh giới giải hơn kém chưa tới số điểm này thì hội đồng bàn; "
                "không ghi là 0.5",
                "entries on both sides of a prize's edge that are nearer than this go to the jury; 0.5",
            ),
        ),
    ] = Decimal("0.5")
    collective: Annotated[
        Collective | None,
        Key(Text("Giải tập thể", "Collective prize"), Text("đơn vị được giải ra sao", "how a unit wins")),
    ] = None
    sample: Annotated[
        bool,
        Key(Text("Cuộc thi mẫu", "Sample"), Text("true: trang nói rõ là mẫu", "true: the page says so")),
    ] = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Award:
    """A prize given to an entry, or to a unit as a whole."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    prize: Annotated[str, Key(Text("Mã giải", "Prize"), Text("có ở contest.yml", "one of contest.yml"))]
    entry: Annotated[
        str, Key(Text("Bài được giải", "Entry"), Text("tên tệp trong entries/", "file name in entries/"))
    ] = ""
    unit: Annotated[
        str,
        Key(Text("Đơn vị được giải", "Unit"), Text("khi giải trao cho tập thể", "where a unit wins")),
    ] = ""
    reason: Annotated[str, Key(Text("Vì sao", "Reason"), Text("một câu", "one sentence"))] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """results.yml: the winners, and nobody else."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    announced: Annotated[
        Day,
        Key(Text("Ngày công bố", "Announced"), Text("trước ngày ấy không hiện", "not shown before that day")),
    ]
    awards: Annotated[
        tuple[Award, ...],
        Key(Text("Các giải đã trao", "Awards"), Text("chỉ ghi người được giải", "the winners only")),
    ]
    decision: Annotated[
        str, Key(Text("Quyết định", "Decision"), Text("số, ngày của quyết định", "its number and day"))
    ] = ""
    sample: Annotated[bool, Key(Text("Kết quả mẫu", "Sample"), Text("true hoặc false", "true or false"))] = (
        False
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Season:
    """One season without fault."""

    slug: str
    rules: Rules
    call: Body
    results: Results | None
    entries: tuple[Article, ...]

    def stage_on(self, day: date) -> Phase | None:
        """Return the stage that the day lies in, or the next one; None after the last."""
        return next((phase for phase in self.rules.phases if day <= phase.end), None)

    def results_on(self, day: date) -> Results | None:
        """Return the results if they are announced by the day."""
        return self.results if self.results and self.results.announced <= day else None


@dataclass(frozen=True, slots=True)
class SeasonDraft:
    """The files of a season as written."""

    folder: str
    contest: Marked
    results: Marked | None
    entry_slugs: frozenset[str]
    hidden: frozenset[str] = frozenset()
    """Entries without fault that are not published: a draft cannot be shown as a winner."""
    has_results: bool = False
    """Whether results.yml is there, be it readable or not."""


def read_rules(text: str, path: str) -> tuple[Marked | None, Rules | None, tuple[Problem, ...]]:
    """Read contest.yml."""
    marked, problems = marked_yaml.parse(text, path)
    if marked is None:
        return None, None, problems
    rules, problems = records.validate(Rules, marked, path)
    return marked, rules, problems


def read_results(text: str, path: str) -> tuple[Marked | None, Results | None, tuple[Problem, ...]]:
    """Read results.yml."""
    marked, problems = marked_yaml.parse(text, path)
    if marked is None:
        return None, None, problems
    results, problems = records.validate(Results, marked, path)
    return marked, results, problems
