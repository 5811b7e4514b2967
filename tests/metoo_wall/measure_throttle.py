"""How long one decision takes, where CACHE_URL says: `python -m tests.metoo_wall.measure_throttle`."""

import multiprocessing
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from django.test import RequestFactory

from metoo_wall import throttle
from metoo_wall.throttle.in_redis import RedisCounts

TIMES = 20_000


def measured(decide) -> str:
    took = []
    for number in range(TIMES):
        began = time.perf_counter()
        decide(number)
        took.append(time.perf_counter() - began)
    took.sort()
    return f"median {took[TIMES // 2] * 1e6:.0f} µs, p99 {took[TIMES * 99 // 100] * 1e6:.0f} µs"


def spend_one(number: int) -> int:
    return throttle.spend("one", f"{number:016x}", ["10/hour"])


def spend_two(number: int) -> int:
    return throttle.spend("two", f"{number:016x}", ["10/hour", "50/day"])


def refuse(_number: int) -> int:
    return throttle.spend("refused", "0" * 16, ["10/hour"])


def measure_beside(results) -> None:
    throttle.renew()
    results.put(measured(spend_one))


def say(what: str, result: str) -> None:
    sys.stdout.write(f"{what:24} {result}\n")


def main() -> None:
    throttle.share()
    throttle.start_anew()
    counts = throttle._counts(throttle._redis_address())
    request = RequestFactory().get("/", REMOTE_ADDR="2001:db8::1")
    say("counted by", type(counts).__name__)
    if isinstance(counts, RedisCounts):
        say("a bare PING", measured(lambda _number: counts.storage.ping()))
    say("one limit, new bucket", measured(spend_one))
    say("two limits, new bucket", measured(spend_two))
    say("refused", measured(refuse))
    say("which bucket", measured(lambda _number: throttle.bucket(request)))
    throttle.start_anew()
    for result in of_two_processes():
        say("one of two processes", result)


def of_two_processes() -> list[str]:
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    both = [spawn.Process(target=measure_beside, args=[results]) for _ in range(2)]
    for process in both:
        process.start()
    said = [results.get(timeout=120) for _ in both]
    for process in both:
        process.join()
    return said


if __name__ == "__main__":
    main()
