"""A helpline is a checked record: every number has a source, a date and a day when it is due again.

The life of a record: somebody proposes it (a draft: nobody sees it) → another person checks it and confirms → it is
listed until it is long overdue. The reviewed data in seeds/ counts as the first person. `resources/changing.py`.
"""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import is_country
from resources import hours
from resources.dates import leaves_the_list, oldest_that_stays
from resources.models.two_people import GuardedQuerySet, is_agreed, refuse_unless_agreed
from resources.numbers import numbers_digest

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


# What one person may write by themselves: the dates and notes of a check, never what a reader dials.
BY_ONE = frozenset({"notes", "verified_on", "next_due_on"})


class HelplineQuerySet(GuardedQuerySet):
    open_fields = BY_ONE

    def published(self) -> "HelplineQuerySet":
        return self.filter(is_published=True)

    def listed(self) -> "HelplineQuerySet":
        """Published, and checked or due not too long ago (`dates.MONTHS_UNTIL_IT_LEAVES`)."""
        return self.published().filter(next_due_on__gt=oldest_that_stays(timezone.localdate()))

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
    week = models.JSONField(_("hours"), default=dict, blank=True, validators=[hours.check_week])
    timezone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        validators=[hours.check_zone],
        help_text=_("By whose clock, such as Europe/Berlin."),
    )
    hours = models.CharField(
        _("hours in words"), max_length=120, blank=True, help_text=_("Where they fit no week.")
    )
    is_open_on_holidays = models.BooleanField(_("open on public holidays"), null=True, blank=True)
    cost = models.CharField(_("cost"), max_length=12, choices=Cost, blank=True)
    is_on_bill = models.BooleanField(
        _("shows on the bill"),
        null=True,
        blank=True,
        help_text=_("Unknown unless a source says so."),
    )
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
    first_by = models.CharField(_("proposed by"), max_length=80, blank=True)
    second_by = models.CharField(_("confirmed by"), max_length=80, blank=True)
    agreed_numbers = models.CharField(max_length=64, blank=True, editable=False)
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
                name="helpline_published_by_two_people",
                condition=Q(is_published=False)
                | (~Q(first_by="") & ~Q(second_by="") & ~Q(first_by=F("second_by"))),
                violation_error_message=_("Two different people publish a helpline."),
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

    def save(self, *args, **options) -> None:
        if not is_agreed():
            self._refuse_what_readers_would_see(options.get("update_fields"))
        super().save(*args, **options)

    def clean(self) -> None:
        if self.week and not self.timezone and not hours.is_always_open(self.week):
            raise ValidationError({"timezone": _("Hours need a time zone: by whose clock?")})

    def delete(self, *args, **options):
        if Helpline.objects.filter(pk=self.pk, is_published=True).exists():
            refuse_unless_agreed()
        return super().delete(*args, **options)

    def _refuse_what_readers_would_see(self, only: list[str] | None) -> None:
        kept = Helpline.objects.filter(pk=self.pk).first() if self.pk else None
        if not self.is_published and not (kept and kept.is_published):
            return  # a draft: nobody sees it
        written = {f.attname for f in self._meta.concrete_fields} & set(only or self.__dict__)
        changed = {
            name for name in written if not kept or getattr(kept, name) != getattr(self, name)
        }
        if changed - BY_ONE:
            refuse_unless_agreed()

    def is_overdue(self) -> bool:
        return self.next_due_on is None or self.next_due_on < timezone.localdate()

    def has_left(self) -> bool:
        """Too long overdue to be listed."""
        return self.next_due_on is None or leaves_the_list(self.next_due_on) <= timezone.localdate()

    def is_as_agreed(self) -> bool:
        """Whether the numbers are those that two people agreed to, however they were written."""
        ways = [(c.kind, c.value, c.display) for c in self.channels.all()]
        return self.agreed_numbers == numbers_digest(self.country, ways)

    def is_open_now(self) -> bool | None:
        return hours.is_open(self.week, self.timezone, timezone.now())

    def changes_at(self):
        return hours.changes_at(self.week, self.timezone, timezone.now())

    def is_always_open(self) -> bool:
        return hours.is_always_open(self.week)

    def people(self) -> list[str]:
        return [tag.label for tag in PEOPLE if tag in self.who_for]

    def matters(self) -> list[str]:
        return [tag.label for tag in WhoFor if tag in self.who_for and tag not in PEOPLE]

    def website_host(self) -> str:
        return urlsplit(self.website).netloc.removeprefix("www.")

    def last_verification(self):
        return next(iter(self.verifications.all()), None)
