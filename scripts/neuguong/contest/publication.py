"""What becomes public of a season: results.yml, and the text of every winning entry with its pictures.

The book, the rules and the prizes in; files by path, or what is missing, out. Nobody but the winners is
named, not even as a number; neither are judges, scores, codes, nor what the jury said about entries. Pictures
are made anew from their pixels. `put` is the only one that writes.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from neuguong.content import markup
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.overlay import Overlay
from neuguong.content.season import Rules
from neuguong.content.skeleton import file_name
from neuguong.contest import bare_pictures, collective
from neuguong.contest.book import Book, Entry, Picture, Won, Writer
from neuguong.problems import Problem, Text
from neuguong.text import nfc

_PICTURE = re.compile(r"!\[[^\]\n]*\]\(\d+\)|\[Ảnh \d+\]")
"""Where a picture stood in the entry."""
_BLANKS = re.compile(r"\n{3,}")
_HEADING = re.compile(r"\s{0,3}(#{1,6})(?=\s)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication:
    """The files by their path in the site, and which entry each text was made of."""

    season: str
    files: dict[str, bytes]
    codes: dict[str, str]

    @property
    def folder(self) -> str:
        """Return the season's folder in the site."""
        return f"contest/{self.season}"


def prizes_of(book: Book, rules: Rules) -> tuple[Won, ...]:
    """Return who has won what by the end of the last round; nothing before that.

    The collective prizes are those that the closing names, else those that the rule gives.
    """
    closing = book.closings.get(rules.rounds[-1].slug.value)
    if closing is None:
        return ()
    if any(won.unit for won in closing.prizes):
        return closing.prizes
    return (*closing.prizes, *collective.of(book, rules, closing.prizes).won)


def missing(book: Book, prizes: Iterable[Won], season: str) -> tuple[Problem, ...]:
    """Return what winners still lack before they can be published, entry by entry, key by key."""
    found: list[Problem] = []
    for won in prizes:
        if not won.code:
            continue
        entry = book.entries.get(won.code)
        if entry is None:
            found.append(Problem(won.code, 0, "winner-is-known", *_UNKNOWN))
            continue
        found += [_problem(entry, key, what, season) for key, what in _lacking(entry)]
    return tuple(found)


def _lacking(entry: Entry) -> Iterator[tuple[str, Text]]:
    """Yield the keys that are not known yet, and what they are."""
    about = entry.about
    given = {
        "title": entry.title,
        "summary": entry.summary,
        "field": entry.field,
        "place": entry.place,
        "unit": about.unit or entry.unit,
        "level": entry.level,
        "subject.form": about.form,
        "subject.name": about.name,
        "author.name": entry.writers and entry.writers[0].name,
        "consent": entry.consent,
    }
    yield from ((key, _KEYS[key]) for key, value in given.items() if not value)
    if about.form and about.form != "mo-hinh" and not about.role:
        yield "subject.role", _KEYS["subject.role"]
    for number, picture in enumerate(entry.pictures, 1):
        for key, value in (("alt", picture.alt), ("credit", picture.credit), ("consent", picture.consent)):
            if not value:
                what = _PICTURE_KEYS[key]
                yield f"photos[{number}].{key}", Text(f"{what.vi} {number}", f"{what.en} {number}")


def compose(
    book: Book, rules: Rules, prizes: Iterable[Won], *, season: str, announced: date, decision: str = ""
) -> Publication:
    """Return the files; `missing` has found nothing. Raises BadPicture where a picture does not open."""
    order = [prize.slug for prize in rules.prizes]
    ranked = sorted(prizes, key=lambda won: (order.index(won.prize), won.unit, won.code))
    slugs = _slugs(book.entries[won.code] for won in ranked if won.code)
    awards = sorted((_award(won, slugs) for won in ranked), key=lambda award: _in_public(award, order))
    results: dict[str, Any] = {"announced": announced}
    if decision:
        results["decision"] = nfc(" ".join(decision.split()))
    if rules.sample:
        results["sample"] = True
    folder = f"contest/{season}"
    files = {f"{folder}/results.yml": _yaml(results | {"awards": awards}).encode()}
    codes = {}
    for code, slug in slugs.items():
        entry = book.entries[code]
        path = f"{folder}/entries/{slug}"
        pictures = _pictures(entry)
        front = _front_matter(entry, pictures, announced, sample=rules.sample)
        files[f"{path}.md"] = f"---\n{_yaml(front)}---\n{_body(entry.markdown)}\n".encode()
        files |= {f"{path}/{name}": data for name, (_, data) in pictures.items()}
        codes[f"{path}.md"] = code
    return Publication(season=season, files=dict(sorted(files.items())), codes=codes)


