from datetime import date

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import translation

from resources.models import (
    AllyAdvice,
    Criticism,
    Milestone,
    MilestoneAccount,
    Option,
    Purpose,
)
from resources.seeding import seed_resources
from resources.timeline import moments
from tests.resources.factories import (
    make_document,
    make_emergency_number,
    make_milestone,
    make_option,
    make_purpose,
)

pytestmark = pytest.mark.django_db

PAGES = ["purposes", "movement", "allies", "options"]


def page(client, name: str) -> str:
    return client.get(reverse(f"resources:{name}")).content.decode()


@pytest.mark.parametrize("name", PAGES[:3])
def test_page_stands_before_anything_was_written(client, name):
    assert "Nothing has been published here yet." in page(client, name)


@pytest.mark.parametrize("name", PAGES)
def test_page_sets_no_cookie_and_takes_any_query(client, name):
    answer = client.get(reverse(f"resources:{name}"), {"country": "\x00", "who": "x"})

    assert answer.status_code == 200
    assert not answer.cookies


def test_purposes_say_who_states_them_and_where(client):
    make_purpose(text_en="Be heard.", stated_by_en="Tarana Burke")
    make_purpose(text_en="Not yet.", is_published=False)

    html = page(client, "purposes")

    assert "Be heard." in html
    assert "Stated by Tarana Burke" in html
    assert "A letter" in html
    assert "Not yet." not in html


def test_movement_shows_the_accounts_side_by_side_in_order(client):
    make_milestone(sort_key="2018", what_en="Later.")
    milestone = make_milestone(sort_key="2006", what_en="Earlier.")
    for slug, text in (("one", "In 2006."), ("two", "In 2007.")):
        MilestoneAccount.objects.create(
            milestone=milestone, document=make_document(slug), text_en=text
        )

    html = page(client, "movement")

    assert html.index("Earlier.") < html.index("In 2007.") < html.index("Later.")
    assert "In 2006." in html


def test_criticism_stands_beside_its_answer_and_a_link(client):
    Criticism.objects.create(
        slug="a", text_en="No call.", answer_en="There is one.", link_name="resources:allies"
    )

    html = page(client, "movement")

    assert "No call." in html
    assert "There is one." in html
    assert reverse("resources:allies") in html


def test_allies_page_lists_published_advice(client):
    AllyAdvice.objects.create(slug="a", text_en="Listen.")
    AllyAdvice.objects.create(slug="b", text_en="Wait.", is_published=False)

    html = page(client, "allies")

    assert "Listen." in html
    assert "Wait." not in html


def test_every_seeded_answer_leads_to_a_page():
    seed_resources()

    for criticism in Criticism.objects.listed():
        assert criticism.answer
        assert reverse(criticism.link_name)


def test_text_is_shown_in_the_readers_language_and_else_in_english():
    both = make_purpose(text_en="Be heard.", text_fr="Se faire entendre.")
    english_only = make_purpose(text_en="Be heard.")

    with translation.override("fr"):
        texts = [both.text, english_only.text]

    assert texts == ["Se faire entendre.", "Be heard."]


def test_purposes_of_one_speaker_stand_together(client):
    for slug, speaker in (("a", "Burke"), ("b", "Milano"), ("c", "Burke")):
        make_purpose(slug=slug, stated_by_en=speaker)

    html = page(client, "purposes")

    assert html.index('id="a"') < html.index('id="c"') < html.index('id="b"')
    assert html.count("Stated by Burke") == 1


def test_every_seeded_statement_names_a_document_and_its_date(client):
    seed_resources()

    for model in (Purpose, Criticism, AllyAdvice, Option):
        for statement in model.objects.listed():
            documents = statement.documents.all()
            assert documents, statement
            assert all(document.dated and document.publisher for document in documents)


def test_every_document_of_the_page_is_listed_once_with_its_date(client):
    make_milestone()
    make_milestone()

    html = page(client, "movement")

    listed = html[html.index('id="documents"') :]
    assert listed.count('<cite lang="en">A letter</cite>') == 1
    assert "a newspaper; undated" in listed


def test_the_seam_shows_where_years_pass():
    for key in ("1996", "2006", "2017-10-15-1", "2017-10-16", "2018-01", "2019", "later"):
        make_milestone(sort_key=key, slug=f"m{key}")

    found = moments(Milestone.objects.listed())

    assert [m.years_before for m in found] == [0, 10, 11, 0, 1, 1, 0]
    assert [m.comes_after_long for m in found][:4] == [False, True, True, False]


def test_options_say_that_nobody_has_reviewed_them_yet(client):
    seed_resources()

    html = page(client, "options")

    assert "No doctor, lawyer or counsellor has reviewed this page yet." in html
    assert "It is no medical or legal advice." in html
    assert "none has to come first" in html
    assert "<ol" not in html[html.index("<main") :]


def test_options_name_who_reviewed_each_once_all_were(client):
    make_option(title_en="Ask", reviewed_by="a doctor", reviewed_on=date(2026, 11, 1))
    make_option(title_en="Not yet")
    assert "has reviewed this page yet" in page(client, "options")

    Option.objects.update(reviewed_by="a lawyer", reviewed_on=date(2026, 11, 2))

    html = page(client, "options")
    assert "has reviewed this page yet" not in html
    assert "Reviewed by a lawyer on Nov. 2, 2026" in html


def test_the_database_refuses_a_review_without_its_day():
    with pytest.raises(IntegrityError):
        make_option(reviewed_by="a doctor")


def test_options_carry_the_operators_emergency_number_and_else_the_way_to_it(client, settings):
    make_emergency_number("DE", "112")
    assert "Find it by country" in page(client, "options")

    settings.DEFAULT_COUNTRY = "DE"

    assert 'href="tel:112"' in page(client, "options")


@pytest.mark.parametrize("kind", Option.Kind)
def test_there_are_first_steps_of_every_kind(kind):
    seed_resources()

    assert Option.objects.listed().filter(kind=kind).count() >= 2
