from __future__ import annotations

from pathlib import Path

import pytest

from neuguong import fingerprint
from neuguong.brocade.svg import svg
from neuguong.brocade.weave import band, cover, mark
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.site import cloths
from neuguong.site.cloths import Weaving
from tests.site.making import article, files_of, row


def test_site_shows_a_band_a_mark_for_each_field_and_covers_of_stories(vocabularies: Vocabularies) -> None:
    stories = [article("a"), article("b", field="guong-khac")]
    planned = list(cloths.plan(vocabularies.fields, stories))
    fields = [field.slug for field in vocabularies.fields]
    assert planned[:21] == [
        Weaving("vai/dai.svg", "band", "", "trang-chu"),
        *(Weaving(f"vai/linh-vuc/{slug}.svg", "mark", slug) for slug in fields),
    ]
    assert [one.target for one in planned[21:]] == sorted(map(cloths.cover_of, stories))


def test_story_keeps_its_cover_whatever_else_it_says() -> None:
    before, after = article("a"), article("a", title="Tên khác", place="ky-son", html="<p>Khác</p>")
    assert cloths.cover_of(before) == cloths.cover_of(after)


def test_covers_of_a_field_are_several_and_no_more() -> None:
    covers = {cloths.cover_of(story) for story in row(400)}
    assert len(covers) == cloths.VARIATIONS


def test_cover_of_many_stories_is_woven_once(vocabularies: Vocabularies) -> None:
    planned = list(cloths.plan(vocabularies.fields, row(400)))
    assert len(planned) == len({weaving.target for weaving in planned}) == 21 + cloths.VARIATIONS


@pytest.mark.parametrize("jobs", [1, 2])
def test_cloths_are_written_as_they_are_woven(tmp_path: Path, vocabularies: Vocabularies, jobs: int) -> None:
    weavings = list(cloths.plan(vocabularies.fields, row(400)))
    weavings += [Weaving(f"them/{number}.svg", "cover", "them", str(number)) for number in range(cloths.FEW)]
    with Crew(jobs) as crew:
        made = list(cloths.make(weavings, tmp_path, crew))
    files = files_of(tmp_path)
    assert sorted((one.path, one.content, one.changed) for one in made) == sorted(
        (path, fingerprint.digest(data), True) for path, data in files.items()
    )
    assert files["vai/dai.svg"] == svg(band("trang-chu")).encode()
    assert files["vai/linh-vuc/guong-khac.svg"] == svg(mark("guong-khac")).encode()
    assert files["them/7.svg"] == svg(cover("them", "7")).encode()
