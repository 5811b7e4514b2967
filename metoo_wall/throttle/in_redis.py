"""Counts in Redis (without persistence), for several machines. They share the key of the day, too."""

import hashlib
import math
import time
from collections.abc import Sequence
from secrets import token_bytes

from limits import RateLimitItem
from limits.storage import RedisStorage
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry

from metoo_wall.throttle.midnight import DAY, day_of, end_of

PREFIX = "wall-throttle"
KEY_BYTES = 32
PATIENCE = 0.5  # seconds, for an answer of Redis
KEY_IS_FRESH = 10.0  # seconds; Redis may have been emptied, and another machine made a new key
# KEYS: counts. ARGV: for each, how many fit, and the milliseconds it lives from its first use.
SPEND = """
local wait = 0
for i, key in ipairs(KEYS) do
    if tonumber(redis.call('get', key) or 0) >= tonumber(ARGV[2 * i - 1]) then
        wait = math.max(wait, 1, redis.call('pttl', key))
    end
end
if wait == 0 then
    for i, key in ipairs(KEYS) do
        if redis.call('incr', key) == 1 then redis.call('pexpire', key, ARGV[2 * i]) end
    end
end
return wait
"""


class RedisCounts(RedisStorage):
    """Fixed windows as `limits` keeps them in Redis; several of them, all or none, in one step and one journey."""

    def __init__(self, address: str) -> None:
        pool = ConnectionPool.from_url(
            address,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 1),
        )
        super().__init__(address, connection_pool=pool, key_prefix=PREFIX)
        self._spend = self.storage.register_script(SPEND)
        self._known = (0, 0.0, b"")

    def key(self) -> bytes:
        """32 random bytes, of this day (UTC), the same on all machines: the first that asks makes them."""
        now, since = time.time(), time.monotonic()
        day, until, key = self._known
        if day != day_of(now) or since >= until:
            day, key = day_of(now), self._key_of(now)
            self._known = (day, since + KEY_IS_FRESH, key)
        return key

    def spend(self, items: Sequence[RateLimitItem], *names: str) -> int:
        """0 where it was counted, else whole seconds to wait."""
        now, key = time.time(), self.key()
        places = [self.prefixed_key(_digest(key, item.key_for(*names))) for item in items]
        said: list[int] = []
        for item in items:
            lives = end_of(now, item.get_expiry()) - now
            said += [item.amount, max(1, math.ceil(lives * 1000))]
        return math.ceil(int(self._spend(keys=places, args=said)) / 1000)

    def start_anew(self) -> None:
        self._known = (0, 0.0, b"")
        self.reset()

    def _key_of(self, now: float) -> bytes:
        name, made = self.prefixed_key(f"key:{day_of(now)}"), token_bytes(KEY_BYTES)
        with self.storage.pipeline(transaction=False) as asked:
            asked.set(name, made, nx=True, px=math.ceil((end_of(now, DAY) - now) * 1000))
            asked.get(name)
            return asked.execute()[1] or made


def _digest(key: bytes, name: str) -> str:
    return hashlib.blake2b(name.encode(), key=key, digest_size=16).hexdigest()
