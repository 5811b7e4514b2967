"""Making staff accounts. The shell is the root of trust: whoever can run `manage.py staff` can let people in."""

import secrets
from dataclasses import dataclass

from django.db import transaction

from metoo_wall.models import AuthenticatorApp, StaffAccount
from metoo_wall.staff_accounts import changes, factors
from metoo_wall.staff_accounts.record import Kind

ROLES = {
    "moderator": "moderator",
    "lead": "lead",
    "editor": "resource editor",
    "administrator": "administrator",
}
FIRST_ROLES = ("administrator", "lead", "moderator", "editor")


@dataclass(frozen=True)
class Entry:
    """What a new member of staff needs to come in; shown once and stored nowhere in this form."""

    username: str
    password: str
    device: AuthenticatorApp

    def lines(self) -> list[str]:
        return [
            f"User name: {self.username}",
            f"One-time password: {self.password}",
            *factor_lines(self.device),
        ]


def factor_lines(device: AuthenticatorApp) -> list[str]:
    return [
        f"Secret for the authenticator app: {device.secret}",
        f"The same as an address: {device.config_url}",
    ]


@transaction.atomic
def add_account(username: str, roles: tuple[str, ...]) -> Entry:
    account = StaffAccount(username=username)
    account.full_clean(exclude=["password"])
    password = _set_temporary_password(account)
    changes.record("add", account)
    for role in roles:
        change_role(account, role)
    return Entry(username, password, AuthenticatorApp.new(account, confirmed=True))


def set_temporary_password(account: StaffAccount) -> str:
    changes.record("new-password", account)
    return _set_temporary_password(account)


def _set_temporary_password(account: StaffAccount) -> str:
    password = secrets.token_urlsafe(15)
    account.set_password(password)
    account.has_temporary_password = True
    account.save()
    return password


@transaction.atomic
def new_factor(account: StaffAccount) -> AuthenticatorApp:
    """Whatever there was before stops working: a lost device may be in somebody's hand. So do open sessions."""
    factors.forget_all(account)
    changes.record("new-factor", account)
    return AuthenticatorApp.new(account, confirmed=True)


def change_role(account: StaffAccount, role: str, *, remove: bool = False) -> None:
    kind = Kind.TAKE if remove else Kind.GIVE
    changes.by_shell(account=account, kind=kind, role=ROLES[role])
