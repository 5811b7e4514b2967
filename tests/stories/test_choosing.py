"""A reader's choice lives in the address, holds on every link, leaks nothing, and what does not exist costs nothing."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from metoo_wall import throttle
from stories.desk import moderation
from stories.models import Story, Submission, Support, tallies
from stories.wall import numbers
from stories.wall.views import ON_A_PAGE
from tests.factories import make_phrase, make_published, make_warning

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')
UNKNOWN = "222222222222"
LONG = "x" * 10_000
NONSENSE = (
    "?kind=x", "?kind=%00", "?kind=bare&kind=nothing", "?without=none", "?without=", "?without=%00&without=' OR 1=1",
    "?language=xx", "?language=%00", "?language=../../etc", "?phrase=nope", "?phrase=%ff", "?phrase=<script>",
    "?country=ZZ", "?country=france", "?country=%00", "?after=", "?after=x", "?after=%ff%00", f"?after={UNKNOWN}",
    "?heavy=-1", "?unheard=of", "?&&=&;", f"?kind={LONG}", f"?without={LONG}", f"?language={LONG}", f"?phrase={LONG}",
    f"?country={LONG}", f"?after={LONG}", "?without=none" * 3, "?" + "without=none&" * 150,
    "?kind=x&language=xx&phrase=nope&without=none&country=ZZ&after=x&heavy=x",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def wall() -> dict[str, Story]:
    """Two heavy letters, two quiet ones, two phrases."""
    warned = {"warnings": (make_warning("suicide", is_heavy=True).id,)}
    made = {
        "old bare": make_published(),
        "quiet": make_published("An older quiet example.", language="en"),
        "heavy": make_published("Planted one.", name="Planted two", **warned),
        "foreign": make_published("Exemple planté.", language="fr"),
        "bare": make_published(),
        "newest": make_published("The newest example.", **warned),
    }
    return {name: Story.objects.get(public_id=one.public_id) for name, one in made.items()}


def questions(client, address: str, **extra) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address, **extra)
    assert answer.status_code == 200, address
    return len(asked)


def links(page: str) -> list[str]:
    return [unescape(address) for address in LINK.findall(page)]


@pytest.mark.parametrize("query", NONSENSE, ids=lambda query: query[:24])
def test_a_choice_that_does_not_exist_asks_no_more_than_the_plain_page(
    client, wall, django_assert_max_num_queries, query
):
    letter = wall["newest"].get_absolute_url()
    for address in ("/stories/", "/stories/choose/", "/feed/", letter, f"{letter}rest/", "/"):
        with django_assert_max_num_queries(questions(client, address)):
            assert client.get(address + query).status_code == 200


@pytest.mark.parametrize(
    "query", [q for q in NONSENSE if "kind=bare" not in q], ids=lambda q: q[:24]
)
def test_a_choice_that_does_not_exist_is_as_if_it_were_not_asked(client, wall, query):
    plain, asked = client.get("/stories/"), client.get("/stories/" + query)

    assert asked.context["stories"] == plain.context["stories"]
    assert asked.context["onward"] == ""
    assert not asked.context["chosen"]
    assert LONG not in asked.content.decode()


def test_more_fields_than_a_form_has_are_refused_kindly(client):
    answer = client.get("/stories/?" + "without=none&" * 300)

    assert answer.status_code == 400
    assert 'id="exit"' in answer.content.decode()


@pytest.mark.parametrize("said", ["xx", "*;q=9", "\0", "fr" * 5000, "ar,,,;;;q=q", "../../", "𝕗𝕣"])
def test_what_a_browser_says_of_languages_changes_nothing(client, wall, said):
    plain = client.get("/stories/").content
    extra = {"HTTP_ACCEPT_LANGUAGE": said}

    assert client.get("/stories/", **extra).content == plain
    assert questions(client, "/stories/", **extra) == questions(client, "/stories/")


@pytest.mark.parametrize(
    "address", [f"/stories/{LONG}/", f"/{LONG}", f"/stories/{UNKNOWN}/{LONG}/", f"/{'fr/' * 3000}"]
)
def test_a_very_long_address_is_not_found_without_a_question(
    client, django_assert_num_queries, address
):
    with django_assert_num_queries(0):
        answer = client.get(address)

    assert answer.status_code == 404
    assert LONG not in answer.content.decode()


def test_after_a_withdrawn_story_come_the_next_ones_in_as_many_questions(
    client, wall, django_assert_num_queries
):
    plain = questions(client, "/stories/")
    gone = wall["foreign"].public_id
    moderation.withdraw(submission_of(gone))

    with django_assert_num_queries(plain):
        answer = client.get(f"/stories/?after={gone}")

    older = [wall[name] for name in ("heavy", "quiet", "old bare")]
    assert answer.context["stories"] == older


def submission_of(public_id: str) -> Submission:
    return Submission.objects.get(public_id=public_id)


def test_gone_is_410_and_never_was_is_404_at_each_address_of_a_story(client, wall):
    gone = wall["quiet"].public_id
    moderation.withdraw(submission_of(gone))

    for rest in ("", "rest/"):
        assert client.get(f"/stories/{gone}/{rest}?without=suicide").status_code == 410
        assert client.get(f"/stories/{UNKNOWN}/{rest}?without=suicide").status_code == 404


CHOICE = "kind=story&language=en&phrase=metoo&country=FR&without=suicide"


def held(address: str) -> dict:
    kept = parse_qs(urlsplit(address).query)
    return {name: kept.get(name) for name in ("kind", "language", "phrase", "country", "without")}


def stations(wall) -> list[str]:
    letter = f"/stories/{wall['quiet'].public_id}/"
    gone = wall["foreign"].public_id
    moderation.withdraw(submission_of(gone))
    return ["/stories/", letter, f"{letter}rest/", f"{letter}concern/", f"/stories/{gone}/"]


def test_a_choice_holds_on_every_link_to_the_wall_and_its_pieces(client, wall):
    for station in stations(wall):
        page = client.get(f"{station}?{CHOICE}").content.decode()
        onward = [a for a in links(page) if re.search(r"^(/..)?/(stories|feed)/", a)]
        onward.remove("/stories/?country=FR") if station == "/stories/" else None

        assert len(onward) > 3, station
        assert [a for a in onward if held(a) != held(f"?{CHOICE}") and "kind=bare" not in a] == []


def test_a_country_holds_on_every_link_to_helplines(client, wall):
    for station in stations(wall):
        page = client.get(f"{station}?country=FR").content.decode()
        help_links = [a for a in links(page) if re.search(r"^/resources/(\?|$)", a)]

        assert len(help_links) > 1, station
        assert {parse_qs(urlsplit(a).query).get("country", [""])[0] for a in help_links} == {"FR"}


def test_a_country_without_helplines_holds_on_the_way_to_other_help(client, wall):
    page = client.get(f"/stories/{wall['quiet'].public_id}/?country=IS").content.decode()

    assert '/resources/?country=IS">See other ways' in page


def test_a_country_holds_where_the_choice_is_made_anew(client, wall):
    page = client.get("/stories/choose/?country=FR").content.decode()

    assert '<input type="hidden" name="country" value="FR"' in page
    assert 'name="country"' not in client.get("/stories/choose/").content.decode()


def test_a_choice_holds_when_the_moderators_are_told_of_a_concern(client, wall):
    address = f"/stories/{wall['quiet'].public_id}/concern/?without=suicide"

    sent = client.post(address, {"reason": ""}, headers=HERE)
    page = client.get(sent["Location"]).content.decode()

    assert f'action="{address}"' in page
    assert f"/stories/{wall['quiet'].public_id}/?without=suicide" in page


@pytest.mark.parametrize("asks", [{}, {"Accept": "application/json"}])
@pytest.mark.parametrize("act", [{"word": "believe"}, {"reason": "other"}])
def test_a_choice_holds_where_the_story_went_before_the_press(client, wall, act, asks):
    gone = wall["quiet"]
    moderation.withdraw(submission_of(gone.public_id))
    where = "support" if "word" in act else "concern"
    address = f"/stories/{gone.public_id}/{where}/?without=suicide"

    answer = client.post(address, act, headers=HERE | asks)

    to = answer.json()["location"] if asks else answer["Location"]
    assert (answer.status_code, to) == (
        200 if asks else 303,
        f"/stories/{gone.public_id}/?without=suicide",
    )
    assert "without=suicide&amp;after=" in client.get(to).content.decode()


def test_a_choice_holds_where_the_story_went_before_the_form(client, wall):
    moderation.withdraw(submission_of(wall["quiet"].public_id))
    address = wall["quiet"].get_absolute_url()

    answer = client.get(f"{address}concern/?without=suicide")

    assert answer["Location"] == f"{address}?without=suicide"


def test_nothing_that_was_left_out_leaks_on_any_page_that_follows(client, wall):
    left_out = [wall["heavy"], wall["newest"]]
    seen, to_see = set(), ["/stories/?without=suicide", "/feed/?without=suicide"]
    while to_see and len(seen) < 60:
        address = to_see.pop()
        seen.add(address)
        page = client.get(address).content.decode()
        assert "Planted" not in page, address
        assert not any(story.public_id in page for story in left_out), address
        assert "speaks of: suicide" not in page
        to_see += [a for a in links(page) if "without=suicide" in a and a not in seen]

    assert len(seen) > 20


@pytest.mark.parametrize(
    "query", ["?kind=bare", "?kind=story", "?language=en", "?language=fr", "?phrase=metoo"]
)
def test_each_page_of_a_choice_shows_the_choice_and_nothing_else(client, wall, query):
    name, _is, value = query[1:].partition("=")

    for story in client.get(f"/stories/{query}").context["stories"]:
        said = {"kind": story.kind, "language": story.language, "phrase": story.phrase.slug}
        assert said[name] == value


def test_next_follows_phrases_where_phrases_were_chosen(client, wall):
    bare = wall["bare"].get_absolute_url()

    answer = client.get(bare + "?kind=bare")

    assert answer.context["next_url"] == f"{wall['old bare'].get_absolute_url()}?kind=bare"
    assert wall["foreign"].public_id in client.get(bare).context["next_url"]


def test_something_gentler_is_of_the_same_choice(client, wall):
    newest = wall["newest"].get_absolute_url()

    assert wall["foreign"].public_id in client.get(newest).context["gentler_url"]
    french = client.get(newest + "?language=fr").context["gentler_url"]
    assert wall["foreign"].public_id in french
    english = client.get(newest + "?language=en&without=suicide").context["gentler_url"]
    assert english == f"/stories/{wall['quiet'].public_id}/?language=en&without=suicide"


def test_where_every_letter_is_heavy_something_gentler_is_phrases(client, wall):
    moderation.withdraw(submission_of(wall["quiet"].public_id))
    moderation.withdraw(submission_of(wall["foreign"].public_id))

    answer = client.get(wall["newest"].get_absolute_url() + "?country=FR&kind=story")

    assert answer.context["gentler_url"] == "/stories/?kind=bare&country=FR"
    assert client.get(answer.context["gentler_url"]).context["stories"]


def test_a_choice_with_nothing_in_it_says_so_and_leads_on(client, wall):
    page = client.get("/stories/?language=de&country=FR").content.decode()

    assert "There is nothing on the wall with this choice" in page
    assert '<a href="/stories/?country=FR">Show everything' in page


def test_what_was_chosen_is_said_in_words(client, wall):
    page = client.get("/stories/?kind=story&language=fr&phrase=metoo&without=suicide").content

    assert b"You see: Letters, French, #MeToo." in page
    assert b"Left out: suicide." in page
    assert b"You see" not in client.get("/stories/").content


@pytest.mark.parametrize("language", ["", "/fr", "/ar"])
@pytest.mark.parametrize("query", ["", f"?{CHOICE}"])
def test_the_wall_leads_to_the_choice_above_its_first_piece(client, wall, language, query):
    page = client.get(f"{language}/stories/{query}").content.decode()
    above = page.partition('class="piece')[0]

    [address] = [a for a in links(above) if "/choose/" in a]
    assert address.partition("?")[0] == f"{language}/stories/choose/"
    assert held(address) == held(query)
    assert "<form" not in page


def test_the_form_shows_what_is_chosen_and_leads_to_the_wall(client, wall):
    page = client.get(f"/fr/stories/choose/?{CHOICE}").content.decode()

    assert '<form class="sheet sheet-in form" method="get" action="/fr/stories/"' in page
    for value in ("story", "suicide"):
        assert re.search(rf'value="{value}"[^>]* checked', page), value
    for value in ("en", "metoo"):
        assert re.search(rf'<option value="{value}" selected', page), value
    assert any(held(a) == held(f"?{CHOICE}") for a in links(page) if a.startswith("/fr/stories/?"))


def test_the_form_is_for_no_search_engine(client, wall):
    assert "noindex" in client.get("/stories/choose/")["X-Robots-Tag"]


def test_every_choice_that_the_form_offers_is_a_choice(client, wall):
    make_phrase(slug="aeb", tag="#EnaZeda", language="aeb")
    form = client.get("/stories/choose/").context["choose"]

    for name in ("kind", "language", "phrase", "without"):
        for value, _label in form.fields[name].choices:
            answer = client.get("/stories/", {name: value})
            assert answer.context["chosen"] is bool(value), (name, value)


def test_a_language_of_letters_can_be_chosen_where_no_phrase_speaks_it(client, wall):
    make_published("एक उदाहरण।", language="hi")
    tallies.count_new()
    numbers.publish()

    choices = dict(client.get("/stories/choose/").context["choose"].fields["language"].choices)

    assert {"en": "English", "fr": "French", "hi": "Hindi"}.items() <= choices.items()


def test_a_thousand_presses_ask_less_than_the_plain_page(
    client, wall, django_assert_max_num_queries
):
    throttle.start_anew()
    address = wall["quiet"].get_absolute_url()
    press = {"path": f"{address}support/", "data": {"word": "believe"}, "headers": HERE}
    plain = questions(client, address)
    client.post(**press)

    for _press in range(1000):
        with django_assert_max_num_queries(2):
            assert client.post(**press).status_code == 303

    assert plain > 2
    assert Support.objects.get().count == 1


def test_a_full_page_of_a_choice_asks_what_the_plain_one_asks(client):
    make_warning("injury")
    for _piece in range(ON_A_PAGE + 1):
        make_published("Words.")

    plain = questions(client, "/stories/")

    assert questions(client, "/stories/?kind=story&without=injury&country=FR") == plain
