"""Keys: exported, brought back, made anew while the site runs, and taken out."""

import os
import threading
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from metoo_wall.keeping import keyring, rotating
from metoo_wall.keys import MAKERS
from metoo_wall.models import AuthenticatorApp
from stories import vault
from stories.desk import care, log, moderation
from stories.intake import own, sharing
from stories.models import Concern, Note, Submission
from tests.factories import make_draft, make_moderator, make_reason, make_waiting
from tests.stories.logs import decide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys_of_a_file(settings, tmp_path, monkeypatch):
    """As `make run` has them: in a file of their own."""
    settings.VAR_DIR, settings.KEYS_FILE = tmp_path, tmp_path / "keys.env"
    settings.KEYS_FROM_FILE = frozenset(MAKERS)
    for name in keyring.LISTS:
        setattr(settings, name, getattr(settings, name))  # put back after the test
    keyring.write_new(keyring.all_keys())
    monkeypatch.setattr(keyring._Seen, "state", None)
    keyring.refresh()


def rotate() -> rotating.Rotation:
    return rotating.rotate(lambda line: None, settled=0)


def everything_sealed() -> tuple[Submission, AuthenticatorApp]:
    """One row of each column that is sealed."""
    robin = make_moderator()
    post = moderation.ask(
        make_waiting("My own words."), by=robin, question=make_reason("ask"), note="When?"
    )
    Submission.objects.filter(pk=post.pk).update(sealed_redaction=vault.seal("{}"))
    Concern.objects.create(
        submission=post, reason="other", received_at=moderation.this_hour(),
        sealed_text=vault.seal("A reader's words."),
    )  # fmt: skip
    care.choose(robin, leaves=[], pause_after=7, cap=None)
    return Submission.objects.get(pk=post.pk), AuthenticatorApp.new(robin, confirmed=True)


def test_every_column_that_is_sealed_is_rotated():
    sealed = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.startswith("sealed") and field.get_internal_type() in ("BinaryField", "CharField", "TextField")
    }  # fmt: skip

    assert {(column.model, column.name) for column in rotating.COLUMNS} == sealed


def test_a_rotation_seals_everything_anew_and_all_of_it_is_read(settings):
    post, device = everything_sealed()
    secret = device.secret
    old = keyring.fingerprints()

    done = rotate()

    assert (done.sealed_anew, done.unreadable) == (6, 0)
    assert keyring.fingerprints()[1:] == old
    settings.TEXT_KEYS = settings.TEXT_KEYS[:1]  # the new one alone
    post.refresh_from_db()
    assert post.words.text == "My own words."
    assert Note.objects.get().text == "When?"
    assert Concern.objects.get().text == "A reader's words."
    assert care.of(make_account_of(post)).pause_after == 7
    assert AuthenticatorApp.objects.get().secret == secret


def make_account_of(post):
    return post.decisions.exclude(by=None).first().by


def test_a_worker_takes_the_new_key_over_without_a_restart(settings):
    before = list(settings.TEXT_KEYS)
    keyring.add_newest("TEXT_KEYS")
    settings.TEXT_KEYS = before  # another worker, which has not looked since
    keyring._Seen.state = None

    sealed = vault.seal("words")

    assert len(settings.TEXT_KEYS) == 2
    assert vault.is_newest(sealed)


def test_while_it_runs_both_keys_read_and_what_a_slow_request_wrote_is_found(monkeypatch):
    make_waiting("Before.")
    late = vault.seal("sealed under the old key")
    passes = iter(
        [lambda: Submission.objects.update(sealed_words=late), lambda: None, lambda: None]
    )
    monkeypatch.setattr(rotating.time, "sleep", lambda seconds: next(passes)())

    done = rotate()

    assert done.sealed_anew == 2
    assert vault.is_newest(Submission.objects.get().sealed_words)


