"""Emergency numbers come from reviewed data alone: no country loses its number by a slip in the admin."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.models.helpline import country_exists
from resources.models.two_people import GuardedQuerySet, refuse_unless_agreed
from resources.numbers import is_emergency_number
from resources.speech import digit_by_digit


class EmergencyNumber(models.Model):
    """Only numbers that the data of `phonenumbers` names as emergency numbers of that country."""

    slug = models.SlugField(_("short name"), unique=True)
    country = models.CharField(_("country"), max_length=2, validators=[country_exists])
    number = models.CharField(_("number"), max_length=6, validators=[RegexValidator(r"^\d{2,6}$")])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = GuardedQuerySet.as_manager()

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

    def save(self, *args, **options) -> None:
        refuse_unless_agreed()
        super().save(*args, **options)

    def clean(self) -> None:
        if not is_emergency_number(self.number, self.country):
            raise ValidationError({"number": _("phonenumbers does not confirm it.")})

    def delete(self, *args, **options):
        refuse_unless_agreed()
        return super().delete(*args, **options)

    def said(self) -> str:
        return digit_by_digit(self.number)
