"""Erased means gone from the files. These tests look at the bytes."""

import sqlite3

import pytest
from django.conf import settings
from django.db import connection

from stories.desk import erasure, moderation
from stories.models import Submission
from tests.factories import make_moderator, make_published, make_reason, make_waiting

PLANTED = "planted-words-that-must-vanish"
on_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="bytes of SQLite's files; PostgreSQL has its rows below"
)

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="a file of PostgreSQL; SQLite's are above"
)


def files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in settings.VAR_DIR.glob("test.sqlite3*")}


def stands_in_a_file() -> list[str]:
    return [name for name, content in files().items() if PLANTED.encode() in content]


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_story_is_in_no_file_a_moment_later():
    submission = make_published(PLANTED)
    assert stands_in_a_file()

    moderation.withdraw(submission)

    assert stands_in_a_file() == []


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_story_taken_down_is_in_no_file_a_moment_later():
    robin = make_moderator()
    submission = make_published(PLANTED, by=robin)

    moderation.take_down(submission, by=robin, reason=make_reason("take_down"))

    assert stands_in_a_file() == []


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_reader_delays_erasure_and_sweep_finishes_it():
    submission = make_published(PLANTED)
    reader = sqlite3.connect(settings.VAR_DIR / "test.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM stories_story").fetchone()

    moderation.withdraw(submission)
    assert stands_in_a_file()
    reader.execute("COMMIT")
    reader.close()

    assert erasure.truncate_log()
    assert stands_in_a_file() == []


@pytest.mark.django_db
def test_withdrawing_leaves_no_row_of_the_post_but_its_tombstone():
    submission = make_waiting(PLANTED)
    moderation.ask(submission, by=make_moderator(), question=make_reason("ask"), note=PLANTED)

    moderation.withdraw(Submission.objects.get())

    with connection.cursor() as cursor:
        for table in ("stories_submission", "stories_note", "stories_concern", "stories_story"):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0, table


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_sweep_leaves_nothing_of_a_withdrawn_story_in_its_tables_file():
    submission = make_published(PLANTED)

    moderation.withdraw(submission)
    assert erasure.sweep()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('stories_story'))")
        assert PLANTED.encode() not in bytes(cursor.fetchone()[0])
