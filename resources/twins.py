"""Two records of one helpline: the same country with the same name, or with exactly the same ways to reach it."""

from collections.abc import Iterable

from django.db.models import QuerySet

from resources.records import Record

Key = tuple


class Twins:
    """Knows every record that it was told of, by what makes it the same helpline; a few hundred bytes each."""

    def __init__(self) -> None:
        self._slugs: dict[Key, str] = {}

    @classmethod
    def of(cls, helplines: QuerySet) -> "Twins":
        twins = cls()
        for line in helplines.prefetch_related("channels"):
            ways = [(c.kind, c.value) for c in line.channels.all()]
            twins._add(line.slug, _keys(line.country, line.name, ways))
        return twins

    def other(self, record: Record) -> str | None:
        """The short name of another record of the same helpline."""
        slugs = (self._slugs.get(key) for key in _keys_of(record))
        return next((slug for slug in slugs if slug and slug != record["slug"]), None)

    def add(self, record: Record) -> None:
        self._add(record["slug"], _keys_of(record))

    def _add(self, slug: str, keys: Iterable[Key]) -> None:
        for key in keys:
            self._slugs.setdefault(key, slug)


def _keys_of(record: Record) -> list[Key]:
    ways = [(str(c.get("kind")), str(c.get("value"))) for c in record["channels"]]
    return _keys(str(record["country"]), str(record["name"]), ways)


def _keys(country: str, name: str, ways: list[tuple[str, str]]) -> list[Key]:
    return [(country, name.casefold()), (country, hash(frozenset(ways)))]
