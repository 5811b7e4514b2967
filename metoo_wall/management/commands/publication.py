from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from metoo_wall.copies import sql

SCRIPTS = {"source": sql.source, "copy": sql.copy}


class Command(BaseCommand):
    help = (
        "Prints what makes copies of the public tables (docs/scaling.md): `source` and `copy` are SQL for psql, "
        "`tables` are arguments for pg_dump. Changes nothing by itself."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("what", choices=[*SCRIPTS, "tables"])

    def handle(self, *args, what, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Copies need PostgreSQL: set DATABASE_URL to a postgres:// address.")
        if what == "tables":
            self.stdout.write(" ".join(f"--table={name}" for name in sql.tables()))
            return
        statements = "".join(f"{statement};\n" for statement in SCRIPTS[what]())
        self.stdout.write(f"BEGIN;\n{statements}COMMIT;")
