import json

import pytest
from django.core.exceptions import ValidationError

from metoo_wall.seeding import SEEDS
from resources.models import Channel
from resources.numbers import check_channel, check_display, is_emergency_number

HELPLINES = json.loads((SEEDS / "helplines.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("record", HELPLINES, ids=lambda record: record["slug"])
def test_every_seeded_number_is_possible_today(record):
    for channel in record["channels"]:
        check_channel(channel["kind"], channel["value"], record["country"])
        check_display(channel["kind"], channel["value"], channel["display"])


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
    ("value", "display"),
    [
        ("+498000116016", "08000 116 016"),
        ("+18446474673", "1-844-6-HOPE-GO (4673) – 1-844-647-4673"),
        ("+18006564673", "800-656-HOPE"),
        ("116016", "١١٦ ٠١٦"),
        ("#8891", "#8891"),
        ("64673", "HOPE to 64673"),
    ],
)
def test_what_is_shown_may_be_written_in_many_ways(value, display):
    check_display("phone", value, display)


@pytest.mark.parametrize(
    ("value", "display"),
    [
        ("+498000116016", "08000 116 061"),
        ("116016", "116 006"),
        ("116016", ""),
        ("110", "our line"),
    ],
)
def test_another_number_than_is_dialled_is_refused(value, display):
    for kind in ("phone", "sms", "whatsapp"):
        with pytest.raises(ValidationError, match="not the number that is dialled"):
            check_display(kind, value, display)


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
