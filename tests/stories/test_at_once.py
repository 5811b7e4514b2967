"""The wall without Django is the wall with Django, byte by byte; where it cannot be, Django answers."""

import threading
import time
from itertools import product
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from metoo_wall.ready.holes import Frame, hole
from stories.desk import moderation
from stories.models import ContentWarning, Phrase, Story, tallies
from stories.wall.at_once import Furniture, WallAtOnce, _blank
from stories.wall.choosing import Choice
from stories.wall.rows import ON_A_PAGE
from tests.factories import make_moderator, make_phrase, make_published, make_warning
from tests.seconds import environ_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("connection_stays")]
HARD = "</span><b> & \"quoted\" 'x' سلام\u200f[…]"


@pytest.fixture(autouse=True)
def _the_second_stays(monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)


def by_django(environ: dict) -> tuple:
    said = []
    answer = WSGIHandler()(environ, lambda *start: said.extend(start))
    return said[0], sorted(said[1]), b"".join(answer)


def at_once(environ: dict) -> tuple | None:
    answer = WallAtOnce()(environ, WSGIHandler())
    return answer and (answer[0], sorted(answer[1]), b"".join(answer[2]))


@pytest.fixture
def wall() -> list[str]:
    """Phrases and letters of every kind, more than a page; their public ids, the newest last."""
    make_moderator()
    phrases = [
        make_phrase(),
        make_phrase(
            slug="ana", tag="#أنا", seams="#أ|نا", language="ar", direction="rtl", is_offered=False
        ),
    ]
    many = [make_warning(f"warning-{n}", position=9 - n, short_en=f"<{n}> & co") for n in range(5)]
    for n in range(ON_A_PAGE):
        make_published(phrase_id=phrases[n % 2].id)
    for n, language in enumerate(["en", "fr", "ar", "pt-br", "", "yue"] * 2):
        told = {"language": language, "detail": ["", "none", "some", "graphic"][n % 4]}
        make_published(
            f"{HARD} {'word ' * 300 * (n % 3)}",
            warnings=tuple(w.id for w in many[: n % 6]),
            phrase_id=phrases[0].id if n % 2 else None,
            **told,
        )
    for n in range(9):
        make_published(phrase_id=phrases[n % 2].id)
    return list(Story.objects.order_by("id").values_list("public_id", flat=True))


def queries(ids: list[str]) -> list[str]:
    kinds, without = (
        ("", "bare", "story"),
        ([], ["warning-1"], ["warning-0", "warning-4", "no-such"]),
    )
    cursors = ("", ids[-3], ids[55], ids[20], "no-such-id")
    mixed = [{"kind": k, "without": w, "after": a} for k, w, a in product(kinds, without, cursors)]
    single = [{"language": code} for code in ("fr", "ar", "pt-br", "en")] + [
        {"phrase": "ana"},
        {"phrase": "metoo", "kind": "story", "country": "FR", "after": ids[-2]},
        {"country": "DE", "language": "fr"},
        {"country": "XX", "kind": "nonsense", "language": "1", "phrase": "<b>"},
        {"utm": "<script>'\"&", "kind": "story"},
        {"kind": "سلام"},
    ]
    encoded = [urlencode(pairs, doseq=True) for pairs in mixed + single if any(pairs.values())]
    return [*encoded, f"after={ids[9]}&kind=story&after={ids[-3]}", f"kind=bare&after={ids[-3]}&x"]


@pytest.mark.parametrize("path", ["/stories/", "/fr/stories/", "/ar/stories/"])
def test_it_is_the_page_that_django_makes(wall, path):
    answered = 0
    for query in queries(wall):
        environ = environ_of(f"{path}?{query}")
        quick = at_once(dict(environ))
        if quick is not None:
            answered += 1
            assert quick == by_django(environ), query

    assert answered > len(queries(wall)) - 8


FIRST_PAGES = ["/", "/fr/", "/ar/", "/?country=FR&x=<", "/stories/", "/ar/stories/"]


@pytest.mark.parametrize("address", FIRST_PAGES)
@pytest.mark.parametrize("counted", [1, 2, 11, 4321])
def test_the_first_pages_are_those_that_django_makes(wall, address, counted):
    """Arabic counts in six ways."""
    tallies.count_new()
    tallies.Counted.objects.update(total=counted)
    environ = environ_of(address)

    assert at_once(dict(environ)) == by_django(environ)


