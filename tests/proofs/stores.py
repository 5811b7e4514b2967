"""What a server stands on, made for one proof and broken in it: a PostgreSQL of its own, a Redis, a small disk, a clock."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import redis

from tests.proofs.own_server import _free_port as free_port

SECONDS_TO_START = 60
PREFIX = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []  # it refuses to be root
FAKE_TIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"


class Postgres:
    """A cluster at a port of its own, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder / "data", free_port()
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        assert programs, "PostgreSQL is missing: apt-get install postgresql"
        self.programs = programs[-1]
        self._run("initdb", "-A", "trust", "-U", "wall", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self.url = f"postgres://wall@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        listening = f"-p {self.port} -k {self.data} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "-w", "-l", str(self.data / "log"), "-o", listening, "start")

    def stop(self, mode: str = "fast") -> None:
        """`fast` closes every connection; `immediate` is a crash, with recovery at the next start."""
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def ask(self, query: str):
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchone()[0]

    def _run(self, program: str, *arguments: str) -> None:
        command = [*PREFIX, str(self.programs / program), "-D", str(self.data), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
        assert done.returncode == 0, done.stderr + done.stdout


@contextmanager
def own_postgres() -> Iterator[Postgres]:
    with TemporaryDirectory(prefix="cluster", ignore_cleanup_errors=True) as folder:
        if PREFIX:
            shutil.chown(folder, "postgres")
        cluster = Postgres(Path(folder))
        cluster.start()
        try:
            yield cluster
        finally:
            if (cluster.data / "postmaster.pid").exists():
                cluster.stop("immediate")


class Redis:
    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        program = shutil.which("redis-server")
        assert program, "Redis is missing: apt-get install redis-server"
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, cwd="/")
        end = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < end
            time.sleep(0.05)

    def hang(self) -> None:
        """It accepts and never answers."""
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)

    def _answers(self) -> bool:
        try:
            return redis.Redis.from_url(self.url, socket_timeout=1).ping()
        except redis.RedisError:
            return False


@contextmanager
def own_redis() -> Iterator[Redis]:
    server = Redis()
    server.start()
    try:
        yield server
    finally:
        server.stop()


class SmallDisk:
    def __init__(self, folder: Path) -> None:
        self.folder, self.ballast = folder, folder / "ballast"

    def fill(self) -> None:
        with self.ballast.open("ab", buffering=0) as file:
            try:
                while file.write(b"\0" * 4096):
                    pass
            except OSError:
                return

    def empty(self) -> None:
        self.ballast.unlink()


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[SmallDisk]:
    """A tmpfs of this size; only root can mount one."""
    folder.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert mounted.returncode == 0, f"This proof mounts a small disk, as root: {mounted.stderr}"
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


class Clock:
    """What a server takes for the time of day; the clock that counts seconds since its start goes on as it is."""

    def __init__(self, folder: Path) -> None:
        assert Path(FAKE_TIME).exists(), "faketime is missing: apt-get install faketime"
        self.file = folder / "clock"
        self.settings = {
            "LD_PRELOAD": FAKE_TIME,
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
        }
        self.set(0)

    def set(self, hours: float) -> None:
        self.file.write_text(f"{int(hours * 3600):+d}\n")
