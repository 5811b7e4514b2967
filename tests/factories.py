"""Plain factories: each makes one thing, valid unless told otherwise."""

from itertools import count

from django.contrib.auth.models import Group

from metoo_wall.models import StaffAccount
from stories.desk import moderation, roles
from stories.desk.moderation import Draft
from stories.intake import receipts
from stories.models import ContentWarning, Guideline, Phrase, Reason, RedactionRole, Submission
from stories.words import Words

numbers = count(1)


def make_phrase(**fields) -> Phrase:
    values = {
        "slug": "metoo",
        "tag": "#MeToo",
        "seams": "#Me|Too",
        "language": "en",
        "direction": "ltr",
    } | fields
    return Phrase.objects.get_or_create(slug=values["slug"], defaults=values)[0]


def make_warning(slug: str = "sexual-harassment", **fields) -> ContentWarning:
    values = {"name_en": slug.replace("-", " "), "short_en": slug[:20], **fields}
    return ContentWarning.objects.get_or_create(slug=slug, defaults=values)[0]


def make_reason(kind: str = "decline") -> Reason:
    guideline = Guideline.objects.get_or_create(
        slug="nobody-is-named", defaults={"title_en": "Nobody is named", "text_en": "…"}
    )[0]
    number = next(numbers)
    return Reason.objects.create(
        slug=f"{kind}-{number}",
        kind=kind,
        label_en=f"Reason {number}",
        text_en="…",
        guideline=guideline,
    )


def make_role(label: str = "friend") -> RedactionRole:
    return RedactionRole.objects.get_or_create(slug=label, defaults={"label_en": label})[0]


def make_moderator(name: str = "robin", *, role: str = "moderator") -> StaffAccount:
    roles.ensure_groups()
    account = StaffAccount.objects.create_user(name, "a long enough password")
    account.groups.add(Group.objects.get(name=role))
    return account


def make_draft(text: str = "", *, name: str = "", **fields) -> Draft:
    fields.setdefault("phrase_id", make_phrase().id)
    return Draft(words=Words(text, name), **fields)


def receive(draft: Draft | None = None, *, hold_bare: bool = False) -> Submission:
    receipt = receipts.derive(f"form {next(numbers)}", "a post")
    digest = receipts.digest(receipt)
    return moderation.receive(
        draft or make_draft(), digest=digest.value, key=digest.key, hold_bare=hold_bare
    )


def make_waiting(text: str = "I was there, and I said no.", **fields) -> Submission:
    return receive(make_draft(text, **fields))


def make_published(text: str = "", *, by=None, **fields) -> Submission:
    if not text:
        return receive(make_draft(**fields))
    by = by or StaffAccount.objects.filter(username="robin").first() or make_moderator()
    return moderation.publish(make_waiting(text, **fields), by=by)
