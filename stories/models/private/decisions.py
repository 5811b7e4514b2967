from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories import vault
from stories.models.private.states import State
from stories.models.private.submission import Submission
from stories.models.public import Guideline


class Reason(models.Model):
    """A ready-made question or reason, about the guideline and never about the person."""

    class Kind(models.TextChoices):
        ASK = "ask", _("question")
        DECLINE = "decline", _("reason to decline")
        TAKE_DOWN = "take_down", _("reason to take down")
        SETTLE = "settle", _("reason to leave it as it is after a concern")

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
    """Who did what to which submission, when and why, by code. It outlives both, so it points at them without a constraint.

    The database refuses to change a line, and to delete one that is sealed (docs/decisions/0013). A new column
    needs a new format in `stories/desk/log/rows.py`.
    """

    submission = models.ForeignKey(
        Submission, models.DO_NOTHING, db_constraint=False, related_name="decisions"
    )
    verb = models.CharField(_("verb"), max_length=20)
    before = models.CharField(_("before"), max_length=10, choices=State)
    after = models.CharField(_("after"), max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=60, blank=True, help_text=_("Its slug."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
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
