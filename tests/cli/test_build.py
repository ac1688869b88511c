from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.samples import story_text
from tests.site.making import files_of

STORY = "bai/2014-2015/con-do-som.html"


def test_build_writes_the_site_and_says_how_it_went(run: Run, site_to_build: Path) -> None:
    done = run("build", "--no-handbook", cwd=site_to_build)
    files = files_of(site_to_build / "output")
    said = r"Xong: 2 bài, (\d+) trang trong [\d,]+ giây \((\d+) tệp mới hoặc đổi, 0 tệp gỡ bỏ\)\.\n"
    found = re.match(said, done.stderr)
    assert (done.returncode, done.stdout) == (0, "")
    assert found is not None
    assert (int(found[2]), STORY in files) == (len(files) - 1, True)

    again = run("build", "--no-handbook", "--lang", "en", cwd=site_to_build)
    assert "(0 files new or changed, 0 removed)" in again.stderr
    assert files_of(site_to_build / "output") == files


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2015-04-21", set()),
        ("2015-04-22", {"con-do-som"}),
        ("2015-05-20", {"con-do-som", "lop-hoc-ben-suoi"}),
    ],
)
def test_build_is_as_of_the_day_it_was_given(
    run: Run, built_site: Path, tmp_path: Path, day: str, shown: set[str]
) -> None:
    done = run("build", "--no-handbook", "--date", day, "--output", tmp_path / "out", cwd=built_site)
    assert (done.returncode, {path.stem for path in (tmp_path / "out/bai").rglob("*.html")}) == (0, shown)


def test_build_stops_at_faults_before_it_writes(run: Run, site_to_build: Path) -> None:
    bad = story_text(title="Bài hỏng bên sông", field="van-dong", consent="MAU-002")
    (site_to_build / "stories/2014-2015/bai-hong.md").write_text(bad, encoding="utf-8")
    done = run("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, done.stderr) == (1, "Đã xem 5 bài: 1 lỗi, 0 lưu ý.\n")
    assert done.stdout.startswith("stories/2014-2015/bai-hong.md:5  ")
    assert not (site_to_build / "output").exists()


def test_build_reports_a_page_that_cannot_be_read(run: Run, site_to_build: Path) -> None:
    (site_to_build / "content/pages/hong.md").write_bytes(b"Title: H\xf4ng\n\n\xff\xfe")
    done = run("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, "content/pages" in done.stdout, "hong.md" in done.stdout) == (1, True, True)
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("day", ["20/11/2015", "2015-02-30", "hôm qua", ""])
def test_build_of_no_day_leaves_with_2(call: Run, day: str) -> None:
    done = call("build", "--date", day)
    assert (done.returncode, f"“{day}” không phải ngày" in done.stderr) == (2, True)


def test_build_with_a_broken_theme_is_our_fault(run: Run, site_to_build: Path, tmp_path: Path) -> None:
    template = site_to_build / "theme/templates/home.html"
    template.write_text("{{ page.titel }}", encoding="utf-8")
    done = run("build", "--no-handbook", cwd=site_to_build, env={"TMPDIR": str(tmp_path)})
    (log,) = tmp_path.glob("neuguong-*.log")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        f"Lỗi của chương trình, không phải của bạn; bài vẫn nguyên. Xin gửi giúp tệp này: {log}\n"
    )
    trace = log.read_text(encoding="utf-8")
    assert (trace.startswith("Traceback"), "titel" in trace) == (True, True)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("PLUGINS = [plugin]", "PLUGINS = []", "pelicanconf.py"),
        (None, None, "pelicanconf.py"),
    ],
)
def test_build_without_the_plugin_says_so(
    run: Run, site_to_build: Path, old: str | None, new: str | None, path: str
) -> None:
    conf = site_to_build / "pelicanconf.py"
    if old is None or new is None:
        conf.unlink()
    else:
        conf.write_text(conf.read_text("utf-8").replace(old, new), "utf-8")
    done = run("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, done.stdout.startswith(path)) == (1, True)
