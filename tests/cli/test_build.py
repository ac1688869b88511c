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


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("{{ page.titel }}", "theme/templates"),
        ("{% for %}", "theme/templates/home.html:1"),
        ("{% include 'nowhere.html' %}", "theme/templates/nowhere.html"),
    ],
)
def test_build_with_a_broken_template_says_which(
    run: Run, site_to_build: Path, template: str, place: str
) -> None:
    (site_to_build / "theme/templates/home.html").write_text(template, encoding="utf-8")
    done = run("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, done.stdout.split("  ")[0]) == (1, place)


@pytest.mark.parametrize("name", ["home.html", "base.html", "_parts.html", "article.html"])
def test_build_without_a_template_says_which(call: Run, site_to_build: Path, name: str) -> None:
    (site_to_build / "theme/templates" / name).unlink()
    done = call("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, done.stdout.split("  ")[0]) == (1, f"theme/templates/{name}")


def test_build_without_any_template_is_a_fault_of_the_theme(call: Run, site_to_build: Path) -> None:
    (site_to_build / "theme/templates").rename(site_to_build / "theme/mau")
    done = call("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, done.stdout.startswith("theme/templates/")) == (1, True)


def test_build_that_cannot_write_says_where(run: Run, site_to_build: Path) -> None:
    (site_to_build / "output").write_text("a file", encoding="utf-8")
    done = run("build", "--no-handbook", cwd=site_to_build)
    assert (done.returncode, done.stdout.startswith("output"), "Traceback" in done.stderr) == (1, True, False)


@pytest.mark.parametrize("folder", [".", "stories", "content/pages", ".."])
def test_build_never_writes_among_the_sources(run: Run, site_to_build: Path, folder: str) -> None:
    before = sorted(site_to_build.rglob("*"))
    done = run("build", "--no-handbook", "--output", folder, cwd=site_to_build)
    assert (done.returncode, sorted(site_to_build.rglob("*"))) == (2, before)


def test_retracted_story_goes_even_after_a_build_that_died(run: Run, site_to_build: Path) -> None:
    """It wrote the story's page, and came to nothing at a file that is made after all pages."""
    in_the_way = site_to_build / "output/sitemap.xml"
    (in_the_way / "x").mkdir(parents=True)
    died = run("build", "--no-handbook", cwd=site_to_build)
    assert (died.returncode, "sitemap.xml" in died.stdout.partition("\n")[0]) == (1, True)
    (in_the_way / "x").rmdir()
    in_the_way.rmdir()
    story = site_to_build / "stories/2014-2015/con-do-som.md"
    page = site_to_build / "output" / STORY
    assert page.is_file()
    text = story.read_text("utf-8").replace("status: published", "status: retracted")
    story.write_text(text, encoding="utf-8")
    assert run("build", "--no-handbook", cwd=site_to_build).returncode == 0
    assert not page.exists()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("PLUGINS = [plugin]", "PLUGINS = []", "pelicanconf.py"),
        (None, None, "pelicanconf.py"),
        ("PLUGINS = [plugin]", "PLUGINS = [", "pelicanconf.py"),
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


def test_build_fails_where_the_handbook_has_a_dead_link(run: Run, site_to_build: Path) -> None:
    handbook = site_to_build / "content/handbook"
    handbook.mkdir(parents=True)
    (handbook / "index.md").write_text("# Sổ tay\n\n[a](khong-co.md)\n", encoding="utf-8")
    conf = "site_name: Sổ tay\ndocs_dir: content/handbook\ntheme: {name: material, font: false}\n"
    (site_to_build / "mkdocs.yml").write_text(conf, encoding="utf-8")
    done = run("build", cwd=site_to_build)
    assert (done.returncode, "khong-co.md" in done.stdout) == (1, True)
    (handbook / "index.md").write_text("# Sổ tay\n", encoding="utf-8")
    assert run("build", cwd=site_to_build).returncode == 0
    assert (site_to_build / "output/so-tay/index.html").is_file()
