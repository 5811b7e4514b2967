"""Workers take turns at writing posts on SQLite; where the turn does not come, they write without it."""

import errno
import fcntl
import os
import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from stories import turns
from stories.desk import lanes
from tests.factories import make_waiting

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


def test_one_waits_for_another_worker_and_the_rest_write_without_it(other_worker, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.05)
    written = Event()

    def write() -> None:
        with turns.taken():
            written.set()

    waits = Thread(target=write)
    waits.start()
    waits.join(0.2)
    assert not written.is_set()

    with turns.taken():
        is_past = not written.is_set()
    assert is_past

    fcntl.flock(other_worker, fcntl.LOCK_UN)
    assert written.wait(10)


def test_threads_of_one_worker_come_one_after_another(other_worker):
    fcntl.flock(other_worker, fcntl.LOCK_UN)
    inside: list[int] = []
    together: list[int] = []

    def write() -> None:
        with turns.taken():
            inside.append(1)
            time.sleep(0.01)
            together.append(len(inside))
            inside.pop()

    threads = [Thread(target=write) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert together == [1] * 8


@pytest.mark.django_db
def test_who_writes_already_needs_no_turn(other_worker):
    """Or each would wait for what the other has: the turn, and the database."""
    with transaction.atomic(), turns.writing():
        written = True

    assert written


@pytest.mark.django_db(transaction=True)
def test_words_are_judged_before_the_turn(other_worker, monkeypatch):
    fcntl.flock(other_worker, fcntl.LOCK_UN)
    found: list[bool] = []
    judge = lanes.judge

    def seen(*args):
        found.append(is_free(other_worker))
        fcntl.flock(other_worker, fcntl.LOCK_UN)
        return judge(*args)

    monkeypatch.setattr(lanes, "judge", seen)
    make_waiting("He said nothing.")

    assert found == [True]


def test_where_files_have_no_locks_it_is_written_without_one(settings, tmp_path, monkeypatch):
    def refused(*_args):
        raise OSError(errno.ENOLCK, "no locks")

    settings.VAR_DIR = tmp_path
    monkeypatch.setattr(turns.fcntl, "flock", refused)

    with turns.taken():
        written = True

    assert written


def test_without_a_place_for_the_file_it_is_written_without_it(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "nowhere"

    with turns.taken():
        written = True

    assert written
