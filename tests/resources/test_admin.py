"""The resource editor's pages. The rules themselves are in test_two_people.py."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.urls import reverse

from resources import changing, models
from resources.cells import to_cells
from resources.models import Change, Helpline
from resources.records import complete, record_of
from tests.metoo_wall.staff import make_account, signed_in
from tests.resources.factories import make_editor, make_helpline, make_record

pytestmark = pytest.mark.django_db

STATEMENTS = [
    models.Document,
    models.Purpose,
    models.Milestone,
    models.Criticism,
    models.AllyAdvice,
    models.Option,
]


def page_of(row) -> str:
    return reverse(f"admin:resources_{row._meta.model_name}_change", args=[row.pk])


def propose_other_number(line: Helpline, by) -> Change:
    ways = [{"kind": "phone", "value": "+498001110111", "display": "0800 111 0 111"}]
    return changing.propose(record_of(line) | {"channels": ways}, by=by, how="page")


@pytest.mark.parametrize("model", STATEMENTS)
def test_admin_offers_a_form_for_every_statement(model, rf):
    request, registered = rf.get("/"), admin.site._registry[model]
    request.user = make_editor()

    form = registered.get_form(request)()

    assert form.as_p()
    assert "slug" in flatten_fieldsets(registered.get_fieldsets(request))


@pytest.mark.parametrize(
    "model", [m for m in admin.site._registry if m._meta.app_label == "resources"]
)
def test_every_list_opens_for_an_editor_and_for_nobody_else(model):
    address = reverse(f"admin:resources_{model._meta.model_name}_changelist")

    answers = [
        signed_in(make_account(role, username=role)).get(address).status_code
        for role in ("editor", "moderator", "administrator")
    ]

    assert answers == [200, 403, 403]


@pytest.mark.parametrize("name", ["worklist", "add", "propose", "change"])
def test_the_desk_refuses_strangers(name):
    line = make_helpline()
    args = [line.pk] if name in ("propose", "change") else []
    address = reverse(f"admin:resources_helpline_{name}", args=args)
    moderator = make_account("moderator", username="lou")

    assert signed_in(make_editor()).get(address).status_code == 200
    assert signed_in(moderator).get(address).status_code == 403
    assert signed_in(moderator).post(address, {"verb": "take_off"}).status_code == 403


def test_a_record_shows_its_sources_checks_and_changes():
    robin, line = make_editor(), make_helpline(notes="An old copy.")
    propose_other_number(line, robin)

    html = signed_in(robin).get(page_of(line)).content.decode()

    for said in ("a newspaper", "by calling it", "An old copy.", "waiting for a second person"):
        assert said in html


def test_an_editor_notes_a_check():
    robin, line = make_editor(), make_helpline()

    signed_in(robin).post(page_of(line), {"verb": "check", "how": "called"})

    assert line.verifications.filter(by="robin", how="called").exists()


def test_a_check_that_does_not_say_how_is_not_noted():
    robin, line = make_editor(), make_helpline()

    answer = signed_in(robin).post(page_of(line), {"verb": "check", "how": "sources"})

    assert answer.status_code == 422
    assert not line.verifications.filter(how="sources").exists()


def test_an_editor_takes_a_line_off_at_once():
    line = make_helpline()

    signed_in(make_editor()).post(page_of(line), {"verb": "take_off"})

    assert not Helpline.objects.published().exists()


def test_a_proposal_is_confirmed_by_another_person_in_the_admin():
    robin, kim = make_editor(), make_editor("kim")
    cells = to_cells(complete(make_record(slug="new-line")))

    signed_in(robin).post(reverse("admin:resources_helpline_add"), cells | {"how": "page"})
    change = Change.objects.get(slug="new-line")
    refused = signed_in(robin).post(page_of(change), {"verb": "confirm", "how": "called"})
    signed_in(kim).post(page_of(change), {"verb": "confirm", "how": "called"})

    assert refused.status_code == 422
    assert "another person confirms it" in refused.content.decode()
    assert Helpline.objects.listed().get().slug == "new-line"


def test_who_decides_sees_what_changes_and_the_number_to_call():
    change = propose_other_number(make_helpline(notes="Ask for the night line."), make_editor())

    html = signed_in(make_editor("kim")).get(page_of(change)).content.decode()

    assert "phone | 116016 | 116016" in html
    assert "phone | +498001110111 | 0800 111 0 111" in html
    assert "Ask for the night line." in html


def test_a_proposal_is_dropped_in_the_admin():
    robin, line = make_editor(), make_helpline()
    change = propose_other_number(line, robin)

    signed_in(robin).post(page_of(change), {"verb": "drop"})

    change.refresh_from_db()
    assert change.state == "dropped"


@pytest.mark.parametrize(
    ("name", "cell", "advice"),
    [
        ("week", "fri 22:00-06:00", "crosses midnight"),
        ("channels", "phone | +490000 | 0", "No such number"),
        ("channels", "call us", "write kind | value | display"),
        ("sources", "its page | the number |", "has no date"),
        ("timezone", "Berlin", "time zone such as"),
        ("languages", "german", "list of language codes"),
        ("slug", "", "required"),
    ],
)
def test_a_wrong_proposal_comes_back_with_every_word_and_what_to_do(name, cell, advice):
    cells = to_cells(complete(make_record())) | {name: cell, "notes": "Still here."}

    answer = signed_in(make_editor()).post(
        reverse("admin:resources_helpline_add"), cells | {"how": "page"}
    )

    assert answer.status_code == 422
    html = answer.content.decode()
    assert advice in html
    assert "Still here." in html
    assert not Change.objects.exists()


def test_the_twin_of_a_record_comes_back_with_what_to_do():
    line = make_helpline()
    cells = to_cells(record_of(line)) | {"slug": "another-name", "how": "page"}

    answer = signed_in(make_editor()).post(reverse("admin:resources_helpline_add"), cells)

    assert "is the same helpline" in answer.content.decode()


def test_emergency_numbers_can_only_be_read():
    robin = signed_in(make_editor())

    assert robin.get(reverse("admin:resources_emergencynumber_add")).status_code == 403
    assert robin.get(reverse("admin:resources_emergencynumber_changelist")).status_code == 200


def test_who_is_alone_is_told_when_it_happens():
    robin, line = make_editor(), make_helpline()
    change = propose_other_number(line, robin)

    client = signed_in(robin)

    assert "Happens by itself" in client.get(page_of(change)).content.decode()
    worklist = client.get(reverse("admin:resources_helpline_worklist")).content.decode()
    assert f"{change.waits_until:%Y-%m-%d %H:%M}" in worklist
