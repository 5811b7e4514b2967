"""The desk of readers' concerns: one row a story, one press with a reason."""

import pytest
from django.core.management import call_command

from stories.desk import concerns, moderation
from stories.models import Concern, ConcernPolicy, Decision, Note, Reason, Story, Submission
from stories.models.private import State
from tests.factories import make_moderator, make_published, make_reason, make_warning
from tests.stories.concerning import allow_pauses, brigade, state, tell
from tests.stories.test_desk import decide, review, sign_in

pytestmark = pytest.mark.django_db
DESK = "/admin/stories/concern/"
POLICY = "/admin/stories/concernpolicy/"


@pytest.fixture
def story():
    return make_published("Standing.")


@pytest.fixture
def desk(client, story):
    return sign_in(client, Decision.objects.filter(submission=story).get().by)


def settle_address(story) -> str:
    return f"{DESK}{story.pk}/settle/"


def test_a_brigade_of_500_is_one_row_with_its_counts(desk, story):
    brigade(story, 300)
    brigade(story, 200, "unlawful")

    page = desk.get(DESK).content.decode()

    assert page.count("<section aria-labelledby") == 1
    assert "500 concerns about no." in page
    assert "<b>300</b> Something else" in page
    assert "<b>200</b> It is against the law" in page


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_desk_asks_the_same_questions_for_any_number_of_stories_and_concerns(
    desk, story, number, django_assert_num_queries
):
    for each in range(number):
        brigade(make_published(f"Story {each}.", warnings=(make_warning().pk,)), 5 * number)

    with django_assert_num_queries(15):
        desk.get(DESK)


def test_a_brigade_is_settled_in_one_press_with_a_reason_in_the_record(desk, story):
    brigade(story, 500)
    reason = make_reason("settle")
    seen = Concern.objects.last().pk

    answer = desk.post(
        settle_address(story),
        {"verb": "settle", "settle-reason": reason.slug, "settle-seen": seen},
    )

    assert answer["Location"] == DESK
    assert not Concern.objects.filter(settled_at=None).exists()
    decision = Decision.objects.first()
    assert (decision.verb, decision.reason, decision.by_name) == ("settle", reason.slug, "robin")
    assert state(story) == State.PUBLISHED


def test_settling_puts_a_paused_story_back_where_it_stood(client, desk, story):
    allow_pauses()
    place = Story.objects.get().pk
    newer = make_published("Newer.")
    tell(client, story)

    desk.post(
        settle_address(story),
        {
            "verb": "settle",
            "settle-reason": make_reason("settle").slug,
            "settle-seen": Concern.objects.get().pk,
        },
    )

    assert state(story) == State.PUBLISHED
    assert Story.objects.get(public_id=story.public_id).pk == place
    assert list(Story.objects.values_list("public_id", flat=True)) == [
        newer.public_id,
        story.public_id,
    ]


def test_taking_down_settles_and_erases_what_the_concerns_repeat(client, desk, story):
    tell(client, story, "names-somebody", text="It says: Standing.")
    reason = make_reason("take_down")

    desk.post(
        settle_address(story),
        {"verb": "take_down", "take_down-reason": reason.slug, "take_down-seen": "1"},
    )

    assert state(story) == State.TAKEN_DOWN
    concern = Concern.objects.get()
    assert concern.settled_at
    assert concern.text == ""
    assert Decision.objects.first().reason == reason.slug


def test_what_came_after_the_page_was_opened_is_not_settled_unseen(desk, story):
    brigade(story, 2)
    seen = Concern.objects.last().pk
    brigade(story, 1, "names-somebody")

    desk.post(
        settle_address(story),
        {"verb": "settle", "settle-reason": make_reason("settle").slug, "settle-seen": seen},
    )

    assert [c.reason for c in Concern.objects.filter(settled_at=None)] == ["names-somebody"]
    row = concerns.about(story)
    assert (row.total, row.settled_before) == (1, 2)


def test_a_second_press_is_told_and_writes_nothing(desk, story):
    brigade(story, 1)
    said = {
        "verb": "settle",
        "settle-reason": make_reason("settle").slug,
        "settle-seen": Concern.objects.get().pk,
    }

    desk.post(settle_address(story), said)
    again = desk.post(settle_address(story), said, follow=True)

    assert "decided about this meanwhile" in again.content.decode()
    assert Decision.objects.filter(verb="settle").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": "settle"},
        {"verb": "settle", "settle-reason": "no-such"},
        {"verb": "publish"},
        {"settle-seen": "x"},
        {"verb": "settle", "settle-seen": "9" * 40},
    ],
)
def test_a_wrong_form_comes_back_and_settles_nothing(desk, story, wrong):
    brigade(story, 1)
    reason = {"settle-reason": make_reason("settle").slug} if "settle-seen" in wrong else {}

    answer = desk.post(settle_address(story), reason | wrong)

    assert answer.status_code == 422
    assert Concern.objects.get().settled_at is None


