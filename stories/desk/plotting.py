"""Small plots, drawn here as SVG shapes: no script, no style in the markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from stories.desk.waits import UsualWait

WIDTH, HEIGHT = 24, 96  # of a week's bar, and of the tallest one, in SVG units


@dataclass(frozen=True)
class Bar:
    x: int
    height: int  # nine of ten were read within this
    y: int
    middle: int  # where half were read
    label: str
    wait: UsualWait


def waits_by_week(weeks: Sequence[tuple[date, UsualWait]]) -> list[Bar]:
    """A bar a week, as tall as the wait of nine in ten, with a line at the median; one week alone is no plot."""
    if len(weeks) < 2:
        return []
    tallest = max((wait.most for _week, wait in weeks), default=1)

    def tall(hours: int) -> int:
        return max(2, round(HEIGHT * hours / tallest))

    return [
        Bar(
            x=place * (WIDTH + 8),
            height=tall(wait.most),
            y=HEIGHT - tall(wait.most),
            middle=HEIGHT - tall(wait.median),
            label=week.isoformat(),
            wait=wait,
        )
        for place, (week, wait) in enumerate(weeks)
    ]
