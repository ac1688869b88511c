from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from neuguong import fingerprint
from neuguong.content.model import Status
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.share_card.card import Card
from neuguong.share_card.drawing import png
from neuguong.site import share_cards
from neuguong.site.cloths import variation
from neuguong.site.pages import HomePage, Link, RedirectPage
from neuguong.site.share_cards import Drawing
from tests.site.making import (
    TODAY,
    Assembled,
    article,
    assemble,
    assembled,
    by_path,
    cards_of,
    content,
    files_of,
    row,
)
from tests.site.test_assemble import RESULTS, season


def card_of(site: Assembled, target: str) -> Card:
    return {drawing.target: drawing.card for drawing in cards_of(site)}[target]


def test_home_page_fields_places_and_stories_have_cards(vocabularies: Vocabularies) -> None:
    site = assembled(
        vocabularies, article("a"), article("b", field="guong-khac", place="tan-lac"), article("c")
    )
    assert [drawing.target for drawing in cards_of(site)] == [
        "chia-se/index.png",
        "chia-se/linh-vuc/van-dong-ra-lop.png",
        "chia-se/linh-vuc/guong-khac.png",
        "chia-se/noi/da-bac.png",
        "chia-se/noi/tan-lac.png",
        "chia-se/bai/2014-2015/a.png",
        "chia-se/bai/2014-2015/b.png",
        "chia-se/bai/2014-2015/c.png",
    ]


def test_story_shows_its_title_its_field_and_whose_site_it_is(vocabularies: Vocabularies) -> None:
    story = article("a", title="Con đò sớm")
    assert card_of(assembled(vocabularies, story), "chia-se/bai/2014-2015/a.png") == Card(
        title="Con đò sớm",
        small="Vận động học sinh ra lớp",
        site="Nêu Gương",
        field="van-dong-ra-lop",
        seed=str(variation(story)),
    )


def test_sample_is_called_one(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, article("a", sample=True))
    assert card_of(site, "chia-se/bai/2014-2015/a.png").flag == "Bài mẫu"
    (page,) = (page for page in site.pages if page.head.path == "bai/2014-2015/a.html")
    assert page.head.card == Link(
        text="Dòng chữ “Bài a” trên dải thổ cẩm, có ghi “Bài mẫu”", href="chia-se/bai/2014-2015/a.png"
    )


def test_groups_and_the_site_show_their_names(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, article("a"), article("b", field="chu-nhiem-lop"))
    field = vocabularies.slugs("fields")["van-dong-ra-lop"]
    assert [drawing.card for drawing in cards_of(site)][:4] == [
        Card(
            title="Nêu Gương",
            small="Phòng Mẫu",
            below="Chuyện người tốt",
            marks=tuple(one.slug for one in vocabularies.fields),
        ),
        Card(
            title="Chủ nhiệm lớp",
            small="Lĩnh vực",
            site="Nêu Gương",
            below="Công tác chủ nhiệm lớp",
            field="chu-nhiem-lop",
            seed="0",
        ),
        Card(
            title="Vận động học sinh ra lớp",
            small="Lĩnh vực",
            site="Nêu Gương",
            below=field.name,
            field="van-dong-ra-lop",
            seed="0",
        ),
        Card(title="Huyện Đà Bắc", small="Nơi chốn", site="Nêu Gương", field="da-bac", seed="0"),
    ]


def test_entry_has_a_card_once_the_results_are_out(vocabularies: Vocabularies) -> None:
    everything = content(vocabularies, [article("a")], (season(RESULTS),))
    targets = [
        {drawing.target for drawing in cards_of(assemble(everything, (), today))}
        for today in (date(2015, 6, 19), date(2015, 6, 20))
    ]
    assert targets[1] - targets[0] == {"chia-se/cuoc-thi/2015/bat-com.png"}


