"""Erases what is past its time, and every trace that a reader's open log held back. For a timer, each minute."""

from django.core.management.base import BaseCommand

from stories.desk import erasure
from stories.intake import sealed


class Command(BaseCommand):
    help = "Erases expired sealed pages and truncates SQLite's log."

    def handle(self, *args, **options):
        erased = sealed.erase_expired()
        done = erasure.truncate_log()
        self.stdout.write(
            f"Sealed pages erased: {erased}. Log truncated: {'yes' if done else 'later'}."
        )
