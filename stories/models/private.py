"""What was sent, and what was decided about it. No page that readers see touches these tables."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stories import vault
from stories.models.public import ContentWarning, Detail, Guideline, Kind, Phrase
from stories.words import Words


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    ASKED = "asked", _("a question is open")
    OFFERED = "offered", _("awaiting the author's OK")
    HELD = "held", _("held back in a flood")
    PUBLISHED = "published", _("published")
    PAUSED = "paused", _("off the wall while a concern is looked at")
    DECLINED = "declined", _("declined")
    TAKEN_DOWN = "taken_down", _("taken down")
    WITHDRAWN = "withdrawn", _("withdrawn by the author")


UNDECIDED = (State.WAITING, State.ASKED, State.OFFERED, State.HELD)
ON_RECORD = (State.PUBLISHED, State.PAUSED, State.TAKEN_DOWN)


class SubmissionQuerySet(models.QuerySet):
    def waiting(self) -> "SubmissionQuerySet":
        """What a moderator can decide now, oldest first."""
        return self.filter(state=State.WAITING).order_by("id")

    def recent_bare(self) -> "SubmissionQuerySet":
        return self.filter(kind=Kind.BARE, state=State.PUBLISHED).order_by("-id")


class Submission(models.Model):
    """What somebody sent. The author's words are encrypted; the rest says how to treat them.

    A withdrawn submission is not a state of a row: the row is deleted and a `Tombstone` stays.
    """

    receipt_digest = models.BinaryField(_("receipt digest"), max_length=32, unique=True)
    receipt_key = models.CharField(_("receipt key"), max_length=8)
    state = models.CharField(_("state"), max_length=10, choices=State)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    sealed_words = models.BinaryField(_("words, encrypted"), null=True, blank=True)
    sealed_redaction = models.BinaryField(_("redacted words, encrypted"), null=True, blank=True)
    length = models.PositiveIntegerField(_("length"), default=0, help_text=_("Code points."))
    phrase = models.ForeignKey(
        Phrase, models.PROTECT, null=True, blank=True, verbose_name=_("phrase")
    )
    warnings = models.ManyToManyField(ContentWarning, blank=True, verbose_name=_("warnings"))
    detail = models.CharField(_("detail"), max_length=7, choices=Detail, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    asks_before_publishing = models.BooleanField(_("publish only after the author's OK"))
    may_quote = models.BooleanField(_("may be quoted"), default=False)
    public_id = models.CharField(
        _("public id"), max_length=12, null=True, blank=True, unique=True, editable=False
    )
    received_at = models.DateTimeField(
        _("received"), null=True, blank=True, help_text=_("To the hour, while it waits.")
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        permissions = [("moderate_submission", _("Can decide about submissions"))]
        indexes = [models.Index(fields=["state", "id"], name="submission_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s for s in State if s != State.WITHDRAWN]),
                name="submission_state_is_known_and_not_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(state__in=UNDECIDED),
                name="submission_keeps_its_hour_only_while_undecided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ON_RECORD, public_id__isnull=False)
                | (~Q(state__in=ON_RECORD) & Q(public_id__isnull=True)),
                name="submission_has_a_public_id_once_published",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TAKEN_DOWN)
                | Q(sealed_words__isnull=True, sealed_redaction__isnull=True),
                name="submission_taken_down_holds_no_words",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OFFERED) | Q(sealed_redaction__isnull=False),
                name="submission_offered_has_a_version_to_agree_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def words(self) -> Words:
        """What the author wrote; empty where the calendar or a decision has erased it."""
        return (
            Words()
            if self.sealed_words is None
            else Words.from_json(vault.unseal(self.sealed_words))
        )

    @property
    def redaction(self) -> Words | None:
        sealed = self.sealed_redaction
        return None if sealed is None else Words.from_json(vault.unseal(sealed))


class Tombstone(models.Model):
    """All that stays of a withdrawn post: it must not come back by a resent form or a backup."""

    receipt_digest = models.BinaryField(_("receipt digest"), max_length=32, unique=True)
    receipt_key = models.CharField(_("receipt key"), max_length=8)
    withdrawn_on = models.DateField(_("withdrawn on"))

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return f"withdrawn on {self.withdrawn_on}"


class Reason(models.Model):
    """A ready-made question or reason, about the guideline and never about the person."""

    class Kind(models.TextChoices):
        ASK = "ask", _("question")
        DECLINE = "decline", _("reason to decline")
        TAKE_DOWN = "take_down", _("reason to take down")

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    label = models.CharField(_("label"), max_length=120, help_text=_("For moderators."))
    text = models.TextField(_("text"), help_text=_("What the author reads."))
    guideline = models.ForeignKey(Guideline, models.PROTECT, verbose_name=_("guideline"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("reason or question")
        verbose_name_plural = _("reasons and questions")
        ordering = ["kind", "position", "slug"]

    def __str__(self) -> str:
        return self.label


class RedactionRole(models.Model):
    """What may stand in the place of a removed word: [friend], [workplace]."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("role in place of a word")
        verbose_name_plural = _("roles in place of words")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.label


class Decision(models.Model):
    """Who did what to which submission, when and why, by code. Append-only; it outlives both."""

    submission = models.ForeignKey(
        Submission, models.DO_NOTHING, db_constraint=False, related_name="decisions"
    )
    verb = models.CharField(_("verb"), max_length=20)
    before = models.CharField(_("before"), max_length=10, choices=State)
    after = models.CharField(_("after"), max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=60, blank=True, help_text=_("Its slug."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=60)
    decided_at = models.DateTimeField(_("decided"), help_text=_("To the hour."))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.submission_id}"


class Note(models.Model):
    """A free line, encrypted, in a table of its own so that it can be erased."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="notes")
    decision = models.OneToOneField(Decision, models.CASCADE, related_name="note")
    sealed_text = models.BinaryField(_("text, encrypted"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return f"note on {self.submission_id}"

    @property
    def text(self) -> str:
        return vault.unseal(self.sealed_text)


class Concern(models.Model):
    """A reader's report about a story; no account, and no trace of who sent it."""

    class Reason(models.TextChoices):
        NAMES_SOMEBODY = "names-somebody", _("It names somebody, or could identify them")
        ABOUT_ME = "about-me", _("It is about me")
        I_WROTE_THIS = "i-wrote-this", _("I wrote this")
        UNLAWFUL = "unlawful", _("I think it is unlawful")
        OTHER = "other", _("Something else")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="concerns")
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    sealed_text = models.BinaryField(_("text, encrypted"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), help_text=_("To the hour."))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reason__in=["names-somebody", "about-me", "i-wrote-this", "unlawful", "other"]
                ),
                name="concern_reason_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.pk})"

    @property
    def text(self) -> str:
        return "" if self.sealed_text is None else vault.unseal(self.sealed_text)


class SealedPage(models.Model):
    """A page behind an address that lives shortly; its key is in the address and nowhere else."""

    digest = models.BinaryField(_("address digest"), max_length=32, unique=True)
    payload = models.BinaryField(_("payload, encrypted"))
    sealed_at = models.DateTimeField(_("sealed"))
    first_viewed_at = models.DateTimeField(_("first viewed"), null=True, blank=True)

    class Meta:
        verbose_name = _("sealed page")
        verbose_name_plural = _("sealed pages")
        indexes = [models.Index(fields=["sealed_at"], name="sealed_page_age")]

    def __str__(self) -> str:
        return f"sealed page {self.pk}"
