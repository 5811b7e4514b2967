"""What an author can press on their own page. Each act takes the request, the submission and its receipt."""

from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from stories import sealed
from stories.desk import moderation
from stories.intake import editing, own, pages
from stories.intake.own_forms import AnswerForm, AppealForm
from stories.models.private import Part, Submission

Act = Callable[[HttpRequest, Submission, str], HttpResponse]


def look(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    return pages.show_next(request, "own", receipt=receipt)


def ask_whether_to_withdraw(
    request: HttpRequest, submission: Submission, receipt: str
) -> HttpResponse:
    return pages.show_next(request, "own", receipt=receipt, asks="withdraw")


def withdraw(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    try:
        moderation.withdraw(submission)
    except moderation.SubmissionChangedMeanwhile:
        return pages.show_next(request, "yours-unknown")
    return pages.show_next(request, "withdrawn")


def answer(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    asked, form = own.in_question(submission), AnswerForm(request.POST)
    fits = asked.state in moderation.TRANSITIONS["answer"].before
    if fits and not form.is_valid():
        return _again(request, receipt, form, "answer")
    kept = request.POST.get("text", "")
    return _do(request, receipt, lambda: moderation.answer(asked, note=_said(form, "text")), kept)


def appeal(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    declined, form = own.in_question(submission), AppealForm(request.POST)
    fits = declined.state in moderation.TRANSITIONS["appeal"].before
    if fits and not form.is_valid():
        return _again(request, receipt, form, "appeal")
    kept = request.POST.get("note", "")
    return _do(
        request, receipt, lambda: moderation.appeal(declined, note=_said(form, "note")), kept
    )


def _said(form, field: str) -> str:
    return form.cleaned_data[field] if form.is_valid() else ""


def agree(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    offer = request.POST.get("offer", "")
    return _do(request, receipt, lambda: moderation.agree(own.in_question(submission), offer=offer))


def discard(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    change = own.in_question(submission)
    return _do(request, receipt, lambda: moderation.discard(change))


def consent(
    request: HttpRequest, submission: Submission, receipt: str, **consents: bool
) -> HttpResponse:
    return _do(request, receipt, lambda: moderation.set_consents(submission, **consents))


def verb(
    request: HttpRequest,
    submission: Submission,
    receipt: str,
    does: Callable[[Submission], Submission],
) -> HttpResponse:
    return _do(request, receipt, lambda: does(submission))


def keep_receipt(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    """The author says that the number is written down: it is not shown again."""
    Submission.objects.filter(pk=submission.pk).update(is_receipt_kept=True)
    return pages.show_next(request, "receipt-kept")


def close(request: HttpRequest, submission: Submission, receipt: str) -> HttpResponse:
    sealed.close(request.POST.get("token", ""))
    return pages.go_to(request, reverse("wall:home"))


def _again(request: HttpRequest, receipt: str, form, act: str) -> HttpResponse:
    fields = pages.fields_of(request.POST, form.fields)
    return pages.show_next(request, "own", receipt=receipt, fields=fields, act=act)


def _do(
    request: HttpRequest, receipt: str, act: Callable[[], object], kept: str = ""
) -> HttpResponse:
    """A verb of the author's; where the state moved on meanwhile, the page says where it is now, and what was typed."""
    try:
        act()
    except (moderation.ForbiddenTransition, moderation.SubmissionChangedMeanwhile):
        return pages.show_next(request, "own", receipt=receipt, notice="moved-on", kept=kept)
    return pages.show_next(request, "own", receipt=receipt)


ACTS: dict[str, Act] = {
    "look": look,
    "withdraw": ask_whether_to_withdraw,
    "withdraw-now": withdraw,
    "agree": agree,
    "answer": answer,
    "appeal": appeal,
    "edit": partial(editing.begin, part=Part.LETTER),
    "edit-send": partial(editing.take, part=Part.LETTER),
    "add": partial(editing.begin, part=Part.AFTERWORD),
    "add-send": partial(editing.take, part=Part.AFTERWORD),
    "discard": discard,
    "remove-afterword": partial(verb, does=moderation.remove_afterword),
    "hide": partial(verb, does=moderation.hide),
    "show": partial(verb, does=moderation.show),
    "quote": partial(consent, may_quote=True),
    "do-not-quote": partial(consent, may_quote=False),
    "outlive": partial(consent, may_outlive=True),
    "do-not-outlive": partial(consent, may_outlive=False),
    "take-support": partial(consent, wants_support=True),
    "no-support": partial(consent, wants_support=False),
    "kept": keep_receipt,
    "close": close,
}
