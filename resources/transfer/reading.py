"""Reads records from JSON and CSV one at a time, however long the file is; a row that cannot be read is an error of its own."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _

from resources.cells import COLUMNS, from_cells, unguard
from resources.records import Errors, Record

CHUNK = 64 * 1024  # characters
LONGEST_RECORD = 256 * 1024
LONGEST_CELL = 64 * 1024
FORMATS = ("json", "csv")


@dataclass
class Row:
    number: int  # as in the file: records of JSON from 1; lines of a spreadsheet, its head is 1
    given: Record = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)
    is_last: bool = False  # nothing after it can be read


def rows_of(path: Path) -> Iterator[Row]:
    """Raises ValueError for another kind of file."""
    kind = path.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise ValueError(_("Name a .json or a .csv file."))
    with path.open(encoding="utf-8-sig", errors="strict", newline="") as file:
        yield from (_rows_of_json if kind == "json" else _rows_of_csv)(file)


def _rows_of_csv(file: TextIO) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(file, strict=True)
    number, head = 1, None
    try:
        head = next(reader, [])
        wrong = {name: [_("There is no such column.")] for name in head if name not in COLUMNS}
        if wrong or "slug" not in head:
            wrong = wrong or {"slug": [_("The first line names the columns, slug among them.")]}
            yield Row(1, errors=wrong, is_last=True)
            return
        for number, cells in enumerate(reader, start=2):
            if cells:
                yield _row_of_cells(number, head, cells)
    except (csv.Error, UnicodeDecodeError) as error:
        yield _unreadable(number + 1, error)


def _row_of_cells(number: int, head: list[str], cells: list[str]) -> Row:
    if len(cells) != len(head):
        said = _("%(found)s cells for %(wanted)s columns: add or remove some.")
        return Row(number, errors={"-": [said % {"found": len(cells), "wanted": len(head)}]})
    named = dict(zip(head, map(unguard, cells), strict=True))
    record, errors = from_cells(named)
    return Row(number, record, errors)


def _rows_of_json(file: TextIO) -> Iterator[Row]:
    number = 0
    try:
        for number, item in enumerate(_items(file), start=1):
            yield _row_of_item(number, item)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is one
        yield _unreadable(number + 1, error)


def _row_of_item(number: int, item: Any) -> Row:
    if isinstance(item, dict):
        return Row(number, item)
    return Row(number, errors={"-": [_("Write each helpline as a record of its own.")]})


def _items(file: TextIO) -> Iterator[Any]:
    """The items of one list, as they are read; holds one of them and a chunk."""
    decode = json.JSONDecoder().raw_decode
    text = _more(file, "")
    if not text.startswith("["):
        raise ValueError(_("the file is no list of records"))
    text = _more(file, text[1:])
    while not text.startswith("]"):
        item, text = _one(file, text, decode)
        yield item
        text = _more(file, text)
        if text.startswith(","):
            text = _more(file, text[1:])
        elif not text.startswith("]"):
            raise ValueError(_("a comma or ] is missing"))


def _one(file: TextIO, text: str, decode) -> tuple[Any, str]:
    while True:
        try:
            item, end = decode(text)
        except ValueError as error:
            more = file.read(CHUNK)
            if not more or len(text) > LONGEST_RECORD:
                raise ValueError(_("not JSON: %(said)s") % {"said": error}) from None
            text += more
        else:
            if end < len(text) or not (more := file.read(CHUNK)):
                return item, text[end:]
            text += more


def _more(file: TextIO, text: str) -> str:
    """`text` without leading white space, with more to come if it is short."""
    text = re.sub(r"\A\s+", "", text)
    while not text and (more := file.read(CHUNK)):
        text = re.sub(r"\A\s+", "", more)
    return text


def _unreadable(number: int, error: Exception) -> Row:
    said = _("cannot be read, and nothing after it: %(error)s") % {"error": error}
    return Row(number, errors={"-": [said]}, is_last=True)
