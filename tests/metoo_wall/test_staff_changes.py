"""Roles and accounts change by two people, or in sight of all after 72 hours; the shell is the root of trust."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall import timer
from metoo_wall.models import StaffAccount, StaffChange, StaffDecision
from metoo_wall.staff_accounts import changes
from metoo_wall.staff_accounts.record import ChangeState, Kind
from tests.metoo_wall.staff import make_account, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/admin/staff/changes/"


@pytest.fixture
def ada():
    return make_account("administrator", username="ada")


@pytest.fixture
def ben():
    return make_account("administrator", username="ben")


@pytest.fixture
def noor():
    return make_account(username="noor")


def roles_of(account) -> set[str]:
    return set(account.groups.values_list("name", flat=True))


def give(account, *, by, role="moderator") -> StaffChange:
    return changes.request(account=account, kind=Kind.GIVE, role=role, by=by)


def test_a_role_is_given_once_a_second_administrator_confirms(ada, ben, noor):
    change = give(noor, by=ada)
    assert roles_of(noor) == set()

    changes.confirm(change, by=ben)

    assert roles_of(noor) == {"moderator"}


def test_nobody_confirms_what_they_asked_for(ada, ben, noor):
    change = give(ada, by=ada)

    with pytest.raises(changes.TakesAnotherPerson):
        changes.confirm(change, by=ada)

    assert roles_of(ada) == {"administrator"}


def test_the_database_refuses_one_person_twice(ada, ben, noor):
    change = give(noor, by=ada)

    with pytest.raises(IntegrityError), transaction.atomic():
        StaffChange.objects.filter(pk=change.pk).update(confirmed_by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffChange.objects.filter(pk=change.pk).update(
            state=ChangeState.APPLIED, settled_by_name="ada", settled_at=timezone.now()
        )


@pytest.mark.parametrize("role", ["moderator", "lead", "editor"])
def test_other_roles_neither_ask_nor_confirm(ada, ben, noor, role):
    robin, change = make_account(role, username="robin"), give(noor, by=ada)

    with pytest.raises(changes.NotAnAdministrator):
        give(robin, by=robin, role="administrator")
    with pytest.raises(changes.NotAnAdministrator):
        changes.confirm(change, by=robin)


def test_a_closed_administrator_confirms_nothing(ada, ben, noor):
    change = give(noor, by=ada)
    changes.by_shell(account=ben, kind=Kind.CLOSE)

    with pytest.raises(changes.NotAnAdministrator):
        changes.confirm(change, by=ben)


def test_the_same_change_waits_once(ada, ben, noor):
    give(noor, by=ada)

    with pytest.raises(changes.AlreadyAsked):
        give(noor, by=ben)


def test_of_two_at_once_the_second_is_told(ada, ben, noor):
    change = give(noor, by=ada)
    changes.cancel(StaffChange.objects.get(pk=change.pk), by=noor)

    with pytest.raises(changes.ChangeIsSettled):
        changes.confirm(change, by=ben)

    assert roles_of(noor) == set()


def test_the_last_administrator_stays(ada):
    for kind, role in ((Kind.TAKE, "administrator"), (Kind.CLOSE, "")):
        with pytest.raises(changes.NobodyWouldBeLeft):
            changes.request(account=ada, kind=kind, role=role, by=ada)


def test_confirming_leaves_an_administrator_too(ada, ben, noor):
    change = changes.request(account=ben, kind=Kind.CLOSE, by=ada)
    changes.by_shell(account=ada, kind=Kind.TAKE, role="administrator")

    with pytest.raises(changes.NobodyWouldBeLeft):
        changes.confirm(change, by=ben)


def test_an_account_is_closed_and_opened_by_two(ada, ben, noor):
    client = signed_in(noor)
    changes.confirm(changes.request(account=noor, kind=Kind.CLOSE, by=ada), by=ben)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")

    changes.confirm(changes.request(account=noor, kind=Kind.OPEN, by=ben), by=ada)

    assert StaffAccount.objects.get(username="noor").is_active


@pytest.mark.parametrize(
    ("hours", "is_done"), [(71, False), (74, True)], ids=["too early", "in time"]
)
def test_where_one_is_alone_it_happens_after_72_hours(ada, noor, hours, is_done):
    with freeze_time("2026-03-02 08:30") as clock:
        give(noor, by=ada)
        clock.tick(timedelta(hours=hours))

        done = changes.apply_due()

    assert (done == 1) is is_done
    assert (roles_of(noor) == {"moderator"}) is is_done


def test_the_delay_is_never_shorter_than_72_hours(ada, noor):
    with freeze_time("2026-03-02 08:59:59"):
        change = give(noor, by=ada)

        assert change.due_at - timezone.now() >= timedelta(hours=72)


def test_with_another_administrator_nothing_happens_by_itself(ada, noor):
    with freeze_time("2026-03-02 08:30") as clock:
        give(noor, by=ada)
        make_account("administrator", username="ben")
        clock.tick(timedelta(hours=80))

        assert changes.apply_due() == 0

    assert roles_of(noor) == set()


def test_what_a_removed_administrator_asked_for_does_not_happen(ada, noor):
    with freeze_time("2026-03-02 08:30") as clock:
        give(noor, by=ada)
        changes.by_shell(account=ada, kind=Kind.CLOSE)
        clock.tick(timedelta(hours=80))

        assert changes.apply_due() == 0


def test_everybody_on_staff_sees_it_and_can_stop_it(ada, noor):
    robin = make_account("moderator", username="robin")
    change = give(noor, by=ada, role="administrator")
    client = signed_in(robin)

    page = client.get("/admin/").content.decode()
    client.post(PAGE, {"act": "stop", "change": change.pk})

    assert "noor gets the role: administrator." in page
    change.refresh_from_db()
    assert (change.state, change.settled_by_name) == ("cancelled", "robin")


def test_a_page_of_staff_does_what_is_due(ada, noor):
    give(noor, by=ada)
    StaffChange.objects.update(due_at=timezone.now() - timedelta(hours=1))

    signed_in(ada).get("/admin/")

    assert roles_of(noor) == {"moderator"}


def test_the_page_asks_and_a_second_person_confirms(ada, ben, noor):
    signed_in(ada).post(PAGE, {"act": "ask", "account": noor.pk, "change": "give:lead"})
    change = StaffChange.objects.get()
    assert "Confirm" not in signed_in(ada).get(PAGE).content.decode()

    signed_in(ben).post(PAGE, {"act": "confirm", "change": change.pk})

    assert roles_of(noor) == {"lead"}


def test_the_page_tells_who_asked_that_somebody_else_confirms(ada, ben, noor):
    change = give(noor, by=ada)

    page = signed_in(ada).post(PAGE, {"act": "confirm", "change": change.pk}, follow=True)

    assert "Somebody else has to confirm it" in page.content.decode()
    assert roles_of(noor) == set()


@pytest.mark.parametrize("change", ["give:owner", "give:", "take", "open:lead", "", "x" * 300])
def test_an_unknown_change_is_refused_and_nothing_waits(ada, noor, change):
    answer = signed_in(ada).post(PAGE, {"act": "ask", "account": noor.pk, "change": change})

    assert answer.status_code == 422
    assert not StaffChange.objects.exists()


@pytest.mark.parametrize("pk", ["0", "x", "-1", "9" * 30, ""])
def test_a_change_that_is_not_there_is_a_404(ada, pk):
    assert signed_in(ada).post(PAGE, {"act": "stop", "change": pk}).status_code == 404


def test_the_form_of_an_account_changes_neither_roles_nor_access(ada, ben, noor):
    group = ada.groups.get()
    posted = {"username": "noor", "groups": [group.pk], "is_superuser": "on", "is_staff": "on"}

    signed_in(ada).post(f"/admin/metoo_wall/staffaccount/{noor.pk}/change/", posted)

    noor.refresh_from_db()
    assert roles_of(noor) == set()
    assert noor.is_active  # an unticked box would have closed it
    assert not noor.is_superuser


def test_the_record_names_everybody_and_the_hour(ada, ben, noor):
    with freeze_time("2026-03-02 08:47:12"):
        changes.confirm(give(noor, by=ada), by=ben)

    lines = StaffDecision.objects.filter(account_name="noor").order_by("id")
    assert [(line.by_name, line.verb, line.detail) for line in lines] == [
        ("ada", "ask-give", "moderator"),
        ("ben", "give", "moderator"),
    ]
    assert {line.at.isoformat() for line in lines} == {"2026-03-02T08:00:00+00:00"}


def test_the_shell_acts_at_once_and_is_recorded():
    call_command("staff", "add", "noor", "--role", "moderator", stdout=StringIO())
    for act in (("role", "noor", "lead"), ("factor", "noor"), ("password", "noor")):
        call_command("staff", *act, stdout=StringIO())

    lines = StaffDecision.objects.order_by("id").values_list("by_name", "verb", "detail")
    assert list(lines) == [
        ("the shell", "add", ""),
        ("the shell", "give", "moderator"),
        ("the shell", "give", "lead"),
        ("the shell", "new-factor", ""),
        ("the shell", "new-password", ""),
    ]


def test_what_an_administrator_does_to_accounts_is_recorded(ada):
    client, password = signed_in(ada), "twenty letters of it"
    both = {"usable_password": "true", "password1": password, "password2": password}

    client.post("/admin/metoo_wall/staffaccount/add/", {"username": "mina", **both})
    mina = StaffAccount.objects.get(username="mina")
    client.post(f"/admin/metoo_wall/staffaccount/{mina.pk}/password/", both)

    lines = StaffDecision.objects.filter(account_name="mina").order_by("id")
    assert [(line.by_name, line.verb) for line in lines] == [
        ("ada", "add"),
        ("ada", "new-password"),
    ]


def test_nobody_is_renamed(ada, noor):
    signed_in(ada).post(
        f"/admin/metoo_wall/staffaccount/{noor.pk}/change/", {"username": "somebody-else"}
    )

    assert StaffAccount.objects.filter(username="noor").exists()


def test_a_timer_does_what_is_due():
    assert "metoo_wall.staff_accounts.changes.apply_due" in {job.name for job in timer.JOBS}


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_confirms_and_the_role_is_given_once(ada, noor):
    change = give(noor, by=ada)
    others = [make_account("administrator", username=f"admin{n}") for n in range(4)]

    def confirm(by) -> str:
        try:
            changes.confirm(StaffChange.objects.get(pk=change.pk), by=by)
        except changes.ChangeIsSettled:
            return "told"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(confirm, others))

    assert said == ["done", "told", "told", "told"]
    assert StaffDecision.objects.filter(verb="give", detail="moderator").count() == 1


def test_the_record_outlives_the_account(ada, noor):
    changes.record("add", noor)

    noor.delete()

    assert StaffDecision.objects.filter(account_name="noor").exists()


def test_the_database_refuses_to_change_the_record(noor):
    changes.record("add", noor)

    with (
        pytest.raises(DatabaseError, match="staff_decision_is_never_changed"),
        transaction.atomic(),
    ):
        StaffDecision.objects.update(by_name="somebody else")


def test_there_are_no_superusers(noor):
    with pytest.raises(CommandError, match="--role administrator"):
        call_command("createsuperuser", username="root", interactive=False)

    noor.__dict__["is_superuser"] = True
    assert not noor.has_perm("stories.moderate_submission")
    assert "is_superuser" not in {field.name for field in StaffAccount._meta.get_fields()}


def test_no_right_is_given_to_one_account_by_itself():
    assert "user_permissions" not in {field.name for field in StaffAccount._meta.get_fields()}
