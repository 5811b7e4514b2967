"""Two people for what is flagged: one proposes a version, another one publishes.

Where a single moderator is active, the second press is their own, an hour later: deliberate, with some distance.
"""

from datetime import timedelta

from django.utils import timezone

from stories.desk import roles
from stories.models.private import Flag, Submission

DISTANCE = timedelta(hours=1)
PAIRED = frozenset({Flag.CONTACT, Flag.SECOND, Flag.CONCERN})


def needs_two(submission: Submission) -> bool:
    return not PAIRED.isdisjoint(submission.flags)


def is_first(submission: Submission) -> bool:
    """Nobody has proposed a version of it yet."""
    return needs_two(submission) and submission.proposed_at is None


def may_confirm(submission: Submission, moderator) -> bool:
    """Whether this account may publish what was proposed: another one, or the same after an hour where alone."""
    if not needs_two(submission) or submission.proposed_by_id != moderator.pk:
        return True
    if roles.moderators().exclude(pk=moderator.pk).exists():
        return False
    return timezone.now() - submission.proposed_at >= DISTANCE
