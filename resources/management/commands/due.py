from django.core.management.base import BaseCommand

from resources.due import as_calendar, as_lines, due_within


class Command(BaseCommand):
    help = "What is due for a check: as lines for a mail, or as a calendar to subscribe to."

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=30, help="how far ahead; the default is 30")
        parser.add_argument("--calendar", action="store_true", help="iCalendar, RFC 5545")

    def handle(self, *args, **options):
        lines = due_within(options["days"])
        if options["calendar"]:
            self.stdout.write(as_calendar(lines), ending="")
            return
        for line in as_lines(lines):
            self.stdout.write(line)
