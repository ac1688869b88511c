"""Whatever happens to a site, the next build makes what a build from nothing makes."""

from __future__ import annotations

import pytest
from hypothesis import example, given

from neuguong.content.load_texts import Memory
from tests.exactness.building import Clean, smaller_bounds
from tests.exactness.edits import (
    STORIES,
    Edit,
    Mould,
    Steps,
    World,
    add_or_remove_season,
    break_photo,
    break_something,
    delete_story,
    flash,
    lose_the_manifest,
    lose_the_store,
    play,
    rename_listed,
    steps,
    touch_sources,
)
from tests.exactness.effort import MOST_EDITS, MOST_STEPS, NIGHTLY, SEARCH


@SEARCH
@given(steps=steps(MOST_STEPS, MOST_EDITS))
@example(steps=[[Edit(delete_story, 0), Edit(lose_the_manifest)]])
@example(steps=[[Edit(delete_story, 0), Edit(lose_the_manifest), Edit(lose_the_store)]])
def test_warm_build_equals_a_clean_one_after_any_edits(steps: Steps, mould: Mould, clean: Clean) -> None:
    with smaller_bounds():
        play(steps, mould.world(), clean)


@pytest.mark.parametrize("settle_every", [1, 2, 99] if NIGHTLY else [3])
def test_process_that_builds_on_every_save_makes_the_same(
    once_built: World, clean: Clean, settle_every: int
) -> None:
    """It keeps in mind what it read; now and then another process builds in between."""
    once_built.memory = Memory()
    kinds = (
        *STORIES,
        add_or_remove_season,
        rename_listed,
        break_something,
        break_photo,
        flash,
        touch_sources,
    )
    edits = [Edit(kind, number, number + 1) for number, kind in enumerate(kinds)]
    play([[edit] for edit in edits], once_built, clean, settle_every=settle_every)
