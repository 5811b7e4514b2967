"""Facts of a helpline in words, for pages, paper and plain text. What is not known is said to be not known."""

from collections.abc import Iterable, Sequence

from babel import Locale
from babel.dates import get_timezone_location
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from metoo_wall.places import language_name, listed
from resources.hours import DAYS, Span, by_days, clock
from resources.models import Helpline


def not_known() -> str:
    return _("Not known")


def hours_in_words(line: Helpline) -> list[str]:
    """One entry a row: "Mon–Fri 09:00–17:00". [] where no hours are known."""
    if line.is_always_open():
        return [_("Every day and night")]
    return [f"{_days(days)} {_times(spans)}" for days, spans in by_days(line.week)]


def about_hours(line: Helpline) -> str:
    """By whose clock, and whether on public holidays."""
    if not line.week or line.is_always_open():
        return ""
    said = [_("%(place)s time") % {"place": _place(line.timezone)}]
    if line.is_open_on_holidays is False:
        said.append(_("closed on public holidays"))
    return listed(said)


def open_now_in_words(line: Helpline) -> str:
    """ "" where it is not known, or always open."""
    is_open, change = line.is_open_now(), line.changes_at()
    if is_open is None or line.is_always_open():
        return ""
    if is_open:
        return _("Open now, until %(time)s") % {"time": f"{change:%H:%M}"}
    if change is None:
        return _("Closed now")
    day = _("today") if change.date() == timezone.now().astimezone(change.tzinfo).date() else ""
    day = day or _locale().days["format"]["wide"][change.weekday()]
    return _("Closed now; opens %(day)s at %(time)s") % {"day": day, "time": f"{change:%H:%M}"}


def bill_in_words(line: Helpline) -> str:
    if line.is_on_bill is None:
        return not_known()
    return _("It shows") if line.is_on_bill else _("It does not show, its sources say")


def anonymous_in_words(line: Helpline) -> str:
    if line.anonymous is None:
        return not_known()
    return _("Yes, its sources say") if line.anonymous else _("No")


def checked_in_words(line: Helpline) -> str:
    """When it was last checked and how, or that this is overdue."""
    if not line.verified_on:
        return _("We do not know when this was last checked.")
    day, due = date_format(line.verified_on), date_format(line.next_due_on)
    if line.is_overdue():
        return _("Last checked on %(day)s. Check overdue since %(due)s.") % {"day": day, "due": due}
    last = line.last_verification()
    how = last.get_how_display() if last else ""
    said = {"day": day, "due": due, "how": how}
    return _("Checked on %(day)s %(how)s; due again on %(due)s.") % said


def left_in_words(left: Sequence[Helpline], country_name: str) -> str:
    """What had to leave a country's list, and why; "" where nothing had to."""
    if not left:
        return ""
    said = ngettext(
        "One line for %(country_name)s is not shown, because nobody has checked it in three years, "
        "as far as we know. It waits for somebody who calls it.",
        "%(counter)s lines for %(country_name)s are not shown, because nobody has checked them in three years, "
        "as far as we know. They wait for somebody who calls them.",
        len(left),
    )
    return said % {"country_name": country_name, "counter": len(left)}


def nothing_in_words(left: Sequence[Helpline], country_name: str) -> str:
    """Why a country's list is empty."""
    said = _(
        "We have no checked line for %(country_name)s yet. That does not mean that there is none."
    )
    if left:
        said = _("We have no line for %(country_name)s whose number we can vouch for today.")
    return said % {"country_name": country_name}


def languages_in_words(tags: Iterable[str]) -> str:
    return listed(language_name(tag, get_language()) for tag in tags)


def _locale() -> Locale:
    return Locale.parse(get_language().replace("-", "_"))


def _days(days: list[str]) -> str:
    names = _locale().days["format"]["abbreviated"]
    first, last = (names[DAYS.index(day)] for day in (days[0], days[-1]))
    if len(days) == len(DAYS):
        return _("Every day")
    return first if len(days) == 1 else f"{first}–{last}"


def _times(spans: list[Span]) -> str:
    return listed(f"{clock(start):%H:%M}–{clock(end):%H:%M}" for start, end in spans)


def _place(zone: str) -> str:
    return get_timezone_location(zone, locale=_locale(), return_city=True)
