"""Many rows of one table by one statement, each like one row that the model has made, but for what is its own."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


class Like:
    """`insert` writes rows that have everything from `row`, an instance that was never saved, but for the fields named."""

    def __init__(self, row: Model, *own: str) -> None:
        meta = row._meta
        rest = [f for f in meta.concrete_fields if f.name not in own and not f.primary_key]
        self._own = [meta.get_field(name) for name in own]
        self._shared = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in rest]
        self._place = f"({', '.join(['%s'] * (len(own) + len(rest)))})"
        columns = ", ".join(_quoted(f.column) for f in (*self._own, *rest))
        self._into = f"INSERT INTO {_quoted(meta.db_table)} ({columns}) VALUES "  # noqa: S608

    def insert(self, rows: Sequence[tuple]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(self._statement(rows), self._values(rows))

    def insert_new(self, rows: Sequence[tuple]) -> set[bytes]:
        """Leaves out each whose first own field, unique and of bytes, is there already; returns those that were written."""
        unique = _quoted(self._own[0].column)
        ending = f" ON CONFLICT ({unique}) DO NOTHING RETURNING {unique}"
        with connection.cursor() as cursor:
            cursor.execute(self._statement(rows) + ending, self._values(rows))
            return {bytes(value) for (value,) in cursor.fetchall()}

    def _statement(self, rows: Sequence[tuple]) -> str:
        return self._into + ", ".join([self._place] * len(rows))

    def _values(self, rows: Sequence[tuple]) -> list[Any]:
        values: list[Any] = []
        for row in rows:
            values += [
                field.get_db_prep_save(value, connection)
                for field, value in zip(self._own, row, strict=True)
            ]
            values += self._shared
        return values


def found(model: type[Model], field: str, values: Sequence[bytes]) -> set[bytes]:
    """Which of some bytes stand in a unique column. As the ORM would ask, without the time that it takes to put the question."""
    column, table = _quoted(model._meta.get_field(field).column), _quoted(model._meta.db_table)
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} IN ({places})", list(values))  # noqa: S608
        return {bytes(value) for (value,) in cursor.fetchall()}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
