"""What readers are concerned about: kept once, grouped by story, and, where a lead has said so, acted on at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Case, Count, Max, Min, Q, QuerySet, When
from django.utils import timezone

from metoo_wall import throttle
from stories import vault
from stories.desk import moderation
from stories.desk.moderation import standing
from stories.models.private import STANDING, Concern, ConcernPolicy, Flag, Lane, State, Submission

PRESSING = (Concern.Reason.ABOUT_ME, Concern.Reason.NAMES_SOMEBODY)
PAUSES_OF_ONE_SOURCE = ("2/hour", "4/day")
FORM_KEPT = timedelta(days=1)
MOST_SHOWN = 50  # texts on one page


@dataclass(frozen=True)
class Kept:
    """`is_paused`: the story is off the wall until somebody has looked."""

    is_paused: bool


@dataclass
class Row:
    """Every open concern about one story."""

    submission: Submission
    total: int
    with_words: int
    last: int  # the id of the newest: what is settled is what was seen
    counts: list[tuple[str, int]] = field(default_factory=list)
    settled_before: int = 0

    @property
    def is_paused(self) -> bool:
        return self.submission.state == State.PAUSED


def policy() -> ConcernPolicy:
    return ConcernPolicy.objects.filter(pk=ConcernPolicy.ONLY).first() or ConcernPolicy()


@transaction.atomic
def keep(public_id: str, *, reason: str, text: str, form_digest: bytes, source: str) -> Kept | None:
    """Keeps a concern once, whatever the connection does; None where nothing stands that it could be about.

    `form_digest`: of the form and what was said in it. `source`: today's bucket (`throttle.bucket`). The story is
    flagged, so that it takes two people when it is published anew.
    """
    rows = Submission.objects.select_for_update().filter(public_id=public_id, state__in=STANDING)
    submission = rows.first()
    if submission is None:
        return None
    concern = _write(submission, reason, text, form_digest)
    if concern:
        _flag(submission)
        if _may_pause(submission, reason, source):
            submission = _pause(submission, concern)
    return Kept(submission.state == State.PAUSED)


def forget_forms() -> int:
    """After a day nobody sends a form again: what its digest would say is erased, on a timer."""
    old = Concern.objects.filter(received_at__lt=timezone.now() - FORM_KEPT)
    return old.exclude(form_digest=None).update(form_digest=None)


def open_by_story() -> QuerySet:
    """One dict for each story with open concerns. First what somebody may be recognised in while it stands, then
    what is off the wall and waits to come back, then the rest; the oldest first."""
    pressing = When(reason__in=PRESSING, submission__state=State.PUBLISHED, then=2)
    paused = When(submission__state=State.PAUSED, then=1)
    counts = {f"n_{reason.name}": Count("pk", filter=Q(reason=reason)) for reason in Concern.Reason}
    rows = Concern.objects.filter(settled_at=None).order_by().values("submission_id")
    return rows.annotate(
        total=Count("pk"),
        with_words=Count("pk", filter=Q(sealed_text__isnull=False)),
        first=Min("pk"),
        last=Max("pk"),
        urgency=Max(Case(pressing, paused, default=0)),
        **counts,
    ).order_by("-urgency", "first")


def count_of_stories() -> int:
    """How many stories have open concerns."""
    return Concern.objects.filter(settled_at=None).aggregate(n=Count("submission", distinct=True))[
        "n"
    ]


def rows(grouped: Iterable[dict]) -> list[Row]:
    """The rows of a page: three questions, however many stories or concerns there are."""
    grouped = list(grouped)
    ids = [group["submission_id"] for group in grouped]
    unread = Submission.objects.defer("sealed_words", "sealed_redaction", "receipt_digest")
    found = unread.select_related("phrase").prefetch_related("warnings").in_bulk(ids)
    settled = Concern.objects.filter(submission__in=ids).exclude(settled_at=None).order_by()
    before = dict(settled.values_list("submission_id").annotate(n=Count("pk")))
    return [_row(group, found, before) for group in grouped if group["submission_id"] in found]


def about(submission: Submission) -> Row | None:
    """The open concerns about this one, grouped; None where there are none."""
    found = rows(open_by_story().filter(submission=submission))
    return found[0] if found else None


def texts(submission: Submission) -> list[Concern]:
    """The newest open concerns that say something, at most 50: for a page that somebody has opened by a press."""
    said = submission.concerns.filter(settled_at=None).exclude(sealed_text=None)
    return list(said.order_by("-id")[:MOST_SHOWN])


def _row(group: dict, found: dict[int, Submission], before: dict[int, int]) -> Row:
    pk = group["submission_id"]
    counts = [(reason.label, group[f"n_{reason.name}"]) for reason in Concern.Reason]
    return Row(
        found[pk],
        group["total"],
        group["with_words"],
        group["last"],
        [(label, number) for label, number in counts if number],
        before.get(pk, 0),
    )


def _write(submission: Submission, reason: str, text: str, digest: bytes) -> Concern | None:
    """None where the same form has said the same before."""
    try:
        with transaction.atomic():
            return Concern.objects.create(
                submission=submission,
                reason=reason,
                sealed_text=vault.seal(text) if text else None,
                received_at=moderation.this_hour(),
                form_digest=digest,
            )
    except IntegrityError:
        return None


def _flag(submission: Submission) -> None:
    """The story, and a change to it: both take two people from now on, also what one of them has offered."""
    for row in Submission.objects.filter(Q(pk=submission.pk) | Q(revises=submission)):
        if Flag.CONCERN not in row.flags:
            row.flags = [*row.flags, Flag.CONCERN.value]
            row.lane = min(row.lane, Lane.FLAGGED)
            row.save(update_fields=["flags", "lane"])
            if row.state == State.OFFERED:
                moderation.recall(row, by=moderation.THE_WALL)
    submission.refresh_from_db(fields=["flags", "lane"])


def _may_pause(submission: Submission, reason: str, source: str) -> bool:
    """Where a lead has said so; once in a story's life; within the ceiling of the hour, and of this source.

    Otherwise the concern stands on top of the desk. A phrase alone names nobody.
    """
    if submission.state != State.PUBLISHED or not standing.published_words(submission):
        return False
    rule = ConcernPolicy.objects.select_for_update().filter(pk=ConcernPolicy.ONLY).first()
    if rule is None or not _is_for(rule, reason):
        return False
    paused = Concern.objects.filter(has_paused=True)
    if paused.filter(submission=submission).exists():
        return False
    if paused.filter(received_at=moderation.this_hour()).count() >= rule.pauses_an_hour:
        return False
    return throttle.spend("a concern pauses", source, PAUSES_OF_ONE_SOURCE) == 0


def _is_for(rule: ConcernPolicy, reason: str) -> bool:
    return (reason == Concern.Reason.ABOUT_ME and rule.pauses_about_me) or (
        reason == Concern.Reason.NAMES_SOMEBODY and rule.pauses_names_somebody
    )


def _pause(submission: Submission, concern: Concern) -> Submission:
    submission = moderation.pause(submission, by=moderation.THE_WALL)
    concern.has_paused = True
    concern.save(update_fields=["has_paused"])
    return submission
