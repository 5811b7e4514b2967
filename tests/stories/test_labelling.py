"""Sets of warnings: "next" goes past what is left to others by whole sets, and answers as the warnings themselves do."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stories.desk import care, labelling, moderation, queue
from stories.models import Submission
from stories.models.private import Lane
from tests.factories import make_draft, make_moderator, make_published, make_waiting, make_warning

pytestmark = pytest.mark.django_db
SLUGS = ("abuse", "suicide", "stalking", "children")
HEAVY = SLUGS[:2]


@pytest.fixture
def robin():
    return make_moderator()


@pytest.fixture
def warnings():
    return [make_warning(slug, is_heavy=slug in HEAVY) for slug in SLUGS]


def leave(account, *warnings) -> None:
    care.choose(account, leaves=warnings, pause_after=5, cap=None)


def finish(pk: int) -> None:
    Submission.objects.filter(pk=pk).update(state="declined", received_at=None)


def queue_by_chance(chance: random.Random, warnings, colleague) -> None:
    def some() -> tuple[int, ...]:
        return tuple(w.pk for w in warnings if chance.random() < 0.3)

    for _post in range(12):
        if chance.random() < 0.25:
            story = make_published("Words.", warnings=some())
            made = moderation.revise(story, make_draft("Others.", warnings=some()), edition=0)
        else:
            made = make_waiting(warnings=some())
        read = {"claimed_by": colleague, "claimed_at": timezone.now()}
        Submission.objects.filter(pk=made.pk).update(
            lane=chance.choice(Lane.values), **(read if chance.random() < 0.2 else {})
        )


def spoken_of(submission: Submission) -> set[str]:
    posts = [submission, submission.revises] if submission.revises else [submission]
    return {warning.slug for post in posts for warning in post.warnings.all()}


def by_the_plain_rule(colleague, leaves: set[str], *, gentle: bool) -> int | None:
    """Row by row, without a query of the program's own."""
    for submission in Submission.objects.filter(state="waiting").order_by("lane", "id"):
        too_much = leaves | set(HEAVY) if gentle else leaves
        if submission.claimed_by == colleague or spoken_of(submission) & too_much:
            continue
        if not (gentle and submission.lane == Lane.DANGER):
            return submission.pk
    return None


@pytest.mark.parametrize("seed", range(8))
def test_the_answers_are_those_of_the_plain_rule(robin, warnings, seed):
    chance, kim = random.Random(seed), make_moderator("kim")
    queue_by_chance(chance, warnings, kim)
    left = chance.sample(warnings, seed % 3)
    leave(robin, *left)

    for _turn in range(13):
        gentle = chance.random() < 0.4
        Submission.objects.filter(claimed_by=robin).update(claimed_by=None, claimed_at=None)
        expected = by_the_plain_rule(kim, {warning.slug for warning in left}, gentle=gentle)
        taken = queue.claim_next(robin, gentle=gentle)
        assert (taken and taken.pk) == expected
        if taken:
            finish(taken.pk)


def test_a_longer_queue_takes_the_same_questions(robin, warnings):
    leave(robin, warnings[0])

    def questions(posts: int) -> int:
        for number in range(posts):
            make_waiting(warnings=[w.pk for w in warnings[: 1 + number % 3]])
        last = make_waiting()
        with CaptureQueriesContext(connection) as asked:
            assert queue.claim_next(robin).pk == last.pk
        finish(last.pk)
        return len(asked)

    assert questions(3) == questions(30)


def test_each_verb_that_labels_keeps_the_set(robin, warnings):
    abuse, suicide, stalking, children = (warning.pk for warning in warnings)
    submission = make_waiting(warnings=(suicide, abuse))
    assert submission.warning_set == f"{abuse},{suicide}"
    moderation.edit(submission, make_draft("Others.", warnings=(children,)), edition=0)
    submission.refresh_from_db()
    assert submission.warning_set == f"{children}"

    moderation.publish(submission, by=robin, warnings=[warnings[2]])
    submission.refresh_from_db()
    assert submission.warning_set == f"{stalking},{children}"

    change = make_draft("New words.", warnings=(abuse,))
    revision = moderation.revise(submission, change, edition=submission.edition)
    assert revision.warning_set == f"{abuse},{stalking},{children}"
    moderation.publish(revision, by=robin)
    submission.refresh_from_db()
    assert submission.warning_set == f"{abuse}"


def test_a_set_that_is_wrong_never_lets_through_what_is_left_to_others(robin, warnings):
    make_waiting(warnings=(warnings[0].pk,))
    free = make_waiting()
    leave(robin, warnings[0])

    Submission.objects.update(warning_set="")

    assert queue.claim_next(robin).pk == free.pk


def test_one_post_stands_for_each_set(warnings):
    first, second = warnings[0].pk, warnings[1].pk
    for labels in ((first,), (), (first,), (first, second), ()):
        make_waiting(warnings=labels)
    make_published("Words.", warnings=(second,))

    def sets(*avoided: int) -> list[str]:
        rows = Submission.objects.filter(pk__in=labelling.sets_without(avoided))
        return sorted(rows.values_list("warning_set", flat=True))

    assert sets() == ["", f"{first}", f"{first},{second}"]
    assert sets(second) == ["", f"{first}"]
    assert sets(first) == [""]


def test_the_migration_fills_in_the_sets_of_what_is_there(robin, warnings):
    make_waiting(warnings=[warnings[2].pk, warnings[0].pk])
    make_waiting()
    story = make_published("Words.", warnings=[warnings[1].pk])
    moderation.revise(story, make_draft("Others.", warnings=[warnings[0].pk]), edition=0)
    moderation.revise(make_published("Words.", warnings=[warnings[3].pk]), make_draft("Others."), edition=0)  # fmt: skip
    kept = dict(Submission.objects.values_list("pk", "warning_set"))
    assert len(set(kept.values())) == 5
    Submission.objects.update(warning_set="")

    import_module("stories.migrations.0017_warning_sets_are_filled").keep_sets(apps, None)

    assert dict(Submission.objects.values_list("pk", "warning_set")) == kept


def test_nobody_else_writes_what_a_post_speaks_of():
    writes = re.compile(r"(\w+)\.warnings\.(?:set|add|remove|clear)\(")
    found = {
        (path.name, whose)
        for path in Path(settings.BASE_DIR, "stories").rglob("*.py")
        for whose in writes.findall(path.read_text())
    }

    assert found == {("labelling.py", "submission"), ("standing.py", "story")}


@pytest.mark.django_db(transaction=True)
def test_moderators_who_leave_the_same_to_others_never_get_the_same():
    left, other = make_warning("suicide"), make_warning("stalking")
    free = {make_waiting(warnings=(other.pk,) if n % 2 else ()).pk for n in range(40)}
    for _post in range(10):
        make_waiting(warnings=(left.pk, other.pk))
    # A pool lends four connections, and this test holds one.
    moderators = [make_moderator(f"m{number}") for number in range(3)]
    for account in moderators:
        leave(account, left)

    def read_all(account) -> list[int]:
        taken = []
        while submission := queue.claim_next(account):
            taken.append(submission.pk)
            finish(submission.pk)
        connections.close_all()
        return taken

    with ThreadPoolExecutor(3) as pool:
        taken = [pk for mine in pool.map(read_all, moderators) for pk in mine]

    assert sorted(taken) == sorted(free)
