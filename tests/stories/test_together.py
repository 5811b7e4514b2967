"""Posts that come at the same moment, in threads of their own: each is kept once, by few commits, and none is answered before its own."""

from collections import Counter
from collections.abc import Callable
from secrets import token_hex
from threading import Barrier, Event, Lock, Thread

import pytest
from django.db import DatabaseError, connections, transaction

from stories.desk import moderation, switch
from stories.intake import at_once, press, together
from stories.intake.at_once import PressAtOnce
from stories.intake.together import Press, Together
from stories.models import SealedPage, Story, Submission
from stories.models.private import IntakeSwitch
from tests.factories import make_phrase
from tests.stories.pressing import Django, body_of, environ_of, said_by

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 16
EACH = 12


@pytest.fixture(autouse=True)
def _open():
    make_phrase()
    many = {"posts_per_minute": 10**6, "bare_per_hour": 10**6}
    IntakeSwitch.objects.create(pk=switch.ONLY, **many)
    switch.forget()


def in_threads(act: Callable[[int], object], number: int = THREADS) -> list:
    """What each returned; an error in one of them is an error here."""
    barrier, outcomes = Barrier(number), [None] * number

    def run(place: int) -> None:
        try:
            barrier.wait()
            outcomes[place] = act(place)
        except BaseException as error:  # noqa: BLE001
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[place], daemon=True) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes


def made(form_id: str | None = None) -> Press:
    return at_once._made(form_id or token_hex(16), press.draft(make_phrase().id))


def counted(sizes: list[int]) -> Callable:
    """The real writer, noting how many came together."""

    def write(presses):
        sizes.append(len(presses))
        return together.write(presses)

    return write


def numbers() -> tuple[int, int, int]:
    return Submission.objects.count(), Story.objects.count(), SealedPage.objects.count()


def test_sixteen_at_once_lose_none_and_double_none():
    sizes, django = [], Django()
    wall = PressAtOnce(django, Together(counted(sizes)))

    answers = in_threads(
        lambda _place: [said_by(wall, environ_of(body_of())) for _n in range(EACH)]
    )

    said = [answer for each in answers for answer in each]
    sent = THREADS * EACH
    assert Counter(answer.status[:3] for answer in said) == {"303": sent}
    assert len({answer.page["receipt"] for answer in said}) == sent
    assert numbers() == (sent, sent, sent)
    assert django.asked == 0
    assert sum(sizes) == sent
    assert len(sizes) < sent / 2, sizes  # the disk was asked once for several
    pages = {answer.page["public_id"] for answer in said}
    assert pages == set(Story.objects.values_list("public_id", flat=True))


def test_one_form_sent_by_all_of_them_is_one_post():
    wall = PressAtOnce(Django())
    for _round in range(4):
        body = body_of()

        answers = in_threads(lambda _place: said_by(wall, environ_of(body)))  # noqa: B023

        assert len({answer.page["receipt"] for answer in answers}) == 1
        assert {answer.page["state"] for answer in answers} == {"published"}
    assert numbers()[:2] == (4, 4)


def test_two_workers_that_write_the_same_forms_do_not_wait_in_a_circle():
    workers = [PressAtOnce(Django()), PressAtOnce(Django())]
    forms = [token_hex(16) for _n in range(40)]

    def act(place: int) -> list:
        mine = forms if place % 4 < 2 else forms[::-1]
        return [said_by(workers[place % 2], environ_of(body_of(form_id=f))) for f in mine]

    answers = in_threads(act, 8)

    assert {answer.status[:3] for each in answers for answer in each} == {"303"}
    assert len({answer.page["receipt"] for each in answers for answer in each}) == len(forms)
    assert numbers()[:2] == (40, 40)


def test_what_was_here_or_taken_back_harms_no_other():
    here, gone, fresh = made(), made(), [made() for _n in range(3)]
    assert together.write([here, gone]) == set()
    moderation.withdraw(Submission.objects.get(public_id=gone.post.public_id))

    left = together.write([fresh[0], here, fresh[1], gone, fresh[2]])

    assert left == {here.post.digest, gone.post.digest}
    kept = {press.post.public_id for press in (here, *fresh)}
    assert set(Story.objects.values_list("public_id", flat=True)) == kept
    assert numbers() == (4, 4, 5)  # the page of the one that was taken back is its author's


