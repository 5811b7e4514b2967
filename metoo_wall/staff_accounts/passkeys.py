"""Passkeys, by django-otp-webauthn: which address they belong to, and what a session knows after one was shown."""

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _
from django_otp_webauthn.helpers import WebAuthnHelper


def host_of(request: HttpRequest) -> str:
    """The relying party's id: the host that the browser asked, which ALLOWED_HOSTS has let in, without a port."""
    return split_domain_port(request.get_host())[0]


class PasskeyHelper(WebAuthnHelper):
    def get_allowed_origins(self) -> list[str]:
        return [f"{self.request.scheme}://{self.request.get_host()}"]

    def create_credential(self, *args, **kwargs):
        credential = super().create_credential(*args, **kwargs)
        credential.name = _("Passkey")
        return credential
