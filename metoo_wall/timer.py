"""What has to happen again and again without anybody asking: one quiet thread in each worker.

A small wall has no cron of its own. Every job may run in two workers at once, and may be missed.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)
TICK = 5  # seconds between two looks at the clock


@dataclass(frozen=True)
class Job:
    name: str  # the dotted path of a function without arguments
    every: int  # seconds


JOBS = (
    Job("stories.desk.erasure.sweep", 20),
    Job("stories.sealed.erase_expired", 60),
    Job("metoo_wall.throttle.renew", 30),
    Job("metoo_wall.ready.forget_old", 5),
    Job("metoo_wall.staff_accounts.changes.apply_due", 60),
    Job("stories.desk.log.seal", 300),
    Job("stories.desk.floods.forget_sources", 30),
    Job("stories.desk.floods.tend", 20),
    Job("stories.desk.verdicts.work", 5),
    Job("stories.models.tallies.count_new", 20),
    Job("stories.wall.numbers.publish", 600),
    Job("resources.changing.settle", 60),
    Job("stories.desk.care.forget", 3600),
    Job("stories.desk.concerns.forget_forms", 3600),
    Job("stories.desk.holds.apply_due", 600),
    Job("metoo_wall.keeping.removals.note", 10),
    Job("metoo_wall.purging.purge", 3600),
    Job("metoo_wall.keeping.backups.forget_old", 3600),
)

JOBS_OF_A_FRONT = ("metoo_wall.throttle.renew", "metoo_wall.ready.forget_old")  # in memory alone


def start() -> threading.Thread:
    """Begins the thread; it ends with the process."""
    thread = threading.Thread(target=_run, name="timer", daemon=True)
    thread.start()
    return thread


def run_due(due: dict[Job, float], now: float) -> None:
    """Runs each job whose time has come, and notes when it comes again; a job that fails is no end."""
    for job in JOBS:
        if now >= due.get(job, 0) and (not settings.FRONT or job.name in JOBS_OF_A_FRONT):
            due[job] = now + job.every
            _run_one(import_string(job.name), job.name)


def _run_one(function: Callable[[], object], name: str) -> None:
    try:
        function()
    except Exception:  # noqa: BLE001  (whatever a job meets, the others go on)
        log.warning("a timed job failed: %s", name)
    finally:
        connections.close_all()


def _run() -> None:
    due: dict[Job, float] = {}
    while True:
        time.sleep(TICK)
        run_due(due, time.monotonic())
