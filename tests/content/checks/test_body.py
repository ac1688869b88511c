from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong.content.checks import body as rules
from neuguong.content.checks import check_draft
from neuguong.content.checks.body import resolve
from neuguong.content.checks.rule import World
from tests.content.checks.cases import Case, assert_found, bad, good, table
from tests.samples import BODY, draft_of

HTML, IMAGE, HEADINGS = "no-raw-html", "no-pictures-in-text", "headings-do-not-skip"
SAFE, RESOLVE, LENGTH, CONTACT = "links-are-safe", "links-resolve", "text-has-length", "no-private-contact"


def body(lines: str) -> str:
    """Put the lines on top of the text: the first stands on line 15."""
    return f"{lines}\n\n{BODY}"


CASES = [
    bad(HTML, 15, body=body("<b>Ấy</b>")),
    bad(HTML, 17, 18, body=body("Ấy\n\n<div>\n</div>")),
    bad(HTML, 16, body=body("Ấy\n<!-- ẩn -->")),
    bad(HTML, 15, 17, body=body("một<br>hai\n\n> <i>ba</i>")),
    good(HTML, body=body("**đậm** `<b>` 3 < 4 và 5 > 4 &lt;b&gt;")),
    bad(IMAGE, 15, body=body("![ảnh](a.jpg)")),
    bad(IMAGE, 16, 18, body=body("Ấy\nđây: ![][a]\n\n- ![](https://a.vn/a.png)\n\n[a]: b.png")),
    good(IMAGE, body=body("Thật vậy! [bài này](con-do-som.md)")),
    bad(HEADINGS, 15, body=body("# Ấy")),
    bad(HEADINGS, 15, body=body("Ấy\n===")),
    bad(HEADINGS, 15, body=body("### Ấy")),
    bad(HEADINGS, 17, 21, body=body("## Ấy\n\n#### Nọ\n\n## Kia\n\n##### Ba")),
    good(HEADINGS, body=body("## Ấy\n\n### Nọ\n\n#### Kia\n\n## Ba\n\n#hashtag")),
    bad(SAFE, 15, body=body("[ấy](javascript:alert\\(1\\))")),
    bad(SAFE, 15, body=body("[ấy](JaVaScRiPt:x) [nọ](https://a.vn/)")),
    bad(SAFE, 15, body=body("[ấy](&#106;avascript:x)")),
    bad(SAFE, 15, 16, body=body("[ấy](data:text/html,x)\n[nọ](file:///etc/passwd)")),
    bad(SAFE, 15, body=body("[ấy](<C:\\bai.docx>)")),
    bad(SAFE, 15, body=body("[ấy](https://[a)")),
    bad(SAFE, 15, body=body("<ftp://a.vn/b>")),
    bad(SAFE, 15, body=body("[gọi](tel:113)")),
    good(SAFE, body=body("<https://a.vn/> [b](http://b.vn/?a=1:2#c)")),
    bad(RESOLVE, 15, body=body("[ấy](khong-co.md)")),
    bad(RESOLVE, 15, body=body("[ấy](con-do-som)")),
    bad(RESOLVE, 16, body=body("Ấy\n[nọ](../2016-2017/con-do-som.md)")),
    bad(RESOLVE, 15, body=body("[ấy](/stories/2014-2015/con-do-som.md)")),
    bad(RESOLVE, 15, body=body("[ấy](//a.vn/b.md)")),
    bad(RESOLVE, 15, body=body("[ấy]()")),
    bad(RESOLVE, 15, body=body("[ấy](../../../etc/passwd)")),
    bad(RESOLVE, 15, body=body("[ấy](con-do-som.md%00)")),
    bad(RESOLVE, 15, body=body("[ấy](www.moet.gov.vn)")),
    bad(RESOLVE, 15, body=body("[ấy][a]\n\n[a]: khong-co.md")),
    bad(RESOLVE, 15, body=body("[a](./con-do-som.md#c)")),
    bad(RESOLVE, 15, body=body("[a](#c)")),
    good(RESOLVE, body=body("[a](con-do-som.md) [b](./con-do-som.md)")),
    good(RESOLVE, body=body("[a](../../content/pages/ke-hoach.md) [b](con%2Ddo-som.md)")),
    bad(LENGTH, 15, body="Ngắn quá."),
    bad(LENGTH, 15, body="một " * 199),
    bad(LENGTH, 15, body="một " * 1801),
    good(LENGTH, body="một " * 200),
    good(LENGTH, body="một " * 1800),
    bad(CONTACT, 15, body=body("Gọi cô Mơ số 0912345678 nhé.")),
    bad(CONTACT, 15, 16, body=body("0912.345.678\n+84 912 345 678")),
    bad(CONTACT, 15, body=body("Máy bàn 0218 385 1234 hoặc (0218) 385")),
    bad(CONTACT, 15, body=body("Số cũ 0168 123 4567.")),
    bad(CONTACT, 15, 15, body=body("Gọi 0912345678 hoặc 0987654321.")),
    good(CONTACT, body=body("Từ 05-09-2014 20 em đến lớp.")),
    bad(CONTACT, 15, body=body("Thư: co.mo+lop3@truong.example.vn")),
    bad(CONTACT, 15, body=body("`co.mo@truong.vn`")),
    bad(CONTACT, 10, author='{name: Hà Văn Tỉnh, unit: "0912 345 678"}'),
    good(CONTACT, body=body("Năm 2014-2015, 3.240.000.000 đồng, từ 01/02/2015 đến 03/04/2015, 20150422.")),
    good(CONTACT, body=body("Lớp 0 @ ấy, 12 @ 13, mã 1091234567890, tài khoản 40912345678.")),
]


