"""A helpline is a checked record: every number has a source, a date and a day when it is due again."""

import re
from urllib.parse import quote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import is_country
from resources.dates import due_again, is_written_date
from resources.numbers import check_channel, is_short_code

LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")


class WhoFor(models.TextChoices):
    ANYONE = "anyone", _("anyone")
    WOMEN = "women", _("women")
    MEN = "men", _("men")
    CHILDREN = "children", _("children and young people")
    LGBTQ = "lgbtq", _("LGBTQ+ people")
    SEXUAL_VIOLENCE = "sexual-violence", _("sexual violence")
    DOMESTIC_ABUSE = "domestic-abuse", _("abuse at home or by a partner")
    WORKPLACE = "workplace", _("harassment at work")
    CRISIS = "crisis", _("an acute crisis")


PEOPLE = [WhoFor.ANYONE, WhoFor.WOMEN, WhoFor.MEN, WhoFor.CHILDREN, WhoFor.LGBTQ]


def country_exists(value: str) -> None:
    if not is_country(value):
        raise ValidationError(_("Write the country's two letters, such as DE or ZA."))


def are_languages(value: object) -> None:
    tags = value if isinstance(value, list) else []
    if not tags or not all(isinstance(t, str) and LANGUAGE_TAG.fullmatch(t) for t in tags):
        raise ValidationError(_('Write a list of language codes, such as ["en", "zh-Hant"].'))


def are_known_tags(value: object) -> None:
    tags = value if isinstance(value, list) else []
    if not tags or len(set(tags)) != len(tags) or set(tags) - set(WhoFor.values):
        known = ", ".join(WhoFor.values)
        raise ValidationError(_("Choose from: %(known)s; each once."), params={"known": known})


class HelplineQuerySet(models.QuerySet):
    def listed(self) -> "HelplineQuerySet":
        return self.filter(is_published=True)

    def with_ways(self) -> "HelplineQuerySet":
        return self.prefetch_related("channels", "verifications")


class Helpline(models.Model):
    class Cost(models.TextChoices):
        FREE = "free", _("free")
        LOCAL_RATE = "local rate", _("a local call")

    class Confidence(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed by two sources or by its operator")
        SINGLE = "single", _("one source only")
        MEMORY = "memory", _("from memory")

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=160, help_text=_("As its operators write it."))
    name_en = models.CharField(_("name in English"), max_length=160)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[country_exists],
        help_text=_("Two letters; empty for a service that knows no borders."),
    )
    region = models.CharField(_("region"), max_length=80, blank=True)
    languages = models.JSONField(_("languages"), validators=[are_languages])
    who_for = models.JSONField(_("for whom"), validators=[are_known_tags])
    hours = models.CharField(_("hours"), max_length=120, blank=True)
    cost = models.CharField(_("cost"), max_length=12, choices=Cost, blank=True)
    anonymous = models.BooleanField(
        _("anonymous"), null=True, blank=True, help_text=_("Unknown unless a source says so.")
    )
    website = models.CharField(
        _("website"), max_length=200, blank=True, validators=[URLValidator(["https"])]
    )
    caution = models.TextField(
        _("what callers must know"), blank=True, help_text=_("Public, beside the number.")
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("For editors only."))
    confidence = models.CharField(_("confidence"), max_length=12, choices=Confidence)
    is_published = models.BooleanField(_("published"), default=False)
    verified_on = models.DateField(_("checked on"), null=True, blank=True)
    next_due_on = models.DateField(_("due again on"), null=True, blank=True)

    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("helpline")
        verbose_name_plural = _("helplines")
        ordering = ["country", "name"]
        indexes = [models.Index(fields=["country", "is_published"], name="helpline_by_country")]
        constraints = [
            models.CheckConstraint(
                name="helpline_published_is_confirmed",
                condition=Q(is_published=False) | Q(confidence="confirmed"),
                violation_error_message=_("Only a confirmed helpline can be published."),
            ),
            models.CheckConstraint(
                name="helpline_checked_has_a_due_date",
                condition=Q(verified_on=None, next_due_on=None)
                # Said of both: a comparison with NULL is no refusal to a database.
                | Q(
                    verified_on__isnull=False,
                    next_due_on__isnull=False,
                    next_due_on__gt=F("verified_on"),
                ),
                violation_error_message=_("A check and the day it is due again go together."),
            ),
            models.CheckConstraint(
                name="helpline_cost_is_a_known_word",
                condition=Q(cost__in=["", "free", "local rate"]),
            ),
            models.CheckConstraint(
                name="helpline_confidence_is_a_known_word",
                condition=Q(confidence__in=["confirmed", "single", "memory"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country or '*'} {self.name_en}"

    def is_overdue(self) -> bool:
        return self.next_due_on is None or self.next_due_on < timezone.localdate()

    def people(self) -> list[str]:
        return [tag.label for tag in PEOPLE if tag in self.who_for]

    def matters(self) -> list[str]:
        return [tag.label for tag in WhoFor if tag in self.who_for and tag not in PEOPLE]

    def website_host(self) -> str:
        return urlsplit(self.website).netloc.removeprefix("www.")

    def last_verification(self) -> "Verification | None":
        return next(iter(self.verifications.all()), None)

    def remember_last_verification(self) -> None:
        """Takes the dates from the newest verification."""
        newest = self.verifications.order_by("-verified_on").first()
        if newest:
            self.verified_on = newest.verified_on
            self.next_due_on = due_again(newest.verified_on)
            self.save(update_fields=["verified_on", "next_due_on"])


class Channel(models.Model):
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

    def clean(self) -> None:
        try:
            check_channel(self.kind, self.value, self.helpline.country)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None

    def is_short_code(self) -> bool:
        return is_short_code(self.kind, self.value)

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
        validators=[is_written_date],
        help_text=_("As exact as the source is: 2024, 2024-09 or 2024-09-20."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-date", "pk"]

    def __str__(self) -> str:
        return f"{self.where} ({self.date or _('undated')})"


class Verification(models.Model):
    class How(models.TextChoices):
        CALLED = "called", _("by calling it")
        PAGE = "page", _("on its operator's own page")
        LETTER = "letter", _("by letter")
        SOURCES = "sources", _("in published sources")

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="verifications")
    by = models.CharField(_("by"), max_length=80)
    verified_on = models.DateField(_("on"), default=timezone.localdate)
    how = models.CharField(_("how"), max_length=10, choices=How)

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


class EmergencyNumber(models.Model):
    """Only numbers that the data of `phonenumbers` names as emergency numbers of that country."""

    slug = models.SlugField(_("short name"), unique=True)
    country = models.CharField(_("country"), max_length=2, validators=[country_exists])
    number = models.CharField(_("number"), max_length=6, validators=[RegexValidator(r"^\d{2,6}$")])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("emergency number")
        verbose_name_plural = _("emergency numbers")
        ordering = ["country", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "number"], name="emergency_number_is_listed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.number}"
