"""A press without Django is a press with Django, byte by byte but for the address; what is rare is left to Django."""

import re
from io import BytesIO

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.utils import translation

from metoo_wall.handler import Handler
from stories.desk import moderation
from stories.intake import form_ids, lanes, receipts
from stories.intake.at_once import MOST_FRAMES, PressAtOnce
from stories.models import Phrase, SealedPage, Story, Submission
from stories.models.private import FloodPost, IntakeSwitch
from tests.factories import make_phrase
from tests.stories.flooding import few_an_hour
from tests.stories.pressing import FORM, Django, body_of, environ_of, said_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("connection_stays")]
ID = "0" * 32
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def _phrases():
    make_phrase(position=0)
    make_phrase(slug="ana", tag="#أنا", position=1)
    make_phrase(slug="old", tag="#old", position=2, is_offered=False)


@pytest.fixture
def django() -> Django:
    return Django()


@pytest.fixture
def wall(django) -> PressAtOnce:
    return PressAtOnce(django)


@pytest.fixture
def seasoned(wall) -> PressAtOnce:
    """It knows already what each answer looks like, and asks Django for none."""
    for said in ({}, JSON):
        said_by(wall, environ_of(body_of(), **said))
    Story.objects.all().delete()
    Submission.objects.all().delete()
    return wall


def rows(model: type, *but: str) -> list[dict]:
    fields = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", *but)]
    return list(model.objects.order_by("id").values(*fields))


@pytest.mark.parametrize("path", ["/share/", "/fr/share/", "/ar/share/"])
@pytest.mark.parametrize(
    "said",
    [
        {},
        JSON,
        {"HTTP_ACCEPT": "text/html, application/json;q=0.9"},
        {"CONTENT_TYPE": f"{FORM};charset=UTF-8"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_COOKIE": "staff=x; django_language=fr", "HTTP_ACCEPT_LANGUAGE": "es"},
        {"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "http://localhost"},
        {"HTTP_SEC_FETCH_SITE": None, "HTTP_REFERER": "http://localhost/fr/"},
    ],
)
def test_it_is_the_answer_that_django_gives(wall, django, path, said):
    quick = said_by(wall, environ_of(body_of(), path, **said))
    slow = said_by(Handler(), environ_of(body_of(), path, **said))

    assert django.asked == 0
    assert quick.without_tokens() == slow.without_tokens()
    assert quick.tokens != slow.tokens


def test_it_says_what_tls_and_an_onion_ask_for(wall, django, settings):
    settings.ONION_LOCATION = "http://wall.onion"
    said = {"wsgi.url_scheme": "https"}

    quick = said_by(wall, environ_of(body_of(), "/fr/share/", **said))

    slow = said_by(Handler(), environ_of(body_of(), "/fr/share/", **said))
    assert quick.without_tokens() == slow.without_tokens()
    assert ("Onion-Location", "http://wall.onion/fr/share/") in quick.headers
    assert django.asked == 0


@pytest.mark.parametrize("fields", [{}, {"phrase": "ana"}, {"phrase": ""}, {"phrase": " ana "}])
def test_it_keeps_what_django_keeps(wall, django, fields):
    quick = said_by(wall, environ_of(body_of(**fields)))
    slow = said_by(Handler(), environ_of(body_of(**fields)))

    assert django.asked == 0
    for kept in (rows(Submission, "receipt_digest", "public_id"), rows(Story, "public_id")):
        assert len(kept) == 2
        assert kept[0] == kept[1]
    own = {"receipt": "", "public_id": ""}
    assert quick.page | own == slow.page | own
    for said in (quick, slow):
        post = Submission.objects.get(public_id=said.page["public_id"])
        assert Story.objects.filter(public_id=post.public_id).count() == 1
        assert bytes(post.receipt_digest) == receipts.digest(said.page["receipt"]).value


def test_the_receipt_is_the_one_that_django_derives(wall, django):
    signed = form_ids.new()
    quick = said_by(wall, environ_of(body_of(form_id=signed)))

    again = said_by(Handler(), environ_of(body_of(form_id=signed)))

    assert again.page == quick.page
    assert Submission.objects.count() == Story.objects.count() == 1


@pytest.mark.parametrize("form_id", [b"", b"nonsense", b"00:1abc:forged", b"%00", b"%ff", b"\xff"])
def test_a_press_without_an_id_of_ours_is_a_press(wall, django, form_id):
    for _n in range(2):
        said = said_by(wall, environ_of(b"phrase=metoo&step=send&form_id=" + form_id))
        assert said.status.startswith("303")

    assert Submission.objects.count() == 2
    assert django.asked == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (body_of(text="My words."), {}),
        (body_of(text=""), {}),
        (body_of(step="preview"), {}),
        (body_of(token="x" * 43), {}),
        (body_of(website_address="http://"), {}),
        (body_of(phrase="old"), {}),
        (body_of(phrase="nobody-says-it"), {}),
        (body_of(phrase="metoo\0"), {}),
        (body_of() + "&step=edit", {}),
        (body_of() + "&phrase=old", {}),
        ("&".join(["step=send"] * 150), {}),
        (body_of() + "&x=" + "y" * 2000, {}),
        ("", {}),
        ("nothing=meant", {}),
        ("phrase=%ff&step=send", {}),
        (body_of(), {"QUERY_STRING": "country=FR"}),
        (body_of(), {"REQUEST_METHOD": "GET"}),
        (body_of(), {"REQUEST_METHOD": "HEAD"}),
        (body_of(), {"REQUEST_METHOD": "PUT"}),
        (body_of(), {"PATH_INFO": "/share"}),
        (body_of(), {"PATH_INFO": "/es/share/x/"}),
        (body_of(), {"CONTENT_LENGTH": "10"}),
        (body_of(), {"CONTENT_LENGTH": "500"}),
        (body_of(), {"CONTENT_LENGTH": "-1"}),
        (body_of(), {"CONTENT_LENGTH": "٣"}),
        (body_of(), {"CONTENT_LENGTH": None}),
        (body_of(), {"CONTENT_TYPE": None}),
        (body_of(), {"CONTENT_TYPE": "text/plain"}),
        (body_of(), {"CONTENT_TYPE": "multipart/form-data; boundary=x"}),
        (body_of(), {"CONTENT_TYPE": f"{FORM}; charset=utf-16"}),
        (body_of(), {"CONTENT_TYPE": f"{FORM}; charset=rot13"}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": "cross-site"}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": "none"}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": "same-site", "HTTP_ORIGIN": "http://localhost"}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": None}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "null"}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": None, "HTTP_ORIGIN": "https://localhost"}),
        (body_of(), {"HTTP_SEC_FETCH_SITE": None, "HTTP_REFERER": "http://[broken"}),
        (body_of(), {"HTTP_HOST": "elsewhere.example"}),
        (body_of(), {"HTTP_HOST": None}),
    ],
)
def test_everything_else_is_left_to_django_with_its_body(seasoned, django, body, said):
    left = said_by(seasoned, environ_of(body, **said))

    assert django.asked == 1
    before = [rows(model, "receipt_digest", "public_id") for model in (Submission, Story)]
    alone = said_by(Handler(), environ_of(re.sub("[0-9a-f]{32}", ID, body), **said))
    assert left.without_tokens() == alone.without_tokens()
    after = [rows(model, "receipt_digest", "public_id") for model in (Submission, Story)]
    assert after == [kept * 2 for kept in before]
    if left.tokens:
        own = {"receipt": "", "public_id": "", "fields": ""}
        assert left.page | own == alone.page | own


