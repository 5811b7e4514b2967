"""Erases what is past its time, and every trace that a reader's open log held back. For a timer, each minute."""

from django.core.management.base import BaseCommand
from django.db import connection

from stories import sealed
from stories.desk import erasure


class Command(BaseCommand):
    help = "Erases expired sealed pages and truncates SQLite's log."

    def handle(self, *args, **options):
        erased = sealed.erase_expired()
        done = erasure.truncate_log() if connection.vendor == "sqlite" else erasure.vacuum()
        self.stdout.write(
            f"Sealed pages erased: {erased}. Log truncated: {'yes' if done else 'later'}."
        )
