"""PostgreSQL clusters of one proof's own, each with a folder and a port on this machine, ended with it."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from tests.proofs.own_server import OwnServer
from tests.proofs.own_server import _free_port as free_port

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
USER = "postgres"  # initdb refuses root
OPTIONS = "-c listen_addresses=127.0.0.1 -c wal_level=logical -c autovacuum=off -c fsync=off"
SECONDS = 60


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"postgres://wall@127.0.0.1:{self.port}/wall"
        self.front = self.address.replace("wall@", "wall_front@")

    def make(self) -> None:
        _run("initdb", "-D", self.folder, "-U", "wall", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        self.sql("CREATE DATABASE wall", database="postgres")

    def follow(self, other: "Cluster") -> None:
        """A streaming replica: everything that the other has."""
        where = ["-h", "127.0.0.1", "-p", other.port, "-U", "wall"]
        _run("pg_basebackup", "-D", self.folder, *where, "-R", "-X", "stream", "--no-sync")
        self.start()

    def start(self) -> None:
        options = f"{OPTIONS} -p {self.port} -k {self.folder}"
        _run("pg_ctl", "start", "-w", "-D", self.folder, "-l", f"{self.folder}.log", "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        _run("pg_ctl", "stop", "-w", "-D", self.folder, "-m", mode)

    def sql(self, statement: str, *values, database: str = "wall", user: str = "wall") -> list:
        where = f"postgres://{user}@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(where, autocommit=True) as connection:
            answer = connection.execute(statement, values or None)
            return answer.fetchall() if answer.description else []

    def subscribe(self, source: "Cluster", server: OwnServer) -> None:
        """A copy of the public tables, made as docs/scaling.md says, by the program of `server`, whose database is a source."""
        tables = server.run("manage.py", "publication", "tables").split()
        plain = ["--schema-only", "--no-owner", "--no-privileges", "--no-publications", *tables]
        schema = _run("pg_dump", *plain, source.address).splitlines(keepends=True)
        self.psql("".join(s for s in schema if not s.startswith("CREATE CONSTRAINT TRIGGER")))
        self.psql(server.run("manage.py", "publication", "copy"))
        at = f"host=127.0.0.1 port={source.port} user=wall dbname=wall"
        name = f"wall_{self.port}"
        self.sql(f"CREATE SUBSCRIPTION {name} CONNECTION '{at}' PUBLICATION metoo_wall")
        wait_until(
            lambda: self.sql("SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel")[0][0]
        )

    def lag(self, *, begin: bool) -> None:
        """The copy stays as it is until it may go on."""
        if self.sql("SELECT pg_is_in_recovery()")[0][0]:
            self.sql(f"SELECT pg_wal_replay_{'pause' if begin else 'resume'}()")
        else:
            self.sql(f"ALTER SUBSCRIPTION wall_{self.port} {'DISABLE' if begin else 'ENABLE'}")

    def has_story(self, public_id: str) -> bool:
        """What stands in its files, whatever a page shows."""
        return bool(self.sql("SELECT 1 FROM stories_story WHERE public_id = %s", public_id))

    def asked(self) -> int:
        """How often somebody has read its stories by now."""
        self.sql("SELECT pg_stat_force_next_flush()")
        scans = (
            "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'stories_story'"
        )
        return self.sql(scans)[0][0]

    def psql(self, script: str) -> None:
        _run("psql", "-q", "-v", "ON_ERROR_STOP=1", self.address, said=script)


@contextmanager
def clusters(number: int) -> Iterator[list[Cluster]]:
    """So many, of which the first one runs. Where PostgreSQL's programs are missing, this fails."""
    folder = Path(mkdtemp(prefix="clusters"))
    made = [Cluster(folder / f"cluster{place}") for place in range(number)]
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
    try:
        made[0].make()
        yield made
    finally:
        for cluster in made:
            if (cluster.folder / "postmaster.pid").exists():
                cluster.stop()
        shutil.rmtree(folder)


def wait_until(is_so: Callable[[], object]) -> float:
    """Seconds it took."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < SECONDS, is_so
        time.sleep(0.02)
    return time.monotonic() - began


def _run(program: str, *arguments, said: str | None = None) -> str:
    as_somebody = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    assert PROGRAMS, "PostgreSQL is missing: apt-get install postgresql"
    command = [*as_somebody, PROGRAMS[-1] / program, *map(str, arguments)]
    done = subprocess.run(
        command, cwd="/", input=said, text=True, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
