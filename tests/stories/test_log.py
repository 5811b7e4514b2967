"""The log is sealed by the hour, and what was changed afterwards is found."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from metoo_wall import keys as key_file
from stories.desk import log, moderation
from stories.desk.log import rows, sealing, signing
from stories.desk.moderation.life import this_hour
from stories.models import Decision, Seal
from tests.factories import make_moderator, make_reason, make_waiting
from tests.stories.logs import TABLES, decide, findings, note_staff, run, with_the_file_in_hand

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite stores values")
COLUMNS = [
    (name, column)
    for name, source in rows.SOURCES.items()
    for column in [field.column for field in source.rows.model._meta.concrete_fields]
]


@pytest.fixture
def sealed():
    """Two seals over the decisions (lines 1-2 and 3-4 of them), one over the staff record."""
    lines = decide(2, hours_ago=3)
    log.seal(before=this_hour() - timedelta(hours=2))
    lines += decide(2)
    note_staff(2)
    log.seal()
    return lines


def test_lines_of_hours_that_are_over_are_sealed_and_verify(sealed):
    spans = list(Seal.objects.filter(log="decisions").order_by("number").values_list("last_id"))

    assert spans == [(sealed[1].pk,), (sealed[3].pk,)]
    assert Seal.objects.filter(log="staff").count() == 1
    assert log.verify() == []


def test_lines_of_the_hour_under_way_wait():
    decide(hours_ago=1)
    decide(hours_ago=0)

    assert log.seal() == 1
    assert log.seal() == 0
    assert log.seal(before=this_hour() + timedelta(hours=1)) == 1


def test_a_line_of_an_hour_that_is_over_waits_behind_one_that_is_not():
    decide(hours_ago=0)
    decide(hours_ago=1)

    assert log.seal() == 0


def test_many_lines_come_under_several_seals(monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    decide(5)

    assert log.seal() == 3
    assert findings() == []


def test_nobody_who_decides_waits_for_a_seal():
    robin, submission = make_moderator(), make_waiting()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        moderation.decline(submission, by=robin, reason=make_reason())

    assert Decision.objects.exists()
    assert not [q for q in queries.captured_queries if "seal" in q["sql"].replace("sealed_", "")]


@pytest.mark.parametrize("name", rows.SOURCES)
def test_a_seal_covers_every_column(name):
    columns = {field.name for field in rows.SOURCES[name].rows.model._meta.concrete_fields}

    assert set(rows.FORMATS[name][rows.NEWEST]) == columns


def flips(value) -> list:
    """Every way in which one byte of it can be another (for text and hours: by its lowest bit)."""
    if value is None:
        return [0]
    if isinstance(value, int):
        return [value ^ 1 << bit for bit in range(0, 56, 8)]
    if isinstance(value, datetime):
        return [value + timedelta(microseconds=1 << bit) for bit in range(0, 48, 8)]
    return [value[:i] + chr(ord(c) ^ 1) + value[i + 1 :] for i, c in enumerate(value)]


def stored(table: str, column: str, pk: int):
    """As it stands there, before Django makes something of it."""
    text = connection.vendor == "sqlite" and column in ("at", "decided_at")
    wanted = f"CAST({column} AS TEXT)" if text else column
    return run(f"SELECT {wanted} FROM {table} WHERE id = %s", [pk])[0][0]


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_one_changed_byte_in_any_column_of_any_line_is_found(name, column):
    table = TABLES[name]
    lines = [pk for (pk,) in run(f"SELECT id FROM {table} ORDER BY id")]
    changes = [
        (pk, flip) for pk in (lines[0], lines[-1]) for flip in flips(stored(table, column, pk))
    ]
    taken = [(pk, flip) for pk, flip in changes if not (column == "id" and flip in lines)]

    assert len(taken) >= 2
    for pk, flip in taken:
        with with_the_file_in_hand():
            run(f"UPDATE {table} SET {column} = %s WHERE id = %s", [flip, pk])
            found = findings()
        assert any(f"{name}: line {pk} " in what for what in found), (pk, flip, found)


@only_sqlite
@pytest.mark.parametrize(
    "change",
    [
        "decided_at = replace(decided_at, ' ', 'T')",
        "verb = CAST(verb AS BLOB)",
        "by_name = CAST(x'ff' AS TEXT)",
        "by_id = 3.5",
        "reason = reason || x'00'",
    ],
)
def test_another_stored_form_is_another_line(sealed, change):
    with with_the_file_in_hand():
        run(f"UPDATE stories_decision SET {change} WHERE id = {sealed[2].pk}")
        found = findings()

    assert found[:1] == [
        f"decisions: line {sealed[2].pk} was changed after seal 2 "
        f"(lines {sealed[2].pk} to {sealed[3].pk}) was made."
    ]


def test_a_deleted_line_is_named_with_its_seal(sealed):
    with with_the_file_in_hand():
        run(f"DELETE FROM stories_decision WHERE id = {sealed[1].pk}")
        found = findings()

    assert [what.split(";")[0] for what in found] == [f"decisions: line {sealed[1].pk} is missing"]
    assert "seal 1 (" in found[0]


def test_a_line_put_into_a_gap_is_named():
    first, gap, _last = decide(3)
    gap.delete()
    log.seal()

    with with_the_file_in_hand():
        decide(id=first.pk + 1)
        found = findings()

    assert len(found) == 1
    assert found[0].startswith(f"decisions: line {first.pk + 1} was put in after seal 1 ")


@pytest.mark.usefixtures("sealed")
def test_a_line_before_the_first_is_found():
    with with_the_file_in_hand():
        decide(id=0)
        found = findings()

    assert found == ["decisions: no line up to 0 should be there, and some are."]


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    "change",
    [
        "log = 'decision '",
        "number = 7",
        "first_id = first_id - 1",
        "last_id = last_id + 1",
        "format = 2",
        "key = 'k2'",
    ],
)
def test_a_changed_number_or_name_in_a_seal_is_found(change):
    with with_the_file_in_hand():
        run(f"UPDATE stories_seal SET {change} WHERE log = 'decisions' AND number = 2")
        found = findings()

    assert found


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize("column", ["lines", "previous", "signature"])
def test_one_changed_byte_in_a_seal_is_found(column):
    for seal in Seal.objects.all():
        value = bytes(getattr(seal, column))
        for place in range(len(value)):
            flipped = value[:place] + bytes([value[place] ^ 1]) + value[place + 1 :]
            with with_the_file_in_hand():
                Seal.objects.filter(pk=seal.pk).update(**{column: flipped})
                found = findings()
            assert any(f"{seal.log}: seal {seal.number} (" in what for what in found), place


@pytest.mark.usefixtures("sealed")
def test_two_seals_that_changed_places_are_found():
    with with_the_file_in_hand():
        for before, after in ((1, 99), (2, 1), (99, 2)):
            Seal.objects.filter(log="decisions", number=before).update(number=after)
        found = findings()

    assert sum("was changed, or signed with another key" in what for what in found) == 2


@pytest.mark.usefixtures("sealed")
def test_a_seal_taken_out_is_found():
    with with_the_file_in_hand():
        Seal.objects.filter(log="decisions", number=1).delete()
        found = findings()

    assert "decisions: between seal 0 and seal 2 others are missing." in found


def test_the_same_lines_sealed_anew_by_somebody_else_are_found(sealed, settings):
    own = settings.LOG_KEYS
    with with_the_file_in_hand():
        Seal.objects.all().delete()
        run(f"UPDATE stories_decision SET by_name = 'else' WHERE id = {sealed[0].pk}")
        settings.LOG_KEYS = {"k1": b"x" * 32}
        log.seal()
        settings.LOG_KEYS = own
        found = findings()

    assert "signed with another key than k1" in found[0]


@pytest.mark.usefixtures("sealed")
def test_a_new_key_in_front_seals_and_the_old_one_still_checks(settings):
    settings.LOG_KEYS = {"k2": b"n" * 32, **settings.LOG_KEYS}
    decide()
    log.seal()

    assert set(Seal.objects.values_list("key", flat=True)) == {"k1", "k2"}
    assert findings() == []
    settings.LOG_KEYS = {"k2": b"n" * 32}
    assert "signed with a key that is not here: k1" in findings()[0]


@pytest.mark.usefixtures("sealed")
def test_public_keys_alone_check(settings):
    public = signing.written(signing.public_keys())
    settings.LOG_KEYS = {}

    assert findings(keys=signing.read_public_keys(public)) == []
    assert findings()


@pytest.mark.usefixtures("sealed")
def test_lines_that_no_timer_seals_are_told_of():
    decide(hours_ago=26)

    assert "wait for a seal. Does the timer run?" in findings()[0]


@pytest.mark.usefixtures("sealed")
def test_an_end_that_was_cut_off_is_found_by_a_head(capsys):
    kept = log.heads()
    with with_the_file_in_hand():
        last = Seal.objects.filter(log="decisions", number=2)
        Decision.objects.filter(pk__gte=last.get().first_id).delete()
        last.delete()

        assert findings() == []
        assert [what for head in kept for what in log.compare(head)] == [
            "decisions: seal 2 is not there. The end of the log was cut off, or an old copy put back."
        ]


@pytest.mark.usefixtures("sealed")
def test_a_chain_made_anew_is_found_by_a_head():
    head = log.heads()[0]
    other = head[:-1] + ("0" if head[-1] != "0" else "1")

    assert list(log.compare(head)) == []
    assert "another than the one whose head was kept" in next(log.compare(other))


@pytest.mark.usefixtures("sealed")
def test_the_command_says_that_all_is_well_and_what_to_keep(capsys):
    call_command("audit_verify", head=log.heads())

    said = capsys.readouterr().out
    assert "Nothing was changed, deleted or put in." in said
    assert all(f"Head: {head}" in said for head in log.heads())


def test_the_command_says_which_and_where_and_ends_with_1(sealed, capsys):
    with with_the_file_in_hand():
        run(f"UPDATE stories_decision SET verb = 'publisi' WHERE id = {sealed[3].pk}")
        with pytest.raises(CommandError) as wrong:
            call_command("audit_verify")

    assert wrong.value.returncode == 1
    assert f"decisions: line {sealed[3].pk} was changed after seal 2 " in capsys.readouterr().out


@pytest.mark.parametrize("given", [{"head": ["nonsense"]}, {"public_key": ["k1:AAAA"]}])
def test_the_command_refuses_what_it_cannot_read(given):
    with pytest.raises(CommandError, match="not written as this command gives it"):
        call_command("audit_verify", **given)


def test_a_key_file_from_before_gains_the_key_and_keeps_the_others(tmp_path, monkeypatch):
    for name in key_file.MAKERS:
        monkeypatch.delenv(name, raising=False)
    key_file.create_missing(tmp_path)
    old = [line for line in (tmp_path / "keys.env").read_text().splitlines() if "LOG" not in line]
    (tmp_path / "keys.env").write_text("\n".join(old) + "\n")

    assert key_file.create_missing(tmp_path) == ["LOG_KEYS"]
    assert (tmp_path / "keys.env").read_text().splitlines()[:-1] == old


def test_hours_are_read_in_universal_time_whatever_the_session_says():
    decide(decided_at=datetime(2026, 3, 29, 1, tzinfo=UTC))
    log.seal()

    if connection.vendor == "postgresql":
        with transaction.atomic():
            run("SET LOCAL TimeZone = 'Asia/Kolkata'")
            assert findings() == []
    assert findings() == []
