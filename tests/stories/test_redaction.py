import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.text.redaction import REMOVED, Change, Difference, changes

ROLES = ["friend", "workplace"]
HERS = "I did not agree. Bob was there, at Acme Ltd."


@pytest.mark.parametrize(
    "redacted",
    [
        HERS,
        "I did not agree. […] was there, at Acme Ltd.",
        "I did not agree. [friend] was there, at [workplace].",
        "I did […] agree. Bob was there, at Acme Ltd.",
        "[…]",
        "I did not agree. […]",
    ],
)
def test_taking_out_and_putting_a_role_is_accepted(redacted):
    assert isinstance(changes(HERS, redacted, ROLES), list)


@pytest.mark.parametrize(
    "redacted",
    [
        "",
        "I did agree. Bob was there, at Acme Ltd.",
        "I did not agree. Rob was there, at Acme Ltd.",
        "I did not agree. [he deserved it] was there, at Acme Ltd.",
        "I did n[…] agree. Bob was there, at Acme Ltd.",
        "I did not agree. […]Bob was there, at Acme Ltd.!",
        "I did not agree. Bob was there, at Acme Ltd. […]",
        HERS + " He was kind.",
    ],
)
def test_any_other_difference_is_refused(redacted):
    with pytest.raises(Difference):
        changes(HERS, redacted, ROLES)


def test_a_refusal_says_where_the_texts_part():
    with pytest.raises(Difference) as refused:
        changes("one two three", "one TWO three", ROLES)

    assert refused.value.at == 4


def test_changes_name_what_stood_there():
    made = changes("I met Bob today", "I met [friend] today", ROLES)

    assert made == [Change("[friend]", "Bob", 6, 9)]


def test_the_authors_own_brackets_are_no_change():
    hers = "I told [friend] and Ann […] later"

    assert changes(hers, "I told [friend] and [friend] […] later", ROLES) == [
        Change("[friend]", "Ann", 20, 23)
    ]


def test_the_authors_own_bracket_cannot_hide_a_removed_word():
    with pytest.raises(Difference):
        changes("I did […] not agree", "I did […] agree", ROLES)


def test_scripts_without_spaces_can_be_redacted_anywhere():
    assert changes("私は東京で働いた", "私は[…]で働いた", ROLES) == [Change(REMOVED, "東京", 2, 4)]


@given(
    st.lists(st.sampled_from(["she", "saw", "me", "not", "there,", "ü"]), min_size=1, max_size=30),
    st.data(),
)
def test_every_text_made_by_the_rules_is_accepted(words, data):
    kept = [
        word if data.draw(st.booleans()) else data.draw(st.sampled_from([REMOVED, "[friend]"]))
        for word in words
    ]

    made = changes(" ".join(words), " ".join(kept), ROLES)

    assert all(change.mark in (REMOVED, "[friend]") for change in made)


@given(st.text(alphabet="ab []…", max_size=20), st.text(alphabet="ab []…", max_size=20))
def test_what_is_accepted_can_be_made_again_from_the_authors_text(hers, redacted):
    try:
        made = changes(hers, redacted, ["a"])
    except Difference:
        return
    again = hers
    for change in reversed(made):
        assert hers[change.start : change.end] == change.words
        again = again[: change.start] + change.mark + again[change.end :]
    assert again == redacted


@pytest.mark.parametrize(
    ("hers", "redacted"),
    [
        ("I told him he left", "I told him[friend]he left"),
        ("I told him. He left", "I told him[friend] He left"),
        ("I can't", "I can[…]"),
        ("कुता", "क[…]"),
        ("👩\u200d👧 here", "👩[…]"),
    ],
)
def test_a_role_stands_for_words_and_a_mark_for_whole_ones(hers, redacted):
    with pytest.raises(Difference):
        changes(hers, redacted, ROLES)


@pytest.mark.parametrize(
    ("hers", "redacted", "words"),
    [
        ("Ana's house", "[friend]'s house", "Ana"),
        ("chez l'Anna", "chez l'[friend]", "Anna"),
        ("so 👍 good", "so […] good", "👍"),
    ],
)
def test_a_genitive_an_article_and_a_sign_can_be_parted(hers, redacted, words):
    assert [change.words for change in changes(hers, redacted, ROLES)] == [words]
