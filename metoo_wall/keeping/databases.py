"""A copy of one moment of a database, while others write, and the way back. Tables are counted in that same moment."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg
from django.db import DatabaseError
from psycopg import sql

Counts = dict[str, int]
SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
PG_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


# What a database says that is away, or damaged, whoever asked it.
ERRORS = (sqlite3.DatabaseError, psycopg.Error, DatabaseError)


class ToolFailed(Exception):
    """`pg_dump` or `pg_restore` is not there, or said no. The text is its own."""


class Sqlite:
    vendor = "sqlite"

    def __init__(self, settings: dict) -> None:
        self.path = Path(settings["NAME"])

    def copy_to(self, target: Path) -> Counts:
        """By SQLite's online backup API, in one step: a reader's snapshot, for which nobody waits."""
        with closing(_read_only(self.path)) as source, closing(sqlite3.connect(target)) as copy:
            source.execute("BEGIN")
            counts = _count(source)
            source.backup(copy)  # the same snapshot as the counts: it reads in the open transaction
            copy.execute("PRAGMA journal_mode = DELETE")
        return counts

    def is_there(self) -> bool:
        """A log beside it counts: the newest posts may stand there alone."""
        return any(file.exists() and file.stat().st_size > 0 for file in (self.path, *self._logs))

    def identity(self) -> str:
        """Another file at the same place has another."""
        return str(self.path.stat().st_ino) if self.path.exists() else ""

    @property
    def names(self) -> str:
        return ", ".join(str(file) for file in (self.path, *self._logs) if file.exists())

    def load(self, source: Path) -> Counts:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self.path)) as target, closing(_read_only(source)) as copy:
            copy.backup(target)
            found = target.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok":
                raise sqlite3.DatabaseError(found)
            counts = _count(target)
        self.path.chmod(0o600)
        return counts

    def clear(self) -> None:
        """Leaves an empty one in its place."""
        for name in (self.path, *self._logs, self._beside("-shm")):
            name.unlink(missing_ok=True)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(0o600)

    @contextmanager
    def scratch(self, folder: Path) -> Iterator["Sqlite"]:
        yield Sqlite({"NAME": folder / "scratch.sqlite3"})

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    @property
    def _logs(self) -> tuple[Path, Path]:
        return self._beside("-wal"), self._beside("-journal")

    def _beside(self, end: str) -> Path:
        return self.path.with_name(self.path.name + end)


class Postgres:
    vendor = "postgresql"

    def __init__(self, settings: dict) -> None:
        given = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        self.where = {key: str(settings[name]) for key, name in given.items() if settings[name]}
        self.settings, self.name = settings, settings["NAME"]

    def copy_to(self, target: Path) -> Counts:
        """By `pg_dump`, of the snapshot in which the tables are counted."""
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            snapshot = cursor.execute("SELECT pg_export_snapshot()").fetchone()[0]
            counts = _count_pg(cursor)
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner",
                      "--no-privileges", "--schema=public", "--file", str(target))  # fmt: skip
        return counts

    def is_there(self) -> bool:
        with self._connection() as connection:
            return connection.execute(PG_TABLES).fetchone() is not None

    def identity(self) -> str:
        """Another database under the same name has another."""
        with self._connection() as connection:
            found = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            )
            return str(found.fetchone()[0])

    @property
    def names(self) -> str:
        return self.name

    def load(self, source: Path) -> Counts:
        """Into an empty database, in one transaction."""
        with self._connection() as connection:
            connection.execute(
                "DROP SCHEMA IF EXISTS public"
            )  # the copy brings its own; not with tables in it
        self._run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
                  "--no-privileges", str(source))  # fmt: skip
        with self._connection() as connection, connection.cursor() as cursor:
            return _count_pg(cursor)

    def clear(self) -> None:
        with self._connection() as connection:
            connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
            connection.execute("CREATE SCHEMA public")

    @contextmanager
    def scratch(self, folder: Path) -> Iterator["Postgres"]:
        """Another database beside this one, dropped afterwards; one that a crash has left behind, before.

        It has one name, and whoever comes second waits: so that what is dropped is nobody's who is at work.
        """
        plain = f"wall_scratch_{sha256(self.name.encode()).hexdigest()[:8]}"
        name = sql.Identifier(plain)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        with self._connection(autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [plain])
            connection.execute(drop)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
            try:
                yield Postgres(self.settings | {"NAME": plain})
            finally:
                connection.execute(drop)

    @property
    def size(self) -> int:
        with self._connection() as connection:
            found = connection.execute("SELECT pg_database_size(current_database())")
            return found.fetchone()[0]

    def _connection(self, *, autocommit: bool = False) -> psycopg.Connection:
        return psycopg.connect(**self.where, dbname=self.name, autocommit=autocommit)

    def _run(self, tool: str, *arguments: str) -> None:
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
        environment = os.environ | {names[key]: value for key, value in self.where.items()}
        try:
            done = subprocess.run(  # noqa: S603
                [tool, "--dbname", self.name, *arguments],
                env=environment, capture_output=True, text=True, check=False,
            )  # fmt: skip
        except FileNotFoundError:
            raise ToolFailed(f"{tool} is not there (Debian: postgresql-client)") from None
        if done.returncode:
            raise ToolFailed(f"{tool}: {done.stderr.strip()}")


def of(settings: dict) -> Sqlite | Postgres:
    """`settings`: one of DATABASES."""
    return (Sqlite if "sqlite" in settings["ENGINE"] else Postgres)(settings)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, timeout=20)


def _count(connection: sqlite3.Connection) -> Counts:
    names = [name for (name,) in connection.execute(SQLITE_TABLES)]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in sorted(names)}  # noqa: S608  # fmt: skip


def _count_pg(cursor: psycopg.Cursor) -> Counts:
    names = [name for (name,) in cursor.execute(PG_TABLES).fetchall()]
    query = sql.SQL("SELECT count(*) FROM {}")
    return {
        name: cursor.execute(query.format(sql.Identifier("public", name))).fetchone()[0]
        for name in sorted(names)
    }
