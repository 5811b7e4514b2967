"""Countries as a reader meets them: by name, in their language and its order. Nothing asks an address where it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from django.utils import timezone
from django.utils.translation import get_language

from metoo_wall.places import country_name, country_names, sort_key
from resources.dates import leaves_the_list
from resources.models import Channel, Helpline


@dataclass
class Country:
    """One entry of the index: its lines that are listed now, and how one reaches them."""

    code: str
    name: str
    lines: int = 0
    kinds: set[str] = field(default_factory=set)

    @property
    def has_ways_without_speaking(self) -> bool:
        return not self.kinds.isdisjoint(Channel.WITHOUT_SPEAKING)


def named(codes: Iterable[str], language: str) -> list[tuple[str, str]]:
    pairs = [(code, country_name(code, language)) for code in codes]
    return sorted(pairs, key=lambda pair: sort_key(pair[1], language))


def index() -> list[Country]:
    """Every country with a published helpline, even where each of them is too long overdue to be listed."""
    found: dict[str, Country] = {}
    rows = Helpline.objects.published().exclude(country="")
    lines: set[int] = set()
    for pk, code, due, kind in rows.values_list("pk", "country", "next_due_on", "channels__kind"):
        country = found.setdefault(code, Country(code, country_name(code, get_language())))
        if due is None or leaves_the_list(due) <= timezone.localdate():
            continue
        country.kinds.add(kind)
        country.lines += pk not in lines
        lines.add(pk)
    return sorted(found.values(), key=lambda c: sort_key(c.name, get_language()))


def by_letter(countries: list[Country]) -> list[tuple[str, list[Country]]]:
    def letter(country: Country) -> str:
        return sort_key(country.name, get_language())[:1].upper()

    return [(first, list(group)) for first, group in groupby(countries, key=letter)]


def everywhere_else(codes: Iterable[str]) -> list[tuple[str, str]]:
    """All countries but these: for them there is an emergency number, or the advice to call it."""
    return named(set(country_names("en")) - set(codes), get_language())
