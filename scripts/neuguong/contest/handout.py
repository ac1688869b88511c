"""What one judge is given to read and score, and the marks by which it is known again when it comes back.

Records and digests only. A handout knows the judge by name; of an entry it knows the code, the title, the
field and the anonymous text, and has no place for anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from neuguong import fingerprint
from neuguong.contest.judging import Criterion, Rubric

FORMAT = "neuguong-score-file"
"""Stands in every score file, so that a file that is none is seen at once."""
FORMAT_VERSION = 1

_SCORE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,6}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Guide:
    """A criterion with what low, middle and high look like, in words."""

    criterion: Criterion
    low: str = ""
    middle: str = ""
    high: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture's bytes (JPEG, PNG or WebP), what it shows, the line beneath it."""

    data: bytes
    alt: str
    caption: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class BlindEntry:
    """An entry as judges read it: code, title, field in words, Markdown without any identity, pictures."""

    code: str
    title: str
    field: str
    markdown: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Handout:
    """All that one judge is given for one round.

    `season` and `round` are slugs; `send_to` says in words whom the score file goes to.
    """

    season: str
    season_name: str
    round: str
    round_name: str
    judge: str
    judge_name: str
    judge_unit: str
    guides: tuple[Guide, ...]
    entries: tuple[BlindEntry, ...]
    deadline: date | None = None
    send_to: str = ""

    @property
    def rubric(self) -> Rubric:
        """Return the criteria without the words about them."""
        return Rubric(criteria=tuple(guide.criterion for guide in self.guides))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a judge does not score an entry: what score files say, what judges read, whether it needs words."""

    slug: str
    label: str
    needs_words: bool = False


REASONS = (
    Reason("nhan-ra-nguoi-viet", "Tôi nhận ra người viết"),
    Reason("nguoi-than", "Bài của người nhà, học trò hoặc bạn thân của tôi"),
    Reason("cung-truong", "Bài viết về trường tôi hoặc người ở trường tôi"),
    Reason("co-gop-tay", "Tôi đã góp ý, sửa hộ hoặc có mặt trong câu chuyện"),
    Reason("ly-do-khac", "Lý do khác (xin ghi rõ)", needs_words=True),
)


def text_digest(entry: BlindEntry) -> str:
    """Return which text a judge has read: equal where code, title, field, words and pictures are."""
    words = [entry.code, entry.title, entry.field, entry.markdown]
    for picture in entry.pictures:
        words += [picture.alt, picture.caption]
    pictures = (picture.data for picture in entry.pictures)
    return fingerprint.digest(*(word.encode() for word in words), *pictures).hex()


def rubric_digest(rubric: Rubric) -> str:
    """Return which scale scores are meant on; the words about it may change."""
    scale = [(c.slug, str(c.max), str(c.step), str(c.weight), c.required) for c in rubric.criteria]
    return fingerprint.of_record(scale).hex()


def packet_digest(handout: Handout) -> str:
    """Return which handout a score file answers: the season, round, judge, scale, anchors and texts.

    Deadline and addresses are left out: a packet that only gives more time is the same packet.
    """
    return fingerprint.of_record(
        [
            *(handout.season, handout.round, handout.judge),
            rubric_digest(handout.rubric),
            [(g.criterion.slug, g.criterion.name, g.low, g.middle, g.high) for g in handout.guides],
            [text_digest(entry) for entry in handout.entries],
        ]
    ).hex()


def read_score(text: str) -> Fraction | None:
    """Return the number that a person wrote, with a decimal comma or point; None where it is none."""
    found = _SCORE.fullmatch(text.strip())
    return Fraction(f"{found[1]}.{found[2] or '0'}") if found else None


def plain(value: Fraction) -> str:
    """Return the number exactly as score files hold it ("7.5"); ValueError where decimals cannot."""
    for digits in range(7):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            whole, part = divmod(scaled.numerator, 10**digits)
            return f"{whole}.{part:0{digits}d}" if digits else str(whole)
    raise ValueError(f"{value} cannot be written with six decimals")


def is_on_scale(score: Fraction, criterion: Criterion) -> bool:
    """Return whether the score lies between 0 and the criterion's most."""
    return 0 <= score <= criterion.max


def is_on_step(score: Fraction, criterion: Criterion) -> bool:
    """Return whether the score is a whole number of steps."""
    return not score % criterion.step
