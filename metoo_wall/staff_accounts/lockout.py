"""Wrong passwords are counted by django-axes, in memory that all workers share, and under the throttle's bucket where
it would keep an address. Five for one name from one place, then fifteen minutes of rest; other places go on.

Its tables, which have columns for addresses, are never made.
"""

import time
from functools import cache

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from metoo_wall import throttle
from metoo_wall.throttle import memory
from metoo_wall.throttle.in_memory import Table

CACHE = "sign_in"
SECONDS_A_MINUTE = 60


class NoAddressTables:
    """A database router: nothing of django-axes is written to any database."""

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return False if app_label == "axes" else None


class SharedCounts(BaseCache):
    """The part of a cache that django-axes uses: whole numbers that end. A count keeps the end it began with."""

    def __init__(self, _location: str, params: dict) -> None:
        super().__init__(params)
        self._table = _table()

    def add(self, key, value, timeout=None, version=None) -> bool:
        """True where there was no count."""
        with self._table.memory.held():
            return self._count(key, version) == 0 and bool(self._add(key, value, version))

    def incr(self, key, delta=1, version=None) -> int:
        with self._table.memory.held():
            return self._add(key, delta, version)

    def get(self, key, default=None, version=None) -> int | None:
        with self._table.memory.held():
            return self._count(key, version) or default

    def touch(self, key, timeout=None, version=None) -> bool:
        return self.get(key, 0, version) > 0

    def delete(self, key, version=None) -> bool:
        with self._table.memory.held():
            was = self._count(key, version) > 0
            self._table.clear(self._name(key, version))
        return was

    def clear(self) -> None:
        with self._table.memory.held():
            self._table.reset()

    def seconds_left(self, key: str) -> int:
        with self._table.memory.held():
            return max(0, round(self._table.get_expiry(self._name(key, None)) - time.time()))

    def _name(self, key: str, version: int | None) -> str:
        return f"{CACHE}/{self.make_key(key, version)}"

    def _count(self, key: str, version: int | None) -> int:
        return self._table.get(self._name(key, version))

    def _add(self, key: str, amount: int, version: int | None) -> int:
        return self._table.incr(self._name(key, version), int(self.default_timeout), amount)


@cache
def _table() -> Table:
    """One a process, whichever cache asks."""
    return Table(memory.attach())


def bucket_of(request: HttpRequest) -> str:
    """What stands where django-axes would keep an address."""
    return throttle.bucket(request)


def somebody(*_username_address_agent_path_request) -> str:
    """What stands in a line of the log where django-axes would describe who it was."""
    return "somebody"


def locked_out(request: HttpRequest, _answer: HttpResponse, credentials: dict) -> HttpResponse:
    """429, with the seconds that are left."""
    from axes.helpers import get_client_cache_keys  # it asks for settings that are not there yet

    keys = get_client_cache_keys(request, credentials)
    seconds = max(caches[CACHE].seconds_left(key) for key in keys)
    minutes = -(-max(seconds, 1) // SECONDS_A_MINUTE)
    answer = render(request, "staff/locked.html", {"minutes": minutes}, status=429)
    answer["Retry-After"] = str(max(seconds, 1))
    return answer
