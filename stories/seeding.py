"""Loads the phrases, warnings, guidelines, reasons and roles that a new wall starts with."""

from metoo_wall.seeding import Loaded, load, read
from stories.models import ContentWarning, Guideline, Phrase, Reason, RedactionRole


class SeedIsWrong(Exception):
    """A seed record breaks a rule; the message names the file, the record and the field."""


def seed_stories() -> dict[str, Loaded]:
    phrases = read("phrases")
    for record in phrases:
        if record["seams"].replace("|", "") != record["tag"]:
            raise SeedIsWrong(f"phrases.json, {record['slug']}, seams: must spell the tag.")
    return {
        "phrases": load(Phrase, phrases),
        "content warnings": load(ContentWarning, read("content_warnings")),
        "guidelines": load(Guideline, read("guidelines")),
        "reasons": load(Reason, _with_guidelines(read("reasons"))),
        "roles in place of words": load(RedactionRole, read("redaction_roles")),
    }


def _with_guidelines(records: list[dict]) -> list[dict]:
    guidelines = dict(Guideline.objects.values_list("slug", "id"))
    for record in records:
        slug = record.pop("guideline")
        if slug not in guidelines:
            raise SeedIsWrong(f"reasons.json, {record['slug']}, guideline: no guideline {slug}.")
        record["guideline_id"] = guidelines[slug]
    return records
