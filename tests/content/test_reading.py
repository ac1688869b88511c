from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuguong import fingerprint
from neuguong.content import checks, reading
from neuguong.content.checks import SITE_RULES, body
from neuguong.content.checks.rule import World
from neuguong.content.drafts import Draft, Sketch
from neuguong.content.markup import Link, to_html
from neuguong.content.model import Article, Status
from neuguong.content.reading import OWN_RULES, Pictures, Reading, parse, read, rendered
from neuguong.content.source import Kind, Source, TextChanged
from neuguong.content.vocabulary import Vocabularies
from neuguong.problems import Level, Problem, Text
from tests.samples import BODY, STORY_PATH, photo_file, story_text

SOURCE = Source(Kind.STORY, STORY_PATH, "2014-2015", "con-do-som")
NONE = Pictures({}, {})
PHOTO = "[{file: a.jpg, alt: Bến đò vắng bên bờ sông sáng sớm, credit: Tranh, consent: khong-co-nguoi}]"


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def reading_of(text: str | bytes, vocabularies: Vocabularies, pictures: Pictures = NONE) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read(SOURCE, data, pictures, vocabularies)


def faults(found: Reading) -> list[tuple[int, str]]:
    return sorted((problem.line, problem.rule) for problem in found.problems)


def test_reading_of_a_text_without_fault(vocabularies: Vocabularies) -> None:
    data = story_text().encode()
    found = read(SOURCE, data, NONE, vocabularies)
    article = found.article
    assert article is not None
    assert (found.problems, found.is_draft, found.status, found.links, found.formerly) == (
        (),
        True,
        "published",
        (),
        (),
    )
    assert (article.path, article.group, article.slug, article.syllables, article.links) == (
        STORY_PATH,
        "2014-2015",
        "con-do-som",
        224,
        (),
    )
    assert (article.meta.date, article.meta.status) == (date(2015, 4, 22), Status.PUBLISHED)
    text = f"{BODY}\n".encode()
    assert (article.text_digest, article.text_bytes) == (fingerprint.digest(text), len(text))
    assert rendered(article, data) == "".join(f"<p>{line}</p>\n" for line in BODY.split("\n\n"))


@pytest.mark.parametrize(
    ("text", "expected", "is_draft"),
    [
        (b"\xff", [(1, "text-is-utf-8")], False),
        ("", [(1, "front-matter-is-fenced")], False),
        ("---\ntitle: [\n---\n", [(3, "yaml-is-readable")], False),
        (story_text(title=None), [(2, "key-is-given")], True),
        (story_text(field="van-dong"), [(5, "value-is-in-vocabulary")], True),
        (story_text("<b>Bài</b> " + BODY), [(15, "no-raw-html")], True),
    ],
)
def test_reading_of_a_text_with_an_error_has_no_article(
    vocabularies: Vocabularies, text: str | bytes, expected: list[tuple[int, str]], is_draft: bool
) -> None:
    data = text.encode() if isinstance(text, str) else text
    found = read(SOURCE, data, NONE, vocabularies)
    assert (faults(found), found.article, found.is_draft) == (expected, None, is_draft)


def test_reading_with_a_warning_has_an_article(vocabularies: Vocabularies) -> None:
    data = story_text("Một câu ngắn.").encode()
    found = read(SOURCE, data, NONE, vocabularies)
    assert [problem.level for problem in found.problems] == [Level.WARNING]
    assert found.article is not None
    assert rendered(found.article, data) == "<p>Một câu ngắn.</p>\n"


def test_reading_of_another_encoding_is_the_same(vocabularies: Vocabularies) -> None:
    plain, other = (
        reading_of(data, vocabularies)
        for data in (story_text(), b"\xef\xbb\xbf" + story_text().replace("\n", "\r\n").encode())
    )
    assert plain.article is not None
    assert other == replace(plain, article=replace(plain.article, text_bytes=0))


