"""`neuguong contest intake`, `redact`, `entries`, `entry …`: entries in, texts for judges out."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from neuguong.cli.contest_book import OpenBook, table, with_book
from neuguong.cli.contest_private import refuse_published
from neuguong.cli.contest_terminal import vault_of
from neuguong.cli.terminal import (
    CLEAN,
    PROBLEMS,
    USAGE,
    Progress,
    Sentence,
    help_option,
    parse_day,
    today,
)
from neuguong.problems import Problem, Text

if TYPE_CHECKING:
    from neuguong.contest.arrival import Candidate
    from neuguong.contest.blind import Place
    from neuguong.contest.book import BlindText, Entry
    from neuguong.contest.intake import Taken
    from neuguong.contest.near_duplicates import Overlap
    from neuguong.contest.redaction import Decided

_ENDINGS = frozenset((".docx", ".md", ".markdown", ".txt"))
_LISTS = frozenset((".xlsx", ".csv"))


@click.command("intake", help="Nhận bài dự thi: .docx, .md, .txt, từng tệp hoặc cả thư mục, kèm danh sách.")
@with_book
@click.argument(
    "files", nargs=-1, required=True, metavar="TỆP…", type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--list",
    "list_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="TỆP",
    help="Danh sách .xlsx hoặc .csv: tệp nào, ai viết, ở đâu.",
)
@click.option(
    "-o",
    "--receipts",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Ghi biên nhận vào đây, ngoài kho bài.",
)
@click.option("--date", "day", metavar="NĂM-THÁNG-NGÀY", help="Ngày bài đến.  [mặc định: hôm nay]")
@click.option("--late", default="", metavar="LÝ_DO", help="Vẫn nhận bài đến sau hạn, vì sao.")
@click.option("--dry-run", is_flag=True, help="Chỉ xem, không ghi.")
def intake(
    opened: OpenBook,
    files: tuple[Path, ...],
    list_file: Path | None,
    folder: Path | None,
    day: str | None,
    late: str,
    dry_run: bool,
) -> int:
    from neuguong.contest import intake as intaking

    if folder is not None:
        refuse_published(opened.site, folder)
    setting = intaking.Setting(
        rules=opened.rules,
        vocabularies=opened.vocabularies,
        day=parse_day(day) or today(),
        late=late,
    )
    rows, problems = _rows(list_file)
    if list_file is not None and not rows:
        opened.tell(problems)
        opened.site.say(
            Text(
                "Danh sách chưa đọc được, nên chưa nhận bài nào.",
                "The list cannot be read: nothing was taken.",
            )
        )
        return PROBLEMS
    candidates, unread = _candidates(opened, _entry_files(files), rows, list_file.name if list_file else "")
    problems += unread
    taken = intaking.take(candidates, opened.book, setting, secrets.randbelow)
    problems += taken.problems
    overlaps, titles = _overlaps(opened, taken)
    changed = {entry.code: entry for entry in taken.changed}
    changed |= {
        e.code: e for e in intaking.watched([*opened.book.entries.values(), *taken.changed], overlaps, titles)
    }
    held = dict(opened.book.entries)
    if not dry_run and (changed or taken.texts):
        opened.keep([*changed.values(), *taken.texts])
    if folder is not None and not dry_run:
        _write_receipts(opened, taken, candidates, folder)
    opened.tell(problems)
    for line in _listed(opened, [changed.get(entry.code, entry) for entry in taken.entries]):
        click.echo(line)
    texts = {e.code: e.markdown for e in (*held.values(), *taken.changed)}
    _tell_overlaps(opened, overlaps, titles, texts)
    _tell_taken(opened, taken, len(problems), dry_run=dry_run)
    return PROBLEMS if problems else CLEAN


def _rows(list_file: Path | None) -> tuple[dict[str, tuple[int, Mapping[str, str]]], list[Problem]]:
    """Return the list's rows by the file that they name, and what is wrong with the list."""
    from neuguong.contest import arrival, lists

    if list_file is None:
        return {}, []
    rows: dict[str, tuple[int, Mapping[str, str]]] = {}
    problems: list[Problem] = []
    for row in lists.read(list_file.name, list_file.read_bytes(), arrival.COLUMNS):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        key = arrival.file_key(row.cells["file"])
        if key in rows:
            problems.append(
                Problem(
                    list_file.name,
                    row.line,
                    "file-stands-once",
                    Text(
                        f"tệp này đã có ở dòng {rows[key][0]}", f"this file stands in line {rows[key][0]} too"
                    ),
                    Text("xóa một dòng", "take one of the lines out"),
                )
            )
        rows[key] = (row.line, row.cells)
    return rows, problems


