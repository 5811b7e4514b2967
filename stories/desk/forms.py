from django import forms
from django.utils.translation import gettext_lazy as _

from stories.models.private import Reason
from stories.models.public import ContentWarning
from stories.text.normalise import normalise


class PublishForm(forms.Form):
    """Words can be taken out and warnings added; the model refuses any other difference."""

    text = forms.CharField(
        label=_("The text as it will be published"),
        help_text=_(
            "Take words out and leave […] in their place, or put a role such as [friend]. "
            "Nothing else can be changed: these are the author's words."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto", "autocomplete": "off"}),
    )
    drop_name = forms.BooleanField(label=_("Publish without the name"), required=False)
    warnings = forms.ModelMultipleChoiceField(
        label=_("Warnings"),
        help_text=_("You can add to what the author chose."),
        queryset=ContentWarning.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_text(self) -> str:
        return normalise(self.cleaned_data["text"])


class ReasonForm(forms.Form):
    """A ready-made question or reason, and a free line where it is not enough."""

    reason = forms.ModelChoiceField(
        label=_("Reason"),
        queryset=Reason.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason: the author will read it.")},
    )
    note = forms.CharField(
        label=_("A line of your own"),
        help_text=_("Optional. The author reads it; you are not named."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, prefix=kind, **kwargs)
        self.fields["reason"].queryset = Reason.objects.filter(kind=kind).select_related(
            "guideline"
        )

    def clean_note(self) -> str:
        return normalise(self.cleaned_data["note"])