def test_a_reason_of_another_kind_settles_nothing(desk, story):
    brigade(story, 1)
    said = {"verb": "settle", "settle-reason": make_reason("take_down").slug, "settle-seen": 10**9}

    assert desk.post(settle_address(story), said).status_code == 422
    assert state(story) == State.PUBLISHED


def test_what_readers_wrote_opens_on_a_press(client, desk, story):
    tell(client, story, "other", text="planted line")

    assert "planted line" not in desk.get(DESK).content.decode()
    assert "planted line" not in desk.get(settle_address(story)).content.decode()
    assert "planted line" in desk.get(settle_address(story) + "?open=1").content.decode()


def test_the_desk_names_what_a_story_speaks_of_and_never_its_words(desk):
    told = make_published("Planted words.", warnings=(make_warning("suicide").pk,))
    brigade(told, 1)

    for address in (DESK, settle_address(told)):
        page = desk.get(address).content.decode()
        assert "suicide" in page
        assert "Planted words" not in page


def test_first_who_may_be_recognised_then_what_waits_to_come_back_then_the_rest(story):
    paused, pressing = make_published("Paused."), make_published("Pressing.")
    for told, reason in ((story, "other"), (paused, "other"), (pressing, "names-somebody")):
        brigade(told, 1, reason)
    moderation.pause(paused, by=moderation.THE_WALL)

    order = [row.submission.pk for row in concerns.rows(concerns.open_by_story())]

    assert order == [pressing.pk, paused.pk, story.pk]


@pytest.mark.parametrize("role", ["lead", "resource editor", "administrator"])
def test_others_do_not_see_the_concerns(client, story, role):
    sign_in(client, make_moderator("other", role=role))

    assert client.get(DESK).status_code == client.get(settle_address(story)).status_code == 403


def test_a_lead_says_what_concerns_do_by_themselves(client):
    sign_in(client, make_moderator("lea", role="lead"))
    page = client.get(POLICY, follow=True)
    assert page.status_code == 200

    client.post(f"{POLICY}1/change/", {"pauses_about_me": "on", "pauses_an_hour": "7"})

    rule = concerns.policy()
    assert (rule.pauses_about_me, rule.pauses_names_somebody, rule.pauses_an_hour) == (
        True,
        False,
        7,
    )


@pytest.mark.parametrize("ceiling", ["0", "101", "x"])
def test_a_ceiling_stays_within_reason(client, ceiling):
    sign_in(client, make_moderator("lea", role="lead"))
    client.get(POLICY)

    answer = client.post(f"{POLICY}1/change/", {"pauses_an_hour": ceiling})

    assert answer.status_code == 200
    assert concerns.policy().pauses_an_hour == 5


def test_a_moderator_does_not_change_what_concerns_do(desk):
    ConcernPolicy.objects.create(pk=ConcernPolicy.ONLY)

    assert desk.get(POLICY).status_code == 403
    assert desk.post(f"{POLICY}1/change/", {"pauses_an_hour": "7"}).status_code == 403


def test_the_seeded_reasons_to_settle_are_there_in_every_language():
    call_command("seed", verbosity=0)

    reasons = Reason.objects.filter(kind="settle")
    assert reasons.count() == 5
    for reason in reasons:
        for language in ("en", "es", "fr", "ar"):
            assert getattr(reason, f"label_{language}")
            assert getattr(reason, f"text_{language}")


def test_putting_a_story_back_from_review_settles_what_was_seen_and_nothing_later(desk, story):
    brigade(story, 3)
    seen = Concern.objects.latest("pk").pk
    moderation.pause(Submission.objects.get(pk=story.pk), by=Decision.objects.first().by)
    page = desk.get(review(story)).content.decode()
    assert f'name="settle-up_to" value="{seen}"' in page
    brigade(story, 1)
    reason = make_reason("settle").slug

    said = {"verb": "resume", "settle-reason": reason, "settle-up_to": seen}
    decide(desk, story, said | {"settle-note": "A line."})

    assert state(story) == "published"
    assert Concern.objects.filter(settled_at=None).count() == 1
    log = Decision.objects.filter(submission_id=story.pk).values_list("verb", "reason")
    assert list(log[:2]) == [("resume", reason), ("settle", reason)]
    assert [note.text for note in Note.objects.all()] == ["A line."]


def test_a_take_down_of_what_its_author_took_back_meanwhile_is_told(desk, story):
    brigade(story, 2)
    moderation.withdraw(Submission.objects.get(pk=story.pk))
    said = {"verb": "take_down", "take_down-reason": make_reason("take_down").slug}

    page = desk.post(settle_address(story), said | {"take_down-seen": 9}, follow=True)

    assert page.redirect_chain[-1][0] == DESK
    assert "Its author has taken it back" in page.content.decode()
    assert desk.get(f"{DESK}999999/settle/").status_code == 404
