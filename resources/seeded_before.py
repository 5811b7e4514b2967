"""How the first release of this wall remembered a helpline that it wrote, for walls that began with it.

It kept one digest of the row and one of its channels and sources. A row that still has both was changed by nobody, and
follows the seeds into the fields that it did not know: hours by the week, time zones, drafts that wait for a person.
"""

from metoo_wall.models import SeedRecord
from metoo_wall.seeding import digest
from resources.models import Helpline
from resources.records import CAUTIONS

ROW, HANGING = "resources.helpline#written", "resources.helpline#hanging"
FIELDS = (
    "slug", "name", "name_en", "country", "region", "languages", "who_for", "hours", "cost", "anonymous",
    "website", "notes", "confidence", "is_published", "verified_on", "next_due_on",
)  # fmt: skip


def is_as_the_first_release_wrote_it(row: Helpline) -> bool:
    marks = SeedRecord.objects.filter(model__in=(ROW, HANGING), key=row.slug)
    kept = dict(marks.values_list("model", "digest"))
    rows = {digest(_values(row, FIELDS)), digest(_values(row, (*FIELDS, *CAUTIONS)))}
    return kept.get(ROW) in rows and kept.get(HANGING) == digest(_hanging(row))


def _values(row: Helpline, names: tuple[str, ...]) -> dict:
    return {name: getattr(row, name) for name in names}


def _hanging(row: Helpline) -> dict:
    ways = [[c.position, c.kind, c.value, c.display] for c in row.channels.all()]
    sources = [[s.where, s.seen, s.date] for s in row.sources.all()]
    return {"channels": sorted(ways), "sources": sorted(sources)}
