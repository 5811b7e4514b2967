"""Who may do what, changed by two people: asking, confirming, stopping, and what was done before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metoo_wall.models import StaffChange, StaffDecision
from metoo_wall.staff_accounts import changes
from metoo_wall.staff_accounts.doors import see_other
from metoo_wall.staff_accounts.forms import ChangeForm
from metoo_wall.staff_accounts.freshness import fresh_factor_required

LINES = 20
REFUSED = {
    changes.NotAnAdministrator: gettext_lazy("Only an administrator can do that."),
    changes.TakesAnotherPerson: gettext_lazy(
        "You asked for this yourself. Somebody else has to confirm it."
    ),
    changes.ChangeIsSettled: gettext_lazy(
        "Somebody has settled this meanwhile. Nothing was done twice."
    ),
    changes.AlreadyAsked: gettext_lazy("The same change is waiting already."),
    changes.NobodyWouldBeLeft: gettext_lazy(
        "This is the last administrator. Make another one first."
    ),
}


def changes_page(request: HttpRequest, site) -> HttpResponse:
    if request.method == "POST":
        return _act(request, site)
    return _show(request, site, ChangeForm())


def _act(request: HttpRequest, site) -> HttpResponse:
    """Stopping is for everybody and at once; the rest wants a fresh factor."""
    if request.POST.get("act") == "stop":
        return _stop(request)
    return _ask_or_confirm(request, site)


def _stop(request: HttpRequest) -> HttpResponse:
    _said(request, lambda: changes.cancel(_chosen(request), by=request.user), _("Stopped."))
    return see_other(reverse("admin:staff_changes"))


@fresh_factor_required
def _ask_or_confirm(request: HttpRequest, site) -> HttpResponse:
    if request.POST.get("act") == "confirm":
        _said(request, lambda: changes.confirm(_chosen(request), by=request.user), _("Done."))
        return see_other(reverse("admin:staff_changes"))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _show(request, site, form, status=422)
    kind, role = form.cleaned_data["change"]
    return ask(request, account=form.cleaned_data["account"], kind=kind, role=role)


def ask(request: HttpRequest, **change) -> HttpResponse:
    """Asks for a change (as `changes.request` takes it) and shows where it waits."""
    _said(
        request,
        lambda: changes.request(**change, by=request.user),
        _("Asked. It is shown to everybody on staff until it is settled."),
    )
    return see_other(reverse("admin:staff_changes"))


def _chosen(request: HttpRequest) -> StaffChange:
    pk = request.POST.get("change", "")
    return get_object_or_404(StaffChange, pk=int(pk) if pk.isdecimal() else 0)


def _said(request: HttpRequest, act, done: str) -> None:
    try:
        act()
    except tuple(REFUSED) as refused:
        messages.warning(request, REFUSED[type(refused)])
    else:
        messages.success(request, done)


def _show(request: HttpRequest, site, form: ChangeForm, status: int = 200) -> HttpResponse:
    request.current_app = site.name
    context = {
        **site.each_context(request),
        "title": _("Who may do what"),
        "waiting": changes.waiting(),
        "form": form,
        "may_ask": changes.is_administrator(request.user),
        "record": StaffDecision.objects.all()[:LINES],
        "hides_notice": True,
    }
    return TemplateResponse(request, "staff/changes.html", context, status=status)
