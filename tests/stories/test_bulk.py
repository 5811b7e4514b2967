"""Bare posts off the wall, many at a time; what changed meanwhile is told apart, and nothing is half done."""

import re

import pytest

from stories.desk import bulk, moderation
from stories.models import Decision, Story, Submission
from tests.factories import make_moderator, make_phrase, make_published, make_reason
from tests.metoo_wall.staff import signed_in

pytestmark = pytest.mark.django_db
LIST = "/admin/stories/submission/?state=published&kind__exact=bare"


@pytest.fixture
def reason():
    return make_reason("take_down")


@pytest.fixture
def desk():
    make_phrase()
    return signed_in(make_moderator())


def choose(desk, posts, **more):
    fields = {"action": "take_down_chosen", "_selected_action": [post.pk for post in posts]}
    return desk.post(LIST, fields | more, follow=True)


def test_two_hundred_of_which_one_was_withdrawn_meanwhile(reason):
    posts = [make_published() for _n in range(200)]
    moderation.withdraw(posts[7])

    outcome = bulk.take_down([p.pk for p in posts], by=make_moderator("kim"), reason=reason)

    assert outcome == bulk.Outcome(done=199, changed=1)
    assert not Story.objects.exists()
    assert Decision.objects.filter(verb="take_down", reason=reason.slug).count() == 199


def test_the_list_asks_for_a_reason_and_takes_them_down(desk, reason):
    posts = [make_published() for _n in range(3)]

    asked = choose(desk, posts[:2])
    assert "2 posts go off the wall" in asked.content.decode()
    assert Story.objects.count() == 3
    done = choose(desk, posts[:2], confirmed="yes", **{"take_down-reason": reason.slug})

    assert "2 posts are off the wall" in done.content.decode()
    assert Story.objects.count() == 1


def test_two_hundred_are_chosen_and_confirmed_on_the_page(desk, reason):
    posts = [make_published() for _n in range(201)]
    asked = choose(desk, posts[:1], select_across="1").content.decode()
    assert "201 posts go off the wall" in asked
    said = dict(
        re.findall(r'name="(chosen|action|confirmed|_selected_action)" value="([^"]*)"', asked)
    )
    moderation.withdraw(posts[7])

    done = desk.post(LIST, said | {"take_down-reason": reason.slug}, follow=True).content.decode()

    assert "200 posts are off the wall" in done
    assert "1 had changed meanwhile" in done
    assert not Story.objects.exists()


def test_what_is_not_ones_own_to_decide_is_told_apart_from_what_changed(reason):
    posts = [make_published() for _n in range(3)]
    moderation.withdraw(posts[0])

    outcome = bulk.take_down([p.pk for p in posts], by=make_moderator(role="lead"), reason=reason)

    assert outcome == bulk.Outcome(done=0, changed=1, refused=2)
    assert Story.objects.count() == 2


def test_one_field_full_of_numbers_needs_the_fresh_factor_as_well(desk, reason):
    posts = [make_published() for _n in range(21)]
    session = desk.session
    session["factor_at"] = 0
    session.save()
    numbers = ",".join(str(post.pk) for post in posts)

    answer = choose(
        desk, posts[:1], chosen=numbers, confirmed="yes", **{"take_down-reason": reason.slug}
    )

    assert "/factor/" in answer.redirect_chain[-1][0]
    assert Story.objects.count() == 21


@pytest.mark.parametrize("odd", ["", "x,,-1", "9" * 60, ",".join(["1"] * 5000)])
def test_odd_numbers_take_nothing_down(desk, reason, odd):
    make_published(), make_published("Words.")
    chosen = odd.replace("1", "0")

    choose(desk, [], _selected_action="0", chosen=chosen, confirmed="yes",
           **{"take_down-reason": reason.slug})  # fmt: skip

    assert Story.objects.count() == 2


def test_without_a_reason_nothing_goes(desk, reason):
    post = make_published()

    answer = choose(desk, [post], confirmed="yes")

    assert answer.status_code == 422
    assert Story.objects.exists()


def test_what_was_taken_back_since_is_told(desk, reason):
    stays, goes = make_published(), make_published()
    moderation.withdraw(goes)

    page = choose(desk, [stays, goes], confirmed="yes", **{"take_down-reason": reason.slug})

    assert "1 had changed meanwhile" in page.content.decode()


def test_more_than_twenty_ask_for_a_fresh_factor_and_keep_the_choice(desk, reason):
    posts = [make_published() for _n in range(21)]
    session = desk.session
    session["factor_at"] = 0
    session.save()

    answer = choose(desk, posts)

    assert "/factor/" in answer.redirect_chain[-1][0]
    assert Story.objects.count() == 21


def test_letters_are_never_taken_down_by_the_list(desk, reason):
    letter = make_published("Words to be read first.")

    for kind in ("story", "bare"):
        desk.post(
            f"/admin/stories/submission/?state=published&kind__exact={kind}",
            {"action": "take_down_chosen", "_selected_action": [letter.pk], "confirmed": "yes",
             "take_down-reason": reason.slug},
        )  # fmt: skip

    assert Story.objects.exists()
    assert Submission.objects.get().state == "published"


def test_the_list_of_phrases_begins_with_the_newest(desk):
    first, second = make_published(), make_published()

    page = desk.get(LIST).content.decode()

    assert page.index(f"/{second.pk}/review/") < page.index(f"/{first.pk}/review/")
