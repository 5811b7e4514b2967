"""Reads settings that need more than a cast; a wrong one is a sentence that says what to change."""

import base64
import binascii
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ENGINES = ("sqlite:", "postgres:", "postgresql:")
CONNECTIONS = 24  # of a worker to PostgreSQL: one for each request that metoo_wall/admission.py lets work at a time, and the timer
REPLICA_OPTIONS = "-c default_transaction_read_only=on -c statement_timeout=5000"
STATEMENTS = 32  # that a connection to SQLite keeps ready, at 20 KB each; Python keeps 128
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
)


REDIS_PATIENCE = 0.5  # seconds, to reach it and for each answer
KINDS = {int: "a whole number", bool: "1 or 0"}
YES_OR_NO = {"true", "on", "ok", "y", "yes", "1", "false", "off", "n", "no", "0", ""}


class Environment(environ.Env):
    """Refuses what cannot be read: HTTPS=yse must not quietly mean no.

    Works on a copy, so that keys from a file do not enter the environment that children inherit.
    """

    ENVIRON = dict(os.environ)

    def get_value(self, var, cast=None, default=environ.Env.NOTSET, parse_default=False):
        given = self.ENVIRON.get(var, "")
        try:
            if cast is bool and given.strip().lower() not in YES_OR_NO:
                raise ValueError
            return super().get_value(var, cast, default, parse_default)
        except ValueError:
            kind = KINDS.get(cast, "of another kind")
            raise ImproperlyConfigured(f"{var} is {given!r} and must be {kind}.") from None


def _redis_options() -> dict[str, Any]:
    """A Redis that hangs costs a page a moment, not its answer: redis-py by itself waits for ever."""
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    patience = {"socket_timeout": REDIS_PATIENCE, "socket_connect_timeout": REDIS_PATIENCE}
    return patience | {"retry": Retry(NoBackoff(), 1)}


def database(env: Any, var_dir: Path) -> dict[str, Any]:
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{var_dir / 'wall.sqlite3'}"
    if not url.startswith(ENGINES):
        raise ImproperlyConfigured(
            "DATABASE_URL must begin with sqlite:/// or postgres://. "
            "Leave it out to use the SQLite database in VAR_DIR."
        )
    try:
        settings = env.db_url_config(url)
    except ValueError:
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. It looks like postgres://user:password@host:5432/name; "
            "a special character in the password is written in percent code."
        ) from None
    if not settings["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a database, such as postgres://user:password@host:5432/name."
        )
    if url.startswith("sqlite:"):
        settings["OPTIONS"] = {
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "cached_statements": STATEMENTS,
        }
        # The last connection that closes takes the index of the log with it, and a full disk has no room for a new
        # one: readers would be shut out as well.
        settings["CONN_MAX_AGE"] = None
    else:
        settings["ENGINE"] = "django.db.backends.postgresql"
        settings.setdefault("OPTIONS", {})["pool"] = {
            "min_size": 1,
            "max_size": CONNECTIONS,
            "timeout": 5,
        }
    return settings


def replica(env: Any) -> dict[str, dict[str, Any]]:
    """Nothing, or one database more: read only, and quick to say that it is away. A worker keeps its connection."""
    url = env.str("DATABASE_REPLICA_URL", default="")
    if not url:
        return {}
    if not url.startswith(("postgres:", "postgresql:")):
        raise ImproperlyConfigured(
            "DATABASE_REPLICA_URL must begin with postgres://. Leave it out to read from DATABASE_URL."
        )
    settings = env.db_url_config(url)
    options = {"connect_timeout": 2, "options": REPLICA_OPTIONS}
    settings |= {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 600, "OPTIONS": options}
    return {"replica": settings}


def cache(env: Any) -> dict[str, Any]:
    url = env.str("CACHE_URL", default="") or "locmemcache://"
    try:
        settings = env.cache_url_config(url)
    except ImproperlyConfigured:
        raise ImproperlyConfigured(
            "CACHE_URL must begin with redis:// or locmemcache://. Leave it out to use memory."
        ) from None
    if url.startswith("redis"):
        settings.setdefault("OPTIONS", {}).update(_redis_options())
    return settings


def text_keys(keys: list[str]) -> list[bytes]:
    """Fernet keys: 32 random bytes each, in URL-safe base64."""
    return [_key_of_32_bytes(key, "TEXT_KEYS") and key.encode() for key in keys]


def named_keys(entries: list[str], setting: str = "RECEIPT_KEYS") -> dict[str, bytes]:
    """`name:base64` pairs to name -> 32 bytes, newest first."""
    named = {}
    for entry in entries:
        name, colon, key = entry.partition(":")
        if not (name.isalnum() and colon and len(name) <= 8):
            raise ImproperlyConfigured(
                f"{setting} must be a list of name:key pairs, such as k1:AAAA…, parted by commas."
            )
        named[name] = _key_of_32_bytes(key, setting)
    return named


RETENTION = {
    "originals": 30,  # what was first sent, after its publication
    "declined": 30,
    "offers": 90,  # that their authors have not answered
    "concerns": 365,  # after they were settled
    "log": 730,
    "backups": 14,  # what was taken back stays in them for so long
}  # days
LONGEST_RETENTION = 3650


def retention(given: dict[str, str]) -> dict[str, timedelta]:
    """How long each kind is kept: the table, with what the operator has said otherwise."""
    kept = dict(RETENTION)
    for name, days in given.items():
        if name not in RETENTION:
            raise ImproperlyConfigured(
                f"RETENTION names {name!r}. It knows {', '.join(RETENTION)}, each with a number of days."
            )
        if not days.isascii() or not days.isdecimal() or not 1 <= int(days) <= LONGEST_RETENTION:
            raise ImproperlyConfigured(
                f"RETENTION keeps {name} for {days!r} days, and must keep them for 1 to {LONGEST_RETENTION}. "
                f"Take it out to use {RETENTION[name]}."
            )
        kept[name] = int(days)
    return {name: timedelta(days=days) for name, days in kept.items()}


def mail_server(url: str) -> dict[str, Any]:
    """The settings of Django's that name a mail server; none where nothing is said."""
    if not url:
        return {"EMAIL_HOST": ""}
    try:
        said = environ.Env.email_url_config(url)
    except (KeyError, ValueError, ImproperlyConfigured):
        said = {}
    if not said.get("EMAIL_HOST"):
        raise ImproperlyConfigured(
            "EMAIL_URL cannot be read. It looks like smtp://user:password@host:25; smtp+tls:// encrypts."
        )
    return said | {"EMAIL_PORT": said["EMAIL_PORT"] or 25}


def _key_of_32_bytes(key: str, setting: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(key)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != 32:
        raise ImproperlyConfigured(
            f"{setting} holds a key that is not 32 bytes in URL-safe base64. "
            "`python -m metoo_wall.keys` makes good ones in VAR_DIR/keys.env."
        )
    return raw
