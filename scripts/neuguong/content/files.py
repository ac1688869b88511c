"""The edge to the disk: which files a site has, and their bytes and texts.

A folder in; sources, texts and problems out. Nothing that lies there can stop the reading: a folder in a
file's place, a link out of the tree, a file too big or in another encoding each become a problem.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from neuguong import fingerprint
from neuguong.content.source import Kind, Source
from neuguong.content.translations import LANGUAGES
from neuguong.listing import Entry, Listing, entries_of
from neuguong.problems import Problem, Text
from neuguong.text import dotted, slug

MAX_TEXT = 1_000_000
MAX_PICTURE = 30_000_000
MAX_ADDRESSES = 100_000_000
"""A line for each story ever published: a million of them and more."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""Without waiting: a pipe in a file's place has nobody at its other end."""
_NOT_LINKS = getattr(os, "O_NOFOLLOW", 0)
_TRANSLATED = tuple(f".{lang}" for lang in LANGUAGES)
_IGNORED = frozenset({".DS_Store", "Thumbs.db", ".gitkeep", "addresses.txt"})


class Bytes(NamedTuple):
    """A file's bytes, and its stamp from before they were read."""

    data: bytes
    stamp: bytes


@dataclass(frozen=True, slots=True)
class Tree:
    """A site's folder. All paths in and out are relative to it, with forward slashes."""

    root: Path
    listing: Listing = field(default_factory=dict, compare=False, repr=False)
    """Folders that were listed already."""
    _inside: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    """Which folders truly lie in the tree: asked once each, because every file of theirs asks."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in a folder, sorted; none where there is no such folder."""
        try:
            return tuple(sorted(set(os.listdir(self.root / folder)) - _IGNORED))  # noqa: PTH208 - names only
        except OSError:
            return ()

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Return what lies in a folder, sorted by name; nothing where there is no such folder."""
        found = self.listing.get(folder)
        if found is None:
            try:
                found = entries_of(str(self.root / folder))
            except OSError:
                return ()
        wanted = (entry for entry in found if entry.name not in _IGNORED)
        return tuple(self._followed(folder, entry) if entry.is_link else entry for entry in wanted)

    def stamp(self, path: str) -> bytes:
        """Return a file's stamp; b"" where there is none to be had, or a link leads there."""
        try:
            status = os.lstat(self.root / path)
        except (OSError, ValueError):
            return b""
        if not self._lies_inside(path):
            return b""
        return fingerprint.stamp(status) if stat.S_ISREG(status.st_mode) else b""

    def is_folder(self, path: str) -> bool:
        """Return whether the path is a folder inside the tree."""
        return (self.root / path).is_dir() and self._is_inside(path)

    def exists(self, path: str) -> bool:
        """Return whether anything is at the path."""
        return os.path.lexists(self.root / path)

    def data(self, path: str, limit: int) -> bytes | Problem:
        """Return a file's bytes, or why they cannot be had."""
        found = self.read(path, limit)
        return found if isinstance(found, Problem) else found.data

    def read(self, path: str, limit: int) -> Bytes | Problem:
        """Return a file's bytes with its stamp, or why they cannot be had."""
        file = self._opened(path)
        if isinstance(file, Problem):
            return file
        try:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                return _problem(path, "file-is-a-file", *_NO_FILE)
            if status.st_size > limit:
                return _problem(path, "file-is-small-enough", *_too_big(status.st_size, limit))
            return Bytes(_all_of(file, status.st_size), fingerprint.stamp(status))
        except OSError:
            return _problem(path, "file-is-readable", *_UNREADABLE)
        finally:
            os.close(file)

    def text(self, path: str, limit: int = MAX_TEXT) -> str | Problem:
        """Return a file's text with plain line ends, or why it cannot be had."""
        data = self.data(path, limit)
        return data if isinstance(data, Problem) else decode(data, path)

    def _followed(self, folder: str, link: Entry) -> Entry:
        return link._replace(is_folder=self.is_folder(f"{folder}/{link.name}"))

    def _opened(self, path: str) -> int | Problem:
        """Open a file that, links followed, lies in the tree; or return why that cannot be done."""
        try:
            file = self._open(path) if self._lies_inside(path) else None
        except FileNotFoundError:
            return _problem(path, "file-is-readable", *_NO_SUCH)
        except (OSError, ValueError, RuntimeError):
            return _problem(path, "file-is-readable", *_UNREADABLE)
        return _problem(path, "file-stays-in-tree", *_OUTSIDE) if file is None else file

    def _lies_inside(self, path: str) -> bool:
        """Return whether the folder of the path, links followed, lies in the tree."""
        folder = path.rpartition("/")[0]
        if folder not in self._inside:
            self._inside[folder] = self._is_inside(folder)
        return self._inside[folder]

    def _open(self, path: str) -> int | None:
        """Open a file; None where it is a link that leads out of the tree."""
        full = f"{self.root}/{path}"  # a string: this is done for every file
        if _NOT_LINKS or not os.path.islink(full):  # noqa: PTH114 - pathlib raises at a name too long
            try:
                return os.open(full, _READ | _NOT_LINKS)
            except OSError:
                if not os.path.islink(full):  # noqa: PTH114
                    raise
        return os.open(full, _READ) if self._is_inside(path) else None

    def _is_inside(self, path: str) -> bool:
        """Return whether the path, links followed, lies in the tree."""
        try:
            return (self.root / path).resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError):  # a link that leads to itself
            return False


