import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.text.normalise import normalise
from stories.text.redaction import changes
from stories.text.screening import HintKind, find, replace
from stories.text.screening.hint import ROLES
from tests.stories.measure_screening import helpline_numbers, lines

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
        "Notice BR.37.LA.001417, dossier 00931-2020, claim no. 0041-722-19.",
        "Text HOME to 741741.",
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
        "rosie dot lane77 at gmail dot com",
        "lena.example (at) proton (dot) me",
        "lena77 @ example . org",
        "lena77 at gmail",
    ],
)
def test_email_is_found_plain_and_spelled(written):
    assert hints(f"Write to {written} today") == [("e-mail", written)]


def test_looking_at_a_site_is_a_link():
    assert hints("I looked at example.com twice.") == [("link", "example.com")]


@pytest.mark.parametrize(
    "written",
    [
        "https://example.com/a?b=1",
        "www.example.org",
        "مثال.شبكة",
        "www dot example dot com",
        "example[.]org",
    ],
)
def test_link_ends_before_the_full_stop(written):
    assert hints(f"({written}).") == [("link", written)]


@pytest.mark.parametrize(
    "text",
    [
        "The end.Then I left.",
        "notes.txt",
        "e.g. at 3 a.m.",
        "so.it was",
        "no dije nada.me fui",
        "the dot com years",
    ],
)
def test_missing_space_file_and_abbreviation_are_no_link(text):
    assert hints(text) == []


def test_handle_is_found_and_a_clock_time_is_not():
    assert hints("I am @quiet_river, see you @5pm or @ 6.") == [("handle", "@quiet_river")]


@pytest.mark.parametrize(
    "text",
    [
        "Snapchat is *otter_5*",
        "Add me on Telegram, I am *night_leeds*.",
        "retrouvez moi sur signal avec le pseudo *ines.88*",
        "*lena98* on discord",
        "سنابي *reem-k14*",
    ],
)
def test_messenger_account_is_marked_without_the_messenger(text):
    assert hints(text.replace("*", "")) == [("messenger", text.split("*")[1])]


@pytest.mark.parametrize(
    "text",
    [
        "insta: *paper.lantern*",
        "my username is *bluekettle*",
        "Instagram : *lanterne.de.papier*",
        "en tiktok me encuentran como *caro_ok*",
        "حسابي على انستغرام هو *lina__zaytoun*",
        "ask *quiet_river9* anything",
    ],
)
def test_network_account_is_a_handle(text):
    assert hints(text.replace("*", "")) == [("handle", text.split("*")[1])]


@pytest.mark.parametrize(
    "text",
    [
        "I told her on WhatsApp, then on Signal and Instagram.",
        "My facebook is private, my account is frozen.",
        "The line was long. On twitter I am nobody.",
        "On instagram he laughed.it was IMG_2034.jpg, at 5pm, on my iPhone12.",
        "حسابي خاص من زمان",
    ],
)
def test_platform_without_an_account_is_no_hint(text):
    assert hints(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("On Facebook he's called *Gaz Winterbourne*.", "handle"),
        ("search *Tilda Marsh Ceramics* on Facebook", "handle"),
        ("he's *coachdarnell* on ig", "handle"),
        ("en tiktok sale como *elprofebeto*", "handle"),
        ("sur snap il s'appelle *tontonlulu*", "messenger"),
        ("اسمه على الفيس *حيدر المصور* ويكلم البنات", "handle"),
        ("on TikTok under *mossy underscore farrell*", "handle"),
        ("en telegram soy *luna guion bajo roja*", "messenger"),
    ],
)
def test_account_under_plain_words_or_spelled_signs_is_found(text, kind):
    assert hints(text.replace("*", "")) == [(kind, text.split("*")[1])]


