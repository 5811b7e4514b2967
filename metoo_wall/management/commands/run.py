"""Everything that `make run` needs, in one start of the interpreter, then the server in its place."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from metoo_wall import admission, throttle
from metoo_wall.keeping.shut import refuse_to_serve
from metoo_wall.watching import counting

HOST = "127.0.0.1"
WORKERS = 2
PORTS = range(1, 65_536)


class Command(BaseCommand):
    help = "Prepares the database and static files, then serves the site at http://localhost:PORT."
    requires_system_checks = []

    def handle(self, *args, **options):
        refuse_to_serve()
        _refuse_wrong_settings()
        _refuse_taken_port(settings.PORT)
        call_command("prepare", stdout=self.stdout)
        home = f"http://localhost:{settings.PORT}/"
        self.stdout.write(f"The wall: {home}")
        self.stdout.write(f"For staff: {home}{settings.ADMIN_PATH}/  (Ctrl-C ends it)")
        if not throttle.share():
            self.stdout.write("Floods are counted by each worker for itself (wall.W002).")
        self.stdout.flush()
        os.environ.update(counting.begin_anew(settings.VAR_DIR / "counts"))
        os.environ.setdefault(
            "MALLOC_ARENA_MAX", "2"
        )  # many threads, and not a heap for each of them
        # Nor a store of freed pieces for each: some 150 KB, and no faster here.
        os.environ.setdefault("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0")
        os.chdir(settings.BASE_DIR)
        os.execv(sys.executable, [sys.executable, *_server_arguments()])  # noqa: S606


def _server_arguments() -> list[str]:
    """No access log, which would keep addresses and tokens; a thread for everybody who may be at work or wait."""
    threads = str(admission.lanes().threads)
    return [
        *("-m", "metoo_wall.server", "--interface", "wsgi", "--no-ws", "--no-access-log"),
        *("--log-level", "warning", "--host", HOST, "--port", str(settings.PORT)),
        *("--workers", str(WORKERS), "--blocking-threads", threads, "--respawn-failed-workers"),
        # Ctrl-C reaches workers twice, from the terminal and from their parent, and some then hang.
        *("--workers-kill-timeout", "3"),
        "metoo_wall.wsgi:application",
    ]


def _refuse_wrong_settings() -> None:
    wrong = [message for message in checks.run_checks(tags=["wall"]) if message.is_serious()]
    if wrong:
        raise CommandError(" ".join(f"{message.msg} {message.hint}" for message in wrong))


def _refuse_taken_port(port: int) -> None:
    if port not in PORTS:
        raise CommandError(f"PORT is {port} and must lie between 1 and 65535, such as 8000.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                raise CommandError(
                    f"PORT {port} needs more rights; choose one over 1023."
                ) from None
            raise CommandError(
                f"PORT {port} is taken by another program. Choose another: PORT={port % 65_535 + 1} make run"
            ) from None
