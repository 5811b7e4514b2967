"""Brings a database and the static files to where this code needs them. Each step looks first and does nothing twice."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.pofile import PoFileError
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from metoo_wall.accounts import FIRST_ROLES, add_account
from metoo_wall.catalogues import compile_catalogues
from metoo_wall.models import SeedRecord, StaffAccount
from stories.desk.roles import ensure_groups

Say = Callable[[str], None]
DEMO_MARKER = "this-is-a-demo"


def prepare(say: Say) -> None:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.DEMO:
        mark_a_demonstration(settings.DATABASES["default"], settings.VAR_DIR)
    compile_words(say)
    if not settings.FRONT:  # there is nothing in its database that it could change
        migrate(say)
        ensure_groups()
        seed(say)
        first_administrator(say)
    collect_static_files(say)


def mark_a_demonstration(database: dict, var_dir: Path) -> None:
    """Refuses every database but a demonstration's own, before anything is written to it."""
    own, marker = var_dir / "wall.sqlite3", var_dir / DEMO_MARKER
    is_own = "sqlite" in database["ENGINE"] and Path(database["NAME"]).resolve() == own.resolve()
    if not is_own:
        raise CommandError(
            "DEMO is on, and a demonstration has a database of its own. "
            "Leave DATABASE_URL out of the environment and .env, or set DEMO=0."
        )
    if own.exists() and not marker.exists():
        raise CommandError(
            f"DEMO is on, and {var_dir} holds a wall that is no demonstration. "
            "Use another VAR_DIR, or set DEMO=0."
        )
    marker.touch()


def compile_words(say: Say) -> None:
    try:
        compiled = compile_catalogues(settings.BASE_DIR / "locale", settings.LOCALE_PATHS[0])
    except PoFileError as error:
        raise CommandError(f"A catalogue in locale/ cannot be read: {error}.") from error
    if compiled:
        say(f"Languages: {', '.join(compiled)} compiled.")


def unapplied_migrations() -> int:
    on_disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return len(set(on_disk) - set(_applied_migrations()))


def _applied_migrations() -> Iterable[tuple[str, str]]:
    if settings.FRONT:  # a view there, which Django does not take for its table
        return MigrationRecorder.Migration.objects.values_list("app", "name")
    return MigrationRecorder(connection).applied_migrations()


def migrate(say: Say) -> None:
    waiting = unapplied_migrations()
    if waiting:
        call_command("migrate", verbosity=0, interactive=False)
        say(f"Database: {waiting} migrations applied.")


def seed(say: Say) -> None:
    digest = _digest_of_contents(_seed_files())
    if SeedRecord.objects.filter(model="seeds", key="all", digest=digest).exists():
        return
    call_command("seed")
    SeedRecord.objects.update_or_create(model="seeds", key="all", defaults={"digest": digest})


def first_administrator(say: Say) -> None:
    if StaffAccount.objects.exists():
        return
    entry = add_account("admin", FIRST_ROLES)
    for line in (
        "",
        "The first account, shown this once: administrator, lead, moderator and resource editor.",
        *entry.lines(),
        "Lost it? `manage.py staff password admin` and `manage.py staff factor admin` make new ones.",
        "",
        "A bare me-too stands on the wall at once; set HOLD_BARE_POSTS=1 to read them all first.",
        "",
    ):
        say(line)


def collect_static_files(say: Say) -> None:
    stamp = settings.VAR_DIR / "static.stamp"
    digest = _digest_of_static_files()
    if stamp.exists() and stamp.read_text() == digest and settings.STATIC_ROOT.is_dir():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest)
    say("Static files: collected.")


def _seed_files() -> Iterator[Path]:
    yield from sorted((settings.BASE_DIR / "seeds").glob("*.json"))
    yield from sorted(settings.BASE_DIR.glob("*/seed*.py"))


def _digest_of_contents(paths: Iterator[Path]) -> str:
    contents = hashlib.sha256()
    for path in paths:
        contents.update(path.name.encode() + b"\0" + path.read_bytes())
    return contents.hexdigest()


def _digest_of_static_files() -> str:
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            seen.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
