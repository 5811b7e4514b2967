"""The way from a POST to its page: what was typed is sealed, and the browser goes there by 303.

`stories/intake/shown.py` says how each kind of page looks.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from stories import sealed
from stories.desk import switch
from stories.intake.forms import ShareForm
from stories.intake.own_forms import ReceiptForm

ROOMS = dict.fromkeys(
    ("yours", "yours-unknown", "own", "edit", "edit-preview", "receipt-kept", "withdrawn"),
    "intake:own",
)
NOTICES = {
    "moved-on": lambda: _(
        "Something changed while this page was open. This is where your post is now."
    ),
    "changed": lambda: _(
        "Your words have arrived. A moderator reads them before they are on the wall."
    ),
    "changed-meanwhile": lambda: _(
        "This post was changed in another window since you opened this one. Your words are still here. "
        "Press once more to send them in place of the others."
    ),
    "paused": lambda: _(
        "New posts are paused just now, so this was not sent. Everything you wrote is still here. Please press once "
        "more in a while, or copy your words to a safe place."
    ),
    "closing": lambda: _(
        "This wall takes no new posts any more, so this was not sent. Everything you wrote is still here: you can copy it to a safe place."
    ),
    "too-fast": lambda: _(
        "That was very quick, so we waited. Everything is still here. Please press once more."
    ),
    "stale": lambda: _(
        "This form had been open for a long time. Everything is still here. Please press once more."
    ),
}


def show_next(request: HttpRequest, page: str, **payload) -> HttpResponse:
    """Seals a page and sends the browser there: 303, or JSON where our script asked.

    The page that was sent from closes: its address opens nothing any more.
    """
    if request.POST.get("token"):
        sealed.close(request.POST["token"])
    token = sealed.seal({"page": page, **payload})
    return go_to(request, reverse(ROOMS.get(page, "intake:sealed"), args=[token]))


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"location": address})
    return HttpResponse(status=303, headers={"Location": address})


def fields_of(post: QueryDict, names) -> list[list[str]]:
    """What was typed, as pairs that survive JSON and hidden fields (a browser turns NUL into \ufffd there)."""
    typed = ((name, value) for name in names if name in post for value in post.getlist(name))
    return [[name, value.replace("\0", "")] for name, value in typed]


def as_post(fields: list[list[str]]) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, value in fields:
        post.appendlist(name, value)
    return post


def with_field(fields: list[list[str]], name: str, value: str) -> list[list[str]]:
    """The same fields with one of them changed."""
    return [*([n, v] for n, v in fields if n != name), [name, value]]


def notice(payload: dict) -> str:
    return NOTICES.get(payload.get("notice", ""), str)()


def share_context(form: ShareForm) -> dict:
    """What the form for a post needs: the country's emergency numbers stand beside it, once one is chosen."""
    return {
        "form": form,
        "phrase": form.first_phrase,
        "country": form["country"].value() or "",
        "intake": switch.now().state,
        "closes_on": switch.now().closes_on,
    }


def yours_unknown_page(request: HttpRequest, payload: dict) -> HttpResponse:
    """The same for a number that never was and for one whose post was taken back."""
    wait = payload.get("wait")
    if not wait:
        context = {"kept": payload.get("kept", ""), "after": payload.get("after", "")}
        return render(request, "stories/yours_unknown.html", context, status=404)
    context = {
        "form": ReceiptForm(as_post(payload["fields"])),
        "minutes": wait // 60,
        "token": payload["token"],
    }
    answer = render(request, "stories/yours_later.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer
