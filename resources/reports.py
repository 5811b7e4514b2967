""" "This did not work": counts by day, and nothing about who pressed. `throttle.once` keeps a visitor's second press
of the day from counting, in memory and under a bucket that nobody can trace a day later."""

from django.db.models import F, Sum
from django.utils import timezone

from resources.models import DidNotWork, Helpline

ENOUGH = 3  # so many visitors put a helpline on top of the worklist


def note_that_it_did_not_work(helpline: Helpline) -> None:
    today = timezone.localdate()
    DidNotWork.objects.get_or_create(helpline=helpline, day=today)
    DidNotWork.objects.filter(helpline=helpline, day=today).update(times=F("times") + 1)


def times_it_did_not_work(helpline: Helpline) -> int:
    """Since it was last checked: a check settles them."""
    return helpline.did_not_work.aggregate(times=Sum("times"))["times"] or 0
