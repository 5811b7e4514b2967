"""The moderators' verbs. `by` is the account that decides."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from modeltranslation.utils import build_localized_fieldname

from metoo_wall.languages import SOURCE, written_for
from stories import vault
from stories.desk import contacts, erasure, labelling, pairs
from stories.desk.moderation import life, standing
from stories.models.private import (
    Concern,
    Flag,
    Lane,
    Note,
    Part,
    Reason,
    RedactionRole,
    State,
    Submission,
)
from stories.models.public import ContentWarning, Kind, new_public_id
from stories.text import redaction
from stories.words import Words


@transaction.atomic
def publish(
    submission: Submission,
    *,
    by,
    redacted: str | None = None,
    name: str | None = None,
    warnings: Iterable[ContentWarning] = (),
    dismissed: Mapping[str, str] | None = None,
    reason: str = "",
) -> Submission:
    """Publishes the author's words, or `redacted` ones; adds `warnings` to the author's own.

    `name` may only be the author's or empty. `dismissed`: the words of a contact hint → why it may stand (a
    `contacts.Dismissal`). `reason`: a code for the log. What is flagged is proposed first and published by a second moderator. A post whose author
    asked to see it first is offered instead. A change to a published story takes its place; what is returned then is
    the story's submission. Raises `RedactionRefused`, `contacts.UnresolvedContacts`, or another `ModerationError`.
    """
    life.hold(submission, "publish", by=by)
    words = _redact(submission, redacted, name)
    dismissed = dismissed or {}
    resolved = contacts.resolve(words, submission.country, dismissed)
    words = replace(words, dismissed=tuple(dismissed.items()))
    codes = ",".join(filter(None, [reason, *resolved]))
    labelling.add(submission, warnings)
    if pairs.is_first(submission):
        return _propose(submission, words, codes, by=by)
    if not pairs.may_confirm(submission, by):
        raise life.SomebodyElseConfirms
    if submission.asks_before_publishing and submission.state != State.HELD:  # bare: nothing to ask
        sealed = vault.seal(words.to_json())
        return life.move(submission, "offer", by=by, reason=codes, sealed_redaction=sealed)
    return put_out(submission, words, "publish", by=by, reason=codes)


def _propose(submission: Submission, words: Words, codes: str, *, by) -> Submission:
    """The first of two: the version waits for the second moderator, who sees it."""
    proposed = {
        "proposed_by": by,
        "proposed_at": timezone.now(),
        "sealed_redaction": vault.seal(words.to_json()),
    }
    return life.move(submission, "propose", by=by, reason=codes, **proposed)


@transaction.atomic
def flag(submission: Submission, *, by) -> Submission:
    """Asks for a second reader: from now on two people publish it."""
    life.hold(submission, "flag", by=by)
    flags = sorted({*submission.flags, Flag.SECOND})
    lane = min(submission.lane, Lane.FLAGGED)
    return life.move(submission, "flag", by=by, flags=flags, lane=lane)


@transaction.atomic
def recall(submission: Submission, *, by) -> Submission:
    """An offered version waits again, for moderators: something came up since it was offered."""
    life.hold(submission, "recall", by=by)
    return life.move(submission, "recall", by=by, sealed_redaction=None)


def put_out(submission: Submission, words: Words, verb: str, *, by, reason: str = "") -> Submission:
    """On the wall with these words; a change takes the place of what it changes."""
    if submission.revises_id:
        return _renew(submission, words, verb, by=by, reason=reason)
    out = {"public_id": new_public_id(), "month": life.this_month(), "received_at": None}
    submission = life.move(submission, verb, by=by, reason=reason, sealed_redaction=None, **out)
    standing.put_up(submission, words)
    return submission


@transaction.atomic
def ask(submission: Submission, *, by, question: Reason, note: str = "") -> Submission:
    life.hold(submission, "ask", by=by)
    asked = {"reason": question, "note": note, "sealed_redaction": None}
    return life.move(submission, "ask", by=by, **asked)


@transaction.atomic
def decline(submission: Submission, *, by, reason: Reason | str, note: str = "") -> Submission:
    life.hold(submission, "decline", by=by)
    return life.move(submission, "decline", by=by, reason=reason, note=note, received_at=None)


@transaction.atomic
def pause(submission: Submission, *, by, reason: str = "") -> Submission:
    """Off the wall while a concern is looked at; `resume` puts the same words back.

    `by`: a moderator, or `life.THE_WALL` where a lead has said that concerns pause a story by themselves. `reason`:
    `life.RESTORED` where it is no concern, but a backup from before something happened to it.
    """
    return put_aside(submission, "pause", by=by, reason=reason)


@transaction.atomic
def resume(
    submission: Submission, *, by, reason: Reason, note: str = "", up_to: int | None = None
) -> Submission:
    """On the wall again, with a reason that its author reads; the concerns that were seen (`up_to`) are settled."""
    life.hold(submission, "resume", by=by)
    _settle(submission, by=by, reason=reason, up_to=up_to)
    return put_back(submission, "resume", by=by, reason=reason, note=note)


@transaction.atomic
def settle(submission: Submission, *, by, reason: Reason, up_to: int) -> Submission:
    """The concerns up to that one (its id: the last that was seen) were looked at, and it stays as it is.

    A story that was paused is on the wall again. Raises `SubmissionChangedMeanwhile` where none of them is open.
    """
    life.hold(submission, "settle", by=by)
    if not _settle(submission, by=by, reason=reason, up_to=up_to):
        raise life.SubmissionChangedMeanwhile
    if submission.state == State.PAUSED:
        return put_back(submission, "resume", by=by, reason=reason)
    return submission


@transaction.atomic
def take_down(submission: Submission, *, by, reason: Reason, note: str = "") -> Submission:
    """Off the wall for the next request, and its words are erased, with any change that waits.

    Concerns about it are settled by that, and their words, which may repeat its own, are erased too.
    """
    life.hold(submission, "take_down", by=by)
    Note.objects.filter(submission=submission).delete()
    Submission.objects.filter(revises=submission).delete()
    erased = {"sealed_words": None, "sealed_redaction": None}
    submission = life.move(submission, "take_down", by=by, reason=reason, note=note, **erased)
    _settle_concerns(submission, by)
    Concern.objects.filter(submission=submission).update(sealed_text=None)
    standing.take_off(submission.public_id)
    transaction.on_commit(erasure.erase_traces)
    return submission


def put_aside(submission: Submission, verb: str, *, by, reason: str = "") -> Submission:
    """Off the wall; what stood there is kept, encrypted, to come back as it was."""
    life.hold(submission, verb, by=by)
    sealed = _sealed(standing.published_words(submission))
    submission = life.move(submission, verb, by=by, reason=reason, sealed_redaction=sealed)
    standing.take_off(submission.public_id)
    transaction.on_commit(erasure.erase_traces)
    return submission


def put_back(
    submission: Submission, verb: str, *, by, reason: Reason | str = "", note: str = ""
) -> Submission:
    life.hold(submission, verb, by=by)
    words = submission.redaction or Words()
    said = {"reason": reason, "note": note}
    submission = life.move(submission, verb, by=by, **said, sealed_redaction=None)
    standing.put_back(submission, words)
    return submission


def redaction_marks(language: str) -> list[str]:
    """The roles that may stand in a text of this language, and the English ones."""
    labels: set[str] = set()
    for code in {SOURCE, written_for(language)}:
        column = build_localized_fieldname("label", code)
        labels.update(filter(None, RedactionRole.objects.values_list(column, flat=True)))
    return sorted(labels)


def every_redaction_mark() -> list[str]:
    """The roles of every language: a story and what was added to it may not share one."""
    names = [f.name for f in RedactionRole._meta.get_fields() if f.name.startswith("label_")]
    rows = RedactionRole.objects.values_list(*names)
    return sorted({label for row in rows for label in row if label})


def _redact(submission: Submission, redacted: str | None, name: str | None) -> Words:
    """What may be published: made from the author's words, and from what a first moderator proposed."""
    own, roles = submission.words, redaction_marks(submission.language)
    proposed = submission.redaction if submission.proposed_at else None
    base = own if proposed is None else proposed
    text = base.text if redacted is None else redacted
    try:
        redaction.changes(own.text, text, roles)
        redaction.changes(base.text, text, roles)
    except redaction.Difference as difference:
        raise life.RedactionRefused(difference) from None
    shown = base.name if name is None else name
    if shown not in ("", base.name):
        raise life.RedactionRefused(redaction.Difference(0, shown))
    return Words(text, shown)


