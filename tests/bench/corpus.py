"""A made-up site of any size: N stories that pass every check, the same bytes for the same seed.

A folder, a number and a seed in; a site folder out, with the repository's own settings, pages, lists, theme.
Every key of the model is used but `photos`: pictures are not counted in the figures, as the peer would need
its own pictures code, and both would measure an image library. For the same reason the settings ask for no
share cards and no QR codes. `formerly` stands in a few stories only.
Sentences come from the real stories of the repository, with made-up names and numbers between them.

    python -m tests.bench.corpus FOLDER 10000
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from neuguong.content import vocabulary
from neuguong.content.vocabulary import Field, Place, PlaceKind, UnitType, Vocabularies
from neuguong.text import count_syllables, nfc, slug
from tests.bench import words

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""

SEED = 2014
FIRST_DAY = date(2014, 10, 1)
"""The day from which the lists of places are known."""
LAST_DAY = date(2026, 6, 29)
"""The newest story's day; a build of 2026-06-30 shows them all."""

PARTS = ("site.yml", "pelicanconf.py", "content/pages", "content/vocabulary", "theme")
"""What a site needs beside its stories, copied out of the repository."""

WITHOUT_PICTURES = "share_cards: false\nqr_codes: false\n"

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_])")
_PLAIN_SCALAR = re.compile(r"[^\W_][^#:\"'\[\]{}&*!|>%@`\n]*")
_BOLD_START = re.compile(r"^\*\*[^*]+\*\*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the real stories and how many syllables it has."""

    text: str
    syllables: int


@dataclass(frozen=True, slots=True)
class Material:
    """What stories are made of: the site's lists and the real stories' words."""

    lists: Vocabularies
    sentences: tuple[Sentence, ...]
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A made-up story: where it lies, what it is called, and its whole file."""

    year: str
    slug: str
    title: str
    day: date
    text: str

    @property
    def key(self) -> str:
        """Return <school year>/<slug>."""
        return f"{self.year}/{self.slug}"

    @property
    def path(self) -> str:
        """Return the file's place in the site."""
        return f"stories/{self.key}.md"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a story is about; an empty role or age group is left out."""

    form: str
    role: str
    name: str
    age_group: str
    guarded: bool


def gather(root: Path = ROOT) -> Material:
    """Read the lists and the real stories of the repository."""
    lists, problems = vocabulary.load({path: (root / path).read_text("utf-8") for path in vocabulary.FILES})
    if lists is None:
        raise ValueError(problems)
    files = [path for path in sorted(root.glob("stories/*/*.md")) if "." not in path.stem]  # no translations
    texts = [nfc(path.read_text("utf-8")) for path in files]
    parts = [text.split("\n---\n", 1) for text in texts]
    lessons = [lesson for front, _ in parts for lesson in yaml.safe_load(front).get("lessons", ())]
    sentences = [sentence for _, body in parts for sentence in _sentences(body)]
    return Material(lists, tuple(sentences), tuple(lessons))


def _sentences(body: str) -> Iterator[Sentence]:
    """Yield the sentences that stand well alone: no markup, whole quotations, neither short nor long."""
    for paragraph in body.split("\n\n"):
        if paragraph.strip()[:1] in "#>-–|0123456789":
            continue
        words_only = _BOLD_START.sub("", paragraph.strip()).replace("*", "").replace("\n", " ")
        for sentence in _SENTENCE_END.split(words_only):
            text = sentence.strip()
            syllables = count_syllables(text)
            whole = text.count("“") == text.count("”") and text[:1].isupper() and text[-1:] in ".!?…"
            if 5 <= syllables <= 40 and whole and not set(text) & set("[]<>_`|\\:#"):
                yield Sentence(text, syllables)


def stories(material: Material, count: int, seed: int = SEED) -> Iterator[Story]:
    """Make the stories one by one; the first N are the same whatever the count."""
    maker = _Maker(material, seed)
    for _ in range(count):
        yield maker.story()


def added_story(material: Material, count: int, seed: int = SEED) -> Story:
    """Make the story that is added to a site of `count` stories: the newest of all, as added ones are."""
    return _Maker(material, f"{seed}+{count}").story(LAST_DAY, suffix=" (mới)")


def write_site(folder: Path, count: int, seed: int = SEED, root: Path = ROOT) -> None:
    """Write the whole site into a folder that is not there yet."""
    folder.mkdir(parents=True)
    for part in PARTS:
        source, target = root / part, folder / part
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    with (folder / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write(WITHOUT_PICTURES)
    material = gather(root)
    for year in material.lists.school_years:
        if year.start <= LAST_DAY:
            (folder / "stories" / year.slug).mkdir(parents=True)
    keys = []
    for story in stories(material, count, seed):
        (folder / story.path).write_bytes(story.text.encode())
        keys.append(story.key)
    (folder / "stories/addresses.txt").write_text("\n".join([*sorted(keys), ""]), "utf-8")


class _Maker:
    """Makes one story after the other; remembers titles and slugs so that none comes twice."""

    def __init__(self, material: Material, seed: int | str) -> None:
        self.rng = random.Random(seed)  # noqa: S311 - a benchmark needs the same stories again, not secrets
        self.material = material
        self.made: list[tuple[str, str, str]] = []
        """Year, slug and title of every story so far, for links to them."""
        self.slugs: set[str] = set()
        self.chances = _Chances(material.lists)

    def story(self, day: date | None = None, suffix: str = "") -> Story:
        rng, lists = self.rng, self.material.lists
        published = FIRST_DAY + timedelta(days=rng.randrange((LAST_DAY - FIRST_DAY).days))
        published = day or published
        happened = published - timedelta(days=rng.randint(3, 250)) if rng.random() < 0.6 else None
        if happened and happened < FIRST_DAY:
            happened = None
        place, level, unit_type = self.chances.setting(rng, happened or published)
        facts = self._facts(place, unit_type, published)
        field = self.chances.field(rng)
        subject = self._subject(field, level, facts)
        facts["who"] = _in_a_sentence(subject.name if subject.form != "mo-hinh" else "các thầy cô")
        title = self._title(facts, suffix)
        name = slug(title)
        year = next(year.slug for year in lists.school_years if year.has(published))
        lines = [
            "---",
            f"title: {_scalar(title)}",
            f"summary: {_scalar(self._summary(facts))}",
            f"date: {published}",
            *([f"happened: {happened}"] if happened else []),
            *self._updated(published),
            f"field: {field.slug}",
            *self._also_fields(field),
            f"place: {place.slug}",
            f"unit: {_scalar(facts['unit'])}",
            f"unit_type: {unit_type.slug}",
            f"level: {level}",
            *_subject_lines(subject),
            "author:",
            f"  name: {self._person()}",
            f"  unit: Trường THCS {self._hamlet()}",
            *self._lessons(),
            *self._consents(subject, year),
            *([f"formerly: [{year}/{name}-dia-chi-cu]"] if rng.random() < 0.005 else []),
            "status: published",
            "sample: true",
            "---",
            "",
            self._body(facts),
            "",
        ]
        self.made.append((year, name, title))
        return Story(year, name, title, published, "\n".join(lines))

    def _facts(self, place: Place, unit_type: UnitType, day: date) -> dict[str, str]:
        """Return the names and numbers that run through one story."""
        rng = self.rng
        facts = {
            "hamlet": self._hamlet(),
            "given": rng.choice(words.GIVEN_NAMES),
            "thing": rng.choice(words.THINGS),
            "place": place.name[0].lower() + place.name[1:],  # huyện Đà Bắc
            "day": f"{day.day}/{day.month}/{day.year}",
            "month": str(day.month),
            "months": str(rng.randint(3, 11)),
            "times": str(rng.randint(2, 6)),
            "few": str(rng.randint(7, 29)),
            "many": str(rng.randint(30, 180)),
            "money": f"{rng.randint(1, 9)}.{rng.randint(10, 99)}0.000",
        }
        facts["unit"] = self._pick(words.SCHOOLS, unit_type.slug, facts)
        return facts

    def _pick(self, patterns: dict[str, str], name: str, facts: dict[str, str]) -> str:
        return patterns[name].format_map(facts)

    def _say(self, patterns: Sequence[str], facts: dict[str, str]) -> str:
        """Return one of the patterns, filled in and with a capital at its start."""
        return _with_capital(self.rng.choice(patterns).format_map(facts))

    def _hamlet(self) -> str:
        return f"{self.rng.choice(words.HAMLET_STARTS)} {self.rng.choice(words.HAMLET_ENDS)}"

    def _person(self, *titles: str) -> str:
        """Return a full name; of two titles a woman has the first, a man the second."""
        rng = self.rng
        woman = rng.random() < 0.6
        middle = rng.choice(words.WOMENS_MIDDLE_NAMES if woman else words.MENS_MIDDLE_NAMES)
        name = f"{rng.choice(words.FAMILY_NAMES)} {middle} {rng.choice(words.GIVEN_NAMES)}"
        return f"{titles[0 if woman else 1]} {name}" if titles else name

    def _title(self, facts: dict[str, str], suffix: str) -> str:
        """Return a title that no story had yet, in the words of this one where that is possible."""
        for _ in range(1000):
            number = self.rng.choice(words.NUMBERS).replace("-", " ")
            more = facts | {"number": number, "Thing": _with_capital(facts["thing"])}
            title = self._say(words.TITLES, more) + suffix
            name = slug(title)
            if name not in self.slugs:
                self.slugs.add(name)
                return title
            facts["hamlet"], facts["given"] = self._hamlet(), self.rng.choice(words.GIVEN_NAMES)
        raise ValueError("no title is left: the lists of words are too short for so many stories")

    def _summary(self, facts: dict[str, str]) -> str:
        """Return a summary of at most 200 characters; a long name makes room for the place's."""
        text = self._say(words.SUMMARIES, facts)
        return text if len(text) <= 200 else self._say(words.SUMMARIES, facts | {"who": "Nhà trường"})

    def _subject(self, field: Field, level: str, facts: dict[str, str]) -> Subject:
        rng = self.rng
        form = "mo-hinh" if rng.random() < 0.1 else rng.choice(field.forms)
        if form == "mo-hinh":
            return Subject(form, "", _with_capital(facts["thing"]), "", guarded=False)
        if form == "tap-the":
            role = "don-vi" if level == "co-quan-quan-ly" else rng.choice(list(words.COLLECTIVES))
            return Subject(form, role, self._pick(words.COLLECTIVES, role, facts), "", guarded=role == "lop")
        role, age_group = self.chances.person(rng, field, level)
        if role in ("hoc-sinh", "sinh-vien", "hoc-vien"):
            of_age = age_group == "tu-18"
            name = self._person("Chị", "Anh") if of_age else f"Em {rng.choice(words.GIVEN_NAMES)}"
            return Subject(form, role, name, age_group, guarded=not of_age)
        return Subject(form, role, self._person("Cô", "Thầy"), "", guarded=False)

    def _updated(self, published: date) -> list[str]:
        if self.rng.random() >= 0.08:
            return []
        return [f"updated: {min(published + timedelta(days=self.rng.randint(1, 90)), LAST_DAY)}"]

    def _also_fields(self, field: Field) -> list[str]:
        if self.rng.random() >= 0.5:
            return []
        others = [other.slug for other in self.material.lists.fields if other is not field]
        return [f"also_fields: [{', '.join(self.rng.sample(others, self.rng.randint(1, 2)))}]"]

    def _lessons(self) -> list[str]:
        chosen = self.rng.sample(self.material.lessons, self.rng.randint(2, 4))
        return ["lessons:", *(f"  - {_scalar(lesson)}" for lesson in chosen)]

    def _consents(self, subject: Subject, year: str) -> list[str]:
        number = f"{year[:4]}-{len(self.made) + 1:06d}"
        guardian = [f"guardian_consent: {number}-GH"] if subject.guarded else []
        return [f"consent: {number}", *guardian]

    def _body(self, facts: dict[str, str]) -> str:
        """Return about 600 syllables in 8 to 14 paragraphs, with headings, quotations or a list in some."""
        rng = self.rng
        count = rng.randint(8, 14)
        quota = rng.randint(520, 680) // count
        supply = iter(rng.sample(self.material.sentences, min(80, len(self.material.sentences))))
        own = [rng.choice(words.OPENINGS), *rng.sample(words.MIDDLES, count // 2)]
        own += [""] * (count - len(own) - 1)
        rng.shuffle(own)
        blocks = [
            self._paragraph(pattern, facts, supply, quota) for pattern in (*own, rng.choice(words.CLOSINGS))
        ]
        if rng.random() < 0.5:
            self._insert(
                blocks, rng.sample(words.HEADINGS, rng.randint(2, 3)), lambda text: f"## {text}", facts
            )
        if rng.random() < 0.35:
            quotations = [next(supply).text for _ in range(rng.randint(1, 2))]
            self._insert(blocks, quotations, lambda text: f"> {text}", facts)
        if rng.random() < 0.12:
            items = [f"- {item.format_map(facts)}" for item in rng.sample(words.LIST_ITEMS, 3)]
            blocks.insert(
                rng.randint(2, len(blocks) - 1), "\n".join([rng.choice(words.LIST_LEADS), "", *items])
            )
        if self.made and rng.random() < 0.1:
            year, name, title = rng.choice(self.made)
            blocks.insert(-1, f"Chuyện này nối với một bài khác: [{title}](../{year}/{name}.md).")
        return "\n\n".join(blocks)

    def _insert(
        self, blocks: list[str], texts: Sequence[str], mark: Callable[[str], str], facts: dict[str, str]
    ) -> None:
        """Put texts between the blocks, never two at one place and never at an end."""
        places = sorted(self.rng.sample(range(1, len(blocks)), len(texts)), reverse=True)
        for at, text in zip(places, texts, strict=True):
            blocks.insert(at, mark(text.format_map(facts)))

    def _paragraph(self, own: str, facts: dict[str, str], supply: Iterator[Sentence], quota: int) -> str:
        """Return real sentences behind one of this story's own, if any; now and then some words stand out."""
        found = [_with_capital(own.format_map(facts))] if own else [next(supply).text]
        syllables = count_syllables(found[0])
        while syllables < quota - 6:
            sentence = next(supply)
            found.append(sentence.text)
            syllables += sentence.syllables
        if self.rng.random() < 0.08:
            at = self.rng.randrange(len(found))
            found[at] = _emphasise(found[at], self.rng)
        return " ".join(found)


class _Chances:
    """What is chosen how often: fields and places unevenly, as in life, and only what fits together."""

    def __init__(self, lists: Vocabularies) -> None:
        self.lists = lists
        self.fields = list(lists.fields)
        self.field_weights = [1 / (rank + 4) for rank in range(len(self.fields))]
        self.levels = list(words.LEVEL_SHARES)
        self.level_weights = list(words.LEVEL_SHARES.values())
        self.places = {kind: [p for p in lists.places if p.kind is kind] for kind in PlaceKind}

    def field(self, rng: random.Random) -> Field:
        return rng.choices(self.fields, self.field_weights)[0]

    def setting(self, rng: random.Random, day: date) -> tuple[Place, str, UnitType]:
        """Return a place that existed on the day, a level, and a kind of unit that teaches it there."""
        level = rng.choices(self.levels, self.level_weights)[0]
        if level == "co-quan-quan-ly":
            return self._office(rng, day)
        several = level == "lien-cap"
        fitting = [
            unit
            for unit in self.lists.unit_types
            if level in unit.levels or (several and len(unit.levels) > 1 and "gdcn" not in unit.levels)
        ]
        return self._place(rng, day), level, rng.choice(fitting)

    def _office(self, rng: random.Random, day: date) -> tuple[Place, str, UnitType]:
        """Return an office: the department's (the whole province), a district's, later a commune's."""
        kinds = self.lists.slugs("unit_types")
        if rng.random() < 0.3:
            province = next(p for p in self.places[PlaceKind.PROVINCE] if p.exists_on(day))
            return province, "co-quan-quan-ly", kinds["so-gddt"]
        place = self._place(rng, day)
        kind = "phong-gddt" if place.kind is PlaceKind.DISTRICT else "co-quan-khac"
        return place, "co-quan-quan-ly", kinds[kind]

    def _place(self, rng: random.Random, day: date) -> Place:
        districts = [place for place in self.places[PlaceKind.DISTRICT] if place.exists_on(day)]
        there = districts or [place for place in self.places[PlaceKind.COMMUNE] if place.exists_on(day)]
        return rng.choices(there, [1 / (rank + 6) for rank in range(len(there))])[0]

    def person(self, rng: random.Random, field: Field, level: str) -> tuple[str, str]:
        """Return the role and the age group of a person; only learners have an age group."""
        if level == "co-quan-quan-ly":
            return "can-bo-quan-ly", ""
        if field.roles:
            return rng.choice(field.roles), ""
        learners = {
            "tieu-hoc": ("hoc-sinh", "7-15"),
            "thcs": ("hoc-sinh", "7-15"),
            "lien-cap": ("hoc-sinh", "7-15"),
            "thpt": ("hoc-sinh", "16-17"),
            "gdtx": ("hoc-vien", "tu-18"),
            "gdcn": ("sinh-vien", "16-17"),
            "cao-dang": ("sinh-vien", "tu-18"),
        }
        if level in learners and rng.random() < 0.25:
            return learners[level]
        return rng.choices(("giao-vien", "nhan-vien", "can-bo-quan-ly"), (6, 1, 1))[0], ""


def _with_capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _in_a_sentence(name: str) -> str:
    """Return a name without the capital of the title before it."""
    title, _, rest = name.partition(" ")
    return f"{title.lower()} {rest}" if title in ("Cô", "Thầy", "Em", "Anh", "Chị", "Một") else name


def _subject_lines(subject: Subject) -> Iterator[str]:
    yield "subject:"
    yield f"  form: {subject.form}"
    if subject.role:
        yield f"  role: {subject.role}"
    yield f"  name: {_scalar(subject.name)}"
    if subject.age_group:
        yield f"  age_group: {subject.age_group}"


def _scalar(text: str) -> str:
    """Return the text as YAML: bare where that is safe, else in double quotes."""
    if _PLAIN_SCALAR.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _emphasise(sentence: str, rng: random.Random) -> str:
    """Set two to four plain words of a sentence in italics or bold."""
    parts = sentence.split(" ")
    start, length = rng.randrange(len(parts)), rng.randint(2, 4)
    chosen = parts[start : start + length]
    if len(chosen) < 2 or not all(part.isalnum() for part in chosen):
        return sentence
    mark = rng.choice(("*", "**"))
    return " ".join([*parts[:start], f"{mark}{' '.join(chosen)}{mark}", *parts[start + length :]])


def main() -> None:
    """Write a site from the command line."""
    parser = argparse.ArgumentParser(description="Write a made-up site of N stories.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    write_site(asked.folder, asked.count, asked.seed)


if __name__ == "__main__":
    main()
