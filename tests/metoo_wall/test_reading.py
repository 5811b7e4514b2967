import base64
import socket
from pathlib import Path

import pytest
import redis
from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured

from metoo_wall.reading import Environment, cache, database, named_keys, text_keys

KEY = base64.urlsafe_b64encode(b"k" * 32).decode()


def environment(monkeypatch, **values) -> Environment:
    monkeypatch.setattr(Environment, "ENVIRON", values)
    return Environment()


def test_sqlite_in_var_dir_is_the_default(monkeypatch):
    read = database(environment(monkeypatch, DATABASE_URL=""), Path("/somewhere"))

    assert read["NAME"] == "/somewhere/wall.sqlite3"
    assert read["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_postgres_has_a_pool(monkeypatch):
    read = database(
        environment(monkeypatch, DATABASE_URL="postgres://u:p%40ss@db:5432/wall"), Path()
    )

    assert read["ENGINE"] == "django.db.backends.postgresql"
    assert (read["HOST"], read["PASSWORD"]) == ("db", "p@ss")
    assert read["OPTIONS"]["pool"]


@pytest.mark.parametrize("url", ["mysql://db/wall", "postgres://db:port/wall", "nonsense"])
def test_a_wrong_database_is_a_sentence_without_the_address(monkeypatch, url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL") as wrong:
        database(environment(monkeypatch, DATABASE_URL=url), Path())

    assert url not in str(wrong.value)


@pytest.mark.parametrize("url", ["postgres://", "postgres://u:secret@db:5432/"])
def test_a_database_without_a_name_is_a_sentence(monkeypatch, url):
    with pytest.raises(ImproperlyConfigured, match="name a database"):
        database(environment(monkeypatch, DATABASE_URL=url), Path())


def test_redis_is_djangos_own_backend(monkeypatch):
    read = cache(environment(monkeypatch, CACHE_URL="redis://127.0.0.1:6379/1"))

    assert read["BACKEND"] == "django.core.cache.backends.redis.RedisCache"


def test_redis_is_not_waited_for(monkeypatch):
    """A server that accepts and never answers costs a page a moment, not its answer."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        read = cache(environment(monkeypatch, CACHE_URL=address))
        store = RedisCache(read["LOCATION"], {"OPTIONS": read["OPTIONS"]})

        with pytest.raises(redis.exceptions.TimeoutError):
            store.get("tally")


def test_a_wrong_cache_is_a_sentence(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL"):
        cache(environment(monkeypatch, CACHE_URL="nonsense://"))


@pytest.mark.parametrize(("given", "meant"), [("1", True), ("on", True), ("0", False), ("", False)])
def test_yes_and_no_are_read(monkeypatch, given, meant):
    assert environment(monkeypatch, HTTPS=given).bool("HTTPS") is meant


@pytest.mark.parametrize(("kind", "given"), [("bool", "yse"), ("int", "three"), ("int", "")])
def test_what_cannot_be_read_is_a_sentence_that_names_the_setting(monkeypatch, kind, given):
    env = environment(monkeypatch, SETTING=given)

    with pytest.raises(ImproperlyConfigured, match="SETTING"):
        getattr(env, kind)("SETTING", default=0)


@pytest.mark.parametrize(
    "key", ["", "short", KEY[:-4], "not base64 at all, but long enough for it"]
)
def test_a_wrong_key_is_a_sentence_that_does_not_repeat_it(key):
    for read in (lambda: text_keys([key]), lambda: named_keys([f"k1:{key}"])):
        with pytest.raises(ImproperlyConfigured, match="32 bytes") as wrong:
            read()

        assert not key or key not in str(wrong.value)


@pytest.mark.parametrize("entry", [KEY, f":{KEY}", f"name too long:{KEY}"])
def test_receipt_keys_have_names(entry):
    with pytest.raises(ImproperlyConfigured, match="name:key"):
        named_keys([entry])


def test_receipt_keys_keep_their_order():
    assert list(named_keys([f"k2:{KEY}", f"k1:{KEY}"])) == ["k2", "k1"]
