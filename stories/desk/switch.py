"""The switch for new posts: open, slow or paused. A lead turns it; everybody on the desk, and every writer, sees it."""

import time

from django.db import transaction
from django.db.models import QuerySet

from metoo_wall.models import StaffDecision
from metoo_wall.staff_accounts import changes
from stories.desk.moderation import NotAllowed, this_hour
from stories.models.private import IntakeSwitch

TURN = "stories.turn_intakeswitch"
FRESH = 1.0  # seconds; each worker asks the database once in so long
ONLY = 1
TURNED = "turn-intake"
SHOWN = 10
_known: dict[str, tuple[float, IntakeSwitch]] = {}


def now() -> IntakeSwitch:
    """As it stands, at most a second old."""
    asked_at, switch = _known.get("switch", (0.0, None))
    if switch is None or time.monotonic() - asked_at >= FRESH:
        switch = IntakeSwitch.objects.filter(pk=ONLY).first() or IntakeSwitch(pk=ONLY)
        _known["switch"] = (time.monotonic(), switch)
    return switch


def forget() -> None:
    """Ask the database the next time."""
    _known.clear()


def may_turn(account) -> bool:
    return account.is_active and account.has_perm(TURN)


def turns() -> QuerySet[StaffDecision]:
    """The last ones of the staff record: who set which state, and both numbers."""
    return StaffDecision.objects.filter(verb=TURNED)[:SHOWN]


@transaction.atomic
def turn(switch: IntakeSwitch, *, by) -> IntakeSwitch:
    """Keeps a switch as it was filled in, with a line in the staff record. Raises `NotAllowed`."""
    if not may_turn(by):
        raise NotAllowed
    switch.pk = ONLY
    before = IntakeSwitch.objects.filter(pk=ONLY).first() or switch
    switch.closes_on, switch.is_closed = before.closes_on, before.is_closed
    switch.turned_by_name, switch.turned_at = by.get_username(), this_hour()
    switch.save()
    limits = f"{switch.state} {switch.bare_per_hour}/{switch.posts_per_minute}"
    changes.record(TURNED, by, limits, by=by)
    transaction.on_commit(forget)
    return switch
