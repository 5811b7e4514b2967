import json
from pathlib import Path

import pytest
from django.utils import timezone

from metoo_wall.models import SeedRecord
from metoo_wall.seeding import SEEDS, digest
from resources import seeded_before
from resources.changing import check, confirm, drop, propose, take_off
from resources.models import Change, Channel, Helpline, Milestone, Purpose
from resources.models.checking import FIRST_DATA
from resources.models.two_people import as_agreed
from resources.records import record_of
from resources.seeded_helplines import SEED, WRITTEN
from resources.seeding import MODELS, seed_resources
from resources.validation import SeedRecordRefused
from tests.resources.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A small copy of seeds/: the first two records of each file, and every document."""
    for file in MODELS:
        records = json.loads((SEEDS / f"{file}.json").read_text(encoding="utf-8"))
        write(tmp_path, file, records if file == "documents" else records[:2])
    return tmp_path


def write(folder: Path, file: str, records: list) -> None:
    (folder / f"{file}.json").write_text(json.dumps(records), encoding="utf-8")


def change(folder: Path, file: str, **values) -> str:
    records = json.loads((folder / f"{file}.json").read_text(encoding="utf-8"))
    records[0].update(values)
    write(folder, file, records)
    return records[0]["slug"]


def test_seeds_are_valid_and_load_once():
    first = seed_resources()

    again = seed_resources()

    assert first["helplines"].created == 158
    assert Helpline.objects.published().count() == 99
    assert Change.objects.filter(state="open", first_by=FIRST_DATA).count() == 59
    assert all(loaded.created == loaded.updated == 0 for loaded in again.values())


def test_seeds_keep_source_date_and_verification(seeds):
    seed_resources(seeds)

    for helpline in Helpline.objects.exclude(verified_on=None):
        assert helpline.sources.exists()
        assert helpline.last_verification().verified_on == helpline.verified_on


def test_seeds_say_where_the_police_run_the_line():
    seed_resources()

    for slug in ("bo-felcv-800140348", "mn-107"):
        helpline = Helpline.objects.get(slug=slug)
        assert "police" in helpline.caution_en
        assert helpline.anonymous is not True


@pytest.mark.parametrize("file", ["purposes", "milestones", "criticisms", "ally_advice", "options"])
@pytest.mark.parametrize("language", ["en", "es", "fr", "ar"])
def test_seeds_of_the_movement_speak_every_language(file, language):
    records = json.loads((SEEDS / f"{file}.json").read_text(encoding="utf-8"))

    translated = [name for name in records[0] if name.endswith("_en")]

    for record in records:
        assert all(record[f"{name[:-3]}_{language}"] for name in translated)


def test_changed_seed_updates_an_untouched_row(seeds):
    seed_resources(seeds)
    slug = change(seeds, "helplines", hours="Mondays")

    loaded = seed_resources(seeds)

    assert loaded["helplines"].updated == 1
    assert Helpline.objects.get(slug=slug).hours == "Mondays"


def test_changed_seed_leaves_what_staff_changed(seeds):
    seed_resources(seeds)
    slug = change(seeds, "purposes", text_en="From the seed.")
    Purpose.objects.filter(slug=slug).update(text_en="From the staff.")

    seed_resources(seeds)

    assert Purpose.objects.get(slug=slug).text_en == "From the staff."


def test_changed_seed_leaves_a_helpline_whose_channel_staff_changed(seeds):
    seed_resources(seeds)
    slug = change(seeds, "helplines", hours="Mondays")
    with as_agreed():
        Channel.objects.filter(helpline__slug=slug).update(display="0 000")

    loaded = seed_resources(seeds)

    helpline = Helpline.objects.get(slug=slug)
    assert helpline.channels.first().display == "0 000"
    assert helpline.hours != "Mondays"
    assert loaded["helplines"].kept == 2


def test_changed_seed_leaves_a_milestone_whose_account_staff_changed(seeds):
    seed_resources(seeds)
    slug = change(seeds, "milestones", what_en="From the seed.")
    Milestone.objects.get(slug=slug).accounts.all().delete()

    seed_resources(seeds)

    assert Milestone.objects.get(slug=slug).what_en != "From the seed."


def test_deleted_helpline_stays_deleted(seeds):
    seed_resources(seeds)
    with as_agreed():
        Helpline.objects.first().delete()

    seed_resources(seeds)

    assert Helpline.objects.count() == 1


def first_listed(folder: Path) -> str:
    """Makes the first record of the file a listed one."""
    return change(folder, "helplines", is_published=True, confidence="confirmed")


def test_a_seed_that_brings_another_number_only_proposes_it(seeds):
    slug = first_listed(seeds)
    seed_resources(seeds)
    number = {"kind": "phone", "value": "112", "display": "112"}
    change(seeds, "helplines", channels=[number])

    seed_resources(seeds)

    assert Helpline.objects.get(slug=slug).channels.get().value != "112"
    waiting = Change.objects.get(slug=slug, state="open")
    assert (waiting.first_by, waiting.record["channels"]) == (FIRST_DATA, [number])


def test_what_an_editor_took_off_the_list_is_not_seeded_back(seeds):
    slug = first_listed(seeds)
    seed_resources(seeds)
    take_off(Helpline.objects.get(slug=slug), by=make_editor())
    change(seeds, "helplines", name_en="Another name")

    seed_resources(seeds)

    assert not Helpline.objects.get(slug=slug).is_published


def test_a_check_of_an_editor_is_not_undone_by_an_older_source(seeds):
    slug = first_listed(seeds)
    seed_resources(seeds)
    check(Helpline.objects.get(slug=slug), by=make_editor(), how="called")
    change(seeds, "helplines", hours="Mondays")

    seed_resources(seeds)

    line = Helpline.objects.get(slug=slug)
    assert line.hours == "Mondays"
    assert line.verified_on == timezone.localdate()


def test_what_the_data_proposes_anew_stands_in_place_of_what_it_proposed(seeds):
    slug = change(seeds, "helplines", is_published=False)
    seed_resources(seeds)
    change(seeds, "helplines", hours="Mondays")

    seed_resources(seeds)

    waiting = Change.objects.get(slug=slug, state="open")
    assert waiting.record["hours"] == "Mondays"
    confirm(waiting, by=make_editor(), how="called")
    assert Helpline.objects.published().get(slug=slug).hours == "Mondays"


def test_seeds_wait_for_an_editors_draft_and_then_propose(seeds):
    slug, robin = first_listed(seeds), make_editor()
    seed_resources(seeds)
    sources = [{"where": "its own page", "seen": "the number", "date": "2026"}]
    draft = record_of(Helpline.objects.get(slug=slug)) | {"sources": sources}
    own = propose(draft, by=robin, how="page")
    change(seeds, "helplines", channels=[{"kind": "phone", "value": "112", "display": "112"}])

    assert seed_resources(seeds)["helplines"].kept == 2
    drop(own, by=robin)
    seed_resources(seeds)

    waiting = Change.objects.get(slug=slug, state="open")
    assert (waiting.first_by, waiting.record["channels"][0]["value"]) == (FIRST_DATA, "112")


def as_before(slug: str) -> None:
    """As the first release left a helpline: fewer fields, and other marks of what it wrote."""
    with as_agreed():
        Helpline.objects.filter(slug=slug).update(week={}, timezone="", hours="24/7")
    Change.objects.filter(slug=slug)._raw_delete(Change.objects.db)
    SeedRecord.objects.filter(model=WRITTEN, key=slug).delete()
    SeedRecord.objects.filter(model=SEED, key=slug).update(digest="of the seeds of then")
    row = Helpline.objects.get(slug=slug)
    values = {name: getattr(row, name) for name in seeded_before.FIELDS}
    ways = [[c.position, c.kind, c.value, c.display] for c in row.channels.all()]
    sources = [[s.where, s.seen, s.date] for s in row.sources.all()]
    hangs = {"channels": sorted(ways), "sources": sorted(sources)}
    for model, mark in (("#written", values), ("#hanging", hangs)):
        SeedRecord.objects.create(model=f"{SEED}{model}", key=slug, digest=digest(mark))


def test_a_wall_of_the_first_release_follows_the_seeds_into_new_fields():
    seed_resources()
    listed = Helpline.objects.published().exclude(week={}).first()
    draft = Helpline.objects.filter(is_published=False).first()
    for line in (listed, draft):
        as_before(line.slug)

    loaded = seed_resources()

    assert loaded["helplines"].updated == 2
    assert Helpline.objects.get(pk=listed.pk).week == listed.week
    assert Change.objects.filter(slug=draft.slug, state="open", first_by=FIRST_DATA).exists()


@pytest.mark.parametrize("what", ["row", "channel"])
def test_what_staff_changed_in_the_first_release_stays(what):
    seed_resources()
    line = Helpline.objects.published().exclude(week={}).first()
    as_before(line.slug)
    with as_agreed():
        if what == "row":
            Helpline.objects.filter(pk=line.pk).update(name="Ours")
        else:
            line.channels.update(display="0 000")

    loaded = seed_resources()

    assert loaded["helplines"].updated == 0
    assert Helpline.objects.get(pk=line.pk).hours == "24/7"


CHANNEL = {"kind": "phone", "display": "1"}
WRONG = [
    ("helplines", "channels", [CHANNEL | {"value": "+49123"}]),
    ("helplines", "channels", [CHANNEL | {"value": "+442079460000"}]),
    ("helplines", "channels", [CHANNEL | {"value": "call us"}]),
    ("helplines", "channels", [{"kind": "chat", "display": "x", "value": "http://example.org"}]),
    ("helplines", "channels", [{"kind": "pigeon", "display": "x", "value": "112"}]),
    ("helplines", "channels", []),
    ("helplines", "sources", []),
    ("helplines", "sources", [{"where": "x", "seen": "x", "date": "2024-13"}]),
    ("helplines", "newest_source", "1999"),
    ("helplines", "country", "ZZ"),
    ("helplines", "who_for", ["everybody"]),
    ("helplines", "languages", "German"),
    ("helplines", "cost", "cheap"),
    ("helplines", "week", {"mon": ["22:00-06:00"]}),
    ("helplines", "timezone", "Berlin"),
    ("helplines", "website", "ftp://example.org"),
    ("helplines", "colour", "blue"),
    ("purposes", "documents", ["a-rumour"]),
    ("criticisms", "link_name", "nowhere"),
    ("emergency_numbers", "number", "555"),
]


@pytest.mark.parametrize(("file", "field", "value"), WRONG)
def test_wrong_record_is_refused_with_file_record_and_field(seeds, file, field, value):
    slug = change(seeds, file, **{field: value})

    with pytest.raises(SeedRecordRefused) as refusal:
        seed_resources(seeds)

    assert (refusal.value.file, refusal.value.record) == (file, slug)
    assert refusal.value.field == field
    assert refusal.value.advice
    assert not Helpline.objects.exists()


def test_repeated_record_is_refused(seeds):
    records = json.loads((seeds / "helplines.json").read_text(encoding="utf-8"))
    write(seeds, "helplines", [records[0], records[0]])

    with pytest.raises(SeedRecordRefused, match="Used twice"):
        seed_resources(seeds)


@pytest.mark.parametrize("content", ["{", "{}", '["x"]', "[{}]"])
def test_broken_file_is_refused(seeds, content):
    (seeds / "helplines.json").write_text(content)

    with pytest.raises(SeedRecordRefused, match=r"seeds/helplines\.json"):
        seed_resources(seeds)
