"""A season played by its commands: files sent, packets filled in Chromium and Excel, results published.

Used by the test of a small season, and by hand for a whole one:

    python -m tests.browser.season_play FOLDER 60 9
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from neuguong.content.files import Tree
from neuguong.content.load_seasons import load_rules
from neuguong.contest import book as books
from neuguong.contest import score_sheet, score_table
from neuguong.contest.book import Book
from neuguong.contest.vault import Vault
from neuguong.contest.vault_folder import vault_folder
from tests.contest import sample_season
from tests.contest.sample_season import Samples

ROOT = Path(__file__).resolve().parents[2]
SEASON = "2027"
RESULTS_DAY = "2027-06-20"


@dataclass(slots=True)
class Play:
    """A season on its way. `by_browser`: judges who score in the packet; the others use the workbook."""

    folder: Path
    samples: Samples
    browser: Browser
    by_browser: frozenset[str]
    quota: int
    said: list[str] = field(default_factory=list)
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    reloaded: bool = False

    @property
    def site(self) -> Path:
        """Return the site's folder."""
        return self.folder / "site"

    def run(self, *words: str | Path, ok: bool = True) -> str:
        """Run a command as people do; return what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "neuguong", *map(str, words)],
            cwd=self.site,
            env={**os.environ, "XDG_CONFIG_HOME": str(self.folder / "home")},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.said.append(f"$ neuguong {' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
        assert (done.returncode == 0) is ok or not ok, self.said[-1]
        return done.stdout

    def book(self) -> Book:
        """Open the vault and read the book."""
        key_file = self.folder / "home" / "neuguong" / "organiser.key"
        return books.read(Vault.open(vault_folder(self.site, SEASON), key_file))

    def whole(self) -> None:
        """Play it all."""
        self.set_up()
        self.take_entries_in()
        self.judge_round("so-khao")
        self.run("contest", "close", SEASON, "--round", "so-khao")
        self.judge_round("chung-khao")
        self.run("contest", "status", SEASON, "--page", self.folder / "tinh-hinh.html")
        self.run("contest", "close", SEASON, "--round", "chung-khao")
        self.publish()

    def set_up(self) -> None:
        """Make the site, the season and the vault."""
        self.site.mkdir(parents=True)
        for name in ("content", "theme"):
            shutil.copytree(ROOT / name, self.site / name, ignore=shutil.ignore_patterns("handbook"))
        for name in ("site.yml", "pelicanconf.py"):
            shutil.copy(ROOT / name, self.site)
        (self.site / "stories").mkdir()
        shutil.copytree(ROOT / "stories" / "2014-2015", self.site / "stories" / "2014-2015")
        self.run("contest", "new", SEASON, "--date", "2027-01-01")
        rules = self.site / "contest" / SEASON / "contest.yml"
        text = rules.read_text("utf-8")
        text = text.replace("# sample: true", "sample: true").replace("quota: 30", f"quota: {self.quota}")
        rules.write_text(
            text.replace("threshold: 65", "threshold: 30").replace("count: 5", "count: 1"), "utf-8"
        )
        public = self.run("contest", "keygen").strip()
        self.run("contest", "organiser", "add", SEASON, "Cô Lan Mẫu", public)

    def take_entries_in(self) -> None:
        """Take in files with their list, redact, and take in the judges."""
        list_of = ("--list", self.samples.entries, "--date", "2027-01-20")
        self.run("contest", "intake", SEASON, self.samples.folder, *list_of, "-o", self.folder / "bien-nhan")
        self.run("contest", "redact", SEASON, "-o", self.folder / "roc-phach")
        self.run("contest", "redact", SEASON, "--accept", self.folder / "roc-phach")
        self.run("contest", "judges", "add", SEASON, self.samples.judges)

    def judge_round(self, slug: str) -> None:
        """Assign, give packets out, have them filled in and collect them, until nobody has to read again."""
        for turn in range(6):
            before = {(r.code, r.judge) for r in self.readings(slug)}
            self.run("contest", "assign", SEASON, "--round", slug)
            new = {(r.code, r.judge) for r in self.readings(slug)} - before
            if not new:
                break
            files = list(self.filled(slug, sorted({judge for _, judge in new}), turn))
            self.run("contest", "collect", SEASON, *files, "--round", slug)
        self.decide(slug)

    def readings(self, slug: str) -> tuple[books.ReadingRecord, ...]:
        """Return who reads what in the round so far."""
        assignment = self.book().assignments.get(slug)
        return assignment.readings if assignment else ()

    def filled(self, slug: str, judges: list[str], turn: int) -> Iterator[Path]:
        """Give packets out to judges and yield their score files."""
        folder = self.folder / f"phieu-{slug}-{turn}"
        only = [word for judge in judges for word in ("--judge", judge)]
        self.run("contest", "packets", SEASON, "--round", slug, "-o", folder, *only)
        for judge in judges:
            (page,) = folder.glob(f"*-{judge}.html")
            if judge in self.by_browser:
                yield self.score_in_browser(judge, page)
            else:
                yield self.score_in_excel(judge, page.with_suffix(".xlsx"), slug)

    def score_in_browser(self, judge: str, packet: Path) -> Path:
        """Open a packet from the disk without any network, score, reload in the middle, hand in."""
        if judge not in self.contexts:
            self.contexts[judge] = self.browser.new_context(accept_downloads=True)
            self.contexts[judge].set_offline(True)
        page = self.contexts[judge].new_page()
        page.goto(packet.as_uri())
        listed = page.locator("[id^=muc-] .about").all()
        codes = [re.findall(r"B\d{5}", one.inner_text())[0] for one in listed]
        for number, code in enumerate(codes, 1):
            self._score_entry(page, number, judge, code)
            if number == 1:
                self._reload(page)
        page.evaluate("location.hash = '#nop'")
        with page.expect_download() as download:
            page.locator("#hand-in").click()
        file = packet.parent / download.value.suggested_filename
        download.value.save_as(file)
        page.close()
        return file

    def _score_entry(self, page: Page, number: int, judge: str, code: str) -> None:
        page.evaluate(f"location.hash = '#bai-{number}'")
        boxes = page.locator(f"#bai-{number} .score")
        for at, score in enumerate(scores(judge, code)):
            if not boxes.nth(at).input_value():
                boxes.nth(at).fill(f"{score:g}".replace(".", ","))
        page.locator(f"#bai-{number} .onward a").first.click()

    def _reload(self, page: Page) -> None:
        """Load the page anew: what was written is still there."""
        page.evaluate("location.hash = '#bai-1'")
        before = [one.input_value() for one in page.locator("#bai-1 .score").all()]
        assert all(before)
        page.reload()
        page.wait_for_selector("#bai-1 .score")
        assert [one.input_value() for one in page.locator("#bai-1 .score").all()] == before
        self.reloaded = True

    def score_in_excel(self, judge: str, sheet: Path, slug: str) -> Path:
        """Fill in a score sheet, one version higher than the last."""
        book = load_workbook(sheet)
        page = book[score_sheet.SCORES]
        row = score_sheet.FIRST_ROW
        while code := page.cell(row, score_sheet.CODE).value:
            for column, score in enumerate(scores(judge, str(code)), score_sheet.FIRST_SCORE):
                page.cell(row, column).value = score
            row += 1
        key = f"{slug}/{judge}"
        self.versions[key] = self.versions.get(key, 0) + 1
        page[score_sheet.VERSION_CELL].value = self.versions[key]
        book.save(sheet)
        return sheet

    def decide(self, slug: str) -> None:
        """Have the jury decide whatever numbers leave to it."""
        rules, _ = load_rules(Tree(self.site), SEASON)
        assert rules is not None
        for _ in range(9):
            found = score_table.build(self.book(), rules, slug)
            unclear = [*((*each.above, *each.below) for each in found.open), *found.undecided]
            if not unclear:
                return
            order = [place.code for place in found.ranking.places if place.code in unclear[0]]
            words = ("--reason", "chi tiết mới hơn", "--by", "Hội đồng, 5/5 đồng ý")
            self.run("contest", "decide", SEASON, *order, *words, "--round", slug)

    def publish(self) -> None:
        """Publish the results, build the site as on that day, and write the papers."""
        words = ("--alt", "Một dải màu xám nhạt dần từ trên xuống dưới", "--credit", "Người viết bài")
        winners = [won.code for won in self.book().closings["chung-khao"].prizes if won.code]
        for code in winners:
            entry = self.book().entries[code]
            if entry.pictures:
                self.run(
                    "contest", "entry", "photo", SEASON, code, "1", *words, "--consent", "khong-co-nguoi"
                )
            edited = self.folder / "bien-tap.md"
            edited.write_text(re.sub(r" Ai cần thì gọi \d+\.", "", entry.markdown), "utf-8")
            self.run("contest", "entry", "edit", SEASON, code, edited)
        self.run("build", "--no-handbook", "--output", self.folder / "truoc", "--date", "2027-06-19")
        self.run("contest", "results", SEASON, "--announced", RESULTS_DAY, "--decision", "Quyết định mẫu")
        self.run("contest", "papers", SEASON, "-o", self.folder / "giay-to")
        self.run("check")
        self.run("build", "--no-handbook", "--output", self.folder / "som", "--date", "2027-06-19")
        self.run("build", "--no-handbook", "--output", self.folder / "output", "--date", RESULTS_DAY)


def scores(judge: str, code: str) -> list[float]:
    """Return what a judge gives an entry for each criterion of contest.yml as it is made anew, in halves."""
    worth = random.Random(code).uniform(0.45, 0.95)  # noqa: S311
    lenient = random.Random(judge).uniform(-0.06, 0.06)  # noqa: S311
    noise = random.Random(f"{judge}{code}")  # noqa: S311
    shares = (min(1.0, max(0.0, worth + lenient + noise.gauss(0, 0.05))) for _ in range(6))
    return [round(2 * most * share) / 2 for most, share in zip((20, 15, 20, 20, 15, 10), shares, strict=True)]


def start(folder: Path, browser: Browser, *, entries: int, judges: int, words: int, quota: int) -> Play:
    """Return a season that can be played; the first two judges score in the browser."""
    samples = sample_season.write(folder / "gui-ve", entries, judges, words=words)
    return Play(folder, samples, browser, frozenset(("G01", "G02")), quota)


def main(folder: str, entries: str, judges: str, quota: str = "12") -> None:
    """Play a whole season and print what was typed and said."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        play = start(
            Path(folder), browser, entries=int(entries), judges=int(judges), words=600, quota=int(quota)
        )
        try:
            play.whole()
        finally:
            print(re.sub(r"(?m)^(.{200}).*$", r"\1…", "\n".join(play.said)))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
