from __future__ import annotations

from datetime import date
from pathlib import Path
from types import CodeType

import pytest
from jinja2 import Environment

from neuguong.brocade.svg import svg
from neuguong.content.files import Tree
from neuguong.content.load import load
from neuguong.content.markup import Body
from neuguong.content.model import Status, Subject
from neuguong.content.season import Award, Results, Season, read_rules
from neuguong.content.source import TextChanged
from neuguong.content.vocabulary import Vocabularies
from neuguong.crew import Crew
from neuguong.share_card.drawing import png
from neuguong.site import addresses, ledger, qr_codes
from neuguong.site.build import publish
from neuguong.site.ledger import Ledger
from neuguong.site.pages import ArticlePage, HomePage, Link, RedirectPage, SeasonPage, SeasonsPage
from neuguong.site.plain import PlainText
from neuguong.site.report import Report
from neuguong.site.write import MANIFEST
from neuguong.store import Store, open_store
from tests.conftest import WriteStory
from tests.samples import BODY, CONTEST, STORY_PATH, picture
from tests.site.making import (
    THEME,
    TODAY,
    Assembled,
    article,
    assemble,
    assembled,
    by_path,
    cards_of,
    cloths_of,
    codes_of,
    content,
    files_of,
    rendered,
    row,
    theme_environment,
    write_contest,
    write_texts,
)

HIDDEN = "stories/2014-2015/chuyen-rieng.md"
MARKS = {
    "slug": "chuyen-rieng",
    "title": "DẤU-TÊN-BÀI",
    "summary": "DẤU-TÓM-TẮT",
    "body": "DẤU-BÀI-VIẾT",
    "unit": "DẤU-ĐƠN-VỊ",
    "subject": "DẤU-NHÂN-VẬT",
    "author": "DẤU-NGƯỜI-VIẾT",
    "lesson": "DẤU-BÀI-HỌC",
    "photo": "dau-ten-anh",
    "alt": "DẤU-LỜI-TẢ một con đò bên bến sông vắng",
    "credit": "DẤU-NGƯỜI-CHỤP",
    "former": "dia-chi-cu-rieng",
}
CONSENT = "PHIEU-KIN-77"


def write_secret(root: Path, write_story: WriteStory, **changes: str) -> None:
    """Write a story that carries a mark in everything that a page might show."""
    photo = f"file: {MARKS['photo']}.jpg, alt: {MARKS['alt']}, credit: {MARKS['credit']}, consent: {CONSENT}"
    front = {
        "title": f"{MARKS['title']} bên sông rộng",
        "summary": f"{MARKS['summary']}.",
        "date": "2015-05-02",
        "unit": MARKS["unit"],
        "subject": f"{{form: ca-nhan, role: giao-vien, name: {MARKS['subject']}}}",
        "author": f"{{name: {MARKS['author']}}}",
        "lessons": f"[{MARKS['lesson']}]",
        "photos": f"[{{{photo}}}]",
        "consent": CONSENT,
        "formerly": f"[2013-2014/{MARKS['former']}]",
    }
    write_story(HIDDEN, f"{MARKS['body']}\n\n{BODY}", **{**front, **changes})
    folder = root / HIDDEN.removesuffix(".md")
    folder.mkdir(exist_ok=True)
    (folder / f"{MARKS['photo']}.jpg").write_bytes(picture())


def build(tree: Tree, output: Path, today: date = TODAY) -> Report:
    """Build with what earlier builds of the site found out."""
    store = open_store(tree.root, b"")
    try:
        return build_with(store, tree, output, today)
    finally:
        store.close()


def build_with(store: Store, tree: Tree, output: Path, today: date = TODAY) -> Report:
    loaded = load(tree, store)
    assert loaded.problems == ()
    assert loaded.content is not None
    return publish(loaded.content, (), tree, THEME, output, today, store)