def test_what_its_author_changes_meanwhile_is_not_written_over(monkeypatch):
    post = make_waiting("Before.")
    unseal = vault.unseal

    def somebody_is_faster(sealed):
        Submission.objects.filter(pk=post.pk).update(sealed_words=vault.seal("After."))
        return unseal(sealed)

    monkeypatch.setattr(vault, "unseal", somebody_is_faster)
    rotate()
    monkeypatch.undo()

    assert vault.unseal(Submission.objects.get().sealed_words) == "After."


def test_stopped_in_the_middle_it_goes_on_with_the_same_key(monkeypatch):
    for number in range(5):
        make_waiting(f"Number {number}.")
    seal, left = vault.seal, iter([True, True])

    def stops(text):
        next(left, None) or (_ for _ in ()).throw(KeyboardInterrupt)
        return seal(text)

    monkeypatch.setattr(vault, "seal", stops)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.setattr(vault, "seal", seal)
    keys = keyring.fingerprints()

    done = rotate()

    assert (done.resumed, done.sealed_anew) == (True, 3)
    assert keyring.fingerprints() == keys


def test_two_rotations_at_once_are_one():
    with rotating._alone(), pytest.raises(rotating.SomebodyElseRotates):
        rotate()


def test_what_no_key_opens_is_left_and_said():
    make_waiting()
    Submission.objects.update(sealed_words=b"gAAAAA-of-another-wall")

    assert rotate().unreadable == 1
    with pytest.raises(CommandError, match="still sealed under an older key"):
        call_command("keys", "forget")


def test_forget_refuses_while_a_row_needs_the_old_key_and_then_takes_it_out():
    make_waiting()
    keyring.add_newest("TEXT_KEYS")
    with pytest.raises(rotating.StillInUse):
        rotating.forget_old()
    (rotating.settings.VAR_DIR / rotating.UNDER_WAY).touch()

    rotate()

    assert rotating.forget_old()["TEXT_KEYS"] == 1
    assert len(keyring.fingerprints()) == 1


def test_receipts_survive_for_good_and_their_key_goes_with_the_last_of_them(settings):
    form_id = "0" * 32
    kept = sharing.keep(make_draft("First."), form_id)
    keyring.add_newest("RECEIPT_KEYS")

    again = sharing.keep(make_draft("First."), form_id)  # the same press, sent once more
    later = sharing.keep(make_draft("Second."), form_id)

    assert list(settings.RECEIPT_KEYS) == ["k2", "k1"]
    assert (again.receipt, again.submission) == (kept.receipt, kept.submission)
    assert own.find(kept.receipt) == kept.submission
    assert later.submission.receipt_key == "k2"
    assert rotating.forget_old()["RECEIPT_KEYS"] == 0
    moderation.withdraw(kept.submission)
    assert rotating.forget_old()["RECEIPT_KEYS"] == 0, "its tombstone needs it"
    assert sharing.keep(make_draft("First."), form_id).submission is None


def test_a_key_of_receipts_that_nothing_uses_goes(settings):
    keyring.add_newest("RECEIPT_KEYS")
    sharing.keep(make_draft("After."), "0" * 32)

    assert rotating.forget_old()["RECEIPT_KEYS"] == 1
    assert list(settings.RECEIPT_KEYS) == ["k2"]


def test_the_log_is_signed_with_the_new_key_and_checked_with_the_old(settings):
    decide()
    log.seal()
    call_command("keys", "rotate", "--log", stdout=StringIO())
    decide()
    log.seal()

    assert log.verify() == []
    assert rotating.forget_old()["LOG_KEYS"] == 0


def test_a_key_of_the_environment_is_not_written_for_somebody(settings):
    settings.KEYS_FROM_FILE = frozenset()

    with pytest.raises(CommandError, match="stands in the environment"):
        call_command("keys", "rotate")


def test_whoever_reads_the_file_meanwhile_finds_it_whole(settings):
    seen, ended = [], threading.Event()

    def look():
        while not ended.is_set():
            seen.append(set(keyring.read(settings.KEYS_FILE)))

    looking = threading.Thread(target=look)
    looking.start()
    for _time in range(20):
        keyring.add_newest("RECEIPT_KEYS")
    ended.set()
    looking.join()

    assert all(names == set(MAKERS) for names in seen)
    assert oct(settings.KEYS_FILE.stat().st_mode & 0o777) == "0o600"


