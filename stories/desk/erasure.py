"""Erased means gone from the files, too. SQLite overwrites freed pages (`secure_delete`), but its write-ahead
log keeps what was written until it is truncated, which has to wait while anybody reads.
"""

from django.db import OperationalError, connection

PATIENCE_MILLISECONDS = 200  # the author waits for the answer; what stays is for `sweep`


def truncate_log() -> bool:
    """True where no trace stays in SQLite's log; False while a reader holds it: `sweep` tries again.

    On PostgreSQL there is nothing to do here: autovacuum reclaims the rows.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MILLISECONDS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return cursor.fetchone()[0] == 0
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
