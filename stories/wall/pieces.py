"""The pieces of the quilt, joined from what their template made once: one frame for each phrase, a few for letters.

What differs between two letters is a hole; all of it is words that come again and again, but the id and the opening.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property

from metoo_wall.places import listed
from metoo_wall.ready.holes import Frame, hole
from stories.models.public import (
    ContentWarning,
    Detail,
    Kind,
    Phrase,
    cut_of,
    note_of,
)
from stories.wall import chorus, room
from stories.wall.rows import Row

MOST = 2000  # lists of warnings that are remembered


@dataclass
class Pieces:
    """Of one language of the pages; made in it, and used in it."""

    phrases: Mapping[int, Phrase]
    warnings: Mapping[int, ContentWarning]  # in their order
    _said: dict = field(default_factory=dict)

    @cached_property
    def address(self) -> str:
        """Of every piece, up to its id."""
        return reverse("wall:stories")

    @cached_property
    def details(self) -> dict[str, str]:
        return {"": ""} | {value: escape(str(label)) for value, label in Detail.choices}

    def sew(self, bands: Iterable[chorus.Band], onward: str) -> str:
        """`onward`: the query of every link, as it stands in HTML."""
        return "".join(
            self._once(_band, band.is_chorus).fill({"pieces": self.joined(band.stories, onward)})
            for band in bands
        )

    def joined(self, found: Iterable[Row], onward: str) -> str:
        return "".join([self._piece(row, onward) for row in found])

    def face(self, row: Row) -> str:
        """As `room.face_of` says it of a story."""
        if row.kind == Kind.BARE:
            return ""
        return room.face(self._once(_speaks, row.speaks_of), row.opening)

    def _piece(self, row: Row, onward: str) -> str:
        given = {
            "cut": cut_of(row.public_id),
            "address": f"{self.address}{row.public_id}/",
            "onward": onward,
        }
        if row.kind == Kind.BARE:
            return self._once(_bare, row.phrase_id).fill(given)
        note = self._once(_note, row.language)
        frame = self._once(_letter, (bool(row.speaks_of), bool(note), row.reading_minutes))
        given |= {"note": note, "detail": self.details[row.detail]}
        if row.speaks_of:
            given["speaks"] = self._once(_speaks, row.speaks_of)
        else:
            given |= {"language": escape(row.language), "opening": escape(row.opening)}
        return frame.fill(given)

    def _once(self, make, what):
        key = (make, what)
        made = self._said.get(key)
        if made is None:
            if len(self._said) > MOST:
                self._said.clear()
            made = self._said[key] = make(self, what)
        return made


def _band(_pieces: Pieces, is_chorus: bool) -> Frame:
    said = {"band": chorus.Band(is_chorus), "pieces": hole("pieces")}
    return Frame(render_to_string("stories/_band.html", said))


def _bare(pieces: Pieces, phrase_id: int) -> Frame:
    return _frame(kind=Kind.BARE, phrase=pieces.phrases[phrase_id])


def _letter(_pieces: Pieces, which: tuple[bool, bool, int]) -> Frame:
    has_warnings, has_note, minutes = which
    return _frame(
        kind=Kind.STORY,
        speaks_of=[ContentWarning(short=hole("speaks"))] if has_warnings else [],
        get_detail_display=hole("detail"),
        language=hole("language"),
        opening=hole("opening"),
        reading_minutes=minutes,
        language_note=hole("note") if has_note else "",
    )


def _frame(**said) -> Frame:
    """The template of a piece, about a story of which only the holes are known."""
    story = said | {"cut": hole("cut"), "get_absolute_url": hole("address")}
    return Frame(
        render_to_string("stories/_piece.html", {"story": story, "onward": hole("onward")})
    )


def _speaks(pieces: Pieces, ids: str | None) -> str:
    spoken = set(map(int, ids.split(","))) if ids else ()
    return escape(listed(w.short for pk, w in pieces.warnings.items() if pk in spoken))


def _note(_pieces: Pieces, language: str) -> str:
    return escape(note_of(language))
