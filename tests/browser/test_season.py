"""A small season from the first file to the published page, by its commands and in a real Chromium.

Packets are opened from the disk without a network; two judges score in the browser, the others in Excel.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from neuguong.contest.canaries import Canaries
from tests.browser import season_play
from tests.browser.season_play import SEASON, Play

WINNERS = 3


@pytest.fixture(scope="module")
def play(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Play:
    """Return a season that was played to its end."""
    folder = tmp_path_factory.mktemp("season") / "mua-thi"
    play = season_play.start(folder, browser, entries=7, judges=4, words=540, quota=WINNERS)
    play.whole()
    return play


def files(folder: Path) -> list[tuple[str, bytes]]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert found
    return [(path.name, path.read_bytes()) for path in found]


def found_in(folder: Path, *names: str) -> set[str]:
    """Return which of the names stand somewhere in a folder, archives unpacked."""
    canaries = Canaries(names)
    return {name for file, data in files(folder) for name in canaries.found_in(file, data)}


def won(play: Play) -> list[str]:
    return [won.code for won in play.book().closings["chung-khao"].prizes if won.code]


def test_packets_keep_scores_when_they_are_loaded_anew(play: Play) -> None:
    assert play.reloaded
    sheets = play.book().sheets.values()
    assert {sheet.state for sheet in sheets} == {"complete"}
    assert {sheet.file.rpartition(".")[2] for sheet in sheets} == {"json", "xlsx"}


def test_results_name_the_winners_in_their_order(play: Play) -> None:
    results = yaml.safe_load((play.site / "contest" / SEASON / "results.yml").read_text("utf-8"))
    assert [award["prize"] for award in results["awards"] if "entry" in award] == ["nhat", "nhi", "nhi"]
    titles = [play.book().entries[code].title for code in won(play)]
    folder = play.site / "contest" / SEASON / "entries"
    written = [
        (folder / f"{award['entry']}.md").read_text("utf-8")
        for award in results["awards"]
        if "entry" in award
    ]
    assert sorted(text.split("title: ")[1].split("\n")[0] for text in written) == sorted(titles)


def test_nobody_but_winners_is_in_the_published_site(play: Play) -> None:
    book = play.book()
    winners = {book.entries[code].writers[0].name for code in won(play)}
    units = {book.entries[code].unit for code in won(play)}
    losers = [sent for sent in play.samples.sent if sent.name not in winners]
    assert len(losers) == len(play.samples.sent) - WINNERS
    secret = [
        *(name for sent in losers for name in (sent.name, sent.title, *({sent.unit} - units))),
        *(sent.phone for sent in play.samples.sent),
        *(judge.name for judge in book.judges.values()),
        *(judge.unit for judge in book.judges.values()),
        *book.entries,
    ]
    assert found_in(play.folder / "output", *secret) == set()
    assert found_in(play.folder / "output", *winners) == winners  # the search finds what is there
    assert found_in(play.site / "contest" / SEASON, *secret) == set()  # the vault, names of files and all


def test_day_before_the_results_the_site_is_as_if_there_were_none(play: Play) -> None:
    before, after = play.folder / "truoc", play.folder / "som"
    named = [
        {path.relative_to(f).as_posix(): path.read_bytes() for path in f.rglob("*") if path.is_file()}
        for f in (before, after)
    ]
    assert named[0] == named[1]


def test_no_packet_tells_who_wrote(play: Play) -> None:
    secret = [name for sent in play.samples.sent for name in (sent.name, sent.unit, sent.phone)]
    for folder in play.folder.glob("phieu-*"):
        assert found_in(folder, *secret) == set()
    for sent in play.samples.sent:
        assert found_in(play.samples.folder, sent.name) == {sent.name}  # it was in what came in


def test_papers_are_written_for_the_office(play: Play) -> None:
    folder = play.folder / "giay-to"
    names = sorted(path.name.partition("-0")[0] for path in folder.rglob("*") if path.is_file())
    assert names == [
        "bang-diem.xlsx", "bien-ban-cham-thi.docx", *["giay-chung-nhan"] * WINNERS, "in-tat-ca.pdf",
    ]  # fmt: skip
    winners = {play.book().entries[code].writers[0].name for code in won(play)}
    assert found_in(folder, *winners) == winners


def test_everything_can_be_verified_in_the_end(play: Play) -> None:
    play.run("contest", "verify", SEASON)
    assert "0 lỗi" in play.said[-1]
