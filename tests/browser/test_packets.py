"""A judge at work: the packet opened from the disk in a real Chromium, scored, handed in, collected."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, expect

from neuguong.contest import packets
from neuguong.contest.collect import Known, KnownJudge, Received, collect
from neuguong.contest.handout import Handout, packet_digest
from neuguong.contest.judging import Sheet, SheetState
from tests.browser.test_accessibility import complaints
from tests.contest.handouts import handout

pytestmark = pytest.mark.browser

PHONE: Any = {
    "viewport": {"width": 360, "height": 640},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}
DESK: Any = {"viewport": {"width": 1280, "height": 900}}
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new Error('full'); }"
HANDOUT = handout()


@pytest.fixture
def packet(tmp_path: Path) -> str:
    """Write the packet to the disk; return its address."""
    return written(tmp_path, HANDOUT)


def written(folder: Path, asked: Handout) -> str:
    file = folder / packets.file_name(asked)
    file.write_bytes(packets.page(asked))
    return file.as_uri()


Open = Callable[..., Page]


@pytest.fixture
def open_packet(browser: Browser) -> Iterator[Open]:
    """Open packets without any network; at the end nothing was asked for and nothing complained."""
    contexts: list[BrowserContext] = []
    noise: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda message: noise.append(message.text))
        page.on("pageerror", lambda error: noise.append(str(error)))
        page.on("request", lambda request: _hear(request.url))

    def _hear(url: str) -> None:
        if not url.startswith(("file:", "data:", "blob:")):
            noise.append(url)

    def start(address: str, context: BrowserContext | None = None, script: str = "", **settings: Any) -> Page:
        if context is None:
            context = browser.new_context(accept_downloads=True, **settings)
            context.set_offline(True)
            contexts.append(context)
        page = context.new_page()
        listen(page)
        if script:
            page.add_init_script(script)
        page.goto(address)
        return page

    yield start
    for context in contexts:
        context.close()
    assert noise == []


def entry(page: Page, number: int) -> Locator:
    page.locator(f"#muc-{number} a").click()
    return page.locator(f"#bai-{number}")


def box(place: Locator, number: int) -> Locator:
    return place.locator(".criterion").nth(number - 1)


def boxes(page: Page, number: int) -> list[str]:
    return [one.input_value() for one in page.locator(f"#bai-{number} .score").all()]


def saved(page: Page, press: str) -> Path:
    """Press a button and return the file that the browser saves."""
    with page.expect_download() as download:
        page.locator(press).first.click()
    folder = Path(download.value.path()).parent / "named"
    folder.mkdir(exist_ok=True)
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def known(asked: Handout = HANDOUT) -> Known:
    codes = tuple(one.code for one in asked.entries)
    judge = KnownJudge(id=asked.judge, packet=packet_digest(asked), codes=codes)
    return Known(
        season=asked.season, round=asked.round, rubric=asked.rubric, judges=(judge,), codes=frozenset(codes)
    )


def taken(*files: Path) -> tuple[Received, ...]:
    found = collect([(file.name, file.read_bytes()) for file in files], known())
    assert found.problems == ()
    return found.sheets


def sheet(code: str, state: SheetState, reason: str = "", **scores: str) -> Sheet:
    given = tuple((slug.replace("_", "-"), Fraction(score)) for slug, score in scores.items())
    return Sheet(judge="gk03", code=code, round="so-khao", scores=given, state=state, reason=reason)


def test_judge_scores_by_keyboard_hands_in_and_the_records_say_so(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    page.locator("#muc-1 a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ten-1"
    first = page.locator("#bai-1 .score").first
    first.focus()
    page.keyboard.type("15,5")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("Số liệu khớp, kể cả chỗ chưa thành.")
    assert boxes(page, 1) == ["16", "8", ""]
    assert page.locator("#total").inner_text() == "28"
    page.locator(".dock .next").press("Enter")
    second = page.locator("#bai-2")
    second.locator(".abstain summary").press("Enter")
    second.locator(".abstain input").first.press("Space")
    second.locator(".abstain .words").fill("Học trò cũ")
    second.locator(".onward a").press("Enter")
    third = page.locator("#bai-3")
    for number, score in ((1, "0"), (2, "10"), (3, "4.75")):
        box(third, number).locator(".score").fill(score)
    third.locator(".onward a").press("Enter")
    expect(page.locator("#check")).to_have_text("✓ Cả 3 bài đã xong.")
    file = saved(page, "#hand-in")
    assert file.name == "diem-2027-so-khao-gk03-v1.json"
    assert file.name in page.locator("#handed-in").inner_text()
    received = taken(file)
    assert [one.sheet for one in received] == [
        sheet("K01M", SheetState.COMPLETE, chan_thuc="16", nhan_rong="8"),
        sheet("K02M", SheetState.ABSTAINED, "nhan-ra-nguoi-viet"),
        sheet("K03M", SheetState.COMPLETE, chan_thuc="0", nhan_rong="10", trinh_bay="4.75"),
    ]
    assert [one.notes for one in received] == ["Số liệu khớp, kể cả chỗ chưa thành.", "", ""]
    assert [one.reason_words for one in received] == ["", "Học trò cũ", ""]


def test_judge_scores_by_touch_on_a_narrow_phone(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **PHONE)
    page.locator("#muc-1 a").tap()
    place = page.locator("#bai-1")
    box(place, 1).locator(".chips button", has_text="15").tap()
    box(place, 1).locator(".more").tap()
    box(place, 2).locator(".chips button", has_text="10").tap()
    box(place, 3).locator(".chips button", has_text="4,5").tap()
    box(place, 3).locator(".less").tap()
    assert boxes(page, 1) == ["15,5", "10", "4,25"]
    assert page.locator("#total").inner_text() == "34,75"
    box(place, 3).locator(".clear").tap()
    assert boxes(page, 1) == ["15,5", "10", ""]
    page.reload()
    assert boxes(page, 1) == ["15,5", "10", ""]
    page.locator(".to-list").tap()
    page.locator("#muc-1 a").wait_for()
    expect(page.locator("#muc-1 .state")).to_have_text("30,5✓ Đã xong")


def test_nothing_is_lost_when_the_page_is_closed_in_the_middle(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **PHONE)
    notes = "Giỏ ngô ở đầu dốc,\nđọc xong còn nhớ."
    place = entry(page, 2)
    box(place, 1).locator(".score").fill("12,5")
    box(place, 2).locator(".score").fill("mười")
    place.locator(".notes").fill(notes)
    context = page.context
    page.close(run_before_unload=True)
    again = open_packet(packet, context)
    place = entry(again, 2)
    assert boxes(again, 2) == ["12,5", "mười", ""]
    assert place.locator(".notes").input_value() == notes
    assert box(place, 2).locator(".fault").inner_text() == "Chỗ này cần một con số, thí dụ 7 hoặc 7,5."


def test_decomposed_vietnamese_is_handed_in_composed(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    words = "Được: kể thật. Chưa: thiếu số liệu học kỳ II."
    place = entry(page, 1)
    place.locator(".notes").fill(unicodedata.normalize("NFD", words))
    box(place, 1).locator(".score").fill("1")
    page.locator(".to-list").click()
    file = saved(page, "#danh-sach .keep")
    (received,) = taken(file)
    assert received.notes == words
    assert received.sheet == sheet("K01M", SheetState.DRAFT, chan_thuc="1")


NUMBER = "Chỗ này cần một con số, thí dụ 7 hoặc 7,5."
RANGE = "Điểm mục này từ 0 đến 20."
STEP = "Điểm mục này chia theo bước 0,5."
NO_SCORES = {
    "20,5": RANGE,
    "999999": RANGE,
    "7,25": STEP,
    "7,123456": STEP,
    "-1": NUMBER,
    "=7": NUMBER,
    "1e1": NUMBER,
}


def test_score_that_is_none_is_said_and_not_handed_in(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    place = box(entry(page, 1), 1)
    said = {}
    for typed in NO_SCORES:
        place.locator(".score").fill(typed)
        said[typed] = place.locator(".fault").inner_text()
        assert place.locator(".score").get_attribute("aria-invalid") == "true"
        assert page.locator("#total").inner_text() == "Chưa có điểm"
    assert said == NO_SCORES
    page.goto(f"{packet}#nop")
    assert page.locator("#hand-in").is_disabled()
    expect(page.locator("#check")).to_contain_text("Bài 1 · K01M – còn thiếu: Chân thực")
    page.locator("#sure").check()
    file = saved(page, "#hand-in")
    first = json.loads(file.read_text("utf-8"))["entries"][0]
    assert (first["scores"]["chan-thuc"], first["complete"]) == (None, False)
    blank = collect([(file.name, file.read_bytes())], known())
    assert (blank.sheets, [each.rule for each in blank.problems]) == ((), ["score-file-holds-scores"])


def test_abstention_needs_words_where_the_reason_says_so(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    place = entry(page, 1)
    box(place, 1).locator(".score").fill("9")
    place.locator(".abstain summary").click()
    place.locator(".abstain label", has_text="Lý do khác").click()
    assert place.locator(".abstain .fault").inner_text() == "Xin ghi lý do bằng vài chữ."
    assert box(place, 1).locator(".score").is_disabled()
    assert page.locator("#progress-words").inner_text() == "0/3 bài xong"
    place.locator(".abstain .words").fill("Mắt kém, chưa đọc được ảnh")
    assert page.locator("#progress-words").inner_text() == "1/3 bài xong"
    place.locator(".undo").click()
    assert boxes(page, 1) == ["9", "", ""], "what was scored before is still there"
    assert page.locator("#progress-words").inner_text() == "0/3 bài xong"


def test_next_unfinished_entry_is_a_tap_away(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **PHONE)
    for number in (1, 3):
        page.goto(f"{packet}#bai-{number}")
        for criterion in (1, 2):
            box(page.locator(f"#bai-{number}"), criterion).locator(".score").fill("5")
    page.locator("#bai-3 .onward a").tap()
    assert page.evaluate("location.hash") == "#bai-2"
    page.locator(".to-list").tap()
    assert page.locator("#next-open").get_attribute("href") == "#bai-2"


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE])
def test_without_storage_the_page_says_so_and_files_do_its_work(
    packet: str, open_packet: Open, script: str
) -> None:
    page = open_packet(packet, script=script, **PHONE)
    notice = page.locator("#no-storage")
    assert notice.inner_text().startswith("Máy này không cho giữ điểm khi tắt trang.")
    assert notice.bounding_box() is not None
    place = entry(page, 1)
    assert notice.is_visible()
    box(place, 1).locator(".score").fill("17,5")
    box(place, 2).locator(".score").fill("12")
    place.locator(".notes").fill("Nhớ lâu.")
    assert page.locator("#saved").inner_text() == "Chưa lưu"
    file = saved(page, "#no-storage .keep")
    assert file.name == "dang-cham-2027-so-khao-gk03-v1.json"
    assert page.locator("#saved").inner_text() == "Đã lưu ra tệp ✓"
    page.close()
    again = open_packet(packet, script=script, **PHONE)
    again.locator("#file").set_input_files(file)
    again.locator("#loading", has_text="Đã mở tệp. Điểm của 1 bài đã về chỗ cũ.").wait_for()
    place = entry(again, 1)
    assert boxes(again, 1) == ["17,5", "12", ""]
    assert place.locator(".notes").input_value() == "Nhớ lâu."


def questions(page: Page) -> list[str]:
    """Say yes to whatever the page asks, and keep what it was."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return asked


