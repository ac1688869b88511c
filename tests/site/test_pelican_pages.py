from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from pelican import signals

from neuguong.crew import Crew
from neuguong.problems import Problem
from neuguong.site import pelican_pages, plugin
from neuguong.site.pelican_pages import CONF, FOLDER, Found, are_kept, plain_pages
from neuguong.site.plain import PlainPages, PlainText
from neuguong.store import Store, temporary_store
from tests.samples import ROOT

ONE = "Title: Giới thiệu\nSummary: Trang *này*\nOrder: 2\n\nXem [hai]({filename}/pages/hai.md).\n"
TWO = "Title: Hai\nSummary: Trang hai\nLang: en\n\nChữ.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with settings and two pages."""
    root = tmp_path / "site"
    (root / FOLDER).mkdir(parents=True)
    (root / "theme/templates").mkdir(parents=True)
    shutil.copyfile(ROOT / CONF, root / CONF)
    (root / FOLDER / "gioi-thieu.md").write_text(ONE, encoding="utf-8")
    (root / FOLDER / "hai.md").write_text(TWO, encoding="utf-8")
    return root


class Pelican(NamedTuple):
    """Asks for the pages, and counts how often Pelican had to read them."""

    root: Path
    store: Store
    runs: list[Path]

    def ask(self, crew: Crew | None = None) -> Callable[[], Found]:
        return plain_pages(self.root, self.root / "output", self.store, crew)

    def pages(self, crew: Crew | None = None) -> PlainPages:
        found, problems = self.ask(crew)()
        assert problems == ()
        assert found is not None
        return found

    def problems(self, crew: Crew | None = None) -> tuple[Problem, ...]:
        return self.ask(crew)()[1]

    def are_kept(self) -> bool:
        return are_kept(self.root, self.store)


