"""A story in another language: what slug.en.md holds, and the article it makes together with its original.

Records and the original's in, articles and problems out. Pure. A translation gives words; whom the story is
about, when, where, in which field, with whose consent and with which photos stays what the original says, so
that whoever withdraws the original withdraws both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

from neuguong import fingerprint
from neuguong.content.model import Article, Photo, Status, Translated
from neuguong.content.vocabulary import Vocabularies
from neuguong.problems import Level, Problem, Text
from neuguong.records import FORBID_UNKNOWN, Day, Key

LANGUAGES = ("en",)
"""The languages that stories can be translated into."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PhotoWords:
    """What is said of a photo of the original."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    file: Annotated[
        str,
        Key(
            Text("Tệp ảnh", "Picture file"),
            Text("tên tệp như trong bài gốc", "the file's name as in the original"),
        ),
    ]
    alt: Annotated[
        str,
        Key(
            Text("Lời tả ảnh", "Text alternative"),
            Text("một câu, bằng tiếng của bản dịch", "one sentence in the translation's language"),
        ),
    ]
    caption: Annotated[
        str,
        Key(
            Text("Chú thích", "Caption"),
            Text("một câu dưới ảnh, bằng tiếng của bản dịch", "one sentence below the picture"),
        ),
    ] = ""
    credit: Annotated[
        str,
        Key(
            Text("Nguồn ảnh", "Credit"),
            Text("bỏ mục này thì giữ như bài gốc", "as in the original where left out"),
        ),
    ] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class TranslationMeta:
    """The front matter of a translation."""

    __pydantic_config__: ClassVar[dict[str, Any]] = FORBID_UNKNOWN

    title: Annotated[
        str,
        Key(Text("Tên bài", "Title"), Text("bằng tiếng của bản dịch", "in the translation's language")),
    ]
    summary: Annotated[
        str,
        Key(
            Text("Tóm tắt", "Summary"),
            Text("một câu nhiều nhất 200 ký tự", "one sentence of at most 200 characters"),
        ),
    ]
    date: Annotated[
        Day,
        Key(
            Text("Ngày dịch", "Date of translation"),
            Text(
                "dạng 2026-05-12; ngày chưa tới thì bản dịch chờ đến hôm đó mới lên trang",
                "as 2026-05-12; a translation dated in the future waits for its day",
            ),
        ),
    ]
    status: Annotated[
        Status,
        Key(
            Text("Trạng thái", "Status"),
            Text(
                "draft (đang dịch) hoặc published; chỉ hiện khi bài gốc đang được đăng",
                "draft or published; it is shown only as long as the original is",
            ),
        ),
    ]
    translator: Annotated[
        str,
        Key(Text("Người dịch", "Translator"), Text("họ và tên", "full name")),
    ] = ""
    unit: Annotated[
        str,
        Key(
            Text("Đơn vị", "Unit"),
            Text(
                "tên đơn vị bằng tiếng của bản dịch; bỏ mục này thì giữ tên gốc",
                "the unit's name in the translation's language; as in the original where left out",
            ),
        ),
    ] = ""
    subject: Annotated[
        str,
        Key(
            Text("Tên điển hình", "Name of the subject"),
            Text(
                "chỉ khi là tập thể hoặc cách làm; tên người thì giữ nguyên, bỏ mục này",
                "only of a collective or a way of working; a person's name stays: leave this out",
            ),
        ),
    ] = ""
    photos: Annotated[
        tuple[PhotoWords, ...],
        Key(
            Text("Lời của ảnh", "Words of the photos"),
            Text("mỗi ảnh của bài gốc có file, alt, caption", "file, alt, caption of each of the photos"),
        ),
    ] = ()
    lessons: Annotated[
        tuple[str, ...],
        Key(
            Text("Điều có thể làm theo", "What others can copy"),
            Text("đủ các việc của bài gốc, theo thứ tự ấy", "all those of the original, in their order"),
        ),
    ] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Translation:
    """A translation without fault of its own: its words, and as of an `Article` where its text is."""

    path: str
    lang: str
    group: str
    slug: str
    meta: TranslationMeta
    syllables: int
    links: tuple[str, ...] = ()
    text_digest: bytes = b""
    text_bytes: int = 0
    face_digest: bytes = b""
    lines: dict[str, int]
    """In which line a key stands."""

    @property
    def key(self) -> str:
        """Return group/slug: the original's lasting name."""
        return f"{self.group}/{self.slug}"


