"""The language of a page is in its address; every page leads to itself in the others."""

import json
import re
import subprocess
import sys
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse

from metoo_wall import languages, own_names, places, same_page
from metoo_wall.languages import WRITTEN, choices
from stories.models import Guideline, Story, Submission
from tests.factories import make_phrase, make_published, make_warning
from tests.rules.public_pages import public_pages

pytestmark = pytest.mark.django_db
ODD = ["fr", "ar;q=1", "xx-" + "y" * 10_000, "*", ";;;q=q,,", "fr" * 5_000, "fr-" * 3_333, "\x7f"]
NOT_PAGES = {"wall:feed", "robots", "resources:text"}


@pytest.fixture(autouse=True)
def every_language(settings):
    settings.LANGUAGES = choices(WRITTEN)


def make_story(**fields):
    make_published("This is an example of a letter.")
    Story.objects.update(**fields)
    return Story.objects.get()


def body_of(answer):
    return answer.content.decode()


def links(body, start):
    """hreflang -> address of every element that starts so."""
    found = re.findall(rf"<{start} href=\"([^\"]+)\"[^>]* hreflang=\"([^\"]+)\"", body)
    found += [
        (b, a) for a, b in re.findall(rf"<{start} hreflang=\"([^\"]+)\" href=\"([^\"]+)\"", body)
    ]
    return {code: unescape(address) for address, code in found}


def switcher(body):
    return links(body.partition('<footer class="selvedge')[2], "a")


def alternates(body):
    return links(body, 'link rel="alternate"')


@pytest.mark.parametrize("path", ["/", "/stories/", "/share/", "/resources/", "/safety/"])
@pytest.mark.parametrize("asked", ODD)
def test_what_a_browser_asks_for_changes_no_public_page(client, path, asked):
    answer = client.get(path, headers={"Accept-Language": asked})

    assert answer.status_code == 200
    assert answer["Content-Language"] == "en"
    assert "accept-language" not in answer.get("Vary", "").lower()


def test_a_page_in_another_language_does_not_depend_on_the_browser_either(client):
    answer = client.get("/ar/resources/", headers={"Accept-Language": "fr"})

    assert answer["Content-Language"] == "ar"
    assert "accept-language" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("asked", ["fr", "fr-CA,fr;q=0.9,en;q=0.5"])
def test_the_desk_speaks_the_browsers_language(client, asked):
    answer = client.get(reverse("admin:login"), headers={"Accept-Language": asked})

    assert answer["Content-Language"] == "fr"
    assert "accept-language" in answer["Vary"].lower()


@pytest.mark.parametrize("asked", ODD[2:])
def test_the_desk_answers_odd_browsers_too(client, asked):
    assert client.get(reverse("admin:login"), headers={"Accept-Language": asked}).status_code == 200


