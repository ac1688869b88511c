from __future__ import annotations

import random
import unicodedata
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuguong.contest import near_duplicates
from neuguong.contest.near_duplicates import Passage, compare, find
from neuguong.text import spelling_key

WORDS = (
    "cô",
    "giáo",
    "thủy",
    "vượt",
    "suối",
    "hòa",
    "mình",
    "học",
    "trò",
    "bản",
    "xa",
    "đến",
    "trường",
    "bếp",
)


def running(seed: int, count: int = 300) -> list[str]:
    chance = random.Random(seed)  # noqa: S311
    return [
        f"{chance.choice(WORDS)}{chance.choice('aăâeêioôơuưy')}{chance.randrange(30)}" for _ in range(count)
    ]


def test_copied_passage_is_shown_in_both_originals() -> None:
    first = "Sáng nay, cô Thủy vượt suối Hoà Bình đến trường. Hết."
    second = "– Người ta kể: “CÔ THUỶ vượt suối Hòa Bình – đến trường”…"
    overlap = compare(("a", first), ("b", second))
    assert [(first[slice(*p.first)], second[slice(*p.second)], p.syllables) for p in overlap.passages] == [
        ("cô Thủy vượt suối Hoà Bình đến trường", "CÔ THUỶ vượt suối Hòa Bình – đến trường", 8)
    ]
    assert (overlap.jaccard, overlap.containment) == (Fraction(6, 6 + 3 + 3), Fraction(6, 9))


def test_decomposed_text_is_the_same_text() -> None:
    text = "cô Thủy vượt suối Hoà Bình đến trường"
    decomposed = unicodedata.normalize("NFD", text)
    overlap = compare(("a", text), ("b", decomposed))
    assert overlap.jaccard == 1
    assert overlap.passages == (Passage(first=(0, len(text)), second=(0, len(decomposed)), syllables=8),)


def test_passages_that_changed_places_are_both_found() -> None:
    one, two = "một hai ba bốn năm", "sáu bảy tám chín mười"
    overlap = compare(("a", f"{one} {two}"), ("b", f"{two} {one}"))
    assert [(p.first, p.second, p.syllables) for p in overlap.passages] == [
        ((0, 18), (22, 40), 5),
        ((19, 40), (0, 21), 5),
    ]


@pytest.mark.parametrize("text", ["", "một", "một hai", " … !"])
def test_text_without_three_syllables_overlaps_with_nothing(text: str) -> None:
    assert find([("a", text), ("b", text), ("c", "một hai ba")]) == ()


TEXTS = st.lists(st.sampled_from(["hòa", "hoà", "Mai", "đi", "xa", ", ", ".\n"]), max_size=25).map(" ".join)


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_comparison_is_symmetric_and_passages_really_match(one: str, other: str) -> None:
    overlap = compare(("a", one), ("b", other))
    assert compare(("b", other), ("a", one)) == overlap
    used: list[range] = []
    last = 0
    for passage in overlap.passages:
        mine, theirs = one[slice(*passage.first)], other[slice(*passage.second)]
        assert syllables(mine) == syllables(theirs)
        assert len(syllables(mine)) == passage.syllables >= 3
        assert passage.first[0] >= last
        last = passage.first[1]
        assert not any(set(range(*passage.second)) & set(taken) for taken in used)
        used.append(range(*passage.second))
    assert bool(overlap.passages) == bool(overlap.containment)
    assert 0 <= overlap.jaccard <= overlap.containment <= 1


def syllables(text: str) -> list[str]:
    return [spelling_key(word) for word in "".join(c if c.isalnum() else " " for c in text).split()]


def mixed(one: list[str], other: list[str], share: float, *, in_one_piece: bool) -> str:
    count = int(len(one) * share)
    if in_one_piece:
        return " ".join([*one[:count], *other[count:]])
    kept = set(random.Random(1).sample(range(len(one)), count))  # noqa: S311
    return " ".join(one[n] if n in kept else other[n] for n in range(len(one)))


@pytest.mark.parametrize("in_one_piece", [True, False])
def test_copies_are_found_among_many_and_nothing_else_is(in_one_piece: bool) -> None:
    texts = {f"t{n:03}": " ".join(running(n)) for n in range(200)}
    planted = set()
    for n, share in enumerate([0.7, 0.75, 0.8, 0.9, 0.95, 1.0]):
        copy = f"c{n}"
        texts[copy] = mixed(running(n * 7), running(1000 + n), share, in_one_piece=in_one_piece)
        planted.add((copy, f"t{n * 7:03}"))
    assert {(o.first, o.second) for o in find(texts.items())} == planted


def test_short_copy_in_a_long_text_is_found() -> None:
    long = running(1, 900)
    (found,) = find(
        [("new", " ".join(long[300:600])), ("other", " ".join(running(2)))], [("old", " ".join(long))]
    )
    assert (found.first, found.second, found.containment) == ("new", "old", Fraction(1))


def test_old_texts_are_not_compared_with_each_other() -> None:
    text = " ".join(running(1))
    assert find([], [("x", text), ("y", text)]) == ()
    assert [(o.first, o.second) for o in find([("z", text)], [("x", text), ("y", text)])] == [
        ("x", "z"),
        ("y", "z"),
    ]


def test_turn_of_phrase_of_everybody_is_no_copy() -> None:
    phrase = " ".join(running(5, 150))
    texts = [(f"t{n:03}", " ".join([phrase, *running(n, 150)])) for n in range(40)]
    assert find(texts) == ()


def test_order_of_texts_changes_nothing() -> None:
    texts = [(f"t{n}", mixed(running(n // 2), running(50 + n), 0.8, in_one_piece=True)) for n in range(20)]
    assert find(texts[::-1]) == find(texts) != ()


def test_signatures_are_the_same_on_every_machine() -> None:
    hashed = near_duplicates._hashed(["một hai ba bốn"])
    signature = near_duplicates._signatures(hashed)[0]
    assert signature[:3].tolist() == [75488796, 1874174909, 1841155769]
