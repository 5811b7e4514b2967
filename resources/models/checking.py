"""Who checked what, when and how; what two people agree to; what readers and links said about it since."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models.helpline import Helpline
from resources.models.two_people import GuardedQuerySet, refuse_unless_agreed

FIRST_DATA = "the first data of this wall"
ITS_REVIEW = "its review"
WAITED = "72 hours of waiting"


class WrittenOnce:
    """History is added to, never changed: only what two people agreed on (`changing`) moves a row on, or away."""

    def save(self, *args, **options) -> None:
        if self.pk:
            refuse_unless_agreed()
        super().save(*args, **options)

    def delete(self, *args, **options):
        refuse_unless_agreed()
        return super().delete(*args, **options)


class Verification(WrittenOnce, models.Model):
    class How(models.TextChoices):
        CALLED = "called", _("by calling it")
        PAGE = "page", _("on its operator's own page")
        LETTER = "letter", _("by letter")
        SOURCES = "sources", _("in published sources")

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="verifications")
    by = models.CharField(_("by"), max_length=80)
    verified_on = models.DateField(_("on"), default=timezone.localdate)
    how = models.CharField(_("how"), max_length=10, choices=How)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-verified_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="verification_how_is_a_known_word",
                condition=Q(how__in=["called", "page", "letter", "sources"]),
            ),
            models.CheckConstraint(name="verification_names_somebody", condition=~Q(by="")),
        ]

    def __str__(self) -> str:
        return f"{self.verified_on} {self.by}"


class Change(WrittenOnce, models.Model):
    """A draft of a whole record, from proposal to the second person. Kept as the history of the record."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting for a second person")
        DONE = "done", _("carried out")
        DROPPED = "dropped", _("dropped")
        OFF = "off", _("taken off the list")

    helpline = models.ForeignKey(Helpline, models.SET_NULL, null=True, related_name="changes")
    slug = models.SlugField(_("short name"), max_length=80)
    record = models.JSONField(_("as it will be"))
    before = models.JSONField(_("as it was"), default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    first_by = models.CharField(_("proposed by"), max_length=80)
    first_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    first_at = models.DateTimeField(_("proposed"), default=timezone.now)
    first_how = models.CharField(max_length=10, choices=Verification.How)
    waits_until = models.DateTimeField(_("happens by itself"), null=True)
    second_by = models.CharField(_("decided by"), max_length=80, blank=True)
    second_at = models.DateTimeField(_("decided"), null=True)
    second_how = models.CharField(max_length=10, choices=Verification.How, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-first_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="change_state_is_a_known_word",
                condition=Q(state__in=["open", "done", "dropped", "off"]),
            ),
            models.CheckConstraint(
                name="change_is_proposed_by_somebody", condition=~Q(first_by="")
            ),
            models.CheckConstraint(
                name="change_done_by_two_people",
                condition=~Q(state="done") | (~Q(second_by="") & ~Q(second_by=F("first_by"))),
            ),
            models.CheckConstraint(
                name="change_decided_has_who_and_when",
                condition=Q(state="open", second_by="", second_at=None)
                | (~Q(state="open") & ~Q(second_by="") & Q(second_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="change_that_waited_has_waited",
                condition=~Q(state="done", second_by=WAITED)
                | Q(waits_until__isnull=False, second_at__gte=F("waits_until")),
            ),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(state="open"), name="change_is_open_once_per_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.state}"


class DidNotWork(models.Model):
    """How often readers said so, by day. Whose press it was is known nowhere."""

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="did_not_work")
    day = models.DateField(default=timezone.localdate)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["helpline", "day"], name="did_not_work_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.helpline_id} {self.day}: {self.times}"


class LinkCheck(models.Model):
    """What the last look at a website or chat found."""

    class Outcome(models.TextChoices):
        ANSWERS = "answers", _("it answers")
        MOVED = "moved", _("it leads elsewhere")
        GONE = "gone", _("it is gone")
        REFUSED = "refused", _("it refused us: look by hand")
        UNREACHED = "unreached", _("not reached from here: look by hand")

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="link_checks")
    address = models.CharField(max_length=200)
    outcome = models.CharField(max_length=10, choices=Outcome)
    detail = models.CharField(max_length=200, blank=True)
    looked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["helpline", "address"], name="link_check_is_the_last"),
            models.CheckConstraint(
                name="link_check_outcome_is_a_known_word",
                condition=Q(outcome__in=["answers", "moved", "gone", "refused", "unreached"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.outcome}"
