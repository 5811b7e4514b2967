"""Likeness of texts: what is measured in docs/floods.md, and what may never happen."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.text.likeness import FEW, MOST, OWN, fold
from tests.stories.flood_texts import (
    BESIDE,
    CHANGES,
    FLOODS,
    HONEST,
    PARAGRAPHS,
    SEEN,
    SHORT_FLOODS,
    varied,
)
from tests.stories.measure_likeness import KEY, measure

UNSEEN = tuple(name for name in FLOODS if name not in SEEN)


def meet(one: str, other: str) -> bool:
    """Whether the second would be found beside the first, and be near it."""
    a, b = fold(one), fold(other)
    return a.is_near(b) and not set(a.bands(KEY)).isdisjoint(b.bands(KEY))


@pytest.mark.parametrize("names", [SEEN, UNSEEN], ids=["seen", "unseen"])
def test_floods_are_found_and_no_honest_line_is_among_them(names):
    measured = measure(names)

    assert measured.honest_in_floods == 0
    assert measured.honest_together == 0
    assert measured.right == 1.0
    assert measured.found >= 0.90
    assert measured.rows <= 2.5


@pytest.mark.parametrize("name", FLOODS)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_kind_of_change_leaves_most_of_a_flood_together(name, change):
    chance = random.Random(3)
    base = FLOODS[name]

    together = sum(meet(base, change(base, chance)) for _n in range(20))

    assert together >= 14


@pytest.mark.parametrize("flood", [*FLOODS.values(), *SHORT_FLOODS])
def test_no_honest_line_is_near_any_flood(flood):
    folded = fold(flood)

    assert not [text for text in (*HONEST, *PARAGRAPHS) if fold(text).is_near(folded)]


@pytest.mark.parametrize("own", BESIDE)
def test_a_sentence_of_somebodys_own_beside_a_pasted_text_keeps_it_apart(own):
    pasted = FLOODS["en-chain"]

    assert not fold(f"{pasted} {own}").is_near(fold(pasted))
    assert not fold(pasted).is_near(fold(f"{own} {pasted}"))
    half = len(pasted) // 2
    assert not fold(pasted[:half] + own + pasted[half:]).is_near(fold(pasted))


def test_a_piece_of_somebodys_own_is_measured_to_the_letter():
    base, piece = FLOODS["en-advert"], "qzxwvkjqzxwvkjqz"

    assert fold(base + piece[:OWN]).is_near(fold(base))
    assert not fold(base + piece[: OWN + 1]).is_near(fold(base))
    assert fold(base[:90] + piece[:OWN] + base[90:]).is_near(fold(base))
    assert not fold(base[:90] + piece[: OWN + 1] + base[90:]).is_near(fold(base))


def test_a_short_line_is_near_its_own_words_only():
    assert meet("You are all liars 😂😂😂", "you are  all LIARS! 😂")
    assert not meet("I was 16 when it happened.", "I was 14 when it happened.")
    assert not meet("Me too ❤️", "Me too 🖕")
    assert not fold("Me too.").is_near(fold("Me to."))


def test_what_has_no_letters_is_compared_as_it_is():
    assert fold("🔥🔥").is_near(fold("🔥"))
    assert not fold("🔥").is_near(fold("🕯"))
    assert not fold("...").is_near(fold("!!!"))


def test_a_long_text_is_found_by_its_bands_too():
    long = " ".join((*PARAGRAPHS, *FLOODS.values()))
    chance = random.Random(5)

    assert len(fold(long).all_runs) > 3 * MOST
    assert all(meet(long, varied(long, chance)) for _n in range(3))


def test_numbers_say_nothing_without_their_key():
    text = fold(FLOODS["en-advert"])

    assert text.bands(KEY) == text.bands(KEY)
    assert set(text.bands(KEY)).isdisjoint(text.bands(b"another key of thirty-two bytes."))
    assert text.same(KEY) != text.same(b"another key of thirty-two bytes.")


def test_an_ideograph_weighs_as_much_as_a_short_word():
    assert fold("我" * (FEW // 3 + 1)).is_few is False
    assert fold("o" * (FEW - 1)).is_few is True


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared_the_same_both_ways(one, other):
    a, b = fold(one), fold(other)

    assert a.is_near(b) == b.is_near(a)
    assert a.is_near(fold(one))
    assert all(0 <= number < 2**63 for number in a.bands(KEY))
