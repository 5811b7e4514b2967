"""Erases what is past its time. The site does it each hour by itself; this is for a timer, and for looking first."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from metoo_wall import purging
from metoo_wall.keeping import backups
from stories.desk import erasure


class Command(BaseCommand):
    help = "Erases what is past its time (RETENTION). What nobody has decided is never erased."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="Says what would be erased, and erases nothing."
        )

    def handle(self, *args, **options):
        dry_run = options["dry_run"]
        gone = len(backups.old() if dry_run else backups.forget_old())
        try:
            counts = purging.purge(dry_run=dry_run)
        except purging.Unfinished as unfinished:
            raise CommandError(
                f"Not erased: {unfinished}. The log does not agree with its seals. "
                "`manage.py audit_verify` says where; the rest was erased."
            ) from None
        counts["backups"] = gone
        for name, count in counts.items():
            self.stdout.write(f"{name}: {count} {'would be erased' if dry_run else 'erased'}.")
        if not dry_run and not erasure.sweep():
            self.stdout.write("Their last traces in the log go as soon as nobody reads.")
        kept = ", ".join(f"{name} {time.days}" for name, time in settings.RETENTION.items())
        self.stdout.write(f"Days kept: {kept}.")
