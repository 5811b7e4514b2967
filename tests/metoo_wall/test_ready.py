"""Pages that are kept ready: the same bytes and headers as Django's, and never one that something has left since."""

import mmap
import time

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.urls import reverse

from metoo_wall import ready
from metoo_wall.ready import removals, shelf
from metoo_wall.ready.front import Front
from metoo_wall.ready.removals import QUIET_NS, SIZE, Removals
from metoo_wall.ready.shelf import Page, Shelf
from metoo_wall.ready.standing import MINUTE
from metoo_wall.throttle.memory import Memory
from stories.desk import moderation
from tests.factories import make_moderator, make_phrase, make_published, make_reason
from tests.rules.public_pages import public_pages

NOT_KEPT = {"robots", "intake:share", "intake:yours"}  # the forms carry the second they were made
OF_A_SECOND = "/guidelines/"  # kept, and does not outlast its second (metoo_wall/ready/standing.py)


class Asked:
    """A front of its own; `rendered` counts how often Django was woken."""

    def __init__(self) -> None:
        self.rendered = 0
        self.shelf = Shelf()
        handler = WSGIHandler()

        def django(environ, start_response):
            self.rendered += 1
            return handler(environ, start_response)

        self.front = Front(django, shelf=self.shelf, standing=Shelf(MINUTE))

    def __call__(self, address: str, **environ: str) -> tuple[str, list, bytes]:
        said = []
        asked = RequestFactory().get(address).environ | {"HTTP_HOST": "localhost"} | environ
        body = self.front(asked, lambda *start: said.extend(start[:2]))
        return said[0], said[1], b"".join(body)


@pytest.fixture
def nothing_leaves(monkeypatch):
    """Removals of this test's own, on which nothing is under way."""
    own = Removals(Memory(size=mmap.PAGESIZE))
    monkeypatch.setattr(removals, "here", lambda: own)
    return own


@pytest.fixture
def ask(nothing_leaves, connection_stays):
    return Asked()


@pytest.fixture
def no_second_passes(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.mark.django_db
def test_a_kept_page_is_the_rendered_one_to_the_last_header(ask, no_second_passes):
    make_phrase()
    kept = [p for p in public_pages() if p not in map(reverse, NOT_KEPT)]
    kept.append(reverse("wall:story", args=[make_published("Words.").public_id]))

    for address in kept:
        before = ask(address)
        woken = ask.rendered
        assert ask(address) == before, address
        assert ask.rendered == woken, address
        assert ("Cache-Control", "no-store") in before[1], address


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(NOT_KEPT))
def test_a_page_with_something_of_its_own_is_rendered_each_time(ask, no_second_passes, name):
    make_phrase()

    ask(reverse(name))
    ask(reverse(name))

    assert ask.rendered == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "environ"),
    [
        ("/?country=FR", {}),
        ("/fr/", {}),
        ("/", {"HTTP_HOST": "127.0.0.1"}),
        ("/", {"wsgi.url_scheme": "https"}),
        ("/", {"HTTP_X_FORWARDED_PROTO": "https"}),
        ("/", {"CONTENT_TYPE": "text/html; charset=rot13"}),
    ],
    ids=["query", "language", "host", "scheme", "proxy", "charset"],
)
def test_what_a_page_depends_on_makes_it_another(ask, no_second_passes, address, environ):
    ask("/")
    woken = ask.rendered

    ask(address, **environ)

    assert ask.rendered == woken + 1


@pytest.mark.django_db
def test_no_visitor_gets_another_page_for_what_a_browser_says(ask, no_second_passes):
    said = {
        "HTTP_COOKIE": "staff=1; sessionid=2",
        "HTTP_ACCEPT_LANGUAGE": "fr",
        "HTTP_USER_AGENT": "a robot",
        "HTTP_ACCEPT": "application/json",
        "HTTP_X_FORWARDED_HOST": "elsewhere.example",
        "HTTP_X_FORWARDED_FOR": "192.0.2.1",
        "REMOTE_ADDR": "192.0.2.2",
    }
    make_published("A letter gives the feed its date.", phrase_id=make_phrase().id)

    for address in ("/", "/stories/", "/resources/", "/feed/"):
        assert Asked()(address, **said) == ask(address)


@pytest.mark.django_db
def test_an_error_is_not_kept(ask, no_second_passes):
    for address in ("/no-such-page/", "/stories/222222222222/", "/resources/?country=XX"):
        ask(address)
        ask(address)

    assert ask.rendered == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "environ"),
    [
        ("/feed/?" + "x" * 600, {}),
        ("/feed/", {"HTTP_HOST": f"localhost:{'0' * 600}80"}),
        ("/feed/", {"HTTP_X_FORWARDED_PROTO": "x" * 600}),
    ],
)
def test_an_address_that_somebody_made_long_fills_no_memory(ask, address, environ):
    assert ask(address, **environ)[0].startswith("200")
    assert not ask.shelf.pages


@pytest.mark.django_db
@pytest.mark.parametrize(("later", "rendered"), [(0.9, 1), (1.0, 2), (-0.1, 2)])
def test_a_page_is_kept_for_the_running_second_alone(ask, monkeypatch, later, rendered):
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0)
    ask(OF_A_SECOND)

    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0 + later)
    ask(OF_A_SECOND)

    assert ask.rendered == rendered


