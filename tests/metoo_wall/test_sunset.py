"""The end of a wall: announced, then everything goes but what authors let be kept, and the helplines stay."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall import closing
from stories.desk import holds, log, moderation, switch
from stories.models import Story, Submission
from stories.models.private import IntakeSwitch
from tests.factories import make_moderator, make_phrase, make_published, make_waiting
from tests.metoo_wall.staff import make_account
from tests.resources.factories import make_emergency_number, make_helpline, verify
from tests.stories import authors

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.REMOVALS_FILE = settings.BACKUP_DIR / "removals.txt"
    settings.BACKUP_DIR.mkdir()


def sunset(*arguments: str) -> str:
    out = StringIO()
    call_command("sunset", *arguments, stdout=out)
    switch.forget()
    return out.getvalue()


def day(number: int) -> str:
    return (timezone.now().date() + number * DAYS).isoformat()


def finish(folder) -> str:
    with freeze_time(timezone.now() + 31 * DAYS):
        return sunset("finish", "--into", str(folder), "--yes")


def test_it_stops_intake_and_says_why(client):
    make_phrase()
    sunset("begin", "--on", day(30))

    page = client.get("/share/").content.decode()
    answer = client.post("/share/", {"step": "send", "phrase": "metoo"}, headers=authors.HERE)
    sent = client.get(answer["Location"])

    assert "This wall closes on" in page
    assert sent.status_code == 503
    assert "takes no new posts any more" in sent.content.decode()
    assert not Submission.objects.exists()


def test_an_author_is_told_by_receipt_and_can_let_it_be_kept(client):
    post = authors.keep("My words.")
    assert "This wall closes on" not in authors.text_of(authors.post(client))
    sunset("begin", "--on", day(30))

    told = authors.text_of(authors.post(client))
    kept = authors.text_of(authors.post(client, act="outlive"))

    assert "This wall closes on" in told
    assert "It is erased on that day." in told
    assert "goes into an archive" in kept
    assert Submission.objects.get(pk=post.pk).may_outlive
    assert "It is erased on that day." in authors.text_of(
        authors.post(client, act="do-not-outlive")
    )


def test_what_consent_covers_is_kept_and_the_rest_is_erased(tmp_path):
    robin = make_moderator()
    kept = make_published("Keep this.", by=robin)
    hidden = make_published("Put aside.", by=robin)
    make_published("Not this.", by=robin)
    make_waiting("Still waiting.")
    for post in (kept, hidden):
        moderation.set_consents(post, may_outlive=True)
    moderation.hide(Submission.objects.get(pk=hidden.pk))
    sunset("begin", "--on", day(30))

    said = finish(tmp_path / "end")

    stories = json.loads((tmp_path / "end" / "kept.json").read_text())["stories"]
    assert [story["text"] for story in stories] == ["Keep this."]
    assert "Erased: 4 posts" in said
    assert not Story.objects.exists()


def test_nothing_about_anybody_is_left(tmp_path, settings):
    make_published("Standing.", by=make_moderator())
    with freeze_time(timezone.now() + DAYS):
        log.seal()
    for name in ("2026-01-01T000000Z.wall.age", "removals.txt"):
        (settings.BACKUP_DIR / name).touch()
    sunset("begin", "--on", day(30))

    finish(tmp_path / "end")

    left = {m._meta.label for m in apps.get_models() if m._meta.managed and has_rows(m)}
    may_stay = re.compile(
        r"resources\.|auth\.|contenttypes\.|stories\.(IntakeSwitch|Checkpoint|Phrase|Guideline|Reason|ContentWarning|RedactionRole|ConcernPolicy)"
        r"|metoo_wall\.(SeedRecord|Departures|Corrections)"  # two numbers, by which copies and pages know that they are late
    )
    assert {label for label in left if not may_stay.match(label)} == set()
    assert list(settings.BACKUP_DIR.iterdir()) == []


def has_rows(model) -> bool:
    return not model._meta.label.startswith("axes.") and model._base_manager.exists()


def test_the_helplines_stay_as_files_that_need_nothing_else(tmp_path):
    line = make_helpline()
    verify(line)
    make_emergency_number(line.country, "112")
    sunset("begin", "--on", day(30))

    finish(tmp_path / "end")

    site = tmp_path / "end" / "site"
    page = (site / f"en-{line.country}.html").read_text()
    assert line.name in page
    assert "112" in page
    assert 'id="exit"' in page
    for file in site.glob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"#]*)"', file.read_text()):
            outside = address.startswith(("https:", "tel:", "sms:", "mailto:"))
            assert outside or not address or (site / address).exists(), (file.name, address)


def test_begun_twice_is_refused():
    sunset("begin", "--on", day(40))

    with pytest.raises(CommandError, match="begun already"):
        sunset("begin", "--on", day(60))

    assert IntakeSwitch.objects.get().closes_on.isoformat() == day(40)


def test_too_soon_is_refused():
    with pytest.raises(CommandError, match="30 days"):
        sunset("begin", "--on", day(29))


def test_finish_is_refused_before_its_day_without_a_beginning_and_twice(tmp_path):
    make_published()
    with pytest.raises(CommandError, match="Nobody was told"):
        sunset("finish", "--into", str(tmp_path / "end"), "--yes")
    sunset("begin", "--on", day(30))
    with pytest.raises(CommandError, match="on that day"):
        sunset("finish", "--into", str(tmp_path / "end"), "--yes")
    assert Story.objects.exists()
    assert not (tmp_path / "end").exists()

    finish(tmp_path / "end")
    with pytest.raises(CommandError, match="closed already"):
        finish(tmp_path / "again")


def test_cut_off_after_the_words_it_still_throws_the_backups_away(tmp_path, settings):
    sunset("begin", "--on", day(30))
    finish(tmp_path / "end")
    (settings.BACKUP_DIR / "2026-01-01T000000Z.wall.age").touch()

    with pytest.raises(CommandError, match="Nothing is left to erase"):
        finish(tmp_path / "again")

    assert list(settings.BACKUP_DIR.iterdir()) == []


@pytest.mark.django_db(transaction=True)
def test_nobody_takes_a_story_back_between_its_keeping_and_the_end(tmp_path, monkeypatch):
    held = []
    monkeypatch.setattr(
        closing, "_write_kept", lambda path: held.append(connection.in_atomic_block) or 0
    )
    sunset("begin", "--on", day(30))

    finish(tmp_path / "end")

    assert held == [True]


def test_what_is_under_a_legal_hold_is_not_erased_before_somebody_ended_it(tmp_path):
    lead = make_account("lead", username="lea")
    hold = holds.ask(
        make_published(), reason="court", until=timezone.now().date() + 90 * DAYS, by=lead
    )
    sunset("begin", "--on", day(30))

    with pytest.raises(CommandError, match="legal hold, asked for or in force: 1, until"):
        finish(tmp_path / "end")
    assert Story.objects.exists()
    assert not (tmp_path / "end").exists()

    holds.end(hold, by=lead)
    assert "0 stories" in finish(tmp_path / "end")


def test_a_folder_that_is_there_is_not_written_over_and_nothing_is_erased(tmp_path):
    make_published()
    sunset("begin", "--on", day(30))

    with pytest.raises(CommandError, match="Nothing was erased"):
        finish(tmp_path)

    assert Story.objects.exists()


def test_without_yes_it_only_says_what_it_would_do(tmp_path):
    make_published()
    sunset("begin", "--on", day(30))

    assert "Would keep 0 stories and erase 1 posts" in sunset(
        "finish", "--into", str(tmp_path / "x")
    )
    assert Story.objects.exists()


def test_it_can_be_called_off(client):
    sunset("begin", "--on", day(30))
    sunset("cancel")

    assert switch.now().closes_on is None
    with pytest.raises(CommandError, match="No sunset"):
        sunset("cancel")


def test_a_turn_of_the_switch_does_not_call_it_off():
    lea = make_account("lead", username="lea")
    sunset("begin", "--on", day(30))

    switch.turn(IntakeSwitch(state="open"), by=lea)

    assert IntakeSwitch.objects.get().closes_on.isoformat() == day(30)
