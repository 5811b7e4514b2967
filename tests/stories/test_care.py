"""Care: what a moderator leaves to others, a pause, an end to the day; and that nobody else learns of it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, connections
from django.utils import timezone
from freezegun import freeze_time

from stories.desk import care, moderation, queue
from stories.desk.care import Kind
from stories.models import Care, Decision, Submission
from stories.models.private import Day
from tests.factories import (
    make_draft,
    make_moderator,
    make_published,
    make_reason,
    make_waiting,
    make_warning,
)
from tests.stories.test_desk import sign_in

pytestmark = pytest.mark.django_db
OWN = "/admin/stories/care/"
READERS = "/admin/stories/care/readers/"
QUEUE = "/admin/stories/submission/"
DANGER = "He said he will kill me, tonight."


@pytest.fixture
def robin():
    return make_moderator()


@pytest.fixture
def suicide():
    return make_warning("suicide", is_heavy=True)


@pytest.fixture
def stalking():
    return make_warning("stalking")


def leave(account, *warnings, pause_after=5, cap=None):
    care.choose(account, leaves=warnings, pause_after=pause_after, cap=cap)


def open_texts(account, number, *warnings) -> None:
    for _n in range(number):
        care.opened(account, make_waiting(warnings=tuple(w.pk for w in warnings)))


def ids(account) -> list[int]:
    return list(queue.for_moderator(account).values_list("pk", flat=True))


def test_what_is_left_to_others_is_never_offered(robin, suicide, stalking):
    make_waiting(warnings=(suicide.pk, stalking.pk))
    other = make_waiting(warnings=(stalking.pk,))
    leave(robin, suicide)

    assert ids(robin) == [other.pk]
    assert queue.claim_next(robin).pk == other.pk
    assert len(ids(make_moderator("kim"))) == 1


def test_an_appeal_about_it_is_not_offered_either(robin, suicide):
    kim = make_moderator("kim")
    declined = moderation.decline(
        make_waiting(warnings=(suicide.pk,)), by=kim, reason=make_reason()
    )
    moderation.appeal(declined)
    assert len(ids(robin)) == 1

    leave(robin, suicide)

    assert ids(robin) == []


def test_a_change_counts_with_the_story_that_it_changes(robin, suicide):
    story = make_published("Words.", warnings=(suicide.pk,))
    moderation.revise(story, make_draft("Other words."), edition=0)
    assert len(ids(robin)) == 1

    leave(robin, suicide)

    assert ids(robin) == []


def test_the_queue_takes_the_same_questions_for_any_number_of_warnings(
    robin, suicide, stalking, django_assert_num_queries
):
    for _post in range(3):
        make_waiting(warnings=(suicide.pk,))
    leave(robin, suicide, stalking)

    with django_assert_num_queries(3):
        ids(robin)


def test_what_was_being_read_and_is_left_now_is_free_for_the_others(robin, suicide):
    submission = make_waiting(warnings=(suicide.pk,))
    queue.claim(submission, robin)

    leave(robin, suicide)

    assert queue.claim_next(make_moderator("kim")).pk == submission.pk


def test_a_text_counts_once_however_often_it_is_opened(robin, suicide):
    submission = make_waiting(warnings=(suicide.pk,))

    for _time in range(3):
        care.opened(robin, submission)
    care.opened(robin, make_waiting())

    assert list(care.of(robin).days.values()) == [Day(opened=2, heavy=1)]


def test_a_pause_is_offered_after_five_heavy_ones_in_a_row(robin, suicide):
    open_texts(robin, 4, suicide)
    assert care.suggestion(robin) is None

    open_texts(robin, 1, suicide)

    assert care.suggestion(robin) == care.Suggestion(Kind.PAUSE, 5)


def test_a_gentle_one_or_a_press_ends_the_run(robin, suicide):
    open_texts(robin, 5, suicide)
    care.carry_on(robin)
    assert care.suggestion(robin) is None

    open_texts(robin, 4, suicide)
    open_texts(robin, 1)
    open_texts(robin, 4, suicide)

    assert care.suggestion(robin) is None


def test_a_run_ends_with_its_day(robin, suicide):
    open_texts(robin, 5, suicide)

    with freeze_time(timezone.now() + timedelta(days=1)):
        assert care.suggestion(robin) is None


def test_a_cap_is_their_own_and_a_press_lifts_it_for_the_day(robin):
    open_texts(robin, 30)
    assert care.suggestion(robin) is None
    leave(robin, cap=30)
    assert care.suggestion(robin) == care.Suggestion(Kind.CAP, 30)

    care.carry_on(robin)

    assert care.suggestion(robin) is None
    with freeze_time(timezone.now() + timedelta(days=1)):
        open_texts(robin, 30)
        assert care.suggestion(robin).kind == Kind.CAP


def test_the_gentle_one_is_the_oldest_without_anything_heavy_or_dangerous(robin, suicide, stalking):
    make_waiting(DANGER)
    heavy = make_waiting(warnings=(suicide.pk,))
    moderation.revise(
        make_published("Words.", warnings=(suicide.pk,)), make_draft("Others."), edition=0
    )
    gentle = make_waiting(warnings=(stalking.pk,))
    make_waiting()
    queue.claim(heavy, robin)

    assert queue.claim_next(robin, gentle=True).pk == gentle.pk
    heavy.refresh_from_db()
    assert heavy.claimed_by is None


def test_counts_are_erased_a_week_later_by_the_timer(robin, suicide):
    open_texts(robin, 2, suicide)
    leave(robin, suicide)
    assert Care.objects.get().own.days

    with freeze_time(timezone.now() + timedelta(days=7)):
        assert care.forget() == 1

    assert Care.objects.get().own.days == {}
    assert Care.objects.get().own.leaves == (suicide.pk,)


def test_the_database_holds_nothing_of_it_in_clear(robin, suicide):
    open_texts(robin, 5, suicide)
    leave(robin, suicide, cap=40)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stories_care")
        columns, row = [column[0] for column in cursor.description], cursor.fetchone()

    kept = dict(zip(columns, row, strict=True))
    assert set(kept) == {"id", "account_id", "sealed"}
    assert bytes(kept["sealed"]).startswith(b"gAAAA")


@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_one_person_lose_no_count():
    robin = make_moderator()
    posts = [make_waiting() for _post in range(8)]

    def open_one(submission) -> None:
        care.opened(robin, submission)
        connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(open_one, posts))

    assert [day.opened for day in care.of(robin).days.values()] == [8]


def test_the_lead_learns_only_whether_each_warning_has_a_reader(client, robin, suicide, stalking):
    leave(robin, suicide, stalking)
    leave(make_moderator("kim"), suicide)
    make_moderator("sam", role="resource editor")
    sign_in(client, make_moderator("lea", role="lead"))

    page = client.get(READERS).content.decode()

    rows = dict(re.findall(r'<th scope="row">(\w+)</th><td>(?:<strong>)?(\w+)', page))
    assert rows == {"suicide": "nobody", "stalking": "yes"}
    assert "robin" not in page
    assert "kim" not in page


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "about that person"), (2, "both have left it out"), (3, "every active moderator")],
)
def test_the_page_says_what_a_yes_or_no_gives_away_among_few(client, number, said, suicide):
    for name in ("robin", "kim", "sam")[:number]:
        make_moderator(name)
    sign_in(client, make_moderator("lea", role="lead"))

    assert said in client.get(READERS).content.decode()


@pytest.mark.parametrize(
    ("number", "said"), [(1, "You are the only active moderator"), (2, "There are two of you")]
)
def test_whoever_chooses_is_told_the_same_before(client, robin, number, said):
    if number == 2:
        make_moderator("kim")

    assert said in sign_in(client, robin).get(OWN).content.decode()


def test_closed_accounts_are_no_readers(robin, suicide):
    assert [reader.is_there for reader in care.readers()] == [True]
    robin.is_active = False
    robin.save()

    assert [reader.is_there for reader in care.readers()] == [False]


def test_warnings_that_together_have_no_reader_are_told(robin, suicide, stalking):
    kim = make_moderator("kim")
    leave(robin, suicide)
    leave(kim, stalking)
    assert all(reader.is_there for reader in care.readers())
    assert not care.some_wait_for_nobody()

    make_waiting(warnings=(suicide.pk, stalking.pk))

    assert ids(robin) == ids(kim) == []
    assert care.some_wait_for_nobody()


def test_one_page_keeps_wishes_and_opening_a_text_counts_there(client, robin, suicide):
    sign_in(client, robin)
    submission = make_waiting("Words.")

    client.post(OWN, {"act": "keep", "leaves": [suicide.pk], "pause_after": "3", "cap": "20"})
    client.post(f"{QUEUE}{submission.pk}/review/", {"act": "open"}, follow=True)
    page = client.get(OWN).content.decode()

    own = care.of(robin)
    assert (own.leaves, own.pause_after, own.cap) == ((suicide.pk,), 3, 20)
    assert "<td>1</td><td>0</td>" in page
    assert 'value="20"' in page


@pytest.mark.parametrize(
    "wrong", [{"pause_after": "0"}, {"pause_after": "x"}, {"cap": "-1"}, {"leaves": ["99"]}]
)
def test_wrong_input_is_told_and_changes_nothing(client, robin, suicide, wrong):
    answer = sign_in(client, robin).post(OWN, {"act": "keep", "pause_after": "3", **wrong})

    assert answer.status_code == 422
    assert not Care.objects.exists()


def test_the_next_press_offers_the_pause_and_a_press_goes_on(client, robin, suicide):
    sign_in(client, robin)
    open_texts(robin, 5, suicide)

    page = client.post(f"{QUEUE}next/", follow=True)
    assert page.redirect_chain[-1][0] == OWN
    assert "A pause, if you like" in page.content.decode()
    assert not Submission.objects.exclude(claimed_by=None).exists()
    went_on = client.post(OWN, {"act": "carry-on"}, follow=True)

    assert "/review/" in went_on.redirect_chain[-1][0]


def test_a_gentle_one_is_a_press_away(client, robin, suicide):
    sign_in(client, robin)
    open_texts(robin, 5, suicide)
    none = client.post(OWN, {"act": "gentle"}, follow=True)
    gentle = make_waiting()

    answer = client.post(OWN, {"act": "gentle"})

    assert "Nothing gentle waits just now" in none.content.decode()
    assert answer["Location"] == f"{QUEUE}{gentle.pk}/review/"


def test_no_log_no_decision_and_no_other_page_speaks_of_it(client, robin, suicide):
    sign_in(client, robin)
    client.post(OWN, {"act": "keep", "leaves": [suicide.pk], "pause_after": "4", "cap": "7"})
    open_texts(robin, 4, suicide)
    client.post(OWN, {"act": "carry-on"})

    assert not LogEntry.objects.exists()
    assert not Decision.objects.exists()
    client.logout()
    sign_in(client, make_moderator("kim"))
    page = client.get(OWN).content.decode()
    assert "checked" not in page
    assert 'value="4"' not in page
    assert "You have opened nothing this week" in page


def test_every_way_of_the_admin_into_another_ones_care_is_closed(client, robin, suicide):
    leave(robin, suicide)
    sign_in(client, make_moderator("lea", role="lead"))
    pk = Care.objects.get().pk

    for way in (f"{pk}/change/", f"{pk}/history/", f"{pk}/delete/", "add/"):
        assert client.get(OWN + way).status_code == 404, way
    assert client.get(OWN)["Location"] == READERS


@pytest.mark.parametrize("role", ["resource editor", "administrator"])
def test_others_have_no_page_of_care(client, role):
    sign_in(client, make_moderator(role=role))

    assert client.get(OWN).status_code == client.get(READERS).status_code == 403


def test_a_moderator_does_not_see_the_leads_page(client, robin):
    assert sign_in(client, robin).get(READERS).status_code == 403


def test_a_single_moderator_is_warned_of_on_the_queue(client, robin):
    sign_in(client, robin)
    assert care.lone_moderator_warning()
    assert "Only one moderator is active" in client.get(QUEUE).content.decode()

    make_moderator("kim")

    assert care.lone_moderator_warning() == ""
    assert "Only one moderator is active" not in client.get(QUEUE).content.decode()
