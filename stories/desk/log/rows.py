"""Lines of a log as the database holds them, byte by byte, before anybody reads a meaning into them.

Two stored forms of one hour (a space or a T in the middle) mean the same to Django. Here they are two.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Max, Min

from stories.models.private import Log

NEWEST = 1
# Which columns a seal of that format covers, in order. A new column makes a new format; older seals keep theirs.
FORMATS = {
    Log.DECISIONS: {
        1: ("id", "submission", "verb", "before", "after", "reason", "by", "by_name", "decided_at"),
    },
    Log.STAFF: {1: ("id", "at", "by_name", "verb", "account_name", "detail")},
}


@dataclass(frozen=True)
class Source:
    """Where the lines of a log stand, and which column holds their hour."""

    model: str
    hour: str

    @property
    def rows(self) -> models.QuerySet:
        return apps.get_model(self.model)._base_manager.order_by("id")


SOURCES = {
    Log.DECISIONS: Source("stories.Decision", "decided_at"),
    Log.STAFF: Source("metoo_wall.StaffDecision", "at"),
}


def digests(log: str, form: int, first: int, last: int, limit: int | None = None) -> dict:
    """The id of each line from `first` to `last`, in order → 32 bytes over its columns."""
    columns = [SOURCES[log].rows.model._meta.get_field(name) for name in FORMATS[log][form]]
    return {
        values[0]: _digest(columns, values[1:])
        for values in _stored(log, columns, first, last, limit)
    }


def last_before(log: str, hour: datetime, after: int) -> int:
    """The last of the lines after `after` before which none is of that hour or later."""
    source = SOURCES[log]
    rows = source.rows.filter(id__gt=after)
    later = rows.filter(**{f"{source.hour}__gte": hour}).aggregate(first=Min("id"))["first"]
    if later is not None:
        rows = rows.filter(id__lt=later)
    return rows.aggregate(last=Max("id"))["last"] or after


def _stored(log: str, columns: list, first: int, last: int, limit: int | None) -> Iterator[tuple]:
    quote = connection.ops.quote_name
    expressions = ", ".join(_expression(column, quote(column.column)) for column in columns)
    sql = (
        f"SELECT id, {expressions} FROM {quote(SOURCES[log].rows.model._meta.db_table)} "  # noqa: S608
        "WHERE id BETWEEN %s AND %s ORDER BY 1 LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, last, limit or 2**62])
        while some := cursor.fetchmany(500):
            yield from some


def _expression(column: models.Field, name: str) -> str:
    if connection.vendor == "sqlite":  # there a value has a kind of its own
        return f"typeof({name}), CAST({name} AS BLOB)"
    if isinstance(column, models.DateTimeField):  # as SQLite writes it
        name = f"{name} AT TIME ZONE 'UTC'"
    return f"NULL, CAST({name} AS TEXT)"


def _digest(columns: list[models.Field], values: tuple) -> bytes:
    kinds, raw = values[::2], values[1::2]
    canonical = [_canonical(*each) for each in zip(columns, kinds, raw, strict=True)]
    return hashlib.sha256(json.dumps(canonical).encode()).digest()


def _canonical(column: models.Field, kind: str | None, raw: Any) -> str | None:
    if raw is None:
        return None
    text = raw if isinstance(raw, str) else raw.decode("utf-8", "surrogateescape")
    is_number = column.get_internal_type() in ("BigAutoField", "ForeignKey")
    expected = "integer" if is_number else "text"
    return text if kind in (None, expected) else f"{kind}:{text}"