def test_leaving_unsaved_is_asked_about(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, script=NO_STORAGE, **DESK)
    asked = questions(page)
    box(entry(page, 1), 1).locator(".score").fill("3")
    page.reload()
    assert asked == ["beforeunload"]
    box(page.locator("#bai-1"), 1).locator(".score").fill("3")
    saved(page, "#no-storage .keep")
    page.reload()
    assert asked == ["beforeunload"], "nothing was unsaved the second time"


def test_leaving_is_not_asked_about_where_all_is_kept(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    asked = questions(page)
    box(entry(page, 1), 1).locator(".score").fill("3")
    page.reload()
    assert asked == []
    assert boxes(page, 1) == ["3", "", ""]


def test_file_replaces_scores_only_when_asked_and_can_be_undone(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    box(entry(page, 1), 1).locator(".score").fill("3")
    page.locator(".to-list").click()
    file = saved(page, "#danh-sach .keep")
    box(entry(page, 1), 1).locator(".score").fill("4")
    page.locator(".to-list").click()
    page.locator("#file").set_input_files(file)
    page.locator("#loading", has_text="Có 1 bài trên màn hình khác với trong tệp: K01M.").wait_for()
    assert boxes(page, 1) == ["4", "", ""]
    page.locator("#loading button", has_text="Mở tệp này").click()
    assert boxes(page, 1) == ["3", "", ""]
    page.locator("#loading button", has_text="Quay lại").click()
    assert boxes(page, 1) == ["4", "", ""]


OTHER = "Tệp này là của giám khảo khác"
NO_FILE = "Tệp này không phải tệp điểm của phiếu chấm."
CHANGES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"judge": "gk04"}, OTHER),
    ({"season": "2026"}, OTHER),
    ({"round": "chung-khao"}, OTHER),
    ({"rubric": "0"}, "Thang điểm đã thay đổi"),
    ({"format": "x"}, NO_FILE),
    ({"entries": 7}, NO_FILE),
    ({"entries": [None]}, NO_FILE),
    ({"entries": []}, "Tệp này không có điểm nào mới"),
    ({"entries": [{"code": "K01M", "text": "x", "notes": "cũ"}]}, "Bỏ qua 1 bài trong tệp"),
    ({"entries": [{"code": "K99M", "text": "x", "notes": "cũ"}]}, "Bỏ qua 1 bài trong tệp"),
)


