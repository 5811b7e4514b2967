"""Two different people publish or change a number, whoever asks and however. DESIGN.md, "Helplines" and "Alone"."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from freezegun import freeze_time

from resources import changing
from resources.models import Change, Channel, EmergencyNumber, Helpline, Verification
from resources.models.checking import WAITED
from resources.models.two_people import TwoPeopleNeeded, as_agreed
from resources.people import NotAnEditor
from resources.records import record_of
from resources.seeding import seed_resources
from tests.metoo_wall.staff import make_account
from tests.resources.factories import make_editor, make_helpline, make_record

pytestmark = pytest.mark.django_db

NUMBER = [{"kind": "phone", "value": "+498001110111", "display": "0800 111 0 111"}]


def two_editors():
    return make_editor("robin"), make_editor("kim")


def propose_number(helpline: Helpline, by) -> Change:
    return changing.propose(record_of(helpline) | {"channels": NUMBER}, by=by, how="page")


def test_a_new_helpline_is_listed_once_a_second_person_confirmed_it():
    robin, kim = two_editors()
    change = changing.propose(make_record(), by=robin, how="page")
    assert not Helpline.objects.exists()

    changing.confirm(change, by=kim, how="called")

    line = Helpline.objects.listed().get()
    assert (line.first_by, line.second_by) == ("robin", "kim")
    assert line.is_as_agreed()
    check = line.verifications.get()
    assert (check.by, check.how, check.verified_on) == ("kim", "called", timezone.localdate())


def test_a_changed_number_is_shown_once_a_second_person_confirmed_it():
    robin, kim = two_editors()
    line = make_helpline()
    change = propose_number(line, robin)
    assert line.channels.get().value == "116016"

    changing.confirm(change, by=kim, how="called")

    assert Helpline.objects.get().channels.get().value == "+498001110111"
    kept = Change.objects.get()
    assert (kept.first_by, kept.second_by, kept.state) == ("robin", "kim", "done")
    assert kept.before["channels"][0]["value"] == "116016"


def test_the_second_person_cannot_be_the_first_from_another_session():
    robin, _kim = two_editors()
    change = propose_number(make_helpline(), robin)
    elsewhere = type(robin).objects.get(pk=robin.pk)

    with pytest.raises(changing.SamePerson):
        changing.confirm(change, by=elsewhere, how="called")

    assert Channel.objects.get().value == "116016"


def test_the_second_person_cannot_be_the_first_under_an_account_made_anew():
    robin, _kim = two_editors()
    change = propose_number(make_helpline(), robin)
    robin.delete()
    change.refresh_from_db()

    with pytest.raises(changing.SamePerson):
        changing.confirm(change, by=make_editor("Robin"), how="called")


@pytest.mark.parametrize(
    "write",
    [
        lambda line: line.channels.update(value="110"),
        lambda line: line.channels.all().delete(),
        lambda line: line.channels.get().delete(),
        lambda line: Channel(pk=line.channels.get().pk, helpline=line, value="110").save(),
        lambda line: line.channels.create(kind="sms", value="110", display="110"),
        lambda line: Channel.objects.bulk_create([Channel(helpline=line, kind="sms", value="1")]),
        lambda line: Channel.objects.bulk_update([Channel(pk=1, value="110")], ["value"]),
        lambda line: Helpline.objects.update(country="FR"),
        lambda line: Helpline.objects.filter(pk=line.pk).update(website="https://elsewhere.example"),
        lambda line: Helpline(**vars_of(line) | {"country": "FR"}).save(),
        lambda line: Helpline(**vars_of(line) | {"is_published": False, "country": "FR"}).save(),
        lambda line: line.delete(),
        lambda line: Helpline.objects.all().delete(),
        lambda line: Helpline.objects.create(slug="x", is_published=True, first_by="a", second_by="b"),
        lambda line: Helpline.objects.bulk_create([Helpline(slug="x", is_published=True)]),
        lambda line: EmergencyNumber.objects.create(slug="de-1", country="DE", number="1"),
        lambda line: EmergencyNumber.objects.all().delete(),
        lambda line: line.verifications.get().delete(),
        lambda line: line.verifications.update(by="somebody else"),
        lambda line: Verification(**vars_of(line.verifications.get()) | {"how": "letter"}).save(),
    ],
)  # fmt: skip
def test_a_shell_cannot_write_what_readers_see(write):
    line = make_helpline()

    with pytest.raises(TwoPeopleNeeded):
        write(line)


@pytest.mark.parametrize(
    "write",
    [
        lambda change: Change.objects.update(first_by="somebody", first_account=None),
        lambda change: Change(**vars_of(change) | {"first_by": "somebody"}).save(),
        lambda change: change.delete(),
        lambda change: Change.objects.all().delete(),
        lambda change: Change.objects.bulk_create([Change(slug="x", first_by="x", record={})]),
        lambda change: Change.objects.bulk_update([change], ["record"]),
    ],
)
def test_who_proposed_what_is_written_once(write):
    change = propose_number(make_helpline(), make_editor())

    with pytest.raises(TwoPeopleNeeded):
        write(change)


def test_two_drafts_of_one_helpline_under_two_names_are_carried_out_once():
    robin, kim = two_editors()
    record = make_record()
    first = changing.propose(record, by=robin, how="page")
    second = changing.propose(record | {"slug": "another-name"}, by=robin, how="page")
    changing.confirm(first, by=kim, how="called")

    with pytest.raises(changing.ChangedMeanwhile, match="is the same helpline"):
        changing.confirm(second, by=kim, how="called")

    assert Helpline.objects.count() == 1


def vars_of(row) -> dict:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def test_a_draft_cannot_be_switched_on_by_one_person():
    draft = make_helpline(is_published=False)
    draft.is_published = True

    for switch_on in (draft.save, lambda: Helpline.objects.update(is_published=True)):
        with pytest.raises(TwoPeopleNeeded):
            switch_on()


def test_numbers_that_went_past_every_rule_are_not_shown(client):
    make_helpline()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE resources_channel SET value = '110', display = '110'")

    assert not Helpline.objects.get().is_as_agreed()
    assert "tel:110" not in client.get("/resources/?country=DE").content.decode()


def test_the_database_refuses_a_change_done_by_one():
    change = propose_number(make_helpline(), make_editor())

    with pytest.raises(IntegrityError), transaction.atomic(), as_agreed():
        Change.objects.filter(pk=change.pk).update(
            state="done", second_by="robin", second_at=timezone.now()
        )


@pytest.mark.parametrize("how", ["", "sources", "guessed"])
def test_who_confirms_says_how_they_checked(how):
    robin, kim = two_editors()
    change = propose_number(make_helpline(), robin)

    with pytest.raises(changing.NotChecked):
        changing.confirm(change, by=kim, how=how)


@pytest.mark.parametrize("act", [changing.confirm, changing.drop])
def test_strangers_and_people_who_left_are_refused(act):
    robin, kim = two_editors()
    change = propose_number(make_helpline(), robin)
    kim.is_active = False
    kim.save()
    options = {"how": "called"} if act is changing.confirm else {}

    for stranger in (kim, make_account("moderator", username="lou")):
        with pytest.raises(NotAnEditor):
            act(change, by=stranger, **options)


def test_two_who_confirm_at_once_carry_it_out_once():
    robin, kim = two_editors()
    change = propose_number(make_helpline(), robin)
    seen_twice = Change.objects.get(pk=change.pk)
    changing.confirm(change, by=kim, how="called")

    with pytest.raises(changing.ChangedMeanwhile):
        changing.confirm(seen_twice, by=make_editor("lou"), how="called")

    assert Verification.objects.filter(by="lou").count() == 0


def test_a_change_is_not_carried_out_over_another_one():
    robin, kim = two_editors()
    line = make_helpline()
    change = propose_number(line, robin)
    changing.take_off(line, by=kim)

    with pytest.raises(changing.ChangedMeanwhile):
        changing.confirm(change, by=kim, how="called")


def test_a_second_draft_of_the_same_record_waits_for_the_first():
    robin, kim = two_editors()
    line = make_helpline()
    propose_number(line, robin)

    with pytest.raises(changing.ChangedMeanwhile):
        propose_number(line, kim)


def test_alone_a_change_waits_72_hours_and_then_happens():
    robin, line = make_editor(), make_helpline()
    with freeze_time("2026-11-23 12:00") as clock:
        change = propose_number(line, robin)
        assert change.waits_until == timezone.now() + timedelta(hours=72)
        clock.tick(timedelta(hours=71, minutes=59))
        assert changing.settle() == 0
        clock.tick(timedelta(minutes=1))

        assert changing.settle() == 1

    change.refresh_from_db()
    assert (change.state, change.first_by, change.second_by) == ("done", "robin", WAITED)
    assert line.channels.get().value == "+498001110111"
    assert line.verifications.first().by == "robin"


def test_alone_a_change_can_be_dropped_while_it_waits():
    robin, line = make_editor(), make_helpline()
    with freeze_time("2026-11-23 12:00") as clock:
        change = propose_number(line, robin)
        changing.drop(change, by=robin)
        clock.tick(timedelta(hours=80))

        assert changing.settle() == 0

    assert line.channels.get().value == "116016"


def test_what_waited_alone_needs_a_second_person_once_there_is_one():
    robin, line = make_editor(), make_helpline()
    with freeze_time("2026-11-23 12:00") as clock:
        change = propose_number(line, robin)
        kim = make_editor("kim")
        clock.tick(timedelta(hours=80))

        assert changing.settle() == 0

        changing.confirm(change, by=kim, how="called")
    assert line.channels.get().value == "+498001110111"


def test_what_somebody_proposed_who_left_does_not_happen_by_itself():
    robin = make_editor()
    with freeze_time("2026-11-23 12:00") as clock:
        propose_number(make_helpline(), robin)
        robin.is_active = False
        robin.save()
        clock.tick(timedelta(hours=80))

        assert changing.settle() == 0


def test_who_is_left_alone_later_is_not_locked_out():
    robin, kim = two_editors()
    change = propose_number(make_helpline(), robin)
    kim.is_active = False
    kim.save()

    changing.confirm(change, by=robin, how="called")

    assert change.state == "open"
    assert change.waits_until > timezone.now() + timedelta(hours=71)


def test_the_reviewed_data_is_the_first_person():
    seed_resources()
    change = Change.objects.get(slug="cr-1125")

    changing.confirm(change, by=make_editor(), how="called")

    line = Helpline.objects.listed().get(slug="cr-1125")
    assert (line.first_by, line.second_by) == ("the first data of this wall", "robin")
    assert line.confidence == "confirmed"


def test_one_person_takes_a_wrong_number_off_at_once_and_two_bring_it_back():
    robin, kim = two_editors()
    line = make_helpline()

    changing.take_off(line, by=robin)

    assert not Helpline.objects.listed().exists()
    back = changing.propose(record_of(line) | {"is_published": True}, by=robin, how="called")
    with pytest.raises(changing.SamePerson):
        changing.confirm(back, by=robin, how="called")
    changing.confirm(back, by=kim, how="called")
    assert Helpline.objects.listed().exists()


def test_one_person_notes_a_check_and_the_dates_follow():
    line, robin = make_helpline(), make_editor()

    with freeze_time("2026-12-01"):
        changing.check(line, by=robin, how="called")

    assert (str(line.verified_on), str(line.next_due_on)) == ("2026-12-01", "2027-06-01")
    assert next((v.by, v.how) for v in line.verifications.all()) == ("robin", "called")


@pytest.mark.parametrize(
    ("field", "value", "advice"),
    [
        ("channels", [{"kind": "phone", "value": "+490000", "display": "0"}], "No such number"),
        ("channels", [], "at least one"),
        ("week", {"mon": ["22:00-06:00"]}, "crosses midnight"),
        ("week", {"mon": ["08:00-12:00", "11:00-13:00"]}, "overlap"),
        ("timezone", "Berlin", "time zone such as"),
        ("sources", [{"where": "a page", "seen": "it", "date": ""}], "has no date"),
        ("sources", [{"where": "a page", "seen": "it", "date": "2026-13"}], "year, a month"),
        ("country", "", "A short code needs a country"),
    ],
)
def test_a_wrong_record_is_refused_by_field_with_what_to_do(field, value, advice):
    channels = [{"kind": "phone", "value": "116016", "display": "116 016"}]
    record = make_record(channels=channels) | {field: value}

    with pytest.raises(ValidationError) as refusal:
        changing.propose(record, by=make_editor(), how="page")

    named = "channels" if field == "country" else field
    assert advice in " ".join(refusal.value.message_dict[named])
    assert not Change.objects.exists()


def test_hours_without_a_time_zone_are_refused():
    record = make_record(week={"mon": ["08:00-12:00"]})

    with pytest.raises(ValidationError, match="by whose clock"):
        changing.propose(record, by=make_editor(), how="page")


@pytest.mark.parametrize("same", ["name", "channels"])
def test_the_same_helpline_under_another_short_name_is_refused(same):
    robin, kim = two_editors()
    first = make_record()
    changing.confirm(changing.propose(first, by=robin, how="page"), by=kim, how="page")

    with pytest.raises(ValidationError, match="is the same helpline"):
        changing.propose(make_record(**{same: first[same]}), by=robin, how="page")


def test_a_source_without_a_date_can_say_so():
    source = {"where": "a page", "seen": "the number", "date": "undated"}

    change = changing.propose(make_record(sources=[source]), by=make_editor(), how="page")

    assert change.record["sources"][0]["date"] == ""
