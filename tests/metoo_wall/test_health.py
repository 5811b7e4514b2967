import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


def refuse(execute, sql, params, many, context):
    raise OperationalError("away")


def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.django_db
def test_a_site_with_everything_is_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() | {"doctor": []} == {
        "database": "ok",
        "cache": "ok",
        "migrations": "ok",
        "doctor": [],
    }


@pytest.mark.django_db
def test_a_site_without_its_database_says_so(client):
    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["database"] == "not ready"


@pytest.mark.django_db
def test_an_unapplied_migration_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied("metoo_wall", "0001_initial")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["migrations"] == "not ready"


@pytest.mark.django_db
def test_a_cache_that_is_away_is_not_ready(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["cache"] == "not ready"
