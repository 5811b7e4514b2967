"""What is past its time, by the table in `settings.RETENTION`. Runs by itself each hour, and by `manage.py purge`."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from metoo_wall.models import StaffChange
from metoo_wall.staff_accounts.record import ChangeState
from resources.models import DidNotWork
from stories.desk import purging
from stories.desk.log import LogIsBroken

log = logging.getLogger(__name__)
Erase = Callable[[datetime, timedelta], int]
SESSION = timedelta(hours=8)
SEALED_PAGE = timedelta(hours=1)


@dataclass(frozen=True)
class Row:
    """One row of the table. `erase` takes now and how long it is kept, and says how many it erased."""

    name: str
    erase: Erase
    kept: timedelta | None = None  # None: as the setting says

    @property
    def time(self) -> timedelta:
        return self.kept or settings.RETENTION[self.name]


def _desk(now: datetime, kept: timedelta) -> int:
    """What staff did, in the admin and to accounts, and is settled."""
    before = now - kept
    entries = LogEntry.objects.filter(action_time__lt=before).delete()[0]
    settled = StaffChange.objects.exclude(state=ChangeState.WAITING)
    return entries + settled.filter(settled_at__lt=before).delete()[0]


def _reports(now: datetime, kept: timedelta) -> int:
    return DidNotWork.objects.filter(day__lt=(now - kept).date()).delete()[0]


def _sessions(now: datetime, kept: timedelta) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


ROWS = (
    Row("originals", purging.originals),
    Row("declined", purging.declined),
    Row("offers", purging.offers),
    Row("concerns", purging.concerns),
    Row("concerns", _reports),
    Row("log", purging.record),
    Row("log", _desk),
    Row("sealed pages", purging.sealed_pages, SEALED_PAGE),
    Row("sessions", _sessions, SESSION),
)


class Unfinished(Exception):
    """Some rows could not be erased; the others were. `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def purge(*, dry_run: bool = False) -> dict[str, int]:
    """How many were erased of each kind; with `dry_run`, would be. Raises Unfinished, after all that can be done."""
    now, counts, failed = timezone.now(), {}, []
    for row in ROWS:
        try:
            erased = _try(row, now) if dry_run else row.erase(now, row.time)
        except LogIsBroken:
            log.error("the log was not expired: it does not agree with its seals; see audit_verify")
            failed.append(row.name)
        else:
            counts[row.name] = counts.get(row.name, 0) + erased
    if failed:
        raise Unfinished(failed)
    return counts


def _try(row: Row, now: datetime) -> int:
    """Does it, and undoes it: what a real run would do, by the same code."""
    with transaction.atomic():
        erased = row.erase(now, row.time)
        transaction.set_rollback(True)
    return erased