@pytest.fixture
def pelican(root: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> Pelican:
    signals.get_generators.disconnect(plugin._generators)  # or Pelican knows it from an earlier test
    runs: list[Path] = []
    real = pelican_pages._run_pelican

    def counting(root: Path, output: Path) -> Found:
        runs.append(output)
        return real(root, output)

    monkeypatch.setattr(pelican_pages, "_run_pelican", counting)
    return Pelican(root, store, runs)


def test_pages_are_what_pelican_reads(pelican: Pelican) -> None:
    assert pelican.pages() == PlainPages(
        theme=str(pelican.root / "theme"),
        texts=(
            PlainText(
                slug="gioi-thieu",
                title="Giới thiệu",
                summary="Trang này",
                html='<p>Xem <a href="hai.html">hai</a>.</p>',
                order=2,
                lang="vi",
                source="pages/gioi-thieu.md",
            ),
            PlainText(
                slug="hai",
                title="Hai",
                summary="Trang hai",
                html="<p>Chữ.</p>",
                order=99,
                lang="en",
                source="pages/hai.md",
            ),
        ),
        are_all=True,
    )


def test_pelican_reads_pages_once(pelican: Pelican) -> None:
    assert not pelican.are_kept()
    first = pelican.pages()
    assert (pelican.are_kept(), pelican.pages(), pelican.pages(), len(pelican.runs)) == (
        True,
        first,
        first,
        1,
    )
    assert not (pelican.root / "output").exists()


def touch(root: Path) -> None:
    (root / FOLDER / "hai.md").touch()
    (root / CONF).touch()


def build(root: Path) -> None:
    (root / "output").mkdir()
    (root / "stories").mkdir()
    (root / "site.yml").write_bytes(b"name: x")


@pytest.mark.parametrize("change", [touch, build])
def test_pelican_is_spared_where_nothing_of_its_own_changed(
    pelican: Pelican, change: Callable[[Path], None]
) -> None:
    first = pelican.pages()
    change(pelican.root)
    assert (pelican.are_kept(), pelican.pages(), len(pelican.runs)) == (True, first, 1)


def edit(root: Path) -> None:
    (root / FOLDER / "hai.md").write_text(TWO.replace("Hai", "Bài"), encoding="utf-8")


def add(root: Path) -> None:
    (root / FOLDER / "ba.md").write_text("Title: Ba\nSummary: Ba\n\nBa.\n", encoding="utf-8")


def remove(root: Path) -> None:
    (root / FOLDER / "gioi-thieu.md").unlink()


def rename(root: Path) -> None:
    (root / FOLDER / "hai.md").rename(root / FOLDER / "ai.md")
    (root / FOLDER / "gioi-thieu.md").write_text("Title: Một\nSummary: Một\n\nMột.\n", encoding="utf-8")


def swap(root: Path) -> None:
    (root / FOLDER / "gioi-thieu.md").write_text(TWO, encoding="utf-8")
    (root / FOLDER / "hai.md").write_text(ONE, encoding="utf-8")


def change_settings(root: Path) -> None:
    text = (root / CONF).read_text(encoding="utf-8")
    (root / CONF).write_text(text.replace('"html5"', '"html"') + '\nDEFAULT_LANG = "en"\n', encoding="utf-8")


@pytest.mark.parametrize("change", [edit, add, remove, rename, swap, change_settings])
def test_pelican_reads_again_what_changed(pelican: Pelican, change: Callable[[Path], None]) -> None:
    first = pelican.pages()
    change(pelican.root)
    kept = [pelican.are_kept()]
    second = pelican.pages()
    kept.append(pelican.are_kept())
    assert (second != first, pelican.pages(), len(pelican.runs), kept) == (True, second, 2, [False, True])


def test_pages_of_a_site_that_was_moved_are_read_again(pelican: Pelican) -> None:
    first = pelican.pages()
    moved = pelican.root.rename(pelican.root.with_name("moved"))
    second = pelican._replace(root=moved).pages()
    assert (first.texts == second.texts, second.theme) == (True, str(moved / "theme"))


@pytest.mark.parametrize(
    "line",
    [
        'STATIC_PATHS = ["images"]',
        'DIRECT_TEMPLATES = ["index"]',
        'FEED_ALL_ATOM = "feeds/all.atom.xml"',
        "PLUGINS = [plugin, __import__('types').SimpleNamespace(__name__='more', register=lambda: None)]",
        'PAGE_PATHS = ["pages", "more"]',
    ],
)
def test_pelican_that_does_more_than_read_runs_every_time(pelican: Pelican, line: str) -> None:
    text = (pelican.root / CONF).read_text(encoding="utf-8")
    (pelican.root / CONF).write_text(f"{text}\n{line}\n", encoding="utf-8")
    (pelican.root / "theme/templates/index.html").write_text("x", encoding="utf-8")
    found = [pelican.pages().are_all for _ in range(2)]
    assert (found, len(pelican.runs), pelican.are_kept()) == ([False, False], 2, False)


def test_settings_may_stand_in_another_file(pelican: Pelican) -> None:
    """As those of the miniature site do: they run the repository's own."""
    other = pelican.root / "chung.py"
    other.write_text((pelican.root / CONF).read_text(encoding="utf-8"), encoding="utf-8")
    (pelican.root / CONF).write_text(
        "import runpy\nfrom pathlib import Path\n"
        'globals().update(runpy.run_path(str(Path(__file__).parent / "chung.py")))\n',
        encoding="utf-8",
    )
    assert [text.lang for text in pelican.pages().texts] == ["vi", "en"]
    other.write_text(other.read_text("utf-8") + '\nDEFAULT_LANG = "fr"\n', encoding="utf-8")
    assert [text.lang for text in pelican.pages().texts] == ["fr", "en"]
    assert not pelican.are_kept()


def no_settings(root: Path) -> None:
    (root / CONF).unlink()


def broken_settings(root: Path) -> None:
    (root / CONF).write_text("PLUGINS = [", encoding="utf-8")


def no_plugin(root: Path) -> None:
    (root / CONF).write_text('PATH = "content"\nTHEME = "theme"\nPLUGINS = []\n', encoding="utf-8")


def broken_page(root: Path) -> None:
    (root / FOLDER / "hai.md").write_bytes(b"Title: H\xf4ng\n\n\xff\xfe")


def name_that_is_no_text(root: Path) -> None:
    name = os.fsencode(root / FOLDER) + b"/b\xe0i.md"
    Path(os.fsdecode(name)).write_text(TWO, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "path", "rule"),
    [
        (no_settings, CONF, "file-is-readable"),
        (broken_settings, CONF, "pelican-has-the-plugin"),
        (no_plugin, CONF, "pelican-has-the-plugin"),
        (broken_page, FOLDER, "page-is-readable"),
        (name_that_is_no_text, FOLDER, "page-is-readable"),
    ],
)
def test_what_pelican_cannot_do_is_said_every_time(
    pelican: Pelican, change: Callable[[Path], None], path: str, rule: str
) -> None:
    change(pelican.root)
    with Crew(2, "fork") as crew:
        found = [pelican.problems(), pelican.problems(), pelican.problems(crew)]
    assert [[(problem.path, problem.rule) for problem in problems] for problems in found] == [
        [(path, rule)]
    ] * 3


