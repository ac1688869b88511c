from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import pytest
from jinja2 import Environment, TemplateNotFound

from neuguong import fingerprint
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.load_texts import text_of as rendered_text_of
from neuguong.content.source import TextChanged
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.site import making, render
from neuguong.site.assemble import Assembled, assemble
from neuguong.site.context import Rendered
from neuguong.site.making import Setup, make_pages, page_of
from neuguong.site.pages import ArticlePage, Page
from neuguong.site.plain import PlainText
from neuguong.site.plans import ListPlan, Plan, StoryPlan, WholePlan
from neuguong.site.render import Compiled
from neuguong.site.theme import closures, read_theme
from neuguong.site.write import Made
from neuguong.store import Store, temporary_store
from tests import miniature
from tests.site.making import EDITION, THEME, TODAY, VI, article, content, files_of, row, text_of, write_texts

PLAIN = PlainText(
    slug="en", title="In English", summary="", html="<p>x</p>", order=1, lang="en", source="en.md"
)
FOUND = read_theme(THEME)
LINKS = '<p>Xem <a href="bai-001.md">một</a> và <a href="cho.md">chờ</a>, <a href="../../x">x</a>.</p>'
ONE = "stories/2014-2015/bai-003.md"


@pytest.fixture(scope="module")
def used() -> dict[str, tuple[str, ...]]:
    store = temporary_store()
    found = closures(FOUND, store)
    store.close()
    return found


class Work(NamedTuple):
    """What is to be made, and with what."""

    planned: Assembled
    tree: Tree
    used: dict[str, tuple[str, ...]]
    text_of: Rendered = text_of

    def setup(self, output: Path, compiled: Compiled | None = None) -> Setup:
        known = {} if compiled is None else compiled
        planned = self.planned
        return Setup(planned.frame, planned.site, FOUND.templates, self.used, known, self.tree, output)

    def make(self, output: Path, crew: Crew | None = None) -> dict[str, Made]:
        made = list(make_pages(self.planned.plans, self.setup(output), crew or Crew()))
        found = {one.path: one for one in made}
        assert len(found) == len(made)
        return found

    def pages(self) -> dict[str, Page]:
        """Return the pages, each made here and now out of its plan as it is."""
        frame = self.planned.frame
        return {plan.path: page_of(plan, frame, self.text_of, frame.card) for plan in self.planned.plans}

    def expected(self, plan: Plan) -> bytes:
        page = page_of(plan, self.planned.frame, self.text_of, self.planned.frame.card)
        return render.html(page, self.planned.site, render.environment(FOUND.templates, VI))


Working = Callable[..., Work]


@pytest.fixture
def work(tmp_path: Path, vocabularies: Vocabularies, used: dict[str, tuple[str, ...]]) -> Working:
    """Plan a site of many stories, two of which lead to each other and to one that is hidden."""

    def plan(count: int = 45) -> Work:
        stories = (
            *row(count),
            article("co-link", html=LINKS, date=date(2015, 1, 1), place="tan-lac"),
            article("cho", date=date(2017, 1, 1)),
        )
        everything = content(vocabularies, stories)
        tree = write_texts(tmp_path / "site", everything)
        return Work(assemble(everything, text_of, [PLAIN], TODAY, VI, EDITION), tree, used)

    return plan


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Page]:
    """Keep the pages that are made in this process, before they are rendered."""
    found: dict[str, Page] = {}

    def keeping(page: Page, *_given: object) -> bytes:
        assert page.head.path not in found
        found[page.head.path] = page
        return b""

    monkeypatch.setattr(render, "html", keeping)
    return found


def test_every_page_of_the_miniature_is_made_as_its_plan_says(
    tmp_path: Path, store: Store, pages: dict[str, Page], used: dict[str, tuple[str, ...]]
) -> None:
    tree = Tree(miniature.EXAMPLE)
    loaded = load(tree, store)
    assert loaded.content is not None

    out_of_its_file = functools.partial(rendered_text_of, tree)
    day = date.fromisoformat(miniature.DAY)
    planned = assemble(loaded.content, out_of_its_file, [PLAIN], day, VI, EDITION)
    todo = Work(planned, tree, used, out_of_its_file)
    assert {type(plan) for plan in planned.plans} == {StoryPlan, ListPlan, WholePlan}
    made = todo.make(tmp_path)
    assert pages == todo.pages()
    assert made.keys() == pages.keys()


@pytest.mark.parametrize("cards", [1, 2, 4096])
def test_every_page_of_many_is_made_as_its_plan_says(
    tmp_path: Path, work: Working, pages: dict[str, Page], monkeypatch: pytest.MonkeyPatch, cards: int
) -> None:
    monkeypatch.setattr(making, "_CARDS", cards)
    monkeypatch.setattr(making, "BATCH", 7)
    todo = work()
    todo.make(tmp_path / "output")
    assert pages == todo.pages()


