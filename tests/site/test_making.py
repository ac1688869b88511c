from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from neuguong import fingerprint
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.site import making, render
from neuguong.site.assemble import Assembled, assemble
from neuguong.site.making import Setup, make_pages, page_of
from neuguong.site.pages import Page
from neuguong.site.plain import PlainText
from neuguong.site.plans import ListPlan, Plan, StoryPlan, WholePlan
from neuguong.site.theme import read_theme
from neuguong.site.write import Made
from neuguong.store import Bodies, Store, StoreBroken, temporary_store
from tests import miniature
from tests.site.making import THEME, TODAY, article, bodies, content, files_of, row

PLAIN = PlainText(
    slug="en", title="In English", summary="", html="<p>x</p>", order=1, lang="en", source="en.md"
)
TEMPLATES = read_theme(THEME).templates


class Work(NamedTuple):
    """What is to be made, and with what."""

    assembled: Assembled
    store: Store
    texts: dict[str, str]

    def setup(self, output: Path) -> Setup:
        planned = self.assembled
        return Setup(
            planned.frame, planned.site, TEMPLATES, str(self.store.path), self.store.session, str(output)
        )

    def expected(self, plan: Plan) -> bytes:
        """Return the page's bytes, made here and now out of the plan as it is."""
        page = page_of(plan, self.assembled.frame, self.texts)
        return render.html(page, self.assembled.site, render.environment(TEMPLATES))


def work(vocabularies: Vocabularies, store: Store, count: int = 45) -> Work:
    """Plan a site of many stories, two of which lead to each other and to one that is hidden."""
    links = '<p>Xem <a href="bai-001.md">một</a> và <a href="cho.md">chờ</a>, <a href="../../x">x</a>.</p>'
    stories = (
        *row(count),
        article("co-link", html=links, date=date(2015, 1, 1), place="tan-lac"),
        article("cho", date=date(2017, 1, 1)),
    )
    everything = content(vocabularies, stories)
    texts = bodies(everything)
    store.keep_bodies((path, html.encode()) for path, html in texts.items())
    store.commit()
    return Work(assemble(everything, texts, [PLAIN], TODAY), store, texts)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, Page]:
    """Keep the pages that a worker makes, before they are rendered."""
    found: dict[str, Page] = {}

    def keeping(_desk: object, path: str, page: Page) -> Made:
        assert path not in found
        found[path] = page
        return Made(path, b"", b"", changed=True)

    monkeypatch.setattr(making._Desk, "finished", keeping)
    return found


def test_every_page_of_the_miniature_is_made_as_its_plan_says(
    tmp_path: Path, store: Store, pages: dict[str, Page]
) -> None:
    loaded = load(Tree(miniature.EXAMPLE), store)
    assert loaded.content is not None
    stored = Bodies(store.path)
    planned = assemble(loaded.content, stored, [PLAIN], date.fromisoformat(miniature.DAY))
    setup = Setup(planned.frame, planned.site, TEMPLATES, str(store.path), store.session, str(tmp_path))
    assert {type(plan) for plan in planned.plans} == {StoryPlan, ListPlan, WholePlan}
    made = list(make_pages(planned.plans, setup, Crew()))
    assert pages == {plan.path: page_of(plan, planned.frame, stored) for plan in planned.plans}
    assert sorted(one.path for one in made) == sorted(plan.path for plan in planned.plans)
    stored._connection.close()


