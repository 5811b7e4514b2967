"""The pages where staff prove who they are: a code or a passkey, making a factor, backup codes, a kept form."""

import json
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django_otp import login as otp_login

from metoo_wall.models import AuthenticatorApp, BackupCodes
from metoo_wall.staff_accounts import changes, factors
from metoo_wall.staff_accounts.forms import CodeForm, FirstCodeForm
from metoo_wall.staff_accounts.freshness import (
    ask_again,
    fresh_factor_required,
    is_fresh,
    kept_form,
    note_factor,
)
from metoo_wall.staff_accounts.sealing import seal, unseal

NEW_CODES = "new_codes"
Door = Callable[..., HttpResponse]


def password_required(view: Door) -> Door:
    """For whoever signed in with a password, with a second factor or not yet."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_staff):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(request, *args, **kwargs)

    return guarded


@password_required
def factor(request: HttpRequest, site) -> HttpResponse:
    """Asks for the second factor, at sign-in and again later."""
    if not factors.has_factor(request.user):
        return redirect("admin:enrol")
    form = CodeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        enter(request, form.device)
        return see_other(onward(request))
    context = {
        "title": _("Your second factor"),
        "form": form,
        "next": onward(request),
        "has_passkey": factors.has_passkey(request.user),
        "is_back": request.user.is_verified(),
    }
    return _page(request, site, "staff/factor.html", context)


@password_required
def enrol(request: HttpRequest, site) -> HttpResponse:
    """Makes a second factor: the only page that an account without one reaches."""
    if factors.has_factor(request.user):
        if not request.user.is_verified():
            return redirect("admin:factor")
        if not is_fresh(request):
            return ask_again(request)
    device = AuthenticatorApp.objects.filter(user=request.user, confirmed=False).first()
    device = device or AuthenticatorApp.new(request.user, confirmed=False)
    form = FirstCodeForm(device, request.POST or None)
    if request.method == "POST" and form.is_valid():
        AuthenticatorApp.objects.filter(user=request.user, confirmed=True).delete()
        AuthenticatorApp.objects.filter(pk=device.pk).update(confirmed=True)
        changes.record("own-app", request.user, by=request.user)
        device.confirmed = True
        enter(request, device)
        return see_other(reverse("admin:factors"))
    context = {"title": _("A second factor"), "form": form, "device": device}
    return _page(request, site, "staff/enrol.html", context)


def own_factors(request: HttpRequest, site) -> HttpResponse:
    """What opens this account. Whoever has no backup codes yet gets them here first."""
    codes_left = factors.backup_codes_left(request.user)
    if request.method == "POST":
        return _change_own(request)
    context = {
        "title": _("What opens your account"),
        "devices": factors.firsts(request.user),
        "codes_left": codes_left,
        "new_codes": _new_codes(request),
    }
    return _page(request, site, "staff/factors.html", context)


def kept(request: HttpRequest, name: str, site) -> HttpResponse:
    """What was posted before the factor was asked for again: one press sends it on."""
    form = kept_form(request, name)
    if form is None:
        messages.warning(request, _("That form is no longer here. It was sent on already."))
        return redirect("admin:index")
    context = {"title": _("Your work is still here"), "kept": form}
    return _page(request, site, "staff/kept.html", context)


def enter(request: HttpRequest, device) -> None:
    otp_login(request, device)
    note_factor(request)


def onward(request: HttpRequest) -> str:
    """Where `next` leads, on this site alone; else the first page."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else reverse("admin:index")


def see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=303)


@fresh_factor_required
def _change_own(request: HttpRequest) -> HttpResponse:
    act = request.POST.get("act", "")
    if act == "new-codes":
        _make_codes(request)
    elif act == "codes-kept":
        request.session.pop(NEW_CODES, None)
        return see_other(reverse("admin:index"))
    elif act == "remove":
        _remove(request)
    return see_other(reverse("admin:factors"))


def _make_codes(request: HttpRequest) -> None:
    """Kept encrypted until they were read: a page that is reloaded shows them again."""
    codes = json.dumps(BackupCodes.new(request.user))
    request.session[NEW_CODES] = seal(codes).decode()
    changes.record("own-codes", request.user, by=request.user)


def _new_codes(request: HttpRequest) -> list[str]:
    sealed = request.session.get(NEW_CODES)
    return json.loads(unseal(sealed)) if sealed else []


def _remove(request: HttpRequest) -> None:
    devices = factors.firsts(request.user)
    chosen = [each for each in devices if each.persistent_id == request.POST.get("device")]
    if len(devices) == 1 and chosen:
        messages.warning(request, _("This is the only one. Make another first."))
    elif chosen:
        chosen[0].delete()
        changes.record("own-removed", request.user, by=request.user)
        messages.success(request, _("Removed. It no longer opens your account."))


def _page(request: HttpRequest, site, template: str, context: dict) -> HttpResponse:
    request.current_app = site.name
    status = 422 if request.method == "POST" else 200
    context = {**site.each_context(request), **context}
    return TemplateResponse(request, template, context, status=status)
