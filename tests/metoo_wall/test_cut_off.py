"""Backups and restores that were cut off: no plain copy stays, and nobody's database is taken for a half-restored one."""

import os
import signal
from datetime import timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from metoo_wall import purging, timer
from metoo_wall.keeping import backups, databases
from tests.metoo_wall.walls import new_place_for, new_wall

HALF_RESTORED = """
from django.conf import settings
from metoo_wall.keeping import databases, shut

shut.begin(databases.of(settings.DATABASES["default"]).identity())
"""


@pytest.fixture(scope="module")
def wall(tmp_path_factory):
    with new_wall(tmp_path_factory.mktemp("wall") / "var") as wall:
        wall.prepare()
        wall.saved = wall.backup()
        yield wall


@pytest.fixture
def place(wall, tmp_path):
    with new_place_for(wall, tmp_path / "other") as place:
        yield place


@pytest.fixture
def folder(settings, tmp_path):
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_DIR.mkdir()
    return settings.BACKUP_DIR


def restore_of(wall) -> tuple[str, ...]:
    return ("restore", str(wall.saved), "--key", str(wall.key), "--no-removals")


def name_of(days: int) -> str:
    return f"{timezone.now() - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.wall.age"


def test_a_restore_that_was_cut_off_shuts_the_site_and_begins_anew(place, wall):
    place.prepare()
    place.shell("from stories.models import Phrase; Phrase.objects.all().delete()")
    place.shell(HALF_RESTORED)

    for command in ("run", "prepare", "backup"):
        assert "A restore has begun here" in place.refusal(command)
    place.run("manage.py", *restore_of(wall))

    assert place.ask("SELECT count(*) FROM stories_phrase") != [(0,)]
    assert not (place.folder / "restoring").exists()


@pytest.mark.parametrize("mark", ["1", ""])
def test_a_database_that_was_put_back_meanwhile_is_never_written_over(place, wall, mark):
    place.prepare()
    place.shell("from stories.models import Phrase; Phrase.objects.all().delete()")
    (place.folder / "restoring").write_text(mark)

    assert "never writes over one" in place.refusal(*restore_of(wall))
    assert place.ask("SELECT count(*) FROM stories_phrase") == [(0,)]
    assert f"delete {place.folder / 'restoring'} instead" in place.refusal("run")


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_a_log_without_its_database_holds_the_newest_posts_and_is_never_erased(tmp_path, end):
    with new_wall(tmp_path / "var", DATABASE_URL="") as wall:
        wall.prepare()
        wall.saved = wall.backup()
        database = wall.folder / "wall.sqlite3"
        database.rename(tmp_path / "moved.sqlite3")
        log = wall.folder / f"wall.sqlite3{end}"
        log.write_bytes(b"the newest posts")

        said = wall.refusal(*restore_of(wall))

        assert f"move away {log}, together" in said
        assert log.read_bytes() == b"the newest posts"
        assert not database.exists()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP])
def test_who_is_told_to_end_leaves_no_plain_copy(end):
    made = []

    def is_told_to_end():
        with backups.in_memory(1) as scratch:
            made.append(scratch)
            (scratch / "database").touch()
            os.kill(os.getpid(), end)

    with pytest.raises(SystemExit):
        is_told_to_end()

    assert not made[0].exists()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_what_somebody_who_was_killed_has_left_goes_and_what_is_held_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(backups, "MEMORY", tmp_path)
    left = tmp_path / "wall-left"
    left.mkdir()
    (left / "database").touch()

    with backups.in_memory(1) as held:
        assert not left.exists()
        backups.clear_memory()
        assert held.exists()


def test_a_scratch_database_that_was_left_behind_goes_with_the_next_backup(wall):
    url = wall.environment["DATABASE_URL"]
    if not url:
        pytest.skip("asks for PostgreSQL")
    from metoo_wall.settings import env

    with databases.of(env.db_url_config(url)).scratch(wall.folder) as left:
        name = left.name
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        wall.backup()
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        assert found.fetchone() is None


def test_old_backups_go_as_the_table_says_and_the_newest_stays(folder):
    names = [name_of(days) for days in (40, 15, 13, 1)]
    for name in names:
        (folder / name).touch()

    backups.forget_old()

    assert [path.name for path in backups.all_there()] == names[2:]
    for name in names[2:]:
        (folder / name).unlink()
    (folder / names[0]).touch()
    assert backups.forget_old() == []


def test_a_backup_under_another_name_is_as_old_as_its_file(folder):
    kept = folder / "before-the-upgrade.wall.age"
    for path in (kept, folder / name_of(1)):
        path.touch()
    day = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(kept, (day, day))

    assert backups.forget_old() == []
    assert timezone.now() - backups.newest_at() < timedelta(days=2)
    day = (timezone.now() - timedelta(days=15)).timestamp()
    os.utime(kept, (day, day))
    assert backups.forget_old() == [kept]


def test_what_a_killed_backup_wrote_goes_after_a_day(folder):
    old, new = folder / ".1.wall.age.part", folder / ".2.wall.age.part"
    for part in (old, new):
        part.touch()
    day = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(old, (day, day))

    backups.forget_old()

    assert list(folder.iterdir()) == [new]


@pytest.mark.django_db
def test_old_backups_go_where_no_new_one_succeeds(folder):
    for days in (40, 15):
        (folder / name_of(days)).touch()

    assert "backups: 1 would be erased." in purge("--dry-run")
    assert len(backups.all_there()) == 2
    assert "backups: 1 erased." in purge()
    assert len(backups.all_there()) == 1
    assert "metoo_wall.keeping.backups.forget_old" in {job.name for job in timer.JOBS}


@pytest.mark.django_db
def test_old_backups_go_where_the_log_cannot_be_expired(folder, monkeypatch):
    for days in (40, 15):
        (folder / name_of(days)).touch()

    def is_broken(**_options):
        raise purging.Unfinished(["log"])

    monkeypatch.setattr(purging, "purge", is_broken)
    with pytest.raises(CommandError, match="the rest was erased"):
        purge()

    assert len(backups.all_there()) == 1


def purge(*arguments: str) -> str:
    out = StringIO()
    call_command("purge", *arguments, stdout=out)
    return out.getvalue()


def test_a_damaged_database_makes_no_backup(tmp_path):
    with new_wall(tmp_path / "var", DATABASE_URL="") as place:
        place.prepare()
        path = place.folder / "wall.sqlite3"
        content = path.read_bytes()
        path.write_bytes(content[:4096] + bytes(60_000) + content[64_096:])

        said = place.refusal("backup")

        assert "away or damaged" in said
        assert list((place.folder / "backups").glob("*.age*")) == []