def found_in(output: Path, *marks: str) -> set[str]:
    """Return the marks that stand in the name or the bytes of any file."""
    texts = [path.encode() + b"\0" + data for path, data in files_of(output).items()]
    return {mark for mark in marks if any(mark.encode() in text for text in texts)}


@pytest.mark.parametrize(
    ("hidden", "today"),
    [
        ({"status": "draft"}, TODAY),
        ({"status": "registered"}, TODAY),
        ({"status": "fostering"}, TODAY),
        ({"status": "retracted"}, TODAY),
        ({"date": "2015-05-02"}, date(2015, 5, 1)),
    ],
    ids=["draft", "registered", "fostering", "retracted", "embargoed"],
)
def test_story_that_is_not_public_leaves_no_trace(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path, hidden: dict[str, str], today: date
) -> None:
    output = tmp_path / "output"
    links = "Xem thêm [bài kia](chuyen-rieng.md), [và lần nữa](../2014-2015/chuyen-rieng.md)."
    other = "stories/2014-2015/bai-khac.md"
    write_story(other, f"{links}\n\n{BODY}", title="Bài khác bên suối", place="tan-lac")
    write_secret(site_folder.root, write_story)
    build(site_folder, output)
    assert found_in(output, *MARKS.values()) == set(MARKS.values())

    write_secret(site_folder.root, write_story, **hidden)
    report = build(site_folder, output, today)
    assert (found_in(output, *MARKS.values()), report.stories) == (set(), 2)
    page = (output / "bai/2014-2015/bai-khac.html").read_text(encoding="utf-8")
    assert "Xem thêm bài kia, và lần nữa." in page


def test_story_shows_on_its_day_and_not_before(vocabularies: Vocabularies) -> None:
    story = article(date=date(2015, 4, 22))
    shown = [
        [
            page.head.path
            for page in assembled(vocabularies, story, today=day).pages
            if "bai/" in page.head.path
        ]
        for day in (date(2015, 4, 21), date(2015, 4, 22), date(2015, 4, 23))
    ]
    assert shown == [[], [addresses.story(story)], [addresses.story(story)]]


def test_consent_references_are_never_shown(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path
) -> None:
    write_secret(site_folder.root, write_story, guardian_consent=CONSENT)
    build(site_folder, tmp_path / "output")
    assert found_in(tmp_path / "output", CONSENT, MARKS["title"]) == {MARKS["title"]}


def test_retracted_story_is_gone_as_if_it_had_never_been(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path
) -> None:
    build(site_folder, tmp_path / "never")
    write_secret(site_folder.root, write_story)
    build(site_folder, tmp_path / "after")
    before = files_of(tmp_path / "after").keys()
    assert before > files_of(tmp_path / "never").keys()
    write_secret(site_folder.root, write_story, status="retracted")
    report = build(site_folder, tmp_path / "after")
    assert files_of(tmp_path / "after") == files_of(tmp_path / "never")
    assert report.removed == len(before - files_of(tmp_path / "never").keys())
    folders = [path for path in (tmp_path / "after").rglob("*") if path.is_dir() and not any(path.iterdir())]
    assert folders == []


ENTRY_MARKS = ("bat-com", "Bát cơm của bà", "LÝ-DO-TRAO-GIẢI", "TRƯỜNG-ĐOẠT-GIẢI", "QUYẾT-ĐỊNH-TRAO")
AWARDS = """\
announced: 2015-06-20
decision: QUYẾT-ĐỊNH-TRAO
awards:
  - {prize: nhat, entry: bat-com}
  - {prize: tap-the, unit: TRƯỜNG-ĐOẠT-GIẢI, reason: LÝ-DO-TRAO-GIẢI}
"""


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2015, 6, 20), set(ENTRY_MARKS)),
        (date(2015, 6, 19), set()),
        (date(2014, 1, 1), set()),
    ],
)
def test_contest_shows_winners_only_once_they_are_announced(
    site_folder: Tree, tmp_path: Path, today: date, shown: set[str]
) -> None:
    write_contest(site_folder.root, AWARDS)
    output = tmp_path / "output"
    build(site_folder, output, date(2016, 1, 1))
    assert found_in(output, *ENTRY_MARKS) == set(ENTRY_MARKS)
    build(site_folder, output, today)
    assert found_in(output, *ENTRY_MARKS) == shown


