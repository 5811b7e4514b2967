import json

import pytest
from django.core.exceptions import ValidationError

from metoo_wall.seeding import SEEDS
from resources.models import Channel
from resources.numbers import check_channel, is_emergency_number

HELPLINES = json.loads((SEEDS / "helplines.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("record", HELPLINES, ids=lambda record: record["slug"])
def test_every_seeded_number_is_possible_today(record):
    for channel in record["channels"]:
        check_channel(channel["kind"], channel["value"], record["country"])


def test_every_seeded_emergency_number_is_confirmed():
    records = json.loads((SEEDS / "emergency_numbers.json").read_text(encoding="utf-8"))

    assert all(is_emergency_number(record["number"], record["country"]) for record in records)


@pytest.mark.parametrize(
    ("kind", "value", "country"),
    [
        ("phone", "+490000", "DE"),
        ("phone", "+49 800 0116016", "DE"),
        ("phone", "+33139193919", "DE"),
        ("phone", "116016", ""),
        ("phone", "0800123456", "DE"),
        ("phone", "", "DE"),
        ("sms", "TEXT", "DE"),
        ("email", "nobody", "DE"),
        ("chat", "javascript:alert(1)", "DE"),
        ("web", "http://example.org", ""),
    ],
)
def test_wrong_channel_is_refused(kind, value, country):
    with pytest.raises(ValidationError):
        check_channel(kind, value, country)


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("phone", "+498001110111", "tel:+498001110111"),
        ("phone", "#8891", "tel:%238891"),
        ("phone", "*120*7867#", "tel:*120*7867%23"),
        ("sms", "64673", "sms:64673"),
        ("whatsapp", "+34600000016", "https://wa.me/34600000016"),
        ("email", "talk@example.org", "mailto:talk@example.org"),
        ("chat", "https://example.org/", "https://example.org/"),
    ],
)
def test_link_is_one_that_a_phone_understands(kind, value, link):
    assert Channel(kind=kind, value=value).link() == link
