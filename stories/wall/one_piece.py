"""What stands between masthead and foot of the page of one piece: the view's own template, made once for each sort of piece,
filled with a row. Nothing of a piece is remembered.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from metoo_wall.ready import corrections, standing
from metoo_wall.ready.holes import Frame, hole
from stories.models.public import (
    CLOTHS,
    Detail,
    Kind,
    cut_of,
    month_name_of,
    new_public_id,
    note_of,
    number_of,
)
from stories.wall.at_once import Furniture
from stories.wall.choosing import HEAVY_IN_A_ROW, Choice
from stories.wall.rows import Around, One, around

MOST = 500  # parts that are remembered, for some seconds
LEFT_OUT = "[…]"
OF_PHRASE = ("language", "direction", "tag")
ANYBODY = (
    new_public_id()
)  # stands for every public id in a frame: nobody outside of this process knows it


@dataclass
class Room:
    """What the pages of pieces share in one language, for some seconds."""

    furniture: Furniture = field(default_factory=Furniture)
    parts: dict[tuple, object] = field(default_factory=dict)

    def once(self, make: Callable, *what):
        key = (make, *what)
        made = self.parts.get(key)
        if made is None:
            if len(self.parts) >= MOST:
                self.parts.clear()
            made = self.parts[key] = make(self, *what)
        return made


def content(room: Room, piece: One, choice: Choice, heavy: int) -> str:
    near = around(piece, room.furniture.wish(choice))
    warnings = tuple(pk for pk in room.furniture.warnings if pk in near.warnings)
    following = _following(room, piece, near, choice, heavy)
    query = choice.query()
    given = {
        "id": piece.public_id,
        "month": room.once(_month, piece.month),
        "talk": _talk(room, choice.country, warnings),
        "onward": escape(query),
        "wall": room.furniture.here + escape(query),
        "next": escape(following),
        "gentler": escape(_gentler(room, near, choice)),
    }
    if piece.kind == Kind.BARE:
        given["cut"] = cut_of(piece.public_id)
        frame = room.once(_bare, piece.phrase_id, bool(piece.takes_support), bool(following))
    else:
        given |= _of_letter(room, piece, warnings)
        frame = _letter_frame(room, piece, warnings, bool(following))
    return frame.fill(given)


def _letter_frame(room: Room, piece: One, warnings: tuple[int, ...], is_followed: bool) -> Frame:
    return room.once(
        _letter,
        bool(warnings),
        piece.phrase_id is not None,
        bool(piece.afterword),
        LEFT_OUT in piece.html or LEFT_OUT in piece.afterword,
        bool(piece.takes_support),
        is_followed,
    )


def _of_letter(room: Room, piece: One, warnings: tuple[int, ...]) -> dict[str, str]:
    said = {
        "before": room.once(_before, warnings, piece.detail, piece.reading_minutes, piece.language),
        "cloth": str(number_of(piece.public_id) % CLOTHS + 1),
        "language": escape(piece.language),
        "body": piece.html,
        "name": escape(piece.name or _("Anonymous")),
    }
    if piece.afterword:
        said["afterword"] = piece.afterword_html
        said["afterword_month"] = room.once(_month, piece.afterword_month or 0)
    if piece.phrase_id is not None:
        phrase = room.furniture.phrases[piece.phrase_id]
        said |= {f"phrase_{name}": escape(getattr(phrase, name)) for name in OF_PHRASE}
    return said


def _following(room: Room, piece: One, near: Around, choice: Choice, heavy: int) -> str:
    """What `views._next_url` says."""
    if not near.following:
        return ""
    address, warnings = f"{room.furniture.here}{near.following}/", room.furniture.warnings
    if piece.detail != Detail.GRAPHIC and not any(warnings[pk].is_heavy for pk in near.warnings):
        return address + choice.query()
    if heavy >= HEAVY_IN_A_ROW:
        return reverse("wall:rest", args=[piece.public_id]) + choice.query()
    return address + choice.query(heavy=str(heavy))


def _gentler(room: Room, near: Around, choice: Choice) -> str:
    here = room.furniture.here
    if not near.gentler:
        return here + choice.only_phrases().query()
    return f"{here}{near.gentler}/{choice.query()}"


def _talk(room: Room, country: str, warnings: tuple[int, ...]) -> str:
    """Helplines, until something about help is corrected, or the minute ends."""
    if country or settings.DEFAULT_COUNTRY:
        return room.once(_talk_of, country, warnings, corrections.count(), standing.minute())
    return room.once(_talk_of, "", (), 0, 0)


def _talk_of(room: Room, country: str, warnings: tuple[int, ...], _count: int, _minute: int) -> str:
    slugs = [room.furniture.warnings[pk].slug for pk in warnings]
    said = {"country": country, "story": {"warning_slugs": slugs}}
    return render_to_string("stories/_talk.html", said)


def _before(room: Room, warnings: tuple[int, ...], detail: str, minutes: int, language: str) -> str:
    story = {
        "speaks_of": [room.furniture.warnings[pk] for pk in warnings],
        "detail": detail,
        "get_detail_display": Detail(detail).label if detail else "",
        "reading_minutes": minutes,
        "language_note": note_of(language),
    }
    return render_to_string("stories/_before.html", {"story": story})


def _month(_room: Room, month: int) -> str:
    return escape(month_name_of(month)) if month else ""


def _bare(room: Room, phrase_id: int, takes_support: bool, is_followed: bool) -> Frame:
    phrase = room.furniture.phrases[phrase_id]
    return _frame(
        is_followed, kind=Kind.BARE, phrase=phrase, cut=hole("cut"), takes_support=takes_support
    )


def _letter(
    _room: Room, has_warnings: bool, has_phrase: bool, has_afterword: bool, is_cut: bool,
    takes_support: bool, is_followed: bool,
) -> Frame:  # fmt: skip
    return _frame(
        is_followed,
        kind=Kind.STORY,
        cloth=hole("cloth"),
        speaks_of=has_warnings,
        language=hole("language"),
        body=hole("body") + (LEFT_OUT if is_cut else ""),
        afterword="said" if has_afterword else "",
        afterword_body=hole("afterword"),
        afterword_month_name=hole("afterword_month"),
        shown_name=hole("name"),
        phrase={name: hole(f"phrase_{name}") for name in OF_PHRASE} if has_phrase else None,
        takes_support=takes_support,
    )


def _frame(is_followed: bool, **said) -> Frame:
    """The template of a piece's page, about a piece of which only the holes are known."""
    context = {
        "story": said | {"public_id": ANYBODY, "month_name": hole("month")},
        "before": hole("before"),
        "talk": hole("talk"),
        "onward": hole("onward"),
        "wall_url": hole("wall"),
        "next_url": hole("next") if is_followed else None,
        "gentler_url": hole("gentler"),
    }
    made = render_to_string("stories/_story.html", context)
    return Frame(made.replace(ANYBODY, hole("id")).replace(hole("body") + LEFT_OUT, hole("body")))