def _entry_files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and of folders the texts in them, in order."""
    for path in paths:
        if path.is_dir():
            found = (each for each in sorted(path.rglob("*")) if each.suffix.lower() in _ENDINGS)
            yield from (each for each in found if each.is_file() and not each.name.startswith(("~$", ".")))
        else:
            yield path


def _candidates(
    opened: OpenBook,
    paths: Iterator[Path],
    rows: Mapping[str, tuple[int, Mapping[str, str]]],
    list_name: str,
) -> tuple[list[Candidate], list[Problem]]:
    from neuguong.contest import arrival, documents

    found: list[Candidate] = []
    problems: list[Problem] = []
    named = set()
    files = [path for path in paths if path.suffix.lower() not in _LISTS]
    with Progress(Text("Đọc bài", "Reading entries")(opened.site.language)) as progress:
        for done, path in enumerate(files, 1):
            document = documents.read(path.name, path.read_bytes())
            progress.step(done, len(files))
            key = arrival.file_key(path.name)
            named.add(key)
            if isinstance(document, Problem):
                problems.append(document)
                continue
            line, row = rows.get(key, (0, {}))
            at = list_name if row else ""
            found.append(arrival.Candidate(name=path.name, document=document, row=row, list=at, line=line))
    problems += [
        _no_file(list_name, line, cells["file"]) for key, (line, cells) in rows.items() if key not in named
    ]
    return found, problems


def _no_file(list_name: str, line: int, name: str) -> Problem:
    return Problem(
        list_name,
        line,
        "file-of-the-list-is-there",
        Text(f"không thấy tệp “{name}” ghi ở dòng này", f"the file “{name}” of this line is not there"),
        Text("tìm tệp, hoặc sửa tên trong danh sách", "find the file, or mend its name in the list"),
    )


def _overlaps(opened: OpenBook, taken: Taken) -> tuple[tuple[Overlap, ...], dict[str, str]]:
    """Compare what is new with this season and earlier ones, and with what was published."""
    from neuguong.contest import near_duplicates

    before = opened.book.entries
    changed = {
        entry.code: entry
        for entry in taken.changed
        if entry.code not in before or entry.sources != before[entry.code].sources
    }
    mine = {code: entry for code, entry in before.items() if code not in changed}
    old = [(code, entry.markdown) for code, entry in mine.items()]
    old += [*_published(opened), *_earlier(opened)] if changed else []
    found = near_duplicates.find([(code, entry.markdown) for code, entry in changed.items()], old)
    titles = {code: f"bài {code} “{entry.title}”" for code, entry in (mine | changed).items()}
    return found, titles


def _earlier(opened: OpenBook) -> Iterator[tuple[str, str]]:
    """Yield the entries of other seasons whose vaults the same key opens; say which it does not open."""
    from neuguong.contest import book as books
    from neuguong.contest.keys import Sealed
    from neuguong.contest.vault import Vault

    for folder in sorted((opened.site.root / "contest").glob("*/vault")):
        season = folder.parent.name
        if season == opened.season:
            continue
        try:
            other = books.read(Vault.open_with(vault_of(opened.site, season), opened.vault.identity))
        except Sealed:
            opened.site.say(
                Text(
                    f"Không so được với bài mùa {season}: khóa này không mở được két ấy.",
                    f"Entries of season {season} were not compared: the key does not open its vault.",
                )
            )
            continue
        for code, entry in sorted(other.entries.items()):
            yield f"{season}/{code}", entry.markdown


def _published(opened: OpenBook) -> Iterator[tuple[str, str]]:
    """Yield the texts of stories and of all seasons' winners, by path."""
    from neuguong.content import front_matter

    for pattern in ("stories/*/*.md", "contest/*/entries/*.md"):
        for path in sorted(opened.site.root.glob(pattern)):
            at = path.relative_to(opened.site.root).as_posix()
            parts = front_matter.split(path.read_text("utf-8", "replace"), at)
            if not isinstance(parts, Problem):
                yield at, parts.body


