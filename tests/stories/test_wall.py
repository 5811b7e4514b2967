from fnmatch import fnmatch

import pytest

from stories.desk import moderation
from stories.models import Story, Submission
from stories.models.public import new_public_id
from stories.wall.rows import ON_A_PAGE
from tests.factories import make_moderator, make_phrase, make_published, make_warning

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


def get(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_wall_says_so_honestly(client):
    assert "error" not in get(client, "/").lower()
    assert 'class="piece' not in get(client, "/stories/")


@pytest.mark.parametrize("holds_bare", [False, True])
def test_an_empty_wall_says_nothing_that_a_setting_makes_untrue(client, settings, holds_bare):
    settings.HOLD_BARE_POSTS = holds_bare

    page = get(client, "/stories/")

    assert "There is nothing on the wall yet. It can begin with two words." in page
    assert "at once" not in page
    assert "Newest first" not in page  # nothing is
    assert "as a feed" not in page


def test_a_page_further_back_says_so(client):
    make_published("An older letter.")
    newest = make_published("The newest letter.")

    page = get(client, f"/stories/?after={newest.public_id}")

    assert "Further back on the wall" in page
    assert "Newest first. Each" not in page


def test_where_the_wall_is_long_phrases_and_letters_are_one_press_each(client):
    for _letter in range(ON_A_PAGE + 1):
        make_published("Words.")

    first = get(client, "/stories/?country=FR")
    letters = get(client, "/stories/?kind=story&country=FR")

    assert 'href="/stories/?kind=bare&amp;country=FR"' in first
    assert 'href="/stories/?kind=story&amp;country=FR"' in first
    assert "kind=bare&amp;country" not in letters  # chosen already; the form has the rest


def test_a_story_without_warnings_opens_with_its_first_words(client):
    make_published("The first words of mine.")

    assert "The first words of mine." in get(client, "/stories/")


def test_a_story_with_warnings_shows_none_of_its_words_on_the_wall(client):
    make_published("Hidden until opened.", warnings=(make_warning().id,))

    page = get(client, "/stories/")

    assert "Hidden until" not in page
    assert "sexual-harassment" in page


def test_a_storys_page_puts_its_warnings_before_its_words(client):
    story = make_published("The words themselves.", warnings=(make_warning().id,), detail="some")

    page = get(client, f"/stories/{story.public_id}/")

    assert (
        0
        < page.index("sexual harassment")
        < page.index("<details")
        < page.index("The words themselves.")
    )


def test_a_storys_page_never_shows_its_country(client):
    story = make_published("From somewhere.", country="IS")

    assert (
        "Iceland"
        not in get(client, f"/stories/{story.public_id}/").split("<form")[0].split("country")[0]
    )


def test_a_storys_page_is_not_for_machines(client):
    story = make_published()

    assert (
        client.get(f"/stories/{story.public_id}/")["X-Robots-Tag"]
        == "noindex, noarchive, nosnippet"
    )


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/", "noarchive, nosnippet"),
        ("/stories/", "noindex, noarchive, nosnippet"),
        ("/fr/stories/?kind=story", "noindex, noarchive, nosnippet"),
    ],
)
def test_no_machine_is_to_keep_the_first_words_of_a_letter(client, address, asked):
    make_published("First words.")

    answer = client.get(address)

    assert "First words." in answer.content.decode()
    assert answer["X-Robots-Tag"] == asked


def disallowed(client) -> list[str]:
    lines = client.get("/robots.txt").content.decode().partition("User-agent: *")[2].splitlines()
    return [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]


@pytest.mark.parametrize("language", ["", "/fr", "/ar"])
def test_what_robots_are_kept_from_says_so_itself_and_names_no_languages(client, language):
    letter = make_published("First words.")

    for path in ("/stories/", "/stories/choose/", f"/stories/{letter.public_id}/", "/safety/"):
        answer = client.get(language + path)
        page = answer.content.decode()
        is_kept_from = any(fnmatch(language + path, f"{rule}*") for rule in disallowed(client))

        assert is_kept_from is path.startswith("/stories/")
        assert ("noindex" in answer.get("X-Robots-Tag", "")) is is_kept_from
        assert ('name="robots" content="noindex' in page) is is_kept_from
        assert ('<link rel="alternate" hreflang' in page) is not is_kept_from


