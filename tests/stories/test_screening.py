import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.text.normalise import normalise
from stories.text.redaction import changes
from stories.text.screening import HintKind, find, replace
from stories.text.screening.hint import CONTACTS, ROLES
from tests.stories.measure_screening import helpline_numbers, lines, measure, recall

SEEDS = Path(__file__).parents[2] / "seeds"


def hints(text, country="GB", **given):
    return [(str(hint.kind), hint.words) for hint in find(text, country=country, **given)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Call 020 7946 0018 after six.", "020 7946 0018"),
        ("It is +33 1 99 00 45 67, from abroad.", "+33 1 99 00 45 67"),
        ("Ring me: 555-0199", "555-0199"),
        ("رقمي ٠١٠٠٥٥٥٠١٤٤", "٠١٠٠٥٥٥٠١٤٤"),
    ],
)
def test_phone_is_found_as_written(text, words):
    assert hints(text) == [("phone", words)]


def test_phones_in_a_row_are_phones():
    text = "Either 01632 960123 01632 960124 will do."

    assert hints(text) == [("phone", "01632 960123 01632 960124")]


@pytest.mark.parametrize("written", ["0808 500 2222", "+44 808 500 2222", "08085002222"])
def test_helpline_is_no_hint_however_written(written):
    assert hints(f"I rang {written}.", helpline_numbers=frozenset({"+448085002222"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "The case number is 48213377.",
        "In 2014, and 2015-2018, and part 2 of 3.",
        "It cost 1,250,000 and 12 400,50 €, at 9:30 or 17.45.",
        "We were 250 000 000 people.",
    ],
)
def test_number_that_reaches_nobody_is_no_hint(text):
    assert hints(text) == []


def test_card_number_is_a_number_and_no_contact():
    [hint] = find("It said 4929 1123 5813 2134 on it.")

    assert (hint.kind, hint.is_contact) == (HintKind.NUMBER, False)


@pytest.mark.parametrize(
    "written",
    [
        "sam@example.com",
        "lee at example dot com",
        "robin [at] example [dot] org",
        "lucía arroba example punto com",
        "lucie arobase example point fr",
        "noor آت example دوت com",
    ],
)
def test_email_is_found_plain_and_spelled(written):
    assert hints(f"Write to {written} today") == [("e-mail", written)]


def test_looking_at_a_site_is_a_link():
    assert hints("I looked at example.com twice.") == [("link", "example.com")]


@pytest.mark.parametrize("written", ["https://example.com/a?b=1", "www.example.org", "مثال.شبكة"])
def test_link_ends_before_the_full_stop(written):
    assert hints(f"({written}).") == [("link", written)]


@pytest.mark.parametrize(
    "text", ["The end.Then I left.", "notes.txt", "e.g. at 3 a.m.", "so.it was"]
)
def test_missing_space_file_and_abbreviation_are_no_link(text):
    assert hints(text) == []


def test_handle_is_found_and_a_clock_time_is_not():
    assert hints("I am @quiet_river, see you @5pm or @ 6.") == [("handle", "@quiet_river")]


@pytest.mark.parametrize(
    "text",
    ["insta: paper.lantern", "Snapchat is otter_5", "WhatsApp 07700 900461", "واتساب 01005550199"],
)
def test_messenger_with_an_id_is_one_hint(text):
    assert hints(text) == [("messenger", text)]


def test_messenger_alone_is_no_hint():
    assert hints("I told her on WhatsApp, then on Signal and Instagram.") == []


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("14 Elm Street", "GB"),
        ("calle Olmo 14", "ES"),
        ("14 rue de l'Orme", "FR"),
        ("شارع السلام رقم ٢٢١", "EG"),
        ("SW1A 2AA", "GB"),
        ("K1A 0B1", "CA"),
        ("IL 62704", "US"),
        ("75011 Paris", "FR"),
        ("P.O. Box 1234", "US"),
    ],
)
def test_address_is_found(text, country):
    assert hints(f"({text})", country) == [("address", text)]


