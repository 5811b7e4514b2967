"""Helplines of seeds/: the reviewed data is the first person, and what staff changed stays as it is.

On an empty wall the records that its reviewers publish are listed at once; the others wait for a second person. Later,
a release that brings another number for a listed helpline only proposes it.
"""

from typing import Any

from metoo_wall.models import SeedRecord
from metoo_wall.seeding import Loaded, digest
from resources.changing import open_change, replace_own_change, write
from resources.dates import due_again, earliest
from resources.models import Change, Helpline, Verification
from resources.models.checking import FIRST_DATA, ITS_REVIEW
from resources.records import Record, complete, record_of
from resources.seeded_before import is_as_the_first_release_wrote_it

SEED, WRITTEN = "resources.helpline", "resources.helpline#record"
DIALLED = ("country", "channels", "website", "is_published")
HOW = Verification.How.SOURCES.value


def load_helplines(records: list[Record]) -> Loaded:
    """Writes, proposes or leaves alone each record. Call it in a transaction, with checked records."""
    loaded = Loaded()
    marks = {mark: dict(_marks(mark)) for mark in (SEED, WRITTEN)}
    lines = Helpline.objects.prefetch_related("channels", "sources")
    rows = {line.slug: line for line in lines}
    for record in records:
        slug, wanted = record["slug"], digest(record)
        row, before = rows.get(slug), marks[SEED].get(slug)
        if before == wanted or not _is_ours(row, before, marks[WRITTEN].get(slug)):
            loaded.kept += 1
            continue
        if not _load_one(complete(record), record["newest_source"], row):
            loaded.kept += 1  # the next start asks again
            continue
        _remember(SEED, slug, wanted)
        loaded.created += row is None
        loaded.updated += row is not None
    return loaded


def _is_ours(row: Helpline | None, before: str | None, written: str | None) -> bool:
    if row is None:
        return before is None  # else staff deleted it
    if before is not None and written is None:
        return is_as_the_first_release_wrote_it(row)
    return before is not None and digest(record_of(row)) == written


def _load_one(record: Record, newest_source: str, row: Helpline | None) -> bool:
    """False, and nothing written, while an editor's own draft of it waits."""
    replace_own_change(record["slug"], FIRST_DATA)
    if Change.objects.filter(slug=record["slug"], state=Change.State.OPEN).exists():
        return False
    is_listed = record["is_published"] or (row is not None and row.is_published)
    if row is not None and is_listed and _dials_otherwise(record, row):
        open_change(record, FIRST_DATA, HOW)
        return True
    line = write(record, FIRST_DATA, ITS_REVIEW if record["is_published"] else "")
    _date(line, newest_source)
    _remember(WRITTEN, line.slug, digest(record_of(_fresh(line))))
    if not record["is_published"]:
        open_change({**record, "is_published": True}, FIRST_DATA, HOW)
    return True


def _dials_otherwise(record: Record, row: Helpline) -> bool:
    kept = record_of(row)
    return any(record[name] != kept[name] for name in DIALLED)


def _date(line: Helpline, newest_source: str) -> None:
    if not newest_source:
        return
    day = earliest(newest_source)
    if line.verified_on and line.verified_on > day:
        return  # somebody has looked since
    Helpline.objects.filter(pk=line.pk).update(verified_on=day, next_due_on=due_again(day))
    Verification.objects.get_or_create(
        helpline=line, verified_on=day, defaults={"by": FIRST_DATA, "how": HOW}
    )


def _fresh(line: Helpline) -> Helpline:
    return Helpline.objects.prefetch_related("channels", "sources").get(pk=line.pk)


def _marks(mark: str) -> Any:
    return SeedRecord.objects.filter(model=mark).values_list("key", "digest")


def _remember(mark: str, slug: str, value: str) -> None:
    SeedRecord.objects.update_or_create(model=mark, key=slug, defaults={"digest": value})
