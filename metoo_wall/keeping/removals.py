"""What left the wall, in a small file outside the database: so that no restored backup brings it back.

A line for each withdrawal (the tombstone: a digest and a date), one for each decision that took words off the wall or
changed what stands, and two for each legal hold: that it is in force, and that it is over. It names posts by the digest of their receipt, and holds no word. A timer adds to it each few seconds, from what
the database has written down; keep a copy elsewhere, with the backups.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings

from stories.models import Decision, LegalHold, Submission, Tombstone

log = logging.getLogger(__name__)
DOWN = ("take_down", "pause", "hide")
CHANGED = ("edit", "renew", "shorten")  # other words stand since then, or none
BACK = ("resume", "show")
LOOK_BACK = 1000  # ids: PostgreSQL may show a lower one after a higher one
RESTORED = "restored"  # from this line on, numbers begin again where the backup ended


@dataclass(frozen=True)
class Withdrawn:
    pk: int
    digest: str  # hex
    key: str
    on: str

    def __str__(self) -> str:
        return f"withdrawn {self.pk} {self.digest} {self.key} {self.on}"

    @property
    def withdrawn_on(self) -> date:
        return date.fromisoformat(self.on)


@dataclass(frozen=True)
class Decided:
    pk: int
    digest: str  # hex: of the post's receipt
    verb: str

    def __str__(self) -> str:
        return f"decided {self.pk} {self.digest} {self.verb}"


@dataclass(frozen=True)
class Held:
    pk: int
    digest: str  # hex: of the post's receipt
    reason: str
    until: str  # a day, or OVER

    def __str__(self) -> str:
        return f"held {self.pk} {self.digest} {self.reason} {self.until}"


Line = Withdrawn | Decided | Held
KINDS = {"withdrawn": (Withdrawn, 4), "decided": (Decided, 3), "held": (Held, 4)}
OVER = "over"


class Unreadable(Exception):
    """A line of the file is not one of ours, or the file is no text."""


def note() -> int:
    """Adds what the database has and the file has not; several workers may. How many lines."""
    path = settings.REMOVALS_FILE
    with _held(path) as file:
        known = _of_this_life(_whole(file))
        new = [line for line in _noted_by_the_database(known) if line not in known]
        file.writelines(f"{line}\n" for line in new)
        file.flush()
        os.fsync(file.fileno())
    return len(new)


def read(path: Path) -> list[Line]:
    """Every line, whatever was restored in between. Raises Unreadable, OSError."""
    try:
        text = path.read_text()
    except UnicodeDecodeError:
        raise Unreadable("it is no text") from None
    lines = list(_lines(text[: text.rfind("\n") + 1]))
    for line in lines:
        _must_say_something(line)
    return lines


def begin_anew(lines: list[Line]) -> None:
    """After a restore: what was read stays, for another restore of the same backup, and numbers begin again."""
    with _held(settings.REMOVALS_FILE) as file:
        known = set(_lines(_whole(file)))
        file.writelines(f"{line}\n" for line in lines if line not in known)
        file.write(f"{RESTORED}\n")


def _must_say_something(line: Line) -> None:
    """Before anything is changed, and not in the middle of a restore."""
    day = {Withdrawn: "on", Held: "until"}.get(type(line))
    try:
        bytes.fromhex(line.digest)
        if day and getattr(line, day) != OVER:
            date.fromisoformat(getattr(line, day))
    except ValueError:
        raise Unreadable(f"a line that begins with “{str(line)[:20]}”") from None


def _noted_by_the_database(known: set[Line]) -> Iterator[Line]:
    last = max((line.pk for line in known if isinstance(line, Withdrawn)), default=0)
    for stone in Tombstone.objects.filter(id__gt=last - LOOK_BACK).order_by("id"):
        digest = bytes(stone.receipt_digest).hex()
        yield Withdrawn(stone.pk, digest, stone.receipt_key, stone.withdrawn_on.isoformat())
    last = max((line.pk for line in known if isinstance(line, Decided)), default=0)
    rows = Decision.objects.filter(id__gt=last - LOOK_BACK, verb__in=(*DOWN, *CHANGED, *BACK))
    rows = list(rows.order_by("id").values_list("id", "submission_id", "verb"))
    digests = dict(
        Submission.objects.filter(pk__in={post for _pk, post, _verb in rows})
        .exclude(receipt_digest=None)
        .values_list("pk", "receipt_digest")
    )
    for pk, post, verb in rows:
        if post in digests:
            yield Decided(pk, bytes(digests[post]).hex(), verb)
    yield from _holds({line for line in known if isinstance(line, Held)})


def _holds(known: set[Held]) -> Iterator[Held]:
    rows = LegalHold.objects.in_force().exclude(submission__receipt_digest=None)
    standing = {
        Held(pk, bytes(digest).hex(), reason, until.isoformat())
        for pk, digest, reason, until in rows.values_list(
            "pk", "submission__receipt_digest", "reason", "until"
        )
    }
    yield from sorted(standing, key=lambda line: line.pk)
    pks = {line.pk for line in standing}
    yield from {replace(line, until=OVER) for line in known if line.pk not in pks}


@contextmanager
def _held(path: Path):
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        yield file


def _whole(file) -> str:
    """What the file says; a last line that a crash has cut off is taken out, and comes again."""
    try:
        text = file.read()
    except UnicodeDecodeError:
        raise Unreadable("it is no text") from None
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        file.truncate(len(whole.encode()))
    return whole


def _of_this_life(text: str) -> set[Line]:
    _before, _mark, after = text.rpartition(f"{RESTORED}\n")
    return set(_lines(after))


def _lines(text: str) -> Iterator[Line]:
    for number, line in enumerate(text.splitlines(), 1):
        if line == RESTORED:
            continue
        word, *rest = line.split(" ")
        kind, length = KINDS.get(word, (None, 0))
        if kind is None or len(rest) != length or not rest[0].isdecimal():
            raise Unreadable(f"line {number}")
        yield kind(int(rest[0]), *rest[1:])
