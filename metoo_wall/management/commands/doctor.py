from django.core.management.base import BaseCommand, CommandError

from metoo_wall.diagnosis import MANUAL, findings


class Command(BaseCommand):
    help = (
        "Says what is wrong with a running site, one line each. Ends with 1 if anything is serious."
    )

    def handle(self, *args, **options):
        found = list(findings())
        for finding in found:
            self.stdout.write(f"{finding.id} {finding.msg} {finding.hint}")
        if found:
            self.stdout.write(f"More: {MANUAL}")
        serious = sum(finding.is_serious() for finding in found)
        if serious:
            raise CommandError(f"Serious: {serious} of {len(found)}.")
        if not found:
            self.stdout.write("All is well.")