def _all_of(file: int, size: int) -> bytes:
    """Read to the end, which may have moved since the size was asked for."""
    data = os.read(file, size + 1)
    if len(data) == size:
        return data
    with io.FileIO(file, closefd=False) as rest:
        return data + rest.read()


def decode(data: bytes, path: str) -> str | Problem:
    """Decode UTF-8 (a byte order mark is dropped), or say at which line it is something else."""
    try:
        text = data.removeprefix(_BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as error:
        return _problem(
            path,
            "text-is-utf-8",
            Text("tệp không lưu ở dạng UTF-8", "the file is not UTF-8"),
            Text(
                "mở bằng Notepad, chọn Save as (Lưu thành), ở ô Encoding (Mã hóa) chọn UTF-8; "
                "chữ gõ theo bảng mã TCVN3 hay VNI phải chuyển sang Unicode trước",
                "save it again as UTF-8; TCVN3 and VNI texts must be converted to Unicode first",
            ),
            error.object.count(b"\n", 0, error.start) + 1,
        )
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def find_stories(tree: Tree, years: frozenset[str]) -> Iterator[Source | Problem]:
    """Yield the stories, and a problem for whatever does not belong under stories/."""
    yield from check_folder(tree, "stories")
    for year in tree.names("stories"):
        folder = f"stories/{year}"
        if not tree.is_folder(folder):
            yield stray(folder, Text("nằm ngoài thư mục năm học", "outside a school year's folder"))
        elif year not in years:
            yield _problem(
                folder,
                "folder-is-a-school-year",
                Text(f"“{year}” không có trong danh mục năm học", f"“{year}” is no school year"),
                Text(
                    "đặt tên như 2014-2015; năm mới thì thêm vào content/vocabulary/calendar.yml",
                    "name it like 2014-2015; add a new year to content/vocabulary/calendar.yml",
                ),
            )
        else:
            yield from check_folder(tree, folder)
            yield from _find_articles(tree, Kind.STORY, folder, year)


def find_entries(tree: Tree, season: str) -> Iterator[Source | Problem]:
    """Yield the entries of a contest season."""
    folder = f"contest/{season}/entries"
    if tree.is_folder(folder):
        yield from _find_articles(tree, Kind.ENTRY, folder, season)


def find_seasons(tree: Tree) -> Iterator[str | Problem]:
    """Yield the slugs of the contest seasons."""
    yield from check_folder(tree, "contest")
    for name in tree.names("contest"):
        folder = f"contest/{name}"
        if not tree.is_folder(folder):
            yield stray(folder, Text("nằm ngoài thư mục mùa thi", "outside a season's folder"))
        elif name != slug(name):
            yield _problem(
                folder,
                "folder-is-a-season",
                Text(
                    f"tên thư mục “{name}” có chữ hoa, dấu hoặc dấu cách",
                    f"the folder name “{name}” has capitals, marks or spaces",
                ),
                Text("đặt tên như 2015 hoặc 2026-mua-xuan", "name it like 2015 or 2026-spring"),
            )
        else:
            yield name


def _find_articles(tree: Tree, kind: Kind, folder: str, group: str) -> Iterator[Source | Problem]:
    entries = tree.entries(folder)
    names = {entry.name for entry in entries}
    for name, is_folder, stamp, _is_link in entries:
        path = f"{folder}/{name}"
        stem = name.removesuffix(".md")
        if name.lower().endswith(".md") and not name.endswith(".md"):
            yield _problem(
                path,
                "file-has-its-place",
                Text("đuôi tệp viết hoa", "the file's ending is in capitals"),
                Text("đổi đuôi thành .md", "change it to .md"),
            )
        elif kind is Kind.STORY and stem.endswith(_TRANSLATED) and name.endswith(".md"):
            yield _translation(path, folder, group, stem, names, stamp)
        elif name.endswith(".md") and stem:
            pictures = tree.names(f"{folder}/{stem}") if stem in names else ()
            yield Source(kind, path, group, stem, pictures, stamp)
        elif not is_folder or f"{name}.md" not in names:
            yield stray(path, Text("không thuộc bài nào", "belonging to no text"))


def _translation(
    path: str, folder: str, group: str, stem: str, names: Container[str], stamp: bytes
) -> Source | Problem:
    """Return the translation of a story; without the story it is none."""
    original, _, lang = stem.rpartition(".")
    if f"{original}.md" in names:
        return Source(Kind.TRANSLATION, path, group, original, lang=lang, stamp=stamp)
    return _problem(
        path,
        "translation-has-its-original",
        Text("bản dịch này không có bài gốc bên cạnh", "there is no original beside this translation"),
        Text(
            f"đặt bài gốc ở {folder}/{original or 'ten-bai'}.md, hoặc xóa bản dịch",
            f"put the original at {folder}/{original or 'slug'}.md, or delete the translation",
        ),
    )


def check_folder(tree: Tree, path: str) -> Iterator[Problem]:
    """A folder of the site that is there must be a folder, and one that can be read."""
    if tree.exists(path) and not tree.is_folder(path):
        yield _problem(
            path,
            "file-has-its-place",
            Text(f"“{path}” phải là một thư mục của trang", f"“{path}” must be a folder of the site"),
            Text(f"xóa tệp hay liên kết ấy và tạo thư mục {path}/", f"delete it and make a folder {path}/"),
        )
    elif tree.exists(path) and not os.access(tree.root / path, os.R_OK | os.X_OK):
        yield _problem(path, "file-is-readable", *_UNREADABLE)


def stray(path: str, where: Text) -> Problem:
    """Return the problem of a file that lies where nothing of its kind belongs."""
    return _problem(
        path,
        "file-has-its-place",
        Text(f"tệp hoặc thư mục {where.vi}", f"a file or folder {where.en}"),
        Text(
            "bài để ở stories/<năm học>/<tên-bài>.md, ảnh để trong thư mục <tên-bài>/ cạnh bài",
            "texts lie at stories/<school year>/<slug>.md, pictures in <slug>/ beside them",
        ),
    )


_UNREADABLE = (
    Text("không mở được tệp hoặc thư mục", "the file or folder cannot be opened"),
    Text("xem lại tên và quyền đọc của nó", "look at its name and its permissions"),
)
_OUTSIDE = (
    Text(
        "liên kết dẫn ra ngoài thư mục của trang hoặc về chính nó",
        "a link that leads out of the site's folder or to itself",
    ),
    Text("chép tệp thật vào đây thay cho liên kết", "copy the real file here in place of the link"),
)
_NO_SUCH = (
    Text("không có tệp này", "there is no such file"),
    Text("tạo tệp, hoặc lấy lại từ bản trước", "make the file, or get it back from before"),
)
_NO_FILE = (
    Text("chỗ này phải là một tệp", "a file must lie here"),
    Text("xóa hoặc đổi tên thư mục ở đây", "delete or rename the folder here"),
)


def _too_big(size: int, limit: int) -> tuple[Text, Text]:
    return (
        Text(f"tệp quá lớn ({dotted(size)} byte)", f"the file is too big ({size:,} bytes)"),
        Text(f"giữ dưới {dotted(limit)} byte", f"keep it below {limit:,} bytes"),
    )


def _problem(path: str, rule: str, what: Text, fix: Text, line: int = 0) -> Problem:
    return Problem(path, line, rule, what, fix)
