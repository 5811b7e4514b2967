"""Compares each line with its seal, each seal with its signature and with the one before it."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError

from stories.desk.log import protection, rows, signing
from stories.desk.log.sealing import beginning_of, end_of
from stories.desk.moderation.life import this_hour
from stories.models.private import Checkpoint, Log, Seal

LONGEST_UNSEALED = timedelta(hours=24)
UNREADABLE = (DatabaseError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def verify(keys: signing.Keys | None = None) -> list[str]:
    """What is wrong with the logs, a sentence each: which log, which line or seal, what. Empty: nothing was changed.

    `keys`: public keys; those of LOG_KEYS where none are given.
    """
    keys = signing.public_keys() if keys is None else keys
    before = _checkpoints()
    found = [f"The database has lost its protection: {name}." for name in protection.missing()]
    for log in Log.values:
        found += [f"{log}: {what}" for what in _readable(log, keys)]
    strange = Seal.objects.exclude(log__in=Log.values).values_list("id", flat=True)
    found += [f"A seal of no log stands in row {pk}." for pk in strange]
    return found if _checkpoints() == before else verify(keys)  # lines expired meanwhile


def chain(
    log: str, checkpoint: Checkpoint | None, keys: signing.Keys, upto: int | None = None
) -> Iterator[str]:
    """What is wrong with the seals of a log, up to a number, and with the lines that they cover."""
    number, last, digest = beginning_of(checkpoint)
    if checkpoint:
        yield from _signature(f"the checkpoint after line {last}", checkpoint, keys)
    if rows.SOURCES[log].rows.filter(id__lte=last).exists():
        yield f"no line up to {last} should be there, and some are."
    for seal in _seals(log, upto):
        name = f"seal {seal.number} (lines {seal.first_id} to {seal.last_id})"
        if seal.number != number + 1:
            yield f"between seal {number} and seal {seal.number} others are missing."
        elif bytes(seal.previous) != digest or seal.first_id != last + 1:
            yield f"{name} does not follow seal {number} as it is now."
        yield from _signature(name, seal, keys) or _lines(log, name, seal)
        number, last, digest = seal.number, seal.last_id, signing.chain_digest(seal)


def newest_checkpoint(log: str) -> Checkpoint | None:
    return Checkpoint.objects.filter(log=log).order_by("-number").first()


def unsealed(log: str):
    """The lines that no seal covers yet."""
    return rows.SOURCES[log].rows.filter(id__gt=end_of(log)[1])


def _readable(log: str, keys: signing.Keys) -> list[str]:
    found: list[str] = []
    try:
        found.extend(
            chain(log, newest_checkpoint(log), keys)
        )  # keeps what it found before an error
        found.extend(_waiting(log))
    except UNREADABLE as error:
        found.append(f"cannot be read to its end ({type(error).__name__}).")
    return found


def _seals(log: str, upto: int | None) -> Iterator[Seal]:
    seals = Seal.objects.filter(log=log).order_by("number")
    return (seals if upto is None else seals.filter(number__lte=upto)).iterator(chunk_size=20)


def _signature(name: str, made: Seal | Checkpoint, keys: signing.Keys) -> list[str]:
    if made.key not in keys:
        return [f"{name} is signed with a key that is not here: {made.key}."]
    if not signing.is_signed(made, keys):
        return [f"{name} was changed, or signed with another key than {made.key}."]
    return []


def _lines(log: str, name: str, seal: Seal) -> Iterator[str]:
    sealed = signing.unpack(seal.lines)
    found = rows.digests(log, seal.format, seal.first_id, seal.last_id)
    for number in sorted(sealed.keys() | found.keys()):
        if number not in found:
            yield f"line {number} is missing; {name} has it."
        elif number not in sealed:
            yield f"line {number} was put in after {name} was made."
        elif sealed[number] != found[number]:
            yield f"line {number} was changed after {name} was made."


def _waiting(log: str) -> Iterator[str]:
    hour = rows.SOURCES[log].hour
    oldest = unsealed(log).order_by(hour).values_list(hour, flat=True).first()
    if oldest and this_hour() - oldest > LONGEST_UNSEALED:
        yield f"lines since {oldest:%Y-%m-%d %H:00} wait for a seal. Does the timer run?"


def _checkpoints() -> list[int]:
    return list(Checkpoint.objects.order_by("id").values_list("id", flat=True))
