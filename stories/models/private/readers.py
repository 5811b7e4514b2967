"""What readers said: a concern for the moderators, a word of support for the author. No trace of who it was."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stories import vault
from stories.models.private.submission import Submission


class Concern(models.Model):
    """A reader's report about a story; no account, and no trace of who sent it."""

    class Reason(models.TextChoices):
        NAMES_SOMEBODY = "names-somebody", _("It names somebody, or could identify them")
        ABOUT_ME = "about-me", _("It is about me")
        I_WROTE_THIS = "i-wrote-this", _("I wrote this")
        UNLAWFUL = "unlawful", _("It is against the law")
        OTHER = "other", _("Something else")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="concerns")
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    sealed_text = models.BinaryField(_("text, encrypted"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), help_text=_("To the hour."))
    form_digest = models.BinaryField(
        _("digest of its form"), max_length=32, null=True, blank=True, unique=True
    )
    has_paused = models.BooleanField(_("has taken the story off the wall by itself"), default=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("concern")
        verbose_name_plural = _("concerns")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["submission"], condition=Q(settled_at=None), name="concern_open"),
            models.Index(
                fields=["received_at"], condition=Q(has_paused=True), name="concern_pauses"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(has_paused=True),
                name="concern_pauses_a_story_once_ever",
            ),
            models.CheckConstraint(
                condition=Q(
                    reason__in=["names-somebody", "about-me", "i-wrote-this", "unlawful", "other"]
                ),
                name="concern_reason_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.pk})"

    @property
    def text(self) -> str:
        return "" if self.sealed_text is None else vault.unseal(self.sealed_text)


class ConcernPolicy(models.Model):
    """What a lead has said about concerns: one row. Nothing is paused by itself until then."""

    ONLY = 1

    pauses_about_me = models.BooleanField(
        _("“It is about me” takes a story off the wall until it is looked at"), default=False
    )
    pauses_names_somebody = models.BooleanField(
        _("“It names somebody” takes a story off the wall until it is looked at"), default=False
    )
    pauses_an_hour = models.PositiveSmallIntegerField(
        _("at most so many stories an hour"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_(
            "On the whole wall, so that nobody can empty it. Beyond that, concerns stand on top of the desk."
        ),
    )

    class Meta:
        verbose_name = _("what concerns do by themselves")
        verbose_name_plural = _("what concerns do by themselves")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="concern_policy_is_one_row"),
            models.CheckConstraint(
                condition=Q(pauses_an_hour__gte=1, pauses_an_hour__lte=100),
                name="concern_policy_has_a_ceiling",
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class Support(models.Model):
    """How many readers pressed one of three words; for the author alone, and nobody knows who."""

    class Word(models.TextChoices):
        BELIEVE = "believe", _("I believe you")
        NOT_ALONE = "not-alone", _("You are not alone")
        ME_TOO = "me-too", _("Me too")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="support")
    word = models.CharField(_("word"), max_length=9, choices=Word)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "word"], name="support_counts_a_word_once"
            ),
            models.CheckConstraint(
                condition=Q(word__in=["believe", "not-alone", "me-too"]),
                name="support_word_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.submission_id}"
