"""After a withdrawal no table and no dump of PostgreSQL holds what was taken back; what its files hold is told apart.

What was planted is found in each of them first. PROOF_POSTGRES must be a superuser's address on this machine: the
files are read through the database.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from tests.journeys.serving import scratch_database
from tests.proofs.own_server import OwnServer
from tests.proofs.planting import Planted, plant
from tests.proofs.searching import forms, traces

POSTGRES = os.environ.get("PROOF_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")
A_MINUTE = 60
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
# Tables, indexes and TOAST, with all their forks; and the log of the whole database server.
FILES = """SELECT name, pg_read_binary_file('base/' || oid || '/' || name, 0, 1 << 29, true)
    FROM pg_database, pg_ls_dir('base/' || oid) AS name WHERE datname = current_database()"""
LOG = "SELECT name, pg_read_binary_file('pg_wal/' || name, 0, 1 << 29, true) FROM pg_ls_waldir()"
VACUUMED = """SELECT bool_and(last_vacuum IS NOT NULL) FROM pg_stat_user_tables
    WHERE relname IN ('stories_submission', 'stories_story', 'stories_note', 'stories_concern')"""
Content = Iterator[bytes]


@pytest.fixture
def server(tmp_path, monkeypatch) -> Iterator[OwnServer]:
    psycopg.connect(POSTGRES, connect_timeout=5).close()  # away: this fails, and is not skipped
    monkeypatch.setenv("DATABASE_URL", POSTGRES)
    with scratch_database() as database, OwnServer(tmp_path, DATABASE_URL=database) as server:
        yield server


@pytest.fixture
def database(server) -> Iterator[psycopg.Connection]:
    with psycopg.connect(server.environment["DATABASE_URL"], autocommit=True) as connection:
        yield connection


@pytest.mark.parametrize("place", ["between others", "the newest"])
def test_what_is_taken_back_is_in_no_table_and_no_dump(server, database, place, report):
    plant(server)
    planted = plant(server)
    if place == "between others":
        plant(server)
    before = {name: _found(read, database, planted) for name, read in PLACES.items()}
    assert all({"public", "sealed"} <= kinds for kinds in before.values()), before

    began = time.monotonic()
    server.take_back(planted.receipt)

    assert _found(_tables, database, planted) == _found(_dump, database, planted) == set()
    assert traces(server.folder, [*planted.words.values(), *planted.numbers]) == []
    took = _wait_for_the_vacuum(database, began)
    kept = {name: sorted(_found(PLACES[name], database, planted)) for name in ("files", "log")}
    database.execute("VACUUM FULL")
    assert _found(_files, database, planted) == set()
    report.append(f"{place}: vacuumed after {took:.0f} s, then {kept}; after VACUUM FULL no file")


def _wait_for_the_vacuum(database: psycopg.Connection, began: float) -> float:
    """Seconds, at most, until the server's own timer had vacuumed the tables."""
    while not database.execute(VACUUMED).fetchone()[0]:
        assert time.monotonic() - began < A_MINUTE
        time.sleep(0.5)
    return time.monotonic() - began


def _tables(database: psycopg.Connection) -> Content:
    for (table,) in database.execute(TABLES).fetchall():
        rows = sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))
        yield "\n".join(row for (row,) in database.execute(rows)).encode()


def _dump(database: psycopg.Connection) -> Content:
    address = database.info
    where = ["-h", address.host, "-p", str(address.port), "-U", address.user, address.dbname]
    yield subprocess.run(["pg_dump", *where], check=True, capture_output=True).stdout


def _files(database: psycopg.Connection) -> Content:
    database.execute("CHECKPOINT")
    yield from (content or b"" for _name, content in database.execute(FILES).fetchall())


def _log(database: psycopg.Connection) -> Content:
    yield from (content or b"" for _name, content in database.execute(LOG).fetchall())


PLACES: dict[str, Callable[[psycopg.Connection], Content]] = {
    "tables": _tables,
    "dump": _dump,
    "files": _files,
    "log": _log,
}


def _found(read: Callable, database: psycopg.Connection, planted: Planted) -> set[str]:
    """Which of the words, the receipt and the encrypted values stand there."""
    marks = [*planted.words.items(), *(("receipt", number) for number in planted.numbers)]
    marks += [("sealed", stretch) for stretch in planted.sealed]
    return {
        kind
        for content in read(database)
        for kind, mark in marks
        if any(form in content for form in forms(mark))
    }
