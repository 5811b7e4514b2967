"""Reading on: lengths that tell little, a rest after heavy letters, a feed without texts, and robots."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from stories.desk import moderation
from stories.models import Story
from stories.wall.padding import LENGTHS
from tests.factories import make_draft, make_moderator, make_phrase, make_published, make_warning

pytestmark = pytest.mark.django_db
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ATOM = "{http://www.w3.org/2005/Atom}"
EMOJI = "👩🏽‍🦱"  # the longest that a few signs can become


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


def page_of(client, story, query: str = ""):
    return client.get(f"/stories/{story.public_id}/{query}")


@pytest.mark.parametrize(
    "text",
    ["", "Short.", "a " * 3000, "سطر\n\n" * 2000, EMOJI * 2000, "&" * 10_000, "'\n\n" * 3333],
)
def test_every_storys_page_has_one_of_three_lengths(client, text):
    story = make_published(text[:10_000].strip())

    assert len(page_of(client, story).content) in LENGTHS


def test_the_longest_letter_with_the_longest_afterword_fits(client):
    robin = make_moderator()
    long = (EMOJI * 3000)[:10_000]
    story = make_published(long, by=robin)
    moderation.publish(
        moderation.revise(story, make_draft(long), edition=0, part="afterword"), by=robin
    )

    assert len(page_of(client, story).content) == LENGTHS[-1]


def test_short_letters_of_different_length_are_one_length(client):
    lengths = {len(page_of(client, make_published("a" * n)).content) for n in (1, 50, 500, 2000)}

    assert lengths == {LENGTHS[0]}


def heavy(text: str = "Heavy."):
    return make_published(text, warnings=(make_warning("suicide", is_heavy=True).id,))


def onward(page) -> str:
    """The address behind "The next piece"."""
    before, _text, _rest = page.content.decode().partition(">The next piece</a>")
    return before.rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")


def test_after_three_heavy_letters_in_a_row_there_is_a_place_to_rest(client):
    for _letter in range(5):
        heavy()
    page, seen = page_of(client, Story.objects.order_by("-id").first()), []
    for _step in range(2):
        seen.append(onward(page))
        page = client.get(onward(page))

    rest = client.get(onward(page))

    assert [address.rpartition("?")[2] for address in seen] == ["heavy=1", "heavy=2"]
    assert "A place to rest" in rest.content.decode()
    assert "Heavy." not in rest.content.decode()


def test_a_lighter_letter_between_begins_the_row_anew(client):
    make_published("Light.")
    light = make_published("Light, too.")

    assert "heavy" not in onward(page_of(client, light, "?heavy=2"))


@pytest.mark.parametrize("said", ["-1", "9" * 5000, "x", "٣", "1.5", "\0"])
def test_an_odd_row_is_as_if_none_were_said(client, said):
    heavy()
    last = heavy()

    answer = client.get(f"/stories/{last.public_id}/", {"heavy": said})

    assert onward(answer).endswith("heavy=1")


def test_filters_hold_at_the_place_to_rest(client):
    heavy()
    last = heavy()

    rest = client.get(f"/stories/{last.public_id}/rest/?kind=story&without=injury&country=FR")

    assert rest.content.decode().count("kind=story&amp;country=FR") >= 2


def test_the_place_to_rest_of_a_story_that_never_was_is_not_found(client):
    assert client.get("/stories/222222222222/rest/").status_code == 404


def entries(client, query: str = "") -> list[ElementTree.Element]:
    answer = client.get(f"/feed/{query}")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_the_feed_has_phrases_warnings_and_links_and_no_text(client):
    make_published()
    story = heavy("Planted words.")

    body = client.get("/feed/").content.decode()
    letter, phrase = entries(client)

    assert "Planted words." not in body
    assert phrase.find(f"{ATOM}title").text == "#MeToo"
    assert letter.find(f"{ATOM}title").text == "A letter that speaks of: suicide"
    assert letter.find(f"{ATOM}link").get("href").endswith(f"/stories/{story.public_id}/")
    assert letter.find(f"{ATOM}category").get("term") == "suicide"


def test_the_feed_knows_the_month_and_nothing_finer(client):
    make_published()

    assert entries(client)[0].find(f"{ATOM}updated").text.endswith("-01T00:00:00+00:00")


def test_the_feed_obeys_filters_and_they_hold_on_its_links(client):
    make_warning("injury")
    make_published()
    heavy()
    make_published("Light.")

    letters = entries(client, "?kind=story&without=suicide")

    assert len(letters) == 1
    assert "?kind=story&without=suicide" in letters[0].find(f"{ATOM}link").get("href")


def test_an_empty_feed_is_a_feed(client):
    assert entries(client) == []
    assert flaws(feed_of(client)) == []


def feed_of(client, address: str = "/feed/") -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)


def flaws(feed: ElementTree.Element) -> list[str]:
    """What RFC 4287 asks of a feed and its entries (4.1.1, 4.1.2, 4.2.6) and is not there."""
    found = [] if feed.tag == f"{ATOM}feed" else ["no feed"]
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        once = {name: each.findall(f"{ATOM}{name}") for name in ("id", "title", "updated")}
        found += [
            f"{len(all_of_it)} {name}" for name, all_of_it in once.items() if len(all_of_it) != 1
        ]
        found += [
            f"empty {name}" for name, all_of_it in once.items() for one in all_of_it if not one.text
        ]
        found += [one.text for one in once["updated"] if not RFC_3339.fullmatch(one.text or "")]
        ways = {link.get("rel"): link.get("href") for link in each.findall(f"{ATOM}link")}
        places = [ways.get("alternate", "no alternate"), *(one.text or "" for one in once["id"])]
        found += [place for place in places if not place.startswith("http://testserver/")]
    if not feed.findall(f"{ATOM}author/{ATOM}name"):
        found.append("no author")
    ids = [one.text for one in feed.iter(f"{ATOM}id")]
    return found + [one for one in ids if ids.count(one) > 1]


@pytest.mark.parametrize("language", ["", "/fr", "/ar"])
def test_the_feed_is_what_the_standard_asks_for(client, language):
    for _piece in range(3):
        make_published()
        heavy("Planted & <words>.")

    feed = feed_of(client, f"{language}/feed/?without=injury")

    assert len(feed.findall(f"{ATOM}entry")) == 6
    assert flaws(feed) == []
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"http://testserver{language}/feed/"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language[1:] or language == ""
    assert not list(feed.iter(f"{ATOM}content")) + list(feed.iter(f"{ATOM}summary"))


def test_a_feed_that_is_not_is_found():
    bare = f"<feed xmlns='{ATOM[1:-1]}'><entry><id>x</id><id>x</id></entry></feed>"

    assert {"no author", "2 id", "0 title", "no alternate"} <= set(
        flaws(ElementTree.fromstring(bare))
    )


def test_a_withdrawn_story_leaves_the_feed_for_the_next_request(client):
    story = make_published("Mine.")
    assert len(entries(client)) == 1

    moderation.withdraw(story)

    assert entries(client) == []


def test_robots_are_asked_to_leave_stories_alone(client):
    body = client.get("/robots.txt").content.decode()
    groups = body.split("\n\n")

    for name in (
        "GPTBot",
        "ClaudeBot",
        "Google-Extended",
        "CCBot",
        "meta-webindexer",
        "archive.org_bot",
    ):
        assert f"User-agent: {name}\n" in groups[0]
    assert groups[0].endswith("Disallow: /")
    assert "Disallow: /stories/" in groups[1]
    assert "Disallow: /*/stories/" in groups[1]
