from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuguong.contest import keys, vault
from neuguong.contest.inspection import inspect
from neuguong.contest.vault import New, Organiser, Sealed, Vault
from neuguong.contest.vault_folder import VaultFolder
from tests.contest.vaults import NOW, Person, faults, made, notes, opened, person

Edit = Callable[[VaultFolder], None]


@pytest.fixture
def lan(tmp_path: Path) -> Person:
    return person(tmp_path, "Cô Lan")


@pytest.fixture
def nam(tmp_path: Path) -> Person:
    return person(tmp_path, "Thầy Nam")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.fixture
def folder(site: Path, lan: Person) -> VaultFolder:
    return made(site, lan)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Person]:
    """A site whose vault has five pages and six records; copy it before changing it."""
    root = tmp_path_factory.mktemp("filled")
    lan = person(root, "Cô Lan")
    book = opened(made(root / "site", lan), lan)
    book.append("entry", b"{}", NOW, "K7Q2")
    book.append_all([New("sheet", b"1"), New("sheet", b"2")], NOW)
    book.append("entry", b'{"v":2}', NOW, "K7Q2")
    book.append("conflict", b"3", NOW)
    return root / "site", lan


def refusal(action: Callable[[], object]) -> str:
    with pytest.raises(Sealed) as refused:
        action()
    problem = refused.value.problem
    assert problem.what.vi
    assert problem.what.en
    assert problem.fix.vi
    assert problem.fix.en
    return problem.rule


# ---- keeping and reading ------------------------------------------------------------------------


def test_what_was_kept_is_read_again(folder: VaultFolder, lan: Person) -> None:
    first = opened(folder, lan).append("entry", b'{"v":1}', NOW, "K7Q2")
    book = opened(folder, lan)
    assert [(k.id, k.kind, k.name, k.body, k.made, k.by) for k in book.records("entry")] == [
        (first, "entry", "K7Q2", b'{"v":1}', NOW, "Cô Lan")
    ]
    assert (book.records("sheet"), faults(folder, lan)) == ((), [])


def test_later_version_takes_the_place_and_the_first_one_stays(folder: VaultFolder, lan: Person) -> None:
    book = opened(folder, lan)
    book.append("entry", b"1", NOW, "A")
    book.append("entry", b"2", NOW, "B")
    book.append("entry", b"3", NOW, "A")
    book.append("sheet", b"4", NOW, "A")
    for each in (book, opened(folder, lan)):
        assert [kept.body for kept in each.records("entry")] == [b"2", b"3"]
        assert [kept.body for kept in each.versions("entry", "A")] == [b"1", b"3"]
    assert len(folder.record_ids()) == 5


def test_records_without_a_name_stand_alone(folder: VaultFolder, lan: Person) -> None:
    book = opened(folder, lan)
    book.append_all([New("conflict", b"1"), New("conflict", b"1")], NOW)
    assert [kept.body for kept in book.records("conflict")] == [b"1", b"1"]


def test_no_file_is_ever_changed_by_appending(folder: VaultFolder, lan: Person) -> None:
    book = opened(folder, lan)
    for number in range(4):
        before = contents(folder)
        book.append("entry", b"%d" % number, NOW, "A")
        after = contents(folder)
        assert {name: after[name] for name in before} == before
        assert len(after) == len(before) + 2


def test_log_says_in_words_who_did_what_and_when(folder: VaultFolder, lan: Person, nam: Person) -> None:
    book = opened(folder, lan)
    book.append_all([New("entry", b"1"), New("identity", b"2")], NOW)
    book.set_organisers([lan.organiser, nam.organiser], NOW)
    opened(folder, nam).append("sheet", b"3", NOW)
    assert [(a.number, a.by, a.kinds) for a in opened(folder, lan).actions()] == [
        (1, "Cô Lan", ("secret",)),
        (2, "Cô Lan", ("entry", "identity")),
        (3, "Cô Lan", ("secret",)),
        (4, "Thầy Nam", ("sheet",)),
    ]


