"""Whatever happens to a site, the next build makes what a build from nothing makes."""

from __future__ import annotations

from hypothesis import example, given

from tests.exactness.building import Clean, smaller_bounds
from tests.exactness.edits import (
    Edit,
    Steps,
    delete_story,
    lose_the_manifest,
    lose_the_store,
    new_world,
    play,
    steps,
)
from tests.exactness.effort import MOST_EDITS, MOST_STEPS, SEARCH


@SEARCH
@given(steps=steps(MOST_STEPS, MOST_EDITS))
@example(steps=[[Edit(delete_story, 0), Edit(lose_the_manifest)]])
@example(steps=[[Edit(delete_story, 0), Edit(lose_the_manifest), Edit(lose_the_store)]])
def test_warm_build_equals_a_clean_one_after_any_edits(steps: Steps, clean: Clean) -> None:
    with new_world() as world, smaller_bounds():
        play(steps, world, clean)
