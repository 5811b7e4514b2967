"""On SQLite the workers of a machine take turns at writing posts: they wait at a file, and do not find the database locked.

SQLite asks again after 1, 2, 5 … 100 ms, and whoever sleeps is overtaken: of 16 at once the slowest in a hundred waited four times as
long. The turn is a courtesy: where it does not come, or the file cannot be had, SQLite's own lock decides, as for every other writer.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection

FILE = "turn"  # in VAR_DIR; nothing stands in it
NAP = 0.000_5  # seconds
PATIENCE = 5.0  # seconds


@contextmanager
def taken() -> Iterator[None]:
    """One thread of a process at a time."""
    file = _file(settings.VAR_DIR) if connection.vendor == "sqlite" else None
    is_ours = file is not None and _comes(file)
    try:
        yield
    finally:
        if is_ours:
            fcntl.flock(file, fcntl.LOCK_UN)


def _comes(file: int) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(NAP)
        except OSError:
            return False
        else:
            return True
    return False


@cache
def _file(folder: Path) -> int | None:
    try:
        return os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None
