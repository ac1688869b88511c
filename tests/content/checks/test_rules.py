from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

from neuguong.content.checks import RULES, SITE_RULES, check
from neuguong.content.checks.rule import World, rule_id
from tests.content.checks.cases import Case
from tests.samples import draft_of

EVERY_RULE = {rule_id(rule) for rule in RULES} | {rule_id(rule) for rule in SITE_RULES}


def cases() -> Iterator[Case]:
    """Yield the cases of every test module beside this one."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        loaded = importlib.import_module(f"tests.content.checks.{module.name}")
        yield from getattr(loaded, "CASES", ())


def test_every_rule_has_bad_cases() -> None:
    assert {case.rule for case in cases() if case.lines} == EVERY_RULE


def test_every_rule_has_good_cases() -> None:
    assert {case.rule for case in cases() if not case.lines} == EVERY_RULE


def test_every_rule_of_the_modules_is_listed() -> None:
    """A rule is a public function that takes a draft (or drafts) and the world."""
    written = set()
    for module in ("addresses", "body", "characters", "metadata", "people", "photos"):
        loaded = importlib.import_module(f"neuguong.content.checks.{module}")
        written |= {
            rule_id(thing)
            for name, thing in vars(loaded).items()
            if not name.startswith("_")
            and getattr(thing, "__module__", "") == loaded.__name__
            and {"draft", "sketches"} & set(getattr(thing, "__annotations__", ()))
        }
    assert written == EVERY_RULE


def test_rules_have_distinct_ids_and_say_what_they_ask() -> None:
    assert len(EVERY_RULE) == len(RULES) + len(SITE_RULES)
    assert [rule for rule in (*RULES, *SITE_RULES) if not rule.__doc__] == []


def test_a_story_without_fault_passes_every_rule(world: World) -> None:
    assert list(check([draft_of()], world)) == []


def test_no_drafts_have_no_faults(world: World) -> None:
    assert list(check([], world)) == []
