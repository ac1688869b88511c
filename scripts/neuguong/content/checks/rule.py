"""What a rule is: it looks at a draft and the world around it and yields faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from neuguong.content.drafts import Draft, Sketch
from neuguong.content.vocabulary import Vocabularies
from neuguong.problems import Level, Text


@dataclass(frozen=True)
class World:
    """What rules know beside the draft: the lists, the Markdown files of the site, recorded addresses."""

    vocabularies: Vocabularies
    files: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()


class Fault(NamedTuple):
    """What a rule yields: the runner adds path and rule id."""

    line: int
    what: Text
    fix: Text
    level: Level = Level.ERROR


Rule = Callable[[Draft, World], Iterator[Fault]]
SiteRule = Callable[[Sequence[Sketch], World], Iterator[tuple[str, Fault]]]


def rule_id(rule: Callable[..., object]) -> str:
    """Return the rule's id: its name with hyphens."""
    return rule.__name__.replace("_", "-")