def _tell_overlaps(
    opened: OpenBook, overlaps: Sequence[Overlap], titles: Mapping[str, str], texts: Mapping[str, str]
) -> None:
    for overlap in overlaps:
        share = round(100 * overlap.containment)
        one, other = (titles.get(each, each) for each in (overlap.first, overlap.second))
        opened.site.say(
            Text(f"Giống nhau {share} %: {one} và {other}.", f"{share} % alike: {one} and {other}.")
        )
        for passage in overlap.passages[:3]:
            text = texts.get(overlap.first)
            words = f": “{_ends(text[passage.first[0] : passage.first[1]])}”" if text else ""
            opened.site.say(
                Text(
                    f"  đoạn chung {passage.syllables} chữ{words}",
                    f"  {passage.syllables} words shared{words}",
                )
            )


def _ends(text: str) -> str:
    words = text.split()
    few = 8
    return " ".join(words) if len(words) <= 2 * few else f"{' '.join(words[:few])} … {' '.join(words[-few:])}"


def _write_receipts(opened: OpenBook, taken: Taken, candidates: Sequence[Candidate], folder: Path) -> None:
    from neuguong.contest import receipts

    told = {each.document.digest: tuple(text.vi for text in each.document.told) for each in candidates}
    folder.mkdir(parents=True, exist_ok=True)
    subject = f"Biên nhận bài dự thi – {opened.rules.name}"
    for entry in taken.entries:
        made = receipts.receipt(entry, opened.rules, told.get(entry.sources[-1].digest, ()))
        (folder / f"{made.name}.txt").write_text(made.text, "utf-8")
        mail = receipts.message(entry, made, subject)
        if mail is not None:
            (folder / f"{made.name}.eml").write_bytes(mail)


def _tell_taken(opened: OpenBook, taken: Taken, wrong: int, *, dry_run: bool) -> None:
    from neuguong.contest.book import Standing

    waiting = sum(1 for e in opened.book.entries.values() if e.standing is Standing.WAITING)
    opened.site.say(
        Text(
            f"Nhận {len(taken.changed)} bài mới hoặc đổi, {taken.unchanged} bài như cũ; "
            f"{wrong} chỗ không nhận được.",
            f"{len(taken.changed)} entries new or changed, {taken.unchanged} as before; {wrong} refusals.",
        )
    )
    blocks = [entry.block.count("\n") + 1 for entry in taken.changed if entry.block]
    if blocks:
        opened.site.say(
            Text(
                f"Đã tách {sum(blocks)} dòng về người viết ở đầu, cuối {len(blocks)} bài; xem từng bài: "
                f"neuguong contest entry show {opened.season} MÃ_BÀI",
                f"{sum(blocks)} lines about writers were cut off {len(blocks)} entries; see: "
                f"neuguong contest entry show {opened.season} CODE",
            )
        )
    if dry_run:
        opened.site.say(Text("Mới xem thử, chưa ghi gì.", "A dry run: nothing was written."))
    elif waiting:
        opened.site.say(
            Text(
                f"{waiting} bài chờ xem. Rọc phách: neuguong contest redact {opened.season} -o THƯ_MỤC",
                f"{waiting} entries wait for you. Redact: neuguong contest redact {opened.season} -o FOLDER",
            )
        )


