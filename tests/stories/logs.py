"""Lines of the log for tests, and what somebody can do who holds the database itself."""

from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

from django.db import connection, transaction

from metoo_wall.models import StaffDecision
from stories.desk import log
from stories.desk.log import protection
from stories.desk.moderation.life import this_hour
from stories.models import Decision

migration = import_module("stories.migrations.0004_log_is_sealed")
TABLES = {"decisions": "stories_decision", "staff": "metoo_wall_staffdecision"}


class Editor:
    """As much of a schema editor as the migration asks for; works inside a test's transaction."""

    connection = connection

    def execute(self, sql, params=None):
        run(sql)


def run(sql: str, values=None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def decide(number: int = 1, *, hours_ago: int = 2, **columns) -> list[Decision]:
    """So many lines of the log, all of one hour."""
    hour = this_hour() - timedelta(hours=hours_ago)
    values = {"verb": "publish", "before": "waiting", "after": "published", "by_name": "robin"}
    values |= {"submission_id": 7, "by_id": 3, "reason": "a-reason", "decided_at": hour} | columns
    return [Decision.objects.create(**values) for _ in range(number)]


def note_staff(number: int = 1, *, hours_ago: int = 2) -> list[StaffDecision]:
    hour = this_hour() - timedelta(hours=hours_ago)
    said = {"by_name": "ada", "verb": "give", "account_name": "noor", "detail": "lead"}
    return [StaffDecision.objects.create(at=hour, **said) for _ in range(number)]


def unprotect() -> None:
    migration.unprotect(None, Editor())


def protect() -> None:
    migration.protect(None, Editor())


@contextmanager
def with_the_file_in_hand():
    """No trigger stands in the way; afterwards everything is as it was."""
    with transaction.atomic():
        unprotect()
        if connection.vendor == "sqlite":
            run("DROP TRIGGER IF EXISTS staff_decision_is_never_changed")
        else:
            run(
                "DROP TRIGGER IF EXISTS staff_decision_is_never_changed ON metoo_wall_staffdecision"
            )
        yield
        transaction.set_rollback(True)


def findings(**given) -> list[str]:
    """What `verify` says of the lines and seals; what it says of triggers is another matter."""
    return [what for what in log.verify(**given) if "protection" not in what]


def is_protected() -> bool:
    return not protection.missing()
