"""What the tests of counting and of the published figures do again and again."""

import json
from datetime import date

from stories.models import Submission, tallies
from stories.wall import numbers
from tests.factories import make_draft, receive

NOVEMBER = date(2026, 11, 23)


def post(times: int = 1, **fields) -> list[Submission]:
    return [receive(make_draft(**fields)) for _n in range(times)]


def count() -> None:
    """As the timer does: what a look saw as the newest is counted by a later one."""
    tallies.count_new()
    tallies.count_new()


def publish(today: date = NOVEMBER) -> None:
    count()
    numbers.publish(today)


def table(client, name: str) -> dict[str, int | None]:
    told = json.loads(client.get("/numbers.json").content)
    return {row["key"]: row["count"] for row in told["tables"][name]["rows"]}
