import pytest
from django.urls import reverse
from django.utils import translation

from resources.models import AllyAdvice, Criticism, MilestoneAccount
from resources.seeding import seed_resources
from tests.resources.factories import make_document, make_milestone, make_purpose

pytestmark = pytest.mark.django_db

PAGES = ["purposes", "movement", "allies"]


def page(client, name: str) -> str:
    return client.get(reverse(f"resources:{name}")).content.decode()


@pytest.mark.parametrize("name", PAGES)
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
        assert reverse(criticism.link_name)


def test_text_is_shown_in_the_readers_language_and_else_in_english():
    both = make_purpose(text_en="Be heard.", text_fr="Se faire entendre.")
    english_only = make_purpose(text_en="Be heard.")

    with translation.override("fr"):
        texts = [both.text, english_only.text]

    assert texts == ["Se faire entendre.", "Be heard."]
