"""A reader's way through the site in a real Chromium, on a phone and on a desk, from a server and a stick."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from neuguong.text import collation_key
from tests.browser.conftest import ROOT
from tests.browser.words import WORDS

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
ONE_OF_EACH_KIND = (
    "index.html",
    "tat-ca.html",
    "tong-quan.html",
    "linh-vuc/index.html",
    "linh-vuc/van-dong-ra-lop.html",
    "linh-vuc/van-dong-ra-lop/da-bac.html",
    "noi/index.html",
    "noi/xa-pa-co.html",
    "nam-hoc/index.html",
    "nam-hoc/2018-2019.html",
    "cap-hoc/index.html",
    "doi-tuong/mo-hinh.html",
    "bai/2026-2027/cay-cau-chin-met.html",
    "bai/2020-2021/cuon-so-ghi-nhung-dieu-khong-biet.html",
    "cuoc-thi/index.html",
    "cuoc-thi/2015/index.html",
    "cuoc-thi/2026/index.html",
    "ke-hoach.html",
    "en.html",
    "en/index.html",
    "en/linh-vuc/index.html",
    "en/noi/da-bac.html",
    "en/tong-quan.html",
    "en/bai/2014-2015/chuyen-do-nam-gio-ruoi-sang.html",
    "404.html",
)
# From file:// Chromium refuses to fetch a face ahead of the style sheet and says so; the style sheet's own
# request brings it all the same, which test_fonts.py shows.
_FONT_ON_A_STICK = re.compile(r"file:///\S+\.woff2")


class Watched:
    """A page whose complaints are kept: console errors, failed and foreign requests."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._keep_error)
        page.on("pageerror", lambda error: self._keep(wrong=True, words=str(error)))
        page.on("requestfailed", self._keep_failure)
        page.on("response", lambda response: self._keep(response.status >= 400, response.url))
        page.on("request", lambda request: self._keep(_is_foreign(request.url), request.url))

    def _keep_failure(self, request: Request) -> None:
        left_early = "ERR_ABORTED" in (request.failure or "")  # the reader went on to the next page
        self._keep(not left_early and not _FONT_ON_A_STICK.search(request.url), request.url)

    def _keep_error(self, message: ConsoleMessage) -> None:
        words = f"{message.text} {message.location['url']}"
        self._keep(message.type == "error" and not _FONT_ON_A_STICK.search(words), words)

    def _keep(self, wrong: bool, words: str) -> None:
        if wrong:
            self.complaints.append(words)


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and parts.hostname != "127.0.0.1"


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=request.param)
    yield made
    made.close()


@pytest.fixture(params=["server", "stick"])
def home(request: pytest.FixtureRequest, site: Path) -> str:
    if request.param == "stick":
        return site.as_uri() + "/index.html"
    return str(request.getfixturevalue("server")) + "index.html"


def test_reader_walks_from_home_to_field_to_place_to_story_to_handbook(
    context: BrowserContext, home: str
) -> None:
    watched = Watched(context.new_page())
    page = watched.page
    page.goto(home)
    page.get_by_role("main").get_by_role("link", name="Vận động học sinh ra lớp").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vận động học sinh ra lớp")
    page.get_by_role("main").locator('a[href$="van-dong-ra-lop/da-bac.html"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Huyện Đà Bắc")
    page.get_by_role("main").locator('a[href*="bai/2014-2015/"]').first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("đò", re.IGNORECASE))
    expect(page.get_by_text("Bài mẫu").first).to_be_visible()
    page.get_by_role("contentinfo").get_by_role("link", name="Sổ tay Nêu Gương").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sổ tay")
    assert watched.complaints == []


def test_phone_and_desk_pages_never_scroll_sideways(context: BrowserContext, server: str) -> None:
    page = context.new_page()
    wide = []
    for path in ONE_OF_EACH_KIND:
        page.goto(server + path)
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if spare > 0:
            wide.append((path, spare))
    assert wide == []


