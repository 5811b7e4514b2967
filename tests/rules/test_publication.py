"""What may leave the machine that takes posts is named, column by column; nothing else does."""

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from metoo_wall.copies import sql
from metoo_wall.copies.declared import (
    KEPT_BACK,
    ONLY_WHERE,
    PRIVATE,
    PUBLIC,
    is_public,
    name_of,
    public_fields,
    public_models,
)
from stories.models import private
from tests.factories import make_phrase, make_published
from tests.rules.public_pages import public_pages

MODELS = apps.get_models(include_auto_created=True)
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the statements are PostgreSQL's"
)


def test_every_model_is_public_or_private():
    named = [*PUBLIC, *PRIVATE]

    assert sorted(named) == sorted(model._meta.label for model in MODELS)
    assert set(KEPT_BACK) | set(ONLY_WHERE) <= set(PUBLIC)


@pytest.mark.parametrize("model", [*public_models()], ids=lambda model: model._meta.label)
def test_every_field_of_a_public_model_is_public_or_kept_back(model):
    label = model._meta.label
    named = [*PUBLIC[label].split(), *KEPT_BACK.get(label, "").split()]

    assert sorted(named) == sorted({name_of(field) for field in model._meta.concrete_fields})


def test_nothing_that_was_sent_or_decided_is_public():
    of_private = [m for m in MODELS if m.__module__.startswith(private.__name__)]
    refers = {m for m in public_models() if any(is_private(f) for f in m._meta.concrete_fields)}

    assert len(of_private) > 15
    assert not any(map(is_public, of_private))
    assert refers == set()


def is_private(field) -> bool:
    return field.related_model is not None and not is_public(field.related_model)


@pytest.mark.django_db
def test_public_pages_ask_public_tables_alone(client):
    make_phrase()
    story = make_published("Standing.")
    pages = set(public_pages()) - {"/share/", "/yours/"}

    with CaptureQueriesContext(connection) as asked:
        for address in [*pages, f"/stories/{story.public_id}/"]:
            assert client.get(address).status_code == 200, address

    tables = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(q["sql"] for q in asked)))
    assert "stories_story" in tables
    assert tables <= set(sql.tables())


@on_postgresql
@pytest.mark.django_db
def test_the_publication_has_exactly_what_is_named():
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in sql.publication():
            cursor.execute(statement)
        cursor.execute(
            "SELECT tablename, attnames FROM pg_publication_tables WHERE pubname = %s",
            [sql.PUBLICATION],
        )
        published = {table: set(columns) for table, columns in cursor.fetchall()}
        transaction.set_rollback(True)

    wanted = {m._meta.db_table: {f.column for f in public_fields(m)} for m in public_models()}
    assert published.pop("django_migrations") == {"id", "app", "name", "applied"}
    assert published == wanted
    assert "country" not in published["stories_story"]


def test_the_scripts_name_no_private_table():
    script = " ".join([*sql.publication(), *sql.views(), *sql.copy()])
    private_tables = {apps.get_model(label)._meta.db_table for label in PRIVATE}

    named = set(re.findall(r"\w+", script))

    assert "stories_story" in named
    assert named & private_tables == set()
