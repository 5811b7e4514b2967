"""The life of a submission: which verb leads from which state to which, and how a move is made.

May it happen in this state? `TRANSITIONS` says (else `ForbiddenTransition`). May this person? The roles say
(else `NotAllowed`, `SomebodyElseJudges`). Did somebody else decide meanwhile? `SubmissionChangedMeanwhile`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from stories import vault
from stories.desk import appeals, queue, roles, waits
from stories.models.private import (
    ON_RECORD,
    REVISING,
    STANDING,
    UNDECIDED,
    Decision,
    FloodPost,
    Note,
    Reason,
    State,
    Submission,
)
from stories.text import redaction

AUTHOR = "the author"
# What somebody else can change while a moderator has it before them.
CONTESTED = (
    "state", "edition", "flags", "lane", "appealed_on", "sealed_words", "sealed_redaction",
    "proposed_by_id", "proposed_at", "claimed_by_id", "claimed_at",
)  # fmt: skip


class TheWall:
    """Acts by a rule that a lead has switched on. It has no account, and only the verbs that say so."""

    def __str__(self) -> str:
        return "the wall"


THE_WALL = TheWall()
RESTORED = "restored"  # why THE_WALL pauses what a backup would have brought back


@dataclass(frozen=True)
class Transition:
    before: tuple[State, ...]
    after: State | None  # None: it stays as it is
    actor: str  # "moderator" or "author": who may ask for it
    also_by_the_wall: bool = False


TRANSITIONS: dict[str, Transition] = {
    "publish": Transition((State.WAITING, State.ASKED, State.HELD), State.PUBLISHED, "moderator"),
    "propose": Transition((State.WAITING, State.ASKED), State.WAITING, "moderator"),
    "flag": Transition((State.WAITING,), None, "moderator"),
    "offer": Transition((State.WAITING, State.ASKED), State.OFFERED, "moderator"),
    "recall": Transition((State.OFFERED,), State.WAITING, "moderator", also_by_the_wall=True),
    "agree": Transition((State.OFFERED,), State.PUBLISHED, "author"),
    "ask": Transition((State.WAITING,), State.ASKED, "moderator"),
    "answer": Transition((State.ASKED,), State.WAITING, "author"),
    "decline": Transition(UNDECIDED, State.DECLINED, "moderator"),
    "appeal": Transition((State.DECLINED,), State.WAITING, "author"),
    "edit": Transition((*REVISING, *STANDING), State.WAITING, "author"),
    "renew": Transition(STANDING, None, "moderator"),
    "shorten": Transition(STANDING, None, "author"),
    "hide": Transition((State.PUBLISHED,), State.HIDDEN, "author"),
    "show": Transition((State.HIDDEN,), State.PUBLISHED, "author"),
    "pause": Transition((State.PUBLISHED,), State.PAUSED, "moderator", also_by_the_wall=True),
    "resume": Transition((State.PAUSED,), State.PUBLISHED, "moderator"),
    "take_down": Transition(STANDING, State.TAKEN_DOWN, "moderator"),
    "settle": Transition((*REVISING, *ON_RECORD), None, "moderator"),
    "withdraw": Transition(
        tuple(state for state in State if state != State.WITHDRAWN), State.WITHDRAWN, "author"
    ),
}


class ModerationError(Exception):
    """Something that a verb refuses; nothing was changed."""


class ForbiddenTransition(ModerationError):
    """The verb does not fit the state."""


class SubmissionChangedMeanwhile(ModerationError):
    """Somebody else decided first, or the author changed the words."""


class Withdrawn(ModerationError):
    """Its author has withdrawn this very post; it does not come back."""


class NotAllowed(ModerationError):
    """This account may not decide about submissions."""


class SomebodyElseJudges(NotAllowed):
    """An appeal goes to another moderator than the one who declined, or waits a week where there is none."""


class SomebodyElseConfirms(NotAllowed):
    """What is flagged takes a second moderator, or an hour where there is none."""


class SomebodyElseReads(ModerationError):
    """A colleague has claimed it."""


class RedactionRefused(ModerationError):
    """The redacted text has something in it that the author did not write; `difference` says where."""

    def __init__(self, difference: redaction.Difference) -> None:
        super().__init__(difference.at)
        self.difference = difference


def this_hour() -> datetime:
    """Now, and nothing finer than the hour: the precision that is kept."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def this_month() -> int:
    """Year and month as one number: 202611."""
    now = timezone.now()
    return now.year * 100 + now.month


