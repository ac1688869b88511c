"""The carried edition as somebody without a line reads it: unpacked from a stick, in a real Chromium."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import ROOT

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
STORY = "bai/2026-2027/cay-cau-chin-met.html"
ONE_OF_EACH_KIND = (
    "index.html",
    "tat-ca.html",
    "tong-quan.html",
    "linh-vuc/index.html",
    "linh-vuc/van-dong-ra-lop.html",
    "noi/index.html",
    "nam-hoc/2018-2019.html",
    "cap-hoc/index.html",
    STORY,
    "cuoc-thi/index.html",
    "cuoc-thi/2015/index.html",
    "ke-hoach.html",
    "en.html",
)


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of the site that was packed by the real command and unpacked on a stick."""
    folder = tmp_path_factory.mktemp("carried")
    command = [sys.executable, "-m", "neuguong", "build", "--portable", str(folder / "neu-guong.zip")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    usb = folder / "USB của cô Đặng Thị Hoà (bản #2, 100%)"
    with zipfile.ZipFile(folder / "neu-guong.zip") as archive:
        archive.extractall(usb)
    (top,) = usb.iterdir()
    return top.as_uri() + "/"


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser without a line."""
    made = browser.new_context(
        viewport=request.param, color_scheme="light", permissions=["clipboard-read", "clipboard-write"]
    )
    made.set_offline(True)
    yield made
    made.close()


class Watched:
    """A page on a stick: every complaint of it, and every request that leaves the stick, is kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", lambda said: self._keep(said.type in {"error", "warning"}, said.text))
        page.on("pageerror", lambda error: self._keep(wrong=True, words=str(error)))
        page.on("request", lambda request: self._keep(not request.url.startswith("file:"), request.url))
        page.on("requestfailed", lambda request: self._keep(wrong=True, words=request.url))

    def _keep(self, wrong: bool, words: str) -> None:
        if wrong:
            self.complaints.append(words)


@pytest.fixture
def watched(context: BrowserContext) -> Watched:
    return Watched(context.new_page())


def paper(page: Page) -> str:
    found: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return found


def unloaded(page: Page) -> list[str]:
    """Return the pictures of the page that did not come, after a look at each."""
    found: list[str] = page.evaluate(
        """async () => {
            const images = [...document.querySelectorAll('main img[src], header img[src]')];
            images.forEach(image => { image.loading = 'eager'; });
            await Promise.all(images.map(image => image.decode().catch(() => {})));
            return images.filter(image => !image.naturalWidth).map(image => image.src);
        }"""
    )
    return found


def test_reader_walks_through_the_whole_site_without_a_line(watched: Watched, stick: str) -> None:
    page, main = watched.page, watched.page.get_by_role("main")
    heading = page.get_by_role("heading", level=1)
    page.goto(stick + "index.html")
    assert unloaded(page) == []
    main.get_by_role("link", name="Vận động học sinh ra lớp").last.click()
    expect(heading).to_contain_text("Vận động học sinh ra lớp")
    assert unloaded(page) == []
    main.locator(".card-title a").first.click()
    expect(page.get_by_text("Bài mẫu").first).to_be_visible()
    assert (unloaded(page), page.locator("figure.photo img").count() > 0) == ([], True)
    place = page.locator(".story-facts a[href*='noi/']").first
    name = place.inner_text()
    place.click()
    expect(heading).to_contain_text(name)
    page.get_by_role("banner").get_by_role("link", name="Cuộc thi viết").click()
    main.get_by_role("link", name="2015").first.click()
    expect(heading).to_contain_text("2015")
    page.locator(".site-name a").first.click()
    expect(page).to_have_url(stick + "index.html")
    assert watched.complaints == []


def test_pages_look_as_on_the_web_and_complain_of_nothing(watched: Watched, stick: str) -> None:
    page = watched.page
    for path in ONE_OF_EACH_KIND:
        page.goto(stick + path)
        page.evaluate("document.fonts.ready")
        spare = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        faces = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)")
        styled = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        assert (spare, unloaded(page)) == (0, []), path
        assert ("Be Vietnam Pro" in styled, "Be Vietnam Pro" in faces) == (True, True), path
    assert watched.complaints == []


def test_request_of_another_host_would_be_noticed(watched: Watched, stick: str) -> None:
    watched.page.goto(stick + "index.html")
    watched.page.evaluate(
        "document.body.append(Object.assign(new Image(), {src: 'https://so.example/a.png'}))"
    )
    watched.page.wait_for_timeout(200)
    assert any("so.example" in complaint for complaint in watched.complaints)


def test_list_is_filtered_on_a_stick(watched: Watched, stick: str) -> None:
    watched.page.goto(stick + "linh-vuc/index.html")
    watched.page.get_by_role("searchbox").fill("chu nhiem")
    expect(watched.page.locator(".fields > li:visible h2")).to_have_text(["Chủ nhiệm lớp"])
    assert watched.complaints == []


@pytest.mark.parametrize("storage", ["kept", "refused"])
def test_reader_chooses_dark_even_where_nothing_can_be_kept(
    watched: Watched, stick: str, storage: str
) -> None:
    page = watched.page
    if storage == "refused":
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', "
            "{get() { throw new DOMException('denied', 'SecurityError'); }})"
        )
    page.goto(stick + STORY)
    before = paper(page)
    page.get_by_role("button", name="Nền tối").click()
    after = paper(page)
    page.goto(stick + "index.html")
    assert before != after
    assert paper(page) == (after if storage == "kept" else before)
    assert watched.complaints == []


def test_copied_address_is_the_living_one_and_no_path_of_this_machine(watched: Watched, stick: str) -> None:
    watched.page.goto(stick + STORY)
    watched.page.get_by_role("button", name="Chép địa chỉ bài").click()
    expect(watched.page.get_by_role("button", name="Đã chép địa chỉ")).to_be_visible()
    assert watched.page.evaluate("navigator.clipboard.readText()") == f"https://neu-guong.example/{STORY}"


def test_photo_is_shown_large_on_a_stick(watched: Watched, stick: str) -> None:
    page = watched.page
    page.goto(stick + STORY)
    page.locator("a.enlarge").first.click()
    expect(page.locator("dialog[open] img")).to_be_visible()
    page.wait_for_function("document.querySelector('dialog[open] img').naturalWidth === 960")
    assert watched.complaints == []


def test_page_says_what_it_is_and_has_no_handbook_to_lead_to(watched: Watched, stick: str) -> None:
    watched.page.goto(stick + "index.html")
    footer = watched.page.get_by_role("contentinfo")
    expect(footer.get_by_text("Bản mang theo, dựng ngày")).to_be_visible()
    expect(footer.get_by_role("link", name="https://neu-guong.example/")).to_have_count(1)
    expect(footer.get_by_role("link", name="Sổ tay")).to_have_count(0)


def test_page_is_whole_without_scripts(browser: Browser, stick: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    context.set_offline(True)
    page = context.new_page()
    page.goto(stick + STORY)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    context.close()