@pytest.mark.parametrize(("code", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_a_page_says_its_language_and_direction(client, code, direction):
    body = body_of(client.get(f"/{code}/safety/"))

    assert f'<html lang="{code}" dir="{direction}"' in body


def test_a_language_that_is_not_shipped_has_no_pages(client, settings):
    settings.LANGUAGES = choices(("en", "fr"))

    assert client.get("/ar/safety/").status_code == 404
    assert client.get("/fr/safety/").status_code == 200


@pytest.mark.parametrize("path", ["/en/", "/" + "a" * 10_000 + "/", "/" + "fr-" * 3_000 + "/"])
def test_an_odd_address_is_a_page_that_leads_home_in_each_language(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert switcher(body_of(answer)) == {"en": "/", "es": "/es/", "fr": "/fr/", "ar": "/ar/"}
    assert alternates(body_of(answer)) == {}


def test_the_switcher_leads_to_the_same_page_with_its_query(client):
    body = body_of(client.get("/fr/resources/?country=FR&way=chat"))

    assert switcher(body)["en"] == "/resources/?country=FR&way=chat"
    assert switcher(body)["ar"] == "/ar/resources/?country=FR&way=chat"
    assert '<a href="/ar/resources/?country=FR&amp;way=chat" lang="ar" dir="rtl"' in body


def test_the_switcher_leads_to_the_same_story_with_its_filters(client):
    story = make_story()

    body = body_of(client.get(f"/stories/{story.public_id}/?without=suicide"))

    assert switcher(body)["es"] == f"/es/stories/{story.public_id}/?without=suicide"


@pytest.mark.parametrize("path", ["/stories/", "/fr/stories/", "/stories/choose/"])
def test_the_switcher_keeps_what_a_reader_chose_on_the_wall(client, path):
    make_warning("suicide")
    make_warning("stalking")
    older = make_story()
    make_published("Another example of a letter.")
    query = f"kind=story&without=stalking&without=suicide&phrase=metoo&after={older.public_id}"

    found = switcher(body_of(client.get(f"{path}?{query}")))

    place = path.removeprefix("/fr")
    assert found == {"en": f"{place}?{query}"} | {
        code: f"/{code}{place}?{query}" for code in ("es", "fr", "ar")
    }


@pytest.mark.parametrize(
    "query", ['"><script>', "%22%3E", "a=" + "b" * 10_000, "é=\x7f", "&" * 900]
)
def test_an_odd_query_breaks_no_link(client, query):
    body = body_of(client.get("/safety/", QUERY_STRING=query))

    assert set(switcher(body)) == set(WRITTEN)
    assert "<script>" not in body
    assert all(address.startswith("/es/safety/") for address in [switcher(body)["es"]])
    assert len(switcher(body)["es"]) <= len("/es/safety/?") + same_page.LONGEST_QUERY


def test_more_fields_than_fit_do_not_break_a_page(client):
    answer = client.get("/stories/", QUERY_STRING="&".join(f"a{n}=1" for n in range(300)))

    assert answer.status_code in (200, 400)


def test_one_language_alone_has_no_switcher(client, settings):
    settings.LANGUAGES = choices(("en",))

    body = body_of(client.get("/safety/"))

    assert switcher(body) == alternates(body) == {}
    assert "selvedge-languages" not in body


@pytest.mark.parametrize("path", public_pages())
def test_a_page_for_search_engines_names_its_languages_and_no_other_does(client, path):
    answer = client.get(path)
    if not answer["Content-Type"].startswith("text/html"):
        return
    is_hidden = "noindex" in body_of(answer) + answer.get("X-Robots-Tag", "")

    found = alternates(body_of(answer))

    assert set(found) == (set() if is_hidden else {*WRITTEN, "x-default"})
    if found:
        assert found["x-default"] == found["en"] == f"http://testserver{path}"
        assert found["ar"] == f"http://testserver/ar{path}"


def test_every_alternate_answers_and_names_the_same_ones(client):
    first = alternates(body_of(client.get("/resources/")))

    for code in WRITTEN:
        path = first[code].removeprefix("http://testserver")
        assert alternates(body_of(client.get(path))) == first


def test_a_story_names_no_alternates(client):
    story = make_story()

    assert alternates(body_of(client.get(f"/stories/{story.public_id}/"))) == {}


def test_a_post_in_a_language_stays_in_it_to_its_number(client):
    phrase = make_phrase()

    sent = client.post(
        "/fr/share/",
        {"phrase": phrase.slug, "step": "send"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    page = client.get(sent["Location"])

    assert sent.status_code == 303
    assert sent["Location"].startswith("/fr/share/")
    assert Submission.objects.count() == 1
    assert '<html lang="fr"' in body_of(page)
    assert switcher(body_of(page))["en"] == "/share/"
    assert sent["Location"] not in switcher(body_of(page)).values()


def test_a_receipt_is_asked_for_and_concerns_are_told_in_a_language(client):
    story = make_story()

    yours = client.post("/ar/yours/", {"receipt": "1"}, headers={"Sec-Fetch-Site": "same-origin"})
    concern = client.get(f"/ar/stories/{story.public_id}/concern/")

    assert yours["Location"].startswith("/ar/yours/")
    assert switcher(body_of(client.get(yours["Location"])))["fr"] == "/fr/yours/"
    assert f'action="/ar/stories/{story.public_id}/concern/"' in body_of(concern)


def test_a_page_that_is_only_posted_to_leads_home(client):
    story = make_story()

    body = body_of(client.get(f"/stories/{story.public_id}/support/"))

    assert switcher(body)["fr"] == "/fr/"


def test_links_inside_the_site_keep_the_language(client):
    make_story()

    for path in ("/fr/", "/fr/stories/", "/fr/share/", "/fr/resources/", "/fr/safety/"):
        page = body_of(client.get(path)).partition("selvedge-languages")[0]
        inside = re.findall(r"<(?:a|form)\b[^>]* (?:href|action)=\"(/[^\"]*)\"[^>]*>", page)
        english = [link for link in inside if not link.startswith("/fr/")]
        assert [link for link in english if f'href="{link}" lang="en"' not in page] == []


def test_what_staff_wrote_follows_the_language(client):
    Guideline.objects.create(
        slug="a", title_en="In English", title_fr="En français", text_en="…", text_fr="…"
    )

    assert "En français" in body_of(client.get("/fr/guidelines/"))
    assert "En français" not in body_of(client.get("/guidelines/"))


def test_months_are_named_in_the_language(client):
    story = make_story(month=202501)

    assert "janvier 2025" in body_of(client.get(f"/fr/stories/{story.public_id}/"))
    assert "enero de 2025" in body_of(client.get(f"/es/stories/{story.public_id}/"))


def test_a_language_that_nobody_checked_says_so_and_leads_to_english(client):
    body = body_of(client.get("/fr/safety/?a=b"))

    notice = body.partition('class="unchecked"')[2].partition("</p>")[0]
    assert 'href="/safety/?a=b" lang="en"' in notice


def test_a_checked_language_says_nothing(client, monkeypatch):
    monkeypatch.setattr(languages, "REVIEWED", ("en", "fr"))

    assert 'class="unchecked"' not in body_of(client.get("/fr/safety/"))
    assert 'class="unchecked"' not in body_of(client.get("/safety/"))


@pytest.mark.parametrize(
    ("text", "written"),
    [("fr", "fr"), ("fr-CA", "fr"), ("", "en"), ("de", "en"), ("zh", "zh-hans")],
)
def test_words_beside_a_text_are_in_the_nearest_language(monkeypatch, text, written):
    monkeypatch.setattr(languages, "WRITTEN", (*WRITTEN, "zh-hans"))

    assert languages.written_for(text) == written


def test_the_kept_names_of_languages_are_those_of_cldr():
    """In a process of its own, which may keep every locale."""
    code = "import json; from metoo_wall import own_names; print(json.dumps(own_names.computed()))"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert own_names.kept() == json.loads(said)


def test_to_name_every_language_asks_for_no_locale(monkeypatch):
    monkeypatch.setattr(places, "Locale", None)
    places.language_choices.cache_clear()

    choices = places.language_choices()

    assert len(choices) > 150
    assert ("fr", "Français") in choices
