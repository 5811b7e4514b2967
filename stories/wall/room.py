"""How many pieces a page of the wall has room for: page, style sheet and script are 45 KiB in all (tests/rules/test_weight.py).

A choice stands in every link, so a long one leaves less room for pieces. What is counted is never less than what is
sent, and both makers of the page count alike: the template, and at_once.py.
"""

from collections.abc import Iterable
from html import escape
from itertools import accumulate

from metoo_wall.places import listed
from stories.models.public import Story
from stories.wall.chorus import FULL_ROWS
from stories.wall.rows import ON_A_PAGE

# Bytes.
FOR_PIECES = 17_250  # 45 KiB without the two files and a page that has no pieces
A_PIECE = 262  # without its words and the choice, in the language that takes most
SPEAKING = " " * 60  # what stands around a list of warnings
LINKS = 14  # that carry the choice, beside those of the pieces


def fitting(faces: Iterable[str], onward: str) -> int:
    """How many of these pieces fit, and never less than full rows. `faces` and `onward`: as they stand in HTML."""
    room = FOR_PIECES - LINKS * len(onward)
    piece = A_PIECE + len(onward)
    weights = accumulate(piece + len(face.encode()) for face in faces)
    return min(max(sum(weight <= room for weight in weights), FULL_ROWS), ON_A_PAGE)


def face_of(story: Story) -> str:
    """What differs between two letters of the wall: what they speak of, or their first words."""
    return face(escape(listed(w.short for w in story.speaks_of)), story.opening)


def face(speaks: str, opening: str) -> str:
    return f"{SPEAKING}{speaks}" if speaks else escape(opening)