@pytest.mark.parametrize(
    "text",
    [
        "On Facebook he called me a liar.",
        "It's called grooming, and TikTok is full of it.",
        "She's verified on Instagram, he is famous on TikTok.",
        "On LinkedIn he is Head of Sales.",
        "Eso se llama acoso y en Instagram hay mucho.",
        "Soy administradora en Facebook, aparece como conectado en WhatsApp.",
        "Ça s'appelle du harcèlement, sur Snapchat ou ailleurs.",
        "باسم مستعار على تويتر كتبت قصتي",
    ],
)
def test_what_is_said_of_people_on_a_platform_is_no_hint(text):
    assert hints(text) == []


@pytest.mark.parametrize("text", ["WhatsApp *07700 900461*", "واتساب *01005550199*"])
def test_number_behind_a_messenger_is_a_phone(text):
    assert hints(text.replace("*", "")) == [("phone", text.split("*")[1])]


@pytest.mark.parametrize(
    "words",
    [
        "oh seven seven double zero nine zero zero four six one",
        "seis uno dos, tres cuatro cinco, siete ocho nueve",
        "zéro six, douze, trente-quatre, cinquante-six, douze",
        "0 7 7 0 0 9 0 0 5 5 2",
    ],
)
def test_phone_in_words_or_single_digits_is_found(words):
    assert hints(f"It is {words}.") == [("phone", words)]


def test_counting_is_no_phone():
    assert hints("One, two, three, four, five, six, seven. 1 2 3 4 5 6 7 8 9 10.") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my passport no. X00112233 was gone", "X00112233"),
        ("he wrote my SSN, 078-05-1120, on it", "078-05-1120"),
        ("grey car, reg AB51 XYZ", "AB51 XYZ"),
        ("Leyó mi DNI, 00000014Z", "00000014Z"),
        ("numéro de sécu, 2 80 01 75 099 001 22, affiché", "2 80 01 75 099 001 22"),
        ("رقم هويتي 1000004418 كان في درجه", "1000004418"),
    ],
)
def test_document_is_a_number_and_no_phone(text, words):
    assert hints(text) == [("number", words)]


def test_phone_beside_a_document_stays_a_phone():
    assert hints("my passport, and my mobile 07700 900461") == [("phone", "07700 900461")]


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
        ("14 Larch Road, Leeds LS6 3QQ", "GB"),
        ("flat 3, 22 elm st", "GB"),
        ("5/88 Wattle Parade, Coburg VIC 3058", "AU"),
        ("Carrera 14 # 88-21", "CO"),
        ("Tucumán 1840, piso 6", "AR"),
        ("Rue du Four 9, 1299 Genève", "CH"),
        ("شارع الأرز، بناية السنديان، طابق 4", "LB"),
        ("Lindenstraße 14", "DE"),
        ("torre B, piso 8, apto 8-3", "CO"),
        ("lot 1417, îlot 88", "CI"),
        ("H/No. C15/4", "GH"),
        ("calle 60 entre 57 y 59", "MX"),
        ("Belgrano 2247, 4to B", "AR"),
        ("Avda. Constitución s/n", "ES"),
    ],
)
def test_address_is_found(text, country):
    assert hints(f"({text})", country) == [("address", text)]


def test_units_of_no_home_are_no_hint():
    text = "Bâtiment 3, étage 2. Partie 2 sur 3. Lot 4, lot 5. Unit 4, Lesson 2. The corner of Hope and Despair."

    assert hints(text) == []


def test_street_without_a_number_is_no_hint():
    text = (
        "Crossed the street at night; la calle a las 3; la carrera 7 cerrada; la rue; الشارع ليلا."
    )

    assert hints(text) == []


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
    text = "The doctor I saw. El señor de allí. Monsieur le juge. قال الدكتور إن. الدكتور سأل"

    assert hints(text) == []


def test_people_of_books_and_songs_are_no_person():
    text = "I read Mrs Halloway on the train. Doña Marta era lectura obligatoria. رواية مدام سعاد"

    assert hints(text) == []


def test_title_with_a_joke_is_no_person():
    assert hints("Mr. Nobody, Miss Universe, Don Nadie, M. Personne.") == []


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
