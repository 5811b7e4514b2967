"""A real server of one proof's own: it can be killed, started again, and asked from behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.journeys.serving import INHERITED, ROOT, SETTINGS

SECONDS_TO_START = 90
PUBLISH = """
import json, sys
from metoo_wall.models import StaffAccount
from stories.desk import moderation
from stories.intake import sharing
from stories.models import ContentWarning
from stories.words import Words

given = json.loads(sys.stdin.read())
warnings = ContentWarning.objects.filter(slug__in=given["warnings"])
draft = moderation.Draft(
    words=Words(given["text"], given["name"]),
    warnings=tuple(warnings.values_list("id", flat=True)),
    language="en",
    phrase_id=None,
)
kept = sharing.keep(draft, given["form_id"])
moderation.publish(kept.submission, by=StaffAccount.objects.first(), redacted=given["redacted"])
kept.submission.refresh_from_db()
print(json.dumps({"receipt": kept.receipt, "address": f"/stories/{kept.public_id}/"}))
"""
AGE = """
from datetime import timedelta
from django.db.models import F
from stories.models import SealedPage
SealedPage.objects.update(
    first_viewed_at=F("first_viewed_at") - timedelta(seconds=121),
    sealed_at=F("sealed_at") - timedelta(seconds=901),
)
"""


class OwnServer:
    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.address = f"http://localhost:{self.port}"
        own = {name: os.environ[name] for name in INHERITED if name in os.environ}
        places = {"VAR_DIR": str(folder), "PORT": str(self.port), "DATABASE_URL": ""}
        self.environment = own | SETTINGS | places | {"CACHE_URL": "locmemcache://"} | settings
        self.run("-m", "metoo_wall.keys")

    def __enter__(self) -> "OwnServer":
        self.start()
        return self

    def __exit__(self, *_exception) -> None:
        self.end(signal.SIGTERM)

    def start(self) -> None:
        with (self.folder / "said.txt").open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run"],
                cwd=ROOT,
                env=self.environment,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        end = time.monotonic() + SECONDS_TO_START
        while not _answers(f"{self.address}/readyz"):
            assert time.monotonic() < end, (self.folder / "said.txt").read_text()
            time.sleep(0.1)

    def end(self, sign: signal.Signals = signal.SIGKILL) -> None:
        """The whole group at once: the process that supervises and both workers."""
        for each in (sign, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, each)
                self.process.wait(timeout=10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue

    def run(self, *arguments: str, said: str = "") -> str:
        """Python beside the server, with its settings."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=said,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def age_sealed_pages(self) -> None:
        """As if two minutes had passed since each was seen first, and 15 since it was made."""
        self.run("manage.py", "shell", "-v0", "-c", AGE)

    def take_back(self, receipt: str) -> None:
        """As the author does, with the second press."""
        form = urlencode({"receipt": receipt, "act": "withdraw-now"}).encode()
        request = Request(f"{self.address}/yours/", form, {"Sec-Fetch-Site": "same-origin"})
        with urlopen(request, timeout=30) as answer:
            assert "It is taken back" in answer.read().decode()

    def publish(self, text: str, **more) -> dict[str, str]:
        """A letter on the wall; its receipt and its address. `redacted` is what is published of it."""
        given = {"text": text, "name": "", "warnings": [], "redacted": None}
        given |= {"form_id": os.urandom(16).hex()} | more
        said = self.run("manage.py", "shell", "-v0", "-c", PUBLISH, said=json.dumps(given))
        return json.loads(said.splitlines()[-1])


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False