def test_card_is_the_very_same_each_time(tmp_path: Path, work: Working, pages: dict[str, Page]) -> None:
    """Templates remember what they made of it."""
    todo = work(3)
    todo.make(tmp_path / "output")
    stories = [page for page in pages.values() if isinstance(page, ArticlePage)]
    shown = [card for page in stories for card in (*page.elsewhere, *page.nearby)]
    assert len(shown) > len({card.href for card in shown})
    assert len({id(card) for card in shown}) == len({card.href for card in shown})


@pytest.mark.parametrize(("jobs", "method"), [(1, "fork"), (2, "fork"), (2, "spawn")])
def test_pages_are_written_where_they_are_made(
    tmp_path: Path, work: Working, monkeypatch: pytest.MonkeyPatch, jobs: int, method: str
) -> None:
    monkeypatch.setattr(making, "BATCH", 20)
    todo = work(making.FEW)
    output = tmp_path / "output"
    plans = {plan.path: plan for plan in todo.planned.plans}
    few = {path: todo.expected(plan) for path, plan in list(plans.items())[::9]}
    with Crew(jobs, method) as crew:
        made = todo.make(output, crew)
        again = todo.make(output, crew)
    files = files_of(output)
    assert {path: files[path] for path in few} == few
    assert (sorted(files), sorted(made)) == (sorted(plans), sorted(plans))
    assert made == {
        path: Made(
            path, fingerprint.digest(files[path]), fingerprint.stamp((output / path).lstat()), changed=True
        )
        for path in plans
    }
    assert again == {path: one._replace(changed=False) for path, one in made.items()}


def test_pages_are_the_same_by_one_and_by_many(tmp_path: Path, work: Working) -> None:
    todo = work(making.FEW)
    found = []
    for number, (jobs, method) in enumerate([(1, "fork"), (2, "fork"), (2, "spawn")]):
        with Crew(jobs, method) as crew:
            todo.make(tmp_path / str(number), crew)
        found.append(files_of(tmp_path / str(number)))
    assert found[0] == found[1] == found[2] != {}


def test_some_plans_are_carried_out_and_no_others(tmp_path: Path, work: Working) -> None:
    todo, output = work(), tmp_path / "output"
    some = [*todo.planned.plans[1:3], *todo.planned.plans[-2:]]
    made = list(make_pages(some, todo.setup(output), Crew()))
    assert sorted(one.path for one in made) == sorted(files_of(output)) == sorted(plan.path for plan in some)
    assert list(make_pages([], todo.setup(output), Crew())) == []


def test_link_to_a_hidden_story_is_left_out(tmp_path: Path, work: Working) -> None:
    work().make(tmp_path / "output")
    page = (tmp_path / "output/bai/2014-2015/co-link.html").read_text("utf-8")
    assert (
        '<p>Xem <a href="../../bai/2014-2015/bai-001.html">một</a> và chờ, <a href="../../x">x</a>.</p>'
        in page
    )


# Texts that change meanwhile


def save_another_text(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace("Bài".encode(), b"Bay"))


