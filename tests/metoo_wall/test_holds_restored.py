"""A legal hold that began, or ended, after the backup that was restored: the calendar goes by what was true since."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall.keeping import removals, restoring
from metoo_wall.purging import purge
from stories.desk import holds, moderation
from stories.models import LegalHold, Submission
from tests.factories import make_moderator, make_reason, make_waiting
from tests.metoo_wall.staff import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _file(settings, tmp_path):
    settings.REMOVALS_FILE = tmp_path / "removals.txt"


@pytest.fixture
def hold() -> LegalHold:
    lea, ada = (make_account("lead", username=name) for name in ("lea", "ada"))
    post = moderation.decline(make_waiting(), by=make_moderator(), reason=make_reason())
    until = timezone.now().date() + timedelta(days=100)
    hold = holds.ask(post, reason="court", until=until, by=lea)
    holds.confirm(hold, by=ada)
    removals.note()
    return LegalHold.objects.get()


def restore() -> None:
    restoring.take_back(removals.read(settings.REMOVALS_FILE))
    with freeze_time(timezone.now() + timedelta(days=60)):
        purge()


@pytest.mark.parametrize("known", ["nothing", "asked for"])
def test_what_was_held_since_is_held_again(hold, known):
    if known == "nothing":
        LegalHold.objects.all().delete()
    else:
        LegalHold.objects.update(confirmed_at=None, confirmed_by_name="")

    restore()

    again = LegalHold.objects.in_force().get()
    assert (again.until, again.reason) == (hold.until, hold.reason)
    assert Submission.objects.exists()


def test_what_was_ended_since_is_not_held(hold):
    before = LegalHold.objects.values().get()
    holds.end(hold, by=hold.asked_by)
    removals.note()
    LegalHold.objects.update(**before)

    restore()

    assert not Submission.objects.exists()


def test_each_is_noted_once_and_its_end_once(hold):
    assert removals.note() == 0
    hold.delete()
    assert removals.note() == 1
    assert removals.note() == 0

    restore()

    assert not LegalHold.objects.exists()


def test_a_hold_on_a_post_that_its_author_took_back_holds_nothing(hold):
    moderation.withdraw(hold.submission)
    removals.note()

    restore()

    assert not LegalHold.objects.exists()


@pytest.mark.parametrize(
    "line", ["withdrawn 1 zz k1 2026-01-01", "withdrawn 1 ab k1 soon", "held 1 ab court soon"]
)
def test_a_line_that_says_nothing_is_found_before_anything_is_changed(line):
    settings.REMOVALS_FILE.write_text(f"{line}\n")

    with pytest.raises(removals.Unreadable):
        removals.read(settings.REMOVALS_FILE)
