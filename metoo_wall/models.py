"""Staff accounts, and what `seed` remembers. No e-mail, no name: nothing is collected of staff either."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.management.base import CommandError
from django.db import models
from django.utils.translation import gettext_lazy as _

from metoo_wall.staff_accounts.devices import AuthenticatorApp, BackupCode, BackupCodes
from metoo_wall.staff_accounts.record import StaffChange, StaffDecision

__all__ = [
    "AuthenticatorApp",
    "BackupCode",
    "BackupCodes",
    "Corrections",
    "Departures",
    "SeedRecord",
    "StaffAccount",
    "StaffChange",
    "StaffDecision",
]


class NoSuperusers(CommandError):
    """Every right comes from a role, and roles take two people."""


class StaffAccountManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields):
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **fields):
        raise NoSuperusers(f"Use `manage.py staff add {username} --role administrator`.")


class StaffAccount(AbstractBaseUser, PermissionsMixin):
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Seen by other staff only. It need not be a real name."),
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may sign in"), default=True)
    has_temporary_password = models.BooleanField(
        _("must choose a new password"),
        default=False,
        help_text=_("Set for a password that somebody else has seen."),
    )

    # Nobody is above the roles, and no right is given to one account by itself.
    is_superuser = property(lambda account: False)
    user_permissions = None

    objects = StaffAccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("staff account")
        verbose_name_plural = _("staff accounts")

    def __str__(self) -> str:
        return self.username


class SeedRecord(models.Model):
    """What `seed` wrote last: a row that differs from it was changed by staff."""

    model = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["model", "key"], name="seed_record_is_one_per_row")
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class Departures(models.Model):
    """How often something has left the wall: one row, by which copies of the database are compared (copies/nearby.py)."""

    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="departures_are_one_row")
        ]

    def __str__(self) -> str:
        return str(self.count)


class Corrections(models.Model):
    """How often anything about help was changed: one row, by which pages know that they are late (ready/corrections.py)."""

    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="corrections_are_one_row")
        ]

    def __str__(self) -> str:
        return str(self.count)
