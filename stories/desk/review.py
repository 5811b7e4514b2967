"""Review inside the admin: what is known first, the text on a press, then one verb."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from stories.desk import moderation, roles
from stories.desk.forms import PublishForm, ReasonForm
from stories.models.private import Reason, Submission

QUEUE = "admin:stories_submission_changelist"
REVIEW = "admin:stories_submission_review"
SAID = {
    "published": lambda: _("Published. It is on the wall now."),
    "offered": lambda: _("The author asked to see it first: it waits for their OK."),
    "asked": lambda: _("Your question waits for the author."),
    "declined": lambda: _("Declined. The author will read the reason."),
    "taken_down": lambda: _("Taken down. It is off the wall, and its words are erased."),
}


def review(request: HttpRequest, pk: int, admin_site) -> HttpResponse:
    """GET shows what is known; the text comes with `?open=1` only. POST carries one verb."""
    if not roles.may_moderate(request.user):
        raise PermissionDenied
    submission = get_object_or_404(Submission.objects.select_related("phrase"), pk=pk)
    forms = _forms(request, submission)
    if request.method == "POST" and request.POST.get("verb") in VERBS:
        answer = _decide(request, submission, forms)
        if answer:
            return answer
        submission.refresh_from_db()
    context = {
        **admin_site.each_context(request),
        "title": _("Review"),
        "submission": submission,
        "facts": submission.warnings.all(),
        "is_open": request.method == "POST" or "open" in request.GET,
        "may": {verb for verb, t in moderation.TRANSITIONS.items() if submission.state in t.before},
        "decisions": submission.decisions.select_related("note"),
        "concerns": submission.concerns.all(),
        "marks": moderation.redaction_marks(submission.language),
        **forms,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/stories/submission/review.html", context, status=status)


def _forms(request: HttpRequest, submission: Submission) -> dict:
    verb = request.POST.get("verb")

    def data(mine: str):
        return request.POST if verb == mine else None

    words = submission.words
    initial = {"text": words.text, "warnings": submission.warnings.all()}
    return {
        "words": words,
        "publish_form": PublishForm(data("publish"), initial=initial),
        "ask_form": ReasonForm(data("ask"), kind=Reason.Kind.ASK),
        "decline_form": ReasonForm(data("decline"), kind=Reason.Kind.DECLINE),
        "take_down_form": ReasonForm(data("take_down"), kind=Reason.Kind.TAKE_DOWN),
    }


def _decide(request: HttpRequest, submission: Submission, forms: dict) -> HttpResponse | None:
    """Does it and goes back to the queue; None where the form must be shown again."""
    verb = request.POST["verb"]
    form = forms[f"{verb}_form"]
    if not form.is_valid():
        return None
    try:
        submission = VERBS[verb](submission, form.cleaned_data, request.user)
    except moderation.RedactionRefused as refused:
        form.add_error(None if verb != "publish" else "text", _refused(refused.difference))
        return None
    except (moderation.ForbiddenTransition, moderation.SubmissionChangedMeanwhile):
        messages.warning(
            request,
            _("Somebody has decided about this post meanwhile. Nothing of yours was saved."),
        )
        return redirect(REVIEW, pk=submission.pk) if _exists(submission) else redirect(QUEUE)
    messages.success(request, SAID[submission.state]())
    return redirect(QUEUE)


def _exists(submission: Submission) -> bool:
    return Submission.objects.filter(pk=submission.pk).exists()


def _refused(difference) -> str:
    return _(
        "These are not the author's words: near “%(near)s”. Only take words out, leaving […], "
        "or put a role of the list in their place."
    ) % {"near": difference.near.replace("\n", " ")}


def _publish(submission: Submission, said: dict, by) -> Submission:
    return moderation.publish(
        submission,
        by=by,
        redacted=said["text"],
        name="" if said["drop_name"] else None,
        warnings=said["warnings"],
    )


VERBS = {
    "publish": _publish,
    "ask": lambda s, said, by: moderation.ask(s, by=by, question=said["reason"], note=said["note"]),
    "decline": lambda s, said, by: moderation.decline(
        s, by=by, reason=said["reason"], note=said["note"]
    ),
    "take_down": lambda s, said, by: moderation.take_down(
        s, by=by, reason=said["reason"], note=said["note"]
    ),
}
