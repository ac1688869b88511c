"""The comparison can fail: where a key forgets a part of its page, the edits find it.

And the builds compared are warm ones: where nothing changed, nothing is done.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TypeVar

import pytest

from neuguong import fingerprint
from neuguong.content import load_texts, pictures, reading
from neuguong.listing import Listing
from neuguong.share_card import drawing
from neuguong.site import api, images, ledger, pelican_pages, qr_codes, render, unchanged, write
from neuguong.site import build as building
from neuguong.site.edition import Edition as EditionOfSite
from neuguong.site.ledger import Ledger
from neuguong.site.plans import ListPlan, StoryPlan
from tests.exactness.building import Clean
from tests.exactness.edits import (
    Edit,
    Steps,
    World,
    add_story,
    build_again,
    build_half_way,
    build_on_another_day,
    change_a_byte,
    change_page,
    change_photo,
    change_sample,
    change_season,
    change_settings,
    change_status,
    change_template,
    change_words,
    delete_story,
    flash,
    have_a_handbook,
    lose_the_manifest,
    play,
    rename_listed,
    rename_title,
    rewrite_body,
    save_in_another_manner,
    translate,
    wait,
)
from tests.exactness.effort import NIGHTLY

Break = Callable[[pytest.MonkeyPatch], None]
Record = TypeVar("Record")


def but(record: Record, **changes: object) -> Record:
    """Return the record with these changes, whatever kind of record it is."""
    kind = type(record)
    return kind(**{name: getattr(record, name) for name in inspect.signature(kind).parameters} | changes)


def stories_forget_their_neighbours(patch: pytest.MonkeyPatch) -> None:
    whole = StoryPlan.made_of
    patch.setattr(StoryPlan, "made_of", lambda plan: whole(but(plan, before=None, after=None)))


def stories_forget_what_to_read_next(patch: pytest.MonkeyPatch) -> None:
    whole = StoryPlan.made_of
    patch.setattr(StoryPlan, "made_of", lambda plan: whole(but(plan, elsewhere=(), nearby=())))


def stories_forget_what_is_hidden(patch: pytest.MonkeyPatch) -> None:
    whole = StoryPlan.made_of
    patch.setattr(StoryPlan, "made_of", lambda plan: whole(but(plan, hidden=())))


def stories_forget_the_other_language(patch: pytest.MonkeyPatch) -> None:
    whole = StoryPlan.made_of
    patch.setattr(StoryPlan, "made_of", lambda plan: whole(but(plan, has_counterpart=False)))


def pages_forget_the_other_edition(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EditionOfSite, "on_every_page", ())


def lists_forget_their_cards(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ListPlan, "made_of", lambda plan: plan.around)


def pages_forget_the_templates_they_include(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(building, "closures", lambda theme, _store: {name: (name,) for name in theme.templates})


def pages_forget_the_settings(patch: pytest.MonkeyPatch) -> None:
    _forget(patch, "Settings")


def pages_forget_the_menu(patch: pytest.MonkeyPatch) -> None:
    _forget(patch, "Site")


def pages_forget_the_words(patch: pytest.MonkeyPatch) -> None:
    _forget(patch, "Words")


def pages_forget_the_lists(patch: pytest.MonkeyPatch) -> None:
    _forget(patch, "Vocabularies")


def cards_forget_what_they_show(patch: pytest.MonkeyPatch) -> None:
    _forget(patch, "Drawing")


def codes_forget_what_they_say(patch: pytest.MonkeyPatch) -> None:
    _forget(patch, "Code")


def data_files_forget_what_they_are_made_of(patch: pytest.MonkeyPatch) -> None:
    whole = api.documents
    patch.setattr(
        api, "documents", lambda context: (but(one, key=b"always the same") for one in whole(context))
    )


def builds_forget_the_day(patch: pytest.MonkeyPatch) -> None:
    whole = unchanged.state_of
    patch.setattr(unchanged, "state_of", lambda root, listing, _day: whole(root, listing, date.min))


def builds_forget_the_seasons(patch: pytest.MonkeyPatch) -> None:
    whole = unchanged.state_of

    def state(root: Path, listing: Listing, day: date) -> bytes | None:
        kept = {folder: found for folder, found in listing.items() if not folder.startswith("contest")}
        return whole(root, kept, day)

    patch.setattr(unchanged, "state_of", state)


def builds_forget_the_sites_own_files(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(unchanged, "FILES", ())


def builds_forget_to_look_at_the_output(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ledger, "is_whole", lambda _ledger: True)


def builds_forget_to_look_at_the_manifest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(write.Output, "is_finished", lambda _output, _paths: True)


def plain_pages_are_never_read_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pelican_pages, "_key", lambda _root: b"always the same")


def texts_forget_their_photos(patch: pytest.MonkeyPatch) -> None:
    whole = load_texts._key
    patch.setattr(load_texts, "_key", lambda content, _photos, lists: whole(content, b"", lists))


def stamps_forget_the_second_time(patch: pytest.MonkeyPatch) -> None:
    whole = fingerprint.stamp
    patch.setattr(fingerprint, "stamp", lambda status: whole(status)[:16] + whole(status)[8:16] + bytes(8))


def stamps_are_trusted_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fingerprint, "stamp", lambda status: status.st_size.to_bytes(32, "little"))
    patch.setattr(fingerprint, "is_settled", lambda _stamp, _now: True)


def output_is_trusted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "_stamp_of", lambda _path, row: row.stamp)


def nothing_is_ever_removed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(write.Output, "_last_manifest", lambda _output: set())
    patch.setattr(Ledger, "left_over", lambda _ledger, _wanted: [], raising=False)


def _forget(patch: pytest.MonkeyPatch, kind: str) -> None:
    """Let the keys of pages (and of the whole build) forget a kind of record."""
    whole = fingerprint.of_record

    def of_record(record: object) -> bytes:
        return b"forgotten" if type(record).__name__ == kind else whole(record)

    patch.setattr(fingerprint, "of_record", of_record)


FORGOTTEN: dict[Break, Steps] = {
    stories_forget_their_neighbours: [[Edit(rename_title, 1, 1)]],
    stories_forget_what_to_read_next: [[Edit(change_photo, 7, 1)]],
    stories_forget_what_is_hidden: [[Edit(change_status, 3, 2)]],
    stories_forget_the_other_language: [
        [Edit(add_story, 20, 1), Edit(add_story, 32, 1), Edit(translate, 10, 1)],
        [Edit(translate, 11, 1)],
    ],
    pages_forget_the_other_edition: [[Edit(translate, 0, 0), Edit(translate, 7, 0)], [Edit(translate, 0, 1)]],
    lists_forget_their_cards: [[Edit(rename_title, 1, 1)]],
    pages_forget_the_templates_they_include: [[Edit(change_template, 2, 0)]],
    pages_forget_the_settings: [[Edit(change_settings, 3, 1)]],
    pages_forget_the_menu: [[Edit(have_a_handbook, 0, 1)]],
    pages_forget_the_words: [[Edit(change_words, 0, 1)]],
    pages_forget_the_lists: [[Edit(rename_listed, 2, 1)]],
    cards_forget_what_they_show: [[Edit(change_sample, 1, 0)]],
    codes_forget_what_they_say: [[Edit(change_settings, 2, 1)]],
    data_files_forget_what_they_are_made_of: [[Edit(rename_title, 1, 1)]],
    builds_forget_the_day: [[Edit(build_again, 1)], [Edit(build_on_another_day, 1, 0)]],
    builds_forget_the_seasons: [[Edit(build_again, 1)], [Edit(change_season, 1, 5)]],
    builds_forget_the_sites_own_files: [[Edit(build_again, 1)], [Edit(change_settings, 0, 1)]],
    builds_forget_to_look_at_the_output: [[Edit(build_again, 1)], [Edit(change_a_byte, 0, 0)]],
    builds_forget_to_look_at_the_manifest: [[Edit(build_again, 1)], [Edit(lose_the_manifest)]],
    plain_pages_are_never_read_again: [[Edit(change_page, 0, 7)]],
    texts_forget_their_photos: [
        [Edit(change_photo, 0, 0)],
        [Edit(change_photo, 0, 1)],
        [Edit(change_photo, 0, 3)],
    ],
    stamps_forget_the_second_time: [
        [Edit(wait), Edit(build_half_way), Edit(save_in_another_manner, 2), Edit(rewrite_body, 0, 1)]
    ],
    stamps_are_trusted_at_once: [[Edit(rewrite_body, 0, 1)]],
    output_is_trusted: [[Edit(change_a_byte, 0, 0)]],
    nothing_is_ever_removed: [[Edit(delete_story, 1, 0)]],
}


@pytest.mark.parametrize("forget", FORGOTTEN, ids=lambda forget: forget.__name__)
def test_what_a_key_forgets_is_found(
    forget: Break, once_built: World, clean: Clean, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget(monkeypatch)
    with pytest.raises(AssertionError, match="after step"):
        play(FORGOTTEN[forget], once_built, clean)


@pytest.mark.skipif(not NIGHTLY, reason="is seen by the random edits too")
def test_nothing_is_found_where_nothing_is_forgotten(once_built: World, clean: Clean) -> None:
    play([*chain.from_iterable(FORGOTTEN.values())], once_built, clean)


def test_build_after_no_change_does_nothing(built: World, monkeypatch: pytest.MonkeyPatch) -> None:
    done = _watched(monkeypatch)
    assert (built.build().code, done) == (0, [])


def test_build_after_one_change_does_what_it_must(built: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rewrite_body(built, 0, 1)
    built.save()
    done = _watched(monkeypatch)
    assert (built.build().code, done) == (0, ["read", "html"])


def test_build_after_a_change_taken_back_does_nothing(built: World, monkeypatch: pytest.MonkeyPatch) -> None:
    flash(built, 0, 0)
    built.save()
    assert built.build().code == 0
    done = _watched(monkeypatch)
    assert (built.build().code, done) == (0, [])


def test_lost_manifest_is_written_again_and_nothing_else(
    built: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_the_manifest(built, 0, 0)
    done = _watched(monkeypatch)
    assert (built.build().code, done) == (0, [])
    assert (built.output / write.MANIFEST).exists()


def _watched(patch: pytest.MonkeyPatch) -> list[str]:
    """Note each time when something is read, made or looked at anew."""
    done: list[str] = []
    watched = (
        (reading, "read"),
        (pictures, "examine"),
        (pelican_pages, "_run_pelican"),
        (images, "derive"),
        (drawing, "png"),
        (qr_codes, "drawn"),
        (render, "html"),
        (render, "atom"),
    )
    for module, name in watched:
        patch.setattr(module, name, _noting(done, name, getattr(module, name)))
    return done


def _noting(done: list[str], name: str, work: Callable[..., object]) -> Callable[..., object]:
    @functools.wraps(work)
    def noted(*arguments: object) -> object:
        done.append(name)
        return work(*arguments)

    return noted
