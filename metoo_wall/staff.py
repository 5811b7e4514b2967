"""The staff's side: a password and a second factor open it, and nothing else does."""

from functools import update_wrapper

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminPasswordChangeForm as AdminOwnPasswordForm
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_otp import devices_for_user
from django_otp.admin import OTPAdminAuthenticationForm, OTPAdminSite
from django_otp.plugins.otp_totp.models import TOTPDevice

OPEN_WITH_TEMPORARY_PASSWORD = {"password_change", "logout", "jsi18n"}
CODE_DIGITS = 6


class SignInForm(OTPAdminAuthenticationForm):
    """Six digits are the authenticator's; anything else is a backup code. Nobody has to choose a device."""

    otp_token = forms.CharField(
        label=_("Code"),
        required=False,
        help_text=_("Six digits from your authenticator app, or a backup code."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    otp_error_messages = {
        **OTPAdminAuthenticationForm.otp_error_messages,
        "token_required": _("Enter the code that your authenticator app shows."),
        "invalid_token": _("That code is not right, or was used already. Wait for the next one."),
        "device_required": _(
            "This account has no second factor yet. Whoever runs the server makes one: "
            "manage.py staff factor NAME"
        ),
    }

    def _chosen_device(self, user):
        token = self.cleaned_data.get("otp_token", "")
        wants_totp = len(token) == CODE_DIGITS and token.isdigit()
        for device in devices_for_user(user, for_verify=True):
            if isinstance(device, TOTPDevice) == wants_totp:
                return device
        return None


class OwnPasswordForm(AdminOwnPasswordForm):
    def clean(self):
        cleaned = super().clean()
        if self.user.check_password(cleaned.get("new_password1") or ""):
            raise ValidationError(_("Choose a password other than the present one."))
        return cleaned

    def save(self, commit=True):
        self.user.has_temporary_password = False
        return super().save(commit)


class OthersPasswordForm(AdminPasswordChangeForm):
    """A password that an administrator chose for somebody is known to two people: it opens one page, to change it."""

    def save(self, commit=True):
        self.user.has_temporary_password = True
        return super().save(commit)


class StaffSite(OTPAdminSite):
    login_form = SignInForm
    login_template = "staff/sign_in.html"
    site_title = settings.SITE_NAME
    site_header = settings.SITE_NAME
    index_title = _("Moderation and resources")
    enable_nav_sidebar = False

    def __init__(self, name="admin"):
        super().__init__(name)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if self._must_choose_password(request):
                return redirect("admin:password_change")
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def _must_choose_password(self, request):
        return (
            self.has_permission(request)
            and request.user.has_temporary_password
            and request.resolver_match.url_name not in OPEN_WITH_TEMPORARY_PASSWORD
        )

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
