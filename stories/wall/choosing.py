"""What a reader chose to see. It lives in the address alone, and holds on every onward link."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import is_country, language_name
from stories.models.public import ContentWarning, Kind, Phrase, Story, StoryQuerySet

SLUG = re.compile("[a-z0-9-]{1,40}")


@dataclass(frozen=True)
class Choice:
    kind: str = ""
    without: tuple[str, ...] = ()
    language: str = ""
    phrase: str = ""
    country: str = ""  # for helplines only; no filter

    @classmethod
    def read(cls, query: QueryDict) -> "Choice":
        """What does not exist is as if it were not asked."""
        kind, language = query.get("kind", ""), query.get("language", "")[:12]
        country, phrase = query.get("country", ""), query.get("phrase", "")
        known = set(ContentWarning.objects.values_list("slug", flat=True))
        return cls(
            kind=kind if kind in Kind.values else "",
            without=tuple(sorted(known & set(query.getlist("without")))),
            language=language if language.replace("-", "").isalpha() else "",
            phrase=phrase if SLUG.fullmatch(phrase) else "",
            country=country if is_country(country) else "",
        )

    @property
    def is_made(self) -> bool:
        return bool(self.kind or self.without or self.language or self.phrase)

    def of(self, stories: StoryQuerySet) -> StoryQuerySet:
        wanted = {"kind": self.kind, "language": self.language, "phrase__slug": self.phrase}
        return stories.filter(**{k: v for k, v in wanted.items() if v}).without(list(self.without))

    def query(self, **more: str) -> str:
        """The address's query, `?` included where there is one."""
        pairs = [(k, getattr(self, k)) for k in ("kind", "language", "phrase", "country")]
        pairs += [("without", slug) for slug in self.without] + list(more.items())
        pairs = [(k, v) for k, v in pairs if v]
        return f"?{urlencode(pairs)}" if pairs else ""


class ChooseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Pieces"), required=False, widget=forms.RadioSelect,
        choices=[("", _("All")), ("bare", _("Phrases")), ("story", _("Letters"))],
    )  # fmt: skip
    without = forms.MultipleChoiceField(
        label=_("Leave out letters that speak of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    phrase = forms.ChoiceField(label=_("Phrase"), required=False)

    def __init__(self, choice: Choice) -> None:
        super().__init__(
            initial={
                "kind": choice.kind,
                "without": list(choice.without),
                "language": choice.language,
                "phrase": choice.phrase,
            }
        )
        here = (get_language() or "en").split("-")[0]
        self.fields["without"].choices = ContentWarning.objects.values_list("slug", "name")
        self.fields["phrase"].choices = [
            ("", _("Any")),
            *Phrase.objects.filter(is_offered=True).values_list("slug", "tag"),
        ]
        spoken = [choice.language, *Phrase.objects.values_list("language", flat=True)]
        codes = sorted({code.split("-")[0] for code in spoken if code})
        named = sorted(((c, language_name(c, here)) for c in codes), key=lambda pair: pair[1])
        self.fields["language"].choices = [("", _("Any")), *named]


def next_letter(story: Story, choice: Choice) -> Story | None:
    return choice.of(Story.objects.filter(kind=Kind.STORY, id__lt=story.id)).order_by("-id").first()


def gentler_letter(story: Story) -> Story | None:
    """A letter that speaks of nothing on the list of warnings, other than this one."""
    quiet = Story.objects.filter(kind=Kind.STORY, warnings=None).exclude(detail="graphic")
    older = quiet.filter(id__lt=story.id).order_by("-id").first()
    return older or quiet.exclude(pk=story.pk).order_by("-id").first()
