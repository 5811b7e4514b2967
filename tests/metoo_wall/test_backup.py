"""Backups, as the commands make them and put them back, on the database that the tests run on."""

import json
import tarfile
import time
from pathlib import Path

import pytest

from metoo_wall.keeping import backups, envelope
from tests.metoo_wall.posting import posting
from tests.metoo_wall.walls import new_place_for, new_wall

FILL = """
import json
from metoo_wall.models import StaffAccount
from stories.desk import moderation
from stories.intake import sharing
from stories.models import Reason, Submission
from stories.words import Words

by = StaffAccount.objects.first()

def send(text):
    return sharing.keep(moderation.Draft(words=Words(text), phrase_id=None, may_quote=True), "0" * 31 + str(send.n))

names = {}
for send.n, name in enumerate(("stands", "withdrawn", "taken down", "hidden", "changed", "back again")):
    kept = send(f"This one: {name}.")
    moderation.publish(kept.submission, by=by)
    names[name] = [kept.receipt, kept.submission.pk]
send.n = 9
Submission.objects.filter(pk=names["stands"][1]).update(may_quote=False, may_outlive=True)
names["waits"] = [send("This one: waits.").receipt, 0]
print(json.dumps(names))
"""
SINCE = """
import json
from metoo_wall.models import StaffAccount
from metoo_wall.keeping import removals
from stories.desk import moderation
from stories.models import Reason, Submission
from stories.words import Words

by = StaffAccount.objects.first()
names = json.loads('''%s''')
post = lambda name: Submission.objects.get(pk=names[name][1])
moderation.withdraw(post("withdrawn"))
moderation.take_down(post("taken down"), by=by, reason=Reason.objects.filter(kind="take_down").first())
moderation.hide(post("hidden"))
moderation.edit(post("changed"), moderation.Draft(words=Words("Other words."), phrase_id=None), edition=0)
moderation.show(moderation.hide(post("back again")))
removals.note()
"""


@pytest.fixture(scope="module")
def wall(tmp_path_factory):
    """A wall with a backup, and with much that happened since."""
    with new_wall(tmp_path_factory.mktemp("wall") / "var") as wall:
        wall.prepare()
        wall.names = json.loads(wall.shell(FILL).splitlines()[-1])
        wall.saved = wall.backup()
        wall.shell(SINCE % json.dumps(wall.names))
        yield wall


@pytest.fixture
def place(wall, tmp_path):
    with new_place_for(wall, tmp_path / "other") as place:
        yield place


def restore(place, wall, *more: str, file=None) -> str:
    removals = ("--removals", str(wall.folder / "backups" / "removals.txt"))
    return place.run(
        "manage.py", "restore", str(file or wall.saved), "--key", str(wall.key), *(more or removals)
    )


def refusal(place, wall, *more: str, file=None, key=None) -> str:
    arguments = ("restore", str(file or wall.saved), "--key", str(key or wall.key))
    return place.refusal(*arguments, *(more or ("--no-removals",)))


def stands(place) -> set[str]:
    rows = place.ask("SELECT text FROM stories_story")
    return {text.removeprefix("This one: ").rstrip(".") for (text,) in rows}


def test_nothing_that_was_taken_back_since_returns(place, wall):
    said = restore(place, wall)

    assert stands(place) == {"stands", "back again"}
    assert "1 withdrawn, 3 off the wall" in said
    assert "whoever was taken off since can sign in again" in said
    assert dict(place.ask("SELECT state, count(*) FROM stories_submission GROUP BY state")) == {
        "published": 2,
        "paused": 3,
        "waiting": 1,
    }
    assert place.ask("SELECT count(*) FROM stories_tombstone") == [(1,)]
    consents = "SELECT count(*) FROM stories_submission WHERE may_quote OR may_outlive"
    assert place.ask(consents) == [(0,)]


OWN_PAGE = """
from django.test import Client

here = {"Sec-Fetch-Site": "same-origin", "Accept": "application/json", "Host": "localhost"}
client = Client()
answer = client.post("/yours/", {"receipt": %r}, headers=here)
print(client.get(answer.json()["location"], headers={"Host": "localhost"}).content.decode())
"""


def test_an_author_reads_that_the_wall_was_restored_and_of_no_concern(place, wall):
    restore(place, wall)
    place.prepare()

    for name in ("taken down", "hidden", "changed"):
        page = place.shell(OWN_PAGE % wall.names[name][0])
        assert "We had to bring this wall back from a copy" in page
        assert "told us of a concern" not in page


def test_an_author_comes_back_to_a_restored_wall(place, wall):
    restore(place, wall)
    receipt = wall.names["waits"][0]

    found = place.shell(
        f"from stories.intake import own; print(own.find({receipt!r}).words.text)"
    ).splitlines()[-1]

    assert found == "This one: waits."


