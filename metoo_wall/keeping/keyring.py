"""The keys, as they stand in keys.env now. A running site takes over a key that was added there, without a restart.

Only what came from that file is ever taken over or written: a key that stands in the environment belongs to whoever put it there.
"""

import hashlib
import os
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from metoo_wall.keys import MAKERS
from metoo_wall.reading import named_keys, text_keys

LISTS = {
    "TEXT_KEYS": text_keys,
    "RECEIPT_KEYS": named_keys,
    "LOG_KEYS": lambda entries: named_keys(entries, "LOG_KEYS"),
}
EXPORTED = "keys-exported"


class NotInTheFile(Exception):
    """That key comes from the environment or .env: only a person can change it there."""


class _Seen:
    """What the file looked like when it was last read."""

    state: tuple | None = None


def refresh() -> None:
    """Reads the file again if it has changed; costs a look at its date otherwise."""
    try:
        found = settings.KEYS_FILE.stat()
    except OSError:
        return
    state = (found.st_mtime_ns, found.st_ino, found.st_size)
    if state == _Seen.state:
        return
    there = read(settings.KEYS_FILE)
    for name in settings.KEYS_FROM_FILE & LISTS.keys() & there.keys():
        setattr(settings, name, LISTS[name](there[name].split(",")))
    _Seen.state = state


def read(path: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, _sign, value in lines}


def add_newest(name: str) -> None:
    """Makes a key of that list and puts it in front, in the file. Raises NotInTheFile, OSError."""
    entries = _entries(name)
    made = MAKERS[name]()
    if name != "TEXT_KEYS":
        made = f"{_next_name(entries)}:{made.partition(':')[2]}"
    _write({name: ",".join([made, *entries])})


def keep_only(name: str, kept: set[int]) -> int:
    """Takes the others out of the file, by their place in the list; how many. Raises NotInTheFile, OSError."""
    entries = _entries(name)
    left = [entry for place, entry in enumerate(entries) if place in kept]
    if len(left) < len(entries):
        _write({name: ",".join(left)})
    return len(entries) - len(left)


def all_keys() -> dict[str, str]:
    """Every key in use, as keys.env writes it, wherever it came from."""
    refresh()
    return {
        "SECRET_KEY": settings.SECRET_KEY,
        "TEXT_KEYS": ",".join(key.decode() for key in settings.TEXT_KEYS),
        "RECEIPT_KEYS": _written(settings.RECEIPT_KEYS),
        "LOG_KEYS": _written(settings.LOG_KEYS),
    }


def fingerprints() -> list[str]:
    """Of each text key, newest first: enough to know it again, and to learn nothing of it."""
    refresh()
    return [hashlib.sha256(b"fingerprint\0" + key).hexdigest()[:16] for key in settings.TEXT_KEYS]


def note_export() -> None:
    (settings.VAR_DIR / EXPORTED).write_text(_fingerprint_of_all() + "\n")


def were_exported() -> bool:
    """Whether the keys of today were exported: a key added since needs another export."""
    try:
        return (settings.VAR_DIR / EXPORTED).read_text().strip() == _fingerprint_of_all()
    except OSError:
        return False


def write_new(keys: Mapping[str, str]) -> None:
    """A keys.env where there is none. Raises FileExistsError."""
    path = settings.KEYS_FILE
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in keys.items())


def _fingerprint_of_all() -> str:
    lasting = [value for name, value in sorted(all_keys().items()) if name != "SECRET_KEY"]
    return hashlib.sha256("\n".join(lasting).encode()).hexdigest()


def _written(keys: Mapping[str, bytes]) -> str:
    return ",".join(f"{name}:{urlsafe_b64encode(key).decode()}" for name, key in keys.items())


def _entries(name: str) -> list[str]:
    if name not in settings.KEYS_FROM_FILE:
        raise NotInTheFile(name)
    return read(settings.KEYS_FILE)[name].split(",")


def _next_name(entries: list[str]) -> str:
    numbers = [entry.partition(":")[0].removeprefix("k") for entry in entries]
    return f"k{max((int(n) for n in numbers if n.isdecimal()), default=0) + 1}"


def _write(changes: Mapping[str, str]) -> None:
    """In one step: whoever reads meanwhile finds the old file or the new one, each whole."""
    path = settings.KEYS_FILE
    lines = (read(path) | changes).items()
    part = path.with_name(f".{path.name}.{token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in lines)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    refresh()