def test_page_does_not_tell_in_which_order_records_came(folder: VaultFolder, lan: Person) -> None:
    book = opened(folder, lan)
    ids = book.append_all([New("entry", bytes([n]), f"E{n}") for n in range(20)], NOW)
    last = folder.pages()[max(folder.page_names())]
    assert re.findall(rb'"([0-9a-f]{24})",', last)[:20] == sorted(each.encode() for each in ids)
    assert list(ids) != sorted(ids)
    assert {kept.name for kept in opened(folder, lan).records("entry")} == {f"E{n}" for n in range(20)}


def test_nothing_is_kept_without_need(folder: VaultFolder, lan: Person) -> None:
    assert opened(folder, lan).append_all([], NOW) == ()
    assert len(folder.page_names()) == 1


@pytest.mark.parametrize(
    ("new", "now"),
    [
        ([New("secret", b"")], NOW),
        ([New("entry", b"1", "A"), New("entry", b"2", "A")], NOW),
        ([New("entry", b"1")], datetime(2027, 1, 5)),  # noqa: DTZ001 - that is what is refused
    ],
)
def test_programs_that_ask_for_nonsense_are_refused(
    folder: VaultFolder, lan: Person, new: list[New], now: datetime
) -> None:
    book = opened(folder, lan)
    with pytest.raises(ValueError, match=r"secret|two versions|zone"):
        book.append_all(new, now)
    assert (faults(folder, lan), len(folder.record_ids())) == ([], 1)


def test_large_records_are_kept_whole(folder: VaultFolder, lan: Person) -> None:
    body = bytes(range(256)) * 4096 * 5
    opened(folder, lan).append("photo", body, NOW)
    assert opened(folder, lan).records("photo")[0].body == body


# ---- organisers ---------------------------------------------------------------------------------


def test_added_organiser_reads_what_was_kept_before(folder: VaultFolder, lan: Person, nam: Person) -> None:
    book = opened(folder, lan)
    book.append("entry", b"1", NOW)
    assert refusal(lambda: opened(folder, nam)) == "key-fits"
    book.set_organisers([lan.organiser, nam.organiser], NOW)
    assert [kept.body for kept in opened(folder, nam).records("entry")] == [b"1"]
    assert [kept.body for kept in opened(folder, lan).records("entry")] == [b"1"]
    assert (faults(folder), faults(folder, lan), faults(folder, nam)) == ([], [], [])


def test_removed_organiser_reads_and_writes_no_more(folder: VaultFolder, lan: Person, nam: Person) -> None:
    book = opened(folder, lan)
    book.set_organisers([lan.organiser, nam.organiser], NOW)
    book.append("entry", b"1", NOW)
    late = opened(folder, nam)  # nam's window is still open
    book.set_organisers([lan.organiser], NOW)
    book.append("entry", b"2", NOW)
    assert refusal(lambda: opened(folder, nam)) == "key-fits"
    assert refusal(lambda: late.append("entry", b"3", NOW)) == "key-fits"
    assert [keys.open_with(data, late.identity) for data in sealed(folder)] == [None] * 5
    assert faults(folder, lan) == []


def test_removing_oneself_leaves_the_others(folder: VaultFolder, lan: Person, nam: Person) -> None:
    book = opened(folder, lan)
    book.set_organisers([lan.organiser, nam.organiser], NOW)
    book.set_organisers([nam.organiser], NOW)
    assert refusal(lambda: book.append("entry", b"1", NOW)) == "organisers-are-agreed"
    opened(folder, nam).append("entry", b"1", NOW)
    assert faults(folder, nam) == []


def test_sealing_anew_keeps_the_marks_and_changes_every_file(
    filled: tuple[Path, Person], tmp_path: Path
) -> None:
    folder, lan = copy_of(filled, tmp_path)
    before, pages = {i: folder.record(i) for i in folder.record_ids()}, folder.pages()
    opened(folder, lan).set_organisers([lan.organiser], NOW)
    assert [i for i, data in before.items() if folder.record(i) == data] == []
    assert pages.items() <= folder.pages().items()
    assert faults(folder, lan) == []


def test_somebody_must_hold_a_key(folder: VaultFolder, lan: Person, nam: Person) -> None:
    book = opened(folder, lan)
    twice = Organiser("Cô Lan", nam.organiser.key)
    assert [
        refusal(lambda: book.set_organisers([], NOW)),
        refusal(lambda: book.set_organisers([lan.organiser, lan.organiser], NOW)),
        refusal(lambda: book.set_organisers([lan.organiser, twice], NOW)),
        refusal(lambda: book.set_organisers([lan.organiser, Organiser("X", "age1x")], NOW)),
        refusal(lambda: vault.create(folder, [nam.organiser], NOW)),
    ] == [
        "somebody-holds-a-key",
        "organiser-is-named-once",
        "organiser-is-named-once",
        "public-key-is-one",
        "vault-is-new",
    ]
    assert faults(folder, lan) == []


