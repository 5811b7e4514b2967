"""Care for those who read: what they leave to others, a pause after a run, an end to the day.

Everything here is each moderator's own: no other account sees it, no decision and no log speaks of it. A lead learns one
thing, whether each warning still has a reader. Nothing forbids anything: each suggestion can be passed by a press.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from metoo_wall import throttle
from stories import vault
from stories.desk import roles
from stories.desk.labelling import LABELLED
from stories.models.private import Care, OwnCare, State, Submission
from stories.models.public import ContentWarning


class Kind(models.TextChoices):
    PAUSE = "pause"  # so many heavy ones in a row
    CAP = "cap"  # as many in a day as they meant to read


@dataclass(frozen=True)
class Suggestion:
    kind: Kind
    number: int  # heavy ones in a row, or texts opened today


@dataclass(frozen=True)
class Reader:
    warning: ContentWarning
    is_there: bool


def of(account) -> OwnCare:
    """What this account keeps for itself, as of today."""
    row = Care.objects.filter(account=account).first()
    return (row.own if row else OwnCare()).on(_today())


def choose(
    account, *, leaves: Iterable[ContentWarning], pause_after: int, cap: int | None
) -> OwnCare:
    """Their own wishes. What they were reading and now leave to others is free for the others at once."""
    ids = tuple(sorted(warning.pk for warning in leaves))
    own = _change(account, lambda care: replace(care, leaves=ids, pause_after=pause_after, cap=cap))
    mine = Submission.objects.filter(_speaks_of(ids), claimed_by=account)
    mine.update(claimed_by=None, claimed_at=None)
    return own


def opened(account, submission: Submission) -> None:
    """Counts a text that was opened, once a day however often it is; call it where the text is shown."""
    if not throttle.once(f"opened {submission.pk}", f"account {account.pk}"):
        return
    heavy = is_heavy(submission)
    _change(account, lambda care: care.opened(_today(), heavy=heavy))


def suggestion(account) -> Suggestion | None:
    """What to offer before the next one: an end to the day, a pause with a gentle one next, or nothing."""
    own = of(account)
    today = own.days.get(_today().isoformat())
    if today and own.cap and today.opened >= own.cap and not own.cap_lifted_on:
        return Suggestion(Kind.CAP, today.opened)
    if own.run >= own.pause_after:
        return Suggestion(Kind.PAUSE, own.run)
    return None


def carry_on(account) -> None:
    """They have paused, or want to go on all the same: the run begins anew, the cap is lifted for today."""
    offered = suggestion(account)
    if offered is None:
        return
    lifted = {"cap_lifted_on": _today().isoformat()} if offered.kind == Kind.CAP else {}
    _change(account, lambda care: replace(care, run=0, **lifted))


def is_heavy(submission: Submission) -> bool:
    """Whether it, or the story that it changes, speaks of something heavy (`ContentWarning.is_heavy`)."""
    of_these = [submission.pk, submission.revises_id]
    return LABELLED.objects.filter(
        submission_id__in=of_these, contentwarning__is_heavy=True
    ).exists()


def left_by(account) -> set[int]:
    """The warnings of what is never offered to this account."""
    return set(of(account).leaves)


def heavy() -> set[int]:
    """The warnings of what is heavy, as far as anybody has said."""
    return set(ContentWarning.objects.filter(is_heavy=True).values_list("pk", flat=True))


def without(rows: QuerySet[Submission], avoided: Collection[int]) -> QuerySet[Submission]:
    """What speaks of none of these warnings; a change counts with the story that it changes."""
    return rows.exclude(_speaks_of(avoided)) if avoided else rows


def readers() -> list[Reader]:
    """For each warning whether any active moderator reads it. For a lead: nobody is named or counted."""
    left = _left_by_each()
    return [
        Reader(warning, any(warning.pk not in leaves for leaves in left))
        for warning in ContentWarning.objects.all()
    ]


def some_wait_for_nobody() -> bool:
    """Whether something waits that every moderator leaves to others, if only by the sum of its warnings."""
    left = _left_by_each()
    if not all(left):
        return False
    rows = Submission.objects.filter(state=State.WAITING)
    for leaves in left:
        rows = rows.filter(_speaks_of(leaves))
    return rows.exists()


def lone_moderator_warning() -> str:
    """A sentence where only one moderator is active, else nothing."""
    if roles.moderators().count() != 1:
        return ""
    return _(
        "Only one moderator is active. What is flagged takes two people; alone, you press twice, an hour apart. "
        "Ask for a second person when you can: for the stories, and for yourself."
    )


def forget() -> int:
    """Erases the counts that are a week old, on a timer; returns how many accounts had some."""
    today = _today()
    old = [row for row in Care.objects.select_related("account") if row.own != row.own.on(today)]
    for row in old:
        _change(row.account, lambda care: care)
    return len(old)


@transaction.atomic
def _change(account, change: Callable[[OwnCare], OwnCare]) -> OwnCare:
    """Two tabs of one person wait for each other."""
    fresh = {"sealed": vault.seal(OwnCare().to_json())}
    row, _made = Care.objects.select_for_update().get_or_create(account=account, defaults=fresh)
    own = change(row.own.on(_today()))
    row.sealed = vault.seal(own.to_json())
    row.save(update_fields=["sealed"])
    return own


def _speaks_of(warnings: Collection[int]) -> models.Q:
    spoken = LABELLED.objects.filter(contentwarning_id__in=warnings)
    itself = Exists(spoken.filter(submission_id=OuterRef("pk")))
    what_it_changes = Exists(spoken.filter(submission_id=OuterRef("revises_id")))
    return models.Q(itself | what_it_changes)


def _left_by_each() -> list[tuple[int, ...]]:
    kept = dict(Care.objects.filter(account__in=roles.moderators()).values_list("account", "pk"))
    rows = Care.objects.in_bulk(kept.values())
    accounts = roles.moderators().values_list("pk", flat=True)
    return [rows[kept[pk]].own.leaves if pk in kept else () for pk in accounts]


def _today():
    return timezone.now().date()
