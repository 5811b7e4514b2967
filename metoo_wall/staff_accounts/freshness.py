"""A second factor that was shown within five minutes, for what would hurt most from a stolen session.

Where it is older, what was posted is kept, encrypted, in the session; it comes back on a page of its own once the
factor has been shown again. So does what was posted after the session had come to rest, for the same person. Nothing
is done by itself, and nothing of it stands anywhere in clear.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from metoo_wall.cross_site import comes_from_here
from metoo_wall.sessions import ENDED_FOR
from metoo_wall.staff_accounts.sealing import Unreadable, seal, unseal

FRESH_SECONDS = 5 * 60
FACTOR_AT = "factor_at"
KEPT = "kept_forms"
KEPT_FIELD = "kept_form"
MOST_KEPT = 5  # the oldest goes
LARGE = 20
DOORS = ("login", "logout", "factor")
NOT_WORDS = ("csrfmiddlewaretoken", KEPT_FIELD)

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class KeptForm:
    name: str
    path: str
    fields: list[tuple[str, str]]


def note_factor(request: HttpRequest) -> None:
    """A factor was shown just now. The session gets another key, so that nobody rides along on the old one."""
    request.session[FACTOR_AT] = int(time.time())
    request.session.cycle_key()


def is_fresh(request: HttpRequest) -> bool:
    shown = request.session.get(FACTOR_AT, 0)
    return request.user.is_verified() and 0 <= time.time() - shown < FRESH_SECONDS


def fresh_factor_required(view: View) -> View:
    """For a view of staff: export, erasure, roles. A posted form is not lost (`ask_again`)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not is_fresh(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return guarded


def is_large_bulk(request: HttpRequest) -> bool:
    """An action of a list over more than 20 rows, or over all that match."""
    if request.method != "POST" or "_selected_action" not in request.POST:
        return False
    across = request.POST.get("select_across", "0") != "0"
    return across or len(request.POST.getlist("_selected_action")) > LARGE


def ask_again(request: HttpRequest) -> HttpResponse:
    """303 to the page that asks for the factor, and from there back to the same page or the kept form."""
    onward = request.get_full_path()
    if request.method == "POST":
        onward = _keep(request, str(request.user.pk))
    return _to("admin:factor", onward)


def sign_in_again(request: HttpRequest) -> HttpResponse | None:
    """303 to sign-in for a form of ours that was posted after its session had ended; None for any other."""
    account = request.session.get(ENDED_FOR)
    is_form = request.method == "POST" and request.resolver_match.url_name not in DOORS
    if account and is_form and comes_from_here(request):
        return _to("admin:login", _keep(request, account))
    return None


def _to(door: str, onward: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': onward})}", status=303)


def _keep(request: HttpRequest, account: str) -> str:
    """The address where it comes back."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_WORDS and not name.startswith("password")
        for value in values
    ]
    name = token_urlsafe(12)
    said = {"path": request.get_full_path(), "fields": fields, "account": account}
    sealed = seal(json.dumps(said)).decode()
    kept = [*request.session.get(KEPT, {}).items(), (name, sealed)]
    request.session[KEPT] = dict(kept[-MOST_KEPT:])
    return reverse("admin:kept_form", args=[name])


def kept_form(request: HttpRequest, name: str) -> KeptForm | None:
    sealed = request.session.get(KEPT, {}).get(name)
    if sealed is None:
        return None
    try:
        said = json.loads(unseal(sealed))
    except Unreadable:
        return None
    if said["account"] != str(request.user.pk):
        return None
    return KeptForm(name, said["path"], [tuple(field) for field in said["fields"]])


def forget_sent(request: HttpRequest) -> None:
    """Once a kept form was answered: its words are where they belong, or kept anew under another name."""
    kept = request.session.get(KEPT, {})
    if request.method == "POST" and kept.pop(request.POST.get(KEPT_FIELD, ""), None):
        request.session[KEPT] = kept
