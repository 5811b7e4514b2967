"""What stands beside a post while many like it wait: what it is nearly the same as, or where it came from.

All of it goes when the post is decided, changed or withdrawn. Nothing here can be read without a key that is not in
the database (`stories.desk.floods.key`), and a bucket stays no longer than the key of its day.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stories.models.private.submission import Submission


class Why(models.TextChoices):
    ALIKE = "alike", _("nearly the same words")
    SOURCE = "source", _("many from one source")
    CEILING = "ceiling", _("many at once, from anywhere")
    SWITCH = "switch", _("held by the switch")
    ALL = "all", _("held as every phrase alone is")


class FloodVerdict(models.Model):
    """One press: what is to become of all that were in a flood at that moment, and how far that is."""

    class Verb(models.TextChoices):
        DECLINE = "decline", _("decline")
        PUBLISH = "publish", _("let through")

    verb = models.CharField(_("verb"), max_length=7, choices=Verb)
    reason = models.CharField(_("reason"), max_length=60, blank=True, help_text=_("Its slug."))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=60)
    said_at = models.DateTimeField(_("said"), help_text=_("To the hour."))
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0, help_text=_("A person has to read them."))
    is_over = models.BooleanField(default=False)
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("verdict about a flood")
        verbose_name_plural = _("verdicts about floods")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(is_over=False), name="flood_verdict_open")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.total}"

    @property
    def changed(self) -> int:
        """Those that somebody else decided, changed or took back meanwhile; known once it is over."""
        return max(0, self.total - self.done - self.offered - self.kept)

    @property
    def handled(self) -> int:
        return self.done + self.offered + self.kept


class Flood(models.Model):
    """Posts that can be decided together: one row of the desk. A single one is none yet."""

    why = models.CharField(_("why"), max_length=7, choices=Why)
    size = models.IntegerField(_("size"), default=0)
    is_few = models.BooleanField(_("few letters: the very same words"), default=False)
    bucket = models.CharField(max_length=16, blank=True)
    bucket_key = models.CharField(max_length=8, blank=True)
    began_at = models.DateTimeField(_("began"), help_text=_("To the hour."))
    verdict = models.ForeignKey(FloodVerdict, models.CASCADE, null=True, blank=True)

    class Meta:
        verbose_name = _("flood")
        verbose_name_plural = _("floods")
        indexes = [
            models.Index(fields=["-size"], condition=Q(verdict=None), name="flood_size"),
            models.Index(fields=["why", "bucket", "began_at"], name="flood_source"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(bucket="") | Q(why=Why.SOURCE) & ~Q(bucket_key=""),
                name="flood_bucket_names_its_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()} {self.pk}"


class FloodPostManager(models.Manager):
    def forget(self, submission_id: int) -> None:
        """A post is decided, changed or read by a person: nothing of its likeness stays."""
        post = self.filter(submission_id=submission_id).first()
        if post is None:
            return
        Flood.objects.filter(pk=post.flood_id).update(size=F("size") - 1)  # before its posts
        if post.leads:
            FloodBand.objects.filter(submission_id=submission_id).delete()
        self.filter(pk=post.pk).delete()


class FloodPost(models.Model):
    """A post in a flood."""

    submission = models.OneToOneField(
        Submission, models.CASCADE, primary_key=True, related_name="flood_post"
    )
    flood = models.ForeignKey(Flood, models.CASCADE, related_name="posts")
    leads = models.BooleanField(default=False, help_text=_("Others are compared with it."))
    same = models.BigIntegerField(null=True, blank=True, help_text=_("Keyed: its very words."))
    verbatim = models.BigIntegerField(
        null=True, blank=True, help_text=_("Keyed: its text and name, letter by letter.")
    )

    objects = FloodPostManager()

    class Meta:
        verbose_name = _("post in a flood")
        verbose_name_plural = _("posts in floods")
        indexes = [models.Index(fields=["flood"], condition=Q(leads=True), name="flood_post_leads")]

    def __str__(self) -> str:
        return f"{self.submission_id} in {self.flood_id}"


class FloodBand(models.Model):
    """Keyed numbers of a lead: texts that are near have one in common."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    value = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = _("band")
        verbose_name_plural = _("bands")

    def __str__(self) -> str:
        return f"band of {self.submission_id}"


class IntakeSwitch(models.Model):
    """One row: how new posts are taken, and from when on they are many. `stories.desk.switch` reads it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SLOW = "slow", _("slow: a person looks at every phrase alone before it is on the wall")
        PAUSED = "paused", _("paused: nothing new is taken; the rest of the site stays up")

    state = models.CharField(_("new posts"), max_length=6, choices=State, default=State.OPEN)
    bare_per_hour = models.PositiveIntegerField(
        _("phrases alone from one source, an hour"),
        default=20,
        validators=[MinValueValidator(1)],
        help_text=_(
            "More than that are held, none is refused. A shelter is one source, and so is an onion service."
        ),
    )
    posts_per_minute = models.PositiveIntegerField(
        _("posts a minute, from everybody"),
        default=600,
        validators=[MinValueValidator(1)],
        help_text=_("Beyond that, a phrase alone is held."),
    )
    closes_on = models.DateField(
        _("the wall closes on"), null=True, blank=True, editable=False
    )  # written by `manage.py sunset` alone
    is_closed = models.BooleanField(default=False, editable=False)
    turned_by_name = models.CharField(max_length=60, blank=True)
    turned_at = models.DateTimeField(null=True, blank=True, help_text=_("To the hour."))

    class Meta:
        verbose_name = _("switch for new posts")
        verbose_name_plural = _("switch for new posts")
        permissions = [("turn_intakeswitch", _("Can slow or pause new posts"))]
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="intake_switch_is_one_row"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "slow", "paused"]),
                name="intake_switch_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(bare_per_hour__gte=1, posts_per_minute__gte=1),
                name="intake_switch_lets_somebody_in",
            ),
        ]

    def __str__(self) -> str:
        return self.state
