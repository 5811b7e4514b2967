"""What waits on the desk, in numbers: for one mail a day. No text, no name, no address of a post ever stands in it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.desk import concerns
from stories.models.private import Lane, State, Submission


@dataclass(frozen=True)
class Digest:
    lanes: dict[Lane, int]  # how many wait in each, the most urgent first
    held: int
    stories_of_concern: int
    oldest: timedelta | None

    def __bool__(self) -> bool:
        return bool(sum(self.lanes.values()) or self.held or self.stories_of_concern)

    def lines(self) -> list[str]:
        """In the language that is active."""
        said = [f"{lane.label}: {number}" for lane, number in self.lanes.items()]
        said.append(_("Held back in a flood: %(n)d") % {"n": self.held})
        said.append(_("Stories with concerns: %(n)d") % {"n": self.stories_of_concern})
        if self.oldest is not None:
            days = self.oldest.days
            said.append(
                ngettext(
                    "The oldest has waited for %(n)d day.",
                    "The oldest has waited for %(n)d days.",
                    days,
                )
                % {"n": days}
            )
        return said


def now() -> Digest:
    waiting = Submission.objects.filter(state=State.WAITING).order_by()
    counted = dict(waiting.values_list("lane").annotate(n=Count("pk")))
    oldest = waiting.aggregate(first=Min("received_at"))["first"]
    return Digest(
        lanes={lane: counted.get(lane.value, 0) for lane in Lane},
        held=Submission.objects.filter(state=State.HELD).count(),
        stories_of_concern=concerns.count_of_stories(),
        oldest=timezone.now() - oldest if oldest else None,
    )
