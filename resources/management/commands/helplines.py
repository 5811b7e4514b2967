import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from metoo_wall.models import StaffAccount
from resources.changing import BY_A_PERSON
from resources.people import NotAnEditor
from resources.transfer.loading import ImportRefused, Tally, check_file, propose_file
from resources.transfer.reading import FORMATS
from resources.transfer.writing import write_csv, write_json


class Command(BaseCommand):
    help = "Exports all helplines, or imports a file as proposals: all of it, or nothing."

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        out = acts.add_parser("export", help="writes every record, published or not")
        out.add_argument("file", nargs="?", type=Path, help="without it: to the screen")
        out.add_argument("--format", choices=FORMATS, default="json")
        into = acts.add_parser("import", help="proposes what a .json or .csv file says")
        into.add_argument("file", type=Path)
        into.add_argument("--by", help="the resource editor whose proposal it is")
        into.add_argument("--how", choices=[how.value for how in BY_A_PERSON])
        into.add_argument("--dry-run", action="store_true", help="only says what would change")

    def handle(self, *args, **options):
        getattr(self, f"_{options['act']}")(options)

    def _export(self, options):
        path = options["file"]
        is_csv = (path.suffix == ".csv") if path else options["format"] == "csv"
        write = write_csv if is_csv else write_json
        if path is None:
            write(self.stdout._out if hasattr(self.stdout, "_out") else sys.stdout)
            return
        with path.open("w", encoding="utf-8", newline="") as out:
            number = write(out)
        self.stdout.write(f"Records written: {number}.")

    def _import(self, options):
        try:
            tally = check_file(
                options["file"], say=self.stderr.write, say_difference=self.stdout.write
            )
        except (OSError, ValueError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(
            f"New: {tally.new}. Changed: {tally.changed}. As they are: {tally.same}. Wrong: {tally.wrong}."
        )
        if tally.wrong:
            raise CommandError(f"Rows to correct: {tally.wrong}. Nothing was proposed.")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was proposed.")
        else:
            self._propose(options, tally)

    def _propose(self, options, tally: Tally):
        if not options["by"] or not options["how"]:
            raise CommandError("Say who proposes it (--by) and how it was checked (--how).")
        by = StaffAccount.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"There is no account named {options['by']}.")
        try:
            made = propose_file(options["file"], tally, by=by, how=options["how"])
        except NotAnEditor:
            raise CommandError(f"{by} is no active resource editor.") from None
        except ImportRefused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Proposed: {made}. Another person confirms them in the worklist.")
