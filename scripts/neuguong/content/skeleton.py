"""The text of a new story or translation: front matter, keys in the model's order, and a place to write.

Answers or an original in, path and text out. Asks nobody and writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from neuguong import marked_yaml
from neuguong.content.model import Article, Photo, Status
from neuguong.content.vocabulary import Vocabularies
from neuguong.text import nfc, slug

NAME_LENGTH = 80

BODY = """
Viết bài ở đây. Mở đầu bằng một người, một ngày, một việc cụ thể.

Kể điều đã làm, điều chưa được, và kết quả bằng con số.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What is asked for a new story; every list value is a slug."""

    title: str
    summary: str
    day: date
    field: str
    place: str
    unit: str
    level: str
    form: str
    role: str
    name: str
    author: str
    age_group: str = ""


def file_name(title: str) -> str:
    """Return the title as an address: cut at a word, because addresses are read aloud and typed."""
    name = slug(title)
    return (
        name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH + 1].rpartition("-")[0] or name[:NAME_LENGTH]
    )


def path(answers: Answers, vocabularies: Vocabularies) -> str | None:
    """Return where the story belongs, or None where the day lies in no school year of the list."""
    year = next((year.slug for year in vocabularies.school_years if year.has(answers.day)), None)
    return f"stories/{year}/{file_name(answers.title)}.md" if year else None


def text(answers: Answers) -> str:
    """Return the story's file: a draft that the checks accept."""
    subject = {"form": answers.form, "role": answers.role, "name": answers.name}
    subject["age_group"] = answers.age_group
    lines = [
        "---",
        f"title: {_scalar(answers.title)}",
        f"summary: {_scalar(answers.summary)}",
        f"date: {answers.day.isoformat()}",
        f"field: {answers.field}",
        f"place: {answers.place}",
        f"unit: {_scalar(answers.unit)}",
        f"level: {answers.level}",
        "subject:",
        *_nested(subject),
        "author:",
        *_nested({"name": answers.author}),
        "lessons: []",
        "consent:",
        f"status: {Status.DRAFT}",
        "---",
    ]
    return nfc("\n".join(lines) + "\n" + BODY)


def translation_path(original: str, lang: str) -> str:
    """Return where the translation of a story belongs."""
    return f"{original.removesuffix('.md')}.{lang}.md"


def translation(original: Article, body: str, day: date) -> str:
    """Return the file of a translation to be: a draft with the original's words, to be written over."""
    meta = original.meta
    lines = [
        "---",
        f"title: {_scalar(meta.title)}",
        f"summary: {_scalar(meta.summary)}",
        f"date: {day.isoformat()}",
        f"status: {Status.DRAFT}",
        "translator:",
        f"unit: {_scalar(meta.unit)}",
        *(line for line in _photos(meta.photos)),
        *(["lessons:"] if meta.lessons else []),
        *(f"- {_scalar(lesson)}" for lesson in meta.lessons),
        "---",
    ]
    return nfc("\n".join(lines) + "\n" + body.strip("\n") + "\n")


def _photos(photos: tuple[Photo, ...]) -> Iterator[str]:
    if photos:
        yield "photos:"
    for photo in photos:
        yield f"- file: {_scalar(photo.file)}"
        yield f"  alt: {_scalar(photo.alt)}"
        if photo.caption:
            yield f"  caption: {_scalar(photo.caption)}"


def _nested(values: Mapping[str, str]) -> list[str]:
    return [f"  {key}: {_scalar(value)}" for key, value in values.items() if value]


def _scalar(value: str) -> str:
    """Quote a value that YAML would read as something else."""
    value = " ".join(value.split())
    marked, _ = marked_yaml.parse(f"key: {value}", "")
    reads_back = marked is not None and marked.data == {"key": value}
    return value if reads_back else json.dumps(value, ensure_ascii=False)
