"""What the numbers keep back. Pure: no database, no page.

Nothing under ten is published, nor anything from which a figure under ten could be worked out. Where a page of the wall shows
an attribute of every piece (month, phrase, language), that is all there is to do. A country stands on no page, so somebody
could watch its figure while one piece arrives or leaves, and could add pieces to bring it to the point where one more tells.
Against that: tens, long steps and chance (docs/decisions/0015-numbers-that-tell-of-nobody.md).
"""

import secrets
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

SMALLEST = 10
Key = TypeVar("Key", bound=Hashable)
Draw = Callable[[int], int]  # n -> one of 0 … n-1, each as likely


def withheld(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """The cells of one table, None where a figure is kept back.

    Kept back are those under ten; and, since the total is public, the smallest of the others as long as all that is
    kept back comes to less than ten together.
    """
    hidden = {key for key, count in cells.items() if count < SMALLEST}
    others = sorted((key for key in cells if key not in hidden), key=cells.__getitem__)
    while hidden and others and sum(cells[key] for key in hidden) < SMALLEST:
        hidden.add(others.pop(0))
    return {key: None if key in hidden else count for key, count in cells.items()}


def moved(
    published: Mapping[str, int], now: Mapping[str, int], draw: Draw = secrets.randbelow
) -> dict[str, int]:
    """The next figures of countries, in tens: each as it was, unless it is now 10 to 19 away, by chance, or more."""
    following = {}
    for country in sorted({*published, *now}):
        before, count = published.get(country, 0), now.get(country, 0)
        is_moving = abs(count - before) >= SMALLEST + draw(SMALLEST)
        following[country] = _in_tens(count, draw) if is_moving else before
    return {country: figure for country, figure in following.items() if figure}


def kept_back(
    published: Mapping[str, int], now: Mapping[str, int], draw: Draw = secrets.randbelow
) -> set[str]:
    """The smallest published figures that must not be shown, so that those without one are ten to nineteen or more.

    `now` holds everybody, those who said no country under "". They have no figure, so they hide the others.
    """
    hidden = sum(count for country, count in now.items() if country not in published)
    needed, kept = SMALLEST + draw(SMALLEST), set()
    for country in sorted(published, key=lambda country: (published[country], country)):
        if hidden >= needed:
            break
        kept.add(country)
        hidden += now.get(country, 0)
    return kept


def _in_tens(count: int, draw: Draw) -> int:
    """Up or down by chance, as near as it is: 17 is 20 seven times of ten. 0 where it is under ten."""
    if count < SMALLEST:
        return 0
    tens, rest = divmod(count, 10)
    return 10 * (tens + (draw(10) < rest))
