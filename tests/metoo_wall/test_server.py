"""What the server's process does before it is one: no thread, no connection, nothing that a fork would break."""

import subprocess
import sys

from django.conf import settings

LOADED = """
import threading
from metoo_wall import server
server.load()
from django.db import connections
print(threading.active_count(), [c.connection for c in connections.all(initialized_only=True) if c.connection])
import sys
print("metoo_wall.wsgi" in sys.modules)
"""


def test_it_is_loaded_without_a_thread_or_a_connection(tmp_path):
    keys = [sys.executable, "-m", "metoo_wall.keys"]
    own = {"VAR_DIR": str(tmp_path), "PATH": "/usr/bin", "DATABASE_URL": ""}
    run = {
        "cwd": settings.BASE_DIR,
        "env": own,
        "capture_output": True,
        "text": True,
        "timeout": 60,
    }
    subprocess.run(keys, check=True, **run)

    said = subprocess.run([sys.executable, "-c", LOADED], check=True, **run).stdout

    assert said.split("\n")[:2] == ["1 []", "False"]
    assert [each.name for each in tmp_path.iterdir()] == ["keys.env"]
