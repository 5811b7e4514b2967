"""Whether what the site stands on answers: the database, its migrations, the cache."""

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string
from redis.exceptions import RedisError

from metoo_wall.preparing import unapplied_migrations


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def is_migrated() -> bool:
    return not unapplied_migrations()


def cache_answers() -> bool:
    mark = get_random_string(12)
    try:
        cache.set("readyz", mark, timeout=10)
        return cache.get("readyz") is not None
    except (OSError, RedisError):
        return False


def what_to_do_about_the_database() -> str:
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"]:
        return (
            f"The database file {database['NAME']} cannot be opened or written. "
            "Set VAR_DIR (or DATABASE_URL) to a place that belongs to this user and has room."
        )
    where = f"{database['HOST'] or 'localhost'}:{database['PORT'] or 5432}/{database['NAME']}"
    return (
        f"The database at {where} does not answer or does not let us in. "
        "Start it, or change DATABASE_URL; without it SQLite in VAR_DIR is used."
    )
