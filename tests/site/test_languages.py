"""The catalogues of the theme: nothing missing, nothing left over, and the same values in every language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Message
from babel.messages.pofile import read_po

from neuguong.site import languages
from neuguong.site.languages import BrokenCatalogue, compile_catalogue, words_of
from neuguong.site.theme import read_theme
from neuguong.store import Store, temporary_store
from tests.samples import ROOT
from tests.site.making import CATALOGUES, EN, THEME, VI

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


def messages(lang: str) -> dict[str, Message]:
    catalogue = read_po(io.BytesIO(CATALOGUES[lang].encode()), locale=lang, abort_invalid=True)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message
        for message in catalogue
        if message.id
    }


def forms(message: Message) -> list[str]:
    said = message.string or ""
    return [said] if isinstance(said, str) else [*said]


MESSAGES = {lang: messages(lang) for lang in CATALOGUES}
TEMPLATES = {
    path.name: re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    for path in sorted((THEME / "templates").glob("*.html"))
}
FORMATS = {"Atom", "JSON"}
IN_TEMPLATES = "\n".join(TEMPLATES.values())
IN_CODE = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "scripts/neuguong/site").glob("*.py")))


def said() -> set[str]:
    """Return every key that a template or the code asks for."""
    return {
        *re.findall(r'\bsay\("([^"]+)"', IN_TEMPLATES),
        *re.findall(r'"(contest\.step\.[^"]+)"', IN_TEMPLATES),
        *re.findall(r'\bwords\(\s*"([^"]+)"', IN_CODE),
        *re.findall(r'_plain\["([^"]+)"\]', IN_CODE),
        *re.findall(r'"(contest\.[a-z.-]+)",\n', IN_CODE),
        *re.findall(
            r'self\.?\w*\(\s*"([^"]+)"', (ROOT / "scripts/neuguong/site/words.py").read_text("utf-8")
        ),
    }


@pytest.mark.parametrize("lang", CATALOGUES)
def test_catalogue_has_every_key_that_is_said_and_no_other(lang: str) -> None:
    assert sorted(MESSAGES[lang]) == sorted(said())


@pytest.mark.parametrize("lang", CATALOGUES)
def test_catalogue_has_words_for_every_key(lang: str) -> None:
    assert [key for key, message in MESSAGES[lang].items() if not all(forms(message)) or message.fuzzy] == []


def test_catalogues_have_the_same_values_under_a_key() -> None:
    values = {
        lang: {
            key: sorted(
                {name for form in forms(message) for name in re.findall(r"%\((\w+)\)s", form)} | {"n"}
            )
            if message.pluralizable
            else sorted(re.findall(r"%\((\w+)\)s", forms(message)[0]))
            for key, message in known.items()
        }
        for lang, known in MESSAGES.items()
    }
    assert values["vi"] == values["en"]


@pytest.mark.parametrize("lang", CATALOGUES)
def test_number_decides_on_the_form_wherever_it_is_told(lang: str) -> None:
    told = [
        key
        for key, message in MESSAGES[lang].items()
        if any("%(n)s" in form for form in forms(message)) and not message.pluralizable
    ]
    assert told == []


def test_templates_hold_no_words_of_their_own() -> None:
    """Nothing but tags, what is put in, and signs."""
    for name, template in TEMPLATES.items():
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)
        shown = re.sub(r"<[^>]*>", "", text)
        attributes = re.findall(r'\b(?:alt|title|aria-label|placeholder)="([^"]+)"', text)
        words = set(re.findall(r"[^\W\d_]{2,}", shown)) - FORMATS
        assert (name, words, attributes) == (name, set(), [])


def test_words_of_english_are_not_those_of_vietnamese() -> None:
    """But for patterns that are all values, and names."""
    same = {
        key
        for key in MESSAGES["vi"]
        if forms(MESSAGES["vi"][key]) == forms(MESSAGES["en"][key])
        and re.search(r"[^\W\d_]{3}", re.sub(r"%\(\w+\)s", "", key))
    }
    assert same == {"field-place.title", "field.intro", "list.description", "story.citation"}


# Reading


@pytest.fixture
def store() -> Iterator[Store]:
    made = temporary_store()
    yield made
    made.close()


def test_words_are_compiled_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert words_of(CATALOGUES, store) == {"en": EN, "vi": VI}
    monkeypatch.setattr(languages, "compile_catalogue", None)
    assert words_of(CATALOGUES, store) == {"en": EN, "vi": VI}


def test_same_text_compiles_to_the_same_bytes() -> None:
    assert compile_catalogue("vi", CATALOGUES["vi"]) == VI.catalogue
    assert b"2000-01-01" in VI.catalogue, "not the day on which this test runs"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'{HEADER}\nmsgid "a"\nmsgid "b"\n', 6),
        (f"{HEADER}\nxin chào\n", 6),
    ],
)
def test_catalogue_that_is_broken_says_where(text: str, line: int) -> None:
    with pytest.raises(BrokenCatalogue) as broken:
        compile_catalogue("vi", text)
    assert (broken.value.lang, broken.value.line) == ("vi", line)


def test_site_needs_the_words_of_its_own_language(store: Store) -> None:
    with pytest.raises(BrokenCatalogue) as broken:
        words_of({"en": CATALOGUES["en"]}, store)
    assert broken.value.lang == "vi"


def test_catalogue_in_another_encoding_is_broken(tmp_path: Path) -> None:
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages/vi.po").write_bytes(b"\xff")
    with pytest.raises(BrokenCatalogue, match="UTF-8"):
        read_theme(tmp_path)
