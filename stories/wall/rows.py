"""The rows of a page of the wall by one plain query: what `StoryQuerySet.listed` and `Choice.of` ask, without their objects;
and those of the page of one piece.

tests/stories/test_at_once.py and test_story_at_once.py compare the two.
"""

from collections.abc import Iterable
from itertools import starmap
from typing import NamedTuple

from django.db import connections

from metoo_wall.copies import nearby
from stories.models.public import BEHIND_ALL, Kind

ON_HOME = 12
ON_A_PAGE = 36  # heavier pages would not fit in 45 KiB (tests/rules/test_weight.py)
COLUMNS = (
    "s.id, s.public_id, s.kind, s.phrase_id, s.opening, s.reading_minutes, s.detail, s.language"
)
WARNINGS_FROM = "FROM stories_story_warnings w WHERE w.story_id"
WARNINGS = f"SELECT w.story_id, w.contentwarning_id {WARNINGS_FROM}"
ONE = """
    SELECT id, public_id, kind, phrase_id, name, html, reading_minutes, detail, language, month, afterword, afterword_html, afterword_month,
    takes_support FROM stories_story WHERE public_id = %s
"""
GENTLE = [f"NOT EXISTS ({WARNINGS} = s.id)", "NOT s.detail = 'graphic'"]
PLACE = """
    s.id < COALESCE((SELECT id FROM stories_story WHERE public_id = %s), (SELECT place FROM stories_gonestory WHERE public_id = %s), %s)
"""
# Of letters alone; "3,5", in no order.
SPEAKS_OF = {
    "sqlite": f"CASE WHEN s.kind = 'story' THEN (SELECT group_concat(w.contentwarning_id) {WARNINGS_FROM} = s.id) END",
    "postgresql": f"CASE WHEN s.kind = 'story' THEN (SELECT string_agg(w.contentwarning_id::text, ',') {WARNINGS_FROM} = s.id) END",
}


class Row(NamedTuple):
    id: int
    public_id: str
    kind: str
    phrase_id: int | None
    opening: str
    reading_minutes: int
    detail: str
    language: str
    speaks_of: str | None  # the ids of its warnings


class One(NamedTuple):
    """What the page of one piece needs of its row."""

    id: int
    public_id: str
    kind: str
    phrase_id: int | None
    name: str
    html: str
    reading_minutes: int
    detail: str
    language: str
    month: int
    afterword: str
    afterword_html: str
    afterword_month: int | None
    takes_support: bool


class Around(NamedTuple):
    """The ids of its warnings, in no order; the public ids of the pieces that its page leads to, "" for none."""

    warnings: tuple[int, ...]
    following: str
    gentler: str


class Wish(NamedTuple):
    """A choice in the numbers of the database."""

    kind: str = ""
    language: str = ""
    phrase_id: int | None = None
    without: tuple[int, ...] = ()


def rows(wish: Wish, after: str, most: int) -> list[Row]:
    """Newest first; those older than `after`, where that ever was."""
    connection = connections[nearby.alias()]
    conditions, values = _conditions(wish)
    if after:
        conditions.append(PLACE)
        values += after, after, BEHIND_ALL
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    columns = f"{COLUMNS}, {SPEAKS_OF[connection.vendor]}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM stories_story s {where} ORDER BY s.id DESC LIMIT {most:d}",  # noqa: S608
            values,
        )
        return list(starmap(Row, cursor.fetchall()))


def one(public_id: str) -> One | None:
    with connections[nearby.alias()].cursor() as cursor:
        cursor.execute(ONE, [public_id])
        row = cursor.fetchone()
    return One(*row) if row else None


def around(piece: One, wish: Wish) -> Around:
    """What `choosing.next_piece` and `choosing.gentler_address` find, and the warnings, in one question."""
    following, after = _newest(wish._replace(kind=wish.kind or "story"), ["s.id < %s"], [piece.id])
    quiet = wish._replace(kind="story")
    older, before = _newest(quiet, [*GENTLE, "s.id < %s"], [piece.id])
    other, beside = _newest(quiet, [*GENTLE, "s.id <> %s"], [piece.id])
    asked = (
        f"SELECT 'following', ({following}), 0 UNION ALL SELECT 'gentler', COALESCE(({older}), ({other})), 0 "
        f"UNION ALL SELECT 'warning', '', w.contentwarning_id {WARNINGS_FROM} = %s"
    )
    with connections[nearby.alias()].cursor() as cursor:
        cursor.execute(asked, [*after, *before, *beside, piece.id])
        said = cursor.fetchall()
    found = {what: public_id or "" for what, public_id, _warning in said}
    warnings = tuple(warning for what, _id, warning in said if what == "warning")
    return Around(warnings, found["following"], found["gentler"])


def _newest(wish: Wish, more: list[str], values: list[int]) -> tuple[str, list]:
    conditions, wished = _conditions(wish)
    where = " AND ".join(conditions + more)
    newest = f"SELECT s.public_id FROM stories_story s WHERE {where} ORDER BY s.id DESC LIMIT 1"  # noqa: S608
    return newest, wished + values


def _conditions(wish: Wish) -> tuple[list[str], list]:
    conditions, values = [], []
    if wish.kind:
        conditions.append(
            f"s.kind = '{Kind(wish.kind).value}'"
        )  # said outright, for partial indexes
    if wish.language:
        conditions.append("s.language = %s AND NOT s.language = ''")
        values.append(wish.language)
    if wish.phrase_id is not None:
        conditions.append("s.phrase_id = %s")
        values.append(wish.phrase_id)
    if wish.without:
        conditions.append(
            f"NOT EXISTS ({WARNINGS} = s.id AND w.contentwarning_id IN ({_marks(wish.without)}))"
        )
        values += wish.without
    return conditions, values


def _marks(values: Iterable) -> str:
    return ", ".join("%s" for _value in values)
