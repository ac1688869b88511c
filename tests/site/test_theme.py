from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import DictLoader, TemplateSyntaxError

from neuguong.content.vocabulary import Vocabularies
from neuguong.site import render, theme
from neuguong.site.plain import PlainText
from neuguong.site.theme import Theme, closures, keep_compiled, read_theme, recall_compiled
from neuguong.store import Store, temporary_store
from tests.site.making import THEME, TODAY, VI, assemble, content, rendered, row


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def closed(templates: dict[str, str]) -> dict[str, set[str]]:
    """Return the closures of these templates, without each template itself."""
    store = temporary_store()
    try:
        found = closures(Theme(templates, {}), store)
    finally:
        store.close()
    assert all(name in names and names == tuple(sorted(set(names))) for name, names in found.items())
    return {name: set(names) - {name} for name, names in found.items()}


def test_theme_is_read_with_its_folders(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "templates/home.html": "Đò\r\n".encode(),
            "templates/parts/card.html": b"x",
            "static/css/site.css": b"\xff\r\n",
            "static/icon.svg": b"",
            "README.md": b"no part of it",
        },
    )
    assert read_theme(folder) == Theme(
        {"home.html": "Đò\n", "parts/card.html": "x"},
        {"theme/css/site.css": b"\xff\r\n", "theme/icon.svg": b""},
    )


def test_theme_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_theme(tmp_path / "nowhere") == Theme({}, {})


def test_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"templates/parts/a.html": b"\xff"})
    with pytest.raises(TemplateSyntaxError) as caught:
        read_theme(tmp_path)
    assert (caught.value.name, caught.value.lineno) == ("parts/a.html", 1)


@pytest.mark.parametrize("name", [".home.html.swp", ".DS_Store", "Thumbs.db"])
def test_what_editors_and_systems_leave_lying_stops_nothing(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"templates/home.html": b"x", f"templates/{name}": b"b0VIM \xff\xfe\0"})
    assert read_theme(tmp_path).templates == {"home.html": "x"}


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("", set()),
        ("a.html", set()),
        ("{# {% include 'a.html' %} #}", set()),
        ("{% raw %}{% include 'a.html' %}{% endraw %}", set()),
        ("{% extends 'a.html' %}", {"a.html"}),
        ("{% import 'a.html' as a %}", {"a.html"}),
        ("{% import 'a.html' as a with context %}", {"a.html"}),
        ("{% from 'a.html' import b %}", {"a.html"}),
        ("{% include 'a.html' %}", {"a.html"}),
        ("{% include 'a.html' ignore missing %}", {"a.html"}),
        ("{% include ['a.html', 'b.html'] %}", {"a.html", "b.html"}),
        ("{% if page %}{% for x in y %}{% include 'a.html' %}{% endfor %}{% endif %}", {"a.html"}),
        ("{% macro m() %}{% include 'a.html' %}{% endmacro %}", {"a.html"}),
        ("{% extends 'a.html' if page.wide else 'b.html' %}", {"a.html", "b.html", "c.html"}),
        ("{% include page.kind ~ '.html' %}", {"a.html", "b.html", "c.html"}),
        ("{% include ['a.html', page.kind] %}", {"a.html", "b.html", "c.html"}),
        ("{% set name = 'a.html' %}{% include name %}", {"a.html", "b.html", "c.html"}),
        ("{% include 'nowhere.html' %}", {"nowhere.html"}),
        ("{% include %}", {"a.html", "b.html", "c.html"}),
        ("{{ x | number }}{% include 'a.html' %}", {"a.html"}),
    ],
)
def test_closure_has_every_template_that_is_named(source: str, named: set[str]) -> None:
    assert closed({"page.html": source, "a.html": "", "b.html": "", "c.html": ""})["page.html"] == named