@table(CASES)
def test_rules_about_the_text(case: Case, world: World) -> None:
    assert_found(case, world)


@pytest.mark.parametrize("body", ["", "\n\n", "–", "[a]: b.md", "***"])
def test_a_text_without_words_is_an_error(body: str, world: World) -> None:
    assert [(p.line, p.rule, p.level.value) for p in check_draft(draft_of(body=body), world)] == [
        (15, "text-has-length", "error")
    ]


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("b.md", "stories/2014-2015/b.md"),
        ("./b.md#c", "stories/2014-2015/b.md"),
        ("../2016-2017/b.md", "stories/2016-2017/b.md"),
        ("../../content/pages/ke-hoach.md", "content/pages/ke-hoach.md"),
        ("b%20c.md", "stories/2014-2015/b c.md"),
        ("/b.md", "/b.md"),
        ("../../../../b.md", "../../b.md"),
    ],
)
def test_resolve_follows_relative_paths(target: str, path: str) -> None:
    assert resolve("stories/2014-2015/a.md", target) == path


@pytest.mark.parametrize(
    "line", ["a" * 400_000, "0" * 400_000, "a@" * 100_000, "a@b." * 100_000, "[" * 100_000], ids=len
)
def test_long_lines_take_no_long_time(line: str, world: World) -> None:
    start = time.perf_counter()
    list(check_draft(draft_of(body=line), world))
    assert time.perf_counter() - start < 3


DRAFT = draft_of()
NUMBERS = st.text(alphabet="0123456789084+ .-/,()aĐ@…٣\n", max_size=30)
PIECES = st.sampled_from(
    [
        "0912345678",
        "+84 912 345 678",
        "0218.385.1234",
        "05-09-2014",
        "a@b.vn",
        "co.mo+x@c-d.e.vn",
        "\n",
        " ",
        "0",
    ]
)


@given(st.lists(st.one_of(NUMBERS, PIECES), max_size=6).map("".join))
def test_private_contact_is_looked_for_in_every_line(world: World, text: str) -> None:
    found = rules.no_private_contact(replace(DRAFT, text=text), world)
    assert [(fault.line, fault.what.vi.split("”")[0]) for fault in found] == [
        (number, f"“{match}")
        for number, line in enumerate(text.split("\n"), start=1)
        for match in [*rules._PHONE.findall(rules._DATE.sub("…", line)), *rules._EMAIL.findall(line)]
    ]
