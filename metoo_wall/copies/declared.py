"""Which tables and columns may leave the machine that takes posts: each model is named here, and each field of a public one.

tests/rules/test_publication.py compares this with the models: a new field is neither public nor kept back until somebody says so.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

# What readers see, or could see. A field's translations go with it.
PUBLIC = {
    "stories.Phrase": "id slug tag seams language direction meaning is_offered position",
    "stories.ContentWarning": "id slug name short description is_heavy position",
    "stories.Guideline": "id slug title text position",
    "stories.Story": "id public_id kind phrase name text html opening reading_minutes detail language month "
    "afterword afterword_html afterword_month takes_support",
    "stories.Story_warnings": "id story contentwarning",
    "stories.GoneStory": "id public_id place",
    "stories.Counted": "id last_id horizon writers total",
    "stories.Figures": "id as_of total tables countries_as_of",
    "stories.CountryFigure": "id country count is_shown",
    "metoo_wall.Departures": "id count",
    "metoo_wall.Corrections": "id count",
    "resources.Helpline": "id slug name name_en country region languages who_for week timezone hours "
    "is_open_on_holidays cost is_on_bill anonymous website caution confidence is_published agreed_numbers verified_on next_due_on",
    "resources.Channel": "id helpline kind value display position",
    "resources.Source": "id helpline where seen date",
    "resources.Verification": "id helpline verified_on how",
    "resources.EmergencyNumber": "id slug country number position",
    "resources.Document": "id slug title publisher dated position",
    "resources.Purpose": "id slug is_published position text stated_by",
    "resources.Purpose_documents": "id purpose document",
    "resources.Milestone": "id slug is_published position when sort_key what",
    "resources.Milestone_documents": "id milestone document",
    "resources.MilestoneAccount": "id milestone document text",
    "resources.Criticism": "id slug is_published position text answer link_name",
    "resources.Criticism_documents": "id criticism document",
    "resources.AllyAdvice": "id slug is_published position text",
    "resources.AllyAdvice_documents": "id allyadvice document",
    "resources.Option": "id slug is_published position kind title text link_name reviewed_by reviewed_on",
    "resources.Option_documents": "id option document",
}
# Fields of these that no page shows; all are text, and empty on a copy.
KEPT_BACK = {
    "stories.Story": "country",
    "resources.Helpline": "notes first_by second_by",
    "resources.Verification": "by",
}
# Rows: a boolean column; those where it is false stay at home.
ONLY_WHERE = {"stories.CountryFigure": "is_shown"}

PRIVATE = {
    "stories.Submission", "stories.Submission_warnings", "stories.Tombstone", "stories.Decision", "stories.Note",
    "stories.SealedPage", "stories.Concern", "stories.ConcernPolicy", "stories.Support", "stories.Reason",
    "stories.RedactionRole", "stories.Care", "stories.Wait", "stories.FloodVerdict", "stories.Flood",
    "stories.FloodPost", "stories.FloodBand", "stories.IntakeSwitch", "stories.LegalHold", "stories.Seal",
    "stories.Checkpoint", "stories.Cell", "resources.Change", "resources.DidNotWork", "resources.LinkCheck",
    "resources.Edit", "metoo_wall.StaffAccount", "metoo_wall.StaffAccount_groups", "metoo_wall.AuthenticatorApp",
    "metoo_wall.BackupCodes", "metoo_wall.BackupCode", "metoo_wall.StaffChange", "metoo_wall.StaffDecision",
    "metoo_wall.SeedRecord", "admin.LogEntry", "auth.Permission", "auth.Group", "auth.Group_permissions",
    "contenttypes.ContentType", "sessions.Session", "django_otp_webauthn.WebAuthnCredential",
    "django_otp_webauthn.WebAuthnAttestation", "django_otp_webauthn.WebAuthnUserHandle", "axes.AccessAttempt",
    "axes.AccessAttemptExpiration", "axes.AccessLog", "axes.AccessFailureLog",
}  # fmt: skip


def is_public(model: type[Model]) -> bool:
    return model._meta.label in PUBLIC


def public_models() -> Iterator[type[Model]]:
    """In an order in which each table comes after those that it refers to by name above."""
    for label in PUBLIC:
        yield apps.get_model(label)


def public_fields(model: type[Model]) -> list[Field]:
    return _named(model, PUBLIC[model._meta.label])


def kept_back(model: type[Model]) -> list[Field]:
    return _named(model, KEPT_BACK.get(model._meta.label, ""))


def _named(model: type[Model], names: str) -> list[Field]:
    return [field for field in model._meta.concrete_fields if name_of(field) in names.split()]


def name_of(field: Field) -> str:
    """As it is declared; a column that modeltranslation made has the name of what it translates."""
    return getattr(field, "translated_field", field).name