def test_publish_reports_what_it_did(site_folder: Tree, tmp_path: Path) -> None:
    output = tmp_path / "output"
    first = build(site_folder, output)
    assert (first.stories, first.changed, first.removed) == (1, len(files_of(output)) - 1, 0)
    again = build(site_folder, output)
    assert (again.stories, again.pages, again.changed, again.removed) == (1, first.pages, 0, 0)
    assert (output / MANIFEST).read_text("utf-8").split() == sorted(files_of(output).keys() - {MANIFEST})


def test_publish_incrementally_equals_a_clean_build(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path, store: Store
) -> None:
    build(site_folder, tmp_path / "grown")
    write_secret(site_folder.root, write_story)
    write_contest(site_folder.root)
    build(site_folder, tmp_path / "grown")
    build_with(store, site_folder, tmp_path / "clean")
    assert files_of(tmp_path / "grown") == files_of(tmp_path / "clean")


def test_publish_compiles_each_template_once(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for builds to come, where each is a program of its own."""
    compiled: list[str] = []
    real = Environment.compile

    def noting(environment: Environment, source: str, name: str, *given: object) -> CodeType:
        compiled.append(name)
        return real(environment, source, name, *given)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Environment, "compile", noting)
    seen = []
    for step in ("first", "retitled", "contest", "retitled again"):
        if step == "contest":
            write_contest(site_folder.root)
        write_story(STORY_PATH, title=f"Bài {step} bên sông")
        assert build(site_folder, tmp_path / "output").changed > 0
        seen.append(sorted(compiled))
        compiled.clear()
    assert {"home.html", "article.html", "list.html", "base.html", "_parts.html"} <= set(seen[0])
    assert seen[1:] == [[], ["season.html"], []]


ENTRY = "contest/2015/entries/bat-com.md"


@pytest.mark.parametrize("path", [STORY_PATH, ENTRY])
def test_publish_stops_where_a_text_is_another_one_by_now(
    site_folder: Tree, tmp_path: Path, store: Store, path: str
) -> None:
    """What nobody checked is never shown; the next build begins again."""
    write_contest(site_folder.root)
    output = tmp_path / "output"
    build_with(store, site_folder, output)
    settings = site_folder.root / "site.yml"
    settings.write_text(settings.read_text("utf-8").replace("hư cấu", "bịa"), encoding="utf-8")
    loaded = load(site_folder, store)
    assert loaded.content is not None
    file = site_folder.root / path
    file.write_text(file.read_text("utf-8").replace("Sáng nào", "CHƯA-AI-XEM"), encoding="utf-8")
    with pytest.raises(TextChanged) as caught:
        publish(loaded.content, (), site_folder, THEME, output, TODAY, store)
    assert (str(caught.value), found_in(output, "CHƯA-AI-XEM")) == (path, set())
    build_with(store, site_folder, output)
    build(site_folder, tmp_path / "clean")
    assert (found_in(output, "CHƯA-AI-XEM"), files_of(output)) == (
        {"CHƯA-AI-XEM"},
        files_of(tmp_path / "clean"),
    )


def test_publish_goes_on_with_a_ledger_that_has_begun_to_look(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "FEW", 1)
    output = (tmp_path / "output").resolve()
    build_with(store, site_folder, output)
    (output / "index.html").write_bytes(b"x")
    write_story("stories/2014-2015/bai-khac.md", title="Bài khác bên suối", place="tan-lac")
    looking = Ledger(store, output)
    with Crew(2, "fork") as crew:
        looking.look(crew)
        loaded = load(site_folder, store)
        assert loaded.content is not None
        report = publish(loaded.content, (), site_folder, THEME, output, TODAY, store, crew, ledger=looking)
    build(site_folder, tmp_path / "clean")
    assert (report.changed > 1, files_of(output)) == (True, files_of(tmp_path / "clean"))
    assert build_with(store, site_folder, output).changed == 0


@pytest.mark.parametrize("status", ["draft", "retracted"])
def test_publish_makes_a_page_again_when_a_story_it_leads_to_is_hidden(
    site_folder: Tree, write_story: WriteStory, tmp_path: Path, status: str
) -> None:
    """The two have nothing in common but the link: neither field nor place nor time."""
    far = {"field": "guong-khac", "place": "tan-lac"}
    write_story("stories/2014-2015/dan-toi.md", f"Xem [bài kia](bai-kia.md).\n\n{BODY}", date="2015-04-01")
    write_story("stories/2014-2015/o-giua.md", **far, date="2015-05-01")
    write_story("stories/2014-2015/cuoi-cung.md", **far, date="2015-05-03")
    pages = []
    for shown in ("published", status, "published"):
        write_story("stories/2014-2015/bai-kia.md", **far, date="2015-05-02", status=shown)
        build(site_folder, tmp_path / "output")
        pages.append((tmp_path / "output/bai/2014-2015/dan-toi.html").read_text("utf-8"))
    links = ['Xem <a href="../../bai/2014-2015/bai-kia.html">bài kia</a>.', "Xem bài kia."]
    assert [[link in page for link in links] for page in pages] == [
        [True, False],
        [False, True],
        [True, False],
    ]


# ---- links between texts ------------------------------------------------------------------------


def story_page(site: Assembled, slug: str, group: str = "2014-2015") -> ArticlePage:
    page = by_path(site)[f"bai/{group}/{slug}.html"]
    assert isinstance(page, ArticlePage)
    return page


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<a href="b.md">b</a>', '<a href="../../bai/2014-2015/b.html">b</a>'),
        ('<a href="../2014-2015/b.md">b</a>', '<a href="../../bai/2014-2015/b.html">b</a>'),
        ('<a href="../../content/pages/lien-he.md">thư</a>', '<a href="../../lien-he.html">thư</a>'),
        ('<a href="https://a.example/b.md">b</a>', '<a href="https://a.example/b.md">b</a>'),
        ('<a href="https://a.example/?a=1&amp;b=2">b</a>', '<a href="https://a.example/?a=1&amp;b=2">b</a>'),
        ('<a href="mailto:a@b.example">b</a>', '<a href="mailto:a@b.example">b</a>'),
        ('<a href="#x">b</a>', '<a href="#x">b</a>'),
        (
            '<a href="nhap.md" title="Nháp"><em>n</em></a> <a href="b.md">b</a>',
            '<em>n</em> <a href="../../bai/2014-2015/b.html">b</a>',
        ),
        ('<a href="../../contest/2015/entries/e.md">e</a>', "e"),
    ],
)
def test_story_links_lead_to_pages_that_are_there(
    vocabularies: Vocabularies, written: str, shown: str
) -> None:
    site = assembled(
        vocabularies,
        article("a", html=f"<p>{written}</p>"),
        article("b"),
        article("nhap", status=Status.DRAFT),
    )
    assert story_page(site, "a").html == f"<p>{shown}</p>"


def test_redirects_lead_from_former_addresses(vocabularies: Vocabularies) -> None:
    story = article("moi", formerly=("2014-2015/cu", "2013-2014/cu-hon"))
    pages = by_path(assembled(vocabularies, story))
    found = {
        path: (page.target, page.head.indexed)
        for path, page in pages.items()
        if isinstance(page, RedirectPage)
    }
    target = Link(text="Bài moi", href="bai/2014-2015/moi.html")
    assert found == {
        "bai/2014-2015/cu.html": (target, False),
        "bai/2013-2014/cu-hon.html": (target, False),
    }


def test_redirects_never_hide_a_story(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, article("moi", formerly=("2014-2015/cu",)), article("cu"))
    assert story_page(site, "cu").title == "Bài cu"


def test_neighbours_follow_the_order_of_dates(vocabularies: Vocabularies) -> None:
    site = assembled(vocabularies, *row(3))
    names = ["bai-000", "bai-001", "bai-002"]
    links = {
        name: (page.before and page.before.text, page.after and page.after.text)
        for name in names
        for page in [story_page(site, name)]
    }
    assert links == {
        "bai-000": (None, "Bài bai-001"),
        "bai-001": ("Bài bai-000", "Bài bai-002"),
        "bai-002": ("Bài bai-001", None),
    }


def test_related_stories_come_from_elsewhere_and_from_nearby(vocabularies: Vocabularies) -> None:
    home = article("o-nha", date=date(2015, 1, 5))
    others = (
        article("cung-ca-hai", date=date(2015, 1, 4)),
        article("cung-linh-vuc", date=date(2015, 1, 3), place="tan-lac"),
        article("cung-noi", date=date(2015, 1, 6), field="guong-khac"),
        article("khac-ca-hai", date=date(2015, 1, 7), place="tan-lac", field="guong-khac"),
        article("sau-2025", date=date(2015, 1, 8), place="xa-da-bac", field="guong-khac"),
        article("nhap", date=date(2015, 1, 5), place="tan-lac", status=Status.DRAFT),
    )
    page = story_page(assembled(vocabularies, home, *others), "o-nha")
    assert ([card.title for card in page.elsewhere], [card.title for card in page.nearby]) == (
        ["Bài cung-linh-vuc"],
        ["Bài cung-noi", "Bài sau-2025"],
    )


def test_story_page_says_what_a_former_place_is_now(vocabularies: Vocabularies) -> None:
    story = article("a", place="ky-son", date=date(2015, 1, 1))
    facts = {
        today: {fact.label: [(link.text, link.href) for link in fact.links] for fact in page.facts}
        for today in (date(2019, 12, 31), date(2020, 1, 1))
        for page in [story_page(assembled(vocabularies, story, today=today), "a")]
    }
    now = [("Thành phố Hòa Bình", "")]  # no story has been told there
    assert [found.get("Nơi ấy nay là") for found in facts.values()] == [None, now]
    assert [found["Nơi chốn"] for found in facts.values()] == [[("Huyện Kỳ Sơn", "noi/ky-son.html")]] * 2


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (Subject(form="ca-nhan", role="giao-vien", name="Cô Mơ"), ["Cô Mơ", "Trường Bến Mơ"]),
        (Subject(form="tap-the", role="truong-hoc", name="Trường Bến Mơ"), ["Trường Bến Mơ"]),
    ],
)
def test_story_page_names_a_unit_that_is_its_own_subject_once(
    vocabularies: Vocabularies, subject: Subject, said: list[str]
) -> None:
    page = story_page(assembled(vocabularies, article("a", subject=subject)), "a")
    assert [fact.words for fact in page.facts if not fact.links] == said


def test_story_page_has_an_edit_link_only_where_the_site_names_its_forge(vocabularies: Vocabularies) -> None:
    def edit(**changes: str) -> str:
        site = assemble(content(vocabularies, [article("a")], (), **changes), (), TODAY)
        return story_page(site, "a").edit

    assert (edit(), edit(edit_url="https://git.example/edit/main/")) == (
        "",
        "https://git.example/edit/main/stories/2014-2015/a.md",
    )


# ---- the home page ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "lead", "latest"),
    [
        (0, None, []),
        (1, "bai-000", []),
        (2, "bai-001", ["bai-000"]),
        (7, "bai-006", [f"bai-{n:03}" for n in range(5, -1, -1)]),
        (30, "bai-029", [f"bai-{n:03}" for n in range(28, 22, -1)]),
    ],
)
def test_home_leads_with_the_newest_story(
    vocabularies: Vocabularies, count: int, lead: str | None, latest: list[str]
) -> None:
    site = assembled(vocabularies, *row(count))
    home = by_path(site)[addresses.HOME]
    assert isinstance(home, HomePage)
    assert (home.lead and home.lead.title, [card.title for card in home.latest], home.count) == (
        lead and f"Bài {lead}",
        [f"Bài {name}" for name in latest],
        count,
    )
    feed = addresses.FEED if count else ""
    assert (site.site.feed, home.head.feed and home.head.feed.href) == (feed, feed or None)
    assert [link.href for link in home.years] == (["nam-hoc/2014-2015.html"] if count else [])


def test_site_without_a_story_has_its_standing_pages(vocabularies: Vocabularies) -> None:
    assert sorted(by_path(assembled(vocabularies))) == [
        "404.html",
        "cap-hoc/index.html",
        "cuoc-thi/index.html",
        "doi-tuong/index.html",
        "index.html",
        "linh-vuc/index.html",
        "nam-hoc/index.html",
        "noi/index.html",
        "tat-ca.html",
        "tong-quan.html",
    ]


def plain(slug: str, order: int, lang: str = "vi") -> PlainText:
    return PlainText(
        slug=slug, title=slug.title(), summary="Tóm tắt", html="<p>…</p>", order=order, lang=lang, source=""
    )


def test_plain_pages_stand_in_the_footer_in_their_order(vocabularies: Vocabularies) -> None:
    texts = [plain("en", 9, "en"), plain("gioi-thieu", 1), plain("ke-hoach", 9)]
    site = assemble(content(vocabularies), texts, TODAY)
    assert [(link.href, link.note) for link in site.site.footer[:3]] == [
        ("gioi-thieu.html", "vi"),
        ("en.html", "en"),
        ("ke-hoach.html", "vi"),
    ]
    home = by_path(site)[addresses.HOME]
    assert isinstance(home, HomePage)
    assert home.about == Link(text="Gioi-Thieu", href="gioi-thieu.html", note="vi")
    assert by_path(site)["en.html"].head.lang == "en"


# ---- contest seasons ----------------------------------------------------------------------------


def season(results: Results | None = None, day: date = date(2015, 6, 1)) -> Season:
    _, rules, problems = read_rules(CONTEST, "contest/2015/contest.yml")
    assert problems == ()
    assert rules is not None
    entry = article("bat-com", group="2015", season=True, date=day)
    return Season(
        slug="2015",
        rules=rules,
        call=Body("<p>Mời</p>", 1),
        results=results,
        entries=(entry,) if results else (),
    )


RESULTS = Results(announced=date(2015, 6, 20), awards=(Award(prize="nhat", entry="bat-com"),))


def test_publish_writes_the_pages_the_feeds_the_data_the_map_and_robots(
    vocabularies: Vocabularies, tmp_path: Path, store: Store
) -> None:
    stories = (*row(45), article("moi", formerly=("2013-2014/cu",), updated=date(2016, 1, 2)))
    everything, texts = content(vocabularies, stories, (season(RESULTS),)), [plain("lien-he", 1)]
    tree = write_texts(tmp_path, everything)
    publish(everything, texts, tree, THEME, tmp_path / "output", TODAY, store)
    site = assemble(everything, texts, TODAY)
    pages, feeds, documents = (
        [one.path for one in several] for several in (site.planned.plans, site.feeds, site.planned.documents)
    )
    drawn = {
        **{drawing.target: png(drawing.card) for drawing in cards_of(site)},
        **{code.target: svg(qr_codes.drawn(code.text)).encode() for code in codes_of(site)},
    }
    woven = [weaving.target for weaving in cloths_of(site)]
    paths = [*pages, *feeds, *map(addresses.json_feed, feeds), *documents, *woven]
    paths += ["sitemap.xml", "robots.txt"]
    assert (pages, len(set(paths))) == ([page.head.path for page in site.pages], len(paths))
    static = {f"theme/{path}": data for path, data in files_of(THEME / "static").items()}
    manifest = "".join(f"{path}\n" for path in sorted([*paths, *static, *drawn]))
    made, expected = files_of(tmp_path / "output"), rendered(site, theme_environment())
    assert sorted(expected) == sorted(paths)
    assert made == {**expected, **static, **drawn, MANIFEST: manifest.encode()}


@pytest.mark.parametrize(
    ("today", "state", "steps", "teased"),
    [
        (date(2014, 11, 30), "Nhận bài từ 01/12/2014.", "next next next next", False),
        (
            date(2014, 12, 1),
            "Đang nhận bài đến hết 31/03/2015 (còn 120 ngày).",
            "now next next next",
            True,
        ),
        (date(2015, 3, 31), "Đang nhận bài đến hết 31/03/2015 (hôm nay).", "now next next next", True),
        (date(2015, 4, 1), "Sơ khảo từ 06/04/2015.", "past next next next", False),
        (
            date(2015, 5, 4),
            "Đang sơ khảo đến hết 05/05/2015 (ngày mai).",
            "past now next next",
            False,
        ),
        (date(2015, 6, 19), "Công bố từ 20/06/2015.", "past past past next", False),
        (date(2015, 6, 20), "Đã công bố kết quả ngày 20/06/2015.", "past past past now", False),
        (date(2016, 1, 1), "Đã công bố kết quả ngày 20/06/2015.", "past past past past", False),
    ],
)
def test_season_says_where_it_stands(
    vocabularies: Vocabularies, today: date, state: str, steps: str, teased: bool
) -> None:
    pages = by_path(assemble(content(vocabularies, (), (season(RESULTS),)), (), today))
    page, home, directory = (
        pages[path] for path in ("cuoc-thi/2015/index.html", "index.html", "cuoc-thi/index.html")
    )
    assert isinstance(page, SeasonPage)
    assert isinstance(home, HomePage)
    assert isinstance(directory, SeasonsPage)
    assert (page.state, " ".join(step.state for step in page.steps)) == (state, steps)
    assert [link.note for link in directory.seasons] == [state]
    assert (home.season and home.season.note) == (state if teased else None)
    announced = today >= RESULTS.announced
    assert [winner.title for prize in page.prizes for winner in prize.winners] == (
        ["Bài bat-com"] if announced else []
    )
    assert ("cuoc-thi/2015/bat-com.html" in pages, page.announced is not None) == (announced, announced)


def test_season_without_results_has_ended_after_its_last_day(vocabularies: Vocabularies) -> None:
    pages = by_path(assemble(content(vocabularies, (), (season(),)), (), date(2015, 6, 21)))
    page = pages["cuoc-thi/2015/index.html"]
    assert isinstance(page, SeasonPage)
    assert (page.state, page.announced, [prize.winners for prize in page.prizes]) == (
        "Đã kết thúc.",
        None,
        [(), ()],
    )


def test_entry_page_names_its_prize_and_season(vocabularies: Vocabularies) -> None:
    pages = by_path(assemble(content(vocabularies, (), (season(RESULTS),)), (), TODAY))
    page = pages["cuoc-thi/2015/bat-com.html"]
    assert isinstance(page, ArticlePage)
    assert (page.award, page.season and page.season.href, page.before, page.elsewhere) == (
        "Giải Nhất",
        "cuoc-thi/2015/index.html",
        None,
        (),
    )


@pytest.mark.parametrize(
    ("today", "winners"), [(date(2015, 6, 24), []), (date(2015, 6, 25), ["cuoc-thi/2015/bat-com.html"])]
)
def test_entry_dated_after_the_results_waits_for_its_day(
    vocabularies: Vocabularies, today: date, winners: list[str]
) -> None:
    later = season(RESULTS, date(2015, 6, 25))
    pages = by_path(assemble(content(vocabularies, (), (later,)), (), today))
    page = pages["cuoc-thi/2015/index.html"]
    assert isinstance(page, SeasonPage)
    assert [winner.href for prize in page.prizes for winner in prize.winners] == winners
    assert [path for path in pages if path.endswith("bat-com.html")] == winners
