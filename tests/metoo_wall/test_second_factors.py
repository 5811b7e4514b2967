"""Second factors: made by everybody, readable by nobody, fresh where it matters, and replaceable when lost."""

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY, verify_token
from django_otp.oath import totp
from freezegun import freeze_time

from metoo_wall.accounts import new_factor
from metoo_wall.models import AuthenticatorApp, BackupCode, BackupCodes, StaffDecision
from metoo_wall.staff_accounts import changes, factors
from metoo_wall.staff_accounts.record import Kind
from tests.metoo_wall.staff import PASSWORD, make_account, signed_in

pytestmark = pytest.mark.django_db
ENROL, FACTOR, FACTORS = "/admin/staff/enrol/", "/admin/staff/factor/", "/admin/staff/factors/"


def code_of(device: AuthenticatorApp) -> str:
    return f"{totp(device.bin_key):06}"


def with_password(account) -> Client:
    client = Client()
    client.post("/admin/login/", {"username": account.username, "password": PASSWORD})
    return client


def everything_in(*models) -> str:
    return json.dumps([list(model.objects.values()) for model in models], default=bytes.hex)


def test_an_authenticators_secret_is_not_in_the_database():
    device = AuthenticatorApp.new(make_account(), confirmed=True)

    stored = bytes(AuthenticatorApp.objects.values_list("sealed_key", flat=True).get())

    for clear in (device.bin_key, device.bin_key.hex().encode(), device.secret.encode()):
        assert clear not in stored
        assert clear not in base64.urlsafe_b64decode(stored)


def test_secrets_are_read_with_an_older_key(settings):
    device = AuthenticatorApp.new(make_account(), confirmed=True)
    secret = device.secret

    settings.TEXT_KEYS = [base64.urlsafe_b64encode(b"n" * 32), *settings.TEXT_KEYS]

    assert AuthenticatorApp.objects.get().secret == secret


def test_backup_codes_are_hashed_and_each_works_once():
    account = make_account()
    codes = BackupCodes.new(account)
    stored = everything_in(BackupCodes, BackupCode)

    assert len(set(codes)) == 10
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)
    device = BackupCodes.objects.get()
    assert [device.verify_token(code) for code in codes] == [True] * 10
    assert not device.verify_token(codes[0])


@pytest.mark.parametrize("typed", [str.upper, lambda code: code.replace("-", ""), " {} ".format])
def test_a_backup_code_is_read_as_people_type(typed):
    [code, *_rest] = BackupCodes.new(make_account())

    assert BackupCodes.objects.get().verify_token(typed(code))


@pytest.mark.django_db(transaction=True)
def test_one_backup_code_opens_one_of_many_doors():
    account = make_account()
    [code, *_rest] = BackupCodes.new(account)
    device = BackupCodes.objects.get()

    def enter(_n) -> bool:
        try:
            return verify_token(account, device.persistent_id, code) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        entered = list(pool.map(enter, range(6)))

    assert entered.count(True) == 1


@pytest.mark.django_db(transaction=True)
def test_one_code_of_an_app_opens_one_of_many_doors():
    account = make_account()
    device = AuthenticatorApp.new(account, confirmed=True)
    code = code_of(device)

    def enter(_n) -> bool:
        try:
            return verify_token(account, device.persistent_id, code) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        entered = list(pool.map(enter, range(6)))

    assert entered.count(True) == 1


def test_new_backup_codes_end_the_old():
    account = make_account()
    [old, *_rest] = BackupCodes.new(account)

    BackupCodes.new(account)

    assert not BackupCodes.objects.get().verify_token(old)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "12345a", "-12345"])
def test_what_is_no_code_is_no_error(code):
    assert not AuthenticatorApp.new(make_account(), confirmed=True).verify_token(code)


def test_wrong_codes_slow_down_and_never_lock_for_long():
    device = AuthenticatorApp.new(make_account(), confirmed=True)
    with freeze_time("2026-03-02 08:00") as clock:
        for _guess in range(40):
            device.verify_token("000000")
            clock.tick(2_000)
        device.verify_token("000000")
        assert not device.verify_token(code_of(device))

        clock.tick(18 * 60)

        assert device.verify_token(code_of(device))


def test_somebody_new_makes_an_authenticator_app_and_comes_in():
    account = make_account("moderator")
    client = with_password(account)
    secret = client.get(ENROL).context["device"]

    answer = client.post(ENROL, {"code": code_of(secret)})

    assert (answer.status_code, answer["Location"]) == (303, FACTORS)
    assert client.get("/admin/").status_code == 200
    assert StaffDecision.objects.filter(verb="own-app", by_name="rosa").exists()


def test_a_wrong_first_code_makes_nothing():
    client = with_password(make_account("moderator"))
    client.get(ENROL)

    answer = client.post(ENROL, {"code": "000000"})

    assert answer.status_code == 422
    assert client.get("/admin/")["Location"].startswith(ENROL)


