"""Fills a demonstration with invented examples, in several languages and states. Never a real wall."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from metoo_wall.models import StaffAccount
from metoo_wall.preparing import DEMO_MARKER
from metoo_wall.seeding import read
from stories.desk import moderation
from stories.desk.moderation import Draft
from stories.intake import sharing
from stories.models import ContentWarning, Phrase, Reason, Submission
from stories.words import Words


class Command(BaseCommand):
    help = "Adds the examples of seeds/demo.json. Refuses any database that is not a demonstration's own."

    def handle(self, *args, **options):
        _refuse_a_real_wall()
        if Submission.objects.exists():
            return
        moderator = StaffAccount.objects.filter(groups__name="moderator").first()
        with transaction.atomic():
            for number, example in enumerate(read("demo")):
                _add(example, number, moderator)
        self.stdout.write(f"Demonstration: {Submission.objects.count()} invented examples.")


def _refuse_a_real_wall() -> None:
    if not settings.DEMO:
        raise CommandError(
            "DEMO is off. `make demo` starts a demonstration in a folder of its own."
        )
    if not (settings.VAR_DIR / DEMO_MARKER).exists():
        raise CommandError(
            f"{settings.VAR_DIR} was not prepared as a demonstration. Use `make demo`."
        )


def _add(example: dict, number: int, moderator: StaffAccount) -> None:
    phrase = Phrase.objects.filter(slug=example.get("phrase", "metoo")).first()
    chosen = ContentWarning.objects.filter(slug__in=example.get("warnings", []))
    draft = Draft(
        words=Words(example.get("text", ""), example.get("name", "")),
        phrase_id=phrase.id if phrase else None,
        warnings=tuple(chosen.values_list("id", flat=True)),
        detail=example.get("detail", ""),
        language=example.get("language", ""),
        asks_before_publishing=example.get("state") == "offered",
    )
    kept = sharing.keep(draft, f"{number:032x}").submission
    _bring_to(kept, example.get("state", "published"), example, moderator)


def _bring_to(submission: Submission, state: str, example: dict, by: StaffAccount) -> None:
    if state in ("published", "offered") and submission.state == "waiting":
        moderation.publish(submission, by=by, redacted=example.get("redacted"))
    elif state == "asked":
        question = Reason.objects.filter(kind="ask").first()
        moderation.ask(submission, by=by, question=question)
    elif state == "declined":
        reason = Reason.objects.filter(kind="decline").first()
        moderation.decline(submission, by=by, reason=reason)
