from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bench import corpus, report
from tests.bench.measure import CommandFailedError, Memory, peak_memory, timed
from tests.bench.serving import waited

CHILD = "import time; held = bytearray(60_000_000); time.sleep(0.3)"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {CHILD!r}], check=True)"


def test_memory_of_children_is_counted(tmp_path: Path) -> None:
    assert peak_memory([sys.executable, "-c", PARENT], tmp_path).tree > 60_000_000


def test_times_of_children_are_counted(tmp_path: Path) -> None:
    work = "import time; end = time.process_time() + 0.1\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    found = timed([sys.executable, "-c", parent], tmp_path)
    assert found.seconds > 0.1
    assert found.processor > 0.1


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandFailedError, match="no such site"):
        timed([sys.executable, "-c", "raise SystemExit('no such site')"], tmp_path)


def test_report_keeps_medians_and_ratios(tmp_path: Path) -> None:
    for path in ("bai/2014-2015/con-do.html", "linh-vuc/chu-nhiem-lop.html", "feed.xml", ".manifest"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("12345", "utf-8")
    volume = report.volume(tmp_path)
    assert (volume.files, volume.pages, volume.stories, volume.lists, volume.all_bytes) == (3, 2, 1, 1, 15)
    ours, peer = (dict.fromkeys(report.CASES, times) for times in ([1.0, 3.0, 2.0], [4.0, 4.0, 9.0]))
    times = {"neuguong": ours | {"check": [1.0]}, "hugo": peer, "floor": {"clean": [1.0]}}
    found = report.figures(
        n=1,
        rounds=3,
        ram_disk=True,
        seconds=times,
        processor=times,
        volume={"neuguong": volume, "hugo": volume},
        memory={"neuguong": Memory(10, 10), "hugo": Memory(20, 20)},
        stages={"read": 1.0},
        serve=0.25,
    )
    assert found["medians"]["neuguong"]["clean"] == 2.0
    assert found["spread"]["hugo"]["edit"] == [4.0, 9.0]
    ratios = found["ratios"]
    assert (ratios["clean"], ratios["memory"], ratios["floor"], ratios["stages"]["read"]) == (
        0.5,
        0.5,
        0.25,
        0.25,
    )
    whole = found | {"python": "3", "hugo": "0", "cores": 2, "load_before": [0.0], "load_after": [0.0]}
    table = report.table(whole | {"sizes": {"1": found}})
    assert [line.split()[-2:] for line in table.splitlines() if "saved → served" in line] == [
        ["0.25", "s"]
    ] * 2
    assert "one story edited" in table


def test_wait_for_a_served_page_ends_when_it_shows_what_was_saved(tmp_path: Path) -> None:
    site = tmp_path / "site"
    corpus.write_site(site, 20)
    story = sorted((site / "stories").glob("*/*.md"))[7]
    before = story.read_bytes()
    seconds = waited(site, tmp_path / "output", story, 2).seconds
    assert (len(seconds), all(0.0 < each < 60.0 for each in seconds)) == (2, True)
    assert story.read_bytes() == before
    page = tmp_path / "output" / f"bai/{story.parent.name}/{story.stem}.html"
    assert "Lần lưu thứ 2 khi đang xem thử." in page.read_text("utf-8")