def test_nothing_unpublished_has_a_card(vocabularies: Vocabularies) -> None:
    hidden = [
        article("nhap", status=Status.DRAFT, title="TÊN-GIỮ-KÍN", field="guong-khac"),
        article("mai", date=date(2015, 7, 2), title="TÊN-GIỮ-KÍN", place="tan-lac"),
    ]
    with_them = cards_of(assembled(vocabularies, article("a"), *hidden, today=date(2015, 7, 1)))
    assert with_them == cards_of(assembled(vocabularies, article("a"), today=date(2015, 7, 1)))
    later = cards_of(assembled(vocabularies, article("a"), *hidden, today=date(2015, 7, 2)))
    assert "TÊN-GIỮ-KÍN" in str(later)


def test_every_page_that_may_be_found_names_a_card_that_is_there(vocabularies: Vocabularies) -> None:
    stories = (*row(45, sample=True), article("moi", formerly=("2013-2014/cu",)))
    site = assemble(content(vocabularies, stories, (season(RESULTS),)), (), TODAY)
    targets = {drawing.target for drawing in cards_of(site)}
    named = {path: page.head.card for path, page in by_path(site).items()}
    unnamed = {path for path, card in named.items() if card is None}
    assert unnamed == {page.head.path for page in site.pages if not page.head.indexed}
    assert any(isinstance(page, RedirectPage) for page in site.pages)
    assert {card.href for card in named.values() if card} == targets


@pytest.mark.parametrize(
    ("path", "card"),
    [
        ("index.html", "chia-se/index.png"),
        ("tat-ca.html", "chia-se/index.png"),
        ("linh-vuc/index.html", "chia-se/index.png"),
        ("nam-hoc/2014-2015.html", "chia-se/index.png"),
        ("cuoc-thi/index.html", "chia-se/index.png"),
        ("linh-vuc/van-dong-ra-lop.html", "chia-se/linh-vuc/van-dong-ra-lop.png"),
        ("linh-vuc/van-dong-ra-lop/trang/1.html", "chia-se/linh-vuc/van-dong-ra-lop.png"),
        ("linh-vuc/van-dong-ra-lop/da-bac.html", "chia-se/linh-vuc/van-dong-ra-lop.png"),
        ("noi/da-bac.html", "chia-se/noi/da-bac.png"),
        ("noi/da-bac/trang/1.html", "chia-se/noi/da-bac.png"),
        ("bai/2014-2015/bai-007.html", "chia-se/bai/2014-2015/bai-007.png"),
    ],
)
def test_page_names_its_own_card_or_that_of_the_site(
    vocabularies: Vocabularies, path: str, card: str
) -> None:
    found = by_path(assembled(vocabularies, *row(45)))[path].head.card
    assert found is not None
    assert found.href == card


def test_site_that_wants_no_cards_has_none(vocabularies: Vocabularies) -> None:
    site = assemble(content(vocabularies, row(45), share_cards="false"), (), TODAY)
    assert cards_of(site) == ()
    assert {page.head.card for page in site.pages} == {None}


def test_card_stays_whatever_else_a_story_says(vocabularies: Vocabularies) -> None:
    before = article("a")
    others = (
        article("a", html="<p>Chữ khác</p>"),
        article("a", summary="Tóm tắt khác."),
        article("a", date=date(2015, 5, 1)),
        article("a", place="tan-lac"),
    )
    target = "chia-se/bai/2014-2015/a.png"
    cards = {card_of(assembled(vocabularies, story), target) for story in (before, *others)}
    assert len(cards) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_cards_are_written_as_they_are_drawn(tmp_path: Path, jobs: int) -> None:
    drawings = [Drawing(f"chia-se/{number}.png", Card(f"Bài số {number}")) for number in range(21)]
    assert len(drawings) > share_cards.FEW
    with Crew(jobs) as crew:
        made = list(share_cards.make(drawings, tmp_path, crew))
    files = files_of(tmp_path)
    assert files == {drawing.target: png(drawing.card) for drawing in drawings}
    assert sorted((one.path, one.content, one.changed) for one in made) == sorted(
        (path, fingerprint.digest(data), True) for path, data in files.items()
    )


def test_home_page_has_the_first_card(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, article("a"))
    (home,) = (page for page in site.pages if isinstance(page, HomePage))
    assert home.head.card == Link(text="Dòng chữ “Nêu Gương” trên dải thổ cẩm", href=cards_of(site)[0].target)
