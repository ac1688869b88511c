"""One article's file → its reading: the record and the problems that it has by itself.

Bytes, the facts of its pictures and the lists in; a `Reading` out. Never looks at another file, so a reading
stays right as long as these three stay the same; what other files say is checked by `load`. The text itself
is not kept: `rendered` makes it out of the file again when a page needs it, which takes less than to keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from neuguong import fingerprint, marked_yaml, records
from neuguong.content import checks, front_matter, markup
from neuguong.content.checks import body
from neuguong.content.checks.rule import World
from neuguong.content.drafts import Draft, Sketch
from neuguong.content.files import decode
from neuguong.content.markup import Link, scheme
from neuguong.content.model import Article, Meta, PhotoFile
from neuguong.content.source import Kind, Source, TextChanged
from neuguong.content.translations import Translation, TranslationMeta
from neuguong.content.vocabulary import Vocabularies
from neuguong.problems import Problem, errors
from neuguong.text import is_ordinary, nfc

OWN_RULES = tuple(rule for rule in checks.RULES if rule is not body.links_resolve)
"""The rules that need no other file; where links lead is seen when all files are known."""

_encoder = msgspec.msgpack.Encoder()


@dataclass(frozen=True, slots=True)
class Pictures:
    """What the files in an article's folder turned out to be, by name: pictures, or why not."""

    found: dict[str, PhotoFile]
    refused: dict[str, Problem]

    @property
    def all(self) -> Mapping[str, PhotoFile | Problem]:
        """Return both together."""
        return {**self.found, **self.refused}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article's file says, before any other file is looked at.

    `article` is None where an error was found or the file holds a `translation`; the rest is what other
    articles are compared with (`Sketch`). `is_draft` is False where the front matter could not
    be read at all.
    """

    problems: tuple[Problem, ...]
    article: Article | None
    is_draft: bool = False
    status: str = ""
    links: tuple[Link, ...] = ()
    formerly: tuple[tuple[str, int], ...] = ()
    translation: Translation | None = None

    def sketch(self, source: Source) -> Sketch:
        """Return what the rules look at that compare articles with each other."""
        return Sketch(source, self.status, self.links, self.formerly)


def read(source: Source, data: bytes, pictures: Pictures, vocabularies: Vocabularies) -> Reading:
    """Read and check one article."""
    text = decode(data, source.path)
    draft = text if isinstance(text, Problem) else parse(source, text, pictures.all)
    if isinstance(draft, Problem):
        return Reading((draft,), None)
    if isinstance(draft, tuple):
        return Reading(draft, None)
    if source.kind is Kind.TRANSLATION:
        return _translation(draft, vocabularies, data)
    problems = [*checks.check_draft(draft, World(vocabularies), OWN_RULES)]
    meta, faults = records.validate(Meta, draft.front, source.path)
    problems += faults
    if meta is None or errors(problems) or not is_text(source.path):
        return _reading(draft, tuple(problems), None)
    return _reading(draft, tuple(problems), _article(draft, meta, data))


def rendered(article: Article, data: bytes) -> str:
    """Render the text of an article out of its file; raises `TextChanged` where it is another one by now."""
    return markup.to_html(written(article, data))


def written(article: Article, data: bytes) -> str:
    """Return the text of an article out of its file; raises `TextChanged` where it is another one by now."""
    text = data[-article.text_bytes :] if article.text_bytes else _text_in(article.path, data)
    if fingerprint.digest(text) != article.text_digest:
        raise TextChanged(article.path)
    return text.decode()


def _text_in(path: str, data: bytes) -> bytes:
    """Return the composed text of a file that does not plainly end with it; b"" where there is none."""
    text = decode(data, path)
    parts = text if isinstance(text, Problem) else front_matter.split(text, path)
    return b"" if isinstance(parts, Problem) else nfc(parts.body).encode()


def is_text(*names: str) -> bool:
    """Return whether the names are text: a disk may hold names that no record can, not being UTF-8."""
    try:
        "".join(names).encode()
    except UnicodeEncodeError:
        return False
    return True


def parse(source: Source, text: str, found: Mapping[str, PhotoFile | Problem]) -> Draft | tuple[Problem, ...]:
    """Make a draft of an article's text, or say why its front matter cannot be read."""
    parts = front_matter.split(text, source.path)
    if isinstance(parts, Problem):
        return (parts,)
    ordinary = is_ordinary(text)
    yaml, written = (parts.yaml, parts.body) if ordinary else (nfc(parts.yaml), nfc(parts.body))
    marked, problems = marked_yaml.parse(yaml, source.path, first_line=2)
    if marked is None:
        return problems
    raw = written.encode()
    outline = markup.outline(written, parts.body_line, raw if ordinary else b"")
    return Draft(source, text, marked, written, parts.body_line, outline, found, raw, ordinary)


def _reading(draft: Draft, problems: tuple[Problem, ...], article: Article | None) -> Reading:
    _source, status, links, formerly = draft.sketch()
    return Reading(problems, article, is_draft=True, status=status, links=links, formerly=formerly)


def _translation(draft: Draft, vocabularies: Vocabularies, data: bytes) -> Reading:
    source = draft.source
    problems = [*checks.check_draft(draft, World(vocabularies), checks.TRANSLATION_RULES)]
    meta, faults = records.validate(TranslationMeta, draft.front, source.path)
    problems += faults
    found = _reading(draft, tuple(problems), None)
    if meta is None or errors(problems) or not is_text(source.path):
        return found
    translation = Translation(
        path=source.path,
        lang=source.lang,
        group=source.group,
        slug=source.slug,
        meta=meta,
        syllables=draft.outline.syllables,
        links=_links(draft),
        text_digest=fingerprint.digest(draft.raw),
        text_bytes=_text_bytes(draft, data),
        face_digest=fingerprint.digest(_encoder.encode((source.path, meta))),
        lines={info.name: draft.front.line((info.name,)) for info in records.keys_of(TranslationMeta)},
    )
    return replace(found, translation=translation)


def _links(draft: Draft) -> tuple[str, ...]:
    """Return the files of the site that the text leads to."""
    source = draft.source
    targets = (link.target for link in draft.outline.links if not scheme(link.target))
    return tuple(sorted({body.resolve(source.path, target) for target in targets}))


def _text_bytes(draft: Draft, data: bytes) -> int:
    return len(draft.raw) if data.endswith(draft.raw) else 0


def _article(draft: Draft, meta: Meta, data: bytes) -> Article:
    source = draft.source
    found = (draft.pictures[photo.file] for photo in meta.photos)
    photos = tuple(photo for photo in found if isinstance(photo, PhotoFile))
    face = (source.path, source.group, source.slug, meta, photos)
    return Article(
        path=source.path,
        group=source.group,
        slug=source.slug,
        meta=meta,
        syllables=draft.outline.syllables,
        photo_files=photos,
        links=_links(draft),
        text_digest=fingerprint.digest(draft.raw),
        text_bytes=_text_bytes(draft, data),
        face_digest=fingerprint.digest(_encoder.encode(face)),
    )
