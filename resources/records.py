"""A helpline as one flat record: what seeds, imports, forms and proposals have in common.

A record is a dict with the keys of FIELDS, and `channels` and `sources` as lists of dicts. Nothing is written here.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from metoo_wall.languages import WRITTEN
from resources.dates import is_written_date
from resources.models import Channel, Helpline, Source

Record = dict[str, Any]
Errors = dict[str, list[str]]

CAUTIONS = tuple(build_localized_fieldname("caution", code) for code in WRITTEN)
FIELDS = (
    "slug", "name", "name_en", "country", "region", "languages", "who_for", "week", "timezone", "hours",
    "is_open_on_holidays", "cost", "is_on_bill", "anonymous", "website", *CAUTIONS, "notes", "confidence", "is_published",
)  # fmt: skip
WAY = ("kind", "value", "display")
SOURCE = ("where", "seen", "date")
UNDATED = "undated"
EMPTY = {"week": dict, "languages": list, "who_for": list}
MAYBE = ("is_open_on_holidays", "is_on_bill", "anonymous")
LONGEST_LIST = 20
# Null, other controls, what turns the direction of the words after it, halves of characters.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def complete(record: Record) -> Record:
    """The same record with every field, empty where nothing was said, and nothing else."""
    values = {name: record.get(name, _empty(name)) for name in FIELDS}
    values |= {name: values[name] or "" for name in CAUTIONS}
    for name, keys in (("channels", WAY), ("sources", SOURCE)):
        items = record.get(name) or []
        values[name] = [{key: item.get(key, "") for key in keys} for item in items]
    for source in values["sources"]:
        source["date"] = "" if source["date"] == UNDATED else source["date"]
    return values


def record_of(helpline: Helpline) -> Record:
    values = {name: getattr(helpline, name) for name in FIELDS}
    values |= {name: values[name] or "" for name in CAUTIONS}
    values["channels"] = [{key: getattr(c, key) for key in WAY} for c in helpline.channels.all()]
    values["sources"] = [{key: getattr(s, key) for key in SOURCE} for s in helpline.sources.all()]
    return values


def errors_of(record: Record, *, dates_are_needed: bool = True) -> Errors:
    """What is wrong, by field, each with what to do; {} where nothing is."""
    found: Errors = defaultdict(list)
    for name, message in _errors(record, dates_are_needed):
        if message not in found[name]:
            found[name].append(str(message))
    return dict(found)


def row_of(record: Record) -> Helpline:
    return Helpline(**{name: record.get(name, _empty(name)) for name in FIELDS})


def _empty(name: str) -> Any:
    if name in EMPTY:
        return EMPTY[name]()
    return None if name in MAYBE else False if name == "is_published" else ""


def _errors(record: Record, dates_are_needed: bool) -> Iterator[tuple[str, str]]:
    known = {*FIELDS, "channels", "sources", "newest_source"}
    for name in sorted(set(record) - known):
        yield name, _("There is no such field: correct the name or remove it.")
    unfit = [*_errors_of_types(record)]
    yield from unfit
    if unfit:
        return
    yield from _errors_of_row(record)
    lists = {name: record.get(name) for name in ("channels", "sources")}
    for name, items in lists.items():
        if not isinstance(items, list) or not items:
            yield name, _("Give at least one.")
        elif len(items) > LONGEST_LIST:
            yield name, _("More than 20: write two records.")
        elif not all(isinstance(item, dict) for item in items):
            yield name, _("Write each as a record of its own.")
        else:
            check = _errors_of_way if name == "channels" else _errors_of_source
            for item in items:
                yield from check(item, str(record.get("country", "")), dates_are_needed)
    yield from _errors_of_lists(lists["channels"])


def _errors_of_types(record: Record) -> Iterator[tuple[str, str]]:
    for name in record:
        value = record[name]
        if name in (*FIELDS, "newest_source") and not _is_fit(name, value):
            yield name, _("A value has another type than its field: compare it with an export.")
        elif any(UNSEEN.search(text) for text in _texts(value)):
            yield name, _("It holds a character that nobody can see: write it anew.")


def _is_fit(name: str, value: Any) -> bool:
    if name in EMPTY:
        return isinstance(value, EMPTY[name])
    if name == "is_published":
        return isinstance(value, bool)
    if name in (*MAYBE, *CAUTIONS) and value is None:
        return True
    return isinstance(value, bool if name in MAYBE else str)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in [*value, *value.values()] if isinstance(value, dict) else value:
            yield from _texts(part)


def _errors_of_row(record: Record) -> Iterator[tuple[str, str]]:
    try:
        row_of(record).full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield from ((name, message) for message in messages)
    except (TypeError, AttributeError):
        yield "-", _("A value has another type than its field: compare it with an export.")
    if record.get("is_published") and record.get("confidence") != Helpline.Confidence.CONFIRMED:
        yield "is_published", _("Only a confirmed helpline can be published.")


def _errors_of_way(way: Record, country: str, _dates: bool) -> Iterator[tuple[str, str]]:
    if set(way) - set(WAY):
        yield "channels", _("%(way)s has a field that does not exist.") % {"way": way}
        return
    if not _are_texts(way):
        yield "channels", _("A value has another type than its field: compare it with an export.")
        return
    channel = Channel(helpline=Helpline(country=country), **way)
    yield from _errors_of_part("channels", channel, way, exclude=["helpline"])


def _errors_of_source(source: Record, _country: str, dates_are_needed: bool) -> Iterator:
    if set(source) - set(SOURCE):
        yield "sources", _("%(source)s has a field that does not exist.") % {"source": source}
        return
    if not _are_texts(source):
        yield "sources", _("A value has another type than its field: compare it with an export.")
        return
    date = source.get("date")
    if not date and dates_are_needed:
        yield (
            "sources",
            _("“%(where)s” has no date: write 2024, 2024-09 or 2024-09-20, or “undated”.")
            % {"where": source.get("where", "")},
        )
    elif date and date != UNDATED:
        try:
            is_written_date(str(date))
        except ValidationError as error:
            yield "sources", f"“{source.get('where', '')}”: {' '.join(error.messages)}"
    row = Source(**{**source, "date": ""})
    yield from _errors_of_part("sources", row, source, exclude=["helpline", "date"])


def _are_texts(item: Record) -> bool:
    return all(isinstance(value, str) for value in item.values())


def _errors_of_part(name: str, part, item: Record, exclude: list[str]) -> Iterator:
    try:
        part.full_clean(exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        shown = item.get("value") or item.get("where") or ""
        yield name, f"“{shown}”: {' '.join(error.messages)}"
    except (TypeError, AttributeError):
        yield name, _("A value has another type than its field: compare it with an export.")


def _errors_of_lists(channels: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(channels, list) or not all(isinstance(c, dict) for c in channels):
        return
    ways = [(str(c.get("kind")), str(c.get("value"))) for c in channels]
    for kind, value in sorted({way for way in ways if ways.count(way) > 1}):
        yield (
            "channels",
            _("%(kind)s %(value)s stands there twice: keep one.") % {"kind": kind, "value": value},
        )
