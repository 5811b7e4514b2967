"""The hints on the labelled sets, and the time that they take."""

import time

import pytest

from stories.text.normalise import normalise
from stories.text.screening import find
from stories.text.screening.hint import CONTACTS
from tests.stories.measure_screening import SETS, lines, measure, recall

# What each set gives now (docs/screening.md): contact details with their kind, marked at all; clean lines marked.
FLOORS = [("screening_set", 187, 187, 0), ("screening_blind", 330, 330, 0)]
FLOORS += [("screening_blind_2", 315, 315, 0), ("screening_blind_3", 125, 125, 0)]


@pytest.mark.parametrize("name", SETS)
def test_set_is_large_and_half_clean(name):
    everything = lines(name)
    clean = [line for line in everything if not line["kinds"]]

    assert len(everything) >= 300
    assert 0.45 < len(clean) / len(everything) < 0.6
    assert all(normalise(line["text"]) == line["text"] for line in everything)


@pytest.mark.parametrize(("name", "found", "marked", "alarms"), FLOORS)
def test_recall_and_false_alarms_hold_on_each_set(name, found, marked, alarms):
    counts = measure(lines(name))
    contacts = frozenset(map(str, CONTACTS))

    assert recall(counts, contacts)[0] >= found
    assert recall(counts, contacts, by="marked")[0] >= marked
    assert counts["alarms"].total() <= alarms


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "@",
        "a.",
        "a@",
        "1 ",
        "A ",
        "calle ",
        "Mr ",
        "insta ",
        "شارع ",
        "(",
        "-",
        "a_b ",
        "one ",
        "A A A 1 ",
        "insta is called a ",
        "lot 1, ",
    ],
)
def test_a_text_eight_times_as_long_takes_no_square_of_the_time(unit):
    def seconds(size):
        start = time.process_time()
        find(unit * (size // len(unit)), country="GB")
        return time.process_time() - start

    seconds(1_000)

    long = min(seconds(40_000), seconds(40_000))
    assert long < 24 * max(0.005, min(seconds(5_000), seconds(5_000)))  # squared: 64
