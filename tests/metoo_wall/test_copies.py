"""When a copy of the database is read: decided by what it and the database behind it have seen. Real ones: tests/proofs."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from metoo_wall import reading, timer
from metoo_wall.copies import nearby
from metoo_wall.copies.nearby import ALIAS, Copy, ReadNearby, Seen, State
from metoo_wall.models import Departures, StaffAccount
from metoo_wall.ready import removals
from resources.models import Helpline
from stories.desk import moderation
from stories.models import Story, Submission
from tests.factories import make_published


class Databases:
    """What each of the two would say; None: it is away."""

    def __init__(self) -> None:
        self.says: dict[str, Seen | None] = {"default": Seen(3, 10), ALIAS: Seen(3, 10)}
        self.asked: list[str] = []

    def ask(self, alias: str) -> Seen:
        self.asked.append(alias)
        if self.says[alias] is None:
            raise OperationalError("away")
        return self.says[alias]


@pytest.fixture
def databases() -> Databases:
    return Databases()


@pytest.fixture
def clock(monkeypatch):
    """A second that passes where a test says so; waiting for a copy takes none of ours."""

    class Clock:
        now = 1000.0

        def time(self) -> float:
            return self.now

        monotonic = time

        def sleep(self, seconds: float) -> None:
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(nearby, "time", clock)
    return clock


def test_a_copy_that_saw_every_departure_is_read(databases, clock):
    assert Copy(databases.ask).state() is State.READ


def test_a_copy_that_missed_a_departure_is_not(databases, clock):
    databases.says["default"] = Seen(4, 10)

    assert Copy(databases.ask).state() is State.LATE


def test_a_copy_that_is_a_moment_late_is_waited_for(databases, clock):
    databases.says["default"] = Seen(4, 10)

    def ask(alias: str) -> Seen:
        if databases.asked.count(ALIAS) == 3:
            databases.says[ALIAS] = Seen(4, 10)
        return databases.ask(alias)

    assert Copy(ask).state() is State.READ


def test_what_is_new_may_be_missing_once_and_not_twice(databases, clock):
    copy = Copy(databases.ask)
    databases.says["default"] = Seen(3, 11)
    assert copy.state() is State.READ

    clock.now += 1

    assert copy.state() is State.LATE


def test_the_newest_that_left_meanwhile_is_not_waited_for(databases, clock):
    copy = Copy(databases.ask)
    copy.state()

    databases.says = {"default": Seen(4, 9), ALIAS: Seen(4, 9)}
    clock.now += 1

    assert copy.state() is State.READ


def test_it_is_asked_once_a_second(databases, clock):
    copy = Copy(databases.ask)

    states = [copy.state() for _again in range(100)]

    assert set(states) == {State.READ}
    assert databases.asked == ["default", ALIAS]
    clock.now += 1
    copy.state()
    assert len(databases.asked) == 4


def test_it_is_asked_again_when_something_leaves_on_this_machine(databases, clock):
    copy = Copy(databases.ask)
    copy.state()

    here = removals.here()
    here.end(here.begin())
    databases.says["default"] = Seen(4, 10)

    assert copy.state() is State.LATE


def test_a_copy_that_is_away_rests_for_some_seconds(databases, clock):
    copy = Copy(databases.ask)
    databases.says[ALIAS] = None
    assert copy.state() is State.AWAY

    databases.says[ALIAS] = Seen(3, 10)
    clock.now += nearby.REST - 1
    assert copy.state() is State.AWAY
    clock.now += 1

    assert copy.state() is State.READ


def test_a_copy_that_fails_while_it_is_read_is_given_up(databases, clock):
    copy = Copy(databases.ask)
    copy.state()

    assert copy.gives_up()
    assert copy.state() is State.AWAY
    assert not copy.gives_up()


def test_without_the_database_behind_it_the_copy_is_alone(databases, clock):
    databases.says["default"] = None

    assert Copy(databases.ask).state() is State.ALONE


@pytest.mark.parametrize(
    ("state", "story", "helpline"),
    [
        (State.READ, ALIAS, ALIAS),
        (State.LATE, "default", "default"),
        (State.AWAY, "default", "default"),
        (State.ALONE, "default", ALIAS),
    ],
)
def test_which_tables_are_read_from_it(monkeypatch, state, story, helpline):
    monkeypatch.setattr(nearby.COPY, "state", lambda: state)
    monkeypatch.setattr(nearby, "is_set", lambda: True)
    router = ReadNearby()

    models = (Story, Helpline, Submission, StaffAccount)
    asked = nearby.read(lambda: [router.db_for_read(model) for model in models])

    assert asked == [story, helpline, None, None]
    assert [router.db_for_read(model) for model in models] == [None] * 4  # outside of a public page


def test_a_page_is_made_again_where_the_copy_went_away(monkeypatch):
    monkeypatch.setattr(nearby, "is_set", lambda: True)
    monkeypatch.setattr(nearby.COPY, "gives_up", lambda: True)
    monkeypatch.setattr(nearby, "connections", {ALIAS: Closed()})
    answers = iter([OperationalError("away"), "the page"])

    def page():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert nearby.read(page) == "the page"


class Closed:
    def close(self) -> None: ...


@pytest.mark.django_db
def test_each_departure_is_counted_with_what_departs():
    story = make_published("Taken back.")
    before = sum(Departures.objects.values_list("count", flat=True))

    moderation.withdraw(story)

    assert Departures.objects.get().count == before + 1


def test_a_copy_is_of_postgresql():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL"):
        reading.replica(environment("sqlite:////tmp/copy.sqlite3"))

    assert reading.replica(environment("")) == {}
    made = reading.replica(environment("postgres://wall@10.0.0.2:5432/wall"))
    assert (made["replica"]["HOST"], made["replica"]["NAME"]) == ("10.0.0.2", "wall")
    assert "default_transaction_read_only=on" in made["replica"]["OPTIONS"]["options"]


def environment(url: str) -> reading.Environment:
    env = reading.Environment()
    env.ENVIRON = {"DATABASE_REPLICA_URL": url}
    return env


@pytest.fixture
def front(settings):
    settings.FRONT = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE]  # so that the handler is built anew


@pytest.mark.django_db
@pytest.mark.usefixtures("front")
@pytest.mark.parametrize(
    "path", ["/share/", "/fr/yours/", "/admin/", "/stories/222222222222/support/"]
)
def test_a_front_knows_public_pages_only(client, path):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("front")
@pytest.mark.parametrize(
    "path", ["/", "/stories/", "/fr/resources/", "/safety/", "/healthz", "/robots.txt"]
)
def test_a_front_answers_for_public_pages(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("front")
def test_a_front_has_no_job_that_writes():
    due: dict = {}

    timer.run_due(due, 100.0)

    assert {job.name for job in due} == set(timer.JOBS_OF_A_FRONT)


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_readiness_says_how_the_copy_is(client, monkeypatch, state):
    monkeypatch.setattr(nearby, "is_set", lambda: True)
    monkeypatch.setattr(nearby.COPY, "state", lambda: state)

    answer = client.get("/readyz")

    assert answer.status_code == 200  # the site is there without it
    assert answer.json()["replica"] == state.value
    assert ("wall.D016" in answer.json()["doctor"]) == (state is not State.READ)
