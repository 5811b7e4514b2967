"""The throttle as its callers meet it. The counts are where CACHE_URL says: in memory, or in Redis."""

import multiprocessing
import os
import re
import socket
import time

import pytest
from django.test import RequestFactory
from freezegun import freeze_time

from metoo_wall import throttle
from metoo_wall.throttle import in_memory, in_redis, memory

IN_MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
BUCKET = "00112233445566ff"
LIMIT = 1_500
TRIES, PROCESSES = 2_000, 4  # fewer are over before the last process has woken


def redis_at(port: int) -> dict[str, dict[str, str]]:
    address = f"redis://127.0.0.1:{port}/0"
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"default": {"BACKEND": backend, "LOCATION": address}}


def bucket_of(address: str, **headers: str) -> str:
    return throttle.bucket(RequestFactory().get("/", REMOTE_ADDR=address, headers=headers))


def let_through(tries: int, *limits: str, name: str = "a thing", bucket: str = BUCKET) -> int:
    return sum(throttle.spend(name, bucket, limits) == 0 for _ in range(tries))


def meet_at(barrier) -> None:
    """In a new process."""
    try_often.barrier = barrier
    throttle.renew()


def try_often(_process: int) -> int:
    try_often.barrier.wait(60)
    return let_through(TRIES, f"{LIMIT}/hour", name="together")


def let_through_by_processes() -> int:
    """How many of 4 × 2,000 attempts, begun together by real processes, are let through."""
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(PROCESSES, meet_at, [spawn.Barrier(PROCESSES)]) as processes:
        return sum(processes.map(try_often, range(PROCESSES), chunksize=1))


@pytest.fixture
def shared(settings, monkeypatch):
    """Memory as a server makes it for its workers; this process is one of them."""
    settings.CACHES = IN_MEMORY
    monkeypatch.setenv("CACHE_URL", "locmemcache://")  # for the processes of a test
    monkeypatch.setenv(memory.SHARED_BY, "")
    assert memory.share()
    throttle._counts.cache_clear()
    yield memory.attach()
    os.close(int(os.environ[memory.SHARED_BY].partition(":")[2]))
    throttle._counts.cache_clear()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "::ffff:192.0.2.7"),
        ("192.0.2.7", "192.0.2.7:50123"),
        ("2001:db8::1", "2001:db8:0:0:ffff::2"),
        ("2001:db8::1", "[2001:DB8::1]:443"),
        ("fe80::1", "fe80::1%eth0"),
        ("", "unix:"),
        ("", "999.1.1.1"),
        ("", "' OR 1=1 --"),
        ("", "1" * 5_000),
    ],
)
def test_the_same_network_has_the_same_bucket(one, other):
    assert bucket_of(one) == bucket_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.7", "192.0.2.8"),
        ("2001:db8::1", "2001:db8:0:1::1"),
        ("192.0.2.7", ""),
        ("::1", ""),
    ],
)
def test_other_networks_have_other_buckets(one, other):
    assert bucket_of(one) != bucket_of(other)


def test_a_bucket_is_16_hex_digits_that_do_not_name_the_address():
    assert re.fullmatch("[0-9a-f]{16}", bucket_of("192.0.2.7"))
    assert bytes([192, 0, 2, 7]).hex() not in bucket_of("192.0.2.7")


def test_a_header_that_anybody_can_send_counts_for_nothing():
    assert bucket_of("192.0.2.7", x_forwarded_for="203.0.113.1") == bucket_of("192.0.2.7")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "meant"),
    [
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.9, 203.0.113.1", "203.0.113.1"),
        (2, "198.51.100.9, 203.0.113.1, 10.0.0.2", "203.0.113.1"),
        (2, "203.0.113.1", "203.0.113.1"),
        (1, "", "192.0.2.7"),
        (1, "203.0.113.1, unknown", ""),
        (1, "203.0.113.1, 2001:db8::5", "2001:db8::1"),
    ],
)
def test_behind_proxies_the_outermost_of_ours_says_who_it_is(settings, proxies, forwarded, meant):
    expected = bucket_of(meant)
    settings.TRUSTED_PROXIES = proxies

    assert bucket_of("192.0.2.7", x_forwarded_for=forwarded) == expected


def test_exactly_as_many_as_fit_are_let_through():
    assert let_through(9, "5/hour") == 5
    assert 0 < throttle.spend("a thing", BUCKET, ["5/hour"]) <= 3600


def test_names_buckets_and_limits_are_counted_apart():
    let_through(1, "1/hour")

    assert throttle.spend("another thing", BUCKET, ["1/hour"]) == 0
    assert throttle.spend("a thing", "f" * 16, ["1/hour"]) == 0
    assert throttle.spend("a thing", BUCKET, ["1/hour"]) > 0


def test_what_is_refused_is_not_counted():
    limits = ["1/second", "3/hour"]
    let = 0
    for _second in range(3):
        let += let_through(5, *limits)
        time.sleep(1.1)

    assert let == 3
    assert throttle.spend("a thing", BUCKET, limits) > 1


