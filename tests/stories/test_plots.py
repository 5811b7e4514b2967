import itertools
import re

import pytest

from stories.wall.plots import PIECES, STRIPS, people_for_a_piece, sew


def lengths(strip) -> list[tuple[float, float]]:
    """Where each piece begins, and how wide it is."""
    found = [re.findall(r"M(\d+) \d+h(\d+)", patch.pieces) for patch in strip.patches]
    return sorted((float(begin), float(width)) for pieces in found for begin, width in pieces)


@pytest.mark.parametrize(
    ("largest", "each"),
    [(10, 1), (20, 1), (21, 2), (41, 5), (100, 5), (101, 10), (2_000, 100), (10_000_000, 500_000)],
)
def test_a_piece_stands_for_a_round_number_of_people(largest, each):
    assert people_for_a_piece(largest) == each


def test_no_rows_are_no_plot():
    assert sew([]) is None


@pytest.mark.parametrize("largest", [10, 19, 20, 21, 999, 12_345_678])
def test_a_strip_is_as_long_as_its_count(largest):
    plot = sew([("a", "", largest), ("b", "", 10)])

    for strip, count in zip(plot.strips, (largest, 10), strict=True):
        wanted = count / plot.each
        pieces = lengths(strip)
        assert len(pieces) == -(-count // plot.each) <= PIECES
        begin, width = pieces[-1]
        assert begin + width == pytest.approx(max(wanted, 0.15) * 40, abs=7)


def test_neighbours_are_of_different_cloth():
    (strip,) = sew([("a", "", 20)]).strips

    cloth_at = {
        begin: patch.cloth
        for patch in strip.patches
        for begin in map(float, re.findall(r"M(\d+) ", patch.pieces))
    }
    row = [cloth_at[begin] for begin in sorted(cloth_at)]
    assert len(row) == 20
    assert all(one != other for one, other in itertools.pairwise(row))


def test_strips_begin_at_the_right_where_reading_does():
    (strip,) = sew([("a", "ar", 13)], mirrored=True).strips

    pieces = lengths(strip)

    assert len(pieces) == 13
    begin, width = pieces[-1]
    assert begin + width == pytest.approx(PIECES * 40, abs=1)


def test_only_the_first_dozen_is_drawn():
    assert len(sew([("a", "", 50)] * 40).strips) == STRIPS
