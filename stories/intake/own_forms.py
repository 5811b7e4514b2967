"""What an author can say on their own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stories.desk.moderation import Draft
from stories.intake import receipts
from stories.intake.forms import CONCERN_LENGTH, TEXT_LENGTH, WordsField, WordsForm
from stories.text.normalise import is_empty
from stories.words import Words


class ReceiptForm(forms.Form):
    """Takes the 24 digits however they are typed, and gives them clean."""

    receipt = forms.CharField(
        label=_("Your number"),
        help_text=_("24 digits. Spaces, dashes and digits of any script are fine."),
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
        error_messages={"required": _("Please enter the 24 digits that you were shown.")},
    )

    def clean_receipt(self) -> str:
        try:
            return receipts.parse(self.cleaned_data["receipt"])
        except receipts.MistypedReceipt:
            raise forms.ValidationError(
                _(
                    "A digit seems to be missing, extra or in another place. Please compare it with the 24 digits that you kept."
                )
            ) from None


class AnswerForm(forms.Form):
    text = WordsField(
        most=CONCERN_LENGTH,
        label=_("Your answer"),
        help_text=_(
            "A moderator reads it. It is not published. You can also leave the question open."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if is_empty(text):
            raise forms.ValidationError(_("There are no words here yet."))
        return text


class AppealForm(forms.Form):
    note = WordsField(
        most=CONCERN_LENGTH,
        label=_("Anything that the moderator should know"),
        help_text=_("You do not have to give a reason. What you write here is not published."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class EditForm(WordsForm):
    """Other words for a post. `edition` is the one that the author saw."""

    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict:
        data = super().clean()
        if not (self.errors or data["text"] or data["name"]):
            self.add_error(
                "text",
                _(
                    "There are no words here. To say the phrase alone, take this post back and send a new one."
                ),
            )
        return data


class AfterwordForm(WordsForm):
    """ "Where I am now": text and nothing else; a moderator names what it speaks of."""

    text = WordsField(
        most=TEXT_LENGTH,
        label=_("Where I am now"),
        help_text=_(
            "As much or as little as you like, now or years later. It stands below your letter, with its month."
        ),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    edition = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phrase", "name", "warnings", "detail", "language"):
            del self.fields[name]

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if is_empty(text):
            raise forms.ValidationError(_("There are no words here yet."))
        return text

    @property
    def draft(self) -> Draft:
        return Draft(Words(self.cleaned_data["text"]), phrase_id=None)
