import ast
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from freezegun import freeze_time
from redis.exceptions import ResponseError

from metoo_wall import diagnosis
from metoo_wall.diagnosis import findings
from metoo_wall.keeping import keyring, removals
from resources.models import Helpline
from stories.models import Phrase, Submission
from tests.factories import make_phrase, receive
from tests.metoo_wall.staff import make_account
from tests.resources.factories import make_helpline

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_site_in_order(settings, tmp_path):
    settings.VAR_DIR, settings.KEYS_FILE = tmp_path, tmp_path / "keys.env"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.REMOVALS_FILE = settings.BACKUP_DIR / "removals.txt"
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    tmp_path.chmod(0o700)
    make_phrase()
    for name in ("rosa", "noor"):
        make_account("moderator", username=name)


def found() -> set[str]:
    return {finding.id for finding in findings()}


def test_a_site_in_order_is_well():
    out = StringIO()

    call_command("doctor", stdout=out)

    assert out.getvalue() == "All is well.\n"


def test_keys_that_others_can_read_are_serious(tmp_path):
    keys = tmp_path / "keys.env"
    keys.touch()
    keys.chmod(0o644)
    out = StringIO()

    with pytest.raises(CommandError, match="1 of 1"):
        call_command("doctor", stdout=out)

    assert out.getvalue().startswith("wall.D004")


def test_one_moderator_is_a_warning_and_none_is_serious(django_user_model):
    accounts = django_user_model.objects

    accounts.filter(username="noor").update(is_active=False)
    assert found() == {"wall.D006"}
    accounts.update(is_active=False)
    assert found() == {"wall.D005"}


def test_a_post_that_waits_too_long_is_found():
    Submission.objects.create(
        receipt_digest=b"d" * 32,
        receipt_key="k1",
        state="waiting",
        kind="story",
        asks_before_publishing=False,
        received_at=timezone.now() - timedelta(days=8),
    )

    assert found() == {"wall.D009"}


@pytest.fixture
def in_public(settings, tmp_path):
    """A site that others can reach, with its keys exported and elsewhere, and a backup of last night."""
    settings.ALLOWED_HOSTS = ["wall.example"]
    settings.BACKUP_DIR.mkdir()
    make_backup(settings, hours_ago=20)
    keyring.note_export()


def make_backup(settings, *, hours_ago: int) -> None:
    made = timezone.now() - timedelta(hours=hours_ago)
    (settings.BACKUP_DIR / f"{made:%Y-%m-%dT%H%M%SZ}.wall.age").touch()


def test_a_public_site_in_order_is_well(in_public):
    assert found() == set()


def test_no_backup_in_two_days_is_found(in_public, settings):
    for path in settings.BACKUP_DIR.iterdir():
        path.unlink()
    assert found() == {"wall.D012"}

    make_backup(settings, hours_ago=49)
    assert found() == {"wall.D012"}

    make_backup(settings, hours_ago=47)
    assert found() == set()


def test_keys_that_were_never_exported_are_found(in_public, settings):
    (settings.VAR_DIR / keyring.EXPORTED).unlink()
    assert found() == {"wall.D010"}


def test_keys_that_changed_since_their_export_are_found(in_public, settings):
    settings.RECEIPT_KEYS = {"k2": b"n" * 32, **settings.RECEIPT_KEYS}
    assert found() == {"wall.D010"}


def test_keys_beside_the_database_are_found(in_public, settings, monkeypatch):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": settings.VAR_DIR / "wall.sqlite3"}
    elsewhere = settings.VAR_DIR / "elsewhere"
    elsewhere.mkdir()
    for keys in (settings.KEYS_FILE, elsewhere / "keys.env"):
        keys.touch(0o600)

    assert diagnosis.stand_together(database, settings.KEYS_FILE)
    assert not diagnosis.stand_together(database, elsewhere / "keys.env")
    monkeypatch.setattr(diagnosis, "stand_together", lambda database, keys: True)
    assert found() == {"wall.D011"}


