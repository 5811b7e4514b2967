import base64
import re
import shutil
from io import StringIO

import pytest
from django.conf import settings as real_settings
from django.core.management import CommandError, call_command

from metoo_wall import preparing
from metoo_wall.models import AuthenticatorApp, SeedRecord, StaffAccount
from tests.metoo_wall.staff import make_account

pytestmark = pytest.mark.django_db


def say(*command, **options) -> str:
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    yield
    shutil.rmtree(tmp_path)


def roles_of(account) -> set[str]:
    return set(account.groups.values_list("name", flat=True))


def test_add_prints_what_opens_the_door_once():
    said = say("staff", "add", "noor", "--role", "moderator", "--role", "editor")

    account = StaffAccount.objects.get(username="noor")
    password = re.search(r"One-time password: (\S+)", said)[1]
    secret = re.search(r"authenticator app: (\S+)", said)[1]
    assert account.check_password(password)
    assert account.has_temporary_password
    assert base64.b32decode(secret) == AuthenticatorApp.objects.get(user=account).bin_key
    assert "otpauth://totp/" in said
    assert roles_of(account) == {"moderator", "resource editor"}


@pytest.mark.parametrize("name", ["", "two words", "x" * 61, "rosa"])
def test_add_refuses_a_name_that_is_wrong_or_taken(name):
    make_account(username="rosa")

    with pytest.raises(CommandError):
        say("staff", "add", name)

    assert StaffAccount.objects.count() == 1


def test_role_is_given_and_taken():
    account = make_account()

    say("staff", "role", "rosa", "lead")
    assert roles_of(account) == {"lead"}
    say("staff", "role", "rosa", "lead", "--remove")
    assert roles_of(account) == set()


def test_a_new_factor_replaces_the_lost_one():
    account = make_account()
    say("staff", "factor", "rosa")
    lost = AuthenticatorApp.objects.get(user=account).secret

    say("staff", "factor", "rosa")

    assert AuthenticatorApp.objects.get(user=account).secret != lost


def test_a_new_password_is_temporary():
    account = make_account()

    said = say("staff", "password", "rosa")

    account.refresh_from_db()
    assert account.check_password(said.split()[-1])
    assert account.has_temporary_password


@pytest.mark.parametrize("act", [("factor",), ("password",), ("role", "lead")])
def test_an_unknown_name_is_a_sentence(act):
    verb, *more = act

    with pytest.raises(CommandError, match="no account named nobody"):
        say("staff", verb, "nobody", *more)


@pytest.mark.usefixtures("_own_folder")
def test_prepare_makes_one_administrator_and_says_so_once():
    first, second = say("prepare"), say("prepare")

    assert "One-time password" in first
    assert second == ""
    account = StaffAccount.objects.get()
    assert roles_of(account) == {"administrator", "lead", "moderator", "resource editor"}


@pytest.mark.usefixtures("_own_folder")
def test_prepare_leaves_a_staffed_site_alone():
    make_account()

    say("prepare")

    assert StaffAccount.objects.count() == 1


@pytest.mark.usefixtures("_own_folder")
def test_prepare_seeds_again_when_the_seeds_are_others():
    say("prepare")
    SeedRecord.objects.filter(model="seeds", key="all").update(digest="older")

    preparing.seed(lambda line: None)

    assert SeedRecord.objects.get(model="seeds", key="all").digest != "older"


def test_seed_twice_changes_nothing():
    say("seed")

    said = say("seed")

    assert said
    assert all(": 0 new, 0 updated," in line for line in said.splitlines())


def test_prepare_says_what_to_change_when_its_folder_is_no_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "file"
    settings.VAR_DIR.write_text("")

    with pytest.raises(CommandError, match="Set VAR_DIR"):
        say("prepare")


def test_passwords_cost_what_owasp_asks():
    from metoo_wall.passwords import Argon2AtOwaspCost

    encoded = Argon2AtOwaspCost().encode("a password", "some salt")

    assert "m=19456,t=2,p=1" in encoded
    assert real_settings.SESSION_COOKIE_AGE == 8 * 60 * 60
