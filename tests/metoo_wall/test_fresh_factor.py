"""What wants a second factor of the last five minutes, and a form that is not lost for it."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import totp

from metoo_wall.models import AuthenticatorApp, StaffChange
from tests.metoo_wall.staff import PASSWORD, make_account, signed_in

pytestmark = pytest.mark.django_db
CHANGES, FACTOR = "/admin/staff/changes/", "/admin/staff/factor/"
ADVICE = "/admin/resources/allyadvice/"
ASKED = {"act": "ask", "change": "give:lead"}


@pytest.fixture
def noor():
    return make_account(username="noor")


def show_factor(client, onward: str):
    device = AuthenticatorApp.objects.filter(user__username="rosa").get()
    return client.post(FACTOR, {"code": f"{totp(device.bin_key):06}", "next": onward})


def onward_of(answer) -> str:
    return answer.wsgi_request.GET.get("next", "") or answer.url.partition("next=")[2].replace(
        "%2F", "/"
    )


def hidden_fields(page) -> dict:
    kept = page.context["kept"]
    return {**dict(kept.fields), "kept_form": kept.name}


@pytest.mark.parametrize(("seconds", "is_asked"), [(10, False), (270, False), (301, True)])
def test_a_role_change_wants_a_factor_of_the_last_five_minutes(noor, seconds, is_asked):
    client = signed_in(make_account("administrator"), seconds_ago=seconds)

    answer = client.post(CHANGES, {**ASKED, "account": noor.pk})

    assert answer.status_code == 303
    assert answer.url.startswith(FACTOR) is is_asked
    assert StaffChange.objects.exists() is not is_asked


def test_the_form_is_kept_and_one_press_sends_it_on(noor):
    client = signed_in(make_account("administrator"), seconds_ago=301)
    asked = client.post(CHANGES, {**ASKED, "account": noor.pk})

    kept = show_factor(client, onward_of(asked))
    page = client.get(kept.url)
    assert not StaffChange.objects.exists()
    answer = client.post(page.context["kept"].path, hidden_fields(page))

    assert answer.url == CHANGES
    assert StaffChange.objects.get().role == "lead"
    assert client.get(kept.url).status_code == 302  # gone once it was sent


def test_every_character_of_a_kept_form_comes_back():
    client = signed_in(make_account("administrator"), seconds_ago=301)
    words = "  Ünïcode \n\r\n <b>&amp;</b> \u200d مرحبا \"'` " + "x" * 9_000

    asked = client.post(CHANGES, {"act": "ask", "a": ["1", words], "account": "0"})
    page = client.get(show_factor(client, onward_of(asked)).url)

    assert ("a", words) in page.context["kept"].fields
    assert ("a", "1") in page.context["kept"].fields
    assert "&lt;b&gt;" in page.content.decode()


def test_a_kept_form_stands_nowhere_in_clear():
    client = signed_in(make_account("administrator"), seconds_ago=301)

    client.post(CHANGES, {"act": "ask", "text": "planted-words", "password1": "planted-password"})

    [session] = Session.objects.all()
    assert "planted" not in session.session_data
    assert "planted" not in repr(session.get_decoded())


def test_a_password_is_not_kept():
    client = signed_in(make_account("administrator"), seconds_ago=301)

    asked = client.post(CHANGES, {"act": "ask", "password1": "planted-password"})
    page = client.get(show_factor(client, onward_of(asked)).url)

    assert "planted" not in page.content.decode()


def test_a_wrong_code_loses_nothing(noor):
    client = signed_in(make_account("administrator"), seconds_ago=301)
    asked = client.post(CHANGES, {**ASKED, "account": noor.pk})

    wrong = client.post(FACTOR, {"code": "000000", "next": onward_of(asked)})

    assert wrong.status_code == 422
    assert wrong.context["next"] == onward_of(asked)
    assert client.get(onward_of(asked)).status_code == 200


HERE = {"Sec-Fetch-Site": "same-origin"}


def test_a_form_that_is_posted_after_the_session_has_ended_is_kept(noor):
    client, form = _resting(make_account("administrator")), {**ASKED, "account": noor.pk}

    answer = client.post(CHANGES, form, headers=HERE)
    client.handler.enforce_csrf_checks = False
    device = AuthenticatorApp.objects.get(user__username="rosa")
    entered = {"username": "rosa", "password": PASSWORD, "otp_token": f"{totp(device.bin_key):06}"}
    page = client.post("/admin/login/", {**entered, "next": onward_of(answer)}, follow=True)

    assert answer.url.startswith("/admin/login/")
    assert dict(page.context["kept"].fields)["change"] == "give:lead"
    client.post(page.context["kept"].path, hidden_fields(page))
    assert StaffChange.objects.get().role == "lead"


def test_a_form_is_kept_for_the_one_who_wrote_it(noor):
    client = _resting(make_account("administrator"))
    answer = client.post(CHANGES, {**ASKED, "account": noor.pk}, headers=HERE)
    ben = make_account("administrator", username="ben")
    device = AuthenticatorApp.new(ben, confirmed=True)

    client.handler.enforce_csrf_checks = False
    entered = {"username": "ben", "password": PASSWORD, "otp_token": f"{totp(device.bin_key):06}"}
    client.post("/admin/login/", entered)

    assert client.get(onward_of(answer)).url == "/admin/"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_nothing_from_another_site_is_kept(noor, site):
    client = _resting(make_account("administrator"))

    answer = client.post(CHANGES, ASKED, headers={"Sec-Fetch-Site": site})

    assert answer.status_code == 403


def test_nothing_is_kept_for_strangers():
    client = Client(enforce_csrf_checks=True)

    assert client.post(CHANGES, ASKED, headers=HERE).status_code == 403
    assert not Session.objects.exists()


def _resting(account) -> Client:
    """Signed in, and then away for 31 minutes."""
    client = signed_in(account)
    session = client.session
    session.update({"began": int(time.time()) - 1_860, "seen": int(time.time()) - 1_860})
    session.save()
    client.handler.enforce_csrf_checks = True
    return client


def test_somebody_elses_kept_form_is_not_there(noor):
    client = signed_in(make_account("administrator"), seconds_ago=301)
    asked = client.post(CHANGES, {**ASKED, "account": noor.pk})

    other = signed_in(make_account("administrator", username="ben"))

    assert other.get(onward_of(asked)).url == "/admin/"


@pytest.mark.parametrize(
    ("rows", "across", "is_asked"), [(20, "0", False), (21, "0", True), (1, "1", True)]
)
def test_a_bulk_action_over_twenty_wants_a_fresh_factor(rows, across, is_asked):
    client = signed_in(make_account("editor"), seconds_ago=301)
    chosen = {"action": "delete_selected", "_selected_action": list(range(rows))}

    answer = client.post(ADVICE, {**chosen, "select_across": across})

    assert answer.get("Location", "").startswith(FACTOR) is is_asked


def test_a_kept_form_of_any_page_is_gone_once_it_was_sent():
    client = signed_in(make_account("editor"), seconds_ago=301)
    chosen = {"action": "delete_selected", "_selected_action": list(range(30))}
    asked = client.post(ADVICE, chosen)
    page = client.get(show_factor(client, onward_of(asked)).url)
    assert len(client.session["kept_forms"]) == 1

    client.post(page.context["kept"].path, hidden_fields(page))

    assert client.session["kept_forms"] == {}


def test_a_kept_form_that_was_too_late_again_is_kept_once():
    client = signed_in(make_account("editor"), seconds_ago=301)
    chosen = {"action": "delete_selected", "_selected_action": list(range(30))}
    page = client.get(show_factor(client, onward_of(client.post(ADVICE, chosen))).url)
    session = client.session
    session["factor_at"] = 0
    session.save()

    client.post(ADVICE, {**chosen, "kept_form": page.context["kept"].name})

    [name] = client.session["kept_forms"]
    assert name != page.context["kept"].name


def test_a_bulk_action_with_a_fresh_factor_goes_on():
    client = signed_in(make_account("editor"))
    chosen = {"action": "delete_selected", "_selected_action": list(range(30))}

    assert not client.post(ADVICE, chosen).get("Location", "").startswith(FACTOR)


def test_somebody_elses_password_wants_a_fresh_factor(noor):
    client = signed_in(make_account("administrator"), seconds_ago=301)

    answer = client.get(f"/admin/metoo_wall/staffaccount/{noor.pk}/password/")

    assert answer.url.startswith(FACTOR)


def test_stopping_a_change_wants_none(noor):
    client = signed_in(make_account("administrator"))
    client.post(CHANGES, {**ASKED, "account": noor.pk})
    later = signed_in(make_account("moderator", username="robin"), seconds_ago=301)

    later.post(CHANGES, {"act": "stop", "change": StaffChange.objects.get().pk})

    assert StaffChange.objects.get().state == "cancelled"
