"""The closed lists of content/vocabulary/ as frozen records.

Texts of the YAML files in, `Vocabularies` or problems out. Reads no files. The lists are checked as
strictly as the stories: slugs stand once, dates are in order, every reference leads somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar, TypeVar

from neuguong import marked_yaml, records
from neuguong.marked_yaml import Marked
from neuguong.problems import Problem, Text
from neuguong.records import FORBID_UNKNOWN, Day
from neuguong.text import nearest, slug

FOLDER = "content/vocabulary"


RESERVED = frozenset({"index"})
"""Slugs that would take the address of a page of the site itself."""


_KINDS = (
    Text("Thành phố", "City"),
    Text("Huyện", "District"),
    Text("Xã", "Commune"),
    Text("Phường", "Ward"),
    Text("Tỉnh", "Province"),
)

_IN_PART = Text(" (một phần)", " (in part)")


class Minor(StrEnum):
    """Whether a person in this role may be a child."""

    NO = "no"
    PRESUMED = "presumed"
    ASK = "ask"


class PlaceKind(StrEnum):
    """The level of an administrative unit."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, kw_only=True)
class Term:
    """One entry of a list: a lasting slug and what people call it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: str
    name: str
    name_en: str = ""


Kind = TypeVar("Kind", bound=Term)


@dataclass(frozen=True, kw_only=True)
class Field(Term):
    """One of the plan's 20 fields of work (section II.A.3)."""

    short: str
    short_en: str = ""
    forms: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EducationLevel(Term):
    """A level of education; `several`: stands for units that teach more than one."""

    several: bool = False


@dataclass(frozen=True, kw_only=True)
class UnitType(Term):
    """A kind of school or office and the levels it may teach."""

    abbr: str = ""
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Form(Term):
    """What a story may be about; `person`: a human being, whose consent is needed."""

    person: bool = False


@dataclass(frozen=True, kw_only=True)
class Role(Term):
    """Who within a form: a person's role, or the kind of a collective."""

    form: str
    minor: Minor = Minor.NO


@dataclass(frozen=True, kw_only=True)
class AgeGroup(Term):
    """An age group: whether a guardian must consent, and whether it is a child, named by given name only."""

    guardian: bool
    child: bool = False


@dataclass(frozen=True, kw_only=True)
class Period:
    """A school year: both days belong to it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    slug: str
    start: Day
    end: Day

    def has(self, day: date) -> bool:
        """Return whether the day lies in the period."""
        return self.start <= day <= self.end


@dataclass(frozen=True, kw_only=True)
class Phase(Period):
    """A phase of the plan (section II.B)."""

    name: str
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Successor:
    """A unit that took over; `part`: only a part of the old unit went there."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    id: str
    part: bool = False


