"""On SQLite those who keep what visitors send take turns: they wait at a lock and a file, and do not find the database locked.

SQLite asks again after 1, 2, 5 … 100 ms, and whoever sleeps is overtaken: of 16 at once the slowest in a hundred waited four times as
long. The turn is a courtesy: where it does not come in time, or the file cannot be had, SQLite's own lock decides, as for every other
writer. One thread of a process waits at the file, the others for that one: a worker that stops with the turn in its hands delays, and ends nothing.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

FILE = "turn"  # in VAR_DIR; nothing stands in it
PATIENCE = 5.0  # seconds, for others of this process
_of_this_process = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """A transaction that has its turn. What can be worked out before it begins makes nobody wait."""
    with taken(), transaction.atomic():
        yield


@contextmanager
def taken() -> Iterator[None]:
    """One thread of the machine at a time; who writes already, inside of a transaction, needs none."""
    needs_one = connection.vendor == "sqlite" and not connection.in_atomic_block
    file = _file(settings.VAR_DIR) if needs_one else None
    if file is None or not _of_this_process.acquire(timeout=PATIENCE):
        yield
        return
    try:
        _ask(file, fcntl.LOCK_EX)
        yield
    finally:
        _ask(file, fcntl.LOCK_UN)
        _of_this_process.release()


def _ask(file: int, what: int) -> None:
    """Waits in the kernel: who naps and asks again needs Python's own lock each time, and took a fifth of a core."""
    with suppress(OSError):  # a file system without locks
        fcntl.flock(file, what)


@cache
def _file(folder: Path) -> int | None:
    try:
        return os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