CHANGES = {
    "published": lambda letter: make_published("Another letter came."),
    "withdrawn": moderation.withdraw,
    "hidden": moderation.hide,
    "opening": lambda letter: Story.objects.filter(kind="story").update(opening="Else."),
    "detail": lambda letter: Story.objects.filter(kind="story").update(detail="graphic"),
    "language": lambda letter: Story.objects.filter(kind="story").update(language="nl"),
    "minutes": lambda letter: Story.objects.filter(kind="story").update(reading_minutes=9),
    "warnings": lambda letter: Story.warnings.through.objects.all().delete(),
    "name of a warning": lambda letter: ContentWarning.objects.update(
        short_en="wound", short_fr="wound", short_ar="wound"
    ),
    "phrase": lambda letter: Phrase.objects.update(tag="#else", seams="#else"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("address", ["/", "/ar/", "/stories/"])
def test_what_changes_is_on_the_next_page(wall, monkeypatch, address, change):
    monkeypatch.setattr("stories.wall.at_once.SECONDS", -1)  # each request looks
    make_published("Its first words are shown.")
    letter, quick = make_published("The newest.", warnings=(make_warning("w").id,)), WallAtOnce()
    ask = lambda: quick(environ_of(address), WSGIHandler())[2][0]  # noqa: E731
    before = ask()

    CHANGES[change](letter)

    assert ask() != before
    assert ask() == by_django(environ_of(address))[2]


def test_a_wall_with_nothing_on_it_is_left_to_django():
    assert at_once(environ_of("/")) is None
    assert at_once(environ_of("/stories/")) is None


def test_where_a_choice_leaves_less_room_it_shows_as_many(wall):
    names = [f"a-warning-name-{n}" for n in range(14)]
    for name in names:
        make_warning(name)
    for _letter in range(ON_A_PAGE + 1):
        make_published("Words of an example & more. " * 9, warnings=(make_warning("other").id,))
    shown = []

    for count in (0, 4, 14):
        query = urlencode({"kind": "story", "without": names[:count]}, doseq=True)
        environ = environ_of(f"/ar/stories/?{query}")
        quick = at_once(dict(environ))
        assert quick == by_django(environ)
        shown.append(quick[2].count(b'class="piece woven'))

    assert shown == [36, 24, 12]


def test_it_says_what_tls_and_an_onion_ask_for(wall, settings):
    settings.ONION_LOCATION = "http://wall.onion"
    environ = environ_of("/stories/?kind=story&x=%3C", **{"wsgi.url_scheme": "https"})

    quick = at_once(dict(environ))

    assert quick == by_django(environ)
    assert ("Onion-Location", "http://wall.onion/stories/?kind=story&x=%3C") in quick[1]


@pytest.mark.parametrize(
    "address",
    [
        "/stories/?language=fr&kind=bare",
        "/stories/?language=is",
        "/?" + "^" * 400,
        "/share/",
        "/stories/?" + "&".join("a=1" for _n in range(2000)),
        "/stories/?kind=bare&" + "x" * 600,
        "/stories/?kind=bare&" + "^" * 400,
        "/stories/?kind=bare&" + "a&" * 220,
    ],
)
def test_what_is_rare_is_left_to_django(wall, address):
    assert at_once(environ_of(address)) is None


def test_a_host_that_is_not_ours_is_left_to_django(wall):
    assert at_once(environ_of("/stories/?kind=bare", HTTP_HOST="elsewhere.example")) is None


def test_a_database_that_is_away_is_left_to_django(wall, monkeypatch):
    from django.db import OperationalError

    def away(*_given):
        raise OperationalError

    monkeypatch.setattr("stories.wall.at_once.rows", away)
    monkeypatch.setattr(connection, "close", lambda: None)

    assert at_once(environ_of("/stories/?kind=bare")) is None


def test_what_is_taken_off_is_off_the_next_page(wall):
    quick, letter = WallAtOnce(), make_published("Here for a moment.")
    ask = lambda: b"".join(quick(environ_of("/stories/?kind=story"), WSGIHandler())[2])  # noqa: E731
    assert b"Here for a moment." in ask()

    moderation.withdraw(letter)

    assert b"Here for a moment." not in ask()


def test_the_language_of_the_thread_is_as_it_was(wall):
    before = translation.get_language()

    at_once(environ_of("/fr/stories/?kind=bare"))

    assert translation.get_language() == before


def test_hosts_do_not_fill_the_memory(wall, settings):
    settings.ALLOWED_HOSTS = ["*"]
    quick = WallAtOnce()

    for number in range(70):
        quick(environ_of("/stories/?kind=bare", HTTP_HOST=f"h{number}.example"), WSGIHandler())

    assert len(quick._furniture["en"].frames) <= 64


def test_what_staff_rename_is_seen_and_nothing_is_made_anew_before(wall, monkeypatch):
    monkeypatch.setattr("stories.wall.at_once.SECONDS", -1)  # each request looks
    quick = WallAtOnce()

    def ask() -> bytes:
        return quick(environ_of("/stories/?kind=story"), WSGIHandler())[2][0]

    ask()
    furniture = quick._furniture["en"]
    ask()
    assert quick._furniture["en"] is furniture

    ContentWarning.objects.filter(slug="warning-1").update(short_en="renamed meanwhile")

    assert b"renamed meanwhile" in ask()
    assert quick._furniture["en"] is not furniture


def test_the_tables_are_not_asked_again_for_some_seconds(wall):
    quick = WallAtOnce()
    quick(environ_of("/stories/?kind=story"), WSGIHandler())

    with CaptureQueriesContext(connection) as asked:
        quick(environ_of("/stories/?kind=story"), WSGIHandler())

    assert len(asked) == 1


def test_a_frame_is_made_once_however_many_ask(wall):
    furniture, asked = Furniture(), []

    def slow(environ, start_response):
        asked.append(environ)
        time.sleep(0.2)
        answer = HttpResponse("a page")
        start_response("200 OK", answer.items())
        return answer

    visitors = [
        threading.Thread(target=_blank, args=(furniture, environ_of("/stories/"), slow, (), dict))
        for _n in range(8)
    ]
    for each in visitors:
        each.start()
    for each in visitors:
        each.join(20)

    assert len(asked) == 1
    assert len(furniture.frames) == 1


def test_a_frame_gives_back_its_text_with_the_holes_filled():
    frame = Frame(f"<a href='/{hole('id')}/?{hole('query')}'>{hole('id')}</a>")

    assert frame.fill({"id": "b2", "query": "x=1"}) == "<a href='/b2/?x=1'>b2</a>"
    assert Frame("plain").fill({}) == "plain"
    assert Frame(f"100% %s {hole('id')}").fill({"id": "<%s>"}) == "100% %s <%s>"


def test_a_choice_can_be_read_with_the_warnings_at_hand(django_assert_num_queries):
    from django.http import QueryDict

    with django_assert_num_queries(0):
        choice = Choice.read(QueryDict("without=a&without=b&phrase=p&phrase=q"), ({"a"}, {"q"}))

    assert (choice.without, choice.phrase) == (("a",), "q")
