"""The kinds of sealed page, and how each is shown."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stories.desk import waits
from stories.intake import editing, hints, own, pages, previews, receipts
from stories.intake.forms import ConcernForm, ShareForm
from stories.intake.own_forms import AnswerForm, AppealForm, ReceiptForm
from stories.models.private import UNDECIDED, State


def show(request: HttpRequest, payload: dict, token: str) -> HttpResponse:
    return SHOWN[payload["page"]](request, payload | {"token": token})


def share_page(request: HttpRequest, payload: dict) -> HttpResponse:
    form = ShareForm(pages.as_post(payload["fields"]))
    context = pages.share_context(form) | {
        "notice": pages.notice(payload),
        "token": payload["token"],
    }
    answer = render(request, "stories/share.html", context, status=payload.get("status", 200))
    if payload.get("wait"):
        answer["Retry-After"] = str(payload["wait"])
    return answer


def preview_page(request: HttpRequest, payload: dict) -> HttpResponse:
    form = ShareForm(pages.as_post(payload["fields"]))
    if not form.is_valid():  # a neutral word was longer than what it replaced
        return share_page(request, payload | {"status": 422})
    story = previews.story(form.draft, form.content_warnings)
    where = {"country": form.cleaned_data["country"], "language": story.language}
    context = {
        "story": story,
        "fields": payload["fields"],
        "token": payload["token"],
        **hints.beside(story.text, **where),
    }
    return render(request, "stories/preview.html", context)


def receipt_page(request: HttpRequest, payload: dict) -> HttpResponse:
    state, public_id = payload["state"], payload["public_id"]
    if state != State.WITHDRAWN and own.find(payload["receipt"]) is None:
        return pages.yours_unknown_page(request, payload)  # taken back since
    is_standing = state == State.PUBLISHED
    context = {
        "receipt": receipts.grouped(payload["receipt"]),
        "token": payload["token"],
        "story_url": reverse("wall:story", args=[public_id]) if is_standing else None,
        "is_waiting": state in UNDECIDED,
        "was_decided": not is_standing and state not in UNDECIDED,
        "already_withdrawn": state == State.WITHDRAWN,
        "usual_wait": waits.usual() if state in UNDECIDED else None,
        "asks_first": payload.get("asks_first", False),
    }
    return render(request, "stories/receipt.html", context)


def receipt_kept_page(request: HttpRequest, payload: dict) -> HttpResponse:
    return render(request, "stories/receipt_kept.html", {"again": payload.get("again", False)})


def concern_page(request: HttpRequest, payload: dict) -> HttpResponse:
    post = pages.as_post(payload["fields"])
    context = {"form": ConcernForm(post), "story": {"public_id": payload["public_id"]}}
    context |= {"token": payload["token"], **payload["onward"]}
    return render(request, "stories/concern.html", context, status=422)


def concern_sent_page(request: HttpRequest, payload: dict) -> HttpResponse:
    context = {"is_paused": payload.get("is_paused", False), **payload["onward"]}
    return render(request, "stories/concern_sent.html", context)


def yours_page(request: HttpRequest, payload: dict) -> HttpResponse:
    form = ReceiptForm(pages.as_post(payload["fields"]))
    return render(
        request, "stories/yours.html", {"form": form, "token": payload["token"]}, status=422
    )


def own_page(request: HttpRequest, payload: dict) -> HttpResponse:
    """The state as it is now, not as it was when the page was sealed."""
    submission = own.find(payload["receipt"])
    if submission is None:
        return pages.yours_unknown_page(request, payload)
    fields = payload.get("fields")
    typed = pages.as_post(fields) if fields else None
    act = payload.get("act", "")
    context = {
        "post": own.OwnPost(submission),
        "receipt": payload["receipt"],
        "grouped": receipts.grouped(payload["receipt"]),
        "token": payload["token"],
        "asks": payload.get("asks", ""),
        "kept": payload.get("kept", ""),
        "notice": pages.notice(payload),
        "answer_form": AnswerForm(typed if act == "answer" else None),
        "appeal_form": AppealForm(typed if act == "appeal" else None),
    }
    return render(request, "stories/own.html", context, status=422 if fields else 200)


def withdrawn_page(request: HttpRequest, payload: dict) -> HttpResponse:
    return render(request, "stories/withdrawn.html")


SHOWN: dict[str, Callable[[HttpRequest, dict], HttpResponse]] = {
    "share": share_page,
    "preview": preview_page,
    "receipt": receipt_page,
    "receipt-kept": receipt_kept_page,
    "concern": concern_page,
    "concern-sent": concern_sent_page,
    "yours": yours_page,
    "yours-unknown": pages.yours_unknown_page,
    "own": own_page,
    "edit": editing.edit_page,
    "edit-preview": editing.edit_preview_page,
    "withdrawn": withdrawn_page,
}
