"""The first page and the wall on a slow line: two files beside the page, 45 KiB in all, read after the first 14."""

import re
from copy import copy
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from stories.models import ContentWarning, Phrase, Story
from stories.models.public import new_public_id
from stories.text.render import OPENING_LENGTH
from stories.wall.chorus import FULL_ROWS
from stories.wall.views import ON_A_PAGE
from tests.factories import make_phrase, make_published, make_warning

pytestmark = pytest.mark.django_db
KIB = 1024
ALL = 45 * KIB
FIRST = 14 * KIB
SIGNS = "\"'<&> " * 30  # what takes most room in HTML
FILES = re.compile(r'<(?:script|link|img|source|video|object)\b[^>]*\b(?:src|href)="([^"]+)"')
LANGUAGES = ("", "/es", "/fr", "/ar")
LONG = {
    "en": "Words of an example that somebody’s hand could have written here, no more and no less. ",
    "fr": "Des mots d’un exemple que quelqu’un aurait pu écrire ici, à peu près comme ça a été. ",
    "ar": "كلمات مثال كان يمكن أن يكتبها أي شخص هنا على هذه الصفحة لتظهر كيف تبدو رسالة طويلة. ",
    "ja": "これは例です。ここに誰かが書いたかもしれない言葉が並んでいます。手紙がどう見えるかを示します。",
}


@pytest.fixture
def _full_of_letters(db):
    """As many letters as a page shows, each with as many first words as are kept."""
    make_phrase()
    longest = ("Words of an example that somebody could have written here. " * 9)[:2000]
    for _letter in range(ON_A_PAGE + 1):
        make_published(longest, language="fr")


@pytest.fixture
def _full_of_phrases(db):
    for number in range(ON_A_PAGE + 1):
        make_phrase(
            slug=f"phrase-{number}", tag="#AgressionNonDénoncée", seams="#Agression|Non|Dénoncée"
        )
        make_published(phrase_id=make_phrase(slug=f"phrase-{number}").id)


def page_of(client, address: str) -> str:
    return client.get(address).content.decode()


def files_of(page: str) -> list[str]:
    named = [tag for tag in FILES.finditer(page) if 'rel="alternate"' not in tag.group(0)]
    return [tag.group(1) for tag in named]


def weight_of(page: str) -> int:
    names = [address.removeprefix("/static/") for address in files_of(page)]
    return len(page.encode()) + sum(Path(finders.find(name)).stat().st_size for name in names)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/stories/"])
def test_two_files_beside_the_page(client, language, address):
    assert len(files_of(page_of(client, language + address))) == 2


@pytest.mark.usefixtures("_full_of_letters")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/", "/stories/"])
def test_a_page_full_of_letters_weighs_little(client, language, address):
    page = page_of(client, language + address)

    assert page.count("Words of an example") >= 12
    assert OPENING_LENGTH == 140
    assert weight_of(page) <= ALL


@pytest.mark.usefixtures("_full_of_phrases")
@pytest.mark.parametrize("address", ["/", "/stories/"])
def test_a_page_full_of_phrases_weighs_little(client, address):
    assert weight_of(page_of(client, address)) <= ALL


def test_a_page_full_of_warnings_weighs_little(client):
    make_phrase()
    warnings = tuple(
        make_warning(f"warning-number-{n}", name_en=f"A long name of {n}").id for n in range(14)
    )
    for _letter in range(ON_A_PAGE + 1):
        make_published("Words.", warnings=warnings[:4], detail="graphic")

    assert weight_of(page_of(client, "/stories/")) <= ALL


@pytest.fixture
def _seeded(db):
    call_command("seed", verbosity=0)


def many(like: Story, count: int = ON_A_PAGE + 1) -> None:
    for _piece in range(count):
        one = copy(like)
        one.pk, one.public_id = None, new_public_id()
        one.save(force_insert=True)
        one.warnings.set(like.warnings.all())


def choices() -> list[str]:
    """From none to all that can be chosen at once, each as a query."""
    warnings = list(ContentWarning.objects.values_list("slug", flat=True))
    assert len(warnings) == 14
    without = [{"kind": "story", "without": warnings[:n]} for n in (0, 1, 2, 5, 14)]
    return ["", *(f"?{urlencode(one | {'country': 'FR'}, doseq=True)}" for one in without)]


def heavy(client, queries: list[str]) -> list[tuple]:
    """Of every page of the wall in every language: which weighs too much, and which ends in the middle of a row."""
    found = []
    for address in (f"{language}/stories/{query}" for language in LANGUAGES for query in queries):
        page = page_of(client, address)
        shown, weight = page.count('class="piece woven'), weight_of(page)
        is_whole = shown == ON_A_PAGE if "?" not in address else shown % FULL_ROWS == 0 < shown
        found += [] if is_whole and weight <= ALL else [(address, shown, weight)]
    return found


@pytest.mark.usefixtures("_seeded")
@pytest.mark.parametrize("language", LONG)
def test_letters_alone_weigh_little_with_any_choice_and_every_seed(client, language):
    make_published((LONG[language] * 9)[:900], language=language)
    many(Story.objects.get())
    newest = Story.objects.first()
    assert len(newest.opening.encode()) >= OPENING_LENGTH - 20
    many(newest, 1)

    assert heavy(client, [*choices(), f"?kind=story&after={newest.public_id}"]) == []


@pytest.mark.usefixtures("_seeded")
def test_letters_of_nothing_but_signs_weigh_little(client):
    make_published(SIGNS)
    many(Story.objects.get())

    assert heavy(client, choices()[1:4]) == []


@pytest.mark.usefixtures("_seeded")
def test_letters_that_speak_of_everything_weigh_little(client):
    warnings = tuple(ContentWarning.objects.values_list("id", flat=True))
    make_published(LONG["ja"], language="ja", warnings=warnings, detail="graphic")
    many(Story.objects.get())

    assert heavy(client, ["?kind=story", "?language=ja&country=FR"]) == []


@pytest.mark.usefixtures("_seeded")
def test_phrases_weigh_little_with_any_choice_and_every_seed(client):
    longest = max(Phrase.objects.all(), key=lambda phrase: len(phrase.seams.encode()))
    make_published(phrase_id=longest.id)
    many(Story.objects.get())
    assert heavy(client, [""]) == []

    for query in (one.replace("kind=story", "kind=bare") for one in choices()[1:]):
        page = page_of(client, f"/ar/stories/{query}")
        assert weight_of(page) <= ALL
        assert page.count('class="piece woven') >= FULL_ROWS


@pytest.mark.usefixtures("_full_of_letters")
@pytest.mark.parametrize("address", ["/", "/stories/"])
def test_the_first_14_kib_can_be_read(client, address):
    first = client.get(address).content[:FIRST].decode(errors="ignore")

    assert 'id="exit"' in first
    assert "</h1>" in first
    assert first.count('class="piece woven') >= 3
