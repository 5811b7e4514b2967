"""Legal holds as a page of the admin: asked for by one person, confirmed by another. Nobody sees a text here."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from metoo_wall.staff_accounts.freshness import fresh_factor_required
from stories.desk import holds
from stories.models.private import LegalHold, Submission

DESK = "admin:stories_legalhold_changelist"


class HoldForm(forms.Form):
    submission = forms.ModelChoiceField(
        label=_("Number of the post"),
        help_text=_("As the queue and the record of decisions show it."),
        queryset=Submission.objects.filter(revises=None).only("pk"),
        widget=forms.NumberInput,
        error_messages={"invalid_choice": _("There is no post with this number.")},
    )
    reason = forms.ChoiceField(
        label=_("Reason"), choices=LegalHold.Reason, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Until"),
        help_text=_("A year away at most, such as 2027-03-31."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean_until(self):
        until = self.cleaned_data["until"]
        today = timezone.now().date()
        if not today <= until <= today + holds.LONGEST:
            raise forms.ValidationError(_("Choose a day from today to a year from now."))
        return until


class LegalHoldAdmin(admin.ModelAdmin):
    """One page of its own in place of the admin's: only `holds` writes these."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("", wrap(self.desk_view), name="stories_legalhold_changelist")]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return holds.may_hold(request.user)

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def desk_view(self, request: HttpRequest) -> HttpResponse:
        if not holds.may_hold(request.user):
            raise PermissionDenied
        if request.method == "POST":
            return _act(request, self)
        return _show(request, self, HoldForm())


@fresh_factor_required
def _act(request: HttpRequest, page: LegalHoldAdmin) -> HttpResponse:
    if request.POST.get("act") in ("confirm", "end"):
        pk = request.POST.get("hold", "")
        hold = get_object_or_404(LegalHold, pk=int(pk) if pk.isdecimal() else 0)
        verb = holds.confirm if request.POST["act"] == "confirm" else holds.end
        return _said(request, lambda: verb(hold, by=request.user))
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    return _said(request, lambda: holds.ask(**form.cleaned_data, by=request.user))


def _said(request: HttpRequest, act) -> HttpResponse:
    try:
        act()
    except tuple(REFUSED) as refused:
        messages.warning(request, REFUSED[type(refused)])
    else:
        messages.success(request, _("Written down."))
    return redirect(DESK)


def _show(
    request: HttpRequest, page: LegalHoldAdmin, form: HoldForm, status: int = 200
) -> HttpResponse:
    context = {
        **page.admin_site.each_context(request),
        "title": _now("Legal holds"),
        "holds": LegalHold.objects.open().order_by("pk"),
        "form": form,
    }
    return TemplateResponse(request, "admin/stories/legalhold/desk.html", context, status=status)


REFUSED = {
    holds.TakesAnotherPerson: _("You asked for this yourself. Somebody else has to confirm it."),
    holds.HoldIsSettled: _("Somebody has settled this meanwhile. Nothing was done twice."),
    holds.HeldAlready: _("A hold on this post is asked for already, or in force."),
}
