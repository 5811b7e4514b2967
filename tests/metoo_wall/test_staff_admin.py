import pytest

from metoo_wall.models import StaffAccount
from tests.metoo_wall.staff import make_account, signed_in

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/metoo_wall/staffaccount/"


def test_administrators_see_accounts_and_roles():
    client = signed_in(make_account("administrator"))

    assert "administrator" in client.get(ACCOUNTS).content.decode()
    assert client.get("/admin/auth/group/").status_code == 200


@pytest.mark.parametrize("role", ["moderator", "lead", "editor"])
def test_others_do_not(role):
    client = signed_in(make_account(role))

    assert client.get(ACCOUNTS).status_code == 403
    assert client.get("/admin/auth/group/").status_code == 403


def test_roles_cannot_be_edited():
    client = signed_in(make_account("administrator"))

    assert client.get("/admin/auth/group/add/").status_code == 403


def test_second_factors_are_not_in_the_admin():
    client = signed_in(make_account(is_superuser=True))

    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404


def test_a_new_account_has_a_temporary_password():
    client = signed_in(make_account("administrator"))
    password = "twenty letters of it"

    client.post(
        f"{ACCOUNTS}add/",
        {
            "username": "noor",
            "usable_password": "true",
            "password1": password,
            "password2": password,
        },
    )

    assert StaffAccount.objects.get(username="noor").has_temporary_password


def test_a_password_that_somebody_else_set_is_temporary():
    other = make_account("moderator", username="noor")
    client = signed_in(make_account("administrator"))
    password = "twenty letters of it"

    client.post(
        f"{ACCOUNTS}{other.pk}/password/",
        {"usable_password": "true", "password1": password, "password2": password},
    )

    assert StaffAccount.objects.get(username="noor").has_temporary_password
