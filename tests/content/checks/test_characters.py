from __future__ import annotations

import unicodedata

import pytest

from neuguong.content.checks import check_draft
from neuguong.content.checks.characters import is_hidden
from neuguong.content.checks.rule import World
from tests.content.checks.cases import Case, assert_found, bad, good, table
from tests.samples import BODY, draft_of, story_text

NFC, HIDDEN = "text-is-nfc", "no-hidden-characters"

CASES = [
    bad(NFC, 2, title=unicodedata.normalize("NFD", "Con đò ấy")),
    bad(NFC, 15, 42, 43, body="a\u0301" + BODY + "\ne\u0302\no\u031b\u0323"),
    bad(NFC, 15, body="\u212b " + BODY),  # the sign of the unit
    bad(HIDDEN, 2, title="Con\u200b đò"),
    bad(HIDDEN, 2, title="Con \u202eđò"),
    bad(HIDDEN, 15, body="\u00ad\ufeff\u200d" + BODY),
    bad(HIDDEN, 41, 42, body=BODY + " \u2066\n\u2028"),
    bad(HIDDEN, 15, body="\x07" + BODY),
    bad(HIDDEN, 15, body="\x85" + BODY),
    bad(HIDDEN, 15, text=story_text("\u2060" + BODY)),
    good(HIDDEN, body="\tTab, – “dấu” … 🛶\u00a0và\u2009ấy\n\n" + BODY),
    good(NFC, title="ƯỚC MƠ ấy"),
]


@table(CASES)
def test_rules_about_characters(case: Case, world: World) -> None:
    assert_found(case, world)


def test_message_names_the_hidden_characters(world: World) -> None:
    (problem,) = check_draft(draft_of(title="Con\u200b\u2060 đò\u200b"), world)
    assert problem.what.vi == "dòng có ký tự ẩn: U+200B, U+2060"


@pytest.mark.parametrize(
    "char", list("\u00ad\u200b\u200c\u200d\u200e\u202a\u202e\u2060\u2066\u2069\ufeff\x00\x1b\x7f")
)
def test_hidden_characters(char: str) -> None:
    assert is_hidden(char)


@pytest.mark.parametrize("char", list("a ấ\n\t\u00a0\u0301–…🛶\u202f"))
def test_characters_that_may_be_seen(char: str) -> None:
    assert not is_hidden(char)
