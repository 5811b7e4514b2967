import json
from pathlib import Path

import pytest

from metoo_wall.seeding import SEEDS
from resources.models import Channel, Helpline, Milestone, Purpose
from resources.seeding import MODELS, seed_resources
from resources.validation import SeedRecordRefused

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
    assert Helpline.objects.listed().count() == 99
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


@pytest.mark.parametrize("file", ["purposes", "milestones", "criticisms", "ally_advice"])
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
    Helpline.objects.first().delete()

    seed_resources(seeds)

    assert Helpline.objects.count() == 1


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
