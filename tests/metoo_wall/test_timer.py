"""The quiet thread that erases what could not be erased at once."""

import pytest
from django.utils import timezone

from metoo_wall import timer
from metoo_wall.timer import Job
from stories import sealed
from stories.models import SealedPage


@pytest.fixture
def expired(db):
    sealed.seal({"page": "yours"})
    SealedPage.objects.update(sealed_at=timezone.now() - 2 * sealed.FIRST_VIEW)


@pytest.mark.usefixtures("expired")
@pytest.mark.django_db(transaction=True)
def test_every_job_exists_and_runs():
    timer.run_due({}, 100.0)

    assert not SealedPage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_again_when_its_time_has_come_and_not_before():
    due: dict[Job, float] = {}
    timer.run_due(due, 100.0)
    first = dict(due)

    timer.run_due(due, 101.0)
    assert due == first
    timer.run_due(due, 100.0 + max(job.every for job in timer.JOBS))

    assert all(due[job] > first[job] for job in timer.JOBS)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_ends_nothing_and_names_itself(monkeypatch, caplog):
    broken = Job("tests.metoo_wall.test_timer.fail", 1)
    monkeypatch.setattr(timer, "JOBS", (broken, *timer.JOBS))

    due: dict[Job, float] = {}
    timer.run_due(due, 1.0)

    assert set(due) == set(timer.JOBS)
    assert "tests.metoo_wall.test_timer.fail" in caplog.text
    assert "a private detail" not in caplog.text


def fail() -> None:
    raise RuntimeError("a private detail")
