"""Keeps a post once, whatever the connection does, and says what the author must be told."""

import json
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import IntegrityError

from stories.desk import moderation
from stories.desk.moderation import Draft
from stories.intake import receipts
from stories.models.private import State, Submission


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


def keep(draft: Draft, form_id: str) -> Kept:
    """Keeps a post, or finds the one that the same form has sent before.

    Two requests at the same time are told apart by the database: the receipt's digest is unique.
    """
    receipt = receipts.derive(form_id, as_text(draft))
    digest = receipts.digest(receipt)
    try:
        kept = moderation.receive(
            draft, digest=digest.value, key=digest.key, hold_bare=settings.HOLD_BARE_POSTS
        )
    except moderation.Withdrawn:
        return Kept(receipt, None)
    except IntegrityError:
        kept = Submission.objects.filter(receipt_digest=digest.value).first()
        if kept is None:
            raise
    return Kept(receipt, kept)


def as_text(draft: Draft) -> str:
    """One string for one post: what a receipt is derived from beside the form's id."""
    return json.dumps(asdict(draft), sort_keys=True, ensure_ascii=False)
