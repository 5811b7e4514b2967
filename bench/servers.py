"""Starts a server, waits until it answers, and reads from /proc what its whole tree of processes takes."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen
    address: str  # http://127.0.0.1:8101

    def tree(self) -> list[int]:
        found, queue = [], [self.process.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            queue += _children(pid)
        return found

    def cpu(self) -> float:
        """Seconds of the processor, of all of them so far."""
        return sum(map(_cpu, self.tree()))

    def pss(self) -> float:
        """MB, what is shared between them counted once."""
        return sum(map(_pss, self.tree())) / 1024


@contextmanager
def serving(command: list[str], port: int, said: Path, path: str = "/", **more) -> Iterator[Server]:
    address = f"http://127.0.0.1:{port}"
    with socket.create_server(("127.0.0.1", port)):
        pass  # another run at the same port would be measured instead: an OSError, now
    with said.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True, **more)
    try:
        _wait(process, address + path, said)
        yield Server(process, address)
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


def _wait(process: subprocess.Popen, address: str, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except HTTPError:
            return  # it answers
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} did not answer. It said:\n{said.read_text()}")


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
