"""What a reader chose to see. It lives in the address alone, and holds on every onward link."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Value
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import is_country, is_language, language_name, listed, sort_key
from stories.models.public import ContentWarning, Detail, Kind, Phrase, Story, StoryQuerySet
from stories.models.tallies import Figures

HEAVY_IN_A_ROW = 3


Known = tuple[Collection[str], Collection[str]]  # the slugs of warnings, and those of phrases


@dataclass(frozen=True)
class Choice:
    kind: str = ""
    without: tuple[str, ...] = ()
    language: str = ""
    phrase: str = ""
    country: str = ""  # for helplines only; no filter

    @classmethod
    def read(cls, query: QueryDict, known: "Known | None" = None) -> "Choice":
        """What does not exist is as if it were not asked. `known`: what there is to choose from, where it is at hand."""
        kind, language = query.get("kind", ""), query.get("language", "")
        country, phrase = query.get("country", ""), query.get("phrase", "")
        warnings, phrases = known or _known()
        return cls(
            kind=kind if kind in Kind.values else "",
            without=tuple(sorted(set(query.getlist("without")).intersection(warnings))),
            language=language if is_language(language) else "",
            phrase=phrase if phrase in phrases else "",
            country=country if is_country(country) else "",
        )

    @property
    def is_made(self) -> bool:
        return bool(self.kind or self.without or self.language or self.phrase)

    def of(self, stories: StoryQuerySet) -> StoryQuerySet:
        if self.kind:
            stories = stories.of_kind(self.kind)
        if self.language:
            stories = stories.in_language(self.language)
        if self.phrase:
            stories = stories.filter(phrase__slug=self.phrase)
        return stories.without(list(self.without))

    def only_phrases(self) -> "Choice":
        """What can be read on the heaviest day: phrases alone. What was left out, and the country, stay."""
        return Choice(kind=Kind.BARE, without=self.without, country=self.country)

    def onward(self) -> dict[str, str]:
        """For a page's links: the whole choice on those to the wall and its pieces, the country on those to helplines.
        Where a wall is long, phrases and letters are one press each."""
        here, wall = self.query(), reverse("wall:stories")
        return {
            "onward": here,
            "wall_url": wall + here,
            "help_query": self.help_query,
            "choose_url": reverse("wall:choose") + here,
            "phrases_url": wall + replace(self, kind=Kind.BARE).query(),
            "letters_url": wall + replace(self, kind=Kind.STORY).query(),
        }

    @property
    def help_query(self) -> str:
        """What of the choice the helplines' page understands: the country."""
        return f"?country={self.country}" if self.country else ""

    def query(self, **more: str) -> str:
        """The address's query, `?` included where there is one."""
        pairs = [(k, getattr(self, k)) for k in ("kind", "language", "phrase", "country")]
        pairs += [("without", slug) for slug in self.without] + list(more.items())
        pairs = [(k, v) for k, v in pairs if v]
        return f"?{urlencode(pairs)}" if pairs else ""


def names() -> tuple[dict[str, str], dict[str, str]]:
    """By slug: the names of all warnings in their order, and the tags of all phrases."""
    return (
        dict(ContentWarning.objects.values_list("slug", "name")),
        dict(Phrase.objects.values_list("slug", "tag")),
    )


def _known() -> Known:
    """The slugs of all warnings and of all phrases, in one question."""
    warnings = ContentWarning.objects.order_by().values_list(Value("warning"), "slug")
    phrases = Phrase.objects.order_by().values_list(Value("phrase"), "slug")
    both = list(warnings.union(phrases, all=True))
    return tuple(
        {slug for sort, slug in both if sort == wanted} for wanted in ("warning", "phrase")
    )


def run_of_heavy(query: QueryDict) -> int:
    """How many heavy letters were read in a row before this one, as the address says; at most three."""
    said = query.get("heavy", "")
    return (
        min(int(said), HEAVY_IN_A_ROW) if said.isascii() and said.isdigit() and len(said) < 3 else 0
    )


class ChooseForm(forms.Form):
    without = forms.MultipleChoiceField(
        label=_("Leave out letters that speak of"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = forms.ChoiceField(
        label=_("Pieces"), required=False, widget=forms.RadioSelect,
        choices=[("", _("All")), ("bare", _("Phrases")), ("story", _("Letters"))],
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), required=False)
    phrase = forms.ChoiceField(label=_("Phrase"), required=False)
    country = forms.CharField(required=False, widget=forms.HiddenInput)  # holds; chosen elsewhere

    def __init__(self, choice: Choice) -> None:
        super().__init__(
            initial={
                "kind": choice.kind,
                "without": list(choice.without),
                "language": choice.language,
                "phrase": choice.phrase,
                "country": choice.country,
            }
        )
        phrases = list(Phrase.objects.values_list("slug", "tag", "language", "is_offered"))
        self.fields["without"].choices = ContentWarning.objects.values_list("slug", "name")
        self.fields["phrase"].choices = [("", _("Any"))] + [
            (slug, tag) for slug, tag, _l, offered in phrases if offered or slug == choice.phrase
        ]
        spoken = [choice.language, *(language for _s, _t, language, _o in phrases), *_written()]
        self.fields["language"].choices = [("", _("Any")), *_named(spoken)]
        if not choice.country:
            del self.fields["country"]


def _written() -> list[str]:
    """The languages of letters, as the numbers name them: of those with few letters, too."""
    tables = Figures.objects.values_list("tables", flat=True).filter(pk=1).first() or {}
    return [code for code, _count in tables.get("language", [])]


def seen(choice: Choice, tags: Mapping[str, str]) -> str:
    """What was chosen, in words; `tags` by the slug of their phrase."""
    kinds = dict(ChooseForm.base_fields["kind"].choices)
    here = (get_language() or "en").split("-")[0]
    said = [kinds[choice.kind]] if choice.kind else []
    said += [language_name(choice.language, here)] if choice.language else []
    return listed(map(str, said + ([tags[choice.phrase]] if choice.phrase else [])))


def left_out(choice: Choice, names: Mapping[str, str]) -> str:
    """The names of the warnings that were left out, in the order of `names`, which are by slug."""
    return listed(name for slug, name in names.items() if slug in choice.without)


def _named(languages: list[str]) -> list[tuple[str, str]]:
    here = (get_language() or "en").split("-")[0]
    codes = sorted({code.split("-")[0] for code in languages if code})
    return sorted(
        ((c, language_name(c, here)) for c in codes), key=lambda pair: sort_key(pair[1], here)
    )


def next_piece(story: Story, choice: Choice) -> Story | None:
    """The next letter, or the next phrase where the reader chose phrases."""
    kind = choice.kind or Kind.STORY
    older = Story.objects.of_kind(kind).filter(id__lt=story.id)
    return choice.of(older).order_by("-id").first()


def gentler_address(story: Story, choice: Choice) -> str:
    """A letter of the choice that speaks of nothing on the list of warnings, other than this one; else phrases alone."""
    spoken = Story.warnings.through.objects.filter(story_id=OuterRef("pk"))
    letters = replace(choice, kind="").of(Story.objects.of_kind(Kind.STORY).filter(~Exists(spoken)))
    quiet = letters.exclude(detail=Detail.GRAPHIC).exclude(pk=story.pk)
    older = quiet.filter(id__lt=story.id).order_by("-id").first()
    found = older or quiet.order_by("-id").first()
    if found is None:
        return reverse("wall:stories") + choice.only_phrases().query()
    return found.get_absolute_url() + choice.query()
