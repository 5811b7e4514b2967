"""A head is the last seal of a log in one line, to be kept where this database is not.

A chain cannot say that its end was cut off, or that an old copy of the database was put back. A head kept elsewhere can.
"""

from collections.abc import Iterator

from stories.desk.log import signing
from stories.desk.log.sealing import end_of
from stories.models.private import Checkpoint, Log, Seal

DIGITS = 32  # of the digest's 64 in hexadecimal: what somebody can still copy by hand


def heads() -> list[str]:
    """`decisions:12:0f3a…` for each log that has been sealed."""
    ends = ((log, *end_of(log)) for log in Log.values)
    return [_written(log, number, digest) for log, number, _last, digest in ends if number]


def compare(head: str) -> Iterator[str]:
    """What is wrong with the chain, seen from a head that was kept. Raises ValueError where it is none."""
    log, number, _digest = head.split(":")
    seal = Seal.objects.filter(log=log, number=int(number)).first()
    expired = Checkpoint.objects.filter(log=log).order_by("-number").first()
    if seal:
        here = signing.chain_digest(seal)
    elif expired and expired.number == int(number):
        here = bytes(expired.digest)
    elif expired and expired.number > int(number):
        yield f"{log}: seal {number} has expired. Keep a newer head."
        return
    else:
        yield f"{log}: seal {number} is not there. The end of the log was cut off, or an old copy put back."
        return
    if _written(log, int(number), here) != head:
        yield f"{log}: seal {number} is another than the one whose head was kept."


def _written(log: str, number: int, digest: bytes) -> str:
    return f"{log}:{number}:{digest.hex()[:DIGITS]}"
