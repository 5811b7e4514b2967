"""Erased means gone from the files, too. SQLite overwrites freed pages (`secure_delete`), but its write-ahead
log keeps what was written until it is truncated, which has to wait while anybody reads. PostgreSQL keeps dead
rows until a vacuum. What cannot be done at once is done by `sweep`, which every worker runs on a timer.
"""

from django.db import OperationalError, connection

PATIENCE_MILLISECONDS = 200  # the author waits for the answer; what stays is for `sweep`
SMALL = 16 * 1024 * 1024  # bytes: written anew in well under a second
TABLES = (
    "stories_submission",
    "stories_note",
    "stories_concern",
    "stories_story",
    "stories_floodpost",
    "stories_floodband",
    "stories_cell",
    "stories_care",
    "metoo_wall_authenticatorapp",
)


class _Traces:
    """Whether this worker has left dead rows to PostgreSQL since its last sweep."""

    are_left = False


def erase_traces() -> bool:
    """After a commit that erased words. True where no trace stays; else `sweep` tries again."""
    if connection.vendor == "sqlite":
        return truncate_log()
    _Traces.are_left = True
    return False


def sweep() -> bool:
    """What `erase_traces` could not do at once; True where nothing is left to do."""
    if connection.vendor == "sqlite":
        return truncate_log()
    if not _Traces.are_left:
        return True
    done = vacuum()
    _Traces.are_left = not done
    return done


def vacuum() -> bool:
    """Frees the rows that nobody can see any more; outside of any transaction. True where no trace stays.

    A plain vacuum leaves the bytes of a row until something new is written over them: small tables are written
    anew, without them. That locks out readers, so not for long, and not where a table has grown.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {', '.join(TABLES)}")
        cursor.execute(
            "SELECT max(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t",
            [list(TABLES)],
        )
        if cursor.fetchone()[0] > SMALL:
            return True
        cursor.execute(f"SET lock_timeout = {PATIENCE_MILLISECONDS}")
        try:
            cursor.execute(f"VACUUM FULL {', '.join(TABLES)}")
        except OperationalError:
            return False
        finally:
            cursor.execute("RESET lock_timeout")
    return True


def truncate_log() -> bool:
    """True where no trace stays in SQLite's log; False while a reader holds it."""
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
