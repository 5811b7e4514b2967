"""The page of a piece without Django is the page with Django, byte by byte; where it cannot be, Django answers."""

from itertools import product

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.utils import translation

from stories.desk import moderation
from stories.models import Story
from stories.wall.at_once import MOST_FRAMES
from stories.wall.padding import LENGTHS
from stories.wall.story_at_once import StoryAtOnce
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_published,
    make_warning,
)
from tests.resources.factories import make_helpline
from tests.seconds import environ_of
from tests.stories.test_at_once import (  # noqa: F401
    HARD,
    _the_second_stays,
    by_django,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("connection_stays")]
QUERIES = [
    "",
    "kind=story",
    "kind=bare&country=FR",
    "without=suicide&without=no-such&country=GB",
    "language=fr&phrase=ana",
    "heavy=1",
    "heavy=3&without=injury",
    "heavy=99999&country=XX&utm=<script>'\"&",
    "x=%D8%A7&kind=nonsense",
]


def at_once(environ: dict) -> tuple | None:
    answer = StoryAtOnce()(environ, WSGIHandler())
    return answer and (answer[0], sorted(answer[1]), b"".join(answer[2]))


@pytest.fixture
def pieces() -> list[str]:
    """The public ids of pieces of every sort."""
    robin, (metoo, ana) = make_moderator(), phrases()
    make_helpline(country="FR")
    warnings = [
        make_warning("suicide", is_heavy=True, position=2),
        make_warning("injury", position=1, name_en="<Injury> & co"),
    ]
    for n, language in enumerate(["en", "fr", "ar", "", "pt-br"]):
        make_published(
            f"{HARD} {'word ' * 3500 * (n % 2)}",
            warnings=tuple(w.id for w in warnings[: n % 3]),
            phrase_id=[None, metoo.id, ana.id][n % 3],
            name=["", "<Ada> & 'Eve'"][n % 2],
            language=language,
            detail=["", "none", "some", "graphic"][n % 4],
            by=robin,
        )
    with_afterword(robin, "Today.")
    with_afterword(robin, "Then […] now.")
    for phrase in (metoo, ana):
        make_published(phrase_id=phrase.id)
    Story.objects.filter(pk=Story.objects.first().pk).update(takes_support=False)
    return list(Story.objects.values_list("public_id", flat=True))


def phrases():
    arabic = {"tag": "#أنا", "seams": "#أ|نا", "language": "ar", "direction": "rtl"}
    return make_phrase(), make_phrase(slug="ana", **arabic)


def with_afterword(robin, words: str) -> None:
    letter = make_published("Long ago.", by=robin)
    later = moderation.revise(letter, make_draft(words), edition=0, part="afterword")
    moderation.publish(later, by=robin)


@pytest.mark.parametrize("path", ["", "/fr", "/ar"])
def test_it_is_the_page_that_django_makes(pieces, path):
    quick = StoryAtOnce()
    for public_id, query in product(pieces, QUERIES):
        environ = environ_of(f"{path}/stories/{public_id}/?{query}")

        said = quick(dict(environ), WSGIHandler())

        assert (said[0], sorted(said[1]), said[2][0]) == by_django(environ), (public_id, query)
        assert len(said[2][0]) in LENGTHS


def test_the_pieces_of_this_test_are_of_every_sort(pieces):
    shown = list(Story.objects.all())

    assert {s.kind for s in shown} == {"bare", "story"}
    assert {len(s.speaks_of) for s in shown} == {0, 1, 2}
    assert {bool(s.afterword) for s in shown} == {True, False} == {s.takes_support for s in shown}
    assert (
        {"[…]" in s.afterword for s in shown} == {True, False} == {"[…]" in s.html for s in shown}
    )
    assert {s.is_heavy for s in shown} == {True, False}


def test_it_says_what_tls_and_an_onion_ask_for(pieces, settings):
    settings.ONION_LOCATION = "http://wall.onion"
    address = f"/stories/{pieces[0]}/?kind=story&x=%3C"
    environ = environ_of(address, **{"wsgi.url_scheme": "https"})

    quick = at_once(dict(environ))

    assert quick == by_django(environ)
    assert ("Onion-Location", f"http://wall.onion{address}") in quick[1]


@pytest.mark.parametrize(
    "address",
    [
        "/stories/",
        "/stories/222222222222/",
        "/stories/2222222222/",
        "/stories/{}",
        "/stories/{}/rest/",
        "/de/stories/{}/",
        "/stories/{}/?" + "x" * 600,
        "/stories/{}/?" + "&".join("a" for _n in range(250)),
    ],
)
def test_what_is_unusual_is_left_to_django(pieces, address):
    assert at_once(environ_of(address.format(pieces[0]))) is None


def test_a_host_that_is_not_ours_is_left_to_django(pieces):
    assert at_once(environ_of(f"/stories/{pieces[0]}/", HTTP_HOST="elsewhere.example")) is None


def test_hosts_do_not_fill_the_memory(pieces):
    quick = StoryAtOnce()

    for port in range(10_000, 10_000 + MOST_FRAMES + 6):
        host = f"localhost:{port}"
        quick(environ_of(f"/stories/{pieces[0]}/", HTTP_HOST=host), WSGIHandler())

    [room] = quick._rooms.values()
    assert len(room.furniture.frames) <= MOST_FRAMES
    assert len(room.parts) < 20  # nothing in them is of a host


def test_what_is_taken_off_is_gone_for_the_next_request(pieces):
    quick, letter = StoryAtOnce(), make_published("Here for a moment.")
    environ = environ_of(f"/stories/{letter.public_id}/")
    assert b"Here for a moment." in quick(dict(environ), WSGIHandler())[2][0]

    moderation.withdraw(letter)

    assert quick(dict(environ), WSGIHandler()) is None
    assert by_django(environ)[0].startswith("410")


def test_a_phrase_that_is_newer_than_its_list_is_left_to_django(pieces):
    quick = StoryAtOnce()
    quick(environ_of(f"/stories/{pieces[0]}/"), WSGIHandler())
    new = make_published(phrase_id=make_phrase(slug="new", tag="#New").id)
    new = Story.objects.order_by("id").last()

    assert quick(environ_of(f"/stories/{new.public_id}/"), WSGIHandler()) is None


def test_a_page_asks_for_two_things_once_its_frames_are_made(pieces, django_assert_num_queries):
    quick, environ = StoryAtOnce(), environ_of(f"/stories/{pieces[0]}/")
    quick(dict(environ), WSGIHandler())

    with django_assert_num_queries(2):
        quick(dict(environ), WSGIHandler())


def test_the_language_of_the_thread_is_as_it_was(pieces):
    before = translation.get_language()

    at_once(environ_of(f"/fr/stories/{pieces[0]}/"))

    assert translation.get_language() == before
