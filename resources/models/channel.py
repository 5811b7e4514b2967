"""The ways to reach a helpline, and where each of its facts stands written."""

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from resources.dates import is_written_date
from resources.models.helpline import Helpline
from resources.models.two_people import GuardedQuerySet, is_agreed, refuse_unless_agreed
from resources.numbers import DIALLED, check_channel, check_display, is_short_code
from resources.speech import digit_by_digit


class Channel(models.Model):
    """A way to reach a helpline. What readers see of it is guarded like the helpline."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Call")
        SMS = "sms", _("Text")
        CHAT = "chat", _("Chat")
        EMAIL = "email", _("E-mail")
        WEB = "web", _("Visit")
        WHATSAPP = "whatsapp", _("WhatsApp")

    WITHOUT_SPEAKING = (Kind.SMS, Kind.CHAT, Kind.EMAIL, Kind.WHATSAPP)
    SCHEMES = {"phone": "tel:", "sms": "sms:", "email": "mailto:"}

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="channels")
    kind = models.CharField(_("way"), max_length=10, choices=Kind)
    value = models.CharField(
        _("number or address"), max_length=200, help_text=_("+ and digits, a short code, or https.")
    )
    display = models.CharField(_("as locals write it"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["helpline", "kind", "value"], name="channel_is_listed_once"
            ),
            models.CheckConstraint(
                name="channel_kind_is_a_known_word",
                condition=Q(kind__in=["phone", "sms", "chat", "email", "web", "whatsapp"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.display}"

    def save(self, *args, **options) -> None:
        self._refuse_if_seen()
        super().save(*args, **options)

    def clean(self) -> None:
        checks = {
            "value": lambda: check_channel(self.kind, self.value, self.helpline.country),
            "display": lambda: check_display(self.kind, self.value, self.display),
        }
        for name, check in checks.items():
            try:
                check()
            except ValidationError as error:
                raise ValidationError({name: error}) from None

    def delete(self, *args, **options):
        self._refuse_if_seen()
        return super().delete(*args, **options)

    def _refuse_if_seen(self) -> None:
        lines = Q(pk=self.helpline_id) | Q(channels__pk=self.pk)
        if not is_agreed() and Helpline.objects.published().filter(lines).exists():
            refuse_unless_agreed()

    def is_short_code(self) -> bool:
        return is_short_code(self.kind, self.value)

    def is_dialled(self) -> bool:
        return self.kind in DIALLED

    def said(self) -> str:
        """As a screen reader should say it: digit by digit."""
        return digit_by_digit(self.display) if self.is_dialled() else self.display

    def link(self) -> str:
        if self.kind == self.Kind.WHATSAPP:
            return f"https://wa.me/{self.value.lstrip('+')}"
        if self.kind in self.SCHEMES:
            return self.SCHEMES[self.kind] + quote(self.value, safe="+*@")
        return self.value


class Source(models.Model):
    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="sources")
    where = models.CharField(_("where"), max_length=300)
    seen = models.TextField(_("what it says"))
    date = models.CharField(
        _("date"),
        max_length=10,
        blank=True,
        validators=[is_written_date],  # "" where the source bears none, and says so
        help_text=_("As exact as the source is: 2024, 2024-09 or 2024-09-20."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return f"{self.where} ({self.date or _('undated')})"
