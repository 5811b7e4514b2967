from django.core.management.base import BaseCommand
from django.db import transaction

from resources.seeding import seed_resources
from stories.seeding import seed_stories


class Command(BaseCommand):
    help = "Loads seeds/ in one transaction; what staff changed or deleted is left as it is."
    requires_system_checks = []

    def handle(self, *args, **options):
        with transaction.atomic():
            loaded = seed_stories() | seed_resources()
        for name, counts in loaded.items():
            self.stdout.write(f"Seeds, {name}: {counts}.")
