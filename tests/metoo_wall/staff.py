"""Staff for tests, signed in the way that counts: with a second factor."""

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from metoo_wall.accounts import change_role, new_factor
from metoo_wall.models import StaffAccount


def make_account(*roles: str, username: str = "rosa", **fields) -> StaffAccount:
    account = StaffAccount.objects.create_user(username, "correct horse battery", **fields)
    for role in roles:
        change_role(account, role)
    return account


def signed_in(account: StaffAccount, *, with_factor: bool = True) -> Client:
    client = Client()
    client.force_login(account)
    if with_factor:
        session = client.session
        session[DEVICE_ID_SESSION_KEY] = new_factor(account).persistent_id
        session.save()
    return client
