"""A run of phrases is one band of the quilt; nothing moves, and no row before it stays half empty."""

import pytest

from stories.models import Story
from stories.wall.chorus import FULL_ROWS, bands, page, whole
from stories.wall.views import ON_A_PAGE
from tests.factories import make_phrase, make_published, make_warning


def wall_of(kinds: str) -> list[Story]:
    """`b` a bare post, `s` a story, from the newest on."""
    return [Story(id=n, kind={"b": "bare", "s": "story"}[kind]) for n, kind in enumerate(kinds)]


def drawn(kinds: str) -> str:
    return " ".join(
        ("C" if band.is_chorus else "Q") + str(len(band.stories)) for band in bands(wall_of(kinds))
    )


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ("", ""),
        ("b", "Q1"),
        ("bbbbb", "Q5"),
        ("bbbbbb", "C6"),
        ("b" * 36, "C36"),
        ("s" * 36, "Q36"),
        ("bbbbbbsbs", "C6 Q3"),
        ("s" + "b" * 16, "Q17"),
        ("s" + "b" * 17, "Q12 C6"),
        ("b" * 9 + "s" * 12 + "b" * 8 + "s", "C9 Q12 C8 Q1"),
    ],
)
def test_a_run_of_phrases_after_full_rows_is_a_chorus(kinds, expected):
    assert drawn(kinds) == expected


@pytest.mark.parametrize("kinds", ["b" * 20 + "s" * 5, "sb" * 18, "bbbbbbs" * 5, ""])
def test_no_piece_moves_or_goes_missing(kinds):
    wall = wall_of(kinds)

    assert [story for band in bands(wall) for story in band.stories] == wall


@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        ("b" * 9 + "s" * 27, 33),
        ("s" * 36, 36),
        ("b" * 36, 36),
        ("b" * 30 + "s" * 6, 30),
        ("s" * 5, 5),
    ],
)
def test_a_page_that_goes_on_ends_on_a_full_row(kinds, kept):
    made = whole(bands(wall_of(kinds)))

    assert sum(len(band.stories) for band in made) == kept
    assert made[-1].is_chorus or len(made[-1].stories) % FULL_ROWS == 0 or len(kinds) < FULL_ROWS


@pytest.mark.django_db
def test_every_voice_of_a_chorus_is_a_link_of_its_own(client):
    make_phrase()
    made = [make_published().public_id for _n in range(8)]

    page = client.get("/stories/").content.decode()

    band = page.partition('<ul class="chorus"')[2].partition("</ul>")[0]
    assert all(f'href="/stories/{public_id}/"' in band for public_id in made)
    assert "8" not in band.partition(">")[0]


@pytest.mark.django_db
def test_pages_with_a_chorus_follow_one_another_without_gap_or_repeat(client):
    make_phrase()
    for number in range(ON_A_PAGE + 20):
        make_published("" if number % 25 > 8 else "Words.")

    seen, address = [], "/stories/"
    while address:
        answer = client.get(address)
        seen += [story.id for story in answer.context["stories"]]
        address = answer.context["older_url"]

    assert seen == sorted(Story.objects.values_list("id", flat=True), reverse=True)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 7])
def test_at_the_end_of_the_wall_a_place_is_kept_open(client, count):
    make_phrase()
    for _n in range(count):
        make_published()

    place = '<li class="piece piece-open"><a class="piece-link piece-bare" href="/share/">'
    assert client.get("/stories/").content.decode().count(place) == 1
    assert place not in client.get("/stories/?kind=bare").content.decode()


@pytest.mark.django_db
def test_no_place_is_kept_open_before_the_end(client):
    make_phrase()
    for _n in range(ON_A_PAGE + 1):
        make_published()

    assert "piece-open" not in client.get("/stories/").content.decode()


@pytest.mark.django_db
def test_a_card_names_all_that_its_letter_speaks_of(client):
    make_phrase()
    warnings = tuple(make_warning(f"warning-{n}", short_en=f"label {n}").id for n in range(14))
    make_published("Words.", warnings=warnings)

    page = client.get("/stories/").content.decode()

    card = page.partition('class="piece-speaks"')[2].partition("</a>")[0]
    assert [n for n in range(14) if f"label {n}" not in card] == []


@pytest.mark.parametrize(
    ("kinds", "most", "kept"),
    [
        ("s" * 37, 36, "Q36"),
        ("s" * 37, 35, "Q24"),
        ("s" * 37, 12, "Q12"),
        ("b" * 37, 20, "C20"),
        ("b" * 6 + "s" * 31, 20, "C6 Q12"),
        ("b" * 6 + "s" * 31, 17, "Q12"),  # a chorus alone would be less than a full row
        ("s" * 5, 12, "Q5"),
    ],
)
def test_a_page_with_less_room_ends_on_a_full_row_and_never_shows_less_than_one(kinds, most, kept):
    made, has_older = page(wall_of(kinds), most)

    said = [("C" if band.is_chorus else "Q") + str(len(band.stories)) for band in made]
    assert " ".join(said) == kept
    assert has_older is (len(kinds) > most)
