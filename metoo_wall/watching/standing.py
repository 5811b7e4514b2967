"""What is true at the moment of asking, read from the database: how many wait, and how long the longest has.

A front has no table of what waits: it says whether its database answers, and no more.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from metoo_wall.answering import database_answers
from stories.desk import queue
from stories.models.private import Lane, State, Submission

NAMES = {Lane.DANGER: "danger", Lane.FLAGGED: "flagged", Lane.REST: "rest"}


class Standing(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        up = GaugeMetricFamily("wall_database_up", "Whether the database answers.")
        try:
            families = [] if settings.FRONT else [_waiting(), _oldest()]
            up.add_metric([], float(database_answers()))
        except DatabaseError:
            families = []
            up.add_metric([], 0)
        finally:
            connections.close_all()
        yield from [up, *families]


def _waiting() -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "wall_waiting", "Posts that wait, by lane, counted to 1,000.", labels=["lane"]
    )
    for lane, count in queue.counts().items():
        family.add_metric([NAMES[lane]], count)
    held = Submission.objects.filter(state=State.HELD).order_by().values("pk")
    family.add_metric(["held"], held[: queue.MOST_COUNTED].count())
    return family


def _oldest() -> GaugeMetricFamily:
    """In whole hours: a post knows its hour and nothing finer."""
    family = GaugeMetricFamily("wall_oldest_wait_hours", "How long the first in line has waited.")
    waiting = Submission.objects.filter(state=State.WAITING, received_at__isnull=False)
    first = waiting.order_by("received_at").values_list("received_at", flat=True).first()
    hours = (timezone.now() - first).total_seconds() // 3600 if first else 0
    family.add_metric([], max(0, hours))
    return family
