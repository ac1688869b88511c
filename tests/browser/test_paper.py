"""What comes out of the printer, and what goes with an address that is shared."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

BASE = "https://neu-guong.example/"
STORY = "bai/2014-2015/cai-noi-ba-vet-mop.html"
ENTRY = "cuoc-thi/2015/*.html"
SEASON = "cuoc-thi/2026/index.html"
DOTS = 200
"""Of the printed page, an inch."""
META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">')


def read_to_the_end(page: Page) -> None:
    """Do as a reader does before printing, and wait until the code has come."""
    page.locator(".on-paper").evaluate("block => block.parentElement.scrollIntoView(false)")
    page.wait_for_function("() => document.querySelector('.on-paper img').naturalWidth > 0")


def printed(page: Page, file: Path) -> list[Image.Image]:
    """Print the page as it stands, and return the sheets of paper."""
    page.pdf(path=file, format="A4")
    document = pypdfium2.PdfDocument(file)
    sheets = [sheet.render(scale=DOTS / 72).to_pil().convert("L") for sheet in document]
    document.close()
    return sheets


def codes(sheets: list[Image.Image]) -> list[zxingcpp.Barcode]:
    return [code for sheet in sheets for code in zxingcpp.read_barcodes(sheet)]


def asked_for(page: Page) -> list[str]:
    """Return a list that grows with every code that the page asks for."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if "/qr/" in request.url else None)
    return found


def canonical(file: Path) -> str:
    found = re.search(r'<link rel="canonical" href="([^"]+)">', file.read_text("utf-8"))
    assert found is not None
    return html.unescape(found[1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("pattern", [STORY, ENTRY, SEASON])
def test_printed_page_carries_the_code_of_its_address(
    browser: Browser, site: Path, tmp_path: Path, pattern: str, scheme: str
) -> None:
    file = next(file for file in sorted(site.glob(pattern)) if pattern == SEASON or file.stem != "index")
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(file.as_uri())
    read_to_the_end(page)
    sheets = printed(page, tmp_path / "page.pdf")
    page.close()
    (code,) = codes(sheets)
    address = canonical(file)
    assert (code.text, address.startswith(BASE)) == (address, True)
    corners = code.position
    sides = (corners.top_right.x - corners.top_left.x, corners.bottom_left.y - corners.top_left.y)
    assert min(sides) / DOTS * 25.4 >= 25


def test_code_has_white_around_it_on_paper(browser: Browser, site: Path, tmp_path: Path) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto((site / STORY).as_uri())
    read_to_the_end(page)
    sheets = printed(page, tmp_path / "page.pdf")
    page.close()
    (sheet,) = (sheet for sheet in sheets if codes([sheet]))
    corners = codes([sheet])[0].position
    left, top = corners.top_left.x, corners.top_left.y
    right, bottom = corners.bottom_right.x, corners.bottom_right.y
    quiet = (right - left) * 4 // 45  # four modules of the largest code that a story's address needs
    around = sheet.crop((left - quiet, top - quiet, right + quiet, bottom + quiet)).point(lambda v: 255 - v)
    box = around.getbbox()
    assert box is not None
    assert (box[0] >= quiet - 3, box[1] >= quiet - 3) == (True, True)
    assert (box[2] <= around.width - quiet + 3, box[3] <= around.height - quiet + 3) == (True, True)


def test_address_stands_beside_the_code_in_words(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / STORY).as_uri())
    page.emulate_media(media="print")
    block = page.locator(".on-paper p")
    assert block.is_visible()
    assert block.inner_text().endswith(BASE + STORY)
    page.close()


def test_code_is_not_seen_on_a_screen_and_comes_when_the_reader_nears_the_end(
    browser: Browser, server: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked = asked_for(page)
    page.goto(server + STORY, wait_until="networkidle")
    assert (asked, page.locator(".on-paper img").is_visible()) == ([], False)
    with page.expect_response(re.compile("/qr/")) as answer:
        page.locator(".story-foot").scroll_into_view_if_needed()
    assert answer.value.ok
    assert (asked, page.locator(".on-paper img").is_visible()) == (
        [server + f"qr/{STORY.removesuffix('.html')}.svg"],
        False,
    )
    assert "QR" not in page.locator("body").aria_snapshot()
    page.close()


def test_printing_fetches_the_code_for_a_reader_who_has_not_read_to_the_end(
    browser: Browser, server: str, tmp_path: Path
) -> None:
    """Chromium waits for it a second or two; where that was too short, the next sheet has it."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    asked = asked_for(page)
    page.goto(server + STORY, wait_until="networkidle")
    assert asked == []
    with page.expect_response(re.compile("/qr/")):
        printed(page, tmp_path / "first.pdf")
    page.wait_for_function("() => document.querySelector('.on-paper img').naturalWidth > 0")
    sheets = printed(page, tmp_path / "second.pdf")
    page.close()
    assert [code.text for code in codes(sheets)] == [BASE + STORY]


def test_paper_is_white_and_its_ink_black_whatever_the_screen(browser: Browser, site: Path) -> None:
    found = {}
    for choice in ("", "light", "dark"):
        page = browser.new_page(color_scheme="dark")
        page.goto((site / STORY).as_uri())
        page.evaluate(
            "choice => choice ? document.documentElement.dataset.theme = choice"
            " : delete document.documentElement.dataset.theme",
            choice,
        )
        page.emulate_media(media="print", color_scheme="dark")
        found[choice] = page.evaluate(
            "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
        )
        page.close()
    paper = ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert found == {"": paper, "light": paper, "dark": paper}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_prize_is_black_on_paper_without_any_background(browser: Browser, site: Path, scheme: str) -> None:
    """Printers leave backgrounds out: white letters would be left alone."""
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(next(site.glob(ENTRY)).as_uri())
    page.emulate_media(media="print")
    style = page.locator(".award strong").evaluate(
        "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    )
    context.close()
    assert style == ["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]


def test_every_page_that_may_be_found_has_a_card_to_share(site: Path) -> None:
    pages = [file for file in site.rglob("*.html") if "so-tay" not in file.parts]
    wrong, seen = {}, set()
    for file in pages:
        head = file.read_text("utf-8").partition("<body>")[0]
        told = dict(META.findall(head))
        if told.get("robots") == "noindex":
            assert "og:image" not in told
            continue
        card = site / told["og:image"].removeprefix(BASE)
        with Image.open(card) as image:
            size = (str(image.width), str(image.height), f"image/{(image.format or '').lower()}")
        said = (told["og:image:width"], told["og:image:height"], told["og:image:type"])
        if size != said or told["twitter:card"] != "summary_large_image" or not told["og:image:alt"]:
            wrong[file] = (size, said)
        assert card.stat().st_size < 120_000
        seen.add(card)
    assert wrong == {}
    assert seen == {*(site / "chia-se").rglob("*.png"), *(site / "en/chia-se").rglob("*.png")}
