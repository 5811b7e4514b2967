"""Brings seeds/ into the tables of this app; what staff changed stays as it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import models

from metoo_wall.models import SeedRecord
from metoo_wall.seeding import SEEDS, Loaded, digest, load, read
from resources.models import (
    AllyAdvice,
    Criticism,
    Document,
    EmergencyNumber,
    Helpline,
    Milestone,
    MilestoneAccount,
    Option,
    Purpose,
)
from resources.models.checking import FIRST_DATA
from resources.models.history import written_by
from resources.models.two_people import as_agreed
from resources.seeded_helplines import load_helplines
from resources.validation import Record, SeedRecordRefused, check_records

MODELS = {
    "documents": Document,
    "helplines": Helpline,
    "emergency_numbers": EmergencyNumber,
    "purposes": Purpose,
    "milestones": Milestone,
    "criticisms": Criticism,
    "ally_advice": AllyAdvice,
    "options": Option,
}


def seed_resources(folder: Path = SEEDS) -> dict[str, Loaded]:
    """Loads every file or raises SeedRecordRefused before the first write. Call it in a transaction."""
    files = {file: _read(file, folder) for file in MODELS}
    check_records("documents", Document, files["documents"], set())
    documents = {record["slug"] for record in files["documents"]}
    for file, model in MODELS.items():
        check_records(file, model, files[file], documents)
    with written_by(FIRST_DATA):
        return {file: _load(model, files[file]) for file, model in MODELS.items()}


def _read(file: str, folder: Path) -> list[Record]:
    try:
        return read(file, folder)
    except OSError:
        raise SeedRecordRefused(file, "-", "-", "The file is missing: put it back.") from None
    except json.JSONDecodeError as error:
        advice = f"Not JSON, line {error.lineno}: {error.msg}."
        raise SeedRecordRefused(file, "-", "-", advice) from None


def _load(model: type[models.Model], records: list[Record]) -> Loaded:
    if model is Helpline:
        return load_helplines(records)
    if model is EmergencyNumber:
        with as_agreed():
            return load(model, records)
    if model is Document:
        return load(model, records)
    return _load_with(model, records, _hang_on_statement, _statement_hangs)


def _load_with(model, records, write: Callable, hanging: Callable) -> Loaded:
    """As `load`, for rows with others hanging on them: a change by staff to either keeps both."""
    label = f"{model._meta.label_lower}#hanging"
    remembered = dict(SeedRecord.objects.filter(model=label).values_list("key", "digest"))
    rows = model.objects.filter(slug__in=remembered).prefetch_related(*hanging.tables)
    changed = {row.slug for row in rows if digest(hanging(row)) != remembered[row.slug]}

    def after(row: models.Model, record: Record) -> None:
        write(row, record)
        written = {"digest": digest(hanging(row))}
        SeedRecord.objects.update_or_create(model=label, key=row.slug, defaults=written)

    records = list(records)
    loaded = load(model, [r for r in records if r["slug"] not in changed], after=after)
    loaded.kept += sum(record["slug"] in changed for record in records)
    return loaded


def _hang_on_statement(row: models.Model, record: Record) -> None:
    row.documents.set(Document.objects.filter(slug__in=record["documents"]))
    if not isinstance(row, Milestone):
        return
    row.accounts.all().delete()
    by_slug = {document.slug: document for document in Document.objects.all()}
    for account in record.get("accounts", ()):
        document = by_slug[account["document"]]
        MilestoneAccount.objects.create(milestone=row, **{**account, "document": document})


def _statement_hangs(row: models.Model) -> dict[str, Any]:
    hangs = {"documents": sorted(document.slug for document in row.documents.all())}
    if isinstance(row, Milestone):
        hangs["accounts"] = sorted([a.document.slug, a.text_en] for a in row.accounts.all())
    return hangs


_statement_hangs.tables = ("documents",)
