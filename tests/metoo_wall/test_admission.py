"""Who finds no room is told so at once, keeps every word, and takes nobody's place in another lane."""

import threading
import time
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from metoo_wall.admission import MOST_PAGES, Gate, Lane, Lanes, lanes
from metoo_wall.away import ROOM_AFTER_SECONDS
from tests.rules.public_pages import public_pages
from tests.rules.test_headers import HEADERS, POLICY, TRUSTED_TYPES

WORDS = "words that nobody may lose"
HERE = {"HTTP_HOST": "localhost", "HTTP_SEC_FETCH_SITE": "same-origin"}
PATIENCE = 0.05


class Asked:
    """A gate with room for one in each lane, and one who waits."""

    def __init__(self, django) -> None:
        names = ("reading", "help", "writing", "desk", "keeping")
        self.lanes = Lanes(**{name: Lane(name, 1, 1, PATIENCE) for name in names})
        self.woken = 0
        self._django = django
        self.gate = Gate(self._counted, self.lanes)

    def _counted(self, environ, start_response):
        self.woken += 1
        return self._django(environ, start_response)

    def __call__(self, environ: dict, answer=None) -> tuple[str, dict, str]:
        said = []

        def fine(_environ, start_response):
            start_response("200 OK", [])
            return [b"fine"]

        body = self.gate(environ, lambda *start: said.extend(start[:2]), answer or fine)
        return said[0], dict(said[1]), b"".join(body).decode()

    def fill(self, name: str) -> None:
        self.taken = getattr(self.lanes, name).enter()
        assert self.taken is not None


@pytest.fixture
def ask(connection_stays):
    return Asked(WSGIHandler())


def get(path: str, **more: str) -> dict:
    return RequestFactory().get(path).environ | HERE | more


def post(path: str, fields: dict[str, str], **more: str) -> dict:
    form = "application/x-www-form-urlencoded"
    return RequestFactory().post(path, urlencode(fields), form).environ | HERE | more


def test_everybody_is_let_in_and_gives_the_place_back(ask):
    for _time in range(5):
        assert ask(get("/"))[2] == "fine"

    ask.fill("reading")


def test_a_place_is_given_back_where_the_answer_fails(ask):
    def fails(_environ, _start_response):
        raise ValueError("planted")

    for _time in range(5):
        with pytest.raises(ValueError, match="planted"):
            ask(get("/"), fails)

    assert ask(get("/"))[2] == "fine"


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_connections_of_a_place_one_after_the_other(ask):
    own, seen = connection.connection, []

    def looks(_environ, start_response):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        seen.append(connection.connection)
        start_response("200 OK", [])
        return []

    for _time in range(3):
        visitor = threading.Thread(target=ask, args=(get("/"), looks))
        visitor.start()
        visitor.join(20)

    assert len(seen) == 3
    assert len(set(map(id, seen))) == 1
    assert own not in seen
    assert connection.connection is own
    for place in ask.lanes.reading._places:
        for each in place._own:
            each.close()


@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_nothing_of_the_place_that_it_left(ask):
    threads = []

    def looks(_environ, start_response):
        connections["default"].ensure_connection()
        start_response("200 OK", [])
        return []

    def visit():
        ask(get("/"), looks)
        threads.append(connections.all(initialized_only=True))

    visitor = threading.Thread(target=visit)
    visitor.start()
    visitor.join(20)

    assert threads == [[]]
    for place in ask.lanes.reading._places:
        for each in place._own:
            each.close()


def test_who_waits_gets_the_place_that_becomes_free(ask):
    ask.lanes.reading._patience = 20
    ask.fill("reading")
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(ask(get("/"))))
    waiting.start()
    ask.lanes.reading.leave(ask.taken)
    waiting.join(20)

    assert answers[0][2] == "fine"


def test_who_comes_when_all_places_to_wait_are_taken_does_not_wait(ask):
    ask.lanes.reading._patience = 600
    ask.fill("reading")
    waiting = threading.Thread(target=ask.lanes.reading.enter)
    waiting.start()
    while not ask.lanes.reading._waiting:
        time.sleep(0.01)

    assert ask(get("/"))[0].startswith("503")
    ask.lanes.reading.leave(ask.taken)
    waiting.join(20)


def test_nobody_overtakes_who_waits():
    lane, order = Lane("one", 1, 5, 20), []
    place = lane.enter()

    def visit(name):
        own = lane.enter()
        order.append(name)
        lane.leave(own)

    visitors = [threading.Thread(target=visit, args=(name,)) for name in range(5)]
    for name, each in enumerate(visitors):
        each.start()
        while len(lane._waiting) <= name:
            time.sleep(0.001)
    lane.leave(place)
    for each in visitors:
        each.join(20)

    assert order == [0, 1, 2, 3, 4]


