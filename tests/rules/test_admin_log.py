"""Django keeps a log of its own in the admin. It holds no word of an author, and nobody may change it.

Planted: a text in every column that could hold one, of every model of the stories. What staff write themselves for
everybody to read (phrases, reasons, guidelines) is named by its label, and by nothing else that stands in it.
"""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import models
from django.test import RequestFactory
from modeltranslation.translator import translator

from stories.desk.roles import ROLES
from stories.models import Concern, ConcernPolicy, Reason, Submission
from tests.factories import make_published, make_reason, make_waiting
from tests.metoo_wall.staff import make_account, signed_in

PLANTED = "a planted word of an author"
CODES = {"verb", "public_id"}  # held to codes by a trigger, or random
HOUSE = {*translator.get_registered_models(abstract=False), ConcernPolicy}
AUTHORED = [model for model in apps.get_app_config("stories").get_models() if model not in HOUSE]


def may_hold_words(field: models.Field) -> bool:
    if field.choices or field.name in CODES:
        return False
    return isinstance(field, models.CharField | models.TextField | models.BinaryField)


def planted(model: type[models.Model]) -> models.Model:
    """One in memory, with the text in every column that takes one."""
    columns = [field for field in model._meta.concrete_fields if may_hold_words(field)]
    return model(
        pk=1,
        **{
            field.name: PLANTED.encode() if isinstance(field, models.BinaryField) else PLANTED
            for field in columns
        },
    )


@pytest.mark.parametrize("model", AUTHORED, ids=lambda model: model.__name__)
def test_no_name_of_a_thing_says_what_an_author_wrote(model):
    assert PLANTED not in str(planted(model))


def test_the_walk_plants_where_words_stand():
    assert {"Submission", "Story", "Concern", "Note", "Decision"} <= {m.__name__ for m in AUTHORED}
    assert bytes(planted(Submission).sealed_words) == PLANTED.encode()
    assert PLANTED in str(planted(Reason))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [m for m in admin.site._registry if m in AUTHORED], ids=lambda model: model.__name__
)
def test_what_authors_wrote_cannot_be_changed_in_a_form(model):
    request = RequestFactory().get("/")
    request.user = make_account("administrator", "moderator", "lead", "editor", username="all")
    shown = admin.site._registry[model]

    assert not shown.has_add_permission(request)
    assert not shown.has_change_permission(request)
    assert not shown.has_delete_permission(request)


@pytest.mark.django_db
@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_a_change_is_logged_by_the_names_of_fields_alone(model):
    """Django's own words for a change, of every form of the admin, with the text in every field."""
    request = RequestFactory().get("/")
    request.user = make_account("administrator", "moderator", "lead", "editor", username="all")
    shown = admin.site._registry[model]
    form = shown.get_form(request, change=True)(data={})
    form.__dict__["changed_data"] = list(form.fields)
    form.cleaned_data = dict.fromkeys(form.fields, PLANTED)

    message = shown.construct_change_message(request, form, [], add=False)

    assert PLANTED not in json.dumps([str(part) for part in message])


@pytest.mark.django_db
def test_a_lead_who_changes_a_reason_leaves_the_field_and_no_word():
    lead, reason = make_account("lead"), make_reason()
    page = f"/admin/stories/reason/{reason.pk}/change/"
    client = signed_in(lead)
    form = client.get(page).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in shown.items() if value is not None}

    answer = client.post(page, kept | {"text_en": PLANTED})

    entry = LogEntry.objects.get()
    assert answer.status_code == 302
    assert (entry.action_flag, entry.object_repr) == (CHANGE, str(reason))
    assert json.loads(entry.change_message)[0]["changed"]["fields"] == ["Text [en]"]
    assert PLANTED not in str(entry)


@pytest.mark.django_db
def test_moderating_leaves_nothing_in_it():
    call_command("seed", verbosity=0)
    robin = make_account("moderator")
    story, waiting = make_published(PLANTED, by=robin), make_waiting(PLANTED)
    client = signed_in(robin)
    for submission in (story, waiting):
        client.get(f"/admin/stories/submission/{submission.pk}/review/?open=1")

    assert not LogEntry.objects.exists()
    assert not Concern.objects.exists()


def test_no_page_shows_it_for_changing():
    assert LogEntry not in admin.site._registry


@pytest.mark.django_db
def test_no_role_holds_a_right_over_it_nor_over_what_is_sealed():
    guarded = Permission.objects.filter(
        content_type__model__in=["logentry", "seal", "checkpoint", "staffdecision", "note"]
    )
    names = {f"{p.content_type.app_label}.{p.codename}" for p in guarded}
    names |= {f"stories.{act}_decision" for act in ("add", "change", "delete")}

    assert len(names) >= 23
    assert not [role for role, held in ROLES.items() if names & set(held)]