@pytest.mark.parametrize("cards", [1, 2, 4096])
def test_every_page_of_many_is_made_as_its_plan_says(
    tmp_path: Path,
    store: Store,
    vocabularies: Vocabularies,
    pages: dict[str, Page],
    monkeypatch: pytest.MonkeyPatch,
    cards: int,
) -> None:
    monkeypatch.setattr(making, "_CARDS", cards)
    monkeypatch.setattr(making, "BATCH", 7)
    todo = work(vocabularies, store)
    list(make_pages(todo.assembled.plans, todo.setup(tmp_path), Crew()))
    assert pages == {
        plan.path: page_of(plan, todo.assembled.frame, todo.texts) for plan in todo.assembled.plans
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_are_written_where_they_are_made(
    tmp_path: Path, store: Store, vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr(making, "BATCH", 20)
    todo = work(vocabularies, store, making.FEW)
    output = tmp_path / "output"
    plans = {plan.path: plan for plan in todo.assembled.plans}
    few = {path: todo.expected(plan) for path, plan in list(plans.items())[::9]}
    with Crew(jobs) as crew:
        made = {one.path: one for one in make_pages(todo.assembled.plans, todo.setup(output), crew)}
        again = list(make_pages(todo.assembled.plans, todo.setup(output), crew))
    files = files_of(output)
    assert {path: files[path] for path in few} == few
    assert (sorted(files), sorted(made)) == (sorted(plans), sorted(plans))
    assert {path: one._replace(path="") for path, one in made.items()} == {
        path: Made(
            "", fingerprint.digest(files[path]), fingerprint.stamp((output / path).lstat()), changed=True
        )
        for path in plans
    }
    assert {one.path: one for one in again} == {
        path: one._replace(changed=False) for path, one in made.items()
    }


def test_pages_are_the_same_by_one_and_by_many(
    tmp_path: Path, store: Store, vocabularies: Vocabularies
) -> None:
    todo = work(vocabularies, store, making.FEW)
    for jobs in (1, 2):
        with Crew(jobs, "fork") as crew:
            list(make_pages(todo.assembled.plans, todo.setup(tmp_path / str(jobs)), crew))
    assert files_of(tmp_path / "1") == files_of(tmp_path / "2")


def test_some_plans_are_carried_out_and_no_others(
    tmp_path: Path, store: Store, vocabularies: Vocabularies
) -> None:
    todo = work(vocabularies, store)
    some = [*todo.assembled.plans[1:3], *todo.assembled.plans[-2:]]
    made = list(make_pages(some, todo.setup(tmp_path), Crew()))
    assert (
        sorted(one.path for one in made) == sorted(files_of(tmp_path)) == sorted(plan.path for plan in some)
    )
    assert list(make_pages([], todo.setup(tmp_path), Crew())) == []


def test_link_to_a_hidden_story_is_left_out(tmp_path: Path, store: Store, vocabularies: Vocabularies) -> None:
    todo = work(vocabularies, store)
    list(make_pages(todo.assembled.plans, todo.setup(tmp_path), Crew()))
    page = (tmp_path / "bai/2014-2015/co-link.html").read_text("utf-8")
    assert (
        '<p>Xem <a href="../../bai/2014-2015/bai-001.html">một</a> và chờ, <a href="../../x">x</a>.</p>'
        in page
    )


@pytest.fixture
def other() -> Iterator[Store]:
    store = temporary_store()
    yield store
    store.close()


def test_worker_asks_the_store_of_its_own_build(
    tmp_path: Path, store: Store, other: Store, vocabularies: Vocabularies
) -> None:
    """The same plans twice, as `serve` makes them: the second store lies where the first one lay."""
    todo = work(vocabularies, store, 1)
    store.keep_bodies((path, b"<p>Khac</p>") for path in todo.texts)
    store.commit()
    with pytest.raises(StoreBroken):
        list(make_pages(todo.assembled.plans, todo.setup(tmp_path), Crew()))
    other.keep_bodies((path, html.encode()) for path, html in todo.texts.items())
    other.commit()
    store.close()
    store.path.parent.mkdir()
    other.path.rename(store.path)
    again = todo.setup(tmp_path)._replace(session=other.session)
    made = list(make_pages(todo.assembled.plans, again, Crew()))
    assert sorted(one.path for one in made) == sorted(plan.path for plan in todo.assembled.plans)


@pytest.mark.parametrize("jobs", [1, 2])
def test_text_that_the_store_lost_is_said(
    tmp_path: Path, store: Store, vocabularies: Vocabularies, jobs: int
) -> None:
    todo = work(vocabularies, store, making.FEW)
    store.forget_texts(["stories/2014-2015/bai-003.md"])
    store.commit()
    with Crew(jobs) as crew, pytest.raises(StoreBroken, match="bai-003"):
        list(make_pages(todo.assembled.plans, todo.setup(tmp_path), crew))


def test_article_of_many_plans_is_sent_once(store: Store, vocabularies: Vocabularies) -> None:
    todo = work(vocabularies, store)
    many = [plan for plan in todo.assembled.plans if not isinstance(plan, WholePlan)]
    sent = making._decode_batch(making._packed(many, making._raw))
    articles = [making._decode_article(packed) for packed in sent.articles]
    assert sorted(one.path for one in articles) == sorted(one.path for one in todo.assembled.articles)
    assert [one.face_digest for one in articles] == sent.faces
    assert len(sent.stories) + len(sent.lists) == len(many)