def _renew(revision: Submission, words: Words, verb: str, *, by, reason: str) -> Submission:
    """The change takes the place of what it changes, and ends."""
    contacts.resolve(words, revision.country, dict(words.dismissed))  # it may be hidden just now
    life.check(revision, verb, by=by)
    life.swap(revision, edition=F("edition") + 1)
    submission = Submission.objects.select_for_update().get(pk=revision.revises_id)
    own, shown = submission.words, standing.published_words(submission)
    if revision.part == Part.AFTERWORD:
        own = own.with_afterword(revision.words.text)
        shown = replace(shown, afterword=words.text, dismissed=words.dismissed)
        changes = {"afterword_month": life.this_month()}
        labelling.add(submission, revision.warnings.all())
    else:
        has_letter = revision.kind == Kind.STORY
        own = revision.words.with_afterword(own.afterword if has_letter else "")
        shown = words.with_afterword(shown.afterword if has_letter else "")
        copied = ("kind", "length", "phrase_id", "detail", "language")
        changes = {column: getattr(revision, column) for column in copied}
        labelling.label(submission, revision.warnings.all())
    life.record(submission, "renew", by=by, before=State(submission.state), reason=reason)
    revision.delete()
    return stand_as(submission, own, shown, **changes)


def stand_as(submission: Submission, own: Words, shown: Words, **changes) -> Submission:
    """What its author wrote becomes `own`, and what stands, or will come back, becomes `shown`."""
    stands = submission.state == State.PUBLISHED
    life.swap(
        submission,
        sealed_words=_sealed(own),
        sealed_redaction=None if stands else _sealed(shown),
        **changes,
    )
    submission.refresh_from_db()
    if stands:
        standing.renew(submission, shown)
    transaction.on_commit(erasure.erase_traces)
    return submission


def _settle(submission: Submission, *, by, reason: Reason, up_to: int | None) -> bool:
    """Whether any concern was open; the record has one line about all of them."""
    if not _settle_concerns(submission, by, up_to=up_to):
        return False
    life.record(submission, "settle", by=by, before=State(submission.state), reason=reason)
    return True


def _settle_concerns(submission: Submission, by, *, up_to: int | None = None) -> int:
    """How many were open, and are settled now."""
    rows = Concern.objects.filter(submission=submission, settled_at=None)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    return rows.update(settled_by=by, settled_at=life.this_hour())


def _sealed(words: Words) -> bytes | None:
    return vault.seal(words.to_json()) if words else None
