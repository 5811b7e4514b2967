"""Coming back with a receipt. It travels in bodies only; every answer is a 303 to a sealed page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from metoo_wall.cross_site import same_site_posts
from stories.desk import moderation
from stories.intake import own, pages, sealed
from stories.intake.forms import AnswerForm, ReceiptForm
from stories.models.private import Submission


@same_site_posts
@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "stories/yours.html", {"form": ReceiptForm()})
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return pages.show_next(request, "yours", fields=pages.fields_of(request.POST, form.fields))
    receipt = form.cleaned_data["receipt"]
    submission = own.find(receipt)
    if submission is None:
        return pages.show_next(request, "yours-unknown")
    act = ACTS.get(request.POST.get("act", ""), _look)
    return act(request, submission, receipt)


def _look(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    return pages.show_next(request, "own", receipt=receipt)


def _withdraw(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    return pages.show_next(request, "own", receipt=receipt, asks="withdraw")


def _withdraw_now(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    try:
        moderation.withdraw(submission)
    except moderation.SubmissionChangedMeanwhile:
        return pages.show_next(request, "yours-unknown")
    return pages.show_next(request, "withdrawn")


def _agree(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    return _do(request, receipt, lambda: moderation.agree(submission))


def _answer(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        fields = pages.fields_of(request.POST, form.fields)
        return pages.show_next(request, "own", receipt=receipt, fields=fields)
    said = form.cleaned_data["text"]
    return _do(request, receipt, lambda: moderation.answer(submission, note=said))


def _close(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    sealed.close(request.POST.get("token", ""))
    return pages.go_to(request, reverse("wall:home"))


def _do(request: HttpRequest, receipt: str, verb: Callable[[], object]) -> HttpResponse:
    """A verb of the author's; where the state moved on meanwhile, the page says where it is now."""
    try:
        verb()
    except (moderation.ForbiddenTransition, moderation.SubmissionChangedMeanwhile):
        return pages.show_next(request, "own", receipt=receipt, notice="moved-on")
    return pages.show_next(request, "own", receipt=receipt)


ACTS: dict[str, Callable[[HttpRequest, Submission, str], HttpResponse]] = {
    "withdraw": _withdraw,
    "withdraw-now": _withdraw_now,
    "agree": _agree,
    "answer": _answer,
    "close": _close,
}
