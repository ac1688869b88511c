"""The words of the interface in one language: its catalogue, and how dates, numbers and counts are told.

Keys and values in, words out. A key is a name such as "menu.fields", never a sentence of one language; what
it says stands in theme/languages/<language>.po, and a value %(n)s there decides between singular and plural.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from gettext import GNUTranslations
from typing import TYPE_CHECKING

from neuguong.site.pages import Day

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.dates import DateTimePattern

_REGIONS = {"en": "en_GB"}
"""Whose habits a language follows where regions differ."""
SYLLABLES_PER_MINUTE = 230
"""A calm silent reading speed; used for the hint "about N minutes"."""


class UnknownWords(LookupError):  # noqa: N818 - says what happened, not that somebody erred
    """A key that no line of the language's catalogue has; names language and key."""

    def __init__(self, lang: str, key: str) -> None:
        super().__init__(lang, key)
        self.lang, self.key = lang, key

    def __str__(self) -> str:
        return f"theme/languages/{self.lang}.po: {self.key}"


@dataclass(frozen=True)
class Words:
    """A language: its tag, and its catalogue as gettext reads it (the bytes of a .mo file)."""

    lang: str
    catalogue: bytes

    def __call__(self, key: str, /, **values: object) -> str:
        """Say what stands under the key, with the values in their places."""
        if not values:
            return self._plain[key]
        return self.pattern(key, values.get("n")) % self.told(values)

    def __reduce__(self) -> tuple[type[Words], tuple[str, bytes]]:
        return Words, (self.lang, self.catalogue)

    def pattern(self, key: str, count: object = None) -> str:
        """Return what stands under the key, for so many; raises `UnknownWords`."""
        if type(count) is not int:
            return self._plain[key]
        said = self._catalogue.ngettext(key, key, count)
        if said == key:
            raise UnknownWords(self.lang, key)
        return said

    def told(self, values: dict[str, object]) -> dict[str, object]:
        """Return values as they stand in a sentence: numbers as the language writes them."""
        return {name: self.number(v) if type(v) is int else v for name, v in values.items()}

    def number(self, value: int) -> str:
        """Return 1234 as 1.234 or 1,234."""
        return _number(value, self.lang)

    def day(self, value: date) -> Day:
        """Return the day for machines and for people: 2015-11-20 and 20/11/2015 or 20 November 2015."""
        return _day(value, self._plain["date"], self.lang)

    def school_year(self, slug: str) -> str:
        """Return 2014-2015 as people write it."""
        first, _, last = slug.partition("-")
        return self("year.span", first=first, last=last) if last else slug

    def several(self, things: Sequence[str]) -> str:
        """Return things in a row as the language says them: A, B và C; A, B and C."""
        from babel.lists import format_list  # noqa: PLC0415 - as below

        return format_list(things, locale=_locale(_REGIONS.get(self.lang, self.lang)))

    def days_until(self, today: date, then: date) -> str:
        """Return how far away a day is."""
        days = (then - today).days
        if days == 0:
            return self("until.today")
        return self("until.tomorrow") if days == 1 else self("until.days", n=days)

    @functools.cached_property
    def _plain(self) -> _Patterns:
        return _Patterns(self)

    @functools.cached_property
    def _catalogue(self) -> GNUTranslations:
        return GNUTranslations(io.BytesIO(self.catalogue))


class _Patterns(dict[str, str]):
    """What stands under the keys that need no number; a page says some of them a dozen times."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, key: str) -> str:
        said = self._words._catalogue.gettext(key)  # noqa: SLF001 - a part of it
        if said == key:
            raise UnknownWords(self._words.lang, key)
        self[key] = said
        return said


def reading_minutes(syllables: int) -> int:
    """Return the minutes that reading takes, at least one."""
    return max(1, round(syllables / SYLLABLES_PER_MINUTE))


@functools.lru_cache(5000)
def _day(value: date, pattern: str, lang: str) -> Day:
    return Day(iso=value.isoformat(), words=_pattern(pattern).apply(value, _locale(lang)))


@functools.cache
def _pattern(written: str) -> DateTimePattern:
    from babel.dates import parse_pattern  # noqa: PLC0415 - it takes longer to load than a look at what is unchanged

    return parse_pattern(written)


@functools.cache
def _locale(lang: str) -> Locale:
    from babel.core import Locale  # noqa: PLC0415 - as above

    return Locale.parse(lang)


@functools.lru_cache(5000)
def _number(value: int, lang: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415 - as above

    return format_decimal(value, locale=_locale(lang))