@pytest.mark.parametrize("taken", ["folder", "file"])
def test_removals_that_cannot_be_noted_are_serious(in_public, settings, taken):
    """By others' permissions, or since something else stands there: root is kept out by the second alone."""
    removals.note()
    assert found() == set()

    if taken == "file":
        settings.REMOVALS_FILE.unlink()
        settings.REMOVALS_FILE.mkdir()
    else:
        settings.BACKUP_DIR.rename(settings.VAR_DIR / "elsewhere")
        settings.BACKUP_DIR.touch()

    assert "wall.D014" in found()
    with pytest.raises(OSError, match=r"removals|backups"):
        removals.note()


def test_at_home_nobody_is_asked_for_backups_and_exports():
    assert found() == set()


def test_a_helpline_that_is_overdue_is_found():
    line = make_helpline()
    long_ago, yesterday = (timezone.localdate() - timedelta(days=days) for days in (200, 1))
    Helpline.objects.filter(pk=line.pk).update(verified_on=long_ago, next_due_on=yesterday)

    assert found() == {"wall.D008"}


def test_a_phrase_that_is_held_too_long_is_found():
    with freeze_time(timezone.now() - timedelta(days=8)):
        receive(hold_bare=True)
    assert found() == {"wall.D009"}


def test_no_phrase_to_say_is_serious():
    Phrase.objects.update(is_offered=False)
    assert found() == {"wall.D007"}


def test_a_restore_that_has_not_ended_is_serious(settings):
    (settings.VAR_DIR / "restoring").touch()
    assert found() == {"wall.D015"}


class SayingRedis:
    """Answers as a Redis that was set up in some way; nothing of ours is replaced."""

    def __init__(self, said):
        self.said = said

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def config_get(self, name):
        if self.said is None:
            raise ResponseError
        return {name: self.said[name]}


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ({"save": "", "appendonly": "no"}, set()),
        ({"save": "3600 1", "appendonly": "no"}, {"wall.D013"}),
        ({"save": "", "appendonly": "yes"}, {"wall.D013"}),
        (None, {"wall.D013"}),
    ],
)
def test_a_redis_that_writes_to_a_disk_is_found(settings, monkeypatch, said, ids):
    settings.CACHES["default"] |= {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://x",
    }
    monkeypatch.setattr(diagnosis, "cache_answers", lambda: True)
    monkeypatch.setattr(diagnosis.Redis, "from_url", lambda url: SayingRedis(said))

    assert found() == ids


def test_a_monitor_on_this_machine_reads_the_ids_and_a_visitor_does_not(client):
    Phrase.objects.update(is_offered=False)

    here = client.get("/readyz").json()
    by_proxy = client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.9"}).json()
    from_afar = client.get("/readyz", REMOTE_ADDR="203.0.113.9").json()

    assert here["doctor"] == ["wall.D007"]
    assert "doctor" not in by_proxy | from_afar


def test_every_finding_is_in_the_handbook(settings):
    source = (settings.BASE_DIR / "metoo_wall" / "diagnosis.py").read_text()
    rows = (settings.BASE_DIR / "docs" / "operations.md").read_text()

    ids = set(re.findall(r"wall\.D\d{3}", source))

    assert len(ids) == 16
    assert {i for i in ids if f"| `{i}` |" not in rows} == set()


def test_every_finding_is_made_to_fire():
    """D016 in test_copies.py, what the site stands on in test_doctor_below.py, the rest here."""
    here = Path(__file__).parent
    names = ("test_doctor.py", "test_doctor_below.py", "test_copies.py")
    fired = re.findall(r"wall\.D\d{3}", " ".join((here / name).read_text() for name in names))
    said = re.findall(r"wall\.D\d{3}", Path(diagnosis.__file__).read_text())

    assert set(fired) == set(said)


def test_every_finding_says_what_to_do():
    source = ast.parse(Path(diagnosis.__file__).read_text())
    made = [
        call
        for call in ast.walk(source)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("Error", "Warning")
    ]

    assert len(made) > 15
    assert all(len(call.args) == 2 and call.keywords[0].arg == "id" for call in made)
