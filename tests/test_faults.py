"""A site folder full of faults: each is found, at its line, and none hides another."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from neuguong.content import vocabulary
from neuguong.content.files import Tree
from neuguong.content.load import Loaded, load
from neuguong.problems import Language, Problem, as_github, as_json, as_text
from tests.samples import ROOT

YEAR = "stories/2014-2015"
FAULTS = Path(__file__).parent / "faults"

EXPECTED: dict[str, list[tuple[int, str]]] = {
    "content/pages/ke-hoach.md": [(1, "page-has-its-header")],
    "contest/2015/call.md": [(3, "no-raw-html")],
    "contest/2015/contest.yml": [
        (6, "phases-are-in-order"),
        (11, "criteria-add-up"),
        (19, "criteria-add-up"),
    ],
    "contest/2015/entries/bat-com.md": [(6, "value-is-in-vocabulary")],
    "contest/2015/entries/chua-cong-bo.md": [(0, "entries-wait-for-results")],
    "contest/2015/results.yml": [
        (3, "awards-lead-somewhere"),
        (4, "awards-lead-somewhere"),
        (5, "awards-lead-somewhere"),
        (6, "awards-lead-somewhere"),
    ],
    "contest/2016/call.md": [(0, "file-is-readable")],
    "contest/2016/contest.yml": [
        (1, "key-is-given"),
        (3, "key-is-known"),
        (6, "value-has-its-form"),
        (7, "value-has-its-form"),
        (10, "value-has-its-form"),
    ],
    "contest/2016/results.yml": [(2, "yaml-is-readable")],
    "contest/2017/contest.yml": [(0, "file-is-readable")],
    "contest/Mùa thi": [(0, "folder-is-a-season")],
    "contest/ghi-chu.md": [(0, "file-has-its-place")],
    "stories/2013-2014": [(0, "folder-is-a-school-year")],
    f"{YEAR}/.md": [(0, "file-has-its-place")],
    f"{YEAR}/Tên Sai.md": [(0, "slug-is-stable-and-unique")],
    f"{YEAR}/anh-mo-coi": [(0, "file-has-its-place")],
    f"{YEAR}/anh-sai.md": [
        (14, "photo-is-used"),
        (15, "picture-is-a-picture"),
        (16, "photo-has-alt-text"),
        (19, "picture-is-a-picture"),
        (22, "photo-consent-is-recorded"),
        (23, "picture-is-a-picture"),
        (24, "photo-has-alt-text"),
        (28, "key-is-given"),
        (28, "photo-file-exists"),
        (31, "picture-is-a-picture"),
    ],
    f"{YEAR}/bai-viet-sai.md": [
        (15, "headings-do-not-skip"),
        (17, "headings-do-not-skip"),
        (21, "no-raw-html"),
        (23, "no-pictures-in-text"),
        (25, "no-private-contact"),
        (25, "no-private-contact"),
        (27, "links-are-safe"),
        (27, "links-resolve"),
        (28, "links-resolve"),
        (30, "no-raw-html"),
    ],
    f"{YEAR}/b\udce0i.md": [(0, "slug-is-stable-and-unique"), (15, "photo-file-exists")],
    f"{YEAR}/ca-lop.md": [(2, "consent-is-recorded"), (13, "consent-is-recorded")],
    f"{YEAR}/dang-sai.md": [
        (4, "value-has-its-form"),
        (9, "value-has-its-form"),
        (12, "value-has-its-form"),
        (13, "value-has-its-form"),
        (14, "value-has-its-form"),
        (17, "value-has-its-form"),
    ],
    f"{YEAR}/danh-muc-sai.md": [
        (5, "value-is-in-vocabulary"),
        (8, "value-is-in-vocabulary"),
        (11, "value-is-in-vocabulary"),
        (19, "value-is-in-vocabulary"),
        (20, "value-is-in-vocabulary"),
    ],
    f"{YEAR}/dau-roi.md": [(2, "text-is-nfc"), (15, "text-is-nfc")],
    f"{YEAR}/dong-windows.md": [(6, "value-is-in-vocabulary"), (17, "no-raw-html")],
    f"{YEAR}/dong-y-ten-nguoi.md": [(11, "consent-is-recorded")],
    f"{YEAR}/ghi-chu.docx": [(0, "file-has-its-place")],
    f"{YEAR}/hoc-sinh.md": [(2, "consent-is-recorded"), (12, "child-has-no-full-name")],
    f"{YEAR}/hoc-vien.md": [(9, "age-group-is-given")],
    f"{YEAR}/khong-chu.md": [(15, "text-has-length")],
    f"{YEAR}/khong-dong-y.md": [(2, "consent-is-recorded")],
    f"{YEAR}/khong-vai.md": [(9, "role-fits-form")],
    f"{YEAR}/ky-tu-an.md": [
        (7, "no-hidden-characters"),
        (15, "no-hidden-characters"),
        (17, "no-hidden-characters"),
    ],
    f"{YEAR}/lien-ket-dut.md": [(0, "file-is-readable")],
    f"{YEAR}/lien-ket-ngoai.md": [(0, "file-stays-in-tree")],
    f"{YEAR}/lien-ket-vong.md": [(0, "file-stays-in-tree")],
    f"{YEAR}/linh-vuc-lap.md": [
        (8, "level-fits-unit"),
        (14, "also-fields-add-something"),
        (17, "former-addresses-are-addresses"),
        (18, "former-address-is-free"),
    ],
    f"{YEAR}/ma-cp1252.md": [(15, "text-is-utf-8")],
    f"{YEAR}/ma-cut.md": [(15, "text-is-utf-8")],
    f"{YEAR}/ma-tcvn3.md": [(2, "text-is-utf-8")],
    f"{YEAR}/ma-utf16.md": [(1, "text-is-utf-8")],
    f"{YEAR}/ong-dan.md": [(0, "file-is-a-file")],
    f"{YEAR}/qua-dai.md": [(3, "summary-fits"), (15, "text-has-length")],
    f"{YEAR}/qua-lon.md": [(0, "file-is-small-enough")],
    f"{YEAR}/qua-ngan.md": [(15, "text-has-length")],
    f"{YEAR}/rao-thieu-cuoi.md": [(1, "front-matter-is-fenced")],
    f"{YEAR}/rao-thieu-dau.md": [(1, "front-matter-is-fenced")],
    f"{YEAR}/rao-trong.md": [(2, "value-has-its-form")],
    f"{YEAR}/rong.md": [(1, "front-matter-is-fenced")],
    f"{YEAR}/sai-nam.md": [
        (4, "date-is-in-school-year"),
        (14, "dates-are-in-order"),
        (15, "dates-are-in-order"),
    ],
    f"{YEAR}/ten-dai.md": [(2, "title-fits")],
    f"{YEAR}/ten-hoa.md": [(2, "title-fits"), (2, "title-fits"), (3, "summary-fits")],
    f"{YEAR}/thieu-muc.md": [
        (2, "key-is-given"),
        (2, "key-is-given"),
        (6, "key-is-given"),
        (9, "key-is-given"),
        (9, "key-is-known"),
        (13, "key-is-known"),
    ],
    f"{YEAR}/thu-muc.md": [(0, "file-is-a-file")],
    f"{YEAR}/vai-sai.md": [(9, "role-fits-form")],
    f"{YEAR}/xa-som.md": [(6, "place-exists-on-date")],
    f"{YEAR}/yaml-cuoi.md": [(7, "yaml-is-plain")],
    f"{YEAR}/yaml-danh-sach.md": [(2, "value-has-its-form")],
    f"{YEAR}/yaml-dau-sao.md": [(7, "yaml-is-plain")],
    f"{YEAR}/yaml-dau-than.md": [(7, "yaml-is-plain")],
    f"{YEAR}/yaml-hai-cham.md": [(2, "yaml-is-readable")],
    f"{YEAR}/yaml-hai-lan.md": [(14, "key-stands-once"), (15, "key-stands-once")],
    f"{YEAR}/yaml-hai-phan.md": [(15, "yaml-is-readable")],
    f"{YEAR}/yaml-ky-tu-dieu-khien.md": [(7, "yaml-is-readable")],
    f"{YEAR}/yaml-sau.md": [(14, "yaml-is-plain")],
    f"{YEAR}/yaml-thut-dong.md": [(8, "yaml-is-readable")],
    "stories/2016-2017/con-do-som.md": [(0, "slug-is-stable-and-unique")],
    "stories/2018-2019": [(0, "file-has-its-place")],
    "stories/2020-2021/ky-son-muon.md": [(6, "place-exists-on-date")],
    "stories/addresses.txt": [(3, "slug-is-stable-and-unique")],
    "stories/bai-le.md": [(0, "file-has-its-place")],
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    root = tmp_path_factory.mktemp("faults") / "site"
    shutil.copytree(FAULTS, root)
    shutil.copytree(ROOT / vocabulary.FOLDER, root / vocabulary.FOLDER)
    plant(root)
    return load(Tree(root))


def plant(root: Path) -> None:
    """Add what git cannot keep."""
    year = root / YEAR
    outside = root.parent / "ngoai.md"
    outside.write_text("bí mật", encoding="utf-8")
    (year / "lien-ket-ngoai.md").symlink_to(outside)
    (year / "lien-ket-vong.md").symlink_to("lien-ket-vong.md")
    (year / "lien-ket-dut.md").symlink_to("khong-co-tep.md")
    (year / "thu-muc.md").mkdir()
    (year / ".md").touch()
    os.mkfifo(year / "ong-dan.md")
    with (year / "qua-lon.md").open("wb") as file:
        file.truncate(100_000_000)
    with open(os.fsencode(year) + b"/b\xe0i.md", "wb") as file:  # noqa: PTH123 - pathlib takes no bytes
        file.write((year / "con-do-som.md").read_bytes())
    (root / "stories/2018-2019").symlink_to(root.parent)


def test_every_fault_is_found_at_its_line(loaded: Loaded) -> None:
    assert [(problem.path, problem.line, problem.rule) for problem in loaded.problems] == [
        (path, line, rule) for path, rows in EXPECTED.items() for line, rule in rows
    ]


def test_the_folder_holds_enough_different_faults() -> None:
    found = [rule for rows in EXPECTED.values() for _, rule in rows]
    assert len(EXPECTED) >= 25
    assert len(found) >= 40
    assert len(set(found)) >= 40


def test_every_message_speaks_both_languages(loaded: Loaded) -> None:
    for problem in loaded.problems:
        texts = (*problem.what, *problem.fix)
        assert all(text.strip() == text != "" for text in texts), problem
        assert problem.what.vi != problem.what.en, problem
        assert problem.fix.vi != problem.fix.en, problem


def test_the_good_stories_are_loaded_all_the_same(loaded: Loaded) -> None:
    """Two of the three only have a warning."""
    assert loaded.content is not None
    assert [story.key for story in loaded.content.stories] == [
        "2014-2015/con-do-som",
        "2014-2015/dau-roi",
        "2014-2015/qua-ngan",
    ]
    assert [file.name for file in loaded.content.stories[0].photo_files] == ["ben-do.jpg"]
    assert loaded.content.seasons == ()


@pytest.mark.parametrize("print_as", [as_text, as_github, as_json])
@pytest.mark.parametrize("language", list(Language))
def test_all_problems_can_be_printed(
    loaded: Loaded, print_as: Callable[[Iterable[Problem], Language], str], language: Language
) -> None:
    printed = print_as(loaded.problems, language).encode().decode()
    assert all(rule in printed for rows in EXPECTED.values() for _, rule in rows)
