"""Which lane a post waits in. Decided once, when its words arrive; a moderator can raise it by hand."""

from dataclasses import dataclass

from stories.desk import contacts
from stories.models.private import Flag, Lane, Submission
from stories.text import danger
from stories.words import Words


@dataclass(frozen=True)
class Judged:
    lane: Lane
    flags: tuple[Flag, ...] = ()

    @property
    def columns(self) -> dict[str, object]:
        return {"lane": self.lane, "flags": [flag.value for flag in self.flags]}


def judge(words: Words, country: str, *more: Flag) -> Judged:
    """Danger before flagged before the rest. `more`: flags that stand for other reasons."""
    flags = list(more)
    if contacts.found(words, country):
        flags.insert(0, Flag.CONTACT)
    if danger.speaks_of_danger(words.text):
        return Judged(Lane.DANGER, (Flag.DANGER, *flags))
    return Judged(Lane.FLAGGED if flags else Lane.REST, tuple(flags))


def lasting(submission: Submission) -> tuple[Flag, ...]:
    """The flags that stay when its words become others: a reader's concern is about the story."""
    return (Flag.CONCERN,) if Flag.CONCERN in submission.flags else ()
