import time
from collections import Counter

from django.core.management.base import BaseCommand

from resources.links import addresses, look_at_all, remember
from resources.models import LinkCheck


class Command(BaseCommand):
    help = "Looks at the websites and chats of published helplines, politely. Numbers are for people to call."

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=float, default=10, help="the longest wait for one")
        parser.add_argument("--pause", type=float, default=2, help="seconds between two on a host")
        parser.add_argument("--minutes", type=float, default=30, help="the longest run")

    def handle(self, *args, **options):
        links, counted = addresses(), Counter()
        ends_at = time.monotonic() + options["minutes"] * 60
        looks = look_at_all(
            links, pause=options["pause"], seconds=options["seconds"], ends_at=ends_at
        )
        for line, address, seen in looks:
            remember(line, address, seen)
            counted[seen.outcome] += 1
            if seen.outcome != LinkCheck.Outcome.ANSWERS:
                self.stdout.write(f"{line.slug}  {address}  {seen.outcome.label} ({seen.detail})")
        for outcome in LinkCheck.Outcome:
            self.stdout.write(f"{outcome.label}: {counted[outcome]}")
        self.stdout.write(f"not looked at, for want of time: {len(links) - counted.total()}")
