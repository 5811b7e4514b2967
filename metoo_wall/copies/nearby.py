"""Public pages read from the copy in DATABASE_REPLICA_URL, as long as it has taken part in every removal.

`ready.leaving` counts each departure in the database that takes posts. Once in each second, and again whenever the word of
this machine changes, a worker asks that database how many there were, and the copy whether it has as many. A copy that has
not, even after a moment's waiting, is not read: its lag delays what is new, never what was taken back.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from enum import Enum
from typing import NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.db.models import Model

from metoo_wall.copies.declared import is_public
from metoo_wall.ready import removals

ALIAS = "replica"
PATIENCE = 0.2  # seconds: most copies are some milliseconds late
PAUSE = 0.01
REST = 5  # seconds until a database that did not answer is asked again
SEEN = """
    SELECT COALESCE((SELECT count FROM metoo_wall_departures), 0), COALESCE((SELECT MAX(id) FROM stories_story), 0)
"""
AWAY = (DatabaseError, InterfaceError)
T = TypeVar("T")


class State(Enum):
    """What `/readyz` says of the copy."""

    READ = "ok"
    LATE = "late: pages come from DATABASE_URL"
    AWAY = "away: pages come from DATABASE_URL"
    ALONE = "nobody says what was taken back: helplines only"


class Seen(NamedTuple):
    departures: int
    newest: int


class Copy:
    """What this process knows of it. `ask` looks into a database; the rest is time."""

    def __init__(self, ask: Callable[[str], Seen]) -> None:
        self._ask = ask
        self._said: tuple[object, State] = (None, State.AWAY)
        self._rests_until = 0.0
        self._newest = 0  # of DATABASE_URL, when it was asked before

    def state(self) -> State:
        moment = int(time.time()), _word()
        if self._said[0] != moment and time.monotonic() >= self._rests_until:
            self._note(moment, self._look())
        return self._said[1]

    def gives_up(self) -> bool:
        """After an error in the middle of a page: whether it was the copy that was read, which rests now."""
        was_read = self._said[1] is State.READ
        if was_read:
            self._note(None, State.AWAY)
        return was_read

    def _note(self, moment: object, state: State) -> None:
        rests = state in (State.AWAY, State.ALONE)
        self._rests_until = time.monotonic() + REST if rests else 0.0
        self._said = moment, state

    def _look(self) -> State:
        try:
            wanted = self._ask(DEFAULT_DB_ALIAS)
        except AWAY:
            wanted = None
        try:
            if wanted is None:
                self._ask(ALIAS)
                return State.ALONE
            return State.READ if self._comes_as_far_as(wanted) else State.LATE
        except AWAY:
            return State.AWAY

    def _comes_as_far_as(self, wanted: Seen) -> bool:
        """All departures until now; of what is new, what was there when we last asked."""
        newest, self._newest = min(self._newest, wanted.newest), wanted.newest
        end = time.monotonic() + PATIENCE
        while True:
            has = self._ask(ALIAS)
            if has.departures >= wanted.departures and has.newest >= newest:
                return True
            if time.monotonic() > end:
                return False
            time.sleep(PAUSE)


def _ask(alias: str) -> Seen:
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            cursor.execute(SEEN)
            return Seen(*cursor.fetchone())
    except AWAY:
        connection.close()
        raise


def _word() -> object:
    """Where the word cannot be had, each look is another."""
    known = removals.here()
    return object() if known is None else known.word()


COPY = Copy(_ask)
_reading: ContextVar[bool] = ContextVar("reading", default=False)


def read(page: Callable[..., T], *args, **kwargs) -> T:
    """The same as `page(…)`, with its public tables from the copy; made anew without it where it goes away meanwhile."""
    if not is_set():
        return page(*args, **kwargs)
    token = _reading.set(True)
    try:
        return page(*args, **kwargs)
    except AWAY:
        if not COPY.gives_up():
            raise
        connections[ALIAS].close()
        return page(*args, **kwargs)
    finally:
        _reading.reset(token)


def alias(*, is_help: bool = False) -> str:
    """The database to ask, here and now, for what is public. `is_help`: nothing of it is ever taken back by an author."""
    if not _reading.get():
        return DEFAULT_DB_ALIAS
    state = COPY.state()
    is_read = state is State.READ or (is_help and state is State.ALONE)
    return ALIAS if is_read else DEFAULT_DB_ALIAS


def is_set() -> bool:
    return ALIAS in connections.settings


class ReadNearby:
    """A database router: inside of `read`, the public tables are asked where `alias` says. All else is as if there were no copy."""

    def db_for_read(self, model: type[Model], **hints) -> str | None:
        if not (_reading.get() and is_public(model)):
            return None
        return alias(is_help=model._meta.app_label == "resources")

    def allow_relation(self, *_pair, **hints) -> bool | None:
        return True if is_set() else None  # rows of both are rows of one wall

    def allow_migrate(self, db: str, app_label: str, **hints) -> bool | None:
        return False if db == ALIAS else None