def version_of(submission: Submission) -> str:
    """A name for what stands on a page about it: after other words, a decision, a flag it has another."""
    last = submission.decisions.order_by("-id").values_list("pk", flat=True).first()
    sealed = (submission.sealed_words, submission.sealed_redaction)
    facts = (submission.state, submission.edition, submission.flags, last)
    seen = "\0".join(map(str, facts)).encode() + b"\0".join(bytes(part or b"") for part in sealed)
    return hashlib.sha256(seen).hexdigest()[:16]


def hold(submission: Submission, verb: str, *, by) -> None:
    """Keeps its row to this transaction, and reads anew what others may have written; then `check`.

    A story is locked before the change to it. SQLite has one writer from the beginning of a transaction on.
    Raises `SubmissionChangedMeanwhile` where the row is gone, or not the one that was seen.
    """
    _must_fit(submission, verb)
    seen = (submission.state, submission.edition, submission.proposed_at)
    ids = [pk for pk in (submission.revises_id, submission.pk) if pk]
    rows = Submission.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    now = {row.pk: row for row in rows}.get(submission.pk)
    if now is None or (now.state, now.edition, now.proposed_at) != seen:
        raise SubmissionChangedMeanwhile
    for name in CONTESTED:
        setattr(submission, name, getattr(now, name))
    check(submission, verb, by=by)


def check(submission: Submission, verb: str, *, by) -> None:
    """May it happen, and may this person? Raises what the module's docstring says."""
    transition = TRANSITIONS[verb]
    is_by_rule = by is THE_WALL and transition.also_by_the_wall
    if transition.actor == "moderator" and not is_by_rule:
        if by is THE_WALL or not roles.may_moderate(by):
            raise NotAllowed
        if not appeals.may_judge(submission, by):
            raise SomebodyElseJudges
        if queue.is_read_by_another(submission, by):
            raise SomebodyElseReads
    _must_fit(submission, verb)


def move(
    submission: Submission,
    verb: str,
    *,
    by,
    reason: Reason | str = "",
    note: str = "",
    **changes,
) -> Submission:
    """Compare-and-set, and its decision: works on every database. `by` is None for the author."""
    check(submission, verb, by=by)
    before = State(submission.state)
    done = {"claimed_by": None, "claimed_at": None, "proposed_by": None, "proposed_at": None}
    swap(submission, state=TRANSITIONS[verb].after or before, **done | changes)
    FloodPost.objects.forget(submission.pk)
    if before == State.WAITING and by is not None and submission.received_at:
        waits.count(submission.received_at)
    decision = record(submission, verb, by=by, before=before, reason=reason)
    if note:
        Note.objects.create(submission=submission, decision=decision, sealed_text=vault.seal(note))
    submission.refresh_from_db()
    return submission


def swap(submission: Submission, **changes) -> None:
    """Changes the row if its state, and while words are judged its edition, is the one we have seen."""
    seen = {"pk": submission.pk, "state": submission.state}
    if submission.state in UNDECIDED:
        seen["edition"] = submission.edition
    if not Submission.objects.filter(**seen).update(**changes):
        raise SubmissionChangedMeanwhile


def record(
    submission: Submission, verb: str, *, by, before: State, reason: Reason | str = ""
) -> Decision:
    """`reason`: a ready-made one, or codes."""
    return Decision.objects.create(
        submission=submission,
        verb=verb,
        before=before,
        after=TRANSITIONS[verb].after or before,
        reason=getattr(reason, "slug", reason),
        by=None if by is THE_WALL else by,
        by_name=_name_of(by),
        decided_at=this_hour(),
    )


def _must_fit(submission: Submission, verb: str) -> None:
    if submission.state not in TRANSITIONS[verb].before:
        raise ForbiddenTransition(f"{verb} does not fit {submission.state}")


def _name_of(by) -> str:
    if by is None:
        return AUTHOR
    return str(by) if by is THE_WALL else by.get_username()