def test_a_thief_of_the_password_cannot_add_a_factor_beside_another():
    account = make_account("moderator")
    AuthenticatorApp.new(account, confirmed=True)
    client = with_password(account)

    assert client.get(ENROL)["Location"] == FACTOR
    answer = client.post("/admin/passkeys/make/", content_type="application/json")
    assert answer.status_code == 403


def test_a_factor_beside_another_wants_that_other_now():
    client = signed_in(make_account("moderator"), seconds_ago=301)

    assert client.get(ENROL)["Location"].startswith(FACTOR)
    assert client.post("/admin/passkeys/make/").status_code == 403


def test_backup_codes_are_shown_until_they_are_kept():
    client = signed_in(make_account("moderator"))
    client.post(FACTORS, {"act": "new-codes"})
    shown = client.get(FACTORS).context["new_codes"]
    assert client.get(FACTORS).context["new_codes"] == shown
    assert shown[0] not in Session.objects.get().get_decoded().__repr__()

    client.post(FACTORS, {"act": "codes-kept"})

    assert client.get(FACTORS).context["new_codes"] == []
    assert BackupCodes.objects.get().verify_token(shown[0])


def test_the_only_factor_is_not_removed():
    account = make_account("moderator")
    client = signed_in(account)
    BackupCodes.new(account)
    device = AuthenticatorApp.objects.get()

    client.post(FACTORS, {"act": "remove", "device": device.persistent_id})

    assert AuthenticatorApp.objects.filter(pk=device.pk).exists()


def test_nobody_removes_somebody_elses_factor():
    other = AuthenticatorApp.new(make_account(username="noor"), confirmed=True)
    client = signed_in(make_account("administrator"))

    client.post(FACTORS, {"act": "remove", "device": other.persistent_id})

    assert AuthenticatorApp.objects.filter(pk=other.pk).exists()


def test_two_administrators_let_somebody_make_new_factors():
    noor = make_account("moderator", username="noor")
    client = signed_in(noor)
    BackupCodes.new(noor)
    ada, ben = (make_account("administrator", username=name) for name in ("ada", "ben"))

    changes.confirm(changes.request(account=noor, kind=Kind.FORGET, by=ada), by=ben)

    assert not factors.has_factor(noor)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")  # a thief's session, too
    assert with_password(noor).get("/admin/")["Location"].startswith(ENROL)


def test_the_shells_new_factor_ends_what_a_lost_device_could_open():
    account = make_account("moderator")
    client = signed_in(account)
    [code, *_rest] = BackupCodes.new(account)

    device = new_factor(account)

    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert not BackupCodes.objects.exists()
    entered = with_password(account)
    assert entered.post(FACTOR, {"code": code}).status_code == 422
    assert entered.post(FACTOR, {"code": code_of(device)}).status_code == 303


def test_a_device_of_somebody_else_opens_nothing():
    noor = AuthenticatorApp.new(make_account("moderator", username="noor"), confirmed=True)
    client = signed_in(make_account("moderator"))
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = noor.persistent_id
    session.save()

    assert client.get("/admin/")["Location"].startswith(FACTOR)


def test_secrets_in_clear_are_moved_and_their_tables_go():
    account, key = make_account("moderator"), "3132333435363738393031323334353637383930"
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE otp_totp_totpdevice (id int, user_id int, name text, key text, confirmed bool)"
        )
        cursor.execute("CREATE TABLE otp_static_staticdevice (id int, user_id int, name text)")
        cursor.execute("CREATE TABLE otp_static_statictoken (device_id int, token text)")
        cursor.execute(
            f"INSERT INTO otp_totp_totpdevice VALUES (1, {account.pk}, 'App', '{key}', true)"
        )
        cursor.execute(f"INSERT INTO otp_static_staticdevice VALUES (1, {account.pk}, 'Paper')")
        cursor.execute("INSERT INTO otp_static_statictoken VALUES (1, 'k7dm2q9x')")

    class Editor:
        connection = globals()["connection"]

    moved = import_module("metoo_wall.migrations.0003_secrets_not_in_clear")
    moved.seal_secrets(apps, Editor)

    assert AuthenticatorApp.objects.get(user=account).bin_key.hex() == key
    assert BackupCodes.objects.get(user=account).verify_token("k7dm2q9x")
    assert not {
        t
        for t in connection.introspection.table_names()
        if t.startswith(("otp_totp", "otp_static"))
    }


def test_a_factor_is_noted_when_it_is_shown():
    account = make_account("moderator")
    device = AuthenticatorApp.new(account, confirmed=True)
    client = with_password(account)
    before = client.session.session_key

    client.post(FACTOR, {"code": code_of(device)})

    assert time.time() - client.session["factor_at"] < 5
    assert client.session.session_key != before
