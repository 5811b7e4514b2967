"""Erases old lines: a signed checkpoint first, then what stands before it. Nothing else may delete a sealed line."""

from datetime import datetime

from django.db import transaction

from stories.desk import erasure
from stories.desk.log import rows, signing, verifying
from stories.models.private import Checkpoint, Log, Seal


class LogIsBroken(Exception):
    """Nothing was erased: what would go does not agree with its seals. `found` says what, as `verify` does."""

    def __init__(self, found: list[str]) -> None:
        super().__init__(f"{len(found)} findings")
        self.found = found


@transaction.atomic
def expire(before: datetime, *, even_if_broken: bool = False) -> int:
    """Erases what was written before that hour, with the notes that hang on it; returns how many lines went.

    By whole seals: a line goes when all lines of its seal are old enough. Raises LogIsBroken, unless told otherwise:
    what was promised to be erased comes before what it proves.
    """
    gone = sum(_expire(log, before, even_if_broken) for log in Log.values)
    if gone:
        transaction.on_commit(erasure.erase_traces)
    return gone


def _expire(log: str, before: datetime, even_if_broken: bool) -> int:
    old = verifying.newest_checkpoint(log)
    reach = rows.last_before(log, before, old.last_id if old else 0)
    last = Seal.objects.filter(log=log, last_id__lte=reach).order_by("-number").first()
    if last is None:
        return 0
    found = list(verifying.chain(log, old, signing.public_keys(), last.number))
    if found and not even_if_broken:
        raise LogIsBroken(found)
    new = Checkpoint(log=log, number=last.number, last_id=last.last_id)
    new.digest = signing.chain_digest(last)
    signing.sign(new)
    new.save(force_insert=True)
    return _erase_behind(new)


def _erase_behind(checkpoint: Checkpoint) -> int:
    log, number = checkpoint.log, checkpoint.number
    expired = rows.SOURCES[log].rows.filter(id__lte=checkpoint.last_id)
    count = expired.count()
    expired.delete()
    Seal.objects.filter(log=log, number__lte=number).delete()
    Checkpoint.objects.filter(log=log, number__lt=number).delete()
    return count
