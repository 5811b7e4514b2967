"""DATABASE_REPLICA_URL with a real streaming replica: it lags, it stops, and nothing that was taken back stands any longer."""

import time
from collections.abc import Iterator

import pytest

from tests.proofs.clusters import Cluster, clusters, wait_until
from tests.proofs.own_server import OwnServer
from tests.proofs.reading import Reader, ask, readiness

OK, LATE, GONE = "ok", "late: pages come from DATABASE_URL", 410
STOPPED = "away: pages come from DATABASE_URL"


@pytest.fixture(scope="module")
def pair() -> Iterator[list[Cluster]]:
    with clusters(2) as pair:
        pair[1].follow(pair[0])
        yield pair


@pytest.fixture(scope="module")
def server(pair, tmp_path_factory) -> Iterator[OwnServer]:
    primary, replica = pair
    urls = {"DATABASE_URL": primary.address, "DATABASE_REPLICA_URL": replica.address}
    with OwnServer(tmp_path_factory.mktemp("server"), **urls) as server:
        yield server


@pytest.fixture
def replica(pair, server) -> Cluster:
    wait_until(lambda: readiness(server.address)["replica"] == OK)
    return pair[1]


def test_pages_are_read_from_the_replica(server, replica, pair, report):
    address = server.publish("Read from the replica.")["address"]
    wait_until(lambda: readiness(server.address)["replica"] == OK)
    before = [cluster.asked() for cluster in pair]

    answers = [ask(server.address, f"{address}?country=IS&language={n}") for n in range(50)]

    wait_until(lambda: replica.asked() >= before[1] + 50)
    assert {status for status, _body in answers} == {200}
    asked = [cluster.asked() - old for cluster, old in zip(pair, before, strict=True)]
    assert asked[0] < 50
    report.append(f"50 pages: stories were scanned {asked[0]} and {asked[1]} times")


def test_what_is_taken_back_is_gone_at_once_though_the_replica_still_has_it(server, replica):
    story = server.publish("Taken back while the replica sleeps.")
    wait_until(lambda: replica.has_story(story["address"].split("/")[2]))
    assert ask(server.address, story["address"])[0] == 200
    replica.lag(begin=True)

    try:
        server.take_back(story["receipt"])
        answers = {ask(server.address, story["address"])[0] for _again in range(20)}

        assert answers == {GONE}
        assert replica.has_story(story["address"].split("/")[2])
        assert readiness(server.address)["replica"] == LATE
    finally:
        replica.lag(begin=False)
    wait_until(lambda: readiness(server.address)["replica"] == OK)
    assert ask(server.address, story["address"])[0] == GONE


def test_lag_delays_what_is_new_by_some_seconds_at_most(server, replica, report):
    ask(server.address, "/stories/?kind=story")
    replica.lag(begin=True)

    try:
        began = time.monotonic()
        address = server.publish("New while the replica sleeps.")["address"]
        published = time.monotonic()
        wait_until(lambda: address in ask(server.address, "/stories/?kind=story")[1])
        report.append(
            f"new on the wall {time.monotonic() - published:.1f} s after it was published"
        )
        assert not replica.has_story(address.split("/")[2]), began
    finally:
        replica.lag(begin=False)


def test_no_reader_sees_that_a_replica_stops(server, replica, report):
    address = server.publish("Read while the replica stops.")["address"]
    wait_until(lambda: replica.has_story(address.split("/")[2]))

    with (
        Reader(server.address, f"{address}?country=IS") as here,
        Reader(server.address, "/stories/?kind=story&after=2") as there,
    ):
        wait_until(lambda: len(here.seen) > 20)
        replica.stop()
        wait_until(lambda: readiness(server.address)["replica"] == STOPPED)
        stopped = len(here.seen) + len(there.seen)
        wait_until(lambda: len(here.seen) + len(there.seen) > stopped + 100)
        replica.start()
        took = wait_until(lambda: readiness(server.address)["replica"] == OK)

    seen = here.seen + there.seen
    assert {status for _began, status in seen} == {200}
    report.append(f"{len(seen)} pages, all 200; read from the replica again after {took:.1f} s")


def test_without_the_database_behind_it_only_helplines_are_shown(server, replica, pair):
    wait_until(lambda: ask(server.address, "/resources/?country=IS")[0] == 200)
    address = server.publish("Nobody can say whether this was taken back.")["address"]
    pair[0].stop()

    try:
        wait_until(lambda: ask(server.address, address)[0] == 503)
        wait_until(lambda: ask(server.address, "/resources/?country=IS")[0] == 200)
        assert readiness(server.address)["replica"].endswith("helplines only")
        assert ask(server.address, address)[0] == 503
    finally:
        pair[0].start()
    wait_until(lambda: ask(server.address, address)[0] == 200)
