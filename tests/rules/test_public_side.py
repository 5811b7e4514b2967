"""What readers see touches no private table, and shows nothing that was not published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from stories.desk import moderation
from stories.models import private
from stories.models.public import Story
from tests.factories import make_moderator, make_phrase, make_published, make_reason, make_waiting
from tests.rules.public_pages import absent_pages, public_pages

PRIVATE_TABLES = {
    model._meta.db_table
    for model in vars(private).values()
    if isinstance(model, type)
    and model.__module__.startswith(private.__name__)
    and hasattr(model, "_meta")
} | {private.Submission.warnings.through._meta.db_table}
PRIVATE_TABLES -= {private.IntakeSwitch._meta.db_table}  # the form says it, and it tells of nobody
PLANTED = "planted-words-of-somebody"
TAKE_A_RECEIPT_OR_A_POST = {
    "intake:sealed",
    "intake:own",
    "intake:support",
    "resources:did-not-work",
}

pytestmark = pytest.mark.django_db


def addresses(story_id: str) -> list[str]:
    story = [
        reverse(name, args=[story_id]) for name in ("wall:story", "wall:rest", "intake:concern")
    ]
    filtered = "/stories/?kind=story&language=en&phrase=metoo&without=suicide&country=FR"
    return [*public_pages(), *story, filtered, f"/stories/?after={story_id}"]


def test_the_private_tables_are_known():
    assert {"stories_submission", "stories_decision", "stories_sealedpage"} <= PRIVATE_TABLES
    assert Story._meta.db_table not in PRIVATE_TABLES


def test_every_public_route_is_in_the_list():
    prefixed = get_resolver().url_patterns[-1]
    named = {
        f"{resolver.namespace}:{pattern.name}"
        for resolver in prefixed.url_patterns
        if getattr(resolver, "namespace", None) in ("wall", "intake", "resources")
        for pattern in resolver.url_patterns
    }
    assert len(named) > 8, "the languages' prefix is no longer the last of the addresses"
    listed = {resolve_name(address) for address in addresses("2" * 12)}

    assert named - TAKE_A_RECEIPT_OR_A_POST <= listed


def resolve_name(address: str) -> str:
    match = get_resolver().resolve(address.partition("?")[0])
    return match.view_name


def test_no_public_page_asks_a_private_table(client):
    make_phrase()
    story = make_published("Standing.")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        for address in addresses(story.public_id):
            assert client.get(address).status_code == 200, address

    touched = {t for q in asked.captured_queries for t in PRIVATE_TABLES if f'"{t}"' in q["sql"]}
    assert len(asked) > 10
    assert touched == set()


def plant() -> list[str]:
    """The same words in every state that is not published; the ids of what once stood."""
    robin = make_moderator()
    make_phrase()
    make_waiting(PLANTED, name=PLANTED)
    moderation.ask(make_waiting(PLANTED), by=robin, question=make_reason("ask"), note=PLANTED)
    moderation.decline(make_waiting(PLANTED), by=robin, reason=make_reason(), note=PLANTED)
    moderation.publish(make_waiting(PLANTED, asks_before_publishing=True), by=robin)
    down, gone = make_published(PLANTED, by=robin), make_published(PLANTED, by=robin)
    moderation.take_down(down, by=robin, reason=make_reason("take_down"))
    moderation.withdraw(gone)
    moderation.publish(make_waiting(f"told {PLANTED} there"), by=robin, redacted="told […] there")
    return [down.public_id, gone.public_id]


def test_planted_words_are_on_no_public_page(client):
    once_public = plant()
    standing = Story.objects.get().public_id

    for address in [
        *addresses(standing),
        *absent_pages(),
        *(f"/stories/{i}/" for i in once_public),
    ]:
        assert PLANTED not in client.get(address).content.decode(), address


def test_planted_words_are_in_no_table_in_clear():
    plant()

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [
                bytes(v) if isinstance(v, memoryview) else v
                for row in cursor.fetchall()
                for v in row
            ]
            assert not any(PLANTED in str(value) for value in rows), table


def test_planted_words_would_be_found_if_they_were_published(client):
    make_phrase()
    make_published(PLANTED)

    assert PLANTED in client.get("/stories/").content.decode()
