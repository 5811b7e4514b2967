from django.db import models
from django.utils.translation import gettext_lazy as _


class Wait(models.Model):
    """How long first decisions took, counted by week and step of hours; no row knows which post."""

    week = models.DateField(_("week"), help_text=_("Its Monday."))
    hours = models.PositiveSmallIntegerField(_("at most, in hours"))
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("wait")
        verbose_name_plural = _("waits")
        constraints = [
            models.UniqueConstraint(fields=["week", "hours"], name="wait_counts_a_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.week}: {self.hours} h"
