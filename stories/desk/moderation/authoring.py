"""The author's verbs: no account, only the receipt that found the submission."""

import hashlib
from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from metoo_wall import ready
from stories.desk import contacts, erasure, labelling, lanes
from stories.desk.moderation import deciding, life, standing
from stories.desk.moderation.drafts import Draft
from stories.models.private import (
    STANDING,
    Concern,
    FloodPost,
    Note,
    Part,
    State,
    Submission,
    Tombstone,
)
from stories.models.public import Kind, Story


@transaction.atomic
def agree(submission: Submission, *, offer: str | None = None) -> Submission:
    """The author's OK to the version that was offered. `offer`: the name of the one that its author saw.

    It waits again where what was offered holds a contact by what is known today. Raises `SubmissionChangedMeanwhile` where another one is offered by now.
    """
    life.hold(submission, "agree", by=None)
    if offer is not None and offer != offer_of(submission):
        raise life.SubmissionChangedMeanwhile
    offered = submission.redaction
    words = submission.words if offered is None else offered
    try:
        with transaction.atomic():
            return deciding.put_out(submission, words, "agree", by=None)
    except contacts.UnresolvedContacts:
        return deciding.recall(Submission.objects.get(pk=submission.pk), by=life.THE_WALL)


def offer_of(submission: Submission) -> str:
    """A name for the version that is offered; another version has another."""
    return hashlib.sha256(bytes(submission.sealed_redaction or b"")).hexdigest()[:16]


@transaction.atomic
def answer(submission: Submission, *, note: str) -> Submission:
    """The author's answer to an open question: the post waits again, with the answer beside it."""
    return life.move(submission, "answer", by=None, note=note, received_at=life.this_hour())


@transaction.atomic
def appeal(submission: Submission, *, note: str = "") -> Submission:
    """Once: a declined post waits again, for another moderator (see `stories.desk.appeals`)."""
    if submission.appealed_on:
        raise life.ForbiddenTransition("appealed before")
    when = {"appealed_on": timezone.now().date(), "received_at": life.this_hour()}
    return life.move(submission, "appeal", by=None, note=note, **when)


@transaction.atomic
def edit(submission: Submission, draft: Draft, *, edition: int) -> Submission:
    """Other words, from the beginning: what stood comes down now, and a moderator reads anew.

    "Where I am now" comes down with it and stays its author's, to be added again. Words of support go: they were
    for other words. `edition` is the one that its author saw. Raises `SubmissionChangedMeanwhile` where it was changed since.
    """
    _next_edition(submission, edition)
    afterword = submission.words.afterword or standing.published_words(submission).afterword
    standing.take_off(submission.public_id)
    Submission.objects.filter(revises=submission).delete()
    afresh = {"public_id": None, "month": None, "afterword_month": None, "sealed_redaction": None}
    judged = lanes.judge(draft.words, submission.country, *lanes.lasting(submission))
    own = replace(draft, words=draft.words.with_afterword(afterword))
    kept = own.columns | judged.columns | {"received_at": life.this_hour(), "appealed_on": None}
    submission.support.all().delete()
    submission = life.move(submission, "edit", by=None, **afresh, **kept)
    labelling.label(submission, draft.warnings)
    transaction.on_commit(erasure.erase_traces)
    return submission


@transaction.atomic
def revise(
    submission: Submission, draft: Draft, *, edition: int, part: Part = Part.LETTER
) -> Submission:
    """A change to a published story, read by a moderator while the old version stands; returns the change.

    A change of the same part that waits already is replaced. Raises `ForbiddenTransition` where nothing is
    published, or a change of the other part is not decided yet.
    """
    is_late = part == Part.AFTERWORD and submission.kind == Kind.BARE
    if submission.state not in STANDING or is_late:
        raise life.ForbiddenTransition("nothing stands that could be changed")
    others = Submission.objects.filter(revises=submission).exclude(part=part)
    if others.exclude(state=State.DECLINED).exists():
        raise life.ForbiddenTransition("another change waits")
    _next_edition(submission, edition, state__in=STANDING)
    Submission.objects.filter(revises=submission).delete()
    revision = Submission.objects.create(
        revises=submission,
        part=part,
        state=State.WAITING,
        country=submission.country,
        asks_before_publishing=submission.asks_before_publishing,
        may_quote=submission.may_quote,
        received_at=life.this_hour(),
        **draft.columns,
        **lanes.judge(draft.words, submission.country, *lanes.lasting(submission)).columns,
    )
    labelling.label(revision, draft.warnings)
    transaction.on_commit(erasure.erase_traces)
    return revision


@transaction.atomic
def discard(revision: Submission) -> None:
    """A change that is not wanted any more; what stands stays."""
    Submission.objects.filter(pk=revision.pk, revises__isnull=False).delete()
    transaction.on_commit(erasure.erase_traces)


@transaction.atomic
def remove_afterword(submission: Submission) -> Submission:
    """Takes "where I am now" back, for the next request; the letter stands."""
    submission = Submission.objects.select_for_update().get(pk=submission.pk)
    life.check(submission, "shorten", by=None)
    life.record(submission, "shorten", by=None, before=State(submission.state))
    own, shown = submission.words, standing.published_words(submission)
    return deciding.stand_as(
        submission, own.with_afterword(""), shown.with_afterword(""), afterword_month=None
    )


@transaction.atomic
def hide(submission: Submission) -> Submission:
    """Off the wall for the next request, and nothing erased: its author can put it back."""
    return deciding.put_aside(submission, "hide", by=None)


@transaction.atomic
def show(submission: Submission) -> Submission:
    """On the wall again, in the words that stood there."""
    return deciding.put_back(submission, "show", by=None)


@transaction.atomic
def set_consents(
    submission: Submission,
    *,
    may_quote: bool | None = None,
    wants_support: bool | None = None,
    may_outlive: bool | None = None,
) -> Submission:
    """What its author allows, changed at any time; None leaves a consent as it is."""
    wanted = {"may_quote": may_quote, "wants_support": wants_support, "may_outlive": may_outlive}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if not Submission.objects.filter(pk=submission.pk).update(**changes):
        raise life.SubmissionChangedMeanwhile
    if wants_support is not None:
        Story.objects.filter(public_id=submission.public_id).update(takes_support=wants_support)
        ready.leaving()
    submission.refresh_from_db()
    return submission


@transaction.atomic
def withdraw(submission: Submission) -> Tombstone:
    """The author's last word, from any state: the row is deleted, a digest and a date stay."""
    current = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if current is None:
        raise life.SubmissionChangedMeanwhile
    standing.take_off(current.public_id)
    Note.objects.filter(submission=current).delete()
    Concern.objects.filter(submission=current).delete()
    FloodPost.objects.forget(current.pk)
    tombstone, _created = Tombstone.objects.get_or_create(
        receipt_digest=current.receipt_digest,
        defaults={"receipt_key": current.receipt_key, "withdrawn_on": timezone.now().date()},
    )
    life.record(current, "withdraw", by=None, before=State(current.state))
    Submission.objects.filter(pk=current.pk).delete()
    transaction.on_commit(erasure.erase_traces)
    return tombstone


def _next_edition(submission: Submission, edition: int | None, **seen) -> None:
    """Keeps the row to this transaction, with the flags that it has by now."""
    rows = Submission.objects.filter(pk=submission.pk, edition=edition, **seen)
    if not rows.update(edition=F("edition") + 1):
        raise life.SubmissionChangedMeanwhile
    submission.edition = edition + 1
    submission.refresh_from_db(fields=["flags"])
