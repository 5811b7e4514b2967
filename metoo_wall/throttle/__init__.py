"""Slows floods without keeping an address: counts under a bucket that nobody can trace a day later (docs/decisions/0011).

Counts live in memory only: one piece shared by the workers of a machine, or Redis between machines. Where they
cannot be reached everybody is let through. Names and buckets are never written to a log.
"""

import hmac
import logging
import time
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from limits import RateLimitItem, parse
from redis.exceptions import RedisError

from metoo_wall.throttle import memory
from metoo_wall.throttle.addresses import network
from metoo_wall.throttle.in_memory import MemoryCounts
from metoo_wall.throttle.in_redis import RedisCounts
from metoo_wall.watching import counting

Answer = TypeVar("Answer")
Counts = MemoryCounts | RedisCounts

BUCKET_BYTES = 8
EVERYBODY = ""
AWAY = (OSError, RedisError)
SECONDS_BEFORE_ASKING_AGAIN = 5.0

log = logging.getLogger(__name__)
_away = {"until": 0.0, "is_known": False}


def bucket(request: HttpRequest) -> str:
    """Today's bucket of a visitor: 16 hex digits, shared by an IPv6 /64, and by all who have no address."""
    return hmac.digest(_key(), network(request), "sha256")[:BUCKET_BYTES].hex()


def key_name() -> str:
    """Eight hex digits that tell today's key from others, and nothing else: whoever keeps a bucket keeps them beside it."""
    return hmac.digest(_key(), b"name of this key", "sha256")[:4].hex()


def spend(name: str, bucket: str, limits: Sequence[str]) -> int:
    """Counts one use of `name`, where every one of `limits` ("10/hour") has room: 0. Else the seconds to wait,
    and nothing is counted. `name` stands in the operator's numbers: a constant, never one post's."""
    wait = _spend(name, bucket, limits)
    if wait:
        counting.slowed(name)
    return wait


def once(name: str, bucket: str, per: str = "1 day") -> bool:
    """True the first time in a period that ends at midnight UTC at the latest."""
    return _spend(name, bucket, [f"1/{per}"]) == 0


def total(name: str, limits: Sequence[str]) -> int:
    """The same as `spend`, for everybody together."""
    return spend(name, EVERYBODY, limits)


def renew() -> None:
    """Replaces a key whose day is over, where nobody came since midnight whose visit would have done it."""
    _ask(lambda counts: counts.key(), None)
    _alone().key()


def start_anew() -> None:
    """Replaces the key and forgets every count."""
    _away.update(until=0.0, is_known=False)
    _ask(lambda counts: counts.start_anew(), None)


def counts_are_shared() -> bool:
    """Whether all workers can count together here: through Redis, or in memory of the machine."""
    return bool(_redis_address()) or memory.can_be_shared()


def share() -> bool:
    """For the process that is about to become the server; False where each worker will count by itself."""
    return memory.share() or bool(_redis_address())


def _key() -> bytes:
    return _ask(lambda counts: counts.key(), None) or _alone().key()


def _spend(name: str, bucket: str, limits: Sequence[str]) -> int:
    items = _parsed(tuple(limits))
    return _ask(lambda counts: counts.spend(items, name, bucket), 0)


@cache
def _parsed(limits: tuple[str, ...]) -> tuple[RateLimitItem, ...]:
    return tuple(parse(limit) for limit in limits)


def _ask(question: Callable[[Counts], Answer], otherwise: Answer) -> Answer:
    """An answer of the counts. While they are away: `otherwise`, one line in the log, and rare new attempts."""
    if time.monotonic() < _away["until"]:
        return otherwise
    try:
        answer = question(_counts(_redis_address()))
    except AWAY:
        if not _away["is_known"]:
            log.error("The throttle's counts are away; everybody is let through.")
        _away.update(until=time.monotonic() + SECONDS_BEFORE_ASKING_AGAIN, is_known=True)
        return otherwise
    _away["is_known"] = False
    return answer


def _redis_address() -> str:
    default = settings.CACHES["default"]
    if not default["BACKEND"].endswith("RedisCache"):
        return ""
    address = default["LOCATION"]
    return address if isinstance(address, str) else address[0]  # the others only copy the first


@cache
def _counts(redis_address: str) -> Counts:
    return RedisCounts(redis_address) if redis_address else MemoryCounts(memory.attach())


@cache
def _alone() -> MemoryCounts:
    """Memory of this process, for a key while Redis is away."""
    return MemoryCounts(memory.Memory())
