from dataclasses import replace
from functools import partial

from django import forms
from django.db.models import TextChoices
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import country_choices, language_choices
from stories.desk.moderation import Draft
from stories.intake import receipts
from stories.models.private import Concern
from stories.models.public import ContentWarning, Detail, Phrase
from stories.text.normalise import is_empty, normalise, one_line
from stories.words import Words

TEXT_LENGTH = 10_000  # code points, after normalising
NAME_LENGTH = 40
CONCERN_LENGTH = 2_000
UNREADABLE = "\ufffd"


class WordsField(forms.CharField):
    """Words as people type them: normalised first, then judged; a limit is in code points, with no `maxlength`."""

    def __init__(self, *, most: int, single_line: bool = False, **options) -> None:
        super().__init__(required=False, strip=False, **options)
        self.most = most
        self.normalise = one_line if single_line else normalise
        self.widget.attrs |= {"autocomplete": "off", "dir": "auto"}

    def to_python(self, value: str | None) -> str:
        return self.normalise(super().to_python(value))

    def validate(self, value: str) -> None:
        if UNREADABLE in value:
            raise forms.ValidationError(
                _(
                    "Some characters did not arrive as you wrote them. They show as �. Please look at them once more."
                )
            )
        if len(value) > self.most:
            raise forms.ValidationError(_too_long(len(value) - self.most, self.most))
        if receipts.is_inside(value):
            raise forms.ValidationError(
                _(
                    "There is a number of 24 digits in here that looks like the number of a post. Whoever reads it "
                    "could take that post back. Please take it out."
                )
            )


def _too_long(over: int, most: int) -> str:
    told = ngettext(
        "This is %(over)s character more than fits (%(most)s). Please shorten it; nothing is lost.",
        "This is %(over)s characters more than fits (%(most)s). Please shorten it; nothing is lost.",
        over,
    )
    grouped = partial(number_format, use_l10n=True, force_grouping=True)
    return told % {"over": grouped(over), "most": grouped(most)}


class WhenPublished(TextChoices):
    NOW = "now", _("Publish it, with […] in their place")
    AFTER_MY_OK = "after-my-ok", _("Show me first. I will come back with my number")


class RobotTrap(forms.Form):
    """A field that only robots fill. Nothing is dropped in silence: a person is told."""

    website_address = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean_website_address(self) -> str:
        if self.cleaned_data["website_address"]:
            raise forms.ValidationError(
                _(
                    "A hidden field of this form was filled in, perhaps by your browser. Please press once more."
                )
            )
        return ""


class WordsForm(forms.Form):
    """A post in its author's words: what `ShareForm` asks first, and what an edit can change."""

    text = WordsField(
        most=TEXT_LENGTH,
        label=_("Your words"),
        help_text=_(
            "In any language, as much or as little as you like. Please leave out names, places and dates that "
            "could identify somebody."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    phrase = forms.ChoiceField(label=_("Phrase"), required=False)
    name = WordsField(
        most=NAME_LENGTH,
        single_line=True,
        label=_("A name to show"),
        help_text=_("Leave it empty to stay anonymous. Please do not use your real name."),
    )
    warnings = forms.MultipleChoiceField(
        label=_("What do your words speak of?"),
        help_text=_("So that others can choose whether to read."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    detail = forms.ChoiceField(
        label=_("How closely do they describe it?"),
        choices=Detail.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language of your words"), required=False)

    def __init__(self, *args, kept_phrase: Phrase | None = None, **kwargs) -> None:
        """`kept_phrase`: of the post itself, also where it is offered no more."""
        super().__init__(*args, **kwargs)
        self.kept_phrase = kept_phrase
        self.fields["phrase"].choices = [
            ("", _("No phrase")),
            *((p.slug, p.tag) for p in self.phrases),
        ]
        self.fields["warnings"].choices = [(w.slug, w.name) for w in self.content_warnings]
        self.fields["language"].choices = [("", _("Not said")), *language_choices()]
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @cached_property
    def phrases(self) -> list[Phrase]:
        offered = list(Phrase.objects.filter(is_offered=True))
        kept = [self.kept_phrase] if self.kept_phrase and self.kept_phrase not in offered else []
        return kept + offered

    @cached_property
    def content_warnings(self) -> list[ContentWarning]:
        return list(ContentWarning.objects.all())

    @property
    def first_phrase(self) -> Phrase | None:
        return next(iter(self.phrases), None)

    @property
    def chosen_phrase(self) -> Phrase | None:
        """Without words and without a phrase it is "me too" in its first form."""
        chosen = next((p for p in self.phrases if p.slug == self.cleaned_data["phrase"]), None)
        return chosen if chosen or self.cleaned_data["text"] else self.first_phrase

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if not is_empty(text):
            return text
        if self.data.get("text"):
            raise forms.ValidationError(
                _(
                    "There are no words here that others could see. Write some, or send the phrase alone."
                )
            )
        return ""

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        return "" if is_empty(name) else name

    @property
    def draft(self) -> Draft:
        """The post that a valid form makes."""
        data = self.cleaned_data
        phrase = self.chosen_phrase
        chosen = data["warnings"] if data["text"] else []
        return Draft(
            words=Words(data["text"], data["name"]),
            phrase_id=phrase.id if phrase else None,
            warnings=tuple(w.id for w in self.content_warnings if w.slug in chosen),
            detail=data["detail"] if data["text"] else "",
            language=data["language"],
        )


class ShareForm(RobotTrap, WordsForm):
    country = forms.ChoiceField(
        label=_("Country"),
        help_text=_("For the emergency numbers on this page. The wall does not show it."),
        required=False,
    )
    when_published = forms.ChoiceField(
        label=_("If a moderator takes words out"),
        choices=WhenPublished.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    may_quote = forms.BooleanField(
        label=_("The people who run this wall may quote a sentence of it in their reports"),
        required=False,
    )
    form_id = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        here = (get_language() or "en").split("-")[0]
        self.fields["country"].choices = [("", _("Not said")), *country_choices(here)]

    def clean_when_published(self) -> str:
        return self.cleaned_data["when_published"] or WhenPublished.NOW

    def clean(self) -> dict:
        data = super().clean()
        if not (data.get("text") or self.first_phrase or self.errors):
            raise forms.ValidationError(
                _("No phrase can be chosen just now. You can still write words of your own.")
            )
        return data

    @property
    def draft(self) -> Draft:
        data = self.cleaned_data
        return replace(
            super().draft,
            country=data["country"],
            asks_before_publishing=data["when_published"] == WhenPublished.AFTER_MY_OK,
            may_quote=data["may_quote"],
        )


class ConcernForm(RobotTrap):
    reason = forms.ChoiceField(
        label=_("What is it?"),
        choices=Concern.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose what fits best, so that the right thing is looked at.")
        },
    )
    text = WordsField(
        most=CONCERN_LENGTH,
        label=_("Anything a moderator should know"),
        help_text=_("You do not have to say who you are. We cannot answer you here."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    form_id = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
