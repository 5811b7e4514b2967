"""One mail a day to those who moderate: how many wait in each lane. For a timer; never a mail about a post."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from stories.desk import digest


class Command(BaseCommand):
    help = (
        "Mails what waits on the desk, in numbers, to DIGEST_TO. Sends nothing where nothing waits."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Shows it, and sends nothing.")

    def handle(self, *args, **options):
        found = digest.now()
        if not found:
            self.stdout.write("Nothing waits. No mail was sent.")
            return
        with translation.override(settings.DIGEST_LANGUAGE):
            text = "\n".join([*found.lines(), "", _("No mail is sent about a single post.")])
            subject = _("%(site)s: what waits") % {"site": settings.SITE_NAME}
        if options["dry_run"]:
            self.stdout.write(text)
            return
        self.stdout.write(f"Mails sent: {_send(subject, text)}.")


def _send(subject: str, text: str) -> int:
    """Each gets a mail of their own: nobody reads there who else moderates."""
    if not (settings.DIGEST_TO and settings.DIGEST_FROM and settings.EMAIL_HOST):
        raise CommandError("Set EMAIL_URL, DIGEST_FROM and DIGEST_TO. Nothing was sent.")
    refused = 0
    for address in settings.DIGEST_TO:
        try:
            EmailMessage(subject, text, settings.DIGEST_FROM, [address]).send()
        except SMTPRecipientsRefused:  # that one address; the others are mailed
            refused += 1
        except (SMTPException, OSError) as error:
            raise CommandError(
                f"The mail server refused or does not answer ({type(error).__name__}). Look at EMAIL_URL; the next run tries again."
            ) from None
    if refused:
        raise CommandError(
            f"The mail server refused {refused} of {len(settings.DIGEST_TO)} addresses in DIGEST_TO; the others have their mail."
        )
    return len(settings.DIGEST_TO)