def test_a_wall_without_phrases_leaves_it_to_django(wall, django):
    Phrase.objects.all().delete()

    said_by(wall, environ_of(body_of(phrase="")))

    assert django.asked == 1


def test_a_front_takes_no_posts(settings, django):
    settings.FRONT = True

    said_by(PressAtOnce(django), environ_of(body_of()))

    assert django.asked == 1


@pytest.mark.parametrize("said", [{}, JSON])
def test_while_intake_is_paused_nothing_is_kept_and_the_page_says_so(wall, said):
    few_an_hour(20, state=IntakeSwitch.State.PAUSED)

    answer = said_by(wall, environ_of(body_of(), **said))

    assert (answer.page["page"], answer.page["status"]) == ("share", 503)
    assert not Submission.objects.exists()


def test_a_press_kept_before_the_pause_shows_its_receipt(wall):
    body = body_of(form_id=ID)
    before = said_by(wall, environ_of(body))
    few_an_hour(20, state=IntakeSwitch.State.PAUSED)
    lanes.switch.forget()

    assert said_by(wall, environ_of(body)).page == before.page


@pytest.mark.parametrize("state", [IntakeSwitch.State.SLOW, IntakeSwitch.State.OPEN])
def test_what_is_held_is_held_as_django_holds_it(wall, settings, state):
    settings.HOLD_BARE_POSTS = state == IntakeSwitch.State.OPEN
    few_an_hour(20, state=state)

    answer = said_by(wall, environ_of(body_of()))

    assert answer.page["state"] == Submission.objects.get().state == "held"
    assert FloodPost.objects.count() == 1
    assert not Story.objects.exists()


