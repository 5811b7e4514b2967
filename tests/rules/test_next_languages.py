"""Nothing stands in the way of the next languages: every public page can be asked for in one that has no word yet.

It is English then, in the language's own address, with its name, its direction, and a line that says who has not read it.
"""

import pytest
from django.core.management import call_command

from metoo_wall.languages import REVIEWED, WRITTEN, choices
from stories.models import GoneStory, Story
from tests.factories import make_published
from tests.rules.public_pages import absent_pages, public_pages

pytestmark = pytest.mark.django_db
NEXT = ("hi", "ja", "zh-hans", "it")
NOT_CHECKED = 'class="unchecked"'
TO_ENGLISH = 'lang="en" dir="ltr" hreflang="en">In English</a>'


@pytest.fixture
def _every_language(settings):
    settings.LANGUAGES = choices((*WRITTEN, *NEXT))


def pages_of(client, language: str) -> dict[str, str]:
    """Every kind of public page that is HTML: those that stand, of a letter and around it, gone, absent, refused."""
    make_published("This is an example of a letter.")
    story = f"/stories/{Story.objects.get().public_id}/"
    GoneStory.objects.create(id=Story.objects.get().pk + 1, public_id="3" * 12, place=1)
    around = [
        story,
        f"{story}concern/",
        f"{story}rest/",
        f"{story}support/",
        f"/stories/{'3' * 12}/",
    ]
    answers = {
        path: client.get(f"/{language}{path}")
        for path in (*public_pages(), *absent_pages(), *around)
    }
    answers["refused"] = client.post(
        f"/{language}/share/", headers={"Sec-Fetch-Site": "cross-site"}
    )
    answers["method"] = client.post(f"/{language}/safety/")
    typed = {"text": "This is an example.", "step": "preview"}
    sent = client.post(f"/{language}/share/", typed, headers={"Sec-Fetch-Site": "same-origin"})
    answers["preview"] = client.get(sent["Location"])
    assert all(answer.status_code < 500 for answer in answers.values())
    return {
        path: answer.content.decode()
        for path, answer in answers.items()
        if answer["Content-Type"].startswith("text/html")
    }


@pytest.mark.usefixtures("_every_language")
@pytest.mark.parametrize("language", NEXT)
def test_every_page_can_be_asked_for_in_a_language_that_has_no_word_yet(client, language):
    pages = pages_of(client, language)

    assert len(pages) > 20
    for path, page in pages.items():
        assert f'<html lang="{language}" dir="ltr"' in page, path
        assert NOT_CHECKED in page, path
        assert TO_ENGLISH in page, path


@pytest.mark.parametrize("language", [code for code in WRITTEN if code not in REVIEWED])
def test_every_page_in_a_language_that_nobody_checked_says_so_and_leads_to_english(
    client, language
):
    pages = pages_of(client, language)

    assert [path for path, page in pages.items() if NOT_CHECKED not in page] == []
    assert [path for path, page in pages.items() if TO_ENGLISH not in page] == []


def test_no_english_page_says_so(client):
    make_published("This is an example of a letter.")

    assert [
        path for path in public_pages() if NOT_CHECKED in client.get(path).content.decode()
    ] == []


@pytest.mark.usefixtures("_every_language")
@pytest.mark.parametrize("language", NEXT)
def test_what_seeds_say_is_english_where_a_language_has_no_column(client, language):
    call_command("seed", verbosity=0)

    page = client.get(f"/{language}/guidelines/").content.decode()

    assert "Nobody asks you for proof" in page


def test_the_plain_text_says_so_too(client):
    said = client.get("/fr/resources/text/?country=DE").content.decode()

    assert said.endswith("In English: http://testserver/resources/text/?country=DE\n")
    assert "In English" not in client.get("/resources/text/?country=DE").content.decode()
