from __future__ import annotations

import json
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from neuguong.cli import run
from neuguong.text import nfc, slug
from tests.bench import corpus, hugo_site
from tests.bench.corpus import Material, Story
from tests.bench.hugo_site import load_yaml

TODAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def material() -> Material:
    return corpus.gather()


@pytest.fixture(scope="module")
def stories(material: Material) -> tuple[Story, ...]:
    return tuple(corpus.stories(material, 400))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "site"
    corpus.write_site(folder, 60)
    return folder


def front(text: str) -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(text.split("---\n", 2)[1])
    return found


def body(text: str) -> str:
    return text.split("---\n", 2)[2]


def test_same_seed_gives_the_same_bytes(material: Material, stories: tuple[Story, ...]) -> None:
    assert tuple(corpus.stories(material, 50)) == stories[:50]
    assert next(corpus.stories(material, 1, seed=7)).text != stories[0].text


def test_site_holds_the_stories_and_their_addresses(site: Path, stories: tuple[Story, ...]) -> None:
    for story in stories[:60]:
        assert (site / story.path).read_bytes() == story.text.encode()
    recorded = (site / "stories/addresses.txt").read_text("utf-8").splitlines()
    assert recorded == sorted(story.key for story in stories[:60])


def test_site_passes_every_check(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--site", str(site), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_added_story_is_the_newest_and_a_stranger(material: Material, stories: tuple[Story, ...]) -> None:
    added = corpus.added_story(material, len(stories))
    assert added.day == corpus.LAST_DAY
    assert added.slug not in {story.slug for story in stories}


def test_titles_and_slugs_are_distinct(stories: tuple[Story, ...]) -> None:
    assert len({story.title for story in stories}) == len({story.slug for story in stories}) == len(stories)
    assert all(story.slug == slug(story.slug) for story in stories)
    assert all(story.text == nfc(story.text) for story in stories)


def test_places_existed_and_days_lie_in_their_year(material: Material, stories: tuple[Story, ...]) -> None:
    places, years = material.lists.slugs("places"), material.lists.slugs("school_years")
    for story in stories:
        meta = front(story.text)
        assert places[meta["place"]].exists_on(meta.get("happened", meta["date"])), story.path
        assert years[story.year].has(meta["date"]), story.path
        assert meta["date"] < TODAY


def test_stories_differ_as_real_ones_do(material: Material, stories: tuple[Story, ...]) -> None:
    metas = [front(story.text) for story in stories]
    assert {meta["field"] for meta in metas} == set(material.lists.slugs("fields"))
    assert {meta["level"] for meta in metas} == set(material.lists.slugs("levels"))
    assert {meta["subject"]["form"] for meta in metas} == set(material.lists.slugs("forms"))
    shares = Counter(key for meta in metas for key in meta)
    assert 0.4 < shares["also_fields"] / len(metas) < 0.6
    assert shares["guardian_consent"]
    assert shares["updated"]
    texts = [body(story.text) for story in stories]
    assert 0.4 < sum("\n## " in text for text in texts) / len(texts) < 0.6
    for mark in ("\n> ", "\n- ", "](../", "*"):
        assert any(mark in text for text in texts), mark


def test_hugo_keeps_titles_and_texts(site: Path, tmp_path: Path) -> None:
    hugo = tmp_path / "hugo"
    hugo_site.hugo_content(site, hugo, TODAY)
    sources = sorted((site / "stories").glob("*/*.md"))
    assert len(sources) == 60
    for source in sources:
        text = source.read_text("utf-8")
        written = (hugo / "content/bai" / source.parent.name / source.name).read_text("utf-8")
        _, head, rest = written.split("+++\n", 2)
        ours, theirs = front(text), tomllib.loads(head)
        assert theirs["title"] == ours["title"]
        assert theirs["date"] == ours["date"]
        assert theirs["fields"] == [ours["field"], *ours.get("also_fields", [])]
        assert theirs["places"][0] == ours["place"]
        assert rest.replace("](/bai/", "](../").replace(".html)", ".md)") == body(text)


def test_hugo_story_of_a_commune_lies_in_its_old_district_too(
    material: Material, stories: tuple[Story, ...]
) -> None:
    communes = [story for story in stories if "\nplace: xa-" in story.text]
    assert communes
    for story in communes:
        meta = tomllib.loads(hugo_site.hugo_story(story.text, story.year, material.lists).split("+++\n")[1])
        commune, district = meta["places"]
        former = material.lists.district_of(material.lists.slugs("places")[commune])
        assert former is not None
        assert former.slug == district
        assert len(meta["cells"]) == 2 * len(meta["fields"])
