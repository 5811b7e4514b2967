"""No sentence of a page is typed where a catalogue cannot reach it: in a catalogue of brackets, all of them have brackets."""

import re
from html.parser import HTMLParser

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.conf import settings

from metoo_wall.languages import WRITTEN, choices
from metoo_wall.places import country_choices, language_choices
from stories.models import Story
from tests.factories import make_published
from tests.rules import messages
from tests.rules.public_pages import absent_pages, public_pages

pytestmark = pytest.mark.django_db
SAID = (
    "aria-label",
    "alt",
    "title",
    "placeholder",
    "data-leave-status",
    "data-sending",
    "data-lost",
)
WORD = re.compile(r"[^\W\d_]{2,}")
# What is a name, or somebody's own words.
NAMES = set(WORD.findall(" ".join((
    settings.SITE_NAME, "In English #MeToo Atom CSV JSON", "This is an example of a letter.",
    *(name for _code, name in (*choices(WRITTEN), *country_choices("es"), *language_choices())),
    *Locale.parse("es").languages.values(),
))))  # fmt: skip
HERE = {"headers": {"Sec-Fetch-Site": "same-origin"}}
OPEN, CLOSED = "⟦", "⟧"


class Words(HTMLParser):
    """Everything that a reader sees or hears, in its order."""

    def __init__(self, page):
        super().__init__()
        self.said, self.labels, self.is_code = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.is_code = tag in ("script", "style", "code")  # names in the program, too
        self.labels += [value for name, value in attrs if name in SAID and value]

    def handle_endtag(self, tag):
        self.is_code = False

    def handle_data(self, data):
        if not self.is_code:
            self.said.append(data)


def outside(text):
    """The words outside every bracket."""
    depth, kept = 0, []
    for character in text:
        depth += (character == OPEN) - (character == CLOSED)
        kept.append(character if depth == 0 else " ")
    return set(WORD.findall("".join(kept))) - NAMES


@pytest.fixture
def brackets(settings, tmp_path):
    """A Spanish in which every message is itself in brackets."""
    settings.LANGUAGES = choices(WRITTEN)
    settings.LOCALE_PATHS = [tmp_path]
    catalogue = Catalog(locale="es")
    for message, context in messages.with_contexts(settings.BASE_DIR):
        forms = (message,) if isinstance(message, str) else message
        marked = tuple(f"{OPEN}{form}{CLOSED}" for form in (*forms, forms[-1]))
        string = marked[0] if isinstance(message, str) else marked
        catalogue.add(message, string, context=context)
    (tmp_path / "es/LC_MESSAGES").mkdir(parents=True)
    with open(tmp_path / "es/LC_MESSAGES/django.mo", "wb") as file:
        write_mo(file, catalogue)


def typed_by_hand(answer):
    page = Words(answer.content.decode())
    found = outside("".join(page.said))
    return found.union(*(outside(label) for label in page.labels))


def in_spanish(path):
    return path if path.startswith("/es/") else f"/es{path}"


@pytest.mark.parametrize("path", [*public_pages(), *absent_pages()])
def test_every_word_of_a_public_page_can_be_translated(client, brackets, path):
    make_published()
    answer = client.get(in_spanish(path))
    if answer["Content-Type"].startswith("text/html"):
        assert typed_by_hand(answer) == set()


@pytest.mark.parametrize("page", ["", "concern/", "rest/", "support/"])
def test_every_word_around_a_letter_can_be_translated(client, brackets, page):
    make_published("This is an example of a letter.")

    answer = client.get(f"/es/stories/{Story.objects.get().public_id}/{page}")

    assert typed_by_hand(answer) == set()


@pytest.mark.parametrize("step", ["preview", "send", "edit"])
def test_every_word_on_an_authors_way_can_be_translated(client, brackets, step):
    typed = {"text": "This is an example of a letter.", "step": step, "detail": "none"}

    sent = client.post("/es/share/", typed, **HERE)

    assert typed_by_hand(client.get(sent["Location"])) == set()


def test_a_word_typed_by_hand_is_found():
    page = Words(f'<p title="by hand">{OPEN}said{CLOSED} typed</p><script>code</script>')

    assert outside("".join(page.said)) == {"typed"}
    assert page.labels == ["by hand"]