@pytest.mark.django_db(transaction=True)
def test_what_leaves_the_wall_ends_every_kept_page(ask, no_second_passes):
    robin, phrase = make_moderator(), make_phrase()
    acts = {
        "taken down": lambda s: moderation.take_down(s, by=robin, reason=make_reason("take_down")),
        "withdrawn": moderation.withdraw,
        "hidden": moderation.hide,
        "paused": lambda s: moderation.pause(s, by=robin),
        "consents": lambda s: moderation.set_consents(s, wants_support=False),
    }

    for named, act in acts.items():
        standing = make_published(f"Words that were {named}.", by=robin, phrase_id=phrase.id)
        addresses = ("/", "/stories/", f"/stories/{standing.public_id}/")
        before = [ask(address) for address in addresses]
        act(standing)
        after = [ask(address) for address in addresses]
        assert before[2] != after[2], named
        assert named == "consents" or b"Words that were" not in after[1][2], named


def page(ask: Asked) -> bool:
    """Whether the page came from the shelf."""
    woken = ask.rendered
    ask(OF_A_SECOND)
    return ask.rendered == woken


@pytest.mark.django_db
def test_between_its_first_word_and_its_commit_a_removal_lets_no_page_be_kept(
    ask, nothing_leaves, no_second_passes
):
    ask(OF_A_SECOND)
    assert page(ask)

    place = nothing_leaves.begin()

    assert [page(ask), page(ask)] == [False, False]
    nothing_leaves.end(place)
    assert [page(ask), page(ask)] == [False, True]


@pytest.mark.django_db
def test_a_removal_that_ends_while_another_begins_leaves_it_under_way(nothing_leaves):
    first = nothing_leaves.begin()
    second = nothing_leaves.begin()

    nothing_leaves.end(first)

    assert nothing_leaves.are_under_way()
    nothing_leaves.end(second)
    assert not nothing_leaves.are_under_way()


@pytest.mark.django_db
def test_a_page_that_was_rendered_across_a_commit_is_not_kept(
    ask, nothing_leaves, no_second_passes
):
    """The removal begins and ends while the page is being rendered."""
    inner = ask.front._django

    def django(environ, start_response):
        answer = inner(environ, start_response)
        nothing_leaves.end(nothing_leaves.begin())
        return answer

    ask.front._django = django

    assert [page(ask), page(ask)] == [False, False]


@pytest.mark.django_db
def test_whoever_dies_between_the_two_words_holds_pages_up_for_seconds_only(
    ask, nothing_leaves, no_second_passes, monkeypatch
):
    now = time.time_ns()
    nothing_leaves.begin()
    assert [page(ask), page(ask)] == [False, False]

    monkeypatch.setattr(time, "time_ns", lambda: now + 2 * QUIET_NS)

    assert [page(ask), page(ask)] == [False, True]


def test_a_clock_that_was_wrong_does_not_stop_it(monkeypatch, nothing_leaves):
    now = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: now + 3600 * 10**9)
    nothing_leaves.begin()

    monkeypatch.setattr(time, "time_ns", lambda: now)

    assert not nothing_leaves.are_under_way()


def test_a_lock_that_hangs_keeps_nobody_from_taking_something_off(nothing_leaves, monkeypatch):
    monkeypatch.setattr("metoo_wall.throttle.memory.NAPS", 0)
    word = nothing_leaves.word()

    place = nothing_leaves.begin()

    assert nothing_leaves.word() != word
    assert nothing_leaves.are_under_way()
    nothing_leaves.end(place)


@pytest.mark.django_db
def test_without_the_shared_word_nothing_is_kept(ask, monkeypatch, no_second_passes):
    monkeypatch.setattr(removals, "here", lambda: None)

    assert [page(ask), page(ask)] == [False, False]


def test_a_folder_that_cannot_hold_the_word_is_said_once(tmp_path, settings, caplog):
    settings.VAR_DIR = tmp_path / "absent"

    assert removals.here() is None
    assert removals.here() is None
    assert len(caplog.records) == 1


def test_two_mappings_of_one_file_read_one_word(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    ours = removals.here()
    theirs = removals._of.__wrapped__(tmp_path)

    theirs.begin()

    assert ours.word() == theirs.word() != 0
    assert ours.are_under_way()
    assert (tmp_path / removals.FILE).stat().st_size == SIZE


def a_page(size: int, second: int) -> Page:
    return Page("200 OK", [], [b"x" * size], 1, second)


def test_the_shelf_is_bounded_and_the_oldest_makes_room(no_second_passes):
    kept, later = Shelf(), int(time.time())
    number = shelf.MOST // (100_000 + shelf.OVERHEAD) + 5

    for n in range(number):
        kept.put((str(n),), a_page(100_000, later))
    kept.put(("too large",), a_page(shelf.LARGEST + 1, later))

    assert kept.size <= shelf.MOST
    assert kept.size == sum(page.size for page in kept.pages.values())
    assert kept.find((str(number - 1),), 1)
    assert not kept.find(("0",), 1)
    assert not kept.find(("too large",), 1)


def test_the_first_page_of_a_second_takes_those_of_earlier_ones_away():
    kept, now = Shelf(), int(time.time())
    for second in (now - 2, now - 1, now - 1):
        kept.put((str(len(kept.pages)), str(second)), a_page(10, second))

    kept.put(("new",), a_page(10, now))

    assert list(kept.pages) == [("new",)]
    assert kept.size == kept.pages[("new",)].size


def test_old_pages_do_not_stay_in_memory(monkeypatch, no_second_passes):
    kept = Shelf()
    monkeypatch.setattr(shelf, "SHELF", kept)
    kept.put(("new",), a_page(10, int(time.time())))
    kept.put(("old",), a_page(10, int(time.time()) - 1))

    ready.forget_old()

    assert list(kept.pages) == [("new",)]
    assert kept.size == kept.pages[("new",)].size
