"""What is counted is what stands."""

from random import Random
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from metoo_wall.models import StaffAccount
from stories.desk import moderation
from stories.models import Cell, Counted, Story, Submission, tallies
from tests.factories import (
    make_draft,
    make_moderator,
    make_phrase,
    make_published,
    make_reason,
    make_waiting,
)
from tests.stories.counting import count, post

pytestmark = pytest.mark.django_db


def by_group() -> dict[tuple, int]:
    columns = ("month", "phrase_id", "language", "country", "kind")
    rows = Story.objects.order_by().values_list(*columns).annotate(n=Count("pk"))
    return {(month, phrase or 0, *rest): n for month, phrase, *rest, n in rows}


def counted() -> dict[tuple, int]:
    return {tuple(row[:-1]): row[-1] for row in Cell.objects.values_list(*tallies.COLUMNS, "count")}


def agree() -> bool:
    total = Counted.objects.get().total
    return counted() == by_group() and total == tallies.tally() == Story.objects.count()


def test_cells_count_what_stands():
    post(3)
    make_published("A letter.", language="fr", country="IS")
    count()
    post(2)

    count()

    assert agree()


def test_the_tally_is_exact_before_and_after_counting():
    assert tallies.tally() == 0
    post(3)
    assert tallies.tally() == 3
    count()
    first, *_others = post(2)
    assert tallies.tally() == 5

    moderation.withdraw(first)

    assert tallies.tally() == 4


def test_what_leaves_comes_back_or_changes_is_put_right_at_once():
    robin = make_moderator()
    hidden, gone, changed = (make_published(f"{n}.", language="fr", by=robin) for n in "abc")
    count()

    moderation.hide(hidden)
    assert agree()
    moderation.withdraw(gone)
    assert agree()
    moderation.show(Submission.objects.get(pk=hidden.pk))
    assert agree()
    revision = moderation.revise(changed, make_draft("Other.", language="es"), edition=0)
    moderation.publish(revision, by=robin)
    assert agree()
    assert Story.objects.filter(language="es").count() == 1


def test_what_left_before_it_was_counted_is_never_counted():
    count()
    for submission in post(3):
        moderation.withdraw(submission)

    count()

    assert agree()
    assert not Cell.objects.exists()


def test_nothing_of_the_last_one_of_a_cell_stays():
    (submission,) = post(country="IS")
    count()

    moderation.withdraw(submission)

    assert not Cell.objects.exists()


def test_counting_goes_on_after_the_newest_has_left():
    *_others, newest = post(3)
    count()
    moderation.withdraw(newest)

    count()
    assert agree()
    post(2)
    count()
    assert agree()


def test_a_figure_that_is_wrong_keeps_nobody_from_withdrawing():
    (submission,) = post()
    count()
    Cell.objects.all().delete()
    Counted.objects.update(total=0)

    moderation.withdraw(submission)

    assert not Story.objects.exists()


def test_much_is_counted_in_steps(monkeypatch):
    monkeypatch.setattr(tallies, "STEP", 3)
    post(10)

    count()

    assert agree()


def test_posting_asks_nothing_of_the_tables_of_numbers():
    make_phrase()

    with CaptureQueriesContext(connection) as asked:
        post()

    assert not [q["sql"] for q in asked if "stories_cell" in q["sql"] or "_counted" in q["sql"]]


def test_a_database_restored_elsewhere_counts_on():
    post(3)
    count()
    post(2)
    Counted.objects.update(writers=["999/1"], horizon=Story.objects.first().id)

    count()

    assert agree()


@pytest.mark.django_db(transaction=True)
def test_the_end_is_what_stands_whatever_happens_at_once():
    make_phrase()
    make_moderator()
    reason = make_reason("settle")
    waiting = [make_waiting(f"Words {n}.", language="fr", country="IS").pk for n in range(12)]
    done: list[bool] = []

    def count_on() -> None:
        while len(done) < 4:
            tallies.count_new()

    def press(seed: int) -> None:
        chance, mine = Random(seed), []
        for _n in range(15):
            mine += post(language=chance.choice(["", "fr"]), country=chance.choice(["", "IS"]))
            if chance.random() < 0.5:
                moderation.withdraw(mine.pop(chance.randrange(len(mine))))

    def decide() -> None:
        robin = StaffAccount.objects.get(username="robin")
        for pk in waiting:
            published = moderation.publish(Submission.objects.get(pk=pk), by=robin)
            moderation.pause(published, by=robin)
            if pk % 2:
                moderation.resume(Submission.objects.get(pk=pk), by=robin, reason=reason)

    acts = [lambda: press(1), lambda: press(2), lambda: press(3), decide]
    run([count_on, count_on, *[lambda act=act: finish(act, done) for act in acts]])
    count()

    assert agree()
    assert Story.objects.filter(kind="story").count() == sum(pk % 2 for pk in waiting)


def finish(act, done: list[bool]) -> None:
    try:
        act()
    finally:
        done.append(True)


def run(acts: list) -> None:
    errors: list[BaseException] = []

    def safely(act) -> None:
        try:
            act()
        except BaseException as error:  # noqa: BLE001  (told below, in the test's own thread)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=safely, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert errors == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one at a time")
@pytest.mark.django_db(transaction=True)
def test_an_id_that_is_committed_after_a_higher_one_is_counted():
    make_phrase()
    with transaction.atomic():
        post()
        thread = Thread(target=lambda: (post(), count(), connections.close_all()))
        thread.start()
        thread.join(30)
        assert Counted.objects.get().last_id == 0
    count()

    assert agree()
    assert Story.objects.count() == 2
