"""The desk inside the admin: nothing by surprise, one verb at a time."""

import pytest
from django.contrib.auth.models import Group
from django_otp.plugins.otp_static.models import StaticDevice

from stories import vault
from stories.desk.moderation import this_hour
from stories.desk.roles import ROLES, ensure_groups
from stories.models import Concern, Decision, Note, Story, Submission
from tests.factories import (
    make_moderator,
    make_phrase,
    make_published,
    make_reason,
    make_role,
    make_waiting,
    make_warning,
)

pytestmark = pytest.mark.django_db
QUEUE = "/admin/stories/submission/"
TEXT = "Words that only open on a press"


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


def sign_in(client, account):
    device = StaticDevice.objects.create(user=account, confirmed=True)
    client.force_login(account)
    session = client.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    return client


@pytest.fixture
def desk(client):
    return sign_in(client, make_moderator())


def review(submission) -> str:
    return f"{QUEUE}{submission.pk}/review/"


def test_the_queue_shows_what_is_known_and_never_text(desk):
    make_waiting(TEXT, warnings=(make_warning().id,), language="fr", name="Ann")

    page = desk.get(QUEUE).content.decode()

    assert TEXT not in page
    assert "Ann" not in page
    assert all(
        known in page for known in ("sexual-harassment", str(len(TEXT)), "fr", "under two hours")
    )


def test_the_queue_offers_the_oldest_first_and_only_what_waits(desk):
    first, second = make_waiting("one"), make_waiting("two")
    make_published()

    page = desk.get(QUEUE).content.decode()

    assert page.index(review(first)) < page.index(review(second))
    assert page.count("/review/") == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_same_questions_for_any_number_of_posts(
    desk, django_assert_num_queries, count
):
    for _n in range(count):
        make_waiting(warnings=(make_warning().id,))

    with django_assert_num_queries(11):
        desk.get(QUEUE)


def test_the_text_opens_on_a_press(desk):
    submission = make_waiting(TEXT, name="Ann")

    assert TEXT not in desk.get(review(submission)).content.decode()
    assert TEXT in desk.get(review(submission) + "?open=1").content.decode()


def test_publishing_with_a_role_and_a_warning_puts_it_on_the_wall(desk):
    make_role("friend")
    submission = make_waiting("I told Bob.")

    answer = desk.post(
        review(submission),
        {"verb": "publish", "text": "I told [friend].", "warnings": [make_warning().slug]},
    )

    assert answer.status_code == 302
    story = Story.objects.get()
    assert (story.text, story.warning_slugs) == ("I told [friend].", ["sexual-harassment"])


def test_an_added_word_is_refused_beside_its_field_and_nothing_is_lost(desk):
    submission = make_waiting("I told Bob.")

    answer = desk.post(review(submission), {"verb": "publish", "text": "I told Bob, gladly."})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "not the author" in page
    assert "I told Bob, gladly." in page
    assert Submission.objects.get().state == "waiting"


@pytest.mark.parametrize(("verb", "state"), [("ask", "asked"), ("decline", "declined")])
def test_asking_and_declining_need_a_reason(desk, verb, state):
    reason, submission = make_reason(verb), make_waiting()

    assert desk.post(review(submission), {"verb": verb}).status_code == 422
    desk.post(
        review(submission), {"verb": verb, f"{verb}-reason": reason.slug, f"{verb}-note": "A line."}
    )

    assert Submission.objects.get().state == state
    assert Decision.objects.get().reason == reason.slug


def test_taking_down_works_from_review(desk):
    submission = make_published()
    reason = make_reason("take_down")

    desk.post(review(submission), {"verb": "take_down", "take_down-reason": reason.slug})

    assert not Story.objects.exists()


def test_a_double_press_is_told_and_decides_once(desk):
    submission = make_waiting()

    desk.post(review(submission), {"verb": "publish", "text": submission.words.text})
    again = desk.post(
        review(submission), {"verb": "publish", "text": submission.words.text}, follow=True
    )

    assert "meanwhile" in again.content.decode()
    assert Decision.objects.count() == Story.objects.count() == 1


def test_an_unknown_verb_does_nothing(desk):
    submission = make_waiting()

    desk.post(review(submission), {"verb": "delete"})

    assert Submission.objects.get().state == "waiting"


def test_a_concern_is_seen_and_its_words_open_on_a_press(desk):
    submission = make_published()
    Concern.objects.create(
        submission=submission,
        reason="other",
        sealed_text=vault.seal("planted line"),
        received_at=this_hour(),
    )

    assert "planted line" not in desk.get("/admin/stories/concern/").content.decode()
    assert "planted line" not in desk.get(review(submission)).content.decode()
    assert "planted line" in desk.get(review(submission) + "?open=1").content.decode()


@pytest.mark.parametrize("role", ["resource editor", "administrator", "lead"])
def test_others_cannot_open_a_text(client, role):
    submission = make_waiting(TEXT)
    sign_in(client, make_moderator(role=role))

    answer = client.get(review(submission) + "?open=1")

    assert answer.status_code == 403
    assert TEXT not in answer.content.decode()


def test_without_a_second_factor_nothing_opens(client):
    submission = make_waiting(TEXT)
    client.force_login(make_moderator())

    assert client.get(review(submission) + "?open=1").status_code == 302


@pytest.mark.parametrize("page", ["submission", "decision", "concern", "story"])
@pytest.mark.parametrize("act", ["add/", "1/delete/"])
def test_what_the_verbs_write_nobody_edits(desk, page, act):
    assert desk.get(f"/admin/stories/{page}/{act}").status_code in (302, 403, 404)


def test_every_permission_of_a_role_exists():
    ensure_groups()

    for role, names in ROLES.items():
        assert Group.objects.get(name=role).permissions.count() == len(set(names)), role


def test_no_role_reads_texts_and_makes_accounts():
    for names in ROLES.values():
        assert not {"stories.moderate_submission", "metoo_wall.add_staffaccount"} <= set(names)


@pytest.mark.parametrize("odd", ["abc/change/", "%00/change/", "99999999999999999999999/change/"])
def test_an_odd_address_is_not_found(desk, odd):
    assert desk.get(QUEUE + odd).status_code in (302, 404)


def test_an_odd_choice_is_told_beside_its_field(desk):
    submission = make_waiting()

    answer = desk.post(
        review(submission), {"verb": "publish", "text": "x", "warnings": ["9" * 30, "\0"]}
    )

    assert answer.status_code == 422


def test_taking_down_erases_the_authors_answers_too(desk):
    submission = make_published("Words.")
    decision = Decision.objects.get()
    Note.objects.create(
        submission=submission, decision=decision, sealed_text=vault.seal("my answer")
    )

    desk.post(
        review(submission),
        {
            "verb": "take_down",
            "take_down-reason": make_reason("take_down").slug,
            "take_down-note": "why",
        },
    )

    assert [note.text for note in Note.objects.all()] == ["why"]
