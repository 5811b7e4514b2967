"""Who may judge an appeal: another moderator than the one who declined, where there is one."""

from datetime import timedelta

from django.utils import timezone

from stories.desk import roles
from stories.models.private import Submission

ALONE_WAITS = timedelta(days=7)  # a single moderator reads it again with some distance


def may_judge(submission: Submission, moderator) -> bool:
    """True unless this very account declined it, and somebody else could read it or the week is not over."""
    if submission.appealed_on is None or not _declined_by(submission, moderator):
        return True
    if roles.moderators().exclude(pk=moderator.pk).exists():
        return False
    return timezone.now().date() - submission.appealed_on >= ALONE_WAITS


def _declined_by(submission: Submission, moderator) -> bool:
    declined = submission.decisions.filter(verb="decline").order_by("-id").first()
    return declined is not None and declined.by_id == moderator.pk
