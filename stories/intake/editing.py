"""Changing a post, or adding to it: the form, its preview, and what becomes of what was written."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stories.desk import moderation
from stories.intake import hints, own, pages, previews
from stories.intake.own_forms import AfterwordForm, EditForm
from stories.models.private import Part, Submission
from stories.models.public import Kind

FORMS = {Part.LETTER: EditForm, Part.AFTERWORD: AfterwordForm}


def begin(request: HttpRequest, submission: Submission, receipt: str, part: Part) -> HttpResponse:
    return pages.show_next(request, "edit", receipt=receipt, part=part)


def take(request: HttpRequest, submission: Submission, receipt: str, part: Part) -> HttpResponse:
    """One of the form's presses: look, put a neutral word, back to the form, or send."""
    form = _form(part, submission, request.POST)
    fields = pages.fields_of(request.POST, form.fields)
    carried = {"receipt": receipt, "part": part, "fields": fields}
    step = request.POST.get("step", "")
    if step == "edit" or not form.is_valid():
        return pages.show_next(request, "edit", **carried, status=200 if step == "edit" else 422)
    if "replace" in request.POST:
        text = hints.replaced(
            form.cleaned_data["text"],
            request.POST["replace"],
            country=submission.country,
            language=form.cleaned_data.get("language", submission.language),
        )
        return pages.show_next(
            request, "edit-preview", **carried | {"fields": pages.with_field(fields, "text", text)}
        )
    if step not in ("send", "send-down"):
        return pages.show_next(request, "edit-preview", **carried)
    return _send(request, submission, form, carried, takes_down=step == "send-down")


def _send(
    request: HttpRequest, submission: Submission, form: EditForm, carried: dict, *, takes_down: bool
) -> HttpResponse:
    edition = form.cleaned_data["edition"]
    part, receipt = carried["part"], carried["receipt"]
    stands = own.OwnPost(submission).stands_or_can
    try:
        if stands and not takes_down:
            moderation.revise(submission, form.draft, edition=edition, part=part)
        elif part == Part.LETTER:
            moderation.edit(submission, form.draft, edition=edition)
        else:
            raise moderation.ForbiddenTransition
    except moderation.SubmissionChangedMeanwhile:
        return _changed_meanwhile(request, submission, form, carried)
    except moderation.ForbiddenTransition:
        kept = form.cleaned_data["text"]
        return pages.show_next(request, "own", receipt=receipt, notice="moved-on", kept=kept)
    return pages.show_next(request, "own", receipt=receipt, notice="changed")


def _changed_meanwhile(
    request: HttpRequest, submission: Submission, form: EditForm, carried: dict
) -> HttpResponse:
    """Somebody else with the receipt, or another window, was faster: the words stay, the next press counts."""
    now = Submission.objects.filter(pk=submission.pk).first()
    if now is None:
        return pages.show_next(request, "yours-unknown", kept=form.cleaned_data["text"])
    if own.in_question(now).words.text == form.draft.words.text:  # a double press
        return pages.show_next(request, "own", receipt=carried["receipt"], notice="changed")
    fields = pages.with_field(carried["fields"], "edition", str(now.edition))
    again = carried | {"fields": fields, "status": 409, "notice": "changed-meanwhile"}
    return pages.show_next(request, "edit", **again)


def edit_page(request: HttpRequest, payload: dict) -> HttpResponse:
    submission = own.find(payload["receipt"])
    if submission is None:
        return pages.yours_unknown_page(request, payload)
    part = Part(payload["part"])
    fields = payload.get("fields")
    typed = pages.as_post(fields) if fields else None
    form = _form(part, submission, typed) if fields else _first(submission, part)
    context = {
        "post": own.OwnPost(submission),
        "form": form,
        "part": part,
        "receipt": payload["receipt"],
        "token": payload["token"],
        "notice": pages.notice(payload),
    }
    return render(request, "stories/own_edit.html", context, status=payload.get("status", 200))


def _first(submission: Submission, part: Part) -> EditForm | AfterwordForm:
    """The form with the words to begin from: a change that waits, else the author's own, else what stands."""
    change = Submission.objects.filter(revises=submission, part=part).first()
    source = change or submission
    post = own.OwnPost(source)
    if part == Part.AFTERWORD:
        text = post.own.text if change else post.own.afterword or post.published.afterword
    else:
        text = post.own.text or post.published.text
    initial = {
        "text": text,
        "name": post.own.name or post.published.name,
        "phrase": source.phrase.slug if source.phrase else "",
        "warnings": [w.slug for w in post.speaks_of],
        "detail": source.detail,
        "language": source.language,
        "edition": submission.edition,
    }
    return _form(part, submission, None, initial=initial)


def _form(part: Part, submission: Submission, typed, **options) -> EditForm | AfterwordForm:
    return FORMS[part](typed, kept_phrase=submission.phrase, **options)


def edit_preview_page(request: HttpRequest, payload: dict) -> HttpResponse:
    submission = own.find(payload["receipt"])
    if submission is None:
        return pages.yours_unknown_page(request, payload)
    part = Part(payload["part"])
    form = _form(part, submission, pages.as_post(payload["fields"]))
    if not form.is_valid():  # a neutral word was longer than what it replaced
        return edit_page(request, payload | {"status": 422})
    story = previews.story(form.draft, form.content_warnings)
    where = {"country": submission.country, "language": story.language}
    context = {
        "post": own.OwnPost(submission),
        "story": story,
        "part": part,
        "fields": payload["fields"],
        "receipt": payload["receipt"],
        "token": payload["token"],
        "is_bare": story.kind == Kind.BARE,
        **hints.beside(story.text, **where),
    }
    return render(request, "stories/own_preview.html", context)
