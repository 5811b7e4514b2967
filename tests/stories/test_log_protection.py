"""The database itself refuses what the log must not suffer; only a signed checkpoint lets old lines go."""

from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, connections, transaction

from metoo_wall import timer
from metoo_wall.models import StaffAccount, StaffDecision
from stories import vault
from stories.desk import log, moderation
from stories.desk.log import protection, signing
from stories.desk.moderation.life import this_hour
from stories.models import Checkpoint, Decision, Note, Seal
from tests.factories import make_moderator, make_published, make_reason, make_waiting
from tests.metoo_wall.staff import make_account, signed_in
from tests.stories.logs import (
    TABLES,
    decide,
    findings,
    is_protected,
    note_staff,
    protect,
    run,
    unprotect,
    with_the_file_in_hand,
)

pytestmark = pytest.mark.django_db
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="numbers may commit out of order there"
)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def sealed():
    lines = decide(2, hours_ago=5)
    log.seal(before=this_hour() - 4 * AN_HOUR)
    lines += decide(2)
    note_staff(2)
    log.seal()
    return lines


@pytest.fixture
def _emptied_afterwards(transactional_db):
    """What the database refuses to delete, the end of a test must."""
    yield
    unprotect()
    Seal.objects.all().delete()
    Checkpoint.objects.all().delete()
    protect()


def refuses(name: str, sql: str) -> bool:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        run(sql)
    return True


@pytest.mark.parametrize("column", ["submission_id", "verb", "by_name", "by_id", "decided_at"])
def test_no_line_is_changed_sealed_or_not(column):
    decide()

    assert refuses("decision_is_never_changed", f"UPDATE stories_decision SET {column} = {column}")


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(("name", "table"), TABLES.items())
def test_no_sealed_line_is_deleted(name, table):
    noun = {"decisions": "decision", "staff": "staff_decision"}[name]

    assert refuses(f"{noun}_stays_once_sealed", f"DELETE FROM {table}")


def test_a_line_that_no_seal_covers_can_be_deleted(sealed):
    (new,) = decide(hours_ago=0)

    new.delete()

    assert Decision.objects.count() == len(sealed)


@pytest.mark.usefixtures("sealed")
def test_no_seal_and_no_checkpoint_is_changed_or_deleted():
    log.expire(this_hour() - 3 * AN_HOUR)

    assert refuses("seal_is_never_changed", "UPDATE stories_seal SET number = number")
    assert refuses("seal_stays_in_its_chain", "DELETE FROM stories_seal")
    assert refuses("checkpoint_is_never_changed", "UPDATE stories_checkpoint SET last_id = 99")
    assert refuses("checkpoint_stays_until_a_newer", "DELETE FROM stories_checkpoint")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("noun", "what"),
    [
        ("decision", "*"),
        ("seal", "*"),
        ("seal", "id + 9, log, number, first_id, last_id + 9, format, lines, previous, key, key"),
        ("seal", "id + 9, log, number + 9, first_id, last_id, format, lines, previous, key, key"),
    ],
)
def test_nothing_is_replaced(noun, what):
    table = f"stories_{noun}"

    assert refuses(
        f"{noun}_is_never_replaced", f"INSERT OR REPLACE INTO {table} SELECT {what} FROM {table}"
    )


@only_postgresql
@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("noun", ["decision", "seal", "checkpoint"])
def test_no_table_is_emptied_while_anything_is_sealed(noun):
    assert refuses(f"{noun}_is_not_emptied", f"TRUNCATE stories_{noun} CASCADE")


@pytest.mark.parametrize(
    "columns",
    [
        {"decided_at": this_hour() + timedelta(seconds=1)},
        {"decided_at": this_hour() + timedelta(minutes=1)},
        {"decided_at": this_hour() + timedelta(microseconds=1)},
        {"verb": "he said"},
        {"reason": "because he"},
        {"reason": "pas d'accord"},
        {"reason": "été"},
    ],
)
def test_a_line_holds_hours_and_codes_alone(columns):
    with (
        pytest.raises(IntegrityError, match="decision_holds_hours_and_codes"),
        transaction.atomic(),
    ):
        decide(**columns)


def test_migrations_leave_every_trigger_in_its_place():
    assert protection.missing() == []


def test_the_protection_can_be_taken_off_and_put_back():
    unprotect()
    assert protection.missing() == sorted(
        protection.expected() - {"staff_decision_is_never_changed"}
    )

    protect()
    assert is_protected()


def test_lost_protection_is_a_finding():
    with with_the_file_in_hand():
        found = log.verify()

    assert "The database has lost its protection: decision_is_never_changed." in found


def test_names_stay_when_the_account_goes():
    robin = make_moderator()
    moderation.decline(make_waiting(), by=robin, reason=make_reason())
    log.seal(before=this_hour() + AN_HOUR)
    number = robin.pk

    StaffAccount.objects.get().delete()

    decision = Decision.objects.get()
    assert (decision.by_name, decision.by_id) == ("robin", number)
    assert findings() == []
    page = f"/admin/stories/decision/{decision.pk}/change/"
    assert "robin" in signed_in(make_account("lead")).get(page).content.decode()


