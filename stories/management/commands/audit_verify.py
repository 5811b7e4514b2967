"""Whether anybody changed the log. Ends with 1 where something is wrong; for a timer, or for somebody from outside."""

from django.core.management.base import BaseCommand, CommandError

from stories.desk import log
from stories.desk.log import signing


class Command(BaseCommand):
    help = (
        "Says which line or seal of the log was changed, deleted or put in. Ends with 1 if any was."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--head",
            action="append",
            default=[],
            help="A head that an earlier run gave, and that was kept elsewhere. May be given several times.",
        )
        parser.add_argument(
            "--public-key",
            action="append",
            default=[],
            help="name:key, as a run gives it. Checks with these instead of LOG_KEYS.",
        )

    def handle(self, *args, **options):
        try:
            keys = signing.read_public_keys(options["public_key"]) or signing.public_keys()
            found = log.verify(keys) + [
                what for head in options["head"] for what in log.compare(head)
            ]
        except ValueError:
            raise CommandError("A head or a key is not written as this command gives it.") from None
        for what in found:
            self.stdout.write(what)
        if found:
            raise CommandError(f"The log is not what was sealed. Findings: {len(found)}.")
        self._all_is_well(keys)

    def _all_is_well(self, keys):
        self.stdout.write("Nothing was changed, deleted or put in.")
        for head in log.heads():
            self.stdout.write(f"Head: {head}")
        for key in signing.written(keys):
            self.stdout.write(f"Public key: {key}")
        self.stdout.write(
            "Keep these lines away from this machine; --head then finds a log that was cut off."
        )
