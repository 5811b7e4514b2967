from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from metoo_wall.cross_site import same_site_posts
from metoo_wall.places import is_country
from stories import sealed, turns
from stories.desk.moderation import Draft
from stories.intake import form_ids, hints, lanes, pages, press, sharing, shown
from stories.intake.forms import ShareForm

MEANT = {"step", "phrase", "text", "form_id"}


@same_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = _new_share_form(request.GET.get("country", ""))
        return render(request, "stories/share.html", pages.share_context(form))
    if press.TOKEN in request.META:
        return pages.go_to(request, reverse("intake:sealed", args=[request.META[press.TOKEN]]))
    if not MEANT.intersection(request.POST):
        raise BadRequest  # a body that did not arrive is no "me too"
    bare = press.draft_of(request.POST)
    if bare:
        fields = pages.fields_of(request.POST, ("phrase", "form_id"))
        return _take(request, bare, press.form_id_of(request), fields)
    form = ShareForm(request.POST)
    fields = pages.fields_of(request.POST, form.fields)
    if request.POST.get("step") == "edit":
        return pages.show_next(request, "share", fields=_without_trap(fields))
    if not form.is_valid():
        return pages.show_next(request, "share", fields=_without_trap(fields), status=422)
    return _take(request, form.draft, form_ids.read(form.cleaned_data["form_id"]), fields, form)


def _new_share_form(country: str) -> ShareForm:
    return ShareForm(
        initial={
            "form_id": form_ids.new(),
            "when_published": "now",
            "country": country if is_country(country) else "",
            "language": (get_language() or "en").split("-")[0],
        }
    )


def _take(
    request: HttpRequest,
    draft: Draft,
    form_id: form_ids.FormId,
    fields: list[list[str]],
    form: ShareForm | None = None,
) -> HttpResponse:
    """A valid post: preview or send; where words came too fast, or from an old page, the form again."""
    if lanes.is_paused() and not sharing.was_kept(draft, form_id.value):
        notice = "closing" if lanes.is_closing() else "paused"
        again = {"status": 503, "notice": notice, "wait": lanes.PAUSE_SECONDS}
        return pages.show_next(request, "share", fields=fields, **again)
    has_words = bool(draft.words)
    if has_words and form_id.is_too_fast:
        return pages.show_next(
            request, "share", fields=fields, status=429, notice="too-fast", wait=form_id.wait
        )
    if has_words and form_id.is_stale:
        return pages.show_next(
            request,
            "share",
            fields=pages.with_field(fields, "form_id", form_ids.new()),
            status=422,
            notice="stale",
        )
    if form and "replace" in request.POST:
        return pages.show_next(request, "preview", fields=_with_neutral_word(request, form, fields))
    step = request.POST.get("step") or ("preview" if has_words else "send")
    if step == "preview":
        return pages.show_next(request, "preview", fields=fields)
    slow = press.lane_of(request, draft)
    if has_words or slow:
        return _show_receipt(request, sharing.keep(draft, form_id.value, slow))
    with turns.writing():  # it and its page by one commit: the disk is asked once
        return _show_receipt(request, sharing.keep(draft, form_id.value, slow))


def _show_receipt(request: HttpRequest, kept: sharing.Kept) -> HttpResponse:
    if kept.is_receipt_kept:
        return pages.show_next(request, "receipt-kept", again=True)
    return pages.show_next(
        request,
        "receipt",
        receipt=kept.receipt,
        public_id=kept.public_id,
        state=kept.state,
        asks_first=kept.asks_first,
    )


def _without_trap(fields: list[list[str]]) -> list[list[str]]:
    return [pair for pair in fields if pair[0] != "website_address" or pair[1]]


def _with_neutral_word(
    request: HttpRequest, form: ShareForm, fields: list[list[str]]
) -> list[list[str]]:
    data = form.cleaned_data
    where = {"country": data["country"], "language": data["language"]}
    text = hints.replaced(data["text"], request.POST["replace"], **where)
    return pages.with_field(fields, "text", text)


@require_safe
def sealed_page(request: HttpRequest, token: str) -> HttpResponse:
    payload = sealed.unseal(token)
    if payload is None:
        return render(request, "stories/sealed_gone.html", status=410)
    return shown.show(request, payload, token)
