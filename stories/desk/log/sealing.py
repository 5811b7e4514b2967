"""Seals what is ready. A timer calls it; no post and no decision ever waits for it."""

from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction

from stories.desk.log import rows, signing
from stories.desk.moderation.life import this_hour
from stories.models.private import Checkpoint, Log, Seal

BATCH = 1000  # lines under one seal: 40 KB of digests


def seal(before: datetime | None = None) -> int:
    """Seals every line of an hour that is over, or before the hour given; returns how many seals were made.

    By whole hours: the number of seals would else tell the minute in which somebody decided. Two workers at once
    make one seal: its number is unique.
    """
    made = 0
    for log in Log.values:
        while _seal_one(log, before or this_hour()):
            made += 1
    return made


def end_of(log: str) -> tuple[int, int, bytes]:
    """Of the newest seal, or of the checkpoint where none is left: its number, its last line, its digest."""
    newest = Seal.objects.filter(log=log).order_by("-number").first()
    if newest:
        return newest.number, newest.last_id, signing.chain_digest(newest)
    return beginning_of(Checkpoint.objects.filter(log=log).order_by("-number").first())


def beginning_of(checkpoint: Checkpoint | None) -> tuple[int, int, bytes]:
    if checkpoint is None:
        return 0, 0, signing.NOTHING
    return checkpoint.number, checkpoint.last_id, bytes(checkpoint.digest)


def _seal_one(log: str, before: datetime) -> bool:
    number, sealed, digest = end_of(log)
    ready = _settled(log, before, sealed)
    lines = rows.digests(log, rows.NEWEST, sealed + 1, ready, BATCH)
    if not lines:
        return False
    new = Seal(log=log, number=number + 1, first_id=sealed + 1, last_id=max(lines))
    new.format, new.lines, new.previous = rows.NEWEST, signing.pack(lines), digest
    signing.sign(new)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        return False  # another worker was faster
    return True


def _settled(log: str, before: datetime, after: int) -> int:
    """The last line that may be sealed: no line before it can still appear.

    SQLite has one writer at a time, and its numbers come in the order of the commits. PostgreSQL gives a number before
    the commit: the table is locked against writers, without waiting, for as long as one look takes; while any writer
    is under way nothing is sealed, and the timer comes again.
    """
    if connection.vendor == "sqlite":
        return rows.last_before(log, before, after)
    table = connection.ops.quote_name(rows.SOURCES[log].rows.model._meta.db_table)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE NOWAIT")
            return rows.last_before(log, before, after)
    except OperationalError:
        return after
