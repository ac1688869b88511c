"""Articles and their pictures → readings: out of the store where nothing has changed, read anew elsewhere.

A tree, its sources, the lists, the store and a crew in; a reading per source out, in their order. What was
read anew is kept in the store, and what is gone leaves it. Part of `load`, kept beside it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from neuguong import fingerprint
from neuguong.content import files, pictures, reading
from neuguong.content.checks.rule import World
from neuguong.content.drafts import Sketch
from neuguong.content.files import Tree
from neuguong.content.model import Article, PhotoFile
from neuguong.content.reading import Pictures, Reading
from neuguong.content.source import Source, TextChanged
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.problems import Problem
from neuguong.store import Store, TextRow
from neuguong.text import nfc

BATCH = 50
FEW = 60
"""Fewer texts than this are read here and now: starting workers would take longer."""
FEW_PICTURES = 4

Step = Callable[[int, int], None]
"""Told how many of how many are done."""

_encode = msgspec.msgpack.Encoder().encode


class Picture(NamedTuple):
    """A picture file: what it is, or why it is none that can be used."""

    photo: PhotoFile | None
    problem: Problem | None


class Task(NamedTuple):
    """An article to look at: `content` and `key` say what is known of it, b"" if nothing."""

    source: Source
    pictures: Pictures
    pictures_key: bytes
    content: bytes
    key: bytes


class Done(NamedTuple):
    """What looking at a file brought; `record` is None where all that was known still holds."""

    path: str
    stamp: bytes
    content: bytes
    key: bytes
    record: bytes | None


@dataclass(slots=True)
class Memory:
    """What is known of files and what articles say, for a process that loads the same site again and again.

    Rows as the store keeps them, the reading that the row of each article holds, and what comparing all
    articles with each other found last, and of what.
    """

    rows: dict[str, TextRow] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    compared: tuple[Sequence[Sketch], World] | None = None
    found: tuple[Problem, ...] = ()

    def forget(self, path: str) -> None:
        """Forget a file."""
        self.rows.pop(path, None)
        self.readings.pop(path, None)


class Lists(NamedTuple):
    """The lists that texts are checked against, and the digest of their files."""

    vocabularies: Vocabularies
    key: bytes


def text_of(tree: Tree, article: Article) -> str:
    """Render the text of an article out of its file; raises `TextChanged` where another is there by now."""
    return reading.rendered(article, _data_of(tree, article))


def body_of(tree: Tree, article: Article) -> str:
    """Return the text of an article as it was written; raises `TextChanged` where another is there by now."""
    return reading.written(article, _data_of(tree, article))


def _data_of(tree: Tree, article: Article) -> bytes:
    found = tree.read(article.path, files.MAX_TEXT)
    if isinstance(found, Problem):
        raise TextChanged(article.path)
    return found.data


class _Looking(NamedTuple):
    """What a crew needs that looks at articles: where they lie, which they are, the lists."""

    tree: Tree
    tasks: Sequence[Task]
    lists: Lists


_decode_picture = msgspec.msgpack.Decoder(Picture).decode
_decode_done = msgspec.msgpack.Decoder(list[Done]).decode
_decode_reading = msgspec.msgpack.Decoder(Reading).decode


def load_texts(
    tree: Tree,
    sources: Sequence[Source],
    lists: Lists,
    store: Store,
    crew: Crew,
    step: Step,
    memory: Memory | None = None,
) -> list[Reading]:
    """Return a reading for each source, in their order; with a memory, keep them there too."""
    odd = {s.path: s for s in sources if not reading.is_text(s.path, *s.pictures)}
    plain = [source for source in sources if source.path not in odd] if odd else sources
    memory = memory or Memory()
    _read(tree, plain, lists, store, crew, step, memory)
    found = memory.readings | {path: _read_apart(tree, source, lists) for path, source in odd.items()}
    return [found[source.path] for source in sources]


def _read(
    tree: Tree,
    sources: Sequence[Source],
    lists: Lists,
    store: Store,
    crew: Crew,
    step: Step,
    memory: Memory,
) -> None:
    """See to it that the memory holds every source as it is now, and nothing else."""
    known = dict(memory.rows) or store.texts()
    wanted = {source.path for source in sources} | {path for s in sources for path in _picture_paths(s)}
    gone = known.keys() - wanted
    store.forget_texts(gone)
    for path in gone:
        del known[path]
        memory.forget(path)
    known |= _examine_pictures(tree, sources, known, store, crew)
    tasks = list(_tasks(sources, known, lists))
    fresh: dict[str, Reading] = {}
    done = 0
    for batch in _look_all(tree, tasks, lists, crew):
        rows = {each.path: _row(each, known) for each in batch}
        store.keep_texts(rows.items())
        known |= rows
        fresh |= {path: _decode_reading(row.record) for path, row in rows.items()}
        done += len(batch)
        step(done, len(tasks))
    memory.rows = known  # only now, and together: a look that was stopped leaves the memory as it was
    memory.readings |= fresh
    for source in sources:
        if source.path not in memory.readings:
            memory.readings[source.path] = _decode_reading(known[source.path].record)


def _row(done: Done, known: dict[str, TextRow]) -> TextRow:
    record = known[done.path].record if done.record is None else done.record
    return TextRow(done.stamp, done.content, done.key, record)


def _tasks(sources: Iterable[Source], known: dict[str, TextRow], lists: Lists) -> Iterator[Task]:
    """Yield the sources of which the store does not know for sure what they say."""
    for source in sources:
        row = known.get(source.path)
        shown = {path: known[path].record for path in _picture_paths(source)} if source.pictures else {}
        pictures_key = fingerprint.digest(*_pairs(shown)) if shown else b""
        if row and row.stamp == source.stamp != b"" and row.key == _key(row.content, pictures_key, lists.key):
            continue
        yield Task(source, _pictures(shown), pictures_key, *((row.content, row.key) if row else (b"", b"")))


def _look_all(tree: Tree, tasks: Sequence[Task], lists: Lists, crew: Crew) -> Iterator[list[Done]]:
    parts = [slice(at, at + BATCH) for at in range(0, len(tasks), BATCH)]
    done = crew.map(_look, _Looking(tree, tasks, lists), parts, alone=len(tasks) < FEW)
    return map(_decode_done, done)


def _look(looking: _Looking, part: slice) -> bytes:
    """Read some articles; the work of a crew."""
    return _encode([_look_at(looking.tree, task, looking.lists) for task in looking.tasks[part]])


def _look_at(tree: Tree, task: Task, lists: Lists) -> Done:
    source = task.source
    now = time.time_ns()
    found = tree.read(source.path, files.MAX_TEXT)
    if isinstance(found, Problem):
        return Done(source.path, b"", b"", b"", _encode(Reading((found,), None)))
    stamp = found.stamp if fingerprint.is_settled(found.stamp, now) else b""
    content = fingerprint.digest(found.data)
    key = _key(content, task.pictures_key, lists.key)
    if key == task.key:
        return Done(source.path, stamp, content, key, None)
    read = reading.read(source, found.data, task.pictures, lists.vocabularies)
    return Done(source.path, stamp, content, key, _encode(read))


def _key(content: bytes, pictures_key: bytes, lists_key: bytes) -> bytes:
    """Return the digests of everything that a reading is made of."""
    return content + lists_key + pictures_key


def _examine_pictures(
    tree: Tree, sources: Iterable[Source], known: dict[str, TextRow], store: Store, crew: Crew
) -> dict[str, TextRow]:
    """Open every picture that may have changed; return what is known of those now."""
    paths = [
        path
        for source in sources
        if source.pictures
        for path in _picture_paths(source)
        if path not in known or known[path].stamp != tree.stamp(path) or not known[path].stamp
    ]
    jobs = ((path, known[path].content if path in known else b"") for path in paths)
    rows: dict[str, TextRow] = {}
    for done in crew.map(_examine, tree, jobs, alone=len(paths) < FEW_PICTURES):
        rows[done.path] = _row(done, known)
    store.keep_texts(rows.items())
    return rows


def _examine(tree: Tree, job: tuple[str, bytes]) -> Done:
    """Look at one picture; the work of a crew."""
    path, known = job
    now = time.time_ns()
    found = tree.read(path, files.MAX_PICTURE)
    if isinstance(found, Problem):
        return Done(path, b"", b"", b"", _encode(Picture(None, found)))
    stamp = found.stamp if fingerprint.is_settled(found.stamp, now) else b""
    content = fingerprint.digest(found.data)
    if content == known:
        return Done(path, stamp, content, b"", None)
    photo = pictures.examine(path, found.data)
    picture = Picture(None, photo) if isinstance(photo, Problem) else Picture(photo, None)
    return Done(path, stamp, content, b"", _encode(picture))


def _read_apart(tree: Tree, source: Source, lists: Lists) -> Reading:
    """Read an article with names that no record can hold (the checks will ask for others)."""
    known: dict[str, Picture] = {}
    for path in _picture_paths(source):
        data = tree.data(path, files.MAX_PICTURE)
        photo = data if isinstance(data, Problem) else pictures.examine(path, data)
        known[path] = Picture(None, photo) if isinstance(photo, Problem) else Picture(photo, None)
    data = tree.data(source.path, files.MAX_TEXT)
    if isinstance(data, Problem):
        return Reading((data,), None)
    return reading.read(source, data, _by_name(known), lists.vocabularies)


def _picture_paths(source: Source) -> Iterator[str]:
    return (f"{source.folder}/{name}" for name in source.pictures)


def _pairs(shown: dict[str, bytes]) -> Iterator[bytes]:
    for path, record in shown.items():
        yield path.encode()
        yield record


def _pictures(shown: dict[str, bytes]) -> Pictures:
    return _by_name({path: _decode_picture(record) for path, record in shown.items()})


def _by_name(known: dict[str, Picture]) -> Pictures:
    named = {nfc(path.rpartition("/")[2]): picture for path, picture in known.items()}
    return Pictures(
        {name: picture.photo for name, picture in named.items() if picture.photo},
        {name: picture.problem for name, picture in named.items() if picture.problem},
    )
