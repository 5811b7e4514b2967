"""A reader tells the moderators something about a story: no account, and nothing kept of who it was."""

import hashlib
import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from metoo_wall import throttle
from metoo_wall.cross_site import same_site_posts
from stories.desk import concerns
from stories.intake import form_ids, pages
from stories.intake.forms import ConcernForm
from stories.models.public import GoneStory, Story
from stories.wall.choosing import Choice


@same_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: HttpRequest, public_id: str) -> HttpResponse:
    if request.method != "POST":
        return _ask(request, public_id)
    form = ConcernForm(request.POST)
    if not form.is_valid():
        _refuse_what_never_was(public_id)
        fields = pages.fields_of(request.POST, form.fields)
        return _show_next(request, "concern", fields=fields, public_id=public_id)
    kept = _keep(request, public_id, form.cleaned_data)
    if kept is None:
        _refuse_what_never_was(public_id)
        return pages.go_to(request, _its_page(request, public_id))
    return _show_next(request, "concern-sent", is_paused=kept.is_paused)


def _show_next(request: HttpRequest, page: str, **payload) -> HttpResponse:
    """The reader's choice goes with them through the sealed page."""
    onward = Choice.read(request.GET).onward()
    return pages.show_next(request, page, onward=onward, **payload)


def digest(form_id: str, public_id: str, said: dict) -> bytes:
    """Of a form and what was said in it: 32 bytes, unique in the database, so that a form sent twice is one concern.

    HMAC-SHA-256 under a receipt key; neither the form's id nor the words can be read from it, and a day later it is
    blanked (`stories.desk.concerns.forget_forms`).
    """
    key = next(iter(settings.RECEIPT_KEYS.values()))
    words = hashlib.sha256(said["text"].encode()).hexdigest()
    parts = ("concern", form_id, public_id, said["reason"], words)
    return hmac.digest(key, "\0".join(parts).encode(), "sha256")


def _ask(request: HttpRequest, public_id: str) -> HttpResponse:
    if not Story.objects.filter(public_id=public_id).exists():
        _refuse_what_never_was(public_id)
        return redirect(_its_page(request, public_id))
    form = ConcernForm(initial={"form_id": form_ids.new()})
    onward = Choice.read(request.GET).onward()
    context = {"form": form, "story": {"public_id": public_id}, **onward}
    return render(request, "stories/concern.html", context)


def _its_page(request: HttpRequest, public_id: str) -> str:
    """With the reader's choice: where the story went meanwhile, the next one is of it, too."""
    return reverse("wall:story", args=[public_id]) + Choice.read(request.GET).query()


def _keep(request: HttpRequest, public_id: str, said: dict) -> concerns.Kept | None:
    form_id = form_ids.read(said["form_id"]).value
    return concerns.keep(
        public_id,
        reason=said["reason"],
        text=said["text"],
        form_digest=digest(form_id, public_id, said),
        source=throttle.bucket(request),
    )


def _refuse_what_never_was(public_id: str) -> None:
    known = (Story, GoneStory)
    if not any(model.objects.filter(public_id=public_id).exists() for model in known):
        raise Http404
