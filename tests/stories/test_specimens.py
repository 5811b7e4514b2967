"""The one post of a flood that is opened: read like any other, and nothing is let through but what it says."""

import pytest
from django.utils import timezone

from stories.desk import care, floods, queue
from stories.models import Story, Submission
from stories.models.private import Flood
from tests.factories import make_moderator, make_phrase, make_reason, make_warning
from tests.stories.flooding import ADVERT, LIST, fresh, gathered, specimen_opened, states
from tests.stories.test_desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phrase():
    make_phrase()


@pytest.fixture
def robin():
    return make_moderator()


@pytest.fixture
def desk(client, robin):
    return fresh(sign_in(client, robin))


@pytest.fixture
def flood():
    for _n in range(5):
        gathered(ADVERT)
    return Flood.objects.get()


def page_of(flood) -> str:
    return f"{LIST}{flood.pk}/change/"


def press(flood, **said) -> dict:
    usual = {"flood": flood.pk, "verb": "publish", "up_to": floods.latest()}
    return usual | said


def test_a_post_that_waits_by_itself_is_no_flood_and_opens_nowhere_but_in_review(desk):
    gathered("My own story, and nobody else's.")
    flood = Flood.objects.get()

    assert desk.get(f"{page_of(flood)}?open=1").status_code == 404
    answer = desk.post(LIST, press(flood, verb="decline", reason=make_reason().slug))

    assert answer.status_code == 422
    assert states() == ["waiting"]


def test_opening_a_specimen_claims_it_and_counts_once(desk, flood, robin):
    for _twice in range(2):
        desk.get(f"{page_of(flood)}?open=1")

    assert Submission.objects.filter(claimed_by=robin).count() == 1
    assert [day.opened for day in care.of(robin).days.values()] == [1]


def test_what_is_known_comes_before_the_text(desk):
    warning = make_warning()
    for _n in range(5):
        gathered(ADVERT, warnings=(warning.pk,))
    flood = Flood.objects.get()

    page = desk.get(page_of(flood)).content.decode()

    assert f"{LIST}{flood.pk}/change/?open=1" not in desk.get(LIST).content.decode()
    assert warning.name in page
    assert f"{len(ADVERT)} characters" in page
    assert not Submission.objects.exclude(claimed_by=None).exists()


def test_what_a_colleague_reads_is_no_specimen(desk, flood, robin):
    first = floods.specimen(flood, robin).submission
    queue.claim(first, make_moderator("kim"))

    desk.get(f"{page_of(flood)}?open=1")

    mine = Submission.objects.get(claimed_by=robin)
    assert mine.pk != first.pk


def test_where_colleagues_read_all_of_them_none_opens(desk, flood):
    Submission.objects.update(claimed_by=make_moderator("kim"), claimed_at=timezone.now())

    answer = desk.get(f"{page_of(flood)}?open=1", follow=True)

    assert "debts" not in answer.content.decode()
    assert "Colleagues are reading these" in answer.content.decode()


@pytest.mark.parametrize(
    "other",
    [ADVERT.upper(), ADVERT.replace(" ", "  "), ADVERT.replace(".", "!"), ADVERT.replace(",", "")],
)
def test_what_differs_in_a_sign_from_what_was_read_is_not_let_through(desk, flood, other):
    odd = gathered(other)
    assert odd.flood_post.flood == flood
    said = press(flood, specimen=specimen_opened(desk, flood))

    page = desk.post(LIST, said, follow=True).content.decode()

    assert "5 let through." in page
    assert set(Story.objects.values_list("text", flat=True)) == {ADVERT}
    odd.refresh_from_db()
    assert odd.state == "waiting"


def test_another_name_is_not_let_through(desk, flood):
    odd = gathered(ADVERT, name="x")
    Flood.objects.filter(pk=odd.flood_post.flood_id).update(size=5)

    desk.post(LIST, press(flood, specimen=specimen_opened(desk, flood)))

    odd.refresh_from_db()
    assert odd.state == "waiting"


def test_a_specimen_that_was_not_opened_lets_nothing_through(desk, flood, robin):
    shown = floods.specimen(flood, robin)
    forged = (str(shown.pk), floods.opened(shown, make_moderator("kim")), "x:y")

    answers = [desk.post(LIST, press(flood, specimen=said)) for said in forged]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert set(states()) == {"waiting"}


def test_a_specimen_from_before_letters_were_kept_goes_alone(desk, flood):
    flood.posts.update(verbatim=None)

    desk.post(LIST, press(flood, specimen=specimen_opened(desk, flood)))

    assert sorted(states()) == ["published", *["waiting"] * 4]
