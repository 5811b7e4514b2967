from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stories.models.private.submission import Submission


class LegalHoldQuerySet(models.QuerySet):
    def open(self) -> "LegalHoldQuerySet":
        """Asked for or in force: neither ended nor over."""
        return self.filter(ended_at=None, until__gte=timezone.now().date())

    def in_force(self) -> "LegalHoldQuerySet":
        return self.open().exclude(confirmed_at=None)


class LegalHold(models.Model):
    """Two people say that the calendar leaves one post alone, until a day. Its author can still take it back: with
    the post, this goes too.
    """

    class Reason(models.TextChoices):
        COURT = "court", _("a court or an authority asks for it in writing")
        AUTHOR = "author", _("its author asks for it")
        DISPUTE = "dispute", _("a complaint about it is not settled")

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="holds", verbose_name=_("post")
    )
    reason = models.CharField(_("reason"), max_length=7, choices=Reason)
    until = models.DateField(_("until"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_by_name = models.CharField(_("asked by"), max_length=60)
    asked_at = models.DateTimeField(_("asked"), help_text=_("To the hour."))
    due_at = models.DateTimeField(
        _("happens by itself"), null=True, blank=True, help_text=_("Only where nobody can confirm.")
    )
    confirmed_by_name = models.CharField(_("confirmed by"), max_length=60, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_by_name = models.CharField(_("ended by"), max_length=60, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        default_permissions = ()
        permissions = [("hold_submission", "Can ask for a legal hold, or confirm one")]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None)
                | (~Q(confirmed_by_name="") & ~Q(confirmed_by_name=F("asked_by_name")))
                | Q(due_at__isnull=False),
                name="legal_hold_takes_two_people_or_a_delay",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_name="")
                | Q(ended_at__isnull=False) & ~Q(ended_by_name=""),
                name="legal_hold_is_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reason__in=["court", "author", "dispute"]),
                name="legal_hold_reason_is_known",
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(ended_at=None), name="legal_hold_is_one_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"legal hold on {self.submission_id}"
