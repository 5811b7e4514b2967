"""The handbook speaks of every state and every verb, and the desk leads to it."""

import pytest
from django.conf import settings

from stories.desk.moderation import TRANSITIONS
from stories.models.private import State
from tests.factories import make_moderator
from tests.metoo_wall.staff import signed_in

HANDBOOK = (settings.BASE_DIR / "docs" / "moderation.md").read_text()
FIRST_CELLS = {line.split("|")[1].strip() for line in HANDBOOK.splitlines() if line.startswith("|")}


@pytest.mark.parametrize("state", [state.value for state in State])
def test_every_state_has_a_row(state):
    assert state in FIRST_CELLS


@pytest.mark.parametrize(
    "verb", [v for v, move in TRANSITIONS.items() if move.actor == "moderator"]
)
def test_every_verb_of_a_moderator_is_explained(verb):
    assert verb.replace("_", " ") in FIRST_CELLS or f"`{verb}`" in HANDBOOK


@pytest.mark.parametrize("verb", [v for v, move in TRANSITIONS.items() if move.actor == "author"])
def test_every_verb_of_an_author_is_named(verb):
    names = {"answer": "answer", "edit": "change it", "withdraw": "take it back"}

    assert names.get(verb, verb) in HANDBOOK


@pytest.mark.django_db
def test_the_desk_leads_to_it_and_shows_all_of_it():
    desk = signed_in(make_moderator())
    address = "/admin/stories/submission/handbook/"

    assert address in desk.get("/admin/stories/submission/").content.decode()
    page = desk.get(address).content.decode()
    assert page.count("<h2>") == HANDBOOK.count("\n## ")
    assert page.count("<tr>") > 20
