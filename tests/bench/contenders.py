"""The two that are compared: each with its folder, its command, and the changes that are made to its texts.

A made-up site in; two contenders out that hold the same stories and are changed in the same way. A change
knows where it must show, so that a build that leaves it out is found.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.bench import corpus, hugo_site

TODAY = date(2026, 6, 30)
CHANGED_FIELD = "chu-nhiem-lop"
OLD_LABEL, NEW_LABEL = "Chủ nhiệm lớp", "Việc chủ nhiệm lớp"
HEADINGS, NEW_HEADING = ('>{{ say("story.cite") }}<', ">Trích dẫn bài này<"), ">Muốn trích dẫn bài này<"
"""How the heading that is changed stands in our template, and in Hugo's."""
NEW_TITLE, NEW_SENTENCE = " (bản sửa)", "Câu này vừa được thêm khi sửa bài."

_TITLE = re.compile(r"^title: (.*)$", re.MULTILINE)


class NotShownError(RuntimeError):
    """A build left out a change, or kept one that was taken back."""


@dataclass(slots=True)
class Change:
    """One file's new text, and which words must then stand in which files of the output."""

    file: Path
    text: str
    shown: tuple[tuple[str, str], ...]
    before: bytes | None = None

    def make(self) -> None:
        """Change the file, or add it."""
        self.before = self.file.read_bytes() if self.file.exists() else None
        self.file.write_bytes(self.text.encode())

    def undo(self) -> None:
        """Put the file back as it was."""
        if self.before is None:
            self.file.unlink()
        else:
            self.file.write_bytes(self.before)


@dataclass(frozen=True, slots=True)
class Contender:
    """A program with a site: how to build it, where the result lies, what can be changed."""

    name: str
    command: tuple[str, ...]
    output: Path
    kept: tuple[Path, ...]
    """What it keeps between builds; without that and the output a build is clean."""
    changes: Mapping[str, Change]
    incremental: bool
    """Whether it builds only what changed, and removes the pages of texts that are gone."""
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Its other commands."""

    def forget(self) -> None:
        """Remove the output and whatever is kept between builds."""
        for folder in (self.output, *self.kept):
            shutil.rmtree(folder, ignore_errors=True)

    def remove_leftovers(self, wanted: Mapping[str, bytes]) -> None:
        """Remove pages of texts that are gone, where the program leaves that to its user."""
        if not self.incremental:
            for path in self.digests().keys() - wanted.keys():
                (self.output / path).unlink()

    def shows(self, change: Change, wanted: bool = True) -> None:
        """Make sure that the output has the change, or has it no longer."""
        for path, words in change.shown:
            file = self.output / path
            found = file.exists() and words in file.read_text("utf-8")
            if found is not wanted:
                state = "is missing from" if wanted else "still stands in"
                raise NotShownError(f"{self.name}: “{words}” {state} {path}")

    def digests(self) -> dict[str, bytes]:
        """Return what every file of the output holds, in short; files with a dot are the program's own."""
        files = (file for file in self.output.rglob("*") if file.is_file() and file.name[0] != ".")
        return {
            str(file.relative_to(self.output)): hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
            for file in files
        }


def neuguong(site: Path, work: Path, added: corpus.Story) -> Contender:
    """Return our program on the site."""
    output = work / "output-neuguong"
    run = (sys.executable, "-m", "neuguong")
    build = (
        *run,
        "build",
        "--site",
        str(site),
        "--output",
        str(output),
        "--no-handbook",
        "--date",
        str(TODAY),
    )
    return Contender(
        name="neuguong",
        command=build,
        output=output,
        kept=(site / ".neuguong",),
        changes=_changes(
            site,
            added,
            template=site / "theme/templates/article.html",
            labels=site / "content/vocabulary/fields.yml",
            everything="tat-ca.html",
        ),
        incremental=True,
        more={"check": (*run, "check", "--site", str(site)), "stages": (*build, "--stages")},
    )


def hugo(site: Path, work: Path, added: corpus.Story) -> Contender:
    """Write Hugo's source beside the site and return Hugo on it."""
    source, output, cache = work / "hugo", work / "output-hugo", work / "hugo-cache"
    hugo_site.hugo_content(site, source, TODAY)
    lists = hugo_site.read_lists(site)
    changes = _changes(
        site,
        added,
        template=source / "layouts/bai/page.html",
        labels=source / "data/fields.yaml",
        everything="bai/index.html",
    )
    for change in (changes["edit"], changes["add"]):
        change.text = hugo_site.hugo_story(change.text, change.file.parent.name, lists)
        change.file = source / "content/bai" / change.file.relative_to(site / "stories")
    return Contender(
        name="hugo",
        command=(
            str(hugo_site.binary()),
            "build",
            *("--source", str(source)),
            *("--destination", str(output)),
            *("--cacheDir", str(cache)),
            *("--noBuildLock", "--quiet"),
        ),
        output=output,
        kept=(source / "resources", cache),
        changes=changes,
        incremental=False,
    )


def hugo_version() -> str:
    """Return Hugo's version as it names itself."""
    command = [str(hugo_site.binary()), "version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    found = re.search(r"v(\d+\.\d+\.\d+)", said)
    return found[1] if found else said.strip()


def _changes(
    site: Path, added: corpus.Story, *, template: Path, labels: Path, everything: str
) -> dict[str, Change]:
    """Return the four changes; the two of stories are written as our program reads them."""
    files = sorted((site / "stories").glob("*/*.md"))
    edited = files[len(files) // 2]
    first, last = _page(files[0]), _page(files[-1])
    renamed = next(file for file in files if f"\nfield: {CHANGED_FIELD}\n" in file.read_text("utf-8"))
    newcomer = site / added.path
    return {
        "edit": Change(
            edited,
            _edited(edited.read_text("utf-8")),
            ((_page(edited), NEW_TITLE), (_page(edited), NEW_SENTENCE)),
        ),
        "add": Change(
            newcomer,
            added.text,
            ((_page(newcomer), added.title), (everything, added.title), ("index.html", added.title)),
        ),
        "template": Change(
            template,
            _with_new_heading(template.read_text("utf-8")),
            ((first, NEW_HEADING), (last, NEW_HEADING)),
        ),
        "vocabulary": Change(
            labels,
            labels.read_text("utf-8").replace(f"short: {OLD_LABEL}\n", f"short: {NEW_LABEL}\n"),
            (
                (_page(renamed), f">{NEW_LABEL}<"),
                (f"linh-vuc/{CHANGED_FIELD}.html", f">{NEW_LABEL}<"),
                ("tong-quan.html", f">{NEW_LABEL}<"),
            ),
        ),
    }


def _page(story: Path) -> str:
    """Return where the story's page lies in the output of both."""
    return f"bai/{story.parent.name}/{story.stem}.html"


def _with_new_heading(template: str) -> str:
    (old,) = (heading for heading in HEADINGS if heading in template)
    return template.replace(old, NEW_HEADING)


def _edited(text: str) -> str:
    """Return a story with another title and a sentence more."""
    front, body = text.split("\n---\n\n", 1)
    titled = _TITLE.sub(lambda found: f"title: {found[1]}{NEW_TITLE}", front, count=1)
    return f"{titled}\n---\n\n{NEW_SENTENCE} {body}"
