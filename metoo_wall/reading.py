"""Reads settings that need more than a cast; a wrong one is a sentence that says what to change."""

import base64
import binascii
import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ENGINES = ("sqlite:", "postgres:", "postgresql:")
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
    "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
)


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
        }
    else:
        settings["ENGINE"] = "django.db.backends.postgresql"
        settings.setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 4, "timeout": 5}
    return settings


def cache(env: Any) -> dict[str, Any]:
    url = env.str("CACHE_URL", default="") or "locmemcache://"
    try:
        return env.cache_url_config(url)
    except ImproperlyConfigured:
        raise ImproperlyConfigured(
            "CACHE_URL must begin with redis:// or locmemcache://. Leave it out to use memory."
        ) from None


def text_keys(keys: list[str]) -> list[bytes]:
    """Fernet keys: 32 random bytes each, in URL-safe base64."""
    return [_key_of_32_bytes(key, "TEXT_KEYS") and key.encode() for key in keys]


def named_keys(entries: list[str]) -> dict[str, bytes]:
    """`name:base64` pairs to name -> 32 bytes, newest first."""
    named = {}
    for entry in entries:
        name, colon, key = entry.partition(":")
        if not (name.isalnum() and colon and len(name) <= 8):
            raise ImproperlyConfigured(
                "RECEIPT_KEYS must be a list of name:key pairs, such as k1:AAAA…, parted by commas."
            )
        named[name] = _key_of_32_bytes(key, "RECEIPT_KEYS")
    return named


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