def test_many_at_once_never_share_a_place():
    lane, at_work, were_alone = Lane("some", 3, 40, 20), [], []

    def visit():
        for _time in range(50):
            place = lane.enter()
            at_work.append(place)
            now = at_work.copy()
            were_alone.append(len(set(map(id, now))) == len(now) <= 3)
            at_work.remove(place)
            lane.leave(place)

    visitors = [threading.Thread(target=visit) for _n in range(20)]
    for each in visitors:
        each.start()
    for each in visitors:
        each.join(60)

    assert len(were_alone) == 1000
    assert all(were_alone)
    assert len(lane._places) == 3


@pytest.mark.parametrize(
    ("path", "language"), [("/", "en"), ("/es/stories/", "es"), ("/ar/", "ar")]
)
def test_no_room_is_a_page_with_the_way_out_and_the_way_to_help(ask, path, language):
    ask.fill("reading")

    status, headers, page = ask(get(path))

    assert status.startswith("503")
    assert headers["Retry-After"] == str(ROOM_AFTER_SECONDS)
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["Content-Security-Policy"] == POLICY + TRUSTED_TYPES
    assert f'<html lang="{language}"' in page
    assert 'id="exit"' in page
    with translation.override(language):
        assert f'href="{reverse("resources:helplines")}' in page


def test_the_page_is_made_once_and_then_costs_no_rendering(ask):
    ask.fill("reading")

    pages = [ask(get(f"/stories/?kind=story&after={n}")) for n in range(5)]

    assert ask.woken == 1
    assert pages == pages[:1] * 5
    assert ask(get("/", HTTP_HOST="127.0.0.1"))[0].startswith("503")
    assert ask.woken == 2


def test_hosts_without_end_are_not_kept_without_end(ask):
    ask.fill("reading")
    for n in range(MOST_PAGES + 5):
        ask(get("/", HTTP_X_FORWARDED_PROTO=str(n)))

    assert len(ask.gate._pages) <= MOST_PAGES


def test_a_head_has_no_body(ask):
    ask.fill("reading")

    assert ask(get("/", REQUEST_METHOD="HEAD"))[2] == ""


def test_words_that_find_no_room_come_back_every_character_of_them(ask):
    ask.fill("writing")

    status, headers, page = ask(post("/share/", {"text": f"<b>{WORDS} 'Æ'", "step": "send"}))

    assert status.startswith("503")
    assert headers["Retry-After"] == str(ROOM_AFTER_SECONDS)
    assert "&lt;b&gt;words that nobody may lose &#x27;Æ&#x27;</textarea>" in page
    assert "there was no room" in page
    assert "does not answer" not in page


def test_words_from_another_site_are_not_handed_back(ask):
    ask.fill("writing")

    page = ask(post("/share/", {"text": WORDS}, HTTP_SEC_FETCH_SITE="cross-site"))[2]

    assert WORDS not in page


def test_our_script_keeps_its_form_and_costs_nothing(ask):
    ask.fill("writing")
    sent = post("/share/", {"text": WORDS}, HTTP_ACCEPT="application/json")

    answers = [ask(sent) for _time in range(3)]

    assert {status[:3] for status, _headers, _page in answers} == {"503"}
    assert ask.woken == 1


def test_nobody_takes_the_place_of_another_kind(ask):
    ask.fill("reading")
    ask.fill("writing")

    assert ask(get("/resources/?country=FR"))[2] == "fine"
    assert ask(get("/healthz"))[2] == "fine"
    assert ask(get(f"/{settings.ADMIN_PATH}/"))[2] == "fine"
    assert ask(post(f"/{settings.ADMIN_PATH}/", {}))[2] == "fine"


def test_every_page_of_help_is_in_the_lane_of_help(settings):
    own = lanes()
    of_help = [p for p in public_pages() if "/resources/" in p or p.endswith("/safety/")]

    assert len(of_help) > 5
    assert {own.of(get(p)).name for p in of_help} == {"help"}
    for language in ("es", "fr", "ar"):
        with translation.override(language):
            assert own.of(get(reverse("safety"))).name == "help"
            assert own.of(get(reverse("resources:helplines"))).name == "help"
            assert own.of(get(reverse("wall:stories"))).name == "reading"
            assert own.of(post(reverse("intake:share"), {})).name == "writing"


def test_a_worker_has_a_thread_for_everybody_who_may_be_at_work_or_wait():
    own = lanes()

    assert own.threads > sum(lane.most for lane in vars(own).values())


def test_a_worker_has_a_connection_for_everybody_at_work():
    from metoo_wall.reading import CONNECTIONS

    at_work = sum(lane.at_work for lane in vars(lanes()).values())

    assert at_work < CONNECTIONS
