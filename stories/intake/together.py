"""Presses that come at the same moment are kept by one commit: the disk is asked once for all of them (docs/decisions/0021).

Whoever comes first writes, for itself and for those who came while somebody wrote; the others wait, each in its own thread, so
there are never more than a worker has threads. Nobody waits for company: a press that is alone is written alone, at once.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import close_old_connections, connection, transaction

from stories import sealed, turns
from stories.desk import moderation
from stories.desk.moderation import BarePost, KeptBefore

MOST = 64  # in one commit

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Press:
    post: BarePost
    page: sealed.Page  # with its receipt


def write(presses: Sequence[Press]) -> set[bytes]:
    """Keeps them, all or none. Returns the digests of those that could not be: they were here before, or are there twice."""
    chosen = {press.post.digest: press for press in presses}
    left = set()
    while chosen:
        try:
            with transaction.atomic():
                moderation.receive_together([press.post for press in chosen.values()])
                sealed.keep_together(press.page for press in chosen.values())
            break
        except KeptBefore as error:
            left |= error.digests
            for digest in error.digests:
                del chosen[digest]
    return left


@dataclass(eq=False)
class _Waiting:
    press: Press
    is_kept: bool | None = None  # None: not known yet
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.turn.acquire()


class Together:
    def __init__(self, write: Callable[[Sequence[Press]], set[bytes]] = write) -> None:
        self._write = write
        self._waiting: deque[_Waiting] = deque()
        self._changing = threading.Lock()
        self._is_led = False

    def keep(self, press: Press) -> bool:
        """True once it stands in the database. False where nothing of it does: it is to be kept by itself."""
        own = _Waiting(press)
        with self._changing:
            self._waiting.append(own)
            waits, self._is_led = self._is_led, True
        if waits:
            own.turn.acquire()  # until it is kept, or it is our turn to write
        if own.is_kept is None:
            self._lead()
        return bool(own.is_kept)

    def _lead(self) -> None:
        batch: list[_Waiting] = []
        kept: set[_Waiting] = set()
        try:
            with turns.taken():  # who comes while it is waited for comes along
                batch = self._next()
                kept = self._kept(batch)
        finally:
            for each in batch:
                each.is_kept = each in kept
            self._hand_over()
            for each in batch:
                each.turn.release()

    def _next(self) -> list[_Waiting]:
        with self._changing:
            return [self._waiting.popleft() for _n in range(min(MOST, len(self._waiting)))]

    def _kept(self, batch: list[_Waiting]) -> set[_Waiting]:
        by_digest = {each.press.post.digest: each for each in reversed(batch)}
        try:
            left = self._write([each.press for each in by_digest.values()])
        except Exception:  # noqa: BLE001  (whatever it was: each is tried by itself, and says so itself)
            log.warning("Posts that came together are kept one by one.")
            return set()
        finally:
            let_go()
        return {each for digest, each in by_digest.items() if digest not in left}

    def _hand_over(self) -> None:
        with self._changing:
            self._is_led = bool(self._waiting)
            if self._is_led:
                self._waiting[0].turn.release()


def let_go() -> None:
    """Gives this thread's connection back, as Django does at the end of a request."""
    if not connection.in_atomic_block:
        close_old_connections()
