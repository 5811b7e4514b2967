"""What is true only while the site runs: of its data, its people, its files, and what stands beside it.

Each finding has an id, what to do, and a row in docs/operations.md. `manage.py doctor` says them; `/readyz` gives the ids, to this machine alone.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from metoo_wall.answering import cache_answers, database_answers, is_migrated
from metoo_wall.checks import LOCAL_HOSTS
from metoo_wall.copies import nearby
from metoo_wall.keeping import backups, keyring, shut
from metoo_wall.models import StaffAccount
from resources.models import Helpline
from stories.desk import care
from stories.models import Phrase, Submission
from stories.models.private import State

LONGEST_WAIT = timedelta(days=7)
BACKUP_IS_FRESH = timedelta(hours=48)
FOR_OTHERS = 0o077
MANUAL = "docs/operations.md, “What the doctor finds”"


def findings() -> Iterator[CheckMessage]:
    yield from _files()
    if is_public() and not settings.FRONT:
        yield from _keys()
        yield from _backups()
    if not cache_answers():
        yield Error("The cache does not answer.", "Start it, or change CACHE_URL.", id="wall.D003")
    else:
        yield from _redis()
    if not database_answers():
        hint = "Start it, or change DATABASE_URL."
        yield Error("The database does not answer.", hint, id="wall.D001")
    elif not is_migrated():
        hint = "Run `manage.py prepare`."
        yield Error("The database is older than this code.", hint, id="wall.D002")
    elif not settings.FRONT:
        yield from _people()
        yield from _contents()
    if nearby.is_set() and nearby.COPY.state() is not nearby.State.READ:
        said = f"DATABASE_REPLICA_URL is not read: {nearby.COPY.state().value}."
        yield Warning(said, "Look at the copy's own log.", id="wall.D016")


def is_public() -> bool:
    """Somebody else than this machine can reach it."""
    return bool(set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS)


def _files() -> Iterator[CheckMessage]:
    for path, mode in ((settings.VAR_DIR, "700"), (settings.KEYS_FILE, "600")):
        if path.exists() and path.stat().st_mode & FOR_OTHERS:
            hint = f"Run `chmod {mode} {path}`."
            yield Error(f"{path} is open to other users.", hint, id="wall.D004")
    if shut.restore_is_under_way():
        hint = "Run `manage.py restore` again; it begins anew."
        yield Error("A restore has begun and not ended.", hint, id="wall.D015")


def _keys() -> Iterator[CheckMessage]:
    if not keyring.were_exported():
        yield Warning(
            "The keys of today were never exported: without them every backup is dead.",
            "`manage.py keys export FILE`, away from this machine.",
            id="wall.D010",
        )
    if stand_together(settings.DATABASES["default"], settings.KEYS_FILE):
        yield Warning(
            "The keys stand beside the database: whoever copies that folder can read what waits.",
            "Move keys.env to a folder of its own, and set KEYS_FILE.",
            id="wall.D011",
        )


def stand_together(database: dict, keys: Path) -> bool:
    is_a_file = "sqlite" in database["ENGINE"] and keys.exists()
    return is_a_file and keys.parent == Path(database["NAME"]).resolve().parent


def _backups() -> Iterator[CheckMessage]:
    newest = backups.newest_at()
    if newest is None or timezone.now() - newest > BACKUP_IS_FRESH:
        yield Warning(
            "No backup was made in the last 48 hours.",
            "`manage.py backup`, by wall-backup.timer each night.",
            id="wall.D012",
        )
    if not _can_be_written(settings.REMOVALS_FILE):
        yield Error(
            "What leaves the wall cannot be noted: a restored backup would bring it back.",
            f"Let this user write to {settings.REMOVALS_FILE} and its folder.",
            id="wall.D014",
        )


def _can_be_written(file: Path) -> bool:
    """The folder is made when it is needed; what stands there already has to be what it is taken for."""
    folder = file.parent
    if not folder.exists():
        return True
    is_open = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
    return is_open and (not file.exists() or (file.is_file() and os.access(file, os.W_OK)))


def _redis() -> Iterator[CheckMessage]:
    cache = settings.CACHES["default"]
    if "redis" not in cache["BACKEND"].lower():
        return
    hint = 'In redis.conf: `save ""` and `appendonly no`; then delete dump.rdb and restart it.'
    try:
        with Redis.from_url(cache["LOCATION"]) as redis:
            said = redis.config_get("save") | redis.config_get("appendonly")
    except RedisError:
        yield Warning("Redis does not say whether it writes to a disk.", hint, id="wall.D013")
        return
    if said.get("save") or said.get("appendonly") != "no":
        yield Warning("Redis writes what it holds to a disk.", hint, id="wall.D013")


def _people() -> Iterator[CheckMessage]:
    active = StaffAccount.objects.filter(is_active=True, is_staff=True)
    moderators = active.filter(groups__name="moderator").count()
    hint = "`manage.py staff add NAME --role moderator` makes one."
    if moderators == 0:
        yield Error(
            "There is no active moderator: nothing that waits is read.", hint, id="wall.D005"
        )
    elif alone := care.lone_moderator_warning():
        yield Warning(alone, hint, id="wall.D006")


def _contents() -> Iterator[CheckMessage]:
    if not Phrase.objects.filter(is_offered=True).exists():
        hint = "Offer one in the admin, or run `manage.py seed`."
        yield Error("No phrase is offered: nobody can say it.", hint, id="wall.D007")
    overdue = Helpline.objects.listed().exclude(next_due_on__gte=timezone.localdate()).count()
    if overdue:
        hint = "Call them, and note the checks in the admin."
        yield Warning(f"Helplines overdue for a check: {overdue}.", hint, id="wall.D008")
    long_ago = timezone.now() - LONGEST_WAIT
    late = Submission.objects.filter(state__in=[State.WAITING, State.HELD])
    waiting = late.filter(received_at__lt=long_ago).count()
    if waiting:
        hint = "Read them, or find more moderators."
        yield Warning(f"Posts waiting for more than seven days: {waiting}.", hint, id="wall.D009")