@click.command("redact", help="Rọc phách: làm tờ xem từng chỗ có thể lộ người viết, rồi nhận lại tờ đã xem.")
@with_book
@click.argument("codes", nargs=-1, metavar="[MÃ_BÀI…]")
@click.option(
    "-o",
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="THƯ_MỤC",
    help="Ghi mỗi bài một tờ vào đây, ngoài kho bài.",
)
@click.option(
    "--accept",
    "sheets",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="TỆP",
    help="Nhận tờ đã xem, hoặc cả thư mục.",
)
@click.option("--accept-certain", is_flag=True, help="Thay mọi chỗ chắc chắn là tên, để nguyên chỗ ngờ.")
def redact(
    opened: OpenBook,
    codes: tuple[str, ...],
    folder: Path | None,
    sheets: tuple[Path, ...],
    accept_certain: bool,
) -> int:
    if sheets:
        return _accept_sheets(opened, sheets)
    wanted = [opened.code(code) for code in codes] or _to_redact(opened)
    if accept_certain:
        from neuguong.contest import redaction

        records: list[Entry | BlindText] = []
        for code in wanted:
            _, places = _places(opened, opened.book.entries[code])
            records += _blinded(opened, code, redaction.certain(places))
        _keep_new(opened, records)
        opened.site.say(Text(f"Đã rọc phách {len(wanted)} bài.", f"{len(wanted)} entries are blind now."))
        return CLEAN
    if folder is None:
        opened.site.say(
            Text(
                f"{len(wanted)} bài chờ rọc phách: {', '.join(wanted) or '–'}. Ghi tờ xem: thêm -o THƯ_MỤC.",
                f"{len(wanted)} entries wait for redaction: {', '.join(wanted) or '–'}. Add -o FOLDER.",
            )
        )
        return CLEAN
    refuse_published(opened.site, folder)
    return _write_sheets(opened, wanted, folder)


def _to_redact(opened: OpenBook) -> list[str]:
    from neuguong.contest.book import Standing

    return [
        code
        for code, entry in sorted(opened.book.entries.items())
        if entry.standing in {Standing.WAITING, Standing.ACCEPTED} and not _is_blind(opened, entry)
    ]


def _is_blind(opened: OpenBook, entry: Entry) -> bool:
    from neuguong.contest import intake as intaking

    return entry.code in opened.book.texts and intaking.is_blind(entry)


def _places(opened: OpenBook, entry: Entry) -> tuple[str, tuple[Place, ...]]:
    """Return title and text as one, and the places in it that tell who wrote it."""
    from neuguong.contest import blind, redaction

    text = redaction.whole(entry.title, entry.markdown)
    return text, blind.look(text, entry, {place.slug: place.name for place in opened.vocabularies.places})


def _write_sheets(opened: OpenBook, codes: Sequence[str], folder: Path) -> int:
    from neuguong.contest import redaction

    folder.mkdir(parents=True, exist_ok=True)
    for code in codes:
        text, places = _places(opened, opened.book.entries[code])
        path = folder / f"roc-phach-{code}.txt"
        path.write_bytes(b"\xef\xbb\xbf" + redaction.sheet(code, text, places).encode())
        click.echo(path)
    opened.site.say(
        Text(
            f"Mở từng tờ bằng Notepad, xem, sửa, lưu; rồi: neuguong contest redact {opened.season} "
            f"--accept {folder}",
            f"Open each in an editor, look, change, save; then: neuguong contest redact {opened.season} "
            f"--accept {folder}",
        )
    )
    return CLEAN


def _accept_sheets(opened: OpenBook, paths: Sequence[Path]) -> int:
    from neuguong.contest import redaction

    problems: list[Problem] = []
    records: dict[str, list[Entry | BlindText]] = {}
    for path in _sheets(paths):
        back = redaction.read(path.name, path.read_bytes())
        if not isinstance(back, redaction.Sheet):
            problems += back
            continue
        entry = opened.book.entries.get(back.code)
        if entry is None:
            problems.append(_no_entry(path.name, back.code))
            continue
        text, places = _places(opened, entry)
        decided = redaction.fit(path.name, back, text, places)
        if isinstance(decided, Problem):
            problems.append(decided)
            continue
        records[entry.code] = _blinded(opened, entry.code, decided)
    _keep_new(opened, [record for both in records.values() for record in both])
    opened.tell(problems)
    opened.site.say(
        Text(
            f"Đã rọc phách {len(records)} bài; {len(problems)} tờ phải xem lại.",
            f"{len(records)} entries are blind now; {len(problems)} sheets need another look.",
        )
    )
    return PROBLEMS if problems else CLEAN


def _sheets(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.glob("roc-phach-*.txt")) if path.is_dir() else [path]


def _no_entry(path: str, code: str) -> Problem:
    return Problem(
        path,
        0,
        "redaction-sheet-is-of-an-entry",
        Text(f"mùa thi này không có bài {code}", f"this season has no entry {code}"),
        Text("chọn đúng mùa thi", "choose the right season"),
    )