def test_reading_names_the_links_that_other_files_decide_about(vocabularies: Vocabularies) -> None:
    text = story_text(
        f"{BODY}\n\n[Một](khac.md), [hai](../2015-2016/hai.md#cuoi)\nvà [ba](https://a.example/), "
        "[bốn](../../content/pages/en.md), [năm](khac.md)"
    )
    found = reading_of(text, vocabularies)
    assert found.links == (
        Link("khac.md", 43),
        Link("../2015-2016/hai.md#cuoi", 43),
        Link("../../content/pages/en.md", 44),
        Link("khac.md", 44),
    )
    assert found.article is not None
    assert found.article.links == (
        "content/pages/en.md",
        "stories/2014-2015/khac.md",
        "stories/2015-2016/hai.md",
    )


def test_own_rules_are_all_but_the_one_that_looks_at_other_files() -> None:
    assert set(checks.RULES) - set(OWN_RULES) == {body.links_resolve}


def test_pictures_are_found_or_refused() -> None:
    problem = Problem("b.jpg", 0, "picture-is-a-picture", Text("hỏng", "broken"), Text("thay", "replace"))
    pictures = Pictures({"a.jpg": photo_file("a.jpg")}, {"b.jpg": problem})
    assert pictures.all == {"a.jpg": photo_file("a.jpg"), "b.jpg": problem}


def with_photo(**changes: object) -> Pictures:
    return Pictures({"a.jpg": replace(photo_file("a.jpg"), **changes)}, {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pictures", "same_face", "same_text"),
    [
        (story_text(photos=PHOTO), with_photo(), True, True),
        (story_text(BODY + "\n\n", photos=PHOTO), with_photo(), True, False),
        (story_text(nfd(BODY), photos=PHOTO), with_photo(), True, True),
        (story_text(photos=PHOTO).replace("\n", "\r\n"), with_photo(), True, True),
        (story_text(photos=PHOTO, consent="MAU-9"), with_photo(), False, True),
        (story_text(photos=PHOTO, status="draft"), with_photo(), False, True),
        (story_text(photos=PHOTO, also_fields="[]"), with_photo(), True, True),
        (story_text(photos=PHOTO), with_photo(digest="1"), False, True),
        (story_text(photos=PHOTO), with_photo(width=801), False, True),
        (story_text(), NONE, False, True),
        (story_text(BODY + " Thêm.", photos=PHOTO), with_photo(), True, False),
        (story_text(BODY.replace("học.", "học!"), photos=PHOTO), with_photo(), True, False),
        (story_text(BODY.replace("học.", "[học](khac.md)."), photos=PHOTO), with_photo(), True, False),
    ],
)
def test_digests_say_whether_face_or_text_changed(
    vocabularies: Vocabularies, text: str, pictures: Pictures, same_face: bool, same_text: bool
) -> None:
    before = reading_of(story_text(photos=PHOTO), vocabularies, with_photo()).article
    now = reading_of(text, vocabularies, pictures).article
    assert before is not None
    assert now is not None
    assert (now.face_digest == before.face_digest, now.text_digest == before.text_digest) == (
        same_face,
        same_text,
    )


def test_face_of_the_same_text_elsewhere_is_another_one(vocabularies: Vocabularies) -> None:
    paths = (STORY_PATH, "contest/2015/entries/con-do-som.md", "stories/2014-2015/con-do.md")
    sources = [
        Source(Kind.STORY if "stories" in path else Kind.ENTRY, path, path.split("/")[1], Path(path).stem)
        for path in paths
    ]
    found = [read(source, story_text().encode(), NONE, vocabularies).article for source in sources]
    assert len({article.face_digest for article in found if article}) == 3
    assert len({article.text_digest for article in found if article}) == 1


@pytest.mark.parametrize(
    "text",
    [
        story_text(),
        story_text(f"{BODY}\n\n[Một](khac.md)", formerly="[2013-2014/ten-cu]", updated="2015-05-01"),
        story_text(title=None),
        story_text("Ngắn.", photos=PHOTO, lessons="[Một việc, Hai việc]"),
        "",
        "\0",
    ],
)
def test_reading_is_the_same_when_it_comes_out_of_bytes(vocabularies: Vocabularies, text: str) -> None:
    found = reading_of(text, vocabularies, with_photo())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Reading) == found


