"""Hints beside the preview: what could identify somebody, why, and a neutral word on a press. Never a block."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models.private import RedactionRole
from stories.text import screening
from stories.text.screening import Hint, HintKind

WHY: dict[HintKind, Promise] = {
    HintKind.PHONE: _("A phone number leads straight to somebody."),
    HintKind.EMAIL: _("An e-mail address leads straight to somebody."),
    HintKind.LINK: _("A link can lead to somebody, or to what they do not want shown."),
    HintKind.HANDLE: _("An account name leads straight to somebody."),
    HintKind.MESSENGER: _("An account name leads straight to somebody."),
    HintKind.ADDRESS: _("An address leads straight to somebody."),
    HintKind.DATE: _("An exact date can tell people who were there who you are."),
    HintKind.PERSON: _("A name can identify them, and you."),
    HintKind.EMPLOYER: _("A place of work can identify you or somebody else."),
    HintKind.SCHOOL: _("A school can identify you or somebody else."),
    HintKind.NUMBER: _("A long number can belong to somebody: an account, a document, a plate."),
}


@dataclass(frozen=True)
class Suggestion:
    words: str
    why: Promise
    label: str  # what stands in the place of the words, without its brackets
    place: str  # "start-end" in the normalised text: the value of its button


def suggestions(text: str, *, country: str, language: str) -> list[Suggestion]:
    """The hints of a normalised text, in order, each with the neutral word of its language."""
    labels = _labels(language)
    return [
        Suggestion(hint.words, WHY[hint.kind], labels.get(hint.role, hint.role), _place(hint))
        for hint in screening.find(text, country=country)
    ]


def replaced(text: str, place: str, *, country: str, language: str) -> str:
    """The text with the neutral word at `place`; unchanged where no hint stands there any more."""
    for hint in screening.find(text, country=country):
        if _place(hint) == place:
            return screening.replace(text, hint, _labels(language).get(hint.role, hint.role))
    return text


def _place(hint: Hint) -> str:
    return f"{hint.start}-{hint.end}"


def _labels(language: str) -> dict[str, str]:
    """Labels in the text's language, where the roles have one, else in English."""
    known = {field.name for field in RedactionRole._meta.get_fields()}
    column = f"label_{language.split('-')[0]}"
    columns = ["label_en", *({column} & known)]
    labels: dict[str, str] = {}
    for name in columns:
        rows = RedactionRole.objects.values_list("slug", name)
        labels |= {slug: label for slug, label in rows if label}
    return labels
