"""A backup: one moment of the database, encrypted to a public key, read back from the file before it counts as one.

The plain copy stands in memory (tmpfs), never on the disk beside what it would outlive. The file is encrypted to a second key,
too, which exists for a minute: with it the very file is opened, loaded into a scratch database, and counted.
"""

import fcntl
import json
import os
import shutil
import signal
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from metoo_wall.keeping import databases, envelope, keyring, removals

FORMAT = 1
MEMORY = Path("/dev/shm")  # noqa: S108  (tmpfs is memory)
SUFFIX = ".wall.age"
MANIFEST, DATABASE = "manifest.json", "database"


class NoRecipient(Exception):
    """BACKUP_RECIPIENT is missing, or no public key."""


class NoRoom(Exception):
    """Memory (/dev/shm) is too small for a copy."""


class NotTheSame(Exception):
    """What was read back differs from what was written. The file is not kept."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself, inside the envelope."""

    format: int
    made_at: str  # ISO, to the hour
    vendor: str
    migrations: list[str]  # app.name
    counts: databases.Counts
    text_keys: list[str]  # fingerprints, newest first
    receipt_keys: list[str]  # names

    @classmethod
    def of_now(cls, vendor: str, counts: databases.Counts) -> "Manifest":
        known = keyring.fingerprints()
        return cls(
            FORMAT, this_hour().isoformat(), vendor, migrations_of_the_code(), counts,
            known, list(settings.RECEIPT_KEYS),
        )  # fmt: skip


@dataclass(frozen=True)
class Backup:
    path: Path
    counts: databases.Counts
    forgotten: list[Path]  # older backups that went


def make() -> Backup:
    """Raises NoRecipient, NoRoom, NotTheSame, databases.ToolFailed, OSError; then nothing was kept, and nothing went."""
    to = _recipient()
    folder = settings.BACKUP_DIR
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    removals.note()
    source = databases.of(settings.DATABASES["default"])
    part = folder / f".{os.getpid()}{SUFFIX}.part"
    try:
        with in_memory(4 * source.size) as scratch:
            once = envelope.new_identity()
            packed, manifest = _pack(source, scratch)
            envelope.close(packed, part, [to, once.to_public()])
            packed.unlink()
            _compare(source, part, once, scratch, manifest)
        path = _keep(part)
    finally:
        part.unlink(missing_ok=True)
    return Backup(path, manifest.counts, forget_old())


def all_there() -> list[Path]:
    """The oldest first."""
    return sorted(settings.BACKUP_DIR.glob(f"[!.]*{SUFFIX}"))


def newest_at() -> datetime | None:
    return max(map(_made_at, all_there()), default=None)


def old() -> list[Path]:
    """What is older than RETENTION says: what was taken back must not outlive it there. The newest stays."""
    before, newest = timezone.now() - settings.RETENTION["backups"], newest_at()
    return [path for path in all_there() if _made_at(path) < min(before, newest)]


def forget_old() -> list[Path]:
    """Deletes it, and what those who were killed have left. For a timer, too: no backup may succeed for weeks."""
    gone = old()
    for path in gone:
        path.unlink(missing_ok=True)
    yesterday = (timezone.now() - timedelta(days=1)).timestamp()
    for part in settings.BACKUP_DIR.glob(f".*{SUFFIX}.part"):
        if part.stat().st_mtime < yesterday:
            part.unlink(missing_ok=True)
    clear_memory()
    return gone


def this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def migrations_of_the_code() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


@contextmanager
def in_memory(size: int) -> Iterator[Path]:
    """A folder that is memory, held by this process. Raises NoRoom."""
    clear_memory()
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < size:
        raise NoRoom(f"{size // 2**20 + 1} MiB")
    new = Path(tempfile.mkdtemp(prefix="new-wall-", dir=MEMORY))
    held = os.open(new, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    folder = new.rename(new.with_name(new.name.removeprefix("new-")))
    try:
        with _ending_tidily():
            yield folder
    finally:
        shutil.rmtree(folder)
        os.close(held)


def clear_memory() -> None:
    """Takes away the plain copies of those who were killed: nobody holds them any more."""
    for folder in MEMORY.glob("wall-*"):
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:  # another user's, or gone meanwhile
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            pass
        finally:
            os.close(held)


@contextmanager
def _ending_tidily() -> Iterator[None]:
    """`systemctl stop`, or a shell that is closed, ends what is under way and leaves nothing behind."""
    ends = {s: signal.signal(s, _end) for s in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, before in ends.items():
            signal.signal(number, before)


def _end(number: int, _frame) -> None:
    sys.exit(128 + number)


def unpack(packed: Path, folder: Path) -> tuple[Manifest, Path]:
    """Raises envelope.Damaged; Newer where its format is not known here."""
    try:
        with tarfile.open(packed) as archive:
            said = json.load(archive.extractfile(MANIFEST))
            if said["format"] > FORMAT:
                raise Newer(f"format {said['format']}")
            archive.extract(DATABASE, folder, filter="data")
        return Manifest(**said), folder / DATABASE
    except (tarfile.TarError, zlib.error, KeyError, TypeError, ValueError, EOFError) as error:
        raise envelope.Damaged(str(error)) from None


class Newer(Exception):
    """It was made by a newer version of this program."""


def _recipient():
    try:
        return envelope.recipient(settings.BACKUP_RECIPIENT)
    except envelope.NoKey:
        raise NoRecipient from None


def _pack(source, scratch: Path) -> tuple[Path, Manifest]:
    copy, packed = scratch / DATABASE, scratch / "packed"
    manifest = Manifest.of_now(source.vendor, source.copy_to(copy))
    (scratch / MANIFEST).write_text(json.dumps(asdict(manifest)))
    with tarfile.open(packed, "w:gz", compresslevel=1) as archive:
        for name in (MANIFEST, DATABASE):
            archive.add(scratch / name, name)
    copy.unlink()
    return packed, manifest


def _compare(source, part: Path, key, scratch: Path, manifest: Manifest) -> None:
    """Opens the file that was written, loads it, and counts."""
    opened = scratch / "opened"
    envelope.open_with(part, opened, key)
    read, copy = unpack(opened, scratch)
    opened.unlink()
    with source.scratch(scratch) as other:
        counts = other.load(copy)
    if read != manifest or counts != manifest.counts:
        raise NotTheSame


def _keep(part: Path) -> Path:
    """Its name is the second it was made in: of the backup, not of anybody's post."""
    path = settings.BACKUP_DIR / f"{timezone.now():%Y-%m-%dT%H%M%SZ}{SUFFIX}"
    part.chmod(0o600)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.rename(path)
    return path


def _made_at(path: Path) -> datetime:
    try:
        return datetime.strptime(path.name.removesuffix(SUFFIX), "%Y-%m-%dT%H%M%S%z")
    except ValueError:  # not a name of ours: somebody has given it another
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