def test_a_source_that_sends_many_is_slowed_and_counted_once_for_each(wall, django):
    few_an_hour(3)
    states = [
        said_by(wall, environ_of(body_of(form_id=form_id))).page["state"]
        for form_id in (ID, ID, "1" * 32, "2" * 32)
    ]

    assert states == ["published", "published", "published", "held"]
    assert django.asked == 2  # what was there already, and what is held
    assert Submission.objects.count() == 3


def test_the_same_form_twice_is_one_post_with_one_receipt(wall):
    one, other = (said_by(wall, environ_of(body_of(form_id=ID))) for _n in range(2))

    assert one.page == other.page
    assert one.tokens != other.tokens
    assert Submission.objects.count() == Story.objects.count() == 1


def test_a_post_that_was_taken_back_does_not_come_back(wall):
    said_by(wall, environ_of(body_of(form_id=ID)))
    moderation.withdraw(Submission.objects.get())

    again = said_by(wall, environ_of(body_of(form_id=ID)))

    assert again.page["state"] == "withdrawn"
    assert not Submission.objects.exists()
    assert not Story.objects.exists()


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_post_of_an_older_key_is_found_again(wall, django, settings, is_withdrawn):
    first = said_by(wall, environ_of(body_of(form_id=ID))).page
    if is_withdrawn:
        moderation.withdraw(Submission.objects.get())
    settings.RECEIPT_KEYS = {"k2": b"n" * 32, **settings.RECEIPT_KEYS}

    again = said_by(wall, environ_of(body_of(form_id=ID))).page

    assert again["receipt"] == first["receipt"]
    assert again["state"] == ("withdrawn" if is_withdrawn else "published")
    assert Submission.objects.count() == (not is_withdrawn)
    said_by(wall, environ_of(body_of()))
    assert django.asked == 1  # others are quick under two keys, too


def test_a_receipt_that_is_kept_is_not_shown_again(wall):
    said_by(wall, environ_of(body_of(form_id=ID)))
    Submission.objects.update(is_receipt_kept=True)

    assert said_by(wall, environ_of(body_of(form_id=ID))).page["page"] == "receipt-kept"


@pytest.mark.parametrize("error", [DatabaseError, OSError, ValueError])
def test_what_could_not_be_kept_together_is_kept_by_itself(wall, django, monkeypatch, error):
    def fails(_posts):
        raise error

    monkeypatch.setattr(moderation, "receive_together", fails)

    answer = said_by(wall, environ_of(body_of(form_id="")))

    assert answer.page["state"] == "published"
    assert django.asked == Submission.objects.count() == Story.objects.count() == 1


def test_while_the_database_is_away_the_page_says_when_to_come_again(wall, django, monkeypatch):
    def away(*_given):
        raise OperationalError

    monkeypatch.setattr("stories.intake.lanes.is_paused", away)
    monkeypatch.setattr(connection, "close", lambda: None)

    answer = said_by(wall, environ_of(body_of()))

    assert (answer.status[:3], dict(answer.headers)["Retry-After"]) == ("503", "30")
    assert django.asked == 1


def test_a_body_that_breaks_off_is_left_to_django(wall, django):
    environ = environ_of(body_of())
    environ["wsgi.input"] = BytesIO(b"phrase=metoo")

    said_by(wall, environ)

    assert django.asked == 1


def test_no_header_of_a_visitor_asks_for_the_looks_alone(wall, django):
    names = ("HTTP_METOO_WALL_TOKEN", "HTTP_METOO_WALL.TOKEN", "HTTP_METOO_WALL.BEGUN")

    said_by(wall, environ_of(body_of(), **dict.fromkeys(names, "x")))

    assert Submission.objects.count() == SealedPage.objects.count() == 1


def test_a_phrase_that_is_taken_from_the_list_is_gone_within_a_second(wall, django, monkeypatch):
    said_by(wall, environ_of(body_of(phrase="ana")))
    Phrase.objects.filter(slug="ana").update(is_offered=False)
    monkeypatch.setattr("stories.intake.at_once.FRESH", 0)

    said_by(wall, environ_of(body_of(phrase="ana")))

    assert django.asked == 1


def test_the_language_of_the_thread_is_as_it_was(wall):
    before = translation.get_language()

    said_by(wall, environ_of(body_of(), "/ar/share/"))

    assert translation.get_language() == before


def test_hosts_do_not_fill_the_memory(wall, settings):
    settings.ALLOWED_HOSTS = ["*"]

    for number in range(MOST_FRAMES + 6):
        said_by(wall, environ_of(body_of(), HTTP_HOST=f"h{number}.example"))

    assert len(wall._frames) <= MOST_FRAMES