def faults_of(publication: Publication, tree: Tree) -> tuple[Problem, ...]:
    """Return what `neuguong check` will say of the season once it is written, with the codes of entries."""
    replaced = (f"{publication.folder}/entries", f"{publication.folder}/results.yml")
    there = Overlay(tree.root, files=publication.files, instead_of=replaced)
    return tuple(
        _with_code(problem, publication.codes)
        for problem in load(there).problems
        if problem.path.startswith(f"{publication.folder}/")
    )


def standing(publication: Publication, root: Path) -> tuple[str, ...]:
    """Return what is published of the season already: it would be replaced."""
    folder = root / publication.folder
    found = [name for name in ("results.yml", "entries") if os.path.lexists(folder / name)]
    return tuple(f"{publication.folder}/{name}" for name in found if _holds_something(folder / name))


def put(publication: Publication, root: Path) -> None:
    """Write the files in the place of those of before: all of them, or none. Raises OSError.

    They are written whole beside the site's memory first; then two renames bring them to their place. Who is
    killed between the two finds entries without results, which the site does not show, and writes again.
    """
    folder = root / publication.folder
    staged = root / ".neuguong" / f"publication-{os.getpid()}"
    shutil.rmtree(staged, ignore_errors=True)
    try:
        for path, data in publication.files.items():
            file = staged / path.removeprefix(f"{publication.folder}/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        (staged / "entries").mkdir(exist_ok=True)
        _swap(staged, folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _swap(staged: Path, folder: Path) -> None:
    """Bring both to their place; where the second cannot be had, bring back the first."""
    entries, before = folder / "entries", staged / "before"
    had_entries = entries.is_dir()
    if had_entries:
        entries.rename(before)
    try:
        (staged / "entries").rename(entries)
        (staged / "results.yml").replace(folder / "results.yml")
    except OSError:
        with contextlib.suppress(OSError):
            shutil.rmtree(entries)
        if had_entries:
            before.rename(entries)
        raise


def _holds_something(path: Path) -> bool:
    return not path.is_dir() or any(path.iterdir())


def _slugs(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the name of each entry's file, by code: its title; later ones of one title get a number."""
    taken: dict[str, int] = {}
    found = {}
    for entry in entries:
        name = file_name(nfc(entry.title)) or "bai-du-thi"
        taken[name] = taken.get(name, 0) + 1
        found[entry.code] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return found


def _award(won: Won, slugs: Mapping[str, str]) -> dict[str, str]:
    """Return the award. Why an entry won is the jury's; why a unit did is told by its public prizes."""
    if won.code:
        return {"prize": won.prize, "entry": slugs[won.code]}
    reason = {"reason": nfc(won.reason)} if won.reason else {}
    return {"prize": won.prize, "unit": nfc(won.unit)} | reason


def _in_public(award: Mapping[str, str], order: list[str]) -> tuple[int, str]:
    """Return the order of awards: by prize, and within one by address, which tells no rank."""
    return order.index(award["prize"]), award.get("entry", "")


def _front_matter(
    entry: Entry, pictures: Mapping[str, tuple[Picture, bytes]], announced: date, *, sample: bool
) -> dict[str, Any]:
    """Return the keys in the order of the content model."""
    about = entry.about
    subject = {"form": about.form, "role": about.role, "name": about.name, "age_group": about.age_group}
    front: dict[str, Any] = {
        "title": entry.title,
        "summary": entry.summary,
        "date": announced,
        "happened": _day(entry.happened),
        "field": entry.field,
        "place": entry.place,
        "unit": about.unit or entry.unit,
        "unit_type": entry.unit_type,
        "level": entry.level,
        "subject": _given(subject),
        "author": _author(entry.writers),
        "photos": [_photo(name, picture) for name, (picture, _) in pictures.items()],
        "lessons": [_one_line(lesson) for lesson in entry.lessons],
        "consent": entry.consent,
        "guardian_consent": entry.guardian_consent,
        "status": "published",
        "sample": sample,
    }
    return _given(front)


def _author(writers: tuple[Writer, ...]) -> dict[str, str]:
    """Return the writers as one author; the unit and the age group where all share them."""
    units = list(dict.fromkeys(writer.unit for writer in writers))
    ages = {writer.age_group for writer in writers}
    return _given(
        {
            "name": ", ".join(_one_line(writer.name) for writer in writers),
            "unit": "; ".join(filter(None, units)),
            "age_group": ages.pop() if len(ages) == 1 else "",
        }
    )


def _day(written: str) -> date | str:
    """Return the day as YAML writes days; what is none stays as it is, and the check will tell."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return written


def _photo(name: str, picture: Picture) -> dict[str, str]:
    texts = {"alt": picture.alt, "caption": picture.caption, "credit": picture.credit}
    return _given({"file": name} | texts | {"consent": picture.consent})


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is there, texts composed and on one line."""
    whole = {key: _one_line(value) if isinstance(value, str) else value for key, value in values.items()}
    return {key: value for key, value in whole.items() if value}


def _pictures(entry: Entry) -> dict[str, tuple[Picture, bytes]]:
    """Return the pictures by the names of their files, made anew: nothing but their pixels is kept."""
    return {
        f"anh-{number}.jpg": (picture, bare_pictures.bare(picture.data))
        for number, picture in enumerate(entry.pictures, 1)
    }


def _body(markdown: str) -> str:
    """Return the text without the places of pictures, which stand in the front matter; headings from ##."""
    text = _BLANKS.sub("\n\n", _PICTURE.sub("", nfc(markdown).replace("\r\n", "\n"))).strip()
    lines = text.split("\n")
    levels = [heading.level for heading in markup.outline(text, 1).headings]
    shift = 2 - min(levels) if levels else 0
    above = 1
    for heading in markup.outline(text, 1).headings:
        level = min(heading.level + shift, above + 1, 6)
        line = lines[heading.line - 1]
        if _HEADING.match(line):
            lines[heading.line - 1] = _HEADING.sub("#" * level, line, count=1)
            above = level
    return "\n".join(line.rstrip() if not line.endswith("  ") else line for line in lines)


def _yaml(data: Mapping[str, Any]) -> str:
    """Return the keys as a person would write them: letters as they are, no line broken."""
    dumped: str = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=10**9)
    return dumped


def _one_line(text: str) -> str:
    return nfc(" ".join(text.split()))


def _with_code(problem: Problem, codes: Mapping[str, str]) -> Problem:
    code = codes.get(problem.path)
    if code is None:
        return problem
    return replace(
        problem,
        what=Text(f"bài {code}: {problem.what.vi}", f"entry {code}: {problem.what.en}"),
    )


def _problem(entry: Entry, key: str, what: Text, season: str) -> Problem:
    column = _COLUMNS.get(key)
    return Problem(
        entry.code,
        0,
        "winner-can-be-published",
        Text(
            f"bài được giải “{entry.title}” còn thiếu {what.vi} ({key})",
            f"the winning entry “{entry.title}” lacks {what.en} ({key})",
        ),
        Text(
            f"điền cột “{column}” của bài này trong danh sách bài dự thi, rồi chạy lại: "
            f"neuguong contest intake {season} TỆP… --list DANH_SÁCH",
            f"fill in the column “{column}” for this entry in the list of entries, then run again: "
            f"neuguong contest intake {season} FILES… --list LIST",
        )
        if column
        else Text(
            f"neuguong contest entry photo {season} {entry.code} SỐ_ẢNH --alt … --credit … --consent …; "
            "không có phiếu đồng ý thì bỏ ảnh ấy bằng --drop",
            f"neuguong contest entry photo {season} {entry.code} NUMBER --alt … --credit … --consent …; "
            "without a consent leave the picture out with --drop",
        ),
    )


_KEYS = {
    "title": Text("tên bài", "the title"),
    "summary": Text("tóm tắt", "the summary"),
    "field": Text("lĩnh vực", "the field"),
    "place": Text("nơi chốn", "the place"),
    "unit": Text("đơn vị", "the unit"),
    "level": Text("cấp học", "the level"),
    "subject.form": Text("loại đối tượng", "the form of the subject"),
    "subject.name": Text("tên điển hình", "the name of the subject"),
    "subject.role": Text("vai trò của điển hình", "the role of the subject"),
    "author.name": Text("tên người viết", "the author's name"),
    "consent": Text("mã phiếu đồng ý đăng bài", "the reference of the consent to publish"),
}
_COLUMNS = {
    "title": "Tên bài",
    "summary": "Tóm tắt",
    "field": "Lĩnh vực",
    "place": "Xã, phường",
    "unit": "Đơn vị",
    "level": "Cấp học",
    "subject.form": "Loại đối tượng",
    "subject.name": "Viết về ai",
    "subject.role": "Vai trò",
    "author.name": "Người viết",
    "consent": "Phiếu đồng ý",
}
"""The column of the list of entries in which each key is given."""
_PICTURE_KEYS = {
    "alt": Text("lời tả ảnh", "the text alternative of picture"),
    "credit": Text("nguồn ảnh", "the credit of picture"),
    "consent": Text("phiếu đồng ý của người trong ảnh", "the consent of the people in picture"),
}
_UNKNOWN = (
    Text("bài được giải không có trong két", "the winning entry is not in the vault"),
    Text("chạy contest verify để xem két có nguyên vẹn không", "run contest verify to see what is wrong"),
)