def test_file_of_another_is_not_opened(packet: str, open_packet: Open, tmp_path: Path) -> None:
    page = open_packet(packet, **DESK)
    content = json.loads(saved(page, "#danh-sach .keep").read_text("utf-8"))
    texts = [(json.dumps(content | change), answer) for change, answer in CHANGES]
    texts += [(text, NO_FILE) for text in ("", "null", "[]", "{", "7", '"x"', "\0" * 9)]
    for text, answer in texts:
        other = tmp_path / "other.json"
        other.write_text(text, "utf-8")
        page.locator("#loading").evaluate("e => e.replaceChildren()")
        page.locator("#file").set_input_files(other)
        page.locator("#loading", has_text=answer).wait_for()


def test_new_packet_takes_over_what_has_not_changed(open_packet: Open, tmp_path: Path) -> None:
    page = open_packet(written(tmp_path, HANDOUT), **DESK)
    for number in (1, 2):
        box(entry(page, number), 1).locator(".score").fill(str(number))
        page.locator(".to-list").click()
    first, second, third = HANDOUT.entries
    newer = replace(HANDOUT, entries=(third, first, replace(second, title="Tên mới")))
    (tmp_path / "newer").mkdir()
    again = open_packet(written(tmp_path / "newer", newer), page.context)
    assert again.locator("#notices").inner_text() == (
        "Đây là gói mới. Đã chuyển sang điểm của 1 bài từ gói trước.\n\n"
        "1 bài đã đổi nội dung, xin chấm lại: K02M."
    )
    entry(again, 2)
    assert boxes(again, 2) == ["1", "", ""]


