"""Counts in memory: fixed windows of `limits` over a table of fixed size, and the key of the day in front of it."""

import hashlib
import math
import mmap
import struct
import time
from collections.abc import Sequence
from secrets import token_bytes

from limits import RateLimitItem
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from metoo_wall.throttle.memory import SIZE, Memory
from metoo_wall.throttle.midnight import day_of, end_of

KEY_BYTES = 32
HEADER = struct.Struct(f"=Q{KEY_BYTES}s")  # the day, and its key
SLOT = struct.Struct("=16sdI4x")  # which count, until when (seconds since 1970), how many
WAYS = 8  # the places where a count may stand
SETS = (SIZE - mmap.PAGESIZE) // (WAYS * SLOT.size)
EMPTY = bytes(SLOT.size)


class Table(Storage):
    """A storage for `limits`. Whoever asks holds the memory. Where a set is full, the smallest count makes room:
    a flood from many networks pushes out its own single tries, not the count of one that was slowed already."""

    STORAGE_SCHEME = None

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self.memory = memory

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def key(self) -> bytes:
        """32 random bytes, of this day (UTC). The first to ask on a new day makes them, and wipes all counts."""
        day, key = HEADER.unpack_from(self.memory.map)
        today = day_of(time.time())
        if day != today:
            self.memory.wipe()
            key = token_bytes(KEY_BYTES)
            HEADER.pack_into(self.memory.map, 0, today, key)
        return key

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        digest = self._digest(key)
        place, until, count = self._find(digest)
        now = time.time()
        if until <= now:
            place, until, count = self._room(digest, now), end_of(now, expiry), 0
        SLOT.pack_into(self.memory.map, place, digest, until, count + amount)
        return count + amount

    def get(self, key: str) -> int:
        _place, until, count = self._find(self._digest(key))
        return count if until > time.time() else 0

    def get_expiry(self, key: str) -> float:
        return self._find(self._digest(key))[1]

    def check(self) -> bool:
        return not self.memory.map.closed

    def reset(self) -> None:
        """Forgets the key, too."""
        self.memory.wipe()

    def clear(self, key: str) -> None:
        place, until, _count = self._find(self._digest(key))
        if until:
            self.memory.map[place : place + SLOT.size] = EMPTY

    def _digest(self, key: str) -> bytes:
        return hashlib.blake2b(key.encode(), key=self.key(), digest_size=16).digest()

    def _places(self, digest: bytes) -> range:
        first = mmap.PAGESIZE + int.from_bytes(digest[:4], "big") % SETS * WAYS * SLOT.size
        return range(first, first + WAYS * SLOT.size, SLOT.size)

    def _find(self, digest: bytes) -> tuple[int, float, int]:
        for place in self._places(digest):
            found, until, count = SLOT.unpack_from(self.memory.map, place)
            if found == digest:
                return place, until, count
        return 0, 0.0, 0

    def _room(self, digest: bytes, now: float) -> int:
        """Its own place, a free one, one whose time is over, or the one with the smallest count."""

        def worth(place: int) -> tuple[int, float]:
            found, until, count = SLOT.unpack_from(self.memory.map, place)
            return (-1, 0.0) if found == digest else (count if until > now else 0, until)

        return min(self._places(digest), key=worth)


class MemoryCounts:
    """All of several limits have room and are counted, or none is: one hold of the memory around all of them."""

    def __init__(self, memory: Memory) -> None:
        self._table = Table(memory)
        self._limiter = FixedWindowRateLimiter(self._table)

    def key(self) -> bytes:
        with self._table.memory.held():
            return self._table.key()

    def spend(self, items: Sequence[RateLimitItem], *names: str) -> int:
        """0 where it was counted, else whole seconds to wait."""
        with self._table.memory.held():
            full = [item for item in items if not self._limiter.test(item, *names)]
            if full:
                ends = (self._limiter.get_window_stats(item, *names).reset_time for item in full)
                return max(1, math.ceil(max(ends) - time.time()))
            for item in items:
                self._limiter.hit(item, *names)
        return 0

    def start_anew(self) -> None:
        with self._table.memory.held():
            self._table.reset()