def _blinded(opened: OpenBook, code: str, decided: Sequence[Decided]) -> list[Entry | BlindText]:
    """Return the text for judges, and the entry, which is accepted if nothing else holds it back."""
    from msgspec.structs import replace

    from neuguong.contest import redaction
    from neuguong.contest.book import Standing
    from neuguong.contest.intake import holds_back, text_of, without_redaction

    entry = opened.book.entries[code]
    whole, _ = _places(opened, entry)
    text = text_of(entry, *redaction.parts(redaction.apply(whole, decided)))
    reasons = without_redaction(entry.reasons)
    free = entry.standing is Standing.WAITING and not holds_back(reasons)
    standing = Standing.ACCEPTED if free else entry.standing
    return [replace(entry, reasons=reasons, standing=standing), text]


def _keep_new(opened: OpenBook, records: Sequence[Entry | BlindText]) -> None:
    """Keep what the book does not hold as it is, as one action."""
    held = {*opened.book.entries.values(), *opened.book.texts.values()}
    new = [record for record in records if record not in held]
    if new:
        opened.keep(new)


@click.command(
    "entries", help="Các bài đã nhận: mã, tên, số chữ, đang ở đâu, vì sao. Bảng này có mã, giữ kín."
)
@with_book
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def entries(opened: OpenBook, as_json: bool) -> int:
    found = [entry for _, entry in sorted(opened.book.entries.items())]
    if as_json:
        click.echo(
            json.dumps(
                [
                    {
                        "code": e.code,
                        "title": e.title,
                        "words": e.words,
                        "standing": e.standing.value,
                        "reasons": list(e.reasons),
                        "blind": e.code in opened.book.texts,
                    }
                    for e in found
                ],
                ensure_ascii=False,
                indent=1,
            )
        )
        return CLEAN
    for line in _listed(opened, found):
        click.echo(line)
    return CLEAN


def _listed(opened: OpenBook, found: Sequence[Entry]) -> Iterator[str]:
    words = opened.site.language
    if not found:
        return
    head = [
        Text("Mã", "Code")(words),
        Text("Tên bài", "Title")(words),
        Text("Số chữ", "Words")(words),
        Text("Ở đâu", "Standing")(words),
        Text("Vì sao", "Why")(words),
    ]
    rows = [
        (e.code, e.title, str(e.words), _STANDINGS[e.standing.value](words), "; ".join(e.reasons))
        for e in found
    ]
    yield from table(head, rows)


_STANDINGS: Mapping[str, Text] = {
    "waiting": Text("chờ xem", "waiting"),
    "accepted": Text("đã nhận chấm", "accepted"),
    "refused": Text("không nhận", "refused"),
    "withdrawn": Text("đã rút", "withdrawn"),
}


@click.group("entry", help="Một bài: xem, nhận, không nhận, cho rút.")
@help_option
def entry() -> None: ...


@entry.command("show", help="Xem hết những gì biết về một bài, kể cả ai viết.")
@with_book
@click.argument("code", metavar="MÃ_BÀI")
def show(opened: OpenBook, code: str) -> int:
    found = opened.book.entries[opened.code(code)]
    words = opened.site.language
    for label, value in (
        (Text("Mã", "Code"), found.code),
        (Text("Tên bài", "Title"), found.title),
        (Text("Người viết", "Written by"), "; ".join(f"{w.name}, {w.unit}" for w in found.writers)),
        (Text("Viết về", "About"), ", ".join(filter(None, (found.about.name, found.about.unit)))),
        (Text("Tệp", "Files"), ", ".join(source.name for source in found.sources)),
        (Text("Ngày đến", "Received"), f"{found.received:%d/%m/%Y}" if found.received else ""),
        (Text("Số chữ", "Words"), str(found.words)),
        (Text("Số ảnh", "Pictures"), str(len(found.pictures))),
        (Text("Ở đâu", "Standing"), _STANDINGS[found.standing.value](words)),
        (Text("Vì sao", "Why"), "; ".join(found.reasons)),
    ):
        click.echo(f"{label(words)}: {value}")
    if found.block:
        about = Text("Lời về người viết, không đưa giám khảo", "About the writer, not for judges")
        click.echo("\n  ".join((f"{about(words)}:", *found.block.split("\n"))))
    click.echo(f"\n{found.markdown}")
    return CLEAN