def test_the_longest_wait_is_said():
    limits = ["1/minute", "1/hour"]
    with freeze_time("2026-11-23 12:00:00"):
        throttle.spend("a thing", BUCKET, limits)

        assert 3590 < throttle.spend("a thing", BUCKET, limits) <= 3600


def test_once_is_true_once():
    assert [throttle.once("support", BUCKET) for _ in range(3)] == [True, False, False]
    assert throttle.once("support", "f" * 16)
    assert throttle.once("support", BUCKET, per="1 hour")


def test_a_total_counts_everybody_together():
    assert [throttle.total("posts", ["2/minute"]) > 0 for _ in range(3)] == [False, False, True]
    assert throttle.spend("posts", BUCKET, ["2/minute"]) == 0


def test_midnight_replaces_every_bucket_and_forgets_every_count():
    addresses = ["192.0.2.7", "192.0.2.8", "2001:db8::1", ""]
    with freeze_time("2026-11-23 23:59:30") as clock:
        before = [bucket_of(address) for address in addresses]
        assert let_through(3, "1/day", bucket=before[0]) == 1
        assert 0 < throttle.spend("a thing", before[0], ["1/day"]) <= 30

        clock.tick(31)

        assert not set(before) & {bucket_of(address) for address in addresses}
        assert throttle.spend("a thing", before[0], ["1/day"]) == 0


def test_a_start_replaces_every_bucket():
    before = bucket_of("192.0.2.7")

    throttle.start_anew()

    assert bucket_of("192.0.2.7") != before


def test_midnight_leaves_nothing_of_yesterday_in_memory(shared):
    with freeze_time("2026-11-23 12:00") as clock:
        let_through(1, "1/day")
        key = throttle._counts("").key()
        assert key in shared.map[:]
        assert any(shared.map[in_memory.HEADER.size :])

        clock.tick(86_400)
        throttle.renew()

        assert key not in shared.map[:]
        assert not any(shared.map[in_memory.HEADER.size :])


def test_processes_together_let_exactly_as_many_through(shared):
    assert let_through_by_processes() == LIMIT
    assert throttle.spend("together", BUCKET, [f"{LIMIT}/hour"]) > 0


def test_machines_together_let_exactly_as_many_through():
    if not throttle._redis_address():
        pytest.skip("CACHE_URL names no Redis")

    assert let_through_by_processes() == LIMIT


def test_many_small_counts_do_not_push_out_a_full_one(shared, monkeypatch):
    monkeypatch.setattr(in_memory, "SETS", 1)
    let_through(3, "3/hour")

    for other in range(100):
        let_through(1, "3/hour", bucket=f"{other:016x}")

    assert let_through(1, "3/hour") == 0


def test_counts_that_are_away_stop_nobody_and_are_logged_once(settings, caplog):
    settings.CACHES = redis_at(port=1)

    assert let_through(20, "1/hour", name="secret-name") == 20
    assert all(throttle.once("secret-name", BUCKET) for _ in range(2))
    assert bucket_of("192.0.2.7") == bucket_of("192.0.2.7") != bucket_of("192.0.2.8")

    assert len(caplog.records) == 1
    assert not re.search(rf"secret-name|{BUCKET}|192\.0", caplog.text)


def test_a_redis_that_does_not_answer_is_not_waited_for_twice(settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CACHES = redis_at(silent.getsockname()[1])
        began = time.perf_counter()

        assert let_through(20, "1/hour") == 20
        assert time.perf_counter() - began < 5 * in_redis.PATIENCE


def test_counts_that_are_back_count_again(settings):
    there = settings.CACHES
    with freeze_time("2026-11-23 12:00") as clock:
        settings.CACHES = redis_at(port=1)
        assert let_through(3, "1/hour") == 3
        settings.CACHES = there

        clock.tick(throttle.SECONDS_BEFORE_ASKING_AGAIN + 1)

        assert let_through(3, "1/hour") == 1


def test_memory_that_a_hanging_process_holds_stops_nobody(shared, caplog):
    with shared.held():
        assert let_through(20, "1/hour") == 20
        assert len(caplog.records) == 1
    throttle.start_anew()

    assert let_through(20, "1/hour") == 1


@pytest.mark.parametrize("elsewhere", ["999999999:3", f"{os.getpid()}:0", "nonsense"])
def test_a_worker_whose_server_has_gone_counts_alone(settings, monkeypatch, caplog, elsewhere):
    settings.CACHES = IN_MEMORY
    throttle._counts.cache_clear()
    monkeypatch.setenv(memory.SHARED_BY, elsewhere)

    assert let_through(3, "1/hour") == 1
    assert len(caplog.records) == 1
    throttle._counts.cache_clear()


def test_a_limit_that_cannot_be_read_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="parse"):
        throttle.spend("a thing", BUCKET, ["often"])
