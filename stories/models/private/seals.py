from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Log(models.TextChoices):
    """What is sealed: each has a chain of its own."""

    DECISIONS = "decisions", _("decisions about posts")
    STAFF = "staff", _("the staff record")


class Seal(models.Model):
    """A signature over the lines `first_id` to `last_id` of a log, and over the seal before it.

    No time stands here: how many seals an hour has, or when each was made, would tell more than the hour of a line.
    """

    log = models.CharField(_("log"), max_length=9, choices=Log)
    number = models.PositiveBigIntegerField(_("number"), help_text=_("1, 2, 3… in each log."))
    first_id = models.BigIntegerField(_("from line"))
    last_id = models.BigIntegerField(_("to line"))
    format = models.PositiveSmallIntegerField(_("format"), help_text=_("Which columns it covers."))
    lines = models.BinaryField(_("lines"), help_text=_("Of each its id and its digest: 40 bytes."))
    previous = models.BinaryField(_("digest of the seal before"), max_length=32)
    key = models.CharField(_("key"), max_length=8, help_text=_("Its name in LOG_KEYS."))
    signature = models.BinaryField(_("signature"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [
            models.UniqueConstraint(fields=["log", "number"], name="seal_number_is_given_once"),
            models.UniqueConstraint(
                fields=["log", "last_id"], name="seal_ends_where_no_other_does"
            ),
            models.CheckConstraint(
                condition=Q(last_id__gte=F("first_id")), name="seal_covers_a_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.number}"


class Checkpoint(models.Model):
    """Says, signed, that a log begins after `last_id`: what stood before has expired, and may be erased."""

    log = models.CharField(_("log"), max_length=9, choices=Log)
    number = models.PositiveBigIntegerField(_("last seal that expired"))
    last_id = models.BigIntegerField(_("last line that expired"))
    digest = models.BinaryField(_("digest of that seal"), max_length=32)
    key = models.CharField(_("key"), max_length=8, help_text=_("Its name in LOG_KEYS."))
    signature = models.BinaryField(_("signature"), max_length=64)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        constraints = [
            models.UniqueConstraint(fields=["log", "number"], name="checkpoint_is_made_once")
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.number}"
