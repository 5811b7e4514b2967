"""The queue: what waits, in which order, and who is reading it. Lists never ask for a text."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from stories.desk import appeals, care, labelling, pairs, roles
from stories.models.private import UNDECIDED, Decision, Lane, State, Submission

CLAIM_LASTS = timedelta(minutes=30)
MOST_COUNTED = 1000  # a number on a page; beyond it is said to be more


class ClaimedBySomebodyElse(Exception):
    """A colleague is reading it."""


def waiting() -> QuerySet[Submission]:
    """What a moderator can decide now: the highest lane first, then the oldest."""
    rows = Submission.objects.filter(state=State.WAITING).order_by("lane", "id")
    return rows.defer("sealed_words", "sealed_redaction", "receipt_digest")


def free_for(account, of: str = "") -> Q:
    """What no colleague reads. `of`: the way to the submission, such as `submission__`."""
    old = timezone.now() - CLAIM_LASTS
    ways = {"claimed_at": None}, {"claimed_at__lt": old}, {"claimed_by": account}
    return Q(
        *(Q(**{of + name: value for name, value in way.items()}) for way in ways), _connector=Q.OR
    )


def for_moderator(account) -> QuerySet[Submission]:
    """What is free, or theirs already, what they may judge, and nothing that they leave to others."""
    return care.without(_theirs_to_judge(account), care.left_by(account))


def _theirs_to_judge(account) -> QuerySet[Submission]:
    now = timezone.now()
    rows = waiting().filter(free_for(account))
    others = roles.moderators().exclude(pk=account.pk).exists()
    return _but_own_proposals(_but_own_declines(rows, account, others), account, others, now)


def _but_own_declines(rows: QuerySet, account, others: bool) -> QuerySet:
    declined = Decision.objects.filter(submission=OuterRef("pk"), verb="decline", by=account)
    week_ago = timezone.now().date() - appeals.ALONE_WAITS
    theirs = Q(appealed_on=None) | ~Exists(declined)
    return rows.filter(theirs if others else theirs | Q(appealed_on__lte=week_ago))


def _but_own_proposals(rows: QuerySet, account, others: bool, now: datetime) -> QuerySet:
    theirs = Q(proposed_by=None) | ~Q(proposed_by=account)
    return rows.filter(theirs if others else theirs | Q(proposed_at__lte=now - pairs.DISTANCE))


@transaction.atomic
def claim_next(account, *, gentle: bool = False) -> Submission | None:
    """The oldest of the highest lane that this moderator may read, now theirs for 30 minutes; None where all is read.

    `gentle`: the oldest that speaks of nothing heavy; what they held before goes back to the others.
    """
    rows, avoided = _theirs_to_judge(account), care.left_by(account)
    if gentle:
        Submission.objects.filter(claimed_by=account).update(claimed_by=None, claimed_at=None)
        rows, avoided = rows.exclude(lane=Lane.DANGER), avoided | care.heavy()
    submission = _take_past(rows, avoided) if avoided else _take(rows)
    if submission is not None:
        mine = {"claimed_by": account, "claimed_at": timezone.now()}
        Submission.objects.filter(pk=submission.pk).update(**mine)
    return submission


def _take(rows: QuerySet[Submission]) -> Submission | None:
    """The first that no colleague is taking in this moment."""
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return next(iter(rows[:1]), None)


def _take_past(rows: QuerySet[Submission], avoided: Collection[int]) -> Submission | None:
    """The same, past all that speaks of one of these warnings: by whole sets of them, however many posts each has."""
    of_each_set, passed = Submission.objects.filter(pk__in=labelling.sets_without(avoided)), []
    while True:
        others = rows.exclude(pk__in=passed)
        its_first = others.filter(warning_set=OuterRef("warning_set")).values("pk")[:1]
        firsts = list(of_each_set.values_list(Subquery(its_first), flat=True))
        first = others.filter(pk__in=firsts).values_list("pk", flat=True).first()
        if first is None:
            return None
        if submission := _take(care.without(rows, avoided).filter(pk=first)):
            return submission
        passed.append(first)  # a colleague was faster


def claim(submission: Submission, account) -> None:
    """Raises `ClaimedBySomebodyElse` where a colleague was faster."""
    now = timezone.now()
    rows = Submission.objects.filter(free_for(account), pk=submission.pk, state__in=UNDECIDED)
    if not rows.update(claimed_by=account, claimed_at=now):
        raise ClaimedBySomebodyElse
    submission.claimed_by, submission.claimed_at = account, now


def release(submission: Submission, account) -> None:
    """ "Not this one": free for the others at once."""
    rows = Submission.objects.filter(pk=submission.pk, claimed_by=account)
    rows.update(claimed_by=None, claimed_at=None)


def is_read_by_another(submission: Submission, account) -> bool:
    claimed = submission.claimed_at
    fresh = claimed is not None and timezone.now() - claimed < CLAIM_LASTS
    return fresh and submission.claimed_by_id not in (None, account.pk)


def counts() -> dict[Lane, int]:
    """How many wait in each lane, counted to 1,000 at most: the same cost however long the queue."""
    rows = Submission.objects.filter(state=State.WAITING).order_by()
    return {lane: rows.filter(lane=lane).values("pk")[:MOST_COUNTED].count() for lane in Lane}
