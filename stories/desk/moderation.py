"""The verbs: the only code that changes a submission's state, or writes to the public tables.

Each verb is one transaction: a compare-and-set of the state, its `Decision`, and what stands on the wall.
May it happen in this state? `TRANSITIONS` says (else `ForbiddenTransition`). May this person? The roles say
(else `NotAllowed`). Did somebody else decide meanwhile? `SubmissionChangedMeanwhile`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from stories import vault
from stories.desk import erasure, roles
from stories.models.private import (
    Concern,
    Decision,
    Note,
    Reason,
    RedactionRole,
    State,
    Submission,
    Tombstone,
)
from stories.models.public import ContentWarning, GoneStory, Kind, Story, new_public_id
from stories.text import redaction, render
from stories.words import Words

AUTHOR = "the author"


@dataclass(frozen=True)
class Transition:
    before: tuple[State, ...]
    after: State
    actor: str  # "moderator", "author" or "wall": who may ask for it


TRANSITIONS: dict[str, Transition] = {
    "publish": Transition((State.WAITING, State.ASKED, State.HELD), State.PUBLISHED, "moderator"),
    "offer": Transition((State.WAITING, State.ASKED), State.OFFERED, "moderator"),
    "agree": Transition((State.OFFERED,), State.PUBLISHED, "author"),
    "ask": Transition((State.WAITING,), State.ASKED, "moderator"),
    "answer": Transition((State.ASKED,), State.WAITING, "author"),
    "decline": Transition(
        (State.WAITING, State.ASKED, State.OFFERED, State.HELD), State.DECLINED, "moderator"
    ),
    "appeal": Transition((State.DECLINED,), State.WAITING, "author"),
    "pause": Transition((State.PUBLISHED,), State.PAUSED, "moderator"),
    "resume": Transition((State.PAUSED,), State.PUBLISHED, "moderator"),
    "take_down": Transition((State.PUBLISHED, State.PAUSED), State.TAKEN_DOWN, "moderator"),
    "withdraw": Transition(
        tuple(state for state in State if state != State.WITHDRAWN), State.WITHDRAWN, "author"
    ),
}


class ModerationError(Exception):
    """Something that a verb refuses; nothing was changed."""


class ForbiddenTransition(ModerationError):
    """The verb does not fit the state."""


class SubmissionChangedMeanwhile(ModerationError):
    """Somebody else decided first."""


class Withdrawn(ModerationError):
    """Its author has withdrawn this very post; it does not come back."""


class NotAllowed(ModerationError):
    """This account may not decide about submissions."""


class RedactionRefused(ModerationError):
    """The redacted text has something in it that the author did not write; `difference` says where."""

    def __init__(self, difference: redaction.Difference) -> None:
        super().__init__(difference.at)
        self.difference = difference


@dataclass(frozen=True)
class Draft:
    """What a post is made of, before it is kept."""

    words: Words
    phrase_id: int | None
    warnings: tuple[int, ...] = ()
    detail: str = ""
    language: str = ""
    country: str = ""
    asks_before_publishing: bool = False
    may_quote: bool = False

    @property
    def kind(self) -> Kind:
        return Kind.STORY if self.words.text else Kind.BARE


def this_hour() -> datetime:
    """Now, and nothing finer than the hour: the precision that is kept."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def this_month() -> int:
    now = timezone.now()
    return now.year * 100 + now.month


@transaction.atomic
def receive(draft: Draft, *, digest: bytes, key: str, hold_bare: bool) -> Submission:
    """Keeps a post: a bare one stands on the wall at once (unless held), words wait for a moderator.

    Raises `IntegrityError` where the digest is already kept, `Withdrawn` where its author took it back. No `Decision`: nobody has decided.
    """
    is_bare = not draft.words
    state = State.HELD if hold_bare else State.PUBLISHED
    submission = Submission.objects.create(
        receipt_digest=digest,
        receipt_key=key,
        state=state if is_bare else State.WAITING,
        kind=draft.kind,
        sealed_words=None if is_bare else vault.seal(draft.words.to_json()),
        length=len(draft.words.text),
        phrase_id=draft.phrase_id,
        detail=draft.detail,
        language=draft.language,
        country=draft.country,
        asks_before_publishing=draft.asks_before_publishing,
        may_quote=draft.may_quote,
        received_at=None if is_bare and state == State.PUBLISHED else this_hour(),
        public_id=new_public_id() if is_bare and state == State.PUBLISHED else None,
    )
    if Tombstone.objects.filter(receipt_digest=digest).exists():
        raise Withdrawn  # asked after the insert: it waited for a withdrawal that was under way
    if draft.warnings:
        submission.warnings.set(draft.warnings)
    if submission.state == State.PUBLISHED:
        _put_on_the_wall(submission, Words())
    return submission


@transaction.atomic
def publish(
    submission: Submission,
    *,
    by,
    redacted: str | None = None,
    name: str | None = None,
    warnings: Iterable[ContentWarning] = (),
) -> Submission:
    """Publishes the author's words, or `redacted` ones; adds `warnings` to the author's own.

    `name` may only be the author's or empty. A post whose author asked to see it first is offered instead.
    Raises `RedactionRefused`, or another `ModerationError`.
    """
    words = _redact(submission, redacted, name)
    submission.warnings.add(*warnings)
    if submission.asks_before_publishing:
        return _move(submission, "offer", by=by, sealed_redaction=vault.seal(words.to_json()))
    return _publish(submission, words, "publish", by=by)


