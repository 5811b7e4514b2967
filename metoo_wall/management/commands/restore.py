"""Puts a backup into an empty place. What was taken back since then is taken back again before anybody is served."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from metoo_wall.keeping import backups, databases, removals, restoring, shut


class Command(BaseCommand):
    help = "Restores a backup into an empty database. Never writes over one."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", type=Path, required=True, help="The file with the private key."
        )
        parser.add_argument(
            "--removals", type=Path, action="append", default=[],
            help="The newest removals.txt there is; several may be given. Else the one in BACKUP_DIR.",
        )  # fmt: skip
        parser.add_argument(
            "--no-removals", action="store_true",
            help="There is none any more: what was taken back since the backup comes back.",
        )  # fmt: skip

    def handle(self, *args, **options):
        lines = _lines(options["removals"], none=options["no_removals"])
        try:
            restored = restoring.restore(
                options["file"], key=options["key"], lines=lines, say=self.stdout.write
            )
        except restoring.Refused as refused:
            raise CommandError(str(refused)) from None
        except backups.NoRoom as error:
            raise CommandError(
                f"There is too little memory (/dev/shm): {error} are needed."
            ) from None
        except backups.NotTheSame:
            raise CommandError(
                "What was loaded is not what the backup says. The site stays shut; take another backup, and run this again."
            ) from None
        except (databases.ToolFailed, *databases.ERRORS, OSError) as error:
            after = (
                "The site stays shut; run this again"
                if shut.restore_is_under_way()
                else "Nothing was changed"
            )
            raise CommandError(f"{str(error).strip()}. {after}.") from None
        self.stdout.write(
            f"Restored as of {restored.made_at}. Taken back again: {restored.done['withdrawn']} withdrawn, "
            f"{restored.done['paused']} off the wall until a moderator has looked (state: paused)."
        )
        self.stdout.write(
            "Everybody on staff signs in anew, and authors are asked again whether they may be quoted. "
            "Accounts, passwords and second factors of staff are those of that time: whoever was taken off since can sign in "
            "again, and a password that was changed since is the old one. Look at them on the desk before people come back."
        )


def _lines(paths: list[Path], *, none: bool) -> list[removals.Line]:
    if none:
        return []
    if not paths and not settings.REMOVALS_FILE.exists():
        raise CommandError(
            f"{settings.REMOVALS_FILE} is not there. It says what was taken back since the backup; without it, that comes back. "
            "Give the newest copy with --removals FILE; if there is none, say --no-removals. Nothing was changed."
        )
    try:
        return [line for path in paths or [settings.REMOVALS_FILE] for line in removals.read(path)]
    except removals.Unreadable as error:
        raise CommandError(
            f"That file is no removals.txt ({error}). Give another copy. Nothing was changed."
        ) from None
    except OSError as error:
        raise CommandError(f"{error}. Nothing was changed.") from None
