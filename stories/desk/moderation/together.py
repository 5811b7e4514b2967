"""Many bare posts in one transaction: for each the rows that `receive` writes, by three statements for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from stories.desk.moderation import standing
from stories.desk.moderation.drafts import Draft
from stories.desk.moderation.life import this_month
from stories.inserting import Like, found
from stories.models.private import State, Submission, Tombstone
from stories.models.public import Story
from stories.words import Words


@dataclass(frozen=True)
class BarePost:
    """A phrase alone that goes on the wall at once."""

    digest: bytes
    key: str
    public_id: str
    phrase_id: int
    before: tuple[bytes, ...] = ()  # its digests under older keys


class KeptBefore(Exception):
    """Some of them are here already, or were withdrawn: their digests. Nothing may be committed."""

    def __init__(self, digests: set[bytes]) -> None:
        super().__init__()
        self.digests = digests


def receive_together(posts: Sequence[BarePost]) -> None:
    """Inside a transaction, which whoever asks ends. No two of them have one digest. Raises `KeptBefore`."""
    month = this_month()
    ordered = sorted(posts, key=lambda post: post.digest)  # two batches never wait in a circle
    submissions, stories = _rows(month)
    new = submissions.insert_new([(p.digest, p.key, p.public_id, p.phrase_id) for p in ordered])
    known = {post.digest for post in ordered} - new
    known |= _withdrawn(ordered) | _under_older_keys(ordered)
    if known:
        raise KeptBefore(known)
    stories.insert([(post.public_id, post.phrase_id) for post in ordered])


@lru_cache(maxsize=2)
def _rows(month: int) -> tuple[Like, Like]:
    """What every bare post of a month has in common."""
    draft = Draft(words=Words(), phrase_id=None)
    submission = Submission(
        state=State.PUBLISHED,
        country=draft.country,
        asks_before_publishing=draft.asks_before_publishing,
        may_quote=draft.may_quote,
        month=month,
        **draft.columns,
    )
    story = Story(**standing.columns(submission, Words()))
    own = ("receipt_digest", "receipt_key", "public_id", "phrase")
    return Like(submission, *own), Like(story, "public_id", "phrase")


def _withdrawn(posts: Sequence[BarePost]) -> set[bytes]:
    """Asked after the insert, as in `receive`: it waited for a withdrawal that was under way."""
    return found(Tombstone, "receipt_digest", [post.digest for post in posts])


def _under_older_keys(posts: Sequence[BarePost]) -> set[bytes]:
    now = {digest: post.digest for post in posts for digest in post.before}
    if not now:
        return set()
    known = [found(model, "receipt_digest", list(now)) for model in (Submission, Tombstone)]
    return {now[digest] for digest in set().union(*known)}
