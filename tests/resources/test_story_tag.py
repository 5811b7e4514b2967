import pytest
from django.template import Context, Template
from django.test import override_settings

from metoo_wall.seeding import read
from resources.finding import FOR_WARNING
from resources.models import WhoFor
from tests.resources.factories import make_helpline

pytestmark = pytest.mark.django_db


def render(country: str, warnings: list[str] | None = None) -> str:
    template = Template("{% load helplines %}{% helplines_for country warnings %}")
    return template.render(Context({"country": country, "warnings": warnings or []}))


def test_every_warning_of_the_wall_leads_to_known_tags():
    slugs = {record["slug"] for record in read("content_warnings")}

    assert set(FOR_WARNING) == slugs
    assert {tag for tags in FOR_WARNING.values() for tag in tags} <= set(WhoFor)


def test_story_shows_three_lines_best_fit_first():
    for _line in range(4):
        make_helpline(name="General", who_for=["domestic-abuse"])
    make_helpline(name="At work", who_for=["workplace", "sexual-violence"])

    html = render("DE", ["sexual-harassment"])

    assert html.count('class="helpline"') == 3
    assert html.index("At work") < html.index("General")


def test_story_shows_a_line_for_the_whole_country_before_one_of_a_region():
    make_helpline(name="In Bremen alone", region="Bremen", who_for=["sexual-violence", "anyone"])
    make_helpline(name="Everywhere", who_for=["sexual-violence", "women"])

    html = render("DE", ["rape-or-sexual-assault"])

    assert html.index("Everywhere") < html.index("In Bremen alone")


def test_story_without_a_matching_line_still_shows_somebody():
    make_helpline(name="Somebody", who_for=["women"])

    assert "Somebody" in render("DE", ["suicide", "no-such-warning"])


@pytest.mark.parametrize("country", ["", "ZZ", "\x00"])
def test_story_without_a_country_offers_the_choice(country):
    make_helpline(name="In Germany")

    html = render(country)

    assert "Choose a country" in html
    assert "In Germany" not in html


def test_story_takes_the_operators_country_where_the_reader_chose_none():
    make_helpline(name="At home")

    with override_settings(DEFAULT_COUNTRY="DE"):
        assert "At home" in render("")


def test_story_never_shows_an_unpublished_line():
    make_helpline(name="Not yet", is_published=False)

    html = render("DE")

    assert "Not yet" not in html
    assert "no checked line for Germany" in html
