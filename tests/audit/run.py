"""The audit: Lighthouse judges pages of a fresh build as a middling phone on a slow line sees them.

Nothing in but the site itself; a table out, and .audit/<page>.report.html and .json, those of the middle run.
AUDIT_RUNS says how often each page is judged, 3 times where it is not set. A category under the mark is said
in a sentence, and the exit code is 1. No audit is left out.

    python -m tests.audit.run [PAGE …]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.audit.serving import served
from tests.audit.verdict import NoReportError, Verdict, judge, sentences, table

ROOT = Path(__file__).resolve().parents[2]
LIGHTHOUSE = ROOT / "tests/audit/node_modules/.bin/lighthouse"
REPORTS = ROOT / ".audit"
PAGES = (
    "index.html",
    "bai/2026-2027/cay-cau-chin-met.html",  # a story with photos
    "bai/2020-2021/cuon-so-ghi-nhung-dieu-khong-biet.html",  # and one without
    "linh-vuc/van-dong-ra-lop.html",
    "tong-quan.html",
    "cuoc-thi/2015/index.html",
)


class AuditFailedError(RuntimeError):
    """The audit itself could not be done."""


def main() -> int:
    """Judge the pages that the command line names, or one of each kind; return the exit code."""
    parser = argparse.ArgumentParser(description="Judge built pages with Lighthouse.")
    parser.add_argument("pages", nargs="*", default=PAGES, metavar="PAGE", help="a path in the site")
    pages: list[str] = parser.parse_args().pages
    try:
        verdicts = audit(pages, int(os.environ.get("AUDIT_RUNS", "3")))
    except (AuditFailedError, NoReportError) as fault:
        say(str(fault))
        return 1
    print(table(verdicts))
    low = sentences(verdicts)
    for sentence in low:
        say(sentence)
    say(f"The reports lie in {REPORTS.name}/.")
    return 1 if low else 0


def audit(pages: list[str], runs: int) -> list[Verdict]:
    """Build, serve and judge; leave the report of each page's middle run in the reports' folder."""
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir()
    with tempfile.TemporaryDirectory(prefix="neuguong-audit-") as work:
        site = Path(work, "site")
        build(site)
        missing = [page for page in pages if not (site / page).is_file()]
        if missing:
            raise AuditFailedError(f"the site has no {', '.join(missing)}")
        with served(site) as address:
            return [judge_page(page, address, runs, Path(work)) for page in pages]


def build(folder: Path) -> None:
    """Build the site, without its handbook, which is not our theme's work."""
    command = [sys.executable, "-m", "neuguong", "build", "--no-handbook", "--output", str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode:
        raise AuditFailedError(f"the site cannot be built:\n{done.stdout}{done.stderr}")


def judge_page(page: str, address: str, runs: int, work: Path) -> Verdict:
    """Judge one page by so many runs and keep the report of the middle one."""
    reports = []
    for turn in range(runs):
        say(f"{page}, {turn + 1} of {runs}")
        reports.append(look(address + page, work / str(turn)))
    verdict = judge(page, reports)
    for ending in ("report.html", "report.json"):
        name = page.removesuffix(".html").replace("/", "-")
        shutil.move(work / f"{verdict.kept}.{ending}", REPORTS / f"{name}.{ending}")
    return verdict


def look(address: str, target: Path) -> dict[str, Any]:
    """Let Lighthouse look at a page as it does unasked, as a throttled phone, and return its report."""
    command = [
        str(LIGHTHOUSE),
        address,
        "--quiet",
        "--output=html",
        "--output=json",
        f"--output-path={target}",
        "--chrome-flags=--headless=new --no-sandbox",
    ]
    environment = os.environ | {"CHROME_PATH": chromium()}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    written = target.with_name(f"{target.name}.report.json")
    if not written.is_file():  # a page that Lighthouse could not load has a report too, with the reason
        raise AuditFailedError(f"Lighthouse said nothing of {address}:\n{done.stdout}{done.stderr}")
    report: dict[str, Any] = json.loads(written.read_text("utf-8"))
    return report


def chromium() -> str:
    """Return the browser: the one that $CHROMIUM names, or the system's."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise AuditFailedError("Chromium is missing: install it (Debian: apt-get install chromium)")
    return found


def say(text: str) -> None:
    """Tell how far it is, and what is wrong."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
