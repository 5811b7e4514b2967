"""Every address of the staff's side × every role × GET and POST, compared with the table in docs/roles.md.

A new page of the desk needs a row there. What fails prints the rows as they should stand.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from metoo_wall.models import AuthenticatorApp
from stories.desk import floods, switch
from stories.desk.roles import ROLES
from stories.models import Care, Concern, ConcernPolicy, LegalHold
from stories.models.private import Flood, IntakeSwitch
from tests.factories import make_published, make_waiting
from tests.metoo_wall.staff import PASSWORD, make_account, signed_in

TABLE = settings.BASE_DIR / "docs" / "roles.md"
ROW = re.compile(r"^\| `([^`]*)` \|(.*)\|$", re.MULTILINE)
NOBODY = "no role"
PEOPLE = (*ROLES, NOBODY)
METHODS = ("GET", "POST")
NOTHING = "–"
# Doors: what is open before the second factor, each for its own reason.
DOORS = {
    "login/",
    "logout/",
    "staff/factor/",
    "staff/enrol/",
    "passkeys/make/",
    "passkeys/made/",
    "passkeys/show/",
    "passkeys/shown/",
    "passkeys/words/",
}
ODD = r"(?P<url>.*)$"  # the admin's own 404
OLD = re.compile(r"\w+/\w+/<path:object_id>/")  # the admin's own redirects, from before `…/change/`

pytestmark = pytest.mark.django_db


def patterns() -> list[str]:
    """Every address below ADMIN_PATH, as it is written in the code."""
    below = [
        pattern
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern).startswith(f"{settings.ADMIN_PATH}/")
    ]
    found = {path.removeprefix(f"{settings.ADMIN_PATH}/") for path in _walk(below)}
    return sorted(found - {ODD})


def _walk(found: list, before: str = "") -> Iterator[str]:
    for each in found:
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, before + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield before + str(each.pattern)


def plain(pattern: str) -> str:
    """As it stands in the table: `stories/story/…/change/`."""
    return re.sub(r"<[^>]+>|\(\?P[^)]*\)", "…", pattern).strip("^$") or "./"


def address(pattern: str) -> str:
    """With something that is there in each place."""
    model = _model_of(pattern)
    pk = str(_one_of(model).pk) if model else "1"
    if pattern.endswith("/settle/"):  # concerns are settled by story
        pk = str(_one_of(Concern).submission_id)
    path = pattern.replace("(?P<app_label>metoo_wall|auth|stories|resources)", "stories")
    return f"/{settings.ADMIN_PATH}/" + re.sub(r"<[^>]+>", pk, path).strip("^$")


def _model_of(pattern: str):
    app, _slash, rest = pattern.partition("/")
    for model in admin.site._registry:
        if (model._meta.app_label, model._meta.model_name) == (app, rest.partition("/")[0]):
            return model
    return None


def _one_of(model):
    first = model._default_manager.order_by("pk").first()
    assert first, f"There is no {model._meta.label} to ask for: make one in `everything_there`."
    return first


@pytest.fixture
def _everything_there():
    call_command("seed", verbosity=0)
    story = make_published("Standing.")
    waiting = make_waiting("Waiting.")
    reason = Concern._meta.get_field("reason").choices[0][0]
    waiting.concerns.create(reason=reason, received_at=waiting.received_at)
    LegalHold.objects.create(
        submission=waiting,
        reason="court",
        until=waiting.received_at,
        asked_at=waiting.received_at,
    )
    ConcernPolicy.objects.create(pk=ConcernPolicy.ONLY)
    Care.objects.create(account=make_account(username="cared-for"), sealed=b"")
    flood = floods.gather(waiting, waiting.words)
    Flood.objects.filter(pk=flood.pk).update(size=floods.FEWEST)
    IntakeSwitch.objects.create(pk=switch.ONLY)
    assert story.decisions.exists()


def may(client: Client, method: str, path: str) -> bool:
    """Whether this person gets in. What the request did is undone, here and there."""
    asking = Client()
    asking.cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = asking.generic(method, path)
        transaction.set_rollback(True)
    door = answer.get("Location", "").startswith((f"/{settings.ADMIN_PATH}/login/",))
    return answer.status_code not in (403, 404, 405) and not door


def allowed(client: Client) -> dict[str, str]:
    return {
        plain(pattern): " ".join(m for m in METHODS if may(client, m, address(pattern))) or NOTHING
        for pattern in patterns()
        if not OLD.fullmatch(pattern)
    }


def written() -> dict[str, dict[str, str]]:
    rows = {}
    for path, cells in ROW.findall(TABLE.read_text()):
        said = [cell.strip() for cell in cells.split("|")]
        rows[path] = dict(zip(PEOPLE, said, strict=True))
    return rows


def found() -> dict[str, dict[str, str]]:
    columns = {}
    for number, person in enumerate(PEOPLE):
        roles = () if person == NOBODY else (SHORT.get(person, person),)
        columns[person] = allowed(signed_in(make_account(*roles, username=f"staff{number}")))
    return {path: {person: columns[person][path] for person in PEOPLE} for path in columns[NOBODY]}


SHORT = {"resource editor": "editor"}


def as_rows(table: dict) -> str:
    return "\n".join(
        f"| `{path}` | " + " | ".join(cells.values()) + " |" for path, cells in table.items()
    )


@pytest.mark.usefixtures("_everything_there")
def test_every_address_answers_each_role_as_the_table_says():
    table, should = written(), found()

    wrong = {path: row for path, row in should.items() if table.get(path) != row}
    assert not wrong, f"docs/roles.md should say:\n{as_rows(wrong)}"
    assert set(table) - set(should) == set(), "rows of pages that are gone"


@pytest.mark.usefixtures("_everything_there")
@pytest.mark.parametrize("who", ["a stranger", "a password alone", "a password alone, no factor"])
def test_nobody_passes_the_doors_without_a_second_factor(who):
    client = Client()
    if who != "a stranger":
        account = make_account("administrator", "moderator", "lead", "editor", username="ada")
        if who == "a password alone":
            AuthenticatorApp.new(account, confirmed=True)
        client.post("/admin/login/", {"username": "ada", "password": PASSWORD})

    for pattern in set(patterns()) - DOORS:
        for method in METHODS:
            answer = client.generic(method, address(pattern))
            assert answer.status_code == 302, (pattern, method)
            assert answer["Location"].startswith(
                ("/admin/login/", "/admin/staff/factor/", "/admin/staff/enrol/")
            ), (pattern, method)


def test_the_walk_meets_every_model_and_every_page_of_its_own():
    walked = patterns()

    assert {"stories/submission/<int:pk>/review/", "staff/changes/", "passkeys/made/"} <= set(
        walked
    )
    for model in admin.site._registry:
        assert f"{model._meta.app_label}/{model._meta.model_name}/" in walked


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_no_page_of_the_desk_asks_another_host(model):
    assert "//" not in str(admin.site._registry[model].media)