SITE = {
    "stories/2014-2015/con-do-som.md": story_text(formerly="[2013-2014/ten-cu, 2014-2015/lop-hoc]"),
    "stories/2014-2015/lop-hoc.md": story_text(formerly="[2013-2014/ten-cu]", title=None),
    "stories/2015-2016/lop-hoc.md": story_text(status="retracted", formerly="[7, 2015-2016/lop-hoc]"),
    "stories/2015-2016/nhap.md": story_text(status="draft", formerly="[sai, 2013-2014/khac]"),
    "stories/2015-2016/Ten Sai.md": story_text(status="lạ"),
    "contest/2015/entries/lop-hoc.md": story_text(formerly="[2013-2014/ten-cu]"),
    "contest/2015/entries/index.md": story_text(formerly="2013-2014/ten-cu", status=None),
}


def test_rules_that_compare_find_the_same_in_sketches(vocabularies: Vocabularies) -> None:
    lines = (
        "# sổ",
        "2014-2015/con-do-som",
        "2014-2015/mat-roi",
        "2015-2016/nhap",
        "sai",
        "2015-2016/lop-hoc",
    )
    world = World(vocabularies, frozenset(SITE), lines)
    whole: list[Sketch] = []
    sketches: list[Sketch] = []
    for path, text in SITE.items():
        parts = path.split("/")
        kind = Kind.STORY if parts[0] == "stories" else Kind.ENTRY
        source = Source(kind, path, parts[1], parts[-1].removesuffix(".md"))
        draft = parse(source, text, {})
        assert isinstance(draft, Draft)
        whole.append(draft.sketch())
        sketches.append(read(source, text.encode(), NONE, vocabularies).sketch(source))
    for rule in SITE_RULES:
        expected = list(rule(whole, world))
        assert (list(rule(sketches, world)), expected != []) == (expected, True)


def test_links_of_a_sketch_are_checked_as_those_of_the_whole_text(
    world: World, vocabularies: Vocabularies
) -> None:
    text = story_text(
        f"{BODY}\n\n[a](khac.md) [b](con-do-som.md) [c](con-do-som.md#x)\n[d](http://a.example/khac.md)"
    )
    draft = parse(SOURCE, text, {})
    assert isinstance(draft, Draft)
    expected = list(body.links_resolve(draft, world))
    assert len(expected) == 2
    assert list(body.wrong_links(reading_of(text, vocabularies).sketch(SOURCE), world)) == expected


# The text out of its file


def article_of(data: bytes, vocabularies: Vocabularies) -> Article:
    article = reading_of(data, vocabularies).article
    assert article is not None
    return article


