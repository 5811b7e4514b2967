"""Who may do what is written in one place, and changed in one place."""

import ast

import pytest
from django.conf import settings
from django.contrib.auth.models import Group

from metoo_wall.staff_accounts.role_names import NAMES
from stories.desk.roles import ROLES, ensure_groups
from stories.models import RedactionRole
from tests.factories import make_role
from tests.metoo_wall.staff import make_account, signed_in

WRITER = "metoo_wall/staff_accounts/changes.py"
SOURCES = sorted(
    path
    for folder in ("metoo_wall", "stories", "resources")
    for path in (settings.BASE_DIR / folder).rglob("*.py")
    if "migrations" not in path.parts
)
WRITES = {"add", "set", "remove", "clear", "create"}
GUARDED = {"is_active", "is_staff", "is_superuser"}


def writers_of(source: str) -> bool:
    """Whether code writes `….groups`, a group's members, or what opens an account."""
    return any(_writes(node) for node in ast.walk(ast.parse(source)))


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Attribute) and t.attr in GUARDED for t in node.targets)
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    if node.func.attr == "update":
        return any(given.arg in GUARDED for given in node.keywords)
    of = node.func.value
    return (
        node.func.attr in WRITES
        and isinstance(of, ast.Attribute)
        and of.attr in ("groups", "user_set")
    )


def test_one_module_writes_roles_and_opens_accounts():
    writing = {
        str(path.relative_to(settings.BASE_DIR)) for path in SOURCES if writers_of(path.read_text())
    }

    assert writing == {WRITER}


@pytest.mark.parametrize(
    "code",
    [
        "account.groups.add(group)",
        "account.groups.set([])",
        "group.user_set.add(account)",
        "account.is_active = True",
        "StaffAccount.objects.update(is_staff=True)",
    ],
)
def test_the_rule_finds_what_it_looks_for(code):
    assert writers_of(code)


def test_no_single_role_changes_roles_and_exports_and_publishes():
    """Export is any permission that is called so; today there is none."""
    for role, names in ROLES.items():
        held = {
            "roles": "metoo_wall.change_staffaccount" in names,
            "publish": "stories.moderate_submission" in names,
            "export": any("export" in name for name in names),
        }
        assert sum(held.values()) <= 1, (role, held)


def test_an_administrator_reads_no_story():
    assert not [name for name in ROLES["administrator"] if name.startswith("stories.")]


@pytest.mark.django_db
def test_groups_are_made_as_often_as_asked_and_hold_what_is_written():
    ensure_groups()
    Group.objects.get(name="administrator").permissions.clear()

    ensure_groups()
    ensure_groups()

    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)
    for role, names in ROLES.items():
        held = Group.objects.get(name=role).permissions.select_related("content_type")
        assert {f"{p.content_type.app_label}.{p.codename}" for p in held} == set(names)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_writes_what_may_stand_in_place_of_a_word(role):
    """A label is published as it is: whoever adds one, alone, writes in somebody's story."""
    assert not {f"stories.{act}_redactionrole" for act in ("add", "change", "delete")} & set(
        ROLES[role]
    )


@pytest.mark.django_db
def test_the_list_of_what_may_stand_in_place_of_a_word_is_not_written_in_the_desk():
    client = signed_in(make_account("moderator", "lead", "administrator"))
    role = make_role("friend")
    address = "/admin/stories/redactionrole/"

    client.post(f"{address}add/", {"slug": "liar", "label_en": "liar", "position": 1})
    client.post(f"{address}{role.pk}/change/", {"slug": "friend", "label_en": "liar"})

    assert client.get(address).status_code == 200
    assert list(RedactionRole.objects.values_list("label_en", flat=True)) == ["friend"]


def test_each_role_has_a_name_in_every_language():
    assert list(NAMES) == list(ROLES)
