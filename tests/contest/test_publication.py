"""What is published of a season: the winners, whole and checked; nobody else, nothing else."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from neuguong.content import markup
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.contest import publication
from neuguong.contest.book import Book, Won, Writer
from neuguong.contest.publication import Publication
from neuguong.problems import errors
from tests.contest import finished


def compose(book: Book | None = None) -> Publication:
    found = book or finished.book()
    prizes = publication.prizes_of(found, finished.RULES)
    return publication.compose(
        found,
        finished.RULES,
        prizes,
        season="2027",
        announced=finished.ANNOUNCED,
        decision="Quyết định mẫu 1",
    )


@pytest.fixture
def site(site_folder: Tree) -> Path:
    folder = site_folder.root / "contest/2027"
    folder.mkdir(parents=True)
    (folder / "contest.yml").write_text(finished.CONTEST, "utf-8")
    (folder / "call.md").write_text("## Lời mời\n\nMời mọi người viết.\n", "utf-8")
    return site_folder.root


def test_results_name_winners_and_nobody_else() -> None:
    files = compose().files

    assert sorted(files) == [
        "contest/2027/entries/bep-co-rau.md",
        "contest/2027/entries/cai-cuoc-cua-thay.md",
        "contest/2027/entries/cai-cuoc-cua-thay/anh-1.jpg",
        "contest/2027/results.yml",
    ]
    assert files["contest/2027/results.yml"].decode() == (
        "announced: 2027-03-10\n"
        "decision: Quyết định mẫu 1\n"
        "sample: true\n"
        "awards:\n"
        "- prize: nhat\n"
        "  entry: cai-cuoc-cua-thay\n"
        "- prize: nhi\n"
        "  entry: bep-co-rau\n"
        "- prize: tap-the\n"
        "  unit: Trường TH Mẫu Một\n"
        "  reason: 5 điểm theo giải.\n"
    )


def test_entry_is_written_with_the_keys_of_a_story() -> None:
    text = compose().files["contest/2027/entries/cai-cuoc-cua-thay.md"].decode()
    front, body = text.removeprefix("---\n").split("---\n", 1)

    assert yaml.safe_load(front) == {
        "title": "Cái cuốc của thầy",
        "summary": "Thầy giáo trồng rau cùng học trò, bếp ăn có rau quanh năm (Cái cuốc của thầy).",
        "date": finished.ANNOUNCED,
        "happened": finished.ANNOUNCED.replace(2015, 3, 2),
        "field": "van-dong-ra-lop",
        "place": "da-bac",
        "unit": "Trường TH Mẫu Một",
        "unit_type": "truong-tieu-hoc",
        "level": "tieu-hoc",
        "subject": {"form": "ca-nhan", "role": "giao-vien", "name": "Thầy Mẫu hầy"},
        "author": {"name": "Bùi Thị Mẫu Nhất", "unit": "Trường TH Mẫu Một", "age_group": "tu-18"},
        "photos": [
            {
                "file": "anh-1.jpg",
                "alt": "Luống rau xanh trước dãy lớp học lợp ngói",
                "caption": "Vườn rau tháng Ba.",
                "credit": "Ảnh mẫu",
                "consent": "khong-co-nguoi",
            }
        ],
        "lessons": ["Cuốc một luống trước.", "Chia việc cho từng tổ."],
        "consent": "MAU-2027-01",
        "status": "published",
        "sample": True,
    }
    assert body.startswith(
        "## Cái cuốc\n\nMột buổi sáng, thầy mang cái cuốc ra sân. Cả lớp đứng nhìn.\n\n### Vườn rau\n\n"
    )
    assert "Ảnh 1" not in body


def test_picture_is_published_without_what_was_written_beside_its_pixels() -> None:
    assert b"KIN-ANH" in finished.picture()

    data = compose().files["contest/2027/entries/cai-cuoc-cua-thay/anh-1.jpg"]

    assert b"KIN-ANH" not in data
    with Image.open(io.BytesIO(data)) as opened:
        assert (opened.format, opened.size, dict(opened.getexif())) == ("JPEG", (640, 480), {})


def test_same_book_gives_the_same_bytes() -> None:
    assert compose() == compose()


def test_two_winners_of_one_title_get_two_addresses() -> None:
    found = finished.book()
    twin = finished.replace_fields(finished.SECOND, title=finished.WINNER.title.upper())
    files = compose(replace(found, entries=found.entries | {twin.code: twin})).files

    assert [path for path in files if path.endswith(".md")] == [
        "contest/2027/entries/cai-cuoc-cua-thay-2.md",
        "contest/2027/entries/cai-cuoc-cua-thay.md",
    ]


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"consent": ""}, ["consent"]),
        ({"summary": "", "level": ""}, ["summary", "level"]),
        ({"about": finished.WINNER.about.__class__()}, ["subject.form", "subject.name"]),
        (
            {"pictures": (finished.WINNER.pictures[0].__class__(data=b""),)},
            ["photos[1].alt", "photos[1].credit", "photos[1].consent"],
        ),
        ({}, []),
    ],
)
def test_what_a_winner_lacks_is_told_by_key(changes: dict[str, object], keys: list[str]) -> None:
    found = finished.book()
    poor = finished.replace_fields(finished.WINNER, **changes)
    poorer = replace(found, entries=found.entries | {poor.code: poor})

    told = publication.missing(poorer, publication.prizes_of(poorer, finished.RULES), "2027")

    assert [re.findall(r"\(([^()]*)\)$", problem.what.vi)[0] for problem in told] == keys
    assert {problem.path for problem in told} <= {"B20002"}
    for key, problem in zip(keys, told, strict=True):
        command = "entry photo 2027 B20002" if key.startswith("photos") else "intake 2027"
        assert f"neuguong contest {command}" in problem.fix.vi


def test_collective_prize_comes_from_the_closing_or_else_from_the_rule() -> None:
    found = finished.book()
    ended = found.closings["chung-khao"]
    bare = finished.replace_fields(ended, prizes=ended.prizes[:-1])  # type: ignore[arg-type]
    by_rule = publication.prizes_of(replace(found, closings={"chung-khao": bare}), finished.RULES)  # type: ignore[dict-item]

    assert publication.prizes_of(found, finished.RULES) == ended.prizes
    assert by_rule[-1] == Won(
        prize="tap-the",
        unit="Trường TH Mẫu Một",
        reason="5 điểm theo giải của các bài: 1 Giải Nhất, 1 Giải Nhì.",
    )


def test_nothing_is_won_before_the_last_round_is_closed() -> None:
    assert publication.prizes_of(replace(finished.book(), closings={}), finished.RULES) == ()


def test_written_season_has_no_fault_and_the_check_of_before_says_so(site: Path) -> None:
    made = compose()
    told = publication.faults_of(made, Tree(site))
    publication.put(made, site)

    assert errors(told) == ()
    loaded = load(Tree(site))
    assert [p for p in loaded.problems if p.path.startswith("contest/")] == list(told)
    assert loaded.content is not None
    season = loaded.content.seasons[0]
    assert [entry.slug for entry in season.entries] == ["bep-co-rau", "cai-cuoc-cua-thay"]
    assert season.results_on(finished.ANNOUNCED.replace(day=9)) is None
    assert season.results_on(finished.ANNOUNCED) is not None


def test_fault_is_told_with_the_code_before_anything_is_written(site: Path) -> None:
    found = finished.book()
    wrong = finished.replace_fields(finished.SECOND, place="noi-khong-co", markdown="Gọi 0912 345 678.\n")
    told = publication.faults_of(
        compose(replace(found, entries=found.entries | {wrong.code: wrong})), Tree(site)
    )

    rules = sorted({problem.rule for problem in errors(told)})
    assert rules == ["no-private-contact", "value-is-in-vocabulary"]
    assert all(problem.what.vi.startswith("bài B20004: ") for problem in errors(told))
    assert not (site / "contest/2027/results.yml").exists()


def test_published_files_take_the_place_of_those_of_before(site: Path) -> None:
    folder = site / "contest/2027"
    (folder / "entries/cu").mkdir(parents=True)
    (folder / "entries/cu.md").write_text("cũ", "utf-8")
    (folder / "results.yml").write_text("cũ", "utf-8")
    made = compose()

    assert publication.standing(made, site) == ("contest/2027/results.yml", "contest/2027/entries")
    publication.put(made, site)

    there = {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in {"contest.yml", "call.md"}
    }
    assert there == made.files
    assert list((site / ".neuguong").iterdir()) == []


def test_all_or_nothing_is_written(site: Path) -> None:
    folder = site / "contest/2027"
    (folder / "entries").mkdir()
    (folder / "entries/cu.md").write_text("cũ", "utf-8")
    (folder / "results.yml").mkdir()  # a folder in the file's place: the last step fails
    (folder / "results.yml/x").touch()

    with pytest.raises(OSError, match=r"."):
        publication.put(compose(), site)

    assert sorted(path.name for path in (folder / "entries").iterdir()) == ["cu.md"]
    assert (folder / "entries/cu.md").read_text("utf-8") == "cũ"
    shutil.rmtree(folder / "results.yml")
    assert publication.standing(compose(), site) == ("contest/2027/entries",)
    assert list((site / ".neuguong").iterdir()) == []


def test_canaries_are_in_the_book_and_in_nothing_that_is_published() -> None:
    found = finished.book()
    records = [*found.entries.values(), *found.judges.values(), *found.sheets.values()]
    records += [*found.conflicts.values(), *found.decisions]
    whole = b"".join(msgspec.json.encode(record) for record in records) + finished.picture()
    assert [canary for canary in finished.CANARIES if canary.encode() not in whole] == []

    files = compose().files
    assert [
        (canary, path)
        for path, data in files.items()
        for canary in finished.CANARIES
        if canary.encode() in data or canary in path
    ] == []


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=60
).filter(lambda text: bool(text.strip()))


@given(title=WORDS, summary=WORDS, name=WORDS, lessons=st.lists(WORDS, max_size=3))
def test_whatever_people_are_called_the_front_matter_reads_back(
    title: str, summary: str, name: str, lessons: list[str]
) -> None:
    found = finished.book()
    written = finished.replace_fields(
        finished.SECOND,
        title=title,
        summary=summary,
        lessons=tuple(lessons),
        writers=(Writer(name=name),),
    )
    files = compose(replace(found, entries=found.entries | {written.code: written})).files
    own = next(path for path in files if path.endswith(".md") and "cai-cuoc-cua-thay" not in path)
    read = yaml.safe_load(files[own].decode().removeprefix("---\n").split("\n---\n", 1)[0])

    def line(text: str) -> str:
        return normalize("NFC", " ".join(text.split()))

    assert read["title"] == line(title)
    assert read["summary"] == line(summary)
    assert read["author"] == {"name": line(name)}
    assert read.get("lessons", []) == [line(lesson) for lesson in lessons]


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["Vườn", "Bếp rau", "[Ảnh 1]"])), max_size=8))
def test_headings_of_any_entry_start_below_the_title_and_skip_none(parts: list[tuple[int, str]]) -> None:
    markdown = "\n\n".join(f"{'#' * level} {text}" if level else text for level, text in parts)
    found = finished.book()
    written = finished.replace_fields(finished.SECOND, markdown=f"{markdown}\n\nHết.")
    files = compose(replace(found, entries=found.entries | {written.code: written})).files
    body = files["contest/2027/entries/bep-co-rau.md"].decode().split("\n---\n", 1)[1]

    levels = [heading.level for heading in markup.outline(body, 1).headings]
    assert all(level >= 2 for level in levels)
    assert all(below <= above + 1 for above, below in pairwise([1, *levels]))
    assert "[Ảnh 1]" not in body
    assert [line.strip("# ") for line in body.split() if line.strip("#")] == [
        word for word in markdown.replace("[Ảnh 1]", "").split() if word.strip("#")
    ] + ["Hết."]
