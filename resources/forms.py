from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import country_name, is_country, language_name
from resources.countries import everywhere_else, named
from resources.finding import Found, Wish, base, find
from resources.models import Channel, Helpline, WhoFor

WITHOUT_SPEAKING = ("without-speaking", _("Without speaking"))
WAYS = [("", _("Any way")), WITHOUT_SPEAKING, *Channel.Kind.choices]
KEYS = ("country", "who", "way", "language", "open")


class HelplineChoice(forms.Form):
    """What a reader looks for; it lives in the address. A country without helplines here is a valid choice."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    who = forms.ChoiceField(
        label=_("For"), required=False, choices=[("", _("Anybody")), *WhoFor.choices]
    )
    way = forms.ChoiceField(label=_("How"), required=False, choices=WAYS)
    language = forms.ChoiceField(label=_("Language"), required=False)
    open = forms.ChoiceField(
        label=_("When"), required=False, choices=[("", _("Any time")), ("now", _("Open now"))]
    )

    def __init__(self, data: dict[str, str]) -> None:
        given = {key: data.get(key, "").strip() for key in KEYS}
        given["country"] = given["country"].upper()
        super().__init__(given, label_suffix="")
        code = given["country"] if is_country(given["country"]) else ""
        self.found: Found = find(code)
        self.fields["country"].choices = _countries()
        self.fields["language"].choices = _languages(self.found.here, given["language"])
        self.is_valid()

    def chosen(self, name: str) -> str:
        """What was chosen under `name`; "" where nothing was, or nothing that we know."""
        return self.cleaned_data.get(name, "")

    @property
    def country_code(self) -> str:
        return self.chosen("country")

    @property
    def country_name(self) -> str:
        return country_name(self.country_code, get_language())

    @property
    def wish(self) -> Wish:
        who, way, language = (self.chosen(name) for name in ("who", "way", "language"))
        return Wish(who, way, language, is_open=self.chosen("open") == "now")

    def query(self, **more: str) -> str:
        """The choice as the end of an address, with nothing in it that we do not know."""
        kept = {key: self.chosen(key) for key in KEYS if self.chosen(key)}
        return f"?{urlencode(kept | more)}" if kept | more else ""


def _countries() -> list:
    rows = Helpline.objects.published().exclude(country="").order_by("country")
    codes = list(rows.values_list("country", flat=True).distinct())
    return [
        ("", _("Choose a country")),
        (_("With helplines here"), named(codes, get_language())),
        (_("Emergency number only"), everywhere_else(codes)),
    ]


def _languages(lines: Iterable[Helpline], asked: str) -> list[tuple[str, str]]:
    spoken = {base(tag) for line in lines for tag in line.languages}
    if asked and language_name(asked, "en") != asked:
        spoken.add(asked)
    names = sorted((language_name(code, get_language()), code) for code in spoken)
    return [("", _("Any language")), *((code, name) for name, code in names)]
