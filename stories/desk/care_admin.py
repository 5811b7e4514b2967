"""Each moderator's own page of care, and the one page that a lead has about it. Nothing here writes a log."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from stories.desk import care, queue, review, roles
from stories.models.public import ContentWarning

OWN = "admin:stories_care_changelist"
READERS = "admin:stories_care_readers"
SEE_READERS = "stories.see_readers"


class CareForm(forms.Form):
    leaves = forms.ModelMultipleChoiceField(
        label=_("What you leave to others"),
        help_text=_("You are never offered a post that speaks of what you tick."),
        queryset=ContentWarning.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pause_after = forms.IntegerField(
        label=_("A pause is offered after so many heavy ones in a row"), min_value=1, max_value=50
    )
    cap = forms.IntegerField(
        label=_("As many texts a day as you mean to read"),
        help_text=_("Empty: no end to the day. You can always go on by a press."),
        required=False,
        min_value=1,
        max_value=500,
    )


class CareAdmin(admin.ModelAdmin):
    """No list, no form and no history of the admin's own: nobody looks into another account's care."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("", wrap(self.own_view), name="stories_care_changelist"),
            path("readers/", wrap(self.readers_view), name="stories_care_readers"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return roles.may_moderate(request.user) or request.user.has_perm(SEE_READERS)

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def own_view(self, request: HttpRequest) -> HttpResponse:
        if not roles.may_moderate(request.user):
            return redirect(READERS) if self.has_view_permission(request) else _refuse()
        act = ACTS.get(request.POST.get("act", ""))
        if request.method == "POST" and act:
            return act(request)
        form = _form(request)
        if request.method == "POST" and form.is_valid():
            care.choose(request.user, **form.cleaned_data)
            messages.success(request, _("Kept. Only you can see it."))
            return redirect(OWN)
        return self._page(request, "own", form=form, **_own_context(request))

    def readers_view(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(SEE_READERS):
            _refuse()
        context = {
            "title": _now("Whether each warning has a reader"),
            "readers": care.readers(),
            "some_wait_for_nobody": care.some_wait_for_nobody(),
            "number": roles.moderators().count(),
            "is_one_of_them": roles.may_moderate(request.user),
        }
        return self._page(request, "readers", **context)

    def _page(self, request: HttpRequest, name: str, **context) -> HttpResponse:
        status = 422 if request.method == "POST" else 200
        context = {**self.admin_site.each_context(request), **context}
        template = f"admin/stories/care/{name}.html"
        return TemplateResponse(request, template, context, status=status)


def _form(request: HttpRequest) -> CareForm:
    own = care.of(request.user)
    initial = {"leaves": own.leaves, "pause_after": own.pause_after, "cap": own.cap}
    return CareForm(request.POST if request.method == "POST" else None, initial=initial)


def _own_context(request: HttpRequest) -> dict:
    return {
        "title": _now("Your care"),
        "suggestion": care.suggestion(request.user),
        "days": sorted(care.of(request.user).days.items(), reverse=True),
        "number": roles.moderators().count(),
        "sees_readers": request.user.has_perm(SEE_READERS),
    }


def _gentle(request: HttpRequest) -> HttpResponse:
    nothing = _now("Nothing gentle waits just now. A walk is as good.")
    return _next(request, nothing, gentle=True)


def _carry_on(request: HttpRequest) -> HttpResponse:
    care.carry_on(request.user)
    return _next(request, _now("Nothing waits for you just now."))


def _next(request: HttpRequest, nothing: str, *, gentle: bool = False) -> HttpResponse:
    submission = queue.claim_next(request.user, gentle=gentle)
    if submission is None:
        messages.info(request, nothing)
        return redirect(review.QUEUE)
    return redirect(review.REVIEW, pk=submission.pk)


def _refuse() -> HttpResponse:
    raise PermissionDenied


ACTS = {"gentle": _gentle, "carry-on": _carry_on}
