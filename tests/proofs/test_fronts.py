"""Three real clusters: where posts are taken, a relay with the public tables, a front's own copy of those; and two fronts."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import unified_diff

import psycopg
import pytest

from tests.proofs.clusters import Cluster, clusters, wait_until
from tests.proofs.own_server import OwnServer
from tests.proofs.planting import plant
from tests.proofs.reading import Reader, ask, readiness
from tests.proofs.searching import traces

A_SECOND = 1.0
GONE = 410
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
PUBLIC = (
    "/", "/fr/", "/stories/", "/stories/?kind=story&without=suicide", "/feed/", "/numbers/", "/numbers.json", "/guidelines/",
    "/safety/", "/resources/", "/resources/?country=DE", "/resources/pocket/?country=FR", "/resources/text/?country=IS",
    "/resources/options/", "/resources/purposes/", "/es/resources/movement/", "/resources/allies/", "/robots.txt",
)  # fmt: skip
NOT_HERE = (
    "/share/",
    "/yours/",
    "/admin/",
    "/admin/login/",
    "/fr/share/",
    "/stories/{id}/concern/",
)


@dataclass(frozen=True)
class Wall:
    main: Cluster
    relay: Cluster
    copy: Cluster
    server: OwnServer
    fronts: dict[str, OwnServer]  # by the copy that each reads


@pytest.fixture(scope="module")
def wall(tmp_path_factory) -> Iterator[Wall]:
    folders = [tmp_path_factory.mktemp(name) for name in ("main", "near", "far")]
    with ExitStack() as stack:
        main, relay, copy = stack.enter_context(clusters(3))
        server = stack.enter_context(OwnServer(folders[0], DATABASE_URL=main.address))
        main.psql(server.run("manage.py", "publication", "source"))
        for cluster, source in ((relay, main), (copy, relay)):
            cluster.make()
            cluster.subscribe(source, server)
        fronts = {}
        names = ("the relay", "its own copy")
        for name, folder, cluster in zip(names, folders[1:], (relay, copy), strict=True):
            urls = {"DATABASE_URL": main.front, "DATABASE_REPLICA_URL": cluster.front}
            fronts[name] = stack.enter_context(OwnServer(folder, FRONT="1", **urls))
        yield Wall(main, relay, copy, server, fronts)


@pytest.fixture(autouse=True)
def _all_is_well(wall):
    for front in wall.fronts.values():
        wait_until(lambda front=front: readiness(front.address).get("replica") == "ok")


def test_a_front_answers_as_the_main_machine_does(wall):
    story = wall.server.publish("The same words on every machine.", warnings=["suicide"])
    gone = wall.server.publish("Gone on every machine.")
    wall.server.take_back(gone["receipt"])
    wait_until(lambda: all(c.has_story(_id(story)) for c in (wall.relay, wall.copy)))
    time.sleep(A_SECOND)

    for path in (*PUBLIC, story["address"], gone["address"]):
        wanted, page = ask(wall.server.address, path)
        for name, front in wall.fronts.items():
            status, body = ask(front.address, path)
            said = body.replace(front.address, wall.server.address)
            assert status == wanted, (name, path)
            assert [*unified_diff(page.splitlines(), said.splitlines(), n=0)] == [], (name, path)


def test_a_front_takes_no_post_and_has_no_desk(wall):
    for front in wall.fronts.values():
        for path in NOT_HERE:
            assert ask(front.address, path.format(id="2" * 12))[0] == 404, path
        assert ask(front.address, "/share/", method="POST")[0] == 404
        assert ask(front.address, "/", method="POST")[0] == 405


def test_a_front_has_nothing_private_to_lose(wall, report):
    planted = plant(wall.server)
    wait_until(lambda: wall.copy.has_story(planted.public_id))
    private = [word for kind, word in planted.words.items() if kind not in ("public", "name")]
    marks = [*private, *planted.sealed, *planted.numbers]
    for cluster in (wall.main, wall.relay, wall.copy):
        cluster.sql("CHECKPOINT")
    assert len(traces(wall.main.folder, planted.sealed)) > 0  # it would be found

    for cluster in (wall.relay, wall.copy):
        names = {name for (name,) in cluster.sql(TABLES)}
        assert names == _named_public(wall.server), names
        assert len(traces(cluster.folder, [planted.words["public"]])) > 0
        assert traces(cluster.folder, marks) == []
        assert cluster.sql("SELECT DISTINCT country FROM stories_story") == [("",)]
        assert cluster.sql(
            "SELECT DISTINCT first_by, second_by, notes FROM resources_helpline"
        ) == [("", "", "")]
    for front in wall.fronts.values():
        assert traces(front.folder, marks) == []
    report.append(
        f"{len(names)} tables; {len(marks)} private marks in no file of relay, copy, fronts"
    )


@pytest.mark.parametrize(
    "table", ["stories_submission", "stories_story", "metoo_wall_staffaccount"]
)
def test_what_a_front_may_ask_of_the_main_machine_is_public(wall, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        wall.main.sql(f"SELECT * FROM public.{table}", user="wall_front")
    slot = "SELECT pg_create_logical_replication_slot('mine', 'test_decoding')"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        wall.main.sql(slot, user="wall_front")

    assert wall.main.sql("SELECT DISTINCT country FROM stories_story", user="wall_front") == [("",)]


@pytest.mark.parametrize("late", ["nobody", "relay", "copy"])
def test_what_is_taken_back_leaves_every_front_within_a_second(wall, late, report):
    stories = [wall.server.publish(f"Taken back, {number}.") for number in range(3)]
    wait_until(lambda: all(wall.copy.has_story(_id(story)) for story in stories))
    if late != "nobody":
        getattr(wall, late).lag(begin=True)

    try:
        took = [_take_back_before_readers(wall, story) for story in stories]
        if late != "nobody":
            assert wall.copy.has_story(_id(stories[0]))
    finally:
        if late != "nobody":
            getattr(wall, late).lag(begin=False)
    longest = {name: max(each[name] for each in took) for name in wall.fronts}
    report.append(
        f"late: {late}; last seen by a request that began so many seconds after: {longest}"
    )
    assert max(longest.values()) <= A_SECOND


def test_no_reader_of_a_front_sees_that_its_copy_stops(wall, report):
    story = wall.server.publish("Read while the copy stops.")
    wait_until(lambda: wall.copy.has_story(_id(story)))
    front = wall.fronts["its own copy"]

    with Reader(front.address, story["address"]) as reader:
        wait_until(lambda: len(reader.seen) > 20)
        wall.copy.stop()
        wait_until(lambda: readiness(front.address)["replica"].startswith("away"))
        seen = len(reader.seen)
        wait_until(lambda: len(reader.seen) > seen + 50)
        wall.copy.start()
        took = wait_until(lambda: readiness(front.address)["replica"] == "ok")

    assert {status for _began, status in reader.seen} == {200}
    report.append(f"{len(reader.seen)} pages, all 200; its copy is read again after {took:.1f} s")


def test_cut_off_from_the_main_machine_a_front_shows_helplines_only(wall):
    story = wall.server.publish("Nobody can say whether this was taken back.")
    wait_until(lambda: wall.copy.has_story(_id(story)))
    wall.main.stop()

    try:
        for front in wall.fronts.values():
            wait_until(lambda front=front: ask(front.address, story["address"])[0] == 503)
            wait_until(lambda front=front: ask(front.address, "/resources/?country=DE")[0] == 200)
            assert readiness(front.address)["replica"].endswith("helplines only")
    finally:
        wall.main.start()


def _take_back_before_readers(wall: Wall, story: dict[str, str]) -> dict[str, float]:
    """For each front, seconds from the answer to the author until the last request began that still saw it; 0 at least."""
    readers = {name: Reader(front.address, story["address"]) for name, front in wall.fronts.items()}
    for reader in readers.values():
        reader.start()
    wait_until(lambda: all(reader.last(200) > 0 for reader in readers.values()))
    wall.server.take_back(story["receipt"])
    answered = time.monotonic()
    wait_until(lambda: all(r.last(GONE) > answered + 2 * A_SECOND for r in readers.values()))
    for reader in readers.values():
        reader.stop()
    return {name: max(0.0, reader.last(200) - answered) for name, reader in readers.items()}


def _id(story: dict[str, str]) -> str:
    return story["address"].split("/")[2]


def _named_public(server: OwnServer) -> set[str]:
    said = server.run("manage.py", "publication", "tables")
    return {argument.partition("=")[2] for argument in said.split()}
