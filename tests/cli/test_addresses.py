from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import WriteStory
from tests.samples import STORY_PATH

FILE = "stories/addresses.txt"


@pytest.fixture(autouse=True)
def stories(write_story: WriteStory) -> None:
    write_story("stories/2014-2015/bai-nhap.md", title="Bài nháp bên sông", status="draft", consent="MAU-002")
    write_story("stories/2014-2015/ao-ca.md", title="Ao cá sau trường", consent="MAU-003")
    write_story(
        "stories/2014-2015/bai-mai.md", title="Bài chờ ngày mai", date="2015-07-02", consent="MAU-004"
    )


def test_addresses_lists_what_is_public_and_not_recorded(run: Run, site: Path) -> None:
    done = run("addresses")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "2014-2015/ao-ca\n2014-2015/con-do-som\n",
        "2 địa chỉ chưa ghi sổ.\n",
    )
    assert not (site / FILE).exists()


def test_addresses_write_records_them_once(call: Run, site: Path) -> None:
    first, second = call("addresses", "--write"), call("addresses", "--write", "--lang", "en")
    assert [(done.returncode, done.stderr) for done in (first, second)] == [
        (0, "Đã ghi 2 địa chỉ mới.\n"),
        (0, "Recorded 0 new addresses.\n"),
    ]
    assert (site / FILE).read_text(encoding="utf-8") == "2014-2015/ao-ca\n2014-2015/con-do-som\n"


def test_addresses_write_keeps_notes_and_earlier_addresses(call: Run, site: Path) -> None:
    (site / FILE).write_text("# đã đăng\n\n2014-2015/con-do-som\n", encoding="utf-8")
    call("addresses", "--write")
    assert (site / FILE).read_text(encoding="utf-8") == "# đã đăng\n2014-2015/ao-ca\n2014-2015/con-do-som\n"


def test_renamed_story_fails_the_check_until_it_names_its_former_address(
    call: Run, site: Path, write_story: WriteStory
) -> None:
    call("addresses", "--write")
    assert call("check").returncode == 0
    (site / STORY_PATH).unlink()
    write_story("stories/2014-2015/con-do-moi.md")
    done = call("check")
    assert (done.returncode, done.stdout.partition("\n")[0]) == (
        1,
        f"{FILE}:2  bài đã đăng “2014-2015/con-do-som” không còn ở địa chỉ ấy  [slug-is-stable-and-unique]",
    )
    write_story("stories/2014-2015/con-do-moi.md", formerly="[2014-2015/con-do-som]")
    assert call("check").returncode == 0


def test_addresses_of_a_faulty_site_records_nothing(call: Run, site: Path, write_story: WriteStory) -> None:
    write_story("stories/2014-2015/bai-hong.md", field="van-dong")
    done = call("addresses", "--write")
    assert (done.returncode, "bai-hong.md:5" in done.stdout, (site / FILE).exists()) == (1, True, False)


def test_addresses_of_a_whole_country_are_read(call: Run, site: Path) -> None:
    """More of them than a story may have letters."""
    notes = "# địa chỉ đã đăng, mỗi dòng một bài\n" * 30_000
    (site / FILE).write_text(notes + "2014-2015/con-do-som\n", encoding="utf-8")
    done = call("addresses")
    assert (done.returncode, done.stdout, call("check").returncode) == (0, "2014-2015/ao-ca\n", 0)
