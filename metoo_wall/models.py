"""Staff accounts, and what `seed` remembers. No e-mail, no name: nothing is collected of staff either."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffAccountManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields):
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **fields):
        return self.create_user(username, password, is_superuser=True, is_staff=True, **fields)


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
