"""Workers take turns at writing posts on SQLite; where the turn does not come, they write without it."""

import fcntl
import os
import time
from threading import Thread

import pytest
from django.db import connection

from stories.intake import turns

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL writes many")


@pytest.fixture
def other_worker(settings, tmp_path):
    """Another hold of the same file, as another process has it."""
    settings.VAR_DIR = tmp_path
    file = os.open(tmp_path / turns.FILE, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX)
    yield file
    os.close(file)


def is_free(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def test_the_turn_comes_when_the_other_worker_is_done(other_worker):
    came: list[float] = []

    def write() -> None:
        with turns.taken():
            came.append(time.monotonic())

    writer = Thread(target=write)
    writer.start()
    writer.join(0.2)
    assert came == []

    freed = time.monotonic()
    fcntl.flock(other_worker, fcntl.LOCK_UN)
    writer.join(turns.PATIENCE)
    assert came[0] >= freed


def test_others_wait_while_it_is_taken_and_not_after_an_error(other_worker):
    fcntl.flock(other_worker, fcntl.LOCK_UN)

    with turns.taken():
        assert not is_free(other_worker)
    with pytest.raises(ZeroDivisionError), turns.taken():
        1 / 0  # noqa: B018

    assert is_free(other_worker)


def test_where_the_turn_does_not_come_it_is_written_without_it(other_worker, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)

    with turns.taken():
        written = True

    assert written
    assert not is_free(os.open(turns.settings.VAR_DIR / turns.FILE, os.O_RDWR))


def test_without_a_place_for_the_file_it_is_written_without_it(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "nowhere"

    with turns.taken():
        written = True

    assert written
