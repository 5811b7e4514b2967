"""The staff's side: a password and a second factor open it, and nothing else does."""

from collections.abc import Callable
from functools import partial, update_wrapper

from django.conf import settings
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django_otp.admin import OTPAdminSite

from metoo_wall.staff_accounts import changes, changes_page, doors, factors
from metoo_wall.staff_accounts.forms import OwnPasswordForm, SignInForm
from metoo_wall.staff_accounts.freshness import (
    ask_again,
    forget_sent,
    is_fresh,
    is_large_bulk,
    note_factor,
)

NUL = "%00"
OPEN_WITH_TEMPORARY_PASSWORD = {"password_change", "logout", "jsi18n", "factors"}


class SignInView(LoginView):
    """Without a second factor a session is open to the doors alone (`StaffSite.admin_view`)."""

    def form_valid(self, form):
        answer = super().form_valid(form)
        if getattr(form.get_user(), "otp_device", None):
            note_factor(self.request)
        return answer


class StaffSite(OTPAdminSite):
    login_form = SignInForm
    login_template = "staff/sign_in.html"
    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = _("Moderation and resources")
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)

    def get_urls(self):
        def door(view: Callable) -> Callable:
            return csrf_protect(partial(view, site=self))

        def room(view: Callable) -> Callable:
            return self.admin_view(partial(view, site=self))

        return [
            path("logout/", csrf_protect(self.logout), name="logout"),
            path("staff/factor/", door(doors.factor), name="factor"),
            path("staff/enrol/", door(doors.enrol), name="enrol"),
            path("staff/factors/", room(doors.own_factors), name="factors"),
            path("staff/kept/<str:name>/", room(doors.kept), name="kept_form"),
            path("staff/changes/", room(changes_page.changes_page), name="staff_changes"),
            *super().get_urls(),
        ]

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if NUL in request.META.get("QUERY_STRING", ""):
                raise Http404  # PostgreSQL takes none in a text
            if not self.has_permission(request):
                return self._to_the_door(request) or inner(request, *args, **kwargs)
            if self._must_choose_password(request):
                return redirect("admin:password_change")
            self._look_at_changes(request)
            is_stale = is_large_bulk(request) and not is_fresh(request)
            answer = ask_again(request) if is_stale else inner(request, *args, **kwargs)
            forget_sent(request)
            return answer

        return update_wrapper(guarded, inner)

    def each_context(self, request: HttpRequest) -> dict:
        return {
            **super().each_context(request),
            "staff_changes": getattr(request, "staff_changes", ()),
        }

    def login(self, request, extra_context=None):
        if request.method == "GET" and self.has_permission(request):
            return redirect("admin:index")
        request.current_app = self.name
        context = {
            **self.each_context(request),
            "title": _("Sign in"),
            "app_path": request.get_full_path(),
            "next": doors.onward(request),
            **(extra_context or {}),
        }
        return SignInView.as_view(
            extra_context=context,
            authentication_form=self.login_form,
            template_name=self.login_template,
            next_page="admin:index",
        )(request)

    def password_change(self, request, extra_context=None):
        request.current_app = self.name
        return PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )(request)

    def logout(self, request, extra_context=None):
        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = '"cookies", "storage"'
        return response

    def _to_the_door(self, request: HttpRequest) -> HttpResponse | None:
        """A password alone leads to the second factor, or to making one, and no further."""
        if not (request.user.is_authenticated and request.user.is_staff):
            return None
        name = "admin:factor" if factors.has_factor(request.user) else "admin:enrol"
        return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")

    def _must_choose_password(self, request: HttpRequest) -> bool:
        return (
            request.user.has_temporary_password
            and request.resolver_match.url_name not in OPEN_WITH_TEMPORARY_PASSWORD
        )

    def _look_at_changes(self, request: HttpRequest) -> None:
        """One query a page: what waits is shown to everybody on staff, and done once it is due."""
        request.staff_changes = list(changes.waiting())
        now = timezone.now()
        if any(change.due_at and change.due_at <= now for change in request.staff_changes):
            changes.apply_due()
            request.staff_changes = list(changes.waiting())
