"""Keys: out of this machine and into another, new ones, and those that nothing needs any more."""

import getpass
import os
import sys
from pathlib import Path
from secrets import choice

import pyrage
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from metoo_wall.keeping import envelope, keyring, rotating
from metoo_wall.keys import MAKERS

LETTERS = "23456789bcdfghjkmnpqrstvwxyz"  # none looks like another, and no word appears
GROUPS, EACH = 6, 4  # 115 bits
ACTS = ("export", "check", "import", "backup", "rotate", "forget")
SHEET = """
RECOVERY SHEET                                             {site}, {day}

Without this sheet and the file beside it, every backup is dead: what waits
cannot be read, and no author can come back with their number.

  The file:    {name}
  Passphrase:  {passphrase}

Keep the sheet on paper in one place, and the file on a stick in another.
Whoever has both can read what waits. Neither belongs in a mail or a photo.

To bring the site back on a new machine:
  1. Install the program, and copy the file to it.
  2. manage.py keys import FILE          (asks for the passphrase)
  3. manage.py restore BACKUP --key FILE-OF-THE-BACKUP-KEY --removals FILE
To see that sheet and file still fit:  manage.py keys check FILE
"""


WENT_ON = (
    "Went on with a rotation that had been stopped, to the key that was made then. "
    "If that key may be known to somebody, run it once more: it makes another. "
)


class Command(BaseCommand):
    help = "export, check, import: a copy of the keys elsewhere. backup: a pair of keys for backups. rotate, forget: new ones for old."
    requires_system_checks = []

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        for act, does in (
            ("export", "an encrypted copy, and a recovery sheet to print"),
            ("check", "whether a copy opens with its sheet, and holds the keys of today"),
            ("import", "the keys of a copy, on a machine that has none"),
            ("backup", "a pair of keys for backups; the private half goes into FILE"),
        ):
            acts.add_parser(act, help=does).add_argument("file", type=Path)
        rotate = acts.add_parser("rotate", help="a new key; what was sealed is sealed anew")
        which = rotate.add_mutually_exclusive_group()
        which.add_argument("--receipts", action="store_true", help="a new key for numbers to come")
        which.add_argument("--log", action="store_true", help="a new key that signs the log")
        rotate.add_argument(
            "--settled", type=float, default=rotating.SETTLED,
            help="Seconds to wait for what was being written when the key came.",
        )  # fmt: skip
        acts.add_parser("forget", help="takes out keys that nothing here needs any more")

    def handle(self, *args, **options):
        try:
            getattr(self, options["act"].replace("import", "take_in"))(options)
        except keyring.NotInTheFile as name:
            raise CommandError(
                f"{name} stands in the environment or .env, not in {settings.KEYS_FILE}. Put a new key in front of it there, "
                "keep the old one behind it, restart, and run this again."
                if options["act"] != "forget" else
                f"{name} stands in the environment or .env. Take the old keys out there."
            ) from None  # fmt: skip
        except OSError as error:
            raise CommandError(f"{error}. Nothing was changed.") from None

    def export(self, options):
        passphrase = "-".join(
            "".join(choice(LETTERS) for _i in range(EACH)) for _g in range(GROUPS)
        )
        lines = "".join(f"{name}={value}\n" for name, value in keyring.all_keys().items())
        path = options["file"]
        _write_once(path, pyrage.passphrase.encrypt(lines.encode(), passphrase))
        try:
            if _open(path, passphrase) != keyring.all_keys():
                raise CommandError("What was read back is not what was written. Try another place.")
            keyring.note_export()
        except (CommandError, OSError):
            path.unlink()  # nobody was told its passphrase
            raise
        day = timezone.now().date().isoformat()
        self.stdout.write(SHEET.format(site=settings.SITE_NAME, day=day, name=path.name, passphrase=passphrase))  # fmt: skip

    def check(self, options):
        if _open(options["file"], _ask()) != keyring.all_keys():
            raise CommandError(
                "It opens, and holds other keys than the site uses today. Export them anew."
            )
        self.stdout.write("It opens, and holds the keys of today.")

    def take_in(self, options):
        keys = _open(options["file"], _ask())
        try:
            keyring.write_new(keys)
        except FileExistsError:
            raise CommandError(
                f"{settings.KEYS_FILE} is there already, and keys are never written over. "
                "If nothing was made with them, move it away and run this again. Nothing was changed."
            ) from None
        self.stdout.write(f"The keys are in {settings.KEYS_FILE}.")

    def backup(self, options):
        key = envelope.new_identity()
        _write_once(options["file"], f"# public key: {key.to_public()}\n{key}\n".encode())
        self.stdout.write(f"Set BACKUP_RECIPIENT={key.to_public()}")
        self.stdout.write(
            f"Take {options['file']} away from this machine, in two copies: it opens every backup, and the site never needs it."
        )

    def rotate(self, options):
        if options["receipts"] or options["log"]:
            keyring.add_newest("RECEIPT_KEYS" if options["receipts"] else "LOG_KEYS")
            self.stdout.write(
                "New ones are made with the new key. The old one stays while anything was made with it."
            )
        else:
            self._rotate_texts(options["settled"])
        self.stdout.write("The keys have changed: export them anew (`manage.py keys export FILE`).")

    def _rotate_texts(self, settled):
        try:
            done = rotating.rotate(self.stdout.write, settled=settled)
        except rotating.SomebodyElseRotates:
            raise CommandError(
                "Another `keys rotate` is running. Nothing was done twice."
            ) from None
        begun = WENT_ON if done.resumed else ""
        self.stdout.write(f"{begun}Sealed anew: {done.sealed_anew}.")
        if done.unreadable:
            self.stderr.write(
                f"No key here opens {done.unreadable} rows. They are left as they are; look for an older key."
            )
        self.stdout.write(
            "The old key still stands behind the new one. `manage.py keys forget` takes it out."
        )

    def forget(self, options):
        try:
            gone = rotating.forget_old()
        except rotating.SomebodyElseRotates:
            raise CommandError("`keys rotate` is running. Wait for it.") from None
        except rotating.StillInUse as error:
            raise CommandError(
                f"{error} rows are still sealed under an older key. Run `manage.py keys rotate` first."
            ) from None
        self.stdout.write(", ".join(f"{name}: {number} taken out" for name, number in gone.items()))
        self.stdout.write("Backups made before the rotation need the copy that was exported then.")


def _write_once(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _ask() -> str:
    typed = getpass.getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.readline()
    return typed.strip().lower()


def _open(path: Path, passphrase: str) -> dict[str, str]:
    try:
        text = pyrage.passphrase.decrypt(path.read_bytes(), passphrase).decode()
    except pyrage.DecryptError:
        raise CommandError(
            "It does not open: another passphrase, or a file that was damaged. Nothing was changed."
        ) from None
    found = {
        name: value for name, _sign, value in (line.partition("=") for line in text.splitlines())
    }
    if found.keys() != MAKERS.keys():
        raise CommandError("It opens, and is no copy of the site's keys.")
    return found
