"""The book of a season: what goes into a real vault comes out again, the latest version of each."""

from __future__ import annotations

from pathlib import Path

import pytest

from neuguong.contest import book
from neuguong.contest.book import (
    AssignmentRecord,
    BlindText,
    Book,
    Closing,
    ConflictRecord,
    DecisionRecord,
    Entry,
    Ground,
    JudgeRecord,
    PacketRecord,
    Picture,
    ReadingRecord,
    Record,
    SheetRecord,
    Standing,
    Won,
    Writer,
)
from neuguong.contest.keys import Sealed
from neuguong.contest.vault import New
from tests.contest.vaults import NOW, made, opened, person

ENTRY = Entry(
    code="B48271", title="Cái giếng sau trường", writers=(Writer(name="Bùi Thị Mẫu", unit="Trường TH Mẫu"),)
)
TEXT = BlindText(
    code="B48271", title="Cái giếng", field="", markdown="Một hôm…", pictures=(Picture(data=b"\x00\xff"),)
)
JUDGE = JudgeRecord(id="G01", name="Đinh Văn Mẫu", unit="Báo Mẫu", cap=20)
CONFLICT = ConflictRecord(judge="G01", code="B48271", ground=Ground.DECLARED, source="lời khai")
ASSIGNMENT = AssignmentRecord(
    round="so-khao", readings=(ReadingRecord(code="B48271", judge="G01", third=True),), seed="1"
)
PACKET = PacketRecord(round="so-khao", judge="G01", digest="aa")
SHEET = SheetRecord(
    round="so-khao",
    judge="G01",
    code="B48271",
    scores=(("chan-thuc", "7.5"),),
    state="complete",
    packet="aa",
    file="diem.json",
    digest="bb",
    version=1,
)
CLOSING = Closing(
    round="so-khao", advanced=("B48271",), prizes=(Won(prize="nhat", code="B48271"),), table="cc"
)
DECISION = DecisionRecord(round="so-khao", order=("B48271",), reason="bàn", by="Chủ tịch")
EVERYTHING: tuple[Record, ...] = (
    ENTRY,
    TEXT,
    JUDGE,
    CONFLICT,
    ASSIGNMENT,
    PACKET,
    SHEET,
    CLOSING,
    DECISION,
)


def test_book_holds_everything_by_its_name(tmp_path: Path) -> None:
    lan = person(tmp_path, "Lan")
    vault = opened(made(tmp_path, lan), lan)
    assert book.read(vault) == Book()
    vault.append_all(book.news_of(EVERYTHING), NOW)
    assert book.read(opened(vault.folder, lan)) == Book(
        entries={"B48271": ENTRY},
        texts={"B48271": TEXT},
        judges={"G01": JUDGE},
        conflicts={"G01/B48271": CONFLICT},
        assignments={"so-khao": ASSIGNMENT},
        packets={"so-khao/G01": PACKET},
        packets_before={"so-khao/G01": ()},
        sheets={"so-khao/G01/B48271": SHEET},
        closings={"so-khao": CLOSING},
        decisions=(DECISION,),
    )


def test_book_tells_the_latest_version_and_packets_of_before(tmp_path: Path) -> None:
    lan = person(tmp_path, "Lan")
    vault = opened(made(tmp_path, lan), lan)
    accepted = Entry(code="B48271", title="Cái giếng", writers=ENTRY.writers, standing=Standing.ACCEPTED)
    later = PacketRecord(round="so-khao", judge="G01", digest="dd")
    vault.append_all(book.news_of((ENTRY, PACKET, DECISION)), NOW)
    vault.append_all(book.news_of((accepted, later, DECISION)), NOW)
    found = book.read(vault)
    assert found.accepted == (accepted,)
    assert (found.packets, found.packets_before) == ({"so-khao/G01": later}, {"so-khao/G01": ("aa",)})
    assert found.decisions == (DECISION, DECISION)


def test_record_of_a_newer_program_is_refused_in_words(tmp_path: Path) -> None:
    lan = person(tmp_path, "Lan")
    vault = opened(made(tmp_path, lan), lan)
    vault.append_all([New("entry", b'{"code":"B1","title":"","writers":[],"mood":"good"}', "B1")], NOW)
    with pytest.raises(Sealed) as caught:
        book.read(vault)
    assert caught.value.problem.rule == "record-is-known"
