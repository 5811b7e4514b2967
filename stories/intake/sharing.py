"""Keeps a post once, whatever the connection does, and says what the author must be told."""

import json
from dataclasses import asdict, dataclass

from django.db import IntegrityError

from stories.desk import moderation
from stories.desk.moderation import Draft
from stories.intake import lanes, receipts
from stories.intake.lanes import AT_ONCE, Slow
from stories.models.private import State, Submission, Tombstone


@dataclass(frozen=True)
class Kept:
    receipt: str  # 24 digits
    submission: Submission | None  # None: the author has withdrawn this very post

    @property
    def state(self) -> str:
        return self.submission.state if self.submission else State.WITHDRAWN

    @property
    def public_id(self) -> str | None:
        return self.submission.public_id if self.submission else None

    @property
    def asks_first(self) -> bool:
        return bool(self.submission and self.submission.asks_before_publishing)

    @property
    def is_receipt_kept(self) -> bool:
        """Its author has said so: the number is not shown again."""
        return bool(self.submission and self.submission.is_receipt_kept)


def keep(draft: Draft, form_id: str, slow: Slow = AT_ONCE) -> Kept:
    """Keeps a post, or finds the one that the same form has sent before. `slow`: whether a bare one is held.

    Two requests at the same time are told apart by the database: the receipt's digest is unique.
    """
    if before := _kept_before(form_id, as_text(draft)):
        return before
    receipt = receipts.derive(form_id, as_text(draft))
    digest = receipts.digest(receipt)
    try:
        kept = moderation.receive(draft, digest=digest.value, key=digest.key, hold_bare=bool(slow))
    except moderation.Withdrawn:
        return Kept(receipt, None)
    except IntegrityError:
        kept = Submission.objects.filter(receipt_digest=digest.value).first()
        if kept is None:
            raise
    else:
        lanes.note(kept, draft, slow)
    return Kept(receipt, kept)


def _kept_before(form_id: str, post: str) -> Kept | None:
    """The post that the same form has sent under an older key of receipts, or that was withdrawn since."""
    known = receipts.derived_before(form_id, post)
    if not known:
        return None
    kept = Submission.objects.filter(receipt_digest__in=known).first()
    if kept:
        return Kept(known[bytes(kept.receipt_digest)], kept)
    gone = Tombstone.objects.filter(receipt_digest__in=known).first()
    return Kept(known[bytes(gone.receipt_digest)], None) if gone else None


def was_kept(draft: Draft, form_id: str) -> bool:
    """Whether this very post is here already: sent once more, it only shows its receipt."""
    if _kept_before(form_id, as_text(draft)):
        return True
    digest = receipts.digest(receipts.derive(form_id, as_text(draft)))
    return Submission.objects.filter(receipt_digest=digest.value).exists()


def as_text(draft: Draft) -> str:
    """One string for one post: what a receipt is derived from beside the form's id."""
    return json.dumps(asdict(draft), sort_keys=True, ensure_ascii=False)
