"""Readers' concerns on the desk: one row a story, however many there are; settled in one press, with a reason."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_list_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stories.desk import care, concerns, moderation, roles
from stories.desk.submission_admin import ReadOnlyAdmin
from stories.models.private import STANDING, ConcernPolicy, Decision, Reason, Submission

DESK = "admin:stories_concern_changelist"
SETTLE = "admin:stories_concern_settle"
ROWS = 50
STALE = (moderation.ForbiddenTransition, moderation.SubmissionChangedMeanwhile)


class SettleForm(forms.Form):
    """One reason: to leave it as it is, or to take it down. `seen` is the newest concern on the page."""

    reason = forms.ModelChoiceField(
        label=_("Reason"),
        queryset=Reason.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason: it is written down.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def __init__(self, *args, kind: str, **kwargs) -> None:
        super().__init__(*args, prefix=kind, **kwargs)
        self.fields["reason"].queryset = Reason.objects.filter(kind=kind)


class ConcernAdmin(ReadOnlyAdmin):
    """Its own pages in place of the admin's: a concern has no form and no history."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.desk_view), name="stories_concern_changelist"),
            path("<int:pk>/settle/", wrap(self.settle_view), name="stories_concern_settle"),
        ]

    def desk_view(self, request: HttpRequest) -> HttpResponse:
        self._refuse_strangers(request)
        page = Paginator(concerns.open_by_story(), ROWS).get_page(request.GET.get("page"))
        context = {
            "title": _now("Concerns of readers"),
            "rows": concerns.rows(page.object_list),
            "page": page,
            "leaves": care.of(request.user).leaves,
        }
        return self._page(request, "desk", **context)

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One story (its submission's number): the concerns, their words by a press, and the decision."""
        self._refuse_strangers(request)
        submission = Submission.objects.select_related("phrase").filter(pk=pk).first()
        if submission is None:
            get_list_or_404(Decision, submission=pk)
            messages.warning(
                request, _now("Its author has taken it back. Nothing is left to settle.")
            )
            return redirect(DESK)
        row = concerns.about(submission)
        forms_by_verb = _forms(request, row)
        form = forms_by_verb.get(request.POST.get("verb", ""))
        if request.method == "POST" and form and form.is_valid():
            return _decide(request, submission, form)
        context = {
            "title": _now("Concerns about a story"),
            "submission": submission,
            "row": row,
            "facts": submission.warnings.all(),
            "texts": concerns.texts(submission) if "open" in request.GET else [],
            "is_open": "open" in request.GET,
            "can_be_taken_down": submission.state in STANDING,
            **forms_by_verb,
        }
        return self._page(request, "settle", **context)

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not roles.may_moderate(request.user):
            raise PermissionDenied

    def _page(self, request: HttpRequest, name: str, **context) -> HttpResponse:
        status = 422 if request.method == "POST" else 200
        context = {**self.admin_site.each_context(request), **context}
        template = f"admin/stories/concern/{name}.html"
        return TemplateResponse(request, template, context, status=status)


class ConcernPolicyAdmin(admin.ModelAdmin):
    """One row, which a lead edits; it is made when it is first asked for."""

    fields = ["pauses_about_me", "pauses_names_somebody", "pauses_an_hour"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context=None):
        if not self.has_change_permission(request):
            raise PermissionDenied
        row, _made = ConcernPolicy.objects.get_or_create(pk=ConcernPolicy.ONLY)
        return redirect("admin:stories_concernpolicy_change", row.pk)

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ):
        shown = {
            "title": _now("What concerns do by themselves"),
            "subtitle": None,
            "show_save_and_continue": False,
        }
        return super().changeform_view(request, object_id, form_url, shown | (extra_context or {}))


def _forms(request: HttpRequest, row: concerns.Row | None) -> dict[str, SettleForm]:
    verb = request.POST.get("verb")
    return {
        kind.value: SettleForm(
            request.POST if verb == kind.value else None,
            kind=kind.value,
            initial={"seen": row.last if row else None},
        )
        for kind in (Reason.Kind.SETTLE, Reason.Kind.TAKE_DOWN)
    }


def _decide(request: HttpRequest, submission: Submission, form: SettleForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        if said["reason"].kind == Reason.Kind.TAKE_DOWN:
            moderation.take_down(submission, by=request.user, reason=said["reason"])
        else:
            moderation.settle(
                submission, by=request.user, reason=said["reason"], up_to=said["seen"]
            )
    except STALE:
        messages.warning(
            request, _("Somebody has decided about this meanwhile. Nothing of yours was saved.")
        )
        return redirect(SETTLE, pk=submission.pk)
    except moderation.ModerationError as refused:
        messages.warning(request, REFUSED[type(refused)])
        return redirect(SETTLE, pk=submission.pk)
    messages.success(request, DONE[said["reason"].kind])
    return redirect(reverse(DESK))


REFUSED = {
    moderation.SomebodyElseReads: _("A colleague is reading this one. Please take another."),
    moderation.SomebodyElseJudges: _("You declined this one. Another moderator looks at it now."),
    moderation.NotAllowed: _("Your account may not decide about posts any more."),
}
DONE = {
    Reason.Kind.SETTLE: _("Settled. It stays as it is; what was off the wall is back."),
    Reason.Kind.TAKE_DOWN: _("Taken down. It is off the wall, and its words are erased."),
}
