"""One mail about everything that waits: numbers, never a word."""

from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends import locmem
from django.core.management import CommandError, call_command
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall.reading import mail_server
from stories.models import Submission
from stories.models.private import Lane
from tests.factories import make_moderator, make_published, make_waiting, receive
from tests.stories.concerning import tell

pytestmark = pytest.mark.django_db
PLANTED = "planted-words-of-somebody"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_HOST = "localhost"
    settings.DIGEST_FROM = "wall@wall.example"
    settings.DIGEST_TO = ["robin@wall.example", "noor@wall.example"]
    settings.DIGEST_LANGUAGE = "en"


def sent() -> str:
    out = StringIO()
    call_command("digest", stdout=out)
    return out.getvalue()


def test_it_counts_by_lane(client):
    with freeze_time(timezone.now() - timedelta(days=3)):
        make_waiting(PLANTED)
    for _number in range(2):
        Submission.objects.filter(pk=make_waiting(PLANTED).pk).update(lane=Lane.DANGER)
    receive(hold_bare=True)
    tell(client, make_published("Standing.", by=make_moderator()))

    sent()

    assert mail.outbox[0].body.splitlines() == [
        f"{Lane.DANGER.label}: 2",
        f"{Lane.FLAGGED.label}: 0",
        f"{Lane.REST.label}: 1",
        "Held back in a flood: 1",
        "Stories with concerns: 1",
        "The oldest has waited for 3 days.",
        "",
        "No mail is sent about a single post.",
    ]


def test_it_holds_no_word_and_no_name_of_anybody():
    for number in range(30):
        make_waiting(f"{PLANTED} {number}", name=PLANTED)

    sent()

    assert len(mail.outbox) == 2, "one a person, however many posts there are"
    for message in mail.outbox:
        whole = message.message().as_string()
        assert PLANTED not in whole
        assert len(message.recipients()) == 1
    assert "noor" not in mail.outbox[0].message().as_string()


def test_where_nothing_waits_nothing_is_sent():
    make_published(by=make_moderator())

    assert "Nothing waits" in sent()
    assert mail.outbox == []


def test_it_speaks_the_language_that_was_chosen(settings):
    settings.DIGEST_LANGUAGE = "es"
    make_waiting()

    sent()

    assert "No mail is sent" not in mail.outbox[0].body
    assert str(Lane.REST.label) not in mail.outbox[0].body


def test_a_dry_run_sends_nothing():
    make_waiting()
    out = StringIO()

    call_command("digest", "--dry-run", stdout=out)

    assert f"{Lane.REST.label}: 1" in out.getvalue()
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["EMAIL_HOST", "DIGEST_FROM", "DIGEST_TO"])
def test_what_is_missing_is_said(settings, name):
    setattr(settings, name, "")
    make_waiting()

    with pytest.raises(CommandError, match="DIGEST_TO"):
        sent()


@pytest.mark.parametrize("url", ["localhost", "smtp://", "carrier-pigeon://loft", "smtp://h:many"])
def test_a_mail_server_that_cannot_be_read_is_refused_in_a_sentence(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL cannot be read"):
        mail_server(url)


def test_a_mail_server_is_read():
    said = mail_server("smtp+tls://robin:secret@mail.example:587")

    assert (said["EMAIL_HOST"], said["EMAIL_PORT"], said["EMAIL_USE_TLS"]) == (
        "mail.example",
        587,
        True,
    )
    assert mail_server("smtp://localhost")["EMAIL_PORT"] == 25
    assert mail_server("")["EMAIL_HOST"] == ""


def test_a_mail_server_that_is_away_is_one_sentence(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    make_waiting()

    with pytest.raises(CommandError, match="does not answer"):
        sent()


class RefusesRobin(locmem.EmailBackend):
    def send_messages(self, messages):
        if "robin@wall.example" in messages[0].to:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_one_address_that_is_refused_keeps_no_mail_from_the_others(settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusesRobin"
    make_waiting()

    with pytest.raises(CommandError, match="refused 1 of 2 addresses"):
        sent()

    assert [message.to for message in mail.outbox] == [["noor@wall.example"]]
