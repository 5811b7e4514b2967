from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from metoo_wall.cross_site import same_site_posts
from stories import vault
from stories.desk.moderation import this_hour
from stories.intake import form_ids, hints, pages, sealed, sharing
from stories.intake.forms import ConcernForm, ShareForm
from stories.models.private import Concern, Submission
from stories.models.public import GoneStory, Story

MEANT = {"step", "phrase", "text", "form_id"}


@same_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        form = pages.new_share_form()
        return render(request, "stories/share.html", {"form": form, "phrase": form.first_phrase})
    if not MEANT.intersection(request.POST):
        raise BadRequest  # a body that did not arrive is no "me too"
    form = ShareForm(request.POST)
    fields = pages.fields_of(request.POST, form.fields)
    if request.POST.get("step") == "edit":
        return pages.show_next(request, "share", fields=_without_trap(fields))
    if not form.is_valid():
        return pages.show_next(request, "share", fields=_without_trap(fields), status=422)
    return _take(request, form, fields)


def _take(request: HttpRequest, form: ShareForm, fields: list[list[str]]) -> HttpResponse:
    """A valid form: preview or send; where words came too fast, or from an old page, the form again."""
    form_id = form_ids.read(form.cleaned_data["form_id"])
    draft = form.draft
    has_words = bool(draft.words)
    if has_words and form_id.is_too_fast:
        return pages.show_next(
            request, "share", fields=fields, status=429, notice="too-fast", wait=form_id.wait
        )
    if has_words and form_id.is_stale:
        return pages.show_next(
            request, "share", fields=_with_new_id(fields), status=422, notice="stale"
        )
    if "replace" in request.POST:
        return pages.show_next(request, "preview", fields=_with_neutral_word(request, form, fields))
    step = request.POST.get("step") or ("preview" if has_words else "send")
    if step == "preview":
        return pages.show_next(request, "preview", fields=fields)
    kept = sharing.keep(draft, form_id.value)
    return pages.show_next(
        request,
        "receipt",
        receipt=kept.receipt,
        public_id=kept.public_id,
        state=kept.state,
    )


def _without_trap(fields: list[list[str]]) -> list[list[str]]:
    return [pair for pair in fields if pair[0] != "website_address" or pair[1]]


def _with_neutral_word(
    request: HttpRequest, form: ShareForm, fields: list[list[str]]
) -> list[list[str]]:
    data = form.cleaned_data
    where = {"country": data["country"], "language": data["language"]}
    text = hints.replaced(data["text"], request.POST["replace"], **where)
    return [pair for pair in fields if pair[0] != "text"] + [["text", text]]


def _with_new_id(fields: list[list[str]]) -> list[list[str]]:
    return [pair for pair in fields if pair[0] != "form_id"] + [["form_id", form_ids.new()]]


@require_safe
def sealed_page(request: HttpRequest, token: str) -> HttpResponse:
    payload = sealed.unseal(token)
    if payload is None:
        return render(request, "stories/sealed_gone.html", status=410)
    return pages.show(request, payload, token)


@same_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, public_id: str) -> HttpResponse:
    story = Story.objects.filter(public_id=public_id).first()
    if story is None:
        if GoneStory.objects.filter(public_id=public_id).exists():
            return redirect("wall:story", public_id=public_id)
        raise Http404
    if request.method != "POST":
        form = ConcernForm(initial={"form_id": form_ids.new()})
        return render(request, "stories/concern.html", {"form": form, "story": story})
    form = ConcernForm(request.POST)
    if not form.is_valid():
        fields = pages.fields_of(request.POST, form.fields)
        return pages.show_next(request, "concern", fields=fields, public_id=public_id)
    if not _keep_concern(public_id, form.cleaned_data):
        return pages.go_to(request, reverse("wall:story", args=[public_id]))
    return pages.show_next(request, "concern-sent")


@transaction.atomic
def _keep_concern(public_id: str, said: dict) -> bool:
    """False where the story went meanwhile."""
    submission = Submission.objects.filter(public_id=public_id).first()
    if submission is None:
        return False
    text = said["text"]
    Concern.objects.create(
        submission=submission,
        reason=said["reason"],
        sealed_text=vault.seal(text) if text else None,
        received_at=this_hour(),
    )
    return True
