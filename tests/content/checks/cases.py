"""What the tables of the rules are made of: a draft, and the faults that all rules together find in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from neuguong.content.checks import check
from neuguong.content.checks.rule import World
from neuguong.content.drafts import Draft
from neuguong.problems import Level, in_order
from tests.samples import draft_of

WARNINGS = frozenset(
    {"text-is-nfc", "text-has-length", "level-fits-unit", "photo-is-used", "value-is-read-whole"},
)
"""The rules that only ask for a look; a text without words is the one exception."""


@dataclass(frozen=True)
class Case:
    """Drafts and the lines on which the rule finds fault (none: they are good)."""

    rule: str
    drafts: tuple[Draft, ...]
    lines: tuple[int, ...] = ()
    levels: frozenset[Level] = field(default_factory=frozenset)

    @property
    def id(self) -> str:
        return f"{self.rule}-{'-'.join(map(str, self.lines)) or 'good'}"


def good(rule: str, **changes: Any) -> Case:
    """Return a case in which no rule finds a fault."""
    return Case(rule, (draft_of(**changes),))


def bad(rule: str, *lines: int, **changes: Any) -> Case:
    """Return a case in which this rule finds faults on these lines, and no other rule any."""
    level = Level.WARNING if rule in WARNINGS else Level.ERROR
    return Case(rule, (draft_of(**changes),), lines, frozenset({level}))


def together(case: Case, *others: Draft) -> Case:
    """Return the case with more drafts after its own."""
    return replace(case, drafts=(*case.drafts, *others))


def assert_found(case: Case, world: World) -> None:
    """Run every rule on the case and compare all that is found."""
    found = in_order(check(case.drafts, world))
    assert [(problem.line, problem.rule) for problem in found] == [(line, case.rule) for line in case.lines]
    assert {problem.level for problem in found} == case.levels
    for problem in found:
        assert all([*problem.what, *problem.fix])
        assert problem.what.vi != problem.what.en
        assert problem.fix.vi != problem.fix.en


def table(cases: Sequence[Case]) -> pytest.MarkDecorator:
    """Return the parametrization of a table."""
    return pytest.mark.parametrize("case", cases, ids=[case.id for case in cases])
