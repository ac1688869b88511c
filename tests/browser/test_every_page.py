"""What must hold for every page of the built site: the stories' side and the handbook."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Page:
    path: str
    html: str

    @cached_property
    def tree(self) -> ET.Element:
        parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
        tree: ET.Element = parser.parse(self.html)
        return tree

    def all(self, *names: str) -> list[ET.Element]:
        return [element for name in names for element in self.tree.iter(XHTML + name)]

    def ids(self) -> list[str]:
        return [element.attrib["id"] for element in self.tree.iter() if "id" in element.attrib]


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    files = sorted(site.rglob("*.html"))
    found = [Page(file.relative_to(site).as_posix(), file.read_text("utf-8")) for file in files]
    return {page.path: page for page in found}


@pytest.fixture(scope="module")
def own_pages(pages: dict[str, Page]) -> list[Page]:
    return [page for page in pages.values() if not page.path.startswith("so-tay/")]


def test_site_has_all_kinds_of_pages(pages: dict[str, Page]) -> None:
    wanted = {
        "index.html",
        "404.html",
        "tong-quan.html",
        "tat-ca.html",
        "ke-hoach.html",
        "en.html",
        "linh-vuc/index.html",
        "linh-vuc/van-dong-ra-lop.html",
        "linh-vuc/van-dong-ra-lop/da-bac.html",
        "noi/da-bac.html",
        "noi/xa-pa-co.html",
        "nam-hoc/2014-2015.html",
        "cap-hoc/tieu-hoc.html",
        "doi-tuong/mo-hinh.html",
        "cuoc-thi/2015/index.html",
        "cuoc-thi/2026/index.html",
        "so-tay/index.html",
        "so-tay/en.html",
    }
    assert wanted - pages.keys() == set()


def test_pages_are_valid_html(own_pages: list[Page]) -> None:
    faults = []
    for page in own_pages:
        try:
            html5lib.HTMLParser(strict=True).parse(page.html)
        except html5lib.html5parser.ParseError as error:
            faults.append((page.path, str(error)))
    assert faults == []


def test_pages_have_one_h1_a_title_a_description_and_a_language(pages: dict[str, Page]) -> None:
    faults = []
    for page in pages.values():
        redirect = page.path.startswith("so-tay/404")
        title = "".join(page.all("title")[0].itertext()).strip() if page.all("title") else ""
        described = [m for m in page.all("meta") if m.get("name") == "description" and m.get("content")]
        lang = page.all("html")[0].get("lang")
        if (
            len(page.all("h1")) != 1 or not title or not described or lang not in {"vi", "en"}
        ) and not redirect:
            faults.append((page.path, len(page.all("h1")), title, len(described), lang))
    assert faults == []


def test_titles_are_all_different(own_pages: list[Page]) -> None:
    titles = ["".join(page.all("title")[0].itertext()) for page in own_pages]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_ids_stand_once_on_a_page(own_pages: list[Page]) -> None:
    assert [page.path for page in own_pages if len(page.ids()) != len(set(page.ids()))] == []


def test_headings_do_not_skip_a_level(own_pages: list[Page]) -> None:
    faults = []
    for page in own_pages:
        levels = [int(e.tag[-1]) for e in page.tree.iter() if e.tag in {f"{XHTML}h{n}" for n in range(1, 7)}]
        steps = zip([0, *levels], levels, strict=False)
        faults += [(page.path, levels) for before, after in steps if after > before + 1]
    assert faults == []


def test_links_lead_somewhere(pages: dict[str, Page], site: Path) -> None:
    broken = []
    for page in pages.values():
        for element in page.tree.iter():
            for name in ("href", "src"):
                target = element.attrib.get(name)
                if target and not leads_somewhere(page, target, pages, site):
                    broken.append((page.path, target))
    assert broken == []


def leads_somewhere(page: Page, target: str, pages: dict[str, Page], site: Path) -> bool:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return True
    if page.path in {"404.html", "so-tay/404.html"}:  # shown at any address: links start at the root
        path = unquote(parts.path).lstrip("/")
        if page.path == "so-tay/404.html":
            path = posixpath.join("so-tay", path)
    else:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(parts.path)))
    if not parts.path:
        path = page.path
    if (site / path).is_dir():
        path = posixpath.join(path, "index.html")
    if not (site / path).is_file():
        return False
    if parts.fragment and path in pages and not path.startswith("so-tay/"):
        return unquote(parts.fragment) in pages[path].ids()
    return True


def test_broken_link_would_be_found(pages: dict[str, Page], site: Path) -> None:
    home = pages["index.html"]
    targets = ["khong-co.html", "#khong-co", "linh-vuc/khong-co.html", "linh-vuc/", "tong-quan.html"]
    found = [leads_somewhere(home, target, pages, site) for target in targets]
    assert found == [False, False, False, True, True]


def test_pages_ask_no_other_host_for_anything(pages: dict[str, Page]) -> None:
    asked = []
    for page in pages.values():
        for element in page.all("script", "img", "source", "iframe", "link"):
            stylesheet = element.tag == f"{XHTML}link" and element.get("rel") not in {
                "stylesheet",
                "icon",
                "preload",
            }
            address = element.get("src") or element.get("href") or ""
            if urlsplit(address).netloc and not stylesheet:
                asked.append((page.path, address))
    assert asked == []


def test_own_pages_hold_no_inline_script_or_style(own_pages: list[Page]) -> None:
    faults = []
    for page in own_pages:
        policy = [
            m.get("content") for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"
        ]
        inline = [e.tag for e in page.tree.iter() if "style" in e.attrib or e.tag == f"{XHTML}style"]
        data = {"type": "application/ld+json"}  # is read, never run: no policy forbids it
        scripts = [e for e in page.all("script") if not e.get("src") and e.attrib != data]
        if policy != ["default-src 'self'"] or inline or scripts:
            faults.append((page.path, policy, inline))
    assert faults == []


def test_every_sample_says_so_in_plain_sight(own_pages: list[Page]) -> None:
    articles = [p for p in own_pages if p.path.startswith("bai/")]
    articles += [p for p in own_pages if p.path.startswith("cuoc-thi/2015/") and "index" not in p.path]
    silent = [p.path for p in articles if "Bài mẫu" not in "".join(p.all("main")[0].itertext())[:400]]
    assert (len(articles) > 40, silent) == (True, [])


def test_sitemap_lists_every_page_that_may_be_found(site: Path, own_pages: list[Page]) -> None:
    roots = [ET.parse(site / map_).getroot() for map_ in ("sitemap.xml", "en/sitemap.xml")]  # noqa: S314
    listed = [
        loc.text for root in roots for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    canonical = [
        link.get("href") for page in own_pages for link in page.all("link") if link.get("rel") == "canonical"
    ]
    assert sorted(listed, key=str) == sorted(canonical, key=str)


def test_feeds_are_whole(site: Path) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    feeds = sorted((site / "feeds").rglob("*.xml"))
    counts = {}
    for feed in feeds:
        root = ET.parse(feed).getroot()  # noqa: S314 - our own file
        ids = [entry.findtext(f"{atom}id") for entry in root.iter(f"{atom}entry")]
        links = [entry.find(f"{atom}link") for entry in root.iter(f"{atom}entry")]
        paths = [urlsplit(link.attrib["href"]).path.lstrip("/") for link in links if link is not None]
        missing = [path for path in paths if not (site / path).is_file()]
        counts[feed.name] = (len(ids) - len(set(ids)), missing)
    assert len(feeds) > 30
    assert {name: fault for name, fault in counts.items() if fault != (0, [])} == {}
