"""Staff for tests, signed in the way that counts: with a second factor."""

import time

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from metoo_wall.accounts import change_role
from metoo_wall.models import AuthenticatorApp, StaffAccount

PASSWORD = "correct horse battery"


def make_account(*roles: str, username: str = "rosa", **fields) -> StaffAccount:
    account = StaffAccount.objects.create_user(username, PASSWORD, **fields)
    for role in roles:
        change_role(account, role)
    return account


def signed_in(account: StaffAccount, *, with_factor: bool = True, seconds_ago: int = 0) -> Client:
    """`seconds_ago`: how long since the second factor was shown."""
    client = Client()
    client.force_login(account)
    if with_factor:
        session = client.session
        device = AuthenticatorApp.new(account, confirmed=True)
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session["factor_at"] = int(time.time()) - seconds_ago
        session.save()
    return client
