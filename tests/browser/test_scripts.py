"""What scripts add: light and dark, filtering, copying, printing, large photos. Nothing needs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

pytestmark = pytest.mark.browser

STORY = "bai/2026-2027/cay-cau-chin-met.html"
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 22, 28)"}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(color_scheme="light", permissions=["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def paper(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def test_reader_chooses_light_or_dark_for_all_pages(page: Page, server: str) -> None:
    page.goto(server + "index.html")
    button = page.get_by_role("button", name="Nền tối")
    seen = [paper(page), button.get_attribute("aria-pressed")]
    button.click()
    seen += [paper(page), button.get_attribute("aria-pressed")]
    page.goto(server + "tong-quan.html")
    seen += [paper(page)]
    page.get_by_role("button", name="Nền tối").click()
    seen += [paper(page)]
    assert seen == [PAPER["light"], "false", PAPER["dark"], "true", PAPER["dark"], PAPER["light"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choice_holds_against_the_system(browser: Browser, server: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(server + "index.html")
    page.get_by_role("button", name="Nền tối").click()
    assert paper(page) == PAPER["dark" if scheme == "light" else "light"]
    page.emulate_media(media="print")
    assert paper(page) == PAPER["light"], "paper is white whatever was chosen"
    context.close()


@pytest.mark.parametrize(
    ("typed", "left"),
    [("chu nhiem", ["Chủ nhiệm lớp"]), (" ĐỒ  dùng", ["Đồ dùng dạy học tự làm"]), ("zzz", [])],
)
def test_list_is_filtered_in_place(page: Page, server: str, typed: str, left: list[str]) -> None:
    page.goto(server + "linh-vuc/index.html")
    page.get_by_role("searchbox", name="Lọc trong danh sách").fill(typed)
    shown = page.locator(".fields > li:visible h2")
    expect(shown).to_have_text(left)
    expect(page.locator(".filter output")).to_have_text(f"{len(left)} / 20")


def test_short_list_has_no_filter(page: Page, server: str) -> None:
    page.goto(server + "doi-tuong/index.html")
    expect(page.get_by_role("searchbox")).to_have_count(0)


def test_address_of_a_story_is_copied(page: Page, server: str) -> None:
    page.goto(server + STORY)
    page.get_by_role("button", name="Chép địa chỉ bài").click()
    expect(page.get_by_role("button", name="Đã chép địa chỉ")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"https://neu-guong.example/{STORY}"


def test_story_is_printed(page: Page, server: str) -> None:
    page.goto(server + STORY)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="In bài này").click()
    assert page.evaluate("window.printed") is True


def test_photo_is_shown_large_and_closed_by_key(page: Page, server: str) -> None:
    page.goto(server + STORY)
    photo = page.locator("a.enlarge").first
    alt = photo.locator("img").get_attribute("alt")
    photo.click()
    large = page.get_by_role("dialog").get_by_role("img", name=alt)
    expect(large).to_be_visible()
    page.wait_for_function("document.querySelector('dialog img').naturalWidth > 0")
    width: int = page.evaluate("document.querySelector('dialog img').naturalWidth")
    assert width == 1600
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.evaluate("document.activeElement.className") == "enlarge"


@pytest.mark.parametrize("path", ["index.html", "linh-vuc/index.html", "tat-ca.html", STORY])
def test_page_without_scripts_offers_nothing_in_vain(browser: Browser, server: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server + path)
    assert page.locator("[data-offer]:visible").count() == 0
    context.close()
