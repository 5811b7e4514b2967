"""What the calendar erases of what people sent. What nobody has decided is never erased; what two people hold is left alone.

A submission is due so long after the last decision that put it where it is. It is locked, and asked again, before it is
erased: a decision of the same moment wins.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery

from stories import sealed
from stories.desk import erasure, holds, log
from stories.models.private import (
    STANDING,
    Checkpoint,
    Concern,
    Decision,
    FloodVerdict,
    LegalHold,
    Log,
    Note,
    State,
    Submission,
)

BATCH = 100  # rows in one transaction: others write between them
HOUR = timedelta(hours=1)  # a decision knows its hour only; nothing goes before its time
PUT_OUT = ("publish", "agree", "renew")


def originals(now: datetime, kept: timedelta) -> int:
    """What was first sent of a story that was published, and the notes about it. The published words are the base from then on."""
    rows = Submission.objects.filter(state__in=STANDING)
    has_more = Q(sealed_words__isnull=False) | Exists(
        Note.objects.filter(submission=OuterRef("pk"))
    )
    return _in_batches(_due(rows.filter(has_more), PUT_OUT, now - kept), _erase_original)


def declined(now: datetime, kept: timedelta) -> int:
    rows = Submission.objects.filter(state=State.DECLINED)
    return _in_batches(_due(rows, ("decline",), now - kept), _erase_whole)


def offers(now: datetime, kept: timedelta) -> int:
    """What a moderator offered and its author has not answered."""
    rows = Submission.objects.filter(state=State.OFFERED)
    return _in_batches(_due(rows, ("offer",), now - kept), _erase_whole)


def sealed_pages(now: datetime, kept: timedelta) -> int:
    return sealed.erase_expired()


def concerns(now: datetime, kept: timedelta) -> int:
    """Those that were settled. One that has paused a story stays, without its words: it may do so once ever."""
    old = Concern.objects.exclude(settled_at=None).filter(settled_at__lt=now - kept - HOUR)
    old = old.exclude(holds.is_held("submission_id"))
    silent = old.filter(has_paused=True).exclude(sealed_text=None, settled_by=None)
    count = silent.update(sealed_text=None, form_digest=None, settled_by=None)
    count += _count(old.filter(has_paused=False), Concern)
    if count:
        transaction.on_commit(erasure.erase_traces)
    return count


def record(now: datetime, kept: timedelta) -> int:
    """Lines of the log, behind a signed checkpoint, verdicts about floods and holds that are over. Raises `log.LogIsBroken`."""
    before = now - kept
    held = holds.first_line_held()
    lines = log.expire(min(before, held) if held else before)
    verdicts = FloodVerdict.objects.filter(is_over=True, said_at__lt=before - HOUR)
    over = LegalHold.objects.filter(Q(ended_at__lt=before - HOUR) | Q(until__lt=before.date()))
    return lines + _count(verdicts, FloodVerdict) + _count(over, LegalHold)


def _count(rows: QuerySet, model: type[Model]) -> int:
    """Deletes them; how many of that model."""
    return rows.delete()[1].get(model._meta.label, 0)


def _due(rows: QuerySet[Submission], verbs: tuple[str, ...], before: datetime) -> QuerySet:
    """Where the line itself has expired, it was old enough; where no log has, it is not known, and nothing goes."""
    lines = Decision.objects.filter(submission=OuterRef("pk"), verb__in=verbs).order_by("-id")
    rows = rows.annotate(since=Subquery(lines.values("decided_at")[:1]))
    is_due = Q(since__lt=before - HOUR)
    if Checkpoint.objects.filter(log=Log.DECISIONS).exists():
        is_due |= Q(since=None)
    return holds.spared(rows.filter(is_due))


def _in_batches(due: QuerySet[Submission], erase: Callable[[QuerySet], None]) -> int:
    count = last = 0
    while pks := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        count, last = count + _batch(due.filter(pk__in=pks), pks, erase), pks[-1]
    return count


@transaction.atomic
def _batch(due: QuerySet[Submission], pks: list[int], erase: Callable[[QuerySet], None]) -> int:
    list(Submission.objects.select_for_update().filter(pk__in=pks).values_list("pk"))
    still = list(due.values_list("pk", flat=True))
    erase(Submission.objects.filter(pk__in=still))
    transaction.on_commit(erasure.erase_traces)
    return len(still)


def _erase_original(rows: QuerySet[Submission]) -> None:
    Note.objects.filter(submission__in=rows).delete()
    rows.update(sealed_words=None)


def _erase_whole(rows: QuerySet[Submission]) -> None:
    rows.delete()
