from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall.models import StaffAccount, StaffChange
from metoo_wall.staff_accounts import changes
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
    client = signed_in(make_account("administrator"))

    for model in ("metoo_wall/authenticatorapp", "django_otp_webauthn/webauthncredential"):
        assert client.get(f"/admin/{model}/").status_code == 404


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


def set_password(client, account, password="twenty letters of it"):
    said = {"usable_password": "true", "password1": password, "password2": password}
    return client.post(f"{ACCOUNTS}{account.pk}/password/", said)


def test_a_password_that_somebody_else_set_is_temporary():
    without_a_role = make_account(username="noor")

    set_password(signed_in(make_account("administrator")), without_a_role)

    noor = StaffAccount.objects.get(username="noor")
    assert noor.has_temporary_password
    assert noor.check_password("twenty letters of it")


@pytest.mark.parametrize("role", ["administrator", "moderator"])
def test_one_administrator_alone_sets_no_password_of_somebody_who_has_a_role(role):
    noor, ada = make_account(role, username="noor"), make_account("administrator", username="ada")
    before = noor.password

    answer = set_password(signed_in(ada), noor)

    assert answer["Location"] == "/admin/staff/changes/"
    noor.refresh_from_db()
    assert (noor.password, noor.has_temporary_password) == (before, False)
    change = StaffChange.objects.get()
    assert "twenty letters" not in change.password
    page = signed_in(ada).get(answer["Location"]).content.decode()
    assert "noor gets another password, which ada has chosen." in page


def test_another_password_is_set_once_a_second_administrator_confirms():
    noor = make_account("administrator", username="noor")
    session = signed_in(noor)
    set_password(signed_in(make_account("administrator", username="ada")), noor)

    changes.confirm(StaffChange.objects.get(), by=make_account("administrator", username="ben"))

    noor.refresh_from_db()
    assert noor.check_password("twenty letters of it")
    assert noor.has_temporary_password
    assert StaffChange.objects.get().password == ""
    assert session.get("/admin/").status_code == 302


def test_alone_another_password_waits_for_three_days_and_can_be_stopped_by_its_owner():
    noor = make_account("moderator", username="noor")
    before = noor.password
    set_password(signed_in(make_account("administrator", username="ada")), noor)
    change = StaffChange.objects.get()
    assert change.due_at - change.requested_at == timedelta(hours=73)

    signed_in(noor).post("/admin/staff/changes/", {"act": "stop", "change": change.pk})
    with freeze_time(timezone.now() + timedelta(hours=74)):
        changes.apply_due()

    noor.refresh_from_db()
    assert noor.password == before
    assert StaffChange.objects.get().password == ""


def test_alone_another_password_is_set_after_three_days():
    noor = make_account("moderator", username="noor")
    set_password(signed_in(make_account("administrator", username="ada")), noor)

    with freeze_time(timezone.now() + timedelta(hours=74)):
        changes.apply_due()

    noor.refresh_from_db()
    assert noor.check_password("twenty letters of it")


def test_nobody_sets_their_own_password_without_the_old_one():
    ada = make_account("administrator", username="ada")
    before = ada.password

    assert set_password(signed_in(ada), ada)["Location"] == "/admin/password_change/"

    ada.refresh_from_db()
    assert ada.password == before
    assert not StaffChange.objects.exists()


def test_a_poor_password_is_refused_and_asks_for_nothing():
    noor = make_account("moderator", username="noor")

    answer = set_password(signed_in(make_account("administrator", username="ada")), noor, "short")

    assert answer.status_code == 200
    assert not StaffChange.objects.exists()
