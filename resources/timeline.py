"""Milestones as they lie along a seam: where years pass between two of them, and where one night holds several."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from resources.models import Milestone

YEAR = re.compile(r"\d{4}")
LONG = 3  # years between two moments that the seam shows as a long stretch


@dataclass(frozen=True)
class Moment:
    milestone: Milestone
    cloth: int
    years_before: int  # since the moment before it; 0 for the first

    @property
    def comes_after_long(self) -> bool:
        return self.years_before >= LONG


def moments(milestones: Iterable[Milestone]) -> list[Moment]:
    """In the order of their sort keys, which begin with a year."""
    found, before = [], None
    for number, milestone in enumerate(milestones):
        year = _year(milestone)
        passed = year - before if year and before else 0
        found.append(Moment(milestone, number % 12 + 1, passed))
        before = year or before
    return found


def _year(milestone: Milestone) -> int | None:
    found = YEAR.match(milestone.sort_key)
    return int(found.group()) if found else None
