"""Texts that share long passages: found among thousands, measured exactly, shown passage by passage.

(id, text) pairs in, overlaps out. A text is a run of syllables, without regard to case, to NFC or NFD, or to
where a tone stands (hòa, hoà); three syllables in a row make a shingle. Candidates come from MinHash
signatures in bands (Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3), but every candidate is then measured on the shingles
themselves. Hashes are BLAKE2 and whole-number arithmetic: the same texts give the same answer everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from neuguong.text import spelling_key

WIDTH = 3
"""Syllables of a shingle."""

LEAST = Fraction(3, 10)
"""The least share of the shorter text's shingles that is worth showing."""

BANDS, ROWS = 128, 2
"""With 2 rows in 128 bands a pair of Jaccard 0.2 is a candidate with 99.5 %, one of 0.01 with 1.3 %."""

_SYLLABLE = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_EMPTY = np.iinfo(np.uint32).max
_COMMON = 50  # a shingle that every fiftieth text has is a turn of phrase, no trace of copying

Words = NDArray[np.uint64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """The same syllables in both texts: offsets of characters, from `start` up to `end`, and how many."""

    first: tuple[int, int]
    second: tuple[int, int]
    syllables: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Overlap:
    """What two texts share. `jaccard`: of all shingles; `containment`: of those of the shorter text."""

    first: str
    second: str
    jaccard: Fraction
    containment: Fraction
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Syllables:
    """A text's syllables, folded, and where each stands."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def shingles(self) -> list[tuple[str, ...]]:
        return [self.words[at : at + WIDTH] for at in range(len(self.words) - WIDTH + 1)]


def find(
    new: Iterable[tuple[str, str]], old: Iterable[tuple[str, str]] = (), least: Fraction = LEAST
) -> tuple[Overlap, ...]:
    """Return overlaps among the new texts and of new with old ones, the greatest first.

    Ids must differ. Texts of under three syllables have no shingle and overlap with nothing.
    """
    fresh = sorted(new)
    texts = [*fresh, *sorted(old)]
    found = []
    for one, other in _candidates([text for _, text in texts]):
        if one < len(fresh):  # candidates are in order: if the first is old, both are
            overlap = compare(texts[one], texts[other])
            if overlap.containment >= least:
                found.append(overlap)
    return tuple(sorted(found, key=lambda o: (-o.containment, -o.jaccard, o.first, o.second)))


def compare(one: tuple[str, str], other: tuple[str, str]) -> Overlap:
    """Return what two texts, as (id, text), share; the one whose id comes first is `first`."""
    (first, first_text), (second, second_text) = sorted((one, other))
    mine, theirs = _syllables(first_text), _syllables(second_text)
    my_shingles, their_shingles = set(mine.shingles()), set(theirs.shingles())
    shared = len(my_shingles & their_shingles)
    shorter = min(len(my_shingles), len(their_shingles))
    everything = len(my_shingles | their_shingles)
    return Overlap(
        first=first,
        second=second,
        jaccard=Fraction(shared, everything) if everything else Fraction(0),
        containment=Fraction(shared, shorter) if shorter else Fraction(0),
        passages=tuple(_passages(mine, theirs)),
    )


def _syllables(text: str) -> _Syllables:
    spans = tuple(match.span() for match in _SYLLABLE.finditer(text))
    return _Syllables(tuple(spelling_key(text[start:end]) for start, end in spans), spans)


def _passages(mine: _Syllables, theirs: _Syllables) -> Iterator[Passage]:
    """Yield passages in the order of the first text: at each place the longest, then on behind it.

    A passage may come again in the first text; within the second none is used twice.
    """
    places: dict[tuple[str, ...], list[int]] = {}
    for at, shingle in enumerate(theirs.shingles()):
        places.setdefault(shingle, []).append(at)
    used = bytearray(len(theirs.words))
    at = 0
    while at + WIDTH <= len(mine.words):
        lengths = [
            (_common(mine.words, at, theirs.words, other, used), -other)
            for other in places.get(mine.words[at : at + WIDTH], ())
        ]
        length, minus_other = max(lengths, default=(0, 0))
        if length < WIDTH:
            at += 1
            continue
        other = -minus_other
        used[other : other + length] = b"\1" * length
        yield Passage(
            first=(mine.spans[at][0], mine.spans[at + length - 1][1]),
            second=(theirs.spans[other][0], theirs.spans[other + length - 1][1]),
            syllables=length,
        )
        at += length


def _common(mine: Sequence[str], at: int, theirs: Sequence[str], other: int, used: bytearray) -> int:
    """Return how many syllables agree from here on, as far as the second text's are still unused."""
    most = min(len(mine) - at, len(theirs) - other)
    for length in range(most):
        if used[other + length] or mine[at + length] != theirs[other + length]:
            return length
    return most


def _candidates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return pairs of indices, in order, whose signatures agree in a band and in a tenth of all rows."""
    signatures = _signatures(_telling(_hashed(texts)))
    alive = np.nonzero(signatures[:, 0] != _EMPTY)[0]
    pairs: Indices = np.empty(0, np.int64)
    for band in range(BANDS):
        keys = signatures[alive, band * ROWS].astype(np.uint64) << np.uint64(32)
        keys |= signatures[alive, band * ROWS + 1].astype(np.uint64)
        pairs = np.union1d(pairs, _pairs_of_equal(keys, alive, len(texts)))
    first, second = np.divmod(pairs, max(1, len(texts)))
    close: list[tuple[int, int]] = []
    for start in range(0, len(pairs), 1 << 14):
        part = slice(start, start + (1 << 14))
        agreeing = (signatures[first[part]] == signatures[second[part]]).sum(axis=1)
        near = agreeing * 10 >= BANDS * ROWS
        close += zip(first[part][near].tolist(), second[part][near].tolist(), strict=True)
    return close


def _pairs_of_equal(keys: Words, owners: Indices, count: int) -> Indices:
    """Return all pairs of owners with the same key, each as one number: first · count + second."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    found = []
    step = 1
    while step < len(keys):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        found.append(owners[:-step][same] * count + owners[step:][same])
        step += 1
    return np.concatenate(found) if found else np.empty(0, np.int64)


def _hashed(texts: Sequence[str]) -> list[Words]:
    """Return the hashes of each text's shingles."""
    known: dict[str, int] = {}
    folded: dict[str, int] = {}
    multiplier = np.uint64(0x9E3779B97F4A7C15)
    out = []
    for text in texts:
        words = _SYLLABLE.findall(text)
        for word in words:
            if word not in known:
                key = spelling_key(word)
                if key not in folded:
                    folded[key] = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
                known[word] = folded[key]
        values = np.fromiter((known[word] for word in words), np.uint64, len(words))
        count = max(0, len(words) - WIDTH + 1)
        shingles: Words = np.zeros(count, np.uint64)
        for offset in range(WIDTH):
            shingles = (shingles ^ values[offset : offset + count]) * multiplier
            shingles ^= shingles >> np.uint64(29)
        out.append(np.unique(shingles))
    return out


def _telling(hashed: list[Words]) -> list[Words]:
    """Leave out shingles that very many texts have."""
    if not hashed:
        return []
    values, counts = np.unique(np.concatenate(hashed), return_counts=True)
    common = values[counts > max(8, len(hashed) // _COMMON)]
    return [shingles[~np.isin(shingles, common)] for shingles in hashed] if len(common) else hashed


def _signatures(hashed: list[Words]) -> NDArray[np.uint32]:
    """Return the MinHash signature of each text: for each of many hash functions the least value."""
    functions = [
        blake2b(f"minhash {index}".encode(), digest_size=16).digest() for index in range(BANDS * ROWS)
    ]
    factors = np.array([int.from_bytes(key[:8], "big") | 1 for key in functions], np.uint64)
    added = np.array([int.from_bytes(key[8:], "big") for key in functions], np.uint64)
    out = np.full((len(hashed), BANDS * ROWS), _EMPTY, np.uint32)
    for index, shingles in enumerate(hashed):
        if len(shingles):
            mixed = (shingles[:, None] * factors + added) >> np.uint64(32)
            out[index] = mixed.min(axis=0)
    return out
