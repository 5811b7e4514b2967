"""Erased means gone from the files, too. SQLite overwrites freed pages (`secure_delete`), but its write-ahead
log keeps what was written until it is truncated, which has to wait while anybody reads.
"""

from django.db import OperationalError, connection


def truncate_log() -> bool:
    """True where no trace stays in SQLite's log; False while a reader holds it: `sweep` tries again.

    On PostgreSQL there is nothing to do here: autovacuum reclaims the rows.
    """
    if connection.vendor != "sqlite":
        return True
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _log, _checkpointed = cursor.fetchone()
    except OperationalError:
        return False
    return busy == 0
