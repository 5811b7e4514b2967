from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from resources.cells import COLUMNS, from_cells
from resources.changing import BY_A_PERSON
from resources.models import Channel, Helpline, Verification
from resources.records import CAUTIONS, MAYBE, errors_of

LABELS = {
    "week": _("hours"),
    "channels": _("ways to reach it"),
    "sources": _("sources"),
}
HINTS = {
    "languages": _("Codes, such as: de en zh-Hant"),
    "who_for": _("Tags: anyone women men children lgbtq sexual-violence domestic-abuse workplace crisis"),
    "week": _("24/7, or: mon-fri 09:00-17:00; sat 10:00-12:00. A night shift is two: until 24:00, and from 00:00."),
    "channels": format_lazy("{}{}", _("One a line: kind | number or address | as locals write it. Kinds: "), " ".join(Channel.Kind.values)),
    "sources": _("One a line: where | what it says | date (2024, 2024-09, 2024-09-20 or undated)"),
    "is_published": _("yes: on the list, once a second person confirmed it."),
}  # fmt: skip
LONG = {"channels", "sources", "notes", *CAUTIONS}
NEEDED = {"slug", "name", "name_en", "languages", "who_for", "channels", "sources"}
HOWS = [(how.value, how.label) for how in Verification.How if how in BY_A_PERSON]


class HowForm(forms.Form):
    """How somebody checked: a confirmation says it, or is none."""

    how = forms.ChoiceField(label=_("I checked it"), choices=HOWS, widget=forms.RadioSelect)


class RecordForm(forms.Form):
    """A whole record as cells of text; the errors are those of an import."""

    how = forms.ChoiceField(label=_("I checked it"), choices=HOWS, widget=forms.RadioSelect)

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        cells = {name: self._cell(name) for name in COLUMNS}
        self.fields = {**cells, "how": self.fields["how"]}

    def _cell(self, name: str) -> forms.Field:
        label = LABELS.get(name) or Helpline._meta.get_field(name).verbose_name
        options = {"label": label, "help_text": HINTS.get(name, ""), "required": name in NEEDED}
        choices = self._choices(name)
        if choices:
            return forms.ChoiceField(choices=choices, **options)
        widget = forms.Textarea(attrs={"rows": 4}) if name in LONG else forms.TextInput
        return forms.CharField(widget=widget, **options)

    def _choices(self, name: str) -> list:
        if name in MAYBE:
            return [("", _("not known")), ("yes", _("yes")), ("no", _("no"))]
        if name == "is_published":
            return [("yes", _("yes")), ("no", _("no"))]
        if name in ("cost", "confidence"):
            field = Helpline._meta.get_field(name)
            return [*([("", _("not known"))] if field.blank else []), *field.choices]
        return []

    def clean(self) -> dict:
        cells = {name: self.cleaned_data.get(name, "") for name in COLUMNS}
        self.record, found = from_cells(cells)
        if self.record.get("is_published"):
            self.record["confidence"] = Helpline.Confidence.CONFIRMED.value
        if not found and not self.errors:
            found = errors_of(self.record)
        for name, messages in found.items():
            self.add_error(name if name in self.fields else None, messages)
        return self.cleaned_data
