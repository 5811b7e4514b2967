"""Memory that all workers of a machine share. It has no name in any folder, and it goes when they go.

`manage.py run` makes it before it becomes the server; each worker maps it through the server's entry in /proc.
A memfd is made of the pages that a file on tmpfs is made of, without the file.
"""

import fcntl
import logging
import mmap
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SHARED_BY = "THROTTLE_MEMORY"  # in the environment of the server: its process, and its descriptor
SIZE = mmap.PAGESIZE + (1 << 23)  # a header and 8 MiB, of which only touched pages exist
NAME = "throttle"
NAP = 0.000_05  # seconds
NAPS = 10_000

log = logging.getLogger(__name__)


class Memory:
    """A mapping and the lock around it; of this process alone where no descriptor is given."""

    def __init__(self, descriptor: int = -1, size: int = SIZE) -> None:
        self.map = mmap.mmap(descriptor, size)
        self._descriptor = descriptor
        self._threads = threading.Lock()

    @contextmanager
    def held(self) -> Iterator[None]:
        """One thread of one process at a time. The lock ends with its process; TimeoutError where one hangs."""
        with self._threads:
            self._lock()
            try:
                yield
            finally:
                self._unlock()

    def wipe(self) -> None:
        if hasattr(mmap, "MADV_REMOVE"):
            self.map.madvise(mmap.MADV_REMOVE)  # gives the pages back; what is read next is zero
        else:
            self.map[:] = bytes(len(self.map))

    def _lock(self) -> None:
        for _nap in range(NAPS):
            if self._is_locked_now():
                return
            time.sleep(NAP)
        raise TimeoutError

    def _is_locked_now(self) -> bool:
        if self._descriptor >= 0:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
        return True

    def _unlock(self) -> None:
        if self._descriptor >= 0:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)


def can_be_shared() -> bool:
    return hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir()


def share() -> bool:
    """Makes memory for the server that this process is about to become, and says in the environment where.

    False where the system has none to share.
    """
    os.environ.pop(SHARED_BY, None)
    if not can_be_shared():
        return False
    try:
        descriptor = os.memfd_create(NAME, 0)  # stays open in what this process becomes
        os.ftruncate(descriptor, SIZE)
    except OSError:
        return False
    os.environ[SHARED_BY] = f"{os.getpid()}:{descriptor}"
    return True


def attach() -> Memory:
    """The server's memory; where there is none, or it cannot be opened, this process's own."""
    if os.environ.get(SHARED_BY):
        try:
            return Memory(_open(os.environ[SHARED_BY]))
        except (OSError, ValueError):
            log.warning("The throttle's shared memory is not there; this process counts alone.")
    return Memory()


def _open(shared: str) -> int:
    """A descriptor with a lock of its own: one that was inherited shares its lock."""
    pid, _colon, descriptor = shared.partition(":")
    place = Path(f"/proc/{int(pid)}/fd/{int(descriptor)}")
    if not place.readlink().name.startswith(f"memfd:{NAME}"):
        raise ValueError  # the server has gone, and its number is somebody else's
    return os.open(place, os.O_RDWR)
