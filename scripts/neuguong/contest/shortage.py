"""What cannot be read by enough judges, said so that a secretary knows what to change.

A cut of the flow in, sentences out. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from neuguong.problems import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortage:
    """Entries need `need` readings that only these judges could give, and those can give `room` of them.

    So at least `need - room` readings are missing, whoever reads what: this is Hall's condition, broken.
    `school_places`: judges who are full for one school only, as (judge, school).
    """

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    school_places: tuple[tuple[str, str], ...]
    need: int
    room: int
    what: Text
    fix: Text


def of_one_entry(code: str, free: Sequence[str], wanted: int) -> Shortage:
    """Return the shortage of an entry that too few judges may read at all."""
    lacking = wanted - len(free)
    return Shortage(
        entries=(code,),
        judges=tuple(free),
        school_places=(),
        need=wanted,
        room=len(free),
        what=Text(
            f"bài {code} chỉ còn {len(free)} giám khảo không vướng, cần {wanted}",
            f"entry {code} has only {len(free)} judges without a conflict, and needs {wanted}",
        ),
        fix=Text(
            f"gỡ {lacking} xung đột của bài này hoặc thêm {lacking} giám khảo",
            f"lift {lacking} of its conflicts or add {lacking} judges",
        ),
    )


def of_a_group(
    entries: tuple[str, ...],
    names: dict[str, str],
    school_places: tuple[tuple[str, str], ...],
    need: int,
    room: int,
) -> Shortage:
    """Return the shortage of entries that all depend on judges who are full; `names`: judges by id."""
    missing = need - room
    who = _list(list(names.values()))
    codes = _list(entries)
    school_vi = school_en = ""
    if school_places:
        count = len({judge for judge, _ in school_places})
        school_vi = f", và {count} giám khảo đã nhận đủ số bài cùng trường"
        school_en = f", and {count} judges have all the entries of one school that they may have"
    judges_vi = f"{len(names)} giám khảo ({who.vi})" if names else "0 giám khảo"
    judges_en = f"{len(names)} judges ({who.en})" if names else "0 judges"
    raise_vi = "nâng mức trần" + (" số bài cùng trường" if not names else "")
    raise_en = "raise the cap" + (" for one school" if not names else "")
    return Shortage(
        entries=entries,
        judges=tuple(names),
        school_places=school_places,
        need=need,
        room=room,
        what=Text(
            f"{len(entries)} bài ({codes.vi}) còn cần {need} lượt đọc mà chỉ {judges_vi} đọc được{school_vi}"
            f"; họ nhận được nhiều nhất {room} lượt, thiếu {missing}",
            f"{len(entries)} entries ({codes.en}) need {need} readings from {judges_en}{school_en}; "
            f"they can give {room} at most: {missing} too few",
        ),
        fix=Text(
            f"{raise_vi} thêm {missing} lượt cho những giám khảo ấy, gỡ xung đột với giám khảo khác, "
            f"hoặc thêm giám khảo",
            f"{raise_en} of these judges by {missing}, lift conflicts with other judges, or add judges",
        ),
    )


def _list(names: Sequence[str], most: int = 6) -> Text:
    """Return the names with commas; of many only the first."""
    first = ", ".join(names[:most])
    left = len(names) - most
    if left <= 0:
        return Text(first, first)
    return Text(f"{first} và {left} nữa", f"{first} and {left} more")
