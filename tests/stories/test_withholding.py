"""What the numbers keep back: pure arithmetic, tried by chance and to the edge."""

from random import Random

import pytest

from stories.wall.withholding import SMALLEST, kept_back, moved, withheld


def never(_n: int) -> int:
    return 0


@pytest.mark.parametrize(
    ("cells", "published"),
    [
        ({}, {}),
        ({"a": 10}, {"a": 10}),
        ({"a": 9}, {"a": None}),
        ({"a": 500, "b": 40, "c": 3}, {"a": 500, "b": None, "c": None}),
        ({"a": 500, "b": 4, "c": 3}, {"a": None, "b": None, "c": None}),
        ({"a": 500, "b": 6, "c": 4}, {"a": 500, "b": None, "c": None}),
        ({"a": 500, "b": 40, "c": 0}, {"a": 500, "b": None, "c": None}),
    ],
)
def test_withheld_keeps_back_what_is_small_and_what_would_give_it_away(cells, published):
    assert withheld(cells) == published


def test_no_total_gives_away_a_figure_under_ten_by_subtraction():
    chance = Random(7)
    for _round in range(2000):
        cells = {key: chance.choice((0, 1, 5, 9, 10, 11, 60)) for key in range(chance.randrange(9))}

        shown = withheld(cells)

        rest = sum(cells.values()) - sum(count or 0 for count in shown.values())
        hidden = [key for key, count in shown.items() if count is None]
        assert all(count is None or count >= SMALLEST for count in shown.values())
        assert not hidden or hidden == list(cells) or (len(hidden) > 1 and rest >= SMALLEST)


def test_a_countrys_figure_moves_by_ten_or_more_or_not_at_all():
    chance = Random(11)
    published: dict[str, int] = {}
    now = {"FR": 0, "IS": 0, "MT": 0}
    for _month in range(3000):
        now = {c: max(0, n + chance.randrange(-14, 16)) for c, n in now.items()}

        following = moved(published, now, chance.randrange)

        for country in now:
            step = abs(following.get(country, 0) - published.get(country, 0))
            assert step == 0 or step >= 10
        assert all(figure >= 10 and figure % 10 == 0 for figure in following.values())
        published = following


def test_a_countrys_figure_stays_within_twenty_of_the_truth():
    chance = Random(13)
    published: dict[str, int] = {}
    count = 0
    for _month in range(3000):
        count = max(0, count + chance.randrange(-30, 40))

        published = moved(published, {"IS": count}, chance.randrange)

        assert abs(published.get("IS", 0) - count) < 20


@pytest.mark.parametrize("count", [*range(100, 131)])
def test_one_person_more_changes_the_chance_of_any_outcome_by_a_tenth_at_most(count):
    def outcomes(people: int) -> dict[int, int]:
        told: dict[int, int] = {}
        for first in range(10):
            for second in range(10):
                draws = iter((first, second))
                figure = moved({"IS": 110}, {"IS": people}, lambda _n: next(draws))["IS"]  # noqa: B023
                told[figure] = told.get(figure, 0) + 1
        return told

    before, after = outcomes(count), outcomes(count + 1)

    apart = sum(abs(before.get(f, 0) - after.get(f, 0)) for f in {*before, *after}) / 2
    assert apart <= 20, (before, after)


def test_those_who_said_no_country_hide_the_small_ones():
    assert kept_back({"FR": 40, "US": 200}, {"": 500, "FR": 40, "US": 200, "IS": 3}) == set()


def test_where_everybody_said_a_country_the_smallest_shown_is_kept_back_too():
    assert kept_back({"FR": 40, "US": 200}, {"FR": 40, "US": 200, "IS": 3}) == {"FR"}


def test_the_first_of_a_new_country_changes_nothing_that_is_shown():
    before = kept_back({"FR": 40, "US": 200}, {"FR": 40, "US": 200}, never)

    assert kept_back({"FR": 40, "US": 200}, {"FR": 40, "US": 200, "IS": 1}, never) == before
