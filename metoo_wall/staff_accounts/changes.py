"""The verbs on roles and accounts: the only module that writes them.

One administrator asks and a different one confirms. Where an administrator is alone, what they ask for waits 72
hours in sight of everybody on staff, and anybody on staff can stop it. The shell is the root of trust: what it does
is done at once, and recorded.
"""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from metoo_wall.models import StaffAccount, StaffChange, StaffDecision
from metoo_wall.staff_accounts import factors
from metoo_wall.staff_accounts.record import ChangeState, Kind
from stories.desk.roles import ensure_groups

SHELL = "the shell"
ADMINISTRATOR = "administrator"
DELAY = timedelta(hours=72)


class NotAnAdministrator(Exception):
    """Only an administrator may ask for a change, or confirm one."""


class TakesAnotherPerson(Exception):
    """Whoever asked for a change cannot confirm it."""


class ChangeIsSettled(Exception):
    """Somebody has confirmed or stopped it meanwhile."""


class AlreadyAsked(Exception):
    """The same change waits already."""


class NobodyWouldBeLeft(Exception):
    """It would take the last administrator away."""


def administrators() -> QuerySet[StaffAccount]:
    """Who can ask and confirm. A password to be chosen anew changes nothing: others can bring that about."""
    return StaffAccount.objects.filter(is_active=True, is_staff=True, groups__name=ADMINISTRATOR)


def waiting() -> QuerySet[StaffChange]:
    return StaffChange.objects.filter(state=ChangeState.WAITING).select_related("account")


@transaction.atomic
def request(
    *, account: StaffAccount, kind: str, role: str = "", password: str = "", by: StaffAccount
) -> StaffChange:
    """`password`: hashed, for that kind alone. Raises NotAnAdministrator, AlreadyAsked, NobodyWouldBeLeft."""
    _must_be_administrator(by)
    _must_leave_an_administrator(account, kind, role)
    change = StaffChange(
        account=account,
        kind=kind,
        role=role,
        password=password,
        requested_by=by,
        requested_by_name=by.get_username(),
        requested_at=this_hour(),
        due_at=this_hour() + timedelta(hours=1) + DELAY if _is_alone(by) else None,
    )
    _save_once(change)
    record(f"ask-{kind}", account, role, by=by)
    return change


@transaction.atomic
def confirm(change: StaffChange, *, by: StaffAccount) -> None:
    """Raises NotAnAdministrator, TakesAnotherPerson, ChangeIsSettled, NobodyWouldBeLeft."""
    _must_be_administrator(by)
    if change.requested_by_id == by.pk:
        raise TakesAnotherPerson
    _must_leave_an_administrator(change.account, change.kind, change.role)
    _settle(change, ChangeState.APPLIED, by=by, confirmed_by=by)
    _apply(change.account, change.kind, change.role, change.password)
    record(change.kind, change.account, change.role, by=by)


@transaction.atomic
def cancel(change: StaffChange, *, by: StaffAccount) -> None:
    """Anybody on staff may: a stolen administrator's account must not be alone in seeing it. Raises ChangeIsSettled."""
    _settle(change, ChangeState.CANCELLED, by=by)
    record(f"stop-{change.kind}", change.account, change.role, by=by)


def apply_due() -> int:
    """Does what was delayed long enough; for a timer, and each request of staff. How many were done."""
    due = waiting().filter(due_at__lte=timezone.now()).select_related("account", "requested_by")
    return sum(_apply_one_due(change) for change in due)


@transaction.atomic
def by_shell(*, account: StaffAccount, kind: str, role: str = "") -> None:
    _apply(account, kind, role)
    record(kind, account, role)


def record(verb: str, account: StaffAccount, detail: str = "", *, by: StaffAccount | None = None):
    """One line of the record; without a person it was the shell."""
    StaffDecision.objects.create(
        at=this_hour(),
        by_name=by.get_username() if by else SHELL,
        verb=verb,
        account_name=account.get_username(),
        detail=detail,
    )


def this_hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def _apply_one_due(change: StaffChange) -> bool:
    """Not where somebody else could confirm by now, nor where who asked may no longer ask."""
    by = change.requested_by
    if by is None or not is_administrator(by) or not _is_alone(by):
        return False
    try:
        with transaction.atomic():
            _must_leave_an_administrator(change.account, change.kind, change.role)
            _settle(change, ChangeState.APPLIED, by=by)
            _apply(change.account, change.kind, change.role, change.password)
            record(f"{change.kind}-delayed", change.account, change.role, by=by)
    except (ChangeIsSettled, NobodyWouldBeLeft):
        return False
    return True


def _save_once(change: StaffChange) -> None:
    """The database knows whether it waits already, also where two ask at once."""
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        raise AlreadyAsked from None


def _settle(change: StaffChange, state: str, *, by: StaffAccount, **fields) -> None:
    """Compare and set: of two people at once, one is told."""
    settled = {"state": state, "settled_by_name": by.get_username(), "settled_at": this_hour()}
    settled["password"] = ""
    if not waiting().filter(pk=change.pk).update(**settled, **fields):
        raise ChangeIsSettled


def _apply(account: StaffAccount, kind: str, role: str, password: str = "") -> None:
    if kind in (Kind.GIVE, Kind.TAKE):
        _change_groups(account, kind, role)
    elif kind == Kind.FORGET:
        factors.forget_all(account)
    elif kind == Kind.PASSWORD:
        account.password, account.has_temporary_password = password, True
        account.save(update_fields=["password", "has_temporary_password"])
        factors.end_sessions(account)
    else:
        account.is_active = kind == Kind.OPEN
        account.save(update_fields=["is_active"])
        factors.end_sessions(account)


def _change_groups(account: StaffAccount, kind: str, role: str) -> None:
    ensure_groups()
    group = Group.objects.get(name=role)
    if kind == Kind.GIVE:
        account.groups.add(group)
    else:
        account.groups.remove(group)


def is_administrator(account: StaffAccount) -> bool:
    return administrators().filter(pk=account.pk).exists()


def _must_be_administrator(account: StaffAccount) -> None:
    if not is_administrator(account):
        raise NotAnAdministrator


def _is_alone(account: StaffAccount) -> bool:
    return not administrators().exclude(pk=account.pk).exists()


def _must_leave_an_administrator(account: StaffAccount, kind: str, role: str) -> None:
    takes = (kind == Kind.TAKE and role == ADMINISTRATOR) or kind == Kind.CLOSE
    if takes and is_administrator(account) and _is_alone(account):
        raise NobodyWouldBeLeft
