"""A backup put back into an empty place, and everything that was taken back since taken back again, before anybody is served.

A marker stands while this is under way: the site refuses to start beside it, so that no half-restored wall is ever shown.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections, transaction
from django.db.models import Q

from metoo_wall import purging
from metoo_wall.keeping import backups, databases, envelope, keyring, removals, shut
from stories.desk import erasure, moderation
from stories.models import Decision, LegalHold, SealedPage, Submission, Tombstone
from stories.models.private import State


class Refused(Exception):
    """Nothing was changed. The text says what to do."""


@dataclass(frozen=True)
class Restored:
    made_at: str
    counts: databases.Counts
    done: Counter  # withdrawn, paused


def restore(
    path: Path, *, key: Path, lines: list[removals.Line], say: Callable[[str], None]
) -> Restored:
    """`lines`: what left the wall since, as `removals.read` gives it. Raises Refused, before anything is changed."""
    target = databases.of(settings.DATABASES["default"])
    _must_be_free(target)
    with backups.in_memory(8 * path.stat().st_size) as scratch:
        manifest, copy = _open(path, key, scratch)
        _must_fit(manifest, target)
        connections.close_all()
        target.clear()
        shut.begin(target.identity())
        counts = target.load(copy)
    if counts != manifest.counts:
        raise backups.NotTheSame
    say(f"Loaded: {sum(counts.values())} rows of {len(counts)} tables, as they were counted.")
    call_command("migrate", verbosity=0, interactive=False)
    done = take_back(lines)
    removals.begin_anew(lines)
    try:
        purging.purge()
    except purging.Unfinished as unfinished:
        say(f"Not erased by the calendar: {unfinished}. `manage.py audit_verify` says why.")
    erasure.sweep()
    shut.mark().unlink()
    return Restored(manifest.made_at, counts, done)


@transaction.atomic
def take_back(lines: list[removals.Line]) -> Counter:
    """What was withdrawn is withdrawn; what was taken off the wall, or changed, since the backup is paused, for a moderator to look at.

    Consent to be quoted, or kept in an archive, may have been taken back, too, and no line says so: it is asked for again.
    Open sessions and sealed pages of that time are gone.
    """
    done = Counter(withdrawn=sum(_withdraw(x) for x in lines if isinstance(x, removals.Withdrawn)))
    decided = [line for line in lines if isinstance(line, removals.Decided) and _is_newer(line)]
    for digest in _down_at_the_end(decided):
        post = _post(digest)
        if post and post.state == State.PUBLISHED:
            moderation.pause(post, by=moderation.THE_WALL, reason=moderation.RESTORED)
            done["paused"] += 1
    _hold({line for line in lines if isinstance(line, removals.Held)})
    consented = Q(may_quote=True) | Q(may_outlive=True)
    Submission.objects.filter(consented).update(may_quote=False, may_outlive=False)
    Session.objects.all().delete()
    SealedPage.objects.all().delete()
    return done


def _withdraw(line: removals.Withdrawn) -> bool:
    if post := _post(line.digest):
        moderation.withdraw(post)
        return True
    Tombstone.objects.get_or_create(
        receipt_digest=bytes.fromhex(line.digest),
        defaults={"receipt_key": line.key, "withdrawn_on": line.withdrawn_on},
    )
    return False


def _hold(lines: set[removals.Held]) -> None:
    """Before the calendar erases anything: what two people held since stands again, and what they ended is ended."""
    over = {(line.pk, line.digest) for line in lines if line.until == removals.OVER}
    now = moderation.this_hour()
    for line in sorted(lines, key=lambda line: line.pk):
        post = _post(line.digest)
        if post is None or line.until == removals.OVER:
            continue
        row = LegalHold.objects.filter(submission=post, ended_at=None).first()
        if (line.pk, line.digest) in over:
            if row and row.pk == line.pk:
                row.ended_at, row.ended_by_name = now, moderation.THE_WALL
                row.save()
            continue
        row = row or LegalHold(
            submission=post, reason=line.reason, asked_by_name=moderation.THE_WALL, asked_at=now
        )
        row.until = date.fromisoformat(line.until)
        if row.confirmed_at is None:
            row.confirmed_at = row.due_at = now  # its two people stood in the row that is gone
        row.save()


def _is_newer(line: removals.Decided) -> bool:
    """Not in the backup: neither that line of the log, nor a checkpoint behind which it has expired."""
    digest = bytes.fromhex(line.digest)
    same = Decision.objects.filter(pk=line.pk, verb=line.verb, submission__receipt_digest=digest)
    return not same.exists()


def _down_at_the_end(lines: list[removals.Decided]) -> list[str]:
    """Posts that were changed, or whose last word is that they are off the wall."""
    last, changed = {}, {}
    for line in lines:
        if line.verb in removals.CHANGED or line.verb == "take_down":
            changed[line.digest] = True
        else:
            last[line.digest] = line.verb in removals.DOWN
    return [*changed, *(d for d, is_down in last.items() if is_down and d not in changed)]


def _post(digest: str) -> Submission | None:
    return Submission.objects.filter(receipt_digest=bytes.fromhex(digest)).first()


def _must_be_free(target) -> None:
    if target.is_there() and not shut.restored_is(target.identity()):
        raise Refused(
            "There is a database already, and a restore never writes over one. Stop the site, then move "
            + (f"away {target.names}, together" if target.vendor == "sqlite" else
               f"{target.names} away (ALTER DATABASE … RENAME) and create an empty one")
            + ", and run this again. Nothing was changed."
        )  # fmt: skip


def _open(path: Path, key: Path, scratch: Path) -> tuple[backups.Manifest, Path]:
    opened = scratch / "opened"
    try:
        envelope.open_with(path, opened, envelope.identity(key))
        return backups.unpack(opened, scratch)
    except envelope.NoKey:
        raise Refused(
            f"{key} holds no private key (AGE-SECRET-KEY-1…). Give the file that does."
        ) from None
    except envelope.NotThisKey:
        raise Refused(
            "Another key opens this backup. Try the private key from the time it was made."
        ) from None
    except envelope.Damaged:
        raise Refused(
            "This backup is damaged: it was cut off or changed. Take another copy of it, or an older one."
        ) from None
    except backups.Newer:
        raise Refused(NEWER) from None


NEWER = "This backup was made by a newer version of the program. Install that version, or a newer one, and run this again."


def _must_fit(manifest: backups.Manifest, target) -> None:
    if set(manifest.migrations) - set(backups.migrations_of_the_code()):
        raise Refused(NEWER)
    if manifest.vendor != target.vendor:
        raise Refused(
            f"This is a backup of {manifest.vendor}. Set DATABASE_URL to an empty database of that kind."
        )
    ours = keyring.fingerprints()
    missing = [p for p in manifest.text_keys[:1] if p not in ours]
    missing += [name for name in manifest.receipt_keys if name not in settings.RECEIPT_KEYS]
    if missing:
        raise Refused(
            "The site's keys are not those of this backup: its waiting texts could not be read, and no author could "
            "come back. Run `manage.py keys import FILE` with the exported keys first."
        )  # fmt: skip
