"""An import: every row is checked, then all of them are proposed, or none.

An import is one person's proposal. Nothing that readers see changes until a second person confirms it.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from metoo_wall.models import StaffAccount
from resources import people
from resources.cells import difference
from resources.changing import ALONE_WAITS
from resources.models import Change, Helpline
from resources.models.two_people import as_agreed
from resources.records import UNDATED, Errors, Record, complete, errors_of, record_of
from resources.transfer.reading import Row, rows_of
from resources.twins import Twins

AT_ONCE = 500
Say = Callable[[str], None]


class ImportRefused(Exception):
    """Some rows are wrong: nothing was proposed."""


@dataclass
class Checked:
    """One row: what it will be, what it was ({} where new), and what is wrong with it."""

    row: Row
    record: Record
    before: Record
    errors: Errors
    helpline: Helpline | None = None


@dataclass
class Tally:
    new: int = 0
    changed: int = 0
    same: int = 0
    wrong: int = 0
    digest: str = field(default="", repr=False)


def check_file(path: Path, *, say: Say, say_difference: Say) -> Tally:
    """Reads the whole file and writes nothing. `say` gets each error, `say_difference` what would change."""
    tally = Tally(digest=_digest(path))
    for checked in _checked(rows_of(path)):
        if checked.errors:
            tally.wrong += 1
            for line in _lines_of_errors(checked):
                say(line)
        else:
            _count(tally, checked, say_difference)
    return tally


def propose_file(path: Path, tally: Tally, *, by: StaffAccount, how: str) -> int:
    """Proposes what `check_file` found right, in one transaction; raises ImportRefused where anything is not."""
    people.refuse_strangers(by)
    if tally.wrong:
        raise ImportRefused(_("Nothing was proposed: correct the rows and try again."))
    waits = timezone.now() + ALONE_WAITS if people.is_alone(by) else None
    with transaction.atomic():
        made = 0
        drafts = (_draft(c, by, how, waits) for c in _checked(rows_of(path)) if _differs(c))
        while batch := list(islice(drafts, AT_ONCE)):
            with as_agreed():
                made += len(Change.objects.bulk_create(batch))
        if _digest(path) != tally.digest:
            raise ImportRefused(_("The file changed while it was read: nothing was proposed."))
    return made


def _checked(rows: Iterable[Row]) -> Iterator[Checked]:
    rows, twins, seen = iter(rows), Twins.of(Helpline.objects.all()), set()
    while batch := list(islice(rows, AT_ONCE)):
        slugs = [str(row.given.get("slug", "")) for row in batch]
        lines = Helpline.objects.filter(slug__in=slugs).prefetch_related("channels", "sources")
        there = {line.slug: line for line in lines}
        waiting = Change.objects.filter(slug__in=slugs, state=Change.State.OPEN)
        open_now = set(waiting.values_list("slug", flat=True))
        for row in batch:
            yield _check(row, there, open_now, twins, seen)


def _check(row: Row, there: dict, open_now: set, twins: Twins, seen: set) -> Checked:
    slug = row.given.get("slug", "")
    line = there.get(slug) if isinstance(slug, str) else None
    before = record_of(line) if line else {}
    record = {**_dated(before), **row.given}
    errors = dict(row.errors) or errors_of(record)
    if errors:
        return Checked(row, {}, before, errors)
    record = complete(record)
    for name, message in _errors_among_rows(record, before, open_now, twins, seen):
        errors.setdefault(name, []).append(message)
    seen.add(slug)
    twins.add(record)
    return Checked(row, record, before, errors, line)


def _errors_among_rows(
    record: Record, before: Record, open_now: set, twins: Twins, seen: set
) -> Iterator[tuple[str, str]]:
    slug = record["slug"]
    if slug in seen:
        yield "slug", _("“%(slug)s” stands in an earlier row: keep one.") % {"slug": slug}
    if slug in open_now and record != before:
        yield "slug", _("Another change waits for this record: confirm or drop it first.")
    twin = twins.other(record)
    if twin:
        yield "name", _("“%(slug)s” is the same helpline: change that one.") % {"slug": twin}


def _dated(record: Record) -> Record:
    """A record of ours as it stands in an export: a source without a date says so."""
    sources = [{**s, "date": s["date"] or UNDATED} for s in record.get("sources", ())]
    return {**record, "sources": sources} if record else {}


def _differs(checked: Checked) -> bool:
    return not checked.errors and checked.record != checked.before


def _draft(checked: Checked, by: StaffAccount, how: str, waits) -> Change:
    return Change(
        helpline=checked.helpline,
        slug=checked.record["slug"],
        record=checked.record,
        before=checked.before,
        first_by=by.get_username(),
        first_account=by,
        first_how=how,
        waits_until=waits,
    )


def _count(tally: Tally, checked: Checked, say_difference: Say) -> None:
    if not _differs(checked):
        tally.same += 1
        return
    tally.new += not checked.before
    tally.changed += bool(checked.before)
    for line in _lines_of_difference(checked):
        say_difference(line)


def _lines_of_errors(checked: Checked) -> Iterator[str]:
    slug = str(checked.row.given.get("slug", ""))[:80]
    for name, messages in checked.errors.items():
        for message in messages:
            yield _("Row %(row)s (%(slug)s), field %(field)s: %(message)s") % {
                "row": checked.row.number,
                "slug": slug or "-",
                "field": name,
                "message": message,
            }


def _lines_of_difference(checked: Checked) -> Iterator[str]:
    record, before = checked.record, checked.before
    if not before:
        yield f"+ {record['slug']}  {record['name']} ({record['country'] or '*'})"
        return
    yield f"~ {record['slug']}"
    for name, was, will in difference(before, record):
        yield f"    {name}: {_short(was)} → {_short(will)}"


def _short(cell: str) -> str:
    return " ; ".join(cell.splitlines()) or "–"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
