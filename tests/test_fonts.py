"""The shipped typefaces: every letter, light enough, with their licences, and as the style sheet has them."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from fonts import sheet
from fonts.faces import FACES, LETTERS, ON_CARDS, READ, UI, Family
from fonts.kern import kerning
from fonts.paper import ON_PAPER, OnPaper, for_paper
from fonts.stand_ins import STAND_INS, Fitted
from tests.samples import ROOT

FOLDER = ROOT / "theme/static/fonts"
CARDS = ROOT / "scripts/neuguong/share_card"
PAPERS = ROOT / "scripts/neuguong/contest/papers/fonts"
SHEET = ROOT / "theme/static/css/site.css"
BASE = ROOT / "theme/templates/base.html"
FILES = sorted(FOLDER.glob("*.woff2"))

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
CONSONANTS = "bcdđghklmnpqrstvxfjwzBCDĐGHKLMNPQRSTVXFJWZ"
VIETNAMESE = CONSONANTS + "".join(normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES))
SIGNS = "0123456789.,:;!?()/%&@+-−×=–—‘’“”…•·«»°²³½€₫→←↑↓↗ "

each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def letters(file: Path) -> set[str]:
    return set(map(chr, TTFont(file).getBestCmap()))


def features(file: Path, table: str) -> set[str]:
    return {record.FeatureTag for record in TTFont(file)[table].table.FeatureList.FeatureRecord}


def test_all_faces_are_there_and_no_other() -> None:
    assert [file.name for file in FILES] == sorted(face.file for face in FACES)


@each_file
def test_every_letter_of_vietnamese_is_there_whole_and_in_parts(file: Path) -> None:
    wanted = set(VIETNAMESE) | set(normalize("NFD", VIETNAMESE)) | set(SIGNS)
    assert (len(set(VIETNAMESE)), sorted(wanted - letters(file))) == (186, [])


@each_file
def test_every_letter_of_the_stories_is_there(file: Path) -> None:
    texts = [
        text.read_text("utf-8") for folder in ("stories", "contest") for text in (ROOT / folder).rglob("*.md")
    ]
    assert sorted(set("".join(texts)) - letters(file) - {"\n"}) == []


@each_file
def test_marks_find_their_place_and_numerals_have_one_width_on_request(file: Path) -> None:
    assert {"kern", "mark", "mkmk"} <= features(file, "GPOS")
    assert {"ccmp", "tnum"} <= features(file, "GSUB")


@each_file
def test_hints_are_gone(file: Path) -> None:
    assert {"cvt ", "fpgm", "prep"} & set(TTFont(file).keys()) == set()


def test_a_story_with_all_faces_stays_under_ninety_kilobytes() -> None:
    assert sum(file.stat().st_size for file in FILES) <= 90_000


@pytest.mark.parametrize("family", [UI, READ], ids=lambda family: family.name)
def test_licence_lies_beside_the_files_and_reserves_no_name(family: Family) -> None:
    licence = (FOLDER / family.licence).read_text("utf-8")
    copyright_line = licence.splitlines()[0]
    assert re.match(r"Copyright \d{4} The .+ Project Authors", copyright_line)
    assert "Reserved Font Name" not in copyright_line
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "PERMISSION & CONDITIONS" in licence


@each_file
def test_file_itself_says_whose_it_is_and_that_it_was_changed(file: Path) -> None:
    names = TTFont(file)["name"]
    assert "Project Authors" in names.getDebugName(0)
    assert "SIL Open Font License" in names.getDebugName(13)
    assert "not the original" in names.getDebugName(10)


def test_share_cards_are_set_in_the_same_face() -> None:
    site, cards = TTFont(FOLDER / ON_CARDS.file), TTFont(CARDS / "be-vietnam-pro-600.ttf")
    assert cards.getBestCmap().keys() == site.getBestCmap().keys()
    for letter, name in cards.getBestCmap().items():
        other = site.getBestCmap()[letter]
        assert cards["hmtx"][name] == site["hmtx"][other]
        assert cards["glyf"][name].getCoordinates(cards["glyf"]) == site["glyf"][other].getCoordinates(
            site["glyf"]
        )
    assert "not the original" in cards["name"].getDebugName(10)
    licence = UI.licence
    assert (CARDS / licence).read_bytes() == (FOLDER / licence).read_bytes()


def test_kerning_of_share_cards_is_that_of_the_face() -> None:
    written = json.loads((CARDS / "be-vietnam-pro-600.json").read_text("utf-8"))
    assert written == kerning(TTFont(FOLDER / ON_CARDS.file), LETTERS)


def test_style_sheet_asks_for_the_files_that_are_there() -> None:
    asked = re.findall(r'url\("\.\./fonts/([^"]+)"\) format\("woff2"\)', SHEET.read_text("utf-8"))
    assert sorted(asked) == [file.name for file in FILES]


def test_preloaded_faces_are_faces_of_the_style_sheet() -> None:
    preloaded = re.findall(
        r'<link rel="preload".+"theme/fonts/([^"]+)" \| file.+ crossorigin>', BASE.read_text()
    )
    assert len(preloaded) == 2
    assert set(preloaded) <= {file.name for file in FILES}


def test_faces_are_written_between_their_marks_and_nothing_else_changes() -> None:
    fitted = [Fitted(stand_in=one, size=1.05, ascent=0.9, descent=0.25, line_gap=0) for one in STAND_INS[:1]]
    start, end = "/* --- faces: written by `make fonts`, not by hand --- */\n", "/* --- end of faces --- */\n"
    assert sheet.with_faces(f"a\n{start}old\n{end}b\n", FACES[2:3], fitted) == (
        f"a\n{start}"
        '@font-face { font-family: "Noto Serif"; font-weight: 400 700; font-style: normal; '
        'font-display: swap; src: url("../fonts/noto-serif.woff2") format("woff2"); }\n'
        '@font-face { font-family: "UI Arial"; font-weight: 400; font-style: normal; '
        'src: local("Arial"), local("Arimo"); size-adjust: 105.00%; ascent-override: 90.00%; '
        "descent-override: 25.00%; line-gap-override: 0%; }\n"
        ':root { --face-ui: "Be Vietnam Pro", "UI Arial", system-ui, sans-serif; '
        '--face-read: "Noto Serif", serif; }\n'
        f"{end}b\n"
    )


def test_sheet_without_the_marks_is_left_alone() -> None:
    with pytest.raises(SystemExit):
        sheet.with_faces("body { margin: 0 }\n", FACES, [])


@pytest.mark.parametrize("each", ON_PAPER, ids=lambda each: each.file)
def test_font_of_papers_is_that_of_the_site_uncompressed(each: OnPaper) -> None:
    made = for_paper((FOLDER / each.source).read_bytes(), each.weight)
    assert made == (PAPERS / each.file).read_bytes()
    assert letters(PAPERS / each.file) == letters(FOLDER / each.source)
    assert TTFont(PAPERS / each.file)["OS/2"].usWeightClass == each.weight


def test_fonts_of_papers_come_with_their_licence_and_no_other() -> None:
    names = {*(each.file for each in ON_PAPER), READ.licence}
    assert {file.name for file in PAPERS.iterdir()} == names
    assert (PAPERS / READ.licence).read_bytes() == (FOLDER / READ.licence).read_bytes()
