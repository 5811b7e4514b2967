"""Four questions of the browser's script, under ADMIN_PATH, where the session's cookie is. Names as the library's."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog
from django_otp_webauthn import exceptions, views

from metoo_wall.staff_accounts import changes
from metoo_wall.staff_accounts.freshness import is_fresh, note_factor

app_name = "otp_webauthn"


class MakingMixin:
    def check_can_register(self):
        """Beside another factor, a new one wants that other to have been shown just now."""
        if self.request.user.is_verified() and not is_fresh(self.request):
            raise exceptions.NotVerified(_("Show your present second factor first."))


class BeginMaking(MakingMixin, views.BeginCredentialRegistrationView):
    pass


class CompleteMaking(MakingMixin, views.CompleteCredentialRegistrationView):
    def post(self, request, *args, **kwargs):
        answer = super().post(request, *args, **kwargs)
        changes.record("own-passkey", request.user, by=request.user)
        note_factor(request)
        return answer


class CompleteShowing(views.CompleteCredentialAuthenticationView):
    def complete_auth(self, device):
        super().complete_auth(device)
        note_factor(self.request)


urlpatterns = [
    path("make/", BeginMaking.as_view(), name="credential-registration-begin"),
    path("made/", CompleteMaking.as_view(), name="credential-registration-complete"),
    path(
        "show/",
        views.BeginCredentialAuthenticationView.as_view(),
        name="credential-authentication-begin",
    ),
    path("shown/", CompleteShowing.as_view(), name="credential-authentication-complete"),
    path(
        "words/",
        JavaScriptCatalog.as_view(packages=["django_otp_webauthn"]),
        name="js-i18n-catalog",
    ),
]
