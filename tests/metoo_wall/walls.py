"""Whole walls for tests of backups: a folder, keys and a database of their own, on the database that the tests run on."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from metoo_wall.keeping import envelope
from tests.journeys.serving import ROOT, scratch_database
from tests.proofs.own_server import OwnServer


class Wall(OwnServer):
    """A server that need not run. `key` is the private half that opens its backups."""

    def __init__(self, folder: Path, **settings: str) -> None:
        folder.mkdir(exist_ok=True, mode=0o700)
        super().__init__(folder, **settings)
        self.key = folder / "backup.key"
        pair = envelope.new_identity()
        self.key.write_text(f"# a comment\n{pair}\n")
        self.environment["BACKUP_RECIPIENT"] = str(pair.to_public())

    def prepare(self) -> "Wall":
        self.run("manage.py", "prepare")
        return self

    def shell(self, code: str) -> str:
        return self.run("manage.py", "shell", "-v0", "-c", code).strip()

    def backup(self) -> Path:
        self.run("manage.py", "backup")
        return sorted((self.folder / "backups").glob("*.wall.age"))[-1]

    def refusal(self, *arguments: str, said: str = "") -> str:
        """What a command that ends with an error says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment, input=said, text=True, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode != 0, done.stdout
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr

    def ask(self, query: str) -> list[tuple]:
        """A question to its database, past the program."""
        url = self.environment["DATABASE_URL"]
        if not url:
            with closing(sqlite3.connect(self.folder / "wall.sqlite3")) as connection:
                return connection.execute(query).fetchall()
        import psycopg

        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchall()

    def digests(self) -> set[str]:
        """Of every post, withdrawn ones left out."""
        rows = self.ask("SELECT receipt_digest FROM stories_submission")
        return {bytes(digest).hex() for (digest,) in rows}


@contextmanager
def new_wall(folder: Path, **settings: str) -> Iterator[Wall]:
    with scratch_database() as database:
        wall = Wall(folder, **{"DATABASE_URL": database, "FORM_MIN_SECONDS": "0"} | settings)
        try:
            yield wall
        finally:
            if hasattr(wall, "process"):
                wall.end()


@contextmanager
def new_place_for(wall: Wall, folder: Path) -> Iterator[Wall]:
    """Another machine: the same keys, and nothing else."""
    with new_wall(folder) as place:
        shutil.copy(wall.folder / "keys.env", folder)
        yield place