def test_versions_count_what_has_changed(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    box(entry(page, 1), 1).locator(".score").fill("3")
    page.goto(f"{packet}#nop")
    page.locator("#sure").check()
    first, second = saved(page, "#hand-in"), saved(page, "#hand-in")
    page.goto(f"{packet}#bai-1")
    box(page.locator("#bai-1"), 1).locator(".score").fill("4")
    page.goto(f"{packet}#nop")
    page.locator("#sure").check()
    third = saved(page, "#hand-in")
    assert [file.name[-7:] for file in (first, second, third)] == ["v1.json", "v1.json", "v2.json"]
    assert first.read_bytes() == second.read_bytes()


def test_second_tab_goes_on_where_the_first_is(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    other = open_packet(packet, page.context)
    box(entry(page, 1), 1).locator(".score").fill("3")
    page.locator("#saved", has_text="Đã lưu").wait_for()
    entry(other, 1)
    other.wait_for_function("document.querySelector('#bai-1 .score').value === '3'")
    box(other.locator("#bai-1"), 2).locator(".score").fill("6")
    other.locator("#saved", has_text="Đã lưu").wait_for()
    page.wait_for_function("document.querySelectorAll('#bai-1 .score')[1].value === '6'")


@pytest.mark.parametrize("mode", ["light", "dark", "phone", "large"])
def test_axe_finds_nothing(packet: str, open_packet: Open, mode: str) -> None:
    settings = PHONE if mode == "phone" else DESK | {"color_scheme": "dark" if mode == "dark" else "light"}
    page = open_packet(packet, **settings)
    if mode == "large":
        page.locator("#larger").click()
    found = {"list": complaints(page)}
    place = entry(page, 1)
    box(place, 1).locator(".score").fill("7")
    box(place, 2).locator(".score").fill("x")
    found["entry"] = complaints(page)
    page.goto(f"{packet}#bai-2")
    page.locator("#bai-2 .abstain summary").click()
    page.locator("#bai-2 .abstain input").last.check()
    page.locator("#bai-2 .abstain summary").evaluate("e => e.scrollIntoView()")  # not half below a bar
    found["abstention"] = complaints(page)
    page.goto(f"{packet}#nop")
    found["check"] = complaints(page)
    page.locator("#sure").check()
    saved(page, "#hand-in")
    found["handed in"] = complaints(page)
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_page_fits_and_everything_to_touch_is_large(packet: str, open_packet: Open, width: int) -> None:
    page = open_packet(packet, viewport={"width": width, "height": 640})
    small = {}
    for hash_ in ("danh-sach", "bai-1", "nop"):
        page.goto(f"{packet}#{hash_}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        small[hash_] = page.evaluate(
            """[...document.querySelectorAll('a, button, summary, .score, textarea, label')]
               .map(e => [e.className || e.id || e.tagName, e.getBoundingClientRect()])
               .filter(([, r]) => r.width && (r.height < 44 || r.width < 44))
               .map(([name, r]) => `${name} ${r.width}x${r.height}`)"""
        )
    assert {where: found for where, found in small.items() if found} == {}


def test_focus_is_never_hidden_behind_the_bars(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **PHONE)
    entry(page, 1)
    hidden = []
    for _ in range(16):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """(() => {
                 const e = document.activeElement, r = e.getBoundingClientRect();
                 if (e.closest('.bar, .dock') || e === document.body) return '';
                 const x = r.left + r.width / 2, y = r.top + Math.min(r.height, 44) / 2;
                 const top = document.elementFromPoint(x, y);
                 const seen = top && (top === e || e.contains(top) || top.contains(e));
                 return seen ? '' : e.className || e.id; })()"""
        )
        hidden += [covered] if covered else []
    assert hidden == []


BREAK_OUT = """() => new Promise((resolve) => {
  const found = new Set();
  document.addEventListener('securitypolicyviolation', (event) => {
    found.add(event.effectiveDirective);
    if (found.size === 4) resolve([...found].sort());
  });
  new Image().src = 'http://127.0.0.1:9/x.png';
  fetch('http://127.0.0.1:9/x').catch(() => {});
  document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));
  document.body.insertAdjacentHTML('beforeend', '<p style="color: red">');
})"""


def test_browser_keeps_the_page_from_asking_or_running_anything_else(browser: Browser, packet: str) -> None:
    page = browser.new_page()
    page.goto(packet)
    assert page.evaluate(BREAK_OUT) == ["connect-src", "img-src", "script-src-elem", "style-src-attr"]
    assert page.evaluate("window.ran") is None
    page.close()


def test_damaged_memory_does_not_stop_the_page(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    box(entry(page, 1), 1).locator(".score").fill("3")
    key = page.evaluate("Object.keys(localStorage)[0]")
    for damage in ("", "{", "null", '{"entries": {}}', '{"revision": 1, "rubric": "x", "entries": null}'):
        page.goto("about:blank")
        page.goto(packet)
        page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, damage])
        page.reload()
        page.locator("#muc-1 a").wait_for()
        assert page.locator("#progress-words").inner_text() == "0/3 bài xong"


