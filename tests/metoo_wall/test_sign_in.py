import os
import subprocess
import sys

import pytest
from django.test import Client
from django_otp.oath import totp
from freezegun import freeze_time

from metoo_wall.accounts import add_account, new_factor
from metoo_wall.models import BackupCodes, StaffAccount
from tests.metoo_wall.staff import PASSWORD, make_account, signed_in

pytestmark = pytest.mark.django_db
CHANGE = "/admin/password_change/"
QUEUE = "/admin/stories/submission/"


def sign_in(client, username, password, code):
    fields = {"username": username, "password": password, "otp_token": code, "next": "/admin/"}
    return client.post("/admin/login/", fields)


def code_of(device):
    return f"{totp(device.bin_key):06}"


def test_password_and_code_open_the_door(client):
    entry = add_account("rosa", ("moderator",))

    answer = sign_in(client, "rosa", entry.password, code_of(entry.device))

    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"


def test_signing_in_leads_nowhere_else(client):
    entry = add_account("rosa", ("moderator",))
    fields = {"username": "rosa", "password": entry.password, "otp_token": code_of(entry.device)}

    answer = client.post("/admin/login/", {**fields, "next": "//elsewhere.example/"})

    assert answer["Location"] == "/admin/"


@pytest.mark.parametrize("code", ["000000", "wrong", "k7dm-2q9x"])
def test_a_wrong_code_opens_nothing(client, code):
    entry = add_account("rosa", ("moderator",))

    answer = sign_in(client, "rosa", entry.password, code)

    assert answer.status_code == 200
    assert "That code is not right" in answer.content.decode()
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_password_alone_leads_to_the_second_factor(client):
    entry = add_account("rosa", ("moderator",))

    sign_in(client, "rosa", entry.password, "")

    assert client.get("/admin/")["Location"] == "/admin/staff/factor/?next=%2Fadmin%2F"
    answer = client.post("/admin/staff/factor/", {"code": code_of(entry.device), "next": QUEUE})
    assert (answer.status_code, answer["Location"]) == (303, QUEUE)


def test_a_code_works_once():
    entry = add_account("rosa", ("moderator",))
    code = code_of(entry.device)
    sign_in(Client(), "rosa", entry.password, code)

    assert sign_in(Client(), "rosa", entry.password, code).status_code == 200


def test_a_backup_code_stands_in_for_a_lost_device(client):
    account = make_account("moderator")
    new_factor(account)
    codes = BackupCodes.new(account)

    assert sign_in(client, "rosa", PASSWORD, codes[3]).status_code == 302


def test_an_account_without_a_factor_reaches_only_the_making_of_one(client):
    make_account("administrator")

    sign_in(client, "rosa", PASSWORD, "")

    for path in ("/admin/", CHANGE, QUEUE, "/admin/staff/changes/", "/admin/staff/factors/"):
        assert client.get(path)["Location"].startswith("/admin/staff/enrol/"), path
    assert client.get("/admin/staff/enrol/").status_code == 200


def test_a_temporary_password_opens_only_its_own_change():
    client = signed_in(make_account("administrator", has_temporary_password=True))

    assert client.get("/admin/")["Location"] == CHANGE
    assert client.get("/admin/metoo_wall/staffaccount/")["Location"] == CHANGE
    assert client.get(CHANGE).status_code == 200


def test_choosing_a_password_opens_the_rest():
    account = make_account("moderator", has_temporary_password=True)
    client = signed_in(account)
    new = "a longer one than before"

    client.post(
        CHANGE,
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert not StaffAccount.objects.get().has_temporary_password
    assert client.get("/admin/").status_code == 200


def test_the_temporary_password_cannot_be_chosen_again():
    client = signed_in(make_account("moderator", has_temporary_password=True))
    old = PASSWORD

    client.post(CHANGE, {"old_password": old, "new_password1": old, "new_password2": old})

    assert StaffAccount.objects.get().has_temporary_password


def test_signing_out_clears_what_the_browser_kept():
    client = signed_in(make_account("moderator"))

    answer = client.post("/admin/logout/")

    assert answer["Clear-Site-Data"] == '"cookies", "storage"'


@pytest.mark.parametrize(
    ("rests", "is_open"),
    [([29 * 60], True), ([31 * 60], False), ([25 * 60] * 18, True), ([25 * 60] * 20, False)],
    ids=["a short rest", "over half an hour", "seven and a half hours", "over eight hours"],
)
def test_a_session_ends_by_rest_and_by_length(rests, is_open):
    with freeze_time("2026-03-02 08:00") as clock:
        client = signed_in(make_account("moderator"))
        client.get("/admin/")
        for rest in rests:
            clock.tick(rest)
            answer = client.get("/admin/")

    assert (answer.status_code == 200) is is_open


def test_under_tls_the_cookie_is_secure_by_its_name():
    asked = "print(*(getattr(settings, f'SESSION_COOKIE_{n}') for n in 'NAME SECURE HTTPONLY SAMESITE PATH'.split()))"
    said = subprocess.run(
        [sys.executable, "-c", f"from metoo_wall import settings; {asked}"],
        env={**os.environ, "HTTPS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["__Secure-staff", "True", "True", "Strict", "/admin/"]


def test_the_session_cookie_stays_on_the_staffs_side():
    entry = add_account("rosa", ("moderator",))
    client = Client()

    cookie = sign_in(client, "rosa", entry.password, code_of(entry.device)).cookies["staff"]

    assert cookie["path"] == "/admin/"
    assert cookie["samesite"] == "Strict"
    assert cookie["httponly"]
    assert not cookie["max-age"]
