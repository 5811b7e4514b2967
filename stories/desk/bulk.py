"""Bare posts taken down many at a time: each by its own verb, what changed meanwhile told apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metoo_wall.staff_accounts.freshness import LARGE, ask_again, is_fresh
from stories.desk import moderation
from stories.desk.forms import ReasonForm
from stories.models.private import Reason, Submission
from stories.models.public import Kind

MOST = 1000  # in one press: each is a transaction of its own
LONGEST_ID = 19  # digits of a BigAutoField


@dataclass(frozen=True)
class Outcome:
    done: int
    changed: int = 0  # decided by somebody else, or taken back, since they were chosen
    refused: int = 0  # not for this account to decide: a colleague has it, or the role is gone


def take_down(chosen: Iterable[int], *, by, reason: Reason, note: str = "") -> Outcome:
    """Takes down the bare posts of these ids, each in a transaction of its own: what fails leaves the others done."""
    ids = set(chosen)
    done = refused = 0
    for submission in Submission.objects.filter(pk__in=ids, kind=Kind.BARE).iterator():
        try:
            moderation.take_down(submission, by=by, reason=reason, note=note)
            done += 1
        except (moderation.NotAllowed, moderation.SomebodyElseReads):
            refused += 1
        except moderation.ModerationError:
            continue
    return Outcome(done, len(ids) - done - refused, refused)


def take_down_chosen(admin, request: HttpRequest, queryset) -> HttpResponse | None:
    """The list's action: asks for a reason first, then says how many went and how many had changed."""
    chosen = _chosen(request, queryset)
    if len(chosen) > LARGE and not is_fresh(request):
        return ask_again(request)
    form = ReasonForm(
        request.POST if "confirmed" in request.POST else None, kind=Reason.Kind.TAKE_DOWN
    )
    if form.is_bound and form.is_valid():
        _say(request, take_down(chosen, by=request.user, **form.said))
        return None
    context = {
        **admin.admin_site.each_context(request),
        "title": _("Take down"),
        "number": len(chosen),
        "chosen": ",".join(map(str, chosen)),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(
        request, "admin/stories/submission/take_down_many.html", context, status=status
    )


take_down_chosen.short_description = gettext_lazy("Take the chosen ones off the wall")


def _chosen(request: HttpRequest, queryset) -> list[int]:
    """Those that the list ticked, or the newest of all that match; from the second page on in one field: a form has at
    most 200."""
    if "chosen" in request.POST:
        said = request.POST["chosen"].split(",")
    elif request.POST.get("select_across") == "1":
        return list(queryset.values_list("pk", flat=True)[:MOST])
    else:
        said = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return [int(pk) for pk in said[:MOST] if pk.isdecimal() and len(pk) < LONGEST_ID]


def _say(request: HttpRequest, outcome: Outcome) -> None:
    done = ngettext("%(n)d post is off the wall.", "%(n)d posts are off the wall.", outcome.done)
    messages.success(request, done % {"n": outcome.done})
    if outcome.refused:
        refused = ngettext(
            "%(n)d is not yours to decide, and was left as it is.",
            "%(n)d are not yours to decide, and were left as they are.",
            outcome.refused,
        )
        messages.warning(request, refused % {"n": outcome.refused})
    if outcome.changed:
        changed = ngettext(
            "%(n)d had changed meanwhile and was left as it is.",
            "%(n)d had changed meanwhile and were left as they are.",
            outcome.changed,
        )
        messages.warning(request, changed % {"n": outcome.changed})
