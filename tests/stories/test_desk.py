"""The desk inside the admin: nothing by surprise, one verb at a time."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from freezegun import freeze_time

from metoo_wall.models import BackupCodes
from stories import vault
from stories.desk import moderation, queue
from stories.desk.roles import ROLES, ensure_groups
from stories.models import Decision, Note, Story, Submission, Wait
from tests.factories import (
    make_draft,
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
    device = BackupCodes.objects.create(user=account, confirmed=True)
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


def decide(desk, submission, said, **options):
    """A verb of the page as it is now: what it showed goes with it."""
    now = Submission.objects.get(pk=submission.pk)
    return desk.post(review(now), {"seen": moderation.version_of(now), **said}, **options)


def refused(desk, submission, said):
    """The page that a refused verb leads to; the POST itself shows nothing."""
    answer = decide(desk, submission, said)
    assert answer.status_code == 302
    assert not answer.content
    return desk.get(answer["Location"])


def opened(desk, submission):
    """The text, after the press that claims it."""
    return desk.post(review(submission), {"act": "open"}, follow=True)


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

    with django_assert_num_queries(19):
        desk.get(QUEUE)


def test_the_text_opens_on_a_press(desk):
    submission = make_waiting(TEXT, name="Ann")

    assert TEXT not in desk.get(review(submission)).content.decode()
    assert TEXT not in desk.get(review(submission) + "?open=1").content.decode()
    assert TEXT in opened(desk, submission).content.decode()
    assert Submission.objects.get().claimed_by.username == "robin"


def test_what_a_colleague_reads_does_not_open(desk, client):
    submission = make_waiting(TEXT)
    queue.claim(submission, make_moderator("kim"))

    page = opened(desk, submission).content.decode()

    assert TEXT not in page
    assert "A colleague is reading this one" in page


def test_not_this_one_gives_it_back(desk):
    submission = make_waiting(TEXT)
    opened(desk, submission)

    desk.post(review(submission), {"act": "release"})

    assert Submission.objects.get().claimed_by is None


def test_the_next_one_is_claimed_in_one_press_and_opens_nothing_yet(desk):
    submission = make_waiting(TEXT)

    answer = desk.post(f"{QUEUE}next/", follow=True)

    assert answer.redirect_chain[-1][0] == review(submission)
    assert TEXT not in answer.content.decode()
    assert Submission.objects.get().claimed_by.username == "robin"


def test_with_an_empty_queue_the_next_one_says_so(desk):
    assert "Nothing waits for you" in desk.post(f"{QUEUE}next/", follow=True).content.decode()


def test_a_verb_on_what_a_colleague_took_meanwhile_keeps_the_work_and_changes_nothing(desk):
    submission = make_waiting("I told Bob.")
    opened(desk, submission)
    Submission.objects.update(claimed_by=make_moderator("kim"), claimed_at=timezone.now())

    answer = refused(desk, submission, {"verb": "publish", "text": "I told […]."})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has taken this one meanwhile" in page
    assert "I told […]." in page
    assert not Story.objects.exists()


def test_a_contact_is_marked_and_refused_until_it_is_answered_for(desk):
    make_moderator("kim")
    submission = make_waiting("He is at +44 20 7946 0018 most days.")
    page = opened(desk, submission).content.decode()
    assert '<mark title="phone">+44 20 7946 0018</mark>' in page
    name = re.search(r'name="(dismiss-[0-9a-f]+)"', page)[1]
    said = {"verb": "publish", "text": submission.words.text}

    page = refused(desk, submission, said)
    assert page.status_code == 422
    assert "This still leads to somebody" in page.content.decode()
    decide(desk, submission, said | {name: "invented"})

    assert Submission.objects.get().proposed_by.username == "robin"
    assert Decision.objects.get().reason == "invented"


def test_the_second_reader_sees_what_was_proposed(desk):
    submission = make_waiting("He is at +44 20 7946 0018 most days.")
    text = "He is at […] most days."
    moderation.publish(submission, by=make_moderator("kim"), redacted=text)

    page = opened(desk, submission).content.decode()
    assert "kim proposes this version" in page
    assert f"{text}</textarea>" in page
    decide(desk, submission, {"verb": "publish", "text": text})

    assert Story.objects.get().text == text


def test_what_was_refused_opens_for_minutes_and_for_its_own_post_alone(desk):
    one, other = make_waiting("I told Bob."), make_waiting("Another.")
    answer = decide(desk, one, {"verb": "publish", "text": "Planted words."})
    token = answer["Location"].partition("kept=")[2]

    assert "Planted words." not in answer["Location"]
    assert "Planted words." not in desk.get(review(other) + f"?kept={token}").content.decode()
    with freeze_time(timezone.now() + timedelta(minutes=16)):
        assert "Planted words." not in desk.get(answer["Location"]).content.decode()


def test_a_second_reader_can_be_asked_for_in_one_press(desk):
    submission = make_waiting()

    decide(desk, submission, {"verb": "flag"})

    assert Submission.objects.get().flags == ["second"]


def test_pause_and_resume_from_review(desk):
    submission = make_published("Standing.")

    decide(desk, submission, {"verb": "pause"})
    assert not Story.objects.exists()
    assert refused(desk, submission, {"verb": "resume"}).status_code == 422
    reason = make_reason("settle")
    decide(desk, submission, {"verb": "resume", "settle-reason": reason.slug})

    assert Story.objects.get().text == "Standing."
    assert Decision.objects.first().reason == reason.slug


def test_a_change_to_a_story_says_what_it_belongs_to(desk):
    story = make_published("Old.")
    change = moderation.revise(story, make_draft("New."), edition=0)

    assert "A change to a story that stands" in desk.get(review(change)).content.decode()
    assert f"Change to a story {change.pk}" in desk.get(QUEUE).content.decode()


def test_a_lone_moderator_is_told(desk):
    assert "Only one moderator is active" in desk.get(QUEUE).content.decode()
    make_moderator("kim")

    assert "Only one moderator is active" not in desk.get(QUEUE).content.decode()


def test_the_wait_is_drawn_and_said(desk):
    this_week = timezone.now().date()
    Wait.objects.create(week=this_week, hours=24, count=9)
    Wait.objects.create(week=this_week - timedelta(days=7), hours=48, count=9)

    page = desk.get(QUEUE).content.decode()

    assert page.count("<rect") == 4
    assert "style=" not in page[page.index("<svg") : page.index("</svg>")]
    assert "24 hours" in page


def test_publishing_with_a_role_and_a_warning_puts_it_on_the_wall(desk):
    make_role("friend")
    submission = make_waiting("I told Bob.")

    answer = decide(
        desk,
        submission,
        {"verb": "publish", "text": "I told [friend].", "warnings": [make_warning().slug]},
    )

    assert answer.status_code == 302
    story = Story.objects.get()
    assert (story.text, story.warning_slugs) == ("I told [friend].", ["sexual-harassment"])


def test_an_added_word_is_refused_beside_its_field_and_nothing_is_lost(desk):
    submission = make_waiting("I told Bob.")

    answer = refused(desk, submission, {"verb": "publish", "text": "I told Bob, gladly."})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "not the author" in page
    assert "I told Bob, gladly." in page
    assert Submission.objects.get().state == "waiting"


@pytest.mark.parametrize(("verb", "state"), [("ask", "asked"), ("decline", "declined")])
def test_asking_and_declining_need_a_reason(desk, verb, state):
    reason, submission = make_reason(verb), make_waiting()

    assert refused(desk, submission, {"verb": verb}).status_code == 422
    decide(
        desk, submission, {"verb": verb, f"{verb}-reason": reason.slug, f"{verb}-note": "A line."}
    )

    assert Submission.objects.get().state == state
    assert Decision.objects.get().reason == reason.slug


def test_taking_down_works_from_review(desk):
    submission = make_published()
    reason = make_reason("take_down")

    decide(desk, submission, {"verb": "take_down", "take_down-reason": reason.slug})

    assert not Story.objects.exists()


def test_a_double_press_is_told_and_decides_once(desk):
    submission = make_waiting()
    press = {"verb": "publish", "text": submission.words.text}
    press["seen"] = moderation.version_of(submission)

    decide(desk, submission, press)
    again = decide(desk, submission, press, follow=True)

    assert "meanwhile" in again.content.decode()
    assert Decision.objects.count() == Story.objects.count() == 1


def test_an_unknown_verb_does_nothing(desk):
    submission = make_waiting()

    decide(desk, submission, {"verb": "delete"})

    assert Submission.objects.get().state == "waiting"


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

    answer = refused(
        desk, submission, {"verb": "publish", "text": "x", "warnings": ["9" * 30, "\0"]}
    )

    assert answer.status_code == 422


def test_taking_down_erases_the_authors_answers_too(desk):
    submission = make_published("Words.")
    decision = Decision.objects.get()
    Note.objects.create(
        submission=submission, decision=decision, sealed_text=vault.seal("my answer")
    )

    decide(
        desk,
        submission,
        {
            "verb": "take_down",
            "take_down-reason": make_reason("take_down").slug,
            "take_down-note": "why",
        },
    )

    assert [note.text for note in Note.objects.all()] == ["why"]
