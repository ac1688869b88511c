from __future__ import annotations

from dataclasses import replace

import pytest

from neuguong.content.checks import check
from neuguong.content.checks.rule import World
from tests.content.checks.cases import Case, assert_found, bad, good, table, together
from tests.samples import draft_of

SLUG, FORMER = "slug-is-stable-and-unique", "former-address-is-free"
YEAR = "stories/2014-2015"
OTHER = draft_of(path="stories/2016-2017/con-do-som.md", date="2017-04-22")
THIRD = draft_of(path="stories/2018-2019/con-do-som.md", date="2019-04-22")
ENTRY = draft_of(path="contest/2015/entries/con-do-som.md")

CASES = [
    bad(SLUG, 0, path=f"{YEAR}/Con-do.md"),
    bad(SLUG, 0, path=f"{YEAR}/con-đò.md"),
    bad(SLUG, 0, path=f"{YEAR}/con do.md"),
    bad(SLUG, 0, path=f"{YEAR}/con_do.md"),
    bad(SLUG, 0, path=f"{YEAR}/con--do.md"),
    bad(SLUG, 0, path=f"{YEAR}/–.md"),
    bad(SLUG, 0, path="contest/2015/entries/Bát cơm.md"),
    bad(SLUG, 0, path=f"{YEAR}/index.md"),
    together(bad(SLUG, 0), OTHER),
    together(bad(SLUG, 0, 0), OTHER, THIRD),
    together(good(SLUG), ENTRY),
    bad(FORMER, 14, formerly="[2014-2015/con-do-som]"),
    bad(FORMER, 16, path=f"{YEAR}/con-do.md", formerly="\n- 2014-2015/a\n- 2014-2015/con-do-som"),
    together(
        bad(FORMER, 14, formerly="[2014-2015/con-do]"),
        draft_of(path=f"{YEAR}/con-do-muon.md", formerly="[2014-2015/con-do]"),
    ),
    good(FORMER, formerly="[2014-2015/con-do, [a]]"),
    together(good(SLUG), draft_of(path="stories/2016-2017/con-do-muon.md", date="2017-04-22")),
    together(
        good(SLUG, path="contest/2015/entries/bat-com.md"), draft_of(path="contest/2026/entries/bat-com.md")
    ),
]


@table(CASES)
def test_rules_about_addresses(case: Case, world: World) -> None:
    assert_found(case, world)


@pytest.mark.parametrize(
    ("addresses", "formerly", "expected"),
    [
        (("2014-2015/con-do-som",), None, []),
        (("", "# lời chú", "2014-2015/con-do-som"), None, []),
        (("2014-2015/con-do", "2014-2015/con-do-som"), "[2014-2015/con-do]", []),
        (("2014-2015/con-do-som", "2014-2015/con-do"), None, [2]),
        (("# lời chú", "", "2014-2015/a", "2014-2015/b"), "[2014-2015/a]", [4]),
        (("2014/con-do-som",), None, [1]),
        (("2014-2015/con-do-som", "2014-2015/con-do-som.md", "https://a.vn/b"), None, [2, 3]),
    ],
)
def test_published_addresses_stay(
    world: World, addresses: tuple[str, ...], formerly: str | None, expected: list[int]
) -> None:
    found = check([draft_of(formerly=formerly)], replace(world, addresses=addresses))
    assert [(p.path, p.line, p.rule) for p in found] == [
        ("stories/addresses.txt", line, SLUG) for line in expected
    ]


def test_message_says_what_to_rename(world: World) -> None:
    drafts = [draft_of(path=f"{YEAR}/Con đò.md"), draft_of(path=f"{YEAR}/–.md")]
    assert [problem.fix.vi for problem in check(drafts, world)] == [
        "đổi thành “con-do.md”",
        "đổi thành “ten-bai.md”",
    ]
