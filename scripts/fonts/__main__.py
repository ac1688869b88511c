"""Make the files of theme/static/fonts and the part of site.css about them: `make fonts`."""

from __future__ import annotations

import os
import shutil
from importlib import metadata
from pathlib import Path

from playwright.sync_api import sync_playwright

from fonts.cut import cut, cut_for_pictures
from fonts.faces import FACES, ON_CARDS, READ, UI, Face, Family
from fonts.paper import ON_PAPER, for_paper
from fonts.sheet import with_faces
from fonts.stand_ins import Fitted, fit, story_texts

_ROOT = Path(__file__).resolve().parents[2]
_FOLDER = _ROOT / "theme/static/fonts"
_CARDS = _ROOT / "scripts/neuguong/share_card"
_PAPERS = _ROOT / "scripts/neuguong/contest/papers/fonts"
_SHEET = _ROOT / "theme/static/css/site.css"

_README = """\
Phông chữ của trang / the typefaces of this site
================================================

{families}

Đã cắt bớt cho nhẹ: chữ Việt, chữ Latinh thường gặp, dấu câu, mũi tên; bỏ phần hinting; thêm mũi tên (và, ở
Be Vietnam Pro, chữ số cùng bề rộng). Vì vậy đây là bản đã sửa, không phải bản gốc. Hai giấy phép không giữ
riêng tên nào (Reserved Font Name), nên tên vẫn được dùng.

Cut to Vietnamese, common Latin letters, punctuation and arrows; hinting dropped; arrows added and, in Be
Vietnam Pro, numerals of one width. So these are modified versions, not the originals. Neither licence
reserves a font name, so the names may stay.

Made by `make fonts` in the site's repository; the originals are pinned in its pyproject.toml.
"""


def main() -> None:
    """Make everything anew; the same originals and stories give the same bytes."""
    files = {face: cut(face) for face in FACES}
    fitted = _measure(files)
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for face, data in files.items():
        (_FOLDER / face.file).write_bytes(data)
    for family in (UI, READ):
        shutil.copyfile(family.original("LICENSE"), _FOLDER / family.licence)
    _write_for_cards()
    _write_for_papers()
    families = "\n".join(_origin(family) for family in (UI, READ))
    (_FOLDER / "README.txt").write_text(_README.format(families=families), encoding="utf-8")
    sheet = _SHEET.read_text(encoding="utf-8")
    _SHEET.write_text(with_faces(sheet, FACES, fitted), encoding="utf-8")
    print("\n".join(f"{len(data):6} {face.file}" for face, data in files.items()))


def _write_for_cards() -> None:
    font, kerning = cut_for_pictures(ON_CARDS)
    file = _CARDS / ON_CARDS.file
    file.with_suffix(".ttf").write_bytes(font)
    file.with_suffix(".json").write_bytes(kerning)
    shutil.copyfile(ON_CARDS.family.original("LICENSE"), _CARDS / ON_CARDS.family.licence)


def _write_for_papers() -> None:
    _PAPERS.mkdir(parents=True, exist_ok=True)
    for each in ON_PAPER:
        (_PAPERS / each.file).write_bytes(for_paper((_FOLDER / each.source).read_bytes(), each.weight))
    shutil.copyfile(READ.original("LICENSE"), _PAPERS / READ.licence)


def _measure(files: dict[Face, bytes]) -> list[Fitted]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        fitted = fit(browser.new_page(), files, story_texts(_ROOT / "stories"))
        browser.close()
    return fitted


def _origin(family: Family) -> str:
    package = family.package.replace("_", "-")
    return f"{family.name}: PyPI {package} {metadata.version(package)}, {family.licence}"


if __name__ == "__main__":
    main()