def test_notes_go_and_leave_the_line_as_it_is():
    submission = make_published("Standing.")
    decision = Decision.objects.get()
    Note.objects.create(submission=submission, decision=decision, sealed_text=vault.seal("why"))
    log.seal(before=this_hour() + AN_HOUR)

    moderation.withdraw(submission)

    assert not Note.objects.exists()
    assert Decision.objects.filter(pk=decision.pk).exists()
    assert findings() == []


def test_what_is_old_expires_behind_a_signed_checkpoint(sealed):
    assert log.expire(this_hour() - 3 * AN_HOUR) == 2

    checkpoint = Checkpoint.objects.get()
    assert (checkpoint.number, checkpoint.last_id) == (1, sealed[1].pk)
    assert signing.is_signed(checkpoint, signing.public_keys())
    assert list(Decision.objects.order_by("id")) == sealed[2:]
    assert findings() == []


def test_a_newer_checkpoint_takes_the_place_of_an_older_and_the_chain_goes_on(sealed):
    log.expire(this_hour() - 3 * AN_HOUR)
    log.expire(this_hour())
    decide()
    log.seal()

    assert list(Checkpoint.objects.order_by("log").values_list("log", "number")) == [
        ("decisions", 2),
        ("staff", 1),
    ]
    assert Seal.objects.get().number == 3
    assert findings() == []


def test_lines_expire_with_the_seal_that_is_old_enough_as_a_whole():
    decide(hours_ago=5)
    decide(hours_ago=2)
    log.seal()

    assert log.expire(this_hour() - 3 * AN_HOUR) == 0
    assert not Checkpoint.objects.exists()


def test_notes_expire_with_their_lines():
    submission = make_published("Standing.")
    Note.objects.create(
        submission=submission, decision=Decision.objects.get(), sealed_text=vault.seal("why")
    )
    log.seal(before=this_hour() + AN_HOUR)

    assert log.expire(this_hour() + AN_HOUR) == 1
    assert not Note.objects.exists()


def test_nothing_expires_that_does_not_agree_with_its_seal(sealed):
    with with_the_file_in_hand():
        run(f"UPDATE stories_decision SET by_name = 'x' WHERE id = {sealed[0].pk}")
        with pytest.raises(log.LogIsBroken) as broken:
            log.expire(this_hour() - 3 * AN_HOUR)
        assert Decision.objects.count() == len(sealed)
        assert log.expire(this_hour() - 3 * AN_HOUR, even_if_broken=True) == 2

    assert f"line {sealed[0].pk} was changed" in broken.value.found[0]


def test_a_checkpoint_that_nobody_signed_opens_the_way_and_is_found(sealed):
    first = Seal.objects.get(log="decisions", number=1)
    Checkpoint.objects.create(
        log="decisions",
        number=1,
        last_id=first.last_id,
        digest=signing.chain_digest(first),
        key="k1",
        signature=bytes(64),
    )
    Decision.objects.filter(pk__lte=first.last_id).delete()
    first.delete()

    assert findings() == [
        f"decisions: the checkpoint after line {sealed[1].pk} was changed, or signed with another key than k1."
    ]


def test_a_line_put_back_behind_a_checkpoint_is_found(sealed):
    log.expire(this_hour() - 3 * AN_HOUR)

    decide(id=sealed[0].pk)

    assert findings() == [f"decisions: no line up to {sealed[1].pk} should be there, and some are."]


def test_a_head_that_has_expired_is_told_apart_from_one_that_was_cut_off(sealed):
    first, last = Seal.objects.filter(log="decisions").order_by("number")
    heads = [f"decisions:{s.number}:{signing.chain_digest(s).hex()[:32]}" for s in (first, last)]

    log.expire(this_hour())

    assert [list(log.compare(head)) for head in heads] == [
        ["decisions: seal 1 has expired. Keep a newer head."],
        [],
    ]


@pytest.mark.usefixtures("_emptied_afterwards")
@pytest.mark.django_db(transaction=True)
def test_workers_that_seal_at_the_same_moment_make_one_chain():
    decide(5)
    note_staff(3)
    barrier, made = Barrier(3), []

    def worker() -> None:
        barrier.wait()
        made.append(log.seal())
        connections.close_all()

    threads = [Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    log.seal()
    assert len(made) == 3
    assert Seal.objects.count() == 2
    assert findings() == []


@pytest.mark.usefixtures("_emptied_afterwards")
@pytest.mark.django_db(transaction=True)
def test_the_timer_seals():
    decide()

    timer.run_due({}, 100.0)

    assert [len(signing.unpack(seal.lines)) for seal in Seal.objects.all()] == [1]


@only_postgresql
@pytest.mark.usefixtures("_emptied_afterwards")
@pytest.mark.django_db(transaction=True)
def test_a_line_that_is_committed_late_is_not_passed_over():
    with closing(connection.copy()) as other, other.cursor() as slow:
        slow.execute("BEGIN")
        slow.execute(
            "INSERT INTO stories_decision (submission_id, verb, before, after, reason, by_name, decided_at) "
            "VALUES (7, 'flag', 'waiting', 'waiting', '', 'slow', %s)",
            [this_hour() - 2 * AN_HOUR],
        )
        decide()
        assert log.seal() == 0
        slow.execute("COMMIT")

    assert log.seal() == 1
    assert StaffDecision.objects.count() == 0
    assert [len(signing.unpack(seal.lines)) for seal in Seal.objects.all()] == [2]