def test_pages_fit_320_pixels(browser: Browser, server: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    wide = []
    for path in ONE_OF_EACH_KIND:
        page.goto(server + path)
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if spare > 0:
            wide.append((path, spare))
    page.close()
    assert wide == []


def test_pages_complain_of_nothing(browser: Browser, server: str, site: Path) -> None:
    complaints = {}
    for base in (server, site.as_uri() + "/"):
        watched = Watched(browser.new_page())
        for path in ONE_OF_EACH_KIND:
            if path == "404.html":
                continue  # its links start at the real server's root
            watched.page.goto(base + path)
        complaints[base] = watched.complaints
        watched.page.close()
    assert [words for found in complaints.values() for words in found] == []


def test_linked_data_is_there_to_be_read_and_breaks_no_policy(
    browser: Browser, server: str, site: Path
) -> None:
    for base in (server, site.as_uri() + "/"):
        page = browser.new_page()
        page.add_init_script(
            "window.refused = [];"
            "document.addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
        )
        page.goto(base + "bai/2026-2027/cay-cau-chin-met.html")
        block = page.locator('script[type="application/ld+json"]').text_content()
        assert [thing["@type"] for thing in json.loads(block or "")["@graph"]] == [
            "Article",
            "BreadcrumbList",
        ]
        assert page.evaluate("refused") == []
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {text: '1'}))")
        page.wait_for_function("refused.length == 1")  # so one that is refused would have been noticed
        page.close()


def test_style_applies_from_a_stick_under_the_strict_policy(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto(site.as_uri() + "/index.html")
    family = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    loaded = page.evaluate("[...document.images].slice(0, 2).map(image => image.naturalWidth > 0)")
    page.close()
    assert ("Times New Roman" not in family, all(loaded)) == (True, True)


def test_dark_scheme_turns_the_page_dark(browser: Browser, server: str) -> None:
    def background(scheme: str) -> float:
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(server)
        colour = page.evaluate(
            """() => {
                const canvas = document.createElement('canvas').getContext('2d');
                canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
                canvas.fillRect(0, 0, 1, 1);
                return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
            }"""
        )
        page.close()
        return float(sum(colour)) / 3

    assert background("light") > 230
    assert background("dark") < 60


def test_printed_story_has_no_menu_and_keeps_its_text(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server + "bai/2026-2027/cay-cau-chin-met.html")
    page.emulate_media(media="print")
    seen = {
        "menu": page.locator("header nav").first.is_visible(),
        "title": page.get_by_role("heading", level=1).is_visible(),
        "sample": page.get_by_text("Bài mẫu").first.is_visible(),
    }
    page.close()
    assert seen == {"menu": False, "title": True, "sample": True}


def test_skip_link_is_the_first_stop_of_the_keyboard(browser: Browser, server: str) -> None:
    page = browser.new_page()
    page.goto(server + "linh-vuc/index.html")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    where = page.evaluate("location.hash")
    page.close()
    assert (first, where) == ("#noi-dung", "#noi-dung")


def test_saving_a_story_reloads_the_page(browser: Browser, tmp_path: Path) -> None:
    copy = tmp_path / "trang"
    shutil.copytree(ROOT / "tests" / "example", copy, ignore=shutil.ignore_patterns("output"))
    conf = (ROOT / "tests" / "example" / "pelicanconf.py").read_text("utf-8")
    (copy / "pelicanconf.py").write_text(
        conf.replace("Path(__file__).resolve().parents[2]", f"Path({str(ROOT)!r})")
    )
    command = [sys.executable, "-m", "neuguong", "serve", "--site", str(copy), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr is not None
        address = _address(served.stderr)
        page = browser.new_page()
        page.goto(address + "bai/2015-2016/so-goi-ten.html")
        expect(page.get_by_role("heading", level=1)).to_have_text("Sổ gọi tên")
        story = copy / "stories/2015-2016/so-goi-ten.md"
        story.write_text(
            story.read_text("utf-8").replace("title: Sổ gọi tên", "title: Sổ gọi tên mới"), "utf-8"
        )
        expect(page.get_by_role("heading", level=1)).to_have_text("Sổ gọi tên mới", timeout=15_000)
        page.close()
        served.terminate()


def _address(lines: Iterator[str]) -> str:
    deadline = time.monotonic() + 60
    for line in lines:
        found = re.search(r"http://localhost:(\d+/\S*)", line)
        if found:
            return f"http://127.0.0.1:{found[1]}"
        assert time.monotonic() < deadline
    raise AssertionError("the server never said where it is")


def test_collation_agrees_with_cldr_as_chromium_knows_it(browser: Browser) -> None:

    page = browser.new_page()
    locale = page.evaluate("new Intl.Collator('vi').resolvedOptions().locale")
    theirs = page.evaluate(f"{json.dumps(WORDS)}.sort(new Intl.Collator('vi').compare)")
    page.close()
    assert (locale, sorted(WORDS, key=collation_key)) == ("vi", theirs)
