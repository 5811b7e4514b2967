from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from metoo_wall.preparing import prepare


class Command(BaseCommand):
    help = "Migrates, seeds, makes the first administrator, collects static files. Safe to repeat."
    requires_system_checks = []

    def handle(self, *args, **options):
        try:
            prepare(self.stdout.write)
        except DatabaseError as error:
            raise CommandError(_sentence_about_the_database()) from error
        except OSError as error:
            raise CommandError(
                f"{settings.VAR_DIR} cannot be written ({error.strerror}). "
                "Set VAR_DIR to a folder that belongs to this user."
            ) from error


def _sentence_about_the_database() -> str:
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
