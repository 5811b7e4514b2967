"""A new text key, and everything that was sealed sealed anew, while the site runs.

The new key stands in the file first; each worker takes it over at its next look, and reads under both. Each row is changed only if it
is still as it was read. Stopped in the middle, it goes on where it was: what is left is found by looking.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import models

from metoo_wall.keeping import keyring
from metoo_wall.models import AuthenticatorApp
from metoo_wall.staff_accounts import sealing
from stories import vault
from stories.desk import erasure
from stories.models import Care, Checkpoint, Concern, Note, Seal, Submission, Tombstone

BATCH = 200
SETTLED = 30.0  # seconds: whatever was being written when the key came has ended by then
UNDER_WAY = "keys-rotating"


@dataclass(frozen=True)
class Column:
    model: type[models.Model]
    name: str
    box: ModuleType  # seal, unseal, and is_newest


COLUMNS = (
    Column(Submission, "sealed_words", vault),
    Column(Submission, "sealed_redaction", vault),
    Column(Note, "sealed_text", vault),
    Column(Concern, "sealed_text", vault),
    Column(Care, "sealed", vault),
    Column(AuthenticatorApp, "sealed_key", sealing),
)


class SomebodyElseRotates(Exception):
    """Another `keys rotate` is running."""


class StillInUse(Exception):
    """Rows are sealed under a key that should go."""


@dataclass(frozen=True)
class Rotation:
    sealed_anew: int
    unreadable: int  # under no key that is here; left as they are
    resumed: bool


def rotate(say: Callable[[str], None], *, settled: float = SETTLED) -> Rotation:
    """Raises SomebodyElseRotates, keyring.NotInTheFile."""
    with _alone():
        mark = settings.VAR_DIR / UNDER_WAY
        resumed = mark.exists()
        if not resumed:
            keyring.add_newest("TEXT_KEYS")
            mark.touch(0o600)
            say("The new key is in keys.env; the running site uses it from now on.")
        done, unreadable = _pass()
        while True:
            time.sleep(settled)  # what was under way under the old key
            more, unreadable = _pass()
            done += more
            if not more:
                break
        mark.unlink()
        erasure.erase_traces()
        return Rotation(done, unreadable, resumed)


def forget_old() -> dict[str, int]:
    """Takes out every key that nothing here is sealed, digested or signed with. Raises StillInUse, keyring.NotInTheFile."""
    with _alone():
        left = sum(1 for _row in _older())
        if left:
            raise StillInUse(left)
        gone = {"TEXT_KEYS": keyring.keep_only("TEXT_KEYS", {0})}
        for name, tables in NAMED.items():
            used = {key for model, field in tables for key in _distinct(model, field)}
            names = list(getattr(settings, name))
            kept = {place for place, key in enumerate(names) if place == 0 or key in used}
            gone[name] = keyring.keep_only(name, kept)
        return gone


NAMED = {
    "RECEIPT_KEYS": ((Submission, "receipt_key"), (Tombstone, "receipt_key")),
    "LOG_KEYS": ((Seal, "key"), (Checkpoint, "key")),
}


def _distinct(model: type[models.Model], field: str) -> models.QuerySet:
    return model.objects.order_by().values_list(field, flat=True).distinct()


def _pass() -> tuple[int, int]:
    """One look at every row: how many were sealed anew, and how many no key opens."""
    done = unreadable = 0
    for column, pk, old in _older():
        try:
            new = column.box.seal(column.box.unseal(old))
        except InvalidToken:
            unreadable += 1
            continue
        row = column.model.objects.filter(pk=pk, **{column.name: old})
        done += row.update(**{column.name: new})
    return done, unreadable


def _older() -> Iterator[tuple[Column, int, bytes]]:
    """What is sealed, and not under the newest key."""
    for column in COLUMNS:
        rows = column.model.objects.exclude(**{column.name: None}).order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last).values_list("pk", column.name)[:BATCH]):
            last = batch[-1][0]
            for pk, stored in batch:
                old = stored if isinstance(stored, str) else bytes(stored)
                if not column.box.is_newest(old):
                    yield column, pk, old


@contextmanager
def _alone() -> Iterator[None]:
    file = os.open(settings.VAR_DIR / f"{UNDER_WAY}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise SomebodyElseRotates from None
    finally:
        os.close(file)
