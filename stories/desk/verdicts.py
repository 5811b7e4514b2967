"""One press about many posts. Each still gets its verb, and its `Decision`, from `stories.desk.moderation`.

A press closes what the page showed (`decide`) and begins; the timer goes on, in short transactions, until all is done.
Nothing is ever decided without a press, and nothing that arrived after the page was shown.
"""

import time
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from stories.desk import contacts, moderation, pairs, roles
from stories.models.private import Flood, FloodPost, FloodVerdict, Reason, State, Submission

BATCH = 25  # posts in one transaction: others write between them
REST = 0.02  # seconds between two transactions
BY_THE_PRESS = 3.0  # seconds that a moderator waits for the page
BY_THE_TIMER = 4.0  # seconds, in each of its rounds
LEASE = timedelta(seconds=60)  # the longest that one worker keeps a verdict to itself
UNREAD = "flood-unread"  # the code in the log of what was published with a flood
CHANGED = (moderation.SubmissionChangedMeanwhile, moderation.ForbiddenTransition)
Verb = FloodVerdict.Verb


@transaction.atomic
def decide(
    floods: list[int],
    verb: Verb,
    *,
    by,
    up_to: int,
    reason: Reason | None = None,
    only: Mapping[str, int] | None = None,
) -> FloodVerdict:
    """Closes these floods as far as `up_to` (a submission) and, with `only`, just the posts of which that is true.

    `only`: columns of `FloodPost`, `verbatim` for the very same letters, `same` for the same words however spaced.
    Raises `NotAllowed`. Nothing is decided yet: `work` does that.
    """
    if not roles.may_moderate(by):
        raise moderation.NotAllowed
    verdict = FloodVerdict.objects.create(
        verb=verb,
        reason=reason.slug if reason else UNREAD,
        by=by,
        by_name=by.get_username(),
        said_at=moderation.this_hour(),
    )
    open_ones = Flood.objects.select_for_update().filter(pk__in=floods, verdict=None)
    verdict.total = sum(_close(flood, verdict, up_to, only or {}) for flood in open_ones)
    verdict.is_over = verdict.total == 0
    verdict.save(update_fields=["total", "is_over"])
    return verdict


def work(seconds: float = BY_THE_TIMER) -> None:
    """Goes on with what was pressed, for so many seconds. Two workers never take the same verdict."""
    until = time.monotonic() + seconds
    for verdict in FloodVerdict.objects.filter(is_over=False).order_by("id"):
        if time.monotonic() < until:
            carry_out(verdict, until)


def carry_out(verdict: FloodVerdict, until: float) -> None:
    """As much of one verdict as fits before `until` (`time.monotonic`)."""
    now = timezone.now()
    free = FloodVerdict.objects.filter(
        Q(leased_until=None) | Q(leased_until__lt=now), pk=verdict.pk
    )
    if not free.filter(is_over=False).update(leased_until=now + LEASE):
        return
    if verdict.by is None or not roles.may_moderate(verdict.by):
        _give_back(verdict)
        return
    while not (is_over := not _batch(verdict)) and time.monotonic() < until:
        time.sleep(REST)
    FloodVerdict.objects.filter(pk=verdict.pk).update(is_over=is_over, leased_until=None)
    verdict.refresh_from_db()


def _close(flood: Flood, verdict: FloodVerdict, up_to: int, only: Mapping[str, int]) -> int:
    """Moves what is decided into a flood of its own that nothing joins; what comes meanwhile stays in a row."""
    posts = flood.posts.filter(pk__lte=up_to, **only)
    closed = Flood.objects.create(
        why=flood.why, is_few=flood.is_few, began_at=flood.began_at, verdict=verdict
    )
    moved = posts.update(flood=closed)
    Flood.objects.filter(pk=closed.pk).update(size=moved)
    Flood.objects.filter(pk=flood.pk).update(size=F("size") - moved)
    return moved


def _give_back(verdict: FloodVerdict) -> None:
    """Whoever pressed may not decide any more: the rest stands on the page again."""
    Flood.objects.filter(verdict=verdict).update(verdict=None)
    FloodVerdict.objects.filter(pk=verdict.pk).update(is_over=True, leased_until=None)


@transaction.atomic
def _batch(verdict: FloodVerdict) -> bool:
    """A few posts; False where none was left. What was not decided leaves the flood for the ordinary queue."""
    posts = FloodPost.objects.filter(flood__verdict=verdict)
    batch = _held(posts.order_by("pk")[:BATCH])
    became = Counter(_one(post.submission, verdict) for post in batch)
    for post in posts.filter(pk__in=[post.pk for post in batch]):
        FloodPost.objects.forget(post.pk)
    FloodVerdict.objects.filter(pk=verdict.pk).update(
        done=F("done") + became["done"],
        offered=F("offered") + became["offered"],
        kept=F("kept") + became["kept"],
    )
    return bool(batch) or posts.exists()  # all of a batch may have been taken back while it waited


def _held(posts: QuerySet[FloodPost]) -> list[FloodPost]:
    """Locks their submissions before anything about the flood is written: an author who takes one back comes in the same
    order, and neither waits for the other in a circle."""
    ids = list(posts.values_list("pk", flat=True))
    list(Submission.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    return list(FloodPost.objects.filter(pk__in=ids).select_related("submission").order_by("pk"))


def _one(submission: Submission, verdict: FloodVerdict) -> str:
    submission.received_at = None  # decided unread: it says nothing about how long a reading takes
    try:
        with transaction.atomic():
            submission = _verb(submission, verdict)
    except CHANGED:
        return "changed"
    except (moderation.ModerationError, contacts.UnresolvedContacts):
        return "kept"
    if submission.state == State.WAITING:
        return "kept"
    return "offered" if submission.state == State.OFFERED else "done"


def _verb(submission: Submission, verdict: FloodVerdict) -> Submission:
    if verdict.verb == Verb.DECLINE:
        return moderation.decline(submission, by=verdict.by, reason=verdict.reason)
    if pairs.needs_two(submission):
        return submission
    return moderation.publish(submission, by=verdict.by, reason=verdict.reason)