def test_a_gone_story_answers_410_and_leads_on(client):
    older, gone = make_published("Older."), make_published("Gone.")
    moderation.withdraw(Submission.objects.get(pk=gone.pk))

    answer = client.get(f"/stories/{gone.public_id}/")

    assert answer.status_code == 410
    assert b"Gone." not in answer.content
    onward = get(client, f"/stories/?after={gone.public_id}")
    assert older.public_id in onward


@pytest.mark.parametrize(
    "address", ["/stories/222222222222/", "/stories/aaaaaaaaaaaa/", "/stories/x/"]
)
def test_a_story_that_never_was_answers_404(client, address):
    assert client.get(address).status_code == 404


def test_pages_follow_one_another_without_gap_or_repeat(client):
    made = {make_published().public_id for _n in range(60)}

    first = client.get("/stories/")
    second = client.get(first.context["older_url"])

    seen = [s.public_id for page in (first, second) for s in page.context["stories"]]
    assert len(seen) == len(set(seen)) == 60
    assert set(seen) == made
    assert second.context["older_url"] is None


@pytest.mark.parametrize("count", [1, 3, 12])
def test_the_wall_asks_the_same_number_of_questions_for_any_number_of_pieces(
    client, django_assert_num_queries, count
):
    for _n in range(count):
        make_published("Words.", warnings=(make_warning().id,))

    with django_assert_num_queries(4):
        client.get("/stories/")


def test_choices_filter_and_hold_on_onward_links(client):
    make_published()
    kept = make_published("Kept.", language="fr")
    make_published("Left out.", warnings=(make_warning().id,), language="fr")

    query = "?kind=story&language=fr&without=sexual-harassment"
    answer = client.get("/stories/" + query)

    assert [s.public_id for s in answer.context["stories"]] == [kept.public_id]
    assert "without=sexual-harassment" in answer.context["onward"]


@pytest.mark.parametrize(
    "query",
    [
        "?kind=x",
        "?without=none",
        "?language=%00",
        "?phrase=nope",
        "?after=222222222222",
        "?after=%ff",
        "?after=%00",
        "?phrase=%00",
        "?without=%00",
        "?kind=%00",
        "?country=ZZ",
    ],
)
def test_a_choice_that_does_not_exist_is_no_error(client, query):
    make_published()

    assert client.get("/stories/" + query).status_code == 200


def test_next_keeps_the_readers_choice(client):
    wanted = make_published("Older and quiet.")
    make_published("Not wanted.", warnings=(make_warning().id,))
    newest = make_published("Newest.")

    answer = client.get(f"/stories/{newest.public_id}/?without=sexual-harassment")

    assert wanted.public_id in answer.context["next_url"]
    assert "without=sexual-harassment" in answer.context["next_url"]


def test_a_taken_down_story_is_off_the_wall_for_the_next_request(client):
    robin = make_moderator()
    submission = make_published("Down it goes.", by=robin)
    assert "Down it goes." in get(client, "/stories/")

    from tests.factories import make_reason

    moderation.take_down(
        Submission.objects.get(pk=submission.pk), by=robin, reason=make_reason("take_down")
    )

    assert "Down it goes." not in get(client, "/stories/")
    assert not Story.objects.exists()


def test_a_piece_keeps_its_cloth_for_life():
    story = Story.objects.get(public_id=make_published().public_id)

    assert 1 <= story.cloth <= 12
    assert story.cloth == Story.objects.get().cloth


@pytest.mark.parametrize(
    ("path", "said"), [("/", "10,000,000 times"), ("/fr/", "10\xa0000\xa0000 fois")]
)
def test_ten_million_are_said_as_the_language_writes_them(client, monkeypatch, path, said):
    monkeypatch.setattr("stories.models.tallies.tally", lambda: 10_000_000)

    assert said in get(client, path).replace("\u202f", "\xa0").replace("&nbsp;", "\xa0")


def test_a_piece_keeps_the_cloth_that_its_id_was_cut_from():
    """For life: the pieces that hang today are cut so, and one in four lies across the grain."""
    cuts = [Story(public_id=new_public_id()) for _n in range(2000)]

    for story in cuts:
        assert story.cut == f"cloth-{story.cloth}{' cross-grain' if story.grain else ''}"
    assert {story.cloth for story in cuts} == set(range(1, 13))
    assert 0.18 < sum(story.grain for story in cuts) / len(cuts) < 0.32
