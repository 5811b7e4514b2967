"""The shipped nginx files, run as they are but for what says where they stand: ports, name, certificate, folders.

`python -m tests.deployed.standing 8000 8443` puts it in front of a server at port 8000, at https://localhost:8443,
until Ctrl-C; for measurements.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.journeys.serving import ROOT
from tests.proofs.certificates import Authority

SHIPPED = ROOT / "deploy" / "nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin") or ""
HOST = "localhost"
SECONDS_TO_START = 20


@dataclass(frozen=True)
class Nginx:
    folder: Path
    port: int
    plain_port: int
    authority: Authority
    process: subprocess.Popen

    @property
    def address(self) -> str:
        return f"https://{HOST}:{self.port}"

    @property
    def socket(self) -> Path:
        return self.folder / "run" / "onion.sock"


@contextmanager
def standing(folder: Path, backend: int, port: int = 0) -> Iterator[Nginx]:
    """In front of the plain server at the port `backend`, in a folder of its own."""
    assert NGINX, "nginx is missing: apt-get install nginx-light"
    folder.chmod(0o755)
    port, plain = port or free_port(), free_port()
    authority = Authority(folder, [HOST, "wall.example"])
    configuration = laid_out(folder, backend, port, plain, authority)
    _judge(configuration, folder)
    command = [*_command(configuration, folder), "-g", "daemon off;"]
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
    try:
        _wait_for(port, folder / "said.txt")
        yield Nginx(folder, port, plain, authority, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def laid_out(folder: Path, backend: int, port: int, plain: int, authority: Authority) -> Path:
    """A copy of the shipped files; each change is of something that is there, so none is lost unseen."""
    there = folder / "etc"
    shutil.copytree(SHIPPED, there, dirs_exist_ok=True)
    (folder / "run").mkdir(exist_ok=True)
    for each in there.rglob("*.conf"):
        text = each.read_text()
        for old, new in _places(folder, backend, port, plain, authority).get(each.name, {}).items():
            assert old in text, f"{each.name} has no {old}"
            text = text.replace(old, new)
        each.write_text(text)
    return there / "nginx.conf"


def _places(folder: Path, backend: int, port: int, plain: int, authority: Authority) -> dict:
    return {
        "nginx.conf": {
            "user www-data;": "user root;" if os.geteuid() == 0 else "",
            "/run/nginx.pid": f"{folder}/nginx.pid",
            "/run/nginx-wall": f"{folder}/run",
            "127.0.0.1:8000": f"127.0.0.1:{backend}",
            "# include wall/onion.conf": "include wall/onion.conf",
        },
        "site.conf": {
            "wall.example": f"wall.example {HOST}",
            "    listen [::]:80 default_server;\n": "",
            "    listen [::]:443 ssl http2 default_server;\n": "",
            "    listen [::]:80;\n": "",
            "    listen [::]:443 ssl http2;\n": "",
            "listen 80": f"listen 127.0.0.1:{plain}",
            "listen 443": f"listen 127.0.0.1:{port}",
            "/etc/ssl/wall/fullchain.pem": str(authority.hosts),
            "/etc/ssl/wall/privkey.pem": str(authority.hosts),
        },
        "places.conf": {"/var/cache/wall-pages": f"{folder}/pages"},
        "onion.conf": {"/run/nginx-wall": f"{folder}/run"},
    }


def _command(configuration: Path, folder: Path) -> list[str]:
    return [NGINX, "-e", "/dev/null", "-p", str(folder), "-c", str(configuration)]


def _judge(configuration: Path, folder: Path) -> None:
    command = [*_command(configuration, folder), "-t"]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr


def _wait_for(port: int, said: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nginx did not begin to listen. It said:\n{said.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _until_it_is_ended(backend: int, port: int) -> None:
    with TemporaryDirectory(prefix="nginx") as folder, standing(Path(folder), backend, port) as it:
        print(f"{it.address}  (certificate authority: {it.authority.certificate})", flush=True)  # noqa: T201
        try:
            signal.pause()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    _until_it_is_ended(*map(int, sys.argv[1:3]))
