"""A chorus: many phrases in a row are one band across the quilt. Each stays a piece of its own, with its own link."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from stories.models.public import Kind, Story

MANY = 6
FULL_ROWS = (
    12  # the quilt has 2, 3, 4 or 6 columns: twelve pieces end on a full row in each of them
)


@dataclass(frozen=True)
class Band:
    is_chorus: bool
    stories: list[Story] = field(default_factory=list)


def page(found: Sequence[Story], most: int) -> tuple[list[Band], bool]:
    """The bands of one page with so many pieces at most, and whether others follow. Never less than full rows."""
    shown = found[:most]
    if len(found) <= most:
        return bands(shown), False
    made = whole(bands(shown))
    if sum(len(band.stories) for band in made) < FULL_ROWS:
        made = [Band(False, shown[:FULL_ROWS])]
    return made, True


def bands(stories: Sequence[Story]) -> list[Band]:
    """The same pieces in the same order. A chorus begins after full rows, so that no place stays empty before it."""
    made = [Band(is_chorus=False)]
    place = 0
    while place < len(stories):
        quilt = made[-1].stories
        run = [] if len(quilt) % FULL_ROWS else _phrases(stories[place:])
        if len(run) >= MANY:
            made += [Band(True, run), Band(False)]
        else:
            run = [stories[place]]
            quilt.extend(run)
        place += len(run)
    return [band for band in made if band.stories]


def whole(made: list[Band]) -> list[Band]:
    """Without the pieces of a last row that is not full; the next page begins with them."""
    last = made[-1]
    kept = len(last.stories) - len(last.stories) % FULL_ROWS
    if last.is_chorus or kept == len(last.stories) or (kept == 0 and len(made) == 1):
        return made
    return [*made[:-1], *([Band(False, last.stories[:kept])] if kept else [])]


def _phrases(stories: Sequence[Story]) -> list[Story]:
    return list(takewhile(lambda story: story.kind == Kind.BARE, stories))