def text_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def test_paper_has_a_sheet_for_each_entry(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, script="window.print = () => { window.printed = true }", **DESK)
    box(entry(page, 2), 1).locator(".score").fill("12,5")
    page.locator(".to-list").click()
    page.locator("#paper").click()
    assert page.evaluate("window.printed") is True
    sheets = text_of(page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 3
    for number, sheet_text in enumerate(sheets, start=1):
        composed = unicodedata.normalize("NFC", sheet_text)
        assert f"K0{number}M" in composed
        assert "Bùi Thị Mẫu" in composed
        assert "mỗi nhà góp một gùi ngô" not in composed
        assert ("12,5" in composed) == (number == 2)


def test_entry_prints_with_its_text_and_sheet(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, **DESK)
    box(entry(page, 1), 1).locator(".score").fill("12,5")
    printed = unicodedata.normalize("NFC", " ".join(text_of(page.pdf(prefer_css_page_size=True))))
    assert "mỗi nhà góp một gùi ngô" in " ".join(printed.split())
    assert "12,5" in printed
    assert "Bài sau" not in printed


def test_packet_can_be_read_without_scripts(packet: str, open_packet: Open) -> None:
    page = open_packet(packet, java_script_enabled=False, **PHONE)
    assert page.locator("noscript").inner_text().startswith("Máy đang mở tệp này ở chế độ chỉ xem")
    assert [page.locator(f"#bai-{number}").is_visible() for number in (1, 2, 3)] == [True, True, True]
    assert not page.locator(".bar").is_visible()
