from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stories import vault
from stories.models.private.lanes import Flag, Lane
from stories.models.private.states import ON_RECORD, REVISING, UNDECIDED, Part, State
from stories.models.public import ContentWarning, Detail, Kind, Phrase
from stories.words import Words


class SubmissionQuerySet(models.QuerySet):
    def recent_bare(self) -> "SubmissionQuerySet":
        return self.filter(kind=Kind.BARE, state=State.PUBLISHED).order_by("-id")


class Submission(models.Model):
    """What somebody sent. The author's words are encrypted; the rest says how to treat them.

    A withdrawn submission is not a state of a row: the row is deleted and a `Tombstone` stays. A change to a
    published story is a submission of its own that `revises` it: it has no receipt, and ends when it is published.
    """

    receipt_digest = models.BinaryField(
        _("receipt digest"), max_length=32, null=True, blank=True, unique=True
    )
    receipt_key = models.CharField(_("receipt key"), max_length=8, blank=True)
    is_receipt_kept = models.BooleanField(_("its author says the receipt is kept"), default=False)
    revises = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="revision"
    )
    part = models.CharField(_("part"), max_length=9, choices=Part, default=Part.LETTER)
    edition = models.PositiveSmallIntegerField(
        _("edition"), default=0, help_text=_("How often its author has changed it.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    sealed_words = models.BinaryField(_("words, encrypted"), null=True, blank=True)
    sealed_redaction = models.BinaryField(_("redacted words, encrypted"), null=True, blank=True)
    length = models.PositiveIntegerField(_("length"), default=0, help_text=_("Code points."))
    phrase = models.ForeignKey(
        Phrase, models.PROTECT, null=True, blank=True, verbose_name=_("phrase")
    )
    warnings = models.ManyToManyField(ContentWarning, blank=True, verbose_name=_("warnings"))
    warning_set = models.TextField(default="", db_default="", blank=True, editable=False)
    detail = models.CharField(_("detail"), max_length=7, choices=Detail, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    asks_before_publishing = models.BooleanField(_("publish only after the author's OK"))
    may_quote = models.BooleanField(_("may be quoted"), default=False)
    wants_support = models.BooleanField(_("takes support"), default=True)
    may_outlive = models.BooleanField(
        _("may be kept in an archive when the wall closes"), default=False
    )
    appealed_on = models.DateField(_("appealed on"), null=True, blank=True)
    public_id = models.CharField(
        _("public id"), max_length=12, null=True, blank=True, unique=True, editable=False
    )
    month = models.PositiveIntegerField(_("month"), null=True, blank=True, editable=False)
    afterword_month = models.PositiveIntegerField(null=True, blank=True, editable=False)
    received_at = models.DateTimeField(
        _("received"), null=True, blank=True, help_text=_("To the hour, while it waits.")
    )
    lane = models.PositiveSmallIntegerField(_("lane"), choices=Lane, default=Lane.REST)
    flags = models.JSONField(_("flags"), default=list, blank=True, help_text=_("Codes only."))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        permissions = [("moderate_submission", _("Can decide about submissions"))]
        indexes = [
            models.Index(fields=["state", "lane", "id"], name="submission_queue"),
            models.Index(fields=["state", "warning_set", "lane", "id"], name="submission_sets"),
        ]
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
                condition=Q(revises__isnull=True, receipt_digest__isnull=False)
                | Q(revises__isnull=False, receipt_digest__isnull=True, state__in=REVISING),
                name="submission_has_a_receipt_or_revises_one_that_has",
            ),
            models.CheckConstraint(
                condition=Q(part="letter") | Q(part="afterword", revises__isnull=False),
                name="submission_afterword_belongs_to_a_story",
            ),
            models.CheckConstraint(
                condition=Q(lane__in=Lane.values), name="submission_lane_is_known"
            ),
            models.CheckConstraint(
                condition=Q(proposed_at__isnull=True)
                | Q(state=State.WAITING, sealed_redaction__isnull=False)
                | Q(state=State.WAITING, kind=Kind.BARE),
                name="submission_proposed_has_a_version_to_confirm",
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
            models.CheckConstraint(
                condition=~Q(kind="story", state__in=[State.PAUSED, State.HIDDEN])
                | Q(sealed_redaction__isnull=False),
                name="submission_put_aside_keeps_what_stood",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def flag_names(self) -> list[str]:
        return [Flag(code).label for code in self.flags]

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
