"""What an author can do on their own page: change, add, hide, allow, appeal. All by receipt, each by a 303."""

import re

import pytest

from stories.desk import moderation
from stories.models import Story, Submission
from tests.factories import make_moderator, make_phrase, make_reason, make_role
from tests.stories.authors import edit, keep, post, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def robin():
    return make_moderator()


# Changing words


def test_the_form_begins_with_the_authors_own_words(client, robin):
    make_role("friend")
    moderation.publish(keep("I told Bob."), by=robin, redacted="I told [friend].")

    page = text_of(post(client, act="edit"))

    assert "I told Bob.</textarea>" in page
    assert 'name="edition" value="0"' in page


def test_an_edit_of_a_waiting_post_takes_its_place(client):
    keep("First.")

    page = text_of(edit(client, "Second."))

    assert "It waits to be read" in page
    assert Submission.objects.get().words.text == "Second."


def test_an_edit_of_a_story_that_stands_keeps_the_old_version_up(client, robin):
    moderation.publish(keep("Old."), by=robin)

    page = text_of(edit(client, "New."))

    assert "It is on the wall" in page
    assert "stays as it is meanwhile" in page
    assert Story.objects.get().text == "Old."


def test_who_asked_to_see_it_first_is_told_to_come_back(client):
    keep("Mine.", asks_before_publishing=True)

    assert "nothing is published until you agree" in text_of(post(client))


def test_or_it_comes_down_now(client, robin):
    moderation.publish(keep("Old."), by=robin)

    page = text_of(edit(client, "New.", step="send-down"))

    assert "It waits to be read" in page
    assert not Story.objects.exists()


def test_an_edit_can_be_seen_before_it_goes_with_hints(client):
    keep("First.")

    page = text_of(edit(client, "Call me: 020 7946 0018 or write.", step="preview"))

    assert "This is what others would see" in page
    assert 'name="replace"' in page
    assert Submission.objects.get().words.text == "First."


def test_a_neutral_word_in_an_edit_on_a_press(client):
    make_role("phone")
    keep("First.")
    text = "Call me: +44 20 7946 0018 please."
    place = re.search(
        r'name="replace" value="([^"]+)"', text_of(edit(client, text, step="preview"))
    )

    page = text_of(edit(client, text, step="", replace=place[1]))

    assert "Call me: [phone] please." in page


def test_an_edit_of_10001_characters_loses_none(client):
    keep("First.")
    long = "a" * 10_001

    page = edit(client, long)

    assert page.status_code == 422
    assert long in text_of(page)
    assert Submission.objects.get().words.text == "First."


def test_an_edit_without_words_is_told_beside_its_field(client):
    keep("First.")

    page = edit(client, "")

    assert page.status_code == 422
    assert "There are no words here" in text_of(page)


def test_the_second_of_two_windows_keeps_its_words_and_can_press_again(client):
    keep("First.")
    edit(client, "From one window.")

    page = edit(client, "From the other.")
    assert page.status_code == 409
    assert "From the other.</textarea>" in text_of(page)
    edit(client, "From the other.", edition=re.search(r'"edition" value="(\d+)"', text_of(page))[1])

    assert Submission.objects.get().words.text == "From the other."


def test_a_change_can_be_changed_and_dropped(client, robin):
    moderation.publish(keep("Old."), by=robin)
    edit(client, "New.")
    assert "New.</textarea>" in text_of(post(client, act="edit"))

    post(client, act="discard")

    assert not Submission.objects.filter(revises__isnull=False).exists()
    assert Story.objects.get().text == "Old."


def test_a_question_about_a_change_is_answered_for_the_change(client, robin):
    moderation.publish(keep("Old."), by=robin)
    edit(client, "New.")
    change = Submission.objects.get(revises__isnull=False)
    moderation.ask(change, by=robin, question=make_reason("ask"))
    assert "has a question about it" in text_of(post(client))

    post(client, act="answer", text="Because.")

    change.refresh_from_db()
    assert change.state == "waiting"


def test_a_declined_change_says_why_and_what_stands(client, robin):
    moderation.publish(keep("Old."), by=robin)
    edit(client, "New.")
    reason = make_reason()
    moderation.decline(Submission.objects.get(revises__isnull=False), by=robin, reason=reason)

    page = text_of(post(client))

    assert "It was not published. What is on the wall stays as it is meanwhile." in page
    assert reason.guideline.title in page


def test_a_bare_post_can_be_given_words(client):
    keep()

    edit(client, "Now with words.")

    assert Submission.objects.get(revises__isnull=False).kind == "story"
    assert Story.objects.get().kind == "bare"


def test_what_was_taken_down_cannot_be_edited(client, robin):
    submission = moderation.publish(keep("Old."), by=robin)
    moderation.take_down(submission, by=robin, reason=make_reason("take_down"))

    page = text_of(edit(client, "New."))

    assert "while this page was open" in page
    assert Submission.objects.get().state == "taken_down"


def test_when_the_original_is_erased_the_published_words_are_the_base(client, robin):
    make_role("friend")
    moderation.publish(keep("I told Bob."), by=robin, redacted="I told [friend].")
    Submission.objects.update(sealed_words=None)

    assert "went with it" in text_of(post(client))
    assert "I told [friend].</textarea>" in text_of(post(client, act="edit"))


# Where I am now


def test_where_i_am_now_is_added_below_a_published_story(client, robin):
    story = moderation.publish(keep("Then."), by=robin)
    edit(client, "Now I teach.", act="add-send")
    moderation.publish(Submission.objects.get(revises__isnull=False), by=robin)

    public = client.get(f"/stories/{story.public_id}/").content.decode()

    assert public.index("Then.") < public.index("Where I am now") < public.index("Now I teach.")


def test_where_i_am_now_can_be_taken_off_again(client, robin):
    story = moderation.publish(keep("Then."), by=robin)
    edit(client, "Now I teach.", act="add-send")
    moderation.publish(Submission.objects.get(revises__isnull=False), by=robin)

    post(client, act="remove-afterword")

    public = client.get(f"/stories/{story.public_id}/").content.decode()
    assert "Then." in public
    assert "Now I teach." not in public


def test_nothing_is_added_to_what_is_not_published(client):
    keep("Waiting.")

    page = text_of(edit(client, "Now.", act="add-send"))

    assert "while this page was open" in page
    assert Submission.objects.count() == 1


def test_an_empty_addition_is_told(client, robin):
    moderation.publish(keep("Then."), by=robin)

    assert edit(client, " \n", act="add-send").status_code == 422
