import hashlib
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.desk.contacts import Dismissal
from stories.models.private import Reason
from stories.models.public import ContentWarning
from stories.text.normalise import normalise
from stories.text.screening import Hint

MOST_DISMISSED = 50


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

    def __init__(self, *args, hints: Iterable[Hint] = (), **kwargs) -> None:
        """`hints`: contacts that stand in the text; each can be dismissed by a code, or taken out.

        Beyond the first 50 they can only be taken out: a form has at most 200 fields.
        """
        super().__init__(*args, **kwargs)
        words = list(dict.fromkeys(hint.words for hint in hints))[:MOST_DISMISSED]
        self.words_of = {dismissal_name(each): each for each in words}
        for name, words in self.words_of.items():
            self.fields[name] = forms.ChoiceField(
                label=words,
                choices=[("", _("It is taken out of the text")), *Dismissal.choices],
                required=False,
            )

    def clean_text(self) -> str:
        return normalise(self.cleaned_data["text"])

    @property
    def dismissals(self) -> list[forms.BoundField]:
        return [self[name] for name in self.words_of]

    @property
    def dismissed(self) -> dict[str, str]:
        """The words of each contact that was dismissed → its code."""
        said = {words: self.cleaned_data.get(name, "") for name, words in self.words_of.items()}
        return {words: code for words, code in said.items() if code}


def dismissal_name(words: str) -> str:
    """The field of a hint: its words do not travel in a name."""
    return "dismiss-" + hashlib.sha256(words.encode()).hexdigest()[:12]


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

    @property
    def said(self) -> dict[str, object]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in ("reason", "note")}


class ResumeForm(ReasonForm):
    """A reason to put it back, after which the concerns that stood on the page are settled."""

    up_to = forms.IntegerField(
        required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput
    )

    @property
    def said(self) -> dict[str, object]:
        return {**super().said, "up_to": self.cleaned_data["up_to"] or 0}