def exported(path) -> str:
    """The passphrase on the sheet."""
    out = StringIO()
    call_command("keys", "export", str(path), stdout=out)
    return out.getvalue().partition("Passphrase:")[2].split()[0]


def typed(monkeypatch, text: str):
    monkeypatch.setattr("sys.stdin", StringIO(text + "\n"))


def test_the_sheet_opens_the_file_and_a_new_machine_has_the_keys(settings, tmp_path, monkeypatch):
    path, keys = tmp_path / "keys.age", keyring.all_keys()
    passphrase = exported(path)
    typed(monkeypatch, passphrase.upper())
    call_command("keys", "check", str(path), stdout=StringIO())
    settings.KEYS_FILE.unlink()

    typed(monkeypatch, passphrase)
    call_command("keys", "import", str(path), stdout=StringIO())

    assert keyring.read(settings.KEYS_FILE) == keys
    assert settings.KEYS_FILE.stat().st_mode & 0o077 == 0


def test_the_export_says_nothing_by_itself(tmp_path):
    path = tmp_path / "keys.age"
    passphrase = exported(path)

    content = path.read_bytes()

    assert passphrase.encode() not in content
    assert not any(value.encode() in content for value in keyring.all_keys().values())
    assert keyring.were_exported()


def test_keys_that_are_there_are_never_written_over(tmp_path, monkeypatch, settings):
    path = tmp_path / "keys.age"
    passphrase = exported(path)
    before = settings.KEYS_FILE.read_text()

    typed(monkeypatch, passphrase)
    with pytest.raises(CommandError, match="never written over"):
        call_command("keys", "import", str(path))
    with pytest.raises(CommandError, match="File exists"):
        exported(path)

    assert settings.KEYS_FILE.read_text() == before


@pytest.mark.parametrize("wrong", ["passphrase", "file"])
def test_a_wrong_passphrase_or_a_damaged_file_opens_nothing(tmp_path, monkeypatch, wrong):
    path = tmp_path / "keys.age"
    passphrase = exported(path)
    if wrong == "file":
        path.write_bytes(path.read_bytes()[:-9])

    typed(monkeypatch, "wrong" if wrong == "passphrase" else passphrase)
    with pytest.raises(CommandError, match="does not open"):
        call_command("keys", "check", str(path))


def test_an_old_copy_is_told_apart(tmp_path, monkeypatch):
    path = tmp_path / "keys.age"
    passphrase = exported(path)
    keyring.add_newest("RECEIPT_KEYS")

    assert not keyring.were_exported()
    typed(monkeypatch, passphrase)
    with pytest.raises(CommandError, match="Export them anew"):
        call_command("keys", "check", str(path))


def test_a_pair_for_backups_leaves_its_private_half_in_one_file(tmp_path):
    out, path = StringIO(), tmp_path / "backup.key"

    call_command("keys", "backup", str(path), stdout=out)

    assert "BACKUP_RECIPIENT=age1" in out.getvalue()
    assert "AGE-SECRET-KEY" not in out.getvalue()
    assert "AGE-SECRET-KEY-1" in path.read_text()
    assert os.stat(path).st_mode & 0o077 == 0


def test_a_copy_whose_passphrase_was_never_said_is_not_left(settings, tmp_path):
    (settings.VAR_DIR / keyring.EXPORTED).mkdir()
    out = StringIO()

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("keys", "export", str(tmp_path / "keys.age"), stdout=out)

    assert not (tmp_path / "keys.age").exists()
    assert out.getvalue() == ""


def test_a_rotation_that_went_on_says_that_its_key_is_of_that_time(settings):
    (settings.VAR_DIR / rotating.UNDER_WAY).touch()
    out = StringIO()

    call_command("keys", "rotate", "--settled", "0", stdout=out)

    assert "run it once more" in out.getvalue()
