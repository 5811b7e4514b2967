"""Writes every record: JSON for programs, CSV for spreadsheets, each as `reading` reads it."""

import csv
import json
from collections.abc import Iterator
from typing import TextIO

from resources.cells import COLUMNS, guard, to_cells
from resources.models import Helpline
from resources.records import UNDATED, Record, record_of

AT_ONCE = 500


def write_json(out: TextIO) -> int:
    number = 0
    out.write("[")
    for number, record in enumerate(_records(), start=1):
        for source in record["sources"]:
            source["date"] = source["date"] or UNDATED
        out.write(",\n" if number > 1 else "\n")
        out.write(json.dumps(record, ensure_ascii=False, indent=1))
    out.write("\n]\n")
    return number


def write_csv(out: TextIO) -> int:
    number = 0
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for record in _records():
        number += 1
        cells = to_cells(record)
        writer.writerow(guard(cells[name]) for name in COLUMNS)
    return number


def _records() -> Iterator[Record]:
    lines = Helpline.objects.order_by("country", "slug").prefetch_related("channels", "sources")
    return (record_of(line) for line in lines.iterator(chunk_size=AT_ONCE))
