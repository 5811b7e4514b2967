"""/what-we-hold/ names every column of every model, and says what the settings say."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import TextField

from metoo_wall import holdings
from metoo_wall.languages import SHIPPED, WRITTEN
from metoo_wall.reading import RETENTION

LANGUAGES = tuple(f"_{code.replace('-', '_')}" for code in WRITTEN)


def columns_of(model) -> set[str]:
    """Without the columns of each language, which belong to the one without."""
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    names = {field.name for field in fields}
    return {n for n in names if not (n.endswith(LANGUAGES) and n.rsplit("_", 1)[0] in names)}


def missing() -> list[str]:
    """Columns that are on the page never, or twice; and those of the page that no model has."""
    said = Counter(
        (model, column)
        for kind in holdings.KINDS
        for model, columns in kind.columns.items()
        for column in columns.split()
    )
    there = {
        (model._meta.label, column)
        for model in apps.get_models()
        if model._meta.label not in holdings.NEVER_MADE
        for column in columns_of(model)
    }
    wrong = [key for key, times in said.items() if times > 1]
    return sorted(f"{model}.{column}" for model, column in {*wrong, *(there ^ said.keys())})


def test_every_column_of_every_model_is_on_the_page():
    assert missing() == []


def test_a_column_that_nobody_thought_about_would_be_missed():
    model = apps.get_model("stories.Support")
    TextField(name="who", default="").contribute_to_class(model, "who")
    try:
        assert missing() == ["stories.Support.who"]
    finally:
        model._meta.local_fields = [f for f in model._meta.local_fields if f.name != "who"]
        model._meta._expire_cache()


@pytest.mark.django_db
def test_tables_for_addresses_are_in_no_database():
    from django.db import connection

    tables = connection.introspection.table_names()

    assert not [name for name in tables if name.startswith("axes_")]


@pytest.mark.parametrize("code", SHIPPED)
def test_the_page_says_the_times_of_the_settings_in_each_language(client, settings, code):
    settings.RETENTION = settings.RETENTION | {
        name: timedelta(days=111 + number) for number, name in enumerate(RETENTION)
    }
    settings.BACKUP_RECIPIENT = "age1"

    page = client.get(f"/{code}/what-we-hold/".replace("/en/", "/")).content.decode()

    assert [n for n in range(111, 111 + len(RETENTION)) if str(n) not in page] == []
    assert "%(" not in page
    assert "sealed_words" in page


def test_without_backups_it_says_so(client):
    assert "None are made by this site today." in client.get("/what-we-hold/").content.decode()


def test_every_page_leads_there(client):
    assert 'href="/what-we-hold/"' in client.get("/safety/").content.decode()
