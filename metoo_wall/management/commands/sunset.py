"""The end of a wall: `sunset begin --on DATE`, and on that day `sunset finish --into FOLDER --yes`."""

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from metoo_wall import closing
from stories.models import Submission


class Command(BaseCommand):
    help = "Closes the wall: begin tells authors and stops intake; finish keeps what they allow and erases the rest."

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        begin = acts.add_parser("begin", help="names the day, 30 days from now or later")
        begin.add_argument("--on", type=date.fromisoformat, required=True)
        acts.add_parser("cancel", help="the wall goes on")
        finish = acts.add_parser(
            "finish", help="on that day: static helplines, what is kept, and nothing else"
        )
        finish.add_argument("--into", type=Path, required=True)
        finish.add_argument("--yes", action="store_true", help="Without it, nothing is erased.")

    def handle(self, *args, **options):
        try:
            getattr(self, options["act"])(options)
        except closing.Refused as refused:
            raise CommandError(f"{refused} Nothing was changed.") from None
        except OSError as error:
            raise CommandError(f"{error}. Nothing was erased.") from None

    def begin(self, options):
        closing.begin(options["on"])
        self.stdout.write(
            f"Intake is closed. Whoever comes back with their number reads that the wall closes on {options['on']}, "
            "and can let their story be kept. Say it on every channel you have, too."
        )

    def cancel(self, options):
        closing.cancel()
        self.stdout.write(
            "The wall goes on. Whoever let their story be kept is not asked any more."
        )

    def finish(self, options):
        if not options["yes"]:
            self.stdout.write(
                f"Would keep {len(closing.may_be_kept())} stories and erase {Submission.objects.count()} posts, every account, "
                "the log and the backups here. With --yes it does. Nothing was changed."
            )
            return
        done = closing.finish(options["into"])
        self.stdout.write(
            f"Erased: {done['erased']} posts and everything about them, accounts, the log, the backups of this machine. "
            f"Kept: {done['kept']} stories in {options['into'] / closing.KEPT}."
        )
        self.stdout.write(
            f"Helplines: {done['pages']} pages in {options['into'] / closing.SITE}, for any web server. "
            "Stop the site, delete every copy of its backups and keys, and let the server show that folder."
        )
