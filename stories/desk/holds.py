"""Legal holds: one person asks, another confirms, and the calendar leaves that post alone until a day.

Where nobody else could confirm, it begins after 72 hours in sight of everybody who may ask. Ending one takes one
person: it only lets the calendar go on. An author's withdrawal is never held up.
"""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from stories.desk.moderation import NotAllowed, this_hour
from stories.models.private import Decision, LegalHold, Submission

HOLD = "stories.hold_submission"
DELAY = timedelta(hours=72)
LONGEST = timedelta(days=366)  # after that somebody asks again


class HeldAlready(Exception):
    """A hold on this post is asked for, or in force."""


class TakesAnotherPerson(Exception):
    """Whoever asked for a hold cannot confirm it."""


class HoldIsSettled(Exception):
    """Somebody has confirmed or ended it meanwhile."""


def may_hold(account) -> bool:
    return account.is_active and account.has_perm(HOLD)


@transaction.atomic
def ask(submission: Submission, *, reason: str, until: date, by) -> LegalHold:
    """Raises NotAllowed, HeldAlready; ValueError for a day that is over, or over a year away."""
    _must_be_allowed(by)
    today = timezone.now().date()
    if not today <= until <= today + LONGEST:
        raise ValueError("until")
    LegalHold.objects.filter(submission=submission, ended_at=None, until__lt=today).update(
        ended_at=this_hour(), ended_by_name="the calendar"
    )
    alone = not _others(by).exists()
    hold = LegalHold(
        submission=submission,
        reason=reason,
        until=until,
        asked_by=by,
        asked_by_name=by.get_username(),
        asked_at=this_hour(),
        due_at=this_hour() + timedelta(hours=1) + DELAY if alone else None,
    )
    try:
        with transaction.atomic():
            hold.save()
    except IntegrityError:
        raise HeldAlready from None
    return hold


def confirm(hold: LegalHold, *, by) -> None:
    """Raises NotAllowed, TakesAnotherPerson, HoldIsSettled."""
    _must_be_allowed(by)
    if by.get_username() == hold.asked_by_name:
        raise TakesAnotherPerson
    waiting = LegalHold.objects.open().filter(pk=hold.pk, confirmed_at=None)
    if not waiting.update(confirmed_at=this_hour(), confirmed_by_name=by.get_username()):
        raise HoldIsSettled


def end(hold: LegalHold, *, by) -> None:
    """Raises NotAllowed, HoldIsSettled."""
    _must_be_allowed(by)
    ended = {"ended_at": this_hour(), "ended_by_name": by.get_username()}
    if not LegalHold.objects.filter(pk=hold.pk, ended_at=None).update(**ended):
        raise HoldIsSettled


def apply_due() -> int:
    """Begins what was delayed long enough, for a timer. Not where somebody else could confirm by now."""
    due = LegalHold.objects.open().filter(confirmed_at=None, due_at__lte=timezone.now())
    begun = [hold.pk for hold in due.select_related("asked_by") if _still_alone(hold)]
    return LegalHold.objects.filter(pk__in=begun, confirmed_at=None).update(
        confirmed_at=this_hour()
    )


def spared(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Without what is held, and without a change to something that is held."""
    return rows.exclude(Exists(_on(OuterRef("pk")))).exclude(Exists(_on(OuterRef("revises_id"))))


def is_held(column: str) -> Exists:
    """Whether the submission that a column names is held."""
    return Exists(_on(OuterRef(column)))


def first_line_held():
    """The hour of the oldest line of the log about a post that is held; None where there is none."""
    held = LegalHold.objects.in_force().values("submission_id")
    lines = Decision.objects.filter(submission_id__in=held).order_by("decided_at")
    return lines.values_list("decided_at", flat=True).first()


def _on(submission_id) -> QuerySet:
    return LegalHold.objects.in_force().filter(submission_id=submission_id)


def _others(account) -> QuerySet:
    app, codename = HOLD.split(".")
    permission = Permission.objects.filter(content_type__app_label=app, codename=codename)
    allowed = Q(is_active=True, is_staff=True, groups__permissions__in=permission)
    return get_user_model().objects.filter(allowed).exclude(pk=account.pk)


def _still_alone(hold: LegalHold) -> bool:
    by = hold.asked_by
    return by is not None and may_hold(by) and not _others(by).exists()


def _must_be_allowed(account) -> None:
    if not may_hold(account):
        raise NotAllowed
