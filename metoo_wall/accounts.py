"""Making staff accounts. The shell is the root of trust: whoever can run `manage.py staff` can let people in."""

import base64
import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from metoo_wall.models import StaffAccount
from stories.desk.roles import ensure_groups

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
    device: TOTPDevice

    def lines(self) -> list[str]:
        return [
            f"User name: {self.username}",
            f"One-time password: {self.password}",
            *factor_lines(self.device),
        ]


def factor_lines(device: TOTPDevice) -> list[str]:
    return [
        f"Secret for the authenticator app: {base64.b32encode(device.bin_key).decode()}",
        f"The same as an address: {device.config_url}",
    ]


@transaction.atomic
def add_account(username: str, roles: tuple[str, ...]) -> Entry:
    account = StaffAccount(username=username)
    account.full_clean(exclude=["password"])
    password = set_temporary_password(account)
    for role in roles:
        change_role(account, role)
    return Entry(username, password, new_factor(account))


def set_temporary_password(account: StaffAccount) -> str:
    password = secrets.token_urlsafe(15)
    account.set_password(password)
    account.has_temporary_password = True
    account.save()
    return password


def new_factor(account: StaffAccount) -> TOTPDevice:
    """The one before it stops working."""
    TOTPDevice.objects.filter(user=account).delete()
    return TOTPDevice.objects.create(user=account, name="Authenticator app", confirmed=True)


def change_role(account: StaffAccount, role: str, *, remove: bool = False) -> None:
    ensure_groups()
    group = Group.objects.get(name=ROLES[role])
    if remove:
        account.groups.remove(group)
    else:
        account.groups.add(group)
