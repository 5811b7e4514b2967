"""What is true only while the site runs. `check` judges settings; this looks at the data, the people and the files."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from metoo_wall.models import StaffAccount
from metoo_wall.views import cache_answers, database_answers, is_migrated
from resources.models import Helpline
from stories.models import Phrase, Submission

LONGEST_WAIT = timedelta(days=7)
FOR_OTHERS = 0o077


class Command(BaseCommand):
    help = (
        "Says what is wrong with a running site, one line each. Ends with 1 if anything is serious."
    )

    def handle(self, *args, **options):
        found = list(findings())
        for finding in found:
            self.stdout.write(f"{finding.id} {finding.msg} {finding.hint}")
        serious = sum(finding.is_serious() for finding in found)
        if serious:
            raise CommandError(f"Serious: {serious} of {len(found)}.")
        if not found:
            self.stdout.write("All is well.")


def findings() -> Iterator[CheckMessage]:
    yield from _files()
    if not cache_answers():
        yield Error("The cache does not answer.", "Start it, or change CACHE_URL.", id="wall.D003")
    if not database_answers():
        hint = "Start it, or change DATABASE_URL."
        yield Error("The database does not answer.", hint, id="wall.D001")
    elif not is_migrated():
        hint = "Run `manage.py prepare`."
        yield Error("The database is older than this code.", hint, id="wall.D002")
    else:
        yield from _people()
        yield from _contents()


def _files() -> Iterator[CheckMessage]:
    for path, mode in ((settings.VAR_DIR, "700"), (settings.VAR_DIR / "keys.env", "600")):
        if path.exists() and path.stat().st_mode & FOR_OTHERS:
            hint = f"Run `chmod {mode} {path}`."
            yield Error(f"{path} is open to other users.", hint, id="wall.D004")


def _people() -> Iterator[CheckMessage]:
    active = StaffAccount.objects.filter(is_active=True, is_staff=True)
    moderators = active.filter(groups__name="moderator").count()
    hint = "`manage.py staff add NAME --role moderator` makes one."
    if moderators == 0:
        yield Error(
            "There is no active moderator: nothing that waits is read.", hint, id="wall.D005"
        )
    elif moderators == 1:
        yield Warning("There is only one active moderator.", hint, id="wall.D006")


def _contents() -> Iterator[CheckMessage]:
    if not Phrase.objects.filter(is_offered=True).exists():
        hint = "Offer one in the admin, or run `manage.py seed`."
        yield Error("No phrase is offered: nobody can say it.", hint, id="wall.D007")
    overdue = Helpline.objects.listed().exclude(next_due_on__gte=timezone.localdate()).count()
    if overdue:
        hint = "Call them, and note the checks in the admin."
        yield Warning(f"Helplines overdue for a check: {overdue}.", hint, id="wall.D008")
    long_ago = timezone.now() - LONGEST_WAIT
    waiting = Submission.objects.waiting().filter(received_at__lt=long_ago).count()
    if waiting:
        hint = "Read them, or find more moderators."
        yield Warning(f"Posts waiting for more than seven days: {waiting}.", hint, id="wall.D009")
