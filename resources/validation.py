"""Checks every seed record before anything is written: the rules are those of the models themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from resources.dates import earliest
from resources.models import Document, EmergencyNumber, Helpline, MilestoneAccount
from resources.records import Record, errors_of

HANGING = {"accounts": MilestoneAccount}
REQUIRED = {EmergencyNumber: set(), Document: set()}


class SeedRecordRefused(Exception):
    """Names the file, the record, the field, and what to do."""

    def __init__(self, file: str, record: str, field: str, advice: str) -> None:
        self.file, self.record, self.field, self.advice = file, record, field, advice
        super().__init__(f"seeds/{file}.json, record “{record}”, field “{field}”: {advice}")


def check_records(file: str, model: type[models.Model], records: Any, documents: set[str]) -> None:
    if not isinstance(records, list):
        raise SeedRecordRefused(file, "-", "-", "Write the file as a list of records.")
    seen: set[str] = set()
    for number, record in enumerate(records, start=1):
        slug = record.get("slug") if isinstance(record, dict) else None
        if not isinstance(slug, str) or not slug:
            raise SeedRecordRefused(file, f"number {number}", "slug", "Give it a short name.")
        if slug in seen:
            raise SeedRecordRefused(file, slug, "slug", "Used twice: give one another short name.")
        seen.add(slug)
        try:
            _check_record(model, record, documents)
        except ValidationError as error:
            field, messages = next(iter(_by_field(error).items()))
            raise SeedRecordRefused(file, slug, field, " ".join(messages)) from None


def values_of(model: type[models.Model], record: Record) -> Record:
    fields = {field.name for field in model._meta.concrete_fields}
    return {name: value for name, value in record.items() if name in fields}


def _check_record(model: type[models.Model], record: Record, documents: set[str]) -> None:
    if model is Helpline:
        _check_helpline(record)
        return
    values = values_of(model, record)
    wanted = REQUIRED.get(model, {"documents"})
    unknown, missing = set(record) - set(values) - wanted - {"accounts"}, wanted - set(record)
    for name in sorted(unknown):
        raise ValidationError({name: "There is no such field: correct the name or remove it."})
    for name in sorted(missing):
        raise ValidationError({name: "Missing: add it, empty if nothing is known."})
    row = model(**values)
    row.full_clean(validate_unique=False, validate_constraints=False)
    _check_documents(record, documents)
    _check_hanging(row, record)


def _check_documents(record: Record, documents: set[str]) -> None:
    named = [*record.get("documents", []), *(a.get("document") for a in record.get("accounts", []))]
    if "documents" in record and not record["documents"]:
        raise ValidationError({"documents": "Name at least one document."})
    for slug in named:
        if slug not in documents:
            raise ValidationError({"documents": f"“{slug}” is not in seeds/documents.json."})


def _check_hanging(row: models.Model, record: Record) -> None:
    for name, model in HANGING.items():
        for item in record.get(name, ()):
            try:
                child = model(**{k: v for k, v in item.items() if k != "document"})
            except TypeError:
                raise ValidationError({name: f"{item} has a field that does not exist."}) from None
            try:
                child.full_clean(
                    exclude=["milestone", "document"],
                    validate_unique=False,
                    validate_constraints=False,
                )
            except ValidationError as error:
                raise ValidationError({name: f"{item}: {' '.join(error.messages)}"}) from None


def _check_helpline(record: Record) -> None:
    if "newest_source" not in record:
        raise ValidationError({"newest_source": "Missing: add it, empty if nothing is known."})
    found = errors_of(record, dates_are_needed=False)
    if found:
        raise ValidationError(found)
    dates = [source["date"] for source in record["sources"] if source.get("date")]
    if record["newest_source"] != max(dates, default=""):
        raise ValidationError({"newest_source": f"Write {max(dates, default='')!r}, the newest."})
    if record["newest_source"]:
        earliest(record["newest_source"])


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"-": error.messages}