TEXT = f"{BODY}\n\n## Chuyến đò\n\n*Ấy* là [bài kia](khac.md).\n"
MARK = b"\xef\xbb\xbf"
WRITTEN = {
    "plainly": (story_text(TEXT).encode(), True),
    "without a last line end": (story_text(TEXT).rstrip("\n").encode(), True),
    "with many last line ends": (story_text(f"{TEXT}\n\n\n").encode(), True),
    "with a byte order mark": (MARK + story_text(TEXT).encode(), True),
    "on Windows": (story_text(TEXT).replace("\n", "\r\n").encode(), False),
    "on an old Mac": (story_text(TEXT).replace("\n", "\r").encode(), False),
    "in pieces": (nfd(story_text(TEXT)).encode(), False),
    "with the front matter alone in pieces": (
        nfd(story_text("@")).encode().replace(b"@", TEXT.encode()),
        True,
    ),
    "with a sign that is not ordinary": (story_text(f"{TEXT}\n\n🛶 ×").encode(), True),
    "with the text alone on Windows": (
        story_text("@").encode().replace(b"@", TEXT.replace("\n", "\r\n").encode()),
        False,
    ),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_text_is_rendered_out_of_its_file_however_it_was_written(
    vocabularies: Vocabularies, how: str
) -> None:
    data, ends_with_it = WRITTEN[how]
    article = article_of(data, vocabularies)
    whole = unicodedata.normalize("NFC", data.removeprefix(MARK).decode())
    text = whole.replace("\r\n", "\n").replace("\r", "\n").split("\n---\n", 1)[-1]
    assert rendered(article, data) == to_html(text)
    assert article.text_digest == fingerprint.digest(text.encode())
    assert article.text_bytes == (len(text.encode()) if ends_with_it else 0)
    assert rendered(replace(article, text_bytes=0), data) == to_html(text)


@pytest.mark.parametrize("how", ["plainly", "on Windows", "in pieces"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Chuyến".encode(), "Chuyện".encode()),
        ("Sáng".encode(), "Tối".encode()),
        (b"", b"!"),
        (b"khac.md", b"khac.md#"),
        (TEXT.encode(), b""),
    ],
)
def test_text_that_is_another_one_by_now_is_not_rendered(
    vocabularies: Vocabularies, how: str, old: bytes, new: bytes
) -> None:
    data, _ = WRITTEN[how]
    article = article_of(data, vocabularies)
    plain, _ = WRITTEN["plainly"]
    now = plain.replace(old, new) if old else plain + new
    assert now != plain
    with pytest.raises(TextChanged) as caught:
        rendered(article, now)
    assert str(caught.value) == STORY_PATH


@pytest.mark.parametrize("how", ["plainly", "on Windows"])
@pytest.mark.parametrize("now", [b"", b"\xff\xfe", b"---\n", b"---\n---", b"---\n---\n", TEXT.encode()[1:]])
def test_file_that_holds_no_such_text_is_not_rendered(
    vocabularies: Vocabularies, how: str, now: bytes
) -> None:
    with pytest.raises(TextChanged, match=STORY_PATH):
        rendered(article_of(WRITTEN[how][0], vocabularies), now)


@pytest.mark.parametrize("how", WRITTEN)
def test_text_is_rendered_whatever_was_saved_around_it(vocabularies: Vocabularies, how: str) -> None:
    """The next build sees to the rest; this one shows what was checked."""
    data, _ = WRITTEN[how]
    article = article_of(data, vocabularies)
    assert rendered(article, data.replace(b"MAU-001", b"MAU-002-99")) == rendered(article, data)


bodies = st.lists(
    st.sampled_from([*"\r\n\t aàb#*–…🛶", "\r\n", "---", "đ\u0300", "đò", "\u0323", "---\n", "## "]),
    max_size=12,
).map("".join)


@given(bodies, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_any_text_is_rendered_as_it_was_checked(
    vocabularies: Vocabularies, body: str, mark: bool, end: str
) -> None:
    data = MARK * mark + story_text("@").replace("\n", end).replace("@", body).encode()
    article = reading_of(data, vocabularies).article
    if article is not None:
        html = rendered(article, data)
        assert html == rendered(replace(article, text_bytes=0), data)
        draft = parse(SOURCE, decoded(data), {})
        assert isinstance(draft, Draft)
        assert html == to_html(draft.body)
        assert article.text_bytes in {0, len(draft.body.encode())}
        with pytest.raises(TextChanged):
            rendered(article, data + "Thêm".encode())


def decoded(data: bytes) -> str:
    return data.removeprefix(MARK).decode().replace("\r\n", "\n").replace("\r", "\n")


# Ordinary texts


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        (story_text(), True),
        (story_text(TEXT), True),
        (story_text(f"{BODY} 🛶"), False),
        (story_text(title="Con đò 🛶"), False),
        (nfd(story_text()), False),
        (story_text(f"{BODY}\u00a0"), False),
    ],
)
def test_draft_says_whether_its_text_is_ordinary(text: str, ordinary: bool) -> None:
    draft = parse(SOURCE, text, {})
    assert isinstance(draft, Draft)
    assert (draft.is_ordinary, draft.raw) == (ordinary, draft.body.encode())


@pytest.mark.parametrize(
    "text",
    [
        story_text(),
        story_text(TEXT),
        story_text(f"{BODY}\n\n- một\n- hai\n\n1. ba"),
        story_text(f"# {BODY}\n\n#### Sâu quá\n\n<b>x</b> ![a](b.jpg) &amp; `c`"),
        story_text("Ngắn – quá…", title="“Đò”", formerly="[2013-2014/ten-cu]"),
        story_text(title=None, date="hôm qua"),
        story_text(f"{BODY}\n\n[a](b.md) <https://a.vn/> [c](javascript:x)"),
        "---\n---\n",
        "---\ntitle: [\n---\n",
    ],
)
def test_ordinary_text_is_read_as_any_other(
    vocabularies: Vocabularies, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """What is skipped for it would have found nothing."""
    quickly = reading_of(text, vocabularies)
    monkeypatch.setattr(reading, "is_ordinary", lambda _text: False)
    assert reading_of(text, vocabularies) == quickly
