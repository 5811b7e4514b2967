"""A minute of posting at fifty a second while backups run: no error, and each backup holds a prefix of what was accepted."""

import os
import threading
import time

import pytest

from tests.metoo_wall.posting import posting
from tests.metoo_wall.test_backup import judge_prefix, restore
from tests.metoo_wall.walls import new_place_for, new_wall

SECONDS = int(os.environ.get("PROOF_SECONDS", "60"))
A_SECOND = int(os.environ.get("PROOF_A_SECOND", "50"))
POSTGRES = os.environ.get("PROOF_POSTGRES", "postgres://root@127.0.0.1:5432/postgres")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_backup_while_people_post_holds_a_prefix(database, tmp_path, monkeypatch, report):
    monkeypatch.setenv("DATABASE_URL", POSTGRES if database == "postgresql" else "")
    with new_wall(tmp_path / "var", TRUSTED_PROXIES="1") as wall:
        wall.start()
        saved: list = []
        backing_up = threading.Thread(target=lambda: saved.append(wall.backup()))
        with posting(wall.port, a_second=A_SECOND, people=20) as senders:
            began = time.monotonic()
            time.sleep(SECONDS / 3)
            backing_up.start()
            time.sleep(SECONDS * 2 / 3)
            backing_up.join()
            lasted = time.monotonic() - began
        with new_place_for(wall, tmp_path / "other") as place:
            restore(place, wall, "--no-removals", file=saved[0])
            there, accepted = judge_prefix(senders, place)
    assert accepted > 0.9 * A_SECOND * lasted, f"{accepted} in {lasted:.0f} s: too busy a machine?"
    told = sum(sender.told for sender in senders)
    report.append(
        f"{database}: {accepted} posts accepted in {lasted:.0f} s ({accepted / lasted:.0f} a second), no error, "
        f"{told} times told to press once more; "
        f"a backup that began after {SECONDS / 3:.0f} s held {there} of them, of each person the first ones"
    )