@dataclass(frozen=True, kw_only=True)
class Place(Term):
    """An administrative unit with the days of its life (valid_to inclusive).

    `tile` is about where a district lies on the map: half tiles from the left, rows from the top.
    """

    id: str
    kind: PlaceKind
    type: str
    valid_from: Day | None = None
    valid_to: Day | None = None
    parent: str = ""
    successors: tuple[Successor, ...] = ()
    former_districts: tuple[str, ...] = ()
    merged_from: tuple[str, ...] = ()
    tile: tuple[int, ...] = ()

    @property
    def short(self) -> str:
        """Return the name without its kind: Huyện Kỳ Sơn, Kỳ Sơn District → Kỳ Sơn."""
        name = self.name
        for kind in _KINDS:
            name = name.removeprefix(kind.vi + " ").removesuffix(" " + kind.en)
        return name

    @property
    def in_english(self) -> str:
        """Return the English name: the given one, or the short one with the kind's."""
        kind = next((kind.en for kind in _KINDS if self.name.startswith(kind.vi + " ")), "")
        return self.name_en or f"{self.short} {kind}".rstrip()

    def exists_on(self, day: date) -> bool:
        """Return whether the unit existed on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, kw_only=True)
class Vocabularies:
    """All lists, each in its file's order."""

    fields: tuple[Field, ...]
    levels: tuple[EducationLevel, ...]
    unit_types: tuple[UnitType, ...]
    forms: tuple[Form, ...]
    roles: tuple[Role, ...]
    age_groups: tuple[AgeGroup, ...]
    school_years: tuple[Period, ...]
    phases: tuple[Phase, ...]
    places: tuple[Place, ...]

    def in_english(self) -> Vocabularies:
        """Return the same lists under their English names; an entry that has none keeps its own."""
        return Vocabularies(
            fields=tuple(
                replace(entry, name=entry.name_en or entry.name, short=entry.short_en or entry.short)
                for entry in self.fields
            ),
            levels=_in_english(self.levels),
            unit_types=_in_english(self.unit_types),
            forms=_in_english(self.forms),
            roles=_in_english(self.roles),
            age_groups=_in_english(self.age_groups),
            school_years=self.school_years,
            phases=tuple(replace(phase, name=phase.name_en or phase.name) for phase in self.phases),
            places=tuple(
                replace(
                    place,
                    name=place.in_english,
                    merged_from=tuple(_unit_in_english(name) for name in place.merged_from),
                )
                for place in self.places
            ),
        )

    def slugs(self, name: str) -> dict[str, Any]:
        """Return the list of that name as slug → entry."""
        return self._by_slug[name]

    @cached_property
    def _by_slug(self) -> dict[str, dict[str, Any]]:
        lists = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: {entry.slug: entry for entry in entries} for name, entries in lists.items()}

    @cached_property
    def _places_by_id(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    def slug_named(self, name: str, words: str) -> str | None:
        """Return the slug of the entry that people call so, marks and capitals aside."""
        return self._named[name].get(slug(words))

    def nearest_slug(self, name: str, wrong: str) -> str | None:
        """Return the slug in the list whose slug or name is most like the wrong value."""
        return self.slug_named(name, wrong) or nearest(wrong, self._named[name])

    @cached_property
    def _named(self) -> dict[str, dict[str, str]]:
        """Return for each list what its entries are called, marks and capitals aside → their slugs."""
        lists = (item.name for item in fields(self))
        return {name: {slug(label): entry for label, entry in self._labels(name).items()} for name in lists}

    def _labels(self, name: str) -> dict[str, str]:
        """Return everything that an entry of the list is called → its slug."""
        names = {
            label: entry.slug
            for entry in self.slugs(name).values()
            for label in (entry.slug, getattr(entry, "name", ""), getattr(entry, "short", ""))
            if label
        }
        if name == "places":
            names |= {place.short: place.slug for place in reversed(self.places)}
        return names

    def heirs(self, place: Place, day: date) -> tuple[Place, ...]:
        """Return what the place is on the day: itself, or the units that took over, in their order."""
        if place.exists_on(day):
            return (place,)
        found: dict[str, Place] = {}
        for successor in place.successors:
            for heir in self.heirs(self._places_by_id[successor.id], day):
                found.setdefault(heir.id, heir)
        return tuple(found.values())

    def district_of(self, place: Place) -> Place | None:
        """Return the district of 2014 that the place is or lay in; None for a province."""
        if place.kind is PlaceKind.DISTRICT:
            return place
        if place.former_districts:
            return self._places_by_id[place.former_districts[0]]
        return None

    @cached_property
    def grounds(self) -> dict[str, tuple[str, ...]]:
        """Return for each place the groups it counts for: itself and, for a commune, its former district."""
        return {place.slug: self._ground(place) for place in self.places}

    def _ground(self, place: Place) -> tuple[str, ...]:
        district = self.district_of(place)
        if place.kind is PlaceKind.COMMUNE and district is not None:
            return place.slug, district.slug
        return (place.slug,)

    @cached_property
    def districts(self) -> tuple[Place, ...]:
        """Return the district-level units in their order."""
        return tuple(place for place in self.places if place.kind is PlaceKind.DISTRICT)


def _in_english(entries: tuple[Kind, ...]) -> tuple[Kind, ...]:
    return tuple(replace(entry, name=entry.name_en or entry.name) for entry in entries)


def _unit_in_english(name: str) -> str:
    """Return the name of a unit that is in no list, such as those that a commune was made of."""
    whole = name.removesuffix(_IN_PART.vi)
    part = "" if whole == name else _IN_PART.en
    for kind in _KINDS:
        if whole.startswith(kind.vi + " "):
            return f"{whole.removeprefix(kind.vi + ' ')} {kind.en}{part}"
    return whole + part


Entry = TypeVar("Entry")

_FILES: dict[str, dict[str, type[Any]]] = {
    "fields": {"fields": Field},
    "levels": {"levels": EducationLevel},
    "unit_types": {"unit_types": UnitType},
    "subjects": {"forms": Form, "roles": Role, "age_groups": AgeGroup},
    "calendar": {"school_years": Period, "phases": Phase},
    "places": {"places": Place},
}
"""Which list stands in which file (without .yml), and what its entries are."""

FILES = tuple(f"{FOLDER}/{name}.yml" for name in _FILES)


def load(texts: Mapping[str, str]) -> tuple[Vocabularies | None, tuple[Problem, ...]]:
    """Read all lists out of the texts of `FILES`; None where anything is wrong with any of them."""
    problems: list[Problem] = []
    lists: dict[str, tuple[Any, ...]] = {}
    for name, kinds in _FILES.items():
        path = f"{FOLDER}/{name}.yml"
        marked, faults = marked_yaml.parse(texts[path], path)
        problems += faults
        if marked is None:
            continue
        problems += _check_names(marked, path, tuple(kinds))
        for key, kind in kinds.items():
            entries, found = _entries(kind, marked, path, key)
            problems += [*found, *_check_slugs(marked, path, key)]
            lists[key] = entries
    if problems:
        return None, tuple(problems)
    vocabularies = Vocabularies(**lists)
    problems += [fault for check in CHECKS for fault in check(vocabularies)]
    return (None, tuple(problems)) if problems else (vocabularies, ())


def _entries(
    kind: type[Entry], marked: Marked, path: str, key: str
) -> tuple[tuple[Entry, ...], list[Problem]]:
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index in range(len(marked.items(key))):
        entry, faults = records.validate(kind, marked, path, (key, index))
        problems += faults
        if entry is not None:
            entries.append(entry)
    if not marked.items(key):
        problems.append(_problem(path, f"danh mục “{key}” đang trống", f"the list “{key}” is empty"))
    return tuple(entries), problems


def _check_names(marked: Marked, path: str, names: tuple[str, ...]) -> Iterator[Problem]:
    """A file holds its lists and nothing else."""
    found = marked.data if isinstance(marked.data, dict) else {}
    for name in sorted(set(found) - set(names)):
        listed = ", ".join(names)
        yield _problem(
            path,
            f"không có danh mục “{name}”; tệp này có: {listed}",
            f"there is no list “{name}”; this file has: {listed}",
            marked.line((name,)),
        )


def _check_slugs(marked: Marked, path: str, key: str) -> Iterator[Problem]:
    """A slug is lower-case ASCII with hyphens and stands once in its list."""
    seen: set[str] = set()
    for index in range(len(marked.items(key))):
        value = marked.text(key, index, "slug")
        line = marked.line((key, index, "slug"))
        if not value:
            continue
        if value != slug(value):
            yield _problem(path, f"mã “{value}” không hợp lệ", f"“{value}” is not a slug", line)
        if value in RESERVED:
            yield _problem(path, f"mã “{value}” đã dành riêng", f"“{value}” is reserved", line)
        if value in seen:
            yield _problem(path, f"mã “{value}” có hai lần", f"“{value}” stands twice", line)
        seen.add(value)


def periods_are_in_order(lists: Vocabularies) -> Iterator[Problem]:
    """School years follow each other without a gap; a phase ends after it starts."""
    path = f"{FOLDER}/calendar.yml"
    for earlier, later in zip(lists.school_years, lists.school_years[1:], strict=False):
        if later.start != earlier.end + timedelta(days=1):
            yield _problem(
                path,
                f"năm học {later.slug} không bắt đầu ngay sau {earlier.slug}",
                f"school year {later.slug} does not start right after {earlier.slug}",
            )
    for period in (*lists.school_years, *lists.phases):
        if period.end <= period.start:
            yield _problem(
                path,
                f"“{period.slug}” kết thúc trước khi bắt đầu",
                f"“{period.slug}” ends too early",
            )


def references_lead_somewhere(lists: Vocabularies) -> Iterator[Problem]:
    """Every slug or id that an entry names stands in its list."""
    ids = {place.id for place in lists.places}
    for twice in sorted(
        name for name, count in Counter(place.id for place in lists.places).items() if count > 1
    ):
        yield _problem(f"{FOLDER}/places.yml", f"id “{twice}” có hai lần", f"the id “{twice}” stands twice")
    for place in lists.places:
        named = [s.id for s in place.successors] + list(place.former_districts)
        for unknown in sorted({*named, *filter(None, [place.parent])} - ids):
            yield _problem(
                f"{FOLDER}/places.yml",
                f"“{place.slug}” nhắc tới “{unknown}”, mà danh mục không có",
                f"“{place.slug}” names “{unknown}”, which is not in the list",
            )
    named_slugs: list[tuple[str, str, str, tuple[str, ...]]] = [
        *(("fields", item.slug, "forms", item.forms) for item in lists.fields),
        *(("fields", item.slug, "roles", item.roles) for item in lists.fields),
        *(("unit_types", item.slug, "levels", item.levels) for item in lists.unit_types),
        *(("subjects", item.slug, "forms", (item.form,)) for item in lists.roles),
    ]
    for file, owner, target, slugs in named_slugs:
        for unknown in sorted(set(slugs) - set(lists.slugs(target))):
            yield _problem(
                f"{FOLDER}/{file}.yml",
                f"“{owner}” nhắc tới “{unknown}”, mà danh mục {target} không có",
                f"“{owner}” names “{unknown}”, which is not in {target}",
            )


def places_have_heirs(lists: Vocabularies) -> Iterator[Problem]:
    """A place that ended names who took over from the next day on; a commune names its old district."""
    by_id = {place.id: place for place in lists.places}
    for place in lists.places:
        if place.valid_to is None:
            continue
        next_day = place.valid_to + timedelta(days=1)
        heirs = [by_id[s.id] for s in place.successors if s.id in by_id]
        if place.valid_from and place.valid_to < place.valid_from:
            yield _problem(
                f"{FOLDER}/places.yml",
                f"“{place.slug}” có valid_to trước valid_from",
                f"“{place.slug}” ends before it starts",
            )
        if not heirs or not all(heir.exists_on(next_day) for heir in heirs):
            yield _problem(
                f"{FOLDER}/places.yml",
                f"“{place.slug}” hết hiệu lực mà thiếu nơi nối tiếp (successors) vào ngày {next_day}",
                f"“{place.slug}” ends and lacks a successor on {next_day}",
            )
    for place in lists.places:
        if place.kind is PlaceKind.COMMUNE and not place.former_districts:
            yield _problem(
                f"{FOLDER}/places.yml",
                f"“{place.slug}” thiếu huyện cũ (former_districts)",
                f"“{place.slug}” lacks former_districts",
            )


def tiles_do_not_overlap(lists: Vocabularies) -> Iterator[Problem]:
    """A tile is two whole numbers from 0 on; a tile is two half tiles wide, so neighbours keep that apart."""
    path = f"{FOLDER}/places.yml"
    there: dict[tuple[int, int], str] = {}
    for place in lists.places:
        if not place.tile:
            continue
        if len(place.tile) != 2 or min(place.tile) < 0:
            yield _problem(
                path,
                f"ô bản đồ (tile) của “{place.slug}” phải là hai số từ 0 trở lên",
                f"the tile of “{place.slug}” must be two numbers from 0 on",
            )
            continue
        column, row = place.tile
        for half in (column, column + 1):
            other = there.setdefault((half, row), place.slug)
            if other != place.slug:
                yield _problem(
                    path,
                    f"ô bản đồ (tile) của “{place.slug}” đè lên ô của “{other}”",
                    f"the tile of “{place.slug}” covers that of “{other}”",
                )
                break


CHECKS: tuple[Callable[[Vocabularies], Iterator[Problem]], ...] = (
    periods_are_in_order,
    references_lead_somewhere,
    places_have_heirs,
    tiles_do_not_overlap,
)


def _problem(path: str, vi: str, en: str, line: int = 0) -> Problem:
    return Problem(
        path,
        line,
        "vocabulary-is-whole",
        Text(vi, en),
        Text("sửa trong tệp danh mục này", "mend it in this file"),
    )
