"""Numbers sewn: a plot is a few strips of cloth, each cut into pieces that stand for so many people.

Only places and lengths are worked out here; colours and threads are in numbers.css. A piece is 40 units wide and high, and all
places are whole numbers: they are short to send.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, islice

PIECES = 20  # at most in a strip
STRIPS = 12  # at most in a plot: the table has the rest
PIECE, SEAM, THREAD = 40, 1, 7  # the seam and the thread: so far inside the edge
# The twelve cloths of the quilt, so that two that look alike do not meet.
ORDER = (3, 1, 8, 11, 6, 5, 4, 10, 2, 9, 7, 12)
ROW, BASELINE, CLOTH = (
    3.5,
    1.1,
    1.5,
)  # rem: a strip with its name, the name's line, where the cloth begins


@dataclass(frozen=True)
class Patch:
    """All pieces of one cloth in a strip: their outlines, and the threads that hold them."""

    cloth: int
    pieces: str
    threads: str


@dataclass(frozen=True)
class Strip:
    label: str
    language: str
    name_at: str
    cloth_at: str
    patches: tuple[Patch, ...]


@dataclass(frozen=True)
class Plot:
    strips: tuple[Strip, ...]
    each: int  # so many people a piece
    height: str
    piece: int = PIECE
    length: int = PIECES * PIECE


def sew(rows: Sequence[tuple[str, str, int]], *, mirrored: bool = False) -> Plot | None:
    """Rows are (label, its language, count); None where there is nothing to draw.

    `mirrored`: strips begin at the right, for languages that do.
    """
    rows = rows[:STRIPS]
    if not rows:
        return None
    each = people_for_a_piece(max(count for *_name, count in rows))
    strips = tuple(
        Strip(label, language, *_places(place), _patches(count / each, place, mirrored))
        for place, (label, language, count) in enumerate(rows)
    )
    return Plot(strips, each, f"{ROW * len(rows):g}rem")


def people_for_a_piece(largest: int) -> int:
    """1, 2, 5, 10, 20, 50…: the least that lets the longest strip have at most twenty pieces."""
    each = 1
    for step in cycle((2, 2.5, 2)):
        if largest <= each * PIECES:
            return each
        each = int(each * step)
    raise AssertionError


def _places(place: int) -> tuple[str, str]:
    return f"{place * ROW + BASELINE:g}rem", f"{place * ROW + CLOTH:g}rem"


def _patches(pieces: float, place: int, mirrored: bool) -> tuple[Patch, ...]:
    """The last piece is cut where the count ends, and never to nothing."""
    whole = int(pieces)
    widths = [1.0] * whole + [max(pieces - whole, 0.15)] * (pieces > whole)
    cloths = islice(cycle(ORDER), place * 5, None)
    cut: dict[int, list[tuple[int, int]]] = {}
    for number, (width, cloth) in enumerate(zip(widths, cloths, strict=False)):
        begin = PIECES - number - width if mirrored else number
        cut.setdefault(cloth, []).append((round(PIECE * begin), round(PIECE * width)))
    return tuple(
        Patch(cloth, _outlines(cuts, SEAM), _outlines(cuts, THREAD)) for cloth, cuts in cut.items()
    )


def _outlines(cuts: list[tuple[int, int]], inside: int) -> str:
    """A rectangle for each piece, so far inside its edges; none where it is too narrow."""
    high = PIECE - 2 * inside
    return "".join(
        f"M{begin + inside} {inside}h{width - 2 * inside}v{high}H{begin + inside}z"
        for begin, width in cuts
        if width > 2 * inside
    )
