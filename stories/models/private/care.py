"""What a moderator keeps for themselves. Encrypted as a whole: a copy of the database says nothing of anybody's limits."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories import vault

KEPT = timedelta(days=7)
PAUSE_AFTER = 5  # heavy ones in a row


@dataclass(frozen=True)
class Day:
    """How many texts were opened on a day, and how many of them were heavy."""

    opened: int = 0
    heavy: int = 0


@dataclass(frozen=True)
class OwnCare:
    """One moderator's own wishes and counts. Days are written as ISO dates (UTC)."""

    leaves: tuple[int, ...] = ()  # ids of the warnings that they leave to others
    pause_after: int = PAUSE_AFTER
    cap: int | None = None  # texts a day; None: as many as they like
    run: int = 0  # heavy ones in a row, today
    cap_lifted_on: str = ""
    days: dict[str, Day] = field(default_factory=dict)

    def on(self, today: date) -> "OwnCare":
        """As it is on that day: what is a week old is gone, and a run ends with its day."""
        oldest = (today - KEPT).isoformat()
        days = {day: counts for day, counts in self.days.items() if day > oldest}
        is_new_day = today.isoformat() not in days
        lifted = self.cap_lifted_on if self.cap_lifted_on == today.isoformat() else ""
        return replace(self, days=days, run=0 if is_new_day else self.run, cap_lifted_on=lifted)

    def opened(self, today: date, *, heavy: bool) -> "OwnCare":
        """One more text was opened on that day."""
        own, day = self.on(today), today.isoformat()
        before = own.days.get(day, Day())
        counts = Day(before.opened + 1, before.heavy + heavy)
        return replace(own, run=own.run + 1 if heavy else 0, days=own.days | {day: counts})

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "OwnCare":
        said = json.loads(text)
        days = {day: Day(**counts) for day, counts in said.pop("days").items()}
        return cls(**said | {"leaves": tuple(said["leaves"]), "days": days})


class Care(models.Model):
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField(_("what only its owner sees, encrypted"))

    class Meta:
        verbose_name = _("care")
        verbose_name_plural = _("your care")
        default_permissions = ()
        permissions = [("see_readers", "Can see whether each warning still has a reader")]

    def __str__(self) -> str:
        return f"care {self.pk}"

    @property
    def own(self) -> OwnCare:
        return OwnCare.from_json(vault.unseal(self.sealed))