@entry.command("edit", help="Thay lời bài sẽ công bố bằng lời đã biên tập; bản giám khảo đọc không đổi.")
@with_book
@click.argument("code", metavar="MÃ_BÀI")
@click.argument("file", metavar="TỆP", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def edit(opened: OpenBook, code: str, file: Path) -> int:
    from msgspec.structs import replace

    from neuguong.contest import documents

    found = opened.book.entries[opened.code(code)]
    document = documents.read(file.name, file.read_bytes())
    if isinstance(document, Problem):
        opened.tell([document])
        return PROBLEMS
    _keep_new(opened, [replace(found, markdown=document.text)])
    opened.site.say(Text(f"Đã thay lời bài {found.code}.", f"The text of {found.code} is replaced."))
    return CLEAN


@entry.command("photo", help="Ghi lời tả, nguồn, phiếu đồng ý cho một ảnh trong bài, hoặc bỏ ảnh ấy.")
@with_book
@click.argument("code", metavar="MÃ_BÀI")
@click.argument("number", type=click.IntRange(1), metavar="SỐ_ẢNH")
@click.option("--alt", metavar="CÂU", help="Một câu cho người không nhìn thấy ảnh.")
@click.option("--credit", metavar="AI", help="Ai chụp.")
@click.option("--consent", metavar="MÃ_PHIẾU", help="Phiếu đồng ý của người trong ảnh, hoặc khong-co-nguoi.")
@click.option("--caption", metavar="CÂU", help="Chú thích dưới ảnh.")
@click.option("--drop", is_flag=True, help="Bỏ ảnh này khi công bố.")
def photo(
    opened: OpenBook,
    code: str,
    number: int,
    alt: str | None,
    credit: str | None,
    consent: str | None,
    caption: str | None,
    drop: bool,
) -> int:
    from msgspec.structs import replace

    found = opened.book.entries[opened.code(code)]
    pictures = list(found.pictures)
    if number > len(pictures):
        opened.site.say(Text(f"Bài có {len(pictures)} ảnh.", f"The entry has {len(pictures)} pictures."))
        return USAGE
    if drop:
        del pictures[number - 1]
    else:
        given = {"alt": alt, "credit": credit, "consent": consent, "caption": caption}
        said = {key: " ".join(value.split()) for key, value in given.items() if value is not None}
        pictures[number - 1] = replace(pictures[number - 1], **said)
    _keep_new(opened, [replace(found, pictures=tuple(pictures))])
    opened.site.say(
        Text(f"Bài {found.code} còn {len(pictures)} ảnh.", f"{found.code} has {len(pictures)} pictures now.")
    )
    return CLEAN


def _standing_command(name: str, standing: str, help_text: str, done: Text) -> click.Command:
    """Return a command that puts an entry somewhere else, with a reason."""

    @click.command(name, help=help_text)
    @with_book
    @click.argument("code", metavar="MÃ_BÀI")
    @click.option("--reason", required=True, type=Sentence(), metavar="LÝ_DO", help="Vì sao, ai quyết định.")
    def command(opened: OpenBook, code: str, reason: str) -> int:
        from msgspec.structs import replace

        from neuguong.contest.book import Standing
        from neuguong.contest.intake import notes_in

        found = opened.book.entries[opened.code(code)]
        if standing == Standing.ACCEPTED and not _is_blind(opened, found):
            opened.site.say(
                Text(
                    f"Bài {found.code} chưa rọc phách: neuguong contest redact {opened.season} {found.code}",
                    f"{found.code} is not blind yet: neuguong contest redact {opened.season} {found.code}",
                )
            )
            return PROBLEMS
        reasons = (*notes_in(found.reasons), reason)
        _keep_new(opened, [replace(found, standing=Standing(standing), reasons=reasons)])
        opened.site.say(Text(f"Bài {found.code}: {done.vi}", f"{found.code}: {done.en}"))
        return CLEAN

    return command


for _command in (
    _standing_command("accept", "accepted", "Nhận chấm một bài còn vướng.", Text("nhận chấm.", "accepted.")),
    _standing_command("refuse", "refused", "Không nhận một bài.", Text("không nhận.", "refused.")),
    _standing_command("withdraw", "withdrawn", "Cho rút một bài.", Text("đã rút.", "withdrawn.")),
):
    entry.add_command(_command)
