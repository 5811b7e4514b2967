"""The end of a wall, in the open: a day is said, authors read it with their number, and on that day nothing stays but what they let be kept.

`begin` stops intake. `finish` writes the helplines as static files and what may be kept as one file, reads both back, and erases the rest.
"""

import json
import os
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.contrib.staticfiles import finders
from django.db import transaction
from django.db.models import Count, Max
from django.template.loader import render_to_string
from django.utils import timezone, translation

from metoo_wall import ready
from metoo_wall.keeping import backups
from metoo_wall.languages import SHIPPED
from metoo_wall.models import StaffAccount, StaffDecision
from metoo_wall.staff_accounts.changes import SHELL, this_hour
from resources import countries, finding
from resources.models import EmergencyNumber
from stories.desk import erasure, log, switch
from stories.models import (
    Cell,
    Counted,
    CountryFigure,
    Decision,
    Figures,
    GoneStory,
    SealedPage,
    Story,
    Submission,
    Tombstone,
    Wait,
)
from stories.models.private import Flood, FloodVerdict, IntakeSwitch, LegalHold, State

NOTICE = timedelta(days=30)  # authors come back rarely
KEPT = "kept.json"
SITE = "site"
GOES = (
    *(Submission, Flood, FloodVerdict, SealedPage, Story, GoneStory, Tombstone),
    *(Cell, Counted, CountryFigure, Figures, Wait, Session, LogEntry, StaffAccount),
)


class Refused(Exception):
    """Nothing was changed. The text says what to do."""


def stands() -> IntakeSwitch:
    return IntakeSwitch.objects.filter(pk=switch.ONLY).first() or IntakeSwitch(pk=switch.ONLY)


@transaction.atomic
def begin(closes_on: date) -> None:
    row = stands()
    if row.is_closed:
        raise Refused("This wall is closed already.")
    if row.closes_on:
        raise Refused(
            f"It was begun already: the wall closes on {row.closes_on}. To name another day, `sunset cancel` first."
        )
    if closes_on < timezone.now().date() + NOTICE:
        raise Refused(f"Authors need {NOTICE.days} days at least to come back. Name a later day.")
    row.closes_on = closes_on
    row.save()
    _record("sunset-begin", closes_on.isoformat())


@transaction.atomic
def cancel() -> None:
    row = stands()
    if row.closes_on is None or row.is_closed:
        raise Refused("No sunset is under way.")
    row.closes_on = None
    row.save()
    Submission.objects.update(may_outlive=False)
    _record("sunset-cancel", "")


def finish(folder: Path) -> dict[str, int]:
    """How many are kept, and were erased. `folder` must not be there. Raises Refused, OSError, before anything is erased."""
    row = stands()
    if row.is_closed:
        _throw_backups_away()  # where it was cut off before that
        raise Refused("This wall is closed already. Nothing is left to erase.")
    if row.closes_on is None:
        raise Refused(
            "Nobody was told yet. `sunset begin --on DATE` tells authors, and stops intake."
        )
    if timezone.now().date() < row.closes_on:
        raise Refused(f"Authors were told {row.closes_on}. Run this on that day, or later.")
    held = LegalHold.objects.open().aggregate(number=Count("pk"), until=Max("until"))
    if held["number"]:
        raise Refused(
            f"Posts under a legal hold, asked for or in force: {held['number']}, until {held['until']}. "
            "Let a lead end them, or wait."
        )
    folder.mkdir(parents=True, mode=0o755)
    pages = _write_helplines(folder / SITE)
    with transaction.atomic():
        list(Submission.objects.select_for_update().filter(may_outlive=True).values_list("pk"))
        kept = _write_kept(folder / KEPT)  # nobody takes anything back between this and the end
        erased = Submission.objects.count()
        _erase(row)
    _throw_backups_away()
    erasure.sweep()
    return {"pages": pages, "kept": kept, "erased": erased}


def _throw_backups_away() -> None:
    for path in (*backups.all_there(), settings.REMOVALS_FILE):
        path.unlink(missing_ok=True)


def may_be_kept() -> list[Story]:
    """What stands on the wall, and whose author lets it be kept. What is put aside stands nowhere, and goes."""
    agreed = Submission.objects.filter(may_outlive=True, state=State.PUBLISHED).values("public_id")
    rows = Story.objects.filter(public_id__in=agreed).select_related("phrase")
    return list(rows.prefetch_related("warnings").order_by("id"))


def _write_kept(path: Path) -> int:
    stories = [
        {
            "phrase": story.phrase.tag if story.phrase else "",
            "text": story.text,
            "name": story.name,
            "warnings": story.warning_slugs,
            "detail": story.detail,
            "language": story.language,
            "month": story.month,
            "afterword": story.afterword,
        }
        for story in may_be_kept()
    ]
    figures = Figures.objects.values("as_of", "total", "tables").first()
    said = json.dumps({"stories": stories, "figures": figures}, ensure_ascii=False, default=str)
    _write(path, said)
    if json.loads(path.read_text())["stories"] != stories:
        raise OSError("What was read back is not what was written")
    return len(stories)


def _write_helplines(folder: Path) -> int:
    """A page for each country in each language, and an index of countries; plain files with addresses beside each other."""
    folder.mkdir()
    for name in ("css/house.css", "css/rooms.css"):
        _write(folder / Path(name).name, Path(finders.find(name)).read_text())
    _write(folder / "leave.js", Path(finders.find("js/leave.js")).read_text())
    count = 0
    for code in SHIPPED:
        with translation.override(code):
            index = countries.index()
            _page(folder / _named(code), None, code, index)
            for country in index:
                _page(folder / _named(code, country.code), country, code, index)
            count += 1 + len(index)
    return count


def _page(path: Path, country, code: str, index: list) -> None:
    found = finding.find(country.code if country else "")
    context = {
        "EXIT_URL": settings.EXIT_URL,
        "SITE_NAME": settings.SITE_NAME,
        "language": code,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "country": country,
        "index": [(_named(code, each.code), each) for each in index],
        "home": _named(code),
        "ways": [(_named(each, country.code if country else ""), each) for each in SHIPPED],
        "helplines": found.here,
        "anywhere": found.anywhere,
        "emergency_numbers": EmergencyNumber.objects.filter(country=country.code)
        if country
        else [],
        "today": timezone.localdate(),
    }
    _write(path, render_to_string("sunset.html", context))


def _named(language: str, country: str = "") -> str:
    """index.html is the English list of countries; fr.html the French one; fr-DE.html one country."""
    if country:
        return f"{language}-{country}.html"
    return "index.html" if language == SHIPPED[0] else f"{language}.html"


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


@transaction.atomic
def _erase(row: IntakeSwitch) -> None:
    """Everything that people sent, and what was decided about it. The log goes whole: what it proved is gone, too."""
    for model in GOES:
        model.objects.all().delete()
    ready.leaving()
    log.expire(timezone.now() + timedelta(hours=1), even_if_broken=True)
    Decision.objects.all().delete()  # lines of this hour, which no seal covers
    StaffDecision.objects.all().delete()
    row.is_closed = True
    row.turned_by_name = ""
    row.save()


def _record(verb: str, detail: str) -> None:
    StaffDecision.objects.create(
        at=this_hour(), by_name=SHELL, verb=verb, account_name="", detail=detail
    )
    transaction.on_commit(switch.forget)