def save_a_longer_text(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")


def remove(file: Path) -> None:
    file.unlink()


def put_a_folder_in_its_place(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(("jobs", "method"), [(1, "fork"), (2, "fork"), (2, "spawn")])
@pytest.mark.parametrize("change", [save_another_text, save_a_longer_text, remove, put_a_folder_in_its_place])
def test_text_that_is_another_one_by_now_is_said(
    tmp_path: Path, work: Working, jobs: int, method: str, change: Callable[[Path], None]
) -> None:
    todo = work(making.FEW)
    change(todo.tree.root / ONE)
    with Crew(jobs, method) as crew, pytest.raises(TextChanged) as caught:
        todo.make(tmp_path / "output", crew)
    assert str(caught.value) == ONE


def test_page_of_a_text_that_is_another_one_by_now_is_not_written(tmp_path: Path, work: Working) -> None:
    todo = work()
    save_another_text(todo.tree.root / ONE)
    with pytest.raises(TextChanged):
        todo.make(tmp_path / "output")
    assert "bai/2014-2015/bai-003.html" not in files_of(tmp_path / "output")


def test_metadata_that_changes_meanwhile_makes_no_other_page(tmp_path: Path, work: Working) -> None:
    """What was checked is shown; the next build sees the rest."""
    todo = work()
    file = todo.tree.root / ONE
    file.write_bytes(b"---\ntitle: x\n---\n" + file.read_bytes().removeprefix(b"---\n---\n"))
    todo.make(tmp_path / "output")
    plan = next(plan for plan in todo.planned.plans if plan.path == "bai/2014-2015/bai-003.html")
    assert (tmp_path / "output" / plan.path).read_bytes() == todo.expected(plan)


# Compiled templates


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each template that is compiled in this process."""
    found: list[str] = []
    real = Environment.compile

    def noting(environment: Environment, source: str, name: str, *given: object) -> CodeType:
        found.append(name)
        return real(environment, source, name, *given)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Environment, "compile", noting)
    return found


def test_templates_are_compiled_once(tmp_path: Path, work: Working, compiled: list[str]) -> None:
    todo, known = work(), Compiled()
    lists = [plan for plan in todo.planned.plans if isinstance(plan, ListPlan)]
    list(make_pages(lists, todo.setup(tmp_path / "output", known), Crew()))
    needed = todo.used["list.html"]
    assert (sorted(compiled), len(known)) == (sorted(needed), len(needed))
    compiled.clear()
    list(make_pages(lists, todo.setup(tmp_path / "output", known), Crew()))
    assert (compiled, len(known)) == ([], len(needed))
    list(make_pages(todo.planned.plans, todo.setup(tmp_path / "output", known), Crew()))
    everything = {name for plan in todo.planned.plans for name in todo.used[plan.template]}
    assert (sorted(compiled), len(known)) == (sorted(everything - set(needed)), len(everything))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_templates_are_compiled_before_workers_start(
    tmp_path: Path, work: Working, compiled: list[str], method: str
) -> None:
    """So that each worker finds them, and what was compiled can be kept."""
    todo, known = work(making.FEW), Compiled()
    with Crew(2, method) as crew:
        made = make_pages(todo.planned.plans, todo.setup(tmp_path / "output", known), crew)
        everything = {name for plan in todo.planned.plans for name in todo.used[plan.template]}
        assert (sorted(compiled), len(known)) == (sorted(everything), len(everything))
        list(made)
    assert len(compiled) == len(everything)


def test_template_that_was_compiled_of_another_source_is_compiled_anew(
    tmp_path: Path, work: Working, compiled: list[str]
) -> None:
    todo, known = work(3), Compiled()
    first, second = (todo.setup(tmp_path / name, known) for name in ("first", "second"))
    list(make_pages(todo.planned.plans, first, Crew()))
    compiled.clear()
    source = FOUND.templates["base.html"].replace("<html", '<html data-khac="1"')
    changed = second._replace(templates={**FOUND.templates, "base.html": source})
    list(make_pages(todo.planned.plans, changed, Crew()))
    assert compiled == ["base.html"]
    before, after = files_of(tmp_path / "first"), files_of(tmp_path / "second")
    assert {path: data.replace(b"<html", b'<html data-khac="1"') for path, data in before.items()} == after


def test_page_whose_template_is_missing_stops_the_build(tmp_path: Path, work: Working) -> None:
    todo = work(3)
    setup = todo.setup(tmp_path / "output")
    without = {name: source for name, source in FOUND.templates.items() if name != "404.html"}
    used = {name: names for name, names in todo.used.items() if name != "404.html"}
    with pytest.raises(TemplateNotFound, match=r"404\.html"):
        list(make_pages(todo.planned.plans, setup._replace(templates=without, used=used), Crew()))


# The desk of a worker


def test_desk_that_is_sent_to_a_worker_makes_the_same_pages(tmp_path: Path, work: Working) -> None:
    todo = work(5)
    desk = making._Desk(todo.setup(tmp_path / "here"), todo.planned.plans)
    sent: making._Desk = pickle.loads(pickle.dumps(desk))  # noqa: S301 - our own
    moved = making._Desk(sent.setup._replace(output=tmp_path / "there"), sent.plans)
    made = [one.make(todo.planned.plans) for one in (desk, moved)]
    assert [(one.path, one.content) for one in made[0]] == [(one.path, one.content) for one in made[1]]
    assert files_of(tmp_path / "here") == files_of(tmp_path / "there")


def test_desk_remembers_only_so_many_cards(
    tmp_path: Path, work: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_CARDS", 3)
    todo = work(9)
    desk = making._Desk(todo.setup(tmp_path / "output"), todo.planned.plans)
    for story in (*todo.planned.articles, *todo.planned.articles[::-1]):
        assert desk.card(story) == todo.planned.frame.card(story)
        assert (desk.card(story) is desk.card(story), len(desk.cards) <= 3) == (True, True)


def test_making_begins_at_once_and_brings_word_as_it_is_asked(tmp_path: Path, work: Working) -> None:
    """The caller can make something else meanwhile."""
    todo = work(making.FEW)
    plan = max((plan for plan in todo.planned.plans if isinstance(plan, StoryPlan)), key=making._newest)
    with Crew(2, "fork") as crew:
        made: Iterator[Made] = make_pages(todo.planned.plans, todo.setup(tmp_path / "output"), crew)
        assert len(crew._shifts[0].workers) == 2
        assert sorted(one.path for one in made) == sorted(plan.path for plan in todo.planned.plans)
    assert (tmp_path / "output" / plan.path).is_file()
