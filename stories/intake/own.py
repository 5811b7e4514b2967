"""The author's own page: what became of a post, and what its author can still do, by receipt alone."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.functional import cached_property

from stories.desk import moderation, queue, switch, waits
from stories.intake import receipts
from stories.intake.versions import Version
from stories.models.private import (
    STANDING,
    Decision,
    Part,
    Reason,
    State,
    Submission,
    Support,
)
from stories.models.public import ContentWarning, Kind, Story
from stories.words import Words


@dataclass(frozen=True)
class SupportCount:
    word: str
    count: int


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
        """What moderators settled among themselves about a concern is no word to the author."""
        decisions = self.submission.decisions.exclude(verb="settle")
        return decisions.select_related("note").first()

    @cached_property
    def reason(self) -> Reason | None:
        """The ready-made question or reason of the last decision, for the author to read."""
        last = self.last_decision
        slug = last.reason if last else ""
        return (
            Reason.objects.select_related("guideline").filter(slug=slug).first() if slug else None
        )

    @property
    def has_come_back(self) -> bool:
        """It was off the wall while a concern was looked at, and that was the last thing that happened."""
        last = self.last_decision
        return last is not None and last.verb == "resume"

    @property
    def is_off_since_a_restore(self) -> bool:
        """No reader was concerned: the wall came back from a backup, and this had been changed or taken off since."""
        last = self.submission.decisions.filter(verb="pause").first()
        return last is not None and last.reason == moderation.RESTORED

    @property
    def note(self) -> str:
        return getattr(getattr(self.last_decision, "note", None), "text", "")

    @cached_property
    def own(self) -> Words:
        return self.submission.words

    @cached_property
    def published(self) -> Words:
        """What stands, or would stand: on the wall, put aside for now, or offered."""
        if self.story:
            return Words(self.story.text, self.story.name, self.story.afterword)
        return self.submission.redaction or Words()

    @cached_property
    def letter(self) -> Version:
        return self._version(self.own.text, self.published.text)

    @cached_property
    def afterword(self) -> Version:
        return self._version(self.own.afterword, self.published.afterword)

    def _version(self, own: str, published: str) -> Version:
        return Version(own, published, moderation.every_redaction_mark())

    @property
    def name_was_left_out(self) -> bool:
        return self.has_a_version and bool(self.own.name) and not self.published.name

    @property
    def has_a_version(self) -> bool:
        return self.stands_or_can or self.state == State.OFFERED

    @property
    def stands_or_can(self) -> bool:
        """Published once, and on the wall now or off it for a time."""
        return self.state in STANDING

    @cached_property
    def speaks_of(self) -> list[ContentWarning]:
        return list(self.submission.warnings.all())

    @property
    def offer(self) -> str:
        """What the author's OK is about, when it is given on this page."""
        return moderation.offer_of(self.submission)

    @property
    def is_being_read(self) -> bool:
        claimed = self.submission.claimed_at
        return claimed is not None and timezone.now() - claimed < queue.CLAIM_LASTS

    @cached_property
    def usual_wait(self) -> waits.UsualWait | None:
        return waits.usual()

    @cached_property
    def change(self) -> "OwnPost | None":
        """A change to what stands, which has a life of its own."""
        found = Submission.objects.select_related("phrase").filter(revises=self.submission).first()
        return OwnPost(found) if found else None

    @property
    def is_afterword(self) -> bool:
        return self.submission.part == Part.AFTERWORD

    @property
    def closes_on(self) -> date | None:
        """The day on which the wall closes, once that was said."""
        return switch.now().closes_on

    @property
    def time_kept(self) -> str:
        """How long the calendar leaves what was offered, or was not published."""
        row = "offers" if self.state == State.OFFERED else "declined"
        return waits.in_words(settings.RETENTION[row].days * 24)

    @property
    def can_be_edited(self) -> bool:
        return self.state in moderation.TRANSITIONS["edit"].before

    @property
    def can_be_added_to(self) -> bool:
        if not self.stands_or_can or self.submission.kind == Kind.BARE:
            return False
        return self.change is None or self.change.is_afterword

    @property
    def letter_can_be_edited(self) -> bool:
        return self.can_be_edited and (self.change is None or not self.change.is_afterword)

    @property
    def can_appeal(self) -> bool:
        return self.state == State.DECLINED and self.submission.appealed_on is None

    @cached_property
    def support(self) -> list[SupportCount]:
        """The words that somebody pressed. "I believe you: 0" would be an answer that nobody gave."""
        counted = dict(self.submission.support.values_list("word", "count"))
        return [SupportCount(w.label, counted[w.value]) for w in Support.Word if w.value in counted]


def find(receipt: str) -> Submission | None:
    """The submission of a receipt (24 digits), under any key in use; a withdrawn one is not found."""
    values = [digest.value for digest in receipts.digests(receipt)]
    return Submission.objects.select_related("phrase").filter(receipt_digest__in=values).first()


def in_question(submission: Submission) -> Submission:
    """What an answer, an OK or an appeal is about: the change that waits, or the post itself."""
    change = Submission.objects.filter(revises=submission).first()
    return change or submission