def test_shut_vault_says_why(site: Path, folder: VaultFolder, lan: Person, nam: Person) -> None:
    nowhere = VaultFolder(site / "contest/2028/vault", "contest/2028/vault", site / ".neuguong")
    assert [
        refusal(lambda: opened(nowhere, lan)),
        refusal(lambda: opened(folder, nam)),
        refusal(lambda: Vault.open(folder, site / "lost.key")),
    ] == ["vault-is-there", "key-fits", "key-file-is-there"]


# ---- what verification finds --------------------------------------------------------------------


def contents(folder: VaultFolder) -> dict[str, bytes]:
    files = (path for path in folder.root.rglob("*") if path.is_file())
    return {path.relative_to(folder.root).as_posix(): path.read_bytes() for path in files}


def sealed(folder: VaultFolder) -> list[bytes]:
    found = [folder.record(record_id) for record_id in folder.record_ids()]
    return [data for data in found if data is not None]


def copy_of(filled: tuple[Path, Person], tmp_path: Path) -> tuple[VaultFolder, Person]:
    site, lan = filled
    target = tmp_path / "copy"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(site, target)
    at = "contest/2027/vault"
    return VaultFolder(target / at, at, target / ".neuguong"), lan


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_of_any_file_is_found(
    filled: tuple[Path, Person], tmp_path: Path, data: st.DataObject
) -> None:
    folder, lan = copy_of(filled, tmp_path)
    files = contents(folder)
    name = data.draw(st.sampled_from(sorted(files)))
    changed = bytearray(files[name])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= data.draw(st.integers(1, 255))
    (folder.root / name).write_bytes(changed)
    found = [problem.path for problem in inspect(folder, keys.read_identity(lan.key_file)).problems]
    assert f"{folder.at}/{name}" in found
    assert refusal(lambda: opened(folder, lan)) == "vault-verifies"


def swap_records(folder: VaultFolder) -> None:
    first, second = folder.record_ids()[:2]
    one, other = folder.record(first), folder.record(second)
    assert one is not None
    assert other is not None
    folder.put_record(first, other)
    folder.put_record(second, one)


def drop_record(folder: VaultFolder) -> None:
    folder.remove(f"records/{folder.record_ids()[0]}.age")


def truncate_record(folder: VaultFolder) -> None:
    data = sealed(folder)[0]
    folder.put_record(folder.record_ids()[0], data[:-1])


def empty_record(folder: VaultFolder) -> None:
    folder.put_record(folder.record_ids()[0], b"")


def link_record(folder: VaultFolder) -> None:
    path = folder.root / "records" / f"{folder.record_ids()[0]}.age"
    moved = path.rename(folder.root.parent / "elsewhere.age")
    path.symlink_to(moved)


def drop_page(folder: VaultFolder) -> None:
    folder.remove(f"log/{folder.page_names()[2]}")


def drop_last_page(folder: VaultFolder) -> None:
    folder.remove(f"log/{folder.page_names()[-1]}")


def folder_for_a_page(folder: VaultFolder) -> None:
    name = folder.page_names()[1]
    folder.remove(f"log/{name}")
    (folder.root / "log" / name).mkdir()


def add(path: str) -> Edit:
    def edit(folder: VaultFolder) -> None:
        (folder.root / path).parent.mkdir(exist_ok=True)
        (folder.root / path).write_bytes(b"x")

    return edit


