"""Loads reviewed records and never overwrites what staff changed.

For each row it remembers a digest of the values it wrote. A row that still has those values follows
the seed; one that differs was changed by staff and is left alone; a deleted one stays deleted.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from metoo_wall.models import SeedRecord

SEEDS = settings.BASE_DIR / "seeds"


@dataclass
class Loaded:
    created: int = 0
    updated: int = 0
    kept: int = 0

    def __str__(self) -> str:
        return f"{self.created} new, {self.updated} updated, {self.kept} left as they are"


def read(name: str, folder: Path = SEEDS) -> list[dict[str, Any]]:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def digest(values: dict[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def load(
    model: type[models.Model],
    records: Iterable[dict[str, Any]],
    *,
    key: str = "slug",
    after: Callable[[models.Model, dict[str, Any]], None] | None = None,
) -> Loaded:
    """Writes `records` (field name to value) into `model`; `after(row, record)` may write what hangs on a row.

    `after` is called for created and updated rows only. Call it inside a transaction.
    """
    loaded = Loaded()
    label = model._meta.label_lower
    remembered = dict(SeedRecord.objects.filter(model=label).values_list("key", "digest"))
    rows = {str(getattr(row, key)): row for row in model._default_manager.all()}
    fields = {name for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    for record in records:
        values = {name: value for name, value in record.items() if name in fields}
        name = str(record[key])
        row, before, wanted = rows.get(name), remembered.get(name), digest(record)
        if before == wanted or _belongs_to_staff(row, before, label, name, values):
            loaded.kept += 1
            continue
        if row is None:
            row = model(**values)
            loaded.created += 1
        else:
            for field, value in values.items():
                setattr(row, field, value)
            loaded.updated += 1
        row.full_clean()
        row.save()
        if after:
            after(row, record)
        _remember(label, name, wanted, digest(_values_of(row, values)))
    return loaded


def _belongs_to_staff(row, before, label, name, values) -> bool:
    if row is None:
        return before is not None  # staff deleted it
    if before is None:
        return True  # staff made one of the same name
    written = SeedRecord.objects.get(model=f"{label}#written", key=name).digest
    return digest(_values_of(row, values)) != written


def _values_of(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    row.refresh_from_db()
    return {name: getattr(row, name) for name in sorted(values)}


def _remember(label: str, name: str, wanted: str, written: str) -> None:
    for model, value in ((label, wanted), (f"{label}#written", written)):
        SeedRecord.objects.update_or_create(model=model, key=name, defaults={"digest": value})
