from typing import Any

from stories import turns
from stories.desk import labelling, lanes
from stories.desk.moderation import standing
from stories.desk.moderation.drafts import Draft
from stories.desk.moderation.life import Withdrawn, this_hour, this_month
from stories.models.private import State, Submission, Tombstone
from stories.models.public import new_public_id
from stories.words import Words


def receive(draft: Draft, *, digest: bytes, key: str, hold_bare: bool) -> Submission:
    """Keeps a post: a bare one stands on the wall at once (unless held), words wait for a moderator.

    Raises `IntegrityError` where the digest is already kept, `Withdrawn` where its author took it back. No `Decision`: nobody has decided.
    """
    judged = lanes.judge(draft.words, draft.country).columns if draft.words else {}
    columns = draft.columns | judged  # before the turn: it takes longer than all that is written
    with turns.writing():
        return _keep(draft, columns, digest, key, hold_bare)


def _keep(
    draft: Draft, columns: dict[str, Any], digest: bytes, key: str, hold_bare: bool
) -> Submission:
    stands = not draft.words and not hold_bare
    submission = Submission.objects.create(
        receipt_digest=digest,
        receipt_key=key,
        state=_state(draft, hold_bare),
        country=draft.country,
        asks_before_publishing=draft.asks_before_publishing,
        may_quote=draft.may_quote,
        received_at=None if stands else this_hour(),
        public_id=new_public_id() if stands else None,
        month=this_month() if stands else None,
        **columns,
    )
    if Tombstone.objects.filter(receipt_digest=digest).exists():
        raise Withdrawn  # asked after the insert: it waited for a withdrawal that was under way
    if draft.warnings:
        labelling.label(submission, draft.warnings)
    if stands:
        standing.put_up(submission, Words())
    return submission


def _state(draft: Draft, hold_bare: bool) -> State:
    if draft.words:
        return State.WAITING
    return State.HELD if hold_bare else State.PUBLISHED
