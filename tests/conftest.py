from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from neuguong.content import vocabulary
from neuguong.content.checks.rule import World
from neuguong.content.files import Tree
from neuguong.content.vocabulary import Vocabularies
from neuguong.store import Store, temporary_store
from tests.samples import BODY, ROOT, SITE, STORY_PATH, story_text

# What a change must pass does not depend on luck; `make nightly` looks for what nobody thought of.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.register_profile("nightly", deadline=None, print_blob=True)
settings.load_profile("nightly" if os.environ.get("NEUGUONG_NIGHTLY") else "gate")

WriteStory = Callable[..., str]


@pytest.fixture(scope="session")
def vocabulary_texts() -> dict[str, str]:
    return {path: (ROOT / path).read_text(encoding="utf-8") for path in vocabulary.FILES}


@pytest.fixture(scope="session")
def vocabularies(vocabulary_texts: dict[str, str]) -> Vocabularies:
    loaded, problems = vocabulary.load(vocabulary_texts)
    assert problems == ()
    assert loaded is not None
    return loaded


@pytest.fixture(scope="session")
def world(vocabularies: Vocabularies) -> World:
    return World(vocabularies, frozenset({STORY_PATH, "content/pages/ke-hoach.md"}))


@pytest.fixture
def store() -> Iterator[Store]:
    """A store that knows nothing yet and goes with the test."""
    opened = temporary_store()
    yield opened
    opened.close()


@pytest.fixture
def site_folder(tmp_path: Path) -> Tree:
    """A site with one story and no fault."""
    root = tmp_path / "site"
    (root / "stories/2014-2015").mkdir(parents=True)
    shutil.copytree(ROOT / vocabulary.FOLDER, root / vocabulary.FOLDER)
    (root / "site.yml").write_text(SITE, encoding="utf-8")
    (root / STORY_PATH).write_text(story_text(), encoding="utf-8")
    return Tree(root)


@pytest.fixture
def write_story(site_folder: Tree) -> WriteStory:
    """Write a story into the site's folder and return its path."""

    def write(path: str, body: str = BODY, **overrides: str | None) -> str:
        text = story_text(body, **overrides)
        file = site_folder.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return path

    return write