def test_a_second_restore_of_the_same_backup_takes_the_same_back(place, wall, tmp_path):
    restore(place, wall)
    with new_place_for(wall, tmp_path / "third") as third:
        kept = place.folder / "backups" / "removals.txt"
        said = restore(third, wall, "--removals", str(kept))
        assert "1 withdrawn, 3 off the wall" in said


def test_without_the_file_of_what_left_it_refuses_until_told(place, wall):
    said = place.refusal("restore", str(wall.saved), "--key", str(wall.key))
    assert "removals.txt" in said
    assert "--no-removals" in said

    restore(place, wall, "--no-removals")

    assert "withdrawn" in stands(place)


def test_a_live_database_is_never_written_over(wall):
    before = wall.digests()

    said = refusal(wall, wall)

    assert "never writes over one" in said
    assert wall.digests() == before


@pytest.mark.parametrize("damage", ["cut", "flipped", "head", "empty", "other"])
def test_a_damaged_backup_is_refused_and_nothing_is_made(place, wall, tmp_path, damage):
    content = bytearray(wall.saved.read_bytes())
    if damage == "flipped":
        content[-100] ^= 1
    content = {
        "cut": content[: len(content) // 2],
        "flipped": content,
        "head": content[10:],
        "empty": b"",
        "other": b"Somebody's letter.",
    }[damage]
    bad = tmp_path / "bad.wall.age"
    bad.write_bytes(content)

    said = refusal(place, wall, file=bad)

    assert "damaged" in said
    assert not (place.folder / "wall.sqlite3").exists()


def test_another_key_is_refused(place, wall, tmp_path):
    other = tmp_path / "other.key"
    other.write_text(str(envelope.new_identity()))

    assert "Another key opens this backup" in refusal(place, wall, key=other)


def test_a_file_that_is_no_key_is_refused(place, wall):
    assert "holds no private key" in refusal(place, wall, key=wall.saved)


def test_a_file_that_is_not_there_is_refused(place, wall):
    assert "No such file" in refusal(place, wall, file="/nowhere/at/all")


@pytest.mark.parametrize("kind", ["text", "bytes"])
def test_a_file_of_removals_that_is_none_is_refused(place, wall, kind):
    other = wall.key if kind == "text" else wall.saved

    assert "is no removals.txt" in refusal(place, wall, "--removals", str(other))


@pytest.mark.parametrize("change", ["format", "migration"])
def test_a_backup_of_a_newer_version_is_refused(place, wall, tmp_path, change):
    def newer(said):
        if change == "format":
            return said | {"format": 99}
        return said | {"migrations": [*said["migrations"], "stories.9999_of_tomorrow"]}

    bad = made_over(wall, tmp_path, newer)

    assert "newer version" in refusal(place, wall, file=bad)


def test_a_backup_of_the_other_database_is_refused(place, wall, tmp_path):
    bad = made_over(wall, tmp_path, lambda said: said | {"vendor": "another"})

    assert "Set DATABASE_URL" in refusal(place, wall, file=bad)


def test_a_backup_under_other_keys_of_the_site_is_refused(wall, tmp_path):
    with new_wall(tmp_path / "strangers") as stranger:
        assert "keys import" in refusal(stranger, wall)


def test_what_was_counted_otherwise_keeps_the_site_shut(place, wall, tmp_path):
    def lies(said):
        return said | {"counts": said["counts"] | {"stories_story": 99}}

    said = refusal(place, wall, file=made_over(wall, tmp_path, lies))

    assert "is not what the backup says" in said
    assert "A restore has begun here" in place.refusal("run")


def made_over(wall, folder, change):
    """The same backup with something else in its manifest."""
    key = envelope.identity(wall.key)
    plain, copy = folder / "plain", folder / "made-over.wall.age"
    envelope.open_with(wall.saved, plain, key)
    with tarfile.open(plain) as archive:
        archive.extractall(folder, filter="data")
    manifest = folder / backups.MANIFEST
    manifest.write_text(json.dumps(change(json.loads(manifest.read_text()))))
    with tarfile.open(plain, "w:gz") as archive:
        for name in (backups.MANIFEST, backups.DATABASE):
            archive.add(folder / name, name)
    envelope.close(plain, copy, [key.to_public()])
    return copy


def test_a_backup_tells_nothing_without_its_key(wall):
    content = wall.saved.read_bytes()

    assert content.startswith(b"age-encryption.org/v1")
    assert b"This one" not in content
    assert b"SQLite" not in content
    assert wall.saved.stat().st_mode & 0o077 == 0


def test_no_plain_copy_stays_anywhere(wall):
    left = [p.name for p in (wall.folder / "backups").iterdir() if p.suffix not in (".age", ".txt")]

    assert left == []
    assert _is_soon_empty(list(backups.MEMORY.glob("wall-*/database")))


def _is_soon_empty(found: list[Path]) -> bool:
    """Another wall on this machine may be at its own backup just now; what is left behind stays."""
    end = time.monotonic() + 30
    while (found := [file for file in found if file.exists()]) and time.monotonic() < end:
        time.sleep(0.1)
    return not found


def test_it_warns_until_the_keys_of_today_were_exported(wall, tmp_path):
    import subprocess
    import sys

    from tests.journeys.serving import ROOT

    def warning() -> str:
        command = [sys.executable, "manage.py", "backup"]
        done = subprocess.run(
            command, cwd=ROOT, env=wall.environment, capture_output=True, text=True, check=True
        )
        return done.stderr

    assert "this backup is dead" in warning()
    wall.run("manage.py", "keys", "export", str(tmp_path / "keys.age"))
    assert warning() == ""
    wall.run("manage.py", "keys", "rotate", "--receipts")
    assert "this backup is dead" in warning()


def test_a_machine_without_keys_takes_them_in(wall, tmp_path):
    copy = tmp_path / "keys.age"
    sheet = wall.run("manage.py", "keys", "export", str(copy))
    passphrase = sheet.partition("Passphrase:")[2].split()[0]
    with new_place_for(wall, tmp_path / "bare") as place:
        (place.folder / "keys.env").unlink()

        place.run("manage.py", "keys", "import", str(copy), said=passphrase + "\n")

        assert "1 withdrawn" in restore(place, wall)


AWAY = "postgres://nobody@127.0.0.1:9/nothing"


@pytest.mark.parametrize(
    "command", ["backup", "purge", "keys rotate", "sunset begin --on 2099-01-01", "sweep"]
)
def test_a_database_that_is_away_is_said_in_a_sentence(tmp_path, command):
    with new_wall(tmp_path / "var") as place:
        place.environment["DATABASE_URL"] = AWAY
        said = place.refusal(*command.split())

    assert "away" in said or "does not answer" in said


def test_nothing_is_restored_into_a_database_that_is_away(place, wall):
    place.environment["DATABASE_URL"] = AWAY

    assert "Nothing was changed." in refusal(place, wall)
    assert not (place.folder / "restoring").exists()


@pytest.mark.parametrize("given", ["", "age1nonsense", "ssh-ed25519 AAAA"])
def test_without_a_public_key_nothing_is_written(wall, given, monkeypatch):
    monkeypatch.setitem(wall.environment, "BACKUP_RECIPIENT", given)
    before = set((wall.folder / "backups").iterdir())

    assert "keys backup FILE" in wall.refusal("backup")
    assert set((wall.folder / "backups").iterdir()) == before


def test_people_post_while_a_backup_runs_and_it_holds_a_prefix(tmp_path):
    """A short one; the minute at fifty a second is in tests/proofs."""
    with new_wall(tmp_path / "var") as wall:
        wall.start()
        with posting(wall.port, a_second=10, people=4) as senders:
            wait_for(senders, 3)
            saved = wall.backup()
            wait_for(senders, max(len(s.accepted) for s in senders) + 2)
        with new_place_for(wall, tmp_path / "other") as place:
            restore(place, wall, "--no-removals", file=saved)
            judge_prefix(senders, place)


def wait_for(senders, number: int) -> None:
    import time

    end = time.monotonic() + 90
    while min(len(s.accepted) for s in senders) < number:
        assert time.monotonic() < end, [s.errors for s in senders]
        time.sleep(0.05)


def judge_prefix(senders, place) -> tuple[int, int]:
    """Of each person, what is there is what was accepted first, without a gap; (there, accepted in all)."""
    assert [sender.errors for sender in senders] == [[]] * len(senders)
    shown = [form for sender in senders for form in sender.accepted]
    found = set(
        json.loads(
            place.run("manage.py", "shell", "-v0", "-c", FIND, said=json.dumps(shown)).splitlines()[
                -1
            ]
        )
    )
    for sender in senders:
        there = [form in found for form in sender.accepted]
        assert there == sorted(there, reverse=True), "a gap"
    assert 0 < len(found) < len(shown)
    return len(found), len(shown)


FIND = """
import json, sys
from stories.desk.moderation import Draft
from stories.intake import sharing
from stories.models import Phrase
from stories.words import Words

draft = Draft(words=Words(), phrase_id=Phrase.objects.get(slug="metoo").pk)
print(json.dumps([form for form in json.loads(sys.stdin.read()) if sharing.was_kept(draft, form)]))
"""
