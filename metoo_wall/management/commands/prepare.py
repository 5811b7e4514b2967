from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from metoo_wall.answering import what_to_do_about_the_database
from metoo_wall.keeping.shut import refuse_to_serve
from metoo_wall.preparing import prepare


class Command(BaseCommand):
    help = "Migrates, seeds, makes the first administrator, collects static files. Safe to repeat."
    requires_system_checks = []

    def handle(self, *args, **options):
        refuse_to_serve()
        try:
            prepare(self.stdout.write)
        except DatabaseError as error:
            raise CommandError(what_to_do_about_the_database()) from error
        except OSError as error:
            raise CommandError(
                f"{settings.VAR_DIR} cannot be written ({error.strerror}). "
                "Set VAR_DIR to a folder that belongs to this user."
            ) from error
