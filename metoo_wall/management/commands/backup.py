"""One encrypted backup, read back before it counts. For a timer, each night."""

from django.core.management.base import BaseCommand, CommandError

from metoo_wall.keeping import backups, databases, keyring
from metoo_wall.keeping.removals import Unreadable
from metoo_wall.keeping.shut import refuse_to_serve

REFUSED = {
    backups.NoRecipient: "BACKUP_RECIPIENT is no public key. `manage.py keys backup FILE` makes a pair and says what to set.",
    backups.NoRoom: "There is too little memory (/dev/shm) for a copy that never touches the disk; {} are needed.",
    backups.NotTheSame: "What was read back is not what was written. The file was not kept; run it again, and look at the disk.",
    databases.ToolFailed: "The database tools refused. {}",
    Unreadable: "The file of what left the wall cannot be read ({}). Move it away; a new one begins by itself.",
    OSError: "The backup could not be written: {}. Nothing was kept.",
} | dict.fromkeys(
    databases.ERRORS,
    "The database is away or damaged: {}. Nothing was kept. Where it is damaged, restore the newest backup.",
)


class Command(BaseCommand):
    help = "Writes a backup to BACKUP_DIR, encrypted to BACKUP_RECIPIENT, and verifies it by restoring it into a scratch database."

    def handle(self, *args, **options):
        refuse_to_serve()
        try:
            made = backups.make()
        except tuple(REFUSED) as error:
            text = next(text for kind, text in REFUSED.items() if isinstance(error, kind))
            raise CommandError(text.format(error)) from None
        rows = sum(made.counts.values())
        self.stdout.write(f"{made.path}: {made.path.stat().st_size} bytes.")
        self.stdout.write(
            f"Verified: restored into a scratch database, {rows} rows of {len(made.counts)} tables."
        )
        for path in made.forgotten:
            self.stdout.write(f"Deleted, as RETENTION says: {path.name}")
        if not keyring.were_exported():
            self.stderr.write(
                "WARNING: the keys were never exported, or changed since. Without them this backup is dead: "
                "nothing that waits can be read, and no author can come back. `manage.py keys export FILE`."
            )
