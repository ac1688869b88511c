"""The whole site without a mouse: where the keyboard stops, that one sees where, and targets for fingers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import PAGES
from tests.browser.test_walk import DESK, PHONE

pytestmark = pytest.mark.browser

SCREENS: dict[str, Any] = {"phone": PHONE, "desk": DESK}
STORY = "bai/2026-2027/cay-cau-chin-met.html"

STOP = """() => {
  const it = document.activeElement;
  if (it === document.body) return null;
  const section = it.closest(".skip, .site-header, .crumbs, main, .site-footer");
  const part = section.classList[0] ?? "main";
  // The link of a card covers the card, so that is where its focus shows.
  const box = (it.closest(".card-title") ? it.closest(".card") ?? it : it).getBoundingClientRect();
  const own = it.getBoundingClientRect();
  const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]];
  const seen = spots.some(([x, y]) => {
    const top = document.elementFromPoint(own.left + own.width * x, own.top + own.height * y);
    return top !== null && (it.contains(top) || top.contains(it));
  });
  const names = (element) => element ? element.localName + "." + [...element.classList].join(".") : "";
  return {
    part,
    name: it.outerHTML.slice(0, 90),
    kind: [part, names(it), names(it.parentElement)].join(" "),
    seen,
    box: [box.left, box.top, box.width, box.height],
  };
}"""

REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((it) => it.checkVisibility({visibilityProperty: true})).length"""

TARGETS = """() => {
  const small = [];
  for (const it of document.querySelectorAll("a[href], button, input, summary")) {
    if (!it.checkVisibility({visibilityProperty: true}) || it.matches(".skip")) continue;
    const block = it.closest("p, dd, li, figcaption, td, th");
    const among = getComputedStyle(it).display === "inline" && block
      && block.innerText.trim().length > it.innerText.trim().length;
    const cover = it.closest(".card-title") ? it.closest(".card") : null; // the link covers its card
    const {width, height} = (cover ?? it).getBoundingClientRect();
    if (!among && Math.min(width, height) < 24) small.push([width, height, it.outerHTML.slice(0, 90)]);
  }
  return small;
}"""


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until the keyboard has been everywhere; yield each stop."""
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            return
        yield stop
    raise AssertionError("the keyboard never came out of the page again")


def opened(browser: Browser, address: str, screen: str) -> Page:
    page = browser.new_page(viewport=SCREENS[screen])
    page.goto(address)
    return page


@pytest.mark.parametrize(
    ("path", "screen"),
    [
        *((path, "phone") for path in PAGES),
        *((path, "desk") for path in ("index.html", "tong-quan.html", STORY)),
    ],
)
def test_keyboard_stops_at_everything_once_in_the_order_of_the_page(
    browser: Browser, server: str, path: str, screen: str
) -> None:
    page = opened(browser, server + path, screen)
    found = list(stops(page))
    parts = [part for part, _ in groupby(stop["part"] for stop in found)]
    wanted = ["skip", "site-header", "crumbs", "main", "site-footer"]
    there = {stop["part"] for stop in found}
    assert parts == [part for part in wanted if part in there]
    assert {"skip", "site-header", "site-footer"} <= there
    assert len(found) == page.evaluate(REACHABLE)
    assert [stop["name"] for stop in found if not stop["seen"]] == [], "hidden under something"
    page.close()


def test_stop_under_something_would_be_found(browser: Browser, server: str) -> None:
    page = opened(browser, server + "index.html", "phone")
    page.evaluate(
        """() => {
          const bar = document.body.appendChild(document.createElement("div"));
          bar.style.cssText = "position: fixed; inset: auto 0 0; height: 40vh; background: #fff";
        }"""
    )
    assert [stop for stop in stops(page) if not stop["seen"]] != []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_sees_where_the_keyboard_is(browser: Browser, server: str, scheme: Any) -> None:
    page = browser.new_page(viewport=SCREENS["desk"], color_scheme=scheme)
    shown: dict[str, bool] = {}
    for path in PAGES:
        page.goto(server + path)
        for stop in stops(page):
            if stop["kind"] not in shown:  # one link of a menu is like the others
                shown[stop["kind"]] = changes_with_focus(page, stop["box"])
    page.close()
    assert len(shown) > 20
    assert [kind for kind, seen in shown.items() if not seen] == []


def changes_with_focus(page: Page, box: list[float]) -> bool:
    """Compare what the screen shows around the stop with and without the focus; give the focus back."""
    screen = page.viewport_size
    assert screen is not None
    left, top = max(0, box[0] - 8), max(0, box[1] - 8)
    clip: Any = {
        "x": left,
        "y": top,
        "width": min(screen["width"], box[0] + box[2] + 8) - left,
        "height": min(screen["height"], box[1] + box[3] + 8) - top,
    }
    focused = page.screenshot(clip=clip)
    page.evaluate("window.stop = document.activeElement; window.stop.blur()")
    plain = page.screenshot(clip=clip)
    page.evaluate("window.stop.focus({preventScroll: true})")
    return focused != plain


def test_focus_that_does_not_show_would_be_found(browser: Browser, server: str) -> None:
    page = opened(browser, server + "ke-hoach.html", "desk")
    page.evaluate(
        "document.styleSheets[0].insertRule(':focus-visible { outline: 0 !important }',"
        " document.styleSheets[0].cssRules.length)"
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert changes_with_focus(page, page.evaluate(STOP)["box"]) is False
    page.close()


@pytest.mark.parametrize("path", ["index.html", "linh-vuc/index.html", "ke-hoach.html", STORY])
def test_skip_link_brings_the_keyboard_to_the_content(browser: Browser, server: str, path: str) -> None:
    page = opened(browser, server + path, "phone")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["part"] in {"main", "site-footer"}  # a page may have no link in its text
    page.close()


def test_large_photo_keeps_the_keyboard_and_gives_it_back(browser: Browser, server: str) -> None:
    page = opened(browser, server + STORY, "desk")
    photo = page.locator("a.enlarge").first
    photo.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Đóng")).to_be_focused()
    for key in ("Tab", "Tab", "Shift+Tab", "Tab"):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.closest('dialog, a, main') ?? true") is not None
        inside = page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )
        assert inside, "the page behind the photo was reached"
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(photo).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # the button that has the focus
    expect(dialog).to_have_count(0)
    expect(photo).to_be_focused()
    page.close()


def test_list_is_filtered_without_a_mouse(browser: Browser, server: str) -> None:
    page = opened(browser, server + "linh-vuc/index.html", "desk")
    field = page.get_by_role("searchbox")
    while not page.evaluate("document.activeElement.matches('input[type=search]')"):
        page.keyboard.press("Tab")
    page.keyboard.type("gia dinh nha giao")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gia đình nhà giáo")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["part"] == "site-footer", "what is filtered away is no stop"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".fields > li:visible")).to_have_count(20)
    page.close()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_light_or_dark_is_chosen_without_a_mouse(browser: Browser, server: str, key: str) -> None:
    page = opened(browser, server + "index.html", "desk")
    page.get_by_role("button", name="Nền tối").focus()
    page.keyboard.press(key)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough_for_a_finger(browser: Browser, server: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    small = {}
    for path in PAGES:
        page.goto(server + path)
        small[path] = page.evaluate(TARGETS)
    page.close()
    assert {path: targets for path, targets in small.items() if targets} == {}