def test_closure_follows_names_from_template_to_template() -> None:
    assert closed(
        {
            "home.html": "{% extends 'base.html' %}{% import 'parts.html' as parts %}",
            "list.html": "{% extends 'base.html' %}",
            "base.html": "{% include 'menu.html' %}",
            "menu.html": "",
            "parts.html": "{% from 'deep/card.html' import card %}",
            "deep/card.html": "{% include 'deep/card.html' %}",
            "one.html": "{% include 'two.html' %}",
            "two.html": "{% include 'one.html' %}",
            "alone.html": "",
            "any.html": "{% include 'via.html' %}",
            "via.html": "{% include page.name %}",
        }
    ) == {
        "home.html": {"base.html", "menu.html", "parts.html", "deep/card.html"},
        "list.html": {"base.html", "menu.html"},
        "base.html": {"menu.html"},
        "menu.html": set(),
        "parts.html": {"deep/card.html"},
        "deep/card.html": set(),
        "one.html": {"two.html"},
        "two.html": {"one.html"},
        "alone.html": set(),
        "any.html": {
            *("home.html", "list.html", "base.html", "menu.html", "parts.html", "deep/card.html"),
            *("one.html", "two.html", "alone.html", "via.html"),
        },
        "via.html": {
            *("home.html", "list.html", "base.html", "menu.html", "parts.html", "deep/card.html"),
            *("one.html", "two.html", "alone.html", "any.html"),
        },
    }


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often closures are worked out and not remembered."""
    found: list[int] = []
    real: Callable[[dict[str, str]], dict[str, tuple[str, ...]]] = theme._closures

    def counting(templates: dict[str, str]) -> dict[str, tuple[str, ...]]:
        found.append(len(templates))
        return real(templates)

    monkeypatch.setattr(theme, "_closures", counting)
    return found


def test_closures_are_remembered_until_a_template_changes(store: Store, worked_out: list[int]) -> None:
    one = Theme({"a.html": "{% include 'b.html' %}", "b.html": ""}, {})
    other = Theme({"a.html": "{% include 'c.html' %}", "b.html": ""}, {})
    renamed = Theme({"a.html": "{% include 'b.html' %}", "d.html": ""}, {})
    styled = Theme(one.templates, {"theme/site.css": b""})
    first = closures(one, store)
    assert (closures(one, store), closures(styled, store), worked_out) == (first, first, [2])
    assert closures(other, store)["a.html"] == ("a.html", "c.html")
    assert (closures(renamed, store)["d.html"], worked_out) == (("d.html",), [2, 2, 2])


COMPILED = {"home": b"\x00\xff", "list": b""}


def test_compiled_templates_are_remembered_until_a_template_changes(store: Store) -> None:
    one = Theme({"a.html": "a", "b.html": "b"}, {})
    styled = Theme(one.templates, {"theme/site.css": b""})
    others = [
        Theme({"a.html": "a", "b.html": "c"}, {}),
        Theme({"a.html": "a", "c.html": "b"}, {}),
        Theme({"a.html": "a"}, {}),
        Theme({}, {}),
    ]
    assert recall_compiled(one, store) == {}
    keep_compiled(one, store, COMPILED)
    assert (recall_compiled(one, store), recall_compiled(styled, store)) == (COMPILED, COMPILED)
    assert [recall_compiled(other, store) for other in others] == [{}] * len(others)
    keep_compiled(others[0], store, {"home": b"1"})
    assert (recall_compiled(others[0], store), recall_compiled(one, store)) == ({"home": b"1"}, {})


def test_compiled_templates_that_have_rotted_are_compiled_anew(store: Store) -> None:
    one = Theme({"a.html": "a"}, {})
    keep_compiled(one, store, COMPILED)
    store._connection.execute("UPDATE memos SET value = substr(value, 2)")
    assert recall_compiled(one, store) == {}


def test_pages_of_remembered_templates_are_the_same(vocabularies: Vocabularies, store: Store) -> None:
    found, site = read_theme(THEME), assemble(content(vocabularies, row(41)), [], TODAY)
    compiled: render.Compiled = {}
    files = []
    for _ in range(2):
        files.append(rendered(site, render.environment(found.templates, VI, compiled)))
        keep_compiled(found, store, compiled)
        compiled = recall_compiled(found, store)
    assert files[0] == files[1] == rendered(site, render.environment(found.templates, VI))
    assert len(compiled) == len(
        {name for page in site.pages for name in closures(found, store)[page.template]}
    )


class Noting(DictLoader):
    """A loader that notes what is asked for."""

    def __init__(self, mapping: dict[str, str]) -> None:
        super().__init__(mapping)
        self.asked: set[str] = set()

    def get_source(self, environment: object, template: str) -> tuple[str, None, Callable[[], bool]]:
        self.asked.add(template)
        return super().get_source(environment, template)  # type: ignore[arg-type]


def test_every_page_is_made_with_its_closure(vocabularies: Vocabularies, store: Store) -> None:
    """Whatever rendering asks for, a change of it makes the page again."""
    found = read_theme(THEME)
    plain = PlainText(slug="en", title="En", summary="", html="", order=1, lang="en", source="pages/en.md")
    site = assemble(content(vocabularies, row(41, formerly=("2013-2014/cu",))), [plain], TODAY)
    known = closures(found, store)
    used: dict[str, set[str]] = {}
    for page in {page.template: page for page in site.pages}.values():
        loader = Noting(found.templates)
        environment = render.environment(found.templates, VI)
        environment.loader = loader
        render.html(page, site.site, environment)
        used[page.template] = loader.asked
    assert {name: set(known[name]) for name in used} == used