def test_a_batch_whose_pages_cannot_be_kept_leaves_nothing(monkeypatch):
    def fails(_pages):
        raise DatabaseError

    monkeypatch.setattr(together.sealed, "keep_together", fails)

    with pytest.raises(DatabaseError):
        together.write([made(), made()])

    assert numbers() == (0, 0, 0)


def test_ids_of_one_batch_are_in_the_order_of_their_writing():
    together.write([made() for _n in range(9)])

    posts = list(Submission.objects.order_by("id").values_list("public_id", flat=True))
    assert list(Story.objects.order_by("id").values_list("public_id", flat=True)) == posts


def test_a_database_that_fails_now_and_then_loses_none(monkeypatch):
    real, turns, lock = moderation.receive_together, Counter(), Lock()

    def sometimes(posts):
        with lock:
            turns["all"] += 1
            fails = turns["all"] % 2
        real(posts)
        if fails:
            raise DatabaseError

    monkeypatch.setattr(moderation, "receive_together", sometimes)
    wall = PressAtOnce(Django())

    answers = in_threads(lambda _place: [said_by(wall, environ_of(body_of())) for _n in range(4)])

    said = [answer for each in answers for answer in each]
    assert Counter(answer.status[:3] for answer in said) == {"303": THREADS * 4}
    assert numbers() == (THREADS * 4,) * 3
    assert turns["all"] > 1


def test_a_post_that_is_alone_waits_for_nobody():
    sizes: list[int] = []
    queue = Together(counted(sizes))

    assert [queue.keep(made()) for _n in range(3)] == [True] * 3
    assert sizes == [1, 1, 1]


def test_nobody_is_answered_before_the_commit():
    is_writing, may_end = Event(), Event()

    def slowly(presses):
        is_writing.set()
        may_end.wait(30)
        return together.write(presses)

    queue, done = Together(slowly), []
    given = [made() for _n in range(5)]
    threads = [Thread(target=lambda p=p: (done.append(queue.keep(p)), connections.close_all())) for p in given]  # fmt: skip
    threads[0].start()
    is_writing.wait(30)
    for thread in threads[1:]:
        thread.start()
        thread.join(0.05)

    assert done == []
    assert numbers() == (0, 0, 0)

    may_end.set()
    for thread in threads:
        thread.join(30)
    assert done == [True] * 5
    assert numbers() == (5, 5, 5)


@pytest.mark.parametrize("error", [DatabaseError, SystemExit])
def test_who_waited_for_a_writer_that_failed_is_told_and_the_next_one_writes(error):
    turns = Counter()

    def fails_first(presses):
        turns["all"] += 1
        if turns["all"] == 1:
            raise error
        return set()

    queue = Together(fails_first)
    given = [made() for _n in range(THREADS)]

    outcomes = in_threads(lambda place: queue.keep(given[place]))

    failed = [outcome for outcome in outcomes if outcome is not True]
    assert failed
    assert all(outcome is False or isinstance(outcome, SystemExit) for outcome in failed)
    assert queue.keep(made())


def test_the_same_form_twice_in_one_batch_is_written_once():
    form, may_begin = token_hex(16), Event()
    given = [made(form), made(form)]
    first = made()

    def write(presses):
        if presses[0] is first:
            may_begin.wait(30)
        return together.write(presses)

    queue, outcomes = Together(write), {}

    def keep(name: str, press: Press) -> None:
        outcomes[name] = queue.keep(press)
        connections.close_all()

    threads = [Thread(target=keep, args=pair) for pair in zip("abc", [first, *given], strict=True)]
    for thread in threads:
        thread.start()
        thread.join(0.1)
    may_begin.set()
    for thread in threads:
        thread.join(30)

    assert outcomes == {"a": True, "b": True, "c": False}
    assert numbers() == (2, 2, 2)


def test_while_the_desk_writes_posts_wait_and_none_is_refused():
    wall, holds, may_end = PressAtOnce(Django()), Event(), Event()

    def writer() -> None:
        with transaction.atomic():
            IntakeSwitch.objects.update(bare_per_hour=10**6)
            holds.set()
            may_end.wait(30)
        connections.close_all()

    desk = Thread(target=writer)
    desk.start()
    holds.wait(30)
    Thread(target=lambda: (Event().wait(0.7), may_end.set())).start()

    answers = in_threads(lambda _place: said_by(wall, environ_of(body_of())), 6)

    desk.join(30)
    assert {answer.status[:3] for answer in answers} == {"303"}
    assert numbers() == (6, 6, 6)
