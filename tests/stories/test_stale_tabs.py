"""A tab that was left open decides nothing that nobody read, and loses nothing that was typed; no refusal opens a text."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from metoo_wall.models import StaffAccount
from stories.desk import care, concerns, moderation, queue
from stories.models import Decision, Story, Submission
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_published,
    make_reason,
    make_waiting,
)
from tests.stories.test_desk import QUEUE, decide, opened, refused, review, sign_in

pytestmark = pytest.mark.django_db
WORDS = "Words that only open on a press"
SEEN = re.compile(r'name="seen" value="(\w+)"')


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def desk(client):
    return sign_in(client, make_moderator())


def stale(desk, submission, said):
    """The page that a press from the old tab leads to."""
    answer = desk.post(review(submission), said)
    assert not answer.content
    return desk.get(answer["Location"])


def free(submission):
    Submission.objects.update(claimed_by=None, claimed_at=None)
    return Submission.objects.get(pk=submission.pk)


def edited(submission):
    moderation.edit(submission, make_draft("Other words."), edition=submission.edition)


def answered(submission):
    asked = moderation.ask(submission, by=make_moderator("kim"), question=make_reason("ask"))
    moderation.answer(asked, note="an answer")


def proposed(submission):
    Submission.objects.update(flags=["second"])
    moderation.publish(free(submission), by=make_moderator("kim"), redacted="[…].")


def flagged(submission):
    moderation.flag(submission, by=make_moderator("kim"))


def declined(submission):
    moderation.decline(submission, by=make_moderator("kim"), reason=make_reason())


@pytest.mark.parametrize("change", [edited, answered, proposed, flagged, declined])
def test_a_press_counts_for_what_its_page_showed_alone(desk, change):
    submission = make_waiting("The words that were read.")
    seen = SEEN.search(opened(desk, submission).content.decode())[1]
    change(free(submission))
    before = Submission.objects.get()

    said = {"verb": "decline", "decline-reason": make_reason().slug, "seen": seen}
    page = stale(desk, submission, {**said, "decline-note": "A line of mine."})

    after = Submission.objects.get()
    assert (after.state, after.proposed_at) == (before.state, before.proposed_at)
    assert not Decision.objects.filter(by_name="robin").exists()
    assert "changed meanwhile" in page.content.decode()
    assert "A line of mine." in page.content.decode()


def test_new_words_are_not_published_by_a_tab_that_shows_the_old_ones(desk):
    submission = make_waiting("I told Bob.")
    seen = SEEN.search(opened(desk, submission).content.decode())[1]
    moderation.edit(submission, make_draft("I told Bob and Eve."), edition=0)

    page = stale(desk, submission, {"verb": "publish", "text": "I told […].", "seen": seen})

    assert not Story.objects.exists()
    assert "I told […]." in page.content.decode()


def test_a_press_without_a_page_decides_nothing(desk):
    submission = make_waiting()

    stale(desk, submission, {"verb": "publish", "text": submission.words.text})

    assert not Story.objects.exists()


def test_what_was_typed_for_a_verb_that_fits_no_more_is_shown_as_it_is(desk):
    submission = make_waiting("I told Bob.")
    seen = SEEN.search(opened(desk, submission).content.decode())[1]
    declined(free(submission))

    page = stale(desk, submission, {"verb": "publish", "text": "I told […].", "seen": seen})

    assert "What you had typed" in page.content.decode()
    assert "I told […]." in page.content.decode()


def test_a_take_down_of_what_its_author_took_back_leads_to_the_queue(desk):
    submission = make_published("Mine.")
    seen = SEEN.search(desk.get(review(submission) + "?open=1").content.decode())[1]
    moderation.withdraw(submission)

    answer = desk.post(review(submission), {"verb": "take_down", "seen": seen}, follow=True)

    assert answer.redirect_chain[-1][0] == QUEUE
    assert "not here any more" in answer.content.decode()


def test_a_concern_that_came_meanwhile_is_looked_at_first(desk):
    submission = make_published("It stands.")
    seen = SEEN.search(desk.get(review(submission) + "?open=1").content.decode())[1]
    concerns.keep(
        submission.public_id,
        reason="about-me",
        text="",
        form_digest=timezone.now().isoformat().encode()[:32],
        source="00",
    )

    desk.post(review(submission), {"verb": "pause", "seen": seen})

    assert Submission.objects.get().state == "published"


@pytest.mark.parametrize("verb", ["decline", "ask"])
def test_a_verb_without_its_reason_opens_no_text(desk, verb):
    submission = make_waiting(WORDS)

    page = refused(desk, submission, {"verb": verb}).content.decode()

    assert "Please choose a reason" in page
    assert WORDS not in page
    assert care.of(StaffAccount.objects.get()).days == {}


def test_a_refusal_quotes_nothing_that_a_colleague_reads(desk):
    submission = make_waiting("Somewhere Bob was there.")
    queue.claim(submission, make_moderator("kim"))

    page = refused(desk, submission, {"verb": "publish", "text": "Planted."}).content.decode()

    assert "A colleague has taken this one" in page
    assert "Bob" not in page


def test_what_was_typed_stays_when_the_text_is_opened_again(desk):
    submission = make_waiting("I told Bob.")
    opened(desk, submission)
    desk.post(review(submission), {"act": "release"})
    answer = decide(desk, submission, {"verb": "publish", "text": "I told […], gladly."})
    page = desk.get(answer["Location"]).content.decode()
    assert "Open the text" in page
    assert "I told […], gladly." in page

    page = desk.post(answer["Location"], {"act": "open"}, follow=True).content.decode()

    assert "I told Bob." in page
    assert "I told […], gladly." in page


def test_a_note_with_markup_is_shown_as_text_on_the_desk(desk):
    submission = make_waiting()
    markup = '<script>alert(1)</script><a href="x" onclick="y">&amp;</a>'
    said = {"verb": "decline", "decline-reason": make_reason().slug, "decline-note": markup}
    decide(desk, submission, said)

    shown = desk.get(review(submission) + "?open=1").content.decode()
    typed = refused(desk, submission, said).content.decode()

    for page in (shown, typed):
        assert escape(markup) in page
        assert markup not in page


def test_very_many_contacts_neither_break_the_form_nor_the_page(desk):
    text = " ".join(f"a{n}@mail.example.com" for n in range(300))
    submission = make_waiting(text)
    page = opened(desk, submission).content.decode()
    fields = set(re.findall(r'name="(dismiss-[0-9a-f]+)"', page))
    assert len(fields) == 50

    said = {"verb": "publish", "text": text, **dict.fromkeys(fields, "invented")}
    answer = refused(desk, submission, said)

    assert answer.status_code == 422
    assert "a50@mail.example.com" in answer.content.decode()
    assert not Story.objects.exists()
    removed = {"verb": "publish", "text": " ".join(["[…]"] * 300)}
    decide(desk, submission, removed)
    assert Submission.objects.get().proposed_at


def test_what_one_moderator_typed_is_not_shown_to_another(desk, client):
    submission = make_waiting("I told Bob.")
    answer = decide(desk, submission, {"verb": "publish", "text": "Planted words."})
    kim = sign_in(Client(), make_moderator("kim"))

    assert "Planted words." not in kim.get(answer["Location"]).content.decode()
    assert "Planted words." in desk.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        "?state=bogus",
        "?state=published&kind__exact=neither",
        "?lane__exact=x",
        "?p=99999999999",
        "?state=waiting%00",
        "?kind__exact=%00",
        "?o=9.9.9",
        "?kept=%00&open=1",
        "?q=%27%22",
    ],
)
def test_an_odd_question_to_the_queue_is_answered(desk, odd):
    submission = make_waiting(WORDS)

    pages = [desk.get(QUEUE + odd, follow=True), desk.get(review(submission) + odd, follow=True)]

    assert {page.status_code for page in pages} <= {200, 400, 404}
    assert not any(WORDS in page.content.decode() for page in pages)


@pytest.mark.parametrize("verb", ["ask", "decline"])
@pytest.mark.parametrize("odd", ["no-such", "\0", "9" * 300, "'--"])
def test_an_odd_reason_is_told_and_decides_nothing(desk, verb, odd):
    submission = make_waiting()

    answer = refused(desk, submission, {"verb": verb, f"{verb}-reason": odd, f"{verb}-note": "\0"})

    assert answer.status_code == 422
    assert Submission.objects.get().state == "waiting"
