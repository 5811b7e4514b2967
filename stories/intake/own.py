"""The author's own page: what became of a post, and what its author can still do, by receipt alone."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from stories.desk import moderation
from stories.intake import receipts
from stories.models.private import Decision, Reason, State, Submission
from stories.models.public import ContentWarning, Story
from stories.text import redaction


@dataclass(frozen=True)
class Segment:
    """A stretch of the published version: `words` are what the author wrote where a mark stands now."""

    text: str
    words: str = ""


class OwnPost:
    """A submission as its author may see it."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    @property
    def state(self) -> str:
        return self.submission.state

    @cached_property
    def story(self) -> Story | None:
        public_id = self.submission.public_id
        return Story.objects.filter(public_id=public_id).first() if public_id else None

    @cached_property
    def last_decision(self) -> Decision | None:
        return self.submission.decisions.select_related("note").first()

    @cached_property
    def reason(self) -> Reason | None:
        """The ready-made question or reason of the last decision, for the author to read."""
        last = self.last_decision
        slug = last.reason if last else ""
        return (
            Reason.objects.select_related("guideline").filter(slug=slug).first() if slug else None
        )

    @property
    def note(self) -> str:
        return getattr(getattr(self.last_decision, "note", None), "text", "")

    @property
    def published_text(self) -> str:
        if self.story:
            return self.story.text
        offered = self.submission.redaction
        return offered.text if offered and self.state == State.OFFERED else ""

    @property
    def original_is_erased(self) -> bool:
        """Words were published, and the calendar has erased what they were made from."""
        return bool(self.published_text) and self.submission.sealed_words is None

    @cached_property
    def changes(self) -> list[redaction.Change] | None:
        """The marks in the published version; None where they cannot be told: a role was renamed since."""
        own = self.submission.words.text
        roles = moderation.redaction_marks(self.submission.language)
        try:
            return redaction.changes(own, self.published_text, roles)
        except redaction.Difference:
            return None

    @property
    def marks_are_lost(self) -> bool:
        return bool(self.published_text) and not self.original_is_erased and self.changes is None

    @cached_property
    def segments(self) -> list[Segment]:
        """The published version, or the one offered, with every change marked."""
        text = self.published_text
        if not text or self.original_is_erased or self.marks_are_lost:
            return [Segment(text)] if text else []
        return _segments(self.submission.words.text, self.changes)

    @cached_property
    def is_changed(self) -> bool:
        return any(segment.words for segment in self.segments)

    @property
    def shown_name(self) -> str:
        """The name that stands, or would stand, with the published version."""
        if self.story:
            return self.story.name
        offered = self.submission.redaction
        return offered.name if offered else ""

    @property
    def name_was_left_out(self) -> bool:
        return self.has_a_version and bool(self.submission.words.name) and not self.shown_name

    @property
    def has_a_version(self) -> bool:
        return self.story is not None or self.state == State.OFFERED

    @cached_property
    def speaks_of(self) -> list[ContentWarning]:
        return list(self.submission.warnings.all())


def find(receipt: str) -> Submission | None:
    """The submission of a receipt (24 digits), under any key in use; a withdrawn one is not found."""
    values = [digest.value for digest in receipts.digests(receipt)]
    return Submission.objects.select_related("phrase").filter(receipt_digest__in=values).first()


def _segments(own: str, changes: list[redaction.Change]) -> list[Segment]:
    segments, here = [], 0
    for change in changes:
        segments += [Segment(own[here : change.start]), Segment(change.mark, change.words)]
        here = change.end
    segments.append(Segment(own[here:]))
    return [segment for segment in segments if segment.text]
