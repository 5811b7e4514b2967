"""The page somebody is on, in the other languages: what the switcher links to and search engines are told."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri

from metoo_wall.languages import SOURCE, direction
from metoo_wall.middleware import is_staff_path

# Pages that cannot be opened a second time, or only by a press: what stands in their place.
INSTEAD = {
    "intake:sealed": "intake:share",
    "intake:own": "intake:yours",
    "intake:support": "wall:home",
    "resources:did-not-work": "resources:helplines",
}
HOME = "wall:home"
LONGEST_QUERY = 1000  # characters; every filter of the wall at once takes some 400


@dataclass(frozen=True)
class Way:
    code: str
    name: str
    address: str
    is_here: bool

    @property
    def direction(self) -> str:
        return direction(self.code)

    @property
    def is_source(self) -> bool:
        return self.code == SOURCE


def ways(request: HttpRequest) -> list[Way]:
    """One for each language that can be chosen, in their order."""
    here = translation.get_language()
    return [
        Way(code, name, address_in(request, code), code == here)
        for code, name in settings.LANGUAGES
    ]


def address_in(request: HttpRequest, code: str) -> str:
    """The same page with its query; the home page where there is none, as on an error page of the desk."""
    match = request.resolver_match
    with translation.override(code):
        if match is None or request.method not in ("GET", "HEAD") or is_staff_path(request):
            return reverse(HOME)
        if match.view_name in INSTEAD:
            return reverse(INSTEAD[match.view_name])
        return reverse(match.view_name, args=match.args, kwargs=match.kwargs) + _query(request)


def _query(request: HttpRequest) -> str:
    query = iri_to_uri(request.META.get("QUERY_STRING", ""))
    return f"?{query}" if 0 < len(query) <= LONGEST_QUERY else ""
