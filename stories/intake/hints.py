"""Hints beside the preview: what could identify somebody, why, and a neutral word on a press. Never a block."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import build_localized_fieldname

from metoo_wall.languages import SOURCE, written_for
from stories import screened
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
    HintKind.DATE: _("People who were there can know you by an exact date."),
    HintKind.PERSON: _("A name can show who somebody is, and who you are."),
    HintKind.EMPLOYER: _("A place of work can identify you or somebody else."),
    HintKind.SCHOOL: _("A school can identify you or somebody else."),
    HintKind.NUMBER: _(
        "A long number can lead to somebody: an account, a document, a number plate."
    ),
}


@dataclass(frozen=True)
class Suggestion:
    words: str
    why: Promise
    label: str  # what stands in the place of the words, without its brackets
    place: str  # "start-end" in the normalised text: the value of its button


def beside(text: str, *, country: str, language: str) -> dict[str, list]:
    """What a preview shows beside a normalised text: its hints in order, each with the neutral word of its language; the text, marked."""
    found, labels = screened.find(text, country), _labels(language)
    suggestions = [
        Suggestion(hint.words, WHY[hint.kind], labels.get(hint.role, hint.role), _place(hint))
        for hint in found
    ]
    return {"suggestions": suggestions, "marked": screened.marked(text, found)}


def replaced(text: str, place: str, *, country: str, language: str) -> str:
    """The text with the neutral word at `place`; unchanged where no hint stands there any more."""
    for hint in screened.find(text, country):
        if _place(hint) == place:
            return screening.replace(text, hint, _labels(language).get(hint.role, hint.role))
    return text


def _place(hint: Hint) -> str:
    return f"{hint.start}-{hint.end}"


def _labels(language: str) -> dict[str, str]:
    """Labels in the text's language, where the roles have one, else in English."""
    labels: dict[str, str] = {}
    for code in (SOURCE, written_for(language)):
        column = build_localized_fieldname("label", code)
        rows = RedactionRole.objects.values_list("slug", column)
        labels |= {slug: label for slug, label in rows if label}
    return labels
