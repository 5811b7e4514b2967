"""The kinds of sealed page: what each carries, and how it is shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stories.intake import form_ids, hints, own, receipts, sealed
from stories.intake.forms import AnswerForm, ConcernForm, ReceiptForm, ShareForm
from stories.models.private import UNDECIDED, State
from stories.models.public import Kind, Phrase, Story
from stories.text import render as text_render

ROOMS = dict.fromkeys(("yours", "yours-unknown", "own", "withdrawn"), "intake:own")
NOTICES = {
    "moved-on": lambda: _("Your post had moved on meanwhile. This is where it is now."),
    "too-fast": lambda: _(
        "That was very quick, so we waited. Everything is still here. Please press once more."
    ),
    "stale": lambda: _(
        "This form had been open for a long time. Everything is still here. Please press once more."
    ),
}


def show_next(request: HttpRequest, page: str, **payload) -> HttpResponse:
    """Seals a page and sends the browser there: 303, or JSON where our script asked."""
    token = sealed.seal({"page": page, **payload})
    return go_to(request, reverse(ROOMS.get(page, "intake:sealed"), args=[token]))


def go_to(request: HttpRequest, address: str) -> HttpResponse:
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"location": address})
    return HttpResponse(status=303, headers={"Location": address})


def show(request: HttpRequest, payload: dict, token: str) -> HttpResponse:
    return SHOWN[payload["page"]](request, payload | {"token": token})


def fields_of(post: QueryDict, names) -> list[list[str]]:
    """What was typed, as pairs that survive JSON and hidden fields (a browser turns NUL into \ufffd there)."""
    typed = ((name, value) for name in names if name in post for value in post.getlist(name))
    return [[name, value.replace("\0", "")] for name, value in typed]


def as_post(fields: list[list[str]]) -> QueryDict:
    post = QueryDict(mutable=True)
    for name, value in fields:
        post.appendlist(name, value)
    return post


def share_page(request: HttpRequest, payload: dict) -> HttpResponse:
    notice = NOTICES.get(payload.get("notice", ""), str)()
    form = ShareForm(as_post(payload["fields"]))
    answer = render(
        request,
        "stories/share.html",
        {"form": form, "notice": notice, "phrase": form.first_phrase},
        status=payload.get("status", 200),
    )
    if payload.get("wait"):
        answer["Retry-After"] = str(payload["wait"])
    return answer


def preview_page(request: HttpRequest, payload: dict) -> HttpResponse:
    form = ShareForm(as_post(payload["fields"]))
    form.full_clean()
    story = preview(form)
    where = {"country": form.cleaned_data["country"], "language": story.language}
    context = {
        "story": story,
        "fields": payload["fields"],
        "suggestions": hints.suggestions(story.text, **where),
    }
    return render(request, "stories/preview.html", context)


def preview(form: ShareForm) -> Story:
    """The story as publication would make it, of a valid form; nothing is saved."""
    draft = form.draft
    text = draft.words.text
    story = Story(
        kind=Kind.STORY if text else Kind.BARE,
        phrase=Phrase.objects.filter(pk=draft.phrase_id).first(),
        name=draft.words.name,
        text=text,
        html=text_render.render(text),
        opening=text_render.opening(text),
        reading_minutes=text_render.reading_minutes(text),
        detail=draft.detail,
        language=draft.language,
    )
    story.speaks_of = [w for w in form.content_warnings if w.id in draft.warnings]
    return story


def receipt_page(request: HttpRequest, payload: dict) -> HttpResponse:
    state, public_id = payload["state"], payload["public_id"]
    is_standing = state == State.PUBLISHED
    context = {
        "receipt": receipts.grouped(payload["receipt"]),
        "story_url": reverse("wall:story", args=[public_id]) if is_standing else None,
        "is_waiting": state in UNDECIDED,
        "was_decided": not is_standing and state not in UNDECIDED,
        "already_withdrawn": state == State.WITHDRAWN,
    }
    return render(request, "stories/receipt.html", context)


def concern_page(request: HttpRequest, payload: dict) -> HttpResponse:
    post = as_post(payload["fields"])
    context = {"form": ConcernForm(post), "story": {"public_id": payload["public_id"]}}
    return render(request, "stories/concern.html", context, status=422)


def concern_sent_page(request: HttpRequest, payload: dict) -> HttpResponse:
    return render(request, "stories/concern_sent.html")


def yours_page(request: HttpRequest, payload: dict) -> HttpResponse:
    form = ReceiptForm(as_post(payload["fields"]))
    return render(request, "stories/yours.html", {"form": form}, status=422)


def yours_unknown_page(request: HttpRequest, payload: dict) -> HttpResponse:
    return render(request, "stories/yours_unknown.html", status=404)


def own_page(request: HttpRequest, payload: dict) -> HttpResponse:
    """The state as it is now, not as it was when the page was sealed."""
    submission = own.find(payload["receipt"])
    if submission is None:
        return yours_unknown_page(request, payload)
    fields = payload.get("fields")
    context = {
        "post": own.OwnPost(submission),
        "receipt": payload["receipt"],
        "token": payload["token"],
        "asks": payload.get("asks", ""),
        "notice": NOTICES.get(payload.get("notice", ""), str)(),
        "form": AnswerForm(as_post(fields)) if fields else AnswerForm(),
    }
    return render(request, "stories/own.html", context, status=422 if fields else 200)


def withdrawn_page(request: HttpRequest, payload: dict) -> HttpResponse:
    return render(request, "stories/withdrawn.html")


SHOWN: dict[str, Callable[[HttpRequest, dict], HttpResponse]] = {
    "share": share_page,
    "preview": preview_page,
    "receipt": receipt_page,
    "concern": concern_page,
    "concern-sent": concern_sent_page,
    "yours": yours_page,
    "yours-unknown": yours_unknown_page,
    "own": own_page,
    "withdrawn": withdrawn_page,
}


def new_share_form() -> ShareForm:
    return ShareForm(
        initial={
            "form_id": form_ids.new(),
            "when_published": "now",
            "language": (get_language() or "en").split("-")[0],
        }
    )
