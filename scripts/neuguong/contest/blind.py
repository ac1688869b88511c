"""What in an entry would tell who wrote it: names to look for, what is found, and by what it may be replaced.

An entry in; sightings in its title and text out. Nothing is changed here: `redaction` does that, and a person
decides. Whom the text is about may stand in it; who wrote it, their school and their village may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from neuguong.contest import contacts, identity
from neuguong.contest.book import Entry
from neuguong.contest.contacts import Way
from neuguong.contest.identity import Kind, Name
from neuguong.problems import Text
from neuguong.text import spelling_key

_PARTED = re.compile(r"\s*[,;:()/&]\s*|\s+[-–—]\s+|\s+và\s+")
PERSON, UNIT, PLACE, CONTACT = "[người viết]", "[tên đơn vị]", "[tên xã]", "[liên hệ]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A stretch that tells too much: characters from `start` up to `end`, why, what to put there."""

    start: int
    end: int
    found: str
    why: Text
    certain: bool
    instead: str


def names_of(entry: Entry, places: Mapping[str, str]) -> tuple[Name, ...]:
    """Return the names that must not stand in the text; `places`: names of places by slug."""
    people = [
        Name(kind=Kind.PERSON, name=name) for writer in entry.writers for name in _people_in(writer.name)
    ]
    units = [entry.unit, entry.about.unit, *(writer.unit for writer in entry.writers)]
    grounds = [entry.place, *(writer.place for writer in entry.writers)]
    return tuple(
        dict.fromkeys(
            (
                *people,
                *(Name(kind=Kind.UNIT, name=unit) for unit in units if unit),
                *(Name(kind=Kind.PLACE, name=places.get(place, place)) for place in grounds if place),
            )
        )
    )


def _people_in(cell: str) -> Iterator[str]:
    """Yield a name as it is given, and the names in it: "Bùi Thị Mẫu (tổ Toán)" has "Bùi Thị Mẫu"."""
    for part in dict.fromkeys((cell, *_PARTED.split(cell))):
        words = part.split()
        if words and (part == cell or (len(words) > 1 and all(word[0].isupper() for word in words))):
            yield part


def look(text: str, entry: Entry, places: Mapping[str, str]) -> tuple[Place, ...]:
    """Return every place that tells who wrote the text, in order; places that touch are one."""
    about = spelling_key(entry.about.name)
    writers = {spelling_key(writer.name) for writer in entry.writers}
    found = [
        Place(
            start=sighting.start,
            end=sighting.end,
            found=sighting.found,
            why=sighting.why,
            certain=sighting.certain,
            instead=_INSTEAD[sighting.name.kind],
        )
        for sighting in identity.find(text, names_of(entry, places))
        if spelling_key(sighting.found) != about or about in writers
    ]
    return tuple(_joined(sorted([*found, *_contacts(text)], key=lambda each: (each.start, -each.end)), text))


_INSTEAD = {Kind.PERSON: PERSON, Kind.UNIT: UNIT, Kind.PLACE: PLACE}


def _contacts(text: str) -> Iterator[Place]:
    for contact in contacts.find(text):
        yield Place(
            start=contact.start,
            end=contact.end,
            found=contact.found,
            why=_WAYS[contact.way],
            certain=True,
            instead=CONTACT,
        )


_WAYS = {
    Way.MAIL: Text("địa chỉ thư", "an e-mail address"),
    Way.PAGE: Text("trang mạng xã hội", "a page of a social network"),
    Way.PHONE: Text("số điện thoại", "a telephone number"),
}


def _joined(places: list[Place], text: str) -> Iterator[Place]:
    """Yield the places, those that overlap as one: the certain and longer of them says why."""
    held: Place | None = None
    for place in places:
        if held is not None and place.start < held.end:
            first = max(held, place, key=lambda each: (each.certain, each.end - each.start))
            end = max(held.end, place.end)
            held = Place(
                start=held.start,
                end=end,
                found=text[held.start : end],
                why=first.why,
                certain=held.certain or place.certain,
                instead=first.instead,
            )
            continue
        if held is not None:
            yield held
        held = place
    if held is not None:
        yield held
