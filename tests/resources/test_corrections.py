"""Pages about help stand until something is corrected, whoever corrects it and however, and never past their minute."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from metoo_wall.copies.declared import is_public
from metoo_wall.ready import corrections
from resources import changing
from resources.models import Helpline
from resources.models.two_people import as_agreed
from tests.factories import make_phrase, make_published
from tests.resources.factories import make_editor, make_emergency_number, make_helpline
from tests.seconds import AskedBySeconds

counted = import_module("resources.migrations.0005_corrections_are_counted").TABLES
PAGES = ["", "?country=DE", "?country=DE&who=anyone&open=now", "pocket/?country=DE"]
PAGES += ["text/?country=DE", "options/", "purposes/", "movement/", "allies/"]


@pytest.fixture
def ask(connection_stays):
    return AskedBySeconds()


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_made_once_and_stands_for_the_minute(ask, page):
    make_helpline()
    before = ask(f"/resources/{page}", 10)

    assert ask(f"/resources/{page}", 59) == before
    assert ask.rendered == 1

    ask(f"/resources/{page}", minute=1)
    assert ask.rendered == 2


@pytest.mark.django_db(transaction=True)
def test_a_correction_is_on_the_page_of_the_next_second(ask):
    line = make_helpline(name="Old name", caution="Old caution.")
    assert "Old caution." in ask("/resources/?country=DE", 1)[2]

    with as_agreed():
        Helpline.objects.filter(pk=line.pk).update(caution="New caution.")

    assert "New caution." in ask("/resources/?country=DE", 2)[2]


@pytest.mark.django_db(transaction=True)
def test_a_number_that_is_taken_off_is_gone_for_the_very_next_request(ask):
    line = make_helpline(name="Wrong Number Line")
    assert "Wrong Number Line" in ask("/resources/?country=DE", 1)[2]

    changing.take_off(line, by=make_editor("kim"))

    assert "Wrong Number Line" not in ask("/resources/?country=DE", 1)[2]


@pytest.mark.django_db(transaction=True)
def test_what_raw_sql_changes_is_counted(ask):
    make_emergency_number("DE", "112")
    assert ">112<" in ask("/resources/?country=DE", 1)[2]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE resources_emergencynumber SET number = '110'")

    assert ">110<" in ask("/resources/?country=DE", 2)[2]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_counted():
    make_helpline()
    before = corrections.count()

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("DELETE FROM resources_channel")
        cursor.execute("ROLLBACK")

    assert corrections.count() == before


@pytest.mark.django_db(transaction=True)
def test_a_storys_page_has_the_helplines_of_now(ask):
    make_phrase()
    make_helpline(name="Line of Now")
    story = make_published("A letter.")
    address = f"/stories/{story.public_id}/?country=DE"
    assert "Line of Now" in ask(address, 1)[2]

    with as_agreed():
        Helpline.objects.update(is_published=False)

    assert "Line of Now" not in ask(address, 2)[2]


def test_every_table_that_readers_see_is_counted():
    models = apps.get_app_config("resources").get_models(include_auto_created=True)

    seen = {model._meta.db_table for model in models if is_public(model)}

    assert seen == {f"resources_{table}" for table in counted}


@pytest.mark.django_db
def test_no_table_has_lost_its_triggers():
    asked = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%is_counted'"
    if connection.vendor == "postgresql":
        asked = "SELECT tgrelid::regclass FROM pg_trigger WHERE tgname LIKE '%%_is_counted' AND tgenabled = 'O'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = [name for (name,) in cursor.fetchall()]

    times = 3 if connection.vendor == "sqlite" else 1
    assert sorted(found) == sorted(times * [f"resources_{table}" for table in counted])


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_not_kept(ask):
    assert ask("/resources/?country=QQ", 1)[0].startswith("404")
    assert ask("/resources/?country=QQ", 2)[0].startswith("404")

    assert ask.rendered == 2
