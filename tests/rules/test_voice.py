"""docs/voice.md on every public page, message, reason and guideline, as far as a machine can judge words."""

import re

import pytest
from django.conf import settings

from tests import author_copy
from tests.measure_reading import AIM, grade, grades

TABLE = (settings.BASE_DIR / "docs" / "voice.md").read_text().split("## Words")[1].split("## ")[0]
WHERE_PEOPLE_WRITE = ("share", "change", "own page", "words given back", "concern")
# What a post is not may be said in the law's words.
SAID_ANYWAY = "Nothing here is a complaint, a charge or evidence."
NOBODY_WATCHES = "We are not watching round the clock"


def words_not_said() -> list[str]:
    """The second column of the table."""
    rows = [line.split("|") for line in TABLE.splitlines() if line.startswith("| ")]
    return [word.strip() for row in rows[2:] for word in row[2].split(",")]


def not_said_in(sentence: str) -> list[str]:
    """What of the table stands in a sentence, one or many of it."""
    said = sentence.replace(SAID_ANYWAY, "")
    return [word for word in words_not_said() if re.search(rf"\b{word}s?\b", said, re.IGNORECASE)]


def exclaims(sentence: str) -> bool:
    return "!" in sentence


def says_that_nobody_watches(copy: list[str]) -> bool:
    return any(NOBODY_WATCHES in sentence for sentence in copy)


def everything() -> list[tuple[str, str]]:
    return [
        (where, said) for where, all_of_it in author_copy.everything().items() for said in all_of_it
    ]


def test_there_is_copy_to_look_at():
    assert len(everything()) > 300
    assert {"victim", "token", "only a phrase", "we need you to"} <= set(words_not_said())


def test_nothing_exclaims():
    assert [found for found in everything() if exclaims(found[1])] == []


def test_no_word_is_said_that_we_do_not_say():
    assert [
        (*found, not_said_in(found[1])) for found in everything() if not_said_in(found[1])
    ] == []


@pytest.mark.parametrize("page", WHERE_PEOPLE_WRITE)
def test_where_people_write_it_says_that_nobody_watches(page):
    assert says_that_nobody_watches(author_copy.pages()[page])


# Each check can fail.


def test_an_exclamation_mark_is_found():
    assert exclaims("Thank you!")


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("Victims can write here.", "victim"),
        ("Submit", "submit"),
        ("You sent only a phrase.", "only a phrase"),
        ("This Session has expired.", "session"),
        ("We need you to say more.", "we need you to"),
    ],
)
def test_a_word_that_we_do_not_say_is_found(planted, found):
    assert found in not_said_in(planted)


def test_a_page_where_nobody_says_it_is_found():
    assert not says_that_nobody_watches(author_copy.pages()["home"])


@pytest.mark.parametrize(
    "planted",
    [
        """{% translate "Thank you!" %}""",
        """<p title="{% translate 'Thank you!' %}">""",
        "{% blocktranslate count n=n %}One{% plural %}Thank you!{% endblocktranslate %}",
        "<p>Thank you!</p>",
    ],
)
def test_copy_is_read_wherever_a_template_holds_it(planted):
    assert "Thank you!" in author_copy.of_template(planted)


def test_copy_is_read_where_code_holds_it():
    source = "ngettext('One', 'Thank you!', 2)"

    assert "Thank you!" in author_copy.of_code(source)


def test_every_page_is_read_with_ease_after_eight_years_of_school():
    assert {name: found for name, found in grades().items() if found > AIM} == {}


def test_every_page_is_measured_and_listed():
    listed = (settings.BASE_DIR / "docs" / "voice.md").read_text().split("| grade |")[1]

    assert set(re.findall(r"^\| ([a-z].*?) \| \d", listed, re.MULTILINE)) == set(grades())


def test_every_public_template_is_of_a_page():
    of_pages = {
        name for templates, _code in author_copy.PAGES.values() for name in names(templates)
    }
    public = [*author_copy.TEMPLATES.glob("*.html")]
    public += [
        path
        for app in ("stories", "resources")
        for path in (author_copy.TEMPLATES / app).glob("*.html")
    ]
    whole = {str(path.relative_to(author_copy.TEMPLATES)) for path in public if path.name[0] != "_"}

    assert whole - of_pages == set()


def names(templates):
    return (templates,) if isinstance(templates, str) else templates


def test_a_page_that_is_hard_to_read_is_found():
    hard = "Unverifiable allegations concerning institutional responsibilities necessitate documentary corroboration."

    assert grade([hard]) > AIM