@pytest.mark.parametrize(
    ("edit", "without_key", "with_key"),
    [
        (swap_records, [], ["record-is-unchanged"] * 2),
        (drop_record, ["record-is-there"], ["record-is-there"]),
        (truncate_record, [], ["record-opens"]),
        (empty_record, ["record-is-unchanged"], ["record-is-unchanged"]),
        (link_record, ["record-is-there"], ["record-is-there"]),
        (drop_page, ["log-page-follows-another"] * 2, ["log-page-follows-another"] * 2),
        (folder_for_a_page, None, None),
        (add("ghi-chu.txt"), ["file-belongs-in-the-vault"], ["file-belongs-in-the-vault"]),
        (add("records/a.txt"), ["file-belongs-in-the-vault"], ["file-belongs-in-the-vault"]),
        (add("log/.ghi-chu"), ["file-belongs-in-the-vault"], ["file-belongs-in-the-vault"]),
        (add("log/a.txt"), ["log-page-is-unchanged"], ["log-page-is-unchanged"]),
        (add("cu/a.age"), ["file-belongs-in-the-vault"], ["file-belongs-in-the-vault"]),
    ],
)
def test_faults_of_a_vault_are_found(
    filled: tuple[Path, Person],
    tmp_path: Path,
    edit: Edit,
    without_key: list[str] | None,
    with_key: list[str] | None,
) -> None:
    folder, lan = copy_of(filled, tmp_path)
    assert (notes(folder), notes(folder, lan)) == ([], [])
    edit(folder)
    if without_key is None:
        assert "log-page-is-unchanged" in faults(folder)
    else:
        assert (faults(folder), faults(folder, lan)) == (without_key, with_key)
    assert refusal(lambda: opened(folder, lan)) == "vault-verifies"


def test_dropped_last_page_leaves_a_record_that_no_page_names(
    filled: tuple[Path, Person], tmp_path: Path
) -> None:
    folder, lan = copy_of(filled, tmp_path)
    drop_last_page(folder)
    assert notes(folder, lan) == ["record-is-in-the-log"]


def test_stranger_cannot_add_a_record(filled: tuple[Path, Person], tmp_path: Path) -> None:
    """Everybody knows the public keys; only who has a private one can seal a page."""
    folder, lan = copy_of(filled, tmp_path)
    book = opened(folder, lan)
    book._found.secrets = dict.fromkeys(book._found.secrets, b"guessed")
    book.append("sheet", b"forged", NOW)
    assert (faults(folder), faults(folder, lan)) == ([], ["page-is-by-an-organiser"])
    assert refusal(lambda: opened(folder, lan)) == "vault-verifies"


def test_stranger_cannot_make_himself_an_organiser(
    filled: tuple[Path, Person], tmp_path: Path, nam: Person
) -> None:
    folder, lan = copy_of(filled, tmp_path)
    book = opened(folder, lan)
    book._found.secrets = dict.fromkeys(book._found.secrets, b"guessed")
    book.set_organisers([lan.organiser, nam.organiser], NOW)
    assert faults(folder, lan) == ["page-is-by-an-organiser"]


# ---- what interrupted commands leave ------------------------------------------------------------


def test_leftovers_are_told_and_swept(filled: tuple[Path, Person], tmp_path: Path) -> None:
    folder, lan = copy_of(filled, tmp_path)
    before = contents(folder)
    folder.put_record("f" * 24, keys.seal_to(b"half done", [lan.organiser.key]))
    add("records/.new-0123.age")(folder)
    add("log/.new-000009.json")(folder)
    told = ["file-is-finished", "file-is-finished", "record-is-in-the-log"]
    assert (notes(folder), faults(folder), faults(folder, lan)) == (told, [], [])
    opened(folder, lan)
    assert len(vault.sweep(folder)) == 3
    assert (contents(folder), notes(folder, lan)) == (before, [])


def test_nothing_is_swept_where_a_page_is_lost(filled: tuple[Path, Person], tmp_path: Path) -> None:
    folder, _ = copy_of(filled, tmp_path)
    drop_page(folder)
    before = contents(folder)
    assert refusal(lambda: vault.sweep(folder)) == "vault-verifies"
    assert contents(folder) == before


@pytest.mark.parametrize("place", ["", "records/", "log/"])
def test_what_the_system_leaves_in_a_folder_is_told_and_in_nobodys_way(
    filled: tuple[Path, Person], tmp_path: Path, place: str
) -> None:
    folder, lan = copy_of(filled, tmp_path)
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        add(f"{place}{name}")(folder)
    assert (faults(folder, lan), notes(folder, lan)) == ([], ["file-belongs-in-the-vault"] * 3)
    opened(folder, lan).append("sheet", b"after", NOW)