def test_page_that_was_mended_is_read(pelican: Pelican) -> None:
    broken_page(pelican.root)
    assert pelican.problems() != ()
    (pelican.root / FOLDER / "hai.md").write_text(TWO, encoding="utf-8")
    assert [text.slug for text in pelican.pages().texts] == ["gioi-thieu", "hai"]


def test_pelican_says_nothing_on_the_terminal(pelican: Pelican, capfd: pytest.CaptureFixture[str]) -> None:
    pelican.pages()
    assert capfd.readouterr() == ("", "")


def test_pelican_begins_at_once_beside_a_crew(pelican: Pelican) -> None:
    """Its half a second goes by while the texts are read."""
    expected = pelican._replace(store=temporary_store())
    with Crew(2, "fork") as crew:
        ask = pelican.ask(crew)
        assert len(multiprocessing.active_children()) == 1
        found = ask()
    assert (found, pelican.are_kept(), pelican.runs) == ((expected.pages(), ()), True, expected.runs)
    with Crew(2, "fork") as crew:
        ask = pelican.ask(crew)
        assert (multiprocessing.active_children(), ask()) == ([], found)
    expected.store.close()


@pytest.mark.parametrize(("jobs", "method"), [(1, "fork"), (2, "spawn")])
def test_pelican_runs_here_where_a_worker_would_not_be_there_at_once(
    pelican: Pelican, jobs: int, method: str
) -> None:
    with Crew(jobs, method) as crew:
        ask = pelican.ask(crew)
        assert (multiprocessing.active_children(), pelican.runs) == ([], [])
        assert ask()[0] == pelican.pages()
    assert len(pelican.runs) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_that_are_saved_while_pelican_reads_are_not_kept(pelican: Pelican, jobs: int) -> None:
    with Crew(jobs, "fork") as crew:
        ask = pelican.ask(crew)
        edit(pelican.root)
        ask()
    kept = [pelican.are_kept()]
    (pelican.root / FOLDER / "hai.md").write_text(TWO, encoding="utf-8")
    kept.append(pelican.are_kept())
    assert ([text.title for text in pelican.pages().texts], kept, pelican.are_kept()) == (
        ["Giới thiệu", "Hai"],
        [False, False],
        True,
    )


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("Order: 0\n", 0),
        ("Order: 7\n", 7),
        ("Order: 007\n", 7),
        ("Order: 999999\n", 999_999),
        ("Order: 1000000\n", 999_999),
        (f"Order: {'9' * 5000}\n", 999_999),
        ("Order: -1\n", 99),
        ("Order: 1.5\n", 99),
        ("Order: ²\n", 99),
        ("Order: ٣\n", 99),
        ("Order: đầu\n", 99),
        ("Order:\n", 99),
        ("", 99),
    ],
    ids=lambda given: str(given).strip()[:16],
)
def test_order_of_a_page_is_a_small_number(pelican: Pelican, written: str, order: int) -> None:
    text = TWO.replace("Lang: en\n", f"Lang: en\n{written}")
    (pelican.root / FOLDER / "hai.md").write_text(text, encoding="utf-8")
    assert {page.slug: page.order for page in pelican.pages().texts} == {"gioi-thieu": 2, "hai": order}


def root_whose_name_is_no_text(pelican: Pelican) -> Pelican:
    name = os.fsencode(pelican.root.parent) + b"/b\xe0i"
    return pelican._replace(root=pelican.root.rename(os.fsdecode(name)))


def test_pages_of_a_site_whose_own_name_is_no_text_are_read_but_not_kept(pelican: Pelican) -> None:
    """No record can hold where its theme lies."""
    moved = root_whose_name_is_no_text(pelican)
    found = [moved.pages() for _ in range(2)]
    assert found[0] == found[1]
    assert ([text.slug for text in found[0].texts], moved.are_kept(), len(moved.runs)) == (
        ["gioi-thieu", "hai"],
        False,
        2,
    )
