"""The operator's numbers: what is counted, for whom, and that no label is of anybody."""

import re
from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from metoo_wall import throttle
from metoo_wall.watching import counting, serving
from tests.factories import make_waiting

NAME = re.compile(r'="([^"]*)"')


def said() -> str:
    return serving.numbers().decode()


def answer(environ: dict, start_response):
    start_response("404 Not Found", [])
    return [b""]


def ask(path: str) -> None:
    counting.Counted(answer)({"PATH_INFO": path}, lambda *_said: None)


def count(line: str) -> float:
    found = re.search(rf"^{re.escape(line)} ([\d.]+)$", said(), re.M)
    return float(found[1]) if found else 0.0


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "wall:home"),
        ("/fr/stories/", "wall:stories"),
        ("/share/", "intake:share"),
        ("/admin/stories/submission/12/change/", "desk"),
        ("/static/a.css", "static"),
        ("/healthz", "healthz"),
        ("/nowhere/at/all", "none"),
    ],
)
def test_an_address_is_counted_as_its_route(path, route):
    assert counting.route_of(path) == route


def test_a_long_address_is_counted_and_not_remembered():
    remembered = counting._remembered.cache_info().currsize

    assert counting.route_of("/static/" + "x" * 60_000) == "static"
    assert counting.route_of("/" + "x" * 60_000) == "none"
    assert counting._remembered.cache_info().currsize == remembered


@pytest.mark.django_db
def test_answers_are_counted_by_route_and_status():
    line = 'wall_requests_total{route="wall:stories",status="404"}'
    before = count(line)

    ask("/ar/stories/")

    assert count(line) == before + 1


@pytest.mark.django_db
def test_no_address_stands_in_the_numbers():
    marks = [token_hex(6) for _each in range(4)]
    for path in ("/{}/", "/share/{}/", "/stories/{}/", "/admin/{}/"):
        ask(path.format(marks.pop()))

    known = {str(name) for name in get_resolver().reverse_dict} | set(NAME.findall(said()))
    assert not [mark for mark in marks for name in known if mark in name]


@pytest.mark.django_db
def test_who_waits_is_counted_by_lane_and_the_longest_wait_in_hours():
    make_waiting()

    text = said()

    assert 'wall_waiting{lane="rest"} 1.0' in text
    assert 'wall_waiting{lane="danger"} 0.0' in text
    assert re.search(r"^wall_oldest_wait_hours \d+\.0$", text, re.M)
    assert "wall_database_up 1.0" in text


@pytest.mark.django_db
def test_a_front_says_that_its_database_answers_and_asks_it_for_no_post(settings):
    """It has no such table: asking would say that the database is away."""
    settings.FRONT = True

    with CaptureQueriesContext(connection) as asked:
        text = said()

    assert "wall_database_up 1.0" in text
    assert "wall_waiting" not in text
    assert [query["sql"] for query in asked] == ["SELECT 1"]


@pytest.mark.django_db
def test_a_limit_without_room_is_counted_by_its_name():
    line = 'wall_slowed_total{limit="bare post"}'
    throttle.spend("bare post", "a bucket", ["1/hour"])
    before = count(line)

    throttle.spend("bare post", "a bucket", ["1/hour"])

    assert count(line) == before + 1


@pytest.mark.django_db
def test_what_happens_once_a_day_is_no_limit_and_not_counted():
    """Its name is of one post: it would stand in the numbers."""
    for _time in range(2):
        throttle.once("support abcdefghijkl", "a bucket")

    assert "abcdefghijkl" not in said()


def test_the_numbers_have_no_address_on_the_site(client, db):
    for path in ("/metrics", "/metrics/"):
        assert client.get(path).status_code == 404


def test_nothing_listens_unless_a_port_is_named(settings):
    settings.METRICS_PORT = 0

    assert serving.start() is None


def test_the_folder_of_counts_is_made_anew(tmp_path):
    folder = tmp_path / "counts"
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"old")

    assert counting.begin_anew(folder) == {counting.FOLDER: str(folder)}
    assert list(folder.iterdir()) == []
