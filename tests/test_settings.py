from __future__ import annotations

from dataclasses import replace

import pytest

from neuguong import settings
from neuguong.problems import Language
from neuguong.settings import Settings
from tests.samples import ROOT, SITE

SAMPLE = Settings(
    name="Nêu Gương",
    tagline="Chuyện người tốt",
    description="Gương người tốt của một tỉnh hư cấu.",
    publisher="Phòng Mẫu",
    publisher_en="Sample Office",
    base_url="https://neu-guong.example/",
    contact="bien-tap@neu-guong.example",
    edit_url="",
    share_cards=True,
    qr_codes=True,
    language=Language.VI,
)


def test_load_reads_the_settings() -> None:
    assert settings.load(SITE) == (SAMPLE, ())


def test_load_takes_the_language() -> None:
    loaded, problems = settings.load(SITE + "language: en\n")
    assert (loaded and loaded.language, problems) == (Language.EN, ())


def test_load_takes_the_site_of_the_repository() -> None:
    loaded, problems = settings.load((ROOT / "site.yml").read_text(encoding="utf-8"))
    assert (loaded and loaded.name, problems) == ("Nêu Gương", ())


def test_load_takes_a_site_without_cards_and_codes() -> None:
    loaded, problems = settings.load(SITE + "share_cards: false\nqr_codes: false\n")
    assert (loaded, problems) == (replace(SAMPLE, share_cards=False, qr_codes=False), ())


@pytest.mark.parametrize(
    "url",
    [
        "https://neu-guong.example/",
        "https://so.phutho.edu.vn:8443/neu-guong/",
        "http://203.113.5.7/",
        "https://home.vn/",
        "https://xn--gio-dc-tb1c.vn/",
    ],
)
def test_public_address_leads_somewhere(url: str) -> None:
    assert settings.leads_somewhere(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/",
        "http://127.0.0.1:8000/",
        "http://192.168.1.20/neu-guong/",
        "http://10.0.0.4/",
        "http://[::1]/",
        "http://may-chu/",
        "https://may-in.local/",
        "https://trang.TEST/",
        "https://.vn/",
        "/",
    ],
)
def test_address_of_a_machine_or_a_house_leads_nowhere(url: str) -> None:
    assert not settings.leads_somewhere(url)


@pytest.mark.parametrize(
    "url", ["https://a.vn/", "http://a.vn/", "https://a.vn/neu-guong/", "https://so.vn:8443/"]
)
def test_base_url_takes_whole_addresses(url: str) -> None:
    loaded, problems = settings.load(SITE.replace("https://neu-guong.example/", url))
    assert (loaded and loaded.base_url, problems) == (url, ())


@pytest.mark.parametrize(
    "url", ["https://a.vn", "a.vn/", "/neu-guong/", "ftp://a.vn/", "javascript:/", '"#/"']
)
def test_base_url_refuses_anything_else(url: str) -> None:
    loaded, problems = settings.load(SITE.replace("https://neu-guong.example/", url))
    assert (loaded, [(p.path, p.line, p.rule) for p in problems]) == (
        None,
        [("site.yml", 6, "base-url-is-whole")],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "value-has-its-form")]),
        (SITE + "langauge: vi\n", [(8, "key-is-known")]),
        (SITE + "language: fr\n", [(8, "value-has-its-form")]),
        (SITE + "share_cards: khong\n", [(8, "value-has-its-form")]),
        (SITE.replace("name: Nêu Gương\n", ""), [(1, "key-is-given")]),
        (SITE.replace("Phòng Mẫu", ""), [(4, "key-is-given")]),
        (SITE.replace("Phòng Mẫu", "[a]"), [(4, "value-has-its-form")]),
        (SITE + "name: Hai\n", [(8, "key-stands-once")]),
        (SITE + "x: [\n", [(9, "yaml-is-readable")]),
    ],
)
def test_load_says_what_is_wrong_and_where(text: str, expected: list[tuple[int, str]]) -> None:
    loaded, problems = settings.load(text)
    assert (loaded, [(p.line, p.rule) for p in problems]) == (None, expected)
