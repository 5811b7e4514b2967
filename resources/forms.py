from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from metoo_wall.places import country_name, is_country
from resources.models import Helpline, WhoFor

WAYS = [("", _("Any way")), ("without-speaking", _("Without speaking (text, chat, e-mail)"))]


def countries_with_helplines() -> list[tuple[str, str]]:
    """Codes and names, named and sorted in the reader's language."""
    codes = Helpline.objects.listed().exclude(country="").order_by("country")
    named = [
        (code, country_name(code, get_language()))
        for code in codes.values_list("country", flat=True).distinct()
    ]
    return sorted(named, key=lambda item: item[1].casefold())


class HelplineChoice(forms.Form):
    """What a reader looks for. A country that exists and has no helplines here is a valid choice."""

    country = forms.ChoiceField(label=_("Country"), required=False)
    who = forms.ChoiceField(
        label=_("For"), required=False, choices=[("", _("Anybody")), *WhoFor.choices]
    )
    way = forms.ChoiceField(label=_("How"), required=False, choices=WAYS)

    def __init__(self, data: dict[str, str]) -> None:
        data = {**data, "country": data.get("country", "").strip().upper()}
        super().__init__(data, label_suffix="")
        self.listed = countries_with_helplines()
        code = data["country"]
        known = code in dict(self.listed) or not is_country(code)
        extra = [] if known else [(code, country_name(code, get_language()))]
        self.fields["country"].choices = [("", _("Choose a country")), *self.listed, *extra]

    def chosen(self, name: str) -> str:
        """What was chosen under `name`; "" where nothing was, or nothing that we know."""
        return self.cleaned_data.get(name, "")
