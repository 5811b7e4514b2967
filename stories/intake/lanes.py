"""Where a new post meets the throttle and the switch. A bare post is on the wall at once, or it is held: none is refused.

Words wait for a moderator in any case; they are only put beside those that are nearly the same.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from metoo_wall import throttle
from stories.desk import floods, switch
from stories.desk.moderation import Draft
from stories.models.private import IntakeSwitch, State, Submission, Why

PAUSE_SECONDS = 600  # what "Retry-After" says while intake is paused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Slow:
    """Why a bare post is held; `why` is empty where it is not."""

    why: Why | None = None
    bucket: str = ""

    def __bool__(self) -> bool:
        return self.why is not None


AT_ONCE = Slow()


def is_paused() -> bool:
    return switch.now().state == IntakeSwitch.State.PAUSED or is_closing()


def is_closing() -> bool:
    """A day was named on which the wall closes: nothing new is taken."""
    return switch.now().closes_on is not None


def choose(request: HttpRequest, draft: Draft) -> Slow:
    """Counts this post, by its source and in all, and says in which lane it goes."""
    limits = switch.now()
    is_crowded = throttle.total("post", [f"{limits.posts_per_minute}/minute"]) > 0
    if draft.words:
        return Slow()
    bucket = throttle.bucket(request)
    if throttle.spend("bare post", bucket, [f"{limits.bare_per_hour}/hour"]):
        return Slow(Why.SOURCE, bucket)
    if settings.HOLD_BARE_POSTS:
        return Slow(Why.ALL)
    if limits.state != IntakeSwitch.State.OPEN:
        return Slow(Why.SWITCH)
    return Slow(Why.CEILING) if is_crowded else Slow()


def note(submission: Submission, draft: Draft, slow: Slow) -> None:
    """Puts a post that was kept where it can be decided with others; where that fails, a person reads it alone."""
    try:
        if submission.state == State.HELD:
            floods.hold(submission, slow.why or Why.ALL, slow.bucket)
        elif submission.state == State.WAITING:
            floods.gather(submission, draft.words)
    except DatabaseError:
        log.warning("A post was kept, and stands beside no others.")
