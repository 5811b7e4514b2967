"""Changes of roles that wait for a second person, and the record of what was done to staff accounts.

The record outlives accounts: it keeps names, not links. The database refuses to change a line of it.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from metoo_wall.staff_accounts.role_names import NAMES


class Kind(models.TextChoices):
    GIVE = "give", _("give a role")
    TAKE = "take", _("take a role")
    OPEN = "open", _("open the account")
    CLOSE = "close", _("close the account")
    FORGET = "forget", _("forget lost second factors")
    PASSWORD = "passwd", _("another password")


class ChangeState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    APPLIED = "applied", _("done")
    CANCELLED = "cancelled", _("stopped")


SENTENCES = {
    Kind.GIVE: _("%(account)s gets the role: %(role)s."),
    Kind.TAKE: _("%(account)s loses the role: %(role)s."),
    Kind.OPEN: _("The account of %(account)s is opened again."),
    Kind.CLOSE: _("The account of %(account)s is closed."),
    Kind.FORGET: _("%(account)s lost their second factors, and makes new ones after the password."),
    Kind.PASSWORD: _("%(account)s gets another password, which %(by)s has chosen."),
}
OF_ROLES = (Kind.GIVE, Kind.TAKE)


def _person(related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name=related_name
    )


class StaffChange(models.Model):
    """One administrator asks, another confirms. Where there is no other: `due_at`, and anybody on staff may stop it."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="changes", verbose_name=_("account")
    )
    kind = models.CharField(_("change"), max_length=6, choices=Kind)
    role = models.CharField(_("role"), max_length=30, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=ChangeState, default=ChangeState.WAITING
    )
    password = models.CharField(max_length=128, blank=True, editable=False)  # hashed
    requested_by = _person()
    requested_by_name = models.CharField(_("asked by"), max_length=60)
    requested_at = models.DateTimeField(_("asked"), help_text=_("To the hour."))
    due_at = models.DateTimeField(
        _("happens by itself"), null=True, blank=True, help_text=_("Only where nobody can confirm.")
    )
    confirmed_by = _person()
    settled_by_name = models.CharField(_("settled by"), max_length=60, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("change of staff")
        verbose_name_plural = _("changes of staff")
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(requested_by__isnull=True)
                | ~Q(confirmed_by=F("requested_by")),
                name="staff_change_takes_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.APPLIED)
                | (~Q(settled_by_name="") & ~Q(settled_by_name=F("requested_by_name")))
                | Q(due_at__isnull=False),
                name="staff_change_is_confirmed_or_was_delayed",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_ROLES) & ~Q(role="") | ~Q(kind__in=OF_ROLES) & Q(role=""),
                name="staff_change_names_a_role_where_it_is_about_one",
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WAITING, settled_at__isnull=True)
                | ~Q(state=ChangeState.WAITING) & Q(settled_at__isnull=False),
                name="staff_change_is_settled_at_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(password="") | Q(kind=Kind.PASSWORD, state=ChangeState.WAITING),
                name="staff_change_keeps_a_password_only_while_it_waits",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "role"],
                condition=Q(state=ChangeState.WAITING),
                name="staff_change_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.role}".strip()

    @property
    def sentence(self) -> str:
        said = {"account": self.account.get_username(), "role": NAMES.get(self.role, self.role)}
        said["by"] = self.requested_by_name
        return SENTENCES[self.kind] % said


class StaffDecision(models.Model):
    """One line of the record: who, what, whom, in which hour."""

    at = models.DateTimeField(_("when"), help_text=_("To the hour."))
    by_name = models.CharField(_("who"), max_length=60)
    verb = models.CharField(_("what"), max_length=20)
    account_name = models.CharField(_("whom"), max_length=60)
    detail = models.CharField(_("which"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("line of the staff record")
        verbose_name_plural = _("staff record")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.detail}".strip()
