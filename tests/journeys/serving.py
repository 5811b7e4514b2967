"""The real server, started as `make run` starts it, with a folder and a database of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

ROOT = Path(__file__).resolve().parents[2]
EXIT_URL = "https://exit.example/"
SECONDS_TO_START = 90
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")
# Said outright, so that nothing of a developer's .env takes part.
SETTINGS = {
    "EXIT_URL": EXIT_URL,
    "ADMIN_PATH": "admin",
    "SITE_NAME": "The Quilt",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "DEFAULT_COUNTRY": "",
    "FORM_MIN_SECONDS": "3",
    "QUIET_NAVIGATION": "1",
    "HOLD_BARE_POSTS": "0",
    "HTTPS": "0",
    "DEBUG": "0",
    "DEMO": "0",
}


@dataclass(frozen=True)
class FirstAccount:
    """What the first start prints once."""

    username: str
    password: str
    secret: str  # of the authenticator app, base32


@dataclass(frozen=True)
class Server:
    address: str  # without a slash at its end
    account: FirstAccount
    started: float  # on time.monotonic()
    environment: dict[str, str]  # in which its commands run


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Server]:
    with scratch_database() as database:
        port = _free_port()
        environment = _environment(folder, port, database) | settings
        subprocess.run(
            [sys.executable, "-m", "metoo_wall.keys"], cwd=ROOT, env=environment, check=True
        )
        said = folder / "said.txt"
        with _process([sys.executable, "manage.py", "run"], environment, said) as process:
            address = f"http://localhost:{port}"
            _wait_until_ready(address, process, said)
            account = _first_account(said.read_text())
            yield Server(address, account, time.monotonic(), environment)


@contextmanager
def scratch_database() -> Iterator[str]:
    """The address of an empty database: SQLite in VAR_DIR (an empty address), or one beside DATABASE_URL's."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith(("postgres:", "postgresql:")):
        yield ""
        return
    import psycopg

    name = f"journeys_{token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield re.sub(r"/[^/?]*(\?.*)?$", rf"/{name}\1", url)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _environment(folder: Path, port: int, database: str) -> dict[str, str]:
    own = {name: os.environ[name] for name in INHERITED if name in os.environ}
    cache = os.environ.get("CACHE_URL") or "locmemcache://"
    places = {"VAR_DIR": str(folder), "PORT": str(port)}
    return own | SETTINGS | places | {"DATABASE_URL": database, "CACHE_URL": cache}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _process(command: list[str], environment: dict, said: Path) -> Iterator[subprocess.Popen]:
    """A process with a group of its own, which ends with it."""
    with said.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield process
        finally:
            _end(process)


def _end(process: subprocess.Popen) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def _wait_until_ready(address: str, process: subprocess.Popen, said: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end and process.poll() is None:
        if _answers(f"{address}/readyz"):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not become ready. It said:\n{said.read_text()}")


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _first_account(said: str) -> FirstAccount:
    labels = ("User name", "One-time password", "Secret for the authenticator app")
    return FirstAccount(*(re.search(f"^{label}: (.+)$", said, re.M).group(1) for label in labels))
