"""Editors change the movement's pages in the admin, without a release, and every change is written down."""

import pytest
from django.urls import reverse

from resources.models import Document, Edit, Purpose
from resources.models.history import HistoryStays
from resources.seeding import seed_resources
from tests.metoo_wall.staff import signed_in
from tests.resources.factories import make_document, make_editor, make_milestone, make_purpose

pytestmark = pytest.mark.django_db


def form_of(purpose: Purpose, **fields) -> dict:
    return {
        "slug": purpose.slug,
        "text_en": purpose.text_en,
        "stated_by_en": purpose.stated_by_en,
        "documents": [document.pk for document in purpose.documents.all()],
        "is_published": "on",
        "position": "0",
    } | fields


def page_of(purpose: Purpose, name: str = "change") -> str:
    return reverse(f"admin:resources_purpose_{name}", args=[purpose.pk])


def latest() -> Edit:
    return Edit.objects.order_by("-pk").first()


def test_a_change_in_the_admin_is_on_the_page_at_once_and_written_down(client):
    purpose = make_purpose(text_en="Be heard.")

    answer = signed_in(make_editor()).post(page_of(purpose), form_of(purpose, text_en="Be seen."))

    assert answer.status_code == 302
    assert "Be seen." in client.get(reverse("resources:purposes")).content.decode()
    edit = latest()
    assert (edit.by, edit.act, edit.model, edit.key) == (
        "robin",
        "changed",
        "purpose",
        purpose.slug,
    )
    assert edit.fields["text_en"] == ["Be heard.", "Be seen."]


def test_other_documents_are_a_change_too():
    purpose, other = make_purpose(), make_document("another")

    signed_in(make_editor()).post(page_of(purpose), form_of(purpose, documents=[other.pk]))

    assert latest().fields == {"documents": ["a-letter", "another"]}


def test_what_is_saved_as_it_was_is_no_change():
    purpose = make_purpose()
    before = Edit.objects.count()

    purpose.save()

    assert Edit.objects.count() == before


def test_the_history_outlives_the_account_and_is_shown_in_the_admin():
    robin, purpose = make_editor(), make_purpose(text_en="Be heard.")
    signed_in(robin).post(page_of(purpose), form_of(purpose, text_en="Be seen."))
    robin.delete()

    html = signed_in(make_editor("kim")).get(page_of(purpose, "history")).content.decode()

    assert "robin" in html
    assert "Be heard." in html


@pytest.mark.parametrize("way", ["one", "several"])
def test_what_was_removed_is_kept_in_the_history(way):
    purpose, robin = make_purpose(text_en="Be heard."), signed_in(make_editor())

    if way == "one":
        robin.post(page_of(purpose, "delete"), {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [purpose.pk], "post": "yes"}
        robin.post(reverse("admin:resources_purpose_changelist"), data)

    assert not Purpose.objects.exists()
    edit = latest()
    assert (edit.act, edit.by, edit.fields["text_en"]) == ("removed", "robin", ["Be heard.", ""])


def test_an_account_of_a_document_is_in_the_history():
    milestone = make_milestone()

    milestone.accounts.create(document=make_document(), text_en="In 2006.")

    assert latest().fields["text_en"] == ["", "In 2006."]


def test_a_shell_writes_history_too():
    purpose = make_purpose(text_en="Be heard.")

    Purpose.objects.filter(pk=purpose.pk).update(text_en="Be seen.")

    assert (latest().by, latest().fields["text_en"]) == ("the shell", ["Be heard.", "Be seen."])


def test_the_seeds_sign_what_they_write():
    seed_resources()

    assert set(Edit.objects.values_list("by", flat=True)) == {"the first data of this wall"}
    assert Edit.objects.filter(model="document").count() == Document.objects.count()


@pytest.mark.parametrize(
    "write",
    [
        lambda edit: edit.delete(),
        lambda edit: edit.save(),
        lambda edit: Edit.objects.all().delete(),
        lambda edit: Edit.objects.update(by="somebody else"),
    ],
)
def test_history_is_never_changed(write):
    make_purpose()

    with pytest.raises(HistoryStays):
        write(latest())