@transaction.atomic
def agree(submission: Submission) -> Submission:
    """The author's OK to the version that was offered."""
    return _publish(submission, submission.redaction or submission.words, "agree", by=None)


@transaction.atomic
def answer(submission: Submission, *, note: str) -> Submission:
    """The author's answer to an open question: the post waits again, with the answer beside it."""
    return _move(submission, "answer", by=None, note=note)


@transaction.atomic
def ask(submission: Submission, *, by, question: Reason, note: str = "") -> Submission:
    return _move(submission, "ask", by=by, reason=question, note=note)


@transaction.atomic
def decline(submission: Submission, *, by, reason: Reason, note: str = "") -> Submission:
    return _move(submission, "decline", by=by, reason=reason, note=note, received_at=None)


@transaction.atomic
def take_down(submission: Submission, *, by, reason: Reason, note: str = "") -> Submission:
    """Off the wall for the next request, and its words are erased."""
    Note.objects.filter(submission=submission).delete()
    erased = {"sealed_words": None, "sealed_redaction": None}
    submission = _move(submission, "take_down", by=by, reason=reason, note=note, **erased)
    _take_off_the_wall(submission.public_id)
    transaction.on_commit(erasure.truncate_log)
    return submission


@transaction.atomic
def withdraw(submission: Submission) -> Tombstone:
    """The author's last word, from any state: the row is deleted, a digest and a date stay."""
    current = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if current is None:
        raise SubmissionChangedMeanwhile
    _take_off_the_wall(current.public_id)
    Note.objects.filter(submission=current).delete()
    Concern.objects.filter(submission=current).delete()
    tombstone, _created = Tombstone.objects.get_or_create(
        receipt_digest=current.receipt_digest,
        defaults={"receipt_key": current.receipt_key, "withdrawn_on": timezone.now().date()},
    )
    _record(current, "withdraw", State(current.state), by=None)
    Submission.objects.filter(pk=current.pk).delete()
    transaction.on_commit(erasure.truncate_log)
    return tombstone


def redaction_marks(language: str) -> list[str]:
    """The roles that may stand in a text of this language, and the English ones."""
    field = f"label_{language.split('-')[0]}"
    names = {f.name for f in RedactionRole._meta.get_fields()}
    labels: set[str] = set()
    for column in {field, "label_en"} & names:
        labels.update(filter(None, RedactionRole.objects.values_list(column, flat=True)))
    return sorted(labels)


def _redact(submission: Submission, redacted: str | None, name: str | None) -> Words:
    own = submission.words
    text = own.text if redacted is None else redacted
    try:
        redaction.changes(own.text, text, redaction_marks(submission.language))
    except redaction.Difference as difference:
        raise RedactionRefused(difference) from None
    shown = own.name if name is None else name
    if shown not in ("", own.name):
        raise RedactionRefused(redaction.Difference(0, shown))
    return Words(text, shown)


def _publish(submission: Submission, words: Words, verb: str, *, by) -> Submission:
    submission = _move(submission, verb, by=by, received_at=None, public_id=new_public_id())
    _put_on_the_wall(submission, words)
    return submission


def _put_on_the_wall(submission: Submission, words: Words) -> Story:
    story = Story.objects.create(
        public_id=submission.public_id,
        kind=submission.kind,
        phrase_id=submission.phrase_id,
        name=words.name,
        text=words.text,
        html=render.render(words.text),
        opening=render.opening(words.text),
        reading_minutes=render.reading_minutes(words.text),
        detail=submission.detail,
        language=submission.language,
        country=submission.country,
        month=this_month(),
    )
    if submission.kind == Kind.STORY:
        story.warnings.set(submission.warnings.all())
    return story


def _take_off_the_wall(public_id: str | None) -> None:
    story = Story.objects.filter(public_id=public_id).first() if public_id else None
    if story:
        GoneStory.objects.create(public_id=story.public_id, place=story.id)
        story.delete()


def _move(
    submission: Submission,
    verb: str,
    *,
    by,
    reason: Reason | None = None,
    note: str = "",
    **changes,
) -> Submission:
    """Compare-and-set, and its decision: works on every database."""
    transition = TRANSITIONS[verb]
    before = State(submission.state)
    if transition.actor == "moderator" and not roles.may_moderate(by):
        raise NotAllowed
    if before not in transition.before:
        raise ForbiddenTransition(f"{verb} does not fit {before}")
    moved = Submission.objects.filter(pk=submission.pk, state=before).update(
        state=transition.after, claimed_by=None, claimed_at=None, **changes
    )
    if not moved:
        raise SubmissionChangedMeanwhile
    decision = _record(submission, verb, before, by=by, reason=reason)
    if note:
        Note.objects.create(submission=submission, decision=decision, sealed_text=vault.seal(note))
    submission.refresh_from_db()
    return submission


def _record(submission: Submission, verb: str, before: State, *, by, reason: Reason | None = None):
    return Decision.objects.create(
        submission=submission,
        verb=verb,
        before=before,
        after=TRANSITIONS[verb].after,
        reason=reason.slug if reason else "",
        by=by,
        by_name=by.get_username() if by else AUTHOR,
        decided_at=this_hour(),
    )
