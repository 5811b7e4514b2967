"""A record as cells of text: what a spreadsheet and a form have in common.

Channels are lines of "kind | number or address | as locals write it", sources of "where | what it says | date".
"""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from resources.hours import read_week, write_week
from resources.records import FIELDS, MAYBE, SOURCE, UNDATED, WAY, Errors, Record, complete

COLUMNS = (*FIELDS, "channels", "sources")
LISTS = ("languages", "who_for")
PARTED = re.compile(r"\s*\|\s*")
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
# A spreadsheet runs cells that begin so; an apostrophe before them says that they are text (OWASP, CSV injection).
RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def to_cells(record: Record) -> dict[str, str]:
    cells = {name: str(record[name] if record[name] is not None else "") for name in FIELDS}
    cells |= {name: " ".join(record[name]) for name in LISTS}
    cells |= {name: {True: "yes", False: "no"}.get(record[name], "") for name in MAYBE}
    cells["is_published"] = "yes" if record["is_published"] else "no"
    cells["week"] = write_week(record["week"])
    cells["channels"] = _lines(record["channels"], WAY)
    dated = [{**source, "date": source["date"] or UNDATED} for source in record["sources"]]
    cells["sources"] = _lines(dated, SOURCE)
    return cells


def from_cells(cells: dict[str, str]) -> tuple[Record, Errors]:
    """The record, and what in the cells could not be read, by field."""
    record: Record = {}
    found: Errors = {}
    for name, cell in cells.items():
        try:
            record[name] = _reader(name)(cell or "")
        except ValidationError as error:
            found[name] = [str(message) for message in error.messages]
    return record, found


def difference(before: Record, after: Record) -> list[tuple[str, str, str]]:
    """(field, its cell before, its cell after) for what differs; `before` may be {}. The order of sources is none."""
    was, will = (to_cells(_in_order(complete(record))) for record in (before, after))
    return [(name, was[name], will[name]) for name in COLUMNS if was[name] != will[name]]


def guard(cell: str) -> str:
    return f"'{cell}" if RUNS.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and RUNS.match(cell) else cell


def _reader(name: str) -> Callable[[str], Any]:
    if name in LISTS:
        return lambda cell: [part for part in re.split(r"[,\s]+", cell) if part]
    if name in MAYBE:
        return _maybe
    return {
        "week": read_week,
        "is_published": lambda cell: _maybe(cell) or False,
        "channels": lambda cell: _items(cell, WAY),
        "sources": lambda cell: _items(cell, SOURCE),
    }.get(name, lambda cell: cell.strip())


def _maybe(cell: str) -> bool | None:
    word = cell.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    if word:
        raise ValidationError(_("Write yes, no, or nothing where it is not known."))
    return None


def _items(cell: str, keys: tuple[str, ...]) -> list[dict[str, str]]:
    items = []
    for line in filter(None, (line.strip() for line in cell.splitlines())):
        parts = PARTED.split(line)
        if len(parts) != len(keys):
            shape = " | ".join(keys)
            raise ValidationError(
                _("“%(line)s”: write %(shape)s."), params={"line": line[:80], "shape": shape}
            )
        items.append(dict(zip(keys, parts, strict=True)))
    return items


def _in_order(record: Record) -> Record:
    return {**record, "sources": sorted(record["sources"], key=lambda source: [*source.values()])}


def _lines(items: list[dict[str, str]], keys: tuple[str, ...]) -> str:
    return "\n".join(" | ".join(_one_line(item[key]) for key in keys) for item in items)


def _one_line(text: str) -> str:
    return re.sub(r"\s*[|\r\n]+\s*", " / ", text)