def merge(
    originals: Iterable[Article], translations: Iterable[Translation], vocabularies: Vocabularies
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Return the stories in their other languages, in order, and where translations do not fit the originals.

    A translation whose original has a fault waits until that is mended.
    """
    by_key: Mapping[str, Article] = {article.key: article for article in originals if article.is_story}
    pairs = [(by_key[t.key], t) for t in translations if t.key in by_key]
    problems = [
        fault for original, translation in pairs for fault in _misfits(original, translation, vocabularies)
    ]
    faulty = {problem.path for problem in problems if problem.level is Level.ERROR}
    merged = (_merged(*pair) for pair in pairs if pair[1].path not in faulty)
    return tuple(sorted(merged, key=lambda article: (article.lang, article.order))), tuple(problems)


def _merged(original: Article, translation: Translation) -> Article:
    words, meta = translation.meta, original.meta
    said = {photo.file: photo for photo in words.photos}
    subject = replace(meta.subject, name=words.subject or meta.subject.name)
    return replace(
        original,
        path=translation.path,
        lang=translation.lang,
        translated=Translated(date=words.date, translator=words.translator, status=words.status),
        meta=replace(
            meta,
            title=words.title,
            summary=words.summary,
            unit=words.unit or meta.unit,
            subject=subject,
            lessons=words.lessons,
            photos=tuple(_photo(photo, said) for photo in meta.photos),
        ),
        syllables=translation.syllables,
        links=translation.links,
        text_digest=translation.text_digest,
        text_bytes=translation.text_bytes,
        face_digest=fingerprint.digest(original.face_digest, translation.face_digest),
    )


def _photo(photo: Photo, said: Mapping[str, PhotoWords]) -> Photo:
    words = said[photo.file]
    return replace(photo, alt=words.alt, caption=words.caption, credit=words.credit or photo.credit)


def _misfits(original: Article, translation: Translation, vocabularies: Vocabularies) -> Iterator[Problem]:
    """A translation has the lessons and photos of its original, is no older, and gives nobody a new name."""
    if translation.meta.subject and vocabularies.slugs("forms")[original.meta.subject.form].person:
        yield _problem(
            translation,
            "subject",
            Text(
                "bản dịch đặt lại tên người trong bài gốc",
                "the translation gives a person of the original another name",
            ),
            Text(
                "xóa mục subject: tên người giữ như bài gốc", "delete the key subject: names of people stay"
            ),
        )
    yield from _other_lessons(original, translation)
    yield from _other_photos(original, translation)
    yield from _older(original, translation)


def _other_lessons(original: Article, translation: Translation) -> Iterator[Problem]:
    here, there = len(translation.meta.lessons), len(original.meta.lessons)
    if here != there:
        yield _problem(
            translation,
            "lessons",
            Text(
                f"bản dịch có {here} điều làm theo (lessons), bài gốc có {there}",
                f"the translation has {here} lessons, the original {there}",
            ),
            Text("dịch đủ các điều của bài gốc, theo thứ tự ấy", "translate all of them, in their order"),
        )


def _other_photos(original: Article, translation: Translation) -> Iterator[Problem]:
    here = [photo.file for photo in translation.meta.photos]
    there = [photo.file for photo in original.meta.photos]
    if sorted(here) != sorted(there):
        listed = ", ".join(there) or "–"
        yield _problem(
            translation,
            "photos",
            Text(
                f"mục photos của bản dịch không khớp với ảnh của bài gốc ({listed})",
                f"the translation's photos are not those of the original ({listed})",
            ),
            Text(
                "ghi cho mỗi ảnh của bài gốc một mục có file và alt, không hơn không kém",
                "give file and alt for each of the original's photos, and for no other",
            ),
        )


def _older(original: Article, translation: Translation) -> Iterator[Problem]:
    if translation.meta.date < original.meta.date:
        yield _problem(
            translation,
            "date",
            Text(
                f"ngày dịch {translation.meta.date} trước ngày đăng bài gốc ({original.meta.date})",
                f"the original ({original.meta.date}) is newer than this translation",
            ),
            Text("sửa ngày dịch", "mend the date of translation"),
        )
    elif original.meta.updated and translation.meta.date < original.meta.updated:
        yield _problem(
            translation,
            "date",
            Text(
                f"bài gốc đã sửa ngày {original.meta.updated}, sau bản dịch",
                f"the original was corrected on {original.meta.updated}, after this translation",
            ),
            Text(
                "xem chỗ đã sửa, sửa bản dịch cho khớp rồi ghi ngày mới",
                "look at what was corrected, mend the translation, then give the new date",
            ),
            Level.WARNING,
        )


def _problem(
    translation: Translation, key: str, what: Text, fix: Text, level: Level = Level.ERROR
) -> Problem:
    line = translation.lines.get(key, 1)
    return Problem(translation.path, line, "translation-fits-original", what, fix, level)