def test_street_without_a_number_is_no_hint():
    assert hints("Crossed the street at night; la calle a las 3; la rue; الشارع ليلا.") == []


@pytest.mark.parametrize(
    "text",
    ["12 March 2019", "12/03/2019", "2019-03-12", "12 mars", "12 de marzo", "١٢ مارس", "May 3rd"],
)
def test_exact_date_is_found(text):
    assert hints(f"{text}, then") == [("date", text)]


def test_month_or_year_alone_is_no_hint():
    assert hints("In March, in May 2015, en marzo de 2015, en mars; only 2 may enter.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Dr Smith",
        "Mr. X",
        "Señor López",
        "profesora García",
        "Mme Dupont",
        "M. Martin",
        "الدكتور أحمد",
    ],
)
def test_title_with_a_name_is_a_person(text):
    assert hints(f"({text})") == [("person", text)]


def test_title_alone_is_no_hint():
    assert hints("The doctor I saw. El señor de allí. Monsieur le juge. قال الدكتور إن") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Acme Ltd", "employer"),
        ("شركة النخلة", "employer"),
        ("Lincoln High School", "school"),
        ("Universidad de Sevilla", "school"),
        ("Lycée Victor Hugo", "school"),
        ("جامعة القاهرة", "school"),
    ],
)
def test_named_employer_and_school_are_found(text, kind):
    assert hints(f"({text})") == [(kind, text)]


def test_employer_and_school_without_a_name_are_no_hint():
    assert hints("My School knew. The University knew, the company too, y la universidad.") == []


def test_contact_wins_over_what_overlaps_it():
    assert hints("Calle 5 de Mayo #120", "MX") == [("address", "Calle 5 de Mayo #120")]


def test_replace_puts_the_label_and_refuses_another_text():
    text = "Ask Dr Smith."
    [hint] = find(text)

    assert replace(text, hint, "doctor") == "Ask [doctor]."
    with pytest.raises(ValueError, match="not the one"):
        replace("Ask Dr Jones.", hint, "doctor")


def test_every_kind_offers_a_seeded_role():
    slugs = {role["slug"] for role in json.loads((SEEDS / "redaction_roles.json").read_text())}

    assert set(ROLES) == set(HintKind)
    assert set(ROLES.values()) <= slugs


def test_every_hint_of_the_set_can_be_redacted():
    numbers = helpline_numbers()
    for line in lines():
        for hint in find(line["text"], country=line["country"], helpline_numbers=numbers):
            redacted = replace(line["text"], hint, hint.role)
            assert [c.words for c in changes(line["text"], redacted, [hint.role])] == [hint.words]


@given(st.text(alphabet=st.sampled_from("a1@.: +/-(A\nم٣é#"), max_size=200))
def test_hints_are_ordered_apart_and_true_to_the_text(typed):
    text, end = normalise(typed), 0
    for hint in find(text, country="FR"):
        assert end <= hint.start < hint.end <= len(text)
        assert hint.words == text[hint.start : hint.end]
        end = hint.end


def test_set_is_large_and_half_clean():
    everything = lines()
    clean = [line for line in everything if not line["kinds"]]

    assert len(everything) >= 300
    assert 0.45 < len(clean) / len(everything) < 0.6
    assert all(normalise(line["text"]) == line["text"] for line in everything)


def test_recall_and_false_alarms_hold_on_the_whole_set():
    counts = measure(lines())
    found, labelled = recall(counts, frozenset(map(str, CONTACTS)))

    assert found / labelled > 0.95
    assert counts["alarms"].total() / counts["clean"].total() < 0.02


@pytest.mark.parametrize(
    "unit", ["1", "@", "a.", "a@", "1 ", "A ", "calle ", "Mr ", "insta ", "شارع ", "("]
)
def test_a_text_eight_times_as_long_takes_no_square_of_the_time(unit):
    def seconds(size):
        start = time.process_time()
        find(unit * (size // len(unit)), country="GB")
        return time.process_time() - start

    seconds(1_000)

    assert seconds(40_000) < 24 * max(0.005, min(seconds(5_000), seconds(5_000)))  # squared: 64
