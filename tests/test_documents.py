"""Documents are read by tests, so that they cannot lag behind the program."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from neuguong import reference
from neuguong.cli import main
from neuguong.content.checks import RULES, SITE_RULES, check_draft
from neuguong.content.checks.rule import World, rule_id
from neuguong.content.drafts import Draft
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.model import Meta
from neuguong.content.reading import parse
from neuguong.content.source import Kind, Source
from neuguong.content.vocabulary import Vocabularies
from neuguong.problems import Problem
from neuguong.records import keys_of, validate
from neuguong.site.api import schema_of
from neuguong.site.api_records import KINDS

ROOT = Path(__file__).resolve().parents[1]
COMMAND = re.compile(
    r"(?:`|\.venv/bin/)neuguong "
    r"((?:new |contest (?:(?:organiser|judges|conflicts|entry) )?)?[a-z]+)([^`\n|#]*)"
)
FENCED = re.compile(r"^```[a-z]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "content" / "handbook").rglob("*.md"))]


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    content = load(Tree(ROOT)).content
    assert content is not None
    return content.vocabularies


def commands() -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}

    def walk(command: click.Command, name: str) -> None:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for child in command.list_commands(context):
                below = command.get_command(context, child)
                assert below is not None
                walk(below, f"{name} {child}".strip())
        else:
            found[name] = command

    walk(main, "")
    return found


@pytest.mark.parametrize("path", [reference.FRONT_MATTER, reference.COMMANDS, reference.DATA])
def test_reference_pages_are_what_the_code_says(path: str, vocabularies: Vocabularies) -> None:
    written, made = (ROOT / path).read_text("utf-8"), reference.pages(vocabularies, main)[path]
    assert written == made, "run: neuguong reference"


def test_reference_names_every_key_rule_and_command(vocabularies: Vocabularies) -> None:
    pages = "".join(reference.pages(vocabularies, main).values())
    names = [info.name for info in keys_of(Meta)]
    names += [rule_id(rule) for rule in RULES]
    names += [rule_id(rule) for rule in SITE_RULES]
    missing = [name for name in names if f"`{name}`" not in pages]
    missing += [name for name in commands() if f"`neuguong {name}" not in pages]
    kinds = (schema_of(name)["$defs"].values() for name in KINDS)
    keys = {key for definitions in kinds for definition in definitions for key in definition["properties"]}
    missing += [key for key in sorted(keys) if f"`{key}`" not in pages and f".{key}`" not in pages]
    assert missing == []


def test_every_command_and_option_is_explained() -> None:
    silent = []
    for name, command in commands().items():
        options = [option for option in command.params if isinstance(option, click.Option)]
        silent += [name] if not command.help else []
        silent += [f"{name} {option.name}" for option in options if not option.help]
    assert silent == []


def test_documents_name_only_commands_and_options_that_exist() -> None:
    known = {
        name: {flag for option in command.params for flag in option.opts}
        for name, command in commands().items()
    }
    unknown = []
    named = [
        (document, *found) for document in DOCUMENTS for found in COMMAND.findall(document.read_text("utf-8"))
    ]
    assert {"check", "build", "new story", "addresses"} <= {name for _, name, _ in named}
    for document, name, rest in named:
        flags = set(re.findall(r"--[a-z][a-z-]*", rest))
        unknown += [(document.name, name, flag) for flag in sorted(flags - known.get(name, set()))]
        unknown += [] if name in known or name == "new" else [(document.name, name, "")]
    assert unknown == []


def test_documents_name_only_make_targets_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        (document.name, target)
        for document in DOCUMENTS
        for target in re.findall(r"`make ([a-z]+)", document.read_text("utf-8"))
    }
    assert {pair for pair in named if pair[1] not in targets} == set()


def test_handbook_example_is_a_story_without_fault(vocabularies: Vocabularies) -> None:
    guide = (ROOT / "content/handbook/bien-tap/viet-bai.md").read_text("utf-8")
    example = next(block for block in FENCED.findall(guide) if block.startswith("---\n"))
    draft = parse(Source(Kind.STORY, "vi-du.md", "2026-2027", "vi-du"), example, {})
    assert isinstance(draft, Draft)
    found = [problem.rule for problem in check_draft(draft, World(vocabularies))]
    assert validate(Meta, draft.front, "vi-du.md")[1] == ()
    assert found == ["text-has-length", "photo-file-exists"]  # it is cut short, and its picture is not here


def test_handbook_names_only_rules_that_exist() -> None:
    sources = "".join(file.read_text("utf-8") for file in (ROOT / "scripts" / "neuguong").rglob("*.py"))
    known = {rule_id(rule) for rule in RULES} | {rule_id(rule) for rule in SITE_RULES}
    guide = (ROOT / "content/handbook/bien-tap/viet-bai.md").read_text("utf-8")
    named = re.findall(r"<br>`([a-z0-9-]+)`", guide)
    assert len(named) > 15
    assert [name for name in named if name not in known and f'"{name}"' not in sources] == []


def test_projects_own_content_is_without_fault() -> None:
    problems: tuple[Problem, ...] = load(Tree(ROOT)).problems
    assert problems == ()
