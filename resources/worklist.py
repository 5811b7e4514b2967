"""What waits for a person, by the harm it can do: what readers say does not work first, then the countries that its
operator names first, then those whose readers had trouble, then the oldest source.

Which country is used most is not measured: no reader is counted for choosing one.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _

from resources import people
from resources.dates import earliest
from resources.models import Change, Helpline, LinkCheck
from resources.reports import ENOUGH

BROKEN = (LinkCheck.Outcome.GONE, LinkCheck.Outcome.MOVED)


@dataclass
class Task:
    slug: str
    name: str
    country: str
    helpline: Helpline | None = None
    change: Change | None = None
    reports: int = 0
    reasons: list[str] = field(default_factory=list)
    is_urgent: bool = False
    oldest: date = date.min


def worklist() -> list[Task]:
    """Every record that waits for somebody, the most harmful first."""
    waiting = {change.slug: change for change in Change.objects.filter(state=Change.State.OPEN)}
    lines = Helpline.objects.prefetch_related("channels", "sources", "link_checks")
    lines = lines.annotate(reports=Sum("did_not_work__times"))
    is_one = people.editors().count() == 1
    tasks = [_task(line, waiting.pop(line.slug, None), is_one) for line in lines]
    tasks += [_new(change, is_one) for change in waiting.values()]
    places, told = _places(), Counter()
    for task in tasks:
        told[task.country] += task.reports
    by_harm = lambda task: _harm(task, places, told)  # noqa: E731
    return sorted((task for task in tasks if task.reasons), key=by_harm)


def _places() -> dict[str, int]:
    """The operator's order of countries; the one that readers see without choosing is before all."""
    named = dict.fromkeys([settings.DEFAULT_COUNTRY, *settings.COUNTRIES_FIRST])
    return {country: place for place, country in enumerate(named) if country}


def _harm(task: Task, places: dict[str, int], told: Counter[str]) -> tuple:
    place = places.get(task.country, len(places) + 1)
    return (not task.is_urgent, place, -told[task.country], task.oldest, task.slug)


def _task(line: Helpline, change: Change | None, is_one: bool) -> Task:
    task = Task(line.slug, line.name_en, line.country, line, change, line.reports or 0)
    task.oldest = _oldest(line)
    if line.is_published and not line.is_as_agreed():
        task.is_urgent = True
        task.reasons.append(_("Its numbers are not those that two people agreed to: not shown."))
    if task.reports:
        task.is_urgent |= task.reports >= ENOUGH
        task.reasons.append(_("Did not work for %(count)s.") % {"count": task.reports})
    task.reasons += [_reason(change, is_one)] if change else []
    task.reasons += [_broken(link) for link in line.link_checks.all() if link.outcome in BROKEN]
    if line.is_published and line.has_left():
        task.reasons.append(_("Off the list: not checked in three years."))
    elif line.is_published and line.is_overdue():
        task.reasons.append(_("Overdue."))
    return task


def _new(change: Change, is_one: bool) -> Task:
    record, reasons = change.record, [_reason(change, is_one)]
    return Task(change.slug, record["name_en"], record["country"], change=change, reasons=reasons)


def _reason(change: Change, is_one: bool) -> str:
    if change.waits_until and is_one:
        moment = f"{change.waits_until:%Y-%m-%d %H:%M}"
        return _("Happens by itself on %(moment)s UTC, unless dropped.") % {"moment": moment}
    if change.record.get("confidence") == Helpline.Confidence.SINGLE:
        return _("One source only: waits for a second person.")
    return _("Waits for a second person.")


def _broken(link: LinkCheck) -> str:
    said = {"address": link.address, "outcome": link.get_outcome_display(), "detail": link.detail}
    return _("%(address)s: %(outcome)s (%(detail)s).") % said


def _oldest(line: Helpline) -> date:
    """The last check; else the newest source; a record that bears no date is the oldest of all."""
    dates = [earliest(source.date) for source in line.sources.all() if source.date]
    return line.verified_on or max(dates, default=date.min)
