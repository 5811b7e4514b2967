"""A text as published beside what its author wrote: every mark, and what stood in its place."""

from dataclasses import dataclass
from functools import cached_property

from stories.text import redaction


@dataclass(frozen=True)
class Segment:
    """A stretch of the published version: `words` are what the author wrote where a mark stands now."""

    text: str
    words: str = ""


class Version:
    """`own` is empty where the calendar has erased it; `roles` are the roles of its language."""

    def __init__(self, own: str, published: str, roles: list[str]) -> None:
        self.own = own
        self.published = published
        self.roles = roles

    def __bool__(self) -> bool:
        return bool(self.published)

    @property
    def original_is_erased(self) -> bool:
        """Words were published, and the calendar has erased what they were made from."""
        return bool(self.published) and not self.own

    @cached_property
    def changes(self) -> list[redaction.Change] | None:
        """The marks in the published version; None where they cannot be told: a role was renamed since."""
        try:
            return redaction.changes(self.own, self.published, self.roles)
        except redaction.Difference:
            return None

    @property
    def marks_are_lost(self) -> bool:
        return bool(self.published) and not self.original_is_erased and self.changes is None

    @cached_property
    def segments(self) -> list[Segment]:
        """The published version, with every change marked where that can be told."""
        if not self.published or self.original_is_erased or self.marks_are_lost:
            return [Segment(self.published)] if self.published else []
        return _segments(self.own, self.changes)

    @cached_property
    def is_changed(self) -> bool:
        return any(segment.words for segment in self.segments)


def _segments(own: str, changes: list[redaction.Change]) -> list[Segment]:
    segments, here = [], 0
    for change in changes:
        segments += [Segment(own[here : change.start]), Segment(change.mark, change.words)]
        here = change.end
    segments.append(Segment(own[here:]))
    return [segment for segment in segments if segment.text]
